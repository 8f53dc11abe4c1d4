"""The and/or graph of conditions: read from the words between them, decided in three values, with smallest sets."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest

from onrecord.link.condition_graphs import (
    ConditionNode,
    choices,
    formula,
    leaves_of,
    merged,
    read_graph,
    value,
    with_atoms,
)
from onrecord.records import Condition, Span


def read(text: str, *conditions: str) -> ConditionNode:
    """The graph of conditions marked by their words; a "-" in front is one that must not hold."""
    found = []
    for words in conditions:
        kind, words = ("unless", words[1:]) if words.startswith("-") else ("if", words)
        start = text.index(words)
        found.append(Condition(Span("a", start, start + len(words), words), kind))  # type: ignore[arg-type]
    graph = read_graph(text, found)
    assert graph is not None
    for node in all_nodes(graph):
        assert node.words == text[node.start : node.end]
        assert (node.op == "leaf") == (not node.children)
        assert len(node.children) == 1 if node.op == "not" else len(node.children) != 1
    return graph


def all_nodes(node: ConditionNode) -> Iterator[ConditionNode]:
    yield node
    for child in node.children:
        yield from all_nodes(child)


@pytest.mark.parametrize(
    ("text", "conditions", "expected", "force"),
    [
        ("She will go if it rains.", ["it rains"], '("it rains")', "sufficient"),
        ("She will go if it rains and he pays.", ["it rains", "he pays"], '("it rains") & ("he pays")', "sufficient"),
        ("She will go if it rains, or if he pays.", ["it rains", "he pays"], '("it rains") | ("he pays")', "sufficient"),  # noqa: E501
        ("She will go if it rains or he pays.", ["it rains", "he pays"], '("it rains") | ("he pays")', "sufficient"),
        (
            "She will go if it rains, he pays and we wait.", ["it rains", "he pays", "we wait"],
            '("it rains") & ("he pays") & ("we wait")', "sufficient",
        ),
        (
            "She will go if it rains, he pays or we wait.", ["it rains", "he pays", "we wait"],
            '("it rains") | ("he pays") | ("we wait")', "sufficient",
        ),
        (
            "She will go if it rains and either he pays or we wait.", ["it rains", "he pays", "we wait"],
            '("it rains") & (("he pays") | ("we wait"))', "sufficient",
        ),
        (
            "She will go if it rains and he pays, or if we wait.", ["it rains", "he pays", "we wait"],
            '(("it rains") & ("he pays")) | ("we wait")', "sufficient",
        ),
        (
            "She will go only if it rains and he pays, unless we wait.", ["it rains", "he pays", "-we wait"],
            '("it rains") & ("he pays") & !("we wait")', "necessary",
        ),
        ("She will not go unless it rains.", ["-it rains"], '!("it rains")', "necessary"),
        (
            "She will not go until it rains and he pays.", ["-it rains", "-he pays"],
            '!(("it rains") & ("he pays"))', "necessary",
        ),
        ("Her vote depends on a new mandate.", ["a new mandate"], '("a new mandate")', "necessary"),
        ("She will go on condition that it rains.", ["it rains"], '("it rains")', "both"),
        (
            "She will go if it rains. But he must pay first.", ["it rains", "he must pay"],
            '("it rains") & ("he must pay")', "both",
        ),
    ],
)  # fmt: skip
def test_what_joins_conditions(text: str, conditions: list[str], expected: str, force: str) -> None:
    graph = read(text, *conditions)
    assert (formula(graph), graph.force) == (expected, force)


def leaf(atom: str) -> ConditionNode:
    return ConditionNode("leaf", (), atom, atom=atom)


def random_graph(rng: random.Random, depth: int = 3) -> ConditionNode:
    if depth == 0 or rng.random() < 0.3:
        return leaf(f"x{rng.randrange(5)}")
    op = rng.choice(("all", "any", "not"))
    count = 1 if op == "not" else rng.choice((2, 3))
    return ConditionNode(op, tuple(random_graph(rng, depth - 1) for _ in range(count)))  # type: ignore[arg-type]


def holds(node: ConditionNode, world: dict[str, bool]) -> bool:
    if node.op == "leaf":
        return world[node.atom]
    values = [holds(child, world) for child in node.children]
    return not values[0] if node.op == "not" else all(values) if node.op == "all" else any(values)


def test_two_hundred_random_graphs_agree_with_their_truth_tables() -> None:
    rng = random.Random(8)
    for _ in range(200):
        graph = random_graph(rng)
        atoms = sorted({one.atom for one in leaves_of(graph)})
        worlds = [dict(zip(atoms, row, strict=True)) for row in itertools.product((True, False), repeat=len(atoms))]
        assert all(value(graph, world) == holds(graph, world) for world in worlds)
        for world in worlds:
            for known in ({a: world[a] for a in atoms[:k]} for k in range(len(atoms))):
                told = value(graph, known)
                fitting = {holds(graph, w) for w in worlds if known.items() <= w.items()}
                assert told is None or fitting == {told}
        options = choices(graph, {})
        for option in options:
            assert value(graph, dict(option)) is True
            assert all(value(graph, dict(option - {one})) is not True for one in option)
        if len(options) < 20:
            for world in (w for w in worlds if holds(graph, w)):
                assert any(option <= set(world.items()) for option in options)


def test_more_that_is_given_never_undoes_what_holds_without_a_not() -> None:
    graph = ConditionNode("any", (leaf("a"), ConditionNode("all", (leaf("b"), leaf("c")))))
    assert value(graph, {"a": True}) is True
    assert value(graph, {"a": True, "b": True, "c": True}) is True
    assert value(graph, {"b": True}) is None
    assert value(graph, {"a": False, "b": False}) is False


def test_the_same_condition_in_two_reports_counts_once() -> None:
    one, two = leaf("a"), ConditionNode("all", (leaf("a"), leaf("b")), force="sufficient")
    both = merged([one, two])
    assert [part.atom for part in both.children] == ["a", "b"]
    assert merged([one, one]).op == "leaf"


def test_parts_that_are_one_condition_become_one() -> None:
    graph = read("She will go if it rains and rain falls.", "it rains", "rain falls")
    same = with_atoms(graph, {("a", n.start): "rain" for n in leaves_of(graph)})
    assert (same.op, same.atom, same.force) == ("leaf", "rain", "sufficient")
    apart = with_atoms(graph, {("a", n.start): n.words for n in leaves_of(graph)})
    assert apart.op == "all"
