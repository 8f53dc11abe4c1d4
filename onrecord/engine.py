"""The only place that orders stages: articles in, findings out; then links over all of them, into the store."""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.analyse.pipeline import analyse
from onrecord.extract.citations import find_citations
from onrecord.extract.coreference import find_actors
from onrecord.extract.events import find_events
from onrecord.extract.positions import find_positions
from onrecord.extract.removed import find_removed
from onrecord.extract.speakers import resolve_speakers
from onrecord.extract.statements import find_statements
from onrecord.extract.times import find_times
from onrecord.link.boilerplate import held_lines, link_boilerplate
from onrecord.linking import can_add, link_added, link_store
from onrecord.records import Actor, Analysis, Article, Findings, Problem, Statement, problem

if TYPE_CHECKING:
    from onrecord.store import Store

# Below this many articles a second process costs more than it saves: each loads the English pipeline (1.5 s).
ARTICLES_PER_JOB = 12
_HOUSE = "house lines"  # the meta value in which the lines that outlets repeat are kept
Progress = Callable[[int, int], None]


Extractor = Callable[[Analysis, Findings], Findings]


def with_statements(analysis: Analysis, found: Findings) -> Findings:
    """The findings with statements, still without speakers."""
    return replace(found, statements=find_statements(analysis))


def with_actors(analysis: Analysis, found: Findings) -> Findings:
    """The findings with mentions and actors, and the statements with their speakers and whom they are cited from."""
    mentions, actors = find_actors(analysis, found.statements)
    statements = resolve_speakers(analysis, found.statements, mentions, actors)
    return replace(found, mentions=mentions, actors=actors, statements=find_citations(analysis, statements))


def with_times(analysis: Analysis, found: Findings) -> Findings:
    """The findings with time expressions."""
    return replace(found, times=find_times(analysis))


def with_events(analysis: Analysis, found: Findings) -> Findings:
    """The findings with events; needs statements, mentions and times."""
    return replace(found, events=find_events(analysis, found.times, found.statements, found.mentions))


def with_positions(analysis: Analysis, found: Findings) -> Findings:
    """The findings with positions; needs statements, mentions and actors."""
    return replace(found, positions=find_positions(analysis, found.statements, found.mentions, found.actors))


# The order is what each needs of those before it. The same lines stand in pyproject.toml as entry points.
BUILT_IN: tuple[Extractor, ...] = (with_statements, with_actors, with_times, with_events, with_positions)
GROUP = "onrecord.extractors"


@cache
def extractors() -> tuple[Extractor, ...]:
    """The built-in extractors in their order, then those of other packages by name: each adds to what was found."""
    points = [p for p in metadata.entry_points(group=GROUP) if not p.value.startswith(f"{__name__}:")]
    return (*BUILT_IN, *(p.load() for p in sorted(points, key=lambda p: (p.name, p.value))))


def find(article: Article, repeated: frozenset[str] = frozenset()) -> Findings:
    """All findings of one article. ``repeated`` are lines known to stand in many articles of its outlet.

    No input and no output but the records; the same article gives the same findings on any machine and number of jobs.
    """
    removed = find_removed(article, repeated)
    analysis, problems = analyse(article, removed)
    if not analysis.tokens:
        problems = (*problems, _no_story(article))
    found = Findings(article, removed, problems=problems)
    for extract in extractors():
        found = extract(analysis, found)
    return replace(found, problems=(*found.problems, *_unresolved(article, found.statements)))


def _no_story(article: Article) -> Problem:
    message = "nothing is left of it without appeals, navigation and the like; check that the story itself was saved"
    return problem("extract", "no-story", message, article.source.location, article.id)


def _unresolved(article: Article, statements: Sequence[Statement]) -> Iterator[Problem]:
    """A problem record for each statement that has a source but no speaker."""
    for statement in statements:
        if statement.source and (statement.speaker is None or statement.speaker.actor is None):
            span = statement.source[0]
            message = f"who “{span.words[:80]}” is could not be made out; the statement is kept without an actor"
            yield problem("extract", "unknown-speaker", message, article.source.location, article.id, span)


def _find_one(task: tuple[Article, frozenset[str]]) -> Findings:
    return find(*task)


def find_all(articles: Sequence[Article], repeated: dict[str, frozenset[str]], jobs: int = 0,
             progress: Progress | None = None) -> Iterator[Findings]:  # fmt: skip
    """The findings of each article, in the order given; ``jobs`` 0 takes as many processes as pay."""
    tasks = [(article, repeated.get(article.outlet or "", frozenset())) for article in articles]
    wanted = jobs or min(os.cpu_count() or 1, 1 + len(tasks) // ARTICLES_PER_JOB)
    if wanted <= 1:
        yield from _counting(map(_find_one, tasks), len(tasks), progress)
        return
    with ProcessPoolExecutor(wanted, initializer=gc.set_threshold, initargs=gc.get_threshold()) as pool:
        yield from _counting(pool.map(_find_one, tasks, chunksize=4), len(tasks), progress)


def _counting(found: Iterable[Findings], total: int, progress: Progress | None) -> Iterator[Findings]:
    for done, findings in enumerate(found, 1):
        yield findings
        if progress:
            progress(done, total)


# --- a whole story ---------------------------------------------------------------------------------------------------


@cache
def fingerprint() -> str:
    """A hash of this program's own files: findings made by another state of it are made again, equal ones are kept."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(p for p in root.rglob("*") if p.suffix in {".py", ".toml", ".txt", ".tsv", ".json", ".onnx"}):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build_store(store: Store, articles: Sequence[Article], problems: Sequence[Problem], jobs: int = 0,
                known: Sequence[Actor] = (), progress: Progress | None = None) -> list[Findings]:  # fmt: skip
    """The findings of all articles, in their order; the store then holds exactly these and what links them.

    One transaction: a process killed at any point leaves the last whole state. Findings made before by the same program
    of the same article are read back instead of made again. A person's corrections stay.
    """
    repeated = link_boilerplate(articles)
    marks = {a.id: _mark(a, repeated) for a in articles}
    before = store.marks().keys()
    kept = {
        a.id: replace(store.findings(a.id), article=a)
        for a in articles
        if a.id in before and store.meta(f"made:{a.id}") == marks[a.id]
    }
    todo = [a for a in articles if a.id not in kept]
    made = {f.article.id: f for f in find_all(todo, repeated, jobs, progress)}
    found = [kept.get(a.id) or made[a.id] for a in articles]
    with store.transaction():
        for gone in sorted(before - marks.keys()):
            store.remove_article(gone)
            store.write_meta(f"made:{gone}", None)
        _write(store, found, repeated)
        lines = {outlet: sorted(some) for outlet, some in sorted(repeated.items()) if some}
        store.write_meta(_HOUSE, json.dumps(lines, ensure_ascii=False) if lines else None)
        store.replace_problems("read", problems)
        store.write_meta("known actors", json.dumps([_plain(actor) for actor in known]) if known else None)
        link_store(store, found, known, fingerprint())
    return found


def add_to_store(store: Store, articles: Sequence[Article], problems: Sequence[Problem], jobs: int = 0,
                 known: Sequence[Actor] = (), progress: Progress | None = None) -> list[Findings]:  # fmt: skip
    """Adds articles to those that a store holds, as `build_store` with all of them; the findings that were made.

    Without ``known``, with the actors known before. Problems of inputs stay, but for inputs that are read again. In a
    store of very many nothing else is read anew, and the lines that its outlets repeat are those known before.
    """
    again = {p.location for p in problems} | {article.source.location for article in articles}
    problems = [*(p for p in store.loose_problems() if p.stage == "read" and p.location not in again), *problems]
    known, there = known or _known_before(store), {a.id: a for a in store.texts([a.id for a in articles])}
    new = [article for article in articles if article.id not in there]
    again_at = {a.id: join_sources(there[a.id], a) for a in articles if a.id in there}
    moved = any(again_at[id] != there[id] for id in again_at)
    if moved or not can_add(store, known, fingerprint(), len(new), len(new) + store.size()):
        held = [again_at.get(a.id, a) for a in store.articles()]
        return build_store(store, [*held, *new], problems, jobs, known, progress)
    repeated = {outlet: frozenset(lines) for outlet, lines in json.loads(store.meta(_HOUSE) or "{}").items()}
    made = list(find_all(new, repeated, jobs, progress))
    with store.transaction():
        _write(store, made, repeated)
        store.replace_problems("read", problems)
        link_added(store, made, known)
    return made


def join_sources(article: Article, other: Article) -> Article:
    """An article with the places where the same one was found too."""
    places = dict.fromkeys((*article.also, other.source.location, *other.also))
    places.pop(article.source.location, None)
    return replace(article, also=tuple(places))


def _write(store: Store, found: Sequence[Findings], repeated: Mapping[str, frozenset[str]]) -> None:
    """Puts findings into the store, each with the mark of what it was made with."""
    for findings in found:
        store.replace_findings(findings)
        store.write_meta(f"made:{findings.article.id}", _mark(findings.article, repeated))


def relink(store: Store) -> None:
    """Links the store's articles again, with the actors that were known when it was built: after a correction."""
    with store.transaction():
        link_store(store, list(store.all_findings()), _known_before(store), fingerprint())


def _known_before(store: Store) -> list[Actor]:
    return [_known(fields) for fields in json.loads(store.meta("known actors") or "[]")]


def _plain(actor: Actor) -> list[object]:
    return [actor.id, actor.name, actor.type, list(actor.names), actor.country, actor.identifier]


def _known(fields: Sequence[Any]) -> Actor:
    identity, name, type_, names, country, identifier = fields
    return Actor(identity, name, type_, tuple(names), (), country, identifier=identifier)


def _mark(article: Article, repeated: Mapping[str, frozenset[str]]) -> str:
    """What an article's findings depend on besides itself: the program, and which of its lines the outlet repeats."""
    lines = "\n".join(sorted(held_lines(article, repeated.get(article.outlet or "", frozenset()))))
    made = f"{fingerprint()}\n{article.source.location}\n{lines}"  # problems name the location
    return hashlib.sha256(made.encode("utf-8", "surrogatepass")).hexdigest()[:16]
