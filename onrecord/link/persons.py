"""What actors of articles show of who they are besides their names: roles, the state they sit for, the people beside.

Two people of one name are told apart by it, and two spellings of one are put together. From: issue 4, part 3; merges in
300 articles over ten years (BASIL) read by hand: docs/actors.md.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from onrecord.link.names import is_near_first, is_same_name, name_parts, sounds
from onrecord.records import Actor, Role

# A surname in more articles than this share of them, and than this number, says little of whose articles are alike.
COMMON_RATIO, COMMON_ARTICLES = 0.04, 5
_FORCES = frozenset(("police", "fire", "patrol"))  # whose chiefs are known in one town
_SMALL = frozenset(("of", "the", "a", "an", "and", "for", "in", "on", "at", "to", "'s", "’s"))


class _Words(NamedTuple):
    states: dict[str, str]
    legislators: frozenset[str]
    private: frozenset[str]
    kin: frozenset[str]


def _lexicon(name: str) -> dict[str, Any]:
    return tomllib.loads((files("onrecord.extract") / "lexicons" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _words() -> _Words:
    states = {fold.lower(): code for code, names in _lexicon("states").items() for fold in (code, *names)}
    roles = _lexicon("roles")
    standing = roles["standing"]
    kin = frozenset((*roles["person"]["relatives"], "republican", "democrat", "independent"))
    return _Words(states, frozenset(standing["legislators"]), frozenset(standing["private"]), kin)


def state_of(words: str) -> str | None:
    """The postal code of a state of the US by its name or abbreviation ("Wis.", "New York"), else None."""
    return _words().states.get(words.lower().rstrip("."))


def home_of(role: Role) -> str | None:
    """The state that a legislator sits for by a role: "Republican of Wis.", "New York Democrat"; None for others."""
    title = role.title.split(" of ")[0].split()
    if not title or title[-1] not in _words().legislators:
        return None
    if role.of and (state := state_of(role.of)):
        return state
    return next((state for n in (2, 1) if len(title) > n and (state := state_of(" ".join(title[:n])))), None)


def role_keys(role: Role) -> set[str]:
    """What two wordings of one role share: its title, and its words with whose it is in any order."""
    if not role.title:
        return set()
    words = f"{role.title} {role.of or ''}".lower().replace("-", " ").split()
    return {role.title, " ".join(sorted({w for w in words if w not in _SMALL}))}


@dataclass(slots=True)
class Known:
    """What is known of a person: of one actor of an article, or of all that are taken for one."""

    keys: set[str] = field(default_factory=set)
    telling: set[str] = field(default_factory=set)  # keys of roles that say more than a party or whose child
    homes: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    company: Counter[str] = field(default_factory=Counter)

    def add(self, other: Known) -> None:
        """Takes over what is known of another actor that is the same person."""
        self.keys |= other.keys
        self.telling |= other.telling
        self.homes |= other.homes
        self.heads |= other.heads
        self.articles |= other.articles
        self.company.update(other.company)


def known_of(actor: Actor, company: Iterable[str]) -> Known:
    """What one actor of an article shows; ``company`` are the surnames beside it, as they sound."""
    known = Known(articles={actor.article or ""}, company=Counter(company))
    for role in actor.roles:
        keys = role_keys(role)
        known.keys |= keys
        head = role.title.split(" of ")[0].rsplit(" ", 1)[-1]
        if head:
            known.heads.add("officer" if _FORCES & set(role.title.split()) else head)
        if head not in _words().kin:
            known.telling |= keys
        if home := home_of(role):
            known.homes.add(home)
    return known


class Pile(NamedTuple):
    """What all persons of a pile of articles show: for each article the surnames in it, as they sound; surnames in so
    many articles that they say little; names (first and last) that one article gives to a father and a son.
    """  # fmt: skip

    company: dict[str, set[str]]
    common: frozenset[str]
    fathers: frozenset[str]


def read_pile(actors: Sequence[Actor]) -> Pile:
    """What the persons of a pile show together."""
    company: dict[str, set[str]] = {}
    forms: dict[tuple[str, str], set[str]] = {}
    for actor in actors:
        words, suffix = name_parts(actor.name)
        company.setdefault(actor.article or "", set()).add(sounds(words[-1]))
        if len(words) > 1:
            forms.setdefault((actor.article or "", f"{words[0]} {words[-1]}"), set()).add(suffix)
    counts = Counter(name for names in company.values() for name in names)
    most = fewest_common(len(company))
    common = frozenset(name for name, count in counts.items() if count > most)
    return Pile(company, common, frozenset(name for (_, name), suffixes in forms.items() if len(suffixes) > 1))


def fewest_common(articles: int) -> float:
    """The number of articles, of so many that name persons, from above which a surname in them says little."""
    return max(COMMON_ARTICLES, COMMON_RATIO * articles)


def may_share_name(one: str, other: str, a: Known, b: Known, pile: Pile) -> bool:
    """Whether two full names may be one person's, as names and by what is known of both.

    "Jr." may be left out, and a first name misspelt by a letter, only where they have an office or two people beside
    them in common; never where an article tells a father and a son of the name apart.
    """
    if is_same_name(one, other):
        return True
    if a.articles & b.articles or not (
        a.telling & b.telling or len((a.company.keys() & b.company.keys()) - pile.common) > 1
    ):
        return False
    if is_same_name(one, other, suffixes=False):
        words = name_parts(one)[0]
        return f"{words[0]} {words[-1]}" not in pile.fathers
    return is_near_first(one, other)


def is_told_apart(a: Known, b: Known, pile: Pile) -> bool:
    """Whether two of one name are shown to be two people.

    Legislators of different states; or one of them is nobody public (a captain, a student) and neither a role nor a
    person beside them, but for those who are everywhere, speaks for the same.
    """
    if a.homes and b.homes and not a.homes & b.homes:
        return True
    if a.keys & b.keys or (a.company.keys() & b.company.keys()) - pile.common:
        return False
    private = _words().private
    return any(known.heads and known.heads <= private for known in (a, b)) and not a.heads & b.heads
