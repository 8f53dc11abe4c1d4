"""Two reports that do not agree: the two sides, and the reports of a story that are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from onrecord.link.corroboration import group_reports
from onrecord.link.credits import day_of
from onrecord.link.versions import Sentence, read_sentences
from onrecord.link.voices import Speakers
from onrecord.records import Article, Findings, Link, Range

MOST_DAYS = 7  # between two reports: later, things have changed rather than been told otherwise
MOST_ARTICLES = 60  # of a story that are compared all with all for numbers; beyond, each with the next ones by date


@dataclass(frozen=True)
class Material:
    """The findings and links that differences are read from."""

    findings: Sequence[Findings]
    links: Sequence[Link]
    known_reports: Mapping[str, str] | None = None  # where links to other articles matter to them

    @cached_property
    def articles(self) -> dict[str, Article]:
        return {f.article.id: f.article for f in self.findings}

    @cached_property
    def reports(self) -> Mapping[str, str]:
        return self.known_reports or group_reports(list(self.articles.values()), self.links)

    @cached_property
    def stories(self) -> dict[str, str]:
        return {x.left: x.right for x in self.links if x.kind == "story"}

    @cached_property
    def actors(self) -> dict[str, str]:
        return {x.left: x.right for x in self.links if x.kind == "actor"}

    @cached_property
    def speakers(self) -> Speakers:
        return Speakers(self.actors, {a.id: a for f in self.findings for a in f.actors})

    @cached_property
    def _sentences(self) -> dict[str, list[Sentence]]:
        return {}

    def sentences(self, found: Findings) -> list[Sentence]:
        """The sentences of an article's narration and quotations, removed parts left out; read once."""
        if found.article.id not in self._sentences:
            self._sentences[found.article.id] = read_sentences(found.article, found.removed)
        return self._sentences[found.article.id]

    def independent(self, left: str, right: str) -> bool:
        """Whether two articles are independent reports of one story, at most a week apart."""
        if self.reports[left] == self.reports[right] or self.stories.get(left) != self.stories.get(right):
            return False
        days = [day_of(self.articles[article].published) for article in (left, right)]
        return days[0] is None or days[1] is None or abs((days[0] - days[1]).days) <= MOST_DAYS


class Side(NamedTuple):
    """One side of a difference: the record, its place in an article, and the words there that differ."""

    id: str
    article: str
    range: Range
    differs: str


class Difference(NamedTuple):
    """Two sides that do not agree. ``matter`` is what they are about, the same for all articles that differ so."""

    left: Side
    right: Side
    what: str
    how: str
    score: float
    matter: str
    reports: str = "independent"


def report_pairs(material: Material) -> Iterator[tuple[str, Findings, Findings]]:
    """The story and the findings of each two independent reports of it that are compared."""
    groups: dict[str, list[Findings]] = defaultdict(list)
    for f in material.findings:
        groups[material.stories.get(f.article.id, "")].append(f)
    for story, group in groups.items():
        of = {f.article.id: f for f in group}
        for a, b in _neighbours([f.article for f in group]):
            if material.independent(a.id, b.id):
                yield story, of[a.id], of[b.id]


def _neighbours(articles: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """All pairs of a small story; of a large one each article with those next to it by date."""
    ordered = sorted(articles, key=lambda a: (a.published or "", a.id))
    for i, a in enumerate(ordered):
        yield from ((a, b) for b in ordered[i + 1 : i + MOST_ARTICLES])
