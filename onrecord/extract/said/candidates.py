"""Candidates for attributions, with what speaks for and against each: the same for learning and for running."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.extract.said import phrases, quotes, relations
from onrecord.extract.said.cues import CueTable
from onrecord.extract.said.quotes import Passage
from onrecord.extract.said.relations import Relation, Tokens
from onrecord.records import Analysis, Range

_FIRST = frozenset(("i", "we", "my", "our", "me", "us"))
_HEARSAY = frozenset(("you", "your"))
_PERSONS = frozenset(("he", "she", "they", "his", "her", "their", "who", "whose", "him", "them"))
_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no"))
_MODALS = frozenset(("would", "could", "might", "may", "should", "must", "can", "will", "'ll", "’ll", "'d", "’d"))
_ENTITIES = {"PERSON": "person", "ORG": "group", "GPE": "group", "NORP": "group", "FAC": "group", "LOC": "group"}


class Candidate(NamedTuple):
    """A possible attribution. ``content`` is in characters, ``source`` in tokens; ``passage`` -1 for syntax alone."""

    relation: Relation
    source: tuple[Tokens, ...]
    cue: tuple[int, ...]
    content: tuple[Range, ...]
    passage: int
    features: tuple[str, ...]
    prior: float


def find_candidates(a: Analysis, table: CueTable, floor: float) -> tuple[list[Candidate], list[Passage]]:
    """Every candidate whose cue and relation alone have at least the probability ``floor``, and the quotations."""
    passages = quotes.find_passages(a)
    marked = _marked_tokens(a, passages)
    found: list[Candidate] = []
    prior = table.prior
    for i, token in enumerate(a.tokens):
        if token.pos not in _CUE_POS:
            continue
        for relation in relations.find_relations(a, i):
            p = prior(relation.lemma, relation.name)
            if p >= floor:
                candidate = _from_syntax(a, relation, marked, p)
                if candidate is not None:
                    found.append(candidate)
    for relation in relations.find_labels(a):
        candidate = _from_syntax(a, relation, marked, prior(relation.lemma, relation.name))
        if candidate is not None:
            found.append(candidate)
    for k, relation in quotes.quote_relations(a, passages):
        p = prior(relation.lemma, relation.name)
        if p >= floor:
            found.append(_from_quotation(a, relation, passages, k, marked, p))
    return found, passages


_OUTSIDE = frozenset(("ccomp:before", "parataxis"))
_CUE_POS = frozenset(("VERB", "AUX", "NOUN", "ADJ", "ADV", "ADP", "SCONJ"))


def _marked_tokens(a: Analysis, passages: Sequence[Passage]) -> bytearray:
    """One byte a token: 1 inside quotation marks."""
    marked = bytearray(len(a.tokens) + 1)
    for p in passages:
        if p.last - p.first >= 1:
            marked[p.first : p.last] = b"\x01" * (p.last - p.first)
    return marked


def _from_syntax(a: Analysis, relation: Relation, marked: bytearray, prior: float) -> Candidate | None:
    source, how = phrases.find_source(a, relation)
    if source and marked[source[-1][0]] and not marked[relation.cue] and relation.name in _OUTSIDE:
        # The parser took a noun inside the quotation for the subject of the verb behind it.
        source, how = quotes.beside(a, relation.cue, marked)
    cue = phrases.find_cue(a, relation)
    content = phrases.find_content(a, relation, cue, source)
    if not content:
        return None
    characters = tuple((a.tokens[s].start, a.tokens[e - 1].end) for s, e in content)
    features = _features(a, relation, _Parts(source, how, cue, content), marked)
    return Candidate(relation, source, cue, characters, -1, tuple(features), prior)


def _from_quotation(
    a: Analysis, relation: Relation, passages: Sequence[Passage], k: int, marked: bytearray, prior: float
) -> Candidate:  # fmt: skip
    passage = passages[k]
    cue = phrases.find_cue(a, relation)
    source, how = phrases.find_source(a, relation)
    source = tuple(r for r in source if not (r[0] < passage.last and passage.first < r[1]))
    if not source and not any(a.tokens[m].dep == "nsubjpass" for m in a.children(relation.cue)):
        source, how = quotes.beside(a, relation.cue, marked)
    content = ((passage.first, passage.last),)
    features = _features(a, relation, _Parts(source, how, cue, content), marked)
    length = passage.last - passage.first
    features.append("quote-words:" + ("1" if length < 4 else "4" if length < 8 else "8"))
    features.append("quote-distance:" + ("near" if _distance(relation.cue, passage) <= 3 else "far"))
    return Candidate(relation, source, cue, quotes.content_of(passages, k), k, tuple(features), prior)


def _distance(cue: int, passage: Passage) -> int:
    return passage.first - cue if cue < passage.first else cue - passage.last


class _Parts(NamedTuple):
    """The tokens of a candidate's parts, and how its source stands to its cue."""

    source: tuple[Tokens, ...]
    how: str
    cue: tuple[int, ...]
    content: tuple[Tokens, ...]


def _features(a: Analysis, relation: Relation, parts: _Parts, marked: bytearray) -> list[str]:
    """Names of what holds for a candidate; each has a weight in the cue table."""
    tokens = a.tokens
    token, head = tokens[relation.cue], tokens[relation.head]
    group = relation.name.split(":")[0]
    features = [
        f"group:{group}",
        f"how:{parts.how}",
        f"source:{_source_type(a, parts.source)}",
        f"tag:{token.tag}",
        f"clause:{token.dep}",
        f"head:{group}:{head.pos}",
    ]
    texts = {tokens[k].text.lower() for k in parts.cue if k != relation.cue}
    if texts & _NEGATIONS:
        features.append("negated")
    if texts & _MODALS:
        features.append("modal")
    if parts.source:
        noun = tokens[_head_of(a, parts.source[-1])]
        if noun.pos == "NOUN":
            features.append(f"s:{noun.lemma.lower()}")
    if head.pos in ("NOUN", "PRON"):
        features.append(f"o:{group}:{head.lemma.lower()}")
    if head.entity:
        features.append(f"entity:{head.entity}" if head.entity in _ENTITIES else "entity:other")
    if group == "label":
        finite = any(tokens[k].tag in ("VBD", "VBZ", "VBP", "MD") for k in range(relation.head, parts.content[0][1]))
        features.append(f"label:{relation.lemma == 'name:'}:{finite}")
    if marked[relation.cue]:
        features.append("cue-marked")
    return [*features, *_extent_features(parts.content, group, marked)]


def _extent_features(content: tuple[Tokens, ...], group: str, marked: bytearray) -> Iterator[str]:
    """How long the content is, and how much of it is in quotation marks."""
    words = sum(e - s for s, e in content)
    yield "words:" + ("1" if words < 2 else "2" if words < 4 else "4" if words < 8 else "8" if words < 30 else "30")
    inside = sum(sum(marked[s:e]) for s, e in content)
    yield f"quoted:{'all' if inside > 0.8 * words else 'part' if inside else 'none'}:{group}"


def _head_of(a: Analysis, part: Tokens) -> int:
    """The token of a range that the others depend on."""
    for k in range(*part):
        if not part[0] <= a.tokens[k].head < part[1] or a.tokens[k].head == k:
            return k
    return part[0]


def _source_type(a: Analysis, source: tuple[Tokens, ...]) -> str:
    """What kind of words the source is: a person, a group, a pronoun, a common noun, a thing or none."""
    if not source:
        return "none"
    first, last = source[-1]
    tokens = a.tokens
    best = "noun"
    for k in range(first, last):
        token = tokens[k]
        if token.entity in _ENTITIES:
            return _ENTITIES[token.entity]
        if token.entity:
            best = "other-name"
    lower = tokens[last - 1].text.lower()
    if tokens[last - 1].pos in ("PRON", "DET") and last - first == 1:
        if lower in _FIRST:
            return "first"
        return "you" if lower in _HEARSAY else "they" if lower in _PERSONS else f"pronoun:{lower}"
    if any(tokens[k].pos == "PROPN" for k in range(first, last)):
        return "proper"
    return best
