"""Build a story from articles; open a built one and read it as records that make a table in one line."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from onrecord import engine
from onrecord.dossier import ActorPage, Dossier, Suppositions, WhatIf, build_dossier, find_atom, find_page, what_if
from onrecord.dossier.rows import (
    ActorRow,
    EventRow,
    PositionRow,
    StatementRow,
    actor_rows,
    event_rows,
    position_rows,
    statement_rows,
)
from onrecord.engine import Progress
from onrecord.errors import DropsArticles, StoreError, UsageError
from onrecord.link.actors import known_actors
from onrecord.link.boilerplate import link_boilerplate
from onrecord.link.corrections import HUMAN, NAME, SAME, actor_name, anchor, same_actor, split
from onrecord.read import ReadOptions, read_inputs
from onrecord.read.actors import read_actor_rows
from onrecord.records import Actor, Article, Findings, Link, Problem, Source, article_id, make_id
from onrecord.store import Store, store_path
from onrecord.views.report import write_report


class Story:
    """A built story. Its lists hold flat records: ``pandas.DataFrame(story.statements())`` is a table of them."""

    def __init__(self, path: str | Path, story: str | None = None) -> None:
        self.path = Path(path)
        self._story = story

    @cached_property
    def dossier(self) -> Dossier:
        """Everything about it, section by section, each claim with its evidence."""
        return open_dossier(self.path, self._story)

    def statements(self) -> list[StatementRow]:
        """Who said what: one row a statement and article that carries it."""
        return statement_rows(self.dossier)

    def actors(self) -> list[ActorRow]:
        """Who speaks and is spoken of, those who said most first."""
        return actor_rows(self.dossier)

    def positions(self) -> list[PositionRow]:
        """Who stands where and on what conditions: one row a position."""
        return position_rows(self.dossier)

    def timeline(self) -> list[EventRow]:
        """What happened, what comes next, and what has no date."""
        return event_rows(self.dossier)

    def what_if(self, suppose: Mapping[str, bool] | None = None, converse: bool = False) -> tuple[WhatIf, ...]:
        """Where each would stand if conditions (by id or words) held or did not; without, what each waits for.

        Raises: UsageError where no condition, or more than one, has the words.
        """
        known = {find_atom(self.dossier.atoms, name).id: holds for name, holds in (suppose or {}).items()}
        return what_if(self.dossier, Suppositions(known, converse))


def open_story(path: str | Path, story: str | None = None) -> Story:
    """A story built before, from its folder or its file; ``story`` picks one of several in it by its id.

    Raises: StoreError where there is none, UsageError where it has no story with this id.
    """
    opened = Story(path, story)
    opened.dossier  # noqa: B018  # fail here and not at the first use
    return opened


def open_dossier(path: str | Path, story: str | None = None) -> Dossier:
    """The dossier of a story built before. Raises: as `open_story`."""
    with Store.open(path, write=False) as store:
        return build_dossier(store, story)


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build a story: how to read, with how many processes (0: as many as pay), and the actors already known.

    ``add`` keeps the articles that the story holds already; without it the story holds exactly the inputs, which
    ``replace`` allows to drop articles.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    jobs: int = 0
    actors: Path | None = None
    add: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build: where the report is, how much was found, and the inputs that could not be read."""

    report: Path
    articles: int
    statements: int
    positions: int
    events: int
    differences: int
    failed: tuple[Problem, ...]


def build_story(inputs: Sequence[str], folder: str | Path, options: BuildOptions | None = None,
                progress: Progress | None = None) -> Built:  # fmt: skip
    """Builds ``story.sqlite`` and ``report.html`` in a folder from files, folders, globs, URLs, feeds, WARC or "-".

    The store then holds exactly these inputs, or these too (``add``); a person's corrections stay. Inputs that cannot
    be read are problems in the store and in what comes back. Where none could be read, nothing changes.
    Raises: `StoreError`, `UsageError`, and `DropsArticles` where the story holds others and ``replace`` is not set.
    """
    options = options or BuildOptions()
    folder = Path(folder)
    articles, failed = _read(inputs, options.read, own_files(folder))
    _check(folder, articles, failed, options)
    known = known_actors(read_actor_rows(options.actors)) if options.actors else ()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Store.open(folder) as store:
            build = engine.add_to_store if options.add else engine.build_store
            build(store, articles, failed, options.jobs, known, progress)
            dossier, counts = build_dossier(store), store.counts()
        report = folder / "report.html"
        _write_whole(report, write_report(dossier))
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be written ({error.strerror}); free some space or choose another -o"
        ) from error
    return Built(report, counts["articles"], counts["statements"], counts["positions"], counts["events"],
                 len(dossier.differences), tuple(failed))  # fmt: skip


def own_files(folder: Path) -> frozenset[str]:
    """The real paths of what a story writes into its folder, which is never read as an article."""
    store = store_path(folder) if folder.is_dir() else folder / "story.sqlite"
    names = [folder / "report.html", *(store.with_name(store.name + end) for end in ("", "-wal", "-shm", "-journal"))]
    return frozenset(os.path.realpath(name) for name in names)


def _check(folder: Path, articles: Sequence[Article], failed: Sequence[Problem], options: BuildOptions) -> None:
    """Raises where a build would destroy something: no input could be read, or articles would be dropped."""
    if not articles and (failed or not options.add):
        told = [f"{found.location}: {found.message} [{found.code}]" for found in failed if found.article is None]
        raise UsageError("\n".join(["nothing was built: no input could be read", *told]))
    if options.add or options.replace or not (folder.is_dir() and store_path(folder).is_file()):
        return
    with Store.open(folder, write=False) as store:
        held = store.articles()
    ids, places = {a.id for a in articles}, {a.source.location for a in articles}
    dropped = [a for a in held if a.id not in ids and a.source.location not in places]
    if dropped:
        raise DropsArticles(str(folder), len(dropped), len(held))


# --- a person's corrections ----------------------------------------------------------------------


def merge_actors(folder: str | Path, one: str, other: str) -> list[Link]:
    """The correction that two actors, each by name or id, are one: kept, and the store and the report made anew.

    Raises: as `open_dossier`, and UsageError where a name is nobody's or several actors'.
    """
    with Store.open(folder, write=True) as store:
        pages = build_dossier(store).actors
        members = [_members(store, find_page(pages, name)) for name in (one, other)]
        if members[0] == members[1]:
            raise UsageError(f"{one!r} and {other!r} are one actor already")
        made = [same_actor(anchor(members[0]), anchor(members[1]), same=True)]
        _take_back(store, {m.id: k for k in (0, 1) for m in members[k]}, same=False)
        return _keep(store, made)


def split_actor(folder: str | Path, actor: str, articles: Sequence[str]) -> list[Link]:
    """The corrections that an actor of these articles (ids or labels) is another than that of its other articles.

    Raises: as `merge_actors`, and where none or all of the actor's articles are named.
    """
    with Store.open(folder, write=True) as store:
        page = find_page(build_dossier(store).actors, actor)
        chosen = [_article(page, words) for words in articles]
        members = _members(store, page)
        made = split(members, chosen)
        _take_back(store, {m.id: int(m.article in chosen) for m in members}, same=True)
        return _keep(store, made)


def rename_actor(folder: str | Path, actor: str, name: str) -> list[Link]:
    """The correction that an actor is shown by another name; it takes the place of an earlier one. Raises: as above."""
    if not name.strip():
        raise UsageError("the name is empty; to have the old one back, undo the correction")
    with Store.open(folder, write=True) as store:
        members = _members(store, find_page(build_dossier(store).actors, actor))
        ids = {m.id for m in members}
        for kept in corrections(store):
            if kept.kind == NAME and kept.left in ids:
                store.remove_correction(kept.id)
        return _keep(store, [actor_name(anchor(members), " ".join(name.split()))])


def undo_correction(folder: str | Path, correction: str) -> None:
    """Takes a correction of actors back, by its id; the linkers decide again. Raises: UsageError if there is none."""
    with Store.open(folder, write=True) as store:
        if correction not in {kept.id for kept in corrections(store)}:
            raise UsageError(f"{correction!r} is no correction of actors in {store.path}")
        store.remove_correction(correction)
        _keep(store, [])


def _take_back(store: Store, sides: dict[str, int], same: bool) -> None:
    """Takes back what was said before, the opposite, of the two sides (0 and 1) that a correction is about."""
    for kept in corrections(store):
        about = {sides.get(kept.left), sides.get(kept.right)}
        if kept.kind == SAME and (kept.score > 0) == same and about == {0, 1}:
            store.remove_correction(kept.id)


def corrections(store: Store) -> list[Link]:
    """A person's corrections of actors that a store keeps."""
    return [link for link in store.links() if link.method == HUMAN and link.kind in (SAME, NAME)]


def _members(store: Store, page: ActorPage) -> list[Actor]:
    """The articles' actors that a story's actor stands for."""
    ids = {member for merge in page.merges for member in merge.members}
    return [actor for found in store.all_findings() for actor in found.actors if actor.id in ids]


def _article(page: ActorPage, words: str) -> str:
    """The id of an actor's article by its id, label or a part of its label. Raises: UsageError if it is not one."""
    exact = [seen for seen in page.articles if words in (seen.article, seen.label)]
    found = exact or [seen for seen in page.articles if words.casefold() in seen.label.casefold()]
    if len(found) != 1:
        known = "; ".join(f"{seen.label} ({seen.article})" for seen in found or page.articles)
        raise UsageError(f"{words!r} names {len(found)} articles of {page.actor.name}; name one of: {known}")
    return found[0].article


def _keep(store: Store, made: list[Link]) -> list[Link]:
    """Keeps corrections, links again with all of them and writes the report of the store's folder."""
    with store.transaction():
        for correction in made:
            store.correct(correction)
        engine.relink(store)
    _write_whole(store.path.parent / "report.html", write_report(build_dossier(store)))
    return made


def _write_whole(path: Path, content: str) -> None:
    """Writes a file so that a reader sees the old one or the new one, never a part."""
    part = path.with_suffix(".part")
    try:
        part.write_text(content, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _read(inputs: Sequence[str], options: ReadOptions,
          own: Collection[str] = ()) -> tuple[list[Article], list[Problem]]:  # fmt: skip
    """The articles, each once, and the problems of the inputs; a story's ``own`` files are no inputs."""
    articles: dict[str, Article] = {}
    failed: list[Problem] = []
    for found in read_inputs(inputs, options, own):
        if isinstance(found, Problem):
            failed.append(found)
        else:
            articles[found.id] = engine.join_sources(articles.get(found.id, found), found)
    return list(articles.values()), failed


def find_in(inputs: Sequence[str], options: ReadOptions, jobs: int, fail: Callable[[Problem], None],
            progress: Progress | None = None) -> Iterator[Findings]:  # fmt: skip
    """The findings of each article of the inputs, in order; ``fail`` is told of every input that could not be read."""
    articles, failed = _read(inputs, options)
    for problem in failed:
        fail(problem)
    yield from engine.find_all(articles, link_boilerplate(articles), jobs, progress)


def find(text: str, published: str | None = None, outlet: str | None = None) -> Findings:
    """All that is found in one text: statements, positions, events and so on, each with its exact words.

    ``published`` (ISO 8601) is what time expressions count from; without it they stay open. The text is taken as it is:
    offsets count its code points. Raises: `UsageError` if ``published`` is no date.
    """
    options = ReadOptions(published=published, outlet=outlet, english_only=False)
    body = text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(body).hexdigest()
    source = Source(make_id("so", "-", digest), "-", digest, len(body), "text/plain")
    by = "user" if published else None
    identity = article_id(text, None, outlet, options.published)
    return engine.find(Article(identity, source, text, None, outlet, options.published, by))
