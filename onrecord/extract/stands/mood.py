"""Whether anybody asserts a clause: questions, demands, hopes, conditions and what is only expected assert nothing."""

from __future__ import annotations

from onrecord.extract.stands.clauses import auxiliaries, child, is_negated, is_verbal, lower, spine, word_sets
from onrecord.extract.syntax.negation import polarity
from onrecord.records import Analysis

_UNASSERTED = frozenset(
    ("if", "whether", "unless", "until", "how", "why", "possibly", "perhaps", "maybe", "probably", "likely")
)


def is_disowned(a: Analysis, i: int) -> bool:
    """Whether a text says that a predicate is not so, or a guess: "denied that he backs it", "is expected to veto it".

    "Did not back" is none of these: it tells a stance, the opposite one.
    """
    said = polarity(a, i)
    return bool(said.denied or said.nearly or said.foreseen)


def is_question(a: Analysis, i: int) -> bool:
    """Whether the sentence of token ``i`` ends with a question mark."""
    first, last, _ = a.sentences[a.tokens[i].sentence]
    return any(token.text.startswith("?") for token in a.tokens[max(first, last - 3) : last])


def _is_short_of(a: Analysis, prep: int) -> bool:
    """Whether a preposition says that something is not done: "instead of", "stopped short of"."""
    token = a.tokens[prep]
    return lower(token) == "of" and prep > 0 and lower(a.tokens[prep - 1]) in ("instead", "short")


def is_demanded(a: Analysis, i: int) -> bool:
    """Whether a predicate stands under "should", "must", "have to": it tells what somebody wants, not what is."""
    while (
        a.tokens[i].dep == "conj"
        and is_verbal(a, i)
        and not auxiliaries(a, i)
        and child(a, i, "nsubj", "nsubjpass") is None
    ):
        i = a.tokens[i].head
    if a.tokens[i].dep == "pobj" and a.tokens[i].pos == "NOUN" and child(a, i, "poss") is not None:
        return False  # "despite their vow to oppose it, the bill could pass"
    for above in spine(a, i):
        if any(aux in ("should", "must", "ought", "could") for aux in auxiliaries(a, above)):
            return True
        if above != i and a.tokens[above].lemma in ("have", "need") and a.tokens[i].pos != "NOUN":
            return True
    return False


def _is_hoped(a: Analysis, i: int) -> bool:
    """Whether a clause with a subject of its own tells what somebody else hopes for: "I hope they will agree", "it is
    time they agree"."""
    token, above = a.tokens[i], a.tokens[a.tokens[i].head]
    if token.dep not in ("ccomp", "relcl", "acl", "advcl") or child(a, i, "nsubj", "nsubjpass") is None:
        return False
    if above.lemma in ("hope", "wish", "pray") and token.dep == "ccomp":
        return True
    return (
        above.lemma == "time" and above.dep == "attr" and "it" in [lower(a.tokens[c]) for c in a.children(above.head)]
    )


def _is_presupposed(a: Analysis, i: int) -> bool:
    """Whether a clause tells of known people what they did, whatever stands above: "if it wins the senators who have
    opposed it"."""
    token = a.tokens[i]
    subject = child(a, i, "nsubj")
    if token.dep != "relcl" or subject is None or lower(a.tokens[subject]) != "who":
        return False
    past = token.tag == "VBD" or (token.tag == "VBN" and "have" in auxiliaries(a, i)) or "has" in auxiliaries(a, i)
    known = a.tokens[token.head].entity == "PERSON" or any(lower(a.tokens[c]) == "the" for c in a.children(token.head))
    return past and known


def is_hypothetical(a: Analysis, i: int) -> bool:
    """Whether nobody asserts the predicate: it stands under if or whether, expected, likely, or in a question."""
    if is_question(a, i):
        return True
    for _ in range(12):
        token = a.tokens[i]
        for c in a.children(i):
            word = lower(a.tokens[c])
            if a.tokens[c].dep in ("mark", "advmod") and word in _UNASSERTED:
                return True
        if any(aux in ("may", "might") for aux in auxiliaries(a, i)):
            return True
        if (token.dep == "pcomp" and lower(a.tokens[token.head]) in ("without", "than")) or _is_short_of(a, token.head):
            return True
        if token.lemma in ("expect", "appear", "seem") and child(a, i, "xcomp") is not None:
            return True
        if token.lemma in word_sets()["uncertain"] and token.pos == "NOUN":
            return True
        if token.lemma in ("likely", "unlikely", "possible", "able", "unclear") and token.pos == "ADJ":
            return True
        if token.head == i or _is_presupposed(a, i):
            return False
        if token.dep in ("acl", "relcl", "ccomp") and a.tokens[token.head].lemma in word_sets()["claims"]:
            return True  # "rejected reports that he refused"
        if _is_hoped(a, i):
            return True
        if token.dep == "ccomp" and a.tokens[token.head].lemma in word_sets()["saying"] and is_negated(a, token.head):
            return True  # "I am not saying that I will"
        i = token.head
    return False
