"""Places of the same event in two articles: where it happened or will, told in sentences about the same.

Precision first: a house, its town and its country are three names of one place. So both names must be known to be of
one level, two countries, two states or two cities, and neither article may name the other's. From: issue 6, part 5;
lists of `places.toml`, countries and states of `extract/lexicons`; other towns from the articles ("Lund, Sweden").
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from onrecord.link.numbers import content_of
from onrecord.link.senses import base_of
from onrecord.link.told import Telling, same_key, tell_the_same
from onrecord.link.versions import Sentence
from onrecord.records import Event, Findings, Range
from onrecord.text import words

Level = Literal["country", "state", "city"]

SHARED_DICE = 0.5  # of what two sentences tell, places left out, over rarity
_NAME = r"(?:[Tt]he )?[A-Z][\w’'.-]*(?:(?: of| de)? [A-Z][\w’'-]*){0,2}"
_IN = re.compile(rf"\b(?:in|In|at|At) (?P<name>{_NAME})")
_AND_ANOTHER = re.compile(r",? (?:and|or|then) (?:in |at )?[A-Z]")
_OF_REGION = re.compile(rf"\b(?P<city>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){{0,2}}), (?P<region>{_NAME})")


class Place(NamedTuple):
    """A place whose level is known. ``inside`` is its state's or country's code, of a country its own."""

    name: str
    level: Level
    inside: str
    listed: bool


class Placed(NamedTuple):
    """An event at a known place: its base word, the place, the place's words, its sentence and what that tells."""

    event: Event
    base: str
    place: Place
    range: Range
    sentence: Sentence
    told: frozenset[str]


class Places(NamedTuple):
    """The placed events of one article, the content words of each of its sentences, and its words with a capital."""

    placed: Sequence[Placed]
    contents: Sequence[frozenset[str]]
    named: frozenset[str]


def _key(name: str) -> str:
    return name.replace("’", "'").replace(".", "").removeprefix("the ").removeprefix("The ").casefold()


@cache
def _known() -> dict[str, Place]:
    """The places of the lists by name; none whose name is that of two of them ("Georgia")."""
    found: dict[str, set[Place]] = defaultdict(set)
    for code, entry in _table("extract/lexicons/countries.toml").items():
        for name in (entry["name"], *entry.get("aliases", ())):
            found[_key(name)].add(Place(_key(entry["name"]), "country", code, True))
        for name in entry.get("seat", ()):
            found[_key(name)].add(Place(_key(name), "city", code, True))
    for code, names in _table("extract/lexicons/states.toml").items():
        for name in names:
            found[_key(name)].add(Place(_key(names[0]), "state", f"US-{code}", True))
    for code, names in _table("link/places.toml").items():
        for name in names:
            found[_key(name)].add(Place(_key(name), "city", code, True))
    return {name: next(iter(places)) for name, places in found.items() if len(places) == 1}


def _table(path: str) -> dict[str, Any]:
    return tomllib.loads((files("onrecord") / path).read_text(encoding="utf-8"))


def find_places(found: Findings, sentences: Iterable[Sentence]) -> Places:
    """The events of an article whose place is sure, one a sentence and base word; none of sentences with two places."""
    text, every = found.article.text, list(sentences)
    told_cities = _told_cities(text)
    placed = [one for sentence in every for one in _placed(found, sentence, told_cities)]
    contents = [content_of(sentence) for sentence in every] if placed else []
    return Places(placed, contents, frozenset(re.findall(r"\b[A-Z][\w’'-]*", text)))


def _placed(found: Findings, sentence: Sentence, told_cities: dict[str, str]) -> Iterator[Placed]:
    """The events of a sentence that stand in one clause with the only place of it."""
    text = found.article.text
    here = list(_places_in(text, sentence.range, told_cities))
    if len({place for place, _ in here}) != 1 or _AND_ANOTHER.match(text, here[0][1][1]):
        return
    place, at = here[0]
    told = content_of(sentence) - {w for name in (place.name, text[slice(*at)]) for w in words(name)}
    for event in found.events:
        inside = sentence.range[0] <= event.span.start < sentence.range[1]
        if inside and event.clause.start <= at[0] < event.clause.end and words(event.span.words):
            yield Placed(event, base_of(words(event.span.words)[0]), place, at, sentence, told)


def _told_cities(text: str) -> dict[str, str]:
    """The towns that the text itself puts into a state or country ("Lund, Sweden"), with its code."""
    found = {}
    for match in _OF_REGION.finditer(text):
        region = _known().get(_key(match["region"])) or _known().get(_key(match["region"].split()[0]))
        if region and region.level != "city":
            found[_key(match["city"])] = region.inside
    return found


def _places_in(text: str, range_: Range, told_cities: dict[str, str]) -> Iterator[tuple[Place, Range]]:
    """The places of a passage that it is told to be in, each of the longest name that is one, with its range."""
    for match in _IN.finditer(text, *range_):
        ends = [match.start("name") + word.end() for word in re.finditer(r"\S+", match["name"])]
        for end in reversed(ends):
            name = text[match.start("name") : end].rstrip(".,")
            key = _key(name)
            place = Place(key, "city", told_cities[key], False) if key in told_cities else _known().get(key)
            if place:
                yield place, (match.start("name"), match.start("name") + len(name))
                break


def differing_places(left: Places, right: Places) -> list[tuple[Placed, Placed]]:
    """The pairs of placed events of two articles that are one event at two places, in the order of the left article."""
    found = []
    for mine, theirs in same_key(left.placed, right.placed, lambda one: one.base):
        if not (_are_two(mine.place, theirs.place) and _may_be_one(mine.event, theirs.event)):
            continue
        if _is_named(theirs.place, left) or _is_named(mine.place, right):
            continue
        if tell_the_same(Telling(mine.told, theirs.told, left.contents, right.contents), SHARED_DICE):
            found.append((mine, theirs))
    return found


def _are_two(mine: Place, theirs: Place) -> bool:
    """Whether two places are of one level and apart; two towns of one state may be town and suburb."""
    if mine.level != theirs.level or mine.name == theirs.name:
        return False
    return mine.inside != theirs.inside or (mine.level == "city" and mine.listed and theirs.listed)


def _may_be_one(mine: Event, theirs: Event) -> bool:
    """Whether status and day let two events be one: days that are both known must be the same."""
    days = [event.time.period.first for event in (mine, theirs) if event.time and event.time.period]
    return mine.status == theirs.status and len({day for day in days if day}) < 2


def _is_named(place: Place, side: Places) -> bool:
    return {word.casefold() for word in side.named} >= set(re.findall(r"[\w’'-]+", place.name))
