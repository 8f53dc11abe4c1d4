"""Which words of an article name events that a timeline wants, and which time expression dates each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.extract.when.event_parts import ACTORS, MEASURES, antecedent, is_party, outer_subject, place_of
from onrecord.extract.when.status import noun_reality, reality, types, words_of
from onrecord.records import Analysis, Time

_BOUNDS = frozenset("since before after through".split())  # a date behind these is not the event's own
_LEAD = 8  # sentences in which an undated past event with a named party counts: reports open with what happened
_LEAD_TYPES = frozenset("attack agreement vote statement legal office policy disaster".split())
_UNDATED_TYPES = frozenset("meeting visit attack agreement vote disaster".split())
# Of these the event noun among the arguments is the event: "a meeting is planned for Tuesday".
_LIGHT = frozenset(
    "be hold have take begin start attend make do end open plan schedule set expect slate cancel postpone delay "
    "arrange organise organize host join address move reschedule".split()
)
_AROUND = frozenset("after following before during at".split())


class Candidate(NamedTuple):
    """A token that may name an event, its time (index) if any, and whether it is a noun."""

    token: int
    time: int | None
    is_noun: bool


def _usable(time: Time) -> bool:
    """Whether a time can place an event: a date or time of a year at most, no mere "now" or "recently"."""
    if time.type == "DURATION" and time.period is not None:
        return True  # "two days after the talks"
    return time.type in ("DATE", "TIME") and not re.search(r"_REF|^\d+X", time.value)


def _is_event_noun(analysis: Analysis, i: int) -> bool:
    token = analysis.tokens[i]
    return token.pos in ("NOUN", "PROPN") and token.lemma.lower() in types()[0] and token.dep != "compound"


def _is_event_verb(analysis: Analysis, i: int) -> bool:
    """Whether a verb may name an event of its own: neither one that reports nor one that only is or has."""
    token = analysis.tokens[i]
    if token.pos != "VERB" or token.dep in ("aux", "auxpass", "amod"):
        return False
    if not token.lemma.isalpha() or len(token.lemma) < 2:
        return False
    return token.lemma not in words_of("reporting") and token.lemma not in words_of("stative")


def timed(analysis: Analysis, times: Sequence[Time]) -> list[Candidate]:
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
    if not within or (within[0] and tokens[within[0] - 1].text.lower() in _BOUNDS):
        return None
    outer = next((k for k in within if tokens[k].head not in within or tokens[k].head == k), within[0])
    if _is_event_noun(analysis, outer) and outer not in within:
        return outer
    below = outer
    if (noun := _noun_in_front(analysis, outer, within[0])) is not None:
        return noun
    for k in analysis.ancestors(outer):
        if k in within:
            continue
        if _is_event_noun(analysis, k):
            return k
        if tokens[k].pos in ("NOUN", "PROPN") and tokens[below].dep in ("nummod", "nmod", "compound", "amod", "poss"):
            return None  # "the 1993 law": no verb is dated by it
        if tokens[k].pos in ("VERB", "AUX"):
            return _verb_or_argument(analysis, k, below)
        below = k
    return None


def _noun_in_front(analysis: Analysis, outer: int, first: int) -> int | None:
    """The event noun before a date that the parser hung on a later verb: "Before the vote on Sunday, he ..."."""
    tokens = analysis.tokens
    head = next((k for k in analysis.ancestors(outer) if tokens[k].pos in ("VERB", "AUX")), outer)
    if head <= outer or first < 2 or tokens[first - 1].text.lower() not in ("on", "in"):
        return None
    noun = first - 2
    return noun if tokens[noun].sentence == tokens[first].sentence and _is_event_noun(analysis, noun) else None


def _verb_or_argument(analysis: Analysis, verb: int, below: int) -> int | None:
    """The verb itself if it names an event; of "be", "hold" and the like the event noun among its arguments."""
    tokens = analysis.tokens
    above = tokens[verb].head
    if _sets(analysis, verb) and _is_event_noun(analysis, above):
        return above  # "the meeting scheduled for Friday", "the strike that they had planned for Sunday"
    if tokens[verb].lemma in words_of("framing"):
        for k in analysis.children(verb):
            if tokens[k].dep == "dobj" and (noun := _measured(analysis, k)) is not None:
                return noun  # "the move precedes a meeting on Tuesday"
    if tokens[verb].lemma in _LIGHT:
        for k in analysis.children(verb):
            if tokens[k].dep in ("nsubj", "nsubjpass", "dobj", "attr") and (noun := _measured(analysis, k)) is not None:
                return noun
    if _is_event_verb(analysis, verb):
        is_open = reality(analysis, verb) in ("possible", "conditional", "denied")
        return (_noun_before(analysis, verb, below) if is_open else None) or verb
    if tokens[verb].lemma in words_of("reporting"):
        return _noun_before(analysis, verb, below)
    for k in analysis.children(verb):
        if tokens[k].dep == "xcomp" and _is_event_verb(analysis, k):
            return k
    return None


def _sets(analysis: Analysis, verb: int) -> bool:
    """Whether a verb below a noun says for when that is set."""
    tokens = analysis.tokens
    if tokens[verb].lemma not in words_of("tense", "setting") or tokens[verb].dep not in ("acl", "relcl"):
        return False
    objects = [k for k in analysis.children(verb) if tokens[k].dep in ("dobj", "nsubjpass")]
    return all(tokens[k].tag in ("WDT", "WP") for k in objects)


def event_of(analysis: Analysis, verb: int) -> int | None:
    """The token that names the event of a verb's clause: the verb, or the noun that "hold" and the like carry."""
    return _verb_or_argument(analysis, verb, verb)


def _measured(analysis: Analysis, i: int) -> int | None:
    """The event noun itself, or the one that is measured: "three hours of talks", "a second round of talks"."""
    if _is_event_noun(analysis, i):
        return i
    tokens = analysis.tokens
    if tokens[i].lemma in MEASURES:
        for k in analysis.children(i):
            for o in analysis.children(k) if tokens[k].text.lower() == "of" else ():
                if _is_event_noun(analysis, o):
                    return o
    return None


def _noun_before(analysis: Analysis, verb: int, below: int) -> int | None:
    """The event noun before a time that the parser hung on a verb of speech: "spoke after talks in Paris on Monday"."""
    tokens = analysis.tokens
    if below <= verb:
        return None
    for k in range(below - 1, verb, -1):
        if _is_event_noun(analysis, k):
            is_theirs = tokens[k].dep == "dobj" and tokens[tokens[k].head].lemma not in words_of("making")
            return k if is_theirs or tokens[tokens[k].head].text.lower() in _AROUND else None
        if tokens[k].text == "," or (tokens[k].pos == "VERB" and tokens[k].dep != "prep"):
            return None
    return None


def untimed(analysis: Analysis, taken: set[int]) -> list[Candidate]:
    """Events without a time that a timeline still wants.

    Plans of somebody named, meetings and the like that have a place, and what the first sentences tell as done.
    """
    found: list[Candidate] = []
    nouns, verbs = types()
    for i, token in enumerate(analysis.tokens):
        if i in taken or (token.pos == "VERB" and any(_measured(analysis, k) in taken for k in analysis.children(i))):
            continue  # "hold a hearing": the noun tells it
        if token.sentence < _LEAD and token.pos == "VERB" and verbs.get(token.lemma) in _LEAD_TYPES:
            if _is_main(analysis, i) and reality(analysis, i) == "happened" and is_named(analysis, i, is_lead=True):
                found.append(Candidate(i, None, False))
                continue
        if token.pos == "VERB" and verbs.get(token.lemma) in _UNDATED_TYPES and token.dep != "amod":
            if reality(analysis, i) == "planned" and is_named(analysis, i):
                found.append(Candidate(i, None, False))
        elif nouns.get(token.lemma.lower()) in _UNDATED_TYPES and _is_event_noun(analysis, i):
            if place_of(analysis, i) is not None and noun_reality(analysis, i) in ("happened", "planned"):
                found.append(Candidate(i, None, True))
    return found


def _is_main(analysis: Analysis, verb: int) -> bool:
    """Whether a verb is the main one of its sentence or of what somebody says, in a past form."""
    tokens = analysis.tokens
    token = tokens[verb]
    if token.tag not in ("VBD", "VBN"):
        return False
    for _ in range(8):
        if token.dep != "conj" or tokens[token.head].tag != "VBD":
            break
        token = tokens[token.head]
    if token.dep == "ccomp":
        return tokens[token.head].lemma in words_of("reporting")
    return token.dep == "ROOT"


def is_named(analysis: Analysis, verb: int, is_lead: bool = False) -> bool:
    """Whether a verb has a named or personal subject and an object or place; in the lead a named party is enough."""
    tokens = analysis.tokens
    subjects = [k for k in analysis.children(verb) if tokens[k].dep in ("nsubj", "nsubjpass")]
    subjects = [antecedent(analysis, k) for k in subjects] or outer_subject(analysis, verb)
    if is_lead and any(tokens[k].entity in ACTORS for k in subjects):
        return True
    if types()[1].get(tokens[verb].lemma) == "visit" and place_of(analysis, verb) is None:
        return False
    return any(is_party(analysis, k) for k in subjects) and (
        place_of(analysis, verb) is not None or any(tokens[k].dep == "dobj" for k in analysis.children(verb))
    )
