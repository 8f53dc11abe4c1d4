"""Who is who: what each actor of the story is called, where it stands, and on what it was taken for one actor."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from onrecord.dossier.material import UNKNOWN, Material
from onrecord.dossier.sections import (
    ActorPage,
    ActorRef,
    ActorSaid,
    ActorStand,
    ArticleSeen,
    Company,
    Merge,
    NameUsed,
    SharedIssue,
    StandRow,
    Stands,
)
from onrecord.dossier.stands import stand_row
from onrecord.errors import UsageError
from onrecord.records import Actor, Link, Mention

_SEVERAL = 8  # actors of one name that are listed

# Words that open a noun phrase and have a capital only where a sentence begins. Source: determiners of English.
_OPENERS = frozenset(
    "the a an his her their its our my your this that these those some both all one two several".split()
)


def find_actors(material: Material, said: Sequence[ActorSaid], stands: Stands) -> tuple[ActorPage, ...]:
    """A page for every actor of ``said``, in its order, but for the unknown one."""
    names = _names(material)
    held = _stands(material, stands)
    rows = {issue.id: issue.rows for issue in stands.issues}
    linked = {link.left: link for link in material.links.get("actor", ())}
    spoken = Counter((s.article, s.speaker.actor) for s in material.statements.values() if s.speaker)
    pages = []
    for one in said:
        if one.actor == UNKNOWN:
            continue
        members = material.members.get(one.actor.id, [])
        mine = held.get(one.actor, [])
        page = ActorPage(
            said=one,
            names=names.get(one.actor.id, ()),
            stands=tuple(mine),
            company=_company(one.actor, mine, rows),
            merges=_merges(material, members, linked),
            articles=_articles(material, members, spoken),
        )
        pages.append(page)
    return tuple(pages)


def find_page(pages: Sequence[ActorPage], name: str) -> ActorPage:
    """The page of the actor with an id, or called by a name: the fullest one, else any used, else a part of one.

    A part is rather the last word of one who is no group: "Pelosi" is Nancy Pelosi, not "Pelosi and Schumer".
    Raises: UsageError where there is none, or several of the name; the message has their ids.
    """
    wanted = " ".join(name.split()).casefold()
    steps: tuple[Callable[[ActorPage], bool], ...] = (
        lambda page: page.actor.id == name,
        lambda page: page.actor.name.casefold() == wanted,
        lambda page: wanted in (other.casefold() for other in _all_names(page)),
        lambda page: page.actor.type != "group" and page.actor.name.casefold().endswith(f" {wanted}"),
        lambda page: any(f" {wanted} " in f" {other.casefold()} " for other in (page.actor.name, *_all_names(page))),
    )
    found = next((found for fits in steps if (found := [page for page in pages if fits(page)])), [])
    if len(found) == 1:
        return found[0]
    if not found:
        known = {one.casefold(): one for page in pages for one in (page.actor.name, *page.said.names)}
        near = difflib.get_close_matches(wanted, sorted(known), 3)
        meant = f"did you mean {' or '.join(known[one] for one in near)}? " if near else ""
        raise UsageError(f"{name!r} is the name or id of no actor here; {meant}`onrecord show DIR actors` lists them")
    found.sort(key=lambda page: (-page.said.mentions, page.actor.id))
    several = "; ".join(f"{page.actor.name} ({page.actor.id}, in {len(page.articles)})" for page in found[:_SEVERAL])
    raise UsageError(f"{name!r} may be any of {len(found)} actors; give the id of one: {several}")


def _all_names(page: ActorPage) -> Iterator[str]:
    yield from page.said.names
    yield from (used.words for used in page.names if used.form == "name")


# --- what it is called ---------------------------------------------------------------------------


def _plain(words: str) -> str:
    """A noun or pronoun as it stands inside a sentence: "The minister" is "the minister", "Poland's army" stays."""
    first, space, rest = words.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.lower() in _OPENERS or not space else words


def _names(material: Material) -> dict[str, tuple[NameUsed, ...]]:
    """For each actor's id its names, then the nouns for it, then the pronouns, each with the most frequent first.

    An article's actor is told about most by its names; a capital at the beginning of a sentence makes no other noun.
    """
    used: dict[str, dict[tuple[str, str], list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for findings in material.findings:
        for mention in findings.mentions:
            if mention.actor:
                words = " ".join(mention.span.words.split())
                key = (mention.form, words if mention.form == "name" else _plain(words))
                used[material.ref(mention.actor).id][key].append(mention)
    order = {"name": 0, "pronoun": 2}
    found: dict[str, tuple[NameUsed, ...]] = {}
    for actor, forms in used.items():
        names = [
            NameUsed(words, mentions[0].form, len(mentions), len({m.span.article for m in mentions}))
            for (_, words), mentions in forms.items()
        ]
        names.sort(key=lambda name: (order.get(name.form, 1), -name.mentions, name.words))
        found[actor] = tuple(names)
    return found


# --- where it stands, and with whom --------------------------------------------------------------


def _stands(material: Material, stands: Stands) -> dict[ActorRef, list[ActorStand]]:
    """For each actor its rows, and what it holds itself in the row of a state for which it speaks."""
    held: dict[ActorRef, list[ActorStand]] = defaultdict(list)
    for issue in stands.issues:
        for row in issue.rows:
            held[row.actor].append(ActorStand(issue.id, issue.label, row, None))
            for actor in dict.fromkeys(p.actor for p in row.positions if p.actor != row.actor):
                own = stand_row(material, actor, [p for p in row.positions if p.actor == actor])
                held[actor].append(ActorStand(issue.id, issue.label, own, row.actor))
    for found in held.values():
        found.sort(key=lambda stand: (stand.row.uncertain, -stand.row.reports))
    return held


def side(row: StandRow) -> int:
    """1 for who is for an issue, on conditions or not; -1 against; 0 where it is open, mixed or uncertain."""
    if row.uncertain or row.mark in ("undecided", "mixed"):
        return 0
    if row.mark == "conditional":
        leaning = next((p.leaning for p in row.positions if p.stance == "conditional"), "")
        return -1 if leaning == "against" else 1
    return 1 if row.mark == "for" else -1


def _company(actor: ActorRef, mine: Iterable[ActorStand], rows: dict[str, tuple[StandRow, ...]]) -> tuple[Company, ...]:
    """The other actors that take a side on the same issues; who shares most issues first."""
    shared: dict[ActorRef, list[SharedIssue]] = defaultdict(list)
    for stand in mine:
        if not side(stand.row):
            continue
        for other in rows[stand.issue]:
            if other.actor in (actor, stand.counted_for) or not side(other) or actor in _speakers(other):
                continue
            evidence = (stand.row.positions[0].evidence, other.positions[0].evidence)
            agrees = side(other) == side(stand.row)
            marks = (stand.row.mark, other.mark)
            shared[other.actor].append(SharedIssue(stand.issue, stand.label, *marks, agrees, evidence))
    company = [
        Company(other, tuple(s for s in found if s.agrees), tuple(s for s in found if not s.agrees))
        for other, found in shared.items()
    ]
    return tuple(sorted(company, key=lambda c: (-len(c.agrees) - len(c.differs), c.actor.name, c.actor.id)))


def _speakers(row: StandRow) -> set[ActorRef]:
    return {position.actor for position in row.positions}


# --- on what it was merged, and where it is ------------------------------------------------------


def _merges(material: Material, members: Sequence[Actor], linked: dict[str, Link]) -> tuple[Merge, ...]:
    """The links that made it one actor: those of one name, method and reason together, the least sure first."""
    groups: dict[tuple[float, str, str, str], list[Actor]] = defaultdict(list)
    for member in sorted(members, key=lambda m: material.time_key(m.article or "")):
        link = linked.get(member.id)
        if link:
            by = str(dict(link.evidence).get("by", ""))
            groups[link.score, member.name, link.method, by].append(member)
    return tuple(
        Merge(name, method, by, score, tuple(material.labels[m.article or ""] for m in found),
              tuple(m.id for m in found))
        for (score, name, method, by), found in sorted(groups.items(), key=lambda item: item[0])
    )  # fmt: skip


def _articles(
    material: Material, members: Sequence[Actor], spoken: Counter[tuple[str, str | None]]
) -> tuple[ArticleSeen, ...]:
    """The articles in which it is, by date."""
    mentions: Counter[str] = Counter()
    statements: Counter[str] = Counter()
    for member in members:
        mentions[member.article or ""] += material.mention_counts[member.id]
        statements[member.article or ""] += spoken[member.article or "", member.id]
    return tuple(
        ArticleSeen(key, material.labels[key], material.articles[key].published, mentions[key], statements[key])
        for key in sorted(mentions, key=material.time_key)
    )
