"""Conditions as graphs and the answers to a supposition: as JSON, and as lines for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from onrecord.dossier import Atom, ConditionGraph, Dossier, WhatIf
from onrecord.link.condition_graphs import ConditionNode, formula
from onrecord.views.lines import clean, heading, indent, quote

_AFTER = {
    "holds": "holds",
    "does-not-hold": "does not hold",
    "open": "open",
    "not-said": "not said what follows",
}


def conditions_json(dossier: Dossier) -> list[dict[str, Any]]:
    """Each actor's conditions on an issue, as a graph over atoms."""
    return [_graph_json(graph) for graph in dossier.graphs]


def _graph_json(graph: ConditionGraph) -> dict[str, Any]:
    from onrecord.views.exports import plain

    return {
        "id": graph.id, "actor": graph.actor.name, "actor_id": graph.actor.id, "issue": graph.issue_label,
        "issue_id": graph.issue, "stance": graph.stance, "leaning": graph.leaning, "graph": node_json(graph.graph),
        "formula": formula(graph.graph), "reports": graph.reports, "uncertain": graph.uncertain,
        "evidence": plain(graph.evidence),
    }  # fmt: skip


def node_json(node: ConditionNode) -> dict[str, Any]:
    """A node with its children: a leaf has its atom and words, the others the word that joins their parts."""
    made: dict[str, Any] = {"op": node.op}
    if node.force:
        made["force"] = node.force
    if node.op == "leaf":
        made |= {"atom": node.atom, "words": node.words, "article": node.article, "start": node.start, "end": node.end}
        return made
    if node.words:
        made |= {"cue": node.words, "article": node.article, "start": node.start, "end": node.end}
    return made | {"children": [node_json(child) for child in node.children]}


def whatif_json(answers: Sequence[WhatIf], atoms: Sequence[Atom]) -> dict[str, Any]:
    """The answers and the atoms that they name."""
    from onrecord.views.exports import plain

    rows = []
    for answer in answers:
        row = plain(answer)
        row |= {"actor": answer.actor.name, "actor_id": answer.actor.id, "issue": answer.issue_label,
                "issue_id": answer.issue}  # fmt: skip
        del row["issue_label"]
        rows.append(row)
    listed = [{**plain(atom), "agent": atom.agent.name if atom.agent else None} for atom in atoms]
    return {"answers": rows, "atoms": listed}


def show_whatif(
    answers: Sequence[WhatIf], atoms: Sequence[Atom], supposed: Mapping[str, bool], console: Console
) -> None:
    """Prints where each would stand, what decides it and what is missing; the conditions with their ids below."""
    labels = {atom.id: clean(atom.label) for atom in atoms}
    heading(console, "What if" if supposed else "What each waits for")
    for name, holds in supposed.items():
        indent(console, Text.assemble(("supposed: ", "dim"), f"{labels[name]} ", ("yes" if holds else "no", "bold")))
    if not any(answer.atoms for answer in answers):
        indent(console, "nobody's stance depends on a condition here")
    waiting = [answer for answer in answers if answer.atoms]
    for answer in waiting:
        console.print()
        _show_answer(answer, labels, console)
    for label, some in groupby((a for a in answers if not a.atoms), lambda a: a.issue_label):
        told = ", ".join(f"{clean(a.actor.name)} {a.before}" for a in some)
        console.print()
        indent(console, Text.assemble(("as before: ", "dim"), f"{clean(label)}: {told}"))
    heading(console, "Conditions", "onrecord whatif DIR --suppose ID=yes")
    for atom in atoms:
        indent(console, Text.assemble((f"{atom.id}  ", "dim"), labels[atom.id]))


def _show_answer(answer: WhatIf, labels: Mapping[str, str], console: Console) -> None:
    side = f"{answer.leaning} " if answer.leaning else ""
    words = Text.assemble((clean(answer.actor.name), "bold"), f": {side}{clean(answer.issue_label)} — ",
                          (_AFTER[answer.after], "bold"))  # fmt: skip
    indent(console, words)
    if answer.because:
        indent(console, f"because of: {_named(answer.because, labels)}", 4)
    for n, option in enumerate(answer.alternatives):
        indent(console, f"{'waits for' if n == 0 else 'or for'}: {_named(option, labels)}", 4, "yellow")
    if answer.ring:
        indent(console, f"each waits for the other: {', '.join(map(clean, answer.ring))}", 4, "red")
    indent(console, quote(answer.evidence), 4, "dim")


def _named(option: Sequence[str], labels: Mapping[str, str]) -> str:
    """Atoms by their words; what must not come true says so."""
    return " and ".join(("not: " if a.startswith("!") else "") + labels[a.removeprefix("!")] for a in option)
