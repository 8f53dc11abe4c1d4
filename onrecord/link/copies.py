"""Articles that repeat each other's words: near-copies, and passages that two reports share.

Candidates come from MinHash bands (rensa) and from shared 13-word shingles; every figure that a link shows is then
counted exactly. Removed spans and an outlet's standing text do not count. From: Broder 1997 (shingles, resemblance);
Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3 (bands); `data/copies`, README (definitions).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from onrecord.link.credits import find_direction, sort_by_date
from onrecord.link.postings import (
    LONG,
    MOST_ARTICLES,
    Carried,
    Clusters,
    Pair,
    Signatures,
    band_hashes,
    band_pairs,
    carried,
    count_pairs,
    sign,
)
from onrecord.link.shingles import Hashes, Words, distinct, read_words, shared, shingle
from onrecord.records import Article, Link, Range, Removed, link
from onrecord.text import blocks, inside_quotation, merge, quotations

_WORDS_KEPT = 300  # articles; about 30 MB
NEAR_RATIO = 0.5  # shared / all 6-shingles from which two articles are copies
FEWEST_SHARED = 5  # 13-shingles from which two articles share a passage: 17 words in a row

RARE_ARTICLES = 3  # a shingle in more articles of one outlet than this is the outlet's standing text


class PairRow(NamedTuple):
    """Two articles (positions in the input, first < second) and what they share, counted exactly."""

    first: int
    second: int
    jaccard6: float
    shared13: int
    rare13: int


class Passage(NamedTuple):
    """The same run of words in two articles, as character ranges of each."""

    left: Range
    right: Range
    words: int


def keys(article: Article, without: Sequence[Range] = ()) -> tuple[str, ...]:
    """The blocking keys of an article: its bands and its 13-shingles. Two articles that share none are no copies."""
    short, long = sign(article.text, without)
    bands = band_hashes([short])[0].tolist() if len(short) else []
    return (*(f"b{n}:{value:x}" for n, value in enumerate(bands)), *(f"s:{value:x}" for value in long.tolist()))


def _near_pairs(signatures: Signatures, candidates: Sequence[Pair]) -> tuple[dict[Pair, float], Clusters]:
    """The pairs at `NEAR_RATIO` and above with their jaccard6, and the clusters they make.

    Within a cluster all pairs are looked at, so that a pair that the bands missed is found through a common copy. In
    one of more than `MOST_ARTICLES` only those with its earliest article are, and only as many as hold it together are
    given.
    """
    count = len(signatures.longs)
    rough, clusters = Clusters(count), Clusters(count)
    for pair in candidates:
        rough.join(*pair)
    near: dict[Pair, float] = {}
    seen = set(candidates)
    for pair in sorted(
        candidates, key=lambda pair: (rough.find(pair.first), pair)
    ):  # one heap after the other: see short
        if (ratio := signatures.jaccard(pair)) >= NEAR_RATIO:
            near[pair] = ratio
            clusters.join(*pair)
    for group in clusters.members():
        large = len(group) > MOST_ARTICLES
        for i, first in enumerate(group[:1] if large else group):
            for second in group[i + 1 :]:
                pair = Pair(first, second)
                if pair not in seen and (ratio := signatures.jaccard(pair)) >= NEAR_RATIO:
                    near[pair] = ratio
    sizes, tree = Counter(map(clusters.find, range(count))), Clusters(count)
    shown: dict[Pair, float] = {}
    for pair, ratio in sorted(near.items()):
        if sizes[clusters.find(pair.first)] <= MOST_ARTICLES or tree.find(pair.first) != tree.find(pair.second):
            shown[pair] = ratio
            tree.join(*pair)
    return shown, clusters


def _telling(found: Iterable[Carried], clusters: Clusters,
             outlets: Sequence[str]) -> tuple[list[tuple[tuple[int, ...], int]], Hashes]:  # fmt: skip
    """The articles that share telling shingles, with how many, and the shingles of standing text (sorted).

    Of every cluster of copies only the earliest article counts. Standing: in more than `RARE_ARTICLES` different
    reports of one outlet, or in more than `MOST_ARTICLES` of all. Articles of unknown outlet count as of one outlet,
    so that a saved site's appeal is not taken for reuse.
    """
    shares: Counter[tuple[int, ...]] = Counter()
    standing = [np.empty(0, np.uint64)]
    for owners, shingles in found:
        first = {clusters.find(i): i for i in reversed(owners)}
        most = max(Counter(outlets[i] for i in first.values()).values())
        if most > RARE_ARTICLES or len(first) > MOST_ARTICLES:
            standing.append(shingles)
        elif len(first) > 1:
            shares[tuple(sorted(first.values()))] += len(shingles)
    return list(shares.items()), np.sort(np.concatenate(standing))


def align(left: Words, right: Words, standing: Hashes | None = None) -> list[Passage]:
    """The runs of 13 words and more that two articles share, in the order of the left one, none overlapping there.

    A run is cut where a removed part stood inside it. Shingles in ``standing`` (sorted) do not count.
    """
    mine, theirs = shingle(left.hashes, LONG), shingle(right.hashes, LONG)
    both = shared(distinct(mine), distinct(theirs))
    if standing is not None and len(standing):
        both = np.setdiff1d(both, standing, assume_unique=True)
    where: dict[int, set[int]] = defaultdict(set)
    first: dict[int, int] = {}
    for j in np.flatnonzero(np.isin(theirs, both)).tolist():
        where[int(theirs[j])].add(j)
        first.setdefault(int(theirs[j]), j)
    out: list[Passage] = []
    run: tuple[int, int, int] | None = None  # first word left, first word right, shingles so far
    covered = 0
    for i in np.flatnonzero(np.isin(mine, both)).tolist():
        value = int(mine[i])
        if run and i == run[0] + run[2] and run[1] + run[2] in where[value]:
            run = (run[0], run[1], run[2] + 1)
            continue
        if run:
            covered = run[0] + run[2] + LONG - 1
            out.extend(_cut(left, right, run[0], run[1], run[2] + LONG - 1))
        run = (i, first[value], 1) if i >= covered else None
    if run:
        out.extend(_cut(left, right, run[0], run[1], run[2] + LONG - 1))
    return out


def _cut(left: Words, right: Words, i: int, j: int, length: int) -> Iterator[Passage]:
    """The passage of ``length`` words from ``i`` and ``j`` on, in pieces where words between were removed."""
    first = 0
    for n in range(1, length + 1):
        if n == length or (i + n) in left.gaps or (j + n) in right.gaps:
            yield Passage((left.ranges[i + first][0], left.ranges[i + n - 1][1]),
                          (right.ranges[j + first][0], right.ranges[j + n - 1][1]), n - first)  # fmt: skip
            first = n


class _Job(NamedTuple):
    """The articles of one linking job in order of date, with their removed ranges and shingles."""

    articles: Sequence[Article]
    without: Sequence[Sequence[Range]]
    signatures: Signatures


def _read_job(articles: Sequence[Article], removed: Mapping[str, Sequence[Removed]]) -> _Job:
    ordered = sort_by_date(articles)
    without = [tuple(r.span.range for r in removed.get(article.id, ())) for article in ordered]
    return _Job(ordered, without, Signatures(len(ordered), lambda n: (ordered[n].text, without[n])))


def link_copies(articles: Sequence[Article], removed: Mapping[str, Sequence[Removed]]) -> tuple[Link, ...]:
    """A "copy" link per pair of near-copies and a "passage" link per other pair that shares passages, earlier first.

    Evidence (exact): jaccard6, shared13, the words in common runs (``words``, ``left_share``, ``right_share``), how
    many of them stand inside quotation marks (``quoted_words``: reports that quote one speech share only such), the
    ranges (`passages` reads them), and by what the earlier one is known (``direction``: date, credit or unknown).
    A passage that several copies of one report carry is linked to the earliest of them. Misses: reuse in runs of
    fewer than 17 words, translation, paraphrase.
    """
    job = _read_job(articles, removed)
    rare = count_pairs(
        (c.owners, len(c.shingles)) for c in carried(job.signatures.longs) if len(c.owners) <= RARE_ARTICLES
    )
    candidates = {*band_pairs(job.signatures), *(pair for pair, count in rare.items() if count >= FEWEST_SHARED)}
    near, clusters = _near_pairs(job.signatures, sorted(candidates))
    outlets = [(article.outlet or "").casefold() for article in job.articles]
    shares, standing = _telling(carried(job.signatures.longs), clusters, outlets)
    reused = {pair for pair, count in count_pairs(shares).items() if count >= FEWEST_SHARED}
    read = _Reader(job)
    links = [
        _copy(job, pair, near.get(pair), align(read(pair.first), read(pair.second), None if pair in near else standing),
              (len(read(pair.first).ranges), len(read(pair.second).ranges)))
        for pair in sorted(reused | near.keys())
    ]  # fmt: skip
    return tuple(found for found in links if found is not None)


class _Reader:
    """The words of a job's articles with their ranges; the latest ones are kept."""

    def __init__(self, job: _Job) -> None:
        self._job = job
        self._kept: dict[int, Words] = {}

    def __call__(self, n: int) -> Words:
        if n not in self._kept:
            if len(self._kept) >= _WORDS_KEPT:
                self._kept.clear()
            self._kept[n] = read_words(self._job.articles[n].text, self._job.without[n])
        return self._kept[n]


def link_block(block: Sequence[Article]) -> tuple[Link, ...]:
    """The copies within one block of articles that share a key, as `link_copies` makes them."""
    return link_copies(block, {})


def _copy(job: _Job, pair: Pair, ratio: float | None, runs: Sequence[Passage],
          lengths: tuple[int, int]) -> Link | None:  # fmt: skip
    """The link of a pair; None where less than `FEWEST_SHARED` shingles' worth of words is left to show."""
    words = sum(run.words for run in runs)
    if ratio is None and max((run.words for run in runs), default=0) < LONG:
        return None
    left, right = (job.articles[i] for i in pair)
    direction, swap = find_direction(left, right)
    if swap:
        left, right, lengths = right, left, lengths[::-1]
        runs = [Passage(run.right, run.left, run.words) for run in runs]
    longest = max(runs, key=lambda run: run.words, default=None)
    span = (*longest.left, *longest.right) if longest else (0, 0, 0, 0)
    exact = job.signatures.jaccard(pair) if ratio is None else ratio
    shared13 = len(shared(job.signatures.longs[pair.first], job.signatures.longs[pair.second]))
    return link("passage" if ratio is None else "copy", left.id, right.id, "shingles",
                round(exact if ratio is not None else words / max(1, min(lengths)), 4),
                jaccard6=round(exact, 4), shared13=shared13, words=words,
                left_share=round(words / max(1, lengths[0]), 4), right_share=round(words / max(1, lengths[1]), 4),
                direction=direction, left_start=span[0], left_end=span[1], right_start=span[2], right_end=span[3],
                quoted_words=_quoted_words(left, runs), passages=write_passages(runs))  # fmt: skip


def _quoted_words(article: Article, runs: Sequence[Passage]) -> int:
    """How many words of the passages stand inside quotation marks in the left article, to the nearest word."""
    if not runs:
        return 0
    marked = [q.inner for q in quotations(article.text, blocks(article.text)) if q.depth == 0]
    marked = merge(marked)
    return round(sum(run.words * inside_quotation(marked, *run.left) for run in runs))


def write_passages(runs: Iterable[Passage]) -> str:
    """The ranges of passages as a link's evidence: ``left_start-left_end:right_start-right_end`` by blanks."""
    return " ".join(f"{r.left[0]}-{r.left[1]}:{r.right[0]}-{r.right[1]}" for r in runs)


def passages(found: Link) -> tuple[tuple[Range, Range], ...]:
    """The ranges of the passages that a "copy" or "passage" link holds: (left, right) character ranges."""
    text = str(dict(found.evidence).get("passages", ""))
    pairs = ([tuple(map(int, side.split("-"))) for side in part.split(":")] for part in text.split())
    return tuple(((left[0], left[1]), (right[0], right[1])) for left, right in pairs)


def count_rows(texts: Sequence[str]) -> Iterator[PairRow]:
    """Every pair of whole texts with jaccard6 of at least 0.1 or 5 shared 13-shingles, as `data/copies` defines them.

    The candidates at 0.1 to 0.5 without a common 13-shingle are only those that share a MinHash band.
    """
    signatures = Signatures(len(texts), lambda n: (texts[n], ()))
    lists = [(c.owners, len(c.shingles)) for c in carried(signatures.longs)]
    together = count_pairs(lists)
    rare = count_pairs((owners, count) for owners, count in lists if len(owners) <= RARE_ARTICLES)
    for pair in sorted({*together, *band_pairs(signatures)}):
        ratio = signatures.jaccard(pair)
        if ratio >= 0.1 or together[pair] >= FEWEST_SHARED:
            yield PairRow(*pair, round(ratio, 4), together[pair], rare[pair])


def copy_pairs(articles: Sequence[Article]) -> Iterator[dict[str, str | int | float]]:
    """`count_rows` with the articles' ids, as `onrecord evaluate predict copies` writes them: a, b and the figures."""
    ids = [article.given_id or article.id for article in articles]
    for row in count_rows([article.text for article in articles]):
        yield {"a": ids[row.first], "b": ids[row.second], "jaccard6": row.jaccard6, "shared13": row.shared13,
               "rare13": row.rare13}  # fmt: skip
