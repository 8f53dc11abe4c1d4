"""What happened, what comes next, and what nobody dates."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from onrecord import text
from onrecord.dossier.material import UNKNOWN, Material
from onrecord.dossier.sections import OtherDate, Timeline, TimelineEntry
from onrecord.records import Event, Period, Status


def find_timeline(material: Material) -> Timeline:
    """The story's events; what lies ahead is judged from the last published date of the story, never from today."""
    otherwise = _told_otherwise(material)
    entries = [(_entry(material, key, events, otherwise), events) for key, events in _grouped(material)]
    past, upcoming, undated = [], [], []
    for entry, events in entries:
        now = _now(material, events)
        if _is_upcoming(entry, now):
            upcoming.append((_by_last_day(entry, now), _place(material, entry), entry))
        elif entry.first or entry.last:
            past.append(entry)
        else:
            undated.append(entry)
    return Timeline(
        past=tuple(sorted(past, key=lambda entry: (_by_day(entry), _place(material, entry), entry.id))),
        upcoming=tuple(entry for *_, entry in sorted(upcoming, key=lambda some: (*some[:2], some[2].id))),
        undated=tuple(sorted(undated, key=lambda entry: (-entry.reports, _place(material, entry), entry.id))),
    )


def _by_day(entry: TimelineEntry) -> tuple[bool, str, str, int]:
    first = entry.first or entry.last
    return first is None, first or "", entry.last or "", -entry.reports


def _by_last_day(entry: TimelineEntry, now: str | None) -> tuple[bool, str, str, str, int]:
    """Sorts what is to come: a period that has begun, such as "the end of the year", by its last day."""
    open_, first, last, reports = _by_day(entry)
    return open_, last if now and last and first < now else first, last, _openness(entry), reports


def _openness(entry: TimelineEntry) -> str:
    """Sorts what has no day by how near its words are: a weekday, this week, this month, a month, a year, nothing."""
    value = entry.time_value or ""
    forms = (r"XXXX-XX-XX.*", r"XXXX-WXX-\d.*", r"XXXX-WXX.*", r"XXXX-XX", r"XXXX-\d\d.*", r"XXXX.*")
    rank = next((k for k, form in enumerate(forms) if re.fullmatch(form, value)), len(forms))
    return f"{rank}{value}"


def _place(material: Material, entry: TimelineEntry) -> tuple[bool, str, str, int]:
    return material.time_key(entry.evidence[0].article, entry.evidence[0].start)


def _grouped(material: Material) -> list[tuple[str, list[Event]]]:
    """The events by entry: as linked; those of one story that no link names, where they are told in the same words."""
    of = {link.left: link.right for link in material.links.get("event", ())}
    groups: dict[str, list[Event]] = defaultdict(list)
    for findings in material.findings:
        for event in findings.events:
            alone = " ".join([material.stories[event.clause.article], *text.words(event.clause.words), event.label])
            groups[of.get(event.id, alone)].append(event)
    return [(of.get(events[0].id, events[0].id), events) for events in groups.values()]


def _now(material: Material, events: Sequence[Event]) -> str | None:
    """The last day on which an article of these events' stories was published."""
    stories = {material.stories[event.clause.article] for event in events}
    return max((day for story in stories if (day := material.last_days.get(story))), default=None)


def _is_upcoming(entry: TimelineEntry, now: str | None) -> bool:
    first, last = entry.first or entry.last, entry.last or entry.first
    if entry.status == "planned":
        return first is None or now is None or (last or first) >= now
    if entry.status in ("possible", "conditional") and last is not None and now is not None:
        return last >= now  # "may resign this year" may still come
    return first is not None and now is not None and first > now


def _entry(material: Material, key: str, events: list[Event], otherwise: dict[str, list[OtherDate]]) -> TimelineEntry:
    """The events of one entry told as one: by the article itself rather than by a speaker, dated rather than not."""
    events = sorted(events, key=lambda e: _clearness(material, e))
    best = events[0]
    dated = min(events, key=_vagueness)
    period = dated.time.period if dated.time else None
    time = dated.time or best.time
    actors = dict.fromkeys(material.ref(actor) for event in events for actor in event.actors)
    actors.pop(UNKNOWN, None)
    return TimelineEntry(
        id=key,
        label=best.label,
        type=best.type,
        status=_status(material, events),
        first=period.first if period else None,
        last=period.last if period else None,
        time_words=time.span.words if time else None,
        time_value=time.value if time else None,
        place=next((event.place.words for event in events if event.place), None),
        voice=material.speaker_name(material.statements.get(best.voice)) if best.voice else None,
        actors=tuple(actors),
        reports=material.count_reports(event.clause.article for event in events),
        evidence=tuple(dict.fromkeys(material.evidence(event.clause, event.id) for event in events)),
        other_dates=_other_dates(events, otherwise),
    )


def _told_otherwise(material: Material) -> dict[str, list[OtherDate]]:
    """For each event that the linkers found dated differently elsewhere: the days of the other reports."""
    pairs = [x for x in material.links.get("difference", ()) if dict(x.evidence).get("what") == "date"]
    wanted = {id for link in pairs for id in (link.left, link.right)}
    events = {e.id: e for findings in material.findings for e in findings.events if e.id in wanted}
    found: dict[str, list[OtherDate]] = defaultdict(list)
    for link in pairs:
        for one, other in ((link.left, link.right), (link.right, link.left)):
            event = events.get(other)
            period = event.time.period if event and event.time else None
            if event and period and period.first:
                is_moved = "moved" in dict(link.evidence)
                found[one].append(OtherDate(period.first, is_moved, material.evidence(event.clause, event.id)))
    return found


def _other_dates(events: Sequence[Event], otherwise: dict[str, list[OtherDate]]) -> tuple[OtherDate, ...]:
    """The days that other reports give to these events, each once, in order."""
    found = {other.day: other for event in reversed(events) for other in reversed(otherwise.get(event.id, ()))}
    return tuple(found[day] for day in sorted(found))


def _clearness(material: Material, event: Event) -> tuple[bool, bool, tuple[bool, str, str, int]]:
    return event.voice is not None, event.time is None, material.time_key(event.clause.article, event.span.start)


def _vagueness(event: Event) -> tuple[int, int]:
    """Sorts events by how little is known of their time: a short period first, then an open one, then none."""
    if event.time is None:
        return 2, 0
    if event.time.period is None or not (event.time.period.first or event.time.period.last):
        return 1, 0
    return 0, _days(event.time.period)


def _days(period: Period) -> int:
    try:
        first, last = (date.fromisoformat((day or "")[:10]) for day in (period.first, period.last))
    except ValueError:  # one of them open, or not a day of our calendar
        return 10**6
    return (last - first).days


def _status(material: Material, events: Sequence[Event]) -> Status:
    """The status that most independent reports give, the clearest event's where several do."""
    counts = Counter(status for _, status in {(material.reports[e.clause.article], e.status) for e in events})
    return max((event.status for event in events), key=lambda status: counts[status])
