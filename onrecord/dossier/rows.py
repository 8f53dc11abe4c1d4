"""A dossier as flat rows: one statement, position, actor or event a row, every column a plain value.

``pandas.DataFrame(rows)`` and ``polars.DataFrame(rows)`` make a table of them; exports write them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypedDict

from onrecord.dossier.sections import (
    ActorRef,
    ActorSaid,
    Carrier,
    ConditionClause,
    Dossier,
    IssueStands,
    SaidStatement,
    SourceArticle,
    StandPosition,
    TimelineEntry,
)

Part = Literal["past", "upcoming", "undated"]

SEPARATOR = "; "
GAP = " … "


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement as one article carries it. ``statement`` is the same in all articles that carry it.

    ``via`` is the agency or outlet that the article has it from, ``anonymous`` how the speaker is kept unnamed
    (condition, sources, unnamed), ``wire`` the agency that the article as a whole credits.
    ``start`` and ``end`` are code points of the article's text, from the first content span to the last.
    """

    statement: str
    id: str
    article: str
    outlet: str | None
    published: str | None
    title: str | None
    location: str
    actor: str
    actor_id: str
    actor_type: str
    country: str | None
    speaker: str
    cue: str
    words: str
    kind: str
    act: str
    negated: bool
    status: str
    when: str | None
    where: str | None
    told_by: str | None
    via: str | None
    anonymous: str
    wire: str | None
    score: float
    uncertain: bool
    reports: int
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position as one article tells it. ``actor`` is whose row it is in (a state), ``holder`` who holds it.

    ``conditions`` are in words: "if: there is a lasting peace; unless: ..."; ``leaning``: for or against with them.
    """

    id: str
    article: str
    outlet: str | None
    published: str | None
    title: str | None
    location: str
    issue: str
    issue_id: str
    actor: str
    actor_id: str
    actor_type: str
    country: str | None
    holder: str
    stance: str
    leaning: str
    commitment: bool
    target: str | None
    conditions: str
    voice: str | None
    evidence: str
    start: int
    end: int
    score: float
    uncertain: bool


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor of the story. ``names`` and ``roles`` are joined by semicolons; ``statements`` are the certain ones."""

    id: str
    name: str
    type: str
    country: str | None
    names: str
    roles: str
    speaks_for: str | None
    statements: int
    mentions: int
    reports: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """An entry of the timeline. ``voice`` is who asserts it, None where an article itself does.

    ``other_dates`` are days (ISO) on which other reports put it, joined by "; ".
    """

    id: str
    part: Part
    first: str | None
    last: str | None
    label: str
    type: str
    status: str
    time_words: str | None
    time_value: str | None
    place: str | None
    actors: str
    voice: str | None
    reports: int
    other_dates: str
    article: str
    outlet: str | None
    published: str | None
    location: str
    evidence: str
    start: int
    end: int


def statement_rows(dossier: Dossier) -> list[StatementRow]:
    """Every statement once an article that carries it, actor by actor."""
    sources = _by_id(dossier)
    return [
        _statement_row(_named(carrier, said.actor), statement, carrier, sources[carrier.article])
        for said in dossier.said
        for statement in said.statements
        for carrier in statement.carriers
    ]


def _named(carrier: Carrier, actor: ActorRef) -> ActorRef:
    """Whom an article itself names as the speaker; the statement's, whom others name, where it names nobody."""
    return carrier.actor if carrier.actor.id != "unknown" else actor


def position_rows(dossier: Dossier) -> list[PositionRow]:
    """Every position, issue by issue and actor by actor."""
    sources = _by_id(dossier)
    return [
        _position_row(issue, row.actor, position, sources[position.evidence.article])
        for issue in dossier.stands.issues
        for row in issue.rows
        for position in row.positions
    ]


def actor_rows(dossier: Dossier) -> list[ActorRow]:
    """Every actor that could be made out, those who said most first."""
    return [_actor_row(said) for said in dossier.said if said.actor.id != "unknown"]


def event_rows(dossier: Dossier) -> list[EventRow]:
    """Every entry of the timeline: the past, the upcoming, the undated."""
    sources = _by_id(dossier)
    timeline = dossier.timeline
    parts: tuple[tuple[Part, tuple[TimelineEntry, ...]], ...] = (
        ("past", timeline.past),
        ("upcoming", timeline.upcoming),
        ("undated", timeline.undated),
    )
    return [_event_row(part, entry, sources[entry.evidence[0].article]) for part, entries in parts for entry in entries]


def _by_id(dossier: Dossier) -> dict[str, SourceArticle]:
    return {source.id: source for source in dossier.sources}


class _SourceFields(TypedDict):
    """The columns that say in which article something stands."""

    article: str
    outlet: str | None
    published: str | None
    location: str


class _ActorFields(TypedDict):
    """The columns that say whose row it is."""

    actor: str
    actor_id: str
    actor_type: str
    country: str | None


def _of_source(source: SourceArticle) -> _SourceFields:
    return {
        "article": source.id, "outlet": source.outlet, "published": source.published, "location": source.location,
    }  # fmt: skip


def _of_actor(actor: ActorRef) -> _ActorFields:
    return {"actor": actor.name, "actor_id": actor.id, "actor_type": actor.type, "country": actor.country}


def _statement_row(actor: ActorRef, said: SaidStatement, carrier: Carrier, source: SourceArticle) -> StatementRow:
    return StatementRow(
        statement=said.id,
        id=carrier.statement,
        **_of_source(source),
        title=source.title,
        **_of_actor(actor),
        speaker=carrier.speaker,
        cue=GAP.join(evidence.words for evidence in carrier.cue),
        words=GAP.join(evidence.words for evidence in carrier.content),
        kind=carrier.kind,
        act=said.act,
        negated=said.negated,
        status=said.status,
        when=said.when,
        where=said.where,
        told_by=said.told_by,
        via=carrier.via,
        anonymous=carrier.anonymous,
        wire=source.wire,
        score=carrier.score,
        uncertain=said.uncertain,
        reports=said.reports,
        start=min((evidence.start for evidence in carrier.content), default=None),
        end=max((evidence.end for evidence in carrier.content), default=None),
    )


def in_words(conditions: Iterable[ConditionClause]) -> str:
    """Conditions in words: "if: there is a lasting peace; if: a US backstop"; a colon, since not all are sentences."""
    return SEPARATOR.join(f"{condition.kind}: {condition.words}" for condition in conditions)


def _position_row(issue: IssueStands, actor: ActorRef, position: StandPosition, source: SourceArticle) -> PositionRow:
    return PositionRow(
        id=position.id,
        **_of_source(source),
        title=source.title,
        issue=issue.label,
        issue_id=issue.id,
        **_of_actor(actor),
        holder=position.actor.name,
        stance=position.stance,
        leaning=position.leaning,
        commitment=position.commitment,
        target=position.target,
        conditions=in_words(position.conditions),
        voice=position.voice,
        evidence=position.evidence.words,
        start=position.evidence.start,
        end=position.evidence.end,
        score=position.score,
        uncertain=position.uncertain,
    )


def _actor_row(said: ActorSaid) -> ActorRow:
    roles = (role.words for role in said.roles)
    return ActorRow(
        id=said.actor.id,
        name=said.actor.name,
        type=said.actor.type,
        country=said.actor.country,
        names=SEPARATOR.join(said.names),
        roles=SEPARATOR.join(dict.fromkeys(roles)),
        speaks_for=said.speaks_for.name if said.speaks_for else None,
        statements=sum(not statement.uncertain for statement in said.statements),
        mentions=said.mentions,
        reports=said.reports,
    )


def _event_row(part: Part, entry: TimelineEntry, source: SourceArticle) -> EventRow:
    evidence = entry.evidence[0]
    return EventRow(
        id=entry.id,
        part=part,
        first=entry.first,
        last=entry.last,
        label=entry.label,
        type=entry.type,
        status=entry.status,
        time_words=entry.time_words,
        time_value=entry.time_value,
        place=entry.place,
        actors=SEPARATOR.join(actor.name for actor in entry.actors),
        voice=entry.voice,
        reports=entry.reports,
        other_dates=SEPARATOR.join(other.day for other in entry.other_dates),
        **_of_source(source),
        evidence=evidence.words,
        start=evidence.start,
        end=evidence.end,
    )
