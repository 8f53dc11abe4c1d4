"""Which changes between two wordings of one statement bear meaning, and which are slight.

From: issue 6, parts 4 and 5.
"""

from __future__ import annotations

from typing import NamedTuple

from onrecord.link.meaning import meaning
from onrecord.link.senses import forms
from onrecord.link.wording import LONGEST_CHANGE, SEVERITY, Change, Comparison, Wording
from onrecord.records import Range, Statement


class Said(NamedTuple):
    """A statement with its wording; ``quoted`` are the indices of the words inside quotation marks."""

    statement: Statement
    wording: Wording
    quoted: frozenset[int]
    order: tuple[int, int]  # of its article by date, and of its first word


class Match(NamedTuple):
    """Two statements found to be one, with their comparison and whether they name one speaker."""

    left: Said
    right: Said
    comparison: Comparison
    speaker: str


def meaning_changes(match: Match) -> list[Change]:
    """The changes that bear meaning, in text order: those within words that both sides put in quotation marks.

    Of a statement in indirect speech the words are the reporter's: only a number that differs counts there. Where the
    negation only stands elsewhere ("I don't feel we were" and "I feel we weren't") it is none that bears meaning.
    """
    out = []
    is_moved = _is_negation_moved(match)
    for change in match.comparison.changes:
        if change.kind in SEVERITY and change.kind != "dropped" and not (is_moved and change.kind == "negation"):
            quoted = all(_is_quoted(one, r) for one, r in ((match.left, change.left), (match.right, change.right)))
            if quoted or (change.kind == "number" and min(_lengths(change)) > 0):
                out.append(change)
    return out


def _is_negation_moved(match: Match) -> bool:
    """Whether both wordings negate as often where they differ, with a verb of thought between."""
    negations = [change for change in match.comparison.changes if change.kind == "negation"]
    if len(negations) < 2:
        return False
    words = match.left.wording.words
    sides = ((words, [c.left for c in negations]), (match.right.wording.words, [c.right for c in negations]))
    left, right = (sum(w in meaning().negation for r in ranges for w in told[slice(*r)]) for told, ranges in sides)
    between = words[negations[0].left[0] : negations[-1].left[1]]
    return left == right and any(form in meaning().raising for word in between for form in forms(word))


def slight_changes(match: Match) -> list[Change]:
    """The changes within words that both sides quote that bear no meaning but are other words, in text order."""
    return [
        change for change in match.comparison.changes
        if change.kind in ("form", "dropped") and max(_lengths(change)) <= LONGEST_CHANGE
        and all(_is_quoted(one, r) for one, r in ((match.left, change.left), (match.right, change.right)))
    ]  # fmt: skip


def _lengths(change: Change) -> tuple[int, int]:
    return change.left[1] - change.left[0], change.right[1] - change.right[0]


def _is_quoted(one: Said, stretch: Range) -> bool:
    """Whether a stretch and the word before and after it stand inside quotation marks."""
    around = range(max(0, stretch[0] - 1), min(len(one.wording.words), stretch[1] + 1))
    return all(i in one.quoted for i in around)


def changes_of(match: Match) -> list[str]:
    """The kinds of the changes that bear meaning, the gravest first, each once."""
    return sorted({change.kind for change in meaning_changes(match)}, key=lambda kind: -SEVERITY[kind])
