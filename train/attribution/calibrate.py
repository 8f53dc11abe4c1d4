"""Fits the decoding biases and the score on held-out training articles, and shows on dev whether the score holds."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from onrecord.analyse.decoding import Linked, decode, score_inputs
from onrecord.analyse.pieces import Pieces, read_pieces
from onrecord.analyse.tagger import read_attributions, to_attribution
from onrecord.analyse.windows import Model, Scores, Settings, run_windows
from train.attribution.articles import Record, blocks_of, read_records, special_of
from train.attribution.evaluate import int8_model, score_records, scorer
from train.attribution.train import split

Read = list[tuple[Record, Pieces, list[Scores]]]


def read_all(records: list[Record], model: Model, tokenizer: Tokenizer, settings: Settings) -> Read:
    """The model's scores for each article, computed once."""
    found = []
    for record in records:
        pieces = read_pieces(record["text"], blocks_of(record["text"]), tokenizer, settings.special[1])
        found.append((record, pieces, run_windows(pieces, model, settings)))
    return found


def predictions(read: Read, settings: Settings) -> dict[str, list[Any]]:
    """Attributions by article id."""
    return {
        r["id"]: [as_json(a) for a in read_attributions(r["text"], blocks_of(r["text"]), p, s, settings)]
        for r, p, s in read
    }


def as_json(a: Any) -> dict[str, Any]:
    """An attribution as the scorer reads it."""
    return {"source": list(a.source), "cue": list(a.cue), "content": list(a.content), "score": a.score}


def tune(read: Read, settings: Settings, folder: Path) -> Settings:
    """The settings with the bias of the tag "outside" that gives the best attr F1.

    Biases of the cue tags and of "nobody" were tried too: nothing beyond chance.
    """
    gold = [record for record, _, _ in read]
    best = (0.0, settings)
    for outside in (0.0, -0.3, -0.6, -0.9):
        tried = replace(settings, bias=(outside, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0))
        figure = score_records(folder, gold, predictions(read, tried))["attr/ALL"]["F1"]
        if figure > best[0] + 1e-4:
            best = (figure, tried)
    return best[1]


def right(record: Record, found: list[dict[str, Any]], folder: Path) -> list[bool]:
    """Which predictions of an article the scorer counts as right (content and source)."""
    module = scorer(folder)
    doc = module.Doc(record["text"])
    gold, mine = module.prepare(doc, record["attributions"]), module.prepare(doc, found)
    pairs: dict[int, list[tuple[float, int]]] = {}
    for i, p in enumerate(mine):
        for j, g in enumerate(gold):
            common = len(p["content"] & g["content"])
            ratio = common / (len(p["content"]) + len(g["content"]) - common)
            named = bool(p["source"] & g["source"] & doc.core) or not (p["source"] or g["source"])
            if ratio >= module.THRESH and named:
                pairs.setdefault(i, []).append((-ratio, j))
    hit = set(module.match(pairs, len(mine)).values())
    return [i in hit for i in range(len(mine))]


def examples(read: Read, settings: Settings, folder: Path) -> tuple[np.ndarray, np.ndarray, list[Linked]]:
    """What the score is computed from, and whether each prediction is right."""
    rows, truth, all_found = [], [], []
    for record, pieces, scores in read:
        found = decode(pieces, scores, settings)
        truth += right(record, [as_json(to_attribution(x, pieces, settings)) for x in found], folder)
        rows += [score_inputs(x) for x in found]
        all_found += found
    return np.array(rows), np.array(truth, dtype=float), all_found


def logistic(rows: np.ndarray, truth: np.ndarray, ridge: float = 1.0) -> tuple[float, ...]:
    """Weights of a logistic regression by Newton's method."""
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], ridge)
    penalty[0] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (truth - p) - penalty * weights
        hessian = (rows * (p * (1 - p))[:, None]).T @ rows + np.diag(penalty)
        weights = weights + np.linalg.solve(hessian, gradient)
    return tuple(round(float(w), 5) for w in weights)


def reliability(read: Read, settings: Settings, folder: Path) -> list[dict[str, float]]:
    """Per tenth of the score: how many, mean score, share right."""
    rows, truth, _ = examples(read, settings, folder)
    scores = 1 / (1 + np.exp(-np.clip(rows @ np.array(settings.calibration), -30, 30)))
    table = []
    for k in range(10):
        inside = (scores >= k / 10) & (scores < (k + 1) / 10 + (k == 9))
        if inside.any():
            table.append({"from": k / 10, "n": int(inside.sum()), "score": round(float(scores[inside].mean()), 3),
                          "right": round(float(truth[inside].mean()), 3)})  # fmt: skip
    return table


def best_threshold(read: Read, settings: Settings, folder: Path) -> float:
    """The score below which dropping predictions raises attr F1."""
    gold = [record for record, _, _ in read]
    all_found = predictions(read, settings)
    figures = []
    for threshold in np.arange(0.2, 0.55, 0.05):
        kept = {k: [a for a in v if a["score"] >= threshold] for k, v in all_found.items()}
        figures.append((score_records(folder, gold, kept)["attr/ALL"]["F1"], -threshold))
    return round(float(-max(figures)[1]), 2)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/attribution"))
    parser.add_argument("--score", type=Path, default=Path("../shared/score"))
    parser.add_argument("--folder", type=Path, required=True, help="of model.onnx and tokenizer.json; gets config.json")
    parser.add_argument("--window", type=int, default=192)
    parser.add_argument("--overlap", type=int, default=48)
    parser.add_argument("--card", default="{}", help="JSON that goes into config.json as it is")
    parser.add_argument("--predictions", type=Path, help="writes the dev predictions here")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    model = int8_model(options.folder / "model.onnx")
    settings = Settings(window_pieces=options.window, overlap_pieces=options.overlap, special=special_of(tokenizer))
    held_out = read_all(split(read_records(options.data / "train.jsonl.gz"))[1], model, tokenizer, settings)
    settings = tune(held_out, settings, options.score)
    rows, truth, _ = examples(held_out, settings, options.score)
    settings = replace(settings, calibration=logistic(rows, truth))
    settings = replace(settings, threshold=best_threshold(held_out, settings, options.score))
    print(json.dumps({"settings": str(settings)}))
    (options.folder / "config.json").write_text(
        json.dumps({**json.loads(options.card), "settings": vars(settings)}, indent=1) + "\n", encoding="utf-8"
    )
    dev_records = read_records(options.data / "dev.jsonl")
    dev = read_all(dev_records, model, tokenizer, settings)
    found = predictions(dev, settings)
    kept = {k: [a for a in v if a["score"] >= settings.threshold] for k, v in found.items()}
    for name, made in (("all", found), ("above threshold", kept)):
        figures = score_records(options.score, dev_records, made, boot=500)
        for key in sorted(figures):
            if key.startswith(("attr", "det", "exact/", "tok")):
                print(name, key, {k: np.round(v, 3).tolist() for k, v in figures[key].items()})
    for row in reliability(dev, settings, options.score):
        print(json.dumps(row))
    if options.predictions:
        lines = [json.dumps({"id": r["id"], "text": r["text"], "attributions": found[r["id"]]}) for r in dev_records]
        options.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
