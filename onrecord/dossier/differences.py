"""Where reports of the same thing differ: both passages side by side."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.dossier.material import Material
from onrecord.dossier.said import GAP
from onrecord.dossier.sections import Difference, DifferenceSide
from onrecord.records import Link, Span

KINDS = ("number", "stance", "speaker", "date", "wording")  # what a reader must see first


def find_differences(material: Material) -> tuple[Difference, ...]:
    """The differences that the linkers found, the gravest kind first; those of records that are gone are left out."""
    places = _places(material)
    found = []
    for link in material.links.get("difference", ()):
        left, right = places.get(link.left), places.get(link.right)
        if left and right:
            found.append(_difference(link, left, right))
    return tuple(sorted(found, key=lambda d: (KINDS.index(d.kind) if d.kind in KINDS else len(KINDS), d.id)))


def _difference(link: Link, left: DifferenceSide, right: DifferenceSide) -> Difference:
    details = tuple((name, str(value)) for name, value in link.evidence if name != "what")
    kind = next((str(value) for name, value in link.evidence if name == "what"), "other")
    return Difference(link.id, kind, left, right, details)


def _places(material: Material) -> dict[str, DifferenceSide]:
    """What each record that a difference may be about says, by its id."""
    wanted = {key for link in material.links.get("difference", ()) for key in (link.left, link.right)}
    places: dict[str, DifferenceSide] = {}

    def keep(key: str, spans: Iterable[Span], speaker: str | None = None) -> None:
        if key in wanted and (found := tuple(material.evidence(span, key) for span in spans)):
            article = found[0].article
            words = GAP.join(evidence.words for evidence in found)
            published = material.articles[article].published
            places[key] = DifferenceSide(material.labels[article], article, published, speaker, words, found)

    for findings in material.findings:
        for s in findings.statements:
            keep(s.id, s.content, s.speaker.name if s.speaker else None)
        for p in findings.positions:
            keep(p.id, [p.evidence], p.name)
        for event in findings.events:
            keep(event.id, [event.clause])
        for time in findings.times:
            keep(time.id, [time.span])
        for mention in findings.mentions:
            keep(mention.id, [mention.span])
    return places
