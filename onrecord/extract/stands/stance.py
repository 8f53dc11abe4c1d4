"""Stance expressions over syntax: which words of a sentence take a stance, on what, and what negation makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.extract.stands.clauses import (
    asks_how,
    auxiliaries,
    child,
    clause_head,
    has_to,
    is_indirect_question,
    is_negated,
    is_negative_noun,
    is_purpose,
    is_somebody,
    is_verbal,
    lower,
    word_sets,
)
from onrecord.extract.stands.patterns import Pattern, Slot, lemma_of, stance_lexicon
from onrecord.records import Analysis, Stance


@dataclass(frozen=True, slots=True)
class Hit:
    """A stance expression in the text: ``trigger`` its token, ``slot`` the head of the target (None without one).

    ``asked`` is the head of whoever is asked to act. ``passive``: the target is the subject. ``through``: tokens
    between the two that only lead on ("prepared to consider committing"). ``plain``: the stance without its negations.
    """

    trigger: int
    slot: int | None
    stance: Stance
    commitment: bool
    compose: bool
    score: float
    rule: str
    kind: Slot = "np"
    passive: bool = False
    asked: int | None = None
    agent: int | None = None
    words: tuple[int, ...] = ()
    through: tuple[int, ...] = ()
    plain: Stance | None = None


_POS = {"v": ("VERB", "AUX"), "a": ("ADJ", "VERB", "NOUN"), "n": ("NOUN", "PROPN")}


def find_stances(a: Analysis, i: int) -> list[Hit]:
    """The stance expressions triggered by token ``i``: at most one, the pattern with most words that fits."""
    token = a.tokens[i]
    lemma = lemma_of(token)
    some = stance_lexicon()
    agent = some.agents.get(token.lemma) if token.pos in ("NOUN", "PROPN") else None
    if agent is not None:
        return _agent_noun(a, i, *agent)
    for pattern in some.patterns.get(lemma, ()):
        if token.pos in _POS[pattern.pos] and (hit := _match(a, i, pattern)) is not None:
            return [hit]
    return []


def _agent_noun(a: Analysis, i: int, stance: str, preposition: str) -> list[Hit]:
    for c in a.children(i):
        if a.tokens[c].dep == "prep" and lower(a.tokens[c]) == preposition:
            target = child(a, c, "pobj", "pcomp")
            if target is not None and (a.tokens[i].lemma != "critic" or is_measure(a, target)):
                sign: Stance = "for" if stance == "for" else "against"
                return [Hit(i, target, sign, False, True, 0.7, f"agent {a.tokens[i].lemma}", agent=i)]
    return []


def _match(a: Analysis, i: int, p: Pattern) -> Hit | None:
    token = a.tokens[i]
    if p.pos == "a" and not _is_predicative(a, i):
        return None
    if p.would and not any(lower(a.tokens[c]) in ("would", "’d", "'d") for c in a.children(i)):
        return None
    if p.lemma == "be" and token.tag == "VBG":
        return None
    words = _fixed_words(a, i, p)
    if words is None:
        return None
    if p.pos == "v" and any(a.tokens[c].dep == "prt" and c not in words for c in a.children(i)):
        return None  # "backing off", "called out"
    if p.pos == "v" and any(
        lower(a.tokens[c]) in ("forward", "back", "away") and c not in words for c in a.children(i)
    ):
        return None  # "look forward to"
    anchor = words[-1] if words else i
    asked = _asked(a, i, i if p.object_first else anchor) if p.asked else None
    if p.asked and (asked is None or (p.lemma == "need" and not is_somebody(a, asked))):
        return None  # "need a court order to" needs the order
    passive, slot = _slot(a, i, anchor, p, asked)
    if p.slot and slot is None:
        return None
    if slot is not None and ((p.measure and not is_measure(a, slot)) or a.tokens[slot].lemma in word_sets()["claims"]):
        return None
    if p.stance == "undecided" and p.slot == "np" and token.tag == "VBD":
        return None  # "considered a run before opting against it": what was weighed once
    if slot is not None and p.gerund and a.tokens[slot].tag != "VBG":
        return None
    if p.object_first and p.gerund and not _is_blame(a, asked, slot):
        return None
    stance = _stance(a, i, p, slot)
    if not stance:
        return None
    return Hit(i, slot, stance, p.commitment and stance != "undecided", p.compose, p.score, p.text, p.slot, passive,
               asked, words=words, plain=p.stance or stance)  # fmt: skip


def _is_blame(a: Analysis, whom: int | None, slot: int | None) -> bool:
    """Whether somebody is blamed for an act, not for a state, for talk or for a stance that the act itself takes."""
    if whom is None or slot is None or not is_somebody(a, whom):
        return False
    idle = word_sets()["stative"] | word_sets()["speech"]
    return a.tokens[slot].lemma not in idle and not find_stances(a, slot)


def _stance(a: Analysis, i: int, p: Pattern, slot: int | None) -> Stance | Literal[""]:
    """The stance that negations leave of a pattern's, "" where none can be told."""
    turned = is_turned(a, i) if p.pos != "n" else _is_turned_noun(a, i)
    if slot is not None and slot != i and p.slot != "whether" and is_verbal(a, slot) and is_negated(a, slot):
        turned = not turned
    return p.negated if turned else p.stance


def _is_turned_noun(a: Analysis, i: int) -> bool:
    """Whether a noun's stance is negated: "no support for", "did not express support for"."""
    token = a.tokens[i]
    if is_negative_noun(a, i):
        return True
    return token.dep == "dobj" and is_verbal(a, token.head) and is_negated(a, token.head)


def is_turned(a: Analysis, i: int) -> bool:
    """Whether the predication is negated: itself, its be-verb, or "does not want/plan/seem to"."""
    turned = is_negated(a, i)
    head = clause_head(a, i)
    if head != i:
        turned ^= is_negated(a, head)
    for _ in range(4):
        token = a.tokens[head]
        above = a.tokens[token.head]
        some = stance_lexicon()
        raised = token.dep == "xcomp" and above.lemma not in some.patterns
        raised |= token.dep == "ccomp" and above.lemma in word_sets()["thought"]
        if (
            token.dep in ("acl", "relcl", "advcl")
            and above.lemma in word_sets()["no_reason"]
            and is_negative_noun(a, token.head)
        ):
            return not turned
        if token.head == head or not raised or not is_verbal(a, token.head):
            break
        head = token.head
        turned ^= is_negated(a, head)
    return turned


def _is_predicative(a: Analysis, i: int) -> bool:
    """Whether an adjective or participle says something of a subject: after be, or loose after a noun."""
    token = a.tokens[i]
    if token.dep in ("acomp", "attr", "oprd", "conj", "xcomp", "acl", "amod"):
        return token.dep != "amod" or any(c > i for c in a.children(i))
    return (
        token.tag == "VBN"
        or any(a.tokens[c].dep in ("auxpass", "aux") for c in a.children(i))
        or token.dep in ("ROOT", "advcl", "ccomp")
    )


def _fixed_words(a: Analysis, i: int, p: Pattern) -> tuple[int, ...] | None:
    """Tokens of the pattern's own words, None where one is missing. They hang on the trigger or on each other."""
    found: list[int] = []
    last = a.sentences[a.tokens[i].sentence].last
    near = i
    reach = 3 if p.lemma == "be" else 9
    for word in p.words:
        for j in range(near + 1, min(near + reach, last)):
            token = a.tokens[j]
            if token.lemma != word and lower(token) != word:
                continue
            beside = j == i + 1 and p.pos == "n"  # the parser hangs "opposition to" on the verb before it
            if (
                token.head == i
                or beside
                or _is_beside_predicate(a, i, j, p)
                or token.head in found
                or (token.head > j and a.tokens[token.head].head in (i, *found))
            ):
                found.append(j)
                near = j
                break
        else:
            return None
    return tuple(found)


def _is_beside_predicate(a: Analysis, i: int, j: int, p: Pattern) -> bool:
    """Whether a preposition hangs on the verb that says the noun or adjective: "voiced support last week for it"."""
    token, verb = a.tokens[j], a.tokens[i].head
    if token.dep != "prep" or token.head != verb or not is_verbal(a, verb):
        return False
    target = child(a, j, "pobj", "pcomp")
    if target is None or a.tokens[target].entity in ("DATE", "TIME"):
        return False
    if p.pos == "a":
        return a.tokens[i].dep == "acomp" and a.tokens[verb].lemma == "be"
    return p.pos == "n" and a.tokens[i].dep == "dobj" and a.tokens[verb].lemma in word_sets()["light"]


def _asked(a: Analysis, i: int, anchor: int) -> int | None:
    """The head of whoever is asked: the object, the preposition's object, or the infinitive's own subject."""
    if anchor != i:
        person = child(a, anchor, "pobj")
        if person is not None:
            return person
        clause = a.tokens[anchor].head if a.tokens[anchor].dep == "mark" else None
        return child(a, clause, "nsubj", "nsubjpass") if clause is not None else None
    for c in a.children(i):
        if a.tokens[c].dep in ("ccomp", "xcomp") and has_to(a, c):
            inside = child(a, c, "nsubj", "nsubjpass")
            if inside is not None:
                return inside
    return child(a, i, "dobj", "dative", "nsubjpass")


def _slot(a: Analysis, i: int, anchor: int, p: Pattern, asked: int | None) -> tuple[bool, int | None]:
    if p.slot == "inf":
        return False, _infinitive(a, i, anchor, p, asked)
    if p.slot == "that":
        return False, _that_clause(a, i, p)
    if p.slot == "whether":
        return False, _whether_clause(a, anchor if p.words else i, i)
    if p.slot == "np":
        return _object(a, i, anchor, p, asked)
    return False, None


def _infinitive(a: Analysis, i: int, anchor: int, p: Pattern, asked: int | None) -> int | None:
    clause_deps = ("xcomp", "ccomp", "advcl", "acl", "relcl", "prep", "pcomp")
    beside = tuple(c for c in a.children(a.tokens[i].head) if c == i + 1) if p.pos == "n" else ()
    for holder in dict.fromkeys((i, anchor, asked if asked is not None else i)):
        for c in (*a.children(holder), *beside):
            token = a.tokens[c]
            if c <= holder or token.dep not in clause_deps:
                continue
            if is_verbal(a, c) and has_to(a, c):
                if is_indirect_question(a, c) or (not p.asked and is_purpose(a, holder, c, token.dep == "advcl")):
                    continue
                own = child(a, c, "nsubj", "nsubjpass")
                if own is None or p.asked:
                    return c
            elif token.dep == "prep" and lower(token) == "to" and (p.pos == "a" or p.lemma in word_sets()["to_what"]):
                return child(a, c, "pobj", "pcomp")
    if p.asked and a.tokens[anchor].dep == "mark":
        return a.tokens[anchor].head
    above = a.tokens[i].head
    if p.pos == "a" or p.lemma in word_sets()["to_what"]:
        for c in a.children(above):
            if c > i and lower(a.tokens[c]) == "to" and _is_beside_predicate(a, i, c, p):
                return child(a, c, "pobj", "pcomp")
    if p.pos == "n" and a.tokens[i].dep == "nsubj" and a.tokens[above].lemma == "be":
        return next((c for c in a.children(above) if c > above and is_verbal(a, c) and has_to(a, c)), None)
    return None


def _that_clause(a: Analysis, i: int, p: Pattern) -> int | None:
    for c in a.children(i):
        if (
            c > i
            and a.tokens[c].dep in ("ccomp", "acl", "relcl", "appos")
            and child(a, c, *("nsubj", "nsubjpass", "expl")) is not None
        ):
            if has_to(a, c) or is_indirect_question(a, c) or asks_how(a, c):
                continue
            return c
    return None


def _whether_clause(a: Analysis, *holders: int) -> int | None:
    for holder in dict.fromkeys(holders):
        for c in a.children(holder):
            if c > holder and is_verbal(a, c):
                if any(lower(a.tokens[x]) in ("whether", "if") for x in a.children(c)) and _is_choice(a, c):
                    return c
            if c > holder and a.tokens[c].dep == "prep" and (inside := child(a, c, "pcomp")) is not None:
                if any(lower(a.tokens[x]) in ("whether", "if") for x in a.children(inside)) and _is_choice(a, inside):
                    return inside
    return None


def _is_choice(a: Analysis, i: int) -> bool:
    """Whether an indirect question is about something to be decided, not about a fact."""
    if has_to(a, i) or any(x in ("will", "would", "should", "’d", "'d", "’ll", "'ll") for x in auxiliaries(a, i)):
        return True
    return any(hit.compose for hit in find_stances(a, i))


def _object(a: Analysis, i: int, anchor: int, p: Pattern, asked: int | None) -> tuple[bool, int | None]:
    """(is passive, head of the target): object, preposition's object, gerund, subject of a passive, relative's noun."""
    token = a.tokens[i]
    if p.pos == "v" and not p.asked and (patient := _patient(a, i)) is not None:
        return True, patient
    if anchor != i:
        if any(a.tokens[c].dep == "oprd" and i < c < anchor for c in a.children(i)):
            return False, None  # "what critics call amnesty for immigrants"
        target = child(a, anchor, "pobj", "pcomp")
        if target is not None and lower(a.tokens[target]) in ("which", "that", "whom") and token.dep == "relcl":
            return False, token.head
        if target is not None:
            return False, _asked_of(a, i, anchor, target)
        if a.tokens[anchor].dep == "mark":
            return False, a.tokens[anchor].head
        if a.tokens[anchor].tag == "IN" and a.tokens[anchor].dep == "prep":
            return False, _relative(a, i)
    for c in a.children(i):
        other = a.tokens[c]
        if other.dep == "dobj" and c not in (asked,):
            if lower(other) in ("which", "that", "whom") and token.dep == "relcl":
                return False, token.head
            if c > i and other.lemma not in p.words:
                return False, c
        close = other.dep in ("xcomp", "ccomp", "pcomp", "dobj") or (other.dep == "advcl" and c == anchor + 1)
        if c > i and other.tag == "VBG" and close and not p.measure:
            return False, c  # "ruled out sending": the parser may take it for a circumstance
    if p.asked:
        return False, next((c for c in a.children(i) if a.tokens[c].dep in ("ccomp", "xcomp") and c > i), None)
    return False, _relative(a, i) if p.pos == "v" else None


def _asked_of(a: Analysis, i: int, anchor: int, target: int) -> int:
    """What somebody is asked to do, "calls for Congress to act", else the target itself."""
    token = a.tokens[target]
    if lower(a.tokens[anchor]) == "for" and (
        token.entity in ("PERSON", "ORG", "GPE", "NORP") or token.lemma in word_sets()["people"]
    ):
        for c in (*a.children(target), *a.children(anchor), *a.children(i)):
            if c > target and is_verbal(a, c) and has_to(a, c):
                return c
    return target


def _patient(a: Analysis, i: int) -> int | None:
    """What a passive is about."""
    token = a.tokens[i]
    if token.tag not in ("VBN", "VBD"):
        return None
    subject = child(a, i, "nsubjpass")
    if subject is not None:
        verb = a.tokens[i]
        return verb.head if lower(a.tokens[subject]) in ("which", "that", "who") and verb.dep == "relcl" else subject
    if token.dep == "acl" and child(a, i, "dobj", "xcomp", "ccomp") is None:
        return token.head
    if token.dep in ("conj", "xcomp") and child(a, i, "auxpass") is not None:
        return child(a, token.head, "nsubjpass")
    return None


def _relative(a: Analysis, i: int) -> int | None:
    """The noun of a relative clause that lacks its object: "the plan Republicans oppose"."""
    token = a.tokens[i]
    if token.dep != "relcl" or is_verbal(a, token.head):
        return None
    subject = child(a, i, "nsubj")
    if subject is None or lower(a.tokens[subject]) in ("who", "which", "that"):
        return None
    return token.head


def is_measure(a: Analysis, slot: int) -> bool:
    token = a.tokens[slot]
    return token.tag == "VBG" or token.lemma.lower() in word_sets()["measure"]
