"""Whether one claim of a story strengthens or weakens another, from a report that leads elsewhere.

A weighing of what two sentences share (words, senses, names) and of how one sets itself against the other (negation,
denial, contrast, who speaks). It tells more than chance and much less than a reader: for sorting, not for claiming.
From: issue 6, part 5; Ko et al. 2022, "ClaimDiff"; weights by train/differences/weigh.py; word lists in claims.toml.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from onrecord.link.frequencies import rarity, stem
from onrecord.link.meaning import meaning
from onrecord.link.senses import base_of, forms

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NEAR_WORDS = 4  # on each side of a verb of saying, in which its speaker's name is looked for
_TELLING = 2.0  # rarity from which a word that is no name says what a claim is about
MOST_WORDS = 400  # of one claim that are read


class Effects(NamedTuple):
    """What claim b does to claim a: two probabilities, and whether they are over their thresholds; never both."""

    strengthen: float
    weaken: float
    strengthens: bool
    weakens: bool


class Claim(NamedTuple):
    """A claim as it is weighed: its words in lower case, those that tell something by rarity, senses, names."""

    words: tuple[str, ...]
    told: dict[str, float]
    senses: frozenset[str]
    names: frozenset[str]
    speakers: frozenset[str]


@cache
def _lists() -> dict[str, frozenset[str]]:
    rows = tomllib.loads(files("onrecord.link").joinpath("claims.toml").read_text(encoding="utf-8"))
    return {f"{name}.{key}": frozenset(words) for name, row in rows.items() for key, words in row.items()}


@cache
def _weights() -> tuple[dict[str, tuple[float, float]], dict[str, tuple[tuple[str, float, float], ...]]]:
    """For each label its constant and threshold, and its rows: feature, value from which it counts, weight."""
    heads: dict[str, tuple[float, float]] = {}
    rows: dict[str, list[tuple[str, float, float]]] = {}
    for line in files("onrecord.link").joinpath("claims.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            label, feature, least, weight = line.split("\t")
            if feature == "constant":
                heads[label] = (float(weight), float(least))
            else:
                rows.setdefault(label, []).append((feature, float(least), float(weight)))
    return heads, {label: tuple(found) for label, found in rows.items()}


@cache
def _is_in(word: str, name: str) -> bool:
    """Whether a word is in a list in any form."""
    return any(form in _lists()[name] for form in forms(word))


def read_claim(text: str) -> Claim:
    """A sentence as it is weighed; of more than `MOST_WORDS` words the first ones."""
    m = meaning()
    found = [match.group() for match in _WORD.finditer(text)][:MOST_WORDS]
    lower = [word.lower().replace("’", "'") for word in found]
    told: dict[str, float] = {}
    names = set()
    for n, (word, low) in enumerate(zip(found, lower, strict=True)):
        bare = low.removesuffix("'s")
        if bare not in m.grammar and bare not in m.negation and len(bare) > 1:
            told[stem(bare)] = max(told.get(stem(bare), 0.0), rarity(bare))
            if n and word[0].isupper():
                names.add(stem(bare))
    senses = frozenset(base_of(low) for low in lower if low not in m.grammar)
    return Claim(tuple(lower), told, senses, frozenset(names), _speakers(found, lower))


def _speakers(found: list[str], lower: list[str]) -> frozenset[str]:
    """The capitalised words and pronouns near a verb of saying: who may be speaking."""
    speakers = set()
    for n, low in enumerate(lower):
        if _is_in(low, "says.words"):
            for k in range(max(0, n - _NEAR_WORDS), min(len(found), n + _NEAR_WORDS + 1)):
                if found[k][0].isupper() and lower[k] not in meaning().grammar:
                    speakers.add(lower[k].removesuffix("'s"))
                elif lower[k] in ("he", "she", "they"):
                    speakers.add("")
    return frozenset(speakers)


def features(a: Claim, b: Claim) -> dict[str, float]:
    """What is weighed, by name: ``shared_*`` of both, ``left_*`` and ``right_*`` of a and b, ``one_*`` of only one."""
    out = {**_shared(a, b), **_set_against(a, b)}
    out["other_speaker"] = float(bool(a.speakers and b.speakers and not a.speakers & b.speakers))
    return out


def _shared(a: Claim, b: Claim) -> dict[str, float]:
    common = sorted(a.told.keys() & b.told.keys())
    weight = sum(a.told[word] for word in common)
    mine, theirs = (math.fsum(claim.told.values()) or 1.0 for claim in (a, b))
    named = a.names | b.names
    names = len(a.names & b.names)
    runs = set(pairwise(a.words)) & set(pairwise(b.words))
    return {
        "shared_senses": len(a.senses & b.senses) / math.sqrt(len(a.senses) * len(b.senses) + 1),
        "shared_words": 2 * weight / (mine + theirs),
        "shared_of_left": weight / mine,
        "shared_of_right": weight / theirs,
        "shared_count": min(len(common), 6),
        "shared_rarest": max((a.told[word] for word in common), default=0.0),
        "shared_runs": min(sum(not meaning().grammar.issuperset(run) for run in runs), 3),
        "shared_plain": sum(a.told[word] > _TELLING for word in common if word not in named),
        "shared_names": names / math.sqrt(len(a.names) * len(b.names)) if names else 0.0,
        "shared_name": float(names > 0),
    }


def _set_against(a: Claim, b: Claim) -> dict[str, float]:
    out: dict[str, float] = {}
    hostile = 0
    for side, claim in (("left", a), ("right", b)):
        out[f"{side}_denies"] = min(sum(_is_in(word, "denies.words") for word in claim.words), 2)
        out[f"{side}_contrasts"] = float(any(word in _lists()["contrast.words"] for word in claim.words))
        turned = bool(_lists()["turns.anywhere"] & set(claim.words)) or bool(
            _lists()["turns.first"] & set(claim.words[:1])
        )
        out[f"{side}_turns"] = float(turned)
        out[f"{side}_says"] = float(bool(claim.speakers))
        out[f"{side}_negates"] = float(any(w in meaning().negation or w.endswith("n't") for w in claim.words))
        hostile += min(sum(_is_in(word, "hostile.words") for word in claim.words), 2)
    for name in ("denies", "contrasts", "negates"):
        out[f"one_{name}"] = float((out[f"left_{name}"] > 0) != (out[f"right_{name}"] > 0))
    return {**out, "hostile": hostile}


def _probability(label: str, found: Mapping[str, float]) -> float:
    heads, rows = _weights()
    total = math.fsum([heads[label][0], *(w for feature, least, w in rows[label] if found[feature] >= least)])
    return 1 / (1 + math.exp(-total))


def weigh_claims(a: str, b: str) -> Effects:
    """What claim ``b`` does to claim ``a``. The thresholds are those of the best macro-F1 on the training pairs.

    Misses: all that needs knowledge of the matter; of two claims about different things it knows only that they share
    few words.
    """
    found = features(read_claim(a), read_claim(b))
    heads, _ = _weights()
    p = {label: _probability(label, found) for label in ("strengthen", "weaken")}
    over = {label: p[label] >= heads[label][1] for label in p}
    return Effects(p["strengthen"], p["weaken"], over["strengthen"] and not over["weaken"], over["weaken"])
