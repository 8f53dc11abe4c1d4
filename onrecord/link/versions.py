"""Later texts of the same report: what was added, dropped, reworded or corrected, and whether the headline changed.

Order and typography are ignored: a sentence that only moved, or that only changed its quotation marks, is unchanged.
From: issue 6, part 2; "Tracking changes in news articles" (NewsDiffs); Spangher et al. 2022, "NewsEdits".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.link.credits import compare_dates, day_of
from onrecord.link.wording import Comparison, Wording, compare, read_wording
from onrecord.records import Article, Link, Range, Removed, link
from onrecord.text import blocks, overlap, sentences

CONTAINED = 0.6  # share of either text that the other holds in runs of 13 words, from which they are one report
# Share of the words of the shorter text in sentences that stayed or were reworded, from which two texts of one outlet,
# a day apart at most, are one report too: where every other sentence was edited, few runs of 13 words are left.
STAYED = 0.7
REWORDED = 0.5  # share of equal words from which a sentence is another one reworded
MOST_SENTENCES = 30  # of a text that have the same two words in a row; more tell nothing
_FEWEST_WORDS = 3  # of a sentence that is compared
_SHOWN_CHARS = 500

_UPDATED = re.compile(
    r"\b(?:this (?:story|article|report|post|piece|page) (?:has been|was|is being) "
    r"(?:updated|corrected|amended|revised)"
    r"|(?:an )?(?:earlier|previous) version of this (?:story|article|report|post|piece)|updated? (?:at|on|:)|updated:"
    r"|corrects? (?:spelling|name|number|figure|to)|(?:correction|clarification|editor['’]s note|update)\s*[:–—-])",
    re.IGNORECASE,
)


class Sentence(NamedTuple):
    """A sentence of an article with its words as they are compared."""

    range: Range
    wording: Wording


class Reworded(NamedTuple):
    """A sentence of the left text and what it became in the right one."""

    left: Sentence
    right: Sentence
    comparison: Comparison


class Alignment(NamedTuple):
    """The sentences of two texts: those that only one of them has, those reworded, and how many are the same."""

    same: int
    only_left: tuple[Sentence, ...]
    only_right: tuple[Sentence, ...]
    reworded: tuple[Reworded, ...]


def read_sentences(article: Article, removed: Iterable[Removed] = ()) -> list[Sentence]:
    """The sentences of an article's story with at least three words."""
    found = []
    for start, end in blocks(article.text, [r.span.range for r in removed]):
        for range_ in sentences(article.text, start, end):
            wording = read_wording(article.text, [range_])
            if len(wording.words) >= _FEWEST_WORDS:
                found.append(Sentence(range_, wording))
    return found


def align_sentences(left: Sequence[Sentence], right: Sequence[Sentence], left_text: str, right_text: str) -> Alignment:
    """The sentences of two texts matched: first the same words wherever they stand, then the most alike of the rest."""
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j, sentence in enumerate(right):
        waiting[sentence.wording.words].append(j)
    rest, used = [], set()
    for i, sentence in enumerate(left):
        if waiting[sentence.wording.words]:
            used.add(waiting[sentence.wording.words].pop(0))
        else:
            rest.append(i)
    others = [j for j in range(len(right)) if j not in used]
    pairs = sorted(
        (-alike, i, j) for i, j in _candidates(left, right, rest, others)
        if (alike := _alike(left[i].wording.words, right[j].wording.words)) >= REWORDED
    )  # fmt: skip
    mine: dict[int, int] = {}
    theirs: set[int] = set()
    for _, i, j in pairs:
        if i not in mine and j not in theirs:
            mine[i] = j
            theirs.add(j)
    reworded = tuple(
        Reworded(left[i], right[j], compare(left[i].wording, right[j].wording, left_text, right_text))
        for i, j in sorted(mine.items())
    )
    return Alignment(len(used), tuple(left[i] for i in rest if i not in mine),
                     tuple(right[j] for j in others if j not in theirs), reworded)  # fmt: skip


def _candidates(left: Sequence[Sentence], right: Sequence[Sentence], mine: Sequence[int],
                theirs: Sequence[int]) -> set[tuple[int, int]]:  # fmt: skip
    """Pairs of sentences that share two words in a row, other than those that many sentences have ("of the")."""
    postings: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j in theirs:
        for two in set(pairwise(right[j].wording.words)):
            postings[two].append(j)
    telling = {two: found for two, found in postings.items() if len(found) <= MOST_SENTENCES}
    return {(i, j) for i in mine for two in pairwise(left[i].wording.words) for j in telling.get(two, ())}


def _alike(left: Sequence[str], right: Sequence[str]) -> float:
    """Twice the common distinct words over all of both."""
    a, b = set(left), set(right)
    return 2 * len(a & b) / (len(a) + len(b))


def find_corrections(article: Article, removed: Iterable[Removed] = ()) -> list[Range]:
    """The sentences that say of the article itself that it was updated or corrected.

    Only in its first and last five sentences: elsewhere "a correction:" belongs to the story.
    """
    found = read_sentences(article, removed)
    edge = found if len(found) <= 10 else [*found[:5], *found[-5:]]
    return [s.range for s in edge if _UPDATED.search(article.text, *s.range)]


def _is_version(left: Article, right: Article, found: Link, removed: Mapping[str, Sequence[Removed]]) -> bool:
    """Whether a copy or passage link joins two texts of one report: same outlet or address, one held by the other."""
    if not (left.url and left.url == right.url) and not (left.outlet and _fold(left.outlet) == _fold(right.outlet)):
        return False
    evidence = dict(found.evidence)
    if max(float(evidence.get("left_share", 0)), float(evidence.get("right_share", 0))) >= CONTAINED:
        return True
    days = [day_of(article.published) for article in (left, right)]
    if days[0] is None or days[1] is None or abs((days[0] - days[1]).days) > 1:
        return False
    mine, theirs = (read_sentences(a, removed.get(a.id, ())) for a in (left, right))
    return _stayed(align_sentences(mine, theirs, left.text, right.text), mine, theirs) >= STAYED


def _stayed(found: Alignment, left: Sequence[Sentence], right: Sequence[Sentence]) -> float:
    """Share of the words of the shorter text in sentences that the other has too, of reworded ones the equal words."""
    sides = ((left, found.only_left, [r.left for r in found.reworded]),
             (right, found.only_right, [r.right for r in found.reworded]))  # fmt: skip
    equal = sum(r.comparison.matched for r in found.reworded)
    shares = []
    for whole, only, reworded in sides:
        total = _count_words(whole)
        shares.append((total - _count_words(only) - _count_words(reworded) + equal) / max(1, total))
    return max(shares)


def _count_words(some: Iterable[Sentence]) -> int:
    return sum(len(sentence.wording.words) for sentence in some)


def _fold(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _order(left: Article, right: Article) -> tuple[Article, Article, str]:
    """The earlier and the later text and by what it is known: date, note (only one says it was updated) or unknown."""
    order = compare_dates(left, right)
    if order:
        return (left, right, "date") if order < 0 else (right, left, "date")
    noted = [bool(find_corrections(article)) for article in (left, right)]
    if noted[0] != noted[1]:
        return (right, left, "note") if noted[0] else (left, right, "note")
    return left, right, "unknown"


def changed(reworded: Iterable[Reworded], kind: str, left_text: str, right_text: str) -> list[tuple[str, str]]:
    """The words of each change of one kind, as (before, after) in the words of the texts."""
    out = []
    for sentence in reworded:
        for change in sentence.comparison.changes:
            if change.kind == kind:
                before = sentence.left.wording.range_of(*change.left)
                after = sentence.right.wording.range_of(*change.right)
                out.append((left_text[slice(*before)], right_text[slice(*after)]))
    return out


def link_versions(articles: Sequence[Article], copies: Sequence[Link],
                  removed: Mapping[str, Sequence[Removed]] | None = None) -> tuple[Link, ...]:  # fmt: skip
    """A "version" link per pair of texts of one report, earlier first, with what changed.

    ``copies`` are the links of `link_copies`. Same outlet (or address), and 60 % of one text in the other, or a day
    apart at most and 70 % of the words in sentences that stayed or were reworded; the same words under the same
    headline are a copy, no version. Headlines and the notes themselves count as no sentences. The score is the share of
    sentences that stayed.
    Evidence: numbers of sentences ``added``, ``dropped``, ``reworded`` and their ranges (``*_ranges``), ``numbers`` and
    ``names`` as "before → after", ``headline`` likewise where it changed, ``note`` (the words that say so), ``order``
    (date, note or unknown). Misses: rewritten reports, and an outlet that is not named.
    """
    by_id = {article.id: article for article in articles}
    links = []
    for found in copies:
        left, right = by_id.get(found.left), by_id.get(found.right)
        if found.kind in ("copy", "passage") and left and right and _is_version(left, right, found, removed or {}):
            version = _version(left, right, removed or {})
            if version:
                links.append(version)
    return tuple(sorted(links, key=lambda x: (x.left, x.right)))


def _version(left: Article, right: Article, removed: Mapping[str, Sequence[Removed]]) -> Link | None:
    left, right, order = _order(left, right)
    mine, theirs = (_body(a, removed.get(a.id, ())) for a in (left, right))
    found = align_sentences(mine, theirs, left.text, right.text)
    titles = [read_wording(a.title or "", [(0, len(a.title or ""))]).words for a in (left, right)]
    headline = f"{left.title} → {right.title}" if all(titles) and titles[0] != titles[1] else ""
    notes = [right.text[slice(*r)] for r in find_corrections(right, removed.get(right.id, ()))]
    if not (notes or headline or found.only_left or found.only_right or found.reworded):
        return None
    told = {
        name: _show(changed(found.reworded, kind, left.text, right.text))
        for name, kind in (("numbers", "number"), ("names", "name"))
    }
    return link("version", left.id, right.id, "sentences", round(found.same / max(1, len(mine), len(theirs)), 4),
                added=len(found.only_right), dropped=len(found.only_left), reworded=len(found.reworded),
                added_ranges=_ranges(s.range for s in found.only_right),
                dropped_ranges=_ranges(s.range for s in found.only_left),
                reworded_ranges=" ".join(":".join(_ranges([s.range]) for s in r[:2]) for r in found.reworded),
                headline=headline, note=" ".join(notes)[:_SHOWN_CHARS], order=order, **told)  # fmt: skip


def _body(article: Article, removed: Sequence[Removed]) -> list[Sentence]:
    """The sentences of a text without its headline and without what it says of its own corrections."""
    notes = set(find_corrections(article, removed))
    title = article.headline or (0, 0)
    return [s for s in read_sentences(article, removed) if s.range not in notes and not overlap(s.range, title)]


def _show(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{before or '–'} → {after or '–'}" for before, after in pairs)[:_SHOWN_CHARS]


def _ranges(ranges: Iterable[Range]) -> str:
    return " ".join(f"{start}-{end}" for start, end in ranges)
