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
                named = [
                    j for j in indices if analysis.tokens[j].dep == "nsubj" and analysis.tokens[j].entity == "PERSON"
                ]
                return next((c for c in subject if c in inside), named[0] if named else i)
            if token.tag in ("IN", "POS", "TO", "RB"):  # a slip of the tagger: "Channel's Bob Ray" after "after"
                named = [
                    j for j in indices if analysis.tokens[j].dep == "nsubj" and analysis.tokens[j].entity == "PERSON"
                ]
                if named:
                    return named[0]
            return _to_name(analysis, _beyond(analysis, i, inside), inside)
    return indices[0] if indices else -1


def _beyond(analysis: Analysis, i: int, inside: Collection[int]) -> int:
    """The noun right behind a source that was cut inside of its phrase ("Close to" of "close to ten Greens"); else
    ``i``. A whole name stays what it is, unless a body is named after it.
    """  # fmt: skip
    tokens, last = analysis.tokens, max(inside)
    alone = len(inside) == 1 and tokens[i].tag in ("DT", "CD") and tokens[i].text.lower() not in ("the", "a", "an")
    if alone or tokens[i].lemma.lower() in words().persons or tokens[i].lemma.lower() in words().collectives:
        return i  # "Some expressed", "an official promises", of which the parser makes one phrase
    j = i
    while tokens[j].dep in _BEFORE_NOUN and j < tokens[j].head <= last + 4 and tokens[j].head not in inside:
        j = tokens[j].head
    if j == i or tokens[j].entity == "PERSON" or any(t.tag not in _IN_PHRASE for t in tokens[last + 1 : j + 1]):
        return i
    named = tokens[i].tag[:3] == "NNP" or tokens[i].entity or (tokens[i].tag == "NN" and tokens[i].text[0].isupper())
    return i if named and tokens[i].entity != "CARDINAL" and tokens[j].lemma.lower() not in words().collectives else j


_BEFORE_NOUN = frozenset(("quantmod", "nummod", "amod", "advmod", "compound", "nmod", "det"))
_IN_PHRASE = frozenset(("CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "HYPH", "TO", "IN", "POS"))


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
