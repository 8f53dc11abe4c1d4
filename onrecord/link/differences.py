"""Where independent reports of the same thing do not agree: wording of a quotation, number, speaker, stance, date.

Both passages are given exactly. Precision first: a false alarm costs trust. Copies of each other are not independent; a
corrected number between versions is told as such. From: issue 6, part 5; docs/links.md has what was read and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from onrecord.link.corroboration import group_reports, join_groups
from onrecord.link.credits import day_of, find_direction
from onrecord.link.days import Days, differing_days, find_days
from onrecord.link.frequencies import stem
from onrecord.link.numbers import Counts, differing_counts, find_counts, shown_count
from onrecord.link.quotations import Match, Said, meaning_changes, read_said, same_speaker, slight_changes
from onrecord.link.versions import Sentence, align_sentences, read_sentences
from onrecord.link.wording import SEVERITY, compare, meaning
from onrecord.records import Article, Findings, Link, Position, Range, link, make_id
from onrecord.text import words

MOST_DAYS = 7  # between two reports: later, things have changed rather than been told otherwise
LEAST_SCORE = 0.5  # of a position
MOST_ARTICLES = 60  # of a story that are compared all with all for numbers; beyond, each with the next ones by date
WHOLLY = 0.8  # share of equal words from which two statements are the same throughout: then their speaker is compared
FEWEST_SLIGHT = 3  # slight changes inside one quotation, from which it is reworded (or translated otherwise)
_CONTEXT_WORDS = 3
SAME_TARGET = 0.6  # of the content words of two targets, from which opposite stances on them contradict each other
_TITLES = frozenset({"mr", "mrs", "ms", "sir", "president", "senator", "minister", "prime", "secretary", "governor"})
_OPPOSITE = frozenset({"for", "against"})


@dataclass(frozen=True)
class _Material:
    """The findings and links that differences are read from."""

    findings: Sequence[Findings]
    links: Sequence[Link]

    @cached_property
    def articles(self) -> dict[str, Article]:
        return {f.article.id: f.article for f in self.findings}

    @cached_property
    def reports(self) -> dict[str, str]:
        return group_reports(list(self.articles.values()), self.links)

    @cached_property
    def stories(self) -> dict[str, str]:
        return {x.left: x.right for x in self.links if x.kind == "story"}

    @cached_property
    def actors(self) -> dict[str, str]:
        return {x.left: x.right for x in self.links if x.kind == "actor"}

    @cached_property
    def persons(self) -> frozenset[str]:
        return frozenset(a.id for f in self.findings for a in f.actors if a.type == "person")

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


def link_differences(findings: Sequence[Findings], links: Sequence[Link]) -> tuple[Link, ...]:
    """A "difference" link per disagreement of two reports, the gravest first; ``score`` (0 to 1) says how grave.

    ``left`` and ``right`` are the statements, positions or events that differ, articles for a number in narration; the
    earlier report stands left. Evidence: ``what`` (wording, number, date, speaker or stance), ``how`` (of a wording:
    negation, number, name, modality, strength, word or reworded; of a date: the event), the exact places
    (``left_start`` .. ``right_end``, character offsets into ``left_article`` and ``right_article``), their words, those
    that differ (``left_differs``, ``right_differs``), ``reports`` (independent, version or copy) and ``pairs``: how
    many pairs of articles differ so.
    Misses: differences that only meaning shows; places; what one report leaves out.
    """
    material = _Material(findings, links)
    found = [*_wordings(material), *_stances(material), *_numbers(material), *_dates(material), *_corrections(material)]
    ordered = sorted(found, key=lambda d: (-d.score, d.reports == "copy", d.left.id, d.right.id, d.left.range))
    groups: dict[tuple[str, str, frozenset[str]], list[_Difference]] = defaultdict(list)
    seen = set()
    for difference in ordered:
        place = (difference.what, *sorted((side.article, side.range) for side in difference[:2]))
        if place in seen:  # nested statements
            continue
        seen.add(place)
        differs = frozenset((difference.left.differs, difference.right.differs))
        groups[difference.what, difference.matter, differs].append(difference)
    return tuple(_link(material, group) for group in groups.values())


class _Side(NamedTuple):
    """One side of a difference: the record, its place in an article, and the words there that differ."""

    id: str
    article: str
    range: Range
    differs: str


class _Difference(NamedTuple):
    """Two sides that do not agree. ``matter`` is what they are about, the same for all articles that differ so."""

    left: _Side
    right: _Side
    what: str
    how: str
    score: float
    matter: str
    reports: str = "independent"


def _link(material: _Material, group: Sequence[_Difference]) -> Link:
    """The link of the first difference of a group, the earlier report left."""
    first = group[0]
    left, right = first.left, first.right
    if find_direction(material.articles[left.article], material.articles[right.article])[1]:
        left, right = right, left
    (a, b), (c, d) = left.range, right.range
    texts = [material.articles[side.article].text for side in (left, right)]
    shown = link("difference", left.id, right.id, first.what, round(first.score, 4), what=first.what, how=first.how,
                 reports=first.reports, pairs=len({(x.left.article, x.right.article) for x in group}),
                 left_article=left.article, right_article=right.article, left_start=a, left_end=b, right_start=c,
                 right_end=d, left_words=texts[0][a:b], right_words=texts[1][c:d], left_differs=left.differs,
                 right_differs=right.differs)  # fmt: skip
    return replace(shown, id=make_id("ln", "difference", left.id, right.id, first.what, a, b, c, d))


# --- statements ------------------------------------------------------------------------------------------------------


def _wordings(material: _Material) -> Iterator[_Difference]:
    """Statements that independent reports word or attribute differently."""
    linked = {id for x in material.links if x.kind == "same" for id in (x.left, x.right)}
    statements = [s for f in material.findings for s in f.statements if s.id in linked]
    said = {one.statement.id: one for one in read_said(statements, list(material.articles.values()))}
    same = [x for x in material.links if x.kind == "same" and x.left in said and x.right in said]
    matters = join_groups(said, [(x.left, x.right) for x in same])
    for found in same:
        left, right = said[found.left], said[found.right]
        pair = (left.statement.article, right.statement.article)
        if not material.independent(*pair):
            continue
        texts = [material.articles[article].text for article in pair]
        comparison = compare(left.wording, right.wording, *texts)
        match = Match(left, right, comparison, same_speaker(left.statement, right.statement, material.actors))
        changed = _changed_words(match, matters[found.left])
        if changed:
            yield changed
        if match.speaker == "different" and comparison.ratio >= WHOLLY and _are_named(material, match):
            yield _Difference(_speaker_side(left), _speaker_side(right), "speaker", "", 0.85, matters[found.left])


def _changed_words(match: Match, matter: str) -> _Difference | None:
    """The gravest change of meaning between two wordings of one statement, or that it is reworded throughout."""
    changes = sorted(meaning_changes(match), key=lambda change: (-SEVERITY[change.kind], change.left))
    direct = {match.left.statement.kind, match.right.statement.kind} == {"direct"}
    slight = slight_changes(match) if direct and not changes else []
    if changes:
        left, right, how, score = changes[0].left, changes[0].right, str(changes[0].kind), SEVERITY[changes[0].kind]
    elif len(slight) >= FEWEST_SLIGHT:
        left, right = (slight[0].left[0], slight[-1].left[1]), (slight[0].right[0], slight[-1].right[1])
        how, score = "reworded", 0.3
    else:
        return None
    what = "number" if how == "number" else "wording"
    sides = (_statement_side(match.left, left), _statement_side(match.right, right))
    return _Difference(*sides, what, how, score * (0.9 if direct else 0.7), matter)


def _statement_side(one: Said, stretch: Range) -> _Side:
    differs = " ".join(one.wording.words[slice(*stretch)])
    return _Side(one.statement.id, one.statement.article, _around(one, stretch), differs)


def _speaker_side(one: Said) -> _Side:
    source = one.statement.source or one.statement.content
    name = one.statement.speaker.name if one.statement.speaker else ""
    return _Side(one.statement.id, one.statement.article, source[0].range, name)


def _around(one: Said, stretch: Range) -> Range:
    """The character range of a stretch with three words on each side, inside its own content span."""
    words = one.wording
    first, last = max(0, stretch[0] - _CONTEXT_WORDS), min(len(words.words), stretch[1] + _CONTEXT_WORDS)
    parts = [b for b in words.breaks if first < b <= stretch[0]]
    return words.range_of(max([first, *parts]), min([last, *(b for b in words.breaks if stretch[1] <= b < last and b)]))


def _are_named(material: _Material, match: Match) -> bool:
    """Whether both sources name their speaker, a person, and have no name in common.

    "He" may have been resolved wrongly, and "Trump Jr.'s attorney, Alan Futerfas" read as either of the two.
    """
    named = []
    for one in (match.left, match.right):
        speaker, source = one.statement.speaker, one.statement.source
        if speaker is None or speaker.actor not in material.persons or not source:
            return False
        named.append({w for span in source for w in words(span.words)} - _TITLES)
        if not named[-1] & set(words(speaker.name)):
            return False
    return not (named[0] & named[1]) - meaning().grammar


# --- positions -------------------------------------------------------------------------------------------------------


def _stances(material: _Material) -> Iterator[_Difference]:
    """Positions of one actor on one issue and nearly one target that independent reports tell as for and as against."""
    issue = {x.left: x.right for x in material.links if x.kind == "issue"}
    groups: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for f in material.findings:
        for p in f.positions:
            if p.actor and p.id in issue and p.stance in _OPPOSITE and p.score >= LEAST_SCORE and _is_named(p):
                groups[issue[p.id], material.actors.get(p.actor, p.actor)].append(p)
    for matter, members in groups.items():
        seen: set[tuple[str, str]] = set()
        for a, b in combinations(members, 2):
            reports = (material.reports[a.article], material.reports[b.article])
            if a.stance == b.stance or reports in seen or not _same_target(a, b):
                continue
            if material.independent(a.article, b.article):
                seen.add(reports)
                sides = [_Side(p.id, p.article, p.evidence.range, p.stance) for p in (a, b)]
                how, score = f"{a.stance} and {b.stance}", 0.9 * min(a.score, b.score)
                yield _Difference(sides[0], sides[1], "stance", how, score, " ".join(matter))


def _is_named(position: Position) -> bool:
    """Whether the sentence names the holder: "he" or "the president" may have been resolved wrongly."""
    return bool(position.holder and set(words(position.holder.words)) & set(words(position.name)) - _TITLES)


def _same_target(left: Position, right: Position) -> bool:
    """Whether two targets are the same in nearly all their content words, and neither is a ban, a refusal or an end.

    Where both sentences are negated, one of the stances was read wrongly more often than not.
    """
    if left.target is None or right.target is None:
        return False
    a, b = ({stem(w) for w in words(p.target.words if p.target else "")} - meaning().grammar for p in (left, right))
    if min(len(a), len(b)) < 2 or (a | b) & meaning().against:
        return False
    negated = [bool(meaning().negation & set(words(p.evidence.words))) for p in (left, right)]
    return not all(negated) and len(a & b) / len(a | b) >= SAME_TARGET


# --- numbers ---------------------------------------------------------------------------------------------------------


def _numbers(material: _Material) -> Iterator[_Difference]:
    """Counts of one thing that differ between independent reports of one story."""
    counts: dict[str, Counts] = {}
    for story, a, b in _report_pairs(material):
        for one in (a, b):
            if one.article.id not in counts:
                counts[one.article.id] = find_counts(one.article.text, material.sentences(one))
        for mine, theirs in differing_counts(counts[a.article.id], counts[b.article.id]):
            sides = [
                _Side(x.article.id, x.article.id, c.sentence.range, shown_count(x.article.text, c))
                for x, c in ((a, mine), (b, theirs))
            ]
            score = 0.5 if mine.bound or theirs.bound else 0.75
            yield _Difference(sides[0], sides[1], "number", mine.unit, score, f"{story} {mine.unit}")


def _dates(material: _Material) -> Iterator[_Difference]:
    """Events that independent reports of one story put on different days."""
    days: dict[str, Days] = {}
    for story, a, b in _report_pairs(material):
        for one in (a, b):
            if one.article.id not in days:
                days[one.article.id] = find_days(one, material.sentences(one))
        for mine, theirs in differing_days(days[a.article.id], days[b.article.id]):
            sides = [
                _Side(x.event.id, x.event.span.article, x.sentence.range, x.time.span.words) for x in (mine, theirs)
            ]
            yield _Difference(sides[0], sides[1], "date", mine.event.span.words, 0.75, f"{story} {mine.base}")


def _report_pairs(material: _Material) -> Iterator[tuple[str, Findings, Findings]]:
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


def _corrections(material: _Material) -> Iterator[_Difference]:
    """Numbers that a later version or an edited copy of a report changed in a sentence that stayed."""
    of = {f.article.id: f for f in material.findings}
    pairs = {(x.left, x.right): x.kind for x in material.links if x.kind in ("copy", "version")}
    pairs |= {(x.left, x.right): x.kind for x in material.links if x.kind == "version"}
    for (left, right), kind in pairs.items():
        if left not in material.articles or right not in material.articles:
            continue
        a, b = material.articles[left], material.articles[right]
        mine, theirs = material.sentences(of[left]), material.sentences(of[right])
        for sentence in align_sentences(mine, theirs, a.text, b.text).reworded:
            for change in sentence.comparison.changes:
                if change.kind == "number" and min(_length(change.left), _length(change.right)) > 0:
                    sides = [
                        _Side(article.id, article.id, side.range, article.text[slice(*side.wording.range_of(*stretch))])
                        for article, side, stretch in (
                            (a, sentence.left, change.left),
                            (b, sentence.right, change.right),
                        )
                    ]
                    matter = " ".join(("corrected", material.reports[left], *sentence.left.wording.words))
                    yield _Difference(sides[0], sides[1], "number", "corrected", 0.8, matter, kind)
                    break


def _length(stretch: Range) -> int:
    return stretch[1] - stretch[0]
