"""Time expressions: what they mean, what stays open, and what is none."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from conftest import article
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.analyse.pipeline import analyse
from onrecord.extract.times import find_times, rules
from onrecord.extract.when import timex_values as cal
from onrecord.records import Period, Time

MONDAY = "2025-02-17"


def times(text: str, published: str | None = MONDAY) -> tuple[Time, ...]:
    return find_times(analyse(article(text, published))[0])


def found(text: str, published: str | None = MONDAY) -> list[tuple[str, str]]:
    return [(t.span.words, t.value) for t in times(text, published)]


DATES = [
    ("The council will vote on the Thursday after next.", "the Thursday after next", "2025-02-27"),
    ("The council will vote on Monday after next.", "Monday after next", "2025-03-03"),
    ("The council will vote the week after next.", "the week after next", "2025-W10"),
    ("It reports the month after next.", "the month after next", "2025-04"),
    ("The truce, signed on Saturday a week ago, holds.", "Saturday a week ago", "2025-02-08"),
    ("The truce was signed two weeks ago on Friday.", "two weeks ago on Friday", "2025-01-31"),
    ("The vote is on Wednesday week at noon.", "Wednesday week", "2025-02-26"),
    ("They vote on the third Sunday of March.", "the third Sunday of March", "2025-03-16"),
    ("They will vote on the first Monday in May.", "the first Monday in May", "2025-05-05"),
    ("The last day of the trial is near, the last week of the trial dull.", "the last week", "XXXX-WXX"),
    ("The talks on 17 February 2025 failed.", "17 February 2025", "2025-02-17"),
    ("The vote takes place on the 24th of February.", "the 24th of February", "2025-02-24"),
    ("He will meet her on February 20.", "February 20", "2025-02-20"),
    ("It was signed on Jan. 3, 1990.", "Jan. 3, 1990", "1990-01-03"),
    ("The second round will be held on Sunday, May 18.", "Sunday, May 18", "2025-05-18"),
    ("In December, the government fell.", "December", "2024-12"),
    ("The budget will be presented in March.", "March", "2025-03"),
    ("He was elected in November last year.", "November last year", "2024-11"),
    ("He resigned last August.", "last August", "2024-08"),
    ("They met in mid-January.", "mid-January", "2025-01"),
    ("Trade collapsed in the fourth quarter of 2024.", "the fourth quarter of 2024", "2024-Q4"),
    ("It grew in the first half of this year.", "the first half of this year", "2025-H1"),
    ("Fiscal 2025 begins in October.", "Fiscal 2025", "2025"),
    ("It held a parade to mark the entry on Friday.", "Friday", "2025-02-14"),
    ("It had been due to expire on Friday.", "Friday", "2025-02-14"),
    ("He plans to hold a meeting on Friday.", "Friday", "2025-02-21"),
    ("It goes to court under a June agreement.", "June", "2024-06"),
    ("He asked Trump to cancel Friday's meeting.", "Friday", "2025-02-21"),
    ("They will look for ways around Friday's ruling.", "Friday", "2025-02-14"),
    ("The summit of 17–19 March was dull.", "17–19 March", "2025-03-17"),
    ("It lasted from 1939-1945.", "1945", "1945"),
    ("It has $3 million for the year ended March 31.", "the year", "P1Y"),
    ("In the 19th century it failed.", "the 19th century", "18XX"),
    ("It began in the late 1980s.", "the late 1980s", "198X"),
    ("It began in the '80s.", "the '80s", "198X"),
    ("Charles went to jail in nineteen ninety-one.", "nineteen ninety-one", "1991"),
    ("Ministers will gather tomorrow.", "tomorrow", "2025-02-18"),
    ("He resigned the day before yesterday.", "the day before yesterday", "2025-02-15"),
    ("They met last Thursday.", "last Thursday", "2025-02-13"),
    ("They will meet next Thursday.", "next Thursday", "2025-02-20"),
    ("He left on Tuesday.", "Tuesday", "2025-02-11"),
    ("He will leave on Tuesday.", "Tuesday", "2025-02-18"),
    ("He said it on Monday.", "Monday", "2025-02-17"),
    ("The Senate postponed the vote until Thursday.", "Thursday", "2025-02-20"),
    ("A crunch meeting is ahead of talks in Riyadh on Tuesday.", "Tuesday", "2025-02-18"),
    ("He will travel to the US later this month.", "later this month", "2025-02"),
    ("He came last week.", "last week", "2025-W07"),
    ("He comes next year.", "next year", "2026"),
    ("He spoke at the weekend.", "the weekend", "2025-W07-WE"),
    ("Russia invaded three years ago.", "three years ago", "2022"),
    ("He took office four weeks ago.", "four weeks ago", "2025-W04"),
    ("He came ten days ago.", "ten days ago", "2025-02-07"),
    ("It ended several years ago.", "several years ago", "PAST_REF"),
    ("He was born on Christmas Day 1991.", "Christmas Day 1991", "1991-12-25"),
    ("Elian was found on Thanksgiving.", "Thanksgiving", "2024-11-28"),
    ("The treaty was signed in the spring of 2014.", "the spring of 2014", "2014-SP"),
    ("She is now in Paris.", "now", "PRESENT_REF"),
    ("He recently left.", "recently", "PAST_REF"),
    ("He will leave soon.", "soon", "FUTURE_REF"),
]

OTHERS = [
    ("He spoke on Monday evening.", "Monday evening", "TIME", "2025-02-17TEV"),
    ("Shares rose this morning.", "this morning", "TIME", "2025-02-17TMO"),
    ("He died last night.", "last night", "TIME", "2025-02-16TNI"),
    ("She arrived at 9.30am on Tuesday.", "9.30am on Tuesday", "TIME", "2025-02-11T09:30"),
    ("Police came at 3pm on Friday 14 February.", "3pm on Friday 14 February", "TIME", "2025-02-14T15:00"),
    ("The trial lasted six weeks.", "six weeks", "DURATION", "P6W"),
    ("The eight-year war ended.", "eight-year", "DURATION", "P8Y"),
    ("It took two and a half years.", "two and a half years", "DURATION", "P2Y6M"),
    ("It took two-and-a-half years.", "two-and-a-half years", "DURATION", "P2Y6M"),
    ("They waited for half an hour.", "half an hour", "DURATION", "PT30M"),
    ("It has lasted more than five years.", "more than five years", "DURATION", "P5Y"),
    ("It fell over the past few weeks.", "the past few weeks", "DURATION", "PXW"),
    ("It comes just a week before the visit.", "a week", "DURATION", "P1W"),
    ("They meet every Tuesday.", "every Tuesday", "SET", "XXXX-WXX-2"),
    ("They meet twice a month.", "twice a month", "SET", "P1M"),
    ("Orangemen march each July.", "each July", "SET", "XXXX-07"),
    ("They meet daily.", "daily", "SET", "P1D"),
]


@pytest.mark.parametrize(("text", "words", "value"), DATES)
def test_dates(text: str, words: str, value: str) -> None:
    assert (words, value) in found(text)


@pytest.mark.parametrize(("text", "words", "type_", "value"), OTHERS)
def test_other_types(text: str, words: str, type_: str, value: str) -> None:
    assert (words, type_, value) in [(t.span.words, t.type, t.value) for t in times(text)]


OPEN = [
    ("He will leave on Tuesday.", "XXXX-WXX-2"),
    ("He spoke on Monday evening.", "XXXX-WXX-1TEV"),
    ("It happened on 17 February.", "XXXX-02-17"),
    ("In December it fell.", "XXXX-12"),
    ("He came yesterday.", "XXXX-XX-XX"),
    ("He will travel later this month.", "XXXX-XX"),
    ("He will come this week.", "XXXX-WXX"),
    ("He came last year.", "XXXX"),
    ("Sales fell in the third quarter.", "XXXX-Q3"),
    ("Russia invaded three years ago.", "XXXX"),
    ("He resigned last summer.", "XXXX-SU"),
    ("They met over the weekend.", "XXXX-WXX-WE"),
    ("He was found on Thanksgiving.", "XXXX-XX-XX"),
    ("He sang on Christmas Day.", "XXXX-12-25"),
]


@pytest.mark.parametrize(("text", "value"), OPEN)
def test_open_without_a_published_date(text: str, value: str) -> None:
    (one,) = times(text, None)
    assert one.value == value
    assert one.period is None


def test_written_out_dates_need_no_published_date() -> None:
    assert times("The war began on 24 February 2022.", None)[0].period == Period("2022-02-24", "2022-02-24")


@pytest.mark.parametrize(
    "text",
    [
        "He may go and she might stay.",
        "Theresa May spoke to Mr May.",
        "They will march on the capital.",
        "The second half was better and the first was not.",
        "The tower will fall on the house.",
        "He read it in the Daily Mail.",
        "The company has 1,990 workers and 2000 troops came.",
        "She is a 45-year-old lawyer, 45 years old.",
        "People in their 30s and 40s voted.",
        "He paid $1999 and £2010.",
        "It was on CBS's 60 Minutes that he sang.",
        "I was on a call with April Ryan.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert found(text) == []


def test_anchored_to_what_was_named_last() -> None:
    values = [v for _, v in found("It began on 3 October 1935. Two days later a town fell. The next day he fled.")]
    assert values == ["1935-10-03", "1935-10-05", "1935-10-06"]
    assert found("The next day he fled.", None) == [("The next day", "XXXX-XX-XX")]


def test_a_history_counts_from_its_own_years() -> None:
    text = (
        "The war began on 3 October 1935. In December a plan leaked. In January 1936 the attack resumed. On 2 May "
        "the emperor left. It lasted until 1941. From 1939 to 1941 some fighting went on. In spring 1941 others came."
    )
    assert ("December", "1935-12") in found(text, "2009-12-01")
    assert ("2 May", "1936-05-02") in found(text, "2009-12-01")
    news = "He was elected in 1992. In December he said that he left last week."
    assert ("December", "2024-12") in found(news)


HISTORY = (
    "The Duchy War was fought between 1867 and 1871. On 4 March 1867, the duke crossed the river. On 12 August the "
    "town fell. {} The queen died in 1880, her son in 1890, his son in 1899 and the last of them in 1905."
)


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        ("That autumn, nothing happened.", "That autumn", "1867-FA"),
        ("The following spring, it rained.", "The following spring", "1868-SP"),
        ("The previous winter had been mild.", "The previous winter", "1866-WI"),
        ("Early the next year, it rained.", "Early the next year", "1868"),
        ("The next month he left.", "The next month", "1867-09"),
        ("On the same day, he left.", "the same day", "1867-08-12"),
        ("In November he left.", "November", "1867-11"),
        ("In January he left.", "January", "1867-01"),
        ("In early 1872, it rained. By mid-1873 it was dry.", "mid-1873", "1873"),
        ("At the end of 1868 he left. Later that month he died.", "Later that month", "1868-12"),
        ("The 1867 campaign was long. The next day he left.", "The next day", "1867-08-13"),
        ("Ten years earlier he had won. The same year he lost.", "The same year", "1867"),
        ("Six weeks later, the ice broke.", "Six weeks later", "1867-W39"),
        ("In 490 BC there was another.", "490 BC", "BC0490"),
        ("In AD 70 there was another.", "AD 70", "0070"),
        ("Over the following months he won.", "the following months", "PXM"),
    ],
)
def test_what_a_history_counts_from(sentence: str, words: str, value: str) -> None:
    assert (words, value) in found(HISTORY.format(sentence), "2010-05-01")


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The move precedes a meeting on Tuesday.", "Tuesday", "2025-02-18"),
        ("The strikes preceded a meeting on Tuesday.", "Tuesday", "2025-02-11"),
        ("The offer came ahead of Sunday's vote.", "Sunday", "2025-02-23"),
        ("The offer came after Sunday's vote.", "Sunday", "2025-02-16"),
        ("The two spoke before the summit on Friday.", "Friday", "2025-02-21"),
        ("The two spoke after the summit on Friday.", "Friday", "2025-02-14"),
        ("The call set the stage for a summit in Riyadh on Tuesday.", "Tuesday", "2025-02-18"),
        ("The government faces a vote on Wednesday.", "Wednesday", "2025-02-19"),
        ("He was blamed for the attack on Wednesday.", "Wednesday", "2025-02-12"),
        ("In the run-up to the vote on Sunday, he fell ill.", "Sunday", "2025-02-23"),
        ("Wednesday's vote will be close.", "Wednesday", "2025-02-19"),
        ("Wednesday's attack will be remembered.", "Wednesday", "2025-02-12"),
        ("If the vote on Friday fails, he will go.", "Friday", "2025-02-21"),
        ("It raised its stake before selling it in early December.", "early December", "2024-12"),
        ("The bank extended its loans through May.", "May", "2025-05"),
        ("She will be released soon.", "soon", "FUTURE_REF"),
        ("Half an hour later he left.", "Half an hour later", "PT30M"),
        ("The budget was passed in March.", "March", "2024-03"),
        ("The summit set for Oslo in March was dull.", "March", "2025-03"),
        ("It was shut in 1588, 1601 and 1702.", "1702", "1702"),
        ("He has invited leaders to a meeting on Friday.", "Friday", "2025-02-21"),
        ("He had invited leaders to a meeting on Friday.", "Friday", "2025-02-14"),
        ("He came to Oslo this weekend.", "this weekend", "2025-W07-WE"),
        ("He will come to Oslo this weekend.", "this weekend", "2025-W08-WE"),
        ("He spoke of the Sept. 11 attacks.", "Sept. 11", "2001-09-11"),
        ("He spoke on Sept. 11.", "Sept. 11", "2024-09-11"),
        ("The fair was moved to early June.", "early June", "2025-06"),
        ("He left in January nineteen ninety-seven.", "January nineteen ninety-seven", "1997-01"),
        ("It will be hard in the weeks ahead.", "the weeks ahead", "PXW"),
        ("The ships sailed in 1588 or 1589.", "1589", "1589"),
        ("It was built between 1588 and 1601.", "1601", "1601"),
    ],
)
def test_which_side_and_which_value(text: str, words: str, value: str) -> None:
    assert (words, value) in found(text)


def test_soon_in_a_tale_is_no_time_and_who_acts_is_no_month() -> None:
    assert found("She was soon released.") == []
    assert found("The government fell, and May resigned.") == []
    assert found("He came in May.") == [("May", "2024-05")]


ANCHORED = [
    ("Ministers met on 3 February. Two days after the meeting, he left.", "Two days", "P2D", "2025-02-05"),
    ("The vote took place on 3 February. A week after the vote, he left.", "A week", "P1W", "2025-02-10"),
    ("The day after Monday's meeting, he left.", "The day after", "2025-02-18", "2025-02-18"),
    ("He left two days before the election on 23 February.", "two days", "P2D", "2025-02-21"),
    ("The day before the summit he called. The summit was held on 10 February.", "The day before", "2025-02-09",
     "2025-02-09"),
    ("Russia invaded it on 24 February 2022. Three days after the invasion, he left.", "Three days", "P3D",
     "2022-02-27"),
    ("The vote took place on 3 February. 72 hours after the vote, he left.", "72 hours", "PT72H", "2025-02-03"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "value", "first"), ANCHORED)
def test_a_length_is_counted_from_a_dated_event(text: str, words: str, value: str, first: str) -> None:
    (time_,) = [t for t in times(text) if t.span.words == words]
    assert (time_.value, time_.period and time_.period.first) == (value, first)
    assert time_.anchor is not None


@pytest.mark.parametrize(
    "text",
    [
        "Two days after the talks, he left.",
        "Votes took place on 3 February. Two days after he resigned, he left.",
        "One vote took place on 3 February. Another vote took place on 5 February. Two days after the vote, he left.",
        "The vote took place in 2024. Two days after the vote, he left.",
        "The vote took place on 3 February. More than two days after the vote, he left.",
        "The vote took place on 3 February. He left for two days.",
    ],
)
def test_a_length_without_a_dated_event_stays_a_length(text: str) -> None:
    (time_,) = [t for t in times(text) if t.type == "DURATION"]
    assert (time_.value, time_.period) == ("P2D", None)


def test_the_day_before_something_undated_is_open() -> None:
    assert found("It began on 3 February. The day before the summit, he called.")[1] == ("The day before", "XXXX-XX-XX")
    assert found("It began on 3 February. The day before, he called.")[1] == ("The day before", "2025-02-02")


def test_a_weekday_in_a_history_lies_beside_a_day_not_a_year() -> None:
    assert ("Monday", "1867-08-19") in found(HISTORY.format("On Monday, it rained."), "2010-05-01")
    assert ("Monday", "2010-04-26") in found(HISTORY.format("In 1870 he left. On Monday, he spoke."), "2010-05-01")


def test_figures_of_a_quarter_and_the_year_before() -> None:
    text = "Net fell in the third quarter to $3 million from $4 million a year earlier."
    assert [v for _, v in found(text, "1989-11-02")] == ["1989-Q3", "1988-Q3"]
    assert [v for _, v in found("He was unknown a year ago.", "1989-11-02")] == ["1988"]


def test_from_to_runs_forward() -> None:
    assert [v for _, v in found("From Monday to Friday, the border is closed.")] == ["2025-02-17", "2025-02-21"]


def test_a_range_of_days_has_its_period_and_a_fiscal_year_has_none() -> None:
    assert times("The summit of 17–19 March was dull.")[0].period == Period("2025-03-17", "2025-03-19")
    assert times("Fiscal 2025 was dull.")[0].period == Period(None, None)
    assert times("The year 2025 was dull.")[0].period == Period("2025-01-01", "2025-12-31")


def test_months_and_days_share_the_year_behind() -> None:
    assert [v for _, v in found("He came in August and October 2017.")] == ["2017-08", "2017-10"]
    assert [v for _, v in found("He came on 5 June and 7 July 2017.")] == ["2017-06-05", "2017-07-07"]
    assert found("He came in January, and Harrods 2017 closed.")[0] == ("January", "2025-01")


def test_part_of_a_day() -> None:
    values = found("On the night of 23 October 1942 it began at 0530, or 1430 hours.")
    assert [v for _, v in values] == ["1942-10-23TNI", "1942-10-23T05:30", "1942-10-23T14:30"]
    assert found("Call 0800 or 1430.") == []


def test_later_this_month_begins_today() -> None:
    assert times("He will go later this month.")[0].period == Period("2025-02-17", "2025-02-28")
    assert times("He went earlier this month.")[0].period == Period("2025-02-01", "2025-02-17")
    assert times("He will go this month.")[0].period == Period("2025-02-01", "2025-02-28")


def test_slashes_are_read_by_the_calendar_or_stay_open() -> None:
    assert found("Published 17/02/2025.") == [("17/02/2025", "2025-02-17")]
    assert found("Published 02/17/2025.") == [("02/17/2025", "2025-02-17")]
    assert found("Published 03/02/2025.") == [("03/02/2025", "2025-XX-XX")]
    assert found("Published 03/02/2025.", "2025-02-03") == [("03/02/2025", "2025-02-03")]
    assert found("Published 40/40/2025.") == []


@pytest.mark.parametrize("published", ["not a date", "2025-13-45", "", "9999-12-31", "0001-01-01"])
def test_odd_published_dates_do_not_raise(published: str) -> None:
    text = "Last year, next week, tomorrow, ten years ago, a decade later, on Friday, in May, last summer, by Easter."
    assert all(cal.is_value(t.value) for t in times(text, published))


def test_no_clock_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Today, last week, on Tuesday, in March, the third quarter, at Christmas, ten years ago and the '80s."

    class NoToday(date):
        @classmethod
        def today(cls) -> NoToday:
            raise AssertionError("the clock was read")

    expected = found(text), found(text, None)
    parts = "timex_values timex_rules timex_days timex_units timex_seasons anchors".split()
    for module in (*(f"when.{part}" for part in parts), "times"):
        monkeypatch.setattr(f"onrecord.extract.{module}.date", NoToday)
    for now in (0.0, 4e9):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        assert (found(text), found(text, None)) == expected


_LENGTH = re.compile(
    r"P(?=.)(?:(?:\d+(?:\.\d+)?|X)(?:Y|M|W|D|Q|DE|CE|WE|SU|WI|SP|FA))*(?:T(?:(?:\d+(?:\.\d+)?|X)[HMS])+)?"
)
_PART = re.compile(r"MO|MI|AF|EV|NI|DT|(?:[01]\d|2[0-4]|XX)(?::[0-5X][0-9X])?")


def parses_as_timex3(value: str) -> bool:
    """Whether a value is one of TimeML 1.2.1 on a real calendar, read part by part and not by the engine's pattern."""
    if value in ("PAST_REF", "PRESENT_REF", "FUTURE_REF"):
        return True
    if value[0] == "P":
        return _LENGTH.fullmatch(value) is not None
    day, has_time, part = value.partition("T")
    if has_time and not _PART.fullmatch(part):
        return False
    if day.startswith("BC"):
        return re.fullmatch(r"BC\d{4}", day) is not None
    year, _, rest = day.removeprefix("FY").partition("-")
    if not re.fullmatch(r"\d{4}|XXXX|\d{3}X|\d\dXX|\d{2,3}", year):
        return False
    if not rest or re.fullmatch(r"Q[1-4X]|H[12X]|S[PU]|FA|WI|WXX(?:-(?:[1-7]|WE))?|XX(?:-(?:\d\d|XX))?", rest):
        return True
    if week := re.fullmatch(r"W(\d\d)(?:-(?:[1-7]|WE))?", rest):
        return 1 <= int(week[1]) <= 53
    month, _, dom = rest.partition("-")
    if not (month.isdigit() and len(month) == 2 and 1 <= int(month) <= 12):
        return False
    known = int(year) if year.isdigit() else 2024
    return not dom or dom == "XX" or cal.iso_day(known, int(month), int(dom)) is not None


@pytest.mark.parametrize(
    "value", ["2025-02-30", "2025-13", "P", "P3", "PT3", "2025-W60", "soon", "2025-02-17T9", "T10"]
)
def test_the_test_s_own_parser_can_fail(value: str) -> None:
    assert not parses_as_timex3(value)


FRAGMENTS = st.sampled_from(
    [w for text, *_ in (*DATES, *OTHERS, *OPEN, *ANCHORED) for w in text.split()]
    + "autumn winter days after before the vote BC AD 490 1867 1588 half hour later earlier following weeks".split()
    + "in on at the last next this 31 30 February 2025 9999 0 of a an year-old '90s Q3 ( ) — “ ” \u200b".split()
    + ["12:60", "99/99/99"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(FRAGMENTS, max_size=14), st.sampled_from([None, MONDAY, "2024-02-29", "1999-12-31T23:59"]))
def test_every_value_is_timex3(fragments: list[str], published: str | None) -> None:
    text = " ".join(fragments)
    last = 0
    for one in times(text, published):
        assert one.span.words == text[one.span.start : one.span.end]
        assert one.span.start >= last
        last = one.span.end
        assert parses_as_timex3(one.value), one.value
        if one.period and one.period.first:
            assert date.fromisoformat(one.period.first or "") <= date.fromisoformat(one.period.last or "")


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_odd_text_does_not_raise(text: str) -> None:
    times(text)


def test_values() -> None:
    assert cal.is_value("2025-W08-WE")
    assert not cal.is_value("2025-13-01")
    assert not cal.is_value("P3")
    assert cal.number_of("two and a half") == 2.5
    assert cal.number_of("a hundred thirty million") == 130_000_000
    assert cal.number_of("twenty-four") == 24
    assert cal.number_of("several") is None
    assert cal.easter(2025) == date(2025, 4, 20)
    assert cal.period_of("2024-02") == Period("2024-02-01", "2024-02-29")
    assert cal.period_of("2024-WI") == Period("2024-12-01", "2025-02-28")
    assert cal.period_of("XXXX-02-17") is None
    assert cal.move(date(2024, 2, 29), "year", 1) == date(2025, 2, 28)
    assert cal.move(date(9999, 12, 31), "day", 1) is None


def test_rules_name_their_families() -> None:
    assert len(rules().rules) > 50
    assert all(rule.needs for rule in rules().rules)


def _value_f1(rows: list[dict[str, object]]) -> float:
    right = predicted = gold = 0
    for row in rows:
        text, dct = str(row["text"]), str(row["dct"])
        mine = [(t.span.start, t.span.end, t.value) for t in times(text, dct)]
        theirs = [(t["start"], t["end"], t["value"]) for t in row["timexes"]]  # type: ignore[attr-defined]
        predicted, gold = predicted + len(mine), gold + len(theirs)
        right += sum(any(s < ge and gs < e and v == gv for gs, ge, gv in theirs) for s, e, v in mine)
    return 2 * right / (predicted + gold)


def test_floor_on_newswire(shared: Path) -> None:
    lines = (shared / "data/time/train.jsonl").read_text("utf-8").splitlines()
    for line in lines[::40]:
        record = json.loads(line)
        assert all(parses_as_timex3(t.value) for t in times(record["text"], record["dct"]))
    assert _value_f1([json.loads(line) for line in lines[::12]]) >= 0.72


def test_fast_enough(shared: Path) -> None:
    text = (shared / "data/time/train.jsonl").read_text("utf-8").splitlines()[0]
    record = json.loads(text)
    analysis = analyse(article(record["text"], record["dct"]))[0]
    find_times(analysis)
    start = time.process_time()
    for _ in range(20):
        find_times(analysis)
    seconds = (time.process_time() - start) / 20
    assert len(re.findall(r"\S+", record["text"])) / seconds > 20_000  # the bar is 50,000; machines of checks are slow


@pytest.mark.parametrize(
    ("text", "words", "period"),
    [
        ("Talks resume in the last week of April.", "the last week of April", ("2025-04-24", "2025-04-30")),
        ("Talks resumed in the first week of January.", "the first week of January", ("2025-01-01", "2025-01-07")),
        ("Talks begin in the third week of May 2026.", "the third week of May 2026", ("2026-05-15", "2026-05-21")),
        ("The port will open in three weeks.", "three weeks", ("2025-03-10", "2025-03-10")),
        ("The port will open in a fortnight.", "a fortnight", ("2025-03-03", "2025-03-03")),
        ("The port will open in two months.", "two months", ("2025-04-01", "2025-04-30")),
        ("The port was built in three weeks.", "three weeks", None),
    ],
)
def test_what_days_an_expression_means(text: str, words: str, period: tuple[str, str] | None) -> None:
    (time_,) = [t for t in times(text) if t.span.words == words]
    assert (time_.period and (time_.period.first, time_.period.last)) == period


@pytest.mark.parametrize(
    "text",
    [
        "April Sund, a clerk at the court, said the fee would rise.",
        "They said that August Berg may sue.",
        "The march ended on Third of October Square.",
        "Summer Dale, his deputy, left early.",
        "Some 3,000 guests and 1976 members came.",
        "The judge read section 1987 aloud.",
        "The programme, known as Vision 2030, failed.",
        "She was of the Class of 2019 group.",
    ],
)
def test_names_and_counts_are_no_times(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("In June Poland will vote.", "2025-06"),
        ("Since August Berlin has waited.", "2024-08"),
        ("It was agreed in 1984, members say.", "1984"),
        ("The 2010 elections were close.", "2010"),
    ],
)
def test_months_and_years_that_something_leads_to_are_times(text: str, value: str) -> None:
    assert value in [v for _, v in found(text)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The port opens in the last quarter of 2027.", "the last quarter of 2027", "2027-Q4"),
        ("The port lost money in the last quarter.", "the last quarter", "2024-Q4"),
        ("The debate opens at 7 p.m. on 6 May 2026.", "7 p.m. on 6 May 2026", "2026-05-06T19:00"),
        ("The debate opens at 7 p.m. on May 6, 2026.", "7 p.m. on May 6, 2026", "2026-05-06T19:00"),
        ("The debate opens at 7 p.m. on 6 May.", "7 p.m. on 6 May", "2025-05-06T19:00"),
        ("Troops will leave by the 9/11 anniversary.", "9/11", "2025-09-11"),
        ("Troops left before the attacks of 9/11.", "9/11", "2001-09-11"),
    ],
)
def test_a_year_or_an_anniversary_belongs_to_its_expression(text: str, words: str, value: str) -> None:
    assert (words, value) in found(text, "2025-02-17")


def test_a_family_is_no_month() -> None:
    assert found("He told the March family that it won.", "2025-02-17") == []
    assert [v for _, v in found("He told of the March vote.", "2025-02-17")] == ["2025-03"]
