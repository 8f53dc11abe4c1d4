"""What a time expression means: one function per kind of expression, from its words and what was read before it.

Each takes a `Match` and the `Reading` so far and gives a `Value`, or None where the words are no time expression after
all. Without a published date the values stay open; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from onrecord.extract.when import timex_values as cal
from onrecord.records import Period


class Match(NamedTuple):
    """An expression as a rule found it: character range, words named groups (in lower case), what is around."""

    start: int
    end: int
    words: str
    groups: dict[str, str]
    before: str
    after: str = ""

    def get(self, *names: str) -> str | None:
        """The first of the named groups that took part."""
        return next((self.groups[name] for name in names if name in self.groups), None)


class Value(NamedTuple):
    """TIMEX3 type, value and modifier; ``anchor`` is the value that it was counted from."""

    type: str
    value: str
    mod: str | None = None
    anchor: str | None = None
    period: Period | None = None


@dataclass
class Reading:
    """What one article has said of time so far.

    ``published`` is its day, None if unknown; ``last`` the last day, week, month, quarter or year named, with its
    modifier ``last_mod``, ``last_end`` where its words end, ``is_aside`` that they tell of a birth or stand in
    brackets; ``quarter`` the last quarter, ``is_quarterly`` that figures of a quarter were the last; ``year`` the last
    year written out, ``decade`` the decade named last if no date came since. ``is_history`` says that the article
    tells of other years than its own, so that "in May" belongs to the year last named. ``weekdays`` and
    ``months`` hold the day and year that a verb gave to a bare weekday and month, by number. ``direction`` gives
    "past", "future" or "" for a range, ``is_person`` whether it lies in a person's name, ``is_named`` whether it is
    somebody or something called so.
    """

    published: date | None
    is_history: bool
    direction: Callable[[int, int], str]
    mods: dict[str, str]
    is_person: Callable[[int, int], bool]
    is_named: Callable[[int, int], bool] = lambda start, end: False
    hour: int | None = None
    last: str | None = None
    last_mod: str | None = None
    quarter: str | None = None
    is_quarterly: bool = False
    year: int | None = None
    decade: str | None = None
    last_end: int = 0
    is_aside: bool = False
    weekdays: dict[int, date] = field(default_factory=dict)
    months: dict[int, int] = field(default_factory=dict)

    def base(self) -> date | None:
        """The day that "this year" and the like are counted from."""
        return self.published

    def anchor(self) -> date | None:
        """The first day of what was named last (the last day of "the end of 1951"), else the published day."""
        if self.last:
            period = cal.period_of(self.last)
            if period and period.first and period.last:
                return date.fromisoformat(period.last if self.last_mod == "END" else period.first)
        return self.published

    def story_year(self, month: int = 0, match: Match | None = None) -> int | None:
        """The year that a month without one belongs to in a history, where January follows November; else None.

        In other articles only where the tale goes on from a day or month of another year just named ("on 30 July
        2006 ... in October").
        """
        if self.year is None:
            return None
        last = re.match(rf"{self.year}-(\d\d)", self.last or "")
        if not self.is_history:
            return self.year if match and self._goes_on(month, match) else None
        return self.year + (last is not None and 0 < month <= int(last[1]) - 9)

    def _goes_on(self, month: int, match: Match) -> bool:
        """Whether a month, not under a future verb and soon after a day or month of another year, goes on."""
        named = cal.period_of(self.last) if self.last and len(self.last) > 4 else None
        if named is None or not named.last or self.is_aside or match.start - self.last_end > _MOST_CHARS_ON:
            return False
        if not 0 <= month - int(named.last[5:7]) <= _MOST_MONTHS_ON:
            return False
        if self.published:
            is_near = 0 <= (self.published.month - month) % 12 <= _NEAR_MONTHS  # more likely told of as news
            if is_near or abs(self.published.year - int(named.last[:4])) < 2:
                return False
        return self.direction(match.start, match.end) != "future"


_MOST_MONTHS_ON, _MOST_CHARS_ON, _NEAR_MONTHS = (
    6,
    300,
    1,
)  # chosen on made-up tales; no value of the 256 documents changes


def full_year(words: str, reading: Reading) -> str:
    """The first year of "1998", "1940–41" or "’98", in four figures: "’98" is the one nearest to the published year."""
    digits = re.sub(r"\D.*", "", words.lstrip("’'"))
    if len(digits) == 4:
        return digits
    now = reading.published.year if reading.published else _LAST_CENTURY_UP_TO
    return str(min((1900 + int(digits), 2000 + int(digits)), key=lambda year: abs(year - now)))


_LAST_CENTURY_UP_TO = 1999  # "’98" of an undated text is 1998, "’04" 2004, by the nearness alone


def mod_of(match: Match, reading: Reading) -> str | None:
    """The TIMEX3 modifier that an expression's first or last words name."""
    words = (match.get("edge", "edge2", "approx", "orso") or "").strip()
    words = re.sub(r"^(?:at |the |very |just )+|\s+(?:of the|of|in|to)$", "", words)
    if match.get("orso") and not match.get("approx", "edge"):
        return "APPROX" if "so" in words else None
    return reading.mods.get(words.replace(" ", "_"))


def _past_year(day: date, month: int, direction: str) -> int:
    """The year of a month named without one: the nearest, on the side that the tense says."""
    distance = (month - day.month) % 12  # months ahead
    if distance == 0:
        return day.year
    # Without a tense reports look back: half a year each way gives .02 less value F1.
    ahead = direction == "future" or (direction != "past" and distance <= 3)
    return day.year + (month < day.month) if ahead else day.year - (month > day.month)


def written(match: Match, reading: Reading) -> Value | None:
    """A day or a month written out; the year is the nearest where it is not written."""
    day = int(match.groups["day"]) if "day" in match.groups else None
    base = reading.published
    year = int(full_year(match.groups["year"], reading)) if "year" in match.groups else None
    if "monthno" in match.groups:
        month = int(match.groups["monthno"])
    elif "month" in match.groups:
        month = cal.month_number(match.groups["month"])
    elif day is not None:
        return _day_of_month(match, reading, day)
    else:
        return None
    if year is not None and day is None:
        return Value("DATE", f"{year:04d}-{month:02d}", mod_of(match, reading))
    if day is None:
        return None
    if year is None and (month, day) == (9, 11) and re.match(r"\s+(?:terror\w*\s+)?(?:attacks|hijack)", match.after):
        year = 2001  # "the Sept. 11 attacks" have their year in no report; one attack is another
    if year is None:
        year = _year_behind(match) or reading.story_year(month, match)
        if year is None and base is not None:
            year = _nearest_year(base, month, day, reading.direction(match.start, match.end))
    if year is None:
        return Value("DATE", f"XXXX-{month:02d}-{day:02d}") if cal.iso_day(2024, month, day) else None
    value = cal.iso_day(year, month, day)
    last = cal.iso_day(year, month, int(match.groups.get("lastday", day)))
    if value is None:
        return None
    period = Period(value, last) if last and last > value else None
    return Value("DATE", value, mod_of(match, reading), None, period)


_APPOSED = re.compile(
    r",\s+(?:on\s+)?(?:(?P<month>[A-Z][a-z]{2,8})\.?\s+(?P<day>\d{1,2})|(?P<day2>\d{1,2})\s+(?P<month2>[A-Z][a-z]{2,8}))\b"
)


def apposed_day(match: Match, reading: Reading) -> str | None:
    """The day that stands behind and says which one is meant: "the next day, Sept. 15"."""
    found = _APPOSED.match(match.after)
    name = (found["month"] or found["month2"]) if found else ""
    if not found or name[:3].lower() not in cal.MONTHS:
        return None
    day = written(match._replace(groups={"month": name, "day": found["day"] or found["day2"]}), reading)
    return day.value if day else None


# So many days ahead under a past verb, or back under one that looks ahead, a date is meant all the same: the verb may
# be of another clause ("agreed to pay on 3 March"). 20 to 90 change value F1 by .001.
_NEAR_DAYS = (60, 30)


def _nearest_year(base: date, month: int, day: int, direction: str) -> int:
    """The year that brings a month and day nearest, unless the tense speaks for the other side."""
    days = {}
    for year in (base.year - 1, base.year, base.year + 1):
        value = cal.iso_day(year, month, day)
        if value:
            days[year] = (date.fromisoformat(value) - base).days
    if not days:
        return base.year
    nearest = min(days, key=lambda y: (abs(days[y]), y))
    if direction != "future" and days[nearest] > (_NEAR_DAYS[0] if direction else 150):
        return max((y for y in days if days[y] <= 0), default=nearest)
    if direction == "future" and days[nearest] < -_NEAR_DAYS[1]:
        return min((y for y in days if days[y] >= 0), default=nearest)
    return nearest


def _day_of_month(match: Match, reading: Reading, day: int) -> Value | None:
    """ "the 14th", "Tuesday the 14th": in the month named last, else nearest to the published day."""
    anchor = reading.anchor()
    if anchor is None:
        return Value("DATE", f"XXXX-XX-{day:02d}")
    if reading.last and re.match(r"\d{4}-\d\d", reading.last):
        value = cal.iso_day(anchor.year, anchor.month, day)
        return Value("DATE", value) if value else None
    options = [m for k in (-1, 0, 1) if (m := cal.move(anchor.replace(day=1), "month", k))]
    values = [v for m in options if (v := cal.iso_day(m.year, m.month, day))]
    return Value("DATE", min(values, key=lambda v: abs((date.fromisoformat(v) - anchor).days))) if values else None


def slashes(match: Match, reading: Reading) -> Value | None:
    """17/02/2025 or 2/17/2025: the order that the calendar allows; open where both are days."""
    a, b, year = int(match.groups["a"]), int(match.groups["b"]), int(match.groups["year"])
    if len(match.groups["year"]) == 2:
        if match.groups["sep"] != "/" or not reading.published:
            return None
        year += 1900 if abs(1900 + year - reading.published.year) < abs(2000 + year - reading.published.year) else 2000
    values = sorted({v for v in (cal.iso_day(year, a, b), cal.iso_day(year, b, a)) if v})
    own = reading.published.isoformat() if reading.published else ""
    if len(values) > 1:
        return Value("DATE", own if own in values else f"{year:04d}-XX-XX")
    return Value("DATE", values[0]) if values else None


def month_of(match: Match, reading: Reading) -> Value | None:
    """ "June last year"."""
    month, rel = cal.month_number(match.groups["month"]), match.groups["rel"]
    base = reading.base() if rel in ("last", "next", "this") else reading.anchor()
    step = {"last": -1, "the previous": -1, "next": 1, "the following": 1}.get(rel, 0)
    return Value("DATE", f"{base.year + step:04d}-{month:02d}" if base else f"XXXX-{month:02d}", mod_of(match, reading))


_MONTH_BEFORE = re.compile(
    r"\b(?:in|by|since|until|till|from|to|through|during|of|for|between|before|after|and|or|early|late|mid|each|every|that|"
    r"last|next|this|the|around|month|a|throughout)[\s-]+$",
    re.I,
)


_SHARED_YEAR = re.compile(
    r"\s*(?:,|and|or|to|through|until|till|[-–])\s*(?:[A-Z][a-z]+\.?\s+)?(?:\d{1,2}\s+)?(?:[A-Z][a-z]{2,8}\.?,?\s+)?((?:19|20)\d\d)\b"
)


def _year_behind(match: Match) -> int | None:
    """The year that follows a second month or day: "August and October 2017"."""
    found = _SHARED_YEAR.match(match.after)
    names = re.findall(r"[A-Z][a-z]+", found[0]) if found else []
    if not found or not names or any(name.lower()[:3] not in cal.MONTHS for name in names):
        return None
    return int(found[1])


def month(match: Match, reading: Reading) -> Value | None:
    """A month without a year: of the year last named in a history, else the nearest on the side of the tense."""
    number, rel = cal.month_number(match.groups["month"]), match.groups.get("rel", "")
    if number in (3, 5) and not rel and "edge" not in match.groups and not _MONTH_BEFORE.search(match.before):
        return None  # "May" and "March" are words and names as well
    if number in (3, 5) and not rel and reading.is_named(match.start, match.end):
        return None
    if reading.is_person(match.start, match.end) or (number == 3 and match.after.startswith(" on ")):
        return None  # "April Ryan", "the March on Washington"
    if _is_part_of_name(match, rel):
        return None
    return month_value(match, reading)


_PLACE_AFTER = re.compile(
    r"\s+(?:Square|Street|Avenue|Road|Plaza|Bridge|Park|Stadium|Airport|Movement|Boulevard|Lane)\b"
)
_NAME_AFTER = re.compile(r"\s+[A-Z][a-z]+")
_TIME_BEFORE = re.compile(
    r"\b(?:in|by|since|until|till|from|to|through|during|for|between|before|after|early|late|mid|last|next|this|of|or|"
    r"throughout|around)[\s-]+$",
    re.I,
)


_KIN_AFTER = re.compile(r"\s+(?:family|household|brothers|sisters|siblings|twins|clan|couple)\b")


def _is_part_of_name(match: Match, rel: str) -> bool:
    """Whether a month's word is part of a name: "June Abara", "that August Lind may sue", "Fifth of June Square"."""
    if _PLACE_AFTER.match(match.after) or _KIN_AFTER.match(match.after):
        return True
    led = rel in ("last", "next", "this", "this past", "this coming") or _TIME_BEFORE.search(match.before) is not None
    return _NAME_AFTER.match(match.after) is not None and not led and "edge" not in match.groups


def month_value(match: Match, reading: Reading) -> Value:
    """The value of what is a month for sure."""
    number, rel = cal.month_number(match.groups["month"]), match.groups.get("rel", "")
    base = reading.published
    if not rel and (shared := _year_behind(match)):
        return Value("DATE", f"{shared:04d}-{number:02d}", mod_of(match, reading))
    if rel in ("the following", "the previous", "the same", "that"):
        base = reading.anchor()
        rel = {"the following": "next", "the previous": "last"}.get(rel, "this")
    if base is None:
        year = reading.story_year(number, match) if not rel else None
        return Value("DATE", f"{year:04d}-{number:02d}" if year else f"XXXX-{number:02d}", mod_of(match, reading))
    if rel in ("last", "this past"):
        # "last February" of an article in March is the one a year before: this one would be "in February"
        is_near = rel == "last" and (base.month - number) % 12 <= 1
        year = base.year - (number >= base.month or is_near)
    elif rel in ("next", "this coming"):
        year = base.year + (number <= base.month)
    elif rel:
        year = base.year
    else:
        side = reading.direction(match.start, match.end)
        year = reading.story_year(number, match) or _past_year(base, number, side)
        if side:
            reading.months[number] = year
        else:
            year = reading.months.get(number, year)  # "the June election", of which "in June" was told before
    return Value("DATE", f"{year:04d}-{number:02d}", mod_of(match, reading))
