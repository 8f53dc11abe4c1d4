"""Targets of one story in groups, by the words that they share.

The closest pairs join their groups first (single link), as long as the groups as a whole have something in common: a
chain of pairs must not tie a long story's disputes into one. On the dev stories this did better than a regression over
the words of targets and sentences that was fitted on the labelled issues of training (figures in docs/positions.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

JOIN = 0.2  # share of equal words (Jaccard 1901) from which two targets are one issue
COHESION = 0.03  # mean share over all pairs of two groups below which they stay two
_MOST_SHARING = 500  # targets of one story that are compared for one shared word: time stays bounded


def group(targets: Sequence[Set[str]]) -> list[list[int]]:
    """The indices of the targets in groups. ``targets`` are sets of content words, by sense."""
    near = _shares(targets)
    sums = {k: dict(some) for k, some in near.items()}
    members, home = {k: [k] for k in range(len(targets))}, list(range(len(targets)))
    pairs = sorted((-value, k, other) for k, some in near.items() for other, value in some.items() if k < other)
    for value, k, other in pairs:
        if -value < JOIN:
            break
        left, right = sorted((home[k], home[other]))
        if left == right or sums[left].get(right, 0.0) < COHESION * len(members[left]) * len(members[right]):
            continue
        for moved in members[right]:
            home[moved] = left
        members[left] += members.pop(right)
        _add(sums, left, right)
    return [sorted(some) for _, some in sorted(members.items())]


def _add(sums: dict[int, dict[int, float]], left: int, right: int) -> None:
    """Adds a group's sums of likeness to its neighbours to those of the group that it joins."""
    for other, total in sums.pop(right).items():
        theirs = sums[other]
        del theirs[right]
        if other != left:
            sums[left][other] = theirs[left] = sums[left].get(other, 0.0) + total


def _likeness(left: Set[str], right: Set[str]) -> float:
    """The share of equal words; 0 where a name is all that is shared: "talks with Peru", "sanctions on Peru"."""
    shared = left & right
    if _is_names(shared) and not (_is_names(left) or _is_names(right)):
        return 0.0
    return len(shared) / len(left | right)


def _is_names(words: Set[str]) -> bool:
    return all(word[0].isupper() for word in words)


def _shares(targets: Sequence[Set[str]]) -> dict[int, dict[int, float]]:
    """For each target those that share a word, with the share of equal words in all of both, 0..1."""
    holders: dict[str, list[int]] = defaultdict(list)
    found: dict[int, dict[int, float]] = {}
    for k, words in enumerate(targets):
        found[k] = {}
        for word in sorted(words):
            for other in holders[word]:
                if other not in found[k]:
                    found[k][other] = found[other][k] = _likeness(words, targets[other])
            if len(holders[word]) < _MOST_SHARING:
                holders[word].append(k)
    return found
