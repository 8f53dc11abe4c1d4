"""Which of two articles came first, by their dates or by the agency that one of them credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache

from onrecord.lexicons import agencies
from onrecord.records import Article

_HEAD_CHARS, _TAIL_CHARS = 400, 300  # where credits stand: datelines and bylines, and the last line


@cache
def _credit_pattern() -> re.Pattern[str]:
    """Credits: "(Reuters) -", "By A B, Associated Press", "Reporting by PA", "— AFP" at the end of a line."""
    names = "|".join(re.escape(name) for name in sorted(agencies(), key=lambda name: (-len(name), name)))
    return re.compile(
        rf"\((?P<a>{names})\)\s*[-–—]|^\W*by\s[^\n]{{0,60}}?\b(?P<b>{names})\s*$|(?:^|\n)\W*(?P<c>{names})\W*(?:\n|$)"
        rf"|[-–—]\s*(?P<d>{names})\W*$|\b(?:reporting|written|compiled) by (?P<e>{names})\b(?!')",
        re.IGNORECASE | re.MULTILINE,
    )


@lru_cache(maxsize=4096)
def find_credit(article: Article) -> str | None:
    """The agency that an article credits in its byline, dateline or last line, by its own name; None if none.

    Misses credits inside the text ("told Reuters" is none on purpose) and agencies that `agencies.txt` lacks.
    """
    author = agencies().get((article.author or "").casefold().strip())
    if author:
        return author
    text = article.text
    for part in (text[:_HEAD_CHARS], text[-_TAIL_CHARS:]):
        found = _credit_pattern().search(part)
        if found:
            return agencies()[next(name for name in found.groups() if name).casefold()]
    return None


def _moment(published: str | None) -> datetime | date | None:
    if not published:
        return None
    try:
        return datetime.fromisoformat(published) if len(published) > 10 else date.fromisoformat(published)
    except ValueError:
        return None


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 date or date-time, None where there is none to read."""
    moment = _moment(published)
    return moment.date() if isinstance(moment, datetime) else moment


def compare_dates(left: Article, right: Article) -> int:
    """-1 where the left article is earlier, 1 where the right one is, 0 where the dates do not tell.

    Of two date-times the moment decides if both or neither name a time zone, otherwise the day.
    """
    a, b = _moment(left.published), _moment(right.published)
    if isinstance(a, datetime) and isinstance(b, datetime) and (a.tzinfo is None) == (b.tzinfo is None):
        return (a > b) - (a < b)
    first, second = day_of(left.published), day_of(right.published)
    return (first > second) - (first < second) if first and second else 0


def sort_by_date(articles: Sequence[Article]) -> list[Article]:
    """The articles by day and moment as written, undated ones last, then by id: the same for any order of input."""
    return sorted(articles, key=lambda a: (day_of(a.published) is None, a.published or "", a.id))


def find_direction(left: Article, right: Article) -> tuple[str, bool]:
    """By what the earlier of two articles is known ("credit", "date" or "unknown") and whether it is the right one.

    An article that credits an agency follows the agency's own, whatever the dates: sites print when they updated.
    """
    outlets = [agencies().get((article.outlet or "").casefold().strip()) for article in (left, right)]
    if outlets[0] != outlets[1]:
        if outlets[0] and find_credit(right) == outlets[0]:
            return "credit", False
        if outlets[1] and find_credit(left) == outlets[1]:
            return "credit", True
    order = compare_dates(left, right)
    return ("date", order > 0) if order else ("unknown", False)
