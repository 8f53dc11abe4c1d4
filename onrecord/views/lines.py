"""What a page in the terminal is made of: quotations, headings, rows beside each other, a statement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from onrecord.dossier import ConditionClause, Evidence, SaidStatement

LONG_CHARS = 240  # longer passages are cut; the whole of them is in the report and in --json
MARKS = {
    "for": ("✓", "green"),
    "against": ("✗", "red"),
    "conditional": ("◐", "yellow"),
    "undecided": ("?", "blue"),
    "mixed": ("±", "magenta"),
}
# What would move the cursor, change colours or turn the reading direction does not reach the terminal.
UNSAFE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")


def clean(words: str) -> str:
    """Words of an article on one line, without what a terminal would obey."""
    return " ".join(words.split()).translate(UNSAFE)


def quote(evidence: Sequence[Evidence]) -> str:
    """The words of the first of some evidence, in quotation marks if they have none, and where they stand."""
    first, others = evidence[0], len({e.article for e in evidence}) - 1
    more = f" and {others} more" if others > 0 else ""
    return f"{quoted(first.words)} — {clean(first.label)}{more}"


def quoted(words: str) -> str:
    """Words of an article in quotation marks, cut where they are long."""
    words = cut(clean(words))
    if words.startswith('"') and words.count('"') - words.endswith('"') == 1:  # straight marks around all of it
        words = words[1:].removesuffix('"')
    missing = words.count("“") - words.count("”")
    if words.startswith("“") and missing in (0, 1):
        return words + "”" * missing
    return f"“{words}" if missing == -1 and words.endswith("”") else f"“{words}”"


def cut(words: str) -> str:
    """Words cut between two words, with three dots, where they are long."""
    return words if len(words) <= LONG_CHARS else words[: LONG_CHARS - 1].rsplit(" ", 1)[0] + "…"


def count(number: int, noun: str) -> str:
    """A number with its noun in the right form."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def heading(console: Console, words: str, note: str = "") -> None:
    """Prints an empty line and a heading, with a note beside it."""
    console.print()
    indent(console, Text.assemble((clean(words), "bold"), (f"  {note}" if note else "", "dim")), 0)


def indent(console: Console, text: Text | str, by: int = 2, style: str = "") -> None:
    """Prints a text some columns to the right, without blanks at the ends of lines, which a padding would leave."""
    for line in _wrap(console, Text(text, style) if isinstance(text, str) else text, by):
        console.print(Text.assemble(" " * by, line), soft_wrap=True)


def beside(console: Console, left: Text, right: Text, width: int) -> None:
    """Prints two texts side by side, the first in a column of ``width``."""
    for one, two in zip_longest(_wrap(console, left, 2), _wrap(console, right, width + 4), fillvalue=Text()):
        gap = " " * (width + 2 - one.cell_len) if two else ""
        console.print(Text.assemble("  ", one, gap, two), soft_wrap=True)


def _wrap(console: Console, text: Text, by: int) -> list[Text]:
    lines = text.wrap(console, max(20, console.width - by))
    for line in lines:
        line.rstrip()
    return list(lines)


def more(console: Console, shown: int, total: int, section: str) -> None:
    """Prints how many rows of a section are left out, and how to see them."""
    if shown < total:
        indent(console, f"… and {total - shown} more: onrecord show DIR {section}", style="dim")


def hidden(console: Console, number: int, noun: str) -> None:
    """Prints how many uncertain ones are left out."""
    if number:
        indent(console, f"{count(number, 'uncertain ' + noun)} not shown; --json has all of them", style="dim")


def in_words(condition: ConditionClause) -> str:
    """A condition as its reader would say it."""
    return f"{condition.kind}: {clean(condition.words)}"


def _where(statement: SaidStatement, many: frozenset[str]) -> str:
    """By whom a statement is carried: "only in …" where a single one of several independent reports has it."""
    labels = list(dict.fromkeys(clean(carrier.label) for carrier in statement.carriers))
    where = "; ".join(labels)
    if statement.reports > 1:
        several = "" if len(labels) == statement.reports else f" ({len(labels)} articles)"
        return f"{statement.reports} reports{several}: {where}"
    if statement.carriers[0].article not in many:
        return where
    return f"only in {where}" if len(labels) == 1 else f"only 1 report, with its copies and versions: {where}"


def show_statement(statement: SaidStatement, console: Console, many: frozenset[str] = frozenset()) -> None:
    """Prints a statement: act, words, who said it, and where."""
    words = cut(clean(statement.words))
    shown = quoted(words) if statement.kind == "direct" and not set('“"') & set(words[1:]) else words
    act = f"not {statement.act}" if statement.negated else statement.act
    act += f", as told by {clean(statement.told_by)}" if statement.told_by else ""
    note = f"{act}, {statement.kind}: {_where(statement, many)}" + (", worded differently" if statement.differs else "")
    indent(console, shown, 4)
    indent(console, note, 6, "dim")
