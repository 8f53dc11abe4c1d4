"""Corroboration: independent reports, copies counted once."""

from __future__ import annotations

from onrecord.link.corroboration import corroborate, group_reports, join_groups, leans
from onrecord.records import Article, Event, Findings, Link, Position, Source, Span, Statement, link, make_id


def article(outlet: str | None, published: str) -> Article:
    id = make_id("ar", outlet, published)
    return Article(id, Source(id, id, "", 0, "text/plain"), "Words.", None, outlet, published)


A, B, C = article("A", "2025-02-17"), article("B", "2025-02-18"), article("C", "2025-02-19")


def findings(a: Article, position: str = "for") -> Findings:
    span = Span(a.id, 0, 5, "Words")
    statement = Statement(make_id("st", a.id), a.id, "direct", "say", (), (), (span,), 1.0, "test")
    event = Event(make_id("ev", a.id), span, span, "met", "meeting", "happened")
    held = Position(make_id("po", a.id), a.id, f"ac-{a.id}", "X", None, None, position, False, (), span, 0.9, "test")  # type: ignore[arg-type]
    return Findings(a, statements=(statement,), events=(event,), positions=(held,))


def passage(left: Article, right: Article, share: float, quoted: float) -> Link:
    return link("passage", left.id, right.id, "shingles", share, words=100, quoted_words=int(100 * quoted),
                left_share=share, right_share=share / 2)  # fmt: skip


def test_copies_and_versions_are_one_report_through_each_other() -> None:
    links = [link("copy", A.id, B.id, "shingles", 0.9), link("version", B.id, C.id, "sentences", 0.9)]
    assert group_reports([C, B, A], links) == {A.id: A.id, B.id: A.id, C.id: A.id}
    assert len(set(group_reports([C, B, A], links[:1]).values())) == 2


def test_a_report_leans_on_another_by_its_narration_and_not_by_quoting_the_same_speech() -> None:
    assert leans(passage(A, B, 0.7, 0.1))
    assert not leans(passage(A, B, 0.7, 0.9))
    assert not leans(passage(A, B, 0.2, 0.0))
    assert not leans(link("same", "st-1", "st-2", "words", 1.0))


def test_a_statement_in_three_outlets_of_which_one_copies_has_two_reports() -> None:
    found = [findings(a) for a in (A, B, C)]
    ids = [f.statements[0].id for f in found]
    links = [link("same", ids[0], ids[1], "words", 1.0), link("same", ids[0], ids[2], "words", 1.0),
             link("copy", A.id, B.id, "shingles", 0.9)]  # fmt: skip
    first = next(c for c in corroborate(found, links) if c.group == ids[0])
    assert (first.reports, first.outlets, first.records) == (2, ("A", "B", "C"), tuple(sorted(ids)))


def test_what_nothing_links_stands_alone_with_one_report() -> None:
    assert [(c.reports, c.outlets) for c in corroborate([findings(A)], [])] == [(1, ("A",))] * 3
    assert corroborate([findings(article(None, "2025-01-01"))], [])[0].outlets == ()


def test_positions_go_together_by_issue_actor_and_stance() -> None:
    found = [findings(A), findings(B), findings(C, "against")]
    links = [link("issue", f.positions[0].id, "is-1", "words", 1.0) for f in found]
    links += [link("actor", f.positions[0].actor or "", "ac-1", "name", 1.0) for f in found]
    groups = {c.group: c.reports for c in corroborate(found, links)}
    assert groups["is-1 ac-1 for"] == 2
    assert groups["is-1 ac-1 against"] == 1


def test_events_go_together_by_timeline_entry() -> None:
    found = [findings(A), findings(B)]
    links = [link("event", f.events[0].id, "te-1", "date", 1.0) for f in found]
    assert {c.group: c.reports for c in corroborate(found, links)}["te-1"] == 2


def test_groups_are_named_after_their_first_member() -> None:
    assert join_groups("dcba", [("a", "c"), ("x", "a")]) == {"d": "d", "c": "c", "b": "b", "a": "c"}
