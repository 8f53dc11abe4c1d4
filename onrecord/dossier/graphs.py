"""On what conditions, as graphs: each actor's conditions on an issue, with the atoms that they share across reports."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from onrecord.dossier.conditions import is_same_condition
from onrecord.dossier.material import Material
from onrecord.dossier.sections import ActorRef, Atom, ConditionGraph, IssueStands, StandPosition, StandRow, Stands
from onrecord.link.condition_graphs import ConditionNode, leaves_of, merged, read_graph, with_atoms
from onrecord.link.corroboration import join_groups
from onrecord.link.senses import read_terms
from onrecord.records import make_id

Place = tuple[str, int]
_SHARED_TERMS = 0.5  # of an atom's telling words so many must be an issue's for a position on it to decide the atom


def find_graphs(material: Material, stands: Stands) -> tuple[tuple[ConditionGraph, ...], tuple[Atom, ...]]:
    """The graph of each row with conditions, most reported first, and all their atoms in order of their names."""
    rows = [(issue, row) for issue in stands.issues for row in issue.rows if row.conditions]
    found = [(issue, row, p, graph) for issue, row in rows for p in _counted(row) if (graph := _graph(material, p))]
    leaves = [leaf for *_, graph in found for leaf in leaves_of(graph)]
    names = _names_of_atoms(material, leaves)
    held: dict[tuple[str, str, str], list[tuple[StandPosition, ConditionNode]]] = defaultdict(list)
    of: dict[tuple[str, str, str], tuple[IssueStands, StandRow]] = {}
    for issue, row, position, graph in found:
        key = (issue.id, row.actor.id, position.leaning)
        held[key].append((position, with_atoms(graph, names)))
        of[key] = issue, row
    graphs = [_record(material, *of[key], some) for key, some in held.items()]
    graphs.sort(key=lambda g: (g.uncertain, -g.reports, g.issue_label, g.actor.name, g.id))
    return tuple(graphs), _atoms(material, stands, leaves, names)


def _counted(row: StandRow) -> list[StandPosition]:
    """The positions of a row that its conditions come of."""
    return [p for p in row.positions if p.conditions and (row.uncertain or not p.uncertain)]


def _graph(material: Material, stand: StandPosition) -> ConditionNode | None:
    position = material.positions[stand.id]
    return read_graph(material.articles[position.article].text, position.conditions)


def _record(material: Material, issue: IssueStands, row: StandRow,
            some: Sequence[tuple[StandPosition, ConditionNode]]) -> ConditionGraph:  # fmt: skip
    positions = [position for position, _ in some]
    leaning = positions[0].leaning
    identity = make_id("cg", issue.id, row.actor.id, leaning, *sorted(p.id for p in positions))
    graph = merged([graph for _, graph in some])
    reports = material.count_reports(p.evidence.article for p in positions)
    return ConditionGraph(identity, row.actor, issue.id, issue.label, row.mark, leaning, graph, reports, row.uncertain,
                          tuple(p.evidence for p in positions))  # fmt: skip


def _names_of_atoms(material: Material, leaves: Sequence[ConditionNode]) -> dict[Place, str]:
    """The atom of each leaf: conditions that are the same, in other words too, are one, named by the earliest."""
    ordered = sorted(leaves, key=lambda leaf: material.time_key(leaf.article, leaf.start))
    words = list(dict.fromkeys(leaf.words for leaf in ordered))
    pairs = [(a, b) for a, b in itertools.combinations(words, 2) if is_same_condition(a, b)]
    group = join_groups(words, pairs)
    first: dict[str, str] = {}
    for one in words:
        first.setdefault(group[one], make_id("at", *one.lower().split()))
    return {(leaf.article, leaf.start): first[group[leaf.words]] for leaf in ordered}


def _atoms(material: Material, stands: Stands, leaves: Iterable[ConditionNode],
           names: dict[Place, str]) -> tuple[Atom, ...]:  # fmt: skip
    told: dict[str, list[ConditionNode]] = defaultdict(list)
    for leaf in leaves:
        told[names[leaf.article, leaf.start]].append(leaf)
    places: dict[str, set[str]] = defaultdict(set)
    for (article, _), atom in names.items():
        places[atom].add(article)
    found = []
    for atom, some in told.items():
        some.sort(key=lambda leaf: material.time_key(leaf.article, leaf.start))
        agent, issue = _decided_by(stands, some)
        wordings = tuple(dict.fromkeys(leaf.words for leaf in some))
        found.append(Atom(atom, wordings[0], wordings, agent, issue, material.count_reports(places[atom])))
    return tuple(sorted(found, key=lambda atom: (atom.label, atom.id)))


def _decided_by(stands: Stands, leaves: Sequence[ConditionNode]) -> tuple[ActorRef | None, str | None]:
    """Who is to act in an atom, and the issue on which that actor's position decides it."""
    for leaf in leaves:
        words = leaf.words.lower()
        agent = next((a for a in stands.actors if words.removeprefix("the ").startswith(a.name.lower())), None)
        if agent is None:
            continue
        terms = set(read_terms(leaf.words)) - set(read_terms(agent.name))
        for issue in stands.issues:
            shared = len(terms & {*issue.terms, *read_terms(issue.label)})
            if terms and shared >= _SHARED_TERMS * len(terms) and any(row.actor == agent for row in issue.rows):
                return agent, issue.id
        return agent, None
    return None, None
