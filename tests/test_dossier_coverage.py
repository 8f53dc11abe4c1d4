"""What only one report tells and what it leaves out, as a reader sees it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from onrecord.dossier import Dossier, ReportCoverage, compared, find_page
from onrecord.story import BuildOptions, build_story, open_dossier
from onrecord.views import terminal

QUOTE = "“We need an order for two ferries and we need it this year,”"
TEXTS = {
    "Beacon": f"""Ashford mayor asks for ferry order
The mayor of Ashford, Lucy Odell, visited the shipyard on Monday to ask for an order. {QUOTE} Odell said.
“Nobody in this town will give up on the shipyard,” Odell said. 
Odell said she regretted that the dredgers were so loud at night.""",
    "Harbour Times": f"""Ferries wanted for Ashford shipyard
Workers at the Ashford shipyard cheered their mayor, Lucy Odell, on Monday. {QUOTE} Odell told them.""",
    "County Post": f"""Shipyard in Ashford hopes for ferries
{QUOTE} said Lucy Odell, the mayor of Ashford, when she came to its shipyard at noon on Monday.""",
    "Morning Mail": """Union at Ashford shipyard wants ferry order
Tom Brandt, who leads the union at the Ashford shipyard, asked for the ferry order on Monday, as did the mayor.
“The owners have not called me once in three weeks,” Brandt said. Brandt left before noon.""",
}


def write(folder: Path, outlets: list[str]) -> Dossier:
    rows = [
        {"title": TEXTS[outlet].split("\n")[0], "text": TEXTS[outlet], "outlet": outlet, "date": "2024-04-29"}
        for outlet in outlets
    ]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    build_story([str(folder / "in.jsonl")], folder / "out", BuildOptions(jobs=1))
    return open_dossier(folder / "out")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("coverage")


@pytest.fixture(scope="module")
def dossier(folder: Path) -> Dossier:
    return write(folder, list(TEXTS))


def told(dossier: Dossier) -> dict[str, ReportCoverage]:
    return {one.labels[0]: one for one in dossier.coverage}


def words(dossier: Dossier, ids: tuple[str, ...]) -> list[str]:
    said = {s.id: s.words for actor in dossier.said for s in actor.statements}
    return [said[id] for id in ids]


def test_what_one_report_alone_tells_and_what_it_leaves_out(dossier: Dossier) -> None:
    found = told(dossier)
    assert list(found) == [source.label for source in dossier.sources]
    assert "“Nobody in this town will give up on the shipyard,”" in words(dossier, found["Beacon"].only)
    assert words(dossier, found["Morning Mail"].left_out) == [QUOTE]
    assert not any(found[outlet].left_out for outlet in ("Beacon", "Harbour Times", "County Post"))
    assert [actor.name for actor in found["Morning Mail"].only_actors] == ["Tom Brandt"]


def test_what_a_speaker_says_of_itself_is_listed_once(dossier: Dossier) -> None:
    everything = [s for actor in dossier.said for s in actor.statements]
    nested = [s for s in everything if s.told_by == "Lucy Odell" and "dredgers" in s.words]
    assert nested  # "regretted that the dredgers …" inside "said she regretted …"
    listed = words(dossier, told(dossier)["Beacon"].only)
    assert [text for text in listed if "dredgers" in text] == ["she regretted that the dredgers were so loud at night"]


def test_headlines_are_no_statements_of_their_own(dossier: Dossier) -> None:
    titles = {source.id: len(source.title or "") for source in dossier.sources}
    said = {s.id: s for actor in dossier.said for s in actor.statements}
    in_titles = {s.id for s in said.values() if s.carriers[0].content[0].start < titles[s.carriers[0].article]}
    assert in_titles
    assert not in_titles & {id for one in dossier.coverage for id in one.only}


def test_terminal_and_report_say_who_alone_carries_a_statement(folder: Path, dossier: Dossier) -> None:
    page = Console(file=io.StringIO(), width=200, color_system=None)
    for section in ("statements", "coverage"):
        terminal.show(dossier, section, page)
    assert isinstance(page.file, io.StringIO)
    shown = page.file.getvalue()
    assert "say: only in Beacon" in shown
    assert "say: 3 reports: " in shown
    assert "left out, though half of the others have it: 1 statement" in shown
    report = (folder / "out/report.html").read_text(encoding="utf-8")
    assert 'id="coverage"' in report
    assert "only in <a" in report


def test_the_timeline_and_an_actors_page_say_it_too(dossier: Dossier) -> None:
    page = Console(file=io.StringIO(), width=200, color_system=None)
    terminal.show_actor(find_page(dossier.actors, "Tom Brandt"), page)
    assert isinstance(page.file, io.StringIO)
    assert "only in Morning Mail" in page.file.getvalue()
    terminal.show(dossier, "timeline", page)
    assert "only in Harbour Times" in page.file.getvalue()


def test_two_reports_are_too_few_to_say_only(tmp_path: Path) -> None:
    few = write(tmp_path, ["Beacon", "Morning Mail"])
    assert few.coverage == ()
    assert compared(few) == frozenset()
    page = Console(file=io.StringIO(), width=200, color_system=None)
    terminal.show(few, "statements", page)
    assert isinstance(page.file, io.StringIO)
    assert "only in" not in page.file.getvalue()
    assert 'id="coverage"' not in (tmp_path / "out/report.html").read_text(encoding="utf-8")
