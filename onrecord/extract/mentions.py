"""What a mention is before and after it is resolved: the record while reading, and how other extractors ask for one."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterable, Sequence
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
    """The token of a range whose head lies outside it: the first such that is no punctuation; -1 if it is empty.

    Not the owner in "Ray's lawyer", and for a verb that the parser hangs a clause on, its subject.
    """
    indices = list(tokens)
    inside = set(indices)
    for i in indices:
        token = analysis.tokens[i]
        if token.pos != "PUNCT" and (token.head == i or token.head not in inside):
            if token.text.lower().endswith(("self", "selves")) and i - 1 in inside:
                return i - 1  # "Trump himself said"
            if i + 1 in inside and analysis.tokens[i + 1].tag == "POS" and i + 2 in inside:
                continue  # "a letter to The Post, Ray's lawyer": the parser may hang the owner on another noun
            if token.pos in ("VERB", "AUX"):
                subject = [c for c in analysis.children(i) if analysis.tokens[c].dep in ("nsubj", "nsubjpass")]
                return next((c for c in subject if c in inside), i)
            return _to_name(analysis, i, inside)
    return indices[0] if indices else -1


def _to_name(analysis: Analysis, i: int, inside: Collection[int]) -> int:
    """The last word of the name right behind the noun ``i``, as in "spokesman Bob Ray", however parsed; else ``i``."""
    tokens = analysis.tokens
    if tokens[i].tag != "NN":
        return i
    k = i
    while k + 1 in inside and tokens[k + 1].tag in ("NN", "NNP", "HYPH"):
        k += 1
        if tokens[k].tag == "NNP" and tokens[k].entity != "PERSON" and tokens[k - 1].tag != "NNP":
            break
    if k > i and tokens[k].tag == "NNP" and tokens[k].entity == "PERSON":
        return k  # "co-founder Ann Lee", of which the parser makes three nouns
    if tokens[i].lemma.lower() in words().persons:
        while i + 1 in inside and tokens[i + 1].tag == "NNP":
            i += 1
    return i
