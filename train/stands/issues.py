"""Fits the decision whether two targets are one issue: ``python -m train.stands.issues --data F --dev F --score DIR``.

Prints ``WEIGHTS`` of ``onrecord/link/issue_groups.py``, and B-cubed and rows on dev by threshold, on the labelled
positions themselves: what is found of them, and by whom, plays no part. Pairs count so that each story weighs by its
targets. Stories of one article are left out, as in the scorer.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.evaluate.predict import article_of
from onrecord.link import issue_groups
from onrecord.link.issue_groups import Words, shares, signs
from onrecord.link.issues import read_targets, target_words
from onrecord.records import Position, Span, make_id
from train.stands.calibrate import fitted
from train.stands.sheets import Record, read_records, scorer

Story = tuple[list[Words], list[str]]  # targets, and the labelled issue of each


def stories(path: Path) -> list[Story]:
    """The labelled targets of the stories of two articles and more."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in read_records(path):
        groups[record["group"]].append(record)
    return [story(records) for records in groups.values() if len(records) > 1]


def story(records: list[Record]) -> Story:
    """The targets of a story and their issues."""
    texts, issues, positions = {}, {}, []
    for record in records:
        article = article_of({k: v for k, v in record.items() if k != "positions"})
        texts[article.id] = article.text

        def span(place: list[int] | None, article: Any = article) -> Span | None:
            return Span(article.id, place[0], place[1], article.text[place[0] : place[1]]) if place else None

        for n, p in enumerate(record["positions"]):
            around = next(([s, e] for s, e in record["sentences"] if s <= p["cue"][0] < e), p["cue"])
            evidence = span(around)
            assert evidence is not None
            made = Position(make_id("po", article.id, str(n)), article.id, None, p["actor_name"], None,
                            span(p["target"]), p["stance"], False, (), evidence, 1.0, "gold")  # fmt: skip
            positions.append(made)
            issues[made.id] = p["issue"]
    targets = read_targets(positions, texts)
    return [target_words(t) for t in targets], [issues[t.position.id] for t in targets]


def pairs(some: list[Story]) -> tuple[np.ndarray, np.ndarray]:
    """Signs of each pair of a story, and whether the two are of one labelled issue."""
    rows, same = [], []
    for targets, issues in some:
        n = len(targets)
        found = signs(targets, range(n), range(n), shares(targets))
        upper = np.triu_indices(n, 1)
        rows.append(np.stack([np.asarray(sign, dtype=float)[upper] for sign in found], axis=1))
        same.append(np.array([issues[i] == issues[j] for i, j in zip(*upper, strict=True)]))
    return np.concatenate(rows), np.concatenate(same)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True)
    options = parser.parse_args()
    bcubed = scorer(options.score).bcubed
    fit, dev = stories(options.data), stories(options.dev)
    rows, same = pairs(fit)
    share = np.concatenate([np.full(n * (n - 1) // 2, 1 / n) for n in (len(targets) for targets, _ in fit)])
    issue_groups.WEIGHTS = tuple(fitted(rows, same, share=share * len(share) / share.sum()))
    print("WEIGHTS", issue_groups.WEIGHTS)
    for join in (0.2, 0.22, 0.23, 0.24, 0.26, 0.28, 0.3):
        issue_groups.JOIN = join
        for name, some in (("train", fit), ("dev", dev)):
            items = []
            for k, (targets, issues) in enumerate(some):
                of = {i: n for n, members in enumerate(issue_groups.group(targets)) for i in members}
                items += [((k, issue), (k, of[i])) for i, issue in enumerate(issues)]
            ratio = len({y for _, y in items}) / len({x for x, _ in items})
            print(join, name, bcubed(items), f"rows {ratio:.2f}")


if __name__ == "__main__":
    main()
