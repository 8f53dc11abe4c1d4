"""Where they stand, and on what conditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from onrecord import text
from onrecord.dossier.conditions import merge_conditions
from onrecord.dossier.material import UNKNOWN, Material
from onrecord.dossier.sections import (
    ActorRef,
    ConditionClause,
    ConditionLink,
    IssueStands,
    Mark,
    StandPosition,
    StandRow,
    Stands,
)
from onrecord.extract.who import roles
from onrecord.records import Issue, Position, make_id

# For and against weigh alike, so that neither may be left out, from this ratio of the weaker to the stronger up.
MIXED_RATIO = 0.5
STATES = ("country", "government")
STATES_OF_STORY = 3  # states with positions from which a story is one between states, on all its issues


class States(NamedTuple):
    """The state that each actor speaks for, and the stories that are between states."""

    of: dict[ActorRef, ActorRef]
    between: frozenset[str]


def find_stands(material: Material) -> Stands:
    """Where each actor stands on each issue: rows, and the sure ones of them as a table of actors by issues."""
    states = _find_states(material)
    issues = [_issue_stands(material, issue, held, states) for issue, held in _held(material)]
    issues.sort(key=lambda issue: (-_certain(issue), -len(issue.rows), -issue.reports, issue.label, issue.id))
    weight: dict[ActorRef, list[int]] = defaultdict(lambda: [0, 0])
    for issue in issues:
        for row in issue.rows:
            if not row.uncertain:
                sums = weight[row.actor]
                sums[0], sums[1] = sums[0] + 1, sums[1] + row.reports
    actors = sorted(weight, key=lambda actor: ([-n for n in weight[actor]], actor.name, actor.id))
    rows = [{row.actor: row for row in issue.rows if not row.uncertain} for issue in issues]
    cells = tuple(tuple(of_issue.get(actor) for of_issue in rows) for actor in actors)
    return Stands(tuple(issues), tuple(actors), cells)


def find_conditions(material: Material, stands: Stands) -> tuple[ConditionLink, ...]:
    """Who would do what, if (or unless) what: one arrow for each actor, issue and condition, most reported first."""
    found: list[ConditionLink] = []
    for issue in stands.issues:
        for row in issue.rows:
            for condition in row.conditions:
                where = {e.target for e in condition.evidence}
                holders = [position for position in row.positions if position.id in where]
                first = holders[0]
                found.append(
                    ConditionLink(
                        actor=row.actor,
                        action=first.target or issue.label,
                        stance=first.stance,
                        issue=issue.id,
                        condition=condition,
                        position=first.evidence,
                        reports=material.count_reports(e.article for e in condition.evidence),
                        uncertain=all(position.uncertain for position in holders),
                        leaning=first.leaning,
                    )
                )
    return tuple(sorted(found, key=lambda link: (link.uncertain, -link.reports)))


def _held(material: Material) -> list[tuple[Issue, list[Position]]]:
    """The positions on each issue; one that is on none is an issue of its own, named by its words."""
    issues = {issue.id: issue for issue in material.issues}
    of = {position: issue.id for issue in material.issues for position in issue.positions}
    of |= {link.left: link.right for link in material.links.get("issue", ()) if link.right in issues}
    held: dict[str, list[Position]] = defaultdict(list)
    for findings in material.findings:
        for position in findings.positions:
            if position.claimed_by is not None:
                continue  # what an opponent says that somebody wants is not where that somebody stands
            key = of.get(position.id)
            if key is None:
                words = (position.target or position.evidence).words
                key = make_id("is", "alone", *text.words(words))
                issues.setdefault(key, Issue(key, words, (), ()))
            held[key].append(position)
    return [(issues[key], positions) for key, positions in held.items()]


def _issue_stands(material: Material, issue: Issue, positions: Sequence[Position], states: States) -> IssueStands:
    several = len({states.of[actor] for p in positions if (actor := material.ref(p.actor)) in states.of}) > 1
    rows: dict[ActorRef, list[StandPosition]] = defaultdict(list)
    for position in positions:
        actor = owner = material.ref(position.actor)
        if actor == UNKNOWN:
            actor = owner = ActorRef(make_id("ac", "named", position.name), position.name or UNKNOWN.name, "unknown")
        elif several or material.stories[position.article] in states.between:
            owner = states.of.get(actor, actor)
        rows[owner].append(_stand_position(material, position, actor))
    made = [stand_row(material, actor, found) for actor, found in rows.items()]
    made.sort(key=lambda row: (row.uncertain, -row.reports, -len(row.positions), row.actor.name, row.actor.id))
    reports = material.count_reports(position.article for position in positions)
    return IssueStands(issue.id, issue.label, issue.terms, reports, tuple(made))


def _find_states(material: Material) -> States:
    """Who speaks for which state. Where all positions are of one state, its politicians keep rows of their own."""
    of: dict[ActorRef, ActorRef] = {}
    stories: dict[str, set[ActorRef]] = defaultdict(set)
    for position in material.positions.values():
        actor = material.ref(position.actor)
        owner = of.get(actor) or (actor if actor.type in STATES else _spoken_for(material, actor))
        if owner and owner.type in STATES:
            of[actor] = material.countries.get(owner.country or "", owner)
            stories[material.stories[position.article]].add(of[actor])
    return States(of, frozenset(story for story, found in stories.items() if len(found) >= STATES_OF_STORY))


def _spoken_for(material: Material, actor: ActorRef) -> ActorRef | None:
    return material.speaks_for(actor.id) or _state_of(material, actor)


def _state_of(material: Material, actor: ActorRef) -> ActorRef | None:
    """The country that an actor speaks for by a role that another article of the story states, None where unsure.

    By a title that speaks for a state ("British prime minister"), or none ("France's Emmanuel Macron").
    """
    found: set[ActorRef] = set()
    for member in material.members.get(actor.id, ()):
        for role in member.roles:
            if role.of and role.held and (not role.title or roles.office(role.title) in roles.words().speaks_for):
                found.update(ref for ref in material.countries.values() if _is_called(material, ref, role.of))
    return found.pop() if len(found) == 1 else None


def _is_called(material: Material, ref: ActorRef, name: str) -> bool:
    story = material.story_actors.get(ref.id)
    return name.lower() in {ref.name.lower(), *(other.lower() for other in (story.names if story else ()))}


def _stand_position(material: Material, position: Position, actor: ActorRef) -> StandPosition:
    clauses = [
        ConditionClause(c.kind, c.span.words, (material.evidence(c.span, position.id),)) for c in position.conditions
    ]
    return StandPosition(
        id=position.id,
        actor=actor,
        stance=position.stance,
        commitment=position.commitment,
        target=position.target.words if position.target else None,
        conditions=tuple(clauses),
        voice=material.speaker_name(material.statements.get(position.voice)) if position.voice else None,
        published=material.articles[position.article].published,
        score=position.score,
        uncertain=position.score < material.sure,
        evidence=material.evidence(position.evidence, position.id),
        leaning=position.leaning,
    )


def stand_row(material: Material, actor: ActorRef, positions: list[StandPosition]) -> StandRow:
    """The row of an actor on one issue with these positions, of which there is at least one."""
    positions.sort(key=lambda p: (p.uncertain, -p.score, *material.time_key(p.evidence.article, p.evidence.start)))
    mark = _mark(material, [p for p in positions if not p.uncertain] or positions)
    positions.sort(key=lambda p: (p.uncertain, p.stance != mark))  # what the mark says is what its evidence shows
    counted = [p for p in positions if not p.uncertain] or positions
    return StandRow(
        actor=actor,
        mark=mark,
        commitment=any(p.commitment for p in counted),
        conditions=merge_conditions(clause for p in counted for clause in p.conditions),
        through=tuple(dict.fromkeys(p.actor.name for p in positions if p.actor != actor)),
        reports=material.count_reports(p.evidence.article for p in counted),
        uncertain=all(p.uncertain for p in positions),
        positions=tuple(positions),
    )


def _mark(material: Material, positions: Sequence[StandPosition]) -> Mark:
    """One stance for all positions of an actor on an issue; each counts once an independent report, by its score.

    A condition narrows a "for"; it does not contradict an "against" ("not unless ..."): the weightier of the two holds.
    """
    best: dict[tuple[str, str], float] = {}
    for p in positions:
        key = (p.stance, material.reports[p.evidence.article])
        best[key] = max(best.get(key, 0.0), p.score)
    weight = dict.fromkeys(("for", "conditional", "against", "undecided"), 0.0)
    for (stance, _), score in best.items():
        weight[stance] += score
    yes, no, depends = weight["for"], weight["against"], weight["conditional"]
    if weight["undecided"] > max(yes + depends, no):
        return "undecided"
    if yes and no and min(yes + depends, no) >= MIXED_RATIO * max(yes + depends, no):
        return "mixed"
    if no > yes + depends:
        return "against"
    return "conditional" if depends else "for"


def _certain(issue: IssueStands) -> int:
    return sum(not row.uncertain for row in issue.rows)
