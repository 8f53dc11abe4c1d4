"""The file of known actors: what it gives, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.read.actors import read_actor_rows


def test_rows_have_all_columns(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_text("\ufeffname,aliases,identifier\nAnn Lee,A. Lee;Minister Lee,Q42\n", encoding="utf-8")
    row = {"name": "Ann Lee", "aliases": "A. Lee;Minister Lee", "type": "", "country": "", "identifier": "Q42"}
    assert read_actor_rows(path) == [row]


@pytest.mark.parametrize("content", [b"who,what\nx,y\n", b"", b"name\n\xff\xfe\n"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "actors.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"actors\.csv"):
        read_actor_rows(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.csv"):
        read_actor_rows(tmp_path / "none.csv")
