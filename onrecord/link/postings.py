"""Which articles share shingles: MinHash bands for near-copies, and the articles of each repeated 13-shingle.

Made for archives: 6-shingles are digested at once and made again where a pair is looked at; 13-shingles are kept, eight
bytes each, and sorted a part of the number range at a time.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from onrecord.link.shingles import Hashes, distinct, shared, shingle, word_hashes
from onrecord.records import Range

SHORT, LONG = 6, 13  # words in a shingle: resemblance and reuse
BANDS, ROWS = 32, 4  # recall .976 of the pairs at 0.5 and above, measured on 1,000 articles
MOST_ARTICLES = 50  # a shingle in more articles than this is a formula, whoever prints it

_SEED = 20250217
_SHIFT = np.uint64(32)
_DIGESTED_AT_ONCE = 1000  # articles; their 6-shingles take about 8 MB
_SORTED_AT_ONCE = 8_000_000  # 13-shingles; sorting them takes about 300 MB
_SHORT_KEPT = 20_000  # articles whose 6-shingles are kept while pairs are looked at; about 150 MB

Indices = npt.NDArray[np.int64]
Owners = npt.NDArray[np.uint32]


class Pair(NamedTuple):
    """Two articles, by position, first < second."""

    first: int
    second: int


def sign(text: str, without: Sequence[Range] = ()) -> tuple[Hashes, Hashes]:
    """The distinct 6- and 13-shingles of a text, sorted, leaving out the ranges."""
    words = word_hashes(text, without)
    return distinct(shingle(words, SHORT)), distinct(shingle(words, LONG))


def band_hashes(shorts: Sequence[Hashes]) -> Hashes:
    """One hash per article and band, from its 6-shingles; articles without any get those of the empty set."""
    offsets = [0, *np.cumsum([len(s) for s in shorts]).tolist()]
    flat = np.concatenate(shorts) if shorts else np.empty(0, np.uint64)
    rows = RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, BANDS * ROWS, _SEED).to_rows()
    digests = np.array(rows, dtype=np.uint64).reshape(len(shorts), BANDS, ROWS)
    out = np.zeros((len(shorts), BANDS), dtype=np.uint64)
    for row in range(ROWS):
        out = (out ^ digests[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        out ^= out >> np.uint64(29)
    return out


class Signatures:
    """The shingles of a collection. ``read`` gives the text of the n-th article and the ranges to leave out."""

    def __init__(self, count: int, read: Callable[[int], tuple[str, Sequence[Range]]]) -> None:
        self._read = read
        self._kept: OrderedDict[int, Hashes] = OrderedDict()
        self.longs: list[Hashes] = []
        self.filled: list[int] = []  # the articles that have 6-shingles
        blocks = [np.empty((0, BANDS), np.uint64)]
        for first in range(0, count, _DIGESTED_AT_ONCE):
            shorts = []
            for n in range(first, min(count, first + _DIGESTED_AT_ONCE)):
                short, long = sign(*read(n))
                self.longs.append(long)
                if len(short):
                    self.filled.append(n)
                    shorts.append(short)
                    if count <= _SHORT_KEPT:
                        self._kept[n] = short
            if shorts:
                blocks.append(band_hashes(shorts))
        self.bands = np.concatenate(blocks)

    def short(self, n: int) -> Hashes:
        """The distinct 6-shingles of an article, sorted; made again where they are no longer kept."""
        found = self._kept.get(n)
        if found is None:
            found = self._kept[n] = sign(*self._read(n))[0]
            if len(self._kept) > _SHORT_KEPT:
                self._kept.popitem(last=False)
        return found

    def jaccard(self, pair: Pair) -> float:
        """Shared / all distinct 6-shingles of two articles; 0 where either has none."""
        left, right = self.short(pair.first), self.short(pair.second)
        both = len(shared(left, right))
        return both / (len(left) + len(right) - both) if both else 0.0


def _runs(values: Hashes) -> tuple[Indices, Indices]:
    """Start and length of each run of equal values of a sorted array."""
    if not len(values):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return starts, np.diff(np.append(starts, len(values)))


def band_pairs(signatures: Signatures) -> list[Pair]:
    """Pairs of articles that fall together in a band.

    A block of more than `MOST_ARTICLES` is joined along its order instead of all with all: in a heap of copies of one
    report each pair in a row says enough.
    """
    filled = np.array(signatures.filled, dtype=np.uint64)
    out = np.empty(0, np.uint64)
    for band in range(BANDS if len(filled) > 1 else 0):
        order = np.argsort(signatures.bands[:, band], kind="stable")
        out = np.union1d(out, _pairs_of_runs(filled[order], *_runs(signatures.bands[order, band])))
    return unpack(out)


def unpack(packed: Hashes) -> list[Pair]:
    """Pairs from ``first << 32 | second``."""
    firsts, seconds = (packed >> _SHIFT).tolist(), (packed & np.uint64(0xFFFFFFFF)).tolist()
    return [Pair(a, b) for a, b in zip(firsts, seconds, strict=True)]


def _pairs_of_runs(owners: Hashes, starts: Indices, lengths: Indices) -> Hashes:
    """All pairs within each run of owners (each sorted), those of over-long runs only in a chain; packed."""
    out = [np.empty(0, np.uint64)]
    for length in np.unique(lengths[lengths > 1]).tolist():
        block = owners[starts[lengths == length][:, None] + np.arange(length)]
        if length > MOST_ARTICLES:
            i, j = np.arange(length - 1), np.arange(1, length)
        else:
            i, j = np.triu_indices(length, 1)
        out.append(((block[:, i] << _SHIFT) | block[:, j]).ravel())
    return np.concatenate(out)


class Carried(NamedTuple):
    """Articles (sorted) that carry the same repeated 13-shingles, and those shingles."""

    owners: tuple[int, ...]
    shingles: Hashes


def carried(longs: Sequence[Hashes]) -> Iterator[Carried]:
    """The repeated 13-shingles of a collection by the articles that carry them.

    Copies share hundreds of shingles: those with the same articles come together, once for each part of the number
    range, so the same articles may come several times.
    """
    total = sum(map(len, longs))
    parts = max(1, -(-total // _SORTED_AT_ONCE))
    bounds = np.array([(i << 64) // parts for i in range(1, parts)], dtype=np.uint64)
    cuts = np.zeros((len(longs), parts + 1), np.int32)
    for n, long in enumerate(longs):
        cuts[n, 1:-1], cuts[n, -1] = np.searchsorted(long, bounds), len(long)
    for part in range(parts):
        ends = zip(longs, cuts[:, part].tolist(), cuts[:, part + 1].tolist(), strict=True)
        slices = [long[start:end] for long, start, end in ends]
        yield from _carried_in(slices)


def _carried_in(slices: Sequence[Hashes]) -> Iterator[Carried]:
    values = np.concatenate(slices) if slices else np.empty(0, np.uint64)
    owners: Owners = np.repeat(np.arange(len(slices), dtype=np.uint32), [len(s) for s in slices])
    order = np.argsort(values, kind="stable")  # stable: owners stay sorted within a run
    values, owners = values[order], owners[order]
    starts, lengths = _runs(values)
    again = lengths > 1
    starts, lengths = starts[again], lengths[again]
    if not len(starts):
        return
    groups: dict[bytes, list[int]] = defaultdict(list)
    raw = owners.tobytes()
    for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        groups[raw[4 * start : 4 * (start + length)]].append(start)
    for key, places in groups.items():
        yield Carried(tuple(np.frombuffer(key, np.uint32).tolist()), values[places])


def count_pairs(found: Iterable[tuple[Sequence[int], int]]) -> Counter[Pair]:
    """How many 13-shingles each pair of articles shares, from lists of articles and the number they share."""
    counts: Counter[Pair] = Counter()
    for owners, count in found:
        for k, first in enumerate(owners):
            for second in owners[k + 1 :]:
                counts[Pair(first, second)] += count
    return counts


class Clusters:
    """Which articles are joined, directly or through others."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, i: int) -> int:
        """The first member of the cluster of ``i``."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Make the clusters of ``i`` and ``j`` one."""
        i, j = self.find(i), self.find(j)
        self._parent[max(i, j)] = min(i, j)

    def members(self) -> Iterator[list[int]]:
        """The clusters of more than one, each sorted."""
        groups = defaultdict(list)
        for i in range(len(self._parent)):
            groups[self.find(i)].append(i)
        return (group for group in groups.values() if len(group) > 1)
