"""The words of a target by sense and weight: what makes two targets alike.

From: the lists of senses.toml, and how rare a word is in news (onrecord.link.frequencies).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from onrecord.link.frequencies import rarities, stem

_NAME_WEIGHT = 2.0  # at most: a place or person shared says less than an action shared
_LIGHT_WEIGHT = 2.0  # of a sense that goes with any object: "give", "keep", "end"
_SENSE_WEIGHT = 4.0  # of a sense: as much as a word that one article in fifty has
_IN_CLAUSE = 0.3  # of words in a relative clause: "support to countries that will give guarantees" is about support
_LATER = (1.0, 1.0, 1.0, 1.0, 0.7, 0.5, 0.4, 0.3)  # of the first, second ... content word: an action stands first

_DEMONYM = re.compile(r"[A-Z]\w+(?:ish|ian|ean|ese|an|ch)$")
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"))
WORD = re.compile(r"[\w]+(?:[’'\-][\w]+)*")


class Senses(NamedTuple):
    """The sense of each word of a list, and word sets; see senses.toml."""

    sense: dict[str, str]
    irregular: dict[str, str]
    stop: frozenset[str]
    pointing: frozenset[str]
    kinds: frozenset[str]
    places: frozenset[str]
    light: frozenset[str]
    turning: frozenset[str]
    leading: frozenset[str]
    generic: frozenset[str]


@cache
def thesaurus() -> Senses:
    """The lists of senses.toml, read once."""
    table: dict[str, Any] = tomllib.loads(files("onrecord.link").joinpath("senses.toml").read_text(encoding="utf-8"))
    sense = {word: words[0] for words in table["senses"]["lists"] for word in words}
    pointing = table["pointing"]
    sets = (
        table["stop"]["words"],
        pointing["nouns"],
        pointing["kinds"],
        table["places"]["words"],
        table["senses"]["light"],
        table["senses"]["turning"],
        table["senses"]["leading"],
        table["senses"]["generic"],
    )
    return Senses(sense, table["irregular"], *map(frozenset, sets))


def base_of(word: str) -> str:
    """The sense of a word if a list has it in any form, otherwise its stem."""
    senses = thesaurus()
    word = senses.irregular.get(word, word)
    for form in forms(word):
        if form in senses.sense:
            return senses.sense[form]
    return stem(word)


def forms(word: str) -> list[str]:
    """The word and what it may be an inflected form of."""
    found = [word]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            short = word[: -len(ending)]
            found.append(short + instead)
            if not instead and len(short) > 3 and short[-1] == short[-2]:
                found.append(short[:-1])
    return found


def read_terms(text: str, scale: float = 1.0) -> dict[str, float]:
    """The weighted content words of a target, by sense; "no deal" for what it is to be without."""
    senses = thesaurus()
    weights, rare = rarities()
    terms: dict[str, float] = {}
    position, factor, lacking = 0, scale, False
    for match in WORD.finditer(text):
        word = match.group()
        lower = re.sub(r"[’']s?$", "", word.lower())
        if position and lower in ("that", "who", "which", "whose", "where"):
            factor = scale * _IN_CLAUSE
        lacking = lacking or lower == "without"
        if lower in senses.stop or len(lower) < 2 or is_demonym(word):
            continue
        base = base_of(lower)
        known = base in senses.sense
        weight = weights.get(base, rare)
        if known:
            weight = _LIGHT_WEIGHT if base in senses.light else _SENSE_WEIGHT
        elif word[0].isupper():
            base, weight = base.capitalize(), min(weight, _NAME_WEIGHT)
        base = f"no {base}" if lacking else base
        value = weight * min(factor, scale * _LATER[min(position, len(_LATER) - 1)])
        terms[base] = max(terms.get(base, 0.0), value)
        position += 1
    return terms


def is_turned(text: str) -> bool:
    """Whether a target is an action against what it names: "cancel the summit", "vote to end the war"."""
    senses = thesaurus()
    some = [word.lower() for word in WORD.findall(text)]
    for k, word in enumerate(some[1:]):
        if some[k] in ("be", "being", "been") and base_of(word) in senses.turning:
            return True  # "the summit should be cancelled"
    for k, word in enumerate(some):
        if word in senses.stop or word.endswith("ly") or not senses.leading.isdisjoint(forms(word)):
            continue
        return some[k : k + 2] == ["call", "off"] or base_of(word) in senses.turning
    return False


def is_generic(terms: Mapping[str, float]) -> bool:
    """Whether terms hold nothing but one action that goes with anything: "work with him"."""
    return len(terms) == 1 and {term.lower() for term in terms} <= thesaurus().generic


def is_demonym(word: str) -> bool:
    """Whether a word is likely an adjective of nationality: whose troops they are is the holder's business."""
    return (bool(_DEMONYM.match(word)) and word.lower() not in thesaurus().places) or word in ("UK", "US", "U.S")


def unit(terms: Mapping[str, float]) -> dict[str, float]:
    """The weights scaled to length 1, in alphabetic order."""
    length = math.sqrt(sum(value * value for value in terms.values()))
    return {term: value / length for term, value in sorted(terms.items())} if length else {}
