"""Articles on the same events: online clustering by rare words, names and dates.

How alike two articles are does not depend on the others: word weights come from a shipped table of counts, so that an
article can be added to a store without redoing the rest, and the order of arrival changes little. Stories are grown by
average link. Two groups about one kind of event (two earthquakes, two summits) are kept apart by weighing their words
anew within the two: what both tell alike no longer counts. From: Allan et al. 1998 (topic detection and tracking);
Miranda et al. 2018 (dates in online clustering); thresholds chosen on BASIL, SEESAW train and ECB+ dev.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations, product
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from onrecord.link.credits import day_of, sort_by_date
from onrecord.link.frequencies import rarities, stem
from onrecord.records import Article, Link, Range, Removed, link, make_id
from onrecord.text import subtract, words

JOIN = 0.12  # mean likeness from which two groups are one story; B-cubed F1 is flat from .11 to .16 on all three
APART = 0.55  # two groups of three and more stay apart below this share of their inner likeness; flat from .5 to .6
APART_WITHIN = 0.25  # the same, on words weighed anew within the two groups; flat from .2 to .3
FEWEST_APART = 3

_LEAD_WORDS = 100  # counted twice: reports open with the event
_NAME_WEIGHT = 1.5
_FREE_DAYS, _DECAY_DAYS, _DATE_FLOOR, _NO_DATE = 1, 4.0, 0.1, 0.85
_MOST_DAYS = 30  # reports further apart are no candidates
_KEY_WORDS = 60
_FEWEST_KEYS = 2  # key words that candidates share
_WEAKEST = 0.01  # likeness below this counts as none
_SAMPLE = 12  # members of a large group that are looked at when two are weighed anew
_MOST_LOCAL = 400  # articles that are clustered anew around one that is added

_CAPITALS = re.compile(r"(?<=[a-z0-9,;:)’'”\"] )[A-Z]\w+")

Vector = dict[str, float]
Floats = npt.NDArray[np.float64]
T = TypeVar("T", int, str)


def read_vector(article: Article, names: Sequence[str] | None = None, without: Sequence[Range] = ()) -> Vector:
    """The weighted words of an article, of length 1, leaving out the ranges; empty for a text without words.

    Words of names weigh more: those with a capital inside a sentence, and those of ``names``.
    """
    counts: Counter[str] = Counter()
    text = article.text
    if without:
        text = "\n".join(text[start:end] for start, end in subtract((0, len(text)), without))
    for position, word in enumerate(words(text)):
        if len(word) > 1:
            counts[stem(word)] += 1 if position >= _LEAD_WORDS else 2
    if article.headline is None:
        counts.update(stem(word) for word in words(article.title or "") if len(word) > 1)
    capitals = [*_CAPITALS.findall(text), *(word for name in names or () for word in words(name))]
    named = {stem(word.lower()) for word in capitals}
    weights, rare = rarities()
    return _unit({
        word: (1 + math.log(count)) * weights.get(word, rare) * (_NAME_WEIGHT if word in named else 1.0)
        for word, count in counts.items()
    })  # fmt: skip


def keys(article: Article, names: Sequence[str] | None = None) -> tuple[str, ...]:
    """The heaviest words of an article: two articles of one story share at least two of them."""
    return _key_words(read_vector(article, names))


def _key_words(vector: Vector) -> tuple[str, ...]:
    return tuple(sorted(vector, key=lambda word: (-vector[word], word))[:_KEY_WORDS])


def _dot(left: Mapping[T, float], right: Mapping[T, float]) -> float:
    if len(left) > len(right):
        left, right = right, left
    return sum(value * right[word] for word, value in left.items() if word in right)


def _unit(vector: dict[T, float]) -> dict[T, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items()} if length else {}


def time_factor(left: int | None, right: int | None) -> float:
    """How far the days of two articles let them be of one story (0.1 to 1); days are ordinals, None unknown."""
    if left is None or right is None:
        return _NO_DATE
    gap = max(0, abs(left - right) - _FREE_DAYS)
    return _DATE_FLOOR + (1 - _DATE_FLOOR) * math.exp(-gap / _DECAY_DAYS)


class _Groups:
    """Average-link clustering of numbered articles, from sparse likeness; pairs that have none count as 0."""

    def __init__(self, numbers: Sequence[int], near: Sequence[Mapping[int, float]], fixed: Mapping[int, str]) -> None:
        self.members = {number: [number] for number in numbers}
        self.fixed = {number: fixed[number] for number in numbers if number in fixed}
        self.inner = dict.fromkeys(numbers, 0.0)  # summed likeness of the pairs inside
        self.cross = {n: {o: v for o, v in near[n].items() if o in self.members} for n in numbers}
        self.heap = [(-v, n, o, 1, 1) for n in numbers for o, v in self.cross[n].items() if n < o and v >= JOIN]
        heapify(self.heap)

    def join_fixed(self) -> None:
        """Make one group of the articles that a person put into one story."""
        first: dict[str, int] = {}
        for number, story in sorted(self.fixed.items()):
            if story in first:
                self.join(first[story], number)
            else:
                first[story] = number

    def join(self, left: int, right: int) -> None:
        """Put group ``right`` into group ``left``."""
        theirs = self.cross.pop(right)
        self.inner[left] += self.inner.pop(right) + theirs.pop(left, 0.0)
        self.members[left] += self.members.pop(right)
        mine = self.cross[left]
        mine.pop(right, None)
        for other, value in theirs.items():
            mine[other] = mine.get(other, 0.0) + value
            self.cross[other].pop(right)
            self.cross[other][left] = mine[other]
        if right in self.fixed:
            self.fixed.setdefault(left, self.fixed[right])
        size = len(self.members[left])
        for other, value in mine.items():
            mean = value / (size * len(self.members[other]))
            if mean >= JOIN:
                self._push(mean, left, other)

    def _push(self, mean: float, left: int, right: int) -> None:
        if left > right:
            left, right = right, left
        heappush(self.heap, (-mean, left, right, len(self.members[left]), len(self.members[right])))

    def pop(self) -> tuple[int, int, float] | None:
        """The two most alike groups and their mean likeness, None when no two are alike enough."""
        while self.heap:
            value, left, right, left_size, right_size = heappop(self.heap)
            if len(self.members.get(left, ())) == left_size and len(self.members.get(right, ())) == right_size:
                return left, right, -value
        return None

    def inner_mean(self, group: int) -> float:
        """Mean likeness of the pairs inside a group of two and more."""
        size = len(self.members[group])
        return self.inner[group] * 2 / (size * (size - 1))


class Stories:
    """Stories that grow article by article: `add` one, or `extend` by many at once; `links` tells who is in which.

    ``pinned`` holds a person's corrections, article -> story: articles of one pinned story stay together, those of
    different ones apart, whatever is added. ``known`` holds the stories of an earlier run, whose ids are kept.
    """

    def __init__(self, pinned: Mapping[str, str] | None = None, known: Mapping[str, str] | None = None) -> None:
        self._pinned, self._known = dict(pinned or {}), dict(known or {})
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []
        self._words: dict[str, int] = {}
        self._vectors: list[tuple[npt.NDArray[np.int32], Floats]] = []  # numbers of words and their weights
        self._scratch: Floats = np.zeros(1 << 16)  # by number of word: the weights of the article that is compared
        self._days: list[int | None] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._near: list[dict[int, float]] = []  # likeness to each other article where it is more than none
        self._story: list[str] = []
        self._members: dict[str, list[int]] = {}

    def add(self, article: Article, names: Sequence[str] | None = None, without: Sequence[Range] = ()) -> str:
        """Add one article and cluster anew what is near it; returns its story. Adding it again changes nothing."""
        if article.id in self._numbers:
            return self._story[self._numbers[article.id]]
        number = self._enter(article, read_vector(article, names, without))
        pull: defaultdict[str, float] = defaultdict(float)
        for other, likeness in sorted(self._near[number].items()):
            pull[self._story[other]] += likeness / len(self._members[self._story[other]])
        pinned = self._pinned.get(article.id)
        around = sorted(pull, key=lambda story: (story != pinned, -pull[story], story))
        local = [number]
        for story in around:
            if pull[story] >= JOIN / 2 and len(local) + len(self._members[story]) <= _MOST_LOCAL:
                local += self._members[story]
        if pinned in self._members and pinned not in around:
            local += self._members[pinned]
        self._settle(sorted(local))
        return self._story[number]

    def extend(self, articles: Sequence[Article], names: Mapping[str, Sequence[str]] | None = None,
               removed: Mapping[str, Sequence[Removed]] | None = None) -> None:  # fmt: skip
        """Add many articles, by date, and cluster everything once."""
        for article in sort_by_date(articles):
            if article.id not in self._numbers:
                found = None if names is None else names.get(article.id, ())
                without = [r.span.range for r in (removed or {}).get(article.id, ())]
                self._enter(article, read_vector(article, found, without))
        self._settle(range(len(self._ids)))

    def links(self) -> tuple[Link, ...]:
        """A "story" link per article, in the order they came; the score is its mean likeness to the story's others."""
        return tuple(self._link(number) for number in range(len(self._ids)))

    def _link(self, number: int) -> Link:
        story = self._story[number]
        others = [other for other in self._members[story] if other != number]
        near = self._near[number]
        mean = sum(near.get(other, 0.0) for other in others) / len(others) if others else 1.0
        nearest = max(others, key=lambda other: (near.get(other, 0.0), -other), default=None)
        method = "human" if self._ids[number] in self._pinned else "words-names-dates"
        return link("story", self._ids[number], story, method, round(mean, 4), articles=len(others) + 1,
                    nearest=self._ids[nearest] if nearest is not None else "")  # fmt: skip

    def _enter(self, article: Article, vector: Vector) -> int:
        """Note an article and how alike it is to those before it; returns its number."""
        number, day = len(self._ids), day_of(article.published)
        own = day.toordinal() if day else None
        key_words = _key_words(vector)
        common: Counter[int] = Counter()
        for word in key_words:
            common.update(self._postings[word])
            self._postings[word].append(number)
        close = [o for o, count in common.items() if count >= _FEWEST_KEYS and not _far(own, self._days[o])]
        self._vectors.append(self._pack(vector))
        near: dict[int, float] = {}
        for other, likeness in zip(close, self._likeness(number, close), strict=True):
            likeness *= time_factor(own, self._days[other])
            if likeness >= _WEAKEST:
                near[other] = self._near[other][number] = likeness
        self._numbers[article.id] = number
        self._ids.append(article.id)
        self._days.append(own)
        self._near.append(near)
        self._story.append("")
        return number

    def _pack(self, vector: Vector) -> tuple[npt.NDArray[np.int32], Floats]:
        """A vector as numbers of words and weights: a fifth of the memory, and quick to multiply."""
        ids = np.array([self._words.setdefault(word, len(self._words)) for word in vector], dtype=np.int32)
        if len(self._words) > len(self._scratch):
            self._scratch = np.zeros(2 * len(self._words))
        return ids, np.array(list(vector.values()), dtype=np.float64)

    def _likeness(self, number: int, others: Sequence[int]) -> list[float]:
        """The cosine of an article with each of some others."""
        ids, weights = self._vectors[number]
        self._scratch[ids] = weights
        found = [float((self._scratch[i] * w).sum()) for i, w in (self._vectors[other] for other in others)]
        self._scratch[ids] = 0.0
        return found

    def _settle(self, numbers: Sequence[int]) -> None:
        """Cluster the articles of whole stories anew and name the groups."""
        fixed = {n: self._pinned[self._ids[n]] for n in numbers if self._ids[n] in self._pinned}
        groups = _Groups(numbers, self._near, fixed)
        groups.join_fixed()
        while (best := groups.pop()) is not None:
            left, right, mean = best
            if not self._apart(groups, left, right, mean):
                groups.join(left, right)
        old = {story for n in numbers if (story := self._story[n])}
        for story in old:
            del self._members[story]
        for members, story in self._name([sorted(m) for m in groups.members.values()]):
            self._members[story] = members
            for number in members:
                self._story[number] = story

    def _apart(self, groups: _Groups, left: int, right: int, mean: float) -> bool:
        """Whether two groups that are alike enough are two stories of one kind all the same."""
        fixed = groups.fixed
        if left in fixed and right in fixed and fixed[left] != fixed[right]:
            return True
        mine, theirs = groups.members[left], groups.members[right]
        if min(len(mine), len(theirs)) < FEWEST_APART:
            return False
        if mean < APART * math.sqrt(groups.inner_mean(left) * groups.inner_mean(right)):
            return True
        return self._weighed_anew(_sample(mine), _sample(theirs)) < APART_WITHIN

    def _weighed_anew(self, mine: Sequence[int], theirs: Sequence[int]) -> float:
        """Likeness between two groups as a share of that inside them, on words weighed by how many of both use them."""
        both = [*mine, *theirs]
        full = [
            dict(zip(ids.tolist(), weights.tolist(), strict=True))
            for ids, weights in map(self._vectors.__getitem__, both)
        ]
        counts = Counter(word for vector in full for word in vector)
        weight = {w: math.log((len(both) + 1) / (n + 0.5)) for w, n in counts.items() if n >= 2}
        vectors = [_unit({w: v * weight[w] for w, v in vector.items() if w in weight}) for vector in full]

        def likeness(pairs: Iterable[tuple[int, int]]) -> float:
            values = [_dot(vectors[i], vectors[j]) * time_factor(self._days[both[i]], self._days[both[j]])
                      for i, j in pairs]  # fmt: skip
            return sum(values) / len(values)

        first, second = range(len(mine)), range(len(mine), len(both))
        inner = likeness(combinations(first, 2)) * likeness(combinations(second, 2))
        return likeness(product(first, second)) / math.sqrt(inner) if inner > 0 else 1.0

    def _name(self, groups: Sequence[list[int]]) -> Iterator[tuple[list[int], str]]:
        """Each group with its story id: a person's, else the id most of its articles had, else one from its first."""
        claims = []
        for k, members in enumerate(groups):
            pinned = sorted({self._pinned[self._ids[n]] for n in members if self._ids[n] in self._pinned})
            had = Counter(s for n in members if (s := self._story[n] or self._known.get(self._ids[n], "")))
            claims += [(0, 0, members[0], k, story) for story in pinned[:1]]
            claims += [(1, -count, members[0], k, story) for story, count in had.items()]
        names: dict[int, str] = {}
        taken = set(self._members) | set(self._pinned.values())
        for rank, _, _, k, story in sorted(claims):
            if k not in names and (rank == 0 or story not in taken):
                names[k] = story
                taken.add(story)
        for k, members in enumerate(groups):
            if k not in names:
                names[k] = next(id for id in _ids_from(self._ids[members[0]]) if id not in taken)
                taken.add(names[k])
            yield members, names[k]


def _ids_from(article: str) -> Iterator[str]:
    """Story ids from an article's: the second and later ones only where the first is in use."""
    yield make_id("sy", article)
    yield from (make_id("sy", article, n) for n in range(1, 1_000_000))


def _sample(numbers: Sequence[int]) -> Sequence[int]:
    """At most `_SAMPLE` of the numbers, spread evenly over them in order."""
    ordered = sorted(numbers)
    if len(ordered) <= _SAMPLE:
        return ordered
    return [ordered[i * len(ordered) // _SAMPLE] for i in range(_SAMPLE)]


def _far(left: int | None, right: int | None) -> bool:
    return left is not None and right is not None and abs(left - right) > _MOST_DAYS


def link_block(block: Sequence[Article]) -> tuple[Link, ...]:
    """The stories of one block of articles that share keys, as `link_stories` makes them."""
    return link_stories(block, None)


def link_stories(articles: Sequence[Article], names: Mapping[str, Sequence[str]] | None = None,
                 removed: Mapping[str, Sequence[Removed]] | None = None, pinned: Mapping[str, str] | None = None,
                 known: Mapping[str, str] | None = None) -> tuple[Link, ...]:  # fmt: skip
    """A "story" link per article, article -> story, in order of date; a story's id comes from its earliest article.

    ``names`` and ``removed`` are what was found in each article; ``pinned`` a person's corrections and ``known`` the
    stories of an earlier run (both article -> story). Evidence: the number of articles and the nearest one. Misses:
    reports of one event more than a month apart; a comment that names neither the people nor the place of its story.
    """
    stories = Stories(pinned, known)
    stories.extend(articles, names, removed)
    return stories.links()
