"""What only one report tells, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.dossier.sections.evidence import ActorRef


@dataclass(frozen=True, slots=True)
class ReportCoverage:
    """One independent report of a story against the others; ``labels`` are its articles, copies and versions included.

    ``only`` are the ids of the `SaidStatement` that no other report carries, ``left_out`` of those that half of the
    others carry and this one does not; ``only_actors`` is whom only this one tells of.
    """

    report: str
    labels: tuple[str, ...]
    only: tuple[str, ...]
    left_out: tuple[str, ...]
    only_actors: tuple[ActorRef, ...]
