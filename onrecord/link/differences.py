"""Where independent reports of the same thing do not agree: wording of a quotation, number, speaker, stance, date.

Both passages are given exactly. Precision first: a false alarm costs trust. Copies of each other are not independent; a
corrected number between versions is told as such. From: issue 6, part 5; docs/links.md has what was read and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from onrecord.link.corroboration import group_reports
from onrecord.link.credits import day_of, find_direction
from onrecord.link.frequencies import stem
from onrecord.link.numbers import Count, differing_counts, find_counts
from onrecord.link.quotations import SURE_WORDS, Match, Said, meaning_changes, read_said, same_speaker, slight_changes
from onrecord.link.versions import align_sentences, read_sentences
from onrecord.link.wording import SEVERITY, compare, meaning
from onrecord.records import Article, Findings, Link, Position, Range, link, make_id
from onrecord.text import words

MOST_DAYS = 7  # between two reports: later, things have changed rather than been told otherwise
LEAST_SCORE = 0.5  # of a position
MOST_ARTICLES = 60  # of a story that are compared all with all for numbers; beyond, each with the next ones by date
FEWEST_SLIGHT = 3  # slight changes inside one quotation, from which it is reworded (or translated otherwise)
_CONTEXT_WORDS = 3
SAME_TARGET = 0.6  # of the content words of two targets, from which opposite stances on them contradict each other
_TITLES = frozenset({"mr", "mrs", "ms", "sir", "president", "senator", "minister", "prime", "secretary", "governor"})
_OPPOSITE = frozenset({"for", "against"})

Told = dict[str, str | int | float]  # what a difference link says besides its places


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

    def independent(self, left: str, right: str) -> bool:
        """Whether two articles are independent reports of one story, at most a week apart."""
        if self.reports[left] == self.reports[right] or self.stories.get(left) != self.stories.get(right):
            return False
        days = [day_of(self.articles[article].published) for article in (left, right)]
        return days[0] is None or days[1] is None or abs((days[0] - days[1]).days) <= MOST_DAYS


def link_differences(findings: Sequence[Findings], links: Sequence[Link]) -> tuple[Link, ...]:
    """A "difference" link per disagreement of two reports, the gravest first; ``score`` (0 to 1) says how grave.

    ``left`` and ``right`` are the statements, positions or events that differ, articles for a number in narration; the
    earlier report stands left. Evidence: ``what`` (wording, number, speaker or stance), ``how`` (for a wording: negation,
    number, name, modality, strength, word or reworded), the exact places (``left_start`` .. ``right_end``, character
    offsets into ``left_article`` and ``right_article``), their words, and ``reports`` (independent, version or copy).
    Misses: differences that only meaning shows; places and dates; what one report leaves out.
    """
    material = _Material(findings, links)
    found = [*_wordings(material), *_stances(material), *_numbers(material), *_corrections(material)]
    ordered = sorted(found, key=lambda x: (-x.score, dict(x.evidence)["reports"] == "copy", x.left, x.right, x.id))
    unique = {
        _places(x, material.reports): x for x in reversed(ordered)
    }  # the first of nested statements and of copies
    return tuple(x for x in ordered if unique[_places(x, material.reports)] is x)


def _places(found: Link, reports: Mapping[str, str]) -> tuple[str | int | float, ...]:
    """What makes a difference one: the words of both sides and the reports they stand in, whichever copy it is."""
    evidence = dict(found.evidence)
    sides = tuple(reports[str(evidence[name])] for name in ("left_article", "right_article"))
    return (evidence["what"], *sides, *(" ".join(words(str(evidence[n]))) for n in ("left_words", "right_words")))


def _difference(material: _Material, ids: tuple[str, str], articles: tuple[str, str], ranges: tuple[Range, Range],
                told: Told) -> Link:  # fmt: skip
    """The link of one difference, the earlier report left. ``told`` holds what, how, score and reports."""
    left, right = (material.articles[article] for article in articles)
    if find_direction(left, right)[1]:
        left, right, ids, ranges = right, left, ids[::-1], ranges[::-1]
    (a, b), (c, d) = ranges
    evidence = {key: value for key, value in told.items() if key != "score"}
    shown = link("difference", ids[0], ids[1], str(told["what"]), float(told["score"]), **evidence,
                 left_article=left.id, right_article=right.id, left_start=a, left_end=b, right_start=c, right_end=d,
                 left_words=left.text[a:b], right_words=right.text[c:d])  # fmt: skip
    id = make_id("ln", "difference", *ids, told["what"], a, b, c, d)
    return Link(id, shown.kind, shown.left, shown.right, shown.method, shown.score, shown.evidence)


# --- statements ------------------------------------------------------------------------------------------------------


def _wordings(material: _Material) -> Iterator[Link]:
    """Statements that independent reports word or attribute differently."""
    statements = [s for f in material.findings for s in f.statements]
    said = {one.statement.id: one for one in read_said(statements, list(material.articles.values()))}
    for same in material.links:
        left, right = said.get(same.left), said.get(same.right)
        if same.kind != "same" or not left or not right:
            continue
        pair = (left.statement.article, right.statement.article)
        if not material.independent(*pair):
            continue
        texts = [material.articles[article].text for article in pair]
        comparison = compare(left.wording, right.wording, *texts)
        match = Match(left, right, comparison, same_speaker(left.statement, right.statement, material.actors))
        yield from _changed_words(material, match)
        if match.speaker == "different" and comparison.core >= SURE_WORDS and _are_named(material, match):
            ranges = tuple(_source_range(one) for one in (left, right))
            ids = (left.statement.id, right.statement.id)
            told: Told = {"what": "speaker", "score": 0.85, "reports": "independent"}
            yield _difference(material, ids, pair, (ranges[0], ranges[1]), told)


def _changed_words(material: _Material, match: Match) -> Iterator[Link]:
    """The gravest change of meaning between two wordings of one statement, or that it is reworded throughout."""
    changes = sorted(meaning_changes(match), key=lambda change: (-SEVERITY[change.kind], change.left))
    kinds = {match.left.statement.kind, match.right.statement.kind}
    slight = slight_changes(match) if kinds == {"direct"} else []
    if changes:
        stretches, how, score = (changes[0].left, changes[0].right), str(changes[0].kind), SEVERITY[changes[0].kind]
    elif len(slight) >= FEWEST_SLIGHT:
        ends = ((slight[0].left, slight[-1].left), (slight[0].right, slight[-1].right))
        stretches, how, score = ((ends[0][0][0], ends[0][1][1]), (ends[1][0][0], ends[1][1][1])), "reworded", 0.3
    else:
        return
    ranges = (_around(match.left, stretches[0]), _around(match.right, stretches[1]))
    told: Told = {"what": "number" if how == "number" else "wording", "how": how, "reports": "independent",
                  "score": round(score * (0.9 if kinds == {"direct"} else 0.7), 4),
                  "changes": len(changes) or len(slight)}  # fmt: skip
    yield _difference(material, (match.left.statement.id, match.right.statement.id),
                      (match.left.statement.article, match.right.statement.article), ranges, told)  # fmt: skip


def _around(one: Said, stretch: Range) -> Range:
    """The character range of a stretch with three words on each side, inside its own content span."""
    words = one.wording
    first, last = max(0, stretch[0] - _CONTEXT_WORDS), min(len(words.words), stretch[1] + _CONTEXT_WORDS)
    parts = [b for b in words.breaks if first < b <= stretch[0]]
    return words.range_of(max([first, *parts]), min([last, *(b for b in words.breaks if stretch[1] <= b < last and b)]))


def _source_range(one: Said) -> Range:
    source = one.statement.source or one.statement.content
    return source[0].range


def _are_named(material: _Material, match: Match) -> bool:
    """Whether both sources give the name of a person: "he" may have been resolved wrongly."""
    for one in (match.left, match.right):
        speaker, source = one.statement.speaker, one.statement.source
        if speaker is None or speaker.actor not in material.persons or not source:
            return False
        named = {w.casefold() for span in source for w in words(span.words) if w not in _TITLES}
        if not named & set(words(speaker.name)):
            return False
    return True


# --- positions -------------------------------------------------------------------------------------------------------


def _stances(material: _Material) -> Iterator[Link]:
    """Positions of one actor on one issue and nearly one target that independent reports tell as for and as against."""
    issue = {x.left: x.right for x in material.links if x.kind == "issue"}
    groups: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for f in material.findings:
        for p in f.positions:
            if p.actor and p.id in issue and p.stance in _OPPOSITE and p.score >= LEAST_SCORE and _is_named(p):
                groups[issue[p.id], material.actors.get(p.actor, p.actor)].append(p)
    for members in groups.values():
        seen: set[tuple[str, str]] = set()
        for a, b in combinations(members, 2):
            reports = (material.reports[a.article], material.reports[b.article])
            if a.stance == b.stance or reports in seen or not _same_target(a, b):
                continue
            if material.independent(a.article, b.article):
                seen.add(reports)
                told: Told = {"what": "stance", "how": f"{a.stance} and {b.stance}", "reports": "independent",
                              "score": round(0.9 * min(a.score, b.score), 4)}  # fmt: skip
                yield _difference(material, (a.id, b.id), (a.article, b.article), (a.evidence.range, b.evidence.range),
                                  told)  # fmt: skip


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


def _numbers(material: _Material) -> Iterator[Link]:
    """Counts of one thing that differ between independent reports of one story."""
    groups: dict[str, list[Findings]] = defaultdict(list)
    for f in material.findings:
        groups[material.stories.get(f.article.id, "")].append(f)
    for group in groups.values():
        if len(group) > 1:
            counts = {f.article.id: _counts_of(f) for f in group}
            for a, b in _neighbours([f.article for f in group]):
                if material.independent(a.id, b.id):
                    for mine, theirs in differing_counts(counts[a.id], counts[b.id]):
                        yield _number(material, (a, b), mine, theirs)


def _counts_of(findings: Findings) -> list[Count]:
    """The counts of an article's narration and quotations, removed parts left out."""
    return find_counts(findings.article.text, read_sentences(findings.article, findings.removed))


def _neighbours(articles: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """All pairs of a small story; of a large one each article with those next to it by date."""
    ordered = sorted(articles, key=lambda a: (a.published or "", a.id))
    for i, a in enumerate(ordered):
        yield from ((a, b) for b in ordered[i + 1 : i + MOST_ARTICLES])


def _number(material: _Material, pair: tuple[Article, Article], mine: Count, theirs: Count) -> Link:
    told: Told = {"what": "number", "how": mine.unit, "reports": "independent",
                  "score": 0.5 if mine.bound or theirs.bound else 0.75}  # fmt: skip
    ids = (pair[0].id, pair[1].id)
    return _difference(material, ids, ids, (mine.sentence.range, theirs.sentence.range), told)


def _corrections(material: _Material) -> Iterator[Link]:
    """Numbers that a later version or an edited copy of a report changed in a sentence that stayed."""
    removed = {f.article.id: f.removed for f in material.findings}
    pairs = {(x.left, x.right): x.kind for x in material.links if x.kind in ("copy", "version")}
    pairs |= {(x.left, x.right): x.kind for x in material.links if x.kind == "version"}
    for (left, right), kind in pairs.items():
        if left not in material.articles or right not in material.articles:
            continue
        a, b = material.articles[left], material.articles[right]
        mine, theirs = read_sentences(a, removed[left]), read_sentences(b, removed[right])
        for sentence in align_sentences(mine, theirs, a.text, b.text).reworded:
            for change in sentence.comparison.changes:
                if change.kind == "number" and min(_length(change.left), _length(change.right)) > 0:
                    told: Told = {"what": "number", "how": "corrected", "score": 0.8, "reports": kind}
                    ranges = (sentence.left.range, sentence.right.range)
                    yield _difference(material, (left, right), (left, right), ranges, told)
                    break


def _length(stretch: Range) -> int:
    return stretch[1] - stretch[0]
