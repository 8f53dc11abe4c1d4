"""Articles that repeat each other's words: near-copies, and passages that two reports share.

Candidates come from MinHash bands (rensa) and from shared 13-word shingles; every figure that a link shows is then
counted exactly. Removed spans and an outlet's standing text do not count. From: Broder 1997 (shingles, resemblance);
Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3 (bands); `data/copies`, README (definitions).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from onrecord.link.credits import find_direction, sort_by_date
from onrecord.link.postings import (
    BANDS,
    LONG,
    MOST_ARTICLES,
    WINDOW,
    Clusters,
    Pair,
    Signatures,
    alike_pairs,
    band_hashes,
    band_pairs,
    count_pairs,
    long_key,
    runs_of,
    sign,
    telling,
    unpack,
)
from onrecord.link.shingles import Hashes, Indices, Words, distinct, read_words, shared, shingle, winnow, word_hashes
from onrecord.records import Article, Link, Range, Removed, link
from onrecord.text import blocks, inside_quotation, merge, quotations

_WORDS_KEPT = 300  # articles; about 30 MB
NEAR_RATIO = 0.5  # shared / all 6-shingles from which two articles are copies
FEWEST_SHARED = 5  # 13-shingles from which `data/copies` counts two articles as sharing text
FEWEST_WORDS = LONG + WINDOW - 1  # in a row from which two articles share a passage: 17
ALIKE_SHARE = 0.1  # of the kept 13-shingles, from which a pair may be near; at jaccard6 .5 it is .3 and more

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


class Copies(NamedTuple):
    """Links of copies and passages, and the 13-shingles (40 bits, sorted) found to be standing text."""

    links: tuple[Link, ...]
    standing: Hashes


def keys(article: Article, without: Sequence[Range] = ()) -> tuple[int, ...]:
    """The blocking keys of an article, 41 bits each: a third of its 13-shingles (even) and its 32 bands (odd).

    Two articles that share no key are no copies and share no run of 17 words.
    """
    short, long = sign(article.text, without)
    bands = band_hashes([short])[0] + np.arange(BANDS, dtype=np.uint64) if len(short) else np.empty(0, np.uint64)
    return (*(long << np.uint64(1)).tolist(), *((long_key(bands) << np.uint64(1)) | np.uint64(1)).tolist())


def standing_keys(standing: Hashes) -> tuple[int, ...]:
    """The keys, as `keys` gives them, of 13-shingles found to be standing text."""
    return tuple((standing << np.uint64(1)).tolist())


def _near_pairs(signatures: Signatures, candidates: Sequence[Pair]) -> tuple[dict[Pair, float], Clusters]:
    """The pairs at `NEAR_RATIO` and above with their jaccard6, and the clusters they make.

    Within a cluster all pairs are looked at, so that a pair that the bands missed is found through a common copy. In
    one of more than `MOST_ARTICLES` only those with its earliest article are, and only as many as hold it together are
    given.
    """
    count = len(signatures.sizes)
    rough, clusters = Clusters(count), Clusters(count)
    for pair in candidates:
        rough.join(*pair)
    near: dict[Pair, float] = {}
    seen = set(candidates)
    # One heap after the other: the shingles of an article are kept only for a while.
    for pair in sorted(candidates, key=lambda pair: (rough.find(pair.first), pair)):
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
    return _shown(near, clusters, count), clusters


def _shown(near: Mapping[Pair, float], clusters: Clusters, count: int) -> dict[Pair, float]:
    """The pairs of small clusters, and of large ones those that hold them together."""
    sizes, tree = Counter(clusters.heads().tolist()), Clusters(count)
    shown: dict[Pair, float] = {}
    for pair, ratio in sorted(near.items()):
        if sizes[clusters.find(pair.first)] <= MOST_ARTICLES or tree.find(pair.first) != tree.find(pair.second):
            shown[pair] = ratio
            tree.join(*pair)
    return shown


def align(left: Words, right: Words, standing: Hashes | None = None) -> list[Passage]:
    """The runs of 13 words and more that two articles share, in the order of the left one, none overlapping there.

    A run is cut where a removed part stood inside it. Shingles of ``standing`` text do not count.
    """
    mine, theirs = shingle(left.hashes, LONG), shingle(right.hashes, LONG)
    both = shared(distinct(mine), distinct(theirs))
    where: dict[int, set[int]] = defaultdict(set)
    first: dict[int, int] = {}
    for j in np.flatnonzero(np.isin(theirs, both)).tolist():
        where[int(theirs[j])].add(j)
        first.setdefault(int(theirs[j]), j)
    counts = np.isin(mine, both)
    if standing is not None and len(standing):
        counts &= ~_stands(mine, standing)
    out: list[Passage] = []
    run: tuple[int, int, int] | None = None  # first word left, first word right, shingles so far
    covered = 0
    for i in np.flatnonzero(counts).tolist():
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


def _stands(shingles: Hashes, standing: Hashes) -> npt.NDArray[np.bool_]:
    """For each shingle of a text whether it is next to a kept one that is standing, or is one itself.

    Standing text so loses up to four words of what stands beside it: the edges of footers are no passages.
    """
    picked = winnow(shingles, WINDOW)
    known = np.concatenate(([False], np.isin(long_key(shingles[picked]), standing), [False]))
    places = np.arange(len(shingles))
    before, after = np.searchsorted(picked, places, side="right"), np.searchsorted(picked, places, side="left") + 1
    beside: npt.NDArray[np.bool_] = known[before] | known[after]
    return beside


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
    return find_copies(articles, removed).links


def find_copies(articles: Sequence[Article], removed: Mapping[str, Sequence[Removed]],
                standing: Callable[[Sequence[int]], Iterable[int]] | None = None) -> Copies:  # fmt: skip
    """`link_copies`, with the standing text that was found. ``standing`` tells which of some keys are known to be such.

    Of a block that holds all articles that share a key with one of it (other than a standing one), and their copies,
    the links are those that the whole collection has.
    """
    job = _read_job(articles, removed)
    packed = np.concatenate((band_pairs(job.signatures), alike_pairs(job.signatures, ALIKE_SHARE)))
    near, clusters = _near_pairs(job.signatures, unpack(distinct(packed)))
    repeated = standing_keys(job.signatures.shared.keys)
    known = np.array([key >> 1 for key in standing(repeated)] if standing else [], dtype=np.uint64)
    found = telling(job.signatures.shared, clusters.heads(), _numbered_outlets(job.articles), RARE_ARTICLES, known)
    read = _Reader(job)
    links = [
        _copy(job, pair, near.get(pair), read(pair.first), read(pair.second), found.standing)
        for pair in sorted({*unpack(found.pairs), *near})
    ]
    return Copies(tuple(entry for entry in links if entry is not None), found.standing)


def _numbered_outlets(articles: Sequence[Article]) -> Indices:
    """A number for the outlet of each article. Those of unknown outlet count as of one, so that a saved site's appeal
    is not taken for reuse.
    """  # fmt: skip
    numbers: dict[str, int] = {}
    found = [numbers.setdefault((article.outlet or "").casefold(), len(numbers)) for article in articles]
    return np.array(found, dtype=np.int64)


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


def _copy(job: _Job, pair: Pair, ratio: float | None, mine: Words, theirs: Words, standing: Hashes) -> Link | None:
    """The link of a pair that is near (``ratio``) or may share a passage; None where no run is long enough to show."""
    runs = align(mine, theirs, None if ratio is not None else standing)
    if ratio is None:
        runs = [run for run in runs if run.words >= FEWEST_WORDS]
        if not runs:
            return None
    words = sum(run.words for run in runs)
    lengths = (len(mine.ranges), len(theirs.ranges))
    left, right = (job.articles[i] for i in pair)
    direction, swap = find_direction(left, right)
    if swap:
        left, right, lengths = right, left, lengths[::-1]
        runs = [Passage(run.right, run.left, run.words) for run in runs]
    longest = max(runs, key=lambda run: run.words, default=None)
    span = (*longest.left, *longest.right) if longest else (0, 0, 0, 0)
    exact = job.signatures.jaccard(pair) if ratio is None else ratio
    shared13 = len(shared(*(distinct(shingle(words_.hashes, LONG)) for words_ in (mine, theirs))))
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

    The candidates at 0.1 to 0.5 without a common 13-shingle are only those that share a MinHash band. Keeps all
    13-shingles of all texts: made for collections of some thousand.
    """
    signatures = Signatures(len(texts), lambda n: (texts[n], ()))
    longs = [distinct(shingle(word_hashes(text), LONG)) for text in texts]
    values = np.concatenate(longs) if longs else np.empty(0, np.uint64)
    order = np.argsort(values, kind="stable")  # stable: owners stay sorted within a shingle
    owners = np.repeat(np.arange(len(longs), dtype=np.uint64), [len(long) for long in longs])[order]
    starts, lengths = runs_of(values[order])
    together, rare = (
        dict(zip(unpack(pairs), counts.tolist(), strict=True))
        for pairs, counts in (count_pairs(owners, starts, lengths, most) for most in (len(texts), RARE_ARTICLES))
    )
    for pair in sorted({*together, *unpack(band_pairs(signatures))}):
        ratio, count = signatures.jaccard(pair), together.get(pair, 0)
        if ratio >= 0.1 or count >= FEWEST_SHARED:
            yield PairRow(*pair, round(ratio, 4), count, rare.get(pair, 0))


def copy_pairs(articles: Sequence[Article]) -> Iterator[dict[str, str | int | float]]:
    """`count_rows` with the articles' ids, as `onrecord evaluate predict copies` writes them: a, b and the figures."""
    ids = [article.given_id or article.id for article in articles]
    for row in count_rows([article.text for article in articles]):
        yield {"a": ids[row.first], "b": ids[row.second], "jaccard6": row.jaccard6, "shared13": row.shared13,
               "rare13": row.rare13}  # fmt: skip
