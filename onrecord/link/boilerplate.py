"""Lines that an outlet repeats word for word from article to article: its house text, not its stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from onrecord import text as ranges
from onrecord.records import Article

# How often: in the voice of a web page, and otherwise, where it may be a background sentence that reports repeat. On
# PolNeAR train (7 outlets of 120 articles) and BASIL the 9 lines that the lower bounds alone find are all house text.
_MIN_ARTICLES, _MIN_SHARE = 3, 0.025
_MIN_ARTICLES_PLAIN, _MIN_SHARE_PLAIN = 5, 0.1
_MAX_ELSEWHERE_SHARE = 0.2  # of the articles that hold it; what others write too is a quotation or an agency's text
_MIN_WORDS = 2
_EDGE_UNITS = 3  # house text stands first or last; a background sentence wanders
_MAX_UNIT_CHARS = 1000
_QUOTES = frozenset('"“”„«»')
_SITE_WORDS = frozenset("you your our click subscribe newsletter cookies advertisement email video".split())


def link_boilerplate(articles: Sequence[Article]) -> dict[str, frozenset[str]]:
    """For each outlet ("" where it is not known) the lines and sentences that it repeats, as words joined by spaces.

    A line in the voice of a web page ("you", "our newsletter") counts if it stands in at least 3 articles, another if
    it stands in at least 5 and a tenth of the outlet's, always near the beginning or end; either only if other outlets
    hardly have it. Articles that share half of their lines (versions of one report, copies) count once. Lines with
    quotation marks never count.
    Misses: house text that changes with each article (dates, names), outlets with fewer than 3 articles.
    """
    by_outlet: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_outlet[article.outlet or ""].append(article)
    holders: dict[str, Counter[str]] = {}
    edges: dict[str, Counter[str]] = {}
    groups: dict[str, int] = {}
    for outlet, own in by_outlet.items():
        holders[outlet], edges[outlet], groups[outlet] = _count(own)
    everywhere: Counter[str] = Counter()
    for outlet in by_outlet:
        everywhere.update(holders[outlet])
    result = {}
    for outlet in sorted(by_outlet):
        result[outlet] = frozenset(
            unit
            for unit, count in holders[outlet].items()
            if _is_house_text(unit, count, edges[outlet][unit], groups[outlet])
            and everywhere[unit] - count <= _MAX_ELSEWHERE_SHARE * count
        )
    return result


def held_lines(article: Article, lines: frozenset[str]) -> frozenset[str]:
    """Those of an outlet's lines that stand in an article: what its removed spans depend on besides its own text."""
    if not lines:
        return lines
    text = article.text.replace("\u00a0", " ")  # as find_removed reads it
    spans = [span for line in ranges.paragraphs(text) for span in (line, *ranges.sentences(text, *line))]
    return lines & {" ".join(ranges.words(text[start:end])) for start, end in spans}


def _is_house_text(unit: str, count: int, at_edge: int, articles: int) -> bool:
    if not _SITE_WORDS.isdisjoint(unit.split()):
        return count >= max(_MIN_ARTICLES, _MIN_SHARE * articles)
    return at_edge == count >= max(_MIN_ARTICLES_PLAIN, _MIN_SHARE_PLAIN * articles)


def _count(articles: Iterable[Article]) -> tuple[Counter[str], Counter[str], int]:
    """In how many articles each unit stands, in how many at an edge, and how many articles there are; versions once."""
    holders: Counter[str] = Counter()
    edges: Counter[str] = Counter()
    seen: list[dict[str, bool]] = []
    by_unit: dict[str, list[int]] = defaultdict(list)
    for article in articles:
        units = _units(article)
        if not units or _is_version(units, seen, by_unit):
            continue
        for unit, at_edge in units.items():
            by_unit[unit].append(len(seen))
            holders[unit] += 1
            edges[unit] += at_edge
        seen.append(units)
    return holders, edges, len(seen)


def _is_version(units: dict[str, bool], seen: Sequence[dict[str, bool]], by_unit: dict[str, list[int]]) -> bool:
    """Whether an earlier article shares half of the units of the shorter of the two."""
    shared: Counter[int] = Counter()
    for unit in units:
        shared.update(by_unit.get(unit, ())[:50])  # a unit in more articles is house text
    return any(2 * count >= min(len(units), len(seen[k])) for k, count in shared.items())


def _units(article: Article) -> dict[str, bool]:
    """The lines and sentences of an article as words joined by spaces, and whether each stands at an edge."""
    text = article.text
    lines = ranges.paragraphs(text)
    found: list[str] = []
    for start, end in lines:
        found.append(_key(text, start, end))
        split = ranges.sentences(text, start, end)
        if len(split) > 1:
            found += [_key(text, s, e) for s, e in split]
    last = len(found) - _EDGE_UNITS
    units: dict[str, bool] = {}
    for i, unit in enumerate(found):
        if unit:
            at_edge = i < _EDGE_UNITS or i >= last
            units[unit] = units.get(unit, False) or at_edge
    return units


def _key(text: str, start: int, end: int) -> str:
    """The words joined by spaces; "" for what never counts: long, too short, or with quotation marks."""
    if end - start > _MAX_UNIT_CHARS:
        return ""
    unit = text[start:end]
    if not _QUOTES.isdisjoint(unit):
        return ""
    words = ranges.words(unit)
    return " ".join(words) if len(words) >= _MIN_WORDS else ""
