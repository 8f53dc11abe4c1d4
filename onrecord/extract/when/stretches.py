"""Two dates that are the ends of one stretch: "from 1997 to 2009", "between 3 and 9 May", "1989–2013"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.records import Analysis, Period, Time, make_id

_BETWEEN = re.compile(r"\s*(?:(?P<to>to|until|till|through)|(?P<and>and)|(?P<dash>[–—-]))\s*(?:the\s+)?", re.I)
_LEAD = re.compile(r"\b(?:(?P<from>from)|(?P<between>between))\s+(?:the\s+)?$", re.I)
_LEAD_CHARS = 16


def stretches(analysis: Analysis, times: Sequence[Time]) -> dict[int, Time]:
    """For each time that opens a stretch, by its number: the time from its first word to the last of the second, with
    the period of both; its value stays the first's.

    "From" needs a "to", "between" an "and"; years need only a dash or a "to". Misses stretches whose ends stand in two
    clauses, and does not ask whether a vote was moved "from Monday to Friday": the caller knows the verb.
    """
    found: dict[int, Time] = {}
    for k, (one, other) in enumerate(itertools.pairwise(times)):
        if _is_stretch(analysis.text, one, other):
            first, last = one.period, other.period
            if first and last and first.first and last.last and first.first < last.last:
                span = analysis.span(one.span.start, other.span.end)
                identity = make_id("tm", span.article, span.start, span.end, one.value)
                found[k] = replace(one, id=identity, span=span, period=Period(first.first, last.last), mod=None)
    return found


def _is_stretch(text: str, one: Time, other: Time) -> bool:
    """Whether two neighbours are joined as the ends of a stretch."""
    between = _BETWEEN.fullmatch(text, one.span.end, other.span.start)
    if between is None or {one.type, other.type} - {"DATE", "TIME"}:
        return False
    lead = _LEAD.search(text, max(0, one.span.start - _LEAD_CHARS), one.span.start)
    if between["and"]:
        return lead is not None and lead["between"] is not None
    if lead is not None:
        return lead["from"] is not None
    return len(one.value) == len(other.value) == 4 or between["dash"] is not None
