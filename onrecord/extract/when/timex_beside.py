"""What lies beside something named before: the next day, the year before, dawn, the week after next."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.extract.when import timex_values as cal
from onrecord.extract.when.timex_days import weekday, with_part
from onrecord.extract.when.timex_rules import Match, Reading, Value, apposed_day, written
from onrecord.extract.when.timex_units import STEP

# What closes "the day before": else it is the day before something.
_CLOSED = re.compile(r"\s*(?:[.,;:!?)—–”\"]|$|(?:in|at|on|by|from|with|to|for|and|but|as|when|had|was|were)\b)")


def next_to(match: Match, reading: Reading) -> Value | None:
    """The next day, the day before, the day after: of the day named last."""
    rel, side = match.groups["rel"].removeprefix("the ") or "the", match.groups.get("side")
    if side is None and rel == "the":
        return None
    if apposed := apposed_day(match, reading):
        return Value("DATE", apposed, None, reading.last)
    if side and not _CLOSED.match(match.after):
        return Value("DATE", "XXXX-XX-XX")  # of what follows: onrecord.extract.when.anchors
    step = {"before": -1, "after": 1}.get(side or "", STEP.get(rel, 0))
    if reading.last is None or not cal.is_day(reading.last):
        if rel == "that" and side is None:
            return Value("DATE", "XXXX-XX-XX")
        return Value("DATE", "XXXX-XX-XX") if step else None
    base = reading.anchor()
    return Value("DATE", (base + timedelta(step)).isoformat(), None, reading.last) if base else None


def week_of(match: Match, reading: Reading) -> Value | None:
    """ "the week of March 6"."""
    found = written(match._replace(groups={"month": match.groups["month"], "day": match.groups["day"]}), reading)
    day = cal.day_of(found.value) if found else None
    return Value("DATE", cal.at(day, "week") if day else "XXXX-WXX")


def beside_unit(match: Match, reading: Reading) -> Value | None:
    """ "The year before", where nothing follows that it is before: of what was named last."""
    unit = match.groups["unit"]
    if not _CLOSED.match(match.after):
        return None
    last = reading.decade if unit == "decade" and reading.decade else reading.last
    period = cal.period_of(last) if last else None
    if period is None or not period.first:
        return Value("DATE", cal.open_at(unit))
    moved = cal.move(date.fromisoformat(period.first), unit, -1 if match.groups["side"] == "before" else 1)
    return Value("DATE", cal.at(moved, unit), None, last) if moved else None


def beside_part(match: Match, reading: Reading) -> Value | None:
    """ "The night before": of the day named last; open where none was, or where what it is before follows."""
    base = reading.anchor() if cal.is_day(reading.last or "") and _CLOSED.match(match.after) else None
    step = timedelta(-1 if match.groups["side"] == "before" else 1)
    return with_part((base + step).isoformat() if base else "XXXX-XX-XX", match.groups["part"])


def second_away(match: Match, reading: Reading) -> Value | None:
    """The week after next, the month before last."""
    unit, base = match.groups["unit"], reading.published
    moved = cal.move(base, unit, 2 if match.groups["side"] == "after next" else -2) if base else None
    return Value("DATE", cal.at(moved, unit) if moved else cal.open_at(unit))


def told_part(match: Match, reading: Reading) -> Value | None:
    """At dawn, by evening: of the day that follows, else of the one named last, else of the published day."""
    part, day = match.groups["part"], _day_behind(match, reading)
    if day is not None:
        return with_part(day.value, part)
    if cal.is_day(reading.last or ""):
        step = STEP.get(match.groups.get("beside", ""), 0)
        return with_part(((reading.anchor() or date.min) + timedelta(step)).isoformat(), part)
    is_news = reading.published is not None and not reading.is_history
    return with_part(reading.published.isoformat() if reading.published and is_news else "XXXX-XX-XX", part)


def _day_behind(match: Match, reading: Reading) -> Value | None:
    """The day that the words behind a part of the day name: "dawn on Friday", "nightfall on the 4th"."""
    if dom := match.get("day", "day2", "dom"):
        named = {"day": dom}
        if "dom" not in match.groups:
            named["month"] = match.get("month", "month2") or ""
        if "year" in match.groups:
            named["year"] = match.groups["year"]
        return written(match._replace(groups=named), reading)
    if "weekday" in match.groups:
        return weekday(match._replace(groups={"weekday": match.groups["weekday"]}), reading)
    return None
