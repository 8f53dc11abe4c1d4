"""TIMEX3 values as strings, and the arithmetic of the calendar over them. No clock is read anywhere.

A value is what TimeML writes: "2025-02-17", "2025-W08", "2025-W08-WE", "2025-02", "2025-Q1", "2025-SU", "2025", "202X",
"20XX", with "TMO" or "T09:30" behind a day, "P3D" and "PT2H" for lengths, PAST_REF and its like; X where unknown.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from onrecord.records import Period

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}  # as weather services count them

_UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "weekend": "WE", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE", "centurie": "CE", "fortnight": "W",
}  # fmt: skip

# Every value that find_times gives matches this. From: TimeML 1.2.1, section on TIMEX3, read liberally for open values.
_VALUE = re.compile(
    r"(?:PAST|PRESENT|FUTURE)_REF"
    r"|P\d+Y6M|P(?:X|\d+(?:\.\d+)?)(?:Y|M|W|D|Q|DE|CE|WE|SU|WI|SP|FA)"
    r"|PT(?:(?:X|\d+(?:\.\d+)?)[HMS])+|P\d+DT\d+H"
    r"|(?:\d{4}|XXXX|\d{3}X|\d\dXX|\d{2,3})"
    r"(?:-(?:Q[1-4X]|H[12X]|SP|SU|FA|WI|W(?:\d\d|XX)(?:-(?:[1-7]|WE))?|(?:0[1-9]|1[0-2]|XX)(?:-(?:0[1-9]|[12]\d|3[01]|XX))?))?"
    r"(?:T(?:MO|MI|AF|EV|NI|DT|(?:[01]\d|2[0-4]|XX)(?::(?:[0-5]\d|XX))?))?"
    r"|FY\d{4}(?:-Q[1-4])?|FYXXXX|BC\d{4}"
)


def is_value(value: str) -> bool:
    """Whether a string is a TIMEX3 value."""
    return _VALUE.fullmatch(value) is not None


def weekday_number(word: str) -> int:
    """0 for Monday to 6 for Sunday, from any form or short form of the word."""
    return next(k for k, name in enumerate(WEEKDAYS) if name.startswith(word.lower()[:3]))


def month_number(word: str) -> int:
    """1 to 12, from any form of the month's name."""
    return MONTHS.index(word.lower()[:3]) + 1


def singular(unit: str) -> str:
    """A unit's word without plural: "centuries" -> "century"."""
    unit = unit.lower()
    return "century" if unit.startswith("centur") else unit.removesuffix("s")


def is_day(value: str) -> bool:
    """Whether a value names one day of the calendar, perhaps with a time."""
    return re.match(r"\d{4}-\d\d-\d\d(?:$|T)", value) is not None


def day_of(value: str) -> date | None:
    """The day that a value names, None for anything coarser, open or impossible."""
    try:
        return date.fromisoformat(value[:10]) if is_day(value) else None
    except ValueError:
        return None


def iso_day(year: int, month: int, day: int) -> str | None:
    """ "2025-02-17", or None where the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def at(day: date, unit: str) -> str:
    """The value of the day, week, weekend, month, quarter, year, decade or century that holds a day."""
    year, week, _ = day.isocalendar()
    if unit == "week":
        return f"{year:04d}-W{week:02d}"
    if unit == "weekend":
        return f"{year:04d}-W{week:02d}-WE"
    values = {
        "month": f"{day.year:04d}-{day.month:02d}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "year": f"{day.year:04d}",
        "decade": f"{day.year // 10:03d}X",
        "century": f"{day.year // 100:02d}XX",
    }
    return values.get(unit, day.isoformat())


def open_at(unit: str) -> str:
    """The open value of a unit: what is written where no date is known."""
    return {
        "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX",
        "decade": "XXXX", "century": "XXXX", "season": "XXXX",
    }.get(unit, "XXXX-XX-XX")  # fmt: skip


def move(day: date, unit: str, count: int) -> date | None:
    """The day so many units later (earlier if negative); the last of the month where it has no such day."""
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "season": 3}
    days = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
    try:
        if unit in months:
            total = day.year * 12 + day.month - 1 + count * months[unit]
            year, month = divmod(total, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        return day + timedelta(days.get(unit, 0) * count)
    except (ValueError, OverflowError):
        return None


def weekday_date(day: date, weekday: int, direction: str) -> date:
    """The nearest such weekday: before or on ``day`` ("past"), on or after it ("future"); "last", "next": not on it."""
    back = (day.weekday() - weekday) % 7
    if direction == "last":
        return day - timedelta(back or 7)
    if direction == "next":
        return day + timedelta((7 - back) if back else 7)
    if direction == "future":
        return day + timedelta((7 - back) % 7)
    return day - timedelta(back)


def length(number: float | None, unit: str) -> str:
    """The value of a length, "P3D", "PT2H", with X where the number is unknown."""
    code = _UNITS.get(unit, "D")
    if number is not None and unit == "decade":
        number, code = number * 10, "Y"
    if number is not None and unit == "century":
        number, code = number * 100, "Y"
    if number is not None and unit == "quarter":
        number, code = number * 3, "M"
    if number is not None and unit == "fortnight":
        number = number * 2
    digits = "X" if number is None else f"{number:g}" if number < 1e6 else f"{number:.0f}"
    if number is not None and number % 1 == 0.5 and unit in ("year", "minute"):
        return f"P{int(number)}Y6M" if unit == "year" else f"PT{int(number)}M30S"
    if code.startswith("T"):
        if number is not None and number != int(number) and unit == "hour":
            hours, minutes = int(number), round((number - int(number)) * 60)
            return f"PT{hours}H{minutes}M" if hours else f"PT{minutes}M"
        return f"PT{digits}{code[1]}"
    return f"P{digits}{code}"


def _ends(first: date, last: date) -> Period:
    return Period(first.isoformat(), last.isoformat())


def period_of(value: str) -> Period | None:
    """First and last day that a value covers; None for lengths, references and open values."""
    core = value.split("T")[0] if value[:1].isdigit() else ""
    if not core or "X" in core[:2]:
        return None
    try:
        return _period(core)
    except (ValueError, OverflowError):
        return None


def _period(core: str) -> Period | None:
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(?:-(\d|WE))?", core):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        if match[3] == "WE":
            return _ends(monday + timedelta(5), monday + timedelta(6))
        return _ends(monday, monday + timedelta(6))
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", core):
        return _ends(date.fromisoformat(core), date.fromisoformat(core))
    if match := re.fullmatch(r"(\d{4})-(\d\d)", core):
        return _months(int(match[1]), int(match[2]), int(match[2]))
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", core):
        return _months(int(match[1]), int(match[2]) * 3 - 2, int(match[2]) * 3)
    if match := re.fullmatch(r"(\d{4})-H([12])", core):
        return _months(int(match[1]), int(match[2]) * 6 - 5, int(match[2]) * 6)
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", core):
        first, last = _SEASON_MONTHS[match[2]]
        return _months(int(match[1]), first, last)
    if match := re.fullmatch(r"(\d+)(X*)", core):
        if len(core) != 4:
            return None
        low, high = int(match[1] + "0" * len(match[2])), int(match[1] + "9" * len(match[2]))
        return _ends(date(max(low, 1), 1, 1), date(high, 12, 31)) if high else None
    return None


def _months(year: int, first: int, last: int) -> Period:
    """The period from one month to another; a last month before the first lies in the next year."""
    end_year = year + (last < first)
    return _ends(date(year, first, 1), date(end_year, last, monthrange(end_year, last)[1]))


_SMALL = {
    word: k
    for k, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {word: 10 * k for k, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_ORDINALS = {
    word: k
    for k, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
}


def number_of(words: str) -> float | None:
    """The number that figures or words name ("18", "1,500", "two and a half", "a couple of"); None for "several"."""
    words = words.lower().replace(",", "").strip()
    if match := re.match(r"(\d+(?:\.\d+)?)(?:\s+(1/2|and a half))?$", words):
        return float(match[1]) + (0.5 if match[2] else 0.0)
    parts = [w for w in re.split(r"[\s-]+", words) if w not in ("and", "of", "the")]
    total, current, known = 0.0, 0.0, False
    for k, word in enumerate(parts):
        if word in ("a", "an"):
            current += 1 if k + 1 == len(parts) or parts[k + 1] in ("hundred", "thousand", "couple", "dozen") else 0
        elif word in _SMALL or word in _TENS:
            current += _SMALL.get(word, _TENS.get(word, 0))
        elif word == "half":
            current += 0.5
        elif word in ("hundred", "dozen", "couple"):
            current = max(current, 1) * {"hundred": 100, "dozen": 12, "couple": 2}[word]
        elif word in ("thousand", "million"):
            total, current = total + max(current, 1) * {"thousand": 1000, "million": 1_000_000}[word], 0
        else:
            return None
        known = True
    return total + current if known else None


def ordinal_of(word: str) -> int | None:
    """The number of an ordinal in words or figures: "third", "3rd", "twenty-first"."""
    word = word.lower()
    if digits := re.match(r"\d+", word):
        return int(digits[0])
    if word in _ORDINALS:
        return _ORDINALS[word]
    tens, _, ones = word.replace(" ", "-").partition("-")
    return _TENS[tens] + _ORDINALS[ones] if tens in _TENS and ones in _ORDINALS else 30 if word == "thirtieth" else None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar. From: the anonymous algorithm of Nature, 20 April 1876."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


_FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new years": (1, 1), "new years day": (1, 1), "new years eve": (12, 31), "independence day": (7, 4),
    "july fourth": (7, 4), "fourth of july": (7, 4), "halloween": (10, 31), "valentines day": (2, 14),
    "veterans day": (11, 11), "may day": (5, 1), "st patricks day": (3, 17), "bastille day": (7, 14),
    "inauguration day": (1, 20), "remembrance day": (11, 11), "epiphany": (1, 6),
    "juneteenth": (6, 19), "canada day": (7, 1), "australia day": (1, 26), "anzac day": (4, 25), "earth day": (4, 22),
    "all saints day": (11, 1), "victory day": (5, 9),
}  # fmt: skip
# month, weekday, which (from the end if negative)
_FLOATING = {
    "thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4), "labor day": (9, 0, 1), "memorial day": (5, 0, -1),
    "presidents day": (2, 0, 3), "columbus day": (10, 0, 2), "martin luther king day": (1, 0, 3),
    "martin luther king jr day": (1, 0, 3), "mothers day": (5, 6, 2), "fathers day": (6, 6, 3),
    "remembrance sunday": (11, 6, 2),
}  # fmt: skip
_BY_EASTER = {
    "easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2, "palm sunday": -7, "ash wednesday": -46,
    "whit monday": 50, "maundy thursday": -3, "ascension day": 39, "pentecost": 49,
}  # fmt: skip


def holiday_date(name: str, year: int) -> date | None:
    """The day of a holiday in a year, None where the calendar alone does not say."""
    name = re.sub(r"[’'.]", "", name.lower()).strip()
    name = {"president day": "presidents day", "valentine day": "valentines day"}.get(name, name)
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _BY_EASTER:
        return easter(year) + timedelta(_BY_EASTER[name])
    if name == "election day":
        return nth_weekday(year, 11, 0, 1) + timedelta(1)
    return nth_weekday(year, *_FLOATING[name]) if name in _FLOATING else None


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The n-th such weekday of a month, from its end if negative."""
    if which < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta((last.weekday() - weekday) % 7 + 7 * (-which - 1))
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))
