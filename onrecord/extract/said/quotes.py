"""Quotations and the cue that introduces, interrupts or follows each: what punctuation says where syntax does not.

A quotation over several sentences or paragraphs has no place in one sentence's syntax, so that its cue is sought in the
words that touch its marks: after it ("…," she said), before it (She told reporters: "…"), or in the line above.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.extract.said.phrases import noun_phrase
from onrecord.extract.said.relations import Relation, Tokens, according
from onrecord.records import Analysis, Range

_AFTER_TOKENS = 14
_BEFORE_TOKENS = 30
# Fewer words inside marks are a scare quote, a title or a name unless the syntax or a comma says that they are speech.
_SHORT_WORDS = 4
_FINITE = frozenset(("VBD", "VBZ", "VBP", "VBN", "VBG"))
_SUBORDINATE = frozenset(("because", "while", "when", "after", "before", "although", "though", "if", "since", "until"))
_CLAUSE_WORDS = frozenset(("that", "which", "who", "and", "but", "because", "as"))
_DASHES = frozenset(("–", "—", "―", "--", "-"))


class Passage(NamedTuple):
    """One quotation with its place: tokens inside and around, and the turn it belongs to."""

    range: Range
    inner: Range
    first: int
    last: int
    turn: int
    balanced: bool
    single: bool


class Found(NamedTuple):
    """A quotation passage and one possible cue of it."""

    passage: int
    relation: Relation


def find_passages(a: Analysis) -> list[Passage]:
    """The outermost quotations in text order. Single-marked ones count where no double-marked one contains them."""
    passages: list[Passage] = []
    end = -1
    for q in a.quotations:
        if q.start < end:
            continue
        tokens = a.tokens_in(*q.inner)
        if not tokens:
            continue
        passages.append(Passage((q.start, q.end), q.inner, tokens.start, tokens.stop, q.turn, q.balanced, q.single))
        end = q.end
    return passages


def quote_relations(a: Analysis, passages: Sequence[Passage]) -> Iterator[Found]:
    """Every cue that may belong to each passage, by what stands next to its marks."""
    for k, passage in enumerate(passages):
        previous = passages[k - 1] if k else None
        if previous is not None and previous.turn == passage.turn:
            continue  # the first passage of a turn speaks for all
        seen = False
        for relation in _after(a, passages, k):
            seen = True
            yield Found(k, relation)
        for relation in _before(a, passage, previous):
            seen = True
            yield Found(k, relation)
        if not seen:
            yield from (Found(k, r) for r in _above(a, passage))


def _last_of_turn(passages: Sequence[Passage], k: int) -> int:
    while k + 1 < len(passages) and passages[k + 1].turn == passages[k].turn:
        k += 1
    return k


def _after(a: Analysis, passages: Sequence[Passage], k: int) -> Iterator[Relation]:
    """Cues behind the closing mark, in the same line: verbs up to the next stop or quotation."""
    text, tokens = a.text, a.tokens
    last = _last_of_turn(passages, k)
    passage = passages[last]
    i = a.token_at(passage.range[1])
    if i >= len(tokens):
        return
    if tokens[i].text in _DASHES:
        yield from _sign(a, passage, i)
        return
    if "\n" in text[passage.range[1] : tokens[i].start]:
        return
    stop = passages[last + 1].range[0] if last + 1 < len(passages) else len(text)
    ending, verbs = _ending(a, passages[k], passage, i), 0
    for j in range(i, min(len(tokens), i + _AFTER_TOKENS)):
        token = tokens[j]
        word = token.text.lower()
        if token.start >= stop or token.sentence != tokens[i].sentence or word in (".", ";", ":"):
            return
        if word == "according":
            yield from (r._replace(head=passage.first) for r in according(a, j))
            return
        if (token.pos == "SCONJ" and word in _SUBORDINATE) or (word in _CLAUSE_WORDS and not verbs and j > i + 1):
            return
        if token.pos == "VERB" and token.tag in _FINITE and token.dep != "amod":
            verbs += 1
            place = "second" if verbs == 2 else "first" if _saying(a, j) <= i + 1 else "after"
            j = _saying(a, j)
            yield Relation(j, tokens[j].lemma.lower(), f"quote:{place}:{ending}".rstrip(":"), passage.first)
            if verbs == 2:
                return


def _ending(a: Analysis, first: Passage, last: Passage, i: int) -> str:
    """How a quotation ends before token ``i``: "" by a comma or the like, "new" by a full stop, else "bare"; "inner" if
    its words are part of the sentence around it, as in: willing to “go if necessary”, echoing others."""
    text, tokens = a.text, a.tokens
    opening = a.token_at(first.range[0])
    if tokens[first.first].text[:1].islower() and opening > 0 and tokens[opening - 1].text[-1:].isalnum():
        return "inner"
    closed = text[last.inner[1] - 1 : last.inner[1]]
    if closed in ",!?…" or closed in _DASHES or tokens[i].text == ",":
        return ""
    goes_on = tokens[i].tag in ("VBD", "VBZ") and tokens[i].text.islower()  # “We go.” said Bob Ray
    return "new" if closed == "." and not goes_on else "bare"


def _saying(a: Analysis, verb: int) -> int:
    """The verb that says: "was quoted as | saying", "is shown | saying"; else the same verb."""
    tokens = a.tokens
    if tokens[verb].tag == "VBN" and verb + 2 < len(tokens):
        step = 1 + (tokens[verb + 1].text == "as")
        if tokens[verb + step].tag == "VBG":
            return verb + step
    return verb


def _sign(a: Analysis, passage: Passage, dash: int) -> Iterator[Relation]:
    """A name behind a dash that ends the line or the sentence: “…” – Boris Johnson, mayor."""
    tokens = a.tokens
    last = dash + 1
    while last < len(tokens) and last - dash <= _MAX_SIGNATURE_TOKENS:
        token = tokens[last]
        if (
            "\n" in a.text[tokens[last - 1].end : token.start]
            or token.text in (".", "“", '"', "”")
            or token.text in _DASHES
        ):
            break
        if token.pos in ("VERB", "AUX", "SCONJ"):
            return
        last += 1
    name = tokens[dash + 1 : last]
    if (
        name
        and last - dash <= _MAX_SIGNATURE_TOKENS
        and name[0].text[0].isupper()
        and any(t.pos == "PROPN" for t in name)
    ):
        yield Relation(dash, "dash", "sign", passage.first, (last,))


_MAX_SIGNATURE_TOKENS = 14


def _before(a: Analysis, passage: Passage, previous: Passage | None) -> Iterator[Relation]:
    """Cues before the opening mark, in the same sentence: all its verbs, the nearest first."""
    tokens, text = a.tokens, a.text
    i = a.token_at(passage.range[0])
    if i == 0:
        return
    j = i - 1
    sign = tokens[j].text
    sentence = tokens[j].sentence
    if "\n" in text[tokens[j].end : passage.range[0]]:
        return
    begins = text[tokens[j].end : passage.range[0]]
    del begins
    if sign in (".", "!", "?", "…") and tokens[i if i < len(tokens) else j].sentence != sentence:
        return
    if sign in ("”", '"', "''", "»") or (previous is not None and tokens[j].start < previous.range[1]):
        return
    left = previous.range[1] if previous else 0
    kind = {":": "colon", ",": "comma"}.get(sign, "dash" if sign in _DASHES else "plain")
    nearest = True
    for j in range(i - 1, max(-1, i - 1 - _BEFORE_TOKENS), -1):
        token = tokens[j]
        if token.sentence != sentence or token.start < left:
            return
        if token.pos == "VERB" and token.tag in _FINITE:
            if kind == "plain" and j != i - 1 and not (token.tag != "VBN" and nearest and i - j <= 3):
                return
            yield Relation(j, token.lemma.lower(), f"quote:{kind}" + ("" if nearest else ":far"), passage.first)
            nearest = False


def _above(a: Analysis, passage: Passage) -> Iterator[Relation]:
    """Cues in the sentence before, where that ends with a colon at the end of its line."""
    i = a.token_at(passage.range[0]) - 1
    if i < 0 or a.tokens[i].text != ":":
        return
    sentence = a.tokens[i].sentence
    nearest = True
    for j in range(i, max(-1, i - _BEFORE_TOKENS), -1):
        token = a.tokens[j]
        if token.sentence != sentence:
            return
        if token.pos == "VERB" and token.tag in _FINITE:
            yield Relation(j, token.lemma.lower(), "quote:above" + ("" if nearest else ":far"), passage.first)
            nearest = False


def beside(a: Analysis, verb: int, marked: Sequence[int]) -> tuple[tuple[Tokens, ...], str]:
    """The noun phrase right beside a cue verb, where the syntax gives it no subject: "…," said Caddell.

    ``marked`` is 1 for the tokens inside quotation marks, which are passed by.
    """
    tokens = a.tokens
    sentence = tokens[verb].sentence
    for step in (range(verb - 1, max(verb - 6, -1), -1), range(verb + 1, min(verb + 6, len(tokens)))):
        for k in step:
            token = tokens[k]
            if token.sentence != sentence or marked[k]:
                break
            if token.pos in ("PROPN", "PRON", "NOUN") and token.dep != "compound":
                if token.entity in ("DATE", "TIME"):
                    continue
                first, last = noun_phrase(a, k)
                if first <= verb < last:
                    first, last = (verb + 1, last) if k > verb else (first, verb)
                if first < last and not any(marked[first:last]):
                    return ((first, last),), "beside"
            if token.pos == "VERB" or (token.pos == "PUNCT" and token.text != ","):
                break
    return (), "none"


def content_of(passages: Sequence[Passage], k: int) -> tuple[Range, ...]:
    """The ranges of a passage and those that follow it in its turn."""
    return tuple(p.range for p in passages[k : _last_of_turn(passages, k) + 1])


def passage_at(passages: Sequence[Passage], offset: int) -> Passage | None:
    """The passage that an offset lies in, its marks included."""
    k = bisect_right(passages, offset, key=lambda p: p.range[0]) - 1
    return passages[k] if k >= 0 and offset < passages[k].range[1] else None
