"""How certainly an event happened according to the text, from -3 (certainly not) to +3 (certainly).

A sum of weights (lexicons/factuality.tsv, made by train/events/weigh_factuality.py) over what stands around the event's
word: its helpers and negation, the clause that governs it, the words beside it.
"""

from __future__ import annotations

import itertools
from functools import cache
from importlib import resources

from onrecord.extract.syntax.negation import is_negated
from onrecord.extract.when.status import has_if, helpers, noun_reality, reality
from onrecord.records import Analysis

LEXICON = "lexicons/factuality.tsv"
_STEPS = 4  # governors that are looked at on the way up
_PATH = 3  # of which so many with the way that leads to them
_WIDTH = 4  # words to each side
_MARKS = frozenset(("``", "''", '"', "“", "”"))  # the first two as treebanks write them
_DOUBTS = frozenset("if unless would could might may whether".split())  # of the closed class of modals and conjunctions
# Raters say 3.0 of most plain facts, a sum of weights shies away from the end of its scale: it is stretched from 1.2 on
# so that 2.2 becomes 3.0. Chosen on UW dev (MAE .45 -> .49) and MEANTIME dev (.49 -> .35).
_PLAIN, _CERTAIN = 1.2, 2.2


def features(analysis: Analysis, i: int) -> list[str]:
    """What a weight may hang on: the form of token ``i``, its clause, its governors and its neighbours."""
    tokens = analysis.tokens
    token = tokens[i]
    lemma = token.lemma.lower()
    is_verb = token.pos in ("VERB", "AUX")
    status = reality(analysis, i) if is_verb else noun_reality(analysis, i)
    kind = "V" if is_verb else "N" if token.pos in ("NOUN", "PROPN") else "J"
    found = [
        "bias",
        f"status={status}/{kind}",
        f"tag={token.tag}",
        f"shape={token.tag}/{token.dep}",
        f"lemma={lemma}",
        f"lemma={lemma}/{token.tag}",
        f"lemma={lemma}/{status}",
        f"word={token.text.lower()}",
        f"ending={lemma[-4:]}/{kind}",
        f"status={status}/{tokens[token.head].lemma.lower()}/{token.dep}",
        f"status={status}/{token.dep}/{tokens[token.head].tag}",
        *(f"help={word}" for word in sorted(helpers(analysis, i))),
    ]
    if is_negated(analysis, i):
        found.append("negated")
    if has_if(analysis, i):
        found.append("if")
    for k in analysis.children(i):
        if tokens[k].dep in ("mark", "neg", "det", "aux", "advmod", "prt", "amod", "poss", "quantmod"):
            found.append(f"child={tokens[k].dep}/{tokens[k].lemma.lower()}")
    return [
        *found,
        *_governors(analysis, i),
        *_path(analysis, i),
        *_neighbours(analysis, i),
        *_frame(analysis, i, status),
    ]


def _path(analysis: Analysis, i: int) -> list[str]:
    """The way up from a word: relations and word classes of three steps, with each governor's lemma and state."""
    tokens = analysis.tokens
    found, path, below = [], "", i
    for k in itertools.islice(analysis.ancestors(i), _PATH):
        path += f" {tokens[below].dep}>{tokens[k].pos[:1]}"
        found += [f"path={path}", f"path={path}/{tokens[k].lemma.lower()}"]
        if tokens[k].pos in ("VERB", "AUX"):
            found.append(f"path={path}/{reality(analysis, k)}{'!' if is_negated(analysis, k) else ''}")
        below = k
    return found


def _frame(analysis: Analysis, i: int, status: str) -> list[str]:
    """Whether a quotation is open before a word, and the words of its sentence that put things in doubt."""
    tokens = analysis.tokens
    first, last, _ = analysis.sentences[tokens[i].sentence]
    marks = sum(tokens[k].text in _MARKS for k in range(first, i))
    doubts = [word for k in range(first, last) if (word := tokens[k].text.lower()) in _DOUBTS]
    return [f"quoted={marks % 2}/{status}"] + [
        f"doubt={word}{state}" for word in doubts for state in ("", f"/{status}")
    ]


def _governors(analysis: Analysis, i: int) -> list[str]:
    """The words above a word: the first with its relation and state, the further ones by lemma and state."""
    tokens = analysis.tokens
    found = []
    below = i
    for step, k in enumerate(analysis.ancestors(i)):
        if step == _STEPS:
            break
        token = tokens[k]
        relation = tokens[below].dep
        lemma = token.lemma.lower()
        if step == 0:
            found += [f"head={lemma}", f"head={lemma}/{relation}", f"headtag={token.tag}/{relation}"]
        found.append(f"above={lemma}")
        if token.pos in ("VERB", "AUX"):
            if step < 2:
                found.append(f"abovestatus={reality(analysis, k)}/{relation}")
            if is_negated(analysis, k):
                found.append(f"abovenegated={relation}")
            if has_if(analysis, k):
                found.append("aboveif")
            found += [f"abovehelp={word}" for word in sorted(helpers(analysis, k))]
        elif token.dep == "prep":
            found.append(f"aboveprep={lemma}")
        below = k
    if below == i or tokens[below].head == below:
        found.append(f"root={tokens[below].lemma.lower()}")
    return found


def _neighbours(analysis: Analysis, i: int) -> list[str]:
    """The words beside a word, with their side, and the marks that close the sentence."""
    tokens = analysis.tokens
    first, last, _ = analysis.sentences[tokens[i].sentence]
    found = []
    for k in range(max(first, i - _WIDTH), min(last, i + _WIDTH + 1)):
        if k != i:
            side = "left" if k < i else "right"
            found.append(f"{side}={tokens[k].text.lower()}")
            if abs(k - i) <= 2:
                found.append(f"{k - i:+d}={tokens[k].lemma.lower()}")
    if any(token.text == "?" for token in tokens[max(first, last - 3) : last]):
        found.append("question")
    if i == first:
        found.append("first")
    return found


@cache
def weights() -> dict[str, float]:
    """The weight of each feature, from lexicons/factuality.tsv."""
    text = resources.files("onrecord.extract").joinpath(LEXICON).read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("# "))
    return {feature: float(weight) for feature, weight in lines}


def factuality(analysis: Analysis, i: int, table: dict[str, float] | None = None) -> float:
    """How certainly the event that token ``i`` names happened, -3.0 to +3.0, for a reader of this text alone.

    Misses what other sentences say of it. From: the scale of Lee et al. 2015 (UW); figures in docs/times.md.
    """
    table = weights() if table is None else table
    total = sum(table.get(feature, 0.0) for feature in set(features(analysis, i)))
    if total > _PLAIN:
        total = _PLAIN + (total - _PLAIN) * (3 - _PLAIN) / (_CERTAIN - _PLAIN)
    if total > 0 and _is_denied(analysis, i):
        total = 0.0
    return round(max(-3.0, min(3.0, total)), 2)


def _is_denied(analysis: Analysis, i: int) -> bool:
    """Whether the text says that it did not come to an event; what the words around it say is not known to be rare."""
    is_verb = analysis.tokens[i].pos in ("VERB", "AUX")
    return (reality if is_verb else noun_reality)(analysis, i) == "denied"
