"""Which articles share shingles: MinHash bands for near-copies, and the articles of each repeated 13-shingle.

Made for archives. Of the 13-shingles a third is kept, so chosen that a run of 17 words and more always has one
(`winnow`); each is one 64-bit number with its article in it, so that one sort in place brings the articles of a shingle
together. Texts are read again where a pair is looked at.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from onrecord.link.shingles import Hashes, Indices, distinct, shared, shingle, winnow, word_hashes
from onrecord.records import Range

SHORT, LONG = 6, 13  # words in a shingle: resemblance and reuse
WINDOW = 5  # successive 13-shingles of which one is kept
BANDS, ROWS = 32, 4  # recall .976 of the pairs at 0.5 and above, measured on 1,000 articles
MOST_ARTICLES = 50  # a shingle in more articles than this is a formula, whoever prints it

_SEED = 20250217
_SHIFT = np.uint64(32)
_OWNER_BITS = np.uint64(24)  # sixteen million articles in one job; 40 bits are left of a shingle
_OWNER_MASK = np.uint64((1 << 24) - 1)
_DIGESTED_AT_ONCE = 1000  # articles; their 6-shingles take about 8 MB
_AT_ONCE = 4_000_000  # shingles or pairs that are looked at in one go: about 100 MB
_KEPT = 2000  # articles whose 6-shingles are kept while pairs are looked at; about 15 MB

Owners = npt.NDArray[np.uint32]


class Pair(NamedTuple):
    """Two articles, by position, first < second."""

    first: int
    second: int


class Signature(NamedTuple):
    """What finds the articles that share text with one: all its 6-shingles, and keys of a third of its 13-shingles."""

    shorts: Hashes
    longs: Hashes  # 40 bits each, sorted, distinct


def sign(text: str, without: Sequence[Range] = ()) -> Signature:
    """The signature of a text, leaving out the ranges."""
    words = word_hashes(text, without)
    long = shingle(words, LONG)
    return Signature(shingle(words, SHORT), distinct(long[winnow(long, WINDOW)] >> _OWNER_BITS))


def long_key(hashes: Hashes) -> Hashes:
    """The 40 bits by which 13-shingles are known in postings."""
    return hashes >> _OWNER_BITS


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
    """The signatures of a collection. ``read`` gives the text of the n-th article and the ranges to leave out."""

    def __init__(self, count: int, read: Callable[[int], tuple[str, Sequence[Range]]]) -> None:
        self._read = read
        self._kept: OrderedDict[int, Hashes] = OrderedDict()
        self.sizes = np.zeros(count, np.int64)  # kept 13-shingles of each article
        self.filled: list[int] = []  # the articles that have 6-shingles
        postings = array("Q")  # grows in place: no second copy of some hundred megabytes
        blocks = [np.empty((0, BANDS), np.uint64)]
        for first in range(0, count, _DIGESTED_AT_ONCE):
            shorts = []
            for n in range(first, min(count, first + _DIGESTED_AT_ONCE)):
                short, long = sign(*read(n))
                self.sizes[n] = len(long)
                postings.frombytes(((long << _OWNER_BITS) | np.uint64(n)).tobytes())
                if len(short):
                    self.filled.append(n)
                    shorts.append(short)
            if shorts:
                blocks.append(band_hashes(shorts))
        self.bands = np.concatenate(blocks)
        self.shared = _repeated(np.frombuffer(postings, np.uint64) if postings else np.empty(0, np.uint64))

    def short(self, n: int) -> Hashes:
        """The distinct 6-shingles of an article, sorted; made again where they are no longer kept."""
        found = self._kept.get(n)
        if found is None:
            found = self._kept[n] = distinct(shingle(word_hashes(*self._read(n)), SHORT))
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def jaccard(self, pair: Pair) -> float:
        """Shared / all distinct 6-shingles of two articles; 0 where either has none."""
        left, right = self.short(pair.first), self.short(pair.second)
        both = len(shared(left, right))
        return both / (len(left) + len(right) - both) if both else 0.0


class Shared(NamedTuple):
    """The 13-shingles that more than one article has: ``keys``, and the owners of the i-th from ``starts[i]`` on."""

    keys: Hashes
    starts: Indices
    lengths: Indices
    owners: Hashes


def _repeated(packed: Hashes) -> Shared:
    """The repeated shingles of (shingle << 24 | owner) numbers, which are sorted in place."""
    packed.sort()
    kept = []
    first = 0
    while first < len(packed):
        last = min(len(packed), first + _AT_ONCE)
        if last < len(packed):  # on to where the next shingle begins
            last = int(np.searchsorted(packed, packed[last - 1] | _OWNER_MASK, side="right"))
        part = packed[first:last]
        same = (part[1:] >> _OWNER_BITS) == (part[:-1] >> _OWNER_BITS)
        kept.append(part[np.concatenate((same, [False])) | np.concatenate(([False], same))])
        first = last
    again = np.concatenate(kept) if kept else packed
    keys = again >> _OWNER_BITS
    starts, lengths = runs_of(keys)
    return Shared(keys[starts], starts, lengths, again & _OWNER_MASK)


def runs_of(values: Hashes) -> tuple[Indices, Indices]:
    """Start and length of each run of equal values of a sorted array."""
    if not len(values):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return starts, np.diff(np.append(starts, len(values)))


def band_pairs(signatures: Signatures) -> Hashes:
    """Pairs of articles that fall together in a band, packed and sorted.

    A block of more than `MOST_ARTICLES` is joined along its order instead of all with all: in a heap of copies of one
    report each pair in a row says enough.
    """
    filled = np.array(signatures.filled, dtype=np.uint64)
    out = np.empty(0, np.uint64)
    for band in range(BANDS if len(filled) > 1 else 0):
        order = np.argsort(signatures.bands[:, band], kind="stable")
        starts, lengths = runs_of(signatures.bands[order, band])
        pairs = [out, *_pairs_of_runs(filled[order], starts, lengths, chain=True)]
        out = distinct(np.concatenate(pairs))
    return out


def alike_pairs(signatures: Signatures, share: float) -> Hashes:
    """Pairs that have ``share`` of the fewer kept 13-shingles of the two in common, and two at least; packed, sorted.

    Shingles of more than `MOST_ARTICLES` articles do not count.
    """
    _, starts, lengths, owners = signatures.shared
    pairs, counts = count_pairs(owners, starts, lengths)
    first, second = (pairs >> _SHIFT).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    fewer = np.minimum(signatures.sizes[first], signatures.sizes[second])
    return pairs[counts >= np.maximum(2, share * fewer)]


def count_pairs(owners: Hashes, starts: Indices, lengths: Indices, most: int = MOST_ARTICLES) -> tuple[Hashes, Indices]:
    """The pairs within runs of at most ``most`` owners, packed and sorted, and in how many runs each stands."""
    few = lengths <= most
    pairs, counts = np.empty(0, np.uint64), np.empty(0, np.int64)
    for some in _pairs_of_runs(owners, starts[few], lengths[few], chain=False):
        at, times = runs_of(np.sort(some))
        both = np.concatenate((pairs, np.sort(some)[at]))
        order = np.argsort(both, kind="stable")
        firsts, _ = runs_of(both[order])
        counts = np.add.reduceat(np.concatenate((counts, times))[order], firsts) if len(firsts) else counts
        pairs = both[order][firsts]
    return pairs, counts


def _pairs_of_runs(owners: Hashes, starts: Indices, lengths: Indices, chain: bool) -> Iterator[Hashes]:
    """All pairs within each run of owners (each sorted), packed, some million at a time.

    With ``chain``, runs of more than `MOST_ARTICLES` give only their neighbours.
    """
    for length in np.unique(lengths[lengths > 1]).tolist():
        if chain and length > MOST_ARTICLES:
            i, j = np.arange(length - 1), np.arange(1, length)
        else:
            i, j = np.triu_indices(length, 1)
        of_length = starts[lengths == length]
        step = max(1, _AT_ONCE // len(i))
        for first in range(0, len(of_length), step):
            block = owners[of_length[first : first + step, None] + np.arange(length)]
            yield ((block[:, i] << _SHIFT) | block[:, j]).ravel()


def unpack(packed: Hashes) -> list[Pair]:
    """Pairs from ``first << 32 | second``."""
    firsts, seconds = (packed >> _SHIFT).tolist(), (packed & np.uint64(0xFFFFFFFF)).tolist()
    return [Pair(a, b) for a, b in zip(firsts, seconds, strict=True)]


class Telling(NamedTuple):
    """Pairs of articles, packed, that share telling shingles, and the shingles of standing text (both sorted)."""

    pairs: Hashes
    standing: Hashes


def telling(found: Shared, heads: Indices, outlets: Indices, most_reports: int, known: Hashes) -> Telling:
    """The pairs that share a shingle which is no standing text, and the standing ones.

    ``heads`` gives for each article the earliest of its copies: of every heap of copies only the earliest that has the
    shingle counts. ``outlets`` numbers the outlets. Standing: in more than ``most_reports`` different reports of one
    outlet, in more than `MOST_ARTICLES` of all, or ``known`` to be.
    """
    if not len(found.keys):
        return Telling(np.empty(0, np.uint64), distinct(known))
    which = np.repeat(np.arange(len(found.keys), dtype=np.int64), found.lengths)
    owners = found.owners.astype(np.int64)
    _, firsts = np.unique(which * len(heads) + heads[owners], return_index=True)
    firsts.sort()  # by shingle, then owner
    which, owners = which[firsts], owners[firsts]
    reports = np.bincount(which, minlength=len(found.keys))
    of_outlet, times = np.unique(which * (int(outlets.max()) + 1) + outlets[owners], return_counts=True)
    most = np.zeros(len(found.keys), np.int64)
    np.maximum.at(most, of_outlet // (int(outlets.max()) + 1), times)
    standing = (reports > MOST_ARTICLES) | (most > most_reports) | np.isin(found.keys, np.sort(known))
    starts = np.concatenate(([0], np.cumsum(reports)[:-1]))
    tells = ~standing & (reports > 1)
    pairs = [np.empty(0, np.uint64)]
    for some in _pairs_of_runs(owners.astype(np.uint64), starts[tells], reports[tells], chain=False):
        pairs.append(distinct(some))
    return Telling(distinct(np.concatenate(pairs)), distinct(np.concatenate((known, found.keys[standing]))))


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

    def heads(self) -> Indices:
        """The first member of the cluster of each article."""
        return np.array([self.find(i) for i in range(len(self._parent))], dtype=np.int64)

    def members(self) -> Iterator[list[int]]:
        """The clusters of more than one, each sorted."""
        groups: dict[int, list[int]] = {}
        for i in range(len(self._parent)):
            if self._parent[i] != i:
                groups.setdefault(self.find(i), []).append(i)
        return ([head, *others] for head, others in sorted(groups.items()))
