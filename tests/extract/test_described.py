"""Names that only a description shows to be names, roles of several words, and the group of a place."""

from __future__ import annotations

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.coreference import find_actors
from onrecord.extract.speakers import resolve_speakers
from onrecord.extract.statements import find_statements
from onrecord.records import Actor, Statement


def read(text: str) -> tuple[tuple[Statement, ...], tuple[Actor, ...]]:
    analysis, _ = analyse(article(text))
    statements = find_statements(analysis)
    mentions, actors = find_actors(analysis, statements)
    return resolve_speakers(analysis, statements, mentions, actors), actors


def speakers(text: str) -> list[tuple[str, bool]]:
    """Who speaks in each statement with a source, and whether that is a known actor."""
    return [(s.speaker.name, s.speaker.actor is not None) for s in read(text)[0] if s.source and s.speaker]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Change for Ohio, the lobby group set up by the banker Ed Ray, said the bill was bad.",
         "Change for Ohio"),
        ("Progress for America, the action committee that once paid for a rally of Ed Ray, "
         "also said: “If you want to know why, look at this bill.”", "Progress for America"),
    ],
)  # fmt: skip
def test_a_source_in_capitals_before_its_description_is_a_body(text: str, name: str) -> None:
    assert speakers(text) == [(name, True)]
    actor = next(a for a in read(text)[1] if a.name == name)
    assert actor.type == "organisation"
    assert "United States" not in {a.name for a in read(text)[1]}


def test_a_noun_before_a_clause_about_who_speaks_is_no_body() -> None:
    for text in (
        "Support for Ohio, the committee said, was growing.",
        "Anger over Leeds, the group warned, was growing.",
    ):
        assert not {a.name for a in read(text)[1]} & {"Support for Ohio", "Anger over Leeds"}
    text = "Ann Lee, the chairwoman of the committee, said the bill was bad. New Mexico, the state of Lee, was silent."
    assert speakers(text) == [("Ann Lee", True)]
    assert not [a for a in read(text)[1] if a.name == "New Mexico"]


def test_a_person_or_people_before_a_description_are_no_body() -> None:
    text = (
        "Speaker of the House, the chamber that makes laws, said no. Members of the House, the body that does, agreed."
    )
    assert not [a for a in read(text)[1] if a.type == "organisation" and " of the House" in a.name]


def test_an_editor_in_chief_with_a_name_speaks_under_it() -> None:
    text = "Datapress’s editor in chief, Ben Kopp, said the paper would print it. The editor in chief said no more."
    assert speakers(text) == [("Ben Kopp", True), ("Ben Kopp", True)]
    actor = next(a for a in read(text)[1] if a.name == "Ben Kopp")
    assert [(r.title, r.of) for r in actor.roles] == [("editor in chief", "Datapress")]


def test_an_editor_in_chief_without_a_name_is_told_from_a_police_chief() -> None:
    text = "The police chief said the street was closed. The editor in chief said the paper would print it."
    assert speakers(text) == [("The police chief", True), ("The editor in chief", True)]
    assert len({s.speaker.actor for s in read(text)[0] if s.speaker}) == 2


_LETTER = " has drafted a letter and said it would go out."


def test_the_group_is_the_local_one_of_the_sentence_before() -> None:
    assert speakers("The nearby Dayton Tea Party had an answer to the report.\n\nThe group" + _LETTER)[-1] == (
        "Dayton Tea Party",
        True,
    )


@pytest.mark.parametrize(
    ("before", "source"),
    [("The Green Party", "The group"), ("The Tea Party", "The group"), ("The Dayton Tea Party", "The rights group")],
)
def test_the_group_is_no_party(before: str, source: str) -> None:
    text = f"{before} had an answer to the report.\n\n{source}{_LETTER}"
    assert speakers(text)[-1] == (source, False)
