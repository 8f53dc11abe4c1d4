"""What could not be read or resolved."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.dossier.sections.evidence import Evidence


@dataclass(frozen=True, slots=True)
class ProblemExample:
    """One problem: what happened, which input it concerns, and the words, if it is about some."""

    message: str
    location: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one stage and code: how many, and the first few."""

    stage: str
    code: str
    count: int
    articles: int
    examples: tuple[ProblemExample, ...]
