"""A dossier as files for other programs: csv, jsonl, ics, parquet, and those of installed exporters.

An exporter is a function of a dossier and of what to write ("statements", "positions", "events" or "actors") that gives
bytes; packages add theirs with an entry point in the group ``onrecord.exporters``.
"""

from __future__ import annotations

import csv
import dataclasses
import difflib
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib.metadata import entry_points
from typing import Any

from onrecord.dossier import Dossier, Overview, ProblemGroup, Stands
from onrecord.dossier.rows import (
    ActorRow,
    EventRow,
    PositionRow,
    StatementRow,
    actor_rows,
    event_rows,
    position_rows,
    statement_rows,
)
from onrecord.errors import MissingExtra, UsageError
from onrecord.views.whatif import conditions_json

Exporter = Callable[[Dossier, str], bytes]
Row = StatementRow | PositionRow | EventRow | ActorRow

GROUP = "onrecord.exporters"
ROWS: dict[str, tuple[type[Row], Callable[[Dossier], Sequence[Row]]]] = {
    "statements": (StatementRow, statement_rows),
    "positions": (PositionRow, position_rows),
    "events": (EventRow, event_rows),
    "actors": (ActorRow, actor_rows),
}
# A spreadsheet takes a cell that begins so for a formula, also in the wide forms of East Asian input methods.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ICS_OCTETS = 75  # RFC 5545, 3.1: longer lines are folded


def export_dossier(dossier: Dossier, format_name: str, what: str = "statements") -> bytes:
    """The content of a file in the format. Raises: UsageError for an unknown format or ``what``."""
    if what not in ROWS:
        raise UsageError(f"{what!r} cannot be exported; one of {', '.join(ROWS)} can")
    found = find_exporters()
    if format_name not in found:
        raise UsageError(f"{format_name!r} is no format; these are: {', '.join(sorted(found))}")
    return found[format_name](dossier, what)


def find_exporters() -> dict[str, Exporter]:
    """The exporters by format: the built-in ones, and those of installed packages, which may replace them."""
    installed: dict[str, Exporter] = {point.name: point.load() for point in entry_points(group=GROUP)}
    return {"csv": write_csv, "jsonl": write_jsonl, "ics": write_ics, "parquet": write_parquet} | installed


def write_csv(dossier: Dossier, what: str) -> bytes:
    """RFC 4180 in UTF-8: a header, one record a row, lines end with CRLF.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    kind, rows = ROWS[what]
    names = [field.name for field in dataclasses.fields(kind)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows(dossier):
        writer.writerow([_cell(getattr(row, name)) for name in names])
    return out.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value)


def write_jsonl(dossier: Dossier, what: str) -> bytes:
    """One JSON object a line, in UTF-8."""
    _, rows = ROWS[what]
    lines = (json.dumps(dataclasses.asdict(row), ensure_ascii=False) for row in rows(dossier))
    return "".join(f"{line}\n" for line in lines).encode()


def write_parquet(dossier: Dossier, what: str) -> bytes:
    """One record a row. Raises: MissingExtra where pyarrow is not installed."""
    try:
        import pyarrow  # type: ignore[import-not-found, import-untyped, unused-ignore]  # an extra, without types
        import pyarrow.parquet  # type: ignore[import-not-found, import-untyped, unused-ignore]  # the same
    except ImportError as error:
        raise MissingExtra("parquet needs pyarrow; install it with: pip install onrecord[parquet]") from error
    kind, rows = ROWS[what]
    found = rows(dossier)
    columns = {field.name: [getattr(row, field.name) for row in found] for field in dataclasses.fields(kind)}
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def write_ics(dossier: Dossier, what: str = "events") -> bytes:
    """The upcoming events that have a day, as a calendar (RFC 5545); always events, whatever else is asked for."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OnRecord//OnRecord//EN"]
    for row in event_rows(dossier):
        first, last = _day(row.first or row.last), _day(row.last or row.first)
        if row.part == "upcoming" and first and last and first <= last < date.max:
            lines += _ics_event(row, first, last)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line)).encode()


def _ics_event(row: EventRow, first: date, last: date) -> list[str]:
    stamp = _day(row.published) or date(1970, 1, 1)  # when it was written down: no clock, reruns are the same
    told = f"“{row.evidence}” ({row.outlet or row.location}{', ' + row.published[:10] if row.published else ''})"
    return [
        "BEGIN:VEVENT",
        f"UID:{row.id}@onrecord",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_ics_text(row.label)}",
        f"DESCRIPTION:{_ics_text(told)}",
        *([f"LOCATION:{_ics_text(row.place)}"] if row.place else []),
        f"CATEGORIES:{_ics_text(row.type)}",
        f"STATUS:{_ics_status(row)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _ics_status(row: EventRow) -> str:
    """CANCELLED for what is denied, TENTATIVE for what is hedged, only claimed or dated otherwise elsewhere."""
    if row.status == "denied":
        return "CANCELLED"
    return "TENTATIVE" if row.status != "planned" or row.other_dates else "CONFIRMED"


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _ics_text(words: str) -> str:
    for mark in "\\;,":
        words = words.replace(mark, f"\\{mark}")
    return "".join(c for c in " ".join(words.split()) if c.isprintable())


def _fold(line: str) -> list[str]:
    """The line in pieces of at most 75 octets, each but the first after a space, cut between characters."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > _ICS_OCTETS:
            pieces.append(piece)
            piece = " "
        piece += character
    return [*pieces, piece]


# The dossier as JSON

SECTIONS = ("overview", "stories", "positions", "conditions", "statements", "actors", "timeline", "differences",
            "coverage", "sources", "problems")  # fmt: skip


def dossier_json(dossier: Dossier, section: str | None = None) -> Any:
    """A section, or all of them by name, as plain JSON values.

    The table of actors by issues holds marks only; its rows are under the issues. Raises: UsageError.
    """
    if section is None:
        return {name: dossier_json(dossier, name) for name in SECTIONS}
    check_section(section)
    match section:
        case "positions":
            return _plain_stands(dossier.stands)
        case "conditions":
            return conditions_json(dossier)
        case "statements":
            return [plain(actor) for actor in dossier.said if actor.statements]
        case "actors":
            return [{**plain(actor), "statements": len(actor.statements)} for actor in dossier.said]
    values: Overview | tuple[ProblemGroup, ...] = getattr(dossier, section)
    return plain(values)


def check_section(section: str) -> None:
    """Raises: UsageError where there is no such section."""
    if section not in SECTIONS:
        near = difflib.get_close_matches(section.lower(), SECTIONS, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise UsageError(f"{section!r} is no section; these are: {', '.join(SECTIONS)}, and actor NAME{meant}")


def _plain_stands(stands: Stands) -> dict[str, Any]:
    cells = [[cell and cell.mark for cell in row] for row in stands.cells]
    return {"issues": plain(stands.issues), "actors": plain(stands.actors), "cells": cells}


def plain(value: Any) -> Any:
    """Records as objects, tuples as lists; `dataclasses.asdict` copies every string and takes ten times as long."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in type(value).__slots__}  # type: ignore[union-attr]  # all have slots
    return value
