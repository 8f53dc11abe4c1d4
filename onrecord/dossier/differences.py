"""Where reports of the same thing differ: both passages side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from onrecord.dossier.material import UNKNOWN, Material
from onrecord.dossier.said import GAP
from onrecord.dossier.sections import Difference, DifferenceSide
from onrecord.dossier.versions import compare_words
from onrecord.link.strength import shown_scale
from onrecord.records import Link, Span

WORDED = {
    "negation": "one wording negates, the other does not",
    "name": "another name in the same words",
    "modality": "another modal verb",
    "strength": "stronger in one wording",
    "word": "another word",
    "reworded": "reworded throughout",
}
OTHERWISE = {
    "number": "another number",
    "date": "another day",
    "place": "another place",
    "speaker": "another speaker",
    "stance": "opposite stances",
}
WHOLE = frozenset({"number", "date", "place", "strength"})  # told by the sentence, of which a few words differ
SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


def find_differences(material: Material) -> tuple[Difference, ...]:
    """The differences that the linkers found, the gravest first; those of articles that are gone are left out."""
    return tuple(_difference(material, link) for link in _whole(material))


def differing_spans(material: Material) -> dict[str, list[tuple[Span, str]]]:
    """For each article the spans that differ from another's, each with the difference's id."""
    found: dict[str, list[tuple[Span, str]]] = {}
    for link in _whole(material):
        for side in SIDES:
            span = _stretch(material, link, side)
            found.setdefault(span.article, []).append((span, link.id))
    return found


def _whole(material: Material) -> Iterator[Link]:
    """The links of differences whose both articles are in the story and long enough, the gravest first."""
    for link in sorted(material.links.get("difference", ()), key=lambda link: (-link.score, link.id)):
        told: dict[str, Any] = dict(link.evidence)
        articles = [material.articles.get(told.get(f"{side}_article", "")) for side in SIDES]
        ends = [told.get(f"{side}_end", 0) for side in SIDES]
        if all(article and end <= len(article.text) for article, end in zip(articles, ends, strict=True)):
            yield link


def _stretch(material: Material, link: Link, side: str) -> Span:
    told: dict[str, Any] = dict(link.evidence)
    article, start, end = told[f"{side}_article"], told[f"{side}_start"], told[f"{side}_end"]
    return Span(article, start, end, material.articles[article].text[start:end])


def _difference(material: Material, link: Link) -> Difference:
    told = [(name, str(value)) for name, value in link.evidence if not name.startswith(("left_", "right_"))]
    values = dict(told)
    kind = values.get("what", "other")
    details = tuple((name, value) for name, value in told if name != "what")
    left, right = (_side(material, link, side) for side in SIDES)
    if values.get("how") == "reworded":
        left, right = (replace(mine, parts=_marked(theirs.words, mine.words)) for mine, theirs in
                       ((left, right), (right, left)))  # fmt: skip
    return Difference(link.id, kind, _summary(kind, values, (left.speaker, right.speaker)), left, right, details)


def _marked(other: str, own: str) -> tuple[tuple[str, bool], ...]:
    """A wording in parts, each with whether the other has it otherwise; what only begins or ends it is cut in one.

    Blanks and marks around the words that differ are not marked.
    """
    parts = [part for part in compare_words(other, (0, len(other)), own, (0, len(own))) if part.how != "dropped"]
    same = [n for n, part in enumerate(parts) if part.how == "same" and any(map(str.isalnum, part.words))]
    made: list[tuple[str, bool]] = []
    for n, part in enumerate(parts):
        differs = part.how == "added" and bool(same) and same[0] < n < same[-1]
        pieces = re.fullmatch(r"(\W*)(.*?)(\W*)", part.words, re.DOTALL) if differs else None
        lead, words, trail = pieces.groups() if pieces else (part.words, "", "")
        made += [piece for piece in ((lead, False), (words, True), (trail, False)) if piece[0]]
    return tuple(made)


def _summary(kind: str, told: Mapping[str, str], speakers: Sequence[str | None] = ()) -> str:
    """What differs, in words: "another number, corrected in a later version"; of speakers, who they are."""
    how = told.get("how", "")
    said = WORDED.get(how, "other words") if kind == "wording" else OTHERWISE.get(kind, "told otherwise")
    if kind in ("date", "place") and how:
        said = f"{'moved to ' if told.get('moved') else ''}{said} for “{how}”"
    elif kind == "strength":
        said = f"told more strongly in one report: {shown_scale(how)}"
    elif kind == "speaker":
        said = f"{said}: {' / '.join(name or UNKNOWN.name for name in speakers)}"
    elif kind == "stance" and how:
        said = f"{said}: {how}"
    source = {"version": "changed in a later version", "copy": "changed in a copy"}.get(told.get("reports", ""), "")
    pairs = int(told.get("pairs", "1") or 1)
    return ", ".join(filter(None, (said, source, f"between {pairs} pairs of reports" if pairs > 1 else "")))


def _side(material: Material, link: Link, side: Literal["left", "right"]) -> DifferenceSide:
    span = _stretch(material, link, side)
    record = link.left if side == "left" else link.right
    statement, position = material.statements.get(record), material.positions.get(record)
    words, speaker = span.words, None
    if statement:
        speaker = material.speaker_name(statement)
        if dict(link.evidence).get("what") not in WHOLE:
            words = GAP.join(part.words for part in statement.content) or words
    elif position:
        speaker = position.name
    parts = _parted(words, span.words, _differing(material, link, side))
    return DifferenceSide(
        label=material.labels[span.article],
        article=span.article,
        published=material.articles[span.article].published,
        speaker=speaker,
        words=words,
        parts=parts,
        evidence=(material.evidence(span, link.id),),
    )


def _differing(material: Material, link: Link, side: Literal["left", "right"]) -> str:
    """The words of one stretch that the other has otherwise: without the words that both begin and end with.

    Of a number, day, place or strength, whose stretch is the whole sentence, the words that the linker names.
    """
    told: dict[str, Any] = dict(link.evidence)
    own = _stretch(material, link, side).words
    if told.get("what") in WHOLE and told.get(f"{side}_differs", "") in own:
        return str(told.get(f"{side}_differs", ""))
    other = _stretch(material, link, "right" if side == "left" else "left").words
    mine, theirs = (list(re.finditer(r"\S+", words)) for words in (own, other))
    alike = [[re.sub(r"\W", "", m.group()).casefold() for m in some] for some in (mine, theirs)]
    first = _same_at_start(alike[0], alike[1])
    last = len(mine) - _same_at_start(alike[0][first:][::-1], alike[1][first:][::-1])
    return own[mine[first].start() : mine[last - 1].end()] if first < last else ""


def _same_at_start(left: Sequence[str], right: Sequence[str]) -> int:
    return next((k for k, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _parted(words: str, stretch: str, differs: str) -> tuple[tuple[str, bool], ...]:
    """The passage in parts: before, what differs, after; all of it as one where that cannot be found again."""
    at = words.find(stretch)
    place = stretch.find(differs) if differs and at >= 0 else -1
    if place < 0:
        return ((words, False),)
    start, end = at + place, at + place + len(differs)
    parts = ((words[:start], False), (words[start:end], True), (words[end:], False))
    return tuple(part for part in parts if part[0])
