"""Where they stand, and on what conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.dossier.sections.evidence import ActorRef, Evidence
from onrecord.records import Stance

Leaning = Literal["for", "against", ""]
Mark = Literal["for", "against", "conditional", "undecided", "mixed"]


@dataclass(frozen=True, slots=True)
class ConditionClause:
    """What must hold first ("if") or must not hold ("unless"): the clause without its conjunction.

    ``evidence`` holds every place that says so, the clearest first; ``words`` are those of the first.
    """

    kind: Literal["if", "unless"]
    words: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StandPosition:
    """One position as one article tells it.

    ``actor`` is who holds it (Starmer), which may be another than the row's (the United Kingdom). ``voice`` is the
    name of the speaker who says so, None where the article itself does. ``uncertain``: its score is below the
    threshold.
    """

    id: str
    actor: ActorRef
    stance: Stance
    commitment: bool
    target: str | None
    conditions: tuple[ConditionClause, ...]
    voice: str | None
    published: str | None
    score: float
    uncertain: bool
    evidence: Evidence
    leaning: Leaning = ""


@dataclass(frozen=True, slots=True)
class StandRow:
    """Where one actor stands on one issue, all its positions together, the clearest first.

    ``mark`` is their stance; "mixed" where positions of comparable weight are for and against. ``conditions`` are
    all conditions, each once. ``through`` names the persons and offices that speak for ``actor``. ``reports`` counts
    the independent reports. ``uncertain``: none of its positions reaches the threshold.
    """

    actor: ActorRef
    mark: Mark
    commitment: bool
    conditions: tuple[ConditionClause, ...]
    through: tuple[str, ...]
    reports: int
    uncertain: bool
    positions: tuple[StandPosition, ...]


@dataclass(frozen=True, slots=True)
class IssueStands:
    """One issue and where each actor stands on it, most reported first."""

    id: str
    label: str
    terms: tuple[str, ...]
    reports: int
    rows: tuple[StandRow, ...]


@dataclass(frozen=True, slots=True)
class Stands:
    """Where they stand. ``cells[i][j]`` is the row of ``actors[i]`` on ``issues[j]``, None where none of it is sure.

    ``actors`` are ordered by how many issues and reports they appear in.
    """

    issues: tuple[IssueStands, ...]
    actors: tuple[ActorRef, ...]
    cells: tuple[tuple[StandRow | None, ...], ...]


@dataclass(frozen=True, slots=True)
class ConditionLink:
    """One arrow of the picture: ``actor`` would do ``action`` if (or unless) ``condition``.

    ``issue`` is the issue's id, ``action`` its target in the article's words (the issue's label where it has none).
    ``leaning`` says whether it would do it or would not, "" where neither is said.
    """

    actor: ActorRef
    action: str
    stance: Stance
    issue: str | None
    condition: ConditionClause
    position: Evidence
    reports: int
    uncertain: bool
    leaning: Leaning = ""
