"""Events of one story -> timeline entries: the same event from several reports is one entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from onrecord.records import Article, Event, Link, link, make_id
from onrecord.text import words

JOIN = (
    0.5  # likeness from which two events with the same dates are one; chosen by reading the entries of 40 BASIL stories
)
JOIN_OPEN = 0.65  # the same where one of them has no date
LABELS_ALIKE = 0.6  # share of the words of two labels from which "hacked in 2013" is one; .5 joins attacks of one year
_OTHER_WORD = 0.05  # more is asked where two different words name the event
_MOST_DAYS = 7  # a longer period does not tell events apart: it only meets its own value
_MOST_CHECKED = 12  # members of a group that are compared before two groups become one

# Capitalised at the start of a sentence, these are no names.
_GROUPS = frozenset(
    "police officials leaders ministers lawmakers voters authorities people delegates protesters troops soldiers "
    "prosecutors officers agents investigators militants rebels residents negotiators diplomats envoys scientists "
    "workers students senators congressmen governors judges jurors activists thousands hundreds dozens others "
    "many some critics ".split()
)
# Types of which a story seldom tells two at one place.
_SINGLE = frozenset("meeting visit agreement vote ceremony".split())
_COMMON = frozenset(
    "a an the of in on at to for with by from and or but as his her their its he she they it that this is was were are "
    "be been has have had will would who which after before not no than then over into up out about also".split()
)


class Features(NamedTuple):
    """What is compared of an event: all in lower case."""

    event: Event
    story: str
    article: str
    days: tuple[str, ...]
    value: str
    lemma: str
    place: frozenset[str]
    parties: frozenset[str]
    names: frozenset[str]
    label: frozenset[str]


def _stem(word: str) -> str:
    """A crude stem: "met" stays, "meetings" and "meeting" are "meet"."""
    word = {"met": "meet", "held": "hold", "flew": "fly", "left": "leave", "shot": "shoot"}.get(word, word)
    word = word.removesuffix("s") if len(word) > 4 else word
    for ending in ("ation", "ement", "ment", "ing", "ion", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word.removesuffix("e") if len(word) > 4 else word


def _days(event: Event) -> tuple[str, ...]:
    """The days of an event's period, none where it is open or longer than a week."""
    period = event.time.period if event.time else None
    if period is None or not period.first or not period.last:
        return ()
    try:
        first, last = date.fromisoformat(period.first), date.fromisoformat(period.last)
    except ValueError:
        return ()
    count = (last - first).days + 1
    return tuple((first + timedelta(k)).isoformat() for k in range(count)) if 0 < count <= _MOST_DAYS else ()


def _features(event: Event, story: str, actors: dict[str, str]) -> Features:
    parties = {actors.get(actor, actor) for actor in event.actors}
    parties |= {words(span.words)[-1] for span in event.participants if words(span.words)}
    last = [span.words.split()[-1] for span in event.participants if span.words.split()]
    names = frozenset(w.lower() for w in last if w[:1].isupper() and len(w) > 1) - _GROUPS
    parties -= {"he", "she", "they", "we", "i", "it", "him", "her", "them", "us"}
    place = frozenset(words(event.place.words)) - _COMMON if event.place else frozenset()
    label = frozenset(_stem(w) for w in words(event.label) if w not in _COMMON and not w.isdigit())
    label -= {_stem(w) for w in words(event.time.span.words)} if event.time else set()
    value = event.time.value if event.time else ""
    lemma = _stem(words(event.span.words)[0]) if words(event.span.words) else ""
    return Features(event, story, event.span.article, _days(event), value, lemma, place, frozenset(parties),
                     names - {"he", "she", "they", "we"}, label)  # fmt: skip


def _are_compatible(a: Features, b: Features) -> bool:
    """Whether nothing speaks against one event: same dates where both are known, no different places."""
    if a.place and b.place and not a.place & b.place:
        return False
    if not a.value or not b.value:
        return True
    if a.days and b.days:
        return bool(set(a.days) & set(b.days))
    return _may_meet(a, b) if a.days or b.days else a.value == b.value


def _may_meet(a: Features, b: Features) -> bool:
    """Whether a long or open period of one leaves room for the other's days."""
    dated, other = (a, b) if a.days else (b, a)
    period = other.event.time.period if other.event.time else None
    if period is None or not period.first or not period.last:
        return "X" in other.value or not other.value
    return period.first <= dated.days[-1] and dated.days[0] <= period.last


def likeness(a: Features, b: Features) -> float:
    """How much two events share, 0 to 1: the word that names them, type, place, parties and words of their labels."""
    if a.event.type != b.event.type and a.lemma != b.lemma:
        return 0.0
    score = 0.3 if a.lemma == b.lemma else 0.15
    if a.event.type == "other" and a.lemma != b.lemma:
        return 0.0
    if a.place and b.place:
        # Two meetings of one story in one place, with no other date, are one: "the summit", "talks in Paris".
        score += 0.5 if a.event.type == b.event.type == "meeting" else 0.25
    if a.parties and b.parties:
        shared = len(a.parties & b.parties) / min(len(a.parties), len(b.parties))
        score += 0.3 * shared if shared else -0.1
    if a.names and b.names and not a.names & b.names and not (a.parties & b.parties) - _GROUPS:
        score -= 0.3  # somebody else was arrested, by the same police
    union = a.label | b.label
    if union:
        score += 0.5 * len(a.label & b.label) / len(union)
    return min(score, 1.0)


def _keys(one: Features) -> Iterable[tuple[str, ...]]:
    """Blocks that an event falls into: its days with its word, place or party; without days its type and place."""
    marks = [f"l:{one.lemma}", *(f"p:{w}" for w in sorted(one.place)), *(f"a:{p}" for p in sorted(one.parties))]
    for day in one.days:
        yield from ((one.story, day, mark) for mark in marks)
    if not one.days and one.value:
        yield from ((one.story, one.value, mark) for mark in marks)
    for word in sorted(one.place):
        yield one.story, "", one.event.type, word


def _are_told_alike(a: Features, b: Features) -> bool:
    """Whether two events of one known year, month or quarter are told in nearly the same words."""
    if not a.value or a.value != b.value or "X" in a.value or a.lemma != b.lemma:
        return False
    shared = len(a.label & b.label)
    return shared >= 2 and shared >= LABELS_ALIKE * len(a.label | b.label)


def _pairs(features: Sequence[Features]) -> list[tuple[float, int, int]]:
    """Pairs alike enough, the most alike first."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k, one in enumerate(features):
        for key in _keys(one):
            blocks[key].append(k)
    candidates = {pair for members in blocks.values() for pair in combinations(members, 2)}
    found = []
    for i, j in sorted(candidates):
        a, b = features[i], features[j]
        if not _are_compatible(a, b):
            continue
        score = likeness(a, b)
        if not a.days and not b.days and not {a.event.type, b.event.type} <= _SINGLE and not _are_told_alike(a, b):
            continue  # "attacks in Benghazi" without a date may be any
        same_days = bool(a.days) and bool(b.days)
        score -= _OTHER_WORD if a.lemma != b.lemma else 0.0
        if score >= (JOIN if same_days or (a.value and a.value == b.value) else JOIN_OPEN):
            found.append((-score, i, j))
    return sorted(found)


def features_of(events: Sequence[Event], articles: Sequence[Article], links: Sequence[Link]) -> list[Features]:
    """What is compared of each event, in the order of the articles' ids; events of unknown articles are left out."""
    stories = {one.left: one.right for one in links if one.kind == "story"}
    actors = {one.left: one.right for one in links if one.kind == "actor"}
    known = {article.id for article in articles}
    return [
        _features(event, stories.get(event.span.article, ""), actors)
        for event in sorted(events, key=lambda e: (e.span.article, e.span.start, e.id))
        if not known or event.span.article in known
    ]


def link_events(events: Sequence[Event], articles: Sequence[Article], links: Sequence[Link] = ()) -> tuple[Link, ...]:
    """Links of kind "event" from every event to its timeline entry; events alike in date, place and parties share one.

    ``links`` brings the stories (kind "story") and the story's actors (kind "actor"), if known; without them all
    articles are one story. Events of different stories never meet. Prefers two entries to a wrong one: no entry holds
    two different days or two different places. Misses events that are told with different words and no place.
    """
    features = features_of(events, articles, links)
    groups = {k: [k] for k in range(len(features))}
    of = list(range(len(features)))
    for _, i, j in _pairs(features):
        a, b = of[i], of[j]
        if a == b or not _may_join(features, groups[a], groups[b]):
            continue
        groups[a] += groups.pop(b)
        for k in groups[a]:
            of[k] = a
    published = {article.id: article.published or "9999" for article in articles}
    return tuple(_links(features, groups, published))


def _may_join(features: Sequence[Features], left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether no two events of two groups contradict each other."""
    return all(_are_compatible(features[i], features[j]) for i in left[:_MOST_CHECKED] for j in right[:_MOST_CHECKED])


def _links(features: Sequence[Features], groups: dict[int, list[int]], published: dict[str, str]) -> list[Link]:
    """One link an event, in the order of the events; an entry keeps its id when later reports join it."""
    found: dict[int, Link] = {}
    for members in groups.values():
        first = min(members, key=lambda k: (published.get(features[k].article, ""), k))
        entry = make_id("te", features[first].story, features[first].event.id)
        reports = len({features[k].article for k in members})
        for k in members:
            score = (
                1.0
                if len(members) == 1
                else round(max(likeness(features[k], features[m]) for m in members if m != k), 3)
            )
            found[k] = link("event", features[k].event.id, entry, "alone" if len(members) == 1 else "date-place-party",
                            score, reports=reports)  # fmt: skip
    return [found[k] for k in sorted(found)]
