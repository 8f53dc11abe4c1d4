"""Analysis, times, statements and mentions -> the events that a reader of a news timeline wants."""

from __future__ import annotations

import bisect
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from onrecord.extract.clause_words import event_label, event_range, is_dateline, subject_of
from onrecord.extract.event_words import find_event_mentions as find_event_mentions
from onrecord.extract.status import SCALE, noun_reality, reality, words_of
from onrecord.extract.tense import direction, verb_direction
from onrecord.records import Analysis, Event, Mention, Range, Span, Statement, Status, Time, make_id

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_ACTORS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_AT = frozenset("in at near outside inside across around".split())
_BOUNDS = frozenset("since before after through".split())  # a date behind these is not the event's own
_RELATIVE = frozenset("who which that whom".split())
_LEAD = 8  # sentences in which an undated past event with a named party counts: reports open with what happened
_LEAD_TYPES = frozenset("attack agreement vote statement legal office policy disaster".split())
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
    """Whether a time can place an event: a date or time of a year at most, no mere "now" or "recently"."""
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
    if not within or (within[0] and tokens[within[0] - 1].text.lower() in _BOUNDS):
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
        if tokens[k].pos in ("NOUN", "PROPN") and tokens[below].dep in ("nummod", "nmod", "compound", "amod", "poss"):
            return None  # "the 1993 law": no verb is dated by it
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
        return _noun_before(analysis, verb, below)
    for k in analysis.children(verb):
        if tokens[k].dep == "xcomp" and _is_event_verb(analysis, k):
            return k
    return None


def _noun_before(analysis: Analysis, verb: int, below: int) -> int | None:
    """The event noun before a time that the parser hung on a verb of speech: "spoke after talks in Paris on Monday"."""
    tokens = analysis.tokens
    if below <= verb:
        return None
    for k in range(below - 1, verb, -1):
        if _is_event_noun(analysis, k):
            return (
                k if tokens[tokens[k].head].text.lower() in ("after", "following", "before", "during", "at") else None
            )
        if tokens[k].text == "," or (tokens[k].pos == "VERB" and tokens[k].dep != "prep"):
            return None
    return None


def _untimed(analysis: Analysis, taken: set[int]) -> list[Candidate]:
    """Events without a time that a timeline still wants: plans of somebody named, and meetings and the like with a place."""
    found: list[Candidate] = []
    nouns, verbs = types()
    for i, token in enumerate(analysis.tokens):
        if i in taken:
            continue
        if token.sentence < _LEAD and token.pos == "VERB" and verbs.get(token.lemma) in _LEAD_TYPES:
            if _is_main(analysis, i) and reality(analysis, i) == "happened" and _named(analysis, i, is_lead=True):
                found.append(Candidate(i, None, False))
                continue
        if token.pos == "VERB" and any(k in taken for k in analysis.children(i)):
            continue  # "hold a hearing": the noun tells it
        if token.pos == "VERB" and verbs.get(token.lemma) in _UNDATED_TYPES and token.dep != "amod":
            if reality(analysis, i) == "planned" and _named(analysis, i):
                found.append(Candidate(i, None, False))
        elif nouns.get(token.lemma.lower()) in _UNDATED_TYPES and _is_event_noun(analysis, i):
            if _place(analysis, i) is not None and noun_reality(analysis, i) in ("happened", "planned"):
                found.append(Candidate(i, None, True))
    return found


def _is_main(analysis: Analysis, verb: int) -> bool:
    """Whether a verb is the main one of its sentence or of what somebody says, in a past form."""
    tokens = analysis.tokens
    token = tokens[verb]
    if token.tag not in ("VBD", "VBN"):
        return False
    if token.dep == "conj":
        return tokens[token.head].tag == "VBD" and _is_main(analysis, token.head)
    if token.dep == "ccomp":
        return tokens[token.head].lemma in words_of("reporting")
    return token.dep == "ROOT"


def _named(analysis: Analysis, verb: int, is_lead: bool = False) -> bool:
    """Whether a verb has a named or personal subject and an object or place; in the lead a named party is enough."""
    tokens = analysis.tokens
    subjects = [k for k in analysis.children(verb) if tokens[k].dep in ("nsubj", "nsubjpass")]
    subjects = [_antecedent(analysis, k) for k in subjects] or _outer_subject(analysis, verb)
    subjects = [k for k in subjects if not is_dateline(analysis, k)]
    if is_lead and any(tokens[k].entity in _ACTORS for k in subjects):
        return True
    if types()[1].get(tokens[verb].lemma) == "visit" and _place(analysis, verb) is None:
        return False
    return any(_is_party(analysis, k) for k in subjects) and (
        _place(analysis, verb) is not None or any(tokens[k].dep == "dobj" for k in analysis.children(verb))
    )


def _place(analysis: Analysis, i: int) -> Range | None:
    """Token range of the place that a preposition ties to an event's word; "to" only after words of motion."""
    tokens = analysis.tokens
    governor = _governor(analysis, i)
    heads = [i] if governor is None else [i, governor]
    for head in heads:
        for prep in _preps(analysis, head):
            word = tokens[prep].text.lower()
            if word not in _AT and not (
                word in ("to", "into", "from") and tokens[head].lemma in words_of("motion") and word != "from"
            ):
                continue
            for k in analysis.children(prep):
                if tokens[k].dep == "pobj" and tokens[k].entity in _PLACES:
                    return _name_range(analysis, k)
        for k in analysis.children(head):
            is_object = tokens[k].dep == "dobj" and tokens[k].entity in _PLACES
            if is_object and tokens[head].lemma in ("visit", "leave", "tour", "invade", "bomb", "shell"):
                return _name_range(analysis, k)
            if (
                tokens[k].dep in ("nmod", "compound", "poss")
                and tokens[k].entity in _PLACES
                and tokens[head].pos == "NOUN"
            ):
                if (
                    tokens[head].lemma in ("summit", "meeting", "conference", "talk", "talks")
                    and tokens[k].dep == "compound"
                ):
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


def _governor(analysis: Analysis, i: int) -> int | None:
    """The verb whose parties are an event noun's too: "leaders attended the summit", "flies to Paris for talks"."""
    tokens = analysis.tokens
    token = tokens[i]
    if token.dep in ("dobj", "nsubjpass", "attr"):
        verb = token.head
    elif token.dep == "pobj" and tokens[token.head].text.lower() in ("for", "at", "in", "to", "on"):
        verb = tokens[token.head].head
    else:
        return None
    return verb if tokens[verb].pos in ("VERB", "AUX") and tokens[verb].lemma in words_of("attending") else None


def _participants(analysis: Analysis, i: int, place: Range | None) -> list[Range]:
    """Token ranges of who takes part: subject, object, agent, and who is joined by with, between, from or to."""
    tokens = analysis.tokens
    governor = _governor(analysis, i) if tokens[i].pos != "VERB" else None
    heads = [i] if governor is None else [i, governor]
    found: list[int] = []
    for head in heads:
        for k in analysis.children(head):
            dep = tokens[k].dep
            if dep in ("nsubj", "nsubjpass", "dobj", "poss", "iobj", "dative") and not is_dateline(analysis, k):
                found.append(_antecedent(analysis, k))
            elif dep == "agent" or (
                dep == "prep" and tokens[k].text.lower() in ("with", "between", "by", "against", "among", "of")
            ):
                found += [o for o in analysis.children(k) if tokens[o].dep == "pobj"]
    verb = governor if governor is not None else i if tokens[i].pos == "VERB" else None
    if verb is not None and not any(tokens[k].dep in ("nsubj", "nsubjpass") for k in analysis.children(verb)):
        found += _outer_subject(analysis, verb)
    found += [c for k in found for c in _conjuncts(analysis, k)]
    ranges = [_party_range(analysis, k) for k in found if _is_party(analysis, k) and k != i]
    ranges = [r for r in ranges if place is None or r != place]
    return sorted(set(ranges))


def _party_range(analysis: Analysis, i: int) -> Range:
    """Token range of a party: its name, or a plain noun with what stands before it."""
    if analysis.tokens[i].entity or analysis.tokens[i].tag == "PRP":
        return _name_range(analysis, i)
    first = min((analysis.subtree(k)[0] for k in analysis.children(i) if k < i), default=i)
    return (first, i + 1) if i - first < 8 else (i, i + 1)


def _conjuncts(analysis: Analysis, i: int) -> list[int]:
    direct = [k for k in analysis.children(i) if analysis.tokens[k].dep == "conj"]
    return direct + [c for k in direct for c in _conjuncts(analysis, k)]


def _outer_subject(analysis: Analysis, i: int) -> list[int]:
    """The subject that an infinitive, a participle or a coordinated verb borrows."""
    tokens = analysis.tokens
    for _ in range(6):
        token = tokens[i]
        if (
            token.head == i
            or token.dep not in ("xcomp", "conj", "advcl", "acl")
            or tokens[token.head].pos not in ("VERB", "AUX")
        ):
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
    return token.entity in _ACTORS or (token.pos in ("NOUN", "PROPN") and token.lemma.lower() in words_of("people"))


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
        elif period.last < published and (
            found in ("ongoing", "unknown") or (found == "planned" and candidate.is_noun)
        ):
            found = "happened"
    elif time is not None and found in ("unknown", "ongoing"):
        side = direction(analysis, time.span.start, time.span.end)
        found = "planned" if side == "future" else "happened" if side == "past" else found
    if found == "ongoing" and time is not None and not candidate.is_noun and _looks_ahead(analysis, candidate, time):
        found = "planned"  # the timetable's present: "the tax cuts expire at the end of the year"
    if voice is not None and found in ("happened", "ongoing"):
        return "claimed"
    return found


def _looks_ahead(analysis: Analysis, candidate: Candidate, time: Time) -> bool:
    """Whether a present tense speaks of what comes: not where its time is the published day itself."""
    published = (analysis.article.published or "")[:10]
    is_today = bool(published) and time.period is not None and time.period.last == published
    return not is_today and verb_direction(analysis, candidate.token) == "future"


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
    if not candidate.is_noun and subject_of(analysis, candidate.token) is None:
        return None
    clause = event_range(analysis, candidate.token, candidate.is_noun)
    label = event_label(analysis, candidate.token, candidate.is_noun)
    if len(re.findall(r"\w+", label)) < 2:
        return None
    place = _place(analysis, candidate.token)
    nouns, verbs = types()
    kind = (nouns if candidate.is_noun else verbs).get(token.lemma.lower(), "other")
    if kind == "visit" and place is None and not candidate.is_noun and token.lemma in ("come", "go", "leave", "return"):
        if not _named(analysis, candidate.token, is_lead=True):
            return None  # "the release comes on the same day"
        kind = "other" if any(analysis.tokens[k].dep == "prt" for k in analysis.children(candidate.token)) else kind
    parties = _participants(analysis, candidate.token, place)
    spans = tuple(analysis.token_span(*r) for r in parties)
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
    mentioned: set[tuple[str, str] | None] = set()
    for i in sorted(found):
        event = found[i]
        sentence = analysis.tokens[i].sentence
        near = [(j, other) for j, other in kept if analysis.tokens[j].sentence == sentence and other.time == event.time]
        if any(_is_repeat(analysis, i, event, j, other) for j, other in near):
            continue
        mere = (event.label.lower(), event.time.value) if event.time and not event.actors and not event.place else None
        if mere is not None and mere in mentioned:
            continue  # "the 2016 election", said for the fifth time
        mentioned.add(mere)
        kept.append((i, event))
    return [event for _, event in kept]


def _is_repeat(analysis: Analysis, i: int, event: Event, j: int, other: Event) -> bool:
    """Whether two words of one sentence with the same time tell one event."""
    if event.time is None:
        return event.place is not None and event.place == other.place
    return analysis.tokens[i].head == j or analysis.tokens[j].head == i or other.type == event.type
