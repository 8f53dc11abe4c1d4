"""Dates that stand in metadata, as ISO 8601. No clock, no locale: English month names and numbers only."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:[T ]\s*|\s+)(\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?")
MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sept sep,"
        "october oct,november nov,december dec".split(","),
        1,
    )
    for name in names.split()
}
_NAMED = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>[a-z]{3,9})\.?,?|"
    r"(?P<m2>[a-z]{3,9})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?)\s+(?P<y>\d{4})(?!\d)(?:\W.*)?",
    re.I,
)


def iso_date(value: str) -> str | None:
    """The date or date-time in ISO 8601, or None where it is none, is ambiguous (02/03/2025) or has no day.

    Read: ISO 8601 and its compact form, year first with slashes or full stops, RFC 2822 (feeds, mail), and English
    dates with a month's name, whose time of day is dropped. A zone stays as it is written, so that the day is the
    writer's own.
    """
    value = value.strip()
    if not value or len(value) > 80:
        return None
    if match := _ISO.fullmatch(value):
        return _checked(match[1], match[2], match[3], match[4], match[5])
    if match := _COMPACT.fullmatch(value):
        time = ":".join(part for part in match.group(4, 5, 6) if part) or None
        return _checked(match[1], match[2], match[3], time, match[7])
    named = _named_day(value)
    if named and not re.search(r"\d:\d\d:\d\d\s+(?:[+-]\d{4}|[A-Z]{2,4})$", value):
        return named
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return named


def _named_day(value: str) -> str | None:
    """The day of a date with an English month's name."""
    match = _NAMED.fullmatch(value)
    month = MONTHS.get((match["m1"] or match["m2"]).lower()) if match else None
    return _checked(match["y"], str(month), match["d1"] or match["d2"], None, None) if match and month else None


def _checked(year: str, month: str, day: str, time: str | None, zone: str | None) -> str | None:
    if zone in ("Z", "UTC", "GMT"):
        zone = "+00:00"
    elif zone and ":" not in zone:
        zone = zone[:3] + ":" + zone[3:]
    try:
        day_part = date(int(year), int(month), int(day)).isoformat()
        if time is None:
            return day_part
        return datetime.fromisoformat(f"{day_part}T{time}{zone or ''}").isoformat()
    except ValueError:
        return None
