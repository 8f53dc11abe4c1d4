"""Trains the reader's positions and keeps its attributions: ``python -m train.stands.train --start DIR --out DIR``."""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from onrecord.analyse.frames import N_CONDITION, N_CUE, ROLES, STANCES
from train.attribution.articles import IGNORE, special_of
from train.attribution.network import link_logits
from train.stands.labels import Framed, Record, augmented, label
from train.stands.network import Reader, part, start_from
from train.stands.score import report
from train.stands.sheets import read_records

# Rare stances count more in the loss, by less than their rarity: 3 % each in running news.
STANCE_WEIGHT = (1.0, 1.0, 2.0, 2.0, 2.0)
ROWS = ("ids", "features", "cues", "conditions", "stance", "commitment", "claimed")
FILLS = (0, 0, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE)
ENDS = tuple(f"{role}-{end}" for role in ROLES for end in ("first", "last"))


@dataclass(frozen=True)
class Example:
    """One window: rows of labels by piece, special pieces included, and for each cue its arguments' places in it."""

    rows: dict[str, np.ndarray]
    arguments: list[tuple[int, tuple[list[int], ...]]]

    def __len__(self) -> int:
        return len(self.rows["ids"])


def example(framed: Framed, first: int, last: int, special: tuple[int, int]) -> Example:
    """The window of a labelled article. What lies outside of it is nothing that a cue could point to."""

    def inner(values: np.ndarray, fill: tuple[int, int]) -> np.ndarray:
        return np.concatenate(([fill[0]], values[first:last], [fill[1]]))

    def place(piece: int) -> int:
        return piece - first + 1 if first <= piece < last else 0

    pieces, none = framed.pieces, (IGNORE, IGNORE)
    rows = {
        "ids": inner(pieces.ids, special), "features": inner(pieces.features, (0, 0)), "cues": inner(framed.cues, none),
        "conditions": inner(framed.conditions, none), "stance": inner(framed.stance, none),
        "commitment": inner(framed.commitment, none), "claimed": inner(framed.claimed, none),
    }  # fmt: skip
    arguments = []
    for cue, places in framed.arguments.items():
        if first <= cue < last:
            here = tuple([place(p) if p >= 0 else 0 for p in some] for some in places)
            arguments.append((cue - first + 1, here))
    return Example(rows, arguments)


def windows(framed: Framed, size: int, rng: random.Random) -> list[tuple[int, int]]:
    """Piece ranges without overlap, with another phase each time; ends at a paragraph where one is near."""
    n = len(framed.pieces.ids)
    ends = [i + 1 for i in range(n) if framed.pieces.features[i] == 0]
    ranges, first, room = [], 0, rng.randint(size // 3, size - 2) if n > size else size - 2
    while first < n:
        last = min(first + room, n)
        if last < n and rng.random() < 0.8:
            last = max((e for e in ends if first + room // 2 < e <= last), default=last)
        ranges.append((first, last))
        first, room = last, size - 2
    return ranges


def batches(examples: list[Example], pieces: int, rng: random.Random) -> list[list[Example]]:
    """Batches of windows of about the same length, at most ``pieces`` pieces each, in random order."""
    rng.shuffle(examples)
    pools = [sorted(examples[i : i + 200], key=len) for i in range(0, len(examples), 200)]
    made: list[list[Example]] = []
    for pool in pools:
        batch: list[Example] = []
        for item in pool:
            if batch and (len(batch) + 1) * len(item) > pieces:
                made.append(batch)
                batch = []
            batch.append(item)
        made.append(batch)
    rng.shuffle(made)
    return made


def stack(batch: list[Example]) -> dict[str, Tensor]:
    """Padded tensors of a batch; arguments as rows (window, cue) with a distribution over pieces for each pointer."""
    length = max(map(len, batch))
    tensors = {
        name: torch.from_numpy(
            np.stack([np.pad(e.rows[name], (0, length - len(e)), constant_values=fill) for e in batch])
        )
        for name, fill in zip(ROWS, FILLS, strict=True)
    }
    tensors["mask"] = torch.from_numpy(np.stack([np.arange(length) < len(e) for e in batch]))
    cues = [(b, cue, places) for b, e in enumerate(batch) for cue, places in e.arguments]
    tensors["where"] = torch.tensor([(b, cue) for b, cue, _ in cues], dtype=torch.long).reshape(-1, 2)
    wanted = torch.zeros(len(cues), len(ENDS), length)
    for k, (_, _, places) in enumerate(cues):
        for role, some in enumerate(places):
            for p in set(some):
                wanted[k, role, p] = 1.0 / len(set(some))
    tensors["wanted"] = wanted
    return tensors


def head_losses(labels: Tensor, pointers: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The losses of the heads, each a mean over what it applies to."""
    a, b, c = N_CUE, N_CUE + N_CONDITION, N_CUE + N_CONDITION + len(STANCES)

    def entropy(logits: Tensor, name: str, weight: Tensor | None = None) -> Tensor:
        if not bool((batch[name] != IGNORE).any()):
            return torch.zeros(())
        return functional.cross_entropy(logits.flatten(0, 1), batch[name].flatten(), weight=weight, ignore_index=IGNORE)

    tag_weight = torch.tensor([1.0, 2.0, 2.0, 2.0, 2.0])
    losses = {
        "cue": entropy(labels[..., :a], "cues", tag_weight[:N_CUE]),
        "condition": entropy(labels[..., a:b], "conditions", tag_weight),
    }
    if len(batch["where"]):
        losses["stance"] = entropy(labels[..., b:c], "stance", torch.tensor(STANCE_WEIGHT))
        for k, name in ((c, "commitment"), (c + 1, "claimed")):
            some = batch[name] != IGNORE
            losses[name] = functional.binary_cross_entropy_with_logits(labels[..., k][some], batch[name][some].float())
        rows, columns = batch["where"].T
        open_ = batch["mask"][rows].clone()
        for k, name in enumerate(ENDS):
            query = part(pointers, 2 * k)[rows, columns]
            logits = torch.einsum("cd,cld->cl", query, part(pointers, 2 * k + 1)[rows])
            logits = logits.masked_fill(~open_, -1e4).log_softmax(-1)
            losses[name] = -(batch["wanted"][:, k] * logits).sum(-1).mean()
    return losses


LOSS_WEIGHT = {"cue": 2.0, "condition": 1.0, "stance": 0.7, "commitment": 0.2, "claimed": 0.2,
               "holder-first": 0.5, "holder-last": 0.3, "target-first": 0.5, "target-last": 0.3,
               "condition-first": 0.5, "condition-last": 0.3}  # fmt: skip


class Kept:
    """The shipped tagger, whose attributions the reader is to keep."""

    def __init__(self, folder: Path) -> None:
        self.network = Reader(folder, more=0)
        start_from(self.network, folder)
        self.network.eval()

    def answer(self, batch: dict[str, Tensor], mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Its tags and link vectors."""
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            tags, links = self.network(batch["ids"], batch["features"], mask)[:2]
        return tags.float(), links


def more(record: Record, tokenizer: Tokenizer) -> Framed:
    """An article that a teacher read, or one without positions: then only the tagger's answers are learnt from it."""
    if "positions" in record:
        return label(record, tokenizer)
    framed = label({**record, "positions": []}, tokenizer)
    nothing = {k: np.full(len(framed.cues), IGNORE) for k in ("cues", "conditions", "stance", "commitment", "claimed")}
    return dataclasses.replace(framed, **nothing, arguments={})


def kept_loss(tags: Tensor, links: Tensor, theirs: tuple[Tensor, Tensor], batch: dict[str, Tensor]) -> Tensor:
    """How far the attributions have moved from the shipped tagger's answers (Kullback-Leibler, mean over pieces)."""
    word = batch["features"] != 0
    hidden = ~batch["mask"][:, None, :]
    loss = torch.zeros(())
    pairs = [(tags, theirs[0])] + [
        (a.masked_fill(hidden, -1e4), b.masked_fill(hidden, -1e4))
        for a, b in zip(link_logits(links), link_logits(theirs[1]), strict=True)
    ]
    told = theirs[0].argmax(-1)
    masks = (word, word & (told >= 5), word & ((told == 3) | (told == 4)))
    for (mine, other), where in zip(pairs, masks, strict=True):
        rows = functional.kl_div(mine.log_softmax(-1), other.log_softmax(-1), reduction="none", log_target=True).sum(-1)
        loss = loss + (rows * where).sum() / where.sum().clamp(min=1)
    return loss


def train(options: argparse.Namespace) -> None:
    """Trains, evaluates on dev where asked and writes the weights after each epoch."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    tokenizer = Tokenizer.from_file(str(options.start / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    records: list[Record] = [r for path in options.data for r in read_records(path)]
    plain: list[Record] = read_records(options.plain) if options.plain else []
    reader = Reader(options.start, options.shared, options.more)
    if options.keep:
        start_from(reader, options.start)
    if options.weights:
        reader.load_state_dict(torch.load(options.weights))
    frozen = reader.encoder.encoder.layer[: options.freeze]
    for p in [*reader.encoder.embeddings.parameters(), *reader.features.parameters(), *frozen.parameters()]:
        p.requires_grad_(False)
    kept = Kept(options.start) if options.keep else None
    groups = []
    layers = [*reader.encoder.encoder.layer[options.freeze :], *reader.more]
    for k, layer in enumerate(reversed(layers)):
        groups.append({"params": list(layer.parameters()), "lr": options.lr * options.decay**k})
    groups.append({"params": [*reader.tags.parameters(), *reader.links.parameters()], "lr": options.lr})
    groups.append({"params": [*reader.labels.parameters(), *reader.pointers.parameters()], "lr": options.head_lr})
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    mean = AveragedModel(reader, multi_avg_fn=get_ema_multi_avg_fn(options.ema))
    options.out.mkdir(parents=True, exist_ok=True)
    step, expected = 0, 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / max(1.0, 0.06 * expected), max(0.02, 1 - s / expected))
    )
    begun = time.monotonic()
    for epoch in range(math.ceil(options.epochs)):
        framed = [label(augmented(r, rng) if rng.random() < options.augment else r, tokenizer) for r in records]
        framed += [more(r, tokenizer) for r in rng.sample(plain, min(len(plain), options.plain_articles))]
        cut = [example(f, *w, special_of(tokenizer)) for f in framed for w in windows(f, options.window, rng)]
        made = batches(cut, options.pieces, rng)
        expected = max(expected, round(len(made) * options.epochs))
        reader.train()
        totals: dict[str, float] = {}
        for batch_examples in made[: expected - step]:
            batch = stack(batch_examples)
            mask = None if bool(batch["mask"].all()) else batch["mask"].long()
            with torch.autocast("cpu", torch.bfloat16):
                tags, links, labels, pointers = reader(batch["ids"], batch["features"], mask)
            losses = head_losses(labels.float(), pointers.float(), batch)
            if kept is not None:
                losses["kept"] = kept_loss(tags.float(), links, kept.answer(batch, mask), batch)
            loss = sum((LOSS_WEIGHT.get(k, options.keep) * v for k, v in losses.items()), torch.zeros(()))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            mean.update_parameters(reader)
            step += 1
            for k, v in losses.items():
                totals[k] = totals.get(k, 0.0) + float(v.detach()) / len(made)
        torch.save(mean.module.state_dict(), options.out / "weights.pt")
        shown = {k: round(v, 3) for k, v in totals.items()}
        print(json.dumps({"epoch": epoch, "step": step, "of": expected, "s": round(time.monotonic() - begun), **shown}),
              flush=True)  # fmt: skip
        if options.report and (epoch + 1) % options.report == 0:
            print(json.dumps(report(mean.module, tokenizer, options.dev, options.score)), flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="what train.stands.start wrote")
    parser.add_argument("--weights", type=Path, help="go on from these")
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--score", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=10)
    parser.add_argument("--lr", type=float, default=1.5e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.85)
    parser.add_argument("--freeze", type=int, default=2, help="lowest layers that stay as they are")
    parser.add_argument("--shared", type=int, default=7, help="layers under the attributions' heads")
    parser.add_argument("--more", type=int, default=1, help="layers above them, under the positions' heads")
    parser.add_argument("--plain", type=Path, help="articles without positions, or with a teacher's")
    parser.add_argument("--plain-articles", type=int, default=150, help="how many of them an epoch")
    parser.add_argument("--keep", type=float, default=2.0, help="weight of keeping the attributions, 0 for none")
    parser.add_argument("--ema", type=float, default=0.995)
    parser.add_argument("--augment", type=float, default=0.5)
    parser.add_argument("--window", type=int, default=192)
    parser.add_argument("--pieces", type=int, default=1536)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--report", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
