"""The keys under which articles are filed for linking, so that an added one finds its neighbours without the rest.

Made from the articles and made again at will: no record of a story is here. Keys are integers below 2^62; whose they
are is the caller's business.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_ROWS_AT_ONCE = 2_000_000  # sorted before they are written: a b-tree is filled fastest in its own order


class Filed(NamedTuple):
    """An article as it is filed: ``mark`` is what its keys depend on besides its text, ``terms`` any bytes.

    ``records`` are keys of records in it, each with a number that tells the record.
    """

    article: str
    mark: str
    day: int | None
    terms: bytes
    keys: Sequence[int]
    records: Sequence[tuple[int, int]] = ()


class Keys:
    """The keys of a store's articles."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def marks(self) -> dict[str, str]:
        """The mark of each article that is filed."""
        return dict(self._db.execute("SELECT article, mark FROM filed"))

    def clear(self) -> None:
        """Nothing is filed, and no key stands for standing text."""
        for table in ("filed", "filed_keys", "filed_records", "standing_keys"):
            if self._db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # else the file would change for nothing
                self._db.execute(f"DELETE FROM {table}")

    def add(self, articles: Iterable[Filed]) -> None:
        """Files articles that are not filed yet."""
        first = 1 + self._db.execute("SELECT ifnull(max(n), 0) FROM filed").fetchone()[0]
        rows: list[tuple[int, ...]] = []
        records: list[tuple[int, ...]] = []
        for number, one in enumerate(articles, first):
            self._db.execute("INSERT INTO filed VALUES (?, ?, ?, ?, ?)", (number, *one[:4]))
            rows += ((key, number) for key in set(one.keys))
            records += ((key, number, place) for key, place in set(one.records))
            if len(rows) + len(records) >= _ROWS_AT_ONCE:
                self._write(rows, records)
        self._write(rows, records)

    def _write(self, *tables: list[tuple[int, ...]]) -> None:
        for name, rows in zip(("filed_keys", "filed_records"), tables, strict=True):
            rows.sort()
            self._db.executemany(f"INSERT INTO {name} VALUES ({'?, ?' if name == 'filed_keys' else '?, ?, ?'})", rows)
            rows.clear()

    def owners(self, keys: Sequence[int], most: int) -> Iterator[tuple[int, str]]:
        """Each of the keys with each article filed under it; of one with more than ``most`` only that many."""
        find = "SELECT n FROM filed_keys WHERE key = ? LIMIT ?"
        found = [(key, n) for key in keys for (n,) in self._db.execute(find, (key, most))]
        names = self._names({n for _, n in found})
        return ((key, names[n]) for key, n in found)

    def records(self, keys: Iterable[int], most: int) -> Iterator[tuple[int, str, int]]:
        """Each of the keys with the article and number of each record under it; the latest filed ``most`` and one more.

        A key of more than ``most`` records so shows that it has more.
        """
        find = "SELECT n, place FROM filed_records WHERE key = ? ORDER BY n DESC, place DESC LIMIT ?"
        found = [(key, n, place) for key in keys for n, place in self._db.execute(find, (key, most + 1))]
        names = self._names({n for _, n, _ in found})
        return ((key, names[n], place) for key, n, place in found)

    def articles(self) -> int:
        """How many articles are filed."""
        return int(self._db.execute("SELECT count(*) FROM filed").fetchone()[0])

    def spread(self, keys: Iterable[int], most: float) -> Iterator[int]:
        """In how many articles each of some keys of records is; of more than ``most`` only that it is more."""
        count = "SELECT count(*) FROM (SELECT DISTINCT n FROM filed_records WHERE key = ? LIMIT ?)"
        return (self._db.execute(count, (key, int(most) + 1)).fetchone()[0] for key in keys)

    def _names(self, numbers: set[int]) -> dict[int, str]:
        query = "SELECT n, article FROM filed WHERE n IN (SELECT value FROM json_each(?))"
        return dict(self._db.execute(query, [json.dumps(sorted(numbers))]))

    def days(self) -> tuple[int, int]:
        """The first and last day of any article; (0, 0) where none has one."""
        first, last = self._db.execute("SELECT min(day), max(day) FROM filed").fetchone()
        return first or 0, last or 0

    def terms(self, articles: Iterable[str]) -> dict[str, tuple[int | None, bytes]]:
        """The day and the terms of each of some articles that are filed."""
        query = "SELECT article, day, terms FROM filed WHERE article IN (SELECT value FROM json_each(?))"
        rows = self._db.execute(query, [json.dumps(sorted(articles))])
        return {article: (day, terms) for article, day, terms in rows}

    def standing(self, keys: Iterable[int]) -> list[int]:
        """Those of the keys that stand for standing text, ascending."""
        query = "SELECT key FROM standing_keys WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"
        return [key for (key,) in self._db.execute(query, [json.dumps(list(keys))])]

    def replace_standing(self, gone: Iterable[int], new: Iterable[int]) -> None:
        """Some keys no longer stand for standing text, and some now do."""
        self._db.executemany("DELETE FROM standing_keys WHERE key = ?", ((key,) for key in gone))
        self._db.executemany("INSERT OR IGNORE INTO standing_keys VALUES (?)", ((key,) for key in new))
