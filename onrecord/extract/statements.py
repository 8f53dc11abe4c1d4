"""analysis -> statements: who says, thinks, wants, plans, promises or denies what, with the exact words.

Rules find candidates, the cue table gives each a probability, and the best of those that exclude each other are kept.
Where the trained tagger has read the article, its attributions take the place of the candidates; the rules then guard
the marks of quotations and add what it missed altogether. From: issue 2, part 5; figures in docs/statements.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.acts import find_act
from onrecord.extract.cues import cue_table
from onrecord.extract.drafts import Draft, draft_by_rules, guard
from onrecord.extract.quotes import Passage
from onrecord.records import Analysis, Kind, Range, Span, Statement, make_id

# Statements less likely than this are left out. Chosen on the training part of PolNeAR (best F1).
THRESHOLD = 0.40


def find_statements(a: Analysis, threshold: float = THRESHOLD) -> tuple[Statement, ...]:
    """The statements of an article whose score is at least ``threshold``, in the order of their contents."""
    drafts, passages = draft_by_rules(a, cue_table(), threshold)
    guarded = [d._replace(content=guard(a.text, d, passages)) for d in drafts]
    return _records(a, [d for d in guarded if d.content], passages)


# --- records -------------------------------------------------------------------------------------


def kind_of(a: Analysis, content: Sequence[Range], passages: Sequence[Passage]) -> Kind:
    """Direct if all words of the content are inside quotation marks, mixed if some, indirect if none.

    A "that" before a quotation does not count as a word.
    """
    inner = [p.inner for p in passages]
    words = quoted = 0
    for start, end in content:
        for i in a.tokens_in(start, end):
            token = a.tokens[i]
            if token.text[0].isalnum() and token.text.lower() != "that":
                words += 1
                quoted += any(s <= token.start < e for s, e in inner if s < end and e > start)
    if not quoted:
        return "indirect"
    return "direct" if quoted == words else "mixed"


def _records(a: Analysis, drafts: Sequence[Draft], passages: Sequence[Passage]) -> tuple[Statement, ...]:
    article = a.article.id
    found: list[tuple[Draft, Statement]] = []
    for d in sorted(drafts, key=lambda d: (d.content[0], d.cue)):
        act, negated = find_act(a, d.cue, d.content)
        identity = make_id("st", article, d.source, d.cue, d.content)
        statement = Statement(
            identity, article, kind_of(a, d.content, passages), act, _spans(a, d.source), _spans(a, d.cue),
            _spans(a, d.content), round(d.score, 4), d.rule, negated,
        )  # fmt: skip
        found.append((d, statement))
    return tuple(_with_parent(d, s, found) for d, s in found)


def _spans(a: Analysis, ranges: Sequence[Range]) -> tuple[Span, ...]:
    return tuple(a.span(*r) for r in ranges)


def _with_parent(draft: Draft, statement: Statement, found: Sequence[tuple[Draft, Statement]]) -> Statement:
    """The statement with the smallest other one whose content its cue stands in as its parent."""
    if not draft.cue:
        return statement
    start, end = draft.cue[0][0], draft.cue[-1][1]
    best: tuple[int, str] | None = None
    for other, whole in found:
        if other is draft:
            continue
        for s, e in other.content:
            if s <= start and end <= e and (best is None or e - s < best[0]):
                best = (e - s, whole.id)
    return replace(statement, parent=best[1]) if best else statement
