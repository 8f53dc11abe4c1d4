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
import numpy.typing as npt
from rensa import RMinHash

from onrecord.link.credits import find_direction, sort_by_date
from onrecord.link.shingles import Hashes, Words, distinct, read_words, shared, shingle, word_hashes
from onrecord.records import Article, Link, Range, Removed, link
from onrecord.text import blocks, inside_quotation, merge, quotations

SHORT, LONG = 6, 13  # words in a shingle: resemblance and reuse
BANDS, ROWS = 32, 4  # recall .976 of the pairs at 0.5 and above, measured on 1,000 articles
NEAR_RATIO = 0.5  # shared / all 6-shingles from which two articles are copies
FEWEST_SHARED = 5  # rare 13-shingles from which two articles share a passage: 17 words in a row
RARE_ARTICLES = 3  # a shingle in more articles of one outlet than this is the outlet's standing text
MOST_ARTICLES = 50  # a shingle in more articles than this is a formula, whoever prints it

_SEED = 20250217
_SHIFT = np.uint64(32)
Indices = npt.NDArray[np.int64]


class Signed(NamedTuple):
    """An article's distinct 6- and 13-shingles (sorted) without its removed parts."""

    short: Hashes
    long: Hashes


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


def sign(text: str, without: Sequence[Range] = ()) -> Signed:
    """The shingles of a text, leaving out the ranges."""
    words = word_hashes(text, without)
    return Signed(distinct(shingle(words, SHORT)), distinct(shingle(words, LONG)))


def keys(article: Article, without: Sequence[Range] = ()) -> tuple[str, ...]:
    """The blocking keys of an article: its bands and its 13-shingles. Two articles that share none are no copies."""
    signed = sign(article.text, without)
    bands = _bands([signed])[0].tolist() if len(signed.short) else []
    return (*(f"b{n}:{value:x}" for n, value in enumerate(bands)), *(f"s:{value:x}" for value in signed.long.tolist()))


def _bands(signed: Sequence[Signed]) -> Hashes:
    """One hash per article and band; articles without a shingle get zeros."""
    offsets = [0, *np.cumsum([len(s.short) for s in signed]).tolist()]
    flat = np.concatenate([s.short for s in signed]) if signed else np.empty(0, np.uint64)
    rows = RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, BANDS * ROWS, _SEED).to_rows()
    digests = np.array(rows, dtype=np.uint64).reshape(len(signed), BANDS, ROWS)
    out = np.zeros((len(signed), BANDS), dtype=np.uint64)
    for row in range(ROWS):
        out = (out ^ digests[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        out ^= out >> np.uint64(29)
    return out


def _runs(values: npt.NDArray[np.uint64]) -> tuple[Indices, Indices]:
    """Start and length of each run of equal values of a sorted array."""
    if not len(values):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return starts, np.diff(np.append(starts, len(values)))


def _band_pairs(signed: Sequence[Signed]) -> Hashes:
    """Pairs of articles (first << 32 | second) that fall together in a band.

    A block of more than `MOST_ARTICLES` is joined along its order instead of all with all: in a heap of copies of one
    report each pair in a row says enough, and the neighbours of neighbours are added later.
    """
    filled = np.array([i for i, s in enumerate(signed) if len(s.short)], dtype=np.uint64)
    if len(filled) < 2:
        return np.empty(0, np.uint64)
    bands = _bands([signed[int(i)] for i in filled])
    out = []
    for band in range(BANDS):
        order = np.argsort(bands[:, band], kind="stable")
        owners = filled[order]
        out.append(_pairs_of_runs(owners, *_runs(bands[order, band])))
    return np.unique(np.concatenate(out))


def _pairs_of_runs(owners: Hashes, starts: Indices, lengths: Indices) -> Hashes:
    """All pairs within each run of owners (each sorted), those of over-long runs only in a chain."""
    out = [np.empty(0, np.uint64)]
    for length in np.unique(lengths[lengths > 1]).tolist():
        block = owners[starts[lengths == length][:, None] + np.arange(length)]
        if length > MOST_ARTICLES:
            i, j = np.arange(length - 1), np.arange(1, length)
        else:
            i, j = np.triu_indices(length, 1)
        out.append(((block[:, i] << _SHIFT) | block[:, j]).ravel())
    return np.concatenate(out)


class Postings(NamedTuple):
    """The 13-shingles that stand in more than one article: for each its articles, as runs of ``owners``."""

    hashes: Hashes
    owners: Hashes
    starts: Indices
    lengths: Indices


def find_postings(signed: Sequence[Signed]) -> Postings:
    """The repeated 13-shingles of a collection. Memory: 16 bytes a shingle; larger collections come in shards."""
    counts = [len(s.long) for s in signed]
    values = np.concatenate([s.long for s in signed]) if signed else np.empty(0, np.uint64)
    owners = np.repeat(np.arange(len(signed), dtype=np.uint64), counts)
    order = np.argsort(values, kind="stable")  # stable: owners stay sorted within a run
    values, owners = values[order], owners[order]
    starts, lengths = _runs(values)
    repeated = lengths > 1
    return Postings(values[starts[repeated]], owners, starts[repeated], lengths[repeated])


def count_pairs(postings: Postings, least: int, most: int) -> dict[int, int]:
    """How many 13-shingles each pair (first << 32 | second) shares, over those in ``least`` to ``most`` articles.

    Shingles with the same articles are counted together: copies share hundreds of them.
    """
    chosen = (postings.lengths >= least) & (postings.lengths <= most)
    groups: Counter[bytes] = Counter()
    starts, lengths = postings.starts[chosen], postings.lengths[chosen]
    owners = postings.owners.astype(np.uint32)
    for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        groups[owners[start : start + length].tobytes()] += 1
    counts: Counter[int] = Counter()
    for key, count in groups.items():
        block = np.frombuffer(key, np.uint32).astype(np.uint64)
        i, j = np.triu_indices(len(block), 1)
        for pair in ((block[i] << _SHIFT) | block[j]).tolist():
            counts[pair] += count
    return counts


def jaccard(left: Hashes, right: Hashes) -> float:
    """Shared / all distinct shingles of two articles; 0 where either has none."""
    both = len(shared(left, right))
    return both / (len(left) + len(right) - both) if both else 0.0


class Clusters:
    """Which articles are near-copies of each other, directly or through others."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, i: int) -> int:
        """The first member of the cluster of ``i``."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Make the clusters of ``i`` and ``j`` one."""
        i, j = self.find(i), self.find(j)
        self._parent[max(i, j)] = min(i, j)

    def members(self) -> Iterator[list[int]]:
        """The clusters of more than one, each sorted."""
        groups = defaultdict(list)
        for i in range(len(self._parent)):
            groups[self.find(i)].append(i)
        return (group for group in groups.values() if len(group) > 1)


def _near_pairs(signed: Sequence[Signed], candidates: Iterable[int]) -> tuple[dict[tuple[int, int], float], Clusters]:
    """The pairs at `NEAR_RATIO` and above with their jaccard6, and the clusters they make.

    Within a cluster all pairs are looked at, so that a pair that the bands missed is found through a common copy; in
    one of more than `MOST_ARTICLES` only those with its earliest article.
    """
    near: dict[tuple[int, int], float] = {}
    clusters = Clusters(len(signed))

    def look(first: int, second: int) -> None:
        if (first, second) not in near:
            ratio = jaccard(signed[first].short, signed[second].short)
            if ratio >= NEAR_RATIO:
                near[first, second] = ratio
                clusters.join(first, second)

    for pair in candidates:
        look(pair >> 32, pair & 0xFFFFFFFF)
    for group in list(clusters.members()):
        heads = group[:1] if len(group) > MOST_ARTICLES else group
        for i, first in enumerate(heads):
            for second in group[i + 1 :]:
                look(first, second)
    return near, clusters


def _telling(postings: Postings, clusters: Clusters, outlets: Sequence[str]) -> tuple[Postings, Hashes]:
    """The shingles that tell of reuse, each with the earliest article of every cluster, and those of standing text.

    Standing: in more than `RARE_ARTICLES` different reports of one outlet, or in more than `MOST_ARTICLES` of all.
    Articles of unknown outlet count as of one outlet, so that a saved site's appeal is not taken for reuse.
    """
    owners, starts, lengths, kept, standing = [], [], [], [], []
    seen: dict[bytes, list[int] | None] = {}
    size = 0
    for n, (start, length) in enumerate(zip(postings.starts.tolist(), postings.lengths.tolist(), strict=True)):
        block = postings.owners[start : start + length]
        key = block.tobytes()
        if key not in seen:
            first = {clusters.find(i): i for i in reversed(block.tolist())}
            most = max(Counter(outlets[i] for i in first.values()).values())
            seen[key] = sorted(first.values()) if most <= RARE_ARTICLES and len(first) <= MOST_ARTICLES else None
        carriers = seen[key]
        if carriers is None:
            standing.append(n)
        elif len(carriers) > 1:
            kept.append(n)
            starts.append(size)
            lengths.append(len(carriers))
            owners.extend(carriers)
            size += len(carriers)
    telling = Postings(postings.hashes[kept], np.array(owners, np.uint64), np.array(starts, np.int64),
                       np.array(lengths, np.int64))  # fmt: skip
    return telling, postings.hashes[standing]


def align(left: Words, right: Words, standing: Hashes | None = None) -> list[Passage]:
    """The runs of 13 words and more that two articles share, in the order of the left one, none overlapping there.

    A run is cut where a removed part stood inside it. Shingles in ``standing`` (sorted) do not count.
    """
    mine, theirs = shingle(left.hashes, LONG), shingle(right.hashes, LONG)
    both = shared(distinct(mine), distinct(theirs))
    if standing is not None and len(standing):
        both = np.setdiff1d(both, standing, assume_unique=True)
    where: dict[int, list[int]] = defaultdict(list)
    for j in np.flatnonzero(np.isin(theirs, both)).tolist():
        where[int(theirs[j])].append(j)
    out: list[Passage] = []
    run: tuple[int, int, int] | None = None  # first word left, first word right, shingles so far
    covered = 0
    for i in np.flatnonzero(np.isin(mine, both)).tolist():
        places = where[int(mine[i])]
        if run and i == run[0] + run[2] and run[1] + run[2] in places:
            run = (run[0], run[1], run[2] + 1)
            continue
        if run:
            covered = run[0] + run[2] + LONG - 1
            out.extend(_cut(left, right, run[0], run[1], run[2] + LONG - 1))
        run = (i, places[0], 1) if i >= covered else None
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


class Signatures(NamedTuple):
    """The articles of one linking job in order of date, with their removed ranges and shingles."""

    articles: Sequence[Article]
    without: Sequence[Sequence[Range]]
    signed: Sequence[Signed]


def _sign_all(articles: Sequence[Article], removed: Mapping[str, Sequence[Removed]]) -> Signatures:
    ordered = sort_by_date(articles)
    without = [[r.span.range for r in removed.get(article.id, ())] for article in ordered]
    return Signatures(ordered, without, [sign(a.text, w) for a, w in zip(ordered, without, strict=True)])


def link_copies(articles: Sequence[Article], removed: Mapping[str, Sequence[Removed]]) -> tuple[Link, ...]:
    """A "copy" link per pair of near-copies and a "passage" link per other pair that shares passages, earlier first.

    Evidence (exact): jaccard6, shared13, the words in common runs (``words``, ``left_share``, ``right_share``), how
    many of them stand inside quotation marks (``quoted_words``: reports that quote one speech share only such), the
    ranges (`passages` reads them), and by what the earlier one is known (``direction``: date, credit or unknown).
    A passage that several copies of one report carry is linked to the earliest of them. Misses: reuse in runs of
    fewer than 17 words, translation, paraphrase.
    """
    job = _sign_all(articles, removed)
    postings = find_postings(job.signed)
    rare = count_pairs(postings, 2, RARE_ARTICLES)
    candidates = sorted({*_band_pairs(job.signed).tolist(), *(p for p, n in rare.items() if n >= FEWEST_SHARED)})
    near, clusters = _near_pairs(job.signed, candidates)
    outlets = [(article.outlet or "").casefold() for article in job.articles]
    telling, standing = _telling(postings, clusters, outlets)
    counts = count_pairs(telling, 2, MOST_ARTICLES)
    reused = {(pair >> 32, pair & 0xFFFFFFFF) for pair, count in counts.items() if count >= FEWEST_SHARED}
    words: dict[int, Words] = {}

    def read(i: int) -> Words:
        if i not in words:
            words[i] = read_words(job.articles[i].text, job.without[i])
        return words[i]

    links = [_copy(job, pair, near.get(pair), align(read(pair[0]), read(pair[1]), None if pair in near else standing),
                   (len(read(pair[0]).ranges), len(read(pair[1]).ranges)))
             for pair in sorted(reused | near.keys())]  # fmt: skip
    return tuple(found for found in links if found is not None)


def link_block(block: Sequence[Article]) -> tuple[Link, ...]:
    """The copies within one block of articles that share a key, as `link_copies` makes them."""
    return link_copies(block, {})


def _copy(job: Signatures, pair: tuple[int, int], ratio: float | None, runs: Sequence[Passage],
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
    signed = [job.signed[i] for i in pair]
    exact = jaccard(signed[0].short, signed[1].short) if ratio is None else ratio
    return link("passage" if ratio is None else "copy", left.id, right.id, "shingles",
                round(exact if ratio is not None else words / max(1, min(lengths)), 4),
                jaccard6=round(exact, 4), shared13=len(shared(signed[0].long, signed[1].long)), words=words,
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
    signed = [sign(text) for text in texts]
    postings = find_postings(signed)
    together = count_pairs(postings, 2, len(texts))
    rare = count_pairs(postings, 2, RARE_ARTICLES)
    for pair in sorted({*together, *_band_pairs(signed).tolist()}):
        first, second = pair >> 32, pair & 0xFFFFFFFF
        ratio = jaccard(signed[first].short, signed[second].short)
        if ratio >= 0.1 or together.get(pair, 0) >= FEWEST_SHARED:
            yield PairRow(first, second, round(ratio, 4), together.get(pair, 0), rare.get(pair, 0))


def copy_pairs(articles: Sequence[Article]) -> Iterator[dict[str, str | int | float]]:
    """`count_rows` with the articles' ids, as `onrecord evaluate predict copies` writes them: a, b and the figures."""
    ids = [article.given_id or article.id for article in articles]
    for row in count_rows([article.text for article in articles]):
        yield {"a": ids[row.first], "b": ids[row.second], "jaccard6": row.jaccard6, "shared13": row.shared13,
               "rare13": row.rare13}  # fmt: skip
