"""What summers, winters and the like mean: of the year that the tense or the tale says."""

from __future__ import annotations

import re
from datetime import date

from onrecord.extract.when import timex_values as cal
from onrecord.extract.when.timex_rules import Match, Reading, Value, full_year, mod_of
from onrecord.extract.when.timex_units import STEP

_TOLD = frozenset({"that", "the same", "the following", "the next", "the previous"})  # of a day named before


def season(match: Match, reading: Reading) -> Value | None:
    """Summers and the like; bare ones only where a preposition leads to them, for "fall" and "spring" are verbs too."""
    code, rel = cal.SEASONS[match.groups["season"]], match.groups.get("rel", "")
    mod = mod_of(match, reading)
    if "year" in match.groups:
        return Value("DATE", f"{full_year(match.groups['year'], reading)}-{code}", mod)
    if match.words[:1].isupper() and re.match(r"\s+[A-Z][a-z]+", match.after) and not rel:
        return None  # "Summer Falk, his deputy"
    if not rel or rel == "the":
        if not re.search(
            r"\b(?:in|by|until|since|during|through|of|for|over|from|to|and|into)\s+$", match.before, re.I
        ):
            return None
        if match.groups["season"] == "fall" and match.after.startswith(" of"):
            return None
        if match.groups["season"] == "fall" and (re.search(r"\b(?:to|and|of|from|for)\s+$", match.before)):
            return None
    if yearrel := match.groups.get("yearrel"):
        of = reading.published if yearrel in ("last", "next", "this") else reading.anchor() if reading.last else None
        return Value("DATE", f"{of.year + STEP.get(yearrel, 0):04d}-{code}" if of else f"XXXX-{code}", mod)
    is_told = rel in _TOLD or (reading.is_history and reading.last is not None)
    base = reading.anchor() if is_told else reading.published
    if base is None:
        return Value("DATE", f"XXXX-{code}", mod)
    if is_told:
        return Value("DATE", f"{_told_season_year(base, code, rel):04d}-{code}", mod, reading.last)
    year = _season_year(base, code, rel, reading.direction(match.start, match.end))
    return Value("DATE", f"{year:04d}-{code}", mod)


_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _told_season_year(base: date, code: str, rel: str) -> int:
    """The year of a season counted from a day told before: "that autumn", "the following spring"."""
    starts = _SEASON_STARTS[code]
    year = base.year - (code == "WI" and base.month <= 2)  # winters are named by their December
    if rel in ("the following", "the next", "next"):
        return year + (date(year, starts, 1) <= base)
    if rel in ("the previous", "last"):
        return year - (date(year, starts, 1) > base or (base.year - year) * 12 + base.month - starts < 3)
    is_over = (base.year - year) * 12 + base.month - starts > 3
    return year + (is_over and rel not in ("that", "the same"))


def _season_year(base: date, code: str, rel: str, direction: str) -> int:
    """The year of a season: the last that has begun, or the next to come; "last" means one that is over."""
    starts = _SEASON_STARTS[code]
    year = base.year if base.month >= starts else base.year - 1  # the season last begun
    is_now = (base.year - year) * 12 + base.month - starts < 3
    side = "future" if rel in ("next", "this coming") else "past" if rel in ("last", "this past") else direction
    if not side and (starts - base.month) % 12 in (1, 2, 3):
        side = "future"  # as with months: what is near is meant
    if rel == "last" and is_now:
        return year - 1
    if rel == "this":
        return base.year if not is_now else year
    return year + 1 if side == "future" and not (is_now and rel in ("", "the")) else year
