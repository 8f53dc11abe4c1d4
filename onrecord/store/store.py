"""One story's records in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from onrecord.errors import UsageError
from onrecord.records import Actor, Article, Event, Findings, Issue, Link, Position, Problem, Removed, Statement
from onrecord.store import reading, writing
from onrecord.store.database import open_database, store_errors, store_path, transaction
from onrecord.store.keys import Keys

# Parents before children, so that no row ever lacks what it refers to.
ARTICLE_TABLES = ("sources", "articles", "article_sources", "removed", "statements", "mentions", "article_actors",
                  "article_roles", "times", "events", "positions", "conditions", "spans", "problems")  # fmt: skip
STORY_TABLES = ("actors", "roles", "issues", "issue_positions", "links", "meta")
# Kinds by which a record belongs to one other only: a person's link takes the place of the linker's.
ONE_RIGHT = frozenset({"actor", "issue", "story", "event"})
HUMAN = "human"


class Hit(NamedTuple):
    """A place that full-text search found: ``record`` is an article's or a statement's id; ``words`` a snippet."""

    record: str
    article: str
    words: str


class Store:
    """One story's records. Every write is one transaction; `transaction` joins several into one.

    What is read is what was written, record for record. Writing what is there already changes no byte of the file.
    Raises: StoreError where the file cannot be used; the message says why and what to do.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self.path = path

    @classmethod
    def open(cls, path: str | Path, write: bool = True) -> Self:
        """The store in a file, or in ``story.sqlite`` of a folder; made where ``write`` and there is none.

        The path ":memory:" gives one that is gone when it is closed.
        """
        with store_errors(Path(path)):
            file = store_path(path)
            return cls(open_database(file, write), file)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside it, or nothing: the disk is asked to keep it once instead of once an article."""
        with store_errors(self.path), transaction(self._db):
            yield

    # Writing: per article

    def replace_findings(self, findings: Findings) -> bool:
        """Whether anything changed: the article's findings are now exactly these, or were already.

        Record ids are unique in an article: of records with the same id the first is kept.
        Raises: UsageError where a span's words are not those of the text.
        """
        article = findings.article.id
        rows = writing.find_rows(findings)
        with store_errors(self.path):
            known = self._db.execute("SELECT findings_sha256 FROM articles WHERE id = ?", [article]).fetchone()
        if known and known[0] == rows["articles"][0][-1]:
            return False
        try:
            with self.transaction():
                self._delete_article(article)
                for table in ARTICLE_TABLES:
                    self._insert(table, rows[table])
        except UnicodeEncodeError as error:
            raise UsageError(
                f"{findings.article.source.location}: {error.object[error.start]!r} in its findings is half of a "
                "surrogate pair, which no file can hold; the reader must replace it"
            ) from error
        return True

    def remove_article(self, article: str) -> bool:
        """Whether it was there: the article and its findings are gone; links to them until links are next replaced."""
        with self.transaction():
            return self._delete_article(article)

    def _delete_article(self, article: str) -> bool:
        row = self._db.execute("SELECT source FROM articles WHERE id = ?", [article]).fetchone()
        if not row:
            return False
        self._db.execute("DELETE FROM articles WHERE id = ?", [article])
        self._db.execute(
            "DELETE FROM sources WHERE id = ? AND NOT EXISTS (SELECT 1 FROM articles WHERE source = sources.id)", row
        )
        return True

    def replace_problems(self, stage: str, problems: Sequence[Problem]) -> bool:
        """Whether anything changed: a stage's problems that belong to no article are now exactly these."""
        rows = writing.problem_rows(problems, None)
        if stray := [p.stage for p in problems if p.stage != stage]:
            raise UsageError(f"a problem of stage {stray[0]!r} among those of {stage!r}")
        return self._replace("problems", "owner IS NULL AND stage = ?", [stage], rows)

    # Writing: across articles

    def replace_links(self, kinds: Collection[str], links: Sequence[Link], issues: Sequence[Issue] | None = None,
                      actors: Sequence[Actor] | None = None) -> bool:  # fmt: skip
        """Whether anything changed: the links of these kinds are now these, and so are issues and actors, all at once.

        None leaves issues or actors as they are. A person's links stay, and the linker's that they contradict are left
        out: another link of the same two records, or of the same left one where it can have only one right.
        Raises: UsageError where a link's kind is not among ``kinds``.
        """
        if stray := sorted({link.kind for link in links} - set(kinds)):
            raise UsageError(f"links of kind {stray[0]!r}, but only {sorted(kinds)} are being replaced")
        with self.transaction():
            changed = False
            if actors is not None:
                changed |= self._replace_pair(("actors", "roles"), writing.actor_rows(actors))
            if issues is not None:
                changed |= self._replace_pair(("issues", "issue_positions"), writing.issue_rows(issues))
            human = [link for kind in sorted(kinds) for link in reading.read_human_links(self._db, kind)]
            rows = writing.link_rows(link for link in links if not _is_overruled(link, human))
            for kind in sorted(kinds):
                mine = [row for row in rows if row[2] == kind]
                changed |= self._replace("links", "kind = ? AND method <> 'human'", [kind], mine)
        return changed

    def correct(self, link: Link) -> None:
        """Keeps a person's link: no rerun removes it. A score of 0 says that the two do not belong together.

        Raises: UsageError where its method is not "human".
        """
        if link.method != HUMAN:
            raise UsageError(f"a correction has the method 'human', not {link.method!r}")
        with self.transaction():
            for other in reading.read_links(self._db, link.kind):
                if other.id == link.id or _is_overruled(other, [link]):
                    self._db.execute("DELETE FROM links WHERE id = ?", [other.id])
            self._insert("links", writing.link_rows([link]))

    def remove_correction(self, link: str) -> bool:
        """Whether it was there: a person's link is gone; the next run of the linkers decides again."""
        with self.transaction():
            return self._db.execute("DELETE FROM links WHERE id = ? AND method = 'human'", [link]).rowcount > 0

    def write_meta(self, name: str, value: str | None) -> None:
        """Keeps a value of the program's own (None removes it), such as the options that a story was built with."""
        if value == self.meta(name):
            return
        with self.transaction():
            self._db.execute("DELETE FROM meta WHERE name = ?", [name])
            if value is not None:
                self._insert("meta", [(name, value)])

    def _insert(self, table: str, rows: Sequence[writing.Row]) -> None:
        if rows:
            verb = "INSERT OR REPLACE" if table == "sources" else "INSERT"
            self._db.executemany(f"{verb} INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    def _replace(self, table: str, where: str, values: list[str], rows: Sequence[writing.Row]) -> bool:
        """Whether the rows that meet the condition were not these already, in any order; now they are."""
        with self.transaction():
            old = self._db.execute(f"SELECT * FROM {table} WHERE {where}", values).fetchall()
            if len(old) == len(rows) and set(old) == set(rows):
                return False
            self._db.execute(f"DELETE FROM {table} WHERE {where}", values)
            self._insert(table, rows)
            return True

    def _replace_pair(self, tables: tuple[str, str], rows: tuple[list[writing.Row], list[writing.Row]]) -> bool:
        """As `_replace` for all of a table and of the table that refers to it."""
        with self.transaction():
            old = [set(self._db.execute(f"SELECT * FROM {table}")) for table in tables]
            if old == [set(rows[0]), set(rows[1])]:
                return False
            for table in tables[::-1]:
                self._db.execute(f"DELETE FROM {table}")
            for table, new in zip(tables, rows, strict=True):
                self._insert(table, new)
            return True

    def change_links(self, kinds: Collection[str], among: Collection[str], links: Sequence[Link],
                     either: bool = False) -> list[Link]:  # fmt: skip
        """Puts links of some kinds in place of those whose two records are among some, with ``either`` one of the two.

        What comes back are the links that are gone or new. Only the left one counts for kinds with one right record.
        Places among the others of a kind are not kept: the next `replace_links` sets them. A person's links stay, as
        there.
        """
        with self.transaction():
            inside = set(among)
            old = {
                link.id: link for link in self.links_at(kinds, among)
                if link.method != HUMAN
                and (link.left in inside if link.kind in ONE_RIGHT
                     else either or (link.left in inside and link.right in inside))
            }  # fmt: skip
            human = [link for kind in sorted(kinds) for link in reading.read_human_links(self._db, kind)]
            new = {link.id: link for link in links if not _is_overruled(link, human)}
            gone = [link for id, link in old.items() if new.get(id) != link]
            made = [link for id, link in new.items() if old.get(id) != link]
            self._db.executemany("DELETE FROM links WHERE id = ?", [(link.id,) for link in gone])
            self._insert("links", writing.link_rows(made))
        return [*gone, *made]

    def change_actors(self, gone: Collection[str], actors: Sequence[Actor]) -> None:
        """Puts some actors of the story in place of others; places among all are not kept, as in `change_links`."""
        self._change_pair(("actors", "roles"), gone, writing.actor_rows(actors))

    def rename_actors(self, names: Mapping[str, str]) -> None:
        """Who speaks for an actor of the story whose id is now another speaks for that (old -> new)."""
        with self.transaction():
            rows = [(new, old) for old, new in sorted(names.items())]
            self._db.executemany("UPDATE actors SET speaks_for = ? WHERE speaks_for = ?", rows)

    def change_issues(self, gone: Collection[str], issues: Sequence[Issue]) -> None:
        """Puts some issues in place of others, as `change_actors`."""
        self._change_pair(("issues", "issue_positions"), gone, writing.issue_rows(issues))

    def _change_pair(self, tables: tuple[str, str], gone: Collection[str],
                     rows: tuple[list[writing.Row], list[writing.Row]]) -> None:  # fmt: skip
        with self.transaction():
            ids = [(id,) for id in sorted({*gone, *(str(row[0]) for row in rows[0])})]
            self._db.executemany(f"DELETE FROM {tables[0]} WHERE id = ?", ids)  # and, by cascade, what refers to it
            for table, new in zip(tables, rows, strict=True):
                self._insert(table, new)

    # Reading

    @property
    def keys(self) -> Keys:
        """The keys under which articles are filed for linking. Write them inside `transaction`."""
        return Keys(self._db)

    def articles(self) -> list[Article]:
        """The articles, by published date (undated ones last), then id."""
        with store_errors(self.path):
            return reading.read_articles(self._db)

    def findings(self, article: str) -> Findings:
        """What was found in one article. Raises: UsageError where the store does not have it."""
        for findings in self.all_findings([article]):
            return findings
        raise UsageError(f"{article!r}: {self.path} has no such article")

    def all_findings(self, articles: Sequence[str] | None = None) -> Iterator[Findings]:
        """What was found in each article (None: all of them), in the order of `articles`."""
        with store_errors(self.path):
            yield from reading.read_findings(self._db, articles)

    def statements(self) -> list[Statement]:
        """The statements of all articles, article by article, in text order."""
        return [statement for findings in self.all_findings() for statement in findings.statements]

    def positions(self) -> list[Position]:
        """The positions of all articles, article by article."""
        return [position for findings in self.all_findings() for position in findings.positions]

    def events(self) -> list[Event]:
        """The events of all articles, article by article."""
        return [event for findings in self.all_findings() for event in findings.events]

    def actors(self, country: str | None = None) -> list[Actor]:
        """The actors of the story (all, or of one country), the same across articles."""
        with store_errors(self.path):
            return reading.read_actors(self._db, country)

    def issues(self) -> list[Issue]:
        """What the positions are about."""
        with store_errors(self.path):
            return reading.read_issues(self._db)

    def links(self, kind: str | None = None) -> list[Link]:
        """The links of one kind, or all; a person's rejections (method "human", score 0) are among them."""
        with store_errors(self.path):
            return reading.read_links(self._db, kind)

    def human_links(self) -> list[Link]:
        """A person's links of all kinds."""
        with store_errors(self.path):
            return reading.read_human_links(self._db)

    def links_of(self, kinds: Collection[str]) -> list[Link]:
        """The links of some kinds; a person's rejections (method "human", score 0) are among them."""
        return [link for kind in sorted(kinds) for link in self.links(kind)]

    def links_at(self, kinds: Collection[str], records: Collection[str]) -> list[Link]:
        """The links of some kinds whose left or right record is among some, by id; a person's rejections too."""
        with store_errors(self.path):
            return reading.read_links_at(self._db, kinds, records)

    def texts(self, articles: Sequence[str]) -> list[Article]:
        """Some of the articles, in the order of `articles`."""
        with store_errors(self.path):
            return reading.read_articles(self._db, articles) if articles else []

    def size(self) -> int:
        """How many articles there are."""
        with store_errors(self.path):
            return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def mark(self, article: str) -> str:
        """A hash of an article and all its findings. Raises: UsageError where the store does not have it."""
        with store_errors(self.path):
            row = self._db.execute("SELECT findings_sha256 FROM articles WHERE id = ?", [article]).fetchone()
        if not row:
            raise UsageError(f"{article!r}: {self.path} has no such article")
        return str(row[0])

    def marks(self) -> dict[str, str]:
        """For each article a hash of it and all its findings."""
        with store_errors(self.path):
            return reading.read_marks(self._db)

    def article_actors(self, articles: Sequence[str]) -> dict[str, tuple[Actor, ...]]:
        """The actors of some articles."""
        with store_errors(self.path):
            return reading.read_article_actors(self._db, articles)

    def statements_at(self, places: Collection[tuple[str, int]]) -> list[Statement]:
        """Statements, each by its article and its place among the article's."""
        with store_errors(self.path):
            return reading.read_statements_at(self._db, places)

    def actors_at(self, places: Collection[tuple[str, int]]) -> list[Actor]:
        """Actors of articles, each by its article and its place among the article's."""
        with store_errors(self.path):
            return reading.read_actors_at(self._db, places)

    def persons(self, articles: Sequence[str]) -> list[Actor]:
        """The persons with a name of some articles, with nothing of them but id, name and article."""
        with store_errors(self.path):
            return reading.read_persons(self._db, articles)

    def rights(self, kind: str, records: Collection[str]) -> dict[str, str]:
        """For each of some records the right one of its link of a kind with one right record."""
        with store_errors(self.path):
            return reading.read_rights(self._db, kind, records)

    def article_statements(self, articles: Sequence[str]) -> dict[str, tuple[Statement, ...]]:
        """The statements of some articles."""
        with store_errors(self.path):
            return reading.read_statements(self._db, articles)

    def countries(self) -> dict[str, str]:
        """The story's actor for each country, by its code."""
        with store_errors(self.path):
            return reading.read_countries(self._db)

    def removed(self, articles: Sequence[str]) -> dict[str, tuple[Removed, ...]]:
        """The removed parts of some articles."""
        with store_errors(self.path):
            return reading.read_removed(self._db, articles)

    def problems(self) -> list[Problem]:
        """All problems: first those that belong to no article, then article by article."""
        with store_errors(self.path):
            loose = reading.read_loose_problems(self._db)
        return [*loose, *(problem for findings in self.all_findings() for problem in findings.problems)]

    def loose_problems(self) -> list[Problem]:
        """The problems that belong to no article: of inputs that gave none, and of the links."""
        with store_errors(self.path):
            return reading.read_loose_problems(self._db)

    def meta(self, name: str) -> str | None:
        """A value kept by `write_meta`, None where there is none."""
        with store_errors(self.path):
            row = self._db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
        return row[0] if row else None

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        with store_errors(self.path):
            tables = (*ARTICLE_TABLES, *STORY_TABLES)
            return {t: self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}

    def search(self, query: str, what: Literal["articles", "statements"] = "statements", limit: int = 50) -> list[Hit]:
        """Where all words of a query stand, best first; each also finds words that begin with it."""
        words = " ".join(f'"{word}"*' for word in query.replace('"', " ").replace("\x00", " ").split())
        if not words:
            return []
        sql = (
            f"SELECT t.id, {'t.id' if what == 'articles' else 't.article'}, "
            f"snippet({what}_search, -1, '', '', ' … ', 24) "
            f"FROM {what}_search JOIN {what} t ON t.key = {what}_search.rowid "
            f"WHERE {what}_search MATCH ? ORDER BY rank, t.id LIMIT ?"
        )
        with store_errors(self.path):
            return [Hit(*row) for row in self._db.execute(sql, [words, limit])]

    def content(self) -> Iterator[tuple[str, writing.Row]]:
        """Every table's name and row in a fixed order: equal for stores that hold the same, however they were made."""
        with store_errors(self.path):
            for table in sorted((*ARTICLE_TABLES, *STORY_TABLES)):
                yield from ((table, row) for row in sorted(self._db.execute(f"SELECT * FROM {table}"), key=repr))


def _is_overruled(link: Link, human: Sequence[Link]) -> bool:
    """Whether a person's link takes this link's place. Their rejection only concerns its two records."""
    if link.method == HUMAN:
        return False
    pair = {link.left, link.right}
    rivals = [other for other in human if other.kind == link.kind]
    if any({other.left, other.right} == pair for other in rivals):
        return True
    return link.kind in ONE_RIGHT and any(other.left == link.left and other.score > 0 for other in rivals)
