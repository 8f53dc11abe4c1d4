"""What weekdays, parts of a day, clock times and holidays mean."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.extract.when import timex_values as cal
from onrecord.extract.when.timex_rules import Match, Reading, Value, mod_of, month_value, written
from onrecord.records import Period

PARTS = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "nighttime": "TNI", "daytime": "TDT",
    "noon": "T12:00", "midday": "T12:00", "midnight": "T24:00", "overnight": "TNI", "tonight": "TNI",
    "dawn": "TMO", "daybreak": "TMO", "sunrise": "TMO", "hours": "TMO", "lunchtime": "TMI", "sunset": "TEV",
    "dusk": "TEV", "nightfall": "TNI",
}  # fmt: skip


# Days that news names without their year. From: the events' own pages in any encyclopaedia.
_NAMED_DAYS = {"9/11": "2001-09-11", "dday": "1944-06-06", "veday": "1945-05-08", "vjday": "1945-08-15"}


def with_part(day: str, part: str | None, mod: str | None = None) -> Value:
    """The value of a day, or of a part of it."""
    return Value("TIME", day + PARTS[part], mod) if part else Value("DATE", day, mod)


_TO = re.compile(r"\b(?:from\b.*\bto|(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+to|until|till|through)\s+$", re.I)
_BESIDE_CHARS = 2  # a comma and a blank
_WEEKS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4}


def weekday(match: Match, reading: Reading) -> Value | None:
    """A weekday: the nearest on the side of the tense; "last" and "next" never mean the published day itself."""
    number, rel = cal.weekday_number(match.get("weekday", "weekday2", "weekday3") or ""), match.groups.get("rel", "")
    if re.search(r"\bNews\s+$", match.before):
        return None  # "Fox News Sunday"
    part, mod = match.groups.get("part"), mod_of(match, reading)
    base = reading.published
    if rel in ("the previous", "the following", "the same", "that") or _is_told_of(reading):
        base = reading.anchor()
        rel = {"the previous": "last", "the following": "next"}.get(rel, rel or "this coming" * reading.is_history)
    if base is None:
        return with_part(f"XXXX-WXX-{number + 1}", part, mod)
    told = cal.day_of(reading.last or "")
    if told and told.weekday() == number and 0 <= match.start - reading.last_end <= _BESIDE_CHARS:
        return with_part(told.isoformat(), part, mod)  # "the next morning, Tuesday, ..."
    if week := match.groups.get("week"):
        monday = base - timedelta(base.weekday()) + timedelta({"last": -7, "next": 7}.get(week, 0))
        return with_part((monday + timedelta(number)).isoformat(), part, mod)
    if rel == "this":
        monday = base - timedelta(base.weekday())
        return with_part((monday + timedelta(number)).isoformat(), part, mod)
    sides = {"this past": "last", "this coming": "next", "last": "last", "next": "next"}
    side = sides.get(rel) or reading.direction(match.start, match.end)
    day = cal.weekday_date(base, number, side)
    if not side and base == reading.published:
        day = reading.weekdays.get(number, day)  # "the Wednesday hearing", of which "on Wednesday" was told before
    elif not rel and base == reading.published:
        reading.weekdays[number] = day
    if match.get("weeks", "weekday2", "weekday3"):  # "a week from Tuesday", "Tuesday week", "Tuesday after next"
        coming = cal.weekday_date(base, number, "next" if match.words.endswith("next") else "future")
        return with_part((coming + timedelta(7 * int(_WEEKS.get(match.groups.get("weeks", "a"), 1)))).isoformat(), None)
    earlier = cal.day_of(reading.last or "")
    if earlier and day < earlier and _TO.search(match.before):
        day += timedelta(7 * (1 + (earlier - day).days // 7)) if (earlier - day).days < 7 else timedelta(0)
    return with_part(day.isoformat(), part, mod)


def _is_told_of(reading: Reading) -> bool:
    """Whether a history has named a day or week that a bare weekday can lie beside; a year is too wide."""
    last = reading.last or ""
    return reading.is_history and (cal.is_day(last) or re.match(r"\d{4}-W\d\d", last) is not None)


def day_word(match: Match, reading: Reading) -> Value | None:
    """Today, yesterday, tomorrow, tonight, the day before yesterday, yesterday morning."""
    word = match.groups["word"]
    if match.words == "Today" and re.search(r"\b[A-Z]\w*\s+$", match.before):
        return None  # "USA Today"
    shift = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    if "shift" in match.groups:
        shift += -1 if "before" in match.groups["shift"] else 1
    base = reading.published
    day = (base + timedelta(shift)).isoformat() if base else "XXXX-XX-XX"
    part = "tonight" if word == "tonight" else match.groups.get("part")
    return with_part(day, part, mod_of(match, reading))


def day_part(match: Match, reading: Reading) -> Value | None:
    """This morning, last night, that evening, the next morning, overnight: a part of the day named or published."""
    rel, part = match.groups.get("rel", ""), match.groups["part"]
    is_told = not rel and reading.is_history and cal.is_day(reading.last or "")
    if (rel in ("this", "last", "yesterday") or not rel) and not is_told:
        base = reading.published
    else:
        base = reading.anchor() if reading.last and cal.is_day(reading.last) else None
    shift = {"yesterday": -1, "last": -1, "the previous": -1, "the next": 1, "the following": 1}.get(rel, 0)
    return with_part((base + timedelta(shift)).isoformat() if base else "XXXX-XX-XX", part, mod_of(match, reading))


def part_of(match: Match, reading: Reading) -> Value | None:
    """The night of 23 October, the early morning of Monday: a part of the day that is named behind it."""
    if "weekday" in match.groups:
        found = weekday(match._replace(groups={"weekday": match.groups["weekday"]}), reading)
    else:
        named = {"month": match.get("month", "month2") or "", "day": match.get("day", "day2") or ""}
        year = {"year": match.groups["year"]} if "year" in match.groups else {}
        found = written(match._replace(groups=named | year), reading)
    return with_part(found.value, match.groups["part"], mod_of(match, reading)) if found else None


def clock(match: Match, reading: Reading) -> Value | None:
    """A time of day, with its day where that is said; else of the day named in the same breath, else published."""
    hours = _clock_value(match)
    if hours is None:
        return None
    name = match.get("day1", "weekday")
    month_, dom = match.get("month", "month2", "month3", "month4"), match.get("day", "day2", "day3", "day4")
    if ordinal := match.groups.get("dom"):
        found = written(match._replace(groups={"day": ordinal}), reading)
        day = found.value if found else "XXXX-XX-XX"
    elif month_ and dom:
        told = {"year": y} if (y := match.get("year2", "year4")) else {}
        found = written(match._replace(groups={"month": month_, "day": dom, **told}), reading)
        day = found.value if found else "XXXX-XX-XX"
    elif name:
        found = weekday(match._replace(groups={"weekday": name}), reading)
        day = found.value if found else "XXXX-XX-XX"
    elif "word" in match.groups:
        found = day_word(match._replace(groups={"word": match.groups["word"]}), reading)
        day = found.value if found else "XXXX-XX-XX"
    elif reading.last and cal.is_day(reading.last):
        day = reading.last[:10]
    else:
        day = reading.published.isoformat() if reading.published else "XXXX-XX-XX"
    return Value("TIME", day.split("T")[0] + hours)


def _clock_value(match: Match) -> str | None:
    """ "T09:30" for "9.30 a.m."; None where the figures are no time of day."""
    text = re.sub(r"\s+o[’']clock$", "", match.groups["clock"])
    if text in ("noon", "midday", "midnight"):
        return "T24:00" if text == "midnight" else "T12:00"
    figures = re.match(r"(\d{1,2})(?:[:.]?(\d\d))?", text)
    hour = int(figures[1]) if figures else int(cal.number_of(text) or 0)
    minute = int(figures[2] or 0) if figures else 0
    half = re.search(r"([ap])\.?\s?m", text)
    part = match.get("part") or ("night" if match.get("atnight") else None)
    is_late = (half is not None and half[1] == "p") or part in ("afternoon", "evening", "night")
    if is_late and hour < 12:
        hour += 12
    elif half and half[1] == "a" and hour == 12:
        hour = 0
    return f"T{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}


def nth_weekday(match: Match, reading: Reading) -> Value | None:
    """ "The last Sunday in June": the day, or the month of each year where it is said to come back."""
    value = _its_month(match, reading)
    if re.search(r"\b(?:each|every) year\W+(?:on\W+)?$|\bannually\W+(?:on\W+)?$", match.before, re.I) or not value:
        return Value("SET", f"XXXX-{cal.month_number(match.groups['month']):02d}")
    if "X" in value:
        return Value("DATE", f"{value}-XX")
    number = cal.weekday_number(match.groups["weekday"])
    return Value(
        "DATE", cal.nth_weekday(int(value[:4]), int(value[5:7]), number, _NTH[match.groups["nth"]]).isoformat()
    )


def _its_month(match: Match, reading: Reading) -> str:
    """The month that an expression names behind "in" or "of", with the year said or the nearest one."""
    if "year" in match.groups:
        return f"{match.groups['year']}-{cal.month_number(match.groups['month']):02d}"
    return month_value(match._replace(groups={"month": match.groups["month"]}), reading).value


_WEEK_OF_MONTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}


def nth_week(match: Match, reading: Reading) -> Value | None:
    """ "The last week of March": the month, with the seven days that are meant as its period."""
    value, nth = _its_month(match, reading), match.groups["nth"]
    mod = {"first": "START", "1st": "START", "last": "END", "final": "END"}.get(nth)
    period = cal.period_of(value)
    if period is None or period.first is None or period.last is None:
        return Value("DATE", value, mod)
    if nth in ("last", "final"):
        end = date.fromisoformat(period.last)
        return Value("DATE", value, mod, None, Period((end - timedelta(6)).isoformat(), period.last))
    start = date.fromisoformat(period.first) + timedelta(7 * _WEEK_OF_MONTH[nth])
    return Value("DATE", value, mod, None, Period(start.isoformat(), (start + timedelta(6)).isoformat()))


def weekday_ago(match: Match, reading: Reading) -> Value | None:
    """ "Sunday a week ago", "two weeks ago on Friday": so many weeks before the last such day."""
    number = cal.weekday_number(match.get("weekday", "weekday2") or "")
    if reading.published is None:
        return with_part(f"XXXX-WXX-{number + 1}", None)
    weeks = int(_WEEKS.get(match.get("n", "n2") or "", 1))
    return with_part((cal.weekday_date(reading.published, number, "past") - timedelta(7 * weeks)).isoformat(), None)


def named_day(match: Match, reading: Reading) -> Value | None:
    """9/11 and the like: days that have their year in no report."""
    name = match.groups["named"].replace("-", "").replace(" ", "")
    if match.after.lower().startswith(" anniversary"):
        return _anniversary(date.fromisoformat(_NAMED_DAYS[name]), match, reading)
    return Value("DATE", _NAMED_DAYS[name])


def _anniversary(first: date, match: Match, reading: Reading) -> Value:
    """ "By the 9/11 anniversary": the nearest such day on the side of the tense, ahead without one."""
    base = reading.published
    if base is None:
        return Value("DATE", f"XXXX-{first:%m-%d}")
    is_ahead = reading.direction(match.start, match.end) != "past"
    days = [first.replace(year=base.year + k) for k in (-1, 0, 1)]
    found = min(d for d in days if d >= base) if is_ahead else max(d for d in days if d <= base)
    return Value("DATE", found.isoformat())


def holiday(match: Match, reading: Reading) -> Value | None:
    """A holiday that the calendar fixes, nearest on the side of the tense; open without a year."""
    name, base = match.groups["holiday"], reading.published
    if "year" in match.groups:
        years = [int(match.groups["year"])]
    else:
        years = [base.year + k for k in (-1, 0, 1)] if base else []
        told = cal.holiday_date(name, reading.year) if reading.is_history and reading.year else None
        if told:  # of a history the next one after what was told last: "Christmas Eve 1914 ... until New Year's Day"
            years = [reading.year + (told < (reading.anchor() or told))] if reading.year else years
    days = [d for y in years if (d := cal.holiday_date(name, y))]
    if not days:
        return Value("DATE", _open_holiday(name))
    day = days[0] if base is None or len(days) == 1 else _nearest_holiday(match, reading, days, base)
    word = match.groups.get("word")
    return Value("DATE", cal.at(day, word) if word else day.isoformat())


def _open_holiday(name: str) -> str:
    """ "XXXX-12-25" for a holiday of a fixed day, "XXXX-XX-XX" for one that moves."""
    one, other = cal.holiday_date(name, 2023), cal.holiday_date(name, 2026)
    is_fixed = one is not None and other is not None and (one.month, one.day) == (other.month, other.day)
    return f"XXXX-{one:%m-%d}" if is_fixed else "XXXX-XX-XX"


def _nearest_holiday(match: Match, reading: Reading, days: list[date], base: date) -> date:
    """The holiday meant of several years: on the side said, else within three weeks, else on the side of the tense."""
    rel = match.groups.get("rel", "")
    side = {"last": "past", "this past": "past", "next": "future", "this coming": "future"}.get(rel)
    side = side or reading.direction(match.start, match.end)
    before, after = [d for d in days if d <= base], [d for d in days if d >= base]
    nearest = min(days, key=lambda d: abs((d - base).days))
    if (not rel and abs((nearest - base).days) <= 21) or side not in ("past", "future"):
        return nearest
    if side == "past":
        return before[-1] if before else nearest
    return after[0] if after else nearest
