"""Days of the same event in two articles: when it happened or will, told in sentences about the same.

Precision first: the word for the event and most of the sentence must agree, each sentence must name one day, and
each article must know its day: written out ("14 May"), or a weekday in an article whose own date is known.
From: issue 6, part 5; Pustejovsky et al. 2003, "TimeML", for what a time expression means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from onrecord.link.numbers import MONTHS, content_of
from onrecord.link.senses import base_of
from onrecord.link.told import Telling, same_key, tell_the_same
from onrecord.link.versions import Sentence
from onrecord.records import Event, Findings, Time
from onrecord.text import words

SHARED_DICE = 0.6  # of what two sentences tell, over rarity; at .45 one firm's plans and accounts were one event
MOST_APART = 31  # days; beyond, it is another occurrence and not another date of the same
_ON_CHARS = 3  # "on " before the date of a report
_VALUE = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?")
_WRITTEN = re.compile(r"\d.*[^\W\d]{3}|[^\W\d]{3}.*\d")  # "14 May", "Feb. 3", "May 14, 2025"
WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


class Dated(NamedTuple):
    """An event on a known day: its base word, the day, its sentence and the rarer words of that."""

    event: Event
    base: str
    day: date
    time: Time
    sentence: Sentence
    told: frozenset[str]


class Days(NamedTuple):
    """The dated events of one article, and the content words of each of its sentences."""

    dated: Sequence[Dated]
    contents: Sequence[frozenset[str]]


def find_days(findings: Findings, sentences: Iterable[Sentence]) -> Days:
    """The events of an article whose day is sure, one a sentence and base word; none of sentences with two days."""
    every = list(sentences)
    contents = [content_of(sentence) - MONTHS for sentence in every]
    days: dict[int, set[str]] = defaultdict(set)
    for time in findings.times:
        at = _sentence_at(every, time.span.start)
        if at is not None and time.type in ("DATE", "TIME"):
            days[at].add(time.value[:10])
    dated = []
    for event in findings.events:
        at = _sentence_at(every, event.span.start)
        if at is None or len(days[at]) != 1 or not words(event.span.words):
            continue
        day = _day(event, findings.article.published is not None)
        if day and event.time and _sentence_at(every, event.time.span.start) == at:
            if is_dateline(event.time, every[at].range[0]):
                continue
            base = base_of(words(event.span.words)[0])
            dated.append(Dated(event, base, day, event.time, every[at], contents[at]))
    return Days(dated, contents)


def _sentence_at(sentences: Sequence[Sentence], offset: int) -> int | None:
    at = bisect_right(sentences, offset, key=lambda s: s.range[0]) - 1
    return at if at >= 0 and offset < sentences[at].range[1] else None


def is_dateline(time: Time, start: int) -> bool:
    """Whether a time that opens a passage may be the day of the report: "February 5, 2009 A player was arrested"."""
    return time.span.start - start <= _ON_CHARS and bool(re.search(r"\b\d{4}\b", time.span.words))


def _day(event: Event, is_dated: bool) -> date | None:
    """The day of an event, None unless its words name it and nothing had to be guessed."""
    time = event.time
    if time is None or time.mod or not _VALUE.fullmatch(time.value):
        return None
    if time.period is not None and time.period.first != time.period.last:
        return None  # "from 3 to 9 May"
    shown = time.span.words
    if not (_WRITTEN.search(shown) or (is_dated and WEEKDAY.fullmatch(shown.split()[0]) and len(shown.split()) < 3)):
        return None
    try:
        return date.fromisoformat(time.value[:10])
    except ValueError:
        return None


def differing_days(left: Days, right: Days) -> list[tuple[Dated, Dated]]:
    """The pairs of dated events of two articles that are one event on two days, in the order of the left article."""
    known = [{(one.base, one.day) for one in side.dated} for side in (left, right)]
    found = []
    for mine, theirs in same_key(left.dated, right.dated, lambda one: one.base):
        if not 0 < abs((mine.day - theirs.day).days) <= MOST_APART or mine.event.status != theirs.event.status:
            continue
        if (mine.base, mine.day) in known[1] or (theirs.base, theirs.day) in known[0]:
            continue
        if tell_the_same(Telling(mine.told, theirs.told, left.contents, right.contents), SHARED_DICE):
            found.append((mine, theirs))
    return found
