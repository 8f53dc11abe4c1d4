"""store -> dossier: everything about one story, as its reader sees it; reads the store and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.dossier.sections import (
    ActorRef,
    ActorSaid,
    ArticleRelation,
    Carrier,
    ConditionClause,
    ConditionLink,
    Difference,
    DifferenceSide,
    Dossier,
    Evidence,
    IssueStands,
    Overview,
    ProblemExample,
    ProblemGroup,
    RoleSeen,
    SaidStatement,
    Segment,
    SourceArticle,
    StandPosition,
    StandRow,
    Stands,
    StoryCard,
    Timeline,
    TimelineEntry,
)

if TYPE_CHECKING:
    from onrecord.store import Store

THRESHOLD = 0.5


def build_dossier(store: Store, story: str | None = None, threshold: float = THRESHOLD) -> Dossier:
    """The dossier of one story (None: of all articles in the store); scores below ``threshold`` are uncertain."""
    raise NotImplementedError


__all__ = [
    "THRESHOLD", "ActorRef", "ActorSaid", "ArticleRelation", "Carrier", "ConditionClause", "ConditionLink",
    "Difference", "DifferenceSide", "Dossier", "Evidence", "IssueStands", "Overview", "ProblemExample",
    "ProblemGroup", "RoleSeen", "SaidStatement", "Segment", "SourceArticle", "StandPosition", "StandRow", "Stands",
    "StoryCard", "Timeline", "TimelineEntry", "build_dossier",
]  # fmt: skip
