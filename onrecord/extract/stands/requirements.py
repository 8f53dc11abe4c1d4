"""What something requires or depends on: conditions that are the object of a verb, not a clause of their own."""

from __future__ import annotations

from onrecord.extract.stands.clauses import auxiliaries, child, is_negated, lower, noun_phrase, trim
from onrecord.extract.stands.connectives import Conditional, connectives
from onrecord.records import Analysis


def read_required(a: Analysis, i: int) -> Conditional | None:
    """ "Such a move would require a guarantee": what is required, for the move; "need assurances before committing"."""
    needed = child(a, i, "dobj", "xcomp", "ccomp")
    if needed is None or is_negated(a, i):
        return None
    after = _before_verb(a, i)
    subject = child(a, i, "nsubj")
    if after is not None and a.tokens[needed].dep == "dobj":
        first, last = noun_phrase(a, needed)
        return Conditional(first, last, "if", after, i, "need-before")
    if subject is None or a.tokens[i].lemma not in connectives().sets["require"]:
        return None
    if "would" not in auxiliaries(a, i) and "will" not in auxiliaries(a, i):
        return None
    if a.tokens[subject].entity or (a.tokens[subject].tag == "PRP" and lower(a.tokens[subject]) not in ("it", "that")):
        return None
    if needed < subject or not (a.tokens[subject].pos in ("NOUN", "PRON") or a.tokens[subject].tag == "VBG"):
        return None
    first, last = i + 1, a.subtree(needed)[1]
    first, last = trim(a, first, last)
    return Conditional(first, last, "if", subject, i, "require")


def _before_verb(a: Analysis, i: int) -> int | None:
    """The verb after "before" in a clause that needs something first."""
    for c in a.children(i):
        token = a.tokens[c]
        if token.dep == "prep" and lower(token) == "before":
            return child(a, c, "pcomp")
        if token.dep == "advcl" and any(lower(a.tokens[x]) == "before" for x in a.children(c)):
            subject = child(a, c, "nsubj", "nsubjpass")
            return c if subject is None or a.tokens[subject].tag == "PRP" else None  # before somebody else acts: a time
    return None


def read_dependence(a: Analysis, i: int) -> Conditional | None:
    """ "Support depends on a deal": the deal, for the support."""
    subject = child(a, i, "nsubj")
    for c in a.children(i):
        if a.tokens[c].dep == "prep" and lower(a.tokens[c]) in ("on", "upon"):
            inside = child(a, c, "pobj", "pcomp")
            if inside is None or subject is None or a.tokens[inside].dep == "pcomp" or is_negated(a, i):
                return None
            first, last = trim(a, c + 1, a.subtree(inside)[1])
            return Conditional(first, last, "if", subject, i, "depend") if first < last else None
    return None
