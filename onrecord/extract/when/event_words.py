"""Analysis -> every event word in the sense of TimeML, from counts over annotated news.

The counts (lexicons/event_words.tsv) come from train/events/count_words.py over TimeBank and AQUAINT as in TempEval-3.
They are for study and evaluation: the timeline's events are found by onrecord.extract.events.
"""

from __future__ import annotations

import math
from functools import cache
from importlib import resources
from typing import NamedTuple

from onrecord.records import Analysis, Token

LEXICON = "lexicons/event_words.tsv"
PRIOR = 2.0  # how many sightings a coarser key is worth; flat between 1 and 4 on the seen half
THRESHOLD = 0.5  # between .42 and .6 strict F1 changes by less than .005 (four folds of the seen half)


class EventMention(NamedTuple):
    """An event word: character range and TimeML class (OCCURRENCE, REPORTING, STATE, ...)."""

    start: int
    end: int
    type: str


class Counts(NamedTuple):
    """How often a key was seen, how often as an event, and its commonest class."""

    seen: int
    events: int
    type: str


_SHORT = {"VERB": "V", "AUX": "V", "NOUN": "N", "ADJ": "J", "PROPN": "P"}


def keys(token: Token) -> tuple[str, str, str, str]:
    """The keys of a token from coarse to fine: word class, tag and relation, ending, lemma."""
    word_class = _SHORT.get(token.pos, "O")
    lemma = token.lemma.lower()
    return word_class, f"{token.tag}/{token.dep}", f"-{lemma[-4:]}/{word_class}", f"{lemma}/{word_class}"


@cache
def table() -> dict[str, Counts]:
    """The counts of lexicons/event_words.tsv."""
    text = resources.files("onrecord.extract").joinpath(LEXICON).read_text("utf-8")
    return read_table(text)


def read_table(text: str) -> dict[str, Counts]:
    """Counts by key, from lines of key, seen, events and class; lines that begin with # are comments."""
    found: dict[str, Counts] = {}
    for line in text.splitlines():
        if line and not line.startswith("# "):
            key, seen, events, kind = line.split("\t")
            found[key] = Counts(int(seen), int(events), kind)
    return found


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def probability(token: Token, counts: dict[str, Counts]) -> float:
    """How likely a token is an event word, 0 to 1: its lemma's share, moved by its tag and relation."""
    word_class, shape, ending, lemma = keys(token)
    none = Counts(0, 0, "")
    base, by_shape, by_ending, by_lemma = (counts.get(k, none) for k in (word_class, shape, ending, lemma))
    p_class = (base.events + 0.1) / (base.seen + 1)
    p_shape = (by_shape.events + PRIOR * p_class) / (by_shape.seen + PRIOR)
    p_ending = (by_ending.events + PRIOR * p_class) / (by_ending.seen + PRIOR)
    p_lemma = (by_lemma.events + PRIOR * p_ending) / (by_lemma.seen + PRIOR)
    total = _logit(p_lemma) + _logit(p_shape) - _logit(p_class)
    return 1 / (1 + math.exp(-total))


def find_event_mentions(analysis: Analysis, counts: dict[str, Counts] | None = None) -> tuple[EventMention, ...]:
    """The event words of an article in text order, with TimeML class.

    Misses multi-word events, and words never seen whose ending tells nothing. Figures in docs/times.md.
    """
    counts = table() if counts is None else counts
    found: list[EventMention] = []
    memory: dict[tuple[str, str, str, str], float] = {}
    for token in analysis.tokens:
        if token.pos in ("PUNCT", "DET", "PRON", "NUM", "SPACE", "ADP", "CCONJ", "SYM", "PART"):
            continue
        identity = (token.lemma, token.pos, token.tag, token.dep)
        p = memory.get(identity)
        if p is None:
            p = memory[identity] = probability(token, counts)
        if p >= THRESHOLD:
            kind = counts.get(keys(token)[3])
            found.append(EventMention(token.start, token.end, kind.type if kind and kind.type else "OCCURRENCE"))
    return tuple(found)
