"""What if: on the example story, in Python and on the command line; chains, rings and names of conditions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import onrecord
from onrecord.cli import cli, main
from onrecord.dossier import ActorRef, Atom, ConditionGraph, Dossier, Suppositions, WhatIf, find_atom, what_if
from onrecord.errors import UsageError
from onrecord.link.condition_graphs import ConditionNode

EXAMPLE = Path(__file__).parents[1] / "examples" / "backstop" / "articles"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    onrecord.build_story([str(EXAMPLE)], folder)
    return folder


def of(answers: tuple[WhatIf, ...], name: str) -> WhatIf:
    return next(answer for answer in answers if answer.actor.name == name)


def test_the_example(story: Path) -> None:
    opened = onrecord.open_story(story)
    labels = {atom.id: atom.label for atom in opened.dossier.atoms}
    waits = of(opened.what_if(), "United Kingdom")
    assert waits.after == "open"
    assert len(waits.missing) > 1
    peace = of(opened.what_if({"lasting peace": True}), "United Kingdom")
    assert peace.after == "open"
    assert len(peace.missing) == len(waits.missing) - 1
    assert all("peace" not in labels[atom] for atom in peace.missing)
    given = {labels[atom]: True for atom in waits.missing}
    both = opened.what_if(given)
    assert (of(both, "United Kingdom").after, of(both, "United Kingdom").stance) == ("holds", "for")
    assert of(both, "Poland").stance == of(opened.what_if(), "Poland").stance == "against"
    refused = of(opened.what_if({"guarantee": False}), "United Kingdom")
    assert (refused.after, refused.stance) == ("does-not-hold", "not for")
    words = [e.words for answer in both for e in answer.evidence]
    assert words
    assert all(words)


def test_the_command(story: Path) -> None:
    run = CliRunner().invoke(cli, ["whatif", str(story), "--suppose", "lasting peace=yes", "--json"])
    assert run.exit_code == 0
    found = json.loads(run.output)
    britain = next(a for a in found["answers"] if a["actor"] == "United Kingdom")
    assert britain["after"] == "open"
    assert {a["id"] for a in found["atoms"]} >= set(britain["missing"])
    swapped = ["--suppose", "guarantee=no", "--suppose", "lasting peace=yes"]
    one = CliRunner().invoke(cli, ["whatif", str(story), *swapped[:2], *swapped[2:], "--json"]).output
    two = CliRunner().invoke(cli, ["whatif", str(story), *swapped[2:], *swapped[:2], "--json"]).output
    assert one == two
    shown = CliRunner().invoke(cli, ["whatif", str(story)]).output
    assert "What each waits for" in shown
    assert "United Kingdom" in shown


@pytest.mark.parametrize("given", ["no such condition=yes", "lasting peace", "lasting peace=perhaps", "=yes"])
def test_what_cannot_be_supposed_is_wrong_usage(story: Path, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["onrecord", "whatif", str(story), "--suppose", given])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2


UK, US, NORLAND = (ActorRef(f"ac-{name}", name, "country") for name in ("UK", "US", "Norland"))


def graph(actor: ActorRef, issue: str, node: ConditionNode, leaning: str = "for") -> ConditionGraph:
    return ConditionGraph(f"cg-{actor.name}", actor, issue, issue, "conditional", leaning, node, 1, False, ())  # type: ignore[arg-type]


def leaf(atom: str, force: str = "both") -> ConditionNode:
    return ConditionNode("leaf", (), atom, atom=atom, force=force)  # type: ignore[arg-type]


def atom(name: str, agent: ActorRef | None = None, issue: str | None = None) -> Atom:
    return Atom(name, name, (name,), agent, issue, 1)


@pytest.fixture
def empty(story: Path) -> Dossier:
    dossier = onrecord.open_story(story).dossier
    return replace(dossier, stands=replace(dossier.stands, issues=()))


def test_an_actor_s_act_is_decided_by_its_own_position(empty: Dossier) -> None:
    world = replace(
        empty, atoms=(atom("the US pays", US, "pay"), atom("war ends")),
        graphs=(graph(UK, "go", leaf("the US pays")), graph(US, "pay", leaf("war ends"))),
    )  # fmt: skip
    assert [a.after for a in what_if(world, Suppositions({"war ends": True}))] == ["holds", "holds"]
    assert [a.after for a in what_if(world, Suppositions({"war ends": False}))] == ["does-not-hold", "does-not-hold"]
    assert [a.after for a in what_if(world, Suppositions({}))] == ["open", "open"]
    supposed = what_if(world, Suppositions({"war ends": True, "the US pays": False}))
    assert [a.after for a in supposed] == ["does-not-hold", "holds"]


def test_who_waits_for_each_other_is_told_and_not_followed(empty: Dossier) -> None:
    atoms = (atom("the US pays", US, "pay"), atom("the UK goes", UK, "go"), atom("rain"))
    graphs = (
        graph(UK, "go", leaf("the US pays")),
        graph(US, "pay", leaf("the UK goes")),
        graph(NORLAND, "go", leaf("rain")),
    )
    uk, us, norland = what_if(replace(empty, atoms=atoms, graphs=graphs), Suppositions({}))
    assert (uk.ring, us.ring, norland.ring) == (("UK", "US"), ("US", "UK"), ())
    assert uk.after == us.after == "open"


@pytest.mark.parametrize(
    ("force", "given", "after", "converse"),
    [
        ("sufficient", True, "holds", "holds"), ("sufficient", False, "not-said", "does-not-hold"),
        ("necessary", True, "open", "open"), ("necessary", False, "does-not-hold", "does-not-hold"),
        ("both", True, "holds", "holds"), ("both", False, "does-not-hold", "does-not-hold"),
    ],
)  # fmt: skip
def test_how_binding_a_condition_is(empty: Dossier, force: str, given: bool, after: str, converse: str) -> None:
    world = replace(empty, atoms=(atom("rain"),), graphs=(graph(UK, "go", leaf("rain", force)),))
    assert what_if(world, Suppositions({"rain": given}))[0].after == after
    assert what_if(world, Suppositions({"rain": given}, converse=True))[0].after == converse


def test_unless_tells_both(empty: Dossier) -> None:
    unless = ConditionNode("not", (leaf("pay", ""),), force="necessary")
    world = replace(empty, atoms=(atom("pay"),), graphs=(graph(UK, "go", unless, "against"),))
    assert what_if(world, Suppositions({"pay": False}))[0].stance == "against"
    assert what_if(world, Suppositions({"pay": True}))[0].stance == "not against"
    assert what_if(world, Suppositions({}))[0].missing == ("!pay",)


def test_names_of_conditions() -> None:
    atoms = (atom("a lasting peace"), atom("a lasting truce"), atom("US money"))
    assert find_atom(atoms, "money").id == "US money"
    assert find_atom(atoms, "a lasting peace").id == "a lasting peace"
    for name in ("lasting", "pease", "", "snow"):
        with pytest.raises(UsageError):
            find_atom(atoms, name)
