"""Who holds a stance: from the syntax to a mention, an actor or the speaker of the quotation."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from onrecord.extract.conditions import find_conditions
from onrecord.extract.stands.clauses import (
    child,
    is_negative_noun,
    is_verbal,
    lower,
    noun_phrase,
    subjects,
    trim,
    word_sets,
)
from onrecord.extract.stands.connectives import Conditional
from onrecord.records import Actor, Analysis, Mention, Quotation, Span, Statement

_FIRST = frozenset(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"))
_THIRD = frozenset(("he", "she", "they", "his", "her", "their", "him", "them"))
_NAMES = frozenset(("PERSON", "ORG", "GPE", "NORP"))
_VAGUE = frozenset("it this that these those which who what there you one everyone anyone someone".split())
_UNRESOLVED = 0.45  # of the score is left to a position whose holder is a pronoun that nobody resolved
_NAME_WORDS = 8


class Holder(NamedTuple):
    """``span`` is None where only the context names the actor; ``score`` scales the position's."""

    span: Span | None
    actor: str | None
    name: str
    score: float


@dataclass(frozen=True)
class Reading:
    """An analysis with its statements and mentions, looked up by place."""

    analysis: Analysis
    statements: Sequence[Statement]
    mentions: Sequence[Mention]
    actors: Sequence[Actor]

    @cached_property
    def actor(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def conditions(self) -> dict[int, list[Conditional]]:
        """The conditions by sentence."""
        found: dict[int, list[Conditional]] = {}
        for conditional in find_conditions(self.analysis):
            found.setdefault(self.analysis.tokens[conditional.marker].sentence, []).append(conditional)
        return found

    @cached_property
    def names(self) -> dict[int, tuple[int, int]]:
        """The token range of the name, by each of its tokens."""
        return {
            i: (first, last)
            for first, last, label in self.analysis.names
            if label in _NAMES
            for i in range(first, last)
        }

    @cached_property
    def _contents(self) -> list[tuple[int, int, int, Statement]]:
        return sorted(
            ((span.start, span.end, k, s) for k, s in enumerate(self.statements) for span in s.content),
            key=lambda c: c[:3],
        )

    @cached_property
    def _content_starts(self) -> list[int]:
        return [c[0] for c in self._contents]

    @cached_property
    def _by_start(self) -> list[Mention]:
        return sorted(self.mentions, key=lambda m: (m.span.start, m.span.end))

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [m.span.start for m in self._by_start]

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [q.start for q in self.analysis.quotations]

    def voice(self, token: int) -> Statement | None:
        """The innermost statement in whose content the token stands."""
        offset = self.analysis.tokens[token].start
        best: tuple[int, Statement] | None = None
        k = bisect.bisect_right(self._content_starts, offset)
        for start, end, _, statement in reversed(self._contents[max(0, k - 40) : k]):
            if start <= offset < end and (best is None or end - start < best[0]):
                best = (end - start, statement)
        return best[1] if best is not None else None

    def mention(self, token: int) -> Mention | None:
        """The smallest mention that covers the token."""
        start, end, _, *_ = self.analysis.tokens[token]
        k = bisect.bisect_right(self._mention_starts, start)
        best: Mention | None = None
        for m in self._by_start[max(0, k - 8) : k]:
            if m.span.start <= start and end <= m.span.end:
                if best is None or m.span.end - m.span.start <= best.span.end - best.span.start:
                    best = m
        return best

    def quotation(self, token: int) -> Quotation | None:
        """The outermost quotation in which the token stands."""
        offset = self.analysis.tokens[token].start
        k = bisect.bisect_right(self._quotation_starts, offset)
        for q in reversed(self.analysis.quotations[max(0, k - 4) : k]):
            if q.start <= offset < q.end and q.depth == 0:
                return q
        return None


def speaker_of(r: Reading, voice: Statement | None, token: int) -> Holder | None:
    """The speaker of a statement as a holder; its span only where the source stands in the token's sentence."""
    if voice is None:
        return None
    sentence = r.analysis.sentence_range(r.analysis.tokens[token].sentence)
    source = voice.source[0] if voice.source else None
    span = source if source is not None and sentence[0] <= source.start and source.end <= sentence[1] else None
    if voice.speaker is not None and voice.speaker.name:
        known = voice.speaker.actor is not None
        return Holder(span, voice.speaker.actor, _short(voice.speaker.name), 1.0 if known else 0.7)
    return Holder(span, None, _short(source.words) if source is not None else "unknown", 0.6)


def _short(name: str) -> str:
    """A name without the clauses after it, where it is long."""
    return name if name.count(" ") < _NAME_WORDS else name.split(", who")[0].split(" who ")[0]


def cited_by(r: Reading, i: int) -> int | None:
    """The verb by which a speaker tells what another says or thinks, above token ``i`` in the speaker's own words:
    "You said | I want a fence", "Lee believes | we cannot wait"; None where the speaker speaks for itself."""
    a, voice = r.analysis, r.voice(i)
    if voice is None:
        return None
    sets = word_sets()
    citing = (sets["saying"] | sets["speech"] | sets["thought"]) - {"be"}
    for above in (i, *a.ancestors(i)):
        token, verb = a.tokens[above], a.tokens[a.tokens[above].head]
        if token.dep != "ccomp" or verb.lemma not in citing:
            continue
        if not any(span.start <= verb.start < span.end for span in voice.content):
            return None
        heads = subjects(a, token.head)
        if heads and not any(is_first_person(r, h) for h in heads):
            return token.head
    return None


def is_first_person(r: Reading, token: int) -> bool:
    return lower(r.analysis.tokens[token]) in _FIRST


def holders(r: Reading, heads: Sequence[int]) -> list[Holder]:
    """The holders that the heads of noun phrases name; those that name nobody are left out."""
    found: list[Holder] = []
    for head in heads:
        if is_negative_noun(r.analysis, head) and r.analysis.tokens[head].pos != "PROPN":
            continue  # "no senator supports it"
        one = holder(r, head)
        meant = _subjects_above(r, head) or _authors(r, head) if (one is None or one.actor is None) else ()
        several = [h for m in meant if (h := holder(r, m)) is not None]
        if several:
            found += several
        elif one is not None:
            found.append(one)
    return found


def _subjects_above(r: Reading, head: int) -> Sequence[int]:
    """For an unresolved "they" or "it", the subject of the clause above: "Spain and Italy said they"."""
    a = r.analysis
    token = a.tokens[head]
    several = lower(token) in ("they", "their")
    if not several and lower(token) not in ("it", "its"):
        return ()
    for above in a.ancestors(head):
        if a.tokens[above].dep not in ("ccomp", "advcl", "conj", "relcl", "ROOT") or not is_verbal(a, above):
            continue
        heads = subjects(a, above)
        if heads and heads[0] < head and head not in heads:
            first = a.tokens[heads[0]]
            plural = len(heads) > 1 or first.tag in ("NNS", "NNPS")
            body = first.entity in ("ORG", "GPE", "NORP") or _is_people(first.lemma.lower())
            return heads if (plural if several else body and not plural) else ()
    return ()


def _authors(r: Reading, head: int) -> Sequence[int]:
    """Who signs or sends what speaks for its author: "signed a letter vowing to"."""
    token, sets = r.analysis.tokens[head], word_sets()
    if token.dep != "dobj" or token.lemma not in sets["documents"]:
        return ()
    return subjects(r.analysis, token.head) if r.analysis.tokens[token.head].lemma in sets["authoring"] else ()


def holder(r: Reading, head: int) -> Holder | None:
    """The holder that one noun phrase names, None where it is no actor."""
    a = r.analysis
    while a.tokens[head].dep == "appos" and a.tokens[a.tokens[head].head].entity in _NAMES:
        head = a.tokens[head].head
    token = a.tokens[head]
    word = lower(token)
    if word in _FIRST:
        return _first_person(r, head) if cited_by(r, head) is None else None
    if word in ("those", "these") and child(a, head, "acl", "relcl") is not None:
        return None  # "those voting for it": nobody in particular
    mention = r.mention(head)
    if mention is not None and mention.actor is not None and mention.actor in r.actor:
        actor = r.actor[mention.actor]
        if mention.form == "pronoun" or _heads(a, mention, head):
            return Holder(_naming(r, head, _named_beside(r, head, mention)), actor.id, actor.name, 1.0)
    if word in _VAGUE:
        return None
    if word in _THIRD:
        return _third_person(r, head)
    if token.entity in _NAMES or (mention is not None and (token.pos == "PROPN" or mention.form == "name")):
        span = a.token_span(*trim(a, *_entity(r, head)))
        return Holder(span, None, span.words, 0.8)
    if token.dep in ("nsubj", "dobj", "agent", "pobj") and (several := _quantified(r, head)) is not None:
        return several
    if (token.pos in ("NOUN", "PROPN") and _is_people(token.lemma.lower())) or (
        token.pos == "NUM" and token.dep == "nsubj"
    ):
        return _nominal(r, head)
    if token.lemma in word_sets()["documents"]:
        return next((h for o in owners(r, head) if (h := holder(r, o)) is not None), None)
    return None


def _is_people(lemma: str) -> bool:
    return lemma in word_sets()["people"]


def _heads(a: Analysis, mention: Mention, head: int) -> bool:
    """Whether the mention names what the head names: it ends with it, or is a name that the head belongs to."""
    return (
        mention.form == "name"
        or a.tokens[head].end >= mention.span.end - 1
        or mention.span.start >= a.tokens[head].start - 60
    )


def _named_beside(r: Reading, head: int, mention: Mention) -> Mention:
    """A name or description of the same actor in the sentence, rather than a pronoun."""
    if mention.form != "pronoun":
        return mention
    start, end = r.analysis.sentence_range(r.analysis.tokens[head].sentence)
    first = bisect.bisect_left(r._mention_starts, start)
    last = bisect.bisect_left(r._mention_starts, end)
    beside = [m for m in r._by_start[first:last] if m.actor == mention.actor and m.form in ("name", "role", "nominal")]
    return beside[0] if beside else mention


def _naming(r: Reading, head: int, mention: Mention) -> Span:
    """The shortest words of a mention that name the actor."""
    if mention.span.end - mention.span.start <= 60:
        return mention.span
    first, last = _entity(r, head)
    return r.analysis.token_span(first, last)


def _entity(r: Reading, head: int) -> tuple[int, int]:
    a = r.analysis
    if head in r.names:
        return r.names[head]
    first = last = head
    kind = a.tokens[head].entity
    while (
        first > 0
        and kind
        and a.tokens[first - 1].entity == kind
        and a.tokens[first - 1].sentence == a.tokens[head].sentence
    ):
        if a.tokens[first - 1].dep not in ("compound", "amod", "nmod", "det", "nummod"):
            break
        first -= 1
    while first > 0 and a.tokens[first - 1].dep == "compound" and a.tokens[first - 1].pos == "PROPN":
        first -= 1
    return first, last + 1


def _first_person(r: Reading, head: int) -> Holder | None:
    voice = r.voice(head)
    speaker = speaker_of(r, voice, head)
    span = r.analysis.token_span(head, head + 1)
    if speaker is not None:
        return speaker if speaker.span is not None else speaker._replace(span=span)
    return Holder(span, None, "unknown", _UNRESOLVED)


def _third_person(r: Reading, head: int) -> Holder | None:
    """An unresolved pronoun: in reported speech its most likely antecedent is the speaker, but that is only a guess."""
    span = r.analysis.token_span(head, head + 1)
    voice = r.voice(head)
    if voice is not None and voice.kind != "direct" and lower(r.analysis.tokens[head]) in ("he", "she", "his"):
        speaker = speaker_of(r, voice, head)
        if speaker is not None:
            return speaker._replace(span=span, score=0.7 * speaker.score)
    return Holder(span, None, "unknown", _UNRESOLVED)


def _nominal(r: Reading, head: int) -> Holder | None:
    a = r.analysis
    first, last = noun_phrase(a, head)
    determiner = lower(a.tokens[first])
    if determiner in ("any", "every", "each", "no") or (determiner in ("a", "an") and r.voice(head) is not None):
        return None  # "an agency that tells you to", "a president who will": nobody in particular
    span = a.token_span(first, head + 1)
    name = a.token_span(first, last).words if last - first <= _NAME_WORDS else span.words
    return Holder(span, None, name, 0.8)


def _quantified(r: Reading, head: int) -> Holder | None:
    """ "some of the senators", "some in the party": the noun after the preposition."""
    a = r.analysis
    if a.tokens[head].lemma.lower() not in word_sets()["quantities"]:
        return None
    of = child(a, head, "prep")
    inside = child(a, of, "pobj") if of is not None and lower(a.tokens[of]) in ("of", "in", "on", "among") else None
    if inside is None:
        return None
    if not (_is_people(a.tokens[inside].lemma.lower()) or a.tokens[inside].entity in _NAMES):
        return None
    first = noun_phrase(a, head)[0]
    span = a.token_span(first, inside + 1)
    return Holder(span, None, span.words, 0.7)


def owners(r: Reading, noun: int) -> Iterator[int]:
    """Heads of the phrases that own a noun: "Poland's", "Starmer pledge", "by Macron", "from critics"."""
    a = r.analysis
    for c in a.children(noun):
        token = a.tokens[c]
        if token.dep == "poss" or (
            token.dep in ("compound", "nmod", "amod")
            and token.entity in ("PERSON", "GPE", "NORP", "ORG")
            and c == noun - 1
        ):
            yield c
        elif token.dep in ("prep", "agent") and lower(token) in ("by", "from", "among"):
            inside = child(a, c, "pobj")
            if inside is not None:
                yield inside
