"""What a later text of a report changed, sentence by sentence, with the words marked that came and went."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dossier.material import Material
from onrecord.dossier.sections import Edit, EditKind, EditPart
from onrecord.link.wording import compare, read_wording
from onrecord.records import Article, Link, Range, Span
from onrecord.text import overlap


def find_edits(material: Material, link: Link) -> tuple[Edit, ...]:
    """The edits of a "version" link: headline and note first, then as the later text has them, what was dropped last.

    Order and typography are no edits. None where the texts are not those that were linked.
    """
    told = dict(link.evidence)
    left, right = material.articles[link.left], material.articles[link.right]
    edits = []
    if told.get("headline"):
        parts = compare_words(
            left.title or "", (0, len(left.title or "")), right.title or "", (0, len(right.title or ""))
        )
        edits.append(Edit("headline", parts, None, None, None))
    if told.get("note"):
        edits.append(Edit("note", (EditPart(str(told["note"]), "same"),), None, None, None))
    body: list[tuple[int, Edit]] = []
    for pair in str(told.get("reworded_ranges", "")).split():
        before, after = (_range(part) for part in pair.split(":"))
        if before[1] <= len(left.text) and after[1] <= len(right.text):
            parts = compare_words(left.text, before, right.text, after)
            body.append((after[0], _edit(material, "reworded", parts, (left, before), (right, after))))
    for range_ in _ranges(told.get("added_ranges"), right):
        parts = (EditPart(_words(right.text, range_), "added"),)
        body.append((range_[0], _edit(material, "added", parts, None, (right, range_))))
    dropped = [
        _edit(material, "dropped", (EditPart(_words(left.text, range_), "dropped"),), (left, range_), None)
        for range_ in _ranges(told.get("dropped_ranges"), left)
    ]
    return (*edits, *(edit for _, edit in sorted(body, key=lambda one: one[0])), *dropped)


def _range(shown: str) -> Range:
    start, _, end = shown.partition("-")
    return int(start), int(end)


def _ranges(shown: object, article: Article) -> Iterator[Range]:
    for part in str(shown or "").split():
        range_ = _range(part)
        if range_[1] <= len(article.text):
            yield range_


def _edit(material: Material, kind: EditKind, parts: tuple[EditPart, ...], before: tuple[Article, Range] | None,
          after: tuple[Article, Range] | None) -> Edit:  # fmt: skip
    sides = [
        material.evidence(Span(side[0].id, *side[1], side[0].text[slice(*side[1])]), side[0].id) if side else None
        for side in (before, after)
    ]
    return Edit(kind, parts, sides[0], sides[1], _speaker(material, *(after or before or ())))


def _speaker(material: Material, article: Article, range_: Range) -> str | None:
    """Who speaks in a sentence: the speaker of its first certain statement, None where it has none."""
    for statement in material.statements_of.get(article.id, ()):
        if statement.score >= material.threshold and any(overlap(s.range, range_) for s in statement.content):
            return material.speaker_name(statement)
    return None


def compare_words(before: str, mine: Range, after: str, theirs: Range) -> tuple[EditPart, ...]:
    """Two passages as one: the words of both that are the same, and those dropped and added where they part."""
    left, right = read_wording(before, [mine]), read_wording(after, [theirs])
    runs = compare(left, right, before, after).pairs
    parts: list[EditPart] = []
    a, b = mine[0], theirs[0]
    for i, j, n in runs:
        one, other = left.range_of(i, i + n), right.range_of(j, j + n)
        parts += _parted(before[a : one[0]], after[b : other[0]])
        parts.append(EditPart(_flat(after[slice(*other)]), "same"))
        a, b = one[1], other[1]
    parts += _parted(before[a : mine[1]], after[b : theirs[1]])
    return tuple(part for part in parts if part.words)


def _parted(dropped: str, added: str) -> list[EditPart]:
    """What stands between two equal runs: blanks and marks that both begin or end with are the same in both."""
    if not any(c.isalnum() for c in dropped + added):
        return [EditPart(_flat(added), "same")]
    first = _common(dropped, added)
    last = _common(dropped[first:][::-1], added[first:][::-1])
    ends = len(dropped) - last, len(added) - last
    middle = [EditPart(_flat(dropped[first : ends[0]]), "dropped"), EditPart(_flat(added[first : ends[1]]), "added")]
    return [EditPart(_flat(added[:first]), "same"), *middle, EditPart(_flat(added[ends[1] :]), "same")]


def _common(left: str, right: str) -> int:
    """How many blanks and marks two strings begin with alike."""
    count = 0
    for a, b in zip(left, right, strict=False):
        if a.isalnum() or (a != b and not (a.isspace() and b.isspace())):
            break
        count += 1
    return count


def _words(text: str, range_: Range) -> str:
    return _flat(text[slice(*range_)]).strip()


def _flat(words: str) -> str:
    """Words on one line; blanks at either end stay one blank."""
    inner = " ".join(words.split())
    lead, trail = (" " if words[:1].isspace() else ""), (" " if words[-1:].isspace() else "")
    return lead + inner + trail if inner else words[:1] and " "
