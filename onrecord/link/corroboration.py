"""How many independent reports carry a thing: copies, versions and reports that lean on each other count once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from onrecord.lexicons import outlet_names
from onrecord.link.credits import find_credit, sort_by_date
from onrecord.records import Article, Findings, Link, Statement

LEANS = (
    0.5  # share of either text, outside quotation marks, in common runs of 13 words, from which a report leans on one
)
T = TypeVar("T", bound=Hashable)


class Corroboration(NamedTuple):
    """Who carries a thing. ``group`` is its id: of the first statement, the timeline entry, or issue, actor and stance.

    ``records`` are the statements, positions or events; ``reports`` counts independent reports; ``outlets`` are those
    that carry it (only these, where they are few), by name, without articles of unknown outlet.
    """

    group: str
    records: tuple[str, ...]
    articles: tuple[str, ...]
    reports: int
    outlets: tuple[str, ...]


def join_groups(items: Iterable[T], pairs: Iterable[tuple[T, T]]) -> dict[T, T]:
    """Each item -> the first item (in the order given) of those that the pairs join it to, directly or not."""
    order = {item: n for n, item in enumerate(items)}
    parent = {item: item for item in order}

    def find(item: T) -> T:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for left, right in pairs:
        if left in order and right in order:
            a, b = sorted((find(left), find(right)), key=order.__getitem__)
            parent[b] = a
    return {item: find(item) for item in order}


def leans(found: Link) -> bool:
    """Whether a link says that one article is made of the other: a copy, a version, or a passage of half of it.

    Words inside quotation marks do not count: two reporters at one speech share them.
    """
    if found.kind in ("copy", "version"):
        return True
    if found.kind != "passage":
        return False
    evidence = dict(found.evidence)
    words, quoted = float(evidence.get("words", 0)), float(evidence.get("quoted_words", 0))
    share = max(float(evidence.get("left_share", 0)), float(evidence.get("right_share", 0)))
    return bool(words) and share * (words - quoted) / words >= LEANS


def group_reports(articles: Sequence[Article], links: Iterable[Link]) -> dict[str, str]:
    """Each article -> the id of the independent report that it belongs to, which is its earliest article's."""
    pairs = [(link.left, link.right) for link in links if leans(link)]
    return join_groups([article.id for article in sort_by_date(articles)], pairs)


def count_sources(statements: Iterable[Statement], reports: Mapping[str, str], articles: Mapping[str, Article]) -> int:
    """How many independent sources carry statements that are one.

    Copies are one report; whoever cites an agency or outlet for it, or prints it, is one source with whom it names.
    ``reports`` gives each article its independent report, ``articles`` are by id.
    """
    pairs: list[tuple[str, str]] = []
    printed: list[tuple[str, str]] = []
    for one in statements:
        article, report = articles[one.article], reports[one.article]
        cited = one.via or find_credit(article)
        pairs.append((report, f"from {_folded(cited)}" if cited else report))
        if article.outlet and not one.via:
            printed.append((report, f"from {_folded(article.outlet)}"))
    names = {name for _, name in pairs}
    pairs += [pair for pair in printed if pair[1] in names]
    groups = join_groups([item for pair in pairs for item in pair], pairs)
    return len({groups[report] for report, _ in pairs})


def _folded(name: str) -> str:
    return outlet_names().get(name, name).casefold().removeprefix("the ")


def corroborate(findings: Sequence[Findings], links: Sequence[Link]) -> tuple[Corroboration, ...]:
    """For each statement, position and event of a story the reports that carry it, most reports first.

    Statements are grouped by "same" links, positions by issue, story actor and stance, events by timeline entry. Things
    that nothing links stand alone, with one report.
    """
    articles = {article.id: article for article in sort_by_date([f.article for f in findings])}
    by_article = {f.article.id: f for f in findings}
    findings = [
        by_article[id] for id in articles
    ]  # a group is named after its earliest record, whatever the input's order
    reports = group_reports(list(articles.values()), links)
    groups = [*_statements(findings, links), *_positions(findings, links), *_events(findings, links)]
    said = {s.id: s for f in findings for s in f.statements}
    found = [_carried(group, members, articles, reports, said) for group, members in groups]
    return tuple(sorted(found, key=lambda c: (-c.reports, c.group)))


def _carried(group: str, members: Mapping[str, str], articles: Mapping[str, Article],
             reports: Mapping[str, str], said: Mapping[str, Statement]) -> Corroboration:  # fmt: skip
    carriers = tuple(sorted(set(members.values())))
    outlets = {outlet for article in carriers if (outlet := articles[article].outlet)}
    statements = [said[id] for id in members if id in said]
    count = count_sources(statements, reports, articles) if statements else len({reports[a] for a in carriers})
    return Corroboration(group, tuple(sorted(members)), carriers, count,
                         tuple(sorted(outlets)))  # fmt: skip


def _grouped(pairs: Iterable[tuple[str, str, str]]) -> list[tuple[str, dict[str, str]]]:
    """(group, record, article) -> the groups with their records and articles, in order."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for group, record, article in pairs:
        groups[group][record] = article
    return list(groups.items())


def _statements(findings: Sequence[Findings], links: Sequence[Link]) -> list[tuple[str, dict[str, str]]]:
    own = {s.id: s.article for f in findings for s in f.statements}
    heads = join_groups(own, [(link.left, link.right) for link in links if link.kind == "same"])
    return _grouped((heads[id], id, article) for id, article in own.items())


def _positions(findings: Sequence[Findings], links: Sequence[Link]) -> list[tuple[str, dict[str, str]]]:
    issue = {link.left: link.right for link in links if link.kind == "issue"}
    actor = {link.left: link.right for link in links if link.kind == "actor"}
    return _grouped(
        (" ".join((issue.get(p.id, p.id), actor.get(p.actor or "", p.actor or p.id), p.stance)), p.id, p.article)
        for f in findings for p in f.positions
    )  # fmt: skip


def _events(findings: Sequence[Findings], links: Sequence[Link]) -> list[tuple[str, dict[str, str]]]:
    entry = {link.left: link.right for link in links if link.kind == "event"}
    return _grouped((entry.get(e.id, e.id), e.id, e.span.article) for f in findings for e in f.events)
