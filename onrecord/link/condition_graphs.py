"""Conditions as an and/or graph: which must all hold, which of several is enough, which must not hold, and how binding.

The leaves are the exact words that the extractor found; what stands between them in the text joins them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.records import Condition

Op = Literal["all", "any", "not", "leaf"]
Force = Literal["sufficient", "necessary", "both", ""]
Choice = frozenset[tuple[str, bool]]  # atoms with the values that they must have
MAX_CHOICES = 20
_MAX_OPEN = 2000  # sets looked at on the way; ten conditions of three alternatives each would be 59,049
_BEFORE_CHARS = 60  # how far before the first leaf its connective may begin
_BOTH = re.compile(
    r"\b(?:if and only if|on (?:the )?condition (?:that|of)|on (?:the )?proviso that)\W*(?:\w+\W+)?$", re.I
)
_NECESSARY = re.compile(
    r"\b(?:only (?:if|when|after|once|with)|unless(?: and until)?|until(?: after)?|till|before|without|absent|barring|"
    r"must first|depend(?:s|ed|ing)? (?:up)?on|hinge[sd]? on|rest(?:s|ed)? on|subject to|contingent (?:up)?on|"
    r"condition(?:al|ed) (?:up)?on|requires?|required|needs?|needed)\W*(?:\w+\W+){0,2}$", re.I,
)  # fmt: skip
_CONNECTIVE = re.compile(
    r"\b(?:if|unless|until|till|before|without|provided|providing|once|when|as long as|so long as|on condition)\b", re.I
)
_OTHER_SENTENCE = re.compile(r"[.!?]")
_JOIN = re.compile(r"\b(?:and|or|but)\b", re.I)
_EITHER = re.compile(r"\beither\b", re.I)


@dataclass(frozen=True, slots=True)
class ConditionNode:
    """A node of the graph: a leaf with its exact words, or an operation on its children (``not`` has one).

    ``start`` and ``end`` are those of the leaf's words, or of the word that joins the children ("and"); both 0 where no
    word does. ``atom`` names the condition across wordings, ``force`` says how the root binds.
    """

    op: Op
    children: tuple[ConditionNode, ...] = ()
    words: str = ""
    start: int = 0
    end: int = 0
    atom: str = ""
    force: Force = ""
    article: str = ""


def read_graph(text: str, conditions: Sequence[Condition]) -> ConditionNode | None:
    """The graph of a position's conditions in their article's text, None without any.

    "Unless A and B" is not both; "and" binds closer than "or" but where a comma or "either" says otherwise. Atoms are
    left open. Misses what only an earlier sentence joins.
    """
    leaves = sorted({c.span.start: c for c in conditions}.values(), key=lambda c: c.span.start)
    if not leaves:
        return None
    gaps = [text[a.span.end : b.span.start] for a, b in itertools.pairwise(leaves)]
    units: list[ConditionNode] = []
    between: list[str] = []
    for group in _groups(leaves, gaps):
        first, last = group
        if units:
            between.append(gaps[first - 1])
        nodes = [_leaf(c) for c in leaves[first:last]]
        node = _joined(text, nodes, gaps[first : last - 1])
        units.append(ConditionNode("not", (node,)) if leaves[first].kind == "unless" else node)
    root = _joined(text, units, between)
    return replace(root, force=_force(text, leaves, gaps))


def _groups(leaves: Sequence[Condition], gaps: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of leaves under one connective: those that must not hold together, the others one by one."""
    first = 0
    for k in range(1, len(leaves) + 1):
        together = k < len(leaves) and leaves[k].kind == leaves[first].kind == "unless"
        if together and not _CONNECTIVE.search(gaps[k - 1]) and not _OTHER_SENTENCE.search(gaps[k - 1]):
            continue
        yield first, k
        first = k


def _leaf(condition: Condition) -> ConditionNode:
    span = condition.span
    return ConditionNode("leaf", (), span.words, span.start, span.end, article=span.article)


def _joined(text: str, nodes: Sequence[ConditionNode], gaps: Sequence[str]) -> ConditionNode:
    """Nodes joined by the words between them: the weakest join is the root."""
    if len(nodes) == 1:
        return nodes[0]
    joins = _joins(gaps)
    either = [bool(_EITHER.search(gaps[k - 1] if k else "")) or n.words.lower().startswith("either ")
              for k, n in enumerate(nodes)]  # fmt: skip
    for k in range(1, len(nodes)):
        end = k
        while either[k] and end < len(joins) and joins[end][0] == "any":
            end += 1
        if end > k and "all" in (j[0] for j in joins[:k]):
            inner = _joined(text, nodes[k : end + 1], gaps[k:end])
            return _joined(text, [*nodes[:k], inner, *nodes[end + 1 :]], [*gaps[:k], *gaps[end:]])
    weakest = max(joins, key=lambda join: join[1])
    cut = [k for k, join in enumerate(joins) if join[0] == weakest[0] and join[1] == weakest[1]]
    if all(join[0] == weakest[0] for join in joins):
        cut = list(range(len(joins)))
    edges = [-1, *cut, len(joins)]
    parts = [_joined(text, nodes[a + 1 : b + 1], gaps[a + 1 : b]) for a, b in itertools.pairwise(edges)]
    return _node(weakest[0], parts, gaps[cut[-1]], parts[-1])


def _joins(gaps: Sequence[str]) -> list[tuple[Op, int]]:
    """For each gap its operation and how weakly it binds: "and" 0, "or" 1, two more behind a comma or a connective."""
    joins: list[tuple[Op, int]] = []
    following: tuple[Op, int] = ("all", 0)
    for gap in reversed(gaps):
        word = _JOIN.search(gap)
        if word is not None or gap.strip(" ,\n") or _OTHER_SENTENCE.search(gap):
            is_or = word is not None and word.group().lower() == "or"
            apart = "," in gap or _CONNECTIVE.search(gap) is not None
            following = ("any" if is_or else "all", (1 if is_or else 0) + 2 * apart)
        joins.append(following)
    return joins[::-1]


def _node(op: Op, parts: Sequence[ConditionNode], gap: str, following: ConditionNode) -> ConditionNode:
    """An inner node with its joining word's place; parts of the same operation become one."""
    flat = tuple(c for part in parts for c in (part.children if part.op == op else (part,)))
    word, first = _JOIN.search(gap), next(leaves_of(following))
    if word is None:
        return ConditionNode(op, flat, article=first.article)
    start = first.start - len(gap) + word.start()
    return ConditionNode(op, flat, word.group(), start, start + len(word.group()), article=first.article)


def _force(text: str, leaves: Sequence[Condition], gaps: Sequence[str]) -> Force:
    """How binding: enough, needed, or both, by the connective and by a demand that follows in a sentence of its own."""
    before = text[max(0, leaves[0].span.start - _BEFORE_CHARS) : leaves[0].span.start]
    if any(_OTHER_SENTENCE.search(gap) for gap in gaps) or _BOTH.search(before):
        return "both"
    return "necessary" if leaves[0].kind == "unless" or _NECESSARY.search(before) else "sufficient"


def leaves_of(node: ConditionNode) -> Iterator[ConditionNode]:
    """The leaves in text order of the graph."""
    if node.op == "leaf":
        yield node
    for child in node.children:
        yield from leaves_of(child)


def with_atoms(node: ConditionNode, atoms: Mapping[tuple[str, int], str]) -> ConditionNode:
    """The graph with the atom of each leaf, by article and start; a node whose parts are one condition is that one."""
    if node.op == "leaf":
        return replace(node, atom=atoms[node.article, node.start])
    children = [with_atoms(child, atoms) for child in node.children]
    if node.op != "not":
        unique = {_key(child): child for child in reversed(children)}
        children = [child for child in children if unique.get(_key(child)) is child]
        if len(children) == 1:
            return replace(children[0], force=node.force)
    return replace(node, children=tuple(children))


def _key(node: ConditionNode) -> tuple[object, ...]:
    """What a graph says, whatever its order and wording."""
    return node.op, node.atom, tuple(sorted((_key(child) for child in node.children), key=repr))


def merged(graphs: Sequence[ConditionNode]) -> ConditionNode:
    """One graph of several reports': each part once, all of them together; force "both" where both kinds are told."""
    parts_of = [part for graph in graphs for part in (graph.children if graph.op == "all" else (graph,))]
    unique = {_key(part): part for part in reversed(parts_of)}
    forces = {graph.force for graph in graphs if graph.force}
    force: Force = forces.pop() if len(forces) == 1 else "both"
    parts = [replace(part, force="") for part in reversed(unique.values())]
    return replace(parts[0], force=force) if len(parts) == 1 else ConditionNode("all", tuple(parts), force=force)


def value(node: ConditionNode, known: Mapping[str, bool]) -> bool | None:
    """Whether a graph holds by what is known of its atoms; None where that leaves it open (Kleene 1952)."""
    if node.op == "leaf":
        return known.get(node.atom)
    values = [value(child, known) for child in node.children]
    if node.op == "not":
        return None if values[0] is None else not values[0]
    decisive = node.op == "any"
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def choices(node: ConditionNode, known: Mapping[str, bool], wanted: bool = True) -> tuple[Choice, ...]:
    """The smallest sets of atoms still open that make a graph hold with what is known, at most ``MAX_CHOICES``.

    No set holds another; (frozenset(),) where nothing is missing, () where nothing helps.
    """
    return tuple(_smallest(_choices(node, known, wanted))[:MAX_CHOICES])


def _choices(node: ConditionNode, known: Mapping[str, bool], wanted: bool) -> list[Choice]:
    if node.op == "leaf":
        has = known.get(node.atom)
        return [frozenset({(node.atom, wanted)})] if has is None else [frozenset()] if has == wanted else []
    if node.op == "not":
        return _choices(node.children[0], known, not wanted)
    each = [_choices(child, known, wanted) for child in node.children]
    if (node.op == "any") == wanted:
        return _smallest(choice for some in each for choice in some)
    found: list[Choice] = [frozenset()]
    for some in each:
        found = _smallest(a | b for a in found for b in some if not any((atom, not v) in a for atom, v in b))[
            :_MAX_OPEN
        ]
    return found


def _smallest(found: Iterator[Choice] | list[Choice]) -> list[Choice]:
    """The sets that hold no other, the smallest first."""
    kept: list[Choice] = []
    for choice in sorted(set(found), key=lambda c: (len(c), sorted(c))):
        if not any(other <= choice for other in kept):
            kept.append(choice)
    return kept


def formula(node: ConditionNode) -> str:
    """The graph in one line: ``("a") & (("b") | !("c"))``."""
    if node.op == "leaf":
        return f'("{node.words}")'
    if node.op == "not":
        return f"!{formula(node.children[0])}"
    inner = (" & " if node.op == "all" else " | ").join(map(formula, node.children))
    return inner if node.force else f"({inner})"
