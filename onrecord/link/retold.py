"""What sentences of independent reports tell of one thing otherwise: how many, on which day, where, how strongly.

From: issue 6, part 5; one module for each kind (`numbers`, `days`, `places`, `strength`), here they become differences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from onrecord.link.credits import day_of
from onrecord.link.days import differing_days, find_days
from onrecord.link.disagreements import Difference, Material, Side, report_pairs
from onrecord.link.numbers import Count, differing_counts, find_counts, shown_count
from onrecord.link.places import differing_places, find_places
from onrecord.link.strength import Graded, differing_grades, find_grades
from onrecord.link.versions import align_sentences
from onrecord.records import Article, Findings, Range

MOST_DAYS = 2  # between two reports of one occasion, on which somebody says a thing once
Own = TypeVar("Own")
One = TypeVar("One")


def retold(material: Material) -> Iterator[Difference]:
    """The differences of number, date, place and strength between independent reports, and numbers corrected later."""
    yield from _numbers(material)
    yield from _dates(material)
    yield from _places(material)
    yield from _strengths(material)
    yield from _corrections(material)


def _pairs(material: Material, read: Callable[[Findings], Own],
           differing: Callable[[Own, Own], list[tuple[One, One]]],
           ) -> Iterator[tuple[str, Findings, Findings, One, One]]:  # fmt: skip
    """(story, left, right, its side, the other) of what differs between two reports, each of which is read once."""
    known: dict[str, Own] = {}
    for story, a, b in report_pairs(material):
        for one in (a, b):
            if one.article.id not in known:
                known[one.article.id] = read(one)
        for mine, theirs in differing(known[a.article.id], known[b.article.id]):
            yield story, a, b, mine, theirs


def _numbers(material: Material) -> Iterator[Difference]:
    """Counts of one thing that differ."""

    def side(one: Findings, count: Count) -> Side:
        return Side(one.article.id, one.article.id, count.sentence.range, shown_count(one.article.text, count))

    for story, a, b, mine, theirs in _pairs(
        material, lambda f: find_counts(f.article.text, material.sentences(f)), differing_counts
    ):
        score = 0.5 if mine.bound or theirs.bound else 0.75
        yield Difference(side(a, mine), side(b, theirs), "number", mine.unit, score, f"{story} {mine.unit}")


def _dates(material: Material) -> Iterator[Difference]:
    """Events that are put on different days."""
    found = _pairs(material, lambda f: find_days(f, material.sentences(f)), differing_days)
    for story, _, _, mine, theirs in found:
        sides = [Side(x.event.id, x.event.span.article, x.sentence.range, x.time.span.words) for x in (mine, theirs)]
        yield Difference(sides[0], sides[1], "date", mine.event.span.words, 0.75, f"{story} {mine.base}")


def _places(material: Material) -> Iterator[Difference]:
    """Events that are put at different places."""
    found = _pairs(material, lambda f: find_places(f, material.sentences(f)), differing_places)
    for story, a, b, mine, theirs in found:
        sides = [
            Side(x.event.id, f.article.id, x.sentence.range, f.article.text[slice(*x.range)])
            for f, x in ((a, mine), (b, theirs))
        ]
        yield Difference(sides[0], sides[1], "place", mine.event.span.words, 0.75, f"{story} {mine.base}")


def _strengths(material: Material) -> Iterator[Difference]:
    """What one actor says more strongly in one report than in another of the same occasion."""

    def read(found: Findings) -> list[Graded]:
        return find_grades(found, material.actors, material.sentences(found))

    for story, a, b, mine, theirs in _pairs(material, read, differing_grades):
        if _days_apart(a.article, b.article) > MOST_DAYS:
            continue
        sides = [
            Side(g.record, f.article.id, g.range, f.article.text[slice(*g.words)]) for f, g in ((a, mine), (b, theirs))
        ]
        matter = f"{story} {mine.actor} {mine.scale}"
        yield Difference(sides[0], sides[1], "strength", mine.scale, 0.65, matter)


def _days_apart(left: Article, right: Article) -> int:
    """The days between two articles, 0 where one has no date."""
    days = [day_of(article.published) for article in (left, right)]
    return abs((days[0] - days[1]).days) if days[0] and days[1] else 0


def _corrections(material: Material) -> Iterator[Difference]:
    """Numbers that a later version or an edited copy of a report changed in a sentence that stayed."""
    of = {f.article.id: f for f in material.findings}
    pairs = {(x.left, x.right): x.kind for x in material.links if x.kind in ("copy", "version")}
    pairs |= {(x.left, x.right): x.kind for x in material.links if x.kind == "version"}
    for (left, right), kind in pairs.items():
        if left not in material.articles or right not in material.articles:
            continue
        a, b = material.articles[left], material.articles[right]
        mine, theirs = material.sentences(of[left]), material.sentences(of[right])
        for sentence in align_sentences(mine, theirs, a.text, b.text).reworded:
            for change in sentence.comparison.changes:
                if change.kind == "number" and min(_length(change.left), _length(change.right)) > 0:
                    sides = [
                        Side(article.id, article.id, side.range, article.text[slice(*side.wording.range_of(*stretch))])
                        for article, side, stretch in (
                            (a, sentence.left, change.left),
                            (b, sentence.right, change.right),
                        )
                    ]
                    matter = " ".join(("corrected", material.reports[left], *sentence.left.wording.words))
                    yield Difference(sides[0], sides[1], "number", "corrected", 0.8, matter, kind)
                    break


def _length(stretch: Range) -> int:
    return stretch[1] - stretch[0]
