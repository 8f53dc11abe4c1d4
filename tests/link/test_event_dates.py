"""One event on two days: told where reports disagree, and not where two events follow each other."""

from __future__ import annotations

import pytest

from onrecord.link.event_dates import link_event_dates
from onrecord.records import Article, Event, Link, Period, Source, Span, Time, link

MONDAY, TUESDAY = "2025-02-17", "2025-02-18"


def make_article(name: str, published: str | None = TUESDAY) -> Article:
    return Article(name, Source(f"so-{name}", f"{name}.txt", "", 0, "text/plain"), "", None, name, published)


def make_event(article: str, label: str, day: str, words: str = "on Monday", **fields: object) -> Event:
    time = Time(f"tm-{article}-{day}", Span(article, 0, len(words), words), "DATE", day, Period(day, day))
    word = str(fields.pop("word", "summit"))
    place = str(fields.pop("place", "Paris"))
    values: dict[str, object] = {"type": "meeting", "status": "happened"} | fields
    return Event(f"ev-{article}-{day}-{word}", Span(article, 0, len(word), word), Span(article, 0, len(label), label),
                 label, str(values["type"]), values["status"], time,  # type: ignore[arg-type]
                 Span(article, 0, len(place), place) if place else None)  # fmt: skip


def found(*events: Event, articles: tuple[Article, ...] = (), links: tuple[Link, ...] = ()) -> tuple[Link, ...]:
    names = sorted({event.span.article for event in events})
    return link_event_dates(events, articles or [make_article(name) for name in names], links)


POST = make_event("post", "The summit of the union in Paris", MONDAY)
HERALD = make_event("herald", "The Paris summit of the union", "2025-02-16", "Feb. 16")


def test_two_reports_put_one_summit_on_two_days() -> None:
    (one,) = found(POST, HERALD)
    told = dict(one.evidence)
    assert (one.kind, told["what"], told["how"]) == ("difference", "date", "summit")
    assert "moved" not in told
    assert {told["left_differs"], told["right_differs"]} == {"on monday", "feb 16"}


def test_a_plan_that_came_otherwise_is_moved() -> None:
    plan = make_event("herald", "The Paris summit of the union", "2025-02-16", status="planned")
    articles = (make_article("herald", "2025-02-14"), make_article("post", TUESDAY))
    (one,) = found(plan, POST, articles=articles)
    assert (one.left, dict(one.evidence)["moved"]) == (plan.id, "yes")


@pytest.mark.parametrize(
    "other",
    [
        make_event("herald", "The Paris summit of the union", MONDAY),
        make_event("herald", "The Paris summit of the union", "2025-02-10"),
        make_event("herald", "The Paris summit of the union", "2025-03-10", "10 March"),
        make_event("herald", "The Rome summit of the union", "2025-02-16", place="Rome"),
        make_event("herald", "A summit about fish and chips for everybody", "2025-02-16"),
        make_event("herald", "The summit of the union in Paris", "2025-02-16", type="statement"),
        make_event("herald", "The march of the union in Paris", "2025-02-16", word="march"),
        make_event("post", "The summit of the union in Paris", "2025-02-16"),
    ],
)  # fmt: skip
def test_what_is_no_disagreement(other: Event) -> None:
    assert found(POST, other) == ()


def test_who_tells_of_both_days_tells_of_two_events() -> None:
    both = make_event("herald", "The summit of the union in Paris", MONDAY)
    assert found(POST, HERALD, both) == ()


def test_copies_are_one_report_and_old_reports_another_story() -> None:
    copy = link("copy", "herald", "post", "text", 1.0, share=1.0, relation="copy")
    assert found(POST, HERALD, links=(copy,)) == ()
    assert found(POST, HERALD, articles=(make_article("post"), make_article("herald", "2025-01-02"))) == ()


def test_what_sentences_told_is_not_told_again() -> None:
    told = {"what": "date", "left_article": "post", "right_article": "herald"}
    assert found(POST, HERALD, links=(link("difference", POST.id, HERALD.id, "day", 0.7, **told),)) == ()
    assert found(POST, HERALD, links=(link("difference", POST.id, HERALD.id, "x", 0.7, **told | {"what": "number"}),))


def test_the_order_of_events_does_not_matter_and_nothing_gives_nothing() -> None:
    assert found(POST, HERALD) == found(HERALD, POST)
    assert link_event_dates((), ()) == ()
