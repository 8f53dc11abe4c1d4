"""Countries, their people, capitals and governments, and bodies by name; and whether a place acts or only lies there.

A capital is the government where it acts ("Washington will cut"), a place elsewhere ("in Washington"). The names are
data (`lexicons/countries.toml`, `lexicons/institutions.toml`); what they lack is asked from the library countrynames.
"""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from onrecord.records import ActorType, Token

_LEXICONS = files("onrecord.extract") / "lexicons"


@cache
def lexicon(name: str) -> dict[str, Any]:
    """A word list beside this package as plain values, read once a process."""
    return tomllib.loads((_LEXICONS / f"{name}.toml").read_text(encoding="utf-8"))


class Country(NamedTuple):
    """A country: ISO 3166 alpha-2 code and short English name."""

    code: str
    name: str


class Body(NamedTuple):
    """An institution by its usual name; ``country`` is "" where it has none or where the name does not say."""

    name: str
    country: str
    type: ActorType


class _Places(NamedTuple):
    names: dict[str, Country]
    adjectives: dict[str, Country]
    people: dict[str, Country]
    seats: dict[str, Country]
    bodies: dict[str, Body]
    told_bodies: dict[str, Body]
    told_by: dict[str, tuple[str, ...]]


def _key(name: str) -> str:
    """How names of places are compared: no article, no full stops, straight apostrophes; short ones keep their case."""
    name = name.replace("’", "'").replace(".", "").strip()
    name = name[4:] if name[:4].lower() == "the " else name
    return name if len(name) <= 3 else name.lower()


@cache
def _places() -> _Places:
    table = _Places({}, {}, {}, {}, {}, {}, {})
    for code, entry in lexicon("countries").items():
        country = Country(code, entry["name"])
        for name in (entry["name"], *entry.get("aliases", ())):
            table.names.setdefault(_key(name), country)
        for word in entry.get("adjectives", ()):
            table.adjectives.setdefault(_key(word), country)
        for word in entry.get("people", ()):
            table.people.setdefault(_key(word), country)
            table.people.setdefault(_key(word if word.endswith(("ese", "ss")) else f"{word}s"), country)
        for name in entry.get("seat", ()):
            table.seats.setdefault(_key(name), country)
        if "told_by" in entry:
            table.told_by[_key(entry["name"])] = tuple(entry["told_by"])
    for entry in lexicon("institutions")["body"]:
        body = Body(entry["name"], entry["country"], entry["type"])
        for name in (entry["name"], *entry.get("aliases", ())):
            table.bodies.setdefault(_key(name), body)
        for name, telling in entry.get("told_by", {}).items():
            table.told_bodies[_key(name)], table.told_by[_key(name)] = body, tuple(telling)
    return table


_STATE_WORDS = frozenset(
    "republic kingdom federation islands emirates commonwealth principality sultanate & union".split()
)


@lru_cache(maxsize=20_000)
def country_of(name: str) -> Country | None:
    """The country that a name means ("the UK", "Ukraine"), None for anything else, cities and adjectives too."""
    key = _key(name)
    found = _places().names.get(key)
    # The library also takes towns and states of the US for their country: ask it only for names of states by form.
    if found or not _STATE_WORDS & set(key.split()):
        return found
    code = _asked(name)
    return Country(code, country_name(code) or name) if code and len(code) == 2 else None


@lru_cache(maxsize=20_000)
def _asked(name: str) -> str | None:
    """What the library countrynames says to a name, without its advice on another library."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import countrynames

        code: str | None = countrynames.to_code(name)
    return code


def country_name(code: str) -> str | None:
    """The short English name for an ISO 3166 alpha-2 code."""
    entry = lexicon("countries").get(code)
    return entry["name"] if entry else None


def country_by_adjective(word: str) -> Country | None:
    """The country of an adjective or a word for its people ("Polish", "Pole", "Poles"); names of countries count."""
    key = _key(word)
    table = _places()
    return table.adjectives.get(key) or table.people.get(key) or table.names.get(key)


def country_by_people(word: str) -> Country | None:
    """The country of a word for its people ("Poles", "Americans")."""
    return _places().people.get(_key(word))


def country_by_seat(name: str) -> Country | None:
    """The country whose seat of government a name is ("Warsaw")."""
    return _places().seats.get(_key(name))


def body_of(name: str) -> Body | None:
    """The institution that a name means ("the White House", "No 10", "EU")."""
    return _places().bodies.get(_key(name))


def body_told_by(name: str) -> Body | None:
    """The institution that a name means where `is_told` says that the article is about it ("the House")."""
    return _places().told_bodies.get(_key(name))


def is_told(name: str, text: str) -> bool:
    """Whether an article with this text has a word without which the name means something else: "Georgia", a state."""
    telling = _places().told_by.get(_key(name))
    return telling is None or any(word in text for word in telling)


class _Acting(NamedTuple):
    attitudes: frozenset[str]
    static: frozenset[str]
    told: frozenset[str]
    talking: frozenset[str]
    local: frozenset[str]


@cache
def _acting() -> _Acting:
    table = lexicon("institutions")["acting"]
    return _Acting(*(frozenset(table[key]) for key in _Acting._fields))


def is_acting(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name of a place at token ``i`` stands for those who govern it rather than for the place.

    Subject of a verb that is not of state, agent after "by", possessor, object of telling; after "with", "between"
    and "against" where people talk or fight. Misses places in lists and headlines.
    """
    token = tokens[i]
    head = tokens[token.head]
    if token.dep == "conj" and token.head != i:
        return is_acting(tokens, token.head)
    if token.dep in ("nsubj", "nsubjpass"):
        behind = tokens[token.head + 1 : token.head + 4]
        stands = head.lemma == "be" and any(t.lemma in _acting().attitudes and t.dep == "acomp" for t in behind)
        return stands or head.lemma not in _acting().static
    if token.dep == "agent":
        return True
    if token.dep == "poss":
        return head.tag == "NN" and head.lemma not in _acting().local
    if token.dep in ("dobj", "dative"):
        return head.lemma in _acting().told
    if token.dep == "pobj":
        if head.text.lower() in ("by", "between", "against"):
            return True
        if head.text.lower() == "to" and tokens[head.head].text.lower() == "according":
            return True
        above = tokens[head.head]
        return head.text.lower() in ("with", "among", "from") and bool(
            {above.lemma, above.text.lower()} & _acting().talking
        )
    return False
