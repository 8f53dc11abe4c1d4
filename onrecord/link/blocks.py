"""Records -> blocks that can be linked apart, on one machine or many: what shares keys comes together, nothing else.

Every linker has `keys(record)`, what a record is filed under, and a function that links the records of a block. Records
that share enough keys are candidates; what candidates hold together is a block; linking block by block gives what
linking all at once gives. On a cluster the three steps are a map, a join on the key with a count, and a map again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from onrecord.link.groups import components


class Blocks(NamedTuple):
    """The records, by position, in the blocks that hold more than one; and the keys of too many records."""

    groups: list[list[int]]
    common: frozenset[Hashable]


def make_blocks(keys: Sequence[Sequence[Hashable]], fewest: int = 1, most: int = 1000,
                alike: Callable[[int, int], bool] | None = None) -> Blocks:  # fmt: skip
    """The blocks of records of which ``keys`` gives the keys; ``alike`` may refuse a pair of candidates.

    ``fewest`` keys make two records candidates; a key of more than ``most`` records makes none: it is common.
    With one key to share and nothing to refuse no pair is looked at: the records of a key are strung together.
    """
    filed: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, own in enumerate(keys):
        for key in dict.fromkeys(own):
            filed[key].append(number)
    common = frozenset(key for key, owners in filed.items() if len(owners) > most)
    held = [owners for key, owners in filed.items() if len(owners) > 1 and key not in common]
    if fewest == 1 and alike is None:
        pairs: Iterator[tuple[int, int]] = ((owners[0], other) for owners in held for other in owners[1:])
    else:
        shared = Counter(pair for owners in held for pair in combinations(owners, 2))
        enough = (pair for pair, count in shared.items() if count >= fewest)
        pairs = (pair for pair in enough if alike is None or alike(*pair))
    groups = components(range(len(keys)), pairs)
    return Blocks([group for group in groups if len(group) > 1], common)
