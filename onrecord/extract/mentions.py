"""What a mention is before and after it is resolved: the record while reading, and how other extractors ask for one."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.extract.who.places import Country
from onrecord.extract.who.roles import Gender, RolePhrase, words
from onrecord.records import Analysis, Mention, MentionForm


@dataclass(slots=True)
class Found:
    """A mention before it is resolved. Token indices; ``name`` holds a name's own words without title.

    ``kind`` is what its words alone show ("" = open). ``role`` is the role before a name, or that a nominal names.
    ``candidates`` are the entities between which its resolution abstained.
    """

    first: int
    last: int
    head: int
    form: MentionForm
    name: tuple[str, ...] = ()
    kind: str = ""
    role: RolePhrase | None = None
    honorific: str = ""
    gender: Gender = ""
    plural: bool = False
    quoted: bool = False
    definite: bool = False
    country: Country | None = None
    body: str = ""
    candidates: tuple[int, ...] = field(default=())
    headline: bool = False


def actors_in(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The mentions that lie in a character range, in text order; of nested ones the outer comes first."""
    i = bisect.bisect_left(mentions, start, key=lambda m: m.span.start)
    inside = []
    while i < len(mentions) and mentions[i].span.start < end:
        if mentions[i].span.end <= end:
            inside.append(mentions[i])
        i += 1
    return inside


def head_token(analysis: Analysis, tokens: Iterable[int]) -> int:
    """The token of a range whose head lies outside it: the first such that is no punctuation; -1 if it is empty."""
    indices = list(tokens)
    inside = set(indices)
    for i in indices:
        token = analysis.tokens[i]
        if token.pos != "PUNCT" and (token.head == i or token.head not in inside):
            if token.text.lower().endswith(("self", "selves")) and i - 1 in inside:
                return i - 1  # "Trump himself said"
            if token.tag == "NN" and token.lemma.lower() in words().persons:
                while i + 1 in inside and analysis.tokens[i + 1].tag == "NNP":
                    i += 1  # "spokesman Sean Spicer", however it is parsed
            return i
    return indices[0] if indices else -1
