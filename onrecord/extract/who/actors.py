"""Resolved mentions and entities as records: mentions in text order, actors in the order of their first mention."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.mentions import Found, head_token
from onrecord.extract.who.antecedents import Discourse
from onrecord.extract.who.lists import members
from onrecord.extract.who.names import Entity
from onrecord.extract.who.places import country_name
from onrecord.extract.who.roles import office, words
from onrecord.extract.who.spelling import surname_of
from onrecord.records import Actor, Analysis, Mention, Role, make_id


def actor_records(analysis: Analysis, d: Discourse) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
    """Mentions and actors; a person without a name is an actor only if something speaks or points back."""
    article = analysis.article.id
    ids = [_identity(article, analysis, e, d.found) for e in d.entities]
    for e, entity in enumerate(d.entities):
        if entity.key.startswith("together:"):  # the id that those have who are named as one source
            ids[e] = make_id("ac", article, "together", *sorted(ids[int(m)] for m in entity.key[9:].split(",")))
    mentions: list[Mention] = []
    used: set[int] = set()
    for k, f in enumerate(d.found):
        e = d.names.of_mention[k]
        if e >= 0 and not (d.entities[e].mentions):
            e = -1
        if e < 0 and f.form != "pronoun" and f.head not in d.sources and not f.candidates:
            continue
        if e < 0 and f.form == "pronoun" and not f.candidates and f.head not in d.sources:
            continue
        span = analysis.token_span(f.first, f.last)
        candidates = tuple(ids[c] for c in f.candidates)
        used.update([e] if e >= 0 else [], f.candidates)
        how = d.names.how[k] or ("unresolved" if e < 0 else "")
        mentions.append(
            Mention(
                make_id("mn", article, span.start, span.end), span, f.form, ids[e] if e >= 0 else None, how, candidates
            )
        )
    mentions, together = _with_coordinated(analysis, d, mentions)
    actors = tuple(_actor(article, ids, e, d) for e in sorted(used, key=lambda e: min(d.entities[e].mentions)))
    known = {actor.id for actor in actors}
    return tuple(mentions), (*actors, *(actor for actor in together if actor.id not in known))


def _identity(article: str, analysis: Analysis, entity: Entity, found: Sequence[Found]) -> str:
    first = analysis.tokens[found[min(entity.mentions)].first].start if entity.mentions else -1
    return make_id("ac", article, entity.type, entity.key or " ".join(entity.parts), first)


def _with_coordinated(
    analysis: Analysis, d: Discourse, mentions: list[Mention]
) -> tuple[list[Mention], list[Actor]]:  # fmt: skip
    """The mentions with one for each source that names several actors, its members as candidates; and the groups that
    speak in them, where at least two members are known.
    """  # fmt: skip
    article, added, groups = analysis.article.id, [], dict[str, Actor]()
    known = {m.span.range: m for m in mentions}
    types = [d.entities[e].type if e >= 0 else "" for e in d.names.of_mention]
    for statement in d.statements:
        if len(statement.source) != 1:
            continue
        span = statement.source[0]
        indices = analysis.tokens_in(span.start, span.end)
        if head_token(analysis, indices) < 0 or not any(analysis.tokens[i].dep == "cc" for i in indices):
            continue
        listed = members(analysis, d.found, types, indices)
        if all(d.found[k].form == "pronoun" for k in listed):
            continue  # "he or she" is nobody
        spans = [analysis.token_span(d.found[k].first, d.found[k].last) for k in listed]
        if len(spans) > 1 and span.range not in known:
            ids = tuple(dict.fromkeys(i for m in spans if m.range in known and (i := known[m.range].actor)))
            name = _group_name(d, listed, span.words)
            group = Actor(make_id("ac", article, "together", *sorted(ids)), name, "group", (name,), article=article)
            if len(ids) > 1:
                groups.setdefault(group.id, group)
            mention = Mention(make_id("mn", article, span.start, span.end, "all"), span, "group",
                              group.id if len(ids) > 1 else None, "coordinated", ids)  # fmt: skip
            known[span.range] = mention
            added.append(mention)
    return sorted([*mentions, *added], key=lambda m: (m.span.start, -m.span.end)), list(groups.values())


def _group_name(d: Discourse, listed: Sequence[int], said: str) -> str:
    """What those named together are called: the words without "both"; for a pronoun among them all their names."""
    entities = [d.names.of_mention[k] for k in listed]
    if any(d.found[k].form == "pronoun" for k in listed) and min(entities) >= 0:
        names = [_shown_name(d.entities[e], d) for e in entities]
        return f"{', '.join(names[:-1])} and {names[-1]}"
    words_ = " ".join(said.split()).rstrip(",").split()
    if words_[0].lower() == "neither" and "nor" in words_:
        words_[words_.index("nor")] = "and"
    first = words_[0].lower() in ("both", "neither", "either")
    last = words_[-1].lower() in ("both", "all", "each")
    return " ".join(words_[first : len(words_) - last]).rstrip(",")


def _actor(article: str, ids: Sequence[str], e: int, d: Discourse) -> Actor:
    entity = d.entities[e]
    name = _shown_name(entity, d)
    roles = _roles(entity)
    country = entity.country or next((r.country for r, _ in entity.roles if r.country), None)
    return Actor(ids[e], name, entity.type, tuple(sorted(entity.names)), roles, country, article,
                 _speaks_for(entity, ids, d), entity.gender)  # fmt: skip


def _shown_name(entity: Entity, d: Discourse) -> str:
    if entity.key.startswith("country:"):
        return country_name(entity.key[8:]) or min(entity.names)
    if entity.key.startswith("body:"):
        return entity.key[5:]
    if not entity.names:
        nouns = [k for k in entity.mentions if d.found[k].form != "pronoun"]
        f = d.found[min(nouns or entity.mentions)]
        if (whose := _whose(d, f)) and f.first < f.head:
            return f"{whose}'s {d.analysis.token_span(f.first + 1, f.last).words}"
        first = f.first + (d.tokens[f.first].tag == "DT" and f.kind != "part")
        return d.analysis.token_span(min(first, f.head), f.last).words
    return min(entity.names, key=lambda n: (-len(n.split()), -entity.names[n], n))


def _whose(d: Discourse, f: Found) -> str:
    """The surname of whom "his" in "his advisers" means, "" if that is nobody with a name."""
    k = d.by_head.get(f.first, -1)
    e = d.names.of_mention[k] if k >= 0 and d.tokens[f.first].tag == "PRP$" else -1
    if e < 0 or d.entities[e].type != "person" or not d.entities[e].named:
        return ""
    return surname_of(max(d.entities[e].names, key=lambda n: (len(n.split()), n)))


def _roles(entity: Entity) -> tuple[Role, ...]:
    """The roles that the article states, each once, with its first evidence."""
    roles: dict[tuple[str, str | None, str], Role] = {}
    for phrase, span in entity.roles:
        roles.setdefault((phrase.title, phrase.of, phrase.time), Role(phrase.title, phrase.of, span, phrase.time))
    return tuple(roles.values())


def _speaks_for(entity: Entity, ids: Sequence[str], d: Discourse) -> str | None:
    """The id of the country or body for which a person speaks by a role that the article states, if it is an actor."""
    for phrase, _ in entity.roles:
        if phrase.held and phrase.country and office(phrase.title) in words().speaks_for:
            e = d.names.by_key.get(f"country:{phrase.country}")
            if e is not None and d.entities[e].mentions:
                return ids[e]
    return None
