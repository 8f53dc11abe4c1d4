"""What expressions made of units mean: last week, two years ago, the third quarter, for three days, daily, recently."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.extract.when import timex_values as cal
from onrecord.extract.when.timex_days import PARTS, with_part
from onrecord.extract.when.timex_rules import Match, Reading, Value, apposed_day, mod_of
from onrecord.records import Period

STEP = {
    "last": -1, "past": -1, "this past": -1, "the past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1,
    "this coming": 1, "following": 1, "the following": 1, "the next": 1, "the previous": -1,
}  # fmt: skip
_OF_SOMETHING = re.compile(
    r"\s+of\s+(?:the|his|her|its|their|our|a|an)\s+(?!(?:week|month|quarter|year|decade|century)\b)"
)
_FROM_TEXT = {"previous", "preceding", "following", "same", "that", "that same"}  # counted from what was named last


def relative(match: Match, reading: Reading) -> Value | None:
    """Last week, next month, later this year, the following day, the end of the year."""
    if match.words.split()[-1].istitle() and not match.words.isupper() and match.before.strip():
        return None  # a programme: "This Week"
    unit = match.groups["unit"].replace("financial ", "fiscal ").replace("school ", "")
    rel, mod = match.groups.get("rel", "the"), mod_of(match, reading)
    if unit == "day":
        return _relative_day(match, reading, rel)
    if rel in ("last", "past") and _OF_SOMETHING.match(match.after):
        return Value("DATE", cal.open_at(unit))  # "the last week of the campaign"
    if rel in ("past", "coming") and unit in ("decade", "century"):
        return Value("DURATION", cal.length(1, unit))
    if rel == "the" and (unit == "season" or (unit in ("decade", "century") and "edge" not in match.groups)):
        return None
    base = reading.base()
    is_told = rel in _FROM_TEXT or (reading.is_history and (rel == "the" or match.words.lower().find("the next") >= 0))
    if is_told:
        base = reading.anchor() if reading.last else None
        if apposed := apposed_day(match, reading):
            base = cal.day_of(apposed)  # "the end of that week, on 7 October"
    if unit in ("fiscal year", "season"):
        unit = "year"
    if unit == "decade" and reading.decade and rel in ("the", "that", "same", "that same"):
        return Value("DATE", reading.decade, mod)
    if base is None:
        return Value("DATE", cal.open_at(unit), mod)
    moved = cal.move(base, unit, STEP.get(rel, 0))
    if moved is None:
        return None
    if unit == "weekend" and rel in ("the", "this", "last", "past"):
        moved = _weekend(base, rel, reading.direction(match.start, match.end))
    value = cal.at(moved, unit)
    anchor = reading.last if is_told and rel != "the" else None
    return Value("DATE", value, mod, anchor, _narrowed(value, match.get("edge"), rel, base))


def after_next(match: Match, reading: Reading) -> Value | None:
    """The week after next."""
    unit, base = match.groups["unit"], reading.published
    moved = cal.move(base, unit, 2) if base else None
    return Value("DATE", cal.at(moved, unit) if moved else cal.open_at(unit))


def _weekend(base: date, rel: str, direction: str) -> date:
    """A day of the weekend meant: on a Saturday or Sunday this one, else the last, or the next if the tense says so."""
    if base.weekday() >= 5 and rel in ("the", "this"):
        return base
    if rel == "this":  # "this weekend" of Monday's paper, under a past verb, is the one just over
        return base - timedelta(7) if direction == "past" and base.weekday() < 3 else base
    return base if direction == "future" and rel == "the" else base - timedelta(7)


def _narrowed(value: str, edge: str | None, rel: str, base: date) -> Period | None:
    """The period of "later this month": from the published day on; of "earlier this month": up to it."""
    period = cal.period_of(value)
    if period is None or rel not in ("this", "the") or edge not in ("later", "later in", "earlier", "earlier in"):
        return None
    if edge.startswith("later"):
        return Period(max(period.first or "", base.isoformat()), period.last)
    return Period(period.first, min(period.last or "9999", base.isoformat()))


def _relative_day(match: Match, reading: Reading, rel: str) -> Value | None:
    """The next day, the same day, later that day, later in the day: of the day named last."""
    if re.match(r"\s+on\s+(?-i:[MTWFS])\w+day\b", match.after):
        return None  # "earlier in the day on Saturday": the day follows
    if rel == "this":
        return with_part(reading.published.isoformat() if reading.published else "XXXX-XX-XX", None)
    if apposed := apposed_day(match, reading):
        return Value("DATE", apposed, None, reading.last)
    named = reading.last is not None and cal.is_day(reading.last)
    base = reading.anchor() if named else reading.published if rel in ("the", "that", "same") else None
    if not named and reading.is_history:
        base = None
    if (
        rel == "the"
        and base
        and reading.published
        and not reading.is_history
        and abs((base - reading.published).days) > 7
    ):
        base = reading.published  # "later in the day" of a report is hardly the New Year's Eve that it mentions
    if rel == "past":
        return Value("DURATION", "P1D")
    if base is None:
        return Value("DATE", "XXXX-XX-XX")
    return Value("DATE", (base + timedelta(STEP.get(rel, 0))).isoformat(), None, reading.last)


# --- quarters ----------------------------------------------------------------------------------------

_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3,
             "4th": 4, "1": 1, "2": 2, "3": 3, "4": 4}  # fmt: skip


def quarter(match: Match, reading: Reading) -> Value | None:
    """A numbered quarter: of the year said, else the last that has begun, or the next where the tense says so."""
    number, base = _QUARTERS[match.groups["ord"]], reading.published
    if year := match.get("year", "year1", "year2"):
        return _quarter(reading, int(year), number)
    if "ago" in match.groups:
        year_ = base.year - (number > (base.month + 2) // 3) - 1 if base else None
        return _quarter(reading, year_, number)
    if rel := match.get("rel", "rel2", "yearrel"):
        known = base if rel != "that" else reading.anchor()
        return _quarter(reading, known.year + STEP.get(rel, 0) if known else None, number)
    if base is None:
        return Value("DATE", f"XXXX-Q{number}")
    if year_ := reading.story_year():
        return _quarter(reading, year_, number)
    now = (base.month + 2) // 3
    is_ahead = reading.direction(match.start, match.end) == "future"
    if number > now:
        return _quarter(reading, base.year - (not is_ahead or number > now + 1), number)
    # Companies report the quarter just over: only the first one is ever meant of the year to come.
    return _quarter(reading, base.year + (is_ahead and number == 1 and now > 2), number)


def _quarter(reading: Reading, year: int | None, number: int) -> Value:
    return Value("DATE", f"{year:04d}-Q{number}" if year else f"XXXX-Q{number}")


def financial(match: Match, reading: Reading) -> Value | None:
    """ "The year ended March 31": a length; "the fiscal year", "the full year": the one that runs."""
    words = match.words.lower()
    if "quarter" in words:
        return Value("DATE", reading.quarter or "XXXX-QX")
    if re.match(r"\s+(?:ended|ending|to)\b", match.after):
        return Value("DURATION", "P1Y")
    base = reading.published
    return Value("DATE", f"{base.year:04d}" if base else "XXXX", None, None, Period(None, None))


def the_quarter(match: Match, reading: Reading) -> Value | None:
    """The quarter, the latest quarter, the year-earlier quarter: the one named last, or the last that has ended."""
    words = match.words.lower()
    if re.search(r"year[ -](?:ago|earlier)|year|corresponding|comparable|same", words):
        return year_ago(match, reading)
    if reading.published and "latest" in words:
        ended = cal.move(reading.published, "quarter", -1)
        return Value("DATE", cal.at(ended, "quarter")) if ended else None
    if words.startswith("this") and reading.published and reading.quarter is None:
        return Value("DATE", cal.at(reading.published, "quarter"))
    if "period" in words and reading.quarter is None:
        return None
    return Value("DATE", reading.quarter or "XXXX-QX")


def year_ago(match: Match, reading: Reading) -> Value | None:
    """A year ago, a year earlier: of a quarter's figures the quarter of the year before, else the year before."""
    if written := re.search(r"(?:1[89]|20)\d\d", match.words):
        return Value("DATE", written[0] + (reading.quarter or "")[4:] * reading.is_quarterly)
    if reading.quarter and reading.is_quarterly and reading.quarter[:4].isdigit():
        return Value("DATE", f"{int(reading.quarter[:4]) - 1:04d}{reading.quarter[4:]}", None, reading.quarter)
    is_earlier = "earlier" in match.words.lower() or "before" in match.words.lower()
    base = reading.anchor() if is_earlier else reading.published
    if base is None:
        return Value("DATE", "XXXX")
    earlier = cal.move(base, "year", -1)
    return Value("DATE", cal.at(earlier, "year"), None, reading.last if is_earlier else None) if earlier else None


def half(match: Match, reading: Reading) -> Value | None:
    """The first half of 1990, the second half of last year."""
    number = 1 if match.groups["ord"] == "first" else 2
    if year := match.groups.get("year"):
        return Value("DATE", f"{year}-H{number}")
    base = reading.published
    return Value("DATE", f"{base.year + STEP.get(match.groups['rel'], 0):04d}-H{number}" if base else f"XXXX-H{number}")


# --- so many units -------------------------------------------------------------------------------------

_BACK = ("ago", "earlier", "before", "previously")


def ago(match: Match, reading: Reading) -> Value | None:
    """Two years ago, a week earlier, three days later: as exact as the unit; "several years ago" is PAST_REF.

    "Earlier" and "later" count from what was named last; where nothing was, they stay open.
    """
    unit, side = cal.singular(match.groups["unit"]), match.groups["side"]
    words = match.groups.get("n", "")
    number = 1.0 if words in ("a", "an") else cal.number_of(re.split(r"\s(?:or|to)\s", words)[-1]) if words else None
    if match.get("orso") == "and a half" and number:
        number += 0.5
    if "half" in match.groups:
        number = 0.5
    mod = mod_of(match, reading)
    if match.words.lower() == "a year earlier" or (
        side == "ago" and unit == "year" and number == 1 and reading.is_quarterly
    ):
        return year_ago(match, reading)
    if number is None and side in ("later", "afterwards", "afterward"):
        return Value("DURATION", cal.length(None, unit), mod)
    if number is None:
        return Value("DATE", "PAST_REF" if side in _BACK else "FUTURE_REF", mod)
    is_anchored = side in ("earlier", "later", "before", "previously", "afterward", "afterwards")
    base = reading.anchor() if is_anchored and reading.last else None if is_anchored else reading.published
    if unit in ("second", "minute", "hour"):
        return _hours_away(reading, base, unit, number * (-1 if side in _BACK else 1), is_anchored)
    if base is None or number != int(number) or number > 5000:
        if is_anchored:
            return Value("DURATION", cal.length(number, unit), mod)
        return Value("DATE", cal.open_at(unit), mod)
    moved = cal.move(base, unit, int(number) * (-1 if side in _BACK else 1))
    if moved is None:
        return None
    grain = {"weekend": "week", "fortnight": "week"}.get(unit, unit)
    grain = "year" if grain == "decade" else grain
    return Value("DATE", cal.at(moved, grain), mod, reading.last if is_anchored else None)


def _hours_away(reading: Reading, base: date | None, unit: str, number: float, is_anchored: bool) -> Value | None:
    """ "Two hours ago": a time only where the article's own hour is known, else a length."""
    if base is None or reading.hour is None or unit != "hour" or is_anchored:
        return Value("DURATION", cal.length(abs(number), unit))
    hour = reading.hour + int(number)
    return Value("TIME", f"{(base + timedelta(hour // 24)).isoformat()}T{hour % 24:02d}")


_LENGTHS = {
    "some time": "PXM", "a long time": "PXM", "a while": "PXM", "quite some time": "PXM", "half century": "P50Y",
    "quarter century": "P25Y",
}  # fmt: skip


def duration(match: Match, reading: Reading) -> Value | None:
    """A length: a number of units, or some; "past few weeks" is PXW."""
    unit = match.get("unit", "unit2") or "day"
    if unit in _LENGTHS:
        return Value("DURATION", _LENGTHS[unit])
    if (match.get("unit") or "") not in match.words and not match.before.strip().endswith((".", '"', "“")):
        return None  # a title: "60 Minutes"
    words = match.groups.get("n", "")
    unit = cal.singular(unit)
    if not words:
        is_one = match.get("rel") is not None and not (match.get("unit") or "").endswith("s")
        is_one = is_one or (match.words.endswith("long") and not re.search(r"s-long", match.words))
        return Value("DURATION", cal.length(1 if is_one else None, unit))
    number = cal.number_of(words)
    if unit in ("second", "quarter") and words in ("one", "1"):
        return None
    if match.groups.get("orso") == "and a half" and number is not None:
        number += 0.5
    if unit in ("summer", "winter"):
        return Value("SET", "XXXX-SU" if unit == "summer" else "XXXX-WI")
    if unit == "weekend":
        return Value("DURATION", cal.length(number, unit))
    return Value(
        "DURATION", cal.length(number, unit), mod_of(match, reading), None, _ahead(match, reading, unit, number)
    )


_IN = re.compile(r"\bin\s+$", re.I)


def _ahead(match: Match, reading: Reading, unit: str, number: float | None) -> Period | None:
    """When "in two weeks" is, counted from the published day, where the verb looks ahead; None for a mere length."""
    base = reading.published
    if base is None or number is None or number != int(number) or not _IN.search(match.before):
        return None
    if number > 1000 or reading.direction(match.start, match.end) != "future":
        return None
    moved = cal.move(base, unit, int(number)) if unit in ("day", "week", "fortnight", "month", "year") else None
    if moved is None:
        return None
    return cal.period_of(moved.isoformat() if unit in ("day", "week", "fortnight") else cal.at(moved, unit))


_ONE_BEFORE = re.compile(
    r"\b(?:for|in|within|over|after|before|during|than|about|only|just|almost|nearly|another|last|lasted|lasting|least|most|"
    r"take|took|taken|takes|spent|spend|spends|of|once|under|until|him|her|them|was|is|be|next|half|and)\s+$",
    re.I,
)


def one_unit(match: Match, reading: Reading) -> Value | None:
    """A week, an hour: a length after "for", "within" and the like; a rate ("$500 a year") after a number."""
    unit, words = match.groups["unit"], match.groups["n"]
    if re.match(r"\s+(?:before|after|since)\b", match.after) and unit not in ("quarter", "second"):
        return Value("DURATION", cal.length(1, unit), mod_of(match, reading))
    if re.search(
        r"(?:\d|\b(?:million|billion|thousand|hundred|times|percent|dollars|hours|days|euros|pounds))\s+$", match.before
    ):
        return Value("SET", cal.length(1, unit)) if unit != "quarter" and words in ("a", "an") else None
    if unit == "quarter" or (unit == "second" and words != "a full"):
        return None
    is_led = _ONE_BEFORE.search(match.before) is not None or words not in ("a", "an") or "approx" in match.groups
    if not is_led or (
        unit == "day" and words == "a" and "approx" not in match.groups and not match.before.endswith("within ")
    ):
        return None
    number: float | None = {"half": 0.5, "quarter of": 0.25}.get(match.groups.get("before", ""), 1.0)
    tail = match.groups.get("orso", "")
    if tail == "and a half":
        number = 1.5
    mod = "APPROX" if tail in ("or so", "or two") else mod_of(match, reading)
    return Value("DURATION", cal.length(number, unit), mod, None, _ahead(match, reading, unit, number))


# --- sets and references ---------------------------------------------------------------------------------

_ADVERBS = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y", "quarterly": "P3M",
            "hourly": "PT1H", "nightly": "P1D", "fortnightly": "P2W", "biweekly": "P2W"}  # fmt: skip


def set_(match: Match, reading: Reading) -> Value | None:
    """Daily, every two weeks, twice a month, per year: TIMEX3 sets."""
    if word := match.groups.get("word"):
        return Value("SET", _ADVERBS[word])
    unit = match.groups["unit"]
    if unit in PARTS:
        return Value("SET", "XXXX-XX-XX" + PARTS[unit])
    if unit in ("summer", "winter"):
        return Value("SET", f"XXXX-{cal.SEASONS[unit]}")
    words = match.groups.get("n")
    number = 2.0 if words == "other" else cal.ordinal_of(words) or cal.number_of(words) if words else 1.0
    return Value("SET", cal.length(number, unit))


def each_named(match: Match, reading: Reading) -> Value | None:
    """Every Monday, every other Monday, Sundays, weekends, each July, every summer."""
    if "weekends" in match.groups:
        return Value("SET", "XXXX-WXX-WE")
    if month := match.groups.get("month"):
        return Value("SET", f"XXXX-{cal.month_number(month):02d}")
    if season_ := match.groups.get("season"):
        return Value("SET", f"XXXX-{cal.SEASONS[season_]}")
    number = cal.weekday_number(match.get("weekday", "plural", "plural2") or "")
    part = match.get("part", "part2")
    return Value("SET", f"XXXX-WXX-{number + 1}" + (PARTS[part] if part else ""))


def reference(match: Match, reading: Reading) -> Value | None:
    """Now, recently, soon: PRESENT_REF, PAST_REF, FUTURE_REF."""
    for name in ("past", "present", "future"):
        if name in match.groups:
            if match.words.lower() == "soon" and reading.direction(match.start, match.end) == "past":
                return None  # "she was soon released": in relation to what was told, not to the article
            return Value("DATE", f"{name.upper()}_REF")
    return None
