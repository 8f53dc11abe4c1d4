"""Each article's text with what was found in it, its relations to the others, and what could not be resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, get_args

from onrecord.dossier.differences import differing_spans
from onrecord.dossier.material import Material
from onrecord.dossier.sections import (
    ArticleRelation,
    Evidence,
    ProblemExample,
    ProblemGroup,
    Segment,
    SegmentClass,
    SourceArticle,
)
from onrecord.dossier.versions import find_edits
from onrecord.link.credits import find_credit
from onrecord.records import Findings, Link, Problem, Removed, RemovedReason, Span
from onrecord.text import merge

EXAMPLES = 5  # problems shown of each code
_CLASSES: tuple[SegmentClass, ...] = get_args(SegmentClass)
_RELATIONS = {
    "version": ("earlier version of", "later version of"),
    "copy": ("copied by", "copy of"),
    "passage": ("shares passages with", "shares passages with"),
}
_SAME_TEXT = ("same text as", "same text as")  # nothing tells which came first
_SAME_SPEECH = ("quotes the same words as", "quotes the same words as")
_SPEECH_SHARE = 0.9  # of the shared words inside quotation marks, from which two reports only quote one speech


class _Mark(NamedTuple):
    start: int
    end: int
    kind: SegmentClass
    target: str
    reason: RemovedReason | None = None


def find_sources(material: Material) -> tuple[SourceArticle, ...]:
    """The articles by published date, undated ones last."""
    relations, differing = _relations(material), differing_spans(material)
    edited = _edited(relations)
    made = []
    for findings in material.findings:
        key = findings.article.id
        marks = [*_marks(material, findings), *(_Mark(*s.range, "difference", x) for s, x in differing.get(key, ()))]
        marks += [_Mark(e.start, e.end, "changed", key) for e in edited.get(key, ())]
        made.append(_source_article(material, findings, relations.get(key, []), marks))
    return tuple(made)


def _source_article(material: Material, findings: Findings, relations: list[ArticleRelation],
                    marks: list[_Mark]) -> SourceArticle:  # fmt: skip
    article = findings.article
    return SourceArticle(
        id=article.id,
        label=material.labels[article.id],
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        published_by=article.published_by,
        author=article.author,
        url=article.url,
        wire=find_credit(article),
        location=article.source.location,
        also=article.also,
        report=material.reports[article.id],
        story=material.stories[article.id],
        statements=sum(s.score >= material.threshold for s in findings.statements),
        removed_chars=_covered(findings.removed),
        relations=tuple(relations),
        segments=tuple(cut(article.text, marks)),
    )


def _covered(removed: Sequence[Removed]) -> int:
    return sum(end - start for start, end in merge(r.span.range for r in removed))


def _relations(material: Material) -> dict[str, list[ArticleRelation]]:
    """The relations of each article, each pair once: a version before a copy before shared passages."""
    found: dict[str, list[ArticleRelation]] = defaultdict(list)
    seen: set[frozenset[str]] = set()
    for kind in _RELATIONS:
        for link in _by_date(material, kind):
            pair = frozenset((link.left, link.right))
            if pair in seen:
                continue
            seen.add(pair)
            changes = _changes(link)
            edits = find_edits(material, link) if kind == "version" else ()
            sides = ((link.left, link.right), (link.right, link.left))
            for name, (one, other) in zip(relation_names(link), sides, strict=True):
                later = edits if one == link.right else ()
                found[one].append(ArticleRelation(name, other, material.labels[other], link.score, changes, later))
    return found


def _by_date(material: Material, kind: str) -> list[Link]:
    """The links of a kind between articles of the story, by the dates of their articles."""
    links = [x for x in material.links.get(kind, ()) if x.left in material.articles and x.right in material.articles]
    return sorted(links, key=lambda x: (*sorted(material.time_key(id) for id in (x.left, x.right)), x.id))


def _edited(relations: Mapping[str, Sequence[ArticleRelation]]) -> dict[str, list[Evidence]]:
    """For each article the sentences that an earlier or later version of it has otherwise."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for edit in (edit for some in relations.values() for relation in some for edit in relation.edits):
        for side in (edit.before, edit.after):
            if side:
                found[side.article].append(side)
    return found


def relation_names(link: Link) -> tuple[str, str]:
    """How each side of a link relates to the other: a copy only where it is known which came first."""
    told = dict(link.evidence)
    if link.kind == "copy" and told.get("direction") == "unknown":
        return _SAME_TEXT
    shared, quoted = told.get("words", 0), told.get("quoted_words", 0)
    if link.kind == "passage" and isinstance(shared, int) and isinstance(quoted, int) and shared:
        return _SAME_SPEECH if quoted >= _SPEECH_SHARE * shared else _RELATIONS[link.kind]
    return _RELATIONS[link.kind]


def _shared(link: Link) -> tuple[tuple[str, str], ...]:
    told = dict(link.evidence)
    words, quoted = told.get("words", 0), told.get("quoted_words", 0)
    if not words:
        return ()
    of_them = f", {'all' if quoted == words else f'{quoted} of them'} quoted" if quoted else ""
    return (("sharing", f"{words} words{of_them}"),)


def _changes(link: Link) -> tuple[tuple[str, str], ...]:
    if link.kind != "version":
        return _shared(link)
    told = dict(link.evidence)
    counts = [(name, told.get(name, 0)) for name in ("added", "dropped", "reworded")]
    shown = [(name, f"{n} sentence{'s' * (n != 1)}") for name, n in counts if isinstance(n, int) and n > 0]
    words = [(name, str(told[name])) for name in ("numbers", "names", "headline", "note") if told.get(name)]
    return (*shown, *words)


def _marks(material: Material, findings: Findings) -> Iterator[_Mark]:
    article = findings.article
    if article.headline:
        yield _Mark(*article.headline, "headline", article.id)
    for removed in findings.removed:
        yield _Mark(*removed.span.range, "removed", removed.id, removed.reason)
    for s in findings.statements:
        yield from _span_marks(s.source, "source", s.id)
        yield from _span_marks(s.cue, "cue", s.id)
        yield from _span_marks(s.content, "content", s.id)
    yield from _uncertain(material, findings)
    for position in findings.positions:
        yield from _span_marks([position.evidence], "position", position.id)
        yield from _span_marks([c.span for c in position.conditions], "condition", position.id)
    for event in findings.events:
        yield from _span_marks([event.clause], "event", event.id)
        yield from _span_marks([event.time.span] if event.time else [], "time", event.id)
    for actor in findings.actors:
        yield from _span_marks([role.evidence for role in actor.roles], "role", material.ref(actor.id).id)
    for problem in findings.problems:
        yield from _span_marks([problem.span] if problem.span else [], "problem", problem.id)


def _uncertain(material: Material, findings: Findings) -> Iterator[_Mark]:
    """Marks over the words of uncertain statements where no certain one lies over them too."""
    certain = [s for s in findings.statements if s.score >= material.threshold]
    known = {span.range for s in certain for span in (*s.source, *s.cue, *s.content)}
    for s in findings.statements:
        if s.score < material.threshold:
            spans = [span for span in (*s.source, *s.cue, *s.content) if span.range not in known]
            yield from _span_marks(spans, "uncertain", s.id)


def _span_marks(spans: Iterable[Span], kind: SegmentClass, target: str) -> Iterator[_Mark]:
    return (_Mark(span.start, span.end, kind, target) for span in spans)


def cut(text: str, marks: Sequence[_Mark]) -> Iterator[Segment]:
    """The text in segments that begin and end where a mark does and know all marks over them; none is empty."""
    starts: dict[int, list[_Mark]] = defaultdict(list)
    ends: dict[int, list[_Mark]] = defaultdict(list)
    for mark in marks:
        if mark.start >= mark.end:
            continue
        starts[mark.start].append(mark)
        ends[mark.end].append(mark)
    points = sorted({0, len(text), *starts, *ends})
    over: dict[_Mark, int] = {}
    for start, end in pairwise(points):
        for mark in ends[start]:
            over[mark] -= 1
            if not over[mark]:
                del over[mark]
        for mark in starts[start]:
            over[mark] = over.get(mark, 0) + 1
        kinds = {mark.kind for mark in over}
        yield Segment(
            start=start,
            end=end,
            words=text[start:end],
            classes=tuple(kind for kind in _CLASSES if kind in kinds),
            targets=tuple(dict.fromkeys(mark.target for mark in over)),
            reason=next((mark.reason for mark in over if mark.reason), None),
        )


def find_problems(material: Material) -> tuple[ProblemGroup, ...]:
    """What could not be read or resolved, by stage and code, most frequent first."""
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    own = (problem for findings in material.findings for problem in findings.problems)
    for problem in (*material.loose_problems, *own):
        groups[problem.stage, problem.code].append(problem)
    made = [
        ProblemGroup(stage, code, len(problems), len({p.location for p in problems}), _examples(material, problems))
        for (stage, code), problems in groups.items()
    ]
    return tuple(sorted(made, key=lambda group: (-group.count, group.stage, group.code)))


def _examples(material: Material, problems: Sequence[Problem]) -> tuple[ProblemExample, ...]:
    return tuple(
        ProblemExample(
            problem.message,
            problem.location,
            material.evidence(problem.span, problem.id)
            if problem.span and problem.span.article in material.articles
            else None,
        )
        for problem in problems[:EXAMPLES]
    )
