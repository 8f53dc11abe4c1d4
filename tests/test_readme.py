"""The README says what is so: its Python runs, and its example is what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord import build_story
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_in_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                       capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    build_story([str(ROOT / "examples/backstop/articles")], tmp_path / "out/backstop")
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", README, re.S)
    exec(compile(code, "README.md", "exec"), {})
    assert "Ann Lee" in capsys.readouterr().out


def test_the_example_in_the_readme_is_what_is_printed() -> None:
    dossier = (ROOT / "examples/backstop/dossier.txt").read_text(encoding="utf-8")
    shown = README.split("positions` begins:\n")[1].split("\nAll of it is in")[0]
    lines = [line.strip() for line in shown.splitlines() if line.strip() and line.strip() != "..."]
    assert len(lines) > 8
    assert [line for line in lines if line not in {known.strip() for known in dossier.splitlines()}] == []


def test_both_commands_are_named_and_every_file_it_points_to_exists() -> None:
    assert "make demo" in README
    assert "make test" in README
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
