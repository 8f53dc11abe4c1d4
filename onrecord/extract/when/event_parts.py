"""Where an event takes place and who takes part: read from the words that hang on its word."""

from __future__ import annotations

import bisect

from onrecord.extract.syntax.negation import is_negated
from onrecord.extract.when.status import with_particle, words_of
from onrecord.records import Analysis, Range, Time

ACTORS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_AT = frozenset("in at near outside inside across around".split())
_TO = frozenset("to into".split())
_JOINING = frozenset("with between by against among of".split())
MEASURES = frozenset("hour day week round series number minute set".split())
_RELATIVE = frozenset("who which that whom".split())


def place_of(analysis: Analysis, i: int) -> Range | None:
    """Token range of the place that a preposition ties to an event's word; "to" only after words of motion."""
    tokens = analysis.tokens
    governor = _governor(analysis, i)
    heads = [i] if governor is None else [i, governor]
    for head in heads:
        for prep in _preps(analysis, head):
            word = tokens[prep].text.lower()
            if word not in _AT and not (word in _TO and tokens[head].lemma in words_of("motion")):
                continue
            for k in analysis.children(prep):
                if tokens[k].dep == "pobj" and tokens[k].entity in _PLACES:
                    return _name_range(analysis, k)
        for k in analysis.children(head):
            if tokens[k].entity in _PLACES and _is_direct_place(analysis, k):
                return _name_range(analysis, k)
    return None


def _is_direct_place(analysis: Analysis, i: int) -> bool:
    """Whether a name is the place without a preposition: "visited Kyiv", "the Paris summit"."""
    token = analysis.tokens[i]
    above = analysis.tokens[token.head].lemma
    if token.dep == "dobj":
        return above in ("visit", "leave", "tour", "invade", "bomb", "shell")
    return token.dep == "compound" and above in ("summit", "meeting", "conference", "talk", "talks")


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


def telling_verb(analysis: Analysis, i: int) -> int | None:
    """The verb that tells of an event noun: "leaders attended the summit", "ended three hours of talks"."""
    tokens = analysis.tokens
    of = tokens[i].head
    if tokens[i].dep == "pobj" and tokens[of].text.lower() == "of" and tokens[tokens[of].head].lemma in MEASURES:
        i = tokens[of].head
    verb = tokens[i].head
    if tokens[i].dep not in ("dobj", "nsubjpass", "attr") or tokens[verb].pos not in ("VERB", "AUX"):
        return None
    return verb if tokens[verb].lemma in words_of("attending") else None


def _governor(analysis: Analysis, i: int) -> int | None:
    """The verb whose parties are an event noun's too: "leaders attended the summit", "flies to Paris for talks"."""
    tokens = analysis.tokens
    token = tokens[i]
    if (verb := telling_verb(analysis, i)) is not None:
        return verb
    if token.dep == "pobj" and tokens[token.head].text.lower() in ("for", "at", "in", "to", "on"):
        verb = tokens[token.head].head
    else:
        return None
    return verb if tokens[verb].pos in ("VERB", "AUX") and tokens[verb].lemma in words_of("attending") else None


def parties_of(analysis: Analysis, i: int, place: Range | None) -> list[Range]:
    """Token ranges of who takes part: subject, object, agent, and who is joined by with, between, from or to."""
    tokens = analysis.tokens
    governor = _governor(analysis, i) if tokens[i].pos != "VERB" else None
    heads = [i] if governor is None else [i, governor]
    found: list[int] = []
    for head in heads:
        for k in analysis.children(head):
            dep = tokens[k].dep
            if dep in ("nsubj", "nsubjpass", "dobj", "poss", "iobj", "dative"):
                found.append(antecedent(analysis, k))
            elif dep == "agent" or (dep == "prep" and tokens[k].text.lower() in _JOINING):
                found += [o for o in analysis.children(k) if tokens[o].dep == "pobj"]
    verb = governor if governor is not None else i if tokens[i].pos == "VERB" else None
    if verb is not None and not any(tokens[k].dep in ("nsubj", "nsubjpass") for k in analysis.children(verb)):
        found += outer_subject(analysis, verb)
    found += [c for k in found for c in _conjuncts(analysis, k)]
    ranges = [_party_range(analysis, k) for k in found if is_party(analysis, k) and k != i]
    ranges = [r for r in ranges if place is None or r != place]
    return sorted(set(ranges))


def _party_range(analysis: Analysis, i: int) -> Range:
    """Token range of a party: its name, or a plain noun with what stands before it."""
    if analysis.tokens[i].entity or analysis.tokens[i].tag == "PRP":
        return _name_range(analysis, i)
    first = min((analysis.subtree(k)[0] for k in analysis.children(i) if k < i), default=i)
    return (first, i + 1) if i - first < 8 else (i, i + 1)


def _conjuncts(analysis: Analysis, i: int) -> list[int]:
    """The words coordinated with a word, and with those, in the order found."""
    found, queue = [], [i]
    while queue:
        k = queue.pop(0)
        joined = [c for c in analysis.children(k) if analysis.tokens[c].dep == "conj"]
        found += joined
        queue += joined
    return found


def outer_subject(analysis: Analysis, i: int) -> list[int]:
    """The subject that an infinitive, a participle or a coordinated verb borrows."""
    tokens = analysis.tokens
    for _ in range(6):
        token = tokens[i]
        is_borrowing = token.head != i and token.dep in ("xcomp", "conj", "advcl", "acl", "acomp")
        if not is_borrowing or tokens[token.head].pos not in ("VERB", "AUX", "ADJ"):
            return []
        i = token.head
        for k in analysis.children(i):
            if tokens[k].dep in ("nsubj", "nsubjpass"):
                return [antecedent(analysis, k)]
    return []


def antecedent(analysis: Analysis, i: int) -> int:
    """The noun that a relative pronoun stands for, the token itself otherwise."""
    verb = analysis.tokens[i].head
    if analysis.tokens[i].text.lower() in _RELATIVE and analysis.tokens[verb].dep == "relcl":
        return analysis.tokens[verb].head
    return i


def is_party(analysis: Analysis, i: int) -> bool:
    """Whether a word can name somebody: a name, a pronoun for people, or a plain noun (leaders, ministers)."""
    token = analysis.tokens[i]
    if token.tag == "PRP":
        return token.text.lower() in ("he", "she", "they", "we", "i", "him", "her", "them", "us")
    return token.entity in ACTORS or (token.pos in ("NOUN", "PROPN") and token.lemma.lower() in words_of("people"))


def is_moved_to(analysis: Analysis, noun: int, time: Time) -> bool:
    """Whether a time is the new one of an event: "postponed the election from Sunday to 6 April"."""
    tokens = analysis.tokens
    first = analysis.token_at(time.span.start)
    verb = tokens[noun].head
    if tokens[noun].dep not in ("dobj", "nsubjpass") or not with_particle(analysis, verb) & words_of("moved"):
        return False
    is_led = first > 0 and tokens[first - 1].text.lower() in ("to", "until", "till", "for")
    return is_led and verb in analysis.ancestors(first) and not is_negated(analysis, verb)
