"""The ends of sources and contents that grammar and marks decide, with the opposite of each case."""

from __future__ import annotations

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.said.drafts import Draft
from onrecord.extract.said.edges import with_true_edges
from onrecord.extract.said.quotes import find_passages


def tidied(text: str, source: str | None, cue: str, *content: str) -> tuple[str | None, list[str]] | None:
    """Source and contents after tidying a draft of these words."""

    def place(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    analysis = analyse(article(text))[0]
    draft = Draft((place(source),) if source else (), (place(cue),), tuple(map(place, content)), 0.9, "tagger")
    found = with_true_edges(analysis, [draft], find_passages(analysis))
    if not found:
        return None
    words = [text[s:e] for s, e in found[0].content]
    return " ".join(text[s:e] for s, e in found[0].source) or None, words


@pytest.mark.parametrize(
    ("text", "source", "content", "expected"),
    [
        (
            "According to the warden, Ines Ortega, the dam has cracks.", "the warden",
            "Ines Ortega, the dam has cracks", ("the warden, Ines Ortega", ["the dam has cracks"]),
        ),
        (
            "According to Ines Ortega, director of the dam, the wall has cracks.", "Ines Ortega",
            "director of the dam, the wall has cracks", ("Ines Ortega, director of the dam", ["the wall has cracks"]),
        ),
        (
            "According to Ortega, tourists, traders and farmers have left.", "Ortega",
            "tourists, traders and farmers have left", ("Ortega", ["tourists, traders and farmers have left"]),
        ),
        (
            "According to the warden, on Monday, the dam had cracks.", "the warden",
            "on Monday, the dam had cracks", ("the warden", ["on Monday, the dam had cracks"]),
        ),
    ],
)  # fmt: skip
def test_an_apposition_belongs_to_the_source(text: str, source: str, content: str, expected: object) -> None:
    assert tidied(text, source, "According to", content) == expected


def test_the_subject_of_the_cue_is_no_content() -> None:
    assert tidied("The dam is lost, she said.", None, "said", "The dam is lost, she") == ("she", ["The dam is lost"])
    assert tidied("The dam is lost, she said.", "she", "said", "The dam is lost") == ("she", ["The dam is lost"])


def test_a_label_before_a_colon_is_the_source() -> None:
    text = "They met on Monday.\n\nOrtega: “The dam is lost.”"
    assert tidied(text, None, ":", "“The dam is lost.”") == ("Ortega", ["“The dam is lost.”"])
    text = "They said this on Monday: “The dam is lost.”"
    assert tidied(text, None, ":", "“The dam is lost.”") == (None, ["“The dam is lost.”"])


def test_a_sentence_in_another_tense_is_the_writers() -> None:
    text = "The road was closed. Soldiers will guard the dam, Ines Ortega announced."
    said = tidied(text, "Ines Ortega", "announced", "The road was closed", "Soldiers will guard the dam")
    assert said == ("Ines Ortega", ["Soldiers will guard the dam"])
    text = "The road is closed. Soldiers will guard the dam, Ines Ortega announced."
    said = tidied(text, "Ines Ortega", "announced", "The road is closed", "Soldiers will guard the dam")
    assert said == ("Ines Ortega", ["The road is closed", "Soldiers will guard the dam"])


def test_words_that_lead_on_to_the_next_quotation_are_the_writers() -> None:
    text = "Ortega said: “No.” And then: “Ask the mayor.”"
    assert tidied(text, "Ortega", "said", "“No.” And then", "“Ask the mayor.”") == (
        "Ortega", ["“No.”", "“Ask the mayor.”"],
    )  # fmt: skip
    text = "Ortega called it “a shame” for the valley."
    assert tidied(text, "Ortega", "called", "“a shame” for the valley") == ("Ortega", ["“a shame” for the valley"])


def test_scare_quotes_say_nothing() -> None:
    assert tidied("The so-called “mercy train” came.", None, "so-called", "“mercy train”") is None
    assert tidied("Ortega called it “mercy train”.", "Ortega", "called", "“mercy train”") is not None
