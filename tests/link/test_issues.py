"""Issues: targets that mean the same are one, those that only share a place are not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from conftest import article
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.link.issues import link_issues
from onrecord.records import Article, Issue, Link, Position, Span, Stance, link, make_id


def position(whole: Article, target: str | None, name: str = "Norway", stance: Stance = "for", at: int = 0) -> Position:
    """A position on the words as they stand in the text, from offset ``at``."""
    span = None
    if target is not None:
        start = whole.text.index(target, at)
        span = Span(whole.id, start, start + len(target), target)
    evidence = Span(whole.id, 0, len(whole.text), whole.text) if span is None else span
    ident = make_id("po", whole.id, name, stance, span and span.range)
    return Position(ident, whole.id, None, name, None, span, stance, False, (), evidence, 0.8, "test")


def on_one_text(*targets: str) -> list[set[str]]:
    """The targets, all in one article, as they are grouped."""
    whole = article(". ".join(targets))
    found = [position(whole, target) for target in targets]
    return grouped(found, link_issues(found, [whole])[1])


def grouped(found: Sequence[Position], issues: Sequence[Issue]) -> list[set[str]]:
    words = {p.id: p.target.words for p in found if p.target}
    return [{words[i] for i in issue.positions} for issue in issues]


def test_the_same_action_in_other_words_is_one_issue() -> None:
    groups = on_one_text(
        "sending Norwegian ships and troops to Peru", "deploy soldiers", "put our own forces on the ground"
    )
    assert len(groups) == 1


def test_a_shared_place_is_not_enough() -> None:
    assert len(on_one_text("send troops to Peru", "lift the sanctions on Peru", "talks with Peru")) == 3


def test_opposite_actions_on_one_thing_share_its_issue_only_if_the_action_is_the_same() -> None:
    assert len(on_one_text("raise the tax on fish", "close the airport")) == 2


@pytest.mark.parametrize("action", ["cancel", "immediately call off", "vote to repeal", "the end of", "blocking"])
def test_an_action_against_a_thing_is_no_one_issue_with_the_thing(action: str) -> None:
    assert len(on_one_text(f"{action} the Oslo fish treaty", "your ridiculous Oslo fish treaty")) == 2
    assert len(on_one_text("the Oslo fish treaty should be cancelled", "your ridiculous Oslo fish treaty")) == 2
    assert len(on_one_text(f"{action} the Oslo fish treaty", "cancel the Oslo fish treaty at once")) == 1


def test_with_and_without_a_thing_are_two_issues() -> None:
    assert len(on_one_text("reopen the port without a fish treaty", "reach a fish treaty")) == 2
    assert len(on_one_text("sail without a fish treaty", "sail on without any treaty on fish")) == 1


def test_an_action_that_goes_with_anything_joins_nothing() -> None:
    assert len(on_one_text("work with him", "work toward a solution of it", "will work to encourage them")) == 3
    assert len(on_one_text("work with him", "Work with him")) == 1


def test_what_points_back_takes_what_was_proposed_before() -> None:
    whole = article("Lund wants to send ships to Peru. Sweden ruled out the proposition. Italy refused such a move.")
    found = [position(whole, "send ships to Peru"), position(whole, "the proposition", "Sweden", "against"),
             position(whole, "such a move", "Italy", "against")]  # fmt: skip
    links, issues = link_issues(found, [whole])
    assert len(issues) == 1
    about = {entry.left: dict(entry.evidence).get("about") for entry in links}
    assert about[found[1].id] == about[found[2].id] == "send ships to Peru"
    assert about[found[0].id] is None


def test_a_proposal_that_nobody_holds_is_found_in_the_text() -> None:
    whole = article("They split over the proposal to send ships to Peru. Sweden ruled out the proposition.")
    found = [position(whole, "the proposition", "Sweden", "against")]
    (issue,) = link_issues(found, [whole])[1]
    assert issue.label == "send ships to Peru"


def test_what_points_back_finds_nothing_where_nothing_was_proposed() -> None:
    whole = article("Sweden ruled out the proposition.")
    found = [position(whole, "the proposition", "Sweden", "against")]
    (entry,), (issue,) = link_issues(found, [whole])
    assert "about" not in dict(entry.evidence)
    assert issue.label == "proposition"


def test_a_position_without_target_joins_the_proposal_before_it() -> None:
    whole = article("Lund wants to send ships to Peru. Sweden is undecided.")
    undecided = position(whole, None, "Sweden", "undecided")
    undecided = Position(*(getattr(undecided, name) for name in undecided.__slots__))
    later = Span(whole.id, 34, len(whole.text), whole.text[34:])
    found = [position(whole, "send ships to Peru"), Position(
        undecided.id, whole.id, None, "Sweden", None, None, "undecided", False, (), later, 0.8, "test")]  # fmt: skip
    assert len(link_issues(found, [whole])[1]) == 1


def test_stories_keep_issues_apart() -> None:
    first, second = article("send troops to Peru"), article("send troops to Peru again")
    found = [position(first, "send troops to Peru"), position(second, "send troops to Peru")]
    together = link_issues(found, [first, second])[1]
    apart = link_issues(found, [first, second], [story(first, "a"), story(second, "b")])[1]
    assert (len(together), len(apart)) == (1, 2)


def story(whole: Article, name: str) -> Link:
    return link("story", whole.id, name, "test", 1.0)


def test_a_label_is_short_and_has_no_quotation_marks() -> None:
    whole = article("committing “our own” troops on the ground alongside others. send troops to Peru")
    found = [position(whole, "committing “our own” troops on the ground alongside others"),
             position(whole, "send troops to Peru")]  # fmt: skip
    (issue,) = link_issues(found, [whole])[1]
    assert issue.label == "send troops to Peru"


@pytest.mark.parametrize(
    ("targets", "label"),
    [
        (("a bridge tax", "the tax", "the tax"), "bridge tax"),
        (("$4.1 billion", "a bridge fund of $4.1 billion"), "bridge fund of $4.1 billion"),
        (("Lund", "Lund", "Lund and a tunnel"), "Lund"),  # a name alone says enough
    ],
)
def test_a_label_says_more_than_a_bare_word_or_a_sum(targets: tuple[str, ...], label: str) -> None:
    whole = article(". ".join(targets))
    ends = [len(". ".join(targets[:k])) for k in range(len(targets))]
    found = [position(whole, t, name, at=end) for t, end, name in zip(targets, ends, "ABC", strict=False)]
    assert link_issues(found, [whole])[1][0].label == label


def test_every_position_stands_on_one_issue_and_has_one_link() -> None:
    whole = article("send troops to Peru. raise taxes. the bill. it. free the prisoners")
    found = [position(whole, t) for t in ("send troops to Peru", "raise taxes", "the bill", "it", "free the prisoners")]
    links, issues = link_issues(found, [whole])
    assert sorted(i for issue in issues for i in issue.positions) == sorted(p.id for p in found)
    assert {(entry.left, entry.right) for entry in links} == {
        (i, issue.id) for issue in issues for i in issue.positions
    }
    assert {entry.kind for entry in links} == {"issue"}


WORDS = st.lists(
    st.sampled_from("send troops to Peru the bill raise taxes ban it no such a move talks".split()),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_positions_changes_nothing(targets: list[list[str]], random: object) -> None:
    whole = article(". ".join(" ".join(some) for some in targets) or ".")
    found = [position(whole, " ".join(some)) for some in targets]
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert link_issues(found, [whole]) == link_issues(shuffled, [whole])
