"""Coverage: what one report tells and the others leave out."""

from __future__ import annotations

from onrecord.link.coverage import cover
from onrecord.records import Actor, Article, Findings, Link, Source, Span, Statement, link, make_id


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
