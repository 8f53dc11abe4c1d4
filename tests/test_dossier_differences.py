"""Differences as a reader sees them: both passages, with the words marked that the other has otherwise."""

from __future__ import annotations

import io
import json
from pathlib import Path

from rich.console import Console

from onrecord.dossier import Difference, Dossier
from onrecord.story import BuildOptions, build_story, open_dossier
from onrecord.views import terminal

SCENE = {
    "Beacon": "Mayor Lucy Odell spoke to the workers of the Karvan shipyard on Monday.",
    "Courier": "On Monday the workers of the shipyard in Karvan heard from Lucy Odell, the mayor.",
}


def written(folder: Path, left: str, right: str) -> Dossier:
    """The dossier of two reports of one scene, each of which goes on in its own words."""
    rows = [
        {"title": f"Yard {n}", "text": f"{scene} {told}", "outlet": outlet, "date": f"2024-04-{29 + n}"}
        for n, ((outlet, scene), told) in enumerate(zip(SCENE.items(), (left, right), strict=True))
    ]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    build_story([str(folder / "in.jsonl")], folder / "out", BuildOptions(jobs=1))
    return open_dossier(folder / "out")


def marked(difference: Difference) -> tuple[list[str], list[str]]:
    left, right = ([words for words, differs in side.parts if differs] for side in (difference.left, difference.right))
    return left, right


def test_a_quotation_reworded_throughout_is_marked_word_by_word(tmp_path: Path) -> None:
    left = "“We do not plan to close the old dock of Karvan, and we have told the men who work there so,” Odell said."
    right = "“We are not planning to close the old dock in Karvan and we told those men who work there so,” Odell said."
    (found,) = written(tmp_path, left, right).differences
    assert found.summary == "reworded throughout"
    for side in (found.left, found.right):
        assert "".join(words for words, _ in side.parts) == side.words
        assert "dock" not in "".join(words for words, differs in side.parts if differs)
    assert marked(found)[0] == ["do", "plan", "of", "have", "the"]  # without the blanks beside them
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert report.count('<strong class="differs">') == sum(map(len, marked(found)))


def test_a_thing_told_more_strongly_is_shown_with_both_words(tmp_path: Path) -> None:
    left = "Odell ruled out closing the old dry dock at the harbour mouth."
    right = "Odell has doubts about closing the old dry dock at the harbour mouth."
    (found,) = written(tmp_path, left, right).differences
    assert (found.kind, found.summary) == ("strength", "told more strongly in one report: the opposition to it")
    assert {found.left.differs, found.right.differs} == {"ruled out", "doubts"}
    page = Console(file=io.StringIO(), width=120, color_system=None)
    terminal.show(open_dossier(tmp_path / "out"), "differences", page)
    assert isinstance(page.file, io.StringIO)
    assert "strength  told more strongly in one report" in page.file.getvalue()


def test_another_place_is_shown_with_both_places(tmp_path: Path) -> None:
    told = "A crane fell on a school bus in {} on Sunday, injuring the driver and two pupils."
    (found,) = written(tmp_path, told.format("Marseille"), told.format("Toulouse")).differences
    assert found.summary == "another place for “fell”"
    assert marked(found) == (["Marseille"], ["Toulouse"])


def test_marks_of_punctuation_alone_are_no_difference_to_see(tmp_path: Path) -> None:
    left = "“We do not plan to close the dock. It would hurt. And we have told the men who work here so,” Odell said."
    right = "“We are not planning to close the dock,” Odell said. “And we told those men who work here so.”"
    (found,) = written(tmp_path, left, right).differences
    assert all(any(map(str.isalnum, words)) for side in marked(found) for words in side)
    for side in (found.left, found.right):
        assert "".join(words for words, _ in side.parts) == side.words
