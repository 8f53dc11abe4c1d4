"""Statements by rules: who says, thinks, wants or denies what, and what is no statement."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from conftest import article
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.analyse.pipeline import analyse
from onrecord.extract.said.acts import acts
from onrecord.extract.statements import find_statements
from onrecord.records import Analysis, Statement


def untagged(text: str) -> Analysis:
    """The analysis as it is without the trained tagger's weights."""
    return replace(analyse(article(text))[0], attributions=None)


def statements(text: str) -> tuple[Statement, ...]:
    return find_statements(untagged(text))


def found(text: str) -> list[tuple[str, str]]:
    """Source and content of each outermost statement, the parts of a content joined by " | "."""
    return [
        (" + ".join(s.words for s in x.source), " | ".join(s.words for s in x.content))
        for x in statements(text)
        if x.parent is None
    ]


def one(text: str) -> Statement:
    outer = [x for x in statements(text) if x.parent is None]
    assert len(outer) == 1, found(text)
    return outer[0]


# --- quotations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“We will win the war,” said Ann Lee.", "“We will win the war,”"),
        ("“We will win the war”, Ann Lee said.", "“We will win the war”"),
        ('Ann Lee said: "We will win the war."', '"We will win the war."'),
        ("Ann Lee told reporters on Monday, “We will win the war.”", "“We will win the war.”"),
        ("''We will win the war,'' Ann Lee said.", "''We will win the war,''"),
        ("‘We will win the war,’ said Ann Lee.", "‘We will win the war,’"),
        ("“Will we win the war?” Ann Lee asked.", "“Will we win the war?”"),
        ("“The plan,” Ann Lee said, “is dead.”", "“The plan,” | “is dead.”"),
        ("“We will win,” Ann Lee said. “We always do in the end.”", "“We will win,” | “We always do in the end.”"),
        ("“We will win the war” – Ann Lee", "“We will win the war”"),
        ("“We will win the war.”\n— Ann Lee", "“We will win the war.”"),
        ("Ann Lee told reporters:\n“We will win the war.”\nShe left.", "“We will win the war.”"),
        ("Ann Lee: “We will win the war.”", "“We will win the war.”"),
        ("“How do we win the war?” Ann Lee was quoted as saying.", "“How do we win the war?”"),
    ],
)  # fmt: skip
def test_cue_before_after_and_inside_with_every_mark(text: str, content: str) -> None:
    assert found(text) == [("Ann Lee", content)]
    assert one(text).kind == "direct"


def test_a_quotation_over_paragraphs_is_one_statement() -> None:
    text = (
        "Speaking on Monday, the prime minister said: “At stake is the future.\n\n“This is our moment.\n\n"
        "“So we met today.”\n\nOthers stayed away."
    )
    assert found(text) == [
        ("the prime minister", "“At stake is the future. | “This is our moment. | “So we met today.”")
    ]


def test_a_closed_quotation_does_not_swallow_the_next_paragraph() -> None:
    text = "The minister said: “At stake is the future.”\n\n“Nonsense, all of it,” said Bob Ray."
    assert found(text) == [("The minister", "“At stake is the future.”"), ("Bob Ray", "“Nonsense, all of it,”")]


def test_a_paragraph_that_is_a_quotation_goes_on_with_the_last_speaker() -> None:
    text = (
        "“We must act now,” the minister told reporters.\n\n“But there must be a plan for the peace.”\n\nOthers left."
    )
    first, second = statements(text)
    assert second.rule == "quote:implied"
    assert second.cue == ()
    assert second.source == first.source  # the words lie a sentence before
    assert second.score < first.score


def test_no_speaker_is_carried_over_a_paragraph_of_narration() -> None:
    text = (
        "“We must act now,” the minister told reporters.\n\nThe talks in the city began an hour late.\n\n"
        "“But there must be a plan for the peace.”"
    )
    assert [x.rule for x in statements(text) if x.rule == "quote:implied"] == []


def test_words_run_together_are_still_two_quotations_of_one_speaker() -> None:
    text = (
        "“We will support them,” prime minister Ann Lee told reporters before a flight to Paris.“We do not plan to go.”"
    )
    assert found(text) == [("prime minister Ann Lee", "“We will support them,” | “We do not plan to go.”")]


def test_mixed_content_keeps_its_quotation_whole() -> None:
    statement = one("Ann Lee said that “the plan is dead” and that Bob Ray “would agree”.")
    assert [s.words for s in statement.content] == ["that “the plan is dead” and that Bob Ray “would agree”"]
    assert statement.kind == "mixed"


def test_content_ends_with_the_quotation_not_with_its_first_sentence() -> None:
    text = "Ann Lee said the plan was “dead. Nobody wants it any more.” Bob Ray left."
    assert one(text).content[0].words == "the plan was “dead. Nobody wants it any more.”"


def test_a_nickname_in_marks_is_no_quotation_of_the_speaker() -> None:
    assert found("“The plan is dead,” said Bob “Bobby” Ray.") == [("Bob “Bobby” Ray", "“The plan is dead,”")]


def test_nested_quotation_marks_stay_in_the_outer_quotation() -> None:
    statement = one("“He said ‘the plan is dead’ to me,” Ann Lee said.")
    assert statement.content[0].words == "“He said ‘the plan is dead’ to me,”"


@pytest.mark.parametrize(
    "text",
    [
        "He read “War and Peace” on the train.",
        'The film "Gone Girl," directed by David Fincher, opened on Friday.',
        "The so-called “backstop” failed.",
        "The ‘Brexit’ years are over.",
        "The Smiths’ dog and the Joneses’ cat met in the park.",
        "The vote comes at 10:30: nobody knows why.",
    ],
)
def test_titles_scare_quotes_and_apostrophes_are_no_statements(text: str) -> None:
    assert found(text) == []


def test_an_unclosed_quotation_still_has_its_speaker() -> None:
    assert [source for source, _ in found('"The plan is dead and gone, Ann Lee said.\nNobody knows why.')] == [
        "Ann Lee"
    ]


# --- labels and headlines ------------------------------------------------------------------------


def test_a_headline_with_a_name_and_a_colon_is_a_statement() -> None:
    assert found("Starmer: Europe must act") == [("Starmer", "Europe must act")]
    assert found("From Ann Lee: We will win the war.") == [("Ann Lee", "We will win the war")]


@pytest.mark.parametrize(
    "text", ["Europe split over Ukraine", "Analysis: Why the talks failed", "Europe must choose: war or peace"]
)
def test_other_headlines_are_none(text: str) -> None:
    assert found(text) == []


def test_a_headline_names_whose_pledge_it_is() -> None:
    assert found("Europe divided over Merkel pledge to send ships to Norway") == [("Merkel", "to send ships to Norway")]


# --- indirect ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source", "act", "content"),
    [
        ("Ann Lee said the plan was dead.", "Ann Lee", "say", "the plan was dead"),
        ("Ann Lee believes that the plan is dead.", "Ann Lee", "think", "that the plan is dead"),
        ("Ann Lee hopes to win.", "Ann Lee", "want", "to win"),
        ("Ann Lee fears the plan will fail.", "Ann Lee", "fear", "the plan will fail"),
        ("France plans to send troops.", "France", "plan", "to send troops"),
        ("France promised to send troops.", "France", "promise", "to send troops"),
        ("Poland refuses to send troops.", "Poland", "refuse", "to send troops"),
        ("Paris ruled out a deal.", "Paris", "refuse", "a deal"),
        ("The EU called for a ceasefire.", "The EU", "demand", "a ceasefire"),
        ("Ann Lee asked whether the plan was dead.", "Ann Lee", "ask", "whether the plan was dead"),
        ("Ann Lee warned that war would follow.", "Ann Lee", "warn", "that war would follow"),
        ("Ann Lee denied that she had lied.", "Ann Lee", "deny", "that she had lied"),
        ("Ann Lee accused Bob Ray of lying.", "Ann Lee", "blame", "lying"),
        ("Ann Lee criticised the plan.", "Ann Lee", "blame", "the plan"),
        ("France agreed to host the talks.", "France", "agree", "to host the talks"),
        ("The report found that 12 people died.", "The report", "report", "that 12 people died"),
        ("According to Ann Lee, the plan is dead.", "Ann Lee", "say", "the plan is dead"),
        ("The plan is dead, according to the ministry.", "the ministry", "say", "The plan is dead"),
        ("In the prime minister’s view, the plan is dead.", "the prime minister", "think", "the plan is dead"),
        ("His warning that the plan is dead came late.", "His", "warn", "that the plan is dead"),
    ],
)
def test_indirect_statements_and_their_acts(text: str, source: str, act: str, content: str) -> None:
    statement = one(text)
    assert (statement.source[0].words, statement.act, statement.content[0].words) == (source, act, content)
    assert statement.kind == "indirect"
    assert not statement.negated


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ann Lee not only said that the plan was dead.", "say"),
        ("Ann Lee refused to promise that troops would go.", "refuse"),
        ("Ann Lee declined to promise that troops would go.", "refuse"),
    ],
)
def test_what_only_looks_negated_is_not(text: str, act: str) -> None:
    statement = one(text)
    assert (statement.act, statement.negated) == (act, False)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee opened the door.",
        "The train left at noon.",
        "Rain fell on the city all day.",
        "She walked to the station.",
    ],
)
def test_narration_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The minister declined to say whether troops would go.", "say"),
        ("Ann Lee did not say whether she would run.", "say"),
        ("We do not plan to send troops.", "plan"),
        ("Ann Lee never said that the plan was dead.", "say"),
        ("Ann Lee stopped short of promising to send troops.", "promise"),
    ],
)
def test_negated(text: str, act: str) -> None:
    statement = one(text)
    assert statement.negated
    assert statement.act == act


def test_coordinated_sources_stay_together() -> None:
    text = "Sweden, Germany, the Netherlands and Spain replied they could not choose."
    assert found(text) == [("Sweden, Germany, the Netherlands and Spain", "they could not choose")]


def test_a_verb_beside_the_cue_is_a_statement_of_its_own() -> None:
    text = "Ann Lee said the plan was dead and warned that war would follow."
    assert found(text) == [("Ann Lee", "the plan was dead"), ("Ann Lee", "that war would follow")]


def test_a_verb_inside_the_content_is_not_cut_off() -> None:
    assert found("Ann Lee said she was tired and wanted a break.") == [("Ann Lee", "she was tired and wanted a break")]


def test_the_relative_pronoun_brings_its_noun() -> None:
    text = "Bob Ray met Ann Lee, who said that the plan was dead."
    assert [s.words for s in one(text).source] == ["Ann Lee", "who"]


def test_a_clause_about_the_source_is_not_part_of_it() -> None:
    text = "The chancellor – who will fly to Norway later this month – said friends would need to pay more."
    assert found(text) == [("The chancellor", "friends would need to pay more")]


def test_a_title_is_part_of_the_source() -> None:
    text = "Robby Mook, Clinton’s campaign manager, said the race was close."
    assert found(text)[0][0] == "Robby Mook, Clinton’s campaign manager"


def test_the_dateline_is_not_the_source() -> None:
    text = "WASHINGTON — President Ann Lee denied on Monday that she had lied."
    assert "WASHINGTON" not in found(text)[0][0]


def test_nobody_says_what_is_expected() -> None:
    statement = one("Mr Lee is expected to resign.")
    assert statement.source == ()
    assert statement.act == "predict"
    assert [s.words for s in statement.content] == ["Mr Lee", "to resign"]


def test_a_statement_inside_another_has_it_as_parent() -> None:
    outer, inner = statements("Bob Ray said Ann Lee told him that the plan was dead.")
    assert (outer.source[0].words, inner.source[0].words) == ("Bob Ray", "Ann Lee")
    assert inner.parent == outer.id
    assert outer.parent is None


def test_two_cues_share_a_sentence() -> None:
    text = "The plan is dead, Ann Lee said, adding: “We tried and we failed.”"
    assert found(text) == [("Ann Lee", "The plan is dead"), ("Ann Lee", "“We tried and we failed.”")]


# --- what always holds ---------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        ["“", "”", '"', "''", "``", "‘", "’", "'", "said", "Ann Lee", "told", ":", ",", ".", " ", "\n\n", "—", "that",
         "he", "according to", "War", "\u200b", "\u202e", "«", "»", "(", "]", "not", "plan to", "\x00", "é", "1"]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_odd_text_gives_exact_spans_and_never_raises(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for s in statements(text):
        assert s.content
        assert 0 < s.score < 1
        assert s.act in acts()
        for span in (*s.source, *s.cue, *s.content):
            assert span.words == text[span.start : span.end]
            assert span.words.strip()
        starts = [span.start for span in s.content]
        assert starts == sorted(starts)


def test_many_quotation_marks_take_linear_time() -> None:
    analysis = untagged("“We will win,” said Ann Lee. " * 1500 + "“" * 3000)
    start = time.process_time()
    assert len(find_statements(analysis)) >= 1000
    assert time.process_time() - start < 5


def test_the_same_text_gives_the_same_ids_twice() -> None:
    text = "“We will win,” said Ann Lee. Bob Ray believes that the plan is dead."
    assert statements(text) == statements(text)
