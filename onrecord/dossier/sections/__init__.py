"""What a dossier consists of: one frozen record per section and row, all of them plain values.

Every claim carries `Evidence`: the exact words, where they stand, and the id under which `Source.segments` marks them.
All rows are tuples in reading order (the most important first), so a view may show the first N and fold the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.dossier.sections.actors import ActorPage, ActorStand, ArticleSeen, Company, Merge, NameUsed, SharedIssue
from onrecord.dossier.sections.coverage import ReportCoverage
from onrecord.dossier.sections.differences import Difference, DifferenceSide
from onrecord.dossier.sections.evidence import ActorRef, Evidence
from onrecord.dossier.sections.graphs import After, Atom, ConditionGraph, WhatIf
from onrecord.dossier.sections.overview import Overview, StoryCard
from onrecord.dossier.sections.problems import ProblemExample, ProblemGroup
from onrecord.dossier.sections.said import ActorSaid, Carrier, RoleSeen, SaidStatement
from onrecord.dossier.sections.sources import (
    ArticleRelation,
    Edit,
    EditKind,
    EditPart,
    Segment,
    SegmentClass,
    SourceArticle,
)
from onrecord.dossier.sections.stands import (
    ConditionClause,
    ConditionLink,
    IssueStands,
    Leaning,
    Mark,
    StandPosition,
    StandRow,
    Stands,
)
from onrecord.dossier.sections.timeline import OtherDate, Timeline, TimelineEntry

__all__ = [
    "ActorPage", "ActorRef", "ActorSaid", "ActorStand", "After", "ArticleRelation", "ArticleSeen", "Atom", "Carrier",
    "Company", "ConditionClause", "ConditionGraph", "ConditionLink", "Difference", "DifferenceSide", "Dossier", "Edit",
    "EditKind", "EditPart", "Evidence", "IssueStands", "Leaning", "Mark", "Merge", "NameUsed", "OtherDate", "Overview",
    "ProblemExample", "ProblemGroup", "ReportCoverage", "RoleSeen", "SaidStatement", "Segment", "SegmentClass",
    "SharedIssue", "SourceArticle", "StandPosition", "StandRow", "Stands", "StoryCard", "Timeline",
    "TimelineEntry", "WhatIf",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one story (or a whole store), as its reader sees it. ``stories`` are those of the store."""

    overview: Overview
    stories: tuple[StoryCard, ...]
    stands: Stands
    conditions: tuple[ConditionLink, ...]
    graphs: tuple[ConditionGraph, ...]
    atoms: tuple[Atom, ...]
    said: tuple[ActorSaid, ...]
    actors: tuple[ActorPage, ...]
    timeline: Timeline
    differences: tuple[Difference, ...]
    coverage: tuple[ReportCoverage, ...]
    sources: tuple[SourceArticle, ...]
    problems: tuple[ProblemGroup, ...]
