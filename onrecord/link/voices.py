"""Whether two statements name one speaker: the same, one less exactly named than the other, or two.

"The Finance Ministry" and "Ana Rolf, a spokeswoman for the Finance Ministry" may be one voice; two ministries, a
ministry and the spokeswoman of a union, a ministry and "two officials" are not. From: issue 13, kind 1.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from onrecord.link.meaning import meaning
from onrecord.records import Actor, Speaker, Statement
from onrecord.text import words

Verdict = Literal["same", "different", "unknown"]


class Voices(NamedTuple):
    """The word classes of `voices.toml`, without plural endings."""

    bodies: frozenset[str]
    plain: frozenset[str]
    pointing: frozenset[str]
    general: frozenset[str]
    public: frozenset[str]
    counted: frozenset[str]


@cache
def voices() -> Voices:
    """The word classes, read once."""
    rows = tomllib.loads(files("onrecord.link").joinpath("voices.toml").read_text(encoding="utf-8"))
    return Voices(**{name: frozenset(some) for name, some in rows.items()})


@dataclass(frozen=True)
class Speakers:
    """What is known of speakers: the story's actor of each article's actor (ids), and the articles' actors by id."""

    story: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)

    def of_story(self, actor: str | None) -> str | None:
        """The story's actor for an article's, itself where none is linked."""
        return self.story.get(actor, actor) if actor else None


def compare_speakers(left: Statement, right: Statement, known: Speakers) -> Verdict:
    """Whether two statements name one speaker: "same" also where one is but a less exact name of the other.

    "unknown" where one of them names nobody: a pronoun, or "the spokesman" of whom the article has told no more.
    Misses: a nickname, a body and its head without a word in common ("Downing Street" and the prime minister).
    """
    a, b = left.speaker, right.speaker
    if a is None or b is None:
        return "unknown"
    mine, theirs = _own(a), _own(b)
    if a.actor and known.of_story(a.actor) == known.of_story(b.actor):
        return "same"
    if not (mine and theirs):
        return "unknown"
    if mine <= _described(right, known) or theirs <= _described(left, known):
        return "same"
    if _is_general(a, mine, _described(right, known)) or _is_general(b, theirs, _described(left, known)):
        return "same"
    return "unknown" if any(map(_only_points, (a, b))) else "different"


def _own(speaker: Speaker) -> frozenset[str]:
    """The words that name a speaker, without titles, numbers and grammar; none for a pronoun."""
    given = _plain(speaker.name)
    return frozenset() if given & voices().pointing and not speaker.actor else given - voices().plain


def _plain(name: str) -> frozenset[str]:
    return frozenset(word.removesuffix("'s").removesuffix("’s").removesuffix("s") if len(word) > 3 else word
                     for word in words(name) if word not in meaning().grammar)  # fmt: skip


def _described(statement: Statement, known: Speakers) -> frozenset[str]:
    """All that the article says of a statement's speaker: its names, its roles, and for whom it speaks."""
    speaker = statement.speaker
    actor = known.actors.get(speaker.actor or "") if speaker else None
    told = [span.words for span in statement.source] + ([speaker.name] if speaker else [])
    if actor:
        told += [actor.name, *actor.names]
        told += [part for role in actor.roles for part in (role.title, role.of or "")]
        behind = known.actors.get(actor.of or "")
        told += [behind.name, *behind.names] if behind else []
    return frozenset().union(*map(_plain, told))


def _is_general(speaker: Speaker, own: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a speaker is "the government" or "officials", in general, and the other a public body or its head."""
    counted = bool(set(words(speaker.name)) & voices().counted)
    return own <= voices().general and not counted and bool(other & voices().public)


def _only_points(speaker: Speaker) -> bool:
    """Whether a speaker is a known one that the article did not make out: "the spokesman", "the minister"."""
    first = next(iter(words(speaker.name)), "")
    last = next(reversed(list(words(speaker.name))), "")
    return speaker.actor is None and first in ("the", "this", "that") and last not in voices().bodies
