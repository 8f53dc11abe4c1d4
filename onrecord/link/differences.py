"""Where independent reports of the same thing do not agree: wording of a quotation, number, date, place,
speaker, stance, strength.

Both passages are given exactly. Precision first: a false alarm costs trust. Copies of each other are not independent; a
corrected number between versions is told as such. From: issue 6, part 5; docs/links.md has what was read and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from onrecord.link.changes import Match, Said, meaning_changes, slight_changes
from onrecord.link.corroboration import join_groups
from onrecord.link.credits import find_direction
from onrecord.link.disagreements import Difference, Material, Side
from onrecord.link.frequencies import stem
from onrecord.link.meaning import meaning
from onrecord.link.quotations import read_said, same_speaker
from onrecord.link.retold import retold
from onrecord.link.voices import compare_speakers
from onrecord.link.wording import SEVERITY, compare
from onrecord.records import Findings, Link, Position, Range, Statement, link, make_id
from onrecord.text import words

LEAST_SCORE = 0.5  # of a position
WHOLLY = 0.8  # share of equal words from which two statements are the same throughout: then their speaker is compared
FEWEST_SLIGHT = 3  # slight changes inside one quotation, from which it is reworded (or translated otherwise)
_CONTEXT_WORDS = 3
SAME_TARGET = 0.6  # of the content words of two targets, from which opposite stances on them contradict each other
_TITLES = frozenset({"mr", "mrs", "ms", "sir", "president", "senator", "minister", "prime", "secretary", "governor"})
_OPPOSITE = frozenset({"for", "against"})


def link_differences(findings: Sequence[Findings], links: Sequence[Link],
                     reports: Mapping[str, str] | None = None) -> tuple[Link, ...]:  # fmt: skip
    """A "difference" link per disagreement of two reports, the gravest first; ``score`` (0 to 1) says how grave.

    ``left`` and ``right`` are the statements, positions or events that differ, articles for what narration tells; the
    earlier report stands left. Evidence: ``what`` (wording, number, date, place, speaker, stance or strength), ``how``
    (of a wording: negation, number, name, modality, strength, word or reworded; of a date or place: the event; of a
    strength: its scale), the exact places (``left_start`` .. ``right_end``, character offsets into ``left_article`` and
    ``right_article``), their words, those that differ (``left_differs``, ``right_differs``), ``reports`` (independent,
    version or copy) and ``pairs``: how many pairs of articles differ so.
    ``reports`` is what `group_reports` gives, where links to articles that are not given matter to it.
    Misses: differences that only meaning shows; what one report leaves out.
    """
    material = Material(findings, links, reports)
    found = [*_wordings(material), *_stances(material), *retold(material)]
    ordered = sorted(found, key=lambda d: (-d.score, d.reports == "copy", d.left.id, d.right.id, d.left.range))
    groups: dict[tuple[str, str, frozenset[str]], list[Difference]] = defaultdict(list)
    seen = set()
    for difference in ordered:
        place = (difference.what, *sorted((side.article, side.range) for side in difference[:2]))
        if place in seen:  # nested statements
            continue
        seen.add(place)
        differs = frozenset((difference.left.differs, difference.right.differs))
        groups[difference.what, difference.matter, differs].append(difference)
    return tuple(_link(material, group) for group in groups.values())


def _link(material: Material, group: Sequence[Difference]) -> Link:
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


def _wordings(material: Material) -> Iterator[Difference]:
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
        apart = compare_speakers(left.statement, right.statement, material.speakers) == "different"
        if apart and comparison.ratio >= WHOLLY and _are_surely_two(material, match):
            yield Difference(_speaker_side(left), _speaker_side(right), "speaker", "", 0.85, matters[found.left])


def _changed_words(match: Match, matter: str) -> Difference | None:
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
    return Difference(*sides, what, how, score * (0.9 if direct else 0.7), matter)


def _statement_side(one: Said, stretch: Range) -> Side:
    differs = " ".join(one.wording.words[slice(*stretch)])
    return Side(one.statement.id, one.statement.article, _around(one, stretch), differs)


def _speaker_side(one: Said) -> Side:
    source = one.statement.source or one.statement.content
    name = one.statement.speaker.name if one.statement.speaker else ""
    return Side(one.statement.id, one.statement.article, source[0].range, name)


def _around(one: Said, stretch: Range) -> Range:
    """The character range of a stretch with three words on each side, inside its own content span."""
    words = one.wording
    first, last = max(0, stretch[0] - _CONTEXT_WORDS), min(len(words.words), stretch[1] + _CONTEXT_WORDS)
    parts = [b for b in words.breaks if first < b <= stretch[0]]
    return words.range_of(max([first, *parts]), min([last, *(b for b in words.breaks if stretch[1] <= b < last and b)]))


def _are_surely_two(material: Material, match: Match) -> bool:
    """Whether both sources name their speaker, and neither statement has the other's speak inside it.

    "He" may have been resolved wrongly, and "as Kelly said" inside Lowell's quotation is read as Kelly's.
    """
    pair = (match.left.statement, match.right.statement)
    if not all(map(_names_speaker, pair)) or min(s.score for s in pair) < LEAST_SCORE:
        return False
    said: dict[str, Sequence[Statement]] = {f.article.id: f.statements for f in material.findings}
    for one, other in (pair, pair[::-1]):
        start, end = _whole(one)
        within = [s for s in said[one.article] if s.id != one.id and _whole(s)[0] < end and start < _whole(s)[1]]
        if any(compare_speakers(s, other, material.speakers) == "same" for s in within):
            return False
    return True


def _whole(statement: Statement) -> Range:
    """From the first to the last character of source, cue and content."""
    spans = (*statement.source, *statement.cue, *statement.content)
    return min((span.start for span in spans), default=0), max((span.end for span in spans), default=0)


def _names_speaker(statement: Statement) -> bool:
    """Whether the source of a statement has a word of its speaker's name, not only a title."""
    name = set(words(statement.speaker.name if statement.speaker else "")) - _TITLES - meaning().grammar
    return bool(name & {w for span in statement.source for w in words(span.words)})


# --- positions -------------------------------------------------------------------------------------------------------


def _stances(material: Material) -> Iterator[Difference]:
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
                sides = [Side(p.id, p.article, p.evidence.range, p.stance) for p in (a, b)]
                how, score = f"{a.stance} and {b.stance}", 0.9 * min(a.score, b.score)
                yield Difference(sides[0], sides[1], "stance", how, score, " ".join(matter))


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
