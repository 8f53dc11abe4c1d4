"""Where reports of the same thing differ: both passages side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from onrecord.dossier.material import Material
from onrecord.dossier.said import GAP
from onrecord.dossier.sections import Difference, DifferenceSide
from onrecord.records import Link, Span

SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


def find_differences(material: Material) -> tuple[Difference, ...]:
    """The differences that the linkers found, in their order; those of articles that are gone are left out."""
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
    """The links of differences whose both articles are in the story and long enough."""
    for link in material.links.get("difference", ()):
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
    kind = next((value for name, value in told if name == "what"), "other")
    details = tuple((name, value) for name, value in told if name != "what")
    return Difference(link.id, kind, _side(material, link, "left"), _side(material, link, "right"), details)


def _side(material: Material, link: Link, side: Literal["left", "right"]) -> DifferenceSide:
    span = _stretch(material, link, side)
    record = link.left if side == "left" else link.right
    statement, position = material.statements.get(record), material.positions.get(record)
    words, speaker = span.words, None
    if statement:
        speaker = material.speaker_name(statement)
        words = GAP.join(part.words for part in statement.content) or words
    elif position:
        speaker = position.name
    return DifferenceSide(
        label=material.labels[span.article],
        article=span.article,
        published=material.articles[span.article].published,
        speaker=speaker,
        words=words,
        evidence=(material.evidence(span, link.id),),
    )
