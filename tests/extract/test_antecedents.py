"""Whom a pronoun goes to where a noun before it is open, and where its own sentence names one person."""

from __future__ import annotations

from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.coreference import find_actors
from onrecord.extract.statements import find_statements


def meant(text: str, words: str, nth: int = -1) -> tuple[str | None, set[str]]:
    """The name of whom the n-th mention with these words means, and the names of its candidates."""
    analysis, _ = analyse(article(text))
    mentions, actors = find_actors(analysis, find_statements(analysis))
    mention = [m for m in mentions if m.span.words == words][nth]
    names = {a.id: a.name for a in actors}
    return names.get(mention.actor or ""), {names[c] for c in mention.candidates}


_SUMMIT = (
    "Anna Lee welcomed President Carl Novak and President Ivo Brandt in Leeds. Bob Ray, a senator, saw it on Monday. "
)


def test_he_stays_open_with_the_noun_that_says_it() -> None:
    said = _SUMMIT + "The president has said he plans to come back."
    assert meant(said, "The president") == (None, {"Carl Novak", "Ivo Brandt"})
    assert meant(said, "he") == (None, {"Carl Novak", "Ivo Brandt"})
    both = _SUMMIT + "The president has said he came and he plans to return."
    assert meant(both, "he", 1) == (None, {"Carl Novak", "Ivo Brandt"})


def test_he_of_a_noun_that_is_clear_means_the_same() -> None:
    clear = (
        "President Carl Novak came to Leeds. Bob Ray, a senator, saw it on Monday. The president has said he will go."
    )
    assert meant(clear, "he") == ("Carl Novak", set())
    named = _SUMMIT + "Mr. Ray has said he plans to come back."
    assert meant(named, "he") == ("Bob Ray", set())


def test_he_of_its_own_sentence_is_no_candidate_of_an_open_noun() -> None:
    said = _SUMMIT + "The president has spoken. Mr. Ray said he was glad."
    assert meant(said, "he") == ("Bob Ray", set())


_BEFORE = "Speaker Jo Larkin spoke on Monday. Larkin said the House would vote again.\n\n"


def test_the_one_person_of_the_sentence_leads_those_before_it() -> None:
    assert (
        meant(_BEFORE + "Talks of the Greens with Carl Novak stalled as he refused to give way.", "he")[0]
        == "Carl Novak"
    )
    law = _BEFORE + "The plan is based on a law that Carl Novak wrote when he was in the city council."
    assert meant(law, "he")[0] == "Carl Novak"


def test_one_of_two_persons_of_the_sentence_does_not_lead_by_that() -> None:
    two = _BEFORE + "Aides of Bob Ray broke off talks with Carl Novak as he refused to give way."
    assert meant(two, "he")[0] != "Bob Ray"
    main = _BEFORE + "On a visit with Carl Novak, she promised to give way."
    assert meant(main, "she")[0] == "Jo Larkin"


def test_a_thing_named_after_somebody_is_no_person_of_the_sentence() -> None:
    dinner = "Carl Novak ran on Monday. Novak spoke.\n\nPeople left the Bob Ray dinner as he told voters to go."
    assert meant(dinner, "he")[0] == "Carl Novak"
