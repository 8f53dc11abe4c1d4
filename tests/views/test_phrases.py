"""Phrases that the report and the terminal share."""

from __future__ import annotations

import pytest

from onrecord.views.phrases import according, counted, finished, whole_period


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        ("2025-01-01", "2025-12-31", "2025"),
        ("2025-02-01", "2025-02-28", "2025-02"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2024-02-01", "2024-02-28", ""),  # a day is missing
        ("2025-03-01", "2025-03-28", ""),
        ("2025-02-02", "2025-02-28", ""),
        ("2024-01-01", "2025-12-31", "2024 – 2025"),
        ("9999-12-01", "9999-12-31", ""),  # no day follows
        ("soon", "later", ""),
    ],
)
def test_a_whole_year_or_month(first: str, last: str, whole: str) -> None:
    assert whole_period(first, last) == whole


def test_numbers_go_with_their_nouns() -> None:
    assert [counted(n, "report") for n in (0, 1, 2, 3000)] == ["0 reports", "1 report", "2 reports", "3,000 reports"]
    assert [counted(n, "story") for n in (1, 2)] == ["1 story", "2 stories"]


def test_who_tells_a_thing_may_be_unknown() -> None:
    assert according("Ann Lee") == "according to Ann Lee"
    assert according("unknown speaker") == "by whom is unknown"


def test_only_a_comma_at_the_end_is_taken_off() -> None:
    assert finished("“We, too, sell,”") == "“We, too, sell”"
    assert finished("We sell;") == "We sell"
    assert finished("“We sell.”") == "“We sell.”"
    assert finished("“Yes,” she said") == "“Yes,” she said"
