"""Whether two sentences tell the same: how much of what they tell they share, over rarity, and no other tells more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from onrecord.link.frequencies import rarity

# Rarity that the words of two sentences share, in sum, from which they tell of one thing; read on BASIL and ECB+ dev.
SHARED_TOLD = 12.0
MORE_ALIKE = 3.0  # rarity by which no other sentence may be more like one of the two

T = TypeVar("T")


class Telling(NamedTuple):
    """The content words of two sentences, and those of every sentence of the two articles that they stand in."""

    mine: frozenset[str]
    theirs: frozenset[str]
    left: Sequence[frozenset[str]]
    right: Sequence[frozenset[str]]


def weigh(words: Iterable[str]) -> float:
    """How much words tell: their rarity summed, in alphabetic order so that the sum is always the same."""
    return sum(rarity(word) for word in sorted(words))


def alike(left: frozenset[str], right: frozenset[str]) -> float:
    """How much two sets of words share, over rarity (Dice, 0 to 1)."""
    total = weigh(left) + weigh(right)
    return 2 * weigh(left & right) / total if total else 0.0


def tell_the_same(both: Telling, share: float) -> bool:
    """Whether two sentences share so much of what they tell, and no other sentence is more like either."""
    shared = weigh(both.mine & both.theirs)
    if shared < max(SHARED_TOLD, share * (weigh(both.mine) + weigh(both.theirs)) / 2):
        return False
    most = shared + MORE_ALIKE
    return not any(weigh(both.mine & other) > most for other in both.right) and not any(
        weigh(both.theirs & other) > most for other in both.left
    )


def same_key(left: Iterable[T], right: Iterable[T], key: Callable[[T], str]) -> Iterator[tuple[T, T]]:
    """The pairs of both sides with one key, in the order of the left side."""
    others: dict[str, list[T]] = defaultdict(list)
    for one in right:
        others[key(one)].append(one)
    yield from ((mine, theirs) for mine in left for theirs in others.get(key(mine), ()))
