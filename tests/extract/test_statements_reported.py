"""What users of other tools reported as wrong, each with its opposite case, by the rules and by the trained tagger."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.dossier import THRESHOLD
from onrecord.extract.statements import find_statements

CASES = {
    "an apposition far from the quotation": (
        "“The quay will not be sold,” said Dana Holt, the head of the port authority, a body that runs both harbours.",
        [("Dana Holt", "“The quay will not be sold,”")],
    ),
    "an apposition with a person in it who does not speak": (
        "Dana Holt, who runs the port with Erik Moen, the mayor, said: “The quay will not be sold.”",
        [("Dana Holt", "“The quay will not be sold.”")],
    ),
    "a paragraph break between a speaker and a quotation that goes on": (
        "Dana Holt was asked on Monday.\n\n“The quay will not be sold,” she said.\n\n“We need it for the ferries.”",
        [("she", "“The quay will not be sold,”"), ("she", "“We need it for the ferries.”")],
    ),
    "a paragraph break after which somebody else speaks": (
        "“The quay will not be sold,” said Dana Holt.\n\nErik Moen came late.\n\n“We had no plan,” said Liv Berg.",
        [("Dana Holt", "“The quay will not be sold,”"), ("Liv Berg", "“We had no plan,”")],
    ),
    "a nickname inside a quotation": (
        '"My brother Olaf "Ole" Holt built that quay," Dana Holt said.',
        [("Dana Holt", '"My brother Olaf "Ole" Holt built that quay,"')],
    ),
    "a nickname outside a quotation": ("Olaf “Ole” Holt built that quay in the spring.", []),
    "reopened marks": (
        "“The quay stays,” Dana Holt said. “It is the town's.\n\n“It will stay with us as long as I live.”",
        [("Dana Holt", "“The quay stays,”"), ("Dana Holt", "“It is the town's."),
         ("Dana Holt", "“It will stay with us as long as I live.”")],
    ),
    "closed marks and another speaker": (
        "“The quay will not be sold,” Dana Holt said.\n\n“Then we will go to court,” Erik Moen said.",
        [("Dana Holt", "“The quay will not be sold,”"), ("Erik Moen", "“Then we will go to court,”")],
    ),
    "the dash of a press release": (
        "OSLO, March 3 – “The quay will not be sold,” said Dana Holt, the head of the port authority.",
        [("Dana Holt", "“The quay will not be sold,”")],
    ),
    "signed quotations": (
        "“The quay stays here.” – Dana Holt, port authority\n“We will go to court over it.” – Erik Moen, mayor",
        [("Dana Holt", "“The quay stays here.”"), ("Erik Moen", "“We will go to court over it.”")],
    ),
    "dashes around what others call it": (
        "The plan – “a gift to the builders” – was dropped by the council in the spring.",
        [],
    ),
    "From X and a colon": (
        "From Dana Holt: “The quay will not be sold.”\n\nFrom Erik Moen: “Then we will go to court.”",
        [("Dana Holt", "“The quay will not be sold.”"), ("Erik Moen", "“Then we will go to court.”")],
    ),
    "an odd number of marks": (
        'Dana Holt said: "The quay will not be sold.\n\nThe council meets next week and votes in June.',
        [("Dana Holt", '"The quay will not be sold.')],
    ),
    "an even number of marks": (
        'Dana Holt said: "The quay will not be sold."\n\nThe council meets next week and votes in June.',
        [("Dana Holt", '"The quay will not be sold."')],
    ),
    "apostrophes": ("The workers' union won't sell the miners' hall, and it isn't the owners' fault.", []),
    "apostrophes inside single marks": (
        "'The quay will not be sold,' Dana Holt said, 'and that's the members' wish.'",
        [("Dana Holt", "'The quay will not be sold,'"), ("Dana Holt", "'and that's the members' wish.'")],
    ),
    "a scare quote": ("The so-called “harbour plan” was dropped by the council in June.", []),
    "words in marks that somebody uses of something": (
        "Dana Holt called the plan “a gift to the builders and an insult to the town”.",
        [("Dana Holt", "the plan “a gift to the builders and an insult to the town”")],
    ),
    "a transcript whose turns open marks that they never close": (
        "“HOLT: We will not sell the quay to anybody.\n“MOEN: Then we will see each other in court.\n"
        "“HOLT: The court has ruled on this already.",
        [("HOLT", "We will not sell the quay to anybody."), ("MOEN", "Then we will see each other in court."),
         ("HOLT", "The court has ruled on this already.")],
    ),
    "labels that do not come back": (
        "WHAT: A meeting about the quay and its owners.\nWHERE: The town hall of the old harbour.\n"
        "WHEN: Monday at seven in the evening.",
        [],
    ),
    "a table of names and numbers": ("The votes so far.\nHolt: 547.\nMoen: 46.\nHolt: 12.\nMoen: 9.", []),
    "a text quoted in straight marks with quotations of its own": (
        "“We will not sell,” Holt said.\n\n\"Moen left the hall.\n\n“Then we go to court,” he said.",
        [("Holt", "“We will not sell,”"), ("he", "“Then we go to court,”")],
    ),
}  # fmt: skip


def found(text: str, tagger: bool) -> list[tuple[str, str]]:
    """The sure statements: how the source begins, and each part of the content."""
    a = analyse(article(text))[0]
    if not tagger:
        a = replace(a, attributions=None)
    return [
        (" + ".join(s.words for s in x.source), part.words)
        for x in find_statements(a)
        if x.score >= THRESHOLD
        for part in x.content
    ]


@pytest.mark.parametrize("tagger", [True, False], ids=["tagger", "rules"])
@pytest.mark.parametrize("case", CASES)
def test_reported_cases_and_their_opposites(case: str, tagger: bool) -> None:
    text, expected = CASES[case]
    statements = [x for x in found(text, tagger) if x[0]]
    for source, content in expected:
        assert [s for s, c in statements if c == content and s.startswith(source)], (source, content, statements)
    quoted = [c for _, c in statements if c[:1] in "“\"'‘"]
    assert len(quoted) <= len(expected), statements
    if not expected:
        assert statements == []


def test_stage_directions_are_not_said() -> None:
    text = "HOLT: We will not sell the quay.\n(CROSSTALK)\nMOEN: We sue then.\n[applause]\nHOLT: Then go to court."
    assert found(text, True) == [
        ("HOLT", "We will not sell the quay."), ("MOEN", "We sue then."), ("HOLT", "Then go to court."),
    ]  # fmt: skip


def test_a_turn_goes_on_until_the_next_label() -> None:
    text = "HOLT: We will not sell the quay.\nIt is for the ferries.\nMOEN: We go to court.\nHOLT: Then go to court."
    assert found(text, True)[:2] == [("HOLT", "We will not sell the quay."), ("HOLT", "It is for the ferries.")]


def test_a_lone_mark_between_turns_is_said_by_nobody() -> None:
    text = 'HOLT: We will not sell the quay.\n"\n“”\nMOEN: We go to court.\nHOLT: Then go to court.'
    contents = [c for _, c in found(text, True)]
    assert contents == ["We will not sell the quay.", "We go to court.", "Then go to court."]


def test_the_labels_of_a_fact_check_are_no_speakers() -> None:
    text = (
        "Claim: The quay was sold to a bank.\nVerdict: The quay is owned by the town.\n"
        "Claim: The ferries will stop in May.\nVerdict: The ferries run until October."
    )
    assert found(text, False) == []
