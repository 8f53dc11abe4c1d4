"""Trains the tagger: ``python -m train.attribution.train --encoder DIR --out DIR`` (see README.md)."""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from onrecord.analyse.windows import Settings
from train.attribution.articles import IGNORE, Labelled, Record, augment, label, read_records, special_of
from train.attribution.evaluate import as_model, predict, score_records
from train.attribution.network import Tagger, link_logits

HELD_OUT = 40  # training articles kept for the calibration, by a fixed shuffle


@dataclass(frozen=True)
class Example:
    """One window with labels, special pieces included; link targets are positions in the window."""

    ids: np.ndarray
    features: np.ndarray
    tags: np.ndarray
    cue: np.ndarray
    source: np.ndarray
    weight: np.ndarray


def split(records: list[Record]) -> tuple[list[Record], list[Record]]:
    """Articles to train on and articles held out."""
    order = list(range(len(records)))
    random.Random(11).shuffle(order)
    return [records[i] for i in order[HELD_OUT:]], [records[i] for i in order[:HELD_OUT]]


def cut(labelled: Labelled, size: int, rng: random.Random) -> list[tuple[int, int]]:
    """Piece ranges of windows without overlap, with another phase each time; ends at a paragraph where one is near."""
    n = len(labelled.pieces.ids)
    ends = [i + 1 for i in range(n) if labelled.pieces.features[i] == 0]
    ranges, first, room = [], 0, rng.randint(size // 4, size - 2)
    while first < n:
        last = min(first + room, n)
        if last < n and rng.random() < 0.8:
            last = max((e for e in ends if first + room // 2 < e <= last), default=last)
        ranges.append((first, last))
        first, room = last, size - 2
    return ranges


def example(labelled: Labelled, first: int, last: int, special: tuple[int, int]) -> Example:
    """The window of a labelled article."""

    def inner(values: np.ndarray, fill: int) -> np.ndarray:
        return np.concatenate(([fill], values[first:last], [fill]))

    def moved(values: np.ndarray) -> np.ndarray:
        part = inner(values, IGNORE).copy()
        target = part - first + 1
        reach = (part >= first) & (part < last)
        return np.where(reach, target, np.where(part == -1, 0, IGNORE))

    pieces = labelled.pieces
    ids = np.concatenate((special[:1], pieces.ids[first:last], special[1:]))
    return Example(ids, inner(pieces.features, 0), inner(labelled.tags, IGNORE), moved(labelled.cue),
                   moved(labelled.source), inner(labelled.weight, 0))  # fmt: skip


def batches(examples: list[Example], pieces: int, rng: random.Random) -> list[list[Example]]:
    """Batches of windows of about the same length, at most ``pieces`` pieces each, in random order."""
    rng.shuffle(examples)
    pools = [sorted(examples[i : i + 200], key=lambda e: len(e.ids)) for i in range(0, len(examples), 200)]
    made: list[list[Example]] = []
    for pool in pools:
        batch: list[Example] = []
        for item in pool:
            if batch and (len(batch) + 1) * len(item.ids) > pieces:
                made.append(batch)
                batch = []
            batch.append(item)
        made.append(batch)
    rng.shuffle(made)
    return made


def stack(batch: list[Example]) -> dict[str, Tensor]:
    """Padded tensors of a batch."""
    length = max(len(e.ids) for e in batch)
    fills = {"ids": 0, "features": 0, "tags": IGNORE, "cue": IGNORE, "source": IGNORE, "weight": 0}
    tensors = {}
    for name, fill in fills.items():
        rows = [np.pad(getattr(e, name), (0, length - len(e.ids)), constant_values=fill) for e in batch]
        tensors[name] = torch.from_numpy(np.stack(rows))
    tensors["mask"] = torch.from_numpy(np.stack([np.arange(length) < len(e.ids) for e in batch]))
    return tensors


def tag_loss(tags: Tensor, batch: dict[str, Tensor], smoothing: float) -> Tensor:
    """Mean cross-entropy of the tags, each piece by its weight."""
    flat = functional.cross_entropy(tags.flatten(0, 1), batch["tags"].flatten(), ignore_index=IGNORE,
                                    reduction="none", label_smoothing=smoothing)  # fmt: skip
    weight = batch["weight"].flatten().float() * (batch["tags"].flatten() != IGNORE)
    return (flat * weight).sum() / weight.sum().clamp(min=1)


def distance(mine: Tensor, theirs: Tensor, where: Tensor) -> Tensor:
    """Mean Kullback-Leibler divergence of the rows of ``mine`` from those of ``theirs``, over the rows of ``where``."""
    rows = functional.kl_div(mine.log_softmax(-1), theirs.log_softmax(-1), reduction="none", log_target=True).sum(-1)
    return (rows * where).sum() / where.sum().clamp(min=1)


def loss_of(model: Tagger, batch: dict[str, Tensor], options: argparse.Namespace, teacher: Tagger | None) -> Tensor:
    """Cross-entropy of the tags plus that of the links; with a teacher, part of it is the distance from its answer."""
    mask = None if bool(batch["mask"].all()) else batch["mask"].long()
    hidden = ~batch["mask"][:, None, :]

    def answer(network: Tagger) -> tuple[Tensor, list[Tensor]]:
        with torch.autocast("cpu", torch.bfloat16):
            tags, links = network(batch["ids"], batch["features"], mask)
        return tags.float(), [logits.masked_fill(hidden, -1e4) for logits in link_logits(links)]

    tags, links = answer(model)
    loss = tag_loss(tags, batch, options.smoothing)
    for logits, name in zip(links, ("cue", "source"), strict=True):
        if bool((batch[name] != IGNORE).any()):
            loss = loss + options.link_weight * functional.cross_entropy(
                logits.flatten(0, 1), batch[name].flatten(), ignore_index=IGNORE
            )
    if teacher is None:
        return loss
    with torch.no_grad():
        their_tags, their_links = answer(teacher)
    taught = distance(tags, their_tags, (batch["tags"] != IGNORE) * batch["weight"].float())
    for logits, theirs, name in zip(links, their_links, ("cue", "source"), strict=True):
        taught = taught + options.link_weight * distance(logits, theirs, batch[name] != IGNORE)
    return (1 - options.teach) * loss + options.teach * taught


def optimizer_of(model: Tagger, options: argparse.Namespace) -> torch.optim.AdamW:
    """AdamW with a lower rate for lower layers and a higher one for the heads."""
    layers = model.encoder.encoder.layer
    lowest = [p for p in model.encoder.embeddings.parameters() if p.requires_grad]
    groups = [{"params": lowest, "lr": options.lr * options.decay ** len(layers)}]
    for k, layer in enumerate(layers):
        groups.append({"params": list(layer.parameters()), "lr": options.lr * options.decay ** (len(layers) - 1 - k)})
    heads = [*model.tags.parameters(), *model.links.parameters(), *model.features.parameters()]
    groups.append({"params": heads, "lr": options.head_lr})
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


class Run:
    """The state of one training run: network, running mean of its weights, optimizer, schedule."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.model = Tagger(options.encoder, options.layers)
        if options.start:
            self.model.load_state_dict(torch.load(options.start))
        if options.drop:
            keep = [x for k, x in enumerate(self.model.encoder.encoder.layer) if k not in options.drop]
            self.model.encoder.encoder.layer = torch.nn.ModuleList(keep)
        self.teacher: Tagger | None = None
        if options.teacher:
            self.teacher = Tagger(options.encoder, options.teacher_layers)
            self.teacher.load_state_dict(torch.load(options.teacher))
            self.teacher.eval()
        self.mean = AveragedModel(self.model, multi_avg_fn=get_ema_multi_avg_fn(options.ema)) if options.ema else None
        self.optimizer = optimizer_of(self.model, options)
        self.step, self.expected = 0, 1  # steps in all, known after the first epoch's batches are made
        self.begun, self.started = time.monotonic(), time.process_time()
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda step: min((step + 1) / max(1, options.warmup * self.expected), max(0.01, self.left(step))),
        )

    def left(self, step: int) -> float:
        """The share of the schedule that is left, by steps or by the clock, whichever is less."""
        minutes = self.options.minutes
        return 1 - max(step / self.expected, (time.monotonic() - self.begun) / 60 / minutes if minutes else 0)

    def best(self) -> Tagger:
        """The network to keep: the mean of the weights where one is taken."""
        return self.mean.module if self.mean else self.model

    def learn(self, made: list[list[Example]], epoch: int) -> None:
        """One pass over the batches, or until the schedule ends."""
        self.model.train()
        total = 0.0
        self.expected = max(self.expected, round(len(made) * self.options.epochs))
        for k, batch in enumerate(made[: self.expected - self.step]):
            loss = loss_of(self.model, stack(batch), self.options, self.teacher)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.schedule.step()
            self.optimizer.zero_grad()
            if self.mean:
                self.mean.update_parameters(self.model)
            total += float(loss.detach())
            self.step += 1
            if self.left(self.step) <= 0:
                break
            if k % 100 == 99:
                print(f"epoch {epoch} step {self.step}/{self.expected} loss {total / 100:.4f} "
                      f"{time.process_time() - self.started:.0f} CPU s", flush=True)  # fmt: skip
                total = 0.0


def train(options: argparse.Namespace) -> None:
    """Trains, evaluates on dev after each epoch and writes the last weights."""
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    tokenizer = Tokenizer.from_file(str(Path(options.encoder) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    fit, _ = split(read_records(options.data / "train.jsonl.gz"))
    fit = fit[: options.limit or None]
    dev = read_records(options.data / "dev.jsonl")
    run = Run(options)
    options.out.mkdir(parents=True, exist_ok=True)
    for epoch in range(math.ceil(options.epochs)):
        labelled = [label(augment(r, rng) if rng.random() < options.augment else r, tokenizer) for r in fit]
        windows = [(article, window) for article in labelled for window in cut(article, options.window, rng)]
        examples = [example(article, *window, special_of(tokenizer)) for article, window in windows]
        run.learn(batches(examples, options.pieces, rng), epoch)
        torch.save(run.best().state_dict(), options.out / "weights.pt")
        over = run.left(run.step) <= 0
        if options.report or over:
            report(run.best(), tokenizer, dev, options, epoch)
        if over or epoch + 1 == options.stop:
            break


def report(model: Tagger, tokenizer: Tokenizer, dev: list[Record], options: argparse.Namespace, epoch: int) -> None:
    """Prints the dev figures of an epoch."""
    settings = Settings(window_pieces=options.eval_window, special=special_of(tokenizer))
    figures = score_records(options.score, dev, predict(as_model(model), tokenizer, dev, settings))
    shown = {k: [round(v[x], 3) for x in ("P", "R", "F1")] for k, v in figures.items()
             if k.startswith(("attr/", "det/", "exact/ALL", "tok_"))}  # fmt: skip
    print(json.dumps({"epoch": epoch, **shown}), flush=True)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/attribution"))
    parser.add_argument("--score", type=Path, default=Path("../shared/score"), help="folder of attribution.py")
    parser.add_argument("--encoder", required=True, help="folder with the encoder's weights and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--layers", type=int)
    parser.add_argument("--drop", type=int, nargs="*", default=[], help="layers of the start that are left out")
    parser.add_argument("--teacher", type=Path, help="weights of a network whose answers are learnt too")
    parser.add_argument("--teacher-layers", type=int)
    parser.add_argument("--teach", type=float, default=0.5, help="the teacher's share of the loss")
    parser.add_argument("--ema", type=float, default=0.0, help="decay of the running mean of the weights, 0 for none")
    parser.add_argument("--limit", type=int, default=0, help="training articles, for trials")
    parser.add_argument("--epochs", type=float, default=5, help="may be a fraction")
    parser.add_argument("--stop", type=int, default=0, help="stops after this many epochs of the schedule")
    parser.add_argument("--minutes", type=float, default=0, help="ends the schedule early: not reproducible")
    parser.add_argument("--warmup", type=float, default=0.06, help="share of the steps")
    parser.add_argument("--report", type=int, default=1, help="dev figures after each epoch, not only at the end")
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--decay", type=float, default=0.9)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--window", type=int, default=256)
    parser.add_argument("--eval-window", type=int, default=256)
    parser.add_argument("--pieces", type=int, default=1536, help="pieces per batch")
    parser.add_argument("--augment", type=float, default=0.4, help="share of articles changed")
    parser.add_argument("--link-weight", type=float, default=0.3)
    parser.add_argument("--smoothing", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    print(json.dumps({k: str(v) for k, v in vars(arguments()).items() if k not in ("data", "score", "encoder", "out")}))
    sys.exit(train(arguments()))
