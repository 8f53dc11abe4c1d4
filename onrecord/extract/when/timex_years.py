"""What years, fiscal years, decades and centuries mean."""

from __future__ import annotations

import re

from onrecord.extract.when import timex_values as cal
from onrecord.extract.when.timex_rules import Match, Reading, Value, mod_of
from onrecord.records import Period

_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|from|until|till|by|of|before|after|between|to|through|during|for|early|late|mid|around|about|the|year|"
    r"and|or|a|an|its|his|as early as|[A-Z]\w+|\w+’s|\w+'s)[\s-]+|[(,–—-]\s*|^\s*)$"
)
_OLD_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|from|until|till|by|of|years?|after|before|to|between|during|through|around|about|circa|ca?\.)[\s-]+$|\($"
    r"|\b1\d{3}[-–]$",
    re.I,
)
_SECOND_YEAR = re.compile(r"\b(?:1\d{3}|20\d\d)(?:,\s+|,?\s+(?:and|or|to|through|until)\s+)$")
_NOT_YEAR_AFTER = re.compile(
    r"\s+(?:soldiers|troops|people|dollars|euros|jobs|miles|men|women|met(?:er|re)s|points|words|votes|copies|acres|feet|"
    r"pounds|tons|tonnes|seats|employees|workers|homes|shares|m|km|kg)\b"
)


# "section 1906", "Act 2030", "Class of 2024": the number of something.
_NUMBER_BEFORE = re.compile(
    r"\b(?:sections?|articles?|pages?|chapters?|acts?|rules?|room|flight|highway|route|resolution|directive|bill|form|no\.|number|"
    r"paragraphs?|clauses?|amendment|order|regulation|class\s+of|agenda|vision|horizon|channel|gate|unit|lot)\s+$",
    re.I,
)
# "and 1984 members took part; 2010 of them": a count, where nothing leads to a year.
_COUNTED_AFTER = re.compile(r"\s+of\s+(?:them|us|those|these|the)\b|\s+(?!years?\b)[a-z]{3,}s\b")
_LED_TO = re.compile(
    r"\b(?:in|since|from|until|till|by|before|after|between|to|through|during|early|late|mid|around|the|its|his|her|their|our|a|an|"
    r"this|that|of|for|on|[A-Z]\w+|\w+[’']s)[\s-]+$|[(–—-]\s*$"
)


def year(match: Match, reading: Reading) -> Value | None:
    """A year in figures; one before 1900 or after 2060 only where a preposition or the like leads to it."""
    number = int(match.groups["year"])
    if _NOT_YEAR_AFTER.match(match.after) or _NUMBER_BEFORE.search(match.before):
        return None
    if _COUNTED_AFTER.match(match.after) and not _LED_TO.search(match.before):
        return None
    if not 1900 <= number <= 2060 and "edge" not in match.groups:
        if not (_OLD_YEAR_BEFORE.search(match.before) or _SECOND_YEAR.search(match.before)):
            return None
    if not _YEAR_BEFORE.search(match.before) and number > 2030:
        return None
    mod = "ON_OR_AFTER" if "later" in match.groups.get("after", "") else mod_of(match, reading)
    mod = {"post": "AFTER", "pre": "BEFORE"}.get(match.groups.get("edge", ""), mod)
    return Value("DATE", f"{number:04d}", mod)


def short_year(match: Match, reading: Reading) -> Value | None:
    """The "18" of "1914–18": of the first year's century, and after it."""
    first = re.search(r"(?<![\d$£€])(1\d|20)(\d\d)[-–/]$", match.before)
    if first is None:
        return None
    number = int(match.groups["year"]) + 100 * (first[2] == "99" and match.groups["year"] == "00")
    return Value("DATE", str(int(first[1]) * 100 + number)) if number > int(first[2]) else None


def era_year(match: Match, reading: Reading) -> Value | None:
    """490 BC, AD 70: years as TIMEX3 writes them, "BC0490" and "0070"."""
    number = int(match.get("year", "year2") or 0)
    is_before = (match.get("era", "era2") or "").startswith("b")
    return Value("DATE", f"{'BC' if is_before else ''}{number:04d}", mod_of(match, reading)) if number else None


def spoken_year(match: Match, reading: Reading) -> Value | None:
    """A year in words, as broadcasts are written down: "nineteen ninety-one"."""
    first, _, rest = match.groups["n"].partition(" ")
    month_ = match.groups.get("month")
    century = {"nineteen": 19, "eighteen": 18, "twenty": 20}[first]
    rest = re.sub(r"^oh[ -]", "", rest)
    number = 0.0 if rest == "hundred" else cal.number_of(rest)
    if number is None or number >= 100:
        return None
    return Value("DATE", f"{century:02d}{int(number):02d}" + (f"-{cal.month_number(month_):02d}" if month_ else ""))


def fiscal(match: Match, reading: Reading) -> Value | None:
    """ "fiscal 1990": a fiscal year, whose first and last day only its company knows."""
    digits = re.sub(r"\D", "", match.groups["year"])
    # TIMEX3 has "FY1989" as well; annotators wrote the plain year, four times of four
    year = digits if len(digits) == 4 else "20" + digits
    return Value("DATE", year, mod_of(match, reading), None, Period(None, None))


_DECADES = {
    w: k for k, w in enumerate("twenties thirties forties fifties sixties seventies eighties nineties".split(), 2)
}


def decade(match: Match, reading: Reading) -> Value | None:
    """ "the 1980s", "the '80s", "the late eighties": of the last century where none is written, but for "the 20s"."""
    mod = mod_of(match, reading)
    if "word" in match.groups:
        if "nineteen" not in match.words.lower() and not re.match(r"(?i)the\b|early|mid|late", match.words):
            return None
        return Value("DATE", f"19{_DECADES[match.groups['word'].split()[-1]]}X", mod)
    digits = re.sub(r"\D", "", match.groups["decade"])
    if len(digits) == 2:
        if not re.search(r"[’'`]", match.words[:-1]):
            return None  # "people in their 30s", "temperatures in the 80s"
        return Value("DATE", f"{'20' if digits == '20' else '19'}{digits[0]}X", mod)
    return Value("DATE", f"{digits[:3]}X", mod) if digits.endswith("0") else None


def century(match: Match, reading: Reading) -> Value | None:
    """ "the 20th century" -> 19XX."""
    number = cal.ordinal_of(match.groups["ord"])
    return Value("DATE", f"{number - 1:02d}XX", mod_of(match, reading)) if number and 1 < number < 30 else None
