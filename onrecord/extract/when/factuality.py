"""How certainly an event happened according to the text, from -3 (certainly not) to +3 (certainly).

A sum of weights (lexicons/factuality.tsv, made by train/events/weigh_factuality.py) over what stands around the event's
word: its helpers and negation, the clause that governs it, the words beside it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from onrecord.extract.when.status import has_if, helpers, is_negated, noun_reality, reality
from onrecord.records import Analysis

LEXICON = "lexicons/factuality.tsv"
_STEPS = 4  # governors that are looked at on the way up
_WIDTH = 4  # words to each side
# Raters say 3.0 of most plain facts, a sum of weights shies away from the end of its scale: it is stretched from 1.2 on
# so that 2.2 becomes 3.0. Chosen on UW dev (MAE .45 -> .49) and MEANTIME dev (.49 -> .35).
_PLAIN, _CERTAIN = 1.2, 2.2


def features(analysis: Analysis, i: int) -> list[str]:
    """What a weight may hang on: the form of token ``i``, its clause, its governors and its neighbours."""
    tokens = analysis.tokens
    token = tokens[i]
    is_verb = token.pos in ("VERB", "AUX")
    status = reality(analysis, i) if is_verb else noun_reality(analysis, i)
    kind = "V" if is_verb else "N" if token.pos in ("NOUN", "PROPN") else "J"
    found = [
        "bias",
        f"status={status}/{kind}",
        f"tag={token.tag}",
        f"shape={token.tag}/{token.dep}",
        f"lemma={token.lemma.lower()}",
        f"ending={token.lemma.lower()[-4:]}/{kind}",
        *(f"help={word}" for word in sorted(helpers(analysis, i))),
    ]
    if is_negated(analysis, i):
        found.append("negated")
    if has_if(analysis, i):
        found.append("if")
    for k in analysis.children(i):
        if tokens[k].dep in ("mark", "neg", "det", "aux", "advmod", "prt", "amod", "poss", "quantmod"):
            found.append(f"child={tokens[k].dep}/{tokens[k].lemma.lower()}")
    found += _governors(analysis, i)
    return found + _neighbours(analysis, i)


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
    return round(max(-3.0, min(3.0, total)), 2)
