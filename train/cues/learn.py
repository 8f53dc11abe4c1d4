"""Learns the cue table: how often a verb, noun or adjective in a relation is annotated as an attribution.

Call:   python -m train.cues.learn TRAIN.jsonl[.gz] -o onrecord/extract/lexicons/cues.tsv [--cache FILE]
TRAIN holds one record a line: {"id", "text", "attributions": [{"source", "cue", "content"}]}, offsets in code points.

Every candidate that the rules offer is compared with the annotation: it counts as annotated if half of its content's
words, one word of its source and one of its cue agree with one attribution. Candidates inside an attribution's content
are left out, because the annotation has no attributions inside attributions. Counts go to the table; then the weights
of the features are fitted by logistic regression on priors learned without the article in question (ten folds).
No randomness: folds are dealt in file order, the fit is Newton's method.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from onrecord.analyse.pipeline import analyse
from onrecord.extract.said.candidates import Candidate, find_candidates
from onrecord.extract.said.cues import CueTable, lexicon_shares, logit, smoothed
from onrecord.records import Analysis, Article, Source

FOLDS = 10
MIN_FEATURE = 20
L2 = 4.0
LEXICAL = ("s:", "o:")  # features with a word in them: the source's noun, the content's
MIN_LEXICAL = 5


# Tokens of an attribution: its cue, its whole content and each quotation in it, its source.
Gold = tuple[set[int], list[set[int]], set[int]]


class Example(NamedTuple):
    lemma: str
    name: str
    features: tuple[str, ...]
    label: bool
    fold: int


class Everything(CueTable):
    """A table that lets every candidate pass."""

    def prior(self, lemma: str, name: str) -> float:
        return 1.0


def read(path: Path) -> list[dict[str, Any]]:
    octets = path.read_bytes()
    text = (gzip.decompress(octets) if path.suffix == ".gz" else octets).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def analyses(records: Sequence[dict[str, Any]], cache: Path | None) -> list[Analysis]:
    if cache and cache.exists():
        return [a for _, a in pickle.loads(cache.read_bytes())]
    found = []
    for r in records:
        source = Source("", r["id"], "", len(r["text"]), "text/plain")
        found.append(analyse(Article(r["id"], source, r["text"], r.get("title")))[0])
    return found


def words_in(a: Analysis, ranges: Iterable[Sequence[int]]) -> set[int]:
    return {k for s, e in ranges for k in a.tokens_in(s, e) if a.tokens[k].text[0].isalnum()}


def label(a: Analysis, candidate: Candidate, gold: list[Gold]) -> bool:
    content = words_in(a, candidate.content)
    source = {k for s, e in candidate.source for k in range(s, e)}
    for cue, parts, other_source in gold:
        if cue.isdisjoint(candidate.cue):
            continue
        # One part is enough: a quotation that goes on after "he said." is joined later.
        if not any(len(content & part) >= 0.5 * len(content | part) for part in parts if content & part):
            continue
        if source & other_source or not (source or other_source):
            return True
    return False


def examples(records: Sequence[dict[str, Any]], read_articles: Sequence[Analysis]) -> list[Example]:
    everything = Everything({}, {}, {}, {})
    found = []
    for n, (record, a) in enumerate(zip(records, read_articles, strict=True)):
        gold = [
            (
                {k for s, e in x["cue"] for k in a.tokens_in(s, e)},
                [words_in(a, x["content"]), *(words_in(a, [p]) for p in x["content"] if a.text[p[0]] in "“\"'`")],
                words_in(a, x["source"]),
            )
            for x in record["attributions"]
        ]
        contents = [tuple(r) for x in record["attributions"] for r in x["content"]]
        for c in find_candidates(a, everything, 0.0)[0]:
            at = a.tokens[c.relation.cue].start
            if any(s <= at < e for s, e in contents):
                continue
            found.append(Example(c.relation.lemma, c.relation.name, c.features, label(a, c, gold), n % FOLDS))
    return found


def counts(found: Iterable[Example]) -> tuple[dict, dict, dict]:  # type: ignore[type-arg]
    pairs: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    names: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for x in found:
        for row in (pairs[x.lemma, x.name], names[x.name]):
            row[0] += x.label
            row[1] += 1
    words: dict[str, list[float]] = defaultdict(lambda: [0, 0.0])
    for (lemma, name), (k, n) in pairs.items():
        words[lemma][0] += k
        words[lemma][1] += n * (names[name][0] + 1) / (names[name][1] + 10)
    return (
        {p: (k, n) for p, (k, n) in pairs.items()},
        {w: (int(k), round(100 * e)) for w, (k, e) in words.items()},
        {m: (k, n) for m, (k, n) in names.items()},
    )


def prior(tables: tuple[dict, dict, dict], x: Example) -> float:  # type: ignore[type-arg]
    pairs, words, names = tables
    pair = (x.lemma, x.name)
    share = lexicon_shares().get(pair, 0.0)
    return smoothed(pairs.get(pair, (0, 0)), words.get(x.lemma, (0, 0)), names.get(x.name, (0, 0)), share)


def lexical_lifts(kept: Sequence[tuple[Example, float]]) -> dict[str, float]:
    """For the common nouns of sources and contents: log of how much oftener they are annotated than their cues are."""
    seen: dict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0])
    for x, p in kept:
        for f in x.features:
            if f.startswith(LEXICAL):
                row = seen[f]
                row[0] += x.label
                row[1] += p
                row[2] += 1
    return {f: math.log((k + 3) / (e + 3)) for f, (k, e, n) in seen.items() if n >= MIN_LEXICAL}


def fit(found: Sequence[Example], floor: float) -> dict[str, float]:
    """Weights of bias, prior log odds and features, for the candidates whose prior is at least ``floor``."""
    folds = [counts(x for x in found if x.fold != k) for k in range(FOLDS)]
    priors = [prior(folds[x.fold], x) for x in found]
    kept = [(x, p) for x, p in zip(found, priors, strict=True) if p >= floor]
    frequent = Counter(f for x, _ in kept for f in x.features if not f.startswith(LEXICAL))
    names = ["bias", "prior", *LEXICAL, *sorted(f for f, n in frequent.items() if n >= MIN_FEATURE)]
    lifts = [lexical_lifts([(x, p) for x, p in kept if x.fold != k]) for k in range(FOLDS)]
    column = {f: k for k, f in enumerate(names)}
    matrix = np.zeros((len(kept), len(names)), np.float64)
    target = np.zeros(len(kept))
    for row, (x, p) in enumerate(kept):
        matrix[row, 0] = 1
        matrix[row, 1] = logit(p)
        for f in x.features:
            if f in column:
                matrix[row, column[f]] = 1
            elif f.startswith(LEXICAL):
                matrix[row, column[f[:2]]] = lifts[x.fold].get(f, 0.0)
        target[row] = x.label
    weights = np.zeros(len(names))
    weights[1] = 1
    penalty = np.full(len(names), L2)
    penalty[:2] = 1e-3
    for _ in range(25):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (guess - target) + penalty * weights
        hessian = (matrix * (guess * (1 - guess))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    fitted = dict(zip(names, weights.tolist(), strict=True))
    scale = {kind: fitted.pop(kind) for kind in LEXICAL}
    return fitted | {f: scale[f[:2]] * x for f, x in lexical_lifts(kept).items()}


HEAD = """\
# How often a cue in a relation is an attribution. Learned by train/cues/learn.py; do not edit.
# Counts of words and fitted weights from the training part (840 articles) of PolNeAR 1.0.0 (repository
# networkdynamics/PolNeAR; no licence stated, published for research; no text of it is in this file):
# Edward Newell, Drew Margolin, Derek Ruths: An Attribution Relations Corpus for Political News. LREC 2018.
# Rows: pair <lemma> <relation> <annotated> <seen>; word <lemma> <annotated> <100 x expected from its relations>;
# name <relation> <annotated> <seen>; weight <feature> <log odds>
"""


def write(path: Path, found: Sequence[Example], floor: float) -> None:
    pairs, words, names = counts(found)
    weights = fit(found, floor)
    lines = [f"name\t{n}\t{k}\t{m}" for n, (k, m) in sorted(names.items()) if m >= 5]
    lines += [f"word\t{w}\t{k}\t{e}" for w, (k, e) in sorted(words.items()) if k or e >= 50]
    lines += [
        f"pair\t{w}\t{r}\t{k}\t{n}"
        for (w, r), (k, n) in sorted(pairs.items())
        if names[r][1] >= 5 and (k or (n >= 3 and words[w][0]) or n >= 10)
    ]
    lines += [f"weight\t{f}\t{x:.4f}" for f, x in sorted(weights.items())]
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="analyses of the same records, pickled, to save their time")
    parser.add_argument("--floor", type=float, default=0.04)
    options = parser.parse_args()
    records = read(options.train)
    found = examples(records, analyses(records, options.cache))
    write(options.output, found, options.floor)
    print(f"{len(found):,} candidates, {sum(x.label for x in found):,} annotated")


if __name__ == "__main__":
    main()
