"""Which time an event gets: whole stretches, the narrowest of two, and what is only hoped for."""

from __future__ import annotations

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.events import find_events
from onrecord.extract.times import find_times
from onrecord.records import Event

MONDAY = "2025-02-17"


def events(text: str, published: str | None = MONDAY) -> tuple[Event, ...]:
    analysis = analyse(article(text, published))[0]
    return find_events(analysis, find_times(analysis))


def days(event: Event) -> tuple[str | None, str | None] | None:
    period = event.time.period if event.time else None
    return (period.first, period.last) if period else None


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("Anna Berg led the union from 1997 to 2009.", "1997 to 2009", "1997-01-01", "2009-12-31"),
        ("Anna Berg led the union between 1997 and 2009.", "1997 and 2009", "1997-01-01", "2009-12-31"),
        ("Anna Berg led the union from 1997-2009.", "1997-2009", "1997-01-01", "2009-12-31"),
        ("Anna Berg toured Spain from 3 to 9 May 2016.", "3 to 9 May 2016", "2016-05-03", "2016-05-09"),
        ("Anna Berg won seats in 1997 and 2009.", "1997", "1997-01-01", "1997-12-31"),
        ("Anna Berg moved the vote from 3 May 2016 to 9 May 2016.", "9 May 2016", "2016-05-09", "2016-05-09"),
    ],
)
def test_an_event_of_two_dates_has_the_whole_stretch(text: str, words: str, first: str, last: str) -> None:
    event = events(text)[0]
    assert event.time is not None
    assert event.time.span.words == words == text[event.time.span.start : event.time.span.end]
    assert days(event) == (first, last)


def test_of_a_wide_and_a_narrow_time_the_event_has_the_narrow_one() -> None:
    (event,) = events("In October 2016, on the 7th, the group released its letters.")
    assert days(event) == ("2016-10-07", "2016-10-07")
    (event,) = events("In October 2016, after 3 May 2015, the group released its letters.")
    assert days(event) == ("2016-10-01", "2016-10-31")


def test_what_is_hoped_for_is_no_plan() -> None:
    assert events("Anna Berg hopes that the king will sign the treaty tomorrow.")[0].status == "possible"
    assert events("Anna Berg said that the king will sign the treaty tomorrow.")[0].status == "planned"


def test_whom_somebody_expected_to_act_did_not_act_by_that() -> None:
    assert events("Voters expected him to run in 2012.") == ()
    assert [e.label for e in events("He ran for mayor in 2012.")] == ["He ran for mayor in 2012"]


def test_taking_to_something_is_doing_it() -> None:
    (event,) = events("Later on Friday, Berg took to the radio to attack the report.")
    assert (event.status, "took to the radio to attack the report" in event.label) == ("happened", True)


def test_an_election_that_only_a_year_tells_apart_is_no_entry() -> None:
    assert events("They spoke of meddling in the 2016 election.") == ()
    assert events("The 2016 election in Leeds was dull.")[0].place is not None


def test_an_attack_of_the_published_day_happened_and_a_vote_may_come() -> None:
    text = "Monday’s {} is on every front page."
    assert [e.status for e in events(text.format("attack in Leeds"))] == ["happened"]
    assert [e.status for e in events(text.format("vote in Leeds"))] == ["ongoing"]
