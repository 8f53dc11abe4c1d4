"""What a page in the terminal is made of: quotations, headings, rows beside each other, a statement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from onrecord.dossier import ConditionClause, Evidence, SaidStatement
from onrecord.views.phrases import counted, finished, is_led, said_how

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
    words = finished(cut(clean(words)))
    if words.startswith('"') and words.count('"') - words.endswith('"') == 1:  # straight marks around all of it
        words = words[1:].removesuffix('"')
    missing = words.count("“") - words.count("”")
    if words.startswith("“") and missing in (0, 1):
        return words + "”" * missing
    return f"“{words}" if missing == -1 and words.endswith("”") else f"“{words}”"


def cut(words: str, most: int = LONG_CHARS) -> str:
    """Words cut between two words, with three dots, where they have more than ``most`` characters."""
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


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
        indent(console, f"{counted(number, 'uncertain ' + noun)} not shown; --json has all of them", style="dim")


def in_words(condition: ConditionClause) -> str:
    """A condition as its reader would say it."""
    return f"{condition.kind}: {clean(condition.words)}"


def carried(reports: int, labels: Sequence[str], alone: bool) -> str:
    """By whom a thing is carried: "only in …" where a single one of several independent reports tells it."""
    named = [clean(label) for label in dict.fromkeys(labels)]
    where = "; ".join(named)
    if reports > 1:
        several = "" if len(named) == reports else f" ({counted(len(named), 'article')})"
        return f"{counted(reports, 'report')}{several}: {where}"
    if not alone:
        return where
    return f"only in {where}" if len(named) == 1 else f"only 1 report, with its copies and versions: {where}"


def worded(statement: SaidStatement) -> Text:
    """A statement's words: in quotation marks if they are all quoted, else behind the words that lead to them."""
    words = cut(clean(statement.words))
    if is_led(statement):
        return Text.assemble((f"{clean(statement.lead)} ", "dim"), finished(words))
    return Text(quoted(words) if statement.kind == "direct" and not set('“"') & set(words[1:]) else finished(words))


def show_statement(statement: SaidStatement, console: Console) -> None:
    """Prints a statement: words, act, and where."""
    labels = [carrier.label for carrier in statement.carriers]
    where = carried(statement.reports, labels, statement.alone)
    differs = ", worded differently" if statement.differs else ""
    indent(console, worded(statement), 4)
    indent(console, f"{clean(said_how(statement))}: {where}{differs}", 6, "dim")
