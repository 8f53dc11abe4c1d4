"""`onrecord build --add`: articles added one by one make the story that all at once make."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from onrecord import engine
from onrecord.cli import main
from onrecord.records import Actor, Article, Findings
from onrecord.store import Store
from onrecord.story import BuildOptions, build_story, merge_actors
from tests.conftest import ROOT

ARTICLES = sorted((ROOT / "examples/backstop/articles").iterdir())


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def rows(folder: Path) -> list[str]:
    """Every row of a store; stories go by their first name, since one keeps the id of the article that opened it."""
    with Store.open(folder, write=False) as store:
        names = sorted({x.right for x in store.links("story")})
        assert len(names) == 1
        derived = re.compile(r"'(?:te|is|ln)-[0-9a-f]+'")  # ids made from the story's, among others
        return sorted(derived.sub("", repr(row).replace(names[0], "story")) for row in store.content())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    build_story([str(path) for path in ARTICLES], folder)
    return folder


def shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run("show", str(folder)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("seed", range(2))
def test_one_by_one_in_any_order_gives_the_story_of_all_at_once(
    seed: int, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = ARTICLES[:]
    random.Random(seed).shuffle(paths)
    build_story([str(paths[0])], tmp_path, BuildOptions(add=True))  # into a folder that holds no story yet
    for path in paths[1:]:
        assert run("build", str(path), "-o", str(tmp_path), "--add") == 0
    assert rows(tmp_path) == rows(whole)
    assert shown(tmp_path, capsys) == shown(whole, capsys)
    before = (tmp_path / "story.sqlite").read_bytes()
    assert run("build", str(paths[0]), "-o", str(tmp_path), "--add") == 0
    assert (tmp_path / "story.sqlite").read_bytes() == before
    assert run("build", str(paths[0]), "-o", str(tmp_path), "--replace") == 0  # then the story is this article only
    with Store.open(tmp_path) as store:
        assert len(store.articles()) == 1


NEWS = "Ann Lee said on Monday that the harbour would open in May. Ed Ray, of the port council, denied it.\n"


def test_what_is_held_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.txt").write_text(NEWS, "utf-8")
    assert run("build", str(tmp_path / "one.txt"), "-o", str(tmp_path / "out")) == 0
    (tmp_path / "one.txt").unlink()
    (tmp_path / "two.txt").write_text(NEWS.replace("Monday", "Friday"), "utf-8")
    read: list[str] = []
    find = engine.find_all

    def counting(some: Sequence[Article], *rest: Any) -> Iterator[Findings]:
        read.extend(article.text for article in some)
        return find(some, *rest)

    monkeypatch.setattr(engine, "find_all", counting)
    assert run("build", str(tmp_path / "two.txt"), "-o", str(tmp_path / "out"), "--add") == 0
    assert len(read) == 1
    assert "Friday" in read[0]


def test_corrections_known_actors_and_problems_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    (tmp_path / "one.txt").write_text(NEWS, "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    (tmp_path / "actors.csv").write_text("name,identifier\nAnn Lee,Q1\n", "utf-8")
    inputs = [str(tmp_path / "one.txt"), str(tmp_path / "empty.txt")]
    assert run("build", *inputs, "-o", str(out), "--actors", str(tmp_path / "actors.csv")) == 1
    merge_actors(out, "Ann Lee", "Ed Ray")
    (tmp_path / "two.txt").write_text(NEWS.replace("May", "June"), "utf-8")
    assert run("build", str(tmp_path / "two.txt"), "-o", str(out), "--add") == 0
    with Store.open(out) as store:
        assert [p.location for p in store.loose_problems() if p.stage == "read"] == [str(tmp_path / "empty.txt")]
        merged: list[Actor] = [a for a in store.actors() if {"Ann Lee", "Ed Ray"} <= set(a.names)]
        assert [a.identifier for a in merged] == ["Q1"]
        assert len({x.right for x in store.links("actor") if "Ann Lee" in str(dict(x.evidence)["name"])}) == 1
    (tmp_path / "empty.txt").write_text(NEWS.replace("May", "July"), "utf-8")  # what could not be read now can
    assert run("build", str(tmp_path / "empty.txt"), "-o", str(out), "--add") == 0
    with Store.open(out) as store:
        assert not [p for p in store.loose_problems() if p.stage == "read"]
        assert len(store.articles()) == 3


def test_a_line_that_becomes_house_text_makes_only_its_articles_anew(tmp_path: Path) -> None:
    plea = "You can listen to our daily podcast.\n"
    topics = "budget bridge harbour school".split()
    for n, topic in enumerate(topics):
        text = "".join(f"Report {n}.{k}: the {topic} of town {n}{k} opened, officials said.\n" for k in range(6))
        (tmp_path / f"{n}.txt").write_text(text + plea * (n > 0), "utf-8")
    made: list[int] = []
    for n in range(4):
        with Store.open(tmp_path) as store:
            before = {f.article.id: store.meta(f"made:{f.article.id}") for f in store.all_findings()}
        assert run("build", str(tmp_path / f"{n}.txt"), "-o", str(tmp_path), "--add", "--outlet", "Post") == 0
        with Store.open(tmp_path) as store:
            made.append(sum(store.meta(f"made:{id}") != mark for id, mark in before.items()))
            removed = [r.span.words for f in store.all_findings() for r in f.removed if r.reason == "repeated"]
    assert made == [0, 0, 0, 2]  # the third article with the plea makes the two before it anew, and not the first
    assert removed == [plea.strip()] * 3
