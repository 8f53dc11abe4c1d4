"""The dossier in the terminal, readable at 80 columns; piped, it is plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from onrecord.dossier import (
    ActorSaid,
    ConditionLink,
    Difference,
    DifferenceSide,
    Dossier,
    Edit,
    Evidence,
    IssueStands,
    ProblemGroup,
    SourceArticle,
    StandRow,
    TimelineEntry,
    compared,
)
from onrecord.views.actor_page import show_actor
from onrecord.views.exports import SECTIONS, check_section, dossier_json, plain
from onrecord.views.lines import (
    MARKS,
    UNSAFE,
    beside,
    carried,
    clean,
    heading,
    hidden,
    in_words,
    indent,
    more,
    quote,
    quoted,
    show_statement,
    worded,
)
from onrecord.views.phrases import according, counted, whole_period

__all__ = ["SECTIONS", "dossier_json", "plain", "show", "show_actor"]

DAYS_WIDTH = 12  # of the column of days: "– 2025-02-17"
FEW = 5  # rows of each section in the overview
SHORT_CHARS = 30  # of the words that differ, that stand beside what kind of difference it is

EDITS_LEGEND = (
    "What a later version changed: + a sentence added, - one dropped, ~ one reworded, with [-words gone-] and "
    "{+words new+}."
)
_COUNTED = ("statement", "position", "event", "difference", "problem")
_STATUS_STYLE = {"denied": "red", "claimed": "yellow", "planned": "blue"}


def show(dossier: Dossier, section: str | None, console: Console) -> None:
    """Prints the overview with the beginning of every section, or one section whole.

    Uncertain statements and positions are left out and counted. Raises: UsageError where there is no such section.
    """
    if section is None:
        return _show_all(dossier, console)
    check_section(section)
    return _SHOW[section](dossier, console, None)


# Sections


def _show_all(dossier: Dossier, console: Console) -> None:
    _show_overview(dossier, console, None)
    whole = sum(card.articles for card in dossier.stories) == dossier.overview.articles
    for name in SECTIONS[1:]:
        if name in ("actors", "coverage", "sources") or (
            name == "stories" and not (whole and len(dossier.stories) > 1)
        ):
            continue
        _SHOW[name](dossier, console, FEW)
    console.print()
    indent(console, f"one section whole: onrecord show DIR SECTION, of {', '.join(SECTIONS)}", 0, "dim")
    indent(console, "one actor: onrecord show DIR actor NAME", 0, "dim")


def _show_overview(dossier: Dossier, console: Console, few: int | None) -> None:
    view = dossier.overview
    when = view.first if view.first == view.last else f"{view.first} to {view.last}"
    indent(console, Text(clean(view.title), "bold underline"), 0)
    reports = counted(view.reports, "independent report") + (
        ", copies counted once" if view.articles > view.reports else ""
    )
    facts = [
        f"{counted(view.articles, 'article')} ({reports})",
        (when or "no date") + (f", {view.undated} undated" if view.undated and when else ""),
        ", ".join(clean(outlet) for outlet in view.outlets),
        ", ".join(counted(getattr(view, f"{noun}s"), noun) for noun in _COUNTED),
    ]
    for fact in facts:
        if fact:
            indent(console, fact, 0)


def _show_stories(dossier: Dossier, console: Console, few: int | None) -> None:
    heading(console, "Stories", counted(len(dossier.stories), "story"))
    for card in dossier.stories[:few]:
        days = card.first if card.first == card.last else f"{card.first} to {card.last}"
        note = f"{card.id}: {counted(card.articles, 'article')}, {days or 'no date'}"
        indent(console, Text.assemble(f"{clean(card.title)}  ", (note, "dim")))
    more(console, len(dossier.stories[:few]), len(dossier.stories), "stories")


def _show_positions(dossier: Dossier, console: Console, few: int | None) -> None:
    issues = [issue for issue in dossier.stands.issues if any(not row.uncertain for row in issue.rows)]
    heading(console, "Where they stand")
    for issue in issues[:few]:
        _show_issue(issue, console)
    more(console, len(issues[:few]), len(issues), "positions")
    positions = [p for issue in dossier.stands.issues for row in issue.rows for p in row.positions]
    hidden(console, sum(p.uncertain for p in positions), "position")


def _show_issue(issue: IssueStands, console: Console) -> None:
    console.print()
    label = Text.assemble((clean(issue.label), "italic"), (f"  {counted(issue.reports, 'report')}", "dim"))
    indent(console, label)
    groups: dict[tuple[object, ...], list[StandRow]] = {}
    for row in issue.rows:
        if not row.uncertain:
            words = tuple((p.evidence.article, p.evidence.words) for p in row.positions if not p.uncertain)
            told = tuple((c.kind, c.words) for c in row.conditions)
            groups.setdefault((row.mark, row.commitment, told, words), []).append(row)
    for rows in groups.values():
        mark, style = MARKS[rows[0].mark]
        beside(console, Text(f"{mark} {rows[0].mark}", style), _stand(rows), 13)


def _stand(rows: Sequence[StandRow]) -> Text:
    """The actors that stand alike on the same words, and these."""
    text, row = Text(), rows[0]
    for n, one in enumerate(rows):
        text.append(", " if n else "").append(clean(one.actor.name), "bold")
        text.append(f" ({', '.join(map(clean, one.through))})" if one.through else "")
    if row.commitment:
        text.append("  commits itself", "dim not bold")
    for condition in row.conditions:
        text.append(f"\n{in_words(condition)}", "yellow not bold")
    evidence = [p.evidence for p in row.positions if not p.uncertain]
    text.append(f"\n{quote(evidence)}", "not bold")
    return text


def _show_conditions(dossier: Dossier, console: Console, few: int | None) -> None:
    links = [link for link in dossier.conditions if not link.uncertain]
    if links or not few:
        heading(console, "On what conditions")
    for (_, _, position), group in groupby(links[:few], lambda link: (link.actor, link.action, link.position)):
        _show_condition(list(group), position, console)
    more(console, len(links[:few]), len(links), "conditions")


def _show_condition(links: Sequence[ConditionLink], position: Evidence, console: Console) -> None:
    """Prints what one actor would do, all that it depends on, and the words that say so."""
    first = links[0]
    mark, style = MARKS[first.stance]
    side = "against " if first.leaning == "against" else ""
    words = Text.assemble((clean(first.actor.name), "bold"), ": ", (f"{mark} {side}", style), clean(first.action))
    indent(console, words)
    for link in links:
        indent(console, in_words(link.condition), 4, "yellow")
    indent(console, quote([position]), 4, "dim")


def _show_statements(dossier: Dossier, console: Console, few: int | None) -> None:
    speakers = [said for said in dossier.said if any(not s.uncertain for s in said.statements)]
    heading(console, "Who said what")
    for said in speakers[:few]:
        certain = [statement for statement in said.statements if not statement.uncertain]
        console.print()
        indent(console, Text.assemble(_name(said), (f"  {counted(len(certain), 'statement')}", "dim")))
        shown = sorted(certain, key=lambda statement: -statement.reports)[:3] if few else certain
        for statement in shown:
            show_statement(statement, console)
        if few and len(certain) > 3:
            indent(console, f"… and {len(certain) - 3} more", 4, "dim")
    more(console, len(speakers[:few]), len(speakers), "statements")
    hidden(console, sum(s.uncertain for said in dossier.said for s in said.statements), "statement")


def _name(said: ActorSaid) -> Text:
    text = Text(clean(said.actor.name), "bold")
    role = next((role.words for role in said.roles if role.words.casefold() != said.actor.name.casefold()), "")
    return text.append(f", {clean(role)}" if role else "", "not bold")


def _show_actors(dossier: Dossier, console: Console, few: int | None) -> None:
    heading(console, "Actors", counted(len(dossier.said), "actor"))
    for said in dossier.said[:few]:
        certain, weak = [s for s in said.statements if not s.uncertain], sum(s.uncertain for s in said.statements)
        note = f"{said.actor.type}, {counted(len(certain), 'statement')}" + (f" and {weak} uncertain" if weak else "")
        note += f", {counted(said.mentions, 'mention')}"
        note += f", speaks for {clean(said.speaks_for.name)}" if said.speaks_for else ""
        indent(console, Text.assemble(_name(said), (f"  {note}", "dim")))
        if said.names:
            indent(console, f"also {', '.join(map(clean, said.names))}", 4, "dim")
        for role in said.roles[:3]:
            indent(console, quote(role.evidence), 4, "dim")
    more(console, len(dossier.said[:few]), len(dossier.said), "actors")


def _show_timeline(dossier: Dossier, console: Console, few: int | None) -> None:
    timeline, many = dossier.timeline, compared(dossier)
    past = timeline.past[-few:] if few else timeline.past
    parts = (("What happened", past, timeline.past), ("What comes next", timeline.upcoming[:few], timeline.upcoming),
             ("Without a date", timeline.undated[:few], timeline.undated))  # fmt: skip
    for title, shown, entries in parts:
        if not entries:
            continue
        heading(console, title)
        for entry in shown:
            beside(console, Text(_days(entry), "bold"), _entry(entry, many), DAYS_WIDTH)
        more(console, len(shown), len(entries), "timeline")


def _days(entry: TimelineEntry) -> str:
    """An entry's day, month or year as far as its period is one of them, else first and last day, or the words."""
    first, last = entry.first or entry.last or "", entry.last or entry.first or ""
    if first == last:
        return first or "\n".join(textwrap.wrap(clean(entry.time_words or ""), DAYS_WIDTH)[:2])
    return whole_period(first, last) or f"{first}\n– {last}"


def _entry(entry: TimelineEntry, many: frozenset[str]) -> Text:
    text = Text(clean(entry.label))
    notes: list[str] = [] if entry.status == "happened" else [entry.status]
    notes += [clean(according(entry.voice))] if entry.voice else []
    notes += [f"“{clean(entry.time_words)}”"] if entry.time_words and (entry.first or entry.last) else []
    where = carried(entry.reports, [e.label for e in entry.evidence], entry.evidence[0].article in many)
    text.append(f"\n{': '.join(filter(None, (', '.join(notes), where)))}", _STATUS_STYLE.get(entry.status, "dim"))
    for other in entry.other_dates:
        moved = "moved, or " if other.moved else ""
        text.append(f"\n{moved}another date elsewhere: {other.day}, {clean(other.evidence.label)}", "yellow")
    return text


def _show_differences(dossier: Dossier, console: Console, few: int | None) -> None:
    if dossier.differences or not few:
        heading(console, "Where reports differ", counted(len(dossier.differences), "difference"))
    for difference in dossier.differences[:few]:
        _show_difference(difference, console)
    more(console, len(dossier.differences[:few]), len(dossier.differences), "differences")


def _show_difference(difference: Difference, console: Console) -> None:
    sides = [clean(side.differs) or "–" for side in (difference.left, difference.right)]
    words = f": {sides[0]} / {sides[1]}" if sides != ["–", "–"] and max(map(len, sides)) <= SHORT_CHARS else ""
    indent(console, Text.assemble((difference.kind, "bold"), (f"  {clean(difference.summary)}{words}", "dim")))
    for side in (difference.left, difference.right):
        indent(console, _side(side), 4)


def _side(side: DifferenceSide) -> Text:
    day = f", {side.published[:10]}" if side.published and side.published[:10] not in side.label else ""
    return Text.assemble((f"{clean(side.label)}{day}: ", "dim"), quoted(side.words))


def _show_coverage(dossier: Dossier, console: Console, few: int | None) -> None:
    told = [one for one in dossier.coverage if one.only or one.left_out or one.only_actors]
    if not told and few:
        return
    heading(console, "What only one report tells", counted(len(told), "report"))
    said = {s.id: (actor.actor.name, s) for actor in dossier.said for s in actor.statements}
    for one in told[:few]:
        indent(console, Text.assemble(("; ".join(map(clean, one.labels)), "bold")))
        parts = (("only here", one.only), ("left out, though half of the others have it", one.left_out))
        for title, ids in parts:
            if ids:
                indent(console, f"{title}: {counted(len(ids), 'statement')}", 4, "dim")
            for id in ids[: 3 if few else None]:
                speaker, statement = said[id]
                indent(console, Text.assemble((f"{clean(speaker)} ", "bold"), worded(statement)), 6)
        if one.only_actors:
            names = ", ".join(clean(ref.name) for ref in one.only_actors[:8])
            indent(console, f"only here told of: {names}", 4, "dim")
    more(console, len(told[:few]), len(told), "coverage")


def _show_sources(dossier: Dossier, console: Console, few: int | None) -> None:
    heading(console, "Sources", counted(len(dossier.sources), "article"))
    if any(relation.edits for source in dossier.sources[:few] for relation in source.relations):
        indent(console, EDITS_LEGEND, 2, "dim")
    for source in dossier.sources[:few]:
        _show_source(source, console)
    more(console, len(dossier.sources[:few]), len(dossier.sources), "sources")


def _show_source(source: SourceArticle, console: Console) -> None:
    dated = f"{source.published} (from the {clean(source.published_by or '')})" if source.published else "no date"
    notes = [clean(source.outlet or "outlet unknown"), dated, counted(source.statements, "statement")]
    notes += [f"wire copy of {clean(source.wire)}"] if source.wire else []
    notes += [f"{source.removed_chars} characters removed"] if source.removed_chars else []
    indent(console, Text(clean(source.title or source.label), "bold"))
    indent(console, ", ".join(notes), 4, "dim")
    for relation in source.relations:
        counts = [f"{name} {clean(value)}" for name, value in relation.changes if name not in ("headline", "note")]
        changes = "" if relation.edits else ", ".join(counts)
        indent(console, f"{relation.relation} {clean(relation.label)}{': ' if changes else ''}{changes}", 4, "yellow")
        for edit in relation.edits:
            indent(console, _edit(edit), 6)
    indent(console, clean(source.url or source.location), 4, "dim")
    for location in source.also:
        indent(console, f"also {clean(location)}", 4, "dim")


def _edit(edit: Edit) -> Text:
    """An edit on one line: what went in [-…-], what came in {+…+}, as word diffs are written; the same in colour."""
    sign = {"added": "+", "dropped": "-", "reworded": "~"}.get(edit.kind, edit.kind)
    text = Text(f"{sign} ", "bold")
    for part in edit.parts:
        if part.how == "same" or edit.kind in ("added", "dropped"):
            text.append(_flat(part.words), "not bold")
        else:
            marks = ("[-", "-]", "not bold red") if part.how == "dropped" else ("{+", "+}", "not bold green")
            text.append(f"{marks[0]}{_flat(part.words)}{marks[1]}", marks[2])
    return text


def _flat(words: str) -> str:
    """Words of one line with their blanks at either end, without what a terminal would obey."""
    return words.translate(UNSAFE)


def _show_problems(dossier: Dossier, console: Console, few: int | None) -> None:
    if dossier.problems or not few:
        heading(console, "What could not be read or resolved", counted(dossier.overview.problems, "problem"))
    for group in dossier.problems[:few]:
        _show_problem(group, console, 1 if few else None)
    more(console, len(dossier.problems[:few]), len(dossier.problems), "problems")


def _show_problem(group: ProblemGroup, console: Console, few: int | None) -> None:
    indent(console, Text.assemble((f"{group.count} × {group.code}", "bold"), (f"  {group.stage}", "dim")))
    for example in group.examples[:few]:
        indent(console, f"{clean(example.location)}: {clean(example.message)}", 4, "dim")
    left = group.count - len(group.examples[:few])
    if left and few is None:
        indent(console, f"… and {left} more of the kind", 4, "dim")


_SHOW: dict[str, Callable[[Dossier, Console, int | None], None]] = {
    "overview": _show_overview,
    "stories": _show_stories,
    "positions": _show_positions,
    "conditions": _show_conditions,
    "statements": _show_statements,
    "actors": _show_actors,
    "timeline": _show_timeline,
    "differences": _show_differences,
    "coverage": _show_coverage,
    "sources": _show_sources,
    "problems": _show_problems,
}
