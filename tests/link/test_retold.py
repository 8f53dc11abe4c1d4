"""One thing told at another place or more strongly by an independent report, from raw text; and what is neither."""

from __future__ import annotations

from functools import cache

import pytest

from onrecord import engine, linking
from onrecord.records import Article, Findings, Link, Source, link, make_id


@cache
def found_in(text: str, outlet: str, published: str | None) -> Findings:
    id = make_id("ar", text, outlet, published)
    return engine.find(Article(id, Source(id, id, "", len(text), "text/plain"), text, None, outlet, published))


def differences(
    left: str, right: str, days: tuple[str | None, str | None] = ("2025-02-17", "2025-02-17")
) -> list[Link]:
    """The differences of place and strength between two articles of one story."""
    found = [found_in(left, "Herald", days[0]), found_in(right, "Courier", days[1])]
    stories = tuple(link("story", f.article.id, "sy", "human", 1.0) for f in found)
    links = linking.link_all(found, stories).links
    return [x for x in links if x.kind == "difference" and dict(x.evidence)["what"] in ("place", "strength")]


def differ(left: str, right: str) -> tuple[str, str] | None:
    """The words that differ, those of the left text first; None where nothing does."""
    found = differences(left, right)
    assert len(found) < 2
    if not found:
        return None
    told = dict(found[0].evidence)
    sides = [(str(told[f"{side}_words"]), str(told[f"{side}_differs"])) for side in ("left", "right")]
    sides.sort(key=lambda side: side[0] not in left)
    return sides[0][1], sides[1][1]


PLEDGED = "Governor Ruth Okafor pledged to close the coal plant at Brenham within two years."


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Donald Tusk has ruled out sending engineers to the dam at Karvan.",
         "Donald Tusk has doubts about sending engineers to the dam at Karvan.", ("ruled out", "doubts")),
        ("Mayor Anna Weber demanded that the harbour company repay the flood subsidy by Friday.",
         "On Monday Mayor Anna Weber asked the harbour company to repay the flood subsidy by Friday.",
         ("demanded", "asked")),
        ("Police chief Tom Reyes confirmed that the missing ferry captain had been drinking.",
         "Tom Reyes, the police chief, suggested that the missing ferry captain had been drinking.",
         ("confirmed", "suggested")),
        ("Finance minister Ola Berg said she will resign over the pension reform if the vote fails.",
         "Ola Berg said she may resign over the pension reform if the vote fails.", ("will", "may")),
        ("Berg will resign over the failed pension reform before the autumn budget.",
         "Berg may resign over the failed pension reform before the autumn budget.", ("will", "may")),
        (PLEDGED, "Ruth Okafor is considering closing the coal plant at Brenham within two years.",
         ("pledged", "considering")),
    ],
)  # fmt: skip
def test_what_one_report_tells_more_strongly(left: str, right: str, expected: tuple[str, str]) -> None:
    assert differ(left, right) == expected
    assert differ(left, left) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # one level apart: how one reporter or another puts it
        ("Anna Weber demanded that the harbour company repay the flood subsidy by Friday.",
         "Anna Weber urged the harbour company to repay the flood subsidy by Friday."),
        # another thing
        (PLEDGED, "Ruth Okafor is considering closing the steel mill and the railway yard at Dunmore this autumn."),
        # another actor
        (PLEDGED, "Senator Max Lind is considering closing the coal plant at Brenham within two years."),
        (PLEDGED, "Ruth Okafor is considering selling the quarry, the railway yard and the old harbour cranes, which "
         "a fund from Oslo would run beside its coal plant at Brenham, to investors."),
        # negated in one of them
        ("Ola Berg said she may resign over the pension reform if the vote fails.",
         "Ola Berg said she will not resign over the pension reform if the vote fails."),
        (PLEDGED, "Ruth Okafor is not considering closing the coal plant at Brenham within two years."),
        # another occasion
        (PLEDGED, "Ruth Okafor was previously considering closing the coal plant at Brenham within two years."),
        # the stronger report has the weaker words too
        (f"{PLEDGED} Okafor was considering closing the coal plant at Brenham a year ago.",
         "Ruth Okafor is considering closing the coal plant at Brenham within two years."),
        # two ways to introduce one quotation
        ("“The harbour company must repay the flood subsidy by Friday,” Anna Weber demanded.",
         "“The harbour company must repay the flood subsidy by Friday,” Anna Weber suggested."),
        # who "she" is may have been made out wrongly
        (PLEDGED, "Ruth Okafor was here. She is considering closing the coal plant at Brenham within two years."),
        ("Berg will resign over the failed pension reform before the autumn budget.",
         "Lind may resign over the failed pension reform before the autumn budget."),
    ],
)  # fmt: skip
def test_what_is_not_told_more_strongly(left: str, right: str) -> None:
    assert differ(left, right) is None


def test_reports_some_days_apart_tell_two_occasions() -> None:
    weaker = "Ruth Okafor is considering closing the coal plant at Brenham within two years."
    assert len(differences(PLEDGED, weaker, ("2025-02-17", "2025-02-18"))) == 1
    assert len(differences(PLEDGED, weaker, (None, None))) == 1
    assert differences(PLEDGED, weaker, ("2025-02-17", "2025-02-21")) == []


def test_the_passage_of_each_side_is_exact() -> None:
    weaker = "Nobody knows. Ruth Okafor is considering closing the coal plant at Brenham within two years. It rained."
    (found,) = differences(PLEDGED, weaker)
    told = dict(found.evidence)
    side = "left" if "considering" in str(told["left_words"]) else "right"
    assert weaker[int(told[f"{side}_start"]) : int(told[f"{side}_end"])] == told[f"{side}_words"]
    assert str(told[f"{side}_words"]).startswith("Ruth Okafor is considering")
    assert told["how"] == "commit"


BOMB = "A bomb exploded beside a school bus in Lahore on Monday, killing the driver and two pupils."
ENVOY = "The envoy Piotr Malik met rebel leaders in Geneva on Monday to sign the ceasefire for the Karvan valley."
ORCHIDS = "Novak was arrested in Lund, Sweden, on Sunday for smuggling rare orchids through the harbour."


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (BOMB, BOMB.replace("Lahore", "Karachi"), ("Lahore", "Karachi")),
        (ENVOY, f"It is over. {ENVOY.replace('Geneva', 'Vienna')}", ("Geneva", "Vienna")),
        (ENVOY.replace("Geneva", "Switzerland"), ENVOY.replace("Geneva", "Austria"), ("Switzerland", "Austria")),
        (ORCHIDS, ORCHIDS.replace("Lund, Sweden", "Turku, Finland"), ("Lund", "Turku")),
    ],
)
def test_one_event_at_two_places(left: str, right: str, expected: tuple[str, str]) -> None:
    assert differ(left, right) == expected
    assert differ(left, left) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (BOMB, BOMB.replace("Lahore", "Pakistan")),  # a town and its country
        (BOMB, BOMB.replace("Lahore", "the Anarkali bazaar")),  # of which nobody says what it is
        (BOMB, f"{BOMB.replace('Lahore', 'Karachi')} A bus was hit in Lahore last year."),  # named by both
        (BOMB, BOMB.replace("in Lahore on Monday", "in Karachi on 3 February")),  # another day
        (BOMB, BOMB.replace("in Lahore", "in Karachi and Quetta")),  # two places
        (BOMB, "A tram left the rails in Karachi on Monday, and nobody was hurt."),  # something else
        (ENVOY.replace("Geneva", "Georgia"), ENVOY.replace("Geneva", "Austria")),  # a state or a country
        (ORCHIDS, ORCHIDS.replace("Lund, Sweden", "Malmo, Sweden")),  # a town and what may be its suburb
    ],
)
def test_what_are_not_two_places_of_one_event(left: str, right: str) -> None:
    assert differ(left, right) is None
