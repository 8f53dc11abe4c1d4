"""The only place that orders stages: articles in, findings out; then links over all of them, into the store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.pipeline import analyse
from onrecord.extract.coreference import find_actors
from onrecord.extract.events import find_events
from onrecord.extract.positions import find_positions
from onrecord.extract.removed import find_removed
from onrecord.extract.speakers import resolve_speakers
from onrecord.extract.statements import find_statements
from onrecord.extract.times import find_times
from onrecord.records import Actor, Article, Findings, Issue, Link, Problem, problem

if TYPE_CHECKING:
    pass

# Below this many articles a second process costs more than it saves: each loads the English pipeline (1.5 s).
ARTICLES_PER_JOB = 12
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Linked:
    """What was found across articles: links, the story's actors and the issues."""

    links: tuple[Link, ...]
    actors: tuple[Actor, ...]
    issues: tuple[Issue, ...]


def find(article: Article, repeated: frozenset[str] = frozenset()) -> Findings:
    """All findings of one article. ``repeated`` are lines known to stand in many articles of its outlet.

    No input and no output but the records; the same article gives the same findings on any machine and number of jobs.
    """
    removed = find_removed(article, repeated)
    analysis, problems = analyse(article, removed)
    if not analysis.tokens:
        problems = (*problems, _no_story(article))
    found = find_statements(analysis)
    mentions, actors = find_actors(analysis, found)
    statements = resolve_speakers(analysis, found, mentions, actors)
    times = find_times(analysis)
    events = find_events(analysis, times, statements, mentions)
    positions = find_positions(analysis, statements, mentions, actors)
    problems = (*problems, *_unresolved(article, statements))
    return Findings(article, removed, statements, mentions, actors, times, positions, events, problems)


def _no_story(article: Article) -> Problem:
    message = "nothing is left of it without appeals, navigation and the like; check that the story itself was saved"
    return problem("extract", "no-story", message, article.source.location, article.id)


def _unresolved(article: Article, statements: Sequence) -> Iterator[Problem]:  # type: ignore[type-arg]
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
    with ProcessPoolExecutor(wanted) as pool:
        yield from _counting(pool.map(_find_one, tasks, chunksize=4), len(tasks), progress)


def _counting(found: Iterable[Findings], total: int, progress: Progress | None) -> Iterator[Findings]:
    for done, findings in enumerate(found, 1):
        yield findings
        if progress:
            progress(done, total)
