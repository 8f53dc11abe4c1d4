"""Times that hang on what was told before, ranges, and words that look like them."""

from __future__ import annotations

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.times import find_times

MONDAY = "2025-02-17"


def found(text: str, published: str | None = MONDAY) -> list[tuple[str, str]]:
    return [(t.span.words, t.value) for t in find_times(analyse(article(text, published))[0])]


def values(text: str, published: str | None = MONDAY) -> list[str]:
    return [value for _, value in found(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From 2003 to 2009 he ran the bank.", ["2003", "2009"]),
        ("He ran the bank between 2003 and 2009.", ["2003", "2009"]),
        ("It fell in the war of 1914–18.", ["1914", "1918"]),
        ("It fell in 1999-00.", ["1999", "2000"]),
        ("She reigned (1837–1901) in peace.", ["1837", "1901"]),
        ("She won 1914–12 on points.", ["1914"]),
        ("The shop is open Monday to Friday.", ["2025-02-17", "2025-02-21"]),
        ("They met on Friday and Monday.", ["2025-02-14", "2025-02-17"]),
        ("The winter of 1940–41 was hard.", ["1940-WI"]),
    ],
)
def test_ranges(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("By the end of the decade it was shut.", "the end of the decade", "202X"),
        ("By the end of the 1920s it was shut.", "the end of the 1920s", "192X"),
        ("They meet every other Tuesday.", "every other Tuesday", "XXXX-WXX-2"),
        ("They meet every second Tuesday.", "every second Tuesday", "XXXX-WXX-2"),
        ("They meet every second week.", "every second week", "P2W"),
        ("It ticks every second.", "every second", "PT1S"),
        ("They meet on the first Monday of each month.", "the first Monday of each month", "XXXX-WXX-1"),
        ("They work on weekends.", "weekends", "XXXX-WXX-WE"),
        ("He died in the early hours of Tuesday.", "the early hours of Tuesday", "2025-02-11TMO"),
        ("It began at dawn on Friday.", "dawn on Friday", "2025-02-14TMO"),
        ("It ended at dusk on 3 February.", "dusk on 3 February", "2025-02-03TEV"),
        ("It comes a week from Tuesday.", "a week from Tuesday", "2025-02-25"),
        ("The bill is due the week after next.", "the week after next", "2025-W10"),
        ("He came the month before last.", "the month before last", "2024-12"),
        ("It was filed in the summer of ’98.", "the summer of ’98", "1998-SU"),
        ("It was filed in June ’04.", "June ’04", "2004-06"),
        ("He left on 9/11.", "9/11", "2001-09-11"),
        ("He landed on D-Day.", "D-Day", "1944-06-06"),
        ("February 4,2009 was cold.", "February 4,2009", "2009-02-04"),
        ("He said that he was leaving in March.", "March", "2025-03"),
        ("He was leaving the hall on Friday when he fell.", "Friday", "2025-02-14"),
        ("They met the next day, Jan. 15, in Oslo.", "the next day", "2025-01-15"),
        ("The school reopens in September.", "September", "2025-09"),
        ("Earlier in the day on Saturday, he met the king.", "Saturday", "2025-02-15"),
        ("The firm slumped to 9-14 a year after a fine season.", "a year", "P1Y"),
    ],
)
def test_what_news_says(text: str, words: str, value: str) -> None:
    assert (words, value) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "It was the dawn of a new age.",
        "They won 9/11 of the seats and 19/11 more.",
        "He would just as soon stay.",
        "The decade was long.",
        "The year after the war was long.",
        "Prices rose to 4,200 in shops.",
    ],
)
def test_what_is_none_of_these(text: str) -> None:
    assert found(text) == []


def test_earlier_than_planned_is_no_date() -> None:
    assert found("He left two weeks earlier than planned.") == [("two weeks", "P2W")]
    assert found("He left two weeks earlier.") == [("two weeks earlier", "P2W")]


UPRISING = (
    "The uprising began on 3 March 1848. The next day the king fled. By evening the square was full. On the morning "
    "of 5 March troops fired; that afternoon the ministers resigned. A week later an assembly was called. Elections "
    "were held in May. That summer it drafted a constitution. In September it was dissolved."
)


def test_an_undated_tale_is_anchored_to_what_it_told_last() -> None:
    assert values(UPRISING, None) == [
        "1848-03-03", "1848-03-04", "1848-03-04TEV", "1848-03-05TMO", "1848-03-05TAF", "1848-W10", "1848-05", "1848-SU",
        "1848-09",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The war began on August 7, 1998. By August 20 they held the dam.", "1998-08-20"),
        ("The war began on August 7, 1998. In October troops came.", "1998-10"),
        ("The war began on August 7, 1998. In October troops will come.", "2025-10"),
        ("The minister was born on 7 August 1968 in Leeds. In October she joined the board.", "2024-10"),
        ("The treaty (signed on 7 August 1998) is in doubt. In October it was amended.", "2024-10"),
        ("The war began on August 7, 1998. In February troops came.", "2025-02"),
        ("The war began on August 7, 2024. In October troops came.", "2024-10"),
    ],
)
def test_a_month_goes_on_from_a_day_of_another_year(text: str, value: str) -> None:
    assert values(text)[-1] == value


def test_decades_and_years_beside_what_was_named() -> None:
    told = "In the early 1960s it grew. {}, it had been poor."
    assert found(told.format("The decade before"))[1] == ("The decade before", "195X")
    assert found("In the early 1960s it grew. By the end of the decade it was rich.")[1][1] == "196X"
    assert found("In 2003 it grew. The year before, it had been poor.")[1] == ("The year before", "2002")
    assert found("The year before, it had been poor.") == [("The year before", "XXXX")]
    assert found("He came on 3 February. The night before, he slept.")[1] == ("The night before", "2025-02-02TNI")
    assert found("The night before, he slept.") == [("The night before", "XXXX-XX-XXTNI")]
    assert found("It split in 2003. In the autumn of the same year it died.")[1][1] == "2003-FA"


def test_a_singular_attack_in_september_is_not_the_one_of_2001() -> None:
    assert found("The Sept. 11 attacks changed the law.")[0][1] == "2001-09-11"
    assert found("The Sept. 11 attack changed the law.")[0][1] != "2001-09-11"


def test_a_holiday_of_a_tale_comes_after_what_was_told() -> None:
    text = (
        "The war began on 3 August 1914. On Christmas Eve 1914 the guns fell silent. It held until New Year's Day. In "
        "1915, 1916, 1917 and 1918 there was none."
    )
    assert ("New Year's Day", "1915-01-01") in found(text, "2014-12-20")
    assert ("New Year's Day", "2015-01-01") in found("It held until New Year's Day.", "2014-12-20")


SHOOTING = (
    "On the morning of Monday, 6 March 1848, crowds gathered. At around 11 o'clock, troops arrived from the coast. "
    "Later in the afternoon the mayor spoke. The next morning, Tuesday, the dead were counted. On Wednesday the king "
    "left. From 1 to 5 May an inquiry sat; it closed by noon on the 9th."
)


def test_a_short_tale_that_opens_with_its_day_is_a_history() -> None:
    told = ["1848-03-06TMO", "1848-03-06T11:00", "1848-03-06TAF", "1848-03-07TMO", "1848-03-07", "1848-03-08",
            "1848-05-01", "1848-05-05", "1848-05-09T12:00"]  # fmt: skip
    assert values(SHOOTING, "2009-12-19") == told
    assert values(SHOOTING + " The museum said it has the bullets.", "2009-12-19")[5] == "2009-12-16"
    assert values("On 6 March 2009 crowds gathered. On Wednesday the king left.", "2009-12-19")[-1] == "2009-12-16"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It changed in the late 18th and early 19th centuries.", ["17XX", "18XX"]),
        ("He came on the late 18th bus.", []),
        ("A fair is held each year on the last Sunday in June.", ["P1Y", "XXXX-06"]),
        ("A fair was held on the last Sunday in June 2016.", ["2016-06-26"]),
        ("It fell between 3 May 2016 and the 15th.", ["2016-05-03", "2016-05-15"]),
        ("It fell on 3 May 2016, in the shade of the 15th floor.", ["2016-05-03"]),
        ("In the early morning hours of 21 July 2016 it fell.", ["2016-07-21TMO"]),
        ("He came at ten o'clock.", ["2025-02-17T10:00"]),
        ("In the years 1849 to 1851 many left.", ["1849", "1851"]),
    ],
)
def test_centuries_ordinals_and_hours(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They marched on Juneteenth 2021.", ["2021-06-19"]),
        ("They will gather on Pentecost.", ["2025-06-08"]),
        ("They fasted on Yom Kippur.", ["XXXX-XX-XX"]),  # its calendar is not ours
        ("A truce will hold during Ramadan.", ["XXXX-XX-XX"]),
        ("All Saints played in Canada and won a day later.", ["P1D"]),
    ],
)
def test_more_holidays(text: str, expected: list[str]) -> None:
    assert values(text) == expected
