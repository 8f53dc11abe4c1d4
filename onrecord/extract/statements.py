"""analysis -> statements: who says, thinks, wants, plans, promises or denies what, with the exact words.

Rules find candidates, the cue table gives each a probability, and the best of those that exclude each other are kept.
Where the trained tagger has read the article, its attributions take the place of the candidates; the rules then guard
the marks of quotations and add what it missed altogether. From: issue 2, part 5; figures in docs/statements.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.said.acts import find_act
from onrecord.extract.said.cues import cue_table
from onrecord.extract.said.drafts import Draft, draft_by_rules, guard
from onrecord.extract.said.edges import with_true_edges
from onrecord.extract.said.layout import layout_drafts, with_layout
from onrecord.extract.said.quotes import Passage, passage_at
from onrecord.extract.said.tagged import draft_by_tagger
from onrecord.records import Analysis, Kind, Range, Span, Statement, make_id

# Statements less likely than this are left out: best F1 on three tenths of PolNeAR's training part, learned from the
# rest.
THRESHOLD = 0.40


def find_statements(a: Analysis, threshold: float = THRESHOLD) -> tuple[Statement, ...]:
    """The statements of an article, in the order of their contents; by rules those of at least the score ``threshold``.

    ``speaker`` is left open. A source may lie in another sentence, or be empty where nobody is named; the cue is empty
    where a quotation only goes on. Misses attributions by tone or context alone, and verbs of stance that the table has
    not seen.
    """
    if a.attributions is None:
        drafts, passages = draft_by_rules(a, cue_table(), threshold)
    else:
        drafts, passages = draft_by_tagger(a, a.attributions, cue_table())
    drafts = with_layout(with_true_edges(a, drafts, passages), layout_drafts(a, passages))
    guarded = [d if d.rule == "layout:turn" else d._replace(content=guard(a.text, d, passages)) for d in drafts]
    return _records(a, [d for d in guarded if d.content], passages)


def kind_of(a: Analysis, content: Sequence[Range], passages: Sequence[Passage]) -> Kind:
    """Direct if all words of the content are inside quotation marks, mixed if some, indirect if none.

    A "that" before a quotation does not count as a word.
    """
    words = quoted = 0
    for start, end in content:
        for i in a.tokens_in(start, end):
            token = a.tokens[i]
            if token.text[0].isalnum() and token.text.lower() != "that":
                words += 1
                passage = passage_at(passages, token.start)
                quoted += passage is not None and passage.range[0] < end and start < passage.range[1]
    if not quoted:
        return "indirect"
    return "direct" if quoted == words else "mixed"


def _records(a: Analysis, drafts: Sequence[Draft], passages: Sequence[Passage]) -> tuple[Statement, ...]:
    article = a.article.id
    found: dict[str, Statement] = {}
    for d in sorted(drafts, key=lambda d: (d.content, d.cue, d.source)):
        act, negated = find_act(a, d.cue, d.content)
        identity = make_id("st", article, d.source, d.cue, d.content)
        found[identity] = Statement(
            identity, article, kind_of(a, d.content, passages), act, _spans(a, d.source), _spans(a, d.cue),
            _spans(a, d.content), round(d.score, 4), d.rule, negated,
        )  # fmt: skip
    parents = _parents(list(found.values()))
    return tuple(replace(s, parent=parents[s.id]) if s.id in parents else s for s in found.values())


def _spans(a: Analysis, ranges: Sequence[Range]) -> tuple[Span, ...]:
    return tuple(a.span(*r) for r in ranges)


def _parents(statements: Sequence[Statement]) -> dict[str, str]:
    """For each statement whose cue stands inside another's content, the id of the smallest such other.

    Two whose contents hold each other's cues: the first in the text is the outer one.
    """
    contents = sorted((span.start, span.end, s.id) for s in statements for span in s.content)
    cues = sorted((s.cue[0].start, s.cue[-1].end, s.id) for s in statements if s.cue)
    parents: dict[str, str] = {}
    active: list[tuple[int, int, str]] = []
    following = 0
    for start, end, child in cues:
        while following < len(contents) and contents[following][0] <= start:
            active.append(contents[following])
            following += 1
        active = [content for content in active if content[1] > start]
        around = [(e - s, parent) for s, e, parent in active if e >= end and parent != child]
        if around:
            parents[child] = min(around)[1]
    for _, _, child in cues:
        seen, above = {child}, parents.get(child)
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == child:
            del parents[child]
    return parents
