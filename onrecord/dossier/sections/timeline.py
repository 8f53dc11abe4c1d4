"""What happened, what comes next, and what has no date."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.dossier.sections.evidence import ActorRef, Evidence
from onrecord.records import Status


@dataclass(frozen=True, slots=True)
class OtherDate:
    """The day that another, independent report gives to an event; ``moved``: the earlier of the two told a plan."""

    day: str
    moved: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened, is planned or is only claimed; ``first`` and ``last`` are days (ISO), None where open.

    ``voice`` is the name of the speaker who asserts it, None where an article itself does. ``time_words`` are the
    article's ("later this month"), ``time_value`` the TIMEX3 value. ``evidence`` holds one passage an article,
    ``other_dates`` the days on which other reports put what seems to be the same event.
    """

    id: str
    label: str
    type: str
    status: Status
    first: str | None
    last: str | None
    time_words: str | None
    time_value: str | None
    place: str | None
    voice: str | None
    actors: tuple[ActorRef, ...]
    reports: int
    evidence: tuple[Evidence, ...]
    other_dates: tuple[OtherDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """``past`` by day; ``upcoming`` by day, those without a day last; ``undated`` most reported first."""

    past: tuple[TimelineEntry, ...]
    upcoming: tuple[TimelineEntry, ...]
    undated: tuple[TimelineEntry, ...]
