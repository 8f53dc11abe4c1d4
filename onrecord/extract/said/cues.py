"""How often a cue in a relation is an attribution: learned counts, or a small lexicon where they are missing."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

Counts = Mapping[tuple[str, str], tuple[int, int]]

# Pseudo-occurrences that a cue's share in one relation is drawn towards the share of its word and of its relation by.
PRIOR_WEIGHT = 4.0
WORD_WEIGHT = 3.0


def logit(p: float) -> float:
    """Log odds, of a probability kept away from 0 and 1."""
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def expit(x: float) -> float:
    """The probability of log odds."""
    return 1 / (1 + math.exp(-x)) if x > -30 else 0.0


@dataclass
class CueTable:
    """Occurrences and attributions by (lemma, relation), with the weights of what stands around a candidate."""

    pairs: Counts
    words: Mapping[str, tuple[int, int]]
    names: Mapping[str, tuple[int, int]]
    weights: Mapping[str, float]
    shares: Mapping[tuple[str, str], float] = field(default_factory=dict)
    _cache: dict[tuple[str, str], float] = field(default_factory=dict)

    def prior(self, lemma: str, name: str) -> float:
        """Probability that this cue in this relation is an attribution, whatever stands around it."""
        key = (lemma, name)
        p = self._cache.get(key)
        if p is None:
            p = self._cache[key] = smoothed(self.pairs.get(key, (0, 0)), self.words.get(lemma, (0, 0)),
                                            self.names.get(name, (0, 0)), self.shares.get(key, 0.0))  # fmt: skip
        return p

    def score(self, prior: float, features: Iterable[str]) -> float:
        """Probability of a candidate: its cue's log odds plus the weights of its features."""
        weights = self.weights
        x = weights.get("bias", 0.0) + weights.get("prior", 1.0) * logit(prior)
        for feature in features:
            x += weights.get(feature, 0.0)
        return expit(x)


def smoothed(pair: tuple[int, int], word: tuple[int, int], name: tuple[int, int], share: float = 0.0) -> float:
    """Share of a pair's occurrences that are attributions, drawn to what its word and its relation suggest.

    ``word`` is (annotated, expected from its relations alone times 100): a word counts by how much more often it is
    annotated than its relations are. ``share`` is what the lexicon says of the pair, 0 if nothing.
    """
    relation = (name[0] + 1) / (name[1] + 10)
    lift = (word[0] + WORD_WEIGHT) / (word[1] / 100 + WORD_WEIGHT)
    odds = relation / (1 - relation) * lift
    guess = max(min(odds / (1 + odds), 0.97), share)
    return (pair[0] + PRIOR_WEIGHT * guess) / (pair[1] + PRIOR_WEIGHT)


@cache
def cue_table() -> CueTable:
    """The learned table that comes with the package, over the lexicon; the lexicon alone where the file is missing."""
    path = resources.files("onrecord.extract") / "lexicons" / "cues.tsv"
    if not path.is_file():
        return CueTable({}, {}, {}, {}, lexicon_shares())
    pairs: dict[tuple[str, str], tuple[int, int]] = {}
    words: dict[str, tuple[int, int]] = {}
    names: dict[str, tuple[int, int]] = {}
    weights: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        what, *row = line.split("\t")
        if what == "pair":
            pairs[row[0], row[1]] = int(row[2]), int(row[3])
        elif what == "word":
            words[row[0]] = int(row[1]), int(row[2])
        elif what == "name":
            names[row[0]] = int(row[1]), int(row[2])
        elif what == "weight":
            weights[row[0]] = float(row[1])
    return CueTable(pairs, words, names, weights, lexicon_shares())


@cache
def lexicon_shares() -> Mapping[tuple[str, str], float]:
    """What the lexicon says of its pairs of cue and relation: the share of them that are attributions."""
    text = (resources.files("onrecord.extract") / "lexicons" / "cues.toml").read_text(encoding="utf-8")
    shares: dict[tuple[str, str], float] = {}
    for block in tomllib.loads(text).values():
        for lemma in block.get("lemmas", "").split():
            shares |= {(lemma, name): block["share"] for name in block["relations"].split()}
        for pair in block.get("pairs", "").split():
            lemma, _, name = pair.partition("/")
            shares[lemma, name] = block["share"]
    return shares


@cache
def asserting_lemmas() -> frozenset[str]:
    """Verbs of the lexicon that tell, ask or judge, whatever they govern."""
    return frozenset(lemma for lemma, name in lexicon_shares() if name in ("ccomp:that", "dobj", "ccomp:to"))


@cache
def no_names() -> frozenset[str]:
    """Words that stand before a colon without being who speaks."""
    text = (resources.files("onrecord.extract") / "lexicons" / "cues.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["labels"]["lemmas"].split())
