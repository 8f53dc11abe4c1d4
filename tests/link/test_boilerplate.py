"""Lines that an outlet repeats: house text is found, background and quotations of its stories are not."""

from __future__ import annotations

from dataclasses import replace

from conftest import article

from onrecord.link.boilerplate import link_boilerplate
from onrecord.records import Article

NOTE = "Editor's note: the owner of this paper sits in Parliament."
PLEA = "You can listen to our daily podcast."
WORDS = "budget bridge harbour school tariff treaty vote strike flood border summit election".split()


def story(number: int, *lines: str, outlet: str | None = "Post") -> Article:
    """An article whose own lines no other one has, with the given lines at its end."""
    subject = WORDS[number % len(WORDS)]
    own = [
        f"Report {number} on the {subject} says that line {k} of the {subject} is number {number}." for k in range(6)
    ]
    return replace(article("\n".join([*own, *lines])), outlet=outlet, id=f"ar-{number}-{outlet}")


def test_house_text_at_the_end_of_many_articles() -> None:
    found = link_boilerplate([story(n, NOTE) for n in range(8)])
    assert found == {"Post": frozenset(["editor s note the owner of this paper sits in parliament"])}


def test_the_voice_of_a_web_page_needs_three() -> None:
    key = "you can listen to our daily podcast"
    assert link_boilerplate([story(n, PLEA) for n in range(3)])["Post"] == {key}
    assert link_boilerplate([story(n, PLEA) for n in range(2)])["Post"] == frozenset()


def test_a_plain_line_needs_more() -> None:
    assert link_boilerplate([story(n, NOTE) for n in range(4)])["Post"] == frozenset()


def test_a_plain_line_in_few_of_many_articles_stays() -> None:
    many = [story(n, NOTE) for n in range(5)] + [story(n) for n in range(5, 70)]
    assert link_boilerplate(many)["Post"] == frozenset()


def test_background_inside_the_reports_stays() -> None:
    background = "The war began in 2022, when Russia invaded its neighbour."
    articles = []
    for n in range(8):
        lines = story(n).text.split("\n")
        articles.append(replace(story(n), text="\n".join([*lines[:3], background, *lines[3:], *lines[:0]])))
    assert link_boilerplate(articles)["Post"] == frozenset()


def test_sentences_inside_a_line() -> None:
    articles = [story(n, f"The last word on {WORDS[n]} was his. {PLEA}") for n in range(4)]
    assert link_boilerplate(articles)["Post"] == {"you can listen to our daily podcast"}


def test_quotations_stay() -> None:
    quote = "“You will have our support,” he said."
    assert link_boilerplate([story(n, quote) for n in range(8)])["Post"] == frozenset()


def test_what_other_outlets_write_too_stays() -> None:
    agency = "Agency reporters contributed to our report."
    articles = [story(n, agency, outlet=outlet) for outlet in ("Post", "Ledger") for n in range(6)]
    assert link_boilerplate(articles) == {"Ledger": frozenset(), "Post": frozenset()}


def test_versions_of_one_report_count_once() -> None:
    first = story(1, "You know our view of it.")
    versions = [replace(first, text=f"{first.text}\nUpdate {n}: more.", id=f"ar-v{n}") for n in range(6)]
    assert link_boilerplate(versions)["Post"] == frozenset()


def test_order_does_not_matter_and_unknown_outlets_are_one() -> None:
    articles = [story(n, PLEA, outlet=None) for n in range(5)]
    assert (
        link_boilerplate(articles)
        == link_boilerplate(articles[::-1])
        == {"": frozenset(["you can listen to our daily podcast"])}
    )


def test_nothing() -> None:
    assert link_boilerplate([]) == {}
    assert link_boilerplate([replace(story(1), text="")]) == {"Post": frozenset()}
