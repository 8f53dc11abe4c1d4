"""What one report tells and others of its story leave out: statements and actors. From: issue 6, part 7."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.link.alone import find_alone
from onrecord.link.corroboration import Corroboration, corroborate, group_reports
from onrecord.records import Findings, Link

FEWEST_REPORTS = 3  # of a story, from which it says something that only one tells a thing
WIDELY = 0.5  # share of the other reports of the story that carry what a report leaves out


class Coverage(NamedTuple):
    """One independent report of a story against the others. Ids are groups of `corroborate`, actors those of the story.

    ``only`` are the statements that no other report carries or tells in its own words, ``left_out`` those that half of
    the others carry and this one does not; ``only_actors`` are the actors that only this one names.
    """

    report: str
    story: str
    only: tuple[str, ...]
    left_out: tuple[str, ...]
    only_actors: tuple[str, ...]


def cover(findings: Sequence[Findings], links: Sequence[Link]) -> tuple[Coverage, ...]:
    """What each independent report tells alone and leaves out, by story; stories of under three reports say nothing.

    A statement that another report gives in other words counts as left out where nothing linked the two.
    """
    articles = [f.article for f in findings]
    reports = group_reports(articles, links)
    stories = {x.left: x.right for x in links if x.kind == "story"}
    by_story: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        by_story[stories.get(article.id, "")].add(reports[article.id])
    statements = _statement_reports(findings, links, reports)
    actors = _actor_reports(findings, links, reports)
    many = {story for story, members in by_story.items() if len(members) >= FEWEST_REPORTS}
    told = [f for f in findings if stories.get(f.article.id, "") in many]
    alone = find_alone(told, reports, stories, {x.left: x.right for x in links if x.kind == "actor"})
    return tuple(
        _coverage(report, story, members, statements, actors, alone)
        for story, members in sorted(by_story.items())
        if len(members) >= FEWEST_REPORTS
        for report in sorted(members)
    )


def _statement_reports(findings: Sequence[Findings], links: Sequence[Link],
                       reports: dict[str, str]) -> dict[str, set[str]]:  # fmt: skip
    own = {s.id for f in findings for s in f.statements}
    groups: list[Corroboration] = [c for c in corroborate(findings, links) if c.group in own]
    return {c.group: {reports[article] for article in c.articles} for c in groups}


def _actor_reports(findings: Sequence[Findings], links: Sequence[Link],
                   reports: dict[str, str]) -> dict[str, set[str]]:  # fmt: skip
    actor = {x.left: x.right for x in links if x.kind == "actor"}
    found: dict[str, set[str]] = defaultdict(set)
    for f in findings:
        for a in f.actors:
            found[actor.get(a.id, a.id)].add(reports[f.article.id])
    return found


def _coverage(report: str, story: str, members: set[str], statements: dict[str, set[str]],
              actors: dict[str, set[str]], alone: frozenset[str]) -> Coverage:  # fmt: skip
    others = members - {report}
    only = [group for group, carriers in statements.items() if group in alone and carriers & members == {report}]
    left_out = [
        group for group, carriers in statements.items()
        if report not in carriers and len(carriers & others) >= max(2, WIDELY * len(others))
    ]  # fmt: skip
    lonely = [actor for actor, carriers in actors.items() if carriers & members == {report}]
    often = Counter({group: len(statements[group] & others) for group in left_out})
    ordered = sorted(left_out, key=lambda group: (-often[group], group))
    return Coverage(report, story, tuple(sorted(only)), tuple(ordered), tuple(sorted(lonely)))
