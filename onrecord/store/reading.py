"""rows -> records: the findings of articles and what lies across them, exactly as they were written."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from onrecord.records import (
    Actor,
    Article,
    Condition,
    Event,
    Findings,
    Issue,
    Link,
    Mention,
    Period,
    Position,
    Problem,
    Removed,
    Role,
    Source,
    Span,
    Speaker,
    Statement,
    Time,
)

ByArticle = dict[str, list[Any]]
Spans = dict[tuple[str, str, str], tuple[Span, ...]]

AT_ONCE = 200  # articles read in one go: bounds memory on large stores


def read_articles(db: sqlite3.Connection, ids: Sequence[str] | None = None) -> list[Article]:
    """The articles (all, or those of ``ids``) without their findings, by published date, undated ones last, then id."""
    where, values = _among("a.id", ids)
    rows = db.execute(
        "SELECT a.id, a.text, a.title, a.outlet, a.published, a.published_by, a.author, a.url, a.given_id, "
        "a.headline_start, a.headline_end, s.id, s.location, s.sha256, s.size_bytes, s.media_type, s.retrieved "
        f"FROM articles a JOIN sources s ON s.id = a.source {where} "
        "ORDER BY a.published IS NULL, a.published, a.id",
        values,
    )
    also: dict[str, list[str]] = defaultdict(list)
    where, values = _among("article", ids)
    places = f"SELECT article, location FROM article_sources {where} ORDER BY article, n"
    for article, location in db.execute(places, values):
        also[article].append(location)
    return [_article(row, tuple(also[row[0]])) for row in rows]


def read_findings(db: sqlite3.Connection, ids: Sequence[str] | None = None) -> Iterator[Findings]:
    """The findings of the articles (all, or those of ``ids``) in the order of `read_articles`."""
    articles = read_articles(db, ids)
    for first in range(0, len(articles), AT_ONCE):
        yield from _read_batch(db, articles[first : first + AT_ONCE])


def _read_batch(db: sqlite3.Connection, articles: list[Article]) -> Iterator[Findings]:
    ids = [article.id for article in articles]
    spans = _spans(db, ids)
    statements, positions, events = _statements(db, ids, spans), _positions(db, ids, spans), _events(db, ids, spans)
    removed, mentions, actors = _removed(db, ids), _mentions(db, ids), _actors(db, ids)
    times, problems = _times(db, ids), _problems(db, ids)
    for article in articles:
        key = article.id
        yield Findings(
            article=article,
            removed=tuple(removed[key]),
            statements=tuple(statements[key]),
            mentions=tuple(mentions[key]),
            actors=tuple(actors[key]),
            times=tuple(times[key]),
            positions=tuple(positions[key]),
            events=tuple(events[key]),
            problems=tuple(problems[key]),
        )


def read_loose_problems(db: sqlite3.Connection) -> list[Problem]:
    """The problems that belong to no article's findings, by stage and in the order given."""
    query = "SELECT owner, id, stage, code, message, location, article, span_article, start_char, end_char, words"
    return [_problem(row) for row in db.execute(f"{query} FROM problems WHERE owner IS NULL ORDER BY stage, n")]


def read_actors(db: sqlite3.Connection, country: str | None = None) -> list[Actor]:
    """The actors of the story (all, or of one country), the same across articles, in the linker's order."""
    where, values = ("WHERE country = ?", [country]) if country is not None else ("", [])
    roles: dict[str, list[Role]] = defaultdict(list)
    columns = "actor, title, affiliation, time, article, start_char, end_char, words FROM roles"
    inside = "WHERE actor IN (SELECT id FROM actors WHERE country = ?)" if values else ""
    for actor, title, of, time, *span in db.execute(f"SELECT {columns} {inside} ORDER BY actor, n", values):
        roles[actor].append(Role(title, of, Span(*span), time))
    query = f"SELECT id, name, type, names, country, speaks_for, gender, identifier FROM actors {where} ORDER BY n, id"
    return [_actor(row, tuple(roles[row[0]]), None) for row in db.execute(query, values)]


def read_issues(db: sqlite3.Connection) -> list[Issue]:
    """The issues in the linker's order."""
    members: dict[str, list[str]] = defaultdict(list)
    for issue, position in db.execute("SELECT issue, position FROM issue_positions ORDER BY issue, n"):
        members[issue].append(position)
    rows = db.execute("SELECT id, label, terms FROM issues ORDER BY n, id")
    return [Issue(key, label, tuple(json.loads(terms)), tuple(members[key])) for key, label, terms in rows]


_LINK_COLUMNS = 'id, kind, "left", "right", method, score, evidence'


def read_links(db: sqlite3.Connection, kind: str | None = None) -> list[Link]:
    """The links (of one kind, or all by kind), in the linker's order."""
    where, values = ("WHERE kind = ?", [kind]) if kind is not None else ("", [])
    return [_link(row) for row in db.execute(f"SELECT {_LINK_COLUMNS} FROM links {where} ORDER BY kind, n, id", values)]


def read_human_links(db: sqlite3.Connection, kind: str | None = None) -> list[Link]:
    """A person's links of one kind, or all by kind."""
    where, values = ("kind = ? AND ", [kind]) if kind is not None else ("", [])
    query = f"SELECT {_LINK_COLUMNS} FROM links WHERE {where}method = 'human' ORDER BY kind, n, id"
    return [_link(row) for row in db.execute(query, values)]


def read_links_at(db: sqlite3.Connection, kinds: Collection[str], records: Collection[str]) -> list[Link]:
    """The links of some kinds whose left or right record is among some, by id."""
    some, found = json.dumps(sorted(records)), {}
    for kind in sorted(kinds):
        for side in ('"left"', '"right"'):
            where = f"kind = ? AND {side} IN (SELECT value FROM json_each(?))"
            for row in db.execute(f"SELECT {_LINK_COLUMNS} FROM links WHERE {where}", [kind, some]):
                found[row[0]] = _link(row)
    return [found[key] for key in sorted(found)]


def _link(row: Sequence[Any]) -> Link:
    key, kind, left, right, method, score, evidence = row
    return Link(key, kind, left, right, method, score, tuple(json.loads(evidence).items()))


def read_removed(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, tuple[Removed, ...]]:
    """The removed parts of some articles; articles without any are left out."""
    return {article: tuple(found) for article, found in _removed(db, ids).items()} if ids else {}


def read_article_actors(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, tuple[Actor, ...]]:
    """The actors of some articles; articles without any are left out."""
    return {article: tuple(found) for article, found in _actors(db, ids).items()} if ids else {}


def read_persons(db: sqlite3.Connection, ids: Sequence[str]) -> list[Actor]:
    """The persons with a name of some articles, with nothing of them but id, name and article."""
    where, values = _among("article", ids)
    query = f"SELECT id, name, article FROM article_actors {where} AND type = 'person' AND names <> '[]'"
    rows = db.execute(f"{query} ORDER BY article, n", values) if ids else ()
    return [Actor(id, name, "person", (name,), (), None, article) for id, name, article in rows]


def read_rights(db: sqlite3.Connection, kind: str, records: Collection[str]) -> dict[str, str]:
    """For each of some records the right one of its link of a kind with one right record."""
    query = 'SELECT "left", "right" FROM links WHERE kind = ? AND score > 0 AND "left" IN '
    return dict(db.execute(f"{query}(SELECT value FROM json_each(?))", [kind, json.dumps(sorted(records))]))


def read_statements(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, tuple[Statement, ...]]:
    """The statements of some articles; articles without any are left out."""
    if not ids:
        return {}
    return {article: tuple(found) for article, found in _statements(db, ids, _spans(db, ids)).items()}


def read_statements_at(db: sqlite3.Connection, places: Collection[tuple[str, int]]) -> list[Statement]:
    """Statements, each by its article and its place among the article's."""
    found: list[Statement] = []
    query = "SELECT id FROM statements WHERE article = ? AND n = ?"
    ids = [(article, id) for article, n in sorted(places) for (id,) in db.execute(query, (article, n))]
    columns = "role, start_char, end_char, words FROM spans WHERE article = ? AND record = ? ORDER BY role, n"
    for article, id in ids:
        spans: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
        for role, *place in db.execute(f"SELECT {columns}", (article, id)):
            spans[article, id, role].append(Span(article, *place))
        found += _statements(db, [article], {key: tuple(some) for key, some in spans.items()}, id)[article]
    return found


def read_marks(db: sqlite3.Connection) -> dict[str, str]:
    """For each article a hash of it and all its findings."""
    return dict(db.execute("SELECT id, findings_sha256 FROM articles"))


def read_countries(db: sqlite3.Connection) -> dict[str, str]:
    """The story's actor for each country code."""
    query = "SELECT country, id FROM actors WHERE type = 'country' AND country IS NOT NULL ORDER BY n DESC, id"
    return dict(db.execute(query))


def _among(column: str, ids: Sequence[str] | None) -> tuple[str, list[str]]:
    """A WHERE clause for one, many (as JSON: no limit on their number) or all values of a column."""
    if ids is None:
        return "", []
    if len(ids) == 1:
        return f"WHERE {column} = ?", [ids[0]]
    return f"WHERE {column} IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))]


def _article(row: Sequence[Any], also: tuple[str, ...]) -> Article:
    key, text, title, outlet, published, by, author, url, given, first, last, *source = row
    headline = None if first is None else (first, last)
    return Article(key, Source(*source), text, title, outlet, published, by, author, url, given, headline, also)


def _rows(db: sqlite3.Connection, table: str, columns: str, ids: Sequence[str],
          record: str | None = None) -> sqlite3.Cursor:  # fmt: skip
    where, values = _among("article", ids)
    if record is not None:
        where, values = f"{where} AND id = ?", [*values, record]
    return db.execute(f"SELECT article, {columns} FROM {table} {where} ORDER BY article, n", values)


def _spans(db: sqlite3.Connection, ids: Sequence[str]) -> Spans:
    found: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
    where, values = _among("article", ids)
    columns = "article, record, role, start_char, end_char, words"
    rows = db.execute(f"SELECT {columns} FROM spans {where} ORDER BY article, record, role, n", values)
    for article, record, role, start, end, words in rows:
        found[article, record, role].append(Span(article, start, end, words))
    return {key: tuple(spans) for key, spans in found.items()}


def _one(spans: Spans, article: str, record: str, role: str) -> Span | None:
    found = spans.get((article, record, role))
    return found[0] if found else None


def _removed(db: sqlite3.Connection, ids: Sequence[str]) -> ByArticle:
    found: ByArticle = defaultdict(list)
    for article, key, reason, *place in _rows(db, "removed", "id, reason, start_char, end_char, words", ids):
        found[article].append(Removed(key, Span(article, *place), reason))
    return found


def _statements(db: sqlite3.Connection, ids: Sequence[str], spans: Spans, one: str | None = None) -> ByArticle:
    found: ByArticle = defaultdict(list)
    columns = (
        "id, kind, act, score, rule, negated, speaker_actor, speaker_name, speaker_how, said_when, said_where, "
        "status, parent, via, anonymous"
    )
    for row in _rows(db, "statements", columns, ids, one):
        article, key, kind, act, score, rule, negated, actor, name, how, when, where, status, parent, via, anonymous = (
            row
        )
        source, cue, content = (spans.get((article, key, role), ()) for role in ("source", "cue", "content"))
        speaker = None if name is None else Speaker(actor, name, how)
        found[article].append(
            Statement(
                key,
                article,
                kind,
                act,
                source,
                cue,
                content,
                score,
                rule,
                bool(negated),
                speaker,
                when,
                where,
                status,
                parent,
                via,
                anonymous,
            )
        )
    return found


def _mentions(db: sqlite3.Connection, ids: Sequence[str]) -> ByArticle:
    found: ByArticle = defaultdict(list)
    columns = "id, form, actor, how, candidates, start_char, end_char, words"
    for article, key, form, actor, how, candidates, *place in _rows(db, "mentions", columns, ids):
        mention = Mention(key, Span(article, *place), form, actor, how, tuple(json.loads(candidates)))
        found[article].append(mention)
    return found


def _actor(row: Sequence[Any], roles: tuple[Role, ...], article: str | None) -> Actor:
    key, name, kind, names, country, of, gender, identifier = row
    return Actor(key, name, kind, tuple(json.loads(names)), roles, country, article, of, gender, identifier)


def read_actors_at(db: sqlite3.Connection, places: Collection[tuple[str, int]]) -> list[Actor]:
    """Actors of articles, each by its article and its place among the article's."""
    rows = []
    columns = "id, name, type, names, country, speaks_for, gender, identifier"
    for article, n in sorted(places):
        query = f"SELECT article, {columns} FROM article_actors WHERE article = ? AND n = ?"
        rows += db.execute(query, (article, n)).fetchall()
    roles = _roles(db, sorted({row[0] for row in rows}))
    return [_actor(row[1:], tuple(roles[row[0], row[1]]), row[0]) for row in rows]


def _roles(db: sqlite3.Connection, ids: Sequence[str]) -> dict[tuple[str, str], list[Role]]:
    roles: dict[tuple[str, str], list[Role]] = defaultdict(list)
    columns = "actor, title, affiliation, time, start_char, end_char, words"
    for article, actor, title, of, time, *place in _rows(db, "article_roles", columns, ids) if ids else ():
        roles[article, actor].append(Role(title, of, Span(article, *place), time))
    return roles


def _actors(db: sqlite3.Connection, ids: Sequence[str]) -> ByArticle:
    roles = _roles(db, ids)
    found: ByArticle = defaultdict(list)
    columns = "id, name, type, names, country, speaks_for, gender, identifier"
    for article, *row in _rows(db, "article_actors", columns, ids):
        found[article].append(_actor(row, tuple(roles[article, row[0]]), article))
    return found


def _time(key: str, span: Span, row: Sequence[Any]) -> Time:
    kind, value, resolved, first, last, mod, anchor = row
    return Time(key, span, kind, value, Period(first, last) if resolved else None, mod, anchor)


def _times(db: sqlite3.Connection, ids: Sequence[str]) -> ByArticle:
    found: ByArticle = defaultdict(list)
    columns = "id, start_char, end_char, words, type, value, resolved, first_day, last_day, mod, anchor"
    for article, key, start, end, words, *row in _rows(db, "times", columns, ids):
        found[article].append(_time(key, Span(article, start, end, words), row))
    return found


def _events(db: sqlite3.Connection, ids: Sequence[str], spans: Spans) -> ByArticle:
    found: ByArticle = defaultdict(list)
    columns = (
        "id, label, type, status, factuality, voice, actors, time, time_type, time_value, resolved, first_day, "
        "last_day, mod, anchor"
    )
    for article, key, label, kind, status, factuality, voice, actors, time, *row in _rows(db, "events", columns, ids):
        when = _one(spans, article, key, "time")
        found[article].append(
            Event(
                id=key,
                span=spans[article, key, "event"][0],
                clause=spans[article, key, "clause"][0],
                label=label,
                type=kind,
                status=status,
                time=_time(time, when, row) if when else None,
                place=_one(spans, article, key, "place"),
                participants=spans.get((article, key, "participant"), ()),
                actors=tuple(json.loads(actors)),
                voice=voice,
                factuality=factuality,
            )
        )
    return found


_POSITION_COLUMNS = "id, actor, name, stance, commitment, voice, score, rule, leaning, claimed_by, agent"


def _positions(db: sqlite3.Connection, ids: Sequence[str], spans: Spans) -> ByArticle:
    conditions: dict[tuple[str, str], list[Condition]] = defaultdict(list)
    for article, position, kind, *place in _rows(db, "conditions", "position, kind, start_char, end_char, words", ids):
        conditions[article, position].append(Condition(Span(article, *place), kind))
    found: ByArticle = defaultdict(list)
    for row in _rows(db, "positions", _POSITION_COLUMNS, ids):
        article, key, actor, name, stance, commitment, voice, score, rule, leaning, claimed_by, agent = row
        holder, target, cue = (_one(spans, article, key, role) for role in ("holder", "target", "stance"))
        evidence = spans[article, key, "evidence"][0]
        found[article].append(
            Position(
                key,
                article,
                actor,
                name,
                holder,
                target,
                stance,
                bool(commitment),
                tuple(conditions[article, key]),
                evidence,
                score,
                rule,
                voice,
                leaning,
                claimed_by,
                agent,
                cue,
            )
        )
    return found


def _problem(row: Sequence[Any]) -> Problem:
    _, key, stage, code, message, location, article, span_article, start, end, words = row
    span = None if span_article is None else Span(span_article, start, end, words)
    return Problem(key, stage, code, message, location, article, span)


def _problems(db: sqlite3.Connection, ids: Sequence[str]) -> ByArticle:
    found: ByArticle = defaultdict(list)
    where, values = _among("owner", ids)
    columns = "owner, id, stage, code, message, location, article, span_article, start_char, end_char, words"
    for row in db.execute(f"SELECT {columns} FROM problems {where} ORDER BY owner, n", values):
        found[row[0]].append(_problem(row))
    return found
