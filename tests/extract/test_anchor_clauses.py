"""Lengths that hang on a clause: "two days after he resigned"."""

from __future__ import annotations

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.times import find_times
from onrecord.records import Time


def length(text: str, words: str) -> Time:
    times = find_times(analyse(article(text, "2025-02-17"))[0])
    return next(t for t in times if t.span.words == words)


@pytest.mark.parametrize(
    ("text", "words", "value", "first", "anchor"),
    [
        ("The minister resigned on 3 February. Two days after he resigned, the king left.", "Two days", "P2D",
         "2025-02-05", "2025-02-03"),
        ("Ministers met a week before the vote was held. The vote was held on 10 February.", "a week", "P1W",
         "2025-02-03", "2025-02-10"),
        ("The day after she was elected, she flew to Rome. She was elected on 5 May 2016.", "The day after",
         "2016-05-06", "2016-05-06", "2016-05-05"),
        ("He died two years after leaving office. He left office in 2010.", "two years", "P2Y", "2012-01-01", "2010"),
        ("A week after the king died on 3 February, he went.", "A week", "P1W", "2025-02-10", "2025-02-03"),
        ("His resignation on 3 February 2024 shook the party. Two days after he resigned, the king left.", "Two days",
         "P2D", "2024-02-05", "2024-02-03"),
    ],
)  # fmt: skip
def test_a_length_counts_from_the_event_of_its_clause(
    text: str, words: str, value: str, first: str, anchor: str
) -> None:
    time = length(text, words)
    assert (time.value, time.period and time.period.first, time.anchor) == (value, first, anchor)


@pytest.mark.parametrize(
    "text",
    [
        "Two days after he resigned, the king left.",
        "He did resign on 3 February. Two days after he did not resign, the king left.",
        "Berg said on 3 February that he would go. Two days after Berg said that, he went.",
        "Police arrested one man on 1 May. Police arrested him on 7 May. Two days after he was arrested, he died.",
        "Anna Berg resigned on 3 February. Two days after the bishop resigned, the king left.",
        "He left on 3 May 2010. He served for two days before he left.",
        "He left office in 2010. Two days after he left office, he died.",
    ],
)  # fmt: skip
def test_a_clause_that_no_single_day_dates_leaves_the_length_alone(text: str) -> None:
    time = length(text, "two days" if "for two days" in text else "Two days")
    assert (time.value, time.period, time.anchor) == ("P2D", None, None)
