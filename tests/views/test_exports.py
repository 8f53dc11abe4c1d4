"""Exports: the same bytes on every run, tables that open safely in a spreadsheet, calendars that calendars read."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import pandas
import pytest
import small_story

from onrecord.dossier import Dossier, OtherDate, build_dossier
from onrecord.errors import MissingExtra, OnRecordError, UsageError
from onrecord.records import Findings, Status
from onrecord.store import Store
from onrecord.views import exports
from onrecord.views.exports import ROWS, SECTIONS, dossier_json, export_dossier

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def dossier() -> Iterator[Dossier]:
    with Store.open(":memory:") as store:
        small_story.fill(store)
        yield build_dossier(store)


def check_golden(name: str, content: bytes) -> None:
    """Compares with the file of that name; ONRECORD_WRITE_GOLDENS=1 writes it, to be read before it is committed."""
    file = GOLDEN / name
    if os.environ.get("ONRECORD_WRITE_GOLDENS"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    assert file.read_bytes() == content


@pytest.mark.parametrize("what", ROWS)
@pytest.mark.parametrize("format_name", ["csv", "jsonl"])
def test_exports_are_as_they_were(dossier: Dossier, format_name: str, what: str) -> None:
    check_golden(f"{what}.{format_name}", export_dossier(dossier, format_name, what))


def test_calendar_is_as_it_was(dossier: Dossier) -> None:
    check_golden("upcoming.ics", export_dossier(dossier, "ics"))


def test_csv_and_jsonl_hold_the_same(dossier: Dossier) -> None:
    for what in ROWS:
        table = list(csv.DictReader(io.StringIO(export_dossier(dossier, "csv", what).decode(), newline="")))
        lines = [json.loads(line) for line in export_dossier(dossier, "jsonl", what).decode().splitlines()]
        assert len(table) == len(lines) > 0
        for row, line in zip(table, lines, strict=True):
            assert list(row) == list(line)
            assert {k: v for k, v in row.items() if not v.startswith("'")} == {
                k: "" if v is None else str(v).lower() if isinstance(v, bool) else str(v)
                for k, v in line.items()
                if not row[k].startswith("'")
            }


def dossier_with(words: str) -> Dossier:
    """A dossier with one statement of these words by a speaker of these words."""
    article = small_story.make_article("x", f"A headline\n{words}", None, None)
    marker = small_story.Marker(article)
    with Store.open(":memory:") as store:
        store.replace_findings(Findings(article, statements=(marker.says("x", None, words, words, words),)))
        return build_dossier(store)


@pytest.mark.parametrize("words", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1"])
def test_cells_that_a_spreadsheet_would_run_are_escaped(words: str) -> None:
    rows = list(csv.DictReader(io.StringIO(export_dossier(dossier_with(words), "csv").decode(), newline="")))
    assert (rows[0]["words"], rows[0]["speaker"]) == (f"'{words}", f"'{words}")


@pytest.mark.parametrize("words", ["a=1", "‘x’", "1-1", "– no", "a,b", 'he said "no"', "two\nlines", "two\r\nlines"])
def test_other_cells_come_back_as_they_are(words: str) -> None:
    content = export_dossier(dossier_with(words), "csv")
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert rows[1][rows[0].index("words")] == words
    assert content.endswith(b"\r\n")


def test_an_empty_story_gives_a_header_only() -> None:
    with Store.open(":memory:") as store:
        empty = build_dossier(store)
    assert export_dossier(empty, "csv").count(b"\r\n") == 1
    assert export_dossier(empty, "jsonl") == b""
    assert b"VEVENT" not in export_dossier(empty, "ics")


def test_calendar_lines_are_short_and_escaped(dossier: Dossier) -> None:
    entry = replace(dossier.timeline.upcoming[0], label="Vote; in Kyiv, then\\there " + "– Здравствуй " * 20)
    long = replace(dossier, timeline=replace(dossier.timeline, upcoming=(entry,)))
    content = export_dossier(long, "ics")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    unfolded = content.decode().replace("\r\n ", "")
    assert "SUMMARY:Vote\\; in Kyiv\\, then\\\\there – Здравствуй" in unfolded
    assert unfolded.count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    ("status", "other_dates", "shown"),
    [
        ("planned", (), "CONFIRMED"),
        ("planned", ("2025-02-20",), "TENTATIVE"),
        ("possible", (), "TENTATIVE"),
        ("conditional", (), "TENTATIVE"),
        ("claimed", (), "TENTATIVE"),
        ("unknown", (), "TENTATIVE"),
        ("denied", (), "CANCELLED"),
    ],
)
def test_calendar_says_how_sure_an_event_is(
    dossier: Dossier, status: Status, other_dates: tuple[str, ...], shown: str
) -> None:
    entry = dossier.timeline.upcoming[0]
    others = tuple(OtherDate(day, False, entry.evidence[0]) for day in other_dates)
    timeline = replace(dossier.timeline, upcoming=(replace(entry, status=status, other_dates=others),))
    content = export_dossier(replace(dossier, timeline=timeline), "ics").decode()
    assert f"\r\nSTATUS:{shown}\r\n" in content
    assert f"\r\nUID:{entry.id}@onrecord\r\n" in content


def test_calendar_holds_no_control_characters(dossier: Dossier) -> None:
    entry = replace(dossier.timeline.upcoming[0], label="Vote\x07 in\r\nKyiv\u2028on Monday")
    content = export_dossier(replace(dossier, timeline=replace(dossier.timeline, upcoming=(entry,))), "ics")
    assert b"SUMMARY:Vote in Kyiv on Monday\r\n" in content


@pytest.mark.parametrize(("first", "last"), [(None, None), ("2025-02-30", "2025-03-01"), ("2025-03-05", "2025-03-01")])
def test_what_has_no_day_is_in_no_calendar(dossier: Dossier, first: str | None, last: str | None) -> None:
    entry = replace(dossier.timeline.upcoming[0], first=first, last=last)
    odd = replace(dossier, timeline=replace(dossier.timeline, upcoming=(entry,)))
    assert b"VEVENT" not in export_dossier(odd, "ics")


def test_unknown_formats_and_rows_are_named_with_those_that_exist(dossier: Dossier) -> None:
    with pytest.raises(UsageError, match="'xlsx' is no format; these are: csv, ics, jsonl, parquet"):
        export_dossier(dossier, "xlsx")
    with pytest.raises(UsageError, match="'quotes' cannot be exported; one of statements"):
        export_dossier(dossier, "csv", "quotes")


def shout(dossier: Dossier, what: str) -> bytes:
    return f"{what}: {dossier.overview.title}".upper().encode()


def test_packages_add_exporters(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("shout", "test_exports:shout", exports.GROUP)
    monkeypatch.setattr(exports, "entry_points", lambda group: EntryPoints([point] if group == exports.GROUP else []))
    assert export_dossier(dossier, "shout") == b"STATEMENTS: LEE READY TO SEND TROOPS, POLAND IS NOT"


def test_parquet_is_read_back_or_its_extra_is_named(dossier: Dossier) -> None:
    try:
        content = export_dossier(dossier, "parquet")
    except MissingExtra as error:
        assert "onrecord[parquet]" in str(error)  # noqa: PT017
        assert isinstance(error, OnRecordError)  # noqa: PT017
    else:
        assert len(pandas.read_parquet(io.BytesIO(content))) == 8


# JSON


def test_every_section_is_json(dossier: Dossier) -> None:
    whole = dossier_json(dossier)
    assert list(whole) == list(SECTIONS)
    assert json.loads(json.dumps(whole)) == whole
    for section in SECTIONS:
        assert dossier_json(dossier, section) == whole[section]
    assert whole["overview"]["title"] == dossier.overview.title
    assert whole["positions"]["cells"] == [["against"], ["conditional"]]
    assert whole["statements"][0]["statements"][0]["carriers"][0]["content"][0]["start"] == 82
    assert [actor["statements"] for actor in whole["actors"]] == [2, 1, 0, 0, 1]


def test_json_has_all_fields(dossier: Dossier) -> None:
    for section in ("overview", "sources", "timeline", "differences"):
        value = getattr(dossier, section)
        plain = [dataclasses.asdict(v) for v in value] if isinstance(value, tuple) else dataclasses.asdict(value)
        assert dossier_json(dossier, section) == json.loads(json.dumps(plain))


def test_an_unknown_section_is_named_with_those_that_exist(dossier: Dossier) -> None:
    with pytest.raises(UsageError, match="'stands' is no section; these are: overview, stories, positions"):
        dossier_json(dossier, "stands")


# Tables


def test_an_opened_story_makes_tables_in_one_line(tmp_path: Path) -> None:
    from onrecord.story import open_story

    with Store.open(tmp_path) as store:
        small_story.fill(store)
    story = open_story(tmp_path)
    statements = pandas.DataFrame(story.statements())
    assert statements.groupby("actor").size().to_dict() == {"Ann Lee": 4, "Jan Nowak": 2, "unknown speaker": 2}
    assert list(pandas.DataFrame(story.positions())["stance"].unique()) == ["conditional", "for", "against"]
    assert list(pandas.DataFrame(story.actors())["name"])[:2] == ["Ann Lee", "Jan Nowak"]
    assert list(pandas.DataFrame(story.timeline())["part"]) == ["past", "upcoming", "undated"]
    assert open_story(tmp_path / "story.sqlite").statements() == story.statements()


DOCS = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")


@pytest.mark.parametrize("what", ROWS)
def test_the_docs_name_every_column_in_order(what: str) -> None:
    told = re.search(rf"\*\*{what}\*\*(.*?)\n\n", DOCS, re.S)
    assert told
    names = re.findall(r"`(\w+)`", told[1].split(":", 1)[1])
    assert names == [field.name for field in dataclasses.fields(ROWS[what][0])]


def test_the_python_of_the_docs_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "story").mkdir()
    with Store.open(tmp_path / "story") as store:
        small_story.fill(store)
        dossier = build_dossier(store)
    monkeypatch.chdir(tmp_path)
    first, second = re.findall(r"```python\n(.*?)```", DOCS, re.S)
    exec(first, {})
    assert "Ann Lee" in capsys.readouterr().out
    names: dict[str, Any] = {}
    exec(second, names)
    assert names["write_titles"](dossier, "statements").startswith(b"UK would send troops")
