"""Words and shingles as stable 64-bit numbers, for the linkers that compare texts.

A word is a run of ``\\w`` characters, lower-cased; a k-shingle is k successive words. Numbers are the same on every
machine and in every run (no seeded ``hash``), so that blocks made on different machines meet.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from onrecord.records import Range
from onrecord.text import merge

Hashes = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]

WORD = re.compile(r"\w+")
_MOST_WORDS = 500_000  # of the word cache; about 80 MB


class _WordHashes(dict[str, int]):
    """Word -> 64 bits of BLAKE2b; filled on demand and emptied when it grows too large for an archive."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        value = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        self[word] = value
        return value


_HASHES = _WordHashes()


def _multipliers(count: int) -> list[np.uint64]:
    """Odd 64-bit constants, one per position, so that word order matters."""
    digests = (blake2b(b"shingle%d" % i, digest_size=8).digest() for i in range(count))
    return [np.uint64(int.from_bytes(d, "little") | 1) for d in digests]


_MULTIPLIERS = _multipliers(32)


class Words(NamedTuple):
    """The words of a text that count: their ranges in the text and their hashes."""

    ranges: tuple[Range, ...]
    hashes: Hashes
    gaps: frozenset[int] = frozenset()  # indices of the words before which a removed word stood


def hash_words(words: Sequence[str]) -> Hashes:
    """The 64-bit hash of each word, in order. Words are taken as they are: lower-case them before."""
    return np.fromiter(map(_HASHES.__getitem__, words), dtype=np.uint64, count=len(words))


def _inside(start: int, starts: Sequence[int], ends: Sequence[int]) -> bool:
    i = bisect.bisect_right(starts, start) - 1
    return i >= 0 and start < ends[i]


def word_hashes(text: str, without: Sequence[Range] = ()) -> Hashes:
    """Hashes of the words of ``text`` in order, leaving out those that begin in one of the ranges."""
    return hash_words(WORD.findall(text.lower())) if not without else read_words(text, without).hashes


def read_words(text: str, without: Sequence[Range] = ()) -> Words:
    """The words of ``text`` with their character ranges, leaving out those that begin in one of the ranges.

    Where ``str.lower`` changes the length of the text ("İ"), words are lower-cased one by one: ranges must not move.
    """
    ranges = [m.span() for m in WORD.finditer(text)]
    gaps: set[int] = set()
    if without:
        merged = merge(without)
        starts, ends = [r[0] for r in merged], [r[1] for r in merged]
        kept: list[Range] = []
        for r in ranges:
            if _inside(r[0], starts, ends):
                gaps.add(len(kept))
            else:
                kept.append(r)
        ranges = kept
    lower = text.lower()
    if len(lower) != len(text):
        return Words(tuple(ranges), hash_words([text[s:e].lower() for s, e in ranges]), frozenset(gaps))
    return Words(tuple(ranges), hash_words([lower[s:e] for s, e in ranges]), frozenset(gaps))


def shingle(hashes: Hashes, size: int) -> Hashes:
    """One hash per run of ``size`` words, in order; empty where the text is shorter.

    Two different runs share a 64-bit hash once in 10^19; counts over them are exact for all that a reader can meet.
    """
    count = len(hashes) - size + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    out = np.zeros(count, dtype=np.uint64)
    for i in range(size):
        out += hashes[i : i + count] * _MULTIPLIERS[i]
    out ^= out >> np.uint64(31)  # the low bits of a sum of odd multiples are weak: mix before anything is cut from them
    out *= _MULTIPLIERS[-1]
    out ^= out >> np.uint64(29)
    return out


def winnow(hashes: Hashes, window: int) -> Indices:
    """Positions of the least hash of each ``window`` successive ones, ascending, each once; the least of fewer.

    Two texts that share ``window`` successive shingles share one of these: a third of all, for a window of five.
    From: Schleimer, Wilkerson and Aiken 2003 (winnowing).
    """
    if len(hashes) <= window:
        return np.flatnonzero(hashes == hashes.min()) if len(hashes) else np.empty(0, np.int64)
    least = hashes[: len(hashes) - window + 1].copy()  # of the window that begins there
    for i in range(1, window):
        np.minimum(least, hashes[i : len(hashes) - window + 1 + i], out=least)
    most = np.zeros(len(hashes), np.uint64)  # the greatest of the least of the windows that a hash is in
    for i in range(window):
        part = most[i : i + len(least)]
        np.maximum(part, least, out=part)
    return np.flatnonzero(most == hashes)


def distinct(hashes: Hashes) -> Hashes:
    """The distinct hashes, sorted. A third of the time of `numpy.unique`, which hashes before it sorts."""
    if not len(hashes):
        return hashes
    ordered = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]


def shared(left: Hashes, right: Hashes) -> Hashes:
    """The hashes that two sorted arrays of distinct hashes have in common."""
    if len(left) > len(right):
        left, right = right, left
    if not len(left):
        return left
    at = np.searchsorted(right, left)
    at[at == len(right)] = 0
    both: Hashes = left[right[at] == left]
    return both
