"""Weighs the features of onrecord.extract.when.factuality: onrecord/extract/lexicons/factuality.tsv.

Call: python train/events/weigh_factuality.py FOLDER > onrecord/extract/lexicons/factuality.tsv
Input: uw-train.jsonl and meantime-train.jsonl, records with "text" and "events" [{"span", "value"}]. Ridge
regression, some rounds of reweighting towards the absolute error (the scale is skewed, the bar is a mean absolute
error), MEANTIME counted four times (it is nine times smaller). No randomness; four minutes, most of it the
parse.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.analyse.pipeline import analyse
from onrecord.extract.when.factuality import features
from onrecord.records import Article, Source

FILES = {"uw-train.jsonl": 1, "meantime-train.jsonl": 4}
FEWEST = 5  # sightings of a feature; 3 gives the same figures with twice the file
RIDGE = 5.0  # 3 to 10 differ by less than .005 MAE on UW dev
ROUNDS, FLOOR = 5, 0.15
SMALLEST = 0.02  # weights below are left out

HEAD = """\
# Weights of features that say how certainly an event happened. Made by train/events/weigh_factuality.py.
# Source: UW factuality (Lee et al., EMNLP 2015) and MEANTIME (Minard et al., LREC 2016), training parts only, in the
# splits of Jiang and de Marneffe (TACL 2021).
"""

Floats = NDArray[np.float32]


def read(path: Path) -> tuple[list[list[str]], list[float]]:
    """Features and value of each event of a file."""
    found: list[list[str]] = []
    values: list[float] = []
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        analysis, _ = analyse(Article(record["id"], Source("", "", "", 0, ""), record["text"]))
        for event in record["events"]:
            token = min(analysis.token_at(event["span"][0]), len(analysis.tokens) - 1)
            found.append(features(analysis, token))
            values.append(event["value"])
    return found, values


def _solve(matrix: Floats, target: Floats, weight: Floats, ridge: Floats, start: Floats) -> Floats:
    """Weighted ridge regression by conjugate gradients."""
    solution = start.copy()
    residual = matrix.T @ (weight * (target - matrix @ solution)) - ridge * solution
    step, square = residual.copy(), residual @ residual
    for _ in range(40):
        moved = matrix.T @ (weight * (matrix @ step)) + ridge * step
        rate = square / (step @ moved)
        solution += rate * step
        residual -= rate * moved
        following = residual @ residual
        if following < 1e-3:
            break
        step = residual + (following / square) * step
        square = following
    return solution


def weigh(found: list[list[str]], values: list[float]) -> dict[str, float]:
    """The weight of each feature seen often enough."""
    counts = Counter(feature for one in found for feature in set(one))
    names = sorted(feature for feature, seen in counts.items() if seen >= FEWEST)
    column = {feature: k for k, feature in enumerate(names)}
    matrix = np.zeros((len(found), len(names)), dtype=np.float32)
    for k, one in enumerate(found):
        matrix[k, sorted({column[f] for f in one if f in column})] = 1
    target = np.array(values, dtype=np.float32)
    ridge = np.full(len(names), RIDGE, dtype=np.float32)
    ridge[column["bias"]] = 0.01
    solution = np.zeros(len(names), dtype=np.float32)
    weight = np.ones(len(found), dtype=np.float32)
    for _ in range(ROUNDS):
        solution = _solve(matrix, target, weight, ridge, solution)
        weight = (1 / np.maximum(np.abs(matrix @ solution - target), FLOOR)).astype(np.float32)
        weight /= weight.mean()
    return {name: round(float(solution[k]), 3) for k, name in enumerate(names) if abs(solution[k]) >= SMALLEST}


def main(folder: str) -> None:
    """Reads the training parts, weighs and prints."""
    found: list[list[str]] = []
    values: list[float] = []
    for name, times in FILES.items():
        some, known = read(Path(folder) / name)
        found += some * times
        values += known * times
    lines = [f"{feature}\t{weight}" for feature, weight in sorted(weigh(found, values).items())]
    sys.stdout.write(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
