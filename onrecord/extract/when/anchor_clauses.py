"""The event that a clause names, where a length hangs on it: "two days after he resigned"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.extract.syntax.negation import is_negated
from onrecord.extract.when.clause_words import subject_of
from onrecord.extract.when.event_candidates import event_of
from onrecord.extract.when.status import has_if, words_of
from onrecord.records import Analysis

_REACH = 12  # heads climbed from the clause's first word


def clause_days(
    analysis: Analysis, start: int, dated: Sequence[tuple[int, str]], is_kin: Callable[[str, str], bool]
) -> set[str]:
    """The values of the event whose clause begins at an offset: those that date it there, else elsewhere.

    ``dated`` holds event tokens with the value of their date; ``is_kin(noun, verb)`` says whether a noun names what a
    verb tells. Elsewhere the same word must stand with the same people or things, or the clause must name them by
    pronouns only. Nothing for what was not done, for what somebody only said, and for "be", "have" and the like.
    """
    verb = _verb(analysis, start)
    if verb is None or is_negated(analysis, verb) or has_if(analysis, verb):
        return set()
    word = event_of(analysis, verb)
    if word is None or analysis.tokens[verb].lemma in words_of("reporting"):
        return set()
    here = {value for token, value in dated if token == word}
    if here:
        return here
    lemma = analysis.tokens[word].lemma.lower()
    found: set[str] = set()
    for token, value in dated:
        other = analysis.tokens[token].lemma.lower()
        if other == lemma:
            is_one = analysis.tokens[word].pos != "VERB" or _share(analysis, word, token)
        else:
            is_one = is_kin(other, lemma) or is_kin(lemma, other)
        if is_one:
            found.add(value)
    return found


def _verb(analysis: Analysis, start: int) -> int | None:
    """The verb of the clause that begins at an offset, None where a phrase begins there."""
    tokens = analysis.tokens
    k = analysis.token_at(start)
    if k >= len(tokens):
        return None
    sentence = tokens[k].sentence
    for _ in range(_REACH):
        head = tokens[k].head
        if head == k or tokens[head].sentence != sentence or tokens[head].start < start or _is_above(analysis, k):
            break
        k = head
    return k if tokens[k].pos in ("VERB", "AUX") else None


def _is_above(analysis: Analysis, k: int) -> bool:
    """Whether a verb closes its clause: what is above it is another one ("after he resigned, the king left")."""
    token = analysis.tokens[k]
    return token.pos in ("VERB", "AUX") and token.dep in ("advcl", "pcomp", "ccomp", "ROOT")


def _share(analysis: Analysis, verb: int, other: int) -> bool:
    """Whether two verbs have a subject or object in common, or the first has pronouns only."""
    mine, theirs = _parties(analysis, verb), _parties(analysis, other)
    return not mine or bool(mine & theirs)


def _parties(analysis: Analysis, verb: int) -> set[str]:
    """The heads of a verb's subject and objects in lower case, without pronouns."""
    tokens = analysis.tokens
    subject = subject_of(analysis, verb)
    heads = {k for k in analysis.children(verb) if tokens[k].dep in ("nsubj", "nsubjpass", "dobj")}
    heads |= {subject} if subject is not None else set()
    return {tokens[k].lemma.lower() for k in heads if tokens[k].pos != "PRON"}
