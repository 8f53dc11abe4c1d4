"""store -> dossier: everything about one story, as its reader sees it; reads the store and changes nothing."""

from __future__ import annotations

from dataclasses import replace

from onrecord.dossier.actors import find_actors, find_page
from onrecord.dossier.coverage import compared, find_cover, find_coverage, mark_alone
from onrecord.dossier.differences import find_differences
from onrecord.dossier.graphs import find_graphs
from onrecord.dossier.material import gather
from onrecord.dossier.overview import find_overview, find_stories
from onrecord.dossier.said import find_said
from onrecord.dossier.sections import (
    ActorPage,
    ActorRef,
    ActorSaid,
    ActorStand,
    ArticleRelation,
    ArticleSeen,
    Atom,
    Carrier,
    Company,
    ConditionClause,
    ConditionGraph,
    ConditionLink,
    Difference,
    DifferenceSide,
    Dossier,
    Edit,
    EditPart,
    Evidence,
    IssueStands,
    Merge,
    NameUsed,
    OtherDate,
    Overview,
    ProblemExample,
    ProblemGroup,
    ReportCoverage,
    RoleSeen,
    SaidStatement,
    Segment,
    SharedIssue,
    SourceArticle,
    StandPosition,
    StandRow,
    Stands,
    StoryCard,
    Timeline,
    TimelineEntry,
    WhatIf,
)
from onrecord.dossier.sources import find_problems, find_sources
from onrecord.dossier.stands import find_conditions, find_stands
from onrecord.dossier.timeline import find_timeline
from onrecord.dossier.whatif import Suppositions, find_atom, what_if
from onrecord.store import Store

THRESHOLD = 0.5
# From this score on positions count in the table: at least four of five are right (docs/models/positions.md).
SURE = 0.7
_EMPTY = Overview("", 0, 0, (), None, None, 0, 0, 0, 0, 0, 0, 0, 0)


def build_dossier(store: Store, story: str | None = None, threshold: float = THRESHOLD, sure: float = SURE) -> Dossier:
    """The dossier of one story (None: of all articles in the store).

    Statements and the rest with a score below ``threshold`` are uncertain, and positions below ``sure``.

    Raises: UsageError where the store has no such story.
    """
    material = gather(store, story, threshold, sure)
    stands = find_stands(material)
    graphs, atoms = find_graphs(material, stands)
    covered = find_cover(material)
    said = mark_alone(material, find_said(material), covered)
    dossier = Dossier(
        overview=_EMPTY,
        stories=find_stories(material),
        stands=stands,
        conditions=find_conditions(material, stands),
        graphs=graphs,
        atoms=atoms,
        said=said,
        actors=find_actors(material, said, stands),
        timeline=find_timeline(material),
        differences=find_differences(material),
        coverage=find_coverage(material, said, covered),
        sources=find_sources(material),
        problems=find_problems(material),
    )
    return replace(dossier, overview=find_overview(material, dossier))


__all__ = [
    "THRESHOLD", "ActorPage", "ActorRef", "ActorSaid", "ActorStand", "ArticleRelation", "ArticleSeen", "Atom",
    "Carrier", "Company", "ConditionClause", "ConditionGraph", "ConditionLink", "Difference", "DifferenceSide",
    "Dossier", "Edit", "EditPart", "Evidence", "IssueStands", "Merge", "NameUsed", "OtherDate", "Overview",
    "ProblemExample", "ProblemGroup", "ReportCoverage", "RoleSeen", "SaidStatement", "Segment", "SharedIssue",
    "SourceArticle", "StandPosition", "StandRow", "Stands", "StoryCard", "Suppositions", "Timeline", "TimelineEntry",
    "WhatIf", "build_dossier", "compared", "find_atom", "find_page", "what_if",
]  # fmt: skip
