"""A build destroys nothing by mistake: a wrong name, a forgotten --add, a story's own files among the inputs."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.errors import DropsArticles
from onrecord.store import Store
from onrecord.story import BuildOptions, build_story

NEWS = "Ann Lee said on Monday that the harbour would open in May. Ed Ray, of the port council, denied it.\n"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def articles(folder: Path) -> int:
    with Store.open(folder, write=False) as store:
        return len(store.articles())


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder of three articles, built into its neighbour ``out``."""
    folder = tmp_path / "in"
    folder.mkdir()
    for day in ("Monday", "Tuesday", "Friday"):
        (folder / f"{day}.txt").write_text(NEWS.replace("Monday", day), "utf-8")
    assert run("build", str(folder), "-o", str(tmp_path / "out")) == 0
    return folder


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("more", [[], ["--add"], ["--replace"]])
def test_a_name_that_is_not_there_changes_nothing(
    pile: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = pile.parent / "out"
    before = state(out)
    capsys.readouterr()
    assert run("build", str(pile.parent / "tpyo"), "-o", str(out), *more) == 2
    told = capsys.readouterr().err
    assert "no input could be read" in told
    assert "tpyo" in told
    assert state(out) == before


def test_a_build_of_nothing_makes_no_folder(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", "utf-8")
    assert run("build", str(tmp_path / "empty.txt"), "-o", str(tmp_path / "out")) == 2
    assert not (tmp_path / "out").exists()


def test_a_forgotten_add_is_asked_about(pile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, one = pile.parent / "out", str(pile / "Monday.txt")
    before = state(out)
    capsys.readouterr()
    assert run("build", one, "-o", str(out)) == 2
    assert "2 of 3 articles" in capsys.readouterr().err
    assert state(out) == before
    with pytest.raises(DropsArticles) as told:
        build_story([one], out)
    assert (told.value.dropped, told.value.held) == (2, 3)
    assert build_story([one], out, BuildOptions(replace=True)).articles == 1


@pytest.mark.parametrize(("answer", "code", "left"), [("n\n", 130, 3), ("y\n", 0, 1)])
def test_on_a_terminal_the_user_decides(
    pile: Path, answer: str, code: int, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert run("build", str(pile / "Monday.txt"), "-o", str(pile.parent / "out")) == code
    assert articles(pile.parent / "out") == left


def test_more_inputs_and_changed_ones_drop_nothing(pile: Path) -> None:
    out = pile.parent / "out"
    (pile / "Sunday.txt").write_text(NEWS.replace("Monday", "Sunday"), "utf-8")
    (pile / "Monday.txt").write_text(NEWS.replace("May", "June"), "utf-8")  # the same place, edited
    assert run("build", str(pile), "-o", str(out)) == 0
    assert articles(out) == 4


def test_a_story_built_into_its_inputs_does_not_read_itself(pile: Path) -> None:
    assert run("build", str(pile), "-o", str(pile)) == 0
    assert (pile / "report.html").is_file()
    assert run("build", str(pile), "-o", str(pile)) == 0
    assert articles(pile) == 3


def test_add_and_replace_exclude_each_other(pile: Path) -> None:
    assert run("build", str(pile), "-o", str(pile.parent / "out"), "--add", "--replace") == 2


# --- ids that last ---------------------------------------------------------------------------------------------------


def all_ids(out: Path) -> dict[str, list[str]]:
    with Store.open(out, write=False) as store:
        found = list(store.all_findings())
    return {
        "articles": sorted(f.article.id for f in found),
        "statements": sorted(s.id for f in found for s in f.statements),
        "actors": sorted(a.id for f in found for a in f.actors),
        "events": sorted(e.id for f in found for e in f.events),
    }


def test_a_renamed_folder_keeps_all_ids_and_its_new_place_is_told(pile: Path) -> None:
    out = pile.parent / "out"
    before = all_ids(out)
    moved = pile.rename(pile.parent / "moved elsewhere")
    assert run("build", str(moved), "-o", str(out)) == 0
    assert all_ids(out) == before
    assert before["statements"]
    with Store.open(out, write=False) as store:
        assert all("moved elsewhere" in a.source.location for a in store.articles())


@pytest.mark.parametrize("add", [False, True])
def test_two_equal_files_are_one_article_at_two_places(pile: Path, add: bool) -> None:
    out, first = pile.parent / "out", sorted(pile.iterdir())[0]
    before = all_ids(out)
    (pile / "zz again.txt").write_bytes(first.read_bytes())
    given = [str(pile / "zz again.txt"), "--add"] if add else [str(pile)]
    for _ in range(2):
        assert run("build", *given, "-o", str(out)) == 0
        assert all_ids(out) == before
        with Store.open(out, write=False) as store:
            places = [a.also for a in store.articles() if a.also]
        assert places == [(str(pile / "zz again.txt"),)]


def test_another_outlet_or_day_is_another_article(tmp_path: Path) -> None:
    text = "The harbour of Karvan is closed, the mayor said on Monday.\n"
    for n, head in enumerate(("outlet: One", "outlet: Two", "outlet: Two\ndate: 2025-02-17")):
        (tmp_path / f"{n}.txt").write_text(f"---\n{head}\n---\n{text}", "utf-8")
    build_story([str(tmp_path)], tmp_path / "out")
    assert len(all_ids(tmp_path / "out")["articles"]) == 3
