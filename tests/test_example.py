"""The example story's dossier and report are the golden ones; ONRECORD_WRITE_GOLDENS=1 writes them anew."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from onrecord import build_story
from onrecord.story import open_dossier
from onrecord.views import terminal
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples/backstop"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    here = Path.cwd()
    os.chdir(ROOT)  # so that locations in the report are the ones of the repository
    try:
        build_story(["examples/backstop/articles"], folder)
    finally:
        os.chdir(here)
    return folder


def golden(path: Path, content: str) -> None:
    if os.environ.get("ONRECORD_WRITE_GOLDENS"):
        path.write_text(content, encoding="utf-8")
    assert content == path.read_text(encoding="utf-8")


def test_the_golden_report(built: Path) -> None:
    golden(EXAMPLE / "report.html", (built / "report.html").read_text(encoding="utf-8"))


def test_the_golden_dossier(built: Path) -> None:
    page = Console(file=io.StringIO(), width=100, color_system=None)
    dossier = open_dossier(built)
    for section in ("positions", "conditions", "statements", "timeline", "differences", "sources", "problems"):
        terminal.show(dossier, section, page)
    assert isinstance(page.file, io.StringIO)
    golden(EXAMPLE / "dossier.txt", page.file.getvalue())


def test_what_the_example_was_made_to_show(built: Path) -> None:
    dossier = open_dossier(built)
    assert dossier.overview.articles == 8
    assert dossier.overview.reports < 8  # a copy and a version count once
    relations = {r.relation for s in dossier.sources for r in s.relations}
    assert {"copy of", "later version of"} & relations
    assert any(d.kind == "number" for d in dossier.differences)  # six countries, then eight
    assert any(d.kind == "wording" for d in dossier.differences)  # Tusk in two translations
    assert dossier.overview.undated == 1
    assert {s.label for s in dossier.sources if s.removed_chars} >= {"Kestrel Daily"}
    html_page = next(s for s in dossier.sources if s.location.endswith("quayside.html"))
    assert html_page.outlet == "Quayside"
    assert "cookies" not in html_page.text
