"""Articles on the same events: online clustering by rare words, names and dates.

An article can be added to a store without redoing the rest, and the order of arrival changes little: how alike two
articles are does not depend on the others (`terms`). Stories are grown by average link. Two groups about one kind of
event (two earthquakes, two summits) are kept apart by weighing their words anew within the two: what both tell alike no
longer counts. From: Allan et al. 1998 (topic detection and tracking); thresholds chosen on BASIL, SEESAW train and
ECB+ dev.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.link.groups import Groups, components
from onrecord.link.members import WEAKEST, Member, read_members
from onrecord.link.terms import (
    FEWEST_KEYS,
    KEY_WORDS,
    MOST_DAYS,
    Floats,
    as_days,
    day_number,
    read_terms,
    time_factors,
)
from onrecord.records import Article, Link, Range, Removed, link, make_id

JOIN = 0.12  # mean likeness from which two groups are one story; B-cubed F1 is flat from .11 to .16 on all three
APART = 0.55  # two groups of three and more stay apart below this share of their inner likeness; flat from .5 to .6
APART_WITHIN = 0.25  # the same, on words weighed anew within the two groups; flat from .2 to .3
FEWEST_APART = 3

_SAMPLE = 12  # members of a large group that are looked at when two are weighed anew
MOST_LOCAL = 400  # articles that are clustered anew around one that is added
MOST_NEAR = 1000  # candidates that one article is compared with: those with which it shares most key words
_MOST_POSTINGS = 50_000  # that are looked through for one article, rare words first: bounds the time of each

Numbers = npt.NDArray[np.int32]


class _Numbers(dict[int, int]):
    """Hash of a word -> its number, in the order in which they come."""

    def __missing__(self, word: int) -> int:
        value = self[word] = len(self)
        return value


class _Postings:
    """Key word -> the articles that have it, by day; undated ones apart."""

    def __init__(self, days: Sequence[int | None]) -> None:
        self._days = days
        self._dated: defaultdict[int, list[int]] = defaultdict(list)
        self._undated: defaultdict[int, list[int]] = defaultdict(list)

    def _day(self, number: int) -> int:
        return self._days[number] or 0

    def add(self, words: Iterable[int], number: int) -> None:
        """Note the key words of an article whose day is known already."""
        day = self._days[number]
        for word in words:
            if day is None:
                self._undated[word].append(number)
                continue
            block = self._dated[word]
            if not block or self._day(block[-1]) <= day:
                block.append(number)
            else:
                insort(block, number, key=self._day)

    def common(self, words: Iterable[int], day: int | None) -> list[int]:
        """The articles that share enough of the key words and are near in time, those that share most first."""
        blocks = [block for word in words for block in self._near(word, day) if block]
        blocks.sort(key=len)
        counts: Counter[int] = Counter()
        left = _MOST_POSTINGS
        for block in blocks:
            if left <= 0:
                break
            left -= len(block)
            counts.update(block)
        found = [number for number, count in counts.items() if count >= FEWEST_KEYS]
        if len(found) > MOST_NEAR:
            found = sorted(found, key=lambda number: (-counts[number], -number))[:MOST_NEAR]
        return sorted(found)

    def _near(self, word: int, day: int | None) -> Iterator[Sequence[int]]:
        yield self._undated.get(word, ())
        block = self._dated.get(word, ())
        if day is None or not block:
            yield block
            return
        first = 0 if self._day(block[0]) >= day - MOST_DAYS else bisect_left(block, day - MOST_DAYS, key=self._day)
        if self._day(block[-1]) <= day + MOST_DAYS:
            yield block[first:]
        else:
            yield block[first : bisect_right(block, day + MOST_DAYS, key=self._day)]


class Stories:
    """Stories that grow article by article: `add` one, or `extend` by many at once; `links` tells who is in which.

    ``pinned`` holds a person's corrections, article -> story: articles of one pinned story stay together, with those
    that were in it before; it takes in new articles, but none of another story. ``known`` holds the stories of an
    earlier run, whose ids are kept.
    """

    def __init__(self, pinned: Mapping[str, str] | None = None, known: Mapping[str, str] | None = None) -> None:
        self._pinned, self._known = dict(pinned or {}), dict(known or {})
        self._targets = frozenset(self._pinned.values())
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []
        self._days: list[int | None] = []
        self._postings = _Postings(self._days)
        self._words = _Numbers()
        self._terms: list[tuple[Numbers, npt.NDArray[np.float32]]] = []  # numbers of words and their weights
        self._scratch: Floats = np.zeros(1 << 16)  # by number of word: the weights of the article that is compared
        self._near: list[tuple[array[int], array[float]]] = []  # the articles that are alike, and how much
        self._story: list[str] = []
        self._members: dict[str, list[int]] = {}

    def add(self, article: Article, names: Sequence[str] | None = None, without: Sequence[Range] = ()) -> str:
        """Add one article and cluster anew what is near it; returns its story. Adding it again changes nothing."""
        return self.add_member(Member(article.id, day_number(article), read_terms(article, names, without)))

    def add_member(self, member: Member) -> str:
        """As `add`, for an article whose terms are known."""
        if member.id in self._numbers:
            return self._story[self._numbers[member.id]]
        number = self.enter(member)
        around = nearest_stories(
            ((self._story[other], likeness) for other, likeness in self._near_of(number).items()),
            {story: len(members) for story, members in self._members.items()}, self._pinned.get(member.id, ""),
        )  # fmt: skip
        self._settle(sorted([number, *(other for story in around for other in self._members[story])]))
        return self._story[number]

    def extend(self, articles: Sequence[Article], names: Mapping[str, Sequence[str]] | None = None,
               removed: Mapping[str, Sequence[Removed]] | None = None) -> None:  # fmt: skip
        """Add many articles, by date, and cluster everything once."""
        for member in read_members(articles, names, removed):
            if member.id not in self._numbers:
                self.enter(member)
        self.settle()

    def settle(self) -> None:
        """Cluster everything that was entered."""
        self._settle(range(len(self._ids)))

    def restore(self, members: Iterable[Member]) -> None:
        """Put back articles as they were, each in its story, without clustering anything."""
        for member in members:
            number = self.enter(member)
            self._story[number] = member.story
            self._members.setdefault(member.story, []).append(number)

    def links(self) -> tuple[Link, ...]:
        """A "story" link per article, in the order they came; the score is its mean likeness to the story's others."""
        return tuple(self._link(number) for number in range(len(self._ids)))

    def _link(self, number: int) -> Link:
        story = self._story[number]
        others = [other for other in self._members[story] if other != number]
        near = self._near_of(number)
        mean = sum(near.get(other, 0.0) for other in others) / len(others) if others else 1.0
        nearest = max(others, key=lambda other: (near.get(other, 0.0), -other), default=None)
        method = "human" if self._ids[number] in self._pinned else "words-names-dates"
        return link("story", self._ids[number], story, method, round(mean, 4), articles=len(others) + 1,
                    nearest=self._ids[nearest] if nearest is not None else "")  # fmt: skip

    def enter(self, member: Member) -> int:
        """Note an article and how alike it is to those before it, to be clustered; returns its number."""
        number = len(self._ids)
        numbers = list(map(self._words.__getitem__, member.terms.words.tolist()))
        if len(self._words) > len(self._scratch):
            self._scratch = np.zeros(2 * len(self._words))
        self._numbers[member.id] = number
        self._ids.append(member.id)
        self._days.append(member.day)
        self._story.append("")
        self._near.append((array("I"), array("f")))
        self._terms.append((np.array(numbers, dtype=np.int32), member.terms.weights))
        close = self._postings.common(numbers[:KEY_WORDS], member.day)
        self._postings.add(numbers[:KEY_WORDS], number)
        for other, value in zip(close, self._likeness(number, close), strict=True):
            if value >= WEAKEST:
                for left, right in ((number, other), (other, number)):
                    self._near[left][0].append(right)
                    self._near[left][1].append(value)
        return number

    def _near_of(self, number: int) -> dict[int, float]:
        """How alike an article is to each other one where it is more than none."""
        return dict(zip(*self._near[number], strict=True))

    def _likeness(self, number: int, others: Sequence[int]) -> list[float]:
        """The cosine of an article with each of some others that share words with it, times that of their days."""
        if not others:
            return []
        own, weights = self._terms[number]
        self._scratch[own] = weights
        vectors = [self._terms[other] for other in others]
        values = self._scratch[np.concatenate([v[0] for v in vectors])] * np.concatenate([v[1] for v in vectors])
        self._scratch[own] = 0.0
        starts = np.cumsum([0, *(len(v[0]) for v in vectors[:-1])])
        factors = time_factors(as_days([self._days[number]]), as_days(self._days[other] for other in others))
        found: list[float] = (np.add.reduceat(values, starts) * factors).tolist()
        return found

    def _settle(self, numbers: Sequence[int]) -> None:
        """Cluster the articles of whole stories anew and name the groups."""
        inside = set(numbers)
        fixed = {n: story for n in numbers if (story := self._fixed(n))}
        first = {story: n for n, story in sorted(fixed.items(), reverse=True)}
        alike = ((n, o) for n in numbers for o, value in zip(*self._near[n], strict=True)
                 if value >= JOIN and o < n and o in inside)  # fmt: skip
        together = ((n, first[story]) for n, story in fixed.items())
        found = []
        for some in components(numbers, (*together, *alike)):
            found += self._cluster(some, fixed) if len(some) > 1 else [some]
        for story in {story for n in numbers if (story := self._story[n])}:
            del self._members[story]
        for members, story in self._name(sorted(found)):
            self._members[story] = members
            for number in members:
                self._story[number] = story

    def _fixed(self, number: int) -> str:
        """The story that an article stays in: where a person put it, or its own, if a person put others there."""
        story = self._had(number)
        return self._pinned.get(self._ids[number], story if story in self._targets else "")

    def _had(self, number: int) -> str:
        """The story of an article before, "" for a new one."""
        return self._story[number] or self._known.get(self._ids[number], "")

    def _cluster(self, numbers: Sequence[int], fixed: Mapping[int, str]) -> list[list[int]]:
        """The groups of some articles, each sorted."""
        inside = set(numbers)
        near = {n: {o: v for o, v in self._near_of(n).items() if o in inside} for n in numbers}
        groups = Groups(near, fixed, JOIN)
        while (best := groups.pop()) is not None:
            left, right, mean = best
            if not self._apart(groups, left, right, mean):
                groups.join(left, right)
        return [sorted(members) for members in groups.members.values()]

    def _apart(self, groups: Groups, left: int, right: int, mean: float) -> bool:
        """Whether two groups that are alike enough are two stories of one kind all the same."""
        mine, theirs = groups.members[left], groups.members[right]
        if ours := {groups.fixed[group] for group in (left, right) if group in groups.fixed}:
            had = {story for group in (left, right) if group not in groups.fixed
                   for n in groups.members[group] if (story := self._had(n))}  # fmt: skip
            if len(ours | had) > 1:  # what a person put together takes in new articles only
                return True
        if min(len(mine), len(theirs)) < FEWEST_APART:
            return False
        if mean < APART * math.sqrt(groups.inner_mean(left) * groups.inner_mean(right)):
            return True
        return self._weighed_anew(_sample(mine), _sample(theirs)) < APART_WITHIN

    def _weighed_anew(self, mine: Sequence[int], theirs: Sequence[int]) -> float:
        """Likeness between two groups as a share of that inside them, on words weighed by how many of both use them."""
        both = [*mine, *theirs]
        vectors = [self._terms[number] for number in both]
        rows = np.repeat(np.arange(len(both)), [len(v[0]) for v in vectors])
        _, columns, counts = np.unique(np.concatenate([v[0] for v in vectors]), return_inverse=True, return_counts=True)
        weights = np.where(counts >= 2, np.log((len(both) + 1) / (counts + 0.5)), 0.0)
        table = np.zeros((len(both), len(counts)))
        table[rows, columns] = np.concatenate([v[1] for v in vectors]) * weights[columns]
        lengths = np.sqrt((table * table).sum(axis=1))
        table /= np.where(lengths > 0, lengths, 1.0)[:, None]
        days = as_days(self._days[number] for number in both)
        alike = (table @ table.T) * time_factors(days[:, None], days[None, :])
        first, second = len(mine), len(theirs)
        inner = 1.0
        for part, size in ((alike[:first, :first], first), (alike[first:, first:], second)):
            inner *= float(part[np.triu_indices(size, 1)].mean())
        return float(alike[:first, first:].mean()) / math.sqrt(inner) if inner > 0 else 1.0

    def _name(self, groups: Sequence[list[int]]) -> Iterator[tuple[list[int], str]]:
        """Each group with its story id: a person's, else the id most of its articles had, else one from its first."""
        claims = []
        for k, members in enumerate(groups):
            pinned = sorted({story for n in members if (story := self._fixed(n))})
            had = Counter(s for n in members if (s := self._had(n)))
            claims += [(0, 0, members[0], k, story) for story in pinned[:1]]
            claims += [(1, -count, members[0], k, story) for story, count in had.items()]
        names: dict[int, str] = {}
        taken = set(self._members) | self._targets
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


def nearest_stories(near: Iterable[tuple[str, float]], sizes: Mapping[str, int], pinned: str = "") -> list[str]:
    """The stories that an article may change, the nearest first, of at most `MOST_LOCAL` articles together.

    ``near`` gives the story of each article that is like it, and how much; ``sizes`` the number of articles of each
    story, ``pinned`` the story that a person put it into.
    """
    pull: defaultdict[str, float] = defaultdict(float)
    for story, value in near:
        pull[story] += value / sizes[story]
    found = [pinned] if pinned in sizes else []
    room = MOST_LOCAL - sum(sizes[story] for story in found)
    for story in sorted(pull, key=lambda story: (-pull[story], story)):
        if story != pinned and pull[story] >= JOIN / 2 and sizes[story] < room:
            found.append(story)
            room -= sizes[story]
    return found


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
