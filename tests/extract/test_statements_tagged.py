"""Statements from the tagger's attributions: guarded by the marks, completed by the rules."""

from __future__ import annotations

from dataclasses import replace

from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.statements import find_statements
from onrecord.records import Range, Statement, TaggedAttribution


def tagged(
    text: str, *attributions: tuple[str | None, str | None, list[str]], score: float = 0.8
) -> tuple[Statement, ...]:
    """Statements of a text for which the tagger has returned the given words."""

    def at(words: str | None) -> tuple[Range, ...]:
        return () if words is None else ((text.index(words), text.index(words) + len(words)),)

    found = tuple(
        TaggedAttribution(at(source), at(cue), tuple(r for part in content for r in at(part)), score)
        for source, cue, content in attributions
    )
    return find_statements(replace(analyse(article(text))[0], attributions=found))


def contents(statements: tuple[Statement, ...]) -> list[list[str]]:
    return [[s.words for s in x.content] for x in statements]


def test_the_tagger_takes_the_place_of_the_rules() -> None:
    text = "Ann Lee said the plan was dead."
    (statement,) = tagged(text, ("Ann Lee", "said", ["the plan was dead"]))
    assert (statement.rule, statement.kind) == ("tagger", "indirect")
    assert tagged(text) == ()  # it found nothing: an indirect statement is not added


def test_act_and_negation_come_from_the_same_functions() -> None:
    (statement,) = tagged("Ann Lee did not deny that she lied.", ("Ann Lee", "did not deny", ["that she lied"]))
    assert (statement.act, statement.negated) == ("deny", True)


def test_a_quotation_is_not_cut_at_its_end_or_beginning() -> None:
    text = "“We will win the war, and soon,” said Ann Lee."
    assert contents(tagged(text, ("Ann Lee", "said", ["We will win the war"]))) == [
        ["“We will win the war, and soon,”"]
    ]


def test_a_content_beside_a_quotation_is_left_alone() -> None:
    text = "Ann Lee said the “backstop” plan was dead, and left."
    assert contents(tagged(text, ("Ann Lee", "said", ["plan was dead"]))) == [["plan was dead"]]


def test_a_content_that_takes_only_a_mark_gives_it_back() -> None:
    text = "“We will win the war,” said Ann Lee, who said Bob Ray would lose."
    statements = tagged(
        text, ("Ann Lee", "said", ["“We will win the war,”"]), ("who", "who said", ["Bob Ray would lose"])
    )
    assert contents(statements) == [["“We will win the war,”"], ["Bob Ray would lose"]]


def test_a_cue_inside_the_quotation_bounds_the_content() -> None:
    text = "“I think the plan is dead and gone,” Ann Lee said."
    statements = tagged(text, ("I", "think", ["the plan is dead and gone,” Ann"]))
    assert ["the plan is dead and gone,"] in contents(statements)


def test_a_quotation_over_paragraphs_is_completed() -> None:
    text = "The minister said: “One thing is sure.\n\n“Two things are not.\n\n“Three is all I know.”\n\nShe left."
    (statement,) = tagged(text, ("The minister", "said:", ["“One thing is sure."]))
    assert [s.words for s in statement.content] == [
        "“One thing is sure.",
        "“Two things are not.",
        "“Three is all I know.”",
    ]


def test_a_quotation_with_a_clear_cue_that_it_missed_is_added() -> None:
    text = "Ann Lee said the plan was dead.\n\n“We will win the war,” said Bob Ray."
    _first, second = tagged(text, ("Ann Lee", "said", ["the plan was dead"]))
    assert second.rule.startswith("quote:")
    assert second.source[0].words == "Bob Ray"


def test_a_paragraph_that_goes_on_with_a_quotation_is_added_with_its_source() -> None:
    text = "“We will win the war,” Bob Ray went on to say.\n\n“It has cost us much.”\n\nThe snow kept falling."
    _first, second = tagged(text, ("Bob Ray", "went on to say", ["“We will win the war,”"]))
    assert (second.rule, second.cue, second.source[0].words) == ("quote:implied", (), "Bob Ray")
    assert [s.words for s in second.content] == ["“It has cost us much.”"]


def test_a_quotation_whose_speaker_nobody_told_is_not_added() -> None:
    text = "Bob Ray went to the war in the snow.\n\n“It has cost us much.”\n\nThe snow kept falling."
    assert tagged(text) == ()


def test_a_quotation_that_is_closed_paragraphs_later_is_whole() -> None:
    text = "Ann Lee wrote: “One thing is sure.\n\nTwo things are not.\n\nThree is all I know.”\n\nShe left."
    (statement,) = tagged(text, ("Ann Lee", "wrote:", ["“One thing is sure."]))
    assert statement.content[-1].words == "Three is all I know.”"
    assert (len(statement.content), statement.kind) == (3, "direct")


def test_a_quotation_that_it_has_is_not_added_again() -> None:
    text = "“We will win the war,” said Bob Ray."
    assert [x.rule for x in tagged(text, ("Bob Ray", "said", ["“We will win the war,”"]))] == ["tagger"]


def test_a_title_in_marks_is_not_added() -> None:
    assert tagged("He read “War and Peace” on the train to Paris.") == ()


def test_an_attribution_without_content_is_dropped() -> None:
    assert tagged("Ann Lee said so.", ("Ann Lee", "said", [])) == ()


def test_nested_attributions_get_their_parent() -> None:
    text = "Bob Ray said Ann Lee told him that the plan was dead."
    outer, inner = tagged(
        text,
        ("Bob Ray", "said", ["Ann Lee told him that the plan was dead"]),
        ("Ann Lee", "told", ["that the plan was dead"]),
    )
    assert inner.parent == outer.id


def test_edges_lose_stray_punctuation_but_a_colon_may_be_a_cue() -> None:
    text = "Ann Lee – a minister – said: the plan was dead, and left. Bob Ray: we go"
    first, second = tagged(
        text, ("Ann Lee – a minister –", "said:", [" the plan was dead,"]), ("Bob Ray", ":", ["we go"])
    )  # fmt: skip
    assert (first.source[0].words, first.cue[0].words, first.content[0].words) == (
        "Ann Lee – a minister",
        "said",
        "the plan was dead",
    )
    assert second.cue[0].words == ":"


def test_a_content_over_paragraphs_is_one_span_a_paragraph() -> None:
    text = "The minister said: “One thing is sure.\n\n“Two is all I know.”"
    (statement,) = tagged(text, ("The minister", "said", ["“One thing is sure.\n\n“Two is all I know.”"]))
    assert [s.words for s in statement.content] == ["“One thing is sure.", "“Two is all I know.”"]


def test_a_torn_content_is_mended_by_the_syntax() -> None:
    text = "Poland ruled out the proposition on Monday."
    (mended,) = tagged(text, ("Poland", "ruled out", ["the"]), score=0.4)
    assert mended.content[0].words == "the proposition"
    (sure,) = tagged(text, ("Poland", "ruled out", ["the"]), score=0.9)
    assert sure.content[0].words == "the"


def test_the_owner_right_before_the_noun_is_the_source() -> None:
    text = "Europe divided over Merkel pledge to send troops to Ukraine"
    (statement,) = tagged(text, ("Europe", "pledge", ["to send troops to Ukraine"]))
    assert statement.source[0].words == "Merkel"
    text = "Europe heard the pledge to send troops to Ukraine"
    (statement,) = tagged(text, ("Europe", "pledge", ["to send troops to Ukraine"]))
    assert statement.source[0].words == "Europe"


def test_the_score_says_whether_the_rules_agree() -> None:
    text = "Ann Lee said the plan was dead. Bob Ray ate an apple. Eve Fox warned that war would follow."
    agreed, unsupported, contradicted = tagged(
        text, ("Ann Lee", "said", ["the plan was dead"]), ("Bob Ray", "ate", ["an apple"]),
        ("Bob Ray", "warned", ["war"]),
        score=0.7,
    )  # fmt: skip
    assert agreed.score >= 0.7 > max(unsupported.score, contradicted.score)


def test_contents_that_hold_each_others_cues_make_no_circle() -> None:
    text = "Bob Ray said, as Ann Lee told him, that the plan was dead."
    first, second = tagged(
        text, ("Bob Ray", "said", ["as Ann Lee told him, that the plan was"]), ("Ann Lee", "told", ["Bob Ray said"])
    )
    assert [first.parent, second.parent].count(None) == 1
    assert {first.cue[0].words, second.cue[0].words} == {"said", "told"}


def test_whom_the_speaker_cites_is_a_statement_inside() -> None:
    text = "Bob Ray said Ann Lee told him that the plan was dead."
    outer, inner = tagged(text, ("Bob Ray", "said", ["Ann Lee told him that the plan was dead"]))
    assert (inner.source[0].words, inner.parent) == ("Ann Lee", outer.id)
    text = "Bob Ray ate while Ann Lee told him that the plan was dead."
    assert len(tagged(text, ("Bob Ray", "ate", ["Ann Lee told him that the plan was dead"]), score=0.3)) == 1


def test_what_the_speaker_thinks_in_the_same_breath_is_none() -> None:
    text = "“We believe that the plan is dead,” said Bob Ray."
    assert len(tagged(text, ("Bob Ray", "said", ["“We believe that the plan is dead,”"]))) == 1
