"""What docs/store.md says can be run."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
import small_story

from onrecord.store import Store
from onrecord.store.store import ARTICLE_TABLES, STORY_TABLES

DOCS = (Path(__file__).parents[2] / "docs" / "store.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", DOCS, re.S)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "story").mkdir()
    with Store.open(tmp_path / "story") as store:
        small_story.fill(store)
    return tmp_path


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_of_the_docs_gives_rows(folder: Path, query: str) -> None:
    with sqlite3.connect(folder / "story" / "story.sqlite") as db:
        rows = db.execute(query).fetchall()
    db.close()
    assert len(rows) > 0
    if "count(*)" in query:
        assert rows == [(0,)]


def test_the_python_of_the_docs_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    (code,) = re.findall(r"```python\n(.*?)```", DOCS, re.S)
    exec(code, {})
    assert "troops" in capsys.readouterr().out


def test_every_table_and_view_is_in_the_docs(folder: Path) -> None:
    with sqlite3.connect(folder / "story" / "story.sqlite") as db:
        views = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    db.close()
    missing = [name for name in (*ARTICLE_TABLES, *STORY_TABLES, *views) if f"`{name}`" not in DOCS]
    assert missing == []
