"""What modal verbs say about a stance: demands ("should", "must") and commitments ("will")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.extract.stands.clauses import (
    auxiliaries,
    child,
    has_to,
    is_indirect_question,
    is_negated,
    is_verbal,
    lower,
    subjects,
    word_sets,
)
from onrecord.extract.stands.stance import is_turned
from onrecord.records import Analysis, Stance

_DEMAND = frozenset(("should", "must", "ought", "need", "have", "has"))
_VOLITION = frozenset(("will", "would", "’ll", "'ll", "wo", "shall", "’d", "'d", "ca", "can"))
WORDS = _DEMAND | _VOLITION | {"going", "needs"}
_FIRST = frozenset(("i", "we"))


@dataclass(frozen=True, slots=True)
class Modal:
    """``verb`` heads what should or will be done; ``noun`` what there must be. ``whole``: the subject belongs to it."""

    verb: int
    kind: Literal["demand", "volition"]
    stance: Stance
    score: float
    rule: str
    whole: bool = False
    noun: int | None = None
    needs_condition: bool = False

    def subjects(self, a: Analysis) -> tuple[int, ...]:
        return subjects(a, self.verb)


def is_modal(a: Analysis, i: int) -> bool:
    """Whether token ``i`` is used as a modal: an auxiliary, "have to" or "need to"."""
    token = a.tokens[i]
    word = token.text.lower()
    if word == "going":
        below = child(a, i, "xcomp")
        return token.tag == "VBG" and below is not None and has_to(a, below)
    if word in ("have", "has", "need", "needs"):
        below = child(a, i, "xcomp")
        return (
            token.dep != "relcl"
            and below is not None
            and below > i
            and "to" in [lower(a.tokens[c]) for c in a.children(below)]
        )
    return token.tag == "MD" and word in WORDS


def is_order(a: Analysis, i: int) -> bool:
    """Whether a verb stands in its base form without subject, auxiliary or "to": nobody is said to do it."""
    token = a.tokens[i]
    if token.tag != "VB" or token.dep not in ("ROOT", "ccomp", "advcl", "parataxis", "dep"):
        return False
    deps = {a.tokens[c].dep for c in a.children(i)}
    return not deps & {"nsubj", "nsubjpass", "aux", "auxpass", "mark", "expl"}


def is_imperative(a: Analysis, i: int) -> bool:
    """Whether a verb opens its sentence or quotation without a subject: "Cancel the meeting"."""
    token = a.tokens[i]
    if token.lemma in word_sets()["no_order"] or not is_order(a, i):
        return False
    first = a.sentences[token.sentence].first
    return all(t.pos in ("PUNCT", "INTJ", "CCONJ", "ADV") for t in a.tokens[first:i])


def is_volition(a: Analysis, i: int) -> bool:
    """Whether a verb stands under "will", "shall" or "going to"."""
    if a.tokens[i].dep == "xcomp" and lower(a.tokens[a.tokens[i].head]) == "going":
        return True
    return any(x in ("will", "’ll", "'ll", "wo", "shall") for x in auxiliaries(a, i))


def is_state(a: Analysis, i: int) -> bool:
    """Whether a clause tells a state or a passive, so that only with its subject it says what should be."""
    return a.tokens[i].lemma == "be" or child(a, i, "auxpass", "nsubjpass") is not None


def read_modal(a: Analysis, i: int) -> Modal | None:
    """What the modal at token ``i`` demands or promises, None where it only predicts or supposes."""
    token = a.tokens[i]
    word = token.text.lower()
    if is_imperative(a, i):
        return Modal(i, "demand", "against" if is_negated(a, i) else "for", 0.7, "imperative")
    if word == "going":
        verb = child(a, i, "xcomp")
        past = child(a, i, "nsubj") is not None and _is_first(a, i) and "was" in auxiliaries(a, i)
        return _volition(a, verb, word) if verb is not None and not past else None
    if word in ("have", "has", "need", "needs"):
        verb = child(a, i, "xcomp")
        return _demand(a, i, verb, is_turned(a, i)) if verb is not None else None
    verb = token.head
    if verb == i or token.dep != "aux" or not is_verbal(a, verb):
        return None
    if word in ("should", "must", "ought"):
        return _demand(a, i, verb, is_turned(a, verb))
    if word in ("ca", "can"):
        return _cannot(a, verb)
    return _volition(a, verb, word)


def _demand(a: Analysis, i: int, verb: int, negated: bool) -> Modal | None:
    token, modal = a.tokens[verb], a.tokens[i]
    if _only_talks(a, i, verb) or (negated and modal.lemma in ("have", "need")):
        return None
    stance: Stance = "against" if negated else "for"
    existential = child(a, verb, "expl")
    if existential is None and modal.lemma == "need":
        existential = child(a, i, "expl")
    if token.lemma == "be" and existential is not None:
        noun = child(a, verb, "attr", "dobj")
        return Modal(verb, "demand", stance, 0.75, "must be", True, noun) if noun is not None else None
    if token.lemma == "be" and child(a, verb, "acomp", "attr") is not None and not _is_open(a, verb):
        return None
    if _is_a_thing_that(a, verb) and not is_state(a, verb):
        return None
    return Modal(verb, "demand", stance, 0.7, modal.lemma, is_state(a, verb))


def _is_a_thing_that(a: Analysis, verb: int) -> bool:
    """Whether a relative clause says what a thing should do, which is no demand: "a date that should allow time"."""
    subject = child(a, verb, "nsubj")
    if a.tokens[verb].dep != "relcl" or subject is None or lower(a.tokens[subject]) not in ("that", "which"):
        return False
    noun = a.tokens[a.tokens[verb].head]
    return noun.pos == "NOUN" and noun.lemma.lower() not in word_sets()["people"]


def _only_talks(a: Analysis, i: int, verb: int) -> bool:
    """Whether a modal asks for nothing: of the past, "should have", or of mere thought and talk, "I should note"."""
    if "have" in auxiliaries(a, verb) or a.tokens[verb].lemma in word_sets()["no_demand"]:
        return True
    subject = child(a, i if a.tokens[i].dep != "aux" else verb, "nsubj", "nsubjpass")
    if subject is not None and lower(a.tokens[subject]) in _FIRST and a.tokens[verb].lemma in word_sets()["speech"]:
        return True
    return any(is_indirect_question(a, c) for c in a.children(verb) if a.tokens[c].dep == "ccomp")


def _is_open(a: Analysis, verb: int) -> bool:
    """Whether "be" and its complement tell what somebody can do or decide, not what a thing is like."""
    return _is_able(a, verb) or _is_left_to(a, verb)


def _is_able(a: Analysis, verb: int) -> bool:
    below = child(a, verb, "acomp")
    return below is not None and a.tokens[below].lemma in ("able", "free", "ready", "willing", "allowed", "held")


def _is_left_to(a: Analysis, verb: int) -> bool:
    """Whether what should be is that somebody else decides: "something for voters to decide"."""
    noun = child(a, verb, "attr")
    below = child(a, noun, "relcl", "acl") if noun is not None else None
    return below is not None and has_to(a, below) and a.tokens[below].lemma in word_sets()["deciding"]


def _cannot(a: Analysis, verb: int) -> Modal | None:
    """ "cannot allow", "there can be no talks without"."""
    if not is_negated(a, verb):
        return None
    token = a.tokens[verb]
    if token.lemma == "be" and child(a, verb, "expl") is not None:
        noun = child(a, verb, "attr")
        return Modal(verb, "demand", "against", 0.7, "can be no", True, noun) if noun is not None else None
    subject = child(a, verb, "nsubj")
    if token.lemma in word_sets()["tolerate"] and subject is not None:
        return Modal(verb, "demand", "against", 0.7, "cannot")
    if subject is not None and lower(a.tokens[subject]) in _FIRST:
        return Modal(verb, "volition", "against", 0.6, "cannot", needs_condition=True)
    return None


def _volition(a: Analysis, verb: int, word: str) -> Modal | None:
    """What somebody binds itself to; a direct "I would" only on a condition."""
    token, sets = a.tokens[verb], word_sets()
    made = child(a, verb, "dobj") if token.lemma == "make" else None
    if made is not None and a.tokens[made].lemma in ("decision", "choice", "determination", "announcement"):
        return None  # "I will make a decision" takes none
    if token.lemma in sets["stative"] or token.lemma in sets["speech"] or "have" in auxiliaries(a, verb):
        return None
    stance: Stance = "against" if is_turned(a, verb) else "for"
    would = word in ("would", "’d", "'d")
    return Modal(
        verb,
        "volition",
        stance,
        0.65 if would else 0.7,
        "would" if would else "will",
        needs_condition=would and _is_first(a, verb),
    )


def _is_first(a: Analysis, verb: int) -> bool:
    """Whether "I" or "we" is the subject."""
    subject = child(a, verb, "nsubj")
    return subject is not None and lower(a.tokens[subject]) in _FIRST
