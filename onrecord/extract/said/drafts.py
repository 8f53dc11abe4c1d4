"""Candidates -> drafts of statements: the best of those that exclude each other, and quotations that go on."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.extract.said.candidates import Candidate, find_candidates
from onrecord.extract.said.cues import CueTable
from onrecord.extract.said.quotes import Passage, passage_at
from onrecord.records import Analysis, Range
from onrecord.text import mark_style, merge, overlap, trim

# Candidates whose cue and relation alone are less likely than this are not looked at.
FLOOR = 0.04
# A paragraph that is a quotation, right after one whose speaker was named: share of true ones in the training part.
IMPLIED = 0.6
_MIN_CONTINUED_TOKENS = 3


class Draft(NamedTuple):
    """A statement in the making: character ranges in text order."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    score: float
    rule: str


class Selected(NamedTuple):
    """A kept draft with its candidate's cue token, by which drafts are in text order."""

    cue: int
    draft: Draft


def draft_by_rules(a: Analysis, table: CueTable, threshold: float) -> tuple[list[Draft], list[Passage]]:
    """The drafts that the rules find at a score of at least ``threshold``, and the article's quotations."""
    candidates, passages = find_candidates(a, table, FLOOR)
    selected, taken = _select(a, candidates, table, threshold, passages)
    return go_on(a, selected, passages, taken), passages


def _select(a: Analysis, candidates: Sequence[Candidate], table: CueTable, threshold: float,
            passages: Sequence[Passage]) -> tuple[list[Selected], set[int]]:  # fmt: skip
    """The most probable candidates of which no two use one cue, one quotation or one chain of verbs; and the taken
    quotations."""
    scored = sorted(
        ((table.score(c.prior, c.features), k) for k, c in enumerate(candidates)), key=lambda pair: (-pair[0], pair[1])
    )
    owner: dict[int, int] = {}  # quotation -> its likeliest cue
    for _, k in scored:
        if candidates[k].passage >= 0:
            owner.setdefault(candidates[k].passage, candidates[k].relation.cue)
    kept: dict[int, Draft] = {}
    claimed: set[int] = set()
    taken: set[int] = set()
    starts = [p.range[0] for p in passages]
    for score, k in scored:
        if score < threshold:
            break
        c = candidates[k]
        cue = c.relation.cue
        if c.passage in taken and cue not in kept:
            continue
        if cue in kept:
            if c.passage < 0 or owner[c.passage] == cue:
                kept[cue] = _joined(a.text, kept[cue], c)
        elif claimed.isdisjoint(c.cue) and not (_is_chained(c) and c.relation.head in claimed):
            claimed.update(c.cue)
            if _is_chained(c):
                claimed.add(c.relation.head)
            kept[cue] = Draft(characters(a, c.source), characters(a, [(i, i + 1) for i in c.cue]), c.content, score,
                              c.relation.name)  # fmt: skip
        else:
            continue
        taken.update(_quotations_in(kept[cue].content, a.tokens[cue].start, passages, starts))
    return [Selected(cue, kept[cue]) for cue in sorted(kept)], taken


def _is_chained(c: Candidate) -> bool:
    """Whether the content's head is a verb with the cue's own subject that may itself be the cue ("left, saying …")."""
    return c.relation.name == "advcl:"


def _quotations_in(
    content: Sequence[Range], cue: int, passages: Sequence[Passage], starts: Sequence[int]
) -> Iterable[int]:
    """Quotations that lie in a content, unless the cue lies in the same quotation."""
    for start, end in content:
        for k in range(max(0, bisect_right(starts, start) - 1), len(passages)):
            p = passages[k].range
            if p[0] >= end:
                break
            if p[1] > start and not p[0] <= cue < p[1]:
                yield k


def characters(a: Analysis, ranges: Sequence[tuple[int, int]]) -> tuple[Range, ...]:
    """Character ranges of token ranges, those with only white space between them joined."""
    tokens = a.tokens
    found: list[Range] = []
    for first, last in ranges:
        start, end = tokens[first].start, tokens[last - 1].end
        if found and found[-1][1] <= start and not a.text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _joined(text: str, draft: Draft, c: Candidate) -> Draft:
    """The draft with a further candidate of the same cue, if both tell one content: a quotation in two parts, a clause
    that goes over into a quotation, or a clause that the parser tore in two; else as it was."""
    if draft.rule.startswith("ccomp:") and c.relation.name.startswith("ccomp:"):
        parts = merge((*draft.content, *c.content))
        gaps = (text[x[1] : y[0]] for x, y in itertools.pairwise(parts))
        return draft if any(g.strip(" ,") for g in gaps) else draft._replace(content=((parts[0][0], parts[-1][1]),))
    quoted = draft.rule.startswith("quote:")
    both = c.passage >= 0 and quoted
    if both or ((c.passage >= 0) != quoted and any(overlap(x, y) for x in draft.content for y in c.content)):
        return draft._replace(content=tuple(merge((*draft.content, *c.content))))
    return draft


# --- quotations that go on -----------------------------------------------------------------------


class _Open(NamedTuple):
    """The draft that a quotation right behind it would go on with: its index, where it ends, its paragraph, whether
    it has quoted words already."""

    draft: int
    end: int
    block: int
    quoted: bool


def go_on(a: Analysis, selected: Sequence[Selected], passages: Sequence[Passage], taken: set[int]) -> list[Draft]:
    """The drafts, with the quotations that no cue introduces and that go on after one.

    In the same paragraph such a quotation is part of the statement whose cue stands in the sentence before. A paragraph
    that is one quotation, right after a paragraph that ends with one, has the same speaker: a draft of its own, without
    a cue, whose source lies before.
    """
    drafts = [s.draft for s in selected]
    cues = [k for k, s in enumerate(selected) if passage_at(passages, a.tokens[s.cue].start) is None]
    blocks = [b[0] for b in a.blocks]
    current: _Open | None = None
    upcoming = 0
    for k, passage in enumerate(passages):
        start, end = passage.range
        block = bisect_right(blocks, start) - 1
        while upcoming < len(cues) and a.tokens[selected[cues[upcoming]].cue].start < start:
            current = _opened(a, current, cues[upcoming], selected[cues[upcoming]], blocks)
            upcoming += 1
        if current is None:
            continue
        if k in taken:
            if any(overlap(r, passage.range) for r in drafts[current.draft].content):
                current = current._replace(end=max(current.end, end), block=block, quoted=True)
            continue
        if passage.single or passage.last - passage.first < _MIN_CONTINUED_TOKENS or not _begins(a, passage):
            continue
        draft = drafts[current.draft]
        if block == current.block and current.end <= start and not a.text[current.end : start].strip():
            drafts[current.draft] = draft._replace(content=tuple(merge((*draft.content, passage.range))))
        elif draft.source and _is_next_paragraph(a, passage, block, current) and _is_alike(a, passage, passages[k - 1]):
            drafts.append(Draft(draft.source, (), (passage.range,), IMPLIED, "quote:implied"))
            current = _Open(len(drafts) - 1, end, block, True)
        else:
            continue
        taken.add(k)
        last = a.sentence_range(a.tokens[passage.last - 1].sentence)[1]
        current = current._replace(end=max(end, last if not a.text[end:last].strip(" .\"”’'") else end), block=block)
    return drafts


def _opened(a: Analysis, current: _Open | None, k: int, selected: Selected, blocks: Sequence[int]) -> _Open:
    """What a quotation would go on with after a further cue: in one sentence rather a statement with quoted words."""
    end = a.sentence_range(a.tokens[selected.cue].sentence)[1]
    quoted = _is_quoted(a.text, selected.draft)
    if current is not None and end <= current.end and not (quoted and not current.quoted):
        return current
    return _Open(k, end, bisect_right(blocks, a.tokens[selected.cue].start) - 1, quoted)


def _begins(a: Analysis, passage: Passage) -> bool:
    """Whether a quotation begins like a sentence."""
    first = a.tokens[passage.first].text[:1]
    return first.isupper() or not first.isalpha()


def _is_next_paragraph(a: Analysis, passage: Passage, block: int, current: _Open) -> bool:
    """Whether a quotation is the whole paragraph behind one that ends with the open quotation."""
    return block == current.block + 1 and _is_paragraph(a, passage, block) and _ends_quoted(a, current)


def _is_alike(a: Analysis, passage: Passage, before: Passage) -> bool:
    """Whether two quotations have marks of the same style."""
    return mark_style(a.text[passage.range[0]]) == mark_style(a.text[before.range[0]])


def _is_quoted(text: str, draft: Draft) -> bool:
    return draft.rule.startswith("quote:") or any(text[start] in "“\"«„'`" for start, _ in draft.content)


def _is_paragraph(a: Analysis, passage: Passage, block: int) -> bool:
    """Whether a quotation is its whole paragraph."""
    start, end = a.blocks[block]
    return passage.range[0] == start and not a.text[passage.range[1] : end].strip(" .")


def _ends_quoted(a: Analysis, current: _Open) -> bool:
    """Whether the draft has quoted words and no other sentence follows it in its paragraph."""
    end = a.blocks[current.block][1]
    return current.quoted and not a.text[current.end : end].strip()


# --- guard ---------------------------------------------------------------------------------------


def guard(text: str, draft: Draft, passages: Sequence[Passage]) -> tuple[Range, ...]:
    """The content's ranges such that no quotation's marks are cut: a quotation is in it whole, or not at all.

    A quotation that holds the cue or the source itself bounds the content instead.
    """
    ranges = []
    starts = [p.range[0] for p in passages]
    for start, end in draft.content:
        for p in passages[max(0, bisect_right(starts, start) - 1) :]:
            if p.range[0] >= end:
                break
            if p.range[1] <= start or (start <= p.range[0] and p.range[1] <= end):
                continue
            if overlap((start, end), p.inner) == 0:  # only a mark
                start, end = (p.range[1], end) if start >= p.range[0] else (start, p.range[0])
            elif any(overlap(r, p.range) for r in (*draft.cue, *draft.source)):
                start, end = max(start, p.inner[0]), min(end, p.inner[1])
            else:
                start, end = min(start, p.range[0]), max(end, p.range[1])
        start, end = _whole_words(text, *trim(text, start, end))
        if start < end:
            ranges.append((start, end))
    return tuple(merge(ranges))


def _whole_words(text: str, start: int, end: int) -> Range:
    """The range with the rest of a word whose part it ends with: "before re-" goes on with "trying"."""
    if 0 < end < len(text) and text[end - 1].isalnum() and (match := _REST_OF_WORD.match(text, end)):
        end = match.end()
    return start, end


_REST_OF_WORD = re.compile(r"(?:-?\w)+")
