"""The dossier in the terminal, readable at 80 columns; piped, it is plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from onrecord.dossier import (
    ActorPage,
    ActorSaid,
    Company,
    ConditionClause,
    ConditionLink,
    Difference,
    DifferenceSide,
    Dossier,
    Edit,
    Evidence,
    IssueStands,
    Merge,
    NameUsed,
    ProblemGroup,
    RoleSeen,
    SaidStatement,
    SourceArticle,
    StandRow,
    TimelineEntry,
    compared,
)
from onrecord.views.exports import SECTIONS, check_section, dossier_json, plain

__all__ = ["SECTIONS", "dossier_json", "plain", "show", "show_actor"]

DAYS_WIDTH = 12  # of the column of days: "– 2025-02-17"
FEW = 5  # rows of each section in the overview
SHORT_CHARS = 30  # of the words that differ, that stand beside what kind of difference it is
LONG_CHARS = 240  # longer passages are cut; the whole of them is in the report and in --json

_MARKS = {
    "for": ("✓", "green"),
    "against": ("✗", "red"),
    "conditional": ("◐", "yellow"),
    "undecided": ("?", "blue"),
    "mixed": ("±", "magenta"),
}
_STATUS_STYLE = {"denied": "red", "claimed": "yellow", "planned": "blue"}
# What would move the cursor, change colours or turn the reading direction does not reach the terminal.
_UNSAFE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")


def show(dossier: Dossier, section: str | None, console: Console) -> None:
    """Prints the overview with the beginning of every section, or one section whole.

    Uncertain statements and positions are left out and counted. Raises: UsageError where there is no such section.
    """
    if section is None:
        return _show_all(dossier, console)
    check_section(section)
    return _SHOW[section](dossier, console, None)


def clean(words: str) -> str:
    """Words of an article on one line, without what a terminal would obey."""
    return " ".join(words.split()).translate(_UNSAFE)


def quote(evidence: Sequence[Evidence]) -> str:
    """The words of the first of some evidence, in quotation marks if they have none, and where they stand."""
    first, others = evidence[0], len({e.article for e in evidence}) - 1
    more = f" and {others} more" if others > 0 else ""
    return f"{_quoted(first.words)} — {clean(first.label)}{more}"


def _quoted(words: str) -> str:
    words = _cut(clean(words))
    missing = words.count("“") - words.count("”")
    if words.startswith("“") and missing in (0, 1):
        return words + "”" * missing
    return f"“{words}" if missing == -1 and words.endswith("”") else f"“{words}”"


def _cut(words: str) -> str:
    return words if len(words) <= LONG_CHARS else words[: LONG_CHARS - 1].rsplit(" ", 1)[0] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _heading(console: Console, words: str, note: str = "") -> None:
    console.print()
    _indent(console, Text.assemble((clean(words), "bold"), (f"  {note}" if note else "", "dim")), 0)


def _indent(console: Console, text: Text | str, by: int = 2, style: str = "") -> None:
    """Prints a text some columns to the right, without blanks at the ends of lines, which a padding would leave."""
    for line in _wrap(console, Text(text, style) if isinstance(text, str) else text, by):
        console.print(Text.assemble(" " * by, line), soft_wrap=True)


def _beside(console: Console, left: Text, right: Text, width: int) -> None:
    """Prints two texts side by side, the first in a column of ``width``."""
    for one, two in zip_longest(_wrap(console, left, 2), _wrap(console, right, width + 4), fillvalue=Text()):
        gap = " " * (width + 2 - one.cell_len) if two else ""
        console.print(Text.assemble("  ", one, gap, two), soft_wrap=True)


def _wrap(console: Console, text: Text, by: int) -> list[Text]:
    lines = text.wrap(console, max(20, console.width - by))
    for line in lines:
        line.rstrip()
    return list(lines)


def _more(console: Console, shown: int, total: int, section: str) -> None:
    if shown < total:
        _indent(console, f"… and {total - shown} more: onrecord show DIR {section}", style="dim")


def _hidden(console: Console, number: int, noun: str) -> None:
    if number:
        _indent(console, f"{_count(number, 'uncertain ' + noun)} not shown; --json has all of them", style="dim")


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
    _indent(console, f"sections: {', '.join(SECTIONS)}", 0, "dim")


def _show_overview(dossier: Dossier, console: Console, few: int | None) -> None:
    view = dossier.overview
    when = view.first if view.first == view.last else f"{view.first} to {view.last}"
    _indent(console, Text(clean(view.title), "bold underline"), 0)
    reports = _count(view.reports, "independent report") + (
        ", copies counted once" if view.articles > view.reports else ""
    )
    facts = [
        f"{_count(view.articles, 'article')} ({reports})",
        (when or "no date") + (f", {view.undated} undated" if view.undated and when else ""),
        ", ".join(clean(outlet) for outlet in view.outlets),
        f"{_count(view.statements, 'statement')}, {_count(view.positions, 'position')}, "
        f"{_count(view.events, 'event')}, {_count(view.differences, 'difference')}, {_count(view.problems, 'problem')}",
    ]
    for fact in facts:
        if fact:
            _indent(console, fact, 0)


def _show_stories(dossier: Dossier, console: Console, few: int | None) -> None:
    _heading(console, "Stories", _count(len(dossier.stories), "story").replace("storys", "stories"))
    for card in dossier.stories[:few]:
        days = card.first if card.first == card.last else f"{card.first} to {card.last}"
        note = f"{card.id}: {_count(card.articles, 'article')}, {days or 'no date'}"
        _indent(console, Text.assemble(f"{clean(card.title)}  ", (note, "dim")))
    _more(console, len(dossier.stories[:few]), len(dossier.stories), "stories")


def _show_positions(dossier: Dossier, console: Console, few: int | None) -> None:
    issues = [issue for issue in dossier.stands.issues if any(not row.uncertain for row in issue.rows)]
    _heading(console, "Where they stand")
    for issue in issues[:few]:
        _show_issue(issue, console)
    _more(console, len(issues[:few]), len(issues), "positions")
    positions = [p for issue in dossier.stands.issues for row in issue.rows for p in row.positions]
    _hidden(console, sum(p.uncertain for p in positions), "position")


def _show_issue(issue: IssueStands, console: Console) -> None:
    console.print()
    label = Text.assemble((clean(issue.label), "italic"), (f"  {_count(issue.reports, 'report')}", "dim"))
    _indent(console, label)
    for row in issue.rows:
        if not row.uncertain:
            mark, style = _MARKS[row.mark]
            _beside(console, Text(f"{mark} {row.mark}", style), _stand(row), 13)


def _stand(row: StandRow) -> Text:
    text = Text(clean(row.actor.name), "bold")
    if row.through:
        text.append(f" ({', '.join(map(clean, row.through))})", "not bold")
    if row.commitment:
        text.append("  commits itself", "dim not bold")
    for condition in row.conditions:
        text.append(f"\n{_in_words(condition)}", "yellow not bold")
    evidence = [p.evidence for p in row.positions if not p.uncertain]
    text.append(f"\n{quote(evidence)}", "not bold")
    return text


def _in_words(condition: ConditionClause) -> str:
    return f"{condition.kind}: {clean(condition.words)}"


def _show_conditions(dossier: Dossier, console: Console, few: int | None) -> None:
    links = [link for link in dossier.conditions if not link.uncertain]
    if links or not few:
        _heading(console, "On what conditions")
    for link in links[:few]:
        _show_condition(link, console)
    _more(console, len(links[:few]), len(links), "conditions")


def _show_condition(link: ConditionLink, console: Console) -> None:
    mark, style = _MARKS[link.stance]
    side = "against " if link.leaning == "against" else ""
    words = Text.assemble((clean(link.actor.name), "bold"), ": ", (f"{mark} {side}", style), clean(link.action))
    _indent(console, words)
    _indent(console, _in_words(link.condition), 4, "yellow")
    _indent(console, quote([link.position]), 4, "dim")


def _show_statements(dossier: Dossier, console: Console, few: int | None) -> None:
    many = compared(dossier)
    speakers = [said for said in dossier.said if any(not s.uncertain for s in said.statements)]
    _heading(console, "Who said what")
    for said in speakers[:few]:
        certain = [statement for statement in said.statements if not statement.uncertain]
        console.print()
        _indent(console, Text.assemble(_name(said), (f"  {_count(len(certain), 'statement')}", "dim")))
        shown = sorted(certain, key=lambda statement: -statement.reports)[:3] if few else certain
        for statement in shown:
            _show_statement(statement, console, many)
        if few and len(certain) > 3:
            _indent(console, f"… and {len(certain) - 3} more", 4, "dim")
    _more(console, len(speakers[:few]), len(speakers), "statements")
    _hidden(console, sum(s.uncertain for said in dossier.said for s in said.statements), "statement")


def _name(said: ActorSaid) -> Text:
    text = Text(clean(said.actor.name), "bold")
    if said.roles:
        text.append(f", {clean(said.roles[0].words)}", "not bold")
    return text


def _where(statement: SaidStatement, many: frozenset[str]) -> str:
    """By whom a statement is carried: "only in …" where a single one of several independent reports has it."""
    labels = list(dict.fromkeys(clean(carrier.label) for carrier in statement.carriers))
    where = "; ".join(labels)
    if statement.reports > 1:
        return f"{statement.reports} reports: {where}"
    if statement.carriers[0].article not in many:
        return where
    return f"only in {where}" if len(labels) == 1 else f"only 1 report: {where}"


def _show_statement(statement: SaidStatement, console: Console, many: frozenset[str] = frozenset()) -> None:
    words = _cut(clean(statement.words))
    shown = _quoted(words) if statement.kind == "direct" and not set('“"') & set(words[1:]) else words
    act = f"not {statement.act}" if statement.negated else statement.act
    act += f", as told by {clean(statement.told_by)}" if statement.told_by else ""
    note = f"{act}, {statement.kind}: {_where(statement, many)}" + (", worded differently" if statement.differs else "")
    _indent(console, shown, 4)
    _indent(console, note, 6, "dim")


def _show_actors(dossier: Dossier, console: Console, few: int | None) -> None:
    _heading(console, "Actors", _count(len(dossier.said), "actor"))
    for said in dossier.said[:few]:
        note = f"{said.actor.type}, {_count(len(said.statements), 'statement')}, {_count(said.mentions, 'mention')}"
        note += f", speaks for {clean(said.speaks_for.name)}" if said.speaks_for else ""
        _indent(console, Text.assemble(_name(said), (f"  {note}", "dim")))
        if said.names:
            _indent(console, f"also {', '.join(map(clean, said.names))}", 4, "dim")
        for role in said.roles[:3]:
            _indent(console, quote(role.evidence), 4, "dim")
    _more(console, len(dossier.said[:few]), len(dossier.said), "actors")


def show_actor(page: ActorPage, console: Console) -> None:
    """Prints all that is known of one actor; uncertain statements and positions are left out and counted."""
    said = page.said
    facts = [said.actor.type, *filter(None, [said.actor.country]), said.actor.id, _count(said.mentions, "mention")]
    _indent(console, Text.assemble((clean(said.actor.name), "bold underline"), (f"  {', '.join(facts)}", "dim")), 0)
    if said.speaks_for:
        _indent(console, f"speaks for {clean(said.speaks_for.name)}", 0)
    for form, heading in (("name", "Names"), ("role", "Also called")):
        used = [n for n in page.names if (n.form == "name") == (form == "name") and n.form != "pronoun"]
        if used:
            _heading(console, heading)
            _indent(console, ", ".join(map(_used, used)))
    if said.roles:
        _heading(console, "Roles", "as the articles say, and when they were published")
    for role in said.roles:
        _indent(console, Text.assemble(clean(role.words), (f"  {_dated(role)}", "dim")))
        _indent(console, quote(role.evidence), 4, "dim")
    _show_stands(page, console)
    _show_company(page.company, console)
    _show_statements_of(said, console)
    _show_merges(page.merges, console)
    _heading(console, "Articles", _count(len(page.articles), "article"))
    for seen in page.articles:
        note = f"{_count(seen.mentions, 'mention')}, {_count(seen.statements, 'statement')}"
        _indent(console, Text.assemble(clean(seen.label), (f"  {note}", "dim")))


def _used(name: NameUsed) -> str:
    return f"{clean(name.words)} {name.mentions}"


def _dated(role: RoleSeen) -> str:
    days = role.first or "no date" if role.first == role.last else f"{role.first} to {role.last}"
    articles = len({e.article for e in role.evidence})
    return days if articles == 1 else f"{days}, {_count(articles, 'article')}"


def _show_stands(page: ActorPage, console: Console) -> None:
    stands = [stand for stand in page.stands if not stand.row.uncertain]
    if stands:
        _heading(console, "Where it stands")
    for stand in stands:
        mark, style = _MARKS[stand.row.mark]
        words = Text(clean(stand.label), "italic")
        if stand.counted_for:
            words.append(f" (told as {clean(stand.counted_for.name)})", "dim not italic")
        for condition in stand.row.conditions:
            words.append(f"\n{_in_words(condition)}", "yellow not italic")
        words.append(f"\n{quote([p.evidence for p in stand.row.positions if not p.uncertain])}", "not italic")
        _beside(console, Text(f"{mark} {stand.row.mark}", style), words, 13)
    _hidden(console, len(page.stands) - len(stands), "stance")


def _show_company(company: Sequence[Company], console: Console) -> None:
    for heading, agrees in (("Agrees with", True), ("Differs from", False)):
        rows = [(c.actor.name, shared) for c in company if (shared := c.agrees if agrees else c.differs)]
        if rows:
            _heading(console, heading)
        for name, shared in sorted(rows, key=lambda row: -len(row[1])):
            issues = "; ".join(f"{clean(s.label)} ({s.mine}, {s.theirs})" for s in shared)
            _indent(console, Text.assemble((clean(name), "bold"), f": {issues}"))


def _show_statements_of(said: ActorSaid, console: Console) -> None:
    certain = [statement for statement in said.statements if not statement.uncertain]
    _heading(console, "Statements", _count(len(certain), "statement"))
    for statement in certain:
        _show_statement(statement, console)
    _hidden(console, len(said.statements) - len(certain), "statement")


def _show_merges(merges: Sequence[Merge], console: Console) -> None:
    """On what the articles' actors were taken for one; nothing where there is only one."""
    if sum(len(merge.members) for merge in merges) < 2:
        return
    _heading(console, "Taken for one actor because of", "the least sure first")
    for merge in merges:
        words = f"{clean(merge.name)}: {merge.method}" + (f" ({clean(merge.by)})" if merge.by else "")
        note = f"{merge.score:.2f}, {_count(len(merge.articles), 'article')}: {clean(merge.articles[0])}"
        more = f" and {len(merge.articles) - 1} more" if len(merge.articles) > 1 else ""
        _indent(console, Text.assemble(words, (f"  {note}{more}", "dim")))


def _show_timeline(dossier: Dossier, console: Console, few: int | None) -> None:
    timeline = dossier.timeline
    past = timeline.past[-few:] if few else timeline.past
    parts = (("What happened", past, timeline.past), ("What comes next", timeline.upcoming[:few], timeline.upcoming),
             ("Without a date", timeline.undated[:few], timeline.undated))  # fmt: skip
    for title, shown, entries in parts:
        if not entries:
            continue
        _heading(console, title)
        for entry in shown:
            _beside(console, Text(_days(entry), "bold"), _entry(entry), DAYS_WIDTH)
        _more(console, len(shown), len(entries), "timeline")


def _days(entry: TimelineEntry) -> str:
    """An entry's day, month or year as far as its period is one of them, else first and last day, or the words."""
    first, last = entry.first or entry.last or "", entry.last or entry.first or ""
    if first == last:
        return first or "\n".join(textwrap.wrap(clean(entry.time_words or ""), DAYS_WIDTH)[:2])
    if first[:4] == last[:4] and first[4:] == "-01-01" and last[4:] == "-12-31":
        return first[:4]
    if _is_month(first, last):
        return first[:7]
    return f"{first}\n– {last}"


def _is_month(first: str, last: str) -> bool:
    """Whether two days are the first and the last of one month."""
    try:
        following = date.fromisoformat(last) + timedelta(days=1)
    except (ValueError, OverflowError):
        return False
    return first[:7] == last[:7] and first.endswith("-01") and following.day == 1


def _entry(entry: TimelineEntry) -> Text:
    text = Text(clean(entry.label))
    notes: list[str] = [] if entry.status == "happened" else [entry.status]
    notes += [f"says {clean(entry.voice)}"] if entry.voice else []
    notes += [f"“{clean(entry.time_words)}”"] if entry.time_words and (entry.first or entry.last) else []
    notes += [f"{_count(entry.reports, 'report')}: {clean(entry.evidence[0].label)}"]
    text.append(f"\n{', '.join(notes)}", _STATUS_STYLE.get(entry.status, "dim"))
    for other in entry.other_dates:
        moved = "moved, or " if other.moved else ""
        text.append(f"\n{moved}another date elsewhere: {other.day}, {clean(other.evidence.label)}", "yellow")
    return text


def _show_differences(dossier: Dossier, console: Console, few: int | None) -> None:
    if dossier.differences or not few:
        _heading(console, "Where reports differ", _count(len(dossier.differences), "difference"))
    for difference in dossier.differences[:few]:
        _show_difference(difference, console)
    _more(console, len(dossier.differences[:few]), len(dossier.differences), "differences")


def _show_difference(difference: Difference, console: Console) -> None:
    sides = [clean(side.differs) or "–" for side in (difference.left, difference.right)]
    words = f": {sides[0]} / {sides[1]}" if sides != ["–", "–"] and max(map(len, sides)) <= SHORT_CHARS else ""
    _indent(console, Text.assemble((difference.kind, "bold"), (f"  {clean(difference.summary)}{words}", "dim")))
    for side in (difference.left, difference.right):
        _indent(console, _side(side), 4)


def _side(side: DifferenceSide) -> Text:
    day = f", {side.published[:10]}" if side.published and side.published[:10] not in side.label else ""
    return Text.assemble((f"{clean(side.label)}{day}: ", "dim"), _quoted(side.words))


def _show_coverage(dossier: Dossier, console: Console, few: int | None) -> None:
    told = [one for one in dossier.coverage if one.only or one.left_out or one.only_actors]
    if not told and few:
        return
    _heading(console, "What only one report tells", _count(len(told), "report"))
    said = {s.id: (actor.actor.name, s) for actor in dossier.said for s in actor.statements}
    for one in told[:few]:
        _indent(console, Text.assemble(("; ".join(map(clean, one.labels)), "bold")))
        parts = (("only here", one.only), ("left out, though half of the others have it", one.left_out))
        for title, ids in parts:
            if ids:
                _indent(console, f"{title}: {_count(len(ids), 'statement')}", 4, "dim")
            for id in ids[: 3 if few else None]:
                speaker, statement = said[id]
                how = "" if statement.kind == "direct" else f" ({'not ' if statement.negated else ''}{statement.act})"
                words = _cut(clean(statement.words))
                _indent(console, Text.assemble((clean(speaker), "bold"), (how, "dim"), ": ", words), 6)
        if one.only_actors:
            names = ", ".join(clean(ref.name) for ref in one.only_actors[:8])
            _indent(console, f"only here told of: {names}", 4, "dim")
    _more(console, len(told[:few]), len(told), "coverage")


def _show_sources(dossier: Dossier, console: Console, few: int | None) -> None:
    _heading(console, "Sources", _count(len(dossier.sources), "article"))
    for source in dossier.sources[:few]:
        _show_source(source, console)
    _more(console, len(dossier.sources[:few]), len(dossier.sources), "sources")


def _show_source(source: SourceArticle, console: Console) -> None:
    dated = f"{source.published} (from the {clean(source.published_by or '')})" if source.published else "no date"
    notes = [clean(source.outlet or "outlet unknown"), dated, _count(source.statements, "statement")]
    notes += [f"{source.removed_chars} characters removed"] if source.removed_chars else []
    _indent(console, Text(clean(source.title or source.label), "bold"))
    _indent(console, ", ".join(notes), 4, "dim")
    for relation in source.relations:
        counts = [f"{name} {clean(value)}" for name, value in relation.changes if name not in ("headline", "note")]
        changes = "" if relation.edits else ", ".join(counts)
        _indent(console, f"{relation.relation} {clean(relation.label)}{': ' if changes else ''}{changes}", 4, "yellow")
        for edit in relation.edits:
            _indent(console, _edit(edit), 6)
    _indent(console, clean(source.url or source.location), 4, "dim")


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
    return words.translate(_UNSAFE)


def _show_problems(dossier: Dossier, console: Console, few: int | None) -> None:
    if dossier.problems or not few:
        _heading(console, "What could not be read or resolved", _count(dossier.overview.problems, "problem"))
    for group in dossier.problems[:few]:
        _show_problem(group, console, 1 if few else None)
    _more(console, len(dossier.problems[:few]), len(dossier.problems), "problems")


def _show_problem(group: ProblemGroup, console: Console, few: int | None) -> None:
    _indent(console, Text.assemble((f"{group.count} × {group.code}", "bold"), (f"  {group.stage}", "dim")))
    for example in group.examples[:few]:
        _indent(console, f"{clean(example.location)}: {clean(example.message)}", 4, "dim")


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
