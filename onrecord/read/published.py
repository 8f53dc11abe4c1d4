"""When an article was published, from its own first lines and its address, each with the words that say so.

No clock is read, neither the file's nor the machine's: a date that lacks its year stays unknown unless the address, a
copyright line or a second line of the same article gives the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.read.dates import MONTHS
from onrecord.read.metadata import Metadata

_HEAD_CHARS = 4000
_HEAD_LINES = 14
_FEW_LINES = 8  # further down a lone date is of what the article tells
_LINE_CHARS = 160
# A report is filed on the evening before, or across the date line; from two days on the sources tell of different days.
_SAME_DAYS = 1

_MONTH = r"(?P<m{0}>(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{{0,6}}\.?)"
_DAY = r"(?<!\d)(?P<d{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<y{0}>(?:19|20)\d\d)(?!\d)"
_WEEKDAY = r"(?:(?P<w>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:the\s+)?)?"
_ON = (
    rf"{_WEEKDAY}(?:{_DAY.format(1)}\s+(?:of\s+)?{_MONTH.format(1)}\.?(?:,?\s+{_YEAR.format(1)})?"
    rf"|{_MONTH.format(2)}\s+{_DAY.format(2)}(?!\d)(?:,?\s+{_YEAR.format(2)})?"
    rf"|{_YEAR.format(3)}-(?P<m3>[01]\d)-(?P<d3>[0-3]\d))"
)
_CLOCK = (
    r"(?:(?:at\s+)?(?<!\d)[0-2]?\d(?!\d)(?:[:.]\d\d){0,2}\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:\(?(?-i:[A-Z]{2,5})\)?)?(?:\s*[+-]\d\d:?\d\d)?[,\s]*)"
)
_TAIL = rf"(?:\W*\s*{_CLOCK})?(?P<rest>\W*)$"

_SAID = re.compile(
    rf"^\W*(?P<verb>(?:first\s+)?published|posted|issued|date|last\s+(?:updated|modified)|updated|modified|revised)\b"
    rf"\s*(?:on|at)?\s*[:|]?\s*(?:on\s+)?(?:{_CLOCK}(?:on\s+)?)?(?:\W*\s*)?{_ON}",
    re.I,
)
_BYLINE = re.compile(
    rf"^(?-i:By|BY)\s+(?-i:[A-Z])[^\d|]{{2,90}}?\s*[,|·•–—-]\s*(?:published\s+|updated\s+|on\s+)?{_ON}{_TAIL}", re.I
)
_ALONE = re.compile(
    rf"^\W*{_ON}(?:\W*\s*{_CLOCK})?(?:\s*[/|·•–—-]\s*[^\d]{{0,40}}|\s*(?:last\s+)?(?:modified|updated)\b.{{0,60}})?\W*$",
    re.I,
)
_PLACE = (
    r"(?-i:[A-Z](?:[A-Z.’'&/-]|\s(?=[A-Z])){2,40}|[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,3})"
    r"(?:,\s(?-i:[A-Z])[A-Za-z.’ -]{1,24})?"
)
_DATELINE = re.compile(
    rf"^\W{{0,3}}(?P<place>{_PLACE})(?:\s*\((?P<before>[^()\n]{{2,40}})\))?,?\s*(?:[–—-]+\s*)?{_ON},?\s*"
    rf"(?P<mark>\((?-i:[A-Z])[^()\n]{{1,50}}\)|/[^/\n]{{2,40}}/|[–—]|--|-\s|:\s|$)",
    re.I,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright)\s*(?:©\s*)?(?P<year>(?:19|20)\d\d)(?!\s*[-–]\s*(?:19|20)\d\d)\b", re.I
)

_URL_DAY = re.compile(
    r"(?<![\d])(?P<y>(?:19|20)\d\d)(?P<sep>[/_-]?)(?P<m>0?[1-9]|1[0-2]|[a-z]{3})(?P=sep)(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)",
    re.I,
)
_URL_YEAR = re.compile(r"/(?P<y>(?:19|20)\d\d)(?=/|-\d\d/)")


class Dated(NamedTuple):
    """A day that something says an article is of: ``year`` None where it is left out; ``words`` are exact."""

    source: str
    words: str
    year: int | None
    month: int
    day: int

    @property
    def iso(self) -> str | None:
        """The day as ISO 8601, None without its year or where the calendar has no such day."""
        try:
            return date(self.year, self.month, self.day).isoformat() if self.year else None
        except ValueError:
            return None

    def shown(self) -> str:
        return f"{self.source} “{self.words}”"


def find_dated(text: str, url: str | None) -> tuple[Dated, ...]:
    """The days that an article's first lines and its address say it is of, in the order in which they are trusted.

    Sources: "line" (published on, a byline with a date, a date that stands alone), "dateline", "url", "update". Only
    the first 14 lines are read, and lines of up to 160 characters but for datelines. Misses numbers such as 02/03/2025,
    whose order nobody tells. From: the forms that agencies and newspapers print.
    """
    found = [*_in_text(text), *_in_url(url or "")]
    order = ("line", "dateline", "url", "update")
    return tuple(sorted(found, key=lambda dated: order.index(dated.source)))


def _in_text(text: str) -> Iterator[Dated]:
    lines = [line.strip() for line in text[:_HEAD_CHARS].split("\n") if line.strip()][:_HEAD_LINES]
    for k, as_it_stands in enumerate(lines):
        line = " ".join(as_it_stands.split())  # a run of blanks would be tried in every way
        if len(line) <= _LINE_CHARS:
            alone = _ALONE.match(line) if k < _FEW_LINES else None
            match = _SAID.match(line) or _BYLINE.match(line) or alone
            if match and (dated := _dated(_kind(match), match, match.group().strip())):
                yield _exact(dated, as_it_stands)
                continue
        match = _DATELINE.match(line)
        if match and (k < _FEW_LINES // 2 or match["place"].isupper() or match["mark"][:1] == "("):
            if dated := _dated("dateline", match, match.group().strip(" -–—:")):
                yield _exact(dated, as_it_stands)


def _exact(dated: Dated, line: str) -> Dated:
    """The day with its words as the line has them, blanks included."""
    match = re.search(r"\s+".join(map(re.escape, dated.words.split())), line)
    return dated._replace(words=match.group()) if match else dated


def _kind(match: re.Match[str]) -> str:
    verb = (match.groupdict().get("verb") or "").lower()
    return "update" if re.search(r"updated|modified|revised", verb) else "line"


def _dated(source: str, match: re.Match[str], words: str) -> Dated | None:
    named = match.groupdict()
    month = next(named[m] for m in ("m1", "m2", "m3") if named.get(m))
    day = next(int(named[d]) for d in ("d1", "d2", "d3") if named.get(d))
    year = next((int(named[y]) for y in ("y1", "y2", "y3") if named.get(y)), None)
    number = int(month) if month.isdigit() else MONTHS.get(month.lower().rstrip("."))
    return Dated(source, words, year, number, day) if number and 1 <= day <= 31 else None


def _in_url(url: str) -> Iterator[Dated]:
    path = url.split("?")[0].split("#")[0]
    for match in _URL_DAY.finditer(path):
        month = int(match["m"]) if match["m"].isdigit() else MONTHS.get(match["m"].lower())
        if month and (match["sep"] or (len(match["m"]) == 2 and len(match["d"]) == 2)):
            dated = Dated("url", match.group(), int(match["y"]), month, int(match["d"]))
            if dated.iso:
                yield dated
                return


def _known_year(text: str, url: str | None, dated: tuple[Dated, ...]) -> tuple[int, str] | None:
    """The year that the address, a second date or a copyright line gives, and the words that do."""
    for other in dated:
        if other.year:
            return other.year, other.shown()
    if match := _URL_YEAR.search(url or ""):
        return int(match["y"]), f"url “{match.group()}/”"
    years = {match["year"]: match.group() for match in _COPYRIGHT.finditer(text)}
    if len(years) == 1:
        year, words = next(iter(years.items()))
        return int(year), f"line “{words}”"
    return None


def with_published(metadata: Metadata, text: str) -> tuple[Metadata, list[tuple[str, str]]]:
    """The metadata with the published day that text or address give, and the doubts as (code, message) pairs.

    Precedence: metadata that states it; a line of the text; a dateline; the address; an update; a guess of the page
    reader. A source that tells of another day than the one taken is told as "date-conflict", one whose year nothing
    gives as "date-without-year". A date from the address or an update is a guess: `--published` replaces it.
    """
    dated = find_dated(text, metadata.url)
    is_stated = metadata.published is not None and not (metadata.published_by or "").startswith("guess:")
    if is_stated:
        return metadata, _conflicts(metadata.published or "", metadata.published_by or "", dated)
    for one in dated:
        whole, by = one, one.shown()
        if one.year is None:
            known = _known_year(text, metadata.url, dated)
            if known is None:
                continue
            dated_whole = _with_year(one, known[0], dated)
            if dated_whole is None:
                continue  # no calendar has such a day
            whole, by = dated_whole, f"{by} with the year of the {known[1]}"
        if whole.iso:
            guess = "guess: " if one.source in ("url", "update") else ""
            taken = replace(metadata, published=whole.iso, published_by=guess + by)
            return taken, _conflicts(whole.iso, by, [other for other in dated if other is not one])
    if dated and metadata.published is None:
        message = f"{dated[0].shown()} has no year; name the day with --published 2025-02-17"
        return metadata, [("date-without-year", message)]
    return metadata, []


def _with_year(one: Dated, year: int, dated: tuple[Dated, ...]) -> Dated | None:
    """The date in the year given, or the year beside it where that brings it nearest to the date that gave it; None
    where the calendar has no such day."""
    whole = next((date.fromisoformat(d.iso) for d in dated if d.iso), None)
    options = [one._replace(year=year + k) for k in (0, -1, 1)] if whole else [one._replace(year=year)]
    options = [option for option in options if option.iso]
    if whole is None or not options:
        return options[0] if options else None
    return min(options, key=lambda o: abs((date.fromisoformat(o.iso or "") - whole).days))


def _conflicts(iso: str, by: str, others: tuple[Dated, ...] | list[Dated]) -> list[tuple[str, str]]:
    """What tells of another day than the one taken; an update may come later."""
    try:
        taken = date.fromisoformat(iso[:10])
    except ValueError:
        return []
    for other in others:
        years = [other.year] if other.year else [taken.year - 1, taken.year, taken.year + 1]
        days = [date.fromisoformat(day) for y in years if (day := other._replace(year=y).iso)]
        near = min((day - taken for day in days), key=abs, default=timedelta(0))
        is_later_update = other.source == "update" and near.days > 0
        if abs(near.days) > _SAME_DAYS and not is_later_update:
            message = f"the {other.shown()} tells of another day than {iso[:10]} ({by}), which is taken"
            return [("date-conflict", message)]
    return []
