"""Corrections of actors through the command line: kept when the story is built again, taken back by their id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.dossier import build_dossier, find_page
from onrecord.errors import UsageError
from onrecord.store import Store
from onrecord.story import corrections, merge_actors, rename_actor, split_actor, undo_correction

TEXTS = {
    "north": "Senator Ron Harmon said on Monday that the bill would pass. “We have the votes,” Mr. Harmon said.",
    "south": "Senator Ron Harmon said the vote was a mistake. Eve Ash praised him. Ash said the bill was good.",
    "west": "Ron Harmon said he would sue. Evelyn Ashton-Ray said that nobody listened.",
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "in" / f"{name}.txt").write_text(f"{text}\n", "utf-8")
    build(tmp_path)
    return tmp_path


def build(folder: Path, *more: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", str(folder / "in"), "-o", str(folder / "out"), *more])
    assert ended.value.code == 0


def actors(folder: Path) -> dict[str, list[set[str]]]:
    """For each name the files of the actors of that name."""
    found: dict[str, list[set[str]]] = {}
    with Store.open(folder / "out", write=False) as store:
        names = {a.id: Path(a.source.location).stem for a in store.articles()}
        for page in build_dossier(store).actors:
            found.setdefault(page.actor.name, []).append({names[seen.article] for seen in page.articles})
    return found


def content(folder: Path) -> list[object]:
    with Store.open(folder / "out", write=False) as store:
        return list(store.content())


def test_a_split_a_merge_and_a_name_outlast_a_rebuild_and_are_taken_back(built: Path) -> None:
    before, untouched = actors(built), content(built)
    assert before["Ron Harmon"] == [{"north", "south", "west"}]
    out = built / "out"
    made = split_actor(out, "Ron Harmon", ["Ron Harmon said he would sue"])
    made += merge_actors(out, "Eve Ash", "Evelyn Ashton-Ray")
    made += rename_actor(out, "Eve Ash", "Evelyn Ash")
    after, kept = actors(built), content(built)
    assert sorted(after["Ron Harmon"], key=len) == [{"west"}, {"north", "south"}]
    assert after["Evelyn Ash"] == [{"south", "west"}]
    assert "Evelyn Ash" in (out / "report.html").read_text("utf-8")
    build(built)
    assert content(built) == kept
    build(built)
    assert (actors(built), content(built)) == (after, kept)
    for correction in made:
        undo_correction(out, correction.id)
    assert (actors(built), content(built)) == (before, untouched)


def test_a_later_correction_takes_the_place_of_an_earlier_one(built: Path) -> None:
    out = built / "out"
    split_actor(out, "Ron Harmon", ["Ron Harmon said he would sue"])
    with Store.open(out, write=False) as store:
        ids = [page.actor.id for page in build_dossier(store).actors if page.actor.name == "Ron Harmon"]
    merge_actors(out, *ids)
    assert actors(built)["Ron Harmon"] == [{"north", "south", "west"}]
    split_actor(out, "Ron Harmon", ["Ron Harmon said he would sue"])
    assert len(actors(built)["Ron Harmon"]) == 2
    rename_actor(out, "Eve Ash", "E. Ash")
    rename_actor(out, "E. Ash", "Dame Eve Ash")
    assert "Dame Eve Ash" in actors(built)
    with Store.open(out, write=False) as store:
        assert sorted(c.kind for c in corrections(store)) == ["actor-name", "same-actor"]


def test_a_correction_of_an_article_left_out_is_a_problem_and_comes_back_with_it(built: Path) -> None:
    split_actor(built / "out", "Ron Harmon", ["Ron Harmon said he would sue"])
    west = built / "in" / "west.txt"
    text = west.read_text("utf-8")
    west.unlink()
    build(built, "--replace")
    with Store.open(built / "out", write=False) as store:
        assert [p.code for p in store.loose_problems()] == ["lost-correction"]
    west.write_text(text, "utf-8")
    build(built)
    assert len(actors(built)["Ron Harmon"]) == 2
    with Store.open(built / "out", write=False) as store:
        assert store.loose_problems() == []


def test_the_users_list_still_holds_after_a_correction(built: Path) -> None:
    table = built / "actors.csv"
    table.write_text("name,aliases,identifier\nEve Ash,,Q42\n", "utf-8")
    build(built, "--actors", str(table))
    rename_actor(built / "out", "Ron Harmon", "R. Harmon")
    with Store.open(built / "out", write=False) as store:
        assert {a.identifier for a in store.actors() if a.name == "Eve Ash"} == {"Q42"}


def test_what_cannot_be_corrected_is_said(built: Path) -> None:
    out = built / "out"
    for wrong in (
        lambda: merge_actors(out, "Ron Harmon", "Harmon"),
        lambda: merge_actors(out, "Ron Harmon", "Nobody Here"),
        lambda: split_actor(out, "Ron Harmon", ["no such article"]),
        lambda: rename_actor(out, "Ron Harmon", "  "),
        lambda: undo_correction(out, "ln-000000000000"),
    ):
        with pytest.raises(UsageError):
            wrong()
    with Store.open(out, write=False) as store:
        assert corrections(store) == []


def test_the_command_line_lists_what_was_corrected(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(built / "out")
    for arguments in (["rename", out, "Eve Ash", "Dame Eve Ash"], ["list", out]):
        with pytest.raises(SystemExit) as ended:
            main(["correct", *arguments])
        assert ended.value.code == 0
    one, two = capsys.readouterr().out.splitlines()[-2:]
    assert one == two
    assert "Eve Ash (ar-" not in one
    assert "south.txt) is called" in one
    assert one.endswith("is called Dame Eve Ash")
    with pytest.raises(SystemExit):
        main(["correct", "undo", out, one.split()[0]])
    assert "Eve Ash" in actors(built)


def test_a_surname_is_rather_one_persons_than_a_groups(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    told = "Lucy Odell and Tom Brandt said the yard would close. Odell said it was a shame. Brandt said he would stay."
    (tmp_path / "in" / "a.txt").write_text(f"{told}\n", "utf-8")
    build(tmp_path)
    with Store.open(tmp_path / "out", write=False) as store:
        pages = build_dossier(store).actors
    assert {page.actor.type for page in pages if "Odell" in page.actor.name} == {"person", "group"}
    assert find_page(pages, "Odell").actor.name == "Lucy Odell"
    assert find_page(pages, "Lucy Odell and Tom Brandt").actor.type == "group"


def test_a_correction_is_listed_with_outlet_and_title(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"title": f"Yard {n}", "text": text, "outlet": "Courier", "date": "2024-04-29"}
        for n, text in enumerate(TEXTS.values())
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    build(tmp_path)
    merge_actors(tmp_path / "out", "Eve Ash", "Evelyn Ashton-Ray")
    with pytest.raises(SystemExit):
        main(["correct", "list", str(tmp_path / "out")])
    listed = capsys.readouterr().out.splitlines()[-1]
    for one in ("Eve Ash (Courier, “Yard 1”)", "Evelyn Ashton-Ray (Courier, “Yard 2”)"):
        assert one in listed
