"""dossier -> one HTML file that needs no network, no server and no script to be read.

Everything that comes from an article goes through the template's escaping; the page's own script is admitted by its
hash in a Content-Security-Policy, so that nothing else could run even if markup slipped through.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from onrecord.dossier import (
    ActorSaid,
    ConditionLink,
    Dossier,
    Evidence,
    RoleSeen,
    SaidStatement,
    Stands,
    TimelineEntry,
    compared,
)
from onrecord.views.phrases import according, cited_how, counted, finished, is_led, taken_on, whole_period

if TYPE_CHECKING:
    import jinja2

MARKS = {
    "for": ("✓", "for"),
    "against": ("✕", "against"),
    "conditional": ("if", "on conditions"),
    "undecided": ("?", "undecided"),
    "mixed": ("±", "both for and against"),
}
MONTHS = ("January February March April May June July August September October November December").split()
# How much of each list stands open; the rest is folded, so that 300 articles do not make one endless page.
OPEN_ACTORS, OPEN_STATEMENTS, OPEN_ISSUES, OPEN_EVENTS, OPEN_DIFFERENCES = 8, 6, 8, 25, 10
OPEN_ROWS, OPEN_SOURCES = 12, 25
MATRIX_ISSUES, MATRIX_ACTORS = 6, 14
MAX_ACTORS, MAX_ISSUES, MAX_EVENTS, MAX_STORIES = 150, 120, 300, 200
MAX_ABOUT = 12  # entries of each list on an actor's page
CONTEXT_CHARS = 140


@dataclass(frozen=True, slots=True)
class Context:
    """Words with what stands before and after them in the article."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One row of the conditions picture: an actor's action and all that it depends on."""

    links: tuple[ConditionLink, ...]

    @property
    def first(self) -> ConditionLink:
        return self.links[0]


def write_report(dossier: Dossier) -> str:
    """The report as one HTML document."""
    said = [actor for actor in dossier.said if certain(actor.statements) or actor.roles]
    shown = {actor.actor.id for actor in said[:MAX_ACTORS]}
    texts = {source.id: source.text for source in dossier.sources}
    style, script = _asset("report.css"), _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    names = {"d": dossier, "style": style, "script": script, "script_hash": f"sha256-{digest}", "marks": MARKS}
    limits = {
        "open_actors": OPEN_ACTORS, "open_statements": OPEN_STATEMENTS, "open_issues": OPEN_ISSUES,
        "open_rows": OPEN_ROWS, "open_sources": OPEN_SOURCES,
        "open_events": OPEN_EVENTS, "open_differences": OPEN_DIFFERENCES, "max_actors": MAX_ACTORS,
        "max_issues": MAX_ISSUES, "max_events": MAX_EVENTS, "max_stories": MAX_STORIES,
        "max_about": MAX_ABOUT,
    }  # fmt: skip
    return (
        _environment()
        .get_template("report.html")
        .render(
            **names,
            **limits,
            matrix=matrix(dossier.stands),
            flows=flows(dossier.conditions),
            said=said,
            pages={page.actor.id: page for page in dossier.actors if page.actor.id in shown},
            statements={s.id: (actor.actor, s) for actor in dossier.said for s in actor.statements},
            coverage=[one for one in dossier.coverage if one.only or one.left_out],
            compared=compared(dossier),
            uncertain=[s for actor in dossier.said for s in actor.statements if s.uncertain],
            shown_in=lambda evidence: _context(texts, evidence),
        )
    )


def certain(statements: Iterable[SaidStatement]) -> list[SaidStatement]:
    """The statements at or above the threshold."""
    return [s for s in statements if not s.uncertain]


def flows(links: Iterable[ConditionLink]) -> list[Flow]:
    """The condition links, those of one actor on one issue together, in the dossier's order; certain ones only."""
    groups: dict[tuple[str, str], list[ConditionLink]] = {}
    for link in links:
        if not link.uncertain:
            groups.setdefault((link.actor.id, link.issue or link.action), []).append(link)
    return [Flow(tuple(group)) for group in groups.values()]


def matrix(stands: Stands) -> dict[str, Any] | None:
    """The most reported issues against the actors that stand on them; None where a table would say nothing.

    A table needs two actors and two issues; below that the issue's own list says it better.
    """
    issues = [k for k, issue in enumerate(stands.issues) if len(issue.rows) > 1][:MATRIX_ISSUES]
    rows = [
        (actor, [cells[k] for k in issues])
        for actor, cells in zip(stands.actors, stands.cells, strict=True)
        if any(cells[k] for k in issues)
    ]
    rows.sort(key=lambda row: -sum(cell is not None for cell in row[1]))
    if len(issues) < 2 or len(rows) < 2:
        return None
    return {"issues": [stands.issues[k] for k in issues], "rows": rows[:MATRIX_ACTORS], "more": rows[MATRIX_ACTORS:]}


def _context(texts: dict[str, str], evidence: Evidence) -> Context:
    """The evidence with up to `CONTEXT_CHARS` characters either side, cut at white space and line ends."""
    text = texts.get(evidence.article, "")
    before = text[max(0, evidence.start - CONTEXT_CHARS) : evidence.start].rsplit("\n", 1)[-1]
    after = text[evidence.end : evidence.end + CONTEXT_CHARS].split("\n", 1)[0]
    if len(before) == CONTEXT_CHARS:
        before = "…" + before.split(" ", 1)[-1]
    if len(after) == CONTEXT_CHARS:
        after = after.rsplit(" ", 1)[0] + "…"
    return Context(before, evidence.words, after)


def day(value: str | None) -> str:
    """An ISO date, month or year as people read it: "17 February 2025"; unchanged if it is none of these."""
    parts = (value or "")[:10].split("-")
    if not value or not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= 3:
        return value or ""
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return value
    return " ".join([*([str(int(parts[2]))] if len(parts) > 2 else []),
                     *([MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []), parts[0]])  # fmt: skip


def period(entry: TimelineEntry) -> str:
    """When an entry is, in words: a day, a month, a range, or what is known of it."""
    first, last = entry.first, entry.last
    if not first and not last:
        return entry.time_words or "no date given"
    if first == last or not last:
        return day(first) if first and first == last else f"from {day(first)}"
    if not first:
        return f"by {day(last)}"
    if whole := whole_period(first[:10], last[:10]):
        return day(whole)
    if first[:7] == last[:7]:
        return f"{int(first[8:10])}–{day(last)}"
    begins = day(first).removesuffix(f" {last[:4]}") if first[:4] == last[:4] else day(first)
    return f"{begins} – {day(last)}"


def held_roles(actor: ActorSaid) -> list[RoleSeen]:
    """The roles that have a title, each once: one without its country only where no other names the country."""
    named = [role for role in actor.roles if role.title]
    full = {(role.title.lower(), role.time) for role in named if role.of}
    return [role for role in named if role.of or (role.title.lower(), role.time) not in full]


def _web_address(url: str | None) -> str | None:
    """The address if it is one of the web, so that no other scheme ever becomes a link."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


@cache
def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    environment.filters.update(day=day, period=period, counted=counted, certain=certain, web=_web_address)
    environment.filters.update(roles=held_roles, according=according, finished=finished, led=is_led, cited=cited_how)
    environment.filters["taken_on"] = taken_on
    return environment
