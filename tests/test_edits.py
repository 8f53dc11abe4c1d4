"""What a later version changed, as a reader sees it: in the dossier, the terminal and the report."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from onrecord.dossier import Dossier, Edit
from onrecord.dossier.versions import compare_words
from onrecord.story import BuildOptions, build_story, open_dossier
from onrecord.views import terminal

FIRST = """Minister rules out closing Ashford shipyard

The industry minister, Helen Marsh, said on Monday that the government would not close the shipyard in Ashford.

“There is no plan to close Ashford, and there will not be one while I am in this job,” Marsh told reporters.

Union leader Tom Brandt refused to take part in talks with the owners. He said 12 workers had been sent home.

Analysts doubt that the yard can survive without new orders."""
LATER = """Minister leaves future of Ashford shipyard open

“There is no plan to close Ashford, and there will not be one while I am in this job,” Marsh told reporters.

The industry minister, Helen Marsh, said on Monday that the government might close the shipyard in Ashford.

Union leader Tom Brandt refused to take part in talks with the owners. He said 15 workers had been sent home.

“This is a betrayal of the town,” Brandt said.

Correction: an earlier version of this article gave another number of workers."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    rows = [
        {"title": text.split("\n")[0], "text": text, "outlet": "Morning Post", "date": f"2024-04-29T{hour}:00:00"}
        for text, hour in ((FIRST, "08"), (LATER, "15"))
    ]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    build_story([str(folder / "in.jsonl")], folder / "out", BuildOptions(jobs=1))
    return folder / "out"


@pytest.fixture(scope="module")
def dossier(built: Path) -> Dossier:
    return open_dossier(built)


def edits(dossier: Dossier) -> list[Edit]:
    return [edit for source in dossier.sources for relation in source.relations for edit in relation.edits]


def shown(edit: Edit) -> str:
    marks = {"same": "{}", "dropped": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[part.how].format(part.words) for part in edit.parts)


def test_each_change_is_one_edit_and_what_only_moved_is_none(dossier: Dossier) -> None:
    found = edits(dossier)
    assert [edit.kind for edit in found] == ["headline", "note", "reworded", "reworded", "added", "dropped"]
    told = [shown(edit) for edit in found]
    assert "government [-would not-]{+might+} close" in told[2]
    assert told[3] == "He said [-12-]{+15+} workers had been sent home."
    assert told[5] == "[-Analysts doubt that the yard can survive without new orders.-]"
    assert not any("There is no plan" in words for words in told)


def test_edits_stand_with_the_later_text_and_say_who_speaks(dossier: Dossier) -> None:
    first, later = dossier.sources
    assert [relation.relation for relation in first.relations] == ["earlier version of"]
    assert not first.relations[0].edits
    added = next(edit for edit in later.relations[0].edits if edit.kind == "added")
    assert added.after is not None
    assert (added.speaker, added.before, added.after.article) == ("Tom Brandt", None, later.id)


def test_every_edit_can_be_found_in_its_text(dossier: Dossier) -> None:
    texts = {source.id: source for source in dossier.sources}
    sides = [side for edit in edits(dossier) for side in (edit.before, edit.after) if side]
    assert len(sides) == 6
    for side in sides:
        source = texts[side.article]
        assert source.text[side.start : side.end] == side.words
        assert side.anchor in {source.anchor(segment) for segment in source.segments if "changed" in segment.classes}


def test_the_terminal_shows_a_word_diff_and_the_report_marks_it(built: Path, dossier: Dossier) -> None:
    page = Console(file=io.StringIO(), width=200, color_system=None)
    terminal.show(dossier, "sources", page)
    assert isinstance(page.file, io.StringIO)
    assert "~ He said [-12-]{+15+} workers had been sent home." in page.file.getvalue()
    assert "+ “This is a betrayal of the town,” Brandt said." in page.file.getvalue()
    assert page.file.getvalue().count("+ a sentence added, - one dropped, ~ one reworded") == 1
    report = (built / "report.html").read_text(encoding="utf-8")
    assert "He said <del>12</del><ins>15</ins> workers had been sent home." in report
    assert "What changed since Morning Post" in report


def test_a_corrected_number_is_told_with_its_words(dossier: Dossier) -> None:
    (found,) = [d for d in dossier.differences if d.kind == "number"]
    assert (found.left.differs, found.right.differs) == ("12", "15")
    assert "".join(words for words, _ in found.left.parts) == found.left.words
    assert found.summary == "another number, changed in a later version"


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("He said it would close.", "He said it would not close.", "He said it would {+not +}close."),
        ("The yard, he said, is open.", "The yard, he said, is open.", "The yard, he said, is open."),
        ("He said “no way” to it all.", 'He said "no way" to it all.', 'He said "no way" to it all.'),
        ("", "All is new.", "{+All is new.+}"),
        ("All is gone.", "", "[-All is gone.-]"),
    ],
)
def test_two_wordings_as_one(before: str, after: str, parts: str) -> None:
    found = compare_words(before, (0, len(before)), after, (0, len(after)))
    assert shown(Edit("reworded", found, None, None, None)) == parts
