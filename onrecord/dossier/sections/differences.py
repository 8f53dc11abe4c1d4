"""Where reports of the same thing differ."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.dossier.sections.evidence import Evidence


@dataclass(frozen=True, slots=True)
class DifferenceSide:
    """One side: ``words`` are the whole passage in which it differs, ``evidence`` the exact stretches that do.

    ``parts`` are those words in order, each stretch with whether the other side has it otherwise; none does where the
    other side only has more.
    """

    label: str
    article: str
    published: str | None
    speaker: str | None
    words: str
    parts: tuple[tuple[str, bool], ...]
    evidence: tuple[Evidence, ...]

    @property
    def differs(self) -> str:
        """The words that the other side has otherwise, "" where they are none or stand in several places."""
        marked = [words for words, differs in self.parts if differs]
        return marked[0] if len(marked) == 1 else ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two reports of the same thing that do not agree. ``kind``: wording, number, date, place, speaker,
    stance, strength or other.

    ``summary`` says in words what differs, ``details`` say it as values: ("how", "negation"), ("reports", "version").
    """

    id: str
    kind: str
    summary: str
    left: DifferenceSide
    right: DifferenceSide
    details: tuple[tuple[str, str], ...]
