"""What each waits for: conditions as graphs over atoms, and the answers of a supposition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.dossier.sections.evidence import ActorRef, Evidence
from onrecord.dossier.sections.stands import Leaning, Mark
from onrecord.link.condition_graphs import ConditionNode

After = Literal["holds", "does-not-hold", "open", "not-said"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition across wordings and reports; ``label`` is the earliest of its ``wordings``.

    ``agent`` is the actor who is to act and ``issue`` the issue on which its position decides it, where both are told.
    """

    id: str
    label: str
    wordings: tuple[str, ...]
    agent: ActorRef | None
    issue: str | None
    reports: int


@dataclass(frozen=True, slots=True)
class ConditionGraph:
    """On what an actor's stance on an issue depends. ``leaning`` is what it does where the graph holds."""

    id: str
    actor: ActorRef
    issue: str
    issue_label: str
    stance: Mark
    leaning: Leaning
    graph: ConditionNode
    reports: int
    uncertain: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Where an actor would stand on an issue. ``before`` and ``stance`` are stances, ``after`` says how it follows.

    ``atoms`` are those that it hangs on, none where it hangs on nothing: then it holds whatever is supposed.

    ``because`` are the supposed atoms that decide it, ``missing`` those of the smallest set that would make it hold,
    ``alternatives`` all smallest sets; an atom that must not hold has a "!" in front. ``ring`` names actors who wait
    for each other.
    """

    actor: ActorRef
    issue: str
    issue_label: str
    before: Mark
    leaning: Leaning
    after: After
    stance: str
    because: tuple[str, ...]
    missing: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]
    ring: tuple[str, ...]
    atoms: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    reports: int
