"""Groups of articles' actors that are one -> the story's actor and its links."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.link.persons import Known, Pile
from onrecord.records import Actor, Link, Role, link, make_id

_MAX_ROLES = 40


class Around(NamedTuple):
    """What is known of the actors around those that are linked: the ``pile``; the story's actor of each article's that
    is not among them; and the story's actor of each country, by its code.
    """  # fmt: skip

    pile: Pile
    linked: Mapping[str, str]
    countries: Mapping[str, str]


@dataclass(slots=True)
class Cluster:
    """Actors of articles that are one."""

    members: list[Actor] = field(default_factory=list)
    how: dict[str, tuple[str, float, str]] = field(default_factory=dict)
    known: Actor | None = None
    named: str = ""  # by a person
    seen: Known = field(default_factory=Known)
    genders: Counter[str] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)

    def add(self, actor: Actor, method: str, score: float, evidence: str) -> None:
        """Adds an article's actor with the method, the score and the evidence of its link."""
        self.members.append(actor)
        self.how[actor.id] = (method, score, evidence)
        self.names.add(actor.name)
        if actor.gender:
            self.genders[actor.gender] += 1
        if actor.country:
            self.countries.add(actor.country)


@cache
def speaking() -> frozenset[str]:
    """Offices whose bearers speak for a country."""
    table = tomllib.loads((files("onrecord.extract") / "lexicons" / "roles.toml").read_text(encoding="utf-8"))
    return frozenset(table["reference"]["speaks_for"])


def speaks(roles: Iterable[Role]) -> bool:
    """Whether one of some roles is an office, held now, whose bearer speaks for a country."""
    return any(role.title in speaking() and role.held for role in roles)


def make_records(clusters: Sequence[Cluster], around: Around | None) -> tuple[tuple[Link, ...], tuple[Actor, ...]]:
    """Links from each article's actor to the story's, and the story's actors, most widely seen first."""
    links, story = [], []
    ids = [_identity(c) for c in clusters]
    new_id = dict(around.linked) if around else {}
    new_id |= {m.id: i for i, c in zip(ids, clusters, strict=True) for m in c.members}
    countries = dict(around.countries) if around else {}
    countries |= {m.country: new_id[m.id] for c in clusters for m in c.members if m.type == "country" and m.country}
    for identity, cluster in zip(ids, clusters, strict=True):
        story.append(_story_actor(identity, cluster, new_id, countries))
        for actor in cluster.members:
            method, score, evidence = cluster.how[actor.id]
            links.append(link("actor", actor.id, identity, method, score, name=actor.name, by=evidence))
    width = {a.id: len({m.article for m in c.members}) for a, c in zip(story, clusters, strict=True)}
    links.sort(key=lambda x: (x.left, x.right))
    return tuple(links), tuple(sorted(story, key=lambda a: (-width[a.id], a.name, a.id)))


def _identity(cluster: Cluster) -> str:
    """The story actor's id, from the first of its members; from those with a name, where it has some."""
    return make_id("ac", "story", min(m.id for m in _named(cluster)))


def _named(cluster: Cluster) -> list[Actor]:
    """The members that say what an actor is: an office without a name in one article adds nothing to its bearer."""
    return [m for m in cluster.members if m.names] or cluster.members


def _story_actor(
    identity: str, cluster: Cluster, new_id: Mapping[str, str], country_ids: Mapping[str, str]
) -> Actor:  # fmt: skip
    members = sorted(_named(cluster), key=lambda m: (m.article or "", m.id))
    names = Counter(m.name for m in members if m.names)
    name = _shown(names) if names else members[0].name
    types = Counter(m.type for m in members)
    countries = Counter(m.country for m in members if m.country)
    genders = Counter(m.gender for m in members if m.gender)
    speaks_for = Counter(new_id[m.of] for m in members if m.of and m.of in new_id)
    for member in members:  # an office that speaks for a country which only other articles name
        home = country_ids.get(member.country or "")
        if home and speaks(member.roles):
            speaks_for[home] += 0
    known = cluster.known
    return Actor(
        identity, cluster.named or (known.name if known else name), types.most_common(1)[0][0],
        tuple(sorted({n for m in members for n in m.names})), _roles(members),
        (known.country if known else None) or (countries.most_common(1)[0][0] if countries else None), None,
        speaks_for.most_common(1)[0][0] if speaks_for else None,
        genders.most_common(1)[0][0] if genders else "", known.identifier if known else None,
    )  # fmt: skip


def _shown(names: Counter[str]) -> str:
    """The name shown: the most frequent of those with more than one word, else the most frequent."""
    full = [n for n in names if len(n.split()) > 1] or list(names)
    return min(full, key=lambda n: (-names[n], -len(n), n))


def _roles(members: Sequence[Actor]) -> tuple[Role, ...]:
    """All roles that the articles state, each once, with its first evidence."""
    roles: dict[tuple[str, str | None, str], Role] = {}
    for member in members:
        for role in member.roles:
            roles.setdefault((role.title, role.of, role.time), role)
    return tuple(roles.values())[:_MAX_ROLES]
