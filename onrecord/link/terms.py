"""The words by which articles are told to be of one story: weighted, hashed, and the keys that bring candidates.

How alike two articles are does not depend on the others: word weights come from a shipped table of counts. Days count
too: reports of one event stand near each other in time. From: Miranda et al. 2018 (dates in online clustering).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from onrecord.link.credits import day_of
from onrecord.link.frequencies import rarity, stem
from onrecord.records import Article, Range
from onrecord.text import subtract, words

KEY_WORDS = 60  # heaviest words of an article, by which others are found
FEWEST_KEYS = 2  # of them that candidates share
MOST_DAYS = 30  # reports further apart are no candidates

_LEAD_WORDS = 100  # counted twice: reports open with the event
_NAME_WEIGHT = 1.5
_FREE_DAYS, _DECAY_DAYS, _DATE_FLOOR, _NO_DATE = 1, 4.0, 0.1, 0.85
PERIOD_DAYS = MOST_DAYS + 1  # candidates stand in the same period or in one next to it
_MOST_WORDS = 500_000  # of the cache of hashes; about 60 MB

_CAPITALS = re.compile(r"(?<=[a-z0-9,;:)’'”\"] )[A-Z]\w+")

Floats = npt.NDArray[np.float64]


class Terms(NamedTuple):
    """The weighted words of an article, of length 1, the heaviest first: hashes of their stems, and weights."""

    words: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.float32]

    def pack(self) -> bytes:
        """As bytes, eight a word: hashes, then weights, little-endian."""
        return self.words.astype("<u4").tobytes() + self.weights.astype("<f4").tobytes()


def unpack_terms(packed: bytes) -> Terms:
    """What `Terms.pack` wrote."""
    half = len(packed) // 2
    hashes, weights = np.frombuffer(packed[:half], "<u4"), np.frombuffer(packed[half:], "<f4")
    return Terms(hashes.astype(np.uint32), weights.astype(np.float32))


class _Hashes(dict[str, int]):
    """Word -> 32 bits of BLAKE2b over its stem; filled on demand and emptied when it grows too large for an archive."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        stemmed = stem(word).encode("utf-8", "surrogatepass")
        value = self[word] = int.from_bytes(blake2b(stemmed, digest_size=4).digest(), "little")
        return value


class _Rarities(dict[str, float]):
    """Word -> rarity of its stem, 0 for single letters; filled and emptied as `_Hashes`."""

    def __missing__(self, word: str) -> float:
        if len(self) > _MOST_WORDS:
            self.clear()
        value = self[word] = rarity(word)
        return value


_HASHES, _RARITIES = _Hashes(), _Rarities()


def word_hash(word: str) -> int:
    """The hash by which the stem of a lower-case word is known in `Terms`."""
    return _HASHES[word]


def read_terms(article: Article, names: Sequence[str] | None = None, without: Sequence[Range] = ()) -> Terms:
    """The weighted words of an article, leaving out the ranges; none for a text without words.

    Words of names weigh more: those with a capital inside a sentence, and those of ``names``.
    """
    text = article.text
    if without:
        text = "\n".join(text[start:end] for start, end in subtract((0, len(text)), without))
    found = words(text)
    heard = Counter(found)
    heard.update(found[:_LEAD_WORDS])
    if article.headline is None:
        heard.update(words(article.title or ""))
    capitals = {*_CAPITALS.findall(text), *(word for name in names or () for word in words(name))}
    named = {_HASHES[word.lower()] for word in capitals}
    hashes = np.fromiter(map(_HASHES.__getitem__, heard), dtype=np.uint32, count=len(heard))
    rare = np.fromiter(map(_RARITIES.__getitem__, heard), dtype=np.float64, count=len(heard))
    distinct, first, place = np.unique(hashes, return_index=True, return_inverse=True)
    counts = np.bincount(place, weights=np.fromiter(heard.values(), dtype=np.float64, count=len(heard)))
    weights = (1 + np.log(np.maximum(counts, 1))) * rare[first]
    weights[np.isin(distinct, np.fromiter(named, dtype=np.uint32, count=len(named)))] *= _NAME_WEIGHT
    order = np.lexsort((distinct, -weights))[: np.count_nonzero(weights)]
    weights = weights[order]
    return Terms(distinct[order], (weights / math.sqrt(float((weights * weights).sum()) or 1.0)).astype(np.float32))


def day_number(article: Article) -> int | None:
    """The day an article was published as a number, None where it is not known."""
    day = day_of(article.published)
    return day.toordinal() if day else None


def term_keys(terms: Terms, day: int | None) -> tuple[int, ...]:
    """The keys, 40 bits each, under which an article is filed: its heaviest words, each with the period of its day."""
    period = 0 if day is None else 1 + day // PERIOD_DAYS
    return tuple(_key(word, period) for word in terms.words[:KEY_WORDS].tolist())


def near_keys(terms: Terms, day: int | None, days: tuple[int, int]) -> tuple[int, ...]:
    """The keys under which an article's candidates are filed. ``days`` are the first and last of the collection."""
    first, last = (days[0], days[1]) if day is None else (day - PERIOD_DAYS, day + PERIOD_DAYS)
    periods = [0, *range(1 + first // PERIOD_DAYS, 2 + last // PERIOD_DAYS)]
    return tuple(_key(word, period) for word in terms.words[:KEY_WORDS].tolist() for period in periods)


def _key(word: int, period: int) -> int:
    mixed = (word * 0x9E3779B97F4A7C15 + period * 0xC2B2AE3D27D4EB4F) & 0xFFFFFFFFFFFFFFFF
    return ((mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF) >> 24


def are_far(left: int | None, right: int | None) -> bool:
    """Whether two days are both known and too far apart for one story."""
    return left is not None and right is not None and abs(left - right) > MOST_DAYS


def time_factor(left: int | None, right: int | None) -> float:
    """How far the days of two articles let them be of one story (0.1 to 1); days are ordinals, None unknown."""
    return float(time_factors(as_days([left]), as_days([right]))[0])


def as_days(days: Iterable[int | None]) -> Floats:
    """Days as an array, NaN where they are unknown."""
    return np.array([np.nan if day is None else float(day) for day in days], dtype=np.float64)


def time_factors(left: Floats, right: Floats) -> Floats:
    """`time_factor` of arrays of days, which are broadcast."""
    gaps = np.maximum(0.0, np.abs(left - right) - _FREE_DAYS)
    factors: Floats = _DATE_FLOOR + (1 - _DATE_FLOOR) * np.exp(-gaps / _DECAY_DAYS)
    return np.where(np.isnan(factors), _NO_DATE, factors)
