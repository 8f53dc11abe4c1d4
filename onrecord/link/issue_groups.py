"""Targets of one story in groups: how likely each two are about one thing, and average link over that.

The decision on a pair is a logistic regression over the words of the targets and of their sentences, fitted on the
labelled issues of 28 training stories (``train/stands/issues.py``; figures in docs/positions.md).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from onrecord.link.senses import unit

Floats = npt.NDArray[np.float32]

# Log odds that two targets are about one thing: a constant; the cosine of their words; the same with the words of their
# sentences at half weight; how central to the story the commonest shared word is; one of them only points back ("it");
# both do; one is of one word.
WEIGHTS = (-1.801, -0.643, 2.96, 1.379, 0.511, 1.32, 0.553)
JOIN = 0.28  # mean probability from which two groups of targets are one issue
_CONTEXT = 0.5  # weight of a word of the sentence beside one of the target
MOST = 4000  # targets compared each with each: 64 MB a matrix; more of one story join the groups that these make


class Words(NamedTuple):
    """A target's weighted words and those of its sentence, each of length 1; whether it only points back; if not,
    whether it is of one word.
    """

    target: Mapping[str, float]
    sentence: Mapping[str, float]
    points: bool
    short: bool


def group(targets: Sequence[Words]) -> list[list[int]]:
    """The indices of the targets in groups, by average link over the probabilities of pairs."""
    core, rest = list(range(min(len(targets), MOST))), range(MOST, len(targets))
    common = shares(targets)
    groups = _average_link(_probabilities(targets, core, core, common), JOIN) if core else []
    for first in range(MOST, len(targets), MOST):
        some = list(rest[first - MOST : first])
        near = _probabilities(targets, some, core, common)
        means = np.stack([near[:, g].mean(axis=1) for g in groups], axis=1)
        for k, row in zip(some, means, strict=True):
            groups.append([k]) if row.max() < JOIN else groups[int(row.argmax())].append(k)
    return groups


def shares(targets: Sequence[Words]) -> dict[str, float]:
    """For each word of targets that is no name, how central it is: log (1 + targets with it) / log (1 + all), 0..1."""
    counts = Counter(term for words in targets for term in words.target if not term[0].isupper())
    return {term: math.log1p(n) / math.log1p(len(targets)) for term, n in counts.items()}


def _matrix(vectors: Sequence[Mapping[str, float]], columns: Mapping[str, int]) -> Floats:
    matrix = np.zeros((len(vectors), len(columns)), dtype=np.float32)
    for k, vector in enumerate(vectors):
        for term, value in vector.items():
            matrix[k, columns[term]] = value
    return matrix


def _probabilities(
    targets: Sequence[Words], rows: Sequence[int], others: Sequence[int], common: Mapping[str, float]
) -> Floats:
    """How likely each target of ``rows`` and each of ``others`` are about one thing, 0..1."""
    constant, *weights = WEIGHTS
    found = signs(targets, rows, others, common)
    z = sum((w * sign for w, sign in zip(weights, found, strict=True)), np.full((len(rows), len(others)), constant))
    made: Floats = (1 / (1 + np.exp(-z))).astype(np.float32)
    return made


def signs(
    targets: Sequence[Words], rows: Sequence[int], others: Sequence[int], common: Mapping[str, float]
) -> tuple[Floats, ...]:
    """What ``WEIGHTS`` weigh, each a matrix of ``rows`` by ``others``."""
    terms = sorted({term for k in {*rows, *others} for term in (*targets[k].target, *targets[k].sentence)})
    columns = {term: k for k, term in enumerate(terms)}

    def products(chosen: Sequence[Mapping[str, float]], against: Sequence[Mapping[str, float]]) -> Floats:
        product: Floats = _matrix(chosen, columns) @ _matrix(against, columns).T
        return product

    left, right = [targets[k] for k in rows], [targets[k] for k in others]
    cosine = products([w.target for w in left], [w.target for w in right])
    wider = products([_with_sentence(w) for w in left], [_with_sentence(w) for w in right])
    points = np.add.outer([int(w.points) for w in left], [int(w.points) for w in right])
    short = np.add.outer([int(w.short) for w in left], [int(w.short) for w in right])
    central = _most_central(left, right, common)
    yes_or_no = (points > 0, points > 1, short > 0)
    return (cosine, wider, central, *(sign.astype(np.float32) for sign in yes_or_no))


def _with_sentence(words: Words) -> dict[str, float]:
    sums = Counter(words.target)
    for term, value in words.sentence.items():
        sums[term] += _CONTEXT * value  # type: ignore[assignment]  # counters hold floats as well
    return unit(sums)


def _most_central(left: Sequence[Words], right: Sequence[Words], common: Mapping[str, float]) -> Floats:
    """How central the most central word is that both targets have, 0 where they share none."""
    central = np.zeros((len(left), len(right)), dtype=np.float32)
    holders: dict[str, tuple[list[int], list[int]]] = {}
    for side, some in enumerate((left, right)):
        for k, words in enumerate(some):
            for term in words.target:
                if term in common:
                    holders.setdefault(term, ([], []))[side].append(k)
    for term in sorted(holders, key=lambda term: common[term]):
        central[np.ix_(*holders[term])] = common[term]
    return central


def _average_link(near: Floats, join: float) -> list[list[int]]:
    """Groups by average link from a matrix of likeness: pairs of nearest neighbours merge while their mean reaches it.

    From: the nearest-neighbour chain (Benzécri 1982; Murtagh 1983), quadratic in time.
    """
    n = len(near)
    near = near.astype(np.float64)
    np.fill_diagonal(near, -1.0)
    members, size = {k: [k] for k in range(n)}, np.ones(n)
    chain: list[int] = []
    open_ = np.ones(n, dtype=bool)
    while open_.any():
        if not chain:
            chain.append(int(open_.argmax()))
        tip = chain[-1]
        row = np.where(open_, near[tip], -1.0)
        best = int(row.argmax())
        if row[best] < join:
            open_[chain.pop()] = False  # no group is near: it stays as it is
            continue
        if len(chain) > 1 and row[chain[-2]] >= row[best]:
            other = chain[-2]
            del chain[-2:]
            merged = (size[tip] * near[tip] + size[other] * near[other]) / (size[tip] + size[other])
            keep, gone = min(tip, other), max(tip, other)
            near[keep], near[:, keep] = merged, merged
            near[keep, keep] = -1.0
            near[gone], near[:, gone] = -1.0, -1.0
            size[keep] += size[gone]
            members[keep] = sorted(members[keep] + members.pop(gone))
            open_[gone] = False
        else:
            chain.append(best)
    return [members[k] for k in sorted(members)]
