"""Versions: later texts of the same report, and what changed in them."""

from __future__ import annotations

import time

import pytest

from onrecord.link.copies import link_copies
from onrecord.link.versions import align_sentences, find_corrections, link_versions, read_sentences
from onrecord.records import Article, Link, Source, make_id

BODY = [
    "At least 12 people were killed on Monday when a ferry sank off the coast near Gdynia, the coast guard said.",
    "The ferry, which carried 140 passengers, left Karlskrona in the early morning in a heavy storm.",
    "Divers searched the wreck until nightfall, while relatives waited at the harbour for news.",
    "“We have never seen anything like it,” said Jan Nowak, the harbour master of Gdynia.",
    "The owner of the ferry said that its engines had been overhauled in the autumn of last year.",
]


def article(lines: list[str], published: str | None = None, outlet: str | None = "Daily", title: str | None = None,
            url: str | None = None) -> Article:  # fmt: skip
    text = "\n".join(lines)
    id = make_id("ar", text, published, outlet, title)
    return Article(id, Source(id, id, "", len(text), "text/plain"), text, title, outlet, published, None, None, url)


def versions(*articles: Article) -> tuple[Link, ...]:
    return link_versions(articles, link_copies(articles, {}))


def evidence(found: Link) -> dict[str, str | int | float]:
    return dict(found.evidence)


def test_a_corrected_number_and_an_added_sentence() -> None:
    first = article(BODY, "2025-02-17T08:00")
    later = article([BODY[0].replace("12", "15"), *BODY[1:], "Poland declared a day of mourning on Tuesday."],
                    "2025-02-17T20:00")  # fmt: skip
    (found,) = versions(later, first)
    told = evidence(found)
    assert (found.kind, found.left, found.right) == ("version", first.id, later.id)
    assert (told["numbers"], told["added"], told["dropped"], told["reworded"]) == ("12 → 15", 1, 0, 1)
    start, end = map(int, str(told["added_ranges"]).split("-"))
    assert later.text[start:end] == "Poland declared a day of mourning on Tuesday."
    assert told["order"] == "date"


EDITED = [
    BODY[0].replace("12", "15").replace("near Gdynia", "of Poland"),
    BODY[1].replace("140", "155").replace("early morning", "afternoon"),
    BODY[2].replace("until nightfall", "all night"),
    BODY[4],
    "Poland declared a day of mourning.",
]


def test_a_report_edited_in_nearly_every_sentence_is_still_a_version_on_the_same_day() -> None:
    first, later = article(BODY, "2025-02-17T08:00"), article(EDITED, "2025-02-17T20:00")
    told = evidence(versions(first, later)[0])
    assert (told["reworded"], told["added"], told["dropped"]) == (3, 1, 1)
    assert told["numbers"] == "12 → 15; 140 → 155"
    assert versions(first, article(EDITED, "2025-02-20T20:00")) == ()  # as old, it may be a follow-up


def test_a_follow_up_that_repeats_the_background_is_no_version() -> None:
    news = [
        "Prosecutors in Gdynia charged the captain of the ferry with negligence on Tuesday.",
        "He had ignored two warnings of the weather service, the charge says.",
        "His lawyer said that the captain would appeal and that the storm could not have been foreseen.",
    ]
    assert versions(article(BODY, "2025-02-17"), article([*news, BODY[1], BODY[2]], "2025-02-18")) == ()


def test_a_changed_name_and_headline() -> None:
    first = article(BODY, "2025-02-17", title="Ferry sinks off Poland")
    later = article(
        [*BODY[:3], BODY[3].replace("Jan Nowak", "Jan Kowal"), BODY[4]], "2025-02-18", title="Ferry sinks, 12 dead"
    )
    told = evidence(versions(first, later)[0])
    assert told["names"] == "Nowak → Kowal"
    assert told["headline"] == "Ferry sinks off Poland → Ferry sinks, 12 dead"


def test_typography_and_order_of_sentences_are_no_change() -> None:
    first = article(BODY, "2025-02-17", title="A ferry’s end")
    moved = article([BODY[0], *BODY[:0:-1]], "2025-02-18", title="A FERRY'S END")
    quoted = article([line.replace("“", '"').replace("”", '"') for line in BODY], "2025-02-19", title="A ferry’s end")
    assert versions(first, moved, quoted) == ()


def test_other_outlets_and_other_reports_are_no_versions() -> None:
    first, copy = article(BODY, "2025-02-17"), article([*BODY, "More follows soon."], "2025-02-18", outlet="Weekly")
    assert versions(first, copy) == ()
    unnamed = [article(BODY, "2025-02-17", None), article([*BODY, "More follows soon."], "2025-02-18", None)]
    assert versions(*unnamed) == ()
    assert len(versions(*[article(a.text.split("\n"), a.published, None, None, "https://x/1") for a in unnamed])) == 1


def test_a_note_tells_the_later_text_where_dates_do_not() -> None:
    first = article(BODY)
    noted = article([*BODY, "This story has been updated to correct the number of passengers."])
    (found,) = versions(noted, first)
    assert (found.left, evidence(found)["order"]) == (first.id, "note")
    assert str(evidence(found)["note"]).startswith("This story has been updated")


@pytest.mark.parametrize(
    ("line", "notes"),
    [
        ("Correction: an earlier version of this article gave a wrong name.", 1),
        ("UPDATED: 12 March, with a reply of the ministry.", 1),
        ("The minister promised a correction of course and an updated budget.", 0),
    ],
)
def test_correction_notes(line: str, notes: int) -> None:
    assert len(find_corrections(article([*BODY, line]))) == notes


def test_sentences_of_two_words_are_left_out() -> None:
    assert read_sentences(article(["Read more.", "", BODY[0]]))[0].range[0] == len("Read more.\n\n")


def test_time_stays_bounded_on_ten_thousand_changed_sentences() -> None:
    start = time.process_time()
    lines = [f"The number of the day in the list of the house is {n} of the lot." for n in range(6000)]
    found = align_sentences(
        *(read_sentences(article([line.replace("day", day) for line in lines])) for day in ("day", "week")), "", ""
    )
    assert found.same == 0
    assert time.process_time() - start < 20
