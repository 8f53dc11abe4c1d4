"""The SQLite file under the store: opened, made or migrated; its errors in words that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from onrecord.errors import StoreError

APPLICATION_ID = int.from_bytes(b"OnRE", "big")
FILE_NAME = "story.sqlite"
MEMORY = ":memory:"  # a store that is gone when it is closed
WAIT_SECONDS = 30.0  # for another process that writes the same store


def store_path(path: str | Path) -> Path:
    """The store's file: the path itself, or ``story.sqlite`` in it where it is a folder."""
    path = Path(path)
    return path / FILE_NAME if path.is_dir() else path


def open_database(path: Path, write: bool) -> sqlite3.Connection:
    """A connection to the store's file, made where ``write`` and there is none, migrated where it is older.

    Raises: StoreError where the file is missing, no store, of a newer version, damaged or not accessible.
    """
    if str(path) == MEMORY:
        uri = "file::memory:"
    elif not write and not path.exists():
        raise StoreError(f"{path}: there is no story here; make one with: onrecord build INPUT... -o {path.parent}")
    elif not path.parent.is_dir():
        raise StoreError(f"{path.parent}: there is no such folder; make it first")
    else:
        uri = f"{path.absolute().as_uri()}?mode={'rwc' if write else 'rw'}"
    with store_errors(path):
        db = sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            _migrate(db, path)
            if not write:
                db.execute("PRAGMA query_only = ON")
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turns what SQLite or the file system raises inside it into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {_advice(error, path)}") from error
    except PermissionError as error:
        raise StoreError(f"{path}: cannot be opened; check the permissions of its folders") from error


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All that happens inside it or nothing; inside another transaction it is part of that one."""
    if is_open(db):
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if is_open(db):  # SQLite itself has rolled back where the disk is full
            db.execute("ROLLBACK")
        raise


def is_open(db: sqlite3.Connection) -> bool:
    """Whether a transaction is open."""
    return db.in_transaction


def _advice(error: sqlite3.Error, path: Path) -> str:
    code: int = getattr(error, "sqlite_errorcode", 0) & 0xFF
    whole = "the store holds its last whole state"
    match code:
        case sqlite3.SQLITE_FULL:
            return f"the disk is full; free some space on the disk of {path.parent} and run it again ({whole})"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return "another process is writing this story; wait until it is done and run it again"
        case sqlite3.SQLITE_NOTADB:
            return "this is not a story made by onrecord; name another folder or move the file away"
        case sqlite3.SQLITE_CORRUPT:
            return "the file is damaged; move it away and build the story again"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return f"the file cannot be opened or written; check the permissions of {path.parent} ({error})"
        case sqlite3.SQLITE_IOERR:
            return f"the disk reports an error ({error}); check it and run it again ({whole})"
    return f"{error} ({whole})"


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    migrations = _migrations()
    newest = max(migrations)
    if _version(db, path) == newest:
        return
    with transaction(db):
        version = _version(db, path)  # again: another process may have migrated it meanwhile
        if version > newest:
            raise StoreError(
                f"{path}: this story was written by a newer onrecord (its schema is {version}, this program knows "
                f"{newest}); update onrecord, or build the story again in another folder"
            )
        for number in range(version + 1, newest + 1):
            for statement in _split(migrations[number]):
                db.execute(statement)


def _version(db: sqlite3.Connection, path: Path) -> int:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    application: int = db.execute("PRAGMA application_id").fetchone()[0]
    tables: int = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and (tables or version):
        raise StoreError(
            f"{path}: this is a database of another program, not a story made by onrecord; name another folder"
        )
    return version


def _migrations() -> dict[int, str]:
    folder = resources.files("onrecord.store") / "migrations"
    return {
        int(file.name.removesuffix(".sql")): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    }


def _split(script: str) -> Iterator[str]:
    """The statements of a script; `executescript` would commit between them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
