"""Analysis, times, statements and mentions -> the events that a reader of a news timeline wants."""

from __future__ import annotations

import bisect
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from onrecord.extract.clause_words import event_label, event_range
from onrecord.extract.status import SCALE, noun_reality, reality, words_of
from onrecord.extract.tense import direction
from onrecord.records import Analysis, Event, Mention, Range, Span, Statement, Status, Time, make_id

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_ACTORS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_AT = frozenset("in at near outside inside across around".split())
_RELATIVE = frozenset("who which that whom".split())
_UNDATED_TYPES = frozenset("meeting visit attack agreement vote disaster".split())


@cache
def types() -> tuple[dict[str, str], dict[str, str]]:
    """The type of each event noun and of each event verb."""
    text = resources.files("onrecord.extract").joinpath("lexicons/events.toml").read_text("utf-8")
    table = tomllib.loads(text)
    nouns: dict[str, str] = {}
    verbs: dict[str, str] = {}
    for found, name in ((nouns, "nouns"), (verbs, "verbs")):
        for kind, listed in table[name].items():
            for word in listed.split():
                found.setdefault(word, kind)
    return nouns, verbs


class Candidate(NamedTuple):
    """A token that may name an event, its time (index) if any, and whether it is a noun."""

    token: int
    time: int | None
    is_noun: bool


def _usable(time: Time) -> bool:
    """Whether a time can place an event: a date or time that is no mere "now" or "recently"."""
    return time.type in ("DATE", "TIME") and not time.value.endswith("_REF")


def _is_event_noun(analysis: Analysis, i: int) -> bool:
    token = analysis.tokens[i]
    return token.pos in ("NOUN", "PROPN") and token.lemma.lower() in types()[0] and token.dep != "compound"


def _is_event_verb(analysis: Analysis, i: int) -> bool:
    """Whether a verb may name an event of its own: neither one that reports nor one that only is or has."""
    token = analysis.tokens[i]
    if token.pos != "VERB" or token.dep in ("aux", "auxpass", "amod"):
        return False
    return token.lemma not in words_of("reporting") and token.lemma not in words_of("stative")


def _timed(analysis: Analysis, times: Sequence[Time]) -> list[Candidate]:
    """For each usable time the event that it dates: the nearest event noun or verb above it."""
    found: list[Candidate] = []
    for k, time in enumerate(times):
        if _usable(time) and (i := _dated(analysis, time)) is not None:
            found.append(Candidate(i, k, analysis.tokens[i].pos != "VERB"))
    return found


def _dated(analysis: Analysis, time: Time) -> int | None:
    """The token that names what a time dates, None where it only dates somebody's words."""
    tokens = analysis.tokens
    within = analysis.tokens_in(time.span.start, time.span.end)
    if not within or (within[0] and tokens[within[0] - 1].text.lower() == "since"):
        return None
    outer = next((k for k in within if tokens[k].head not in within or tokens[k].head == k), within[0])
    if _is_event_noun(analysis, outer) and outer not in within:
        return outer
    below = outer
    for k in analysis.ancestors(outer):
        if k in within:
            continue
        if _is_event_noun(analysis, k):
            return k
        if tokens[k].pos in ("VERB", "AUX"):
            return _verb_or_argument(analysis, k, below)
        below = k
    return None


def _verb_or_argument(analysis: Analysis, verb: int, below: int) -> int | None:
    """The verb itself if it names an event; of "be", "hold", "take place" the event noun that is its subject or object."""
    tokens = analysis.tokens
    if tokens[verb].lemma in ("be", "hold", "have", "take", "begin", "start", "attend", "make", "do", "end", "open"):
        for k in analysis.children(verb):
            if tokens[k].dep in ("nsubj", "nsubjpass", "dobj", "attr") and _is_event_noun(analysis, k):
                return k
    if _is_event_verb(analysis, verb):
        return verb
    if tokens[verb].lemma in words_of("reporting"):
        return None
    for k in analysis.children(verb):
        if tokens[k].dep == "xcomp" and _is_event_verb(analysis, k):
            return k
    return None


def _untimed(analysis: Analysis, taken: set[int]) -> list[Candidate]:
    """Events without a time that a timeline still wants: plans of somebody named, and meetings and the like with a place."""
    found: list[Candidate] = []
    nouns, verbs = types()
    for i, token in enumerate(analysis.tokens):
        if i in taken:
            continue
        if token.pos == "VERB" and verbs.get(token.lemma) in _UNDATED_TYPES and token.dep != "amod":
            if reality(analysis, i) == "planned" and _named(analysis, i):
                found.append(Candidate(i, None, False))
        elif nouns.get(token.lemma.lower()) in _UNDATED_TYPES and _is_event_noun(analysis, i):
            if _place(analysis, i) is not None and noun_reality(analysis, i) in ("happened", "planned"):
                found.append(Candidate(i, None, True))
    return found


def _named(analysis: Analysis, verb: int) -> bool:
    """Whether a verb has a named or pronominal subject and goes somewhere or meets somebody."""
    tokens = analysis.tokens
    subject = any(
        tokens[k].dep in ("nsubj", "nsubjpass") and (tokens[k].entity in _ACTORS or tokens[k].tag == "PRP" or k < verb)
        for k in analysis.children(verb)
    )
    return subject and (_place(analysis, verb) is not None or any(tokens[k].dep == "dobj" for k in analysis.children(verb)))


def _place(analysis: Analysis, i: int) -> Range | None:
    """Token range of the place that a preposition ties to an event's word; "to" only after words of motion."""
    tokens = analysis.tokens
    heads = [i]
    if tokens[i].dep in ("dobj", "pobj") and tokens[tokens[i].head].pos == "VERB":
        heads.append(tokens[i].head)
    for head in heads:
        for prep in _preps(analysis, head):
            word = tokens[prep].text.lower()
            if word not in _AT and not (word in ("to", "into", "from") and tokens[head].lemma in words_of("motion") and word != "from"):
                continue
            for k in analysis.children(prep):
                if tokens[k].dep == "pobj" and tokens[k].entity in _PLACES:
                    return _name_range(analysis, k)
        for k in analysis.children(head):
            is_object = tokens[k].dep == "dobj" and tokens[k].entity in _PLACES
            if is_object and tokens[head].lemma in ("visit", "leave", "tour", "invade", "bomb", "shell"):
                return _name_range(analysis, k)
            if tokens[k].dep in ("nmod", "compound", "poss") and tokens[k].entity in _PLACES and tokens[head].pos == "NOUN":
                if tokens[head].lemma in ("summit", "meeting", "conference", "talk", "talks") and tokens[k].dep == "compound":
                    return _name_range(analysis, k)
    return None


def _preps(analysis: Analysis, head: int) -> list[int]:
    """The prepositions that hang on a word, or on a noun that hangs on it by one ("talks with partners in Paris")."""
    tokens = analysis.tokens
    direct = [k for k in analysis.children(head) if tokens[k].dep == "prep"]
    nested = [
        p for k in direct for o in analysis.children(k) if tokens[o].dep == "pobj" for p in analysis.children(o)
        if tokens[p].dep == "prep" and tokens[p].text.lower() in _AT
    ]  # fmt: skip
    return direct + nested


def _name_range(analysis: Analysis, i: int) -> Range:
    """Token range of the name that holds token ``i``, the token alone if none does."""
    k = bisect.bisect_right(analysis.names, (i, len(analysis.tokens) + 1, "")) - 1
    if k >= 0 and analysis.names[k].first <= i < analysis.names[k].last:
        first, last, _ = analysis.names[k]
        if analysis.tokens[first].text.lower() == "the" and first < i:
            first += 1
        return first, last
    return i, i + 1


def _participants(analysis: Analysis, i: int, place: Range | None) -> list[Range]:
    """Token ranges of who takes part: subject, object, agent, and who is joined by with, between, from or to."""
    tokens = analysis.tokens
    heads = [i]
    token = tokens[i]
    if token.pos != "VERB" and token.dep in ("dobj", "nsubjpass", "pobj"):
        verb = token.head if token.dep != "pobj" else tokens[token.head].head
        if tokens[verb].pos == "VERB":
            heads.append(verb)
    found: list[int] = []
    for head in heads:
        for k in analysis.children(head):
            dep = tokens[k].dep
            if dep in ("nsubj", "nsubjpass", "dobj", "poss", "iobj", "dative"):
                found.append(_antecedent(analysis, k))
            elif dep == "agent" or (dep == "prep" and tokens[k].text.lower() in ("with", "between", "by", "against", "among", "of")):
                found += [o for o in analysis.children(k) if tokens[o].dep == "pobj"]
    if not any(tokens[k].dep in ("nsubj", "nsubjpass") for k in analysis.children(i)):
        found += _outer_subject(analysis, i)
    found += [c for k in found for c in _conjuncts(analysis, k)]
    ranges = [_name_range(analysis, k) for k in found if _is_party(analysis, k) and k != i]
    ranges = [r for r in ranges if place is None or r != place]
    return sorted(set(ranges))


def _conjuncts(analysis: Analysis, i: int) -> list[int]:
    direct = [k for k in analysis.children(i) if analysis.tokens[k].dep == "conj"]
    return direct + [c for k in direct for c in _conjuncts(analysis, k)]


def _outer_subject(analysis: Analysis, i: int) -> list[int]:
    """The subject that an infinitive, a participle or a coordinated verb borrows."""
    tokens = analysis.tokens
    for _ in range(6):
        token = tokens[i]
        if token.head == i or token.dep not in ("xcomp", "conj", "advcl", "acl") or tokens[token.head].pos not in ("VERB", "AUX"):
            return []
        i = token.head
        for k in analysis.children(i):
            if tokens[k].dep in ("nsubj", "nsubjpass"):
                return [_antecedent(analysis, k)]
    return []


def _antecedent(analysis: Analysis, i: int) -> int:
    """The noun that a relative pronoun stands for, the token itself otherwise."""
    verb = analysis.tokens[i].head
    if analysis.tokens[i].text.lower() in _RELATIVE and analysis.tokens[verb].dep == "relcl":
        return analysis.tokens[verb].head
    return i


def _is_party(analysis: Analysis, i: int) -> bool:
    """Whether a word can name somebody: a name, a pronoun for people, or a plain noun (leaders, ministers)."""
    token = analysis.tokens[i]
    if token.tag == "PRP":
        return token.text.lower() in ("he", "she", "they", "we", "i", "him", "her", "them", "us")
    return token.entity in _ACTORS or (token.pos in ("NOUN", "PROPN") and token.entity == "" and not _is_event_noun(analysis, i))


# --- who says so, and whether it is so -------------------------------------------------------------


class _Statements:
    """Which statement a character stands in, the innermost first."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.contents = sorted(
            (span.start, span.end, s.id) for s in statements for span in s.content if not s.negated
        )  # fmt: skip

    def voice(self, start: int, end: int) -> str | None:
        """The id of the smallest content that covers a range."""
        covering = [(e - s, i) for s, e, i in self.contents if s <= start and end <= e]
        return min(covering)[1] if covering else None


def _status(analysis: Analysis, candidate: Candidate, time: Time | None, voice: str | None) -> Status:
    """The status of an event: what its clause says, set against its time and the published day."""
    found: Status = noun_reality(analysis, candidate.token) if candidate.is_noun else reality(analysis, candidate.token)
    published = (analysis.article.published or "")[:10]
    period = time.period if time else None
    if published and period and period.first and period.last:
        if found in ("happened", "ongoing", "unknown") and period.first > published:
            found = "planned"
        elif found in ("ongoing", "unknown") and period.last < published:
            found = "happened"
    elif time is not None and found in ("unknown", "ongoing"):
        side = direction(analysis, time.span.start, time.span.end)
        found = "planned" if side == "future" else "happened" if side == "past" else found
    if voice is not None and found in ("happened", "ongoing"):
        return "claimed"
    return found


def find_events(
    analysis: Analysis, times: Sequence[Time], statements: Sequence[Statement] = (), mentions: Sequence[Mention] = ()
) -> tuple[Event, ...]:
    """The events of an article for a timeline, in text order: each with status, time, place and who took part.

    Every dated event noun or verb that does more than report or be, plans without a date of somebody named, and
    meetings, visits, attacks, votes and deals that have a place. An event inside a statement has its id as ``voice``
    and is at best "claimed" where it is told as done. Misses events told without date and place, and dates that hang
    on another sentence.
    """
    dated = _timed(analysis, times)
    candidates = dated + _untimed(analysis, {c.token for c in dated})
    voices = _Statements(statements)
    found: dict[int, Event] = {}
    for candidate in sorted(candidates):
        event = _event(analysis, candidate, times, voices, mentions)
        if event is not None and candidate.token not in found:
            found[candidate.token] = event
    return tuple(_without_repeats(analysis, found))


def _event(
    analysis: Analysis, candidate: Candidate, times: Sequence[Time], voices: _Statements, mentions: Sequence[Mention]
) -> Event | None:
    token = analysis.tokens[candidate.token]
    time = times[candidate.time] if candidate.time is not None else None
    voice = voices.voice(token.start, token.end)
    status = _status(analysis, candidate, time, voice)
    clause = event_range(analysis, candidate.token, candidate.is_noun)
    label = event_label(analysis, candidate.token, candidate.is_noun)
    if len(re.findall(r"\w+", label)) < 2:
        return None
    place = _place(analysis, candidate.token)
    parties = _participants(analysis, candidate.token, place)
    spans = tuple(analysis.token_span(*r) for r in parties)
    nouns, verbs = types()
    kind = (nouns if candidate.is_noun else verbs).get(token.lemma.lower(), "other")
    identity = make_id("ev", analysis.article.id, token.start, token.end, time.id if time else "")
    return Event(
        identity, analysis.span(token.start, token.end), analysis.span(*clause), label, kind, status, time,
        analysis.token_span(*place) if place else None, spans, _actors(spans, mentions), voice, SCALE[status],
    )  # fmt: skip


def _actors(spans: Sequence[Span], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The actors of the mentions that lie over the participants, each once, in text order."""
    found: list[str] = []
    for span in spans:
        for mention in mentions:
            if mention.actor and mention.span.start < span.end and span.start < mention.span.end:
                if mention.actor not in found:
                    found.append(mention.actor)
                break
    return tuple(found)


def _without_repeats(analysis: Analysis, found: dict[int, Event]) -> list[Event]:
    """Events in text order without a second word for the same one in the same sentence: "held talks", "trip to visit"."""
    kept: list[tuple[int, Event]] = []
    for i in sorted(found):
        event = found[i]
        sentence = analysis.tokens[i].sentence
        same = [
            k for k, (j, other) in enumerate(kept)
            if analysis.tokens[j].sentence == sentence and other.time == event.time and event.time is not None
            and (analysis.tokens[i].head == j or analysis.tokens[j].head == i or other.type == event.type)
        ]  # fmt: skip
        if same:
            continue
        kept.append((i, event))
    return [event for _, event in kept]
