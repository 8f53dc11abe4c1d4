"""Actors of articles -> actors of the story: one for each person, body, country and group across all articles.

Blocks share a key (surname as it sounds, country code, a body's name or initials); within a block full names come
first, then names of one word, which join only where nothing speaks against it and one candidate clearly leads. Two
people of one article stay two. From: issue 2, part 6 and issue 4; merges in 300 articles read by hand: docs/actors.md.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import cast

from onrecord.link.corrections import correct_groups
from onrecord.link.names import fold, name_parts, sounds
from onrecord.link.persons import Known, Pile, is_told_apart, known_of, may_share_name, read_pile, role_keys
from onrecord.records import Actor, ActorType, Link, Role, link, make_id

# Of several bearers of a surname, one alone is meant by it only if named in at least so many times the articles of each
# other. With 2, two articles of 300 (BASIL) took George W. Bush for Jeb Bush; with 4 none.
_LEAD = 4
_MAX_ROLES = 40
_TYPES: dict[str, str] = {"country": "country", "government": "body", "office": "body", "organisation": "body"}


@dataclass(slots=True)
class _Cluster:
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


def link_actors(
    actors: Sequence[Actor], known: Sequence[Actor] = (), human: Sequence[Link] = ()
) -> tuple[tuple[Link, ...], tuple[Actor, ...]]:
    """Links from each article's actor to the story's, and the story's actors, most widely seen first.

    ``known`` are actors that the user gave: a name or alias of theirs gives identifier, type and country, and all that
    have one are one. ``human`` are a person's links (`onrecord.link.corrections`); those of other kinds are left alone.
    Misses a person who changes surname, and keeps apart what only context could join.
    """
    named = [a for a in actors if a.names]
    persons = [a for a in named if a.type == "person"]
    clusters = _others([a for a in named if a.type != "person"])
    clusters += _persons(persons)
    clusters += _unnamed([a for a in actors if not a.names], clusters)
    clusters = _name_known(clusters, known)
    clusters = _corrected(clusters, human)
    return _records(clusters)


def known_actors(rows: Iterable[Mapping[str, str]]) -> tuple[Actor, ...]:
    """Actors from the rows of a user's file: name, aliases (split at ";" or "|"), type, country, identifier."""
    found = []
    for row in rows:
        name = (row.get("name") or "").strip()
        if not name:
            continue
        aliases = tuple(a.strip() for a in re.split(r"[;|]", row.get("aliases") or "") if a.strip())
        kind = (row.get("type") or "unknown").strip().lower()
        allowed = ("person", "office", "government", "country", "organisation", "group")
        type_ = cast(ActorType, kind) if kind in allowed else "unknown"
        country, identifier = (row.get("country") or "").strip() or None, (row.get("identifier") or "").strip() or None
        identity = make_id("ac", "known", identifier or name)
        found.append(Actor(identity, name, type_, (name, *aliases), (), country, identifier=identifier))
    return tuple(found)


@cache
def _speaking() -> frozenset[str]:
    """Offices whose bearers speak for a country."""
    table = tomllib.loads((files("onrecord.extract") / "lexicons" / "roles.toml").read_text(encoding="utf-8"))
    return frozenset(table["reference"]["speaks_for"])


# --- countries, bodies, groups -------------------------------------------------------------------


def _others(actors: Sequence[Actor]) -> list[_Cluster]:
    """Clusters of what are no persons: by country code, or by name and initials."""
    clusters: dict[str, _Cluster] = {}
    by_initials = _initials(actors)
    for actor in actors:
        key, method = _key(actor, by_initials)
        clusters.setdefault(key, _Cluster()).add(actor, method, 1.0 if method != "initials" else 0.9, key)
    return list(clusters.values())


def _key(actor: Actor, by_initials: Mapping[str, str]) -> tuple[str, str]:
    """The key that actors of one country, body or group share, and how it was found."""
    if actor.type == "country" and actor.country:
        return f"country:{actor.country}", "country"
    name = re.sub(r"^(?:the|a|an) ", "", fold(actor.name))
    kind = _TYPES.get(actor.type, actor.type)
    if kind == "body" and name in by_initials:
        return f"body:{by_initials[name]}", "initials"
    return f"{kind}:{name}", "name"


def _initials(actors: Sequence[Actor]) -> dict[str, str]:
    """For each short name the one long name of the pile whose initials it is; left out where two could be meant."""
    short = {fold(a.name) for a in actors if 2 <= len(fold(a.name)) <= 6 and a.name.replace(".", "").isupper()}
    longer: dict[str, set[str]] = defaultdict(set)
    for actor in actors:
        words = re.sub(r"^(?:the|a|an) ", "", fold(actor.name)).split()
        if len(words) > 1 and _TYPES.get(actor.type) == "body":
            letters = "".join(w[0] for w in words if w not in ("of", "the", "for", "and", "in", "on", "&"))
            if letters in short:
                longer[letters].add(" ".join(words))
    return {letters: min(names) for letters, names in longer.items() if len(names) == 1}


# --- persons -------------------------------------------------------------------------------------


def _persons(actors: Sequence[Actor]) -> list[_Cluster]:
    """Clusters of persons: full names first, then single names by gender, role and company."""
    pile = read_pile(actors)
    full = [a for a in actors if len(name_parts(a.name)[0]) > 1]
    single = [a for a in actors if len(name_parts(a.name)[0]) == 1]
    clusters: list[_Cluster] = []
    by_surname: dict[str, list[int]] = defaultdict(list)
    for actor in sorted(full, key=lambda a: (-len(a.name.split()), -len(a.names), a.name, a.id)):
        surname = sounds(name_parts(actor.name)[0][-1])
        seen = known_of(actor, pile.company[actor.article or ""] - {surname})
        same = [k for k in by_surname[surname] if _is_same_person(clusters[k], actor, seen, pile)]
        match = min(same, key=lambda k: (not clusters[k].seen.keys & seen.keys, not _has_first(clusters[k], actor), k),
                    default=None)  # fmt: skip
        if match is None:
            match = len(clusters)
            clusters.append(_Cluster())
            by_surname[surname].append(match)
        first = clusters[match].members[0].name if clusters[match].members else actor.name
        clusters[match].add(actor, "full name", 1.0 if fold(first) == fold(actor.name) else 0.95, first)
        clusters[match].seen.add(seen)
    _join_singles(clusters, by_surname, single, pile.company)
    return clusters


def _is_same_person(cluster: _Cluster, actor: Actor, seen: Known, pile: Pile) -> bool:
    """Whether an actor with a full name is the person of a cluster: no name, gender or country may disagree.

    Under a short form of the first name, neither may what they are: "Mike Flynn, a blogger" is not General Michael
    Flynn unless their articles share two more people.
    """
    if actor.name not in cluster.names and not all(
        may_share_name(n, actor.name, cluster.seen, seen, pile) for n in cluster.names
    ):
        return False
    if is_told_apart(cluster.seen, seen, pile):
        return False
    same = _has_first(cluster, actor)
    if not same and cluster.seen.keys and seen.keys and not cluster.seen.keys & seen.keys:
        if len(seen.company.keys() & cluster.seen.company.keys()) < 2:
            return False
    if actor.gender and cluster.genders and actor.gender not in cluster.genders and not same:
        return False
    return not (actor.country and cluster.countries and actor.country not in cluster.countries)


def _has_first(cluster: _Cluster, actor: Actor) -> bool:
    """Whether the first name of an actor is, by its sound, one that a cluster's members have."""
    first = sounds(name_parts(actor.name)[0][0])
    return any(sounds(name_parts(name)[0][0]) == first for name in cluster.names)


def _join_singles(
    clusters: list[_Cluster],
    by_surname: Mapping[str, Sequence[int]],
    single: Sequence[Actor],
    company: Mapping[str, set[str]],
) -> None:
    """Puts actors with one name to the person of that surname whose articles are most like theirs."""
    alone: dict[str, _Cluster] = {}
    for actor in sorted(single, key=lambda a: (a.article or "", a.id)):
        word = name_parts(actor.name)[0][0]
        bearers = [k for k in by_surname.get(sounds(word), ()) if _may_be(clusters[k], actor)]
        chosen, method, score = _choose(clusters, bearers, actor, company[actor.article or ""])
        if chosen is not None:
            clusters[chosen].add(actor, method, score, clusters[chosen].members[0].name)
            clusters[chosen].seen.articles.add(actor.article or "")
        elif bearers:
            clusters.append(_alone(actor))  # several could be meant: kept apart
        else:
            alone.setdefault(f"{sounds(word)}:{actor.gender}", _Cluster()).add(actor, "single name", 0.8, actor.name)
    clusters += alone.values()


def _may_be(cluster: _Cluster, actor: Actor) -> bool:
    """Whether a person named by surname only may be a cluster's: gender, country, not beside them in one article."""
    if (actor.article or "") in cluster.seen.articles:
        return False
    genders = cluster.genders
    if actor.gender and genders and genders[actor.gender] * 3 < sum(genders.values()):
        return False
    return not (actor.country and cluster.countries and actor.country not in cluster.countries)


def _choose(
    clusters: Sequence[_Cluster], bearers: Sequence[int], actor: Actor, near: set[str]
) -> tuple[int | None, str, float]:
    """The bearer of a surname that an actor is, the method and the score; None where none clearly leads.

    A sole bearer needs a surname of company or a role in common. Of several, one must be the only one to have a role in
    common, or be named in far more articles than each other and have more company: "Bush" alone is nobody's.
    """
    if not bearers:
        return None, "", 0.0
    own = sounds(name_parts(actor.name)[0][0])
    roles = {key for r in actor.roles for key in role_keys(r)}
    company = {k: sum(min(clusters[k].seen.company[w], 3) for w in near if w != own) for k in bearers}
    titled = [k for k in bearers if roles & clusters[k].seen.keys]
    if len(bearers) == 1:
        return (bearers[0], "surname", 0.9) if company[bearers[0]] or titled else (None, "", 0.0)
    if len(titled) == 1:
        return titled[0], "surname and role", 0.85
    first, *others = sorted(titled or bearers, key=lambda k: (-len(clusters[k].members), k))
    wide = all(len(clusters[first].members) >= _LEAD * len(clusters[k].members) for k in others)
    if wide and all(company[first] > company[k] for k in others):
        return first, "surname and company", 0.8
    return None, "", 0.0


def _alone(actor: Actor) -> _Cluster:
    cluster = _Cluster()
    cluster.add(actor, "own", 1.0, actor.name)
    return cluster


def _unnamed(actors: Sequence[Actor], clusters: Sequence[_Cluster]) -> list[_Cluster]:
    """Clusters of their own for persons without a name, but for an office that only one named person of the pile bears:
    "the Polish prime minister".
    """  # fmt: skip
    bearers: dict[str, dict[int, set[str]]] = defaultdict(dict)
    for k, cluster in enumerate(clusters):
        homes = {m.country for m in cluster.members if m.country}
        for role in (r for m in cluster.members for r in m.roles):
            if cluster.members[0].type == "person" and role.held and role.title in _speaking():
                bearers[role.title][k] = homes
    alone = []
    for actor in actors:
        titles = {r.title for r in actor.roles if r.held and actor.country}
        fits = {k for t in titles for k, homes in bearers.get(t, {}).items() if not homes or actor.country in homes}
        k = min(fits) if len(fits) == 1 else -1
        if k >= 0 and actor.country in {m.country for m in clusters[k].members}:
            clusters[k].add(actor, "office", 0.8, clusters[k].members[0].name)
        else:
            alone.append(_alone(actor))
    return alone


# --- what people say -----------------------------------------------------------------------------


def _name_known(clusters: list[_Cluster], known: Sequence[Actor]) -> list[_Cluster]:
    """The clusters, those with the name of one actor of the user's list together under it.

    One word of a longer name says nothing: "Trump" in the list does not take Melania Trump, who is called so too.
    """
    table: dict[str, list[Actor]] = defaultdict(list)
    for actor in known:
        for name in dict.fromkeys(map(fold, (actor.name, *actor.names))):
            table[name].append(actor)
    if not table:
        return clusters
    kept: list[_Cluster] = []
    first: dict[str, _Cluster] = {}
    for cluster in clusters:
        names = {fold(m.name) for m in cluster.members if m.names}
        names = {name for name in names if " " in name} or names
        found = {a.id: a for name in sorted(names) for a in table.get(name, ()) if _fits(a, cluster)}
        cluster.known = next(iter(found.values())) if len(found) == 1 else None
        if cluster.known and cluster.known.id in first:
            for member in cluster.members:
                first[cluster.known.id].add(member, "known actor", 1.0, cluster.known.name)
            continue
        if cluster.known:
            first[cluster.known.id] = cluster
        kept.append(cluster)
    return kept


def _fits(known: Actor, cluster: _Cluster) -> bool:
    """Whether a user's actor and a cluster are of one kind."""
    kinds = {m.type for m in cluster.members}
    person = "person" in kinds
    return known.type == "unknown" or (known.type == "person") == person


def _corrected(clusters: list[_Cluster], human: Sequence[Link]) -> list[_Cluster]:
    """The clusters after a person's links: actors of articles taken apart, clusters put together, and named."""
    if not human:
        return clusters
    corrected = correct_groups([c.members for c in clusters], human)
    home = {m.id: c for c in clusters for m in c.members}
    made = []
    for members in corrected.groups:
        cluster = _Cluster(known=next((k for m in members if (k := home[m.id].known)), None))
        for member in members:
            how = (
                ("correction", 1.0, members[0].name) if member.id in corrected.moved else home[member.id].how[member.id]
            )
            cluster.add(member, *how)
        cluster.named = next((corrected.names[m.id] for m in members if m.id in corrected.names), "")
        made.append(cluster)
    return made


# --- records -------------------------------------------------------------------------------------


def _records(clusters: Sequence[_Cluster]) -> tuple[tuple[Link, ...], tuple[Actor, ...]]:
    links, story = [], []
    ids = [_identity(c) for c in clusters]
    new_id = {m.id: i for i, c in zip(ids, clusters, strict=True) for m in c.members}
    countries = {m.country: new_id[m.id] for c in clusters for m in c.members if m.type == "country" and m.country}
    for identity, cluster in zip(ids, clusters, strict=True):
        story.append(_story_actor(identity, cluster, new_id, countries))
        for actor in cluster.members:
            method, score, evidence = cluster.how[actor.id]
            links.append(link("actor", actor.id, identity, method, score, name=actor.name, by=evidence))
    width = {a.id: len({m.article for m in c.members}) for a, c in zip(story, clusters, strict=True)}
    links.sort(key=lambda x: (x.left, x.right))
    return tuple(links), tuple(sorted(story, key=lambda a: (-width[a.id], a.name, a.id)))


def _identity(cluster: _Cluster) -> str:
    """The story actor's id: from its name, and from its first article's actor where the name is not enough."""
    first = min(m.id for m in cluster.members)
    return make_id("ac", "story", first)


def _story_actor(
    identity: str, cluster: _Cluster, new_id: Mapping[str, str], country_ids: Mapping[str, str]
) -> Actor:  # fmt: skip
    members = sorted(cluster.members, key=lambda m: (not m.names, m.article or "", m.id))
    names = Counter(m.name for m in members if m.names)
    name = _shown(names) if names else members[0].name
    types = Counter(m.type for m in members)
    countries = Counter(m.country for m in members if m.country)
    genders = Counter(m.gender for m in members if m.gender)
    speaks_for = Counter(new_id[m.of] for m in members if m.of and m.of in new_id)
    for member in members:  # an office that speaks for a country which only other articles name
        home = country_ids.get(member.country or "")
        if home and any(r.title in _speaking() and r.held for r in member.roles):
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
