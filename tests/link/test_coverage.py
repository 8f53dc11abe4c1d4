"""Coverage: what one report tells and the others leave out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.link.coverage import cover
from onrecord.records import Actor, Article, Findings, Kind, Link, Source, Span, Speaker, Statement, link, make_id


def findings(outlet: str, *contents: str, actors: tuple[str, ...] = ()) -> Findings:
    id = make_id("ar", outlet)
    text = " ".join(contents)
    article = Article(id, Source(id, id, "", 0, "text/plain"), text, None, outlet, "2025-02-17")
    statements = tuple(
        Statement(make_id("st", id, c), id, "direct", "say", (), (),
                  (Span(id, text.index(c), text.index(c) + len(c), c),), 1.0, "test")
        for c in contents
    )  # fmt: skip
    return Findings(article, statements=statements,
                    actors=tuple(Actor(make_id("ac", id, a), a, "person", article=id) for a in actors))  # fmt: skip


def linked(*found: Findings) -> list[Link]:
    """One story; equal contents are the same statement, equal names the same actor."""
    links = [link("story", f.article.id, "sy", "test", 1.0) for f in found]
    links += [link("actor", a.id, f"story {a.name}", "test", 1.0) for f in found for a in f.actors]
    first: dict[str, str] = {}
    for s in (s for f in found for s in f.statements):
        head = first.setdefault(s.content[0].words, s.id)
        if head != s.id:
            links.append(link("same", head, s.id, "words", 1.0))
    return links


A = findings("A", "common", "widely told", "rare", actors=("Tusk",))
B = findings("B", "common", "widely told", actors=("Tusk",))
C = findings("C", "common", actors=("Tusk", "Orban"))


def test_what_only_one_report_tells_and_what_it_leaves_out() -> None:
    covered = {c.report: c for c in cover([A, B, C], linked(A, B, C))}
    assert covered[A.article.id].only == (A.statements[2].id,)
    assert covered[C.article.id].left_out == (A.statements[1].id,)
    assert covered[A.article.id].left_out == covered[B.article.id].only == ()
    assert covered[C.article.id].only_actors == ("story Orban",)


def test_a_copy_does_not_make_a_statement_widely_told() -> None:
    links = [*linked(A, B, C, findings("D", "other")), link("copy", A.article.id, B.article.id, "shingles", 0.9)]
    covered = {c.report: c for c in cover([A, B, C, findings("D", "other")], links)}
    assert B.article.id not in covered
    assert covered[C.article.id].left_out == ()
    assert A.statements[1].id in covered[A.article.id].only


def test_two_reports_say_nothing_about_what_is_left_out() -> None:
    assert cover([A, B], linked(A, B)) == ()


def told_alone(kind: Kind, mine: str, elsewhere: str, speaker: str = "Lucy Odell") -> bool:
    """Whether the statement of the first of three reports is told by it alone; B tells ``elsewhere``."""
    texts = {"A": f"Lucy Odell said {mine} at the yard.", "B": elsewhere, "C": "It rained all day, and a band played."}
    found = [findings(outlet, text, actors=(speaker,)) for outlet, text in texts.items()]
    a = found[0].article
    span = Span(a.id, a.text.index(mine), a.text.index(mine) + len(mine), mine)
    who = Speaker(found[0].actors[0].id, speaker, "name")
    said = Statement("st-mine", a.id, kind, "say", (), (), (span,), 1.0, "test", False, who)
    found = [replace(f, statements=()) for f in found]
    found[0] = replace(found[0], statements=(said,))
    return any("st-mine" in c.only for c in cover(found, linked(*found)))


@pytest.mark.parametrize(
    ("kind", "mine", "alone"),
    [
        ("indirect", "the owners had skimped on welding inspections for a decade", True),
        ("indirect", "it", False),
        ("indirect", "the proposition", False),
        ("indirect", "such a move", False),
        ("direct", "“Never!”", True),  # a quotation is somebody's words, however short
    ],
)
def test_reported_speech_that_says_nothing_by_itself_is_not_told_alone(kind: Kind, mine: str, alone: bool) -> None:
    assert told_alone(kind, mine, "Odell came to the yard.") is alone


@pytest.mark.parametrize(
    ("elsewhere", "alone"),
    [
        ("Welding inspections were skimped on, in the words of Odell.", False),
        ("Welding inspections were skimped on, in the words of Brandt.", True),  # somebody else says so
        ("Odell praised the welding.", True),  # one word alone is what the story is about
        ("Odell spoke of lorries, taxes, schools and the weather.", True),
    ],
)
def test_what_another_report_tells_in_its_own_words_is_not_told_alone(elsewhere: str, alone: bool) -> None:
    assert told_alone("indirect", "the owners had skimped on welding inspections for a decade", elsewhere) is alone
