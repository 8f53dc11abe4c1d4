"""What if: where each would stand if conditions held, what is still missing, and who waits for whom.

Three values (Kleene 1952): a condition holds, does not, or is open. A condition that is an actor's act is decided by
that actor's position on it, where both are told; who waits for each other in a ring is told, and not followed.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.dossier.sections import After, Atom, ConditionGraph, Dossier, IssueStands, StandRow, WhatIf
from onrecord.errors import UsageError
from onrecord.link.condition_graphs import ConditionNode, choices, leaves_of, value

Key = tuple[str, str]  # an actor's id and an issue's


class Suppositions(NamedTuple):
    """Atoms that are supposed to hold or not, and whether an "if" is read as "only if", too."""

    known: Mapping[str, bool]
    converse: bool = False


def find_atom(atoms: Sequence[Atom], name: str) -> Atom:
    """The atom of this id, or the only one of which a wording has all the words of ``name``.

    Raises: UsageError where none or several fit, with the nearest.
    """
    asked = name.lower().split()
    exact = [atom for atom in atoms if atom.id == name or name.lower() in map(str.lower, atom.wordings)]
    fitting = exact or [
        atom for atom in atoms if asked and any(all(word in words.lower() for word in asked) for words in atom.wordings)
    ]
    if len(fitting) == 1:
        return fitting[0]
    by_label = {atom.label: atom for atom in atoms}
    near = [a.label for a in fitting] or difflib.get_close_matches(name, by_label, 3, 0.3) or list(by_label)[:3]
    shown = "; ".join(f"{label!r} ({by_label[label].id})" for label in near[:5])
    told = "several conditions have these words" if fitting else "no condition has these words"
    raise UsageError(f"{name!r}: {told}; choose from: {shown}" if shown else f"{name!r}: this story has no conditions")


def what_if(dossier: Dossier, suppositions: Suppositions, issue: str | None = None) -> tuple[WhatIf, ...]:
    """Where each actor would stand on each issue that has conditions, in the dossier's order.

    Without suppositions: what each waits for. Sure stances without conditions on the same issues follow; they never
    change.
    """
    world = _World(dossier, suppositions)
    wanted = (issue or "").lower()
    graphs = [g for g in dossier.graphs if wanted in (g.issue, "") or wanted in g.issue_label.lower()]
    issues = {graph.issue for graph in graphs}
    plain = [(i, row) for i in dossier.stands.issues if i.id in issues for row in i.rows]
    as_before = [_unchanged(i, row) for i, row in plain if (row.actor.id, i.id) in world.plain]
    return (*(world.answer(graph) for graph in graphs), *as_before)


def _unchanged(issue: IssueStands, row: StandRow) -> WhatIf:
    evidence = tuple(p.evidence for p in row.positions if not p.uncertain)
    return WhatIf(row.actor, issue.id, issue.label, row.mark, "", "holds", row.mark, (), (), (), (), (), evidence,
                  row.reports)  # fmt: skip


class _World:
    """The graphs of a story under some suppositions."""

    def __init__(self, dossier: Dossier, suppositions: Suppositions) -> None:
        self.given = suppositions
        self.atoms = {atom.id: atom for atom in dossier.atoms}
        self.graphs: dict[Key, list[ConditionGraph]] = {}
        for graph in dossier.graphs:
            self.graphs.setdefault((graph.actor.id, graph.issue), []).append(graph)
        rows = {(row.actor.id, i.id): row for i in dossier.stands.issues for row in i.rows if not row.uncertain}
        self.plain: dict[Key, StandRow] = {key: row for key, row in rows.items() if key not in self.graphs}

    def answer(self, graph: ConditionGraph) -> WhatIf:
        """What follows for one actor on one issue."""
        known = self.known(graph, ())
        after = decide(graph.graph, known, self.given.converse)
        options = choices(graph.graph, known) if after == "open" else ()
        sets = tuple(tuple(_signed(atom, holds) for atom, holds in sorted(option)) for option in options if option)
        atoms = [leaf.atom for leaf in leaves_of(graph.graph)]
        used = [atom for atom in atoms if atom in self.given.known]
        because = tuple(dict.fromkeys(used)) if after != "open" else ()
        ring = self.ring(graph)
        return WhatIf(
            graph.actor, graph.issue, graph.issue_label, graph.stance, graph.leaning, after, _stance(graph, after),
            because, sets[0] if sets else (), sets, ring, tuple(dict.fromkeys(atoms)), graph.evidence, graph.reports,
        )  # fmt: skip

    def known(self, graph: ConditionGraph, above: tuple[Key, ...]) -> dict[str, bool]:
        """What is known of a graph's atoms: what is supposed, else what the positions of their actors decide."""
        found = dict(self.given.known)
        here = (*above, (graph.actor.id, graph.issue))
        for leaf in leaves_of(graph.graph):
            if leaf.atom not in found and (decided := self.decided(leaf.atom, here)) is not None:
                found[leaf.atom] = decided
        return found

    def decided(self, atom: str, above: tuple[Key, ...]) -> bool | None:
        """Whether an actor does what an atom asks of it, by its position, None where that is open."""
        key = self.depends_on(atom)
        if key is None or key in above:
            return None
        if key in self.plain:
            row = self.plain[key]
            return {"for": True, "against": False}.get(row.mark) if self.given.known else None
        for graph in self.graphs.get(key, ()):
            after = decide(graph.graph, self.known(graph, above), self.given.converse)
            if after in ("holds", "does-not-hold") and graph.leaning:
                return (after == "holds") == (graph.leaning == "for")
        return None

    def depends_on(self, atom: str) -> Key | None:
        """The actor and issue whose position decides an atom."""
        found = self.atoms[atom]
        return (found.agent.id, found.issue) if found.agent is not None and found.issue is not None else None

    def ring(self, graph: ConditionGraph) -> tuple[str, ...]:
        """The names of the actors who wait for each other, this one first; () where no such ring goes through it."""
        start = (graph.actor.id, graph.issue)
        todo: list[tuple[Key, tuple[str, ...]]] = [(start, (graph.actor.name,))]
        seen = {start}
        while todo:
            key, names = todo.pop(0)
            for other in self.graphs.get(key, ()):
                for leaf in leaves_of(other.graph):
                    following = self.depends_on(leaf.atom)
                    if following == start and len(names) > 1:
                        return names
                    if following and following not in seen and following in self.graphs:
                        seen.add(following)
                        todo.append((following, (*names, self.graphs[following][0].actor.name)))
        return ()


def decide(graph: ConditionNode, known: Mapping[str, bool], converse: bool = False) -> After:
    """What follows from a graph for the stance that hangs on it.

    Enough and given: it holds. Needed and missing: it does not. Enough and missing: nothing is said, but with
    ``converse``. Needed and given: open. "Not unless" tells both: it holds while the condition does not.
    """
    holds = value(graph, known)
    unless = graph.op == "not"
    if holds is None:
        return "open"
    if holds:
        return "open" if graph.force == "necessary" and not unless else "holds"
    return "does-not-hold" if graph.force in ("necessary", "both") or converse else "not-said"


def _stance(graph: ConditionGraph, after: After) -> str:
    """The stance that follows: the leaning, its opposite where what was needed is missing, else that it is open."""
    if after == "holds":
        return graph.leaning or graph.stance
    if after == "does-not-hold":
        return f"not {graph.leaning}" if graph.leaning else "open"
    return "conditional" if after == "open" else "not said"


def _signed(atom: str, holds: bool) -> str:
    return atom if holds else f"!{atom}"
