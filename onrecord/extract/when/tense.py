"""Whether the clause around some words looks back or ahead: what a bare weekday or month counts towards."""

from __future__ import annotations

import re
from functools import cache

from onrecord.extract.syntax.negation import first_of_bare
from onrecord.extract.when.status import has_if, is_called_off, types, with_particle, words_in, words_of
from onrecord.records import Analysis


@cache
def _awaits() -> re.Pattern[str]:
    """What leads to something awaited: "the call set the stage for a summit in Riyadh on Tuesday"."""
    return re.compile(rf"\b(?P<words>{words_in('awaits')})\s+(?P<gap>(?:[\w’'-]+\s+){{0,7}})$", re.I)


_AWAITS_CHARS = 90
_SCHEDULED = frozenset("meeting vote visit ceremony agreement legal".split())  # types of lexicons/events.toml
_MODALS_AHEAD = frozenset("will shall 'll ’ll wo can may might could should must would ca".split())


def verb_direction(analysis: Analysis, verb: int) -> str:
    """ "past", "future", "present" or "" for a verb token, by its form and its helpers."""
    tokens = analysis.tokens
    verb = first_of_bare(analysis, verb)
    token = tokens[verb]
    helpers = [
        tokens[k] for k in analysis.children(verb) if tokens[k].dep in ("aux", "auxpass") or tokens[k].tag == "MD"
    ]
    words = {h.text.lower() for h in helpers}
    if words & _MODALS_AHEAD:
        return "past" if "have" in words and not words & {"will", "'ll", "’ll"} else "future"
    is_set = token.lemma == "set" and any(tokens[k].text.lower() == "for" for k in analysis.children(verb))
    is_set = is_set or token.lemma in words_of("tense", "setting")
    if is_set and token.tag in ("VBN", "VBD") and "had" not in words:
        return "past" if token.dep == "acl" and _is_over(analysis, token.head) else "future"
    if words & {"had", "has", "have", "did", "'ve", "’ve"} and token.tag != "VB":
        # "has invited leaders to a meeting on Friday": a perfect takes no past day, so the day is the meeting's
        is_perfect = token.tag == "VBN" and words & {"has", "have", "'ve", "’ve"}
        return "future" if is_perfect and token.lemma in words_of("tense", "inviting") else "past"
    if words & {"was", "were"}:
        # "said that he was leaving in February": what was ahead of who spoke
        is_ahead = token.tag == "VBG" and token.dep == "ccomp" and token.lemma in words_of("tense", "timetable")
        return "future" if is_ahead else "past"
    if token.tag == "VBD":
        return "past"
    if token.tag == "VB":
        return _infinitive(analysis, verb, words)
    if words & {"is", "are", "am", "'s", "'re", "’s", "’re"}:
        if token.tag == "VBG" or token.lemma in words_of("tense", "ahead"):
            return "future"
        return "present"
    if token.tag in ("VBZ", "VBP"):
        is_ahead = token.lemma in words_of("tense", "timetable") or token.lemma in words_of("tense", "setting")
        return "future" if is_ahead else "present"
    if token.tag == "VBN" and token.dep in ("acl", "advcl"):
        if _is_over(analysis, token.head):
            return "past"
        return "future" if token.lemma in words_of("tense", "setting") or token.lemma == "expect" else "past"
    return ""


def _is_over(analysis: Analysis, noun: int) -> bool:
    """Whether a verb tells what became of an event: "the attack planned for Sunday was foiled"."""
    tokens = analysis.tokens
    verb = tokens[noun].head
    if tokens[noun].dep not in ("nsubj", "nsubjpass", "dobj") or not with_particle(analysis, verb) & words_of(
        "tense", "over"
    ):
        return False
    return verb_direction(analysis, verb) == "past"


def _infinitive(analysis: Analysis, verb: int, words: set[str]) -> str:
    """An infinitive looks ahead, except below a past verb that has it done ("managed to", "was forced to", "did")."""
    tokens = analysis.tokens
    if words & {"did", "do", "does"} and "to" not in words:
        return "past" if "did" in words else "present"
    head = tokens[verb].head
    if head == verb:
        return "future" if "to" in words else ""
    above = tokens[head]
    if (above.lemma in words_of("tense", "done") and above.tag == "VBD") or is_called_off(analysis, verb):
        return "past"
    if tokens[verb].dep == "advcl" and above.tag != "VB" and verb_direction(analysis, head) == "past":
        return "past"  # "staged a parade to mark the entry on Friday"
    if above.pos == "ADJ" and any(tokens[k].text.lower() == "had" for k in analysis.children(above.head)):
        return "past"  # "it had been due to expire on Friday"
    return "future"


def direction(analysis: Analysis, start: int, end: int) -> str:
    """ "past", "future" or "" for the clause around a character range.

    Climbs from the words to the first finite verb; "until", "ahead of" and "upcoming" on the way look ahead. Misses
    irony of tenses: headlines ("Starmer flies to Paris Monday") count as coming.
    """
    tokens = analysis.tokens
    within = analysis.tokens_in(start, end)
    if not within:
        return ""
    if _is_awaited(analysis, start):
        return "future"
    first = within[0]
    i = _outer(analysis, within)
    before = tokens[first - 1].text.lower() if first and tokens[first - 1].sentence == tokens[first].sentence else ""
    if before == "since":
        return "past"
    if tokens[i].dep in ("poss", "compound", "nmod", "amod") and tokens[i].head not in within:
        return _of_owned(analysis, i)
    return _climbed(analysis, within, i, before)


def _climbed(analysis: Analysis, within: range, i: int, before: str) -> str:
    """The side that the words above token ``i`` look to, up to the first finite verb."""
    tokens = analysis.tokens
    seen_verb, is_nominal = "", False
    for k in (i, *analysis.ancestors(i)):
        token = tokens[k]
        if token.pos in ("NOUN", "PROPN") and _is_upcoming(analysis, k):
            return "future"
        if _leads_ahead(analysis, k, is_direct=k == within[0] - 1):
            return "past" if _is_done_before(analysis, k) else "future"
        if token.pos in ("VERB", "AUX"):
            found = _of_verb(analysis, k, before, is_nominal)
            if found in ("past", "future", "none"):
                return found.removeprefix("none")
            seen_verb = seen_verb or found
            if token.tag in ("VBZ", "VBP"):
                break
        elif token.pos in ("NOUN", "PROPN") and k not in within:
            is_nominal = True
    return "future" if before in ("until", "till", "by") and seen_verb == "present" else ""


def _of_verb(analysis: Analysis, verb: int, before: str, is_nominal: bool) -> str:
    """The side that a verb on the way up gives a date: "none" ends the climb, "" and "present" let it go on.

    ``before`` is the word before the date, ``is_nominal`` says that the date hangs on a noun below the verb.
    """
    found = verb_direction(analysis, verb)
    token = analysis.tokens[verb]
    if found == "past" and before == "for" and token.lemma == "reschedule":
        return "future"
    if found == "past" and before in ("until", "till", "through", "to") and token.lemma in words_of("tense", "moved"):
        return "future"
    if found == "future" and is_nominal and token.tag in ("VB", "VBG") and not _is_finite(analysis, verb):
        if before == "by":
            return "future"  # "to name her deputy by Friday"
        return ""  # "ways to get around Wednesday's ruling"
    if found == "present" and has_if(analysis, verb):
        return "future"  # "if the vote on Friday fails"
    if found == "past" and is_nominal:
        return "none"  # "sought gains in the House in November": the verb's time is not the noun's
    return found


def _is_awaited(analysis: Analysis, start: int) -> bool:
    """Whether the words before a date lead to something awaited: "ahead of", "precedes a meeting on"."""
    tokens = analysis.tokens
    k = analysis.token_at(start)
    if k >= len(tokens):
        return False
    begin = max(tokens[analysis.sentences[tokens[k].sentence].first].start, start - _AWAITS_CHARS)
    match = _awaits().search(analysis.text, begin, start)
    if match is None:
        return False
    gap = analysis.tokens_in(match.start("gap"), start) if match["gap"] else range(k, k)
    if any(tokens[i].pos in ("VERB", "AUX", "PRON") for i in gap if i < k):
        return False
    follows = tokens[k + 2].lemma.lower() if k + 2 < len(tokens) and tokens[k + 1].tag == "POS" else ""
    nouns = [tokens[i].lemma.lower() for i in gap if i < k] + [follows]
    if match["words"].lower().startswith(("before", "fac")):
        return any(types()[0].get(noun) in _SCHEDULED for noun in nouns)
    return bool(match["gap"].strip()) or bool(follows)


def _leads_ahead(analysis: Analysis, i: int, is_direct: bool) -> bool:
    """Whether a word on the way up says that what hangs on it comes: "ahead of talks on Tuesday", "payable 2 May"."""
    token = analysis.tokens[i]
    if not is_direct and token.dep in ("prep", "advmod", "mark") and token.text.lower() in words_of("tense", "words"):
        return True
    return token.lemma in ("due", "effective", "payable") and token.pos in ("ADJ", "ADP")


def _is_done_before(analysis: Analysis, i: int) -> bool:
    """Whether "before" leads to what was done after all: "raised its stake before selling it in early May"."""
    tokens = analysis.tokens
    if tokens[i].text.lower() != "before" or verb_direction(analysis, tokens[i].head) != "past":
        return False
    return tokens[i].dep == "prep" and any(tokens[k].dep == "pcomp" for k in analysis.children(i))


def _is_upcoming(analysis: Analysis, noun: int) -> bool:
    """Whether a noun is called upcoming, planned or the like; "the next day" of a tale is not to come."""
    if analysis.tokens[noun].lemma in words_of("tense", "units"):
        return False
    children = (analysis.tokens[k] for k in analysis.children(noun))
    return any(c.dep == "amod" and c.text.lower() in words_of("tense", "adjectives") for c in children)


def _of_owned(analysis: Analysis, owner: int) -> str:
    """ "Wednesday's ruling", "a June deal": no verb says when, but for what can still be called off or attended."""
    tokens = analysis.tokens
    if _is_upcoming(analysis, tokens[owner].head):
        return "future"
    for k in analysis.ancestors(owner):
        if tokens[k].pos in ("VERB", "AUX"):
            is_awaited = tokens[k].lemma in words_of("tense", "awaited")
            noun = tokens[tokens[owner].head]
            if (
                noun.dep == "nsubj"
                and noun.head == k
                and types()[0].get(noun.lemma.lower()) in ("vote", "meeting", "visit")
            ):
                is_awaited = True  # "Wednesday's vote will be close"
            return "future" if is_awaited and verb_direction(analysis, k) == "future" else ""
    return ""


def _is_finite(analysis: Analysis, verb: int) -> bool:
    """Whether a verb has a modal or finite helper of its own."""
    return any(analysis.tokens[k].tag in ("MD", "VBZ", "VBP", "VBD") for k in analysis.children(verb)
               if analysis.tokens[k].dep in ("aux", "auxpass"))  # fmt: skip


def _outer(analysis: Analysis, within: range) -> int:
    """The token of a range whose head lies outside it."""
    for k in within:
        head = analysis.tokens[k].head
        if head not in within or head == k:
            return k
    return within[0]
