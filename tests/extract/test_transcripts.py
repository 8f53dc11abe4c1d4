"""Turns of transcripts and interviews: whose each is, however short, and what is no turn."""

from __future__ import annotations

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.coreference import find_actors
from onrecord.extract.speakers import resolve_speakers
from onrecord.extract.statements import find_statements


def turns(*lines: str) -> list[tuple[str | None, str]]:
    """The resolved name (None where nobody is known) and the words of each turn."""
    analysis, _ = analyse(article("\n\n".join(lines) + "\n"))
    found = find_statements(analysis)
    mentions, actors = find_actors(analysis, found)
    names = {a.id: a.name for a in actors}
    said = resolve_speakers(analysis, found, mentions, actors)
    return [
        (names.get(s.speaker.actor or "") if s.speaker else None, " ".join(c.words for c in s.content))
        for s in said if s.rule == "layout:turn"
    ]  # fmt: skip


TALK = (
    "Late Show: The Ferry",
    "RUTH DOLE, HOST: Captain, is the ferry safe?",
    "OLE STRAND, CAPTAIN OF THE FERRY: Yes.",
    "DOLE: Are you sure?",
    "STRAND: Quite. It was checked: twice this year.",
    "DOLE: Really?",
    "STRAND: Really.",
)


def test_short_turns_are_the_speakers_own_and_the_surname_is_the_full_name() -> None:
    assert [(name and name.upper(), words) for name, words in turns(*TALK)] == [
        ("RUTH DOLE", "Captain, is the ferry safe?"),
        ("OLE STRAND", "Yes."),
        ("RUTH DOLE", "Are you sure?"),
        ("OLE STRAND", "Quite. It was checked: twice this year."),
        ("RUTH DOLE", "Really?"),
        ("OLE STRAND", "Really."),
    ]


def test_time_stamps_stand_before_names() -> None:
    said = turns("[10:02] DOLE: Will you sail tonight?", "[10:03] STRAND: No.", "[10:03] DOLE: Why not, captain?",
                 "(10:04) STRAND: The storm is too strong.")  # fmt: skip
    assert [words for _, words in said] == [
        "Will you sail tonight?", "No.", "Why not, captain?", "The storm is too strong.",
    ]  # fmt: skip


def test_words_on_the_screen_and_unidentified_people_are_nobody() -> None:
    said = turns(
        "DOLE: We asked people at the quay.",
        "UNIDENTIFIED WOMAN: They told us that it was safe.",
        "TEXT: The ferry was built in 1971.",
        "DOLE: The captain was there as well.",
        "UNIDENTIFIED WOMAN: We do not believe him.",
    )
    assert [name for name, _ in said] == ["DOLE", None, "DOLE", None]
    assert not any("built in 1971" in words for _, words in said)


@pytest.mark.parametrize(
    "lines",
    [
        ("Note: the ferry is late today.", "Price: it costs four crowns now.", "The ferry sails at noon."),
        ("The captain was blunt: the ferry stays in port.", "Nobody sails tonight."),
    ],
)
def test_what_is_no_transcript(lines: tuple[str, ...]) -> None:
    assert turns(*lines) == []
