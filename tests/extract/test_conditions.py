"""Conditional structures: what is a condition, what it hangs on, and what only looks like one."""

from __future__ import annotations

import pytest
from conftest import article
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.analyse.pipeline import analyse
from onrecord.extract.conditions import find_conditions, main_range
from onrecord.extract.stands.connectives import Conditional
from onrecord.records import Analysis


def read(text: str) -> tuple[Analysis, tuple[Conditional, ...]]:
    analysis, _ = analyse(article(text))
    return analysis, find_conditions(analysis)


def clauses(text: str, certain: bool = True) -> list[tuple[str, str]]:
    """(kind, words) of the conditions; ``certain``: without those that only a negated main clause makes conditions."""
    analysis, found = read(text)
    kept = [c for c in found if not (certain and c.negative and not c.negated)]
    return [(c.kind, analysis.token_span(c.first, c.last).words) for c in kept]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Denmark will back the ban if Finland signs the treaty.", ("if", "Finland signs the treaty")),
        ("If Finland signs the treaty, Denmark will back the ban.", ("if", "Finland signs the treaty")),
        ("Denmark will leave unless the tariff is lifted.", ("unless", "the tariff is lifted")),
        ("They will pay as long as the port stays open.", ("if", "the port stays open")),
        ("They will pay provided that the port stays open.", ("if", "the port stays open")),
        ("The miners will return only if the owners pay.", ("if", "the owners pay")),
        ("He agreed to testify in exchange for immunity.", ("if", "immunity")),
        ("She will join on condition that the vote is free.", ("if", "the vote is free")),
        ("Should the talks fail, Norway will send ships.", ("if", "the talks fail")),
        ("There will be no vote until the report is published.", ("unless", "the report is published")),
        ("There can be no talks about the islands without the islanders.", ("unless", "the islanders")),
        ("Norway would need firm guarantees before sending ships.", ("if", "firm guarantees")),
        ("They would help if necessary.", ("if", "necessary")),
    ],
)
def test_a_condition_is_found_without_its_conjunction(text: str, expected: tuple[str, str]) -> None:
    assert expected in clauses(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reporters asked if the mayor would resign.",
        "Nobody knows if the bridge is safe.",
        "They will march even if it rains.",
        "It looked as if the deal was done.",
        "The official spoke on condition of anonymity.",
        "He waited until noon.",
        "She ate before leaving.",
        "The ship sailed without a pilot.",
        "What if the bridge falls?",
        "Was he ready to sign?",
    ],
)
def test_what_only_looks_like_a_condition_is_none(text: str) -> None:
    assert clauses(text) == []


def test_time_words_are_kept_for_refusals_that_only_the_stance_knows() -> None:
    assert clauses("She froze the funds until the audit is done.") == []
    assert clauses("She froze the funds until the audit is done.", certain=False) == [("unless", "the audit is done")]


def test_two_conditions_do_not_hold_each_other() -> None:
    found = clauses("He will run if his party asks and if his health allows.")
    assert found == [("if", "his party asks"), ("if", "his health allows")]


def test_a_condition_hangs_on_what_is_said_and_not_on_the_saying() -> None:
    analysis, (condition,) = read("If the talks fail, he said, Norway will send ships.")
    assert analysis.tokens[condition.main].lemma == "send"
    first, last = main_range(analysis, condition)
    assert "Norway will send ships" in analysis.token_span(first, last).words


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["if", "unless", "Norway", "sails", ",", "before", "should", "“", "without", "no", "."]),
        max_size=12,
    )
)
def test_odd_text_raises_nothing_and_ranges_hold(words: list[str]) -> None:
    analysis, found = read(" ".join(words))
    for c in found:
        assert 0 <= c.first < c.last <= len(analysis.tokens)
        assert c.marker >= 0
        assert not c.first <= c.main < c.last


def test_a_second_condition_is_told_from_a_second_main_clause_by_its_tense() -> None:
    both = clauses("Lund offered to send ships if a truce is signed and Sweden gives a guarantee.")
    assert both == [("if", "a truce is signed"), ("if", "Sweden gives a guarantee")]
    one = clauses("Lund offered to send ships if a truce is signed and Sweden refused.")
    assert one == [("if", "a truce is signed")]


def test_without_a_main_clause_nothing_depends_on_the_condition() -> None:
    _, found = read("unless sails if Norway should ,")
    assert all(not c.first <= c.main < c.last for c in found)
