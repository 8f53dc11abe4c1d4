"""The command line as a user meets it: output on stdout, problems on stderr, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.cli import main
from tests.conftest import ROOT

EXAMPLE = str(ROOT / "examples/backstop/articles")
TEXT = "“We will not sign the treaty unless Norland pays,” Ann Lee said on Monday. Ed Ray denied it.\n"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    assert run("build", EXAMPLE, "-o", str(folder)) == 0
    return folder


def test_find_prints_one_json_line_an_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT.replace("Ann", "Eva"), encoding="utf-8")
    assert run("find", str(tmp_path), "--published", "2025-02-17") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(line["path"]).name for line in lines] == ["a.txt", "b.txt"]
    keys = ["id", "path", "title", "outlet", "published", "text", "removed", "statements", "mentions", "times"]
    assert set(keys) <= lines[0].keys()
    statement = lines[0]["statements"][0]
    words = [lines[0]["text"][s:e] for s, e in statement["content"]]
    assert words == ["“We will not sign the treaty unless Norland pays,”"]
    assert statement["speaker"]["name"] == "Ann Lee"


def test_a_bad_input_is_named_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert run("find", str(tmp_path)) == 1
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    assert "empty.txt" in printed.err
    assert "good.txt" not in printed.err


def test_wrong_usage_is_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find") == 2
    assert run("find", "x.txt", "--published", "yesterday") == 2
    assert "2025-02-17" in capsys.readouterr().err
    assert run("show", str(tmp_path), "positions") == 2  # a folder without a story
    assert run("evaluate", "predict", "nothing", __file__, str(tmp_path / "out")) == 2


def test_build_writes_store_and_report(built: Path) -> None:
    assert sorted(p.name for p in built.iterdir()) == ["report.html", "story.sqlite"]


def test_a_second_build_changes_no_byte(built: Path) -> None:
    before = {p.name: p.read_bytes() for p in built.iterdir()}
    assert run("build", EXAMPLE, "-o", str(built)) == 0
    assert {p.name: p.read_bytes() for p in built.iterdir()} == before


def test_show_and_export(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", str(built)) == 0
    assert "Starmer" in capsys.readouterr().out
    assert run("show", str(built), "positions", "--json") == 0
    assert json.loads(capsys.readouterr().out)
    out = built.parent / "statements.csv"
    assert run("export", str(built), "csv", "-o", str(out)) == 0
    assert out.read_text(encoding="utf-8-sig").count("\n") > 20
    assert run("export", str(built), "nothing", "-o", str(out)) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["actor"], "whose?"),
        (["actor", "Nobody Atall"], "'Nobody Atall' is the name or id of no actor here"),
        (["actor", "Starmr"], "did you mean Starmer"),
        (["statements", "Starmer"], "only the section actor takes a NAME"),
        (["statments"], "did you mean statements"),
        (["positions", "--story", "sy-none"], "has no such story"),
    ],
)
def test_a_wrong_section_or_name_is_told_how_it_is_right(built: Path, capsys: pytest.CaptureFixture[str],
                                                         arguments: list[str], told: str) -> None:  # fmt: skip
    assert run("show", str(built), *arguments) == 2
    assert told in capsys.readouterr().err


def test_evaluate_predict_keeps_the_record(tmp_path: Path) -> None:
    gold = {"id": "x", "text": TEXT, "publisher": "p", "attributions": [{"source": [[0, 1]]}]}
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps(gold) + "\n", encoding="utf-8")
    assert run("evaluate", "predict", "attribution", str(source), str(target)) == 0
    predicted = json.loads(target.read_text(encoding="utf-8"))
    assert (predicted["id"], predicted["text"], predicted["publisher"]) == ("x", TEXT, "p")
    spans = [TEXT[s:e] for a in predicted["attributions"] for s, e in a["source"]]
    assert "Ann Lee" in spans
