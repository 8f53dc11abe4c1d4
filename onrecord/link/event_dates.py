"""One event, two dates: where independent reports of it name days that do not agree.

Precision first: a second strike on the next day is no disagreement. So the word that names the event must be the same,
a name or place shared, the labels alike, and no report may tell of the event's kind on both days.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from onrecord.link.corroboration import group_reports
from onrecord.link.credits import day_of, find_direction
from onrecord.link.days import WEEKDAY, is_dateline
from onrecord.link.events import Features, features_of
from onrecord.records import Article, Event, Link, link
from onrecord.text import words

LEAST_LABEL = 0.5  # share of equal words of two labels; chosen by reading the pairs of 60 BASIL stories
MOST_DAYS = 14  # between the two days; and half of it between the two reports, as for other differences
_DAILY = frozenset({"statement", "other"})  # types of which one story tells day after day


def link_event_dates(
    events: Sequence[Event], articles: Sequence[Article], links: Sequence[Link] = (),
    reports: Mapping[str, str] | None = None,
) -> tuple[Link, ...]:  # fmt: skip
    """A "difference" link (what: date) for each two events that are told alike but on different days.

    ``links`` brings stories, actors, copies and the differences told by whole sentences, which are not told again.
    ``how`` is the word for the event, ``moved`` stands where the earlier report tells a plan. The places are the
    clauses, ``left_differs`` and ``right_differs`` the words of the dates. Two dates a whole number of weeks apart, of
    which one is a weekday's name, are left out: there we may have counted wrongly. Misses events told with other
    words, and dates wider than a day.
    """
    if not articles:
        return ()
    known = {article.id: article for article in articles}
    reports = reports or group_reports(articles, links)
    told = [f for f in features_of(events, articles, links) if len(f.days) == 1 and f.event.type not in _DAILY]
    told = [f for f in told if f.event.time and not is_dateline(f.event.time, f.event.clause.start)]
    blocks: dict[tuple[str, str], list[Features]] = defaultdict(list)
    for one in told:
        blocks[one.story, one.lemma].append(one)
    found: dict[tuple[str, ...], Link] = {}
    known_pairs = _told_already(links)
    for block in blocks.values():
        for a, b in _pairs(block, known, reports):
            if {a.article, b.article} in known_pairs:
                continue
            earlier_right = find_direction(known[a.article], known[b.article])[1]
            key = (*sorted((a.article, b.article)), *sorted((a.days[0], b.days[0])), a.lemma)
            found.setdefault(key, _link(b, a) if earlier_right else _link(a, b))
    return tuple(found.values())


def _told_already(links: Sequence[Link]) -> list[set[object]]:
    """The pairs of articles between which a difference of days is linked: their sentences were alike (link.days)."""
    told = [dict(x.evidence) for x in links if x.kind == "difference"]
    return [{one["left_article"], one["right_article"]} for one in told if one.get("what") == "date"]


def _pairs(
    block: Sequence[Features], known: dict[str, Article], reports: Mapping[str, str]
) -> Iterator[tuple[Features, Features]]:
    """Pairs of one block that are one event on two days."""
    days: dict[str, set[str]] = defaultdict(set)
    for one in block:
        days[one.article].add(one.days[0])
    for a, b in combinations(block, 2):
        if reports[a.article] == reports[b.article] or a.days == b.days or not _is_near(a, b, known):
            continue
        pair = {a.days[0], b.days[0]}
        if any(pair <= told for told in days.values()):
            continue
        if _is_one(a, b):
            yield a, b


def _is_near(a: Features, b: Features, known: dict[str, Article]) -> bool:
    """Whether days and reports lie near enough, and the dates are not whole weeks apart by a weekday's name."""
    apart = abs((date.fromisoformat(a.days[0]) - date.fromisoformat(b.days[0])).days)
    named = any(WEEKDAY.search(one.event.time.span.words) for one in (a, b) if one.event.time)
    if apart > MOST_DAYS or (named and apart % 7 == 0):
        return False
    published = [day_of(known[one.article].published) for one in (a, b)]
    return published[0] is None or published[1] is None or abs((published[0] - published[1]).days) <= MOST_DAYS // 2


def _is_one(a: Features, b: Features) -> bool:
    """Whether two events of one word are told alike: a shared place or name, no other ones, and like labels."""
    if (a.place and b.place and not a.place & b.place) or (a.names and b.names and not a.names & b.names):
        return False
    if not _named(a) & _named(b):
        return False
    return len(a.label & b.label) >= LEAST_LABEL * len(a.label | b.label)


def _named(one: Features) -> frozenset[str]:
    """The names of an event in lower case: its place, its parties, and the capitalised words inside its label."""
    dated = set(words(one.event.time.span.words)) if one.event.time else set()
    inside = {word.lower() for word in re.findall(r"[^\W\d_]+", one.event.label)[1:] if word[0].isupper()}
    return one.place | one.names | (inside - dated)


def _link(left: Features, right: Features) -> Link:
    a, b = left.event, right.event
    moved = {"moved": "yes"} if a.status == "planned" and a.status != b.status else {}
    return link("difference", a.id, b.id, "date", 0.6, what="date", how=a.span.words, reports="independent", pairs=1,
                left_article=left.article, right_article=right.article,
                left_start=a.clause.start, left_end=a.clause.end, right_start=b.clause.start, right_end=b.clause.end,
                left_words=a.clause.words, right_words=b.clause.words,
                left_differs=_date_words(a), right_differs=_date_words(b), **moved)  # fmt: skip


def _date_words(event: Event) -> str:
    return " ".join(words(event.time.span.words)) if event.time else ""
