"""What the syntax of one clause says: its subject, its negation, its mood, and how far its words reach."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from onrecord.records import Analysis, Token

_TEMPORAL = frozenset(
    ("before", "after", "since", "until", "till", "during", "following", "amid", "despite", "ahead", "because")
)
_LOOSE = frozenset(
    ("as", "because", "while", "although", "though", "since", "after", "before", "when", "until", "whereas")
)
SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_NEGATIVE = frozenset(("not", "n't", "n’t", "never", "neither", "nor", "hardly", "scarcely"))
_VERBAL = frozenset(("VERB", "AUX"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_EDGE = frozenset(",;:.!?—–-\"“”‘’'()[]…``''―")


@cache
def lexicon(name: str) -> dict[str, object]:
    """The tables of a word list of this package, by name."""
    import tomllib

    path = resources.files("onrecord.extract") / "lexicons" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def word_sets() -> dict[str, frozenset[str]]:
    """The plain word sets of the stance lexicon, by name."""
    table: dict[str, Any] = lexicon("stance")
    return {k: frozenset(v) for k, v in (table["light"] | table["nouns"] | table["verbs"]).items()}


def lower(token: Token) -> str:
    return token.text.lower()


def child(a: Analysis, i: int, *deps: str) -> int | None:
    """The first child of token ``i`` with one of the relations, None without one."""
    for c in a.children(i):
        if a.tokens[c].dep in deps:
            return c
    return None


def is_verbal(a: Analysis, i: int) -> bool:
    return a.tokens[i].pos in _VERBAL


def has_to(a: Analysis, i: int) -> bool:
    """Whether the clause of token ``i`` is a to-infinitive."""
    return any(a.tokens[c].tag == "TO" for c in a.children(i))


def auxiliaries(a: Analysis, i: int) -> list[str]:
    """The auxiliaries of a verb, in lower case."""
    return [lower(a.tokens[c]) for c in a.children(i) if a.tokens[c].dep in ("aux", "auxpass")]


def is_negated(a: Analysis, i: int) -> bool:
    """Whether the clause headed by ``i`` is negated: by an adverb, "no longer", "nor", a negative subject or object."""
    for c in a.children(i):
        token = a.tokens[c]
        word = lower(token)
        if token.dep == "neg" or (word in _NEGATIVE and token.dep in ("advmod", "preconj", "cc")):
            return True
        if word == "longer" and any(lower(a.tokens[x]) == "no" for x in a.children(c)):
            return True
        if token.dep in ("nsubj", "nsubjpass", "dobj", "attr") and is_negative_noun(a, c):
            return True
    return _follows_nor(a, i)


def _follows_nor(a: Analysis, i: int) -> bool:
    """Whether the clause is coordinated by "nor" to the one before."""
    token = a.tokens[i]
    if token.dep != "conj":
        return False
    return any(token.head < c < i and lower(a.tokens[c]) == "nor" for c in a.children(token.head))


def is_negative_noun(a: Analysis, i: int) -> bool:
    """Whether a noun is "no ..." or "nobody"."""
    if lower(a.tokens[i]) in ("nobody", "none", "neither", "nothing"):
        return True
    return any(lower(a.tokens[c]) in ("no", "neither") and a.tokens[c].dep in ("det", "preconj") for c in a.children(i))


def clause_head(a: Analysis, i: int) -> int:
    """The verb of the clause to which a predicate adjective, noun or participle belongs; ``i`` itself for a verb."""
    while a.tokens[i].dep in ("acomp", "attr", "oprd", "prep", "pobj", "dobj", "amod") and not is_verbal(a, i):
        i = a.tokens[i].head
    if a.tokens[i].dep in ("acomp", "oprd"):
        i = a.tokens[i].head
    return i


def spine(a: Analysis, i: int) -> Iterator[int]:
    """Token ``i`` and the heads above it that belong to the same predication ("be", "prepared", "consider", ...)."""
    yield i
    for _ in range(8):
        token = a.tokens[i]
        if token.head == i or token.dep not in ("acomp", "attr", "oprd", "xcomp", "prep", "pobj", "dobj", "pcomp"):
            return
        i = token.head
        yield i


def conjuncts(a: Analysis, i: int) -> list[int]:
    """Token ``i`` and the tokens coordinated with it, in text order."""
    found, queue = [i], [i]
    while queue:
        for c in a.children(queue.pop()):
            if a.tokens[c].dep == "conj" and a.tokens[c].pos != "VERB" and _coordinates(a, c):
                found.append(c)
                queue.append(c)
    return sorted(found)


def _coordinates(a: Analysis, c: int) -> bool:
    """Whether the conjunct is joined by "and", "or" or a comma, not by "but not"."""
    return not any(a.tokens[x].dep == "neg" for x in a.children(c))


def subjects(a: Analysis, i: int) -> tuple[int, ...]:
    """The heads of the noun phrases that are the logical subject of predicate ``i``; none where the clause has none.

    Follows participles, infinitives and coordinated verbs up to the clause that has a subject, relative pronouns to
    their noun and passives to their agent. Misses subjects in an earlier sentence.
    """
    start = i
    for _ in range(8):
        token = a.tokens[i]
        patient = child(a, i, "nsubjpass")
        if (patient is not None or child(a, i, "auxpass") is not None) and token.tag in ("VBN", "VBD"):
            return subject_heads(a, patient) if patient is not None and start != i else _agent(a, i)
        subject = child(a, i, "nsubj", "csubj")
        if subject is not None:
            return subject_heads(a, subject)
        if token.head == i:
            return ()
        if token.dep == "amod":
            return tuple(conjuncts(a, token.head))
        if token.dep in ("acl", "relcl"):
            if token.tag == "VBN":
                return _agent(a, i)
            if not is_verbal(a, token.head):
                return tuple(conjuncts(a, token.head)) if token.tag == "VBG" else _owner(a, token.head)
        if token.dep == "pcomp" and (blamed := _object_of(a, token.head)) is not None:
            return tuple(conjuncts(a, blamed))
        if token.dep == "xcomp" and (controller := child(a, token.head, "dobj")) is not None and controller < i:
            return (controller,)
        i = token.head
    return ()


def _object_of(a: Analysis, prep: int) -> int | None:
    """Whom a verb is about whose preposition tells what they do: "criticized Clinton for wanting", "accused him of"."""
    if lower(a.tokens[prep]) not in ("for", "of", "from", "into"):
        return None
    person = child(a, a.tokens[prep].head, "dobj", "nsubjpass")
    return person if person is not None and person < prep else None


def _agent(a: Analysis, i: int) -> tuple[int, ...]:
    by = child(a, i, "agent")
    agent = child(a, by, "pobj") if by is not None else None
    return tuple(conjuncts(a, agent)) if agent is not None else ()


def _owner(a: Analysis, noun: int) -> tuple[int, ...]:
    owner = child(a, noun, "poss")
    return (owner,) if owner is not None else ()


def subject_heads(a: Analysis, subject: int) -> tuple[int, ...]:
    """The subject's conjuncts, or those of the noun that a relative pronoun stands for."""
    token = a.tokens[subject]
    verb = a.tokens[token.head]
    if lower(token) in _RELATIVE and verb.dep == "relcl":
        noun = verb.head
        while a.tokens[noun].dep == "conj" and a.tokens[subject - 1].text != ",":
            noun = a.tokens[noun].head  # "companies and organizations that": all of them; after a comma only the last
        return tuple(c for c in conjuncts(a, noun) if c < subject)
    return tuple(conjuncts(a, subject))


def trim(a: Analysis, first: int, last: int) -> tuple[int, int]:
    """The token range without punctuation, quotation marks and conjunctions at its edges."""
    tokens = a.tokens
    while first < last and (tokens[first].text in _EDGE or tokens[first].dep in ("punct", "cc")):
        first += 1
    while last > first and (tokens[last - 1].text in _EDGE or tokens[last - 1].dep in ("punct", "cc", "case")):
        last -= 1  # "case" is the 's of an owner
    return first, last


def _is_outside(a: Analysis, c: int, verb: int, holes: frozenset[int]) -> bool:
    """Whether a child of a target's verb is no part of what is to be done: time, condition, reason, next clause."""
    token = a.tokens[c]
    if c in holes or token.dep in ("npadvmod", "parataxis", "mark", "cc", "nsubj", "nsubjpass", "csubj", "aux", "expl"):
        return token.dep != "cc" or not _is_short_or(a, c, verb)
    if token.dep == "neg" or token.dep == "auxpass":
        return token.dep == "neg"
    if token.dep in ("advcl", "ccomp", "conj") and c < verb:
        return True
    if token.dep == "advcl":
        return not has_to(a, c) or c - verb > 25
    if token.dep == "conj":
        return not _is_short_or(a, c, verb)
    if token.dep == "prep":
        inside = child(a, c, "pobj")
        if lower(token) == "after" and a.tokens[verb].lemma == "go":
            return False
        return lower(token) in _TEMPORAL or (inside is not None and a.tokens[inside].entity in ("DATE", "TIME"))
    return token.dep in ("advmod", "punct", "prep") and c < verb


def _is_short_or(a: Analysis, c: int, verb: int) -> bool:
    """Whether a conjunct belongs to one action: "resign or be impeached", "listen to and work with"."""
    joins = {lower(a.tokens[x]) for x in a.children(verb) if a.tokens[x].dep == "cc"}
    return ("or" in joins and abs(c - verb) < 8) or ("and" in joins and abs(c - verb) < 5 and not _has_object(a, verb))


def _has_object(a: Analysis, verb: int) -> bool:
    """Whether a verb has an object or complement of its own, so that a coordinated verb does not share it."""
    for c in a.children(verb):
        dep = a.tokens[c].dep
        if c > verb and (
            dep in ("dobj", "xcomp", "ccomp", "acomp", "attr") or (dep == "prep" and child(a, c, "pobj") is not None)
        ):
            return True
    return False


def verb_phrase(a: Analysis, verb: int, holes: frozenset[int] = frozenset(), whole: bool = False) -> tuple[int, int]:
    """Token range of an action: the verb with its objects and places, without subject, "to", time and other clauses.

    ``whole``: with the subject, as in "the summit should be canceled". ``holes`` are children to stop before.
    """
    first, last = verb, verb + 1
    children = a.children(verb)
    if whole:
        subject = next((c for c in children if a.tokens[c].dep in SUBJECTS or a.tokens[c].dep == "expl"), None)
        if subject is None and a.tokens[verb].dep in ("xcomp", "conj"):
            subject = child(a, a.tokens[verb].head, "nsubj", "nsubjpass")
        first = a.subtree(subject)[0] if subject is not None else verb
    else:
        passive = [c for c in children if a.tokens[c].dep == "auxpass" and c < verb]
        first = min([verb, *passive])
    for c in children:
        if c < verb:
            continue
        if _is_outside(a, c, verb, holes):
            if a.tokens[c].dep in ("npadvmod", "advmod", "neg"):
                continue
            break
        last = max(last, a.subtree(c)[1])
    return trim(a, *_without_tail(a, first, verb, last))


def _without_tail(a: Analysis, first: int, head: int, last: int) -> tuple[int, int]:
    """The range cut before a nested clause of time or reason, and without a date at its end."""
    for i in range(head + 1, last):
        token = a.tokens[i]
        above = a.tokens[token.head]
        if lower(token) in _LOOSE and (
            (token.dep == "mark" and above.dep == "advcl")
            or (token.dep == "prep" and i > head + 1 and lower(token) != "as")
        ):
            last = i
            break
    end = last
    while end - 1 > head and a.tokens[end - 1].entity in ("DATE", "TIME"):
        end -= 1
    if end < last and end - 1 > head and a.tokens[end - 1].dep == "prep":
        end -= 1
    return first, end


def noun_phrase(a: Analysis, noun: int, holes: frozenset[int] = frozenset()) -> tuple[int, int]:
    """Token range of a noun phrase without appositions, loose clauses and further conjuncts."""
    first, last = noun, noun + 1
    for c in a.children(noun):
        token = a.tokens[c]
        if c < noun:
            if token.dep not in ("punct", "cc", "preconj", "advmod", "mark", "prep") and c not in holes:
                first = min(first, a.subtree(c)[0])
            continue
        loose = token.dep == "relcl" and (a.tokens[c - 1].text == "," or a.tokens[a.subtree(c)[0] - 1].text == ",")
        if token.dep in ("appos", "conj", "cc", "punct", "advcl", "parataxis") or loose or c in holes:
            if token.dep in ("punct",) and token.text in ("-", "“", "”", '"', "‘", "’", "'"):
                continue
            break
        last = max(last, a.subtree(c)[1])
    return trim(a, first, last)


def is_indirect_question(a: Analysis, i: int) -> bool:
    """Whether a clause opens with whether, if or a question word."""
    opens = ("whether", "if", "how", "what", "when", "where", "why")
    return any(c < i and lower(a.tokens[c]) in opens for c in a.children(i))


def is_somebody(a: Analysis, i: int) -> bool:
    """Whether a noun phrase names people or a body of people."""
    token = a.tokens[i]
    return (
        token.entity in ("PERSON", "NORP", "ORG", "GPE")
        or token.tag == "PRP"
        or token.lemma.lower() in word_sets()["people"]
    )


def is_purpose(a: Analysis, i: int, clause: int, loose: bool) -> bool:
    """Whether an infinitive only says what for: "promised changes to calm them", "vote on the bill to fund it"."""
    between = [c for c in a.children(i) if i < c < clause]
    if loose:
        return any(a.tokens[c].dep in ("dobj", "prep", "prt") for c in between)
    return is_verbal(a, i) and any(a.tokens[c].dep == "dobj" and not is_somebody(a, c) for c in between)


def asks_how(a: Analysis, clause: int) -> bool:
    """Whether a clause opens with how and an adverb: "how long it would last"."""
    return any(c < clause and any(lower(a.tokens[x]) == "how" for x in a.children(c)) for c in a.children(clause))
