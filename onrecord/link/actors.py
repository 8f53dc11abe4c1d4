"""Actors of articles -> actors of the story: one for each person, body, country and group across all articles.

Blocks share a key (surname as it sounds, country code, a body's name or initials); within a block full names come
first, then names of one word, which join only where nothing speaks against it and one candidate clearly leads. Two
people of one article stay two. From: issue 2, part 6 and issue 4; merges in 300 articles read by hand: docs/actors.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from onrecord.link.clusters import Around, Cluster, make_records, speaking
from onrecord.link.corrections import correct_groups
from onrecord.link.names import fold, name_parts, sounds
from onrecord.link.persons import Known, Pile, is_told_apart, known_of, may_share_name, read_pile, role_keys
from onrecord.records import Actor, ActorType, Link, link, make_id

# Of several bearers of a surname, one alone is meant by it only if named in at least so many times the articles of each
# other. With 2, two articles of 300 (BASIL) took George W. Bush for Jeb Bush; with 4 none.
_LEAD = 4
_TYPES: dict[str, str] = {"country": "country", "government": "body", "office": "body", "organisation": "body"}


def link_actors(
    actors: Sequence[Actor], known: Sequence[Actor] = (), human: Sequence[Link] = (),
    stories: Mapping[str, str] | None = None, around: Around | None = None,
) -> tuple[tuple[Link, ...], tuple[Actor, ...]]:  # fmt: skip
    """Links from each article's actor to the story's, and the story's actors, most widely seen first.

    ``known`` are actors that the user gave: a name or alias of theirs gives identifier, type and country, and all that
    have one are one. ``human`` are a person's links (`onrecord.link.corrections`); those of other kinds are left alone.
    ``stories`` (article -> story) tell within which articles an office without a name is somebody's; None: all.
    ``around`` is what is known of actors that are not given, where ``actors`` are all that have some of their `keys`.
    Misses a person who changes surname, and keeps apart what only context could join.
    """
    named = [a for a in actors if a.names]
    persons = [a for a in named if a.type == "person"]
    clusters = _others([a for a in named if a.type != "person"])
    clusters += _persons(persons, around.pile if around else read_pile(persons))
    clusters += _unnamed([a for a in actors if not a.names], clusters, stories or {})
    clusters = _name_known(clusters, known)
    clusters = _corrected(clusters, human)
    return make_records(clusters, around)


def keys(actor: Actor) -> tuple[str, ...]:
    """The blocking keys of an article's actor: actors that share none are not one by name; none if it has no name.

    A person's surname as it sounds; else a country's code, or kind and name; of a body also its initials.
    """
    if not actor.names:
        return ()
    if actor.type == "person":
        return (person_key(sounds(name_parts(actor.name)[0][-1])),)
    letters = [fold(actor.name)] if _is_short(actor) else [_letters(actor)]
    return (_key(actor, {})[0], *(f"initials:{some}" for some in letters if some))


def person_key(surname: str) -> str:
    """The key of persons with a surname, given as it sounds."""
    return f"person:{surname}"


def known_keys(known: Actor) -> set[str]:
    """The keys under which actors may stand that a user's actor has the name of."""
    made = {f"country:{known.country}"}
    for name in (known.name, *known.names):
        kinds: tuple[ActorType, ...] = ("person", "government", "country", "group", "unknown")
        for kind in kinds:
            made.update(keys(Actor("", name, kind, (name,))))
    return made


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


# --- countries, bodies, groups -------------------------------------------------------------------


def _others(actors: Sequence[Actor]) -> list[Cluster]:
    """Clusters of what are no persons: by country code, or by name and initials."""
    clusters: dict[str, Cluster] = {}
    by_initials = _initials(actors)
    for actor in actors:
        key, method = _key(actor, by_initials)
        clusters.setdefault(key, Cluster()).add(actor, method, 1.0 if method != "initials" else 0.9, key)
    return list(clusters.values())


def _key(actor: Actor, by_initials: Mapping[str, str]) -> tuple[str, str]:
    """The key that actors of one country, body or group share, and how it was found."""
    if actor.type == "country" and actor.country:
        return f"country:{actor.country}", "country"
    name = _bare(actor.name)
    kind = _TYPES.get(actor.type, actor.type)
    if kind == "body" and name in by_initials:
        return f"body:{by_initials[name]}", "initials"
    return f"{kind}:{name}", "name"


def _initials(actors: Sequence[Actor]) -> dict[str, str]:
    """For each short name the one long name of the pile whose initials it is; left out where two could be meant."""
    short = {fold(a.name) for a in actors if _is_short(a)}
    longer: dict[str, set[str]] = defaultdict(set)
    for actor in actors:
        if (letters := _letters(actor)) in short:
            longer[letters].add(_bare(actor.name))
    return {letters: min(names) for letters, names in longer.items() if len(names) == 1}


def _is_short(actor: Actor) -> bool:
    """Whether a name may be initials."""
    return 2 <= len(fold(actor.name)) <= 6 and actor.name.replace(".", "").isupper()


def _letters(actor: Actor) -> str:
    """The initials of a body's name of two words and more, "" for others."""
    words = _bare(actor.name).split()
    if len(words) < 2 or _TYPES.get(actor.type) != "body":
        return ""
    return "".join(w[0] for w in words if w not in ("of", "the", "for", "and", "in", "on", "&"))


def _bare(name: str) -> str:
    """A name as it is compared, without its article."""
    return re.sub(r"^(?:the|a|an) ", "", fold(name))


# --- persons -------------------------------------------------------------------------------------


def _persons(actors: Sequence[Actor], pile: Pile) -> list[Cluster]:
    """Clusters of persons: full names first, then single names by gender, role and company."""
    full = [a for a in actors if len(name_parts(a.name)[0]) > 1]
    single = [a for a in actors if len(name_parts(a.name)[0]) == 1]
    clusters: list[Cluster] = []
    by_surname: dict[str, list[int]] = defaultdict(list)
    for actor in sorted(full, key=lambda a: (-len(a.name.split()), -len(a.names), a.name, a.id)):
        surname = sounds(name_parts(actor.name)[0][-1])
        seen = known_of(actor, pile.company[actor.article or ""] - {surname})
        same = [k for k in by_surname[surname] if _is_same_person(clusters[k], actor, seen, pile)]
        match = min(same, key=lambda k: (not clusters[k].seen.keys & seen.keys, not _has_first(clusters[k], actor), k),
                    default=None)  # fmt: skip
        if match is None:
            match = len(clusters)
            clusters.append(Cluster())
            by_surname[surname].append(match)
        first = clusters[match].members[0].name if clusters[match].members else actor.name
        clusters[match].add(actor, "full name", 1.0 if fold(first) == fold(actor.name) else 0.95, first)
        clusters[match].seen.add(seen)
    _join_singles(clusters, by_surname, single, pile.company)
    return clusters


def _is_same_person(cluster: Cluster, actor: Actor, seen: Known, pile: Pile) -> bool:
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


def _has_first(cluster: Cluster, actor: Actor) -> bool:
    """Whether the first name of an actor is, by its sound, one that a cluster's members have."""
    first = sounds(name_parts(actor.name)[0][0])
    return any(sounds(name_parts(name)[0][0]) == first for name in cluster.names)


def _join_singles(
    clusters: list[Cluster],
    by_surname: Mapping[str, Sequence[int]],
    single: Sequence[Actor],
    company: Mapping[str, set[str]],
) -> None:
    """Puts actors with one name to the person of that surname whose articles are most like theirs."""
    alone: dict[str, Cluster] = {}
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
            alone.setdefault(f"{sounds(word)}:{actor.gender}", Cluster()).add(actor, "single name", 0.8, actor.name)
    clusters += alone.values()


def _may_be(cluster: Cluster, actor: Actor) -> bool:
    """Whether a person named by surname only may be a cluster's: gender, country, not beside them in one article."""
    if (actor.article or "") in cluster.seen.articles:
        return False
    genders = cluster.genders
    if actor.gender and genders and genders[actor.gender] * 3 < sum(genders.values()):
        return False
    return not (actor.country and cluster.countries and actor.country not in cluster.countries)


def _choose(
    clusters: Sequence[Cluster], bearers: Sequence[int], actor: Actor, near: set[str]
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


def _alone(actor: Actor) -> Cluster:
    cluster = Cluster()
    cluster.add(actor, "own", 1.0, actor.name)
    return cluster


def _unnamed(actors: Sequence[Actor], clusters: Sequence[Cluster], stories: Mapping[str, str]) -> list[Cluster]:
    """Clusters of their own for persons without a name, but for an office that one named person of the story bears.

    "The Polish prime minister" is Donald Tusk where the story's articles name nobody else as one.
    """
    bearers: dict[tuple[str, str], dict[int, list[Actor]]] = defaultdict(dict)
    for k, cluster in enumerate(clusters):
        for story, title, members in _offices(cluster, stories) if actors else ():
            bearers[story, title][k] = members
    alone = []
    for actor in actors:
        story = stories.get(actor.article or "", "")
        titles = sorted({r.title for r in actor.roles if r.held and actor.country})
        found = {k: members for title in titles for k, members in bearers.get((story, title), {}).items()}
        homes = {k: {m.country for m in members if m.country} for k, members in found.items()}
        fits = [k for k, some in homes.items() if not some or actor.country in some]
        if len(fits) == 1 and actor.country in homes[fits[0]]:
            fullest = min(found[fits[0]], key=lambda m: (-len(m.name.split()), m.name))
            clusters[fits[0]].add(actor, "office", 0.8, fullest.name)
        else:
            alone.append(_alone(actor))
    return alone


def _offices(cluster: Cluster, stories: Mapping[str, str]) -> Iterator[tuple[str, str, list[Actor]]]:
    """The offices that a person bears in each story and that speak for a country, with its actors there."""
    if cluster.members[0].type != "person":
        return
    there: dict[str, list[Actor]] = defaultdict(list)
    held: set[tuple[str, str]] = set()
    for member in cluster.members:
        story = stories.get(member.article or "", "")
        there[story].append(member)
        held.update((story, role.title) for role in member.roles if role.held and role.title in speaking())
    yield from ((story, title, there[story]) for story, title in sorted(held))


def link_offices(
    actors: Sequence[Actor], stories: Mapping[str, str], around: Around
) -> tuple[tuple[Link, ...], tuple[Actor, ...]]:
    """As `link_actors`, for the actors without a name among all those of some stories; the others are linked."""
    groups: dict[str, Cluster] = defaultdict(Cluster)
    for actor in actors:
        if actor.names and actor.id in around.linked:
            groups[around.linked[actor.id]].add(actor, "", 0.0, "")
    unnamed = {a.id: a for a in actors if not a.names}
    alone, story = make_records(_unnamed(list(unnamed.values()), list(groups.values()), stories), around)
    joined = (
        link("actor", member, identity, *how[:2], name=unnamed[member].name, by=how[2])
        for identity, cluster in groups.items() for member, how in cluster.how.items() if member in unnamed
    )  # fmt: skip
    return (*alone, *joined), story


# --- what people say -----------------------------------------------------------------------------


def _name_known(clusters: list[Cluster], known: Sequence[Actor]) -> list[Cluster]:
    """The clusters, those with the name of one actor of the user's list together under it.

    One word of a longer name says nothing: "Trump" in the list does not take Melania Trump, who is called so too.
    """
    table: dict[str, list[Actor]] = defaultdict(list)
    for actor in known:
        for name in dict.fromkeys(map(fold, (actor.name, *actor.names))):
            table[name].append(actor)
    if not table:
        return clusters
    kept: list[Cluster] = []
    first: dict[str, Cluster] = {}
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


def _fits(known: Actor, cluster: Cluster) -> bool:
    """Whether a user's actor and a cluster are of one kind."""
    kinds = {m.type for m in cluster.members}
    person = "person" in kinds
    return known.type == "unknown" or (known.type == "person") == person


def _corrected(clusters: list[Cluster], human: Sequence[Link]) -> list[Cluster]:
    """The clusters after a person's links: actors of articles taken apart, clusters put together, and named."""
    if not human:
        return clusters
    corrected = correct_groups([c.members for c in clusters], human)
    home = {m.id: c for c in clusters for m in c.members}
    made = []
    for members in corrected.groups:
        cluster = Cluster(known=next((k for m in members if (k := home[m.id].known)), None))
        for member in members:
            how = (
                ("correction", 1.0, members[0].name) if member.id in corrected.moved else home[member.id].how[member.id]
            )
            cluster.add(member, *how)
        cluster.named = next((corrected.names[m.id] for m in members if m.id in corrected.names), "")
        made.append(cluster)
    return made
