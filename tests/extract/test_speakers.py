"""Who says each statement, and what a reader is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.coreference import find_actors
from onrecord.extract.removed import find_removed
from onrecord.extract.speakers import resolve_speakers
from onrecord.extract.statements import find_statements
from onrecord.records import Speaker, Statement


def speak(text: str) -> list[Statement]:
    whole = article(text, "2025-02-17")
    analysis, _ = analyse(whole, find_removed(whole))
    found = find_statements(analysis)
    return list(resolve_speakers(analysis, found, *find_actors(analysis, found)))


def speaker_of(text: str, words: str) -> Speaker | None:
    """The speaker of the statement whose content has these words."""
    return next(s.speaker for s in speak(text) if any(words in c.words for c in s.content))


def test_the_fullest_name_is_shown() -> None:
    speaker = speaker_of("Sir Keir Starmer met allies. “I am ready,” Sir Keir said.", "ready")
    assert speaker is not None
    assert (speaker.name, speaker.how) == ("Keir Starmer", "name")


def test_a_group_without_a_name_keeps_its_words() -> None:
    speaker = speaker_of("Officials said that the talks would go on.", "talks")
    assert speaker == Speaker(None, "Officials", "unresolved")


def test_a_spokesman_of_somebody_is_not_that_person() -> None:
    speaker = speaker_of("A spokesman for Hillary Clinton said the claim was false.", "claim")
    assert speaker is not None
    assert speaker.name == "A spokesman for Hillary Clinton"


def test_trump_himself_is_trump() -> None:
    speaker = speaker_of("Donald Trump spoke. Trump himself said the controversy was a bad one.", "controversy")
    assert speaker is not None
    assert speaker.name == "Donald Trump"


def test_who_in_a_source_is_the_noun_before_it() -> None:
    speaker = speaker_of("There are many voters who say that the law is bad.", "law")
    assert speaker is not None
    assert speaker.name in ("many voters", "many voters who")


def test_a_statement_is_its_authors_and_a_poll_nobodys() -> None:
    text = "“We must act,” Donald Trump said in a statement.\n\n“It is only going to get worse,” the statement said."
    speaker = speaker_of(text, "worse")
    assert speaker is not None
    assert speaker.name == "Donald Trump"
    poll = speaker_of("Donald Trump spoke on Monday. A new poll said that voters were tired.", "voters")
    assert poll is None or poll.actor is None


def test_several_sources_are_one_speaker_with_all_names() -> None:
    speaker = speaker_of("Sweden, Germany, the Netherlands and Spain said they would need assurances.", "assurances")
    assert speaker == Speaker(None, "Sweden, Germany, the Netherlands and Spain", "coordinated")


def test_a_quotation_in_the_same_paragraph_goes_on() -> None:
    text = "“We will go on,” Donald Tusk said. “Nobody will stop us.”\n\nThe talks ended at noon."
    speaker = speaker_of(text, "Nobody")
    assert speaker is not None
    assert speaker.name == "Donald Tusk"


def seed(shared: Path, name: str) -> list[Statement]:
    path = shared / "stories" / "backstop" / name
    if not path.exists():
        pytest.skip(f"no {name} in ../shared")
    return speak(path.read_text(encoding="utf-8"))


def test_the_first_seed_has_the_right_speakers(shared: Path) -> None:
    statements = seed(shared, "000_bbcb8495bbd18f4e.txt")
    by = {s.content[0].words[:40]: s.speaker.name for s in statements if s.speaker}
    said = [name for name in by.values() if name == "Keir Starmer"]
    assert len(said) >= 9
    assert any(n == "Volodymyr Zelensky" for n in by.values())
    assert any(n == "Sweden, Germany, the Netherlands and Spain" for n in by.values())
    assert next(n for words, n in by.items() if "At stake is not just" in words) == "Keir Starmer"


def test_the_second_seed_has_the_right_speakers(shared: Path) -> None:
    statements = seed(shared, "004_9bdd9decad1322d1.txt")
    names = [s.speaker.name for s in statements if s.speaker]
    assert names.count("Keir Starmer") >= 4
    assert names.count("Donald Tusk") >= 1
