"""Conditions that are worded otherwise and are one: "a US backstop" and "Washington guarantees it"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace

from onrecord import text
from onrecord.dossier.sections import ConditionClause, Evidence
from onrecord.extract.who.places import country_by_adjective, country_by_seat, country_of
from onrecord.link.senses import WORD, is_turned, read_terms, thesaurus

# Of the telling words of the shorter and of the longer condition at least so many are in the other.
SHORTER_RATIO, LONGER_RATIO = 0.6, 0.5
_NEGATIONS = frozenset(("no", "not", "without", "never", "neither", "nor"))
_FIRST_WORDS = 3  # a clause that only says what for begins behind these: "there to be a guarantee | to ensure that"
_WHAT_FOR = re.compile(r"\b(?:to|that|because|so|which|who|when|while|before|after)\b")


def merge_conditions(clauses: Iterable[ConditionClause]) -> tuple[ConditionClause, ...]:
    """Each condition once, with all its evidence, in the order of the first; single words ("if necessary") last."""
    merged: list[ConditionClause] = []
    for clause in clauses:
        for n, other in enumerate(merged):
            if other.kind == clause.kind and is_same_condition(other.words, clause.words):
                merged[n] = replace(other, evidence=_join(other.evidence, clause.evidence))
                break
        else:
            merged.append(clause)
    return tuple(sorted(merged, key=lambda clause: len(WORD.findall(clause.words)) == 1))


def _join(one: tuple[Evidence, ...], two: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return one + tuple(evidence for evidence in two if evidence not in one)


def is_same_condition(one: str, two: str) -> bool:
    """Whether two conditions are worded nearly alike, or ask one thing of one country in other words.

    "a lasting peace" and "there is a lasting peace agreement" are; those of the US and of Ukraine are not. Nearly alike
    are most words of the shorter one, and no other name or negation. Misses what no list of senses joins.
    """
    return _is_asked_of_one(_core(one), _core(two)) or _is_worded_alike(one, two)


def _core(words: str) -> str:
    """A condition without the clause that says what for."""
    start = [match.end() for match in WORD.finditer(words)][:_FIRST_WORDS][-1:]
    match = _WHAT_FOR.search(words, start[0]) if start else None
    return words[: match.start()] if match else words


def _is_asked_of_one(one: str, two: str) -> bool:
    """Whether both name one country and no other, and want the same of it by the list of senses."""
    countries = _countries(one)
    if len(countries) != 1 or countries != _countries(two) or is_turned(one) != is_turned(two):
        return False
    if _NEGATIONS.intersection(text.words(one)) != _NEGATIONS.intersection(text.words(two)):
        return False
    known = thesaurus()
    senses = [{s for s in read_terms(words) if s in known.sense and s not in known.light} for words in (one, two)]
    return bool(senses[0]) and senses[0] == senses[1]


def _countries(words: str) -> set[str]:
    """The codes of the countries that are named, by name, adjective or seat of government."""
    found = set()
    names = [match.group() for match in WORD.finditer(words) if match.group()[0].isupper()]
    for name in (*names, *(f"{a} {b}" for a, b in itertools.pairwise(names))):
        country = country_by_adjective(name) or country_by_seat(name) or country_of(name)
        if country is not None:
            found.add(country.code)
    return found


def _is_worded_alike(one: str, two: str) -> bool:
    words = [set(text.words(words)) for words in (one, two)]
    if words[0] == words[1]:
        return True
    if words[0] & _NEGATIONS != words[1] & _NEGATIONS:
        return False
    names = [{word.lower() for word in phrase.split() if word[:1].isupper()} for phrase in (one, two)]
    if names[0] - words[1] or names[1] - words[0]:
        return False
    telling = [{word.removesuffix("s") for word in found if len(word) > 3} or found for found in words]
    shorter, longer = sorted(map(len, telling))
    shared = len(telling[0] & telling[1])
    return shared > 0 and shared >= SHORTER_RATIO * shorter and shared >= LONGER_RATIO * longer
