"""The published day of an article: which source tells it, in which words, and what stays unknown."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read import ReadOptions, read_inputs
from onrecord.read.metadata import Metadata
from onrecord.read.published import find_dated, with_published
from onrecord.records import Article, Problem

STORY = "\n\nMinisters met in the old town hall and spoke for three hours about the budget of the next year.\n"

LINES = [
    ("By Ann Lee, 17 February 2025", "line", "2025-02-17"),
    ("By Ann Lee and Bo Orr | Feb. 17, 2025, 5:00 AM EST", "line", "2025-02-17"),
    ("Published 17 February 2025", "line", "2025-02-17"),
    ("Posted on February 17, 2025 by the editors", "line", "2025-02-17"),
    ("First published on Mon 17 Feb 2025 18.00 CET", "line", "2025-02-17"),
    ("Date: 17 Feb 2025", "line", "2025-02-17"),
    ("Published: 2025-02-17", "line", "2025-02-17"),
    ("Mon 17 Feb 2025 18.00 CET", "line", "2025-02-17"),
    ("Mon 17 Feb 2025 18.00 GMT Last modified on Tue 18 Feb 2025 10.00 GMT", "line", "2025-02-17"),
    ("February 17, 2025 / 5:30 PM EST / The Post", "line", "2025-02-17"),
    ("17 Feb 2025 14:03 GMT", "line", "2025-02-17"),
    ("BRUSSELS, 17 February 2025 /Newswire/ -- A treaty was signed.", "dateline", "2025-02-17"),
    ("Brussels, 17 February 2025", "dateline", "2025-02-17"),
    ("NEW YORK (ANA) Feb 17, 2025 - A treaty was signed.", "dateline", "2025-02-17"),
    ("Last updated: February 17, 2025 at 9:01 am", "update", "2025-02-17"),
    ("Updated at 10:21 p.m. ET on February 17, 2025", "update", "2025-02-17"),
]


@pytest.mark.parametrize(("line", "source", "iso"), LINES)
def test_lines_that_date_an_article(line: str, source: str, iso: str) -> None:
    (dated,) = find_dated(f"A treaty at last\n{line}{STORY}", None)
    assert (dated.source, dated.iso) == (source, iso)
    assert dated.words in line


@pytest.mark.parametrize(
    "line",
    [
        "PARIS, Feb 17 (Reuters) - Ministers met.",
        "PARIS, Feb. 17, (ANA) — Ministers met.",
        "Moscow Feb 17 (ANA) Ministers met.",
        "Updated 3:14 pm EST Feb. 17",
    ],
)
def test_a_date_without_a_year_is_told_and_not_guessed(line: str) -> None:
    text = f"A treaty at last\n{line}{STORY}"
    metadata, doubts = with_published(Metadata(), text)
    assert metadata.published is None
    assert [code for code, _ in doubts] == ["date-without-year"]


@pytest.mark.parametrize(
    "text",
    [
        "In Paris, Feb. 17 was a cold day for ministers.",
        "By Feb 17, ministers had met.",
        "On Feb. 17, 2025, the ministers met in Paris and said that they would go on.",
        "May 17 candidates stand.",
        "KYIV, Ukraine (AP) — Ministers met.",
        "Published 02/03/2025",
        "Published 31 February 2025",
        "BRUSSELS, 45 February 2025 — Ministers met.",
    ],
)
def test_what_dates_no_article(text: str) -> None:
    metadata, _ = with_published(Metadata(), text + STORY)
    assert metadata.published is None


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://x.org/2025/02/17/paris", "2025-02-17"),
        ("https://x.org/world/2025/feb/17/paris-talks", "2025-02-17"),
        ("https://x.org/a/2025-02-17-b", "2025-02-17"),
        ("https://x.org/news-20250217", "2025-02-17"),
        ("https://x.org/news-62019382", None),
        ("https://x.org/2025/02/paris", None),
        ("https://x.org/2025/02/31/paris", None),
        ("https://x.org/paris?from=2025-02-17", None),
    ],
)
def test_addresses(url: str, iso: str | None) -> None:
    metadata, _ = with_published(Metadata(url=url), "Ministers met." + STORY)
    assert metadata.published == iso
    assert iso is None or (metadata.published_by or "").startswith("guess: url “")


def test_the_order_of_trust() -> None:
    text = "A treaty\nPublished 17 February 2025\nPARIS, Feb. 18, 2025 (ANA) - Ministers met." + STORY
    url = "https://x.org/2025/02/19/paris"
    stated = with_published(Metadata(published="2025-02-20", published_by="record: date", url=url), text)[0]
    assert (stated.published, stated.published_by) == ("2025-02-20", "record: date")
    line = with_published(Metadata(url=url), text)[0]
    assert (line.published, line.published_by) == ("2025-02-17", "line “Published 17 February 2025”")
    dateline = with_published(Metadata(url=url), text.replace("Published", "Ministers in"))[0]
    assert (dateline.published, dateline.published_by) == ("2025-02-18", "dateline “PARIS, Feb. 18, 2025 (ANA)”")
    address = with_published(Metadata(url=url), "Updated 21 February 2025\nMinisters met." + STORY)[0]
    assert (address.published, address.published_by) == ("2025-02-19", "guess: url “2025/02/19”")
    update = with_published(Metadata(), "Updated 21 February 2025\nMinisters met." + STORY)[0]
    assert (update.published, update.published_by) == ("2025-02-21", "guess: update “Updated 21 February 2025”")
    guess = Metadata(published="2025-01-01", published_by="guess: page text")
    assert with_published(guess, text)[0].published == "2025-02-17"
    assert with_published(guess, "Ministers met." + STORY)[0] == guess


@pytest.mark.parametrize(
    ("text", "url", "iso"),
    [
        ("PARIS, Feb 17 (ANA) - Ministers met.", "https://x.org/2025/02/paris", "2025-02-17"),
        ("PARIS, Feb 17 (ANA) - Ministers met.", "https://x.org/2025/02/18/paris", "2025-02-17"),
        ("PARIS, Dec 31 (ANA) - Ministers met.", "https://x.org/2025/01/01/paris", "2024-12-31"),
        ("PARIS, Feb 17 (ANA) - Ministers met.\n\n© 2025 The Post", None, "2025-02-17"),
        ("PARIS, Feb 17 (ANA) - Ministers met.\n\n© 2019-2025 The Post", None, None),
        ("PARIS, Feb 29 (ANA) - Ministers met.", "https://x.org/2025/02/paris", None),
    ],
)
def test_the_year_of_another_source(text: str, url: str | None, iso: str | None) -> None:
    metadata, _ = with_published(Metadata(url=url), text + STORY)
    assert metadata.published == iso


def test_sources_of_other_days_are_told() -> None:
    stated = Metadata(published="2025-02-20", published_by="record: date")
    kept, doubts = with_published(stated, "PARIS, Feb 3 (ANA) - Ministers met." + STORY)
    assert kept == stated
    assert [code for code, _ in doubts] == ["date-conflict"]
    assert "“PARIS, Feb 3 (ANA)”" in doubts[0][1]
    assert "2025-02-20" in doubts[0][1]
    for line in ("PARIS, Feb 19 (ANA) - Ministers met.", "Updated 24 February 2025\nMinisters met."):
        assert with_published(stated, line + STORY) == (stated, [])
    assert with_published(stated, "Updated 3 February 2025\nMinisters met." + STORY)[1]


def _read(path: Path, options: ReadOptions | None = None) -> tuple[Article, list[str]]:
    found = list(read_inputs([str(path)], options or ReadOptions()))
    return next(x for x in found if isinstance(x, Article)), [x.code for x in found if isinstance(x, Problem)]


def test_read_from_a_file_whatever_its_clock_says(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A treaty at last\n\nPARIS, Feb 17 (ANA) - Ministers met." + STORY, "utf-8")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    article, codes = _read(path)
    assert (article.published, codes) == (None, ["date-without-year"])
    article, codes = _read(path, ReadOptions(published="2025-02-17"))
    assert (article.published, article.published_by, codes) == ("2025-02-17", "user", [])


def test_the_user_s_date_replaces_the_address_s_and_not_the_text_s(tmp_path: Path) -> None:
    path, said = tmp_path / "a.jsonl", ReadOptions(published="2025-03-01")
    path.write_text(json.dumps({"text": "Ministers met." + STORY, "url": "https://x.org/2025/02/17/a"}), "utf-8")
    assert _read(path)[0].published == "2025-02-17"
    assert _read(path, said)[0].published == "2025-03-01"
    path.write_text(json.dumps({"text": "Published 17 February 2025\n\nMinisters met." + STORY}), "utf-8")
    assert _read(path, said)[0].published == "2025-02-17"


_PIECES = ["PARIS", ",", " ", "Feb", "17", "2025", "(", ")", "Updated", "By Ann", "-", "\n", ":", "31", "é", "Mon", "©"]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=30), st.sampled_from([None, "https://x.org/2025/02/17/", "/20250230"])
)
def test_words_are_exact_and_nothing_raises(pieces: list[str], url: str | None) -> None:
    text = "".join(pieces)
    for dated in find_dated(text, url):
        assert dated.words in text + (url or "")
    with_published(Metadata(url=url), text)


@pytest.mark.parametrize(
    "line", ["A " * 2000, "By A " * 800, "17 Feb " * 600, "-" * 4000, "Published" + " " * 140 + "x",
             "Updated" + "\t" * 140 + "by staff", "Published 1" + " " * 140 + "x", "Published" + " -" * 70]
)  # fmt: skip
def test_endless_lines_tell_no_day_and_come_to_an_end(line: str) -> None:
    assert find_dated(line, "https://x.org/" + "2025/" * 2000) == ()


@pytest.mark.parametrize(
    ("line", "published"), [("By Ann Lee, Feb. 30", "2025-03-02"), ("By Ann Lee, Feb. 28", "2025-02-28")]
)
def test_a_day_that_no_calendar_has_leaves_the_address(line: str, published: str) -> None:
    metadata, _ = with_published(Metadata(url="https://x.org/2025/03/02/quay"), f"{line}\n\nThe quay was sold.")
    assert metadata.published == published


def test_the_words_of_a_day_are_those_of_the_line() -> None:
    (dated,) = find_dated("Published  on   17 February 2025", None)
    assert (dated.words, dated.iso) == ("Published  on   17 February 2025", "2025-02-17")
