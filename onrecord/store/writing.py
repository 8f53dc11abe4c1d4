"""records -> rows: what each table of the store gets, as tuples in the order of its columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from onrecord.errors import UsageError
from onrecord.records import (
    Actor,
    Article,
    Event,
    Findings,
    Issue,
    Link,
    Mention,
    Position,
    Problem,
    Role,
    Span,
    Statement,
    Time,
)

Value = str | int | float | None
Row = tuple[Value, ...]
Rows = dict[str, list[Row]]

GAP = " … "  # between the content spans of one statement


def row_key(*parts: str) -> int:
    """A row number for the full-text index: 62 bits of a hash of the record's id, so that a rerun gives the same."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> 2


def find_rows(findings: Findings) -> Rows:
    """The rows of an article and its findings, by table, each record id once (the first counts).

    The last column of the article's row is a hash of all of them.
    Raises: UsageError where a record or span is not of this article or a span's words are not those of the text.
    """
    article = findings.article
    _refuse_strangers(findings)
    rows: Rows = {"sources": [_source_row(article)], "articles": [_article_row(article)]}
    rows["article_sources"] = [(article.id, n, location) for n, location in enumerate(article.also)]
    rows["removed"] = [
        (article.id, r.id, n, r.reason, *_place(r.span, article)) for n, r in _numbered(findings.removed)
    ]
    rows["statements"] = [_statement_row(n, s) for n, s in _numbered(findings.statements)]
    rows["mentions"] = [_mention_row(n, m, article) for n, m in _numbered(findings.mentions)]
    rows["article_actors"] = [(article.id, *_actor_row(n, a)) for n, a in _numbered(findings.actors)]
    rows["article_roles"] = [
        (article.id, actor.id, n, *_role_row(role, article))
        for _, actor in _numbered(findings.actors)
        for n, role in enumerate(actor.roles)
    ]
    rows["times"] = [
        (article.id, t.id, n, *_time_row(t), *_place(t.span, article)) for n, t in _numbered(findings.times)
    ]
    rows["events"] = [_event_row(n, e, article) for n, e in _numbered(findings.events)]
    rows["positions"] = [_position_row(n, p, article) for n, p in _numbered(findings.positions)]
    rows["conditions"] = [
        (article.id, position.id, n, condition.kind, *_place(condition.span, article))
        for _, position in _numbered(findings.positions)
        for n, condition in enumerate(position.conditions)
    ]
    rows["spans"] = list(_span_rows(findings))
    rows["problems"] = problem_rows(findings.problems, article.id)
    # Of the rows and not of the records: what is read back (1.0) must hash as what was written (1, a NumPy float).
    digest = hashlib.sha256(json.dumps(rows).encode()).hexdigest()
    rows["articles"] = [(*rows["articles"][0], digest)]
    return rows


def problem_rows(problems: Sequence[Problem], owner: str | None) -> list[Row]:
    """Rows of problems; ``owner`` is the article in whose findings they are, None for those of an input or of links."""
    return [_problem_row(n, p, owner) for n, p in _numbered(problems)]


def actor_rows(actors: Sequence[Actor]) -> tuple[list[Row], list[Row]]:
    """Rows of the story's actors, and of their roles with the article that states each."""
    roles: list[Row] = [
        (actor.id, n, role.title, role.of, role.time, role.evidence.article, *_offsets(role.evidence))
        for _, actor in _numbered(actors)
        for n, role in enumerate(actor.roles)
    ]
    return [_actor_row(n, a) for n, a in _numbered(actors)], roles


def issue_rows(issues: Sequence[Issue]) -> tuple[list[Row], list[Row]]:
    """Rows of issues, and of the positions on each."""
    members: list[Row] = [
        (issue.id, n, position) for _, issue in _numbered(issues) for n, position in enumerate(issue.positions)
    ]
    return [(i.id, n, i.label, _json(i.terms)) for n, i in _numbered(issues)], members


def link_rows(links: Iterable[Link]) -> list[Row]:
    """Rows of links; their place is that among the links of their kind."""
    counts: dict[str, int] = {}
    rows: dict[str, Row] = {}
    for record in links:
        n = counts[record.kind] = counts.get(record.kind, -1) + 1
        evidence = _json(dict(record.evidence))
        row = (record.id, n, record.kind, record.left, record.right, record.method, float(record.score), evidence)
        rows.setdefault(record.id, row)
    return list(rows.values())


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Record = TypeVar("_Record", bound=_HasId)


def _numbered(records: Sequence[_Record]) -> list[tuple[int, _Record]]:
    """Each record once with its place, counted without those left out: what is read back gets the same places."""
    seen: dict[str, tuple[int, _Record]] = {}
    for record in records:
        seen.setdefault(record.id, (len(seen), record))
    return list(seen.values())


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _offsets(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.words


def _place(span: Span, article: Article) -> tuple[int, int, str]:
    if span.article != article.id or article.text[span.start : span.end] != span.words or span.start < 0:
        raise UsageError(
            f"{span!r} is not a span of article {article.id} ({article.source.location}): its words must be "
            f"text[start:end], which is {article.text[span.start : span.end][:80]!r}"
        )
    return span.start, span.end, span.words


def _refuse_strangers(findings: Findings) -> None:
    key = findings.article.id
    strangers: tuple[Statement | Position | Actor, ...] = findings.statements + findings.positions + findings.actors
    for record in strangers:
        if record.article != key:
            raise UsageError(f"{record.id} is of article {record.article!r}: it cannot be among the findings of {key}")


def _source_row(article: Article) -> Row:
    s = article.source
    return (s.id, s.location, s.sha256, s.size_bytes, s.media_type, s.retrieved)


def _article_row(a: Article) -> Row:
    first, last = a.headline or (None, None)
    return (row_key(a.id), a.id, a.source.id, a.outlet, a.title, a.author, a.published, a.published_by, a.url,
            a.given_id, first, last, a.text)  # fmt: skip


def _statement_row(n: int, s: Statement) -> Row:
    actor, name, how = (s.speaker.actor, s.speaker.name, s.speaker.how) if s.speaker else (None, None, None)
    return (row_key(s.article, s.id), s.article, s.id, n, s.kind, s.act, int(s.negated), actor, name, how,
            GAP.join(span.words for span in s.content), s.when, s.where, s.status, float(s.score), s.rule,
            s.parent, s.via, s.anonymous)  # fmt: skip


def _mention_row(n: int, m: Mention, article: Article) -> Row:
    return (article.id, m.id, n, m.form, m.actor, m.how, _json(m.candidates), *_place(m.span, article))


def _actor_row(n: int, a: Actor) -> Row:
    return (a.id, n, a.name, a.type, _json(a.names), a.country, a.of, a.gender, a.identifier)


def _role_row(role: Role, article: Article) -> Row:
    return (role.title, role.of, role.time, *_place(role.evidence, article))


def _time_row(t: Time) -> Row:
    first, last = (t.period.first, t.period.last) if t.period else (None, None)
    return (t.type, t.value, int(t.period is not None), first, last, t.mod, t.anchor)


def _event_row(n: int, e: Event, article: Article) -> Row:
    time: Row = (e.time.id, *_time_row(e.time)) if e.time else (None,) * 8
    return (
        article.id,
        e.id,
        n,
        e.label,
        e.type,
        e.status,
        None if e.factuality is None else float(e.factuality),
        e.voice,
        _json(e.actors),
        *time,
    )


def _position_row(n: int, p: Position, article: Article) -> Row:
    return (article.id, p.id, n, p.actor, p.name, p.stance, int(p.commitment), p.voice, float(p.score), p.rule,
            p.leaning, p.claimed_by, p.agent)  # fmt: skip


def _problem_row(n: int, p: Problem, owner: str | None) -> Row:
    span: Row = (p.span.article, *_offsets(p.span)) if p.span else (None,) * 4
    return (owner, n, p.id, p.stage, p.code, p.message, p.location, p.article, *span)


def _span_rows(findings: Findings) -> Iterator[Row]:
    article = findings.article
    for record, role, spans in _roles_of(findings):
        for n, span in enumerate(spans):
            yield (article.id, record, role, n, *_place(span, article))


def _roles_of(findings: Findings) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    for _, s in _numbered(findings.statements):
        yield s.id, "source", s.source
        yield s.id, "cue", s.cue
        yield s.id, "content", s.content
    for _, p in _numbered(findings.positions):
        yield p.id, "holder", (p.holder,) if p.holder else ()
        yield p.id, "target", (p.target,) if p.target else ()
        yield p.id, "evidence", (p.evidence,)
        yield p.id, "stance", (p.cue,) if p.cue else ()
    for _, e in _numbered(findings.events):
        yield e.id, "event", (e.span,)
        yield e.id, "clause", (e.clause,)
        yield e.id, "place", (e.place,) if e.place else ()
        yield e.id, "participant", e.participants
        yield e.id, "time", (e.time.span,) if e.time else ()
