"""The page of one actor in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from onrecord.dossier import ActorPage, ActorSaid, Company, Merge, NameUsed, RoleSeen
from onrecord.views.lines import (
    MARKS,
    beside,
    clean,
    heading,
    hidden,
    in_words,
    indent,
    quote,
    show_statement,
)
from onrecord.views.phrases import counted, taken_on


def show_actor(page: ActorPage, console: Console) -> None:
    """Prints all that is known of one actor; uncertain statements and positions are left out and counted."""
    said = page.said
    facts = [said.actor.type, *filter(None, [said.actor.country]), said.actor.id, counted(said.mentions, "mention")]
    indent(console, Text.assemble((clean(said.actor.name), "bold underline"), (f"  {', '.join(facts)}", "dim")), 0)
    if said.speaks_for:
        indent(console, f"speaks for {clean(said.speaks_for.name)}", 0)
    for form, title in (("name", "Names"), ("role", "Also called")):
        used = [n for n in page.names if (n.form == "name") == (form == "name") and n.form != "pronoun"]
        if used:
            heading(console, title)
            indent(console, ", ".join(map(_used, used)))
    if said.roles:
        heading(console, "Roles", "as the articles say, and when they were published")
    for role in said.roles:
        indent(console, Text.assemble(clean(role.words), (f"  {_dated(role)}", "dim")))
        indent(console, quote(role.evidence), 4, "dim")
    _show_stands(page, console)
    _show_company(page.company, console)
    _show_statements_of(said, console)
    _show_merges(page.merges, console)
    heading(console, "Articles", counted(len(page.articles), "article"))
    for seen in page.articles:
        note = f"{counted(seen.mentions, 'mention')}, {counted(seen.statements, 'statement')}"
        indent(console, Text.assemble(clean(seen.label), (f"  {note}", "dim")))


def _used(name: NameUsed) -> str:
    return f"{clean(name.words)} {name.mentions}"


def _dated(role: RoleSeen) -> str:
    days = role.first or "no date" if role.first == role.last else f"{role.first} to {role.last}"
    articles = len({e.article for e in role.evidence})
    return days if articles == 1 else f"{days}, {counted(articles, 'article')}"


def _show_stands(page: ActorPage, console: Console) -> None:
    stands = [stand for stand in page.stands if not stand.row.uncertain]
    if stands:
        heading(console, "Where it stands")
    for stand in stands:
        mark, style = MARKS[stand.row.mark]
        words = Text(clean(stand.label), "italic")
        if stand.counted_for:
            words.append(f" (told as {clean(stand.counted_for.name)})", "dim not italic")
        for condition in stand.row.conditions:
            words.append(f"\n{in_words(condition)}", "yellow not italic")
        words.append(f"\n{quote([p.evidence for p in stand.row.positions if not p.uncertain])}", "not italic")
        beside(console, Text(f"{mark} {stand.row.mark}", style), words, 13)
    hidden(console, len(page.stands) - len(stands), "stance")


def _show_company(company: Sequence[Company], console: Console) -> None:
    for title, agrees in (("Agrees with", True), ("Differs from", False)):
        rows = [(c.actor.name, shared) for c in company if (shared := c.agrees if agrees else c.differs)]
        if rows:
            heading(console, title)
        for name, shared in sorted(rows, key=lambda row: -len(row[1])):
            issues = "; ".join(f"{clean(s.label)} ({s.mine}, {s.theirs})" for s in shared)
            indent(console, Text.assemble((clean(name), "bold"), f": {issues}"))


def _show_statements_of(said: ActorSaid, console: Console) -> None:
    certain = [statement for statement in said.statements if not statement.uncertain]
    heading(console, "Statements", counted(len(certain), "statement"))
    for statement in certain:
        show_statement(statement, console)
    hidden(console, len(said.statements) - len(certain), "statement")


def _show_merges(merges: Sequence[Merge], console: Console) -> None:
    """On what the articles' actors were taken for one; nothing where there is only one."""
    if sum(len(merge.members) for merge in merges) < 2:
        return
    heading(console, "Taken for one actor because of", "the least sure first")
    for merge in merges:
        words = f"{clean(merge.name)}: {clean(taken_on(merge.method, merge.by, merge.name))}"
        note = f"{merge.score:.2f}, {counted(len(merge.articles), 'article')}: {clean(merge.articles[0])}"
        more = f" and {len(merge.articles) - 1} more" if len(merge.articles) > 1 else ""
        indent(console, Text.assemble(words, (f"  {note}{more}", "dim")))
