"""Whose words they are, where two reports give the same words to two speakers: in links, dossier and rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.dossier.rows import statement_rows
from onrecord.link.voices import Speakers, compare_speakers
from onrecord.records import Actor, Role, Span, Speaker, Statement
from onrecord.story import BuildOptions, build_story, open_dossier

WORDS = "The dam was built without a single inspection and the town was never told"


def said(name: str, actor: str | None = None, source: str | None = None) -> Statement:
    span = Span("ar", 0, len(source or name), source or name)
    return Statement("st", "ar", "direct", "say", (span,), (), (), 1.0, "test", speaker=Speaker(actor, name, "name"))


def actor(id: str, name: str, title: str = "", of: str | None = None) -> Actor:
    roles = (Role(title, of, Span("ar", 0, 0, "")),) if title else ()
    return Actor(id, name, "person", (name,), roles)


KNOWN = Speakers(
    {"holt": "story holt", "mrs holt": "story holt"},
    {a.id: a for a in (
        actor("holt", "Eva Holt", "energy minister"), actor("mrs holt", "Holt"),
        actor("rolf", "Ana Rolf", "spokeswoman", "Energy Ministry"), actor("dorn", "Paul Dorn", "governor"),
    )},
)  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (said("Eva Holt", "holt"), said("Holt", "mrs holt")),
        (said("Energy Ministry", "ministry"), said("Ana Rolf", "rolf")),
        (said("Ministry of Energy", "one"), said("Energy Ministry", "two")),
        (said("Energy Ministry"), said("two Energy Ministry officials")),
        (said("the minister"), said("Eva Holt", "holt")),
        (said("a diplomat"), said("two diplomats")),
        (said("government officials"), said("Energy Ministry", "ministry")),
        (said("Alan Ford", source="Ray Dale's lawyer, Alan Ford"), said("Ray Dale", source="Ray Dale's lawyer")),
    ],
)
def test_a_less_exact_name_is_no_other_speaker(left: Statement, right: Statement) -> None:
    assert compare_speakers(left, right, KNOWN) == "same"
    assert compare_speakers(right, left, KNOWN) == "same"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (said("Energy Ministry", "one"), said("Interior Ministry", "two")),
        (said("Interior Ministry", "ministry"), said("Ana Rolf", "rolf")),
        (said("Energy Ministry", "ministry"), said("two officials")),
        (said("Paul Dorn", "dorn"), said("a senior official")),
        (said("Paul Dorn", "dorn"), said("Lise Dorn", "other")),
        (said("two diplomats"), said("three union leaders")),
        (said("government officials"), said("Miners Union", "union")),
    ],
)
def test_two_names_of_which_neither_holds_the_other_are_two(left: Statement, right: Statement) -> None:
    assert compare_speakers(left, right, KNOWN) == "different"
    assert compare_speakers(right, left, KNOWN) == "different"


def test_who_names_nobody_is_open() -> None:
    assert compare_speakers(said("he"), said("Paul Dorn", "dorn"), KNOWN) == "unknown"
    assert compare_speakers(said("the spokesman"), said("Paul Dorn", "dorn"), KNOWN) == "unknown"
    assert compare_speakers(Statement("st", "ar", "direct", "say", (), (), (), 1.0, "test"), said("X"), KNOWN) == (
        "unknown"
    )


SCENES = (
    "Rain fell on the dam above Tarn for a third day, and families left the lower streets by bus.",
    "The lower streets of Tarn were emptied on Monday as water rose behind the dam.",
)


@pytest.mark.parametrize(
    ("left", "right", "told", "actors"),
    [
        ("the Energy Ministry said", "said Ana Rolf, a spokeswoman for the Interior Ministry",
         {"Energy Ministry", "Ana Rolf"}, {("Energy Ministry", 1), ("Ana Rolf", 1)}),
        ("the Energy Ministry said", "said Ana Rolf, a spokeswoman for the Energy Ministry", set(),
         {("Energy Ministry", 2), ("Ana Rolf", 2)}),
        ("said Paul Dorn, the governor", "two officials said", {"Paul Dorn", "two officials"},
         {("Paul Dorn", 1), ("unknown speaker", 1)}),
        ("said Paul Dorn, the governor", "he said", set(), {("Paul Dorn", 2)}),
    ],
)  # fmt: skip
def test_each_report_keeps_its_own_speaker(tmp_path: Path, left: str, right: str, told: set[str],
                                           actors: set[tuple[str, int]]) -> None:  # fmt: skip
    rows = [
        {"title": f"Dam {n}", "text": f"{scene}\n\n“{WORDS},” {cue}.\n\nThe search goes on.",
         "outlet": outlet, "date": "2025-02-17"}
        for n, (scene, cue, outlet) in enumerate(zip(SCENES, (left, right), ("Beacon", "Courier"), strict=True))
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    build_story([str(tmp_path / "in.jsonl")], tmp_path / "out", BuildOptions(jobs=1))
    dossier = open_dossier(tmp_path / "out")
    assert {(row.actor, row.reports) for row in statement_rows(dossier) if WORDS in row.words} == actors
    named = {side.speaker for x in dossier.differences for side in (x.left, x.right)}
    assert named == told
    assert all(name in x.summary for x in dossier.differences for name in told)
