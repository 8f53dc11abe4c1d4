"""The odds that a position is right, fitted on articles that the training held out, and how they hold on others.

``python -m train.stands.calibrate --held F --dev F --score DIR`` with the weights installed: prints the constants of
``onrecord/extract/stands/framed.py``, then the reliability of the scores and the figures by threshold.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from onrecord import engine
from onrecord.analyse.pipeline import analyse
from onrecord.evaluate.predict import article_of
from onrecord.extract.positions import find_by_rules
from onrecord.extract.stands import framed
from onrecord.extract.stands.framed import Voted, votes
from onrecord.extract.stands.holders import Reading
from onrecord.records import Findings, Position
from train.stands.sheets import Record, read_records, scorer

Case = tuple[Voted, bool]


def as_record(p: Position) -> Record:
    """A position in the shape of the data set."""
    cue = p.cue or p.evidence
    return {
        "evidence": [cue.start, cue.end], "actor": [p.holder.start, p.holder.end] if p.holder else None,
        "actor_name": p.name, "target": [p.target.start, p.target.end] if p.target else None, "stance": p.stance,
    }  # fmt: skip


def voted(record: Record) -> list[Voted]:
    """All that reader and rules find in an article."""
    findings: Findings = engine.find(article_of({k: v for k, v in record.items() if k != "positions"}))
    analysis, _ = analyse(findings.article, findings.removed)
    r = Reading(analysis, findings.statements, findings.mentions, findings.actors)
    return votes(r, analysis.frames or (), find_by_rules(r))


def cases(records: Sequence[Record], stands: Any) -> list[Case]:
    """Each finding with whether it is right by the scorer: sentence, actor, stance and target."""
    found: list[Case] = []
    for record in records:
        mine = voted(record)
        shown = [as_record(v.position) for v in mine]
        gold, sentences = record["positions"], record["sentences"]
        at = {id(x): stands.place(sentences, x) for x in (*gold, *shown)}

        def fits(g: Record, p: Record, at: dict[int, int] = at) -> bool:
            near = at[id(g)] == at[id(p)] and stands.same_actor(g, p)
            return near and stands.target_ok(g, p) and g["stance"] == p["stance"]

        right = {id(p) for _, p in stands.pairs(gold, shown, fits)}
        found += [(v, id(p) in right) for v, p in zip(mine, shown, strict=True)]
    return found


def fitted(rows: Sequence[Sequence[float]], right: Sequence[bool], weight: float = 1.0) -> list[float]:
    """Weights of a logistic regression by Newton's steps, the constant first; ``weight`` keeps the others small."""
    x = np.column_stack([np.ones(len(rows)), np.array(rows, dtype=float)])
    y, w = np.array(right, dtype=float), np.zeros(x.shape[1])
    penalty = np.diag([0.0, *[weight] * (x.shape[1] - 1)])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(len(w)),
                               x.T @ (y - p) - penalty @ w)  # fmt: skip
        w += step
        if np.abs(step).max() < 1e-6:
            break
    return [round(float(v), 3) for v in w]


def table(found: Sequence[Case], gold: int) -> None:
    """Reliability of the scores, and precision and recall by threshold."""
    scores = np.array([framed.score_of(v) for v, _ in found])
    right = np.array([ok for _, ok in found])
    for low in np.arange(0, 1, 0.1):
        some = (scores >= low) & (scores < low + 0.1)
        if some.any():
            print(f"score {low:.1f} to {low + 0.1:.1f}: {some.sum()} found, mean {scores[some].mean():.2f}, "
                  f"right {right[some].mean():.2f}")  # fmt: skip
    for least in np.arange(0.15, 0.8, 0.05):
        some = scores >= least
        p, r = right[some].mean() if some.any() else 0.0, right[some].sum() / gold
        print(f"from {least:.2f} on: {some.sum()} found, P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True)
    options = parser.parse_args()
    stands = scorer(options.score)
    held = cases(read_records(options.held), stands)
    read, alone = ([(v.signs, ok) for v, ok in held if v.read == which] for which in (True, False))
    framed.READ, framed.ONLY_RULES = (tuple(fitted(*zip(*some, strict=True))) for some in (read, alone))
    print(json.dumps({"READ": framed.READ, "ONLY_RULES": framed.ONLY_RULES, "cases": [len(read), len(alone)]}))
    for name, path in (("held", options.held), ("dev", options.dev)):
        records = read_records(path)
        print(name)
        table(held if name == "held" else cases(records, stands), sum(len(r["positions"]) for r in records))


if __name__ == "__main__":
    main()
