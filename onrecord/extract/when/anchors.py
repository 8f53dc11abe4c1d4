"""Lengths that hang on a dated event behind them: "two days after the talks", "the day before he resigned".

The value stays what TIMEX3 says ("P2D", for "the day before" the day itself); the period is counted from the day of the
event, which is either named in the phrase or told elsewhere in the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from onrecord.extract.when import timex_values as cal
from onrecord.extract.when.anchor_clauses import clause_days
from onrecord.extract.when.event_candidates import timed
from onrecord.extract.when.status import kin, words_of
from onrecord.records import Analysis, Period, Time, make_id

_SIDE = re.compile(r"\s+(after|before|following|prior to|ahead of)\s+(?=\S)")
_DAY_NEXT = re.compile(r"the day (before|after)$", re.I)
_LASTING = re.compile(r"\b(?:for|over|during|spent|lasted|took)\s+(?:the\s+)?$", re.I)
_LENGTH = re.compile(r"P(?:(\d+)([DWMY])|T(\d+)H)")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_AFTER = frozenset({"after", "following"})
# Endings by which English makes the noun of a verb's action. From: Quirk et al. 1985, appendix I.39.
_ENDINGS = ("", "ion", "ation", "ment", "al", "ance", "ence", "ing", "ure", "ery", "y")


def anchor_times(analysis: Analysis, times: Sequence[Time]) -> tuple[Time, ...]:
    """The times with the period of each that is counted from a dated event or date behind it; else as they were.

    The event is named by the noun or clause behind "after" or "before": dated there ("Monday's vote"), or by the one
    day that the article gives to its word elsewhere; of two days none is taken. Misses events told in other words.
    """
    hanging = {k: side for k, time in enumerate(times) if (side := _side(analysis, time)) is not None}
    if not hanging:
        return tuple(times)
    others = [time for k, time in enumerate(times) if k not in hanging]
    dated = _dated(analysis, others)
    return tuple(_anchored(analysis, t, hanging[k], others, dated) if k in hanging else t for k, t in enumerate(times))


def _side(analysis: Analysis, time: Time) -> tuple[bool, int] | None:
    """Whether a time counts forward from what follows it, and the offset at which that begins; None if it does not."""
    if found := _DAY_NEXT.search(time.span.words):
        return (found[1].lower() == "after", time.span.end) if "X" in time.value else None
    if time.type != "DURATION" or not _LENGTH.fullmatch(time.value):
        return None
    if _LASTING.search(analysis.text, max(0, time.span.start - 12), time.span.start):
        return None  # "served for 24 years before retiring": so long it lasted, not so long before
    match = _SIDE.match(analysis.text, time.span.end)
    return (match[1] in _AFTER, match.end()) if match else None


def _dated(analysis: Analysis, times: Sequence[Time]) -> list[tuple[int, str]]:
    """The event words of the article with the value that dates each: years, months, weeks and days."""
    found: list[tuple[int, str]] = []
    for candidate in timed(analysis, times):
        time = times[candidate.time] if candidate.time is not None else None
        if time is not None and time.type in ("DATE", "TIME") and re.match(r"\d{4}", time.value) and not time.mod:
            found.append((candidate.token, time.value.split("T")[0]))
    return found


def _anchored(
    analysis: Analysis, time: Time, side: tuple[bool, int], others: Sequence[Time], dated: Sequence[tuple[int, str]]
) -> Time:
    is_after, start = side
    noun = _object(analysis, start)
    if noun is None:
        values = _finest(clause_days(analysis, start, dated, _is_kin))
        return _counted(time, values.pop(), is_after) if len(values) == 1 else time
    first, last = analysis.subtree(noun)
    reach = (analysis.tokens[first].start, analysis.tokens[last - 1].end)
    named = [t for t in others if t.type in ("DATE", "TIME") and reach[0] <= t.span.start and t.span.end <= reach[1]]
    values = {t.value.split("T")[0] for t in named[:1]} or _told(analysis, noun, dated)
    if len(values) != 1:
        return time
    return _counted(time, values.pop(), is_after)


def _object(analysis: Analysis, start: int) -> int | None:
    """The noun that the preposition leads to, where a phrase and no clause begins at an offset."""
    tokens = analysis.tokens
    k = analysis.token_at(start)
    if k >= len(tokens) or tokens[k].pos == "PRON":
        return None
    sentence = tokens[k].sentence
    for _ in range(12):
        head = tokens[k].head
        if head == k or tokens[head].sentence != sentence or tokens[head].start < start:
            break
        k = head
    return k if tokens[k].pos in ("NOUN", "PROPN", "NUM") and tokens[k].start >= start else None


def _told(analysis: Analysis, noun: int, dated: Sequence[tuple[int, str]]) -> set[str]:
    """The values of the event that a noun names, by itself or by the verb it is made of."""
    lemma = analysis.tokens[noun].lemma.lower()
    days = [(analysis.tokens[token].lemma.lower(), value) for token, value in dated]
    found = {value for other, value in days if other == lemma}
    return _finest(found or {value for other, value in days if _is_kin(lemma, other)})


def _finest(values: set[str]) -> set[str]:
    """The values without those that only hold another one: "2024" beside "2024-05-03"."""
    return {value for value in values if not any(other.startswith(f"{value}-") for other in values)}


def _is_kin(noun: str, verb: str) -> bool:
    """Whether a noun names what a verb tells."""
    return verb in kin().get(noun, ()) or (_is_noun_of(noun, verb) and verb not in words_of("reporting"))


def _is_noun_of(noun: str, verb: str) -> bool:
    """Whether a noun is made of a verb: "resignation", "arrival", "invasion"."""
    base = verb.removesuffix("e")
    nouns = {stem + ending for stem in (verb, base, base + base[-1:]) for ending in _ENDINGS}
    if base[-1:] in ("d", "t"):
        nouns |= {base[:-1] + "sion", base[:-1] + "ssion"}
    return noun in nouns


def _counted(time: Time, value: str, is_after: bool) -> Time:
    """The time with the period that lies so far from a value; as it was where either is too vague."""
    period = cal.period_of(value)
    if period is None or not period.first or not period.last:
        return time
    base = date.fromisoformat(period.last if is_after else period.first)
    if _DAY_NEXT.search(time.span.words):
        if not cal.is_day(value):
            return time
        day = (base + timedelta(1 if is_after else -1)).isoformat()
        identity = make_id("tm", time.span.article, time.span.start, time.span.end, day)
        return replace(time, id=identity, value=day, period=Period(day, day), anchor=value)
    found = _LENGTH.fullmatch(time.value)
    if not found or not _is_fine(value, found[2]) or time.mod in ("MORE_THAN", "EQUAL_OR_MORE"):
        return time
    number = int(found[1] or found[3]) * (1 if is_after else -1)
    if found[3]:
        moved: date | None = base + timedelta(int(number / 24)) if abs(number) < 100 else None
        return replace(time, period=_between(base, moved), anchor=value) if moved else time
    unit = _UNITS[found[2]]
    moved = cal.move(base, unit, number) if abs(number) < 1000 else None
    grain = cal.at(moved, unit) if moved else ""
    counted = cal.period_of(grain)
    return replace(time, period=counted, anchor=value) if counted else time


def _is_fine(value: str, unit: str | None) -> bool:
    """Whether a value is as fine as the unit that is counted from it: "two years after" something of 2010."""
    return cal.is_day(value) or (unit == "Y" and len(value) == 4) or (unit in ("Y", "M") and len(value) == 7)


def _between(one: date, other: date) -> Period:
    first, last = sorted((one, other))
    return Period(first.isoformat(), last.isoformat())
