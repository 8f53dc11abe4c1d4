"""Analysis, times, statements and mentions -> the events that a reader of a news timeline wants."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from onrecord.extract.when.clause_words import event_label, event_range, subject_of
from onrecord.extract.when.event_candidates import Candidate, is_named, timed, untimed
from onrecord.extract.when.event_parts import is_moved_to, parties_of, place_of, telling_verb
from onrecord.extract.when.event_words import find_event_mentions as find_event_mentions
from onrecord.extract.when.factuality import factuality
from onrecord.extract.when.status import noun_reality, reality, types, words_of
from onrecord.extract.when.stretches import stretches
from onrecord.extract.when.tense import direction, verb_direction
from onrecord.records import Analysis, Event, Mention, Span, Statement, Status, Time, Token, make_id

_PUBLIC = frozenset("meeting vote visit ceremony".split())  # types whose events nobody disputes to have been
_OPEN = ("ongoing", "unknown", "planned", "possible", "conditional")


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
    if time is not None and candidate.is_noun and is_moved_to(analysis, candidate.token, time):
        found = "planned"  # "postponed from Sunday to Friday": not then, but to come
    if published and period and period.first and period.last:
        if found in ("happened", "ongoing", "unknown") and period.first > published:
            found = "planned"
        elif period.last < published and found in (_OPEN if candidate.is_noun else _OPEN[:2]):
            found = "happened"  # a noun with a date in the past takes its event for granted, whatever its verb does
        elif period.last == published and found in ("unknown", "ongoing") and _is_blow(analysis, candidate):
            found = "happened"  # "Sunday's attack", of Sunday's paper: nobody announces one
    elif time is not None and found in ("unknown", "ongoing"):
        side = direction(analysis, time.span.start, time.span.end)
        found = "planned" if side == "future" else "happened" if side == "past" else found
    if found == "ongoing" and time is not None and not candidate.is_noun and _looks_ahead(analysis, candidate, time):
        found = "planned"  # the timetable's present: "the tax cuts expire at the end of the year"
    if voice is not None and found in ("happened", "ongoing") and not _is_taken_for_granted(analysis, candidate):
        return "claimed"
    return found


def _is_blow(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether a noun names an attack or a disaster."""
    kind = types()[0].get(analysis.tokens[candidate.token].lemma.lower())
    return candidate.is_noun and kind in ("attack", "disaster")


def _is_taken_for_granted(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether a speaker only refers to what everybody knows: "the 2016 election", "after talks in Paris".

    Not for attacks, deals and the like: "the attack by Kyiv" may be just what is disputed.
    """
    tokens = analysis.tokens
    token = tokens[candidate.token]
    if not candidate.is_noun or types()[0].get(token.lemma.lower()) not in _PUBLIC:
        return False
    if token.dep == "pobj" and tokens[token.head].text.lower() in ("after", "following", "during", "since"):
        return True
    before = [tokens[k] for k in analysis.children(candidate.token) if k < candidate.token]
    return any(t.dep == "poss" or (t.dep == "det" and t.text.lower() in ("the", "this")) for t in before)


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
    dated = _nearest(analysis, timed(analysis, times), times)
    candidates = dated + untimed(analysis, {c.token for c in dated})
    voices = _Statements(statements)
    wide = stretches(analysis, times)
    found: dict[int, Event] = {}
    for candidate in sorted(candidates):
        time = times[candidate.time] if candidate.time is not None else None
        if candidate.time in wide and analysis.tokens[candidate.token].lemma not in words_of("tense", "moved"):
            time = wide[candidate.time]
        event = _event(analysis, candidate, time, voices, mentions)
        if event is not None and candidate.token not in found:
            found[candidate.token] = event
    return tuple(_without_repeats(analysis, found))


def _nearest(analysis: Analysis, dated: Sequence[Candidate], times: Sequence[Time]) -> list[Candidate]:
    """One candidate a word: its first time, or the narrowest inside it ("at the end of that week, on 7 October").

    Of an event that was moved, the day to which.
    """
    found: dict[int, Candidate] = {}
    for candidate in dated:
        known = found.setdefault(candidate.token, candidate)
        if (
            known.time is not None
            and candidate.time is not None
            and (
                _is_inside(times[candidate.time], times[known.time])
                or is_moved_to(analysis, candidate.token, times[candidate.time])
            )
        ):
            found[candidate.token] = candidate
    return list(found.values())


def _is_inside(one: Time, other: Time) -> bool:
    """Whether a time lies within another, wider one."""
    a, b = one.period, other.period
    if not (a and b and a.first and a.last and b.first and b.last) or a == b:
        return False
    return b.first <= a.first and a.last <= b.last


def _event(
    analysis: Analysis, candidate: Candidate, time: Time | None, voices: _Statements, mentions: Sequence[Mention]
) -> Event | None:
    token = analysis.tokens[candidate.token]
    voice = voices.voice(token.start, token.end)
    status = _status(analysis, candidate, time, voice)
    if _is_empty(analysis, candidate, status, voice is not None):
        return None
    teller = telling_verb(analysis, candidate.token) if candidate.is_noun else None
    if teller is not None and subject_of(analysis, teller) is not None:
        clause, label = event_range(analysis, teller, False), event_label(analysis, teller, False)
    else:
        clause = event_range(analysis, candidate.token, candidate.is_noun)
        label = event_label(analysis, candidate.token, candidate.is_noun)
    if len(re.findall(r"\w+", label)) < (2 if candidate.is_noun else 3):
        return None
    place = place_of(analysis, candidate.token)
    kind = _type(analysis, candidate, place is not None)
    if kind is None:
        return None
    parties = parties_of(analysis, candidate.token, place)
    is_told = status == "planned" or place is not None or parties or token.dep != "pobj"
    if candidate.is_noun and not is_told and _is_by_year(time, token):
        return None
    spans = tuple(analysis.token_span(*r) for r in parties)
    label = _with_name(label, clause[0], mentions)
    identity = make_id("ev", analysis.article.id, token.start, token.end, time.id if time else "")
    return Event(
        identity, analysis.span(token.start, token.end), analysis.span(*clause), label, kind, status, time,
        analysis.token_span(*place) if place else None, spans, _actors(spans, mentions), voice,
        factuality(analysis, candidate.token),
    )  # fmt: skip


def _is_by_year(time: Time | None, token: Token) -> bool:
    """Whether an event noun is only told apart by a year in front of it: "interference in the 2016 election"."""
    return time is not None and len(time.value) == 4 and time.span.end <= token.start


_PRONOUNS = frozenset("he she they his her their".split())


def _with_name(label: str, start: int, mentions: Sequence[Mention]) -> str:
    """The label with a name in brackets for the pronoun that opens it, where the article's mentions say whose it is."""
    pronoun, _, rest = label.partition(" ")
    if pronoun.lower() not in _PRONOUNS:
        return label
    actor = next((m.actor for m in mentions if m.span.start == start and m.form == "pronoun"), None)
    names = [m.span.words for m in mentions if actor is not None and m.actor == actor and m.form == "name"]
    name = max(names, key=lambda n: len(n.split()), default=None)
    if name is None or len(name.split()) > 6:
        return label
    owner = "’s" if pronoun.lower() in ("his", "her", "their") else ""
    return f"[{' '.join(name.split())}{owner}] {rest}"


def _type(analysis: Analysis, candidate: Candidate, has_place: bool) -> str | None:
    """The type of an event by its word; None for "the release comes on the same day", where nobody goes anywhere."""
    token = analysis.tokens[candidate.token]
    nouns, verbs = types()
    if candidate.is_noun:
        return nouns.get(token.lemma.lower(), "other")
    kind = verbs.get(token.lemma.lower(), "other")
    if token.lemma == "go" and _goes_to_the_polls(analysis, candidate.token):
        return "vote"
    if kind == "visit" and not has_place and token.lemma in ("come", "go", "leave", "return"):
        if not is_named(analysis, candidate.token, is_lead=True):
            return None
        return "other" if any(analysis.tokens[k].dep == "prt" for k in analysis.children(candidate.token)) else kind
    return kind


def _goes_to_the_polls(analysis: Analysis, verb: int) -> bool:
    tokens = analysis.tokens
    preps = [k for k in analysis.children(verb) if tokens[k].dep == "prep"]
    return any(tokens[o].lemma == "poll" for k in preps for o in analysis.children(k))


def _is_empty(analysis: Analysis, candidate: Candidate, status: Status, is_told: bool) -> bool:
    """Whether a timeline gains nothing: no subject, a speaker's "we cannot", an announcement without its object."""
    if candidate.is_noun:
        return status == "unknown" and place_of(analysis, candidate.token) is None
    tokens = analysis.tokens
    subject = subject_of(analysis, candidate.token)
    if subject is None or tokens[subject].text.lower() in ("him", "them", "me", "us"):
        return True  # "expected him to run": whether he did, another verb tells
    if is_told and status != "planned" and tokens[subject].text.lower() in ("we", "i", "you"):
        return True
    deps = {tokens[k].dep for k in analysis.children(candidate.token)}
    return types()[1].get(tokens[candidate.token].lemma) == "statement" and "ccomp" in deps and "dobj" not in deps


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
    """Events in text order, without a second word for one of the same sentence and without mere repeats."""
    kept: list[tuple[int, Event]] = []
    mentioned: set[tuple[str, str] | None] = set()
    for i in sorted(found):
        event = found[i]
        sentence = analysis.tokens[i].sentence
        near = [(j, other) for j, other in kept if analysis.tokens[j].sentence == sentence]
        if any(_is_repeat(analysis, i, event, j, other) for j, other in near):
            continue
        mere = (event.label.lower(), event.time.value) if event.time and not event.actors and not event.place else None
        if mere is not None and mere in mentioned:
            continue  # "the 2016 election", said for the fifth time
        mentioned.add(mere)
        kept.append((i, event))
    return [event for _, event in kept]


def _is_repeat(analysis: Analysis, i: int, event: Event, j: int, other: Event) -> bool:
    """Whether two words of one sentence tell one event: same time, or none of its own below the other's word."""
    if event.time is None and other.time is not None:
        return other.type == event.type and j in itertools.islice(analysis.ancestors(i), 2)
    if event.time != other.time:
        return False
    if event.time is None:
        return event.place is not None and event.place == other.place
    return analysis.tokens[i].head == j or analysis.tokens[j].head == i or other.type == event.type
