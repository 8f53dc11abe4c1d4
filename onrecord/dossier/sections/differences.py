"""Where reports of the same thing differ."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.dossier.sections.evidence import Evidence


@dataclass(frozen=True, slots=True)
class DifferenceSide:
    """One side: ``words`` are the whole passage in which it differs, ``evidence`` the exact stretches that do.

    ``before``, ``differs`` and ``after`` are those words in three: what the other side has otherwise stands between,
    empty where the other side only has more.
    """

    label: str
    article: str
    published: str | None
    speaker: str | None
    words: str
    before: str
    differs: str
    after: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two reports of the same thing that do not agree. ``kind``: wording, number, date, speaker, stance or other.

    ``summary`` says in words what differs, ``details`` say it as values: ("how", "negation"), ("reports", "version").
    """

    id: str
    kind: str
    summary: str
    left: DifferenceSide
    right: DifferenceSide
    details: tuple[tuple[str, str], ...]
