"""Timeline entries: which events of several reports are one, and which are not."""

from __future__ import annotations

from dataclasses import replace

from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.events import find_events
from onrecord.extract.times import find_times
from onrecord.link.events import link_events
from onrecord.records import Article, Event, Link, link

MONDAY = "2025-02-17"


def found(*texts: str, published: str | None = MONDAY) -> tuple[list[Article], list[Event]]:
    articles, events = [], []
    for text in texts:
        one = article(text, published)
        analysis = analyse(one)[0]
        articles.append(one)
        events += find_events(analysis, find_times(analysis))
    return articles, events


def entries(articles: list[Article], events: list[Event], links: tuple[Link, ...] = ()) -> list[str]:
    """The entry of each event, in the order of the events."""
    of = {one.left: one.right for one in link_events(events, articles, links)}
    return [of[event.id] for event in events]


def are_one(*texts: str, published: str | None = MONDAY) -> bool:
    articles, events = found(*texts, published=published)
    assert len(events) == len(texts), [e.label for e in events]
    return len(set(entries(articles, events))) == 1


def test_the_same_event_in_other_words_is_one_entry() -> None:
    assert are_one(
        "Leaders held an emergency summit in Paris on Monday.", "EU leaders met for talks in Paris on Monday."
    )
    assert are_one("Obama vetoed the bill last week.", "Last week Mr Obama vetoed the measure.")
    assert are_one("Rubio will meet Lavrov in Riyadh on Tuesday.", "A meeting in Riyadh is planned for Tuesday.")


def test_another_day_is_another_entry() -> None:
    assert not are_one("Leaders met in Paris on Monday.", "Leaders will meet in Paris on Thursday.")


def test_another_place_is_another_entry() -> None:
    assert not are_one("Leaders met in Paris on Monday.", "Leaders met in London on Monday.")


def test_other_parties_and_words_are_another_entry() -> None:
    assert not are_one("Police arrested John Smith on Friday.", "Police arrested Mary Jones on Friday.")
    assert not are_one("The Senate approved the budget on Friday.", "Voters elected Jane Roe on Friday.")


def test_the_story_s_actors_join_what_names_do_not() -> None:
    articles, events = found("Trump met Zelensky on Friday.", "The president met his guest on Friday.")
    assert len(set(entries(articles, events))) == 2
    known = [replace(events[0], actors=("ac-1", "ac-2")), replace(events[1], actors=("ac-8", "ac-9"))]
    links = (link("actor", "ac-1", "al-1", "t", 1.0), link("actor", "ac-8", "al-1", "t", 1.0),
             link("actor", "ac-2", "al-2", "t", 1.0), link("actor", "ac-9", "al-2", "t", 1.0))  # fmt: skip
    assert len(set(entries(articles, known, links))) == 1


def test_a_week_meets_its_day_and_not_another() -> None:
    assert are_one("Cantor lost his primary last week.", "Cantor lost the primary on Thursday.")
    assert not are_one("Cantor lost his primary last week.", "Cantor lost the primary on Monday.")


def test_undated_attacks_stay_apart_and_undated_meetings_of_a_place_do_not() -> None:
    assert not are_one("He spoke of attacks in Benghazi.", "Others spoke of attacks in Benghazi.")
    assert are_one("Leaders attended a summit in Paris.", "Ministers attended a summit in Paris.", published=None)


def test_open_weekdays_meet_only_themselves() -> None:
    assert are_one("Leaders met in Paris on Monday.", "EU leaders met in Paris on Monday.", published=None)
    assert not are_one("Leaders met in Paris on Monday.", "EU leaders met in Paris on Friday.", published=None)


def test_stories_do_not_share_entries() -> None:
    articles, events = found("Leaders met in Paris on Monday.", "EU leaders met in Paris on Monday.")
    apart = tuple(link("story", one.id, f"story-{k}", "test", 1.0) for k, one in enumerate(articles))
    together = tuple(link("story", one.id, "story-0", "test", 1.0) for one in articles)
    assert len(set(entries(articles, events, apart))) == 2
    assert len(set(entries(articles, events, together))) == 1


def test_every_event_has_one_link_and_order_does_not_matter() -> None:
    articles, events = found(
        "Leaders met in Paris on Monday. Police arrested Roger Stone on Friday.",
        "EU leaders met in Paris on Monday. Roger Stone was arrested on Friday.",
        "Roger Stone was arrested by police on Friday. The Senate approved the budget on Thursday.",
    )
    links = link_events(events, articles)
    assert [one.left for one in links] == sorted({one.left for one in links}, key=[o.left for o in links].index)
    assert len(links) == len(events)
    assert set(link_events(events[::-1], articles[::-1])) == set(links)
    assert len({one.right for one in links}) == 3


def test_no_events_no_links() -> None:
    assert link_events((), ()) == ()


def test_what_a_year_dates_is_one_where_it_is_told_in_nearly_the_same_words() -> None:
    assert are_one("The firm's servers were hacked in 2013.", "In 2013, the firm's servers were hacked.")
    assert not are_one("Rebels bombed the harbour in 2013.", "Rebels bombed the airport in 2013.")
    assert not are_one("The firm's servers were hacked in 2013.", "In 2014, the firm's servers were hacked.")
    assert not are_one("Rebels bombed the harbour in May.", "In May, rebels bombed the harbour.", published=None)
