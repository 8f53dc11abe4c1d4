"""Weighs the features of onrecord.link.claims: onrecord/link/claims.tsv.

Call: python -m train.differences.weigh TRAIN.jsonl [--check SEEDS] > onrecord/link/claims.tsv
Input: records with "topic", "a", "b", "strengthen", "weaken". Each feature counts from several values on; the weights
are a logistic regression with a ridge, by Newton's method. The thresholds give the share of pairs of `RATE` on folds by
topic. ``--check`` prints cross-validated figures instead. No randomness but the seeded order of topics; seconds.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.link.claims import features, read_claim

Floats = NDArray[np.float64]
Record = dict[str, Any]

AGAINST = ("one_denies", "one_contrasts", "one_negates", "hostile", "other_speaker")
SHARED = ("shared_senses", "shared_words", "shared_of_left", "shared_of_right", "shared_count", "shared_runs",
          "shared_plain")  # fmt: skip
WEAKENING = ("shared_senses", "shared_words", "shared_runs", "shared_plain", "shared_rarest", "shared_names",
             "shared_name", "left_denies", "right_denies", "left_contrasts", "right_contrasts", "left_turns",
             "right_turns", "left_says", "right_says")  # fmt: skip
FEATURES = {"strengthen": (*SHARED, *AGAINST), "weaken": (*WEAKENING, *AGAINST)}
STEPS = {"strengthen": 8, "weaken": 5}  # into which a feature with many values is cut
RIDGE = {"strengthen": 100.0, "weaken": 33.0}
RATE = {"strengthen": 0.75, "weaken": 0.12}  # share of pairs over the threshold; macro-F1 is flat around it
SEEDS, FOLDS = 5, 5

HEAD = """\
# Weights by which onrecord.link.claims tells what one claim does to another. Made by train/differences/weigh.py.
# Source: ClaimDiff (Ko et al. 2022, arXiv 2205.12221), training part only, 75 topics; no licence stated, for research.
# label, feature, value from which it counts, weight; of a constant the threshold of the probability and the weight.
"""


def matrix(records: list[Record], names: tuple[str, ...]) -> Floats:
    """The values of the features of each pair."""
    found = [features(read_claim(r["a"]), read_claim(r["b"])) for r in records]
    return np.array([[one[name] for name in names] for one in found])


def cuts(values: Floats, steps: int) -> list[list[float]]:
    """For each feature the values from which it counts."""
    out = []
    for column in values.T:
        known = np.unique(column)
        inner = np.quantile(column, np.linspace(0, 1, steps + 1)[1:-1])
        out.append(list(known[1:]) if len(known) <= 4 else sorted({round(float(v), 3) for v in inner if v > known[0]}))
    return out


def spread(values: Floats, at: list[list[float]]) -> Floats:
    """A column of ones and zeros for each feature and value from which it counts, and the constant."""
    columns = [values[:, j] >= least for j, some in enumerate(at) for least in some]
    return np.column_stack([*columns, np.ones(len(values))]).astype(float)


def fit(x: Floats, y: Floats, ridge: float) -> Floats:
    """Weights of a logistic regression with a ridge on all but the constant."""
    weights = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], ridge)
    penalty[-1] = 1e-6
    for _ in range(25):
        p = 1 / (1 + np.exp(-(x @ weights)))
        gradient = x.T @ (y - p) - penalty * weights
        weights += np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(penalty), gradient)
    return weights


def out_of_fold(records: list[Record], label: str, seed: int) -> Floats:
    """The probability of each pair by weights from the other folds' topics."""
    topics = sorted({r["topic"] for r in records})
    random.Random(seed).shuffle(topics)
    fold = np.array([topics.index(r["topic"]) % FOLDS for r in records])
    values = matrix(records, FEATURES[label])
    y = np.array([float(r[label]) for r in records])
    p = np.zeros(len(records))
    for k in range(FOLDS):
        at = cuts(values[fold != k], STEPS[label])
        weights = fit(spread(values[fold != k], at), y[fold != k], RIDGE[label])
        p[fold == k] = 1 / (1 + np.exp(-(spread(values[fold == k], at) @ weights)))
    return p


def table(records: list[Record]) -> str:
    """The file, from the training records."""
    lines = []
    for label, names in FEATURES.items():
        values = matrix(records, names)
        at = cuts(values, STEPS[label])
        weights = fit(spread(values, at), np.array([float(r[label]) for r in records]), RIDGE[label])
        folds = [np.quantile(out_of_fold(records, label, seed), 1 - RATE[label]) for seed in range(SEEDS)]
        lines.append(f"{label}\tconstant\t{np.mean(folds):.4f}\t{weights[-1]:.4f}")
        rows = [(name, least) for name, some in zip(names, at, strict=True) for least in some]
        lines += [f"{label}\t{name}\t{least:g}\t{w:.4f}" for (name, least), w in zip(rows, weights, strict=False)]
    return HEAD + "\n".join(lines) + "\n"


def macro_f1(y: Floats, told: NDArray[np.bool_]) -> float:
    """The mean F1 of both classes."""
    out = []
    for truth, guess in ((y > 0, told), (y == 0, ~told)):
        both = truth.sum() + guess.sum()
        out.append(2 * (truth & guess).sum() / both if both else 0.0)
    return float(np.mean(out))


def check(records: list[Record], seeds: int) -> str:
    """Cross-validated macro-F1 by topic: its mean over seeds, and 95 % over topics drawn again; overlap beside it."""
    out = []
    told: dict[str, list[NDArray[np.bool_]]] = {}
    for label in ("weaken", "strengthen"):
        overlap = matrix(records, ("shared_words",))[:, 0] * (1 if label == "strengthen" else -1)
        over = [_highest(out_of_fold(records, label, seed), RATE[label]) for seed in range(seeds)]
        told[label] = [one & ~w for one, w in zip(over, told["weaken"], strict=True)] if told else over
        for name, runs in (("weighed", told[label]), ("word overlap", [_highest(overlap, RATE[label])])):
            mean, low, high = _interval(records, label, runs)
            out.append(f"{label} {name}: macro-F1 {mean:.3f} [{low:.3f}, {high:.3f}]")
    return "\n".join(out) + "\n"


def _highest(p: Floats, rate: float) -> NDArray[np.bool_]:
    return p >= np.quantile(p, 1 - rate)


def _interval(records: list[Record], label: str, runs: list[NDArray[np.bool_]]) -> tuple[float, float, float]:
    """Macro-F1: mean of the runs, and 95 % over topics drawn again."""
    y = np.array([float(r[label]) for r in records])
    names = [r["topic"] for r in records]
    topics = sorted(set(names))
    rows = {t: np.array([i for i, name in enumerate(names) if name == t]) for t in topics}
    draw = random.Random(0)
    samples = []
    for _ in range(400):
        some = np.concatenate([rows[t] for t in draw.choices(topics, k=len(topics))])
        samples.append(macro_f1(y[some], runs[draw.randrange(len(runs))][some]))
    low, high = np.quantile(samples, (0.025, 0.975))
    return float(np.mean([macro_f1(y, run) for run in runs])), float(low), float(high)


def main(arguments: list[str]) -> None:
    """Prints the table, or the check."""
    records = [json.loads(line) for line in Path(arguments[0]).read_text("utf-8").splitlines()]
    seeds = int(arguments[arguments.index("--check") + 1]) if "--check" in arguments else 0
    sys.stdout.write(check(records, seeds) if seeds else table(records))


if __name__ == "__main__":
    main(sys.argv[1:])
