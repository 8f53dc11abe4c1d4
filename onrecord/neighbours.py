"""Actors and the same statements kept up while a store grows: an added article changes what shares keys with it only.

The linkers are those of a whole collection (`link_actors`, `link_quotations`); here they are given the block of records
that share keys with those of the added articles. Of a key of very many records only the latest are looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import product
from typing import NamedTuple

from onrecord.link import actors as who
from onrecord.link import quotations
from onrecord.link.changes import Said
from onrecord.link.clusters import Around, speaks
from onrecord.link.persons import Pile, fewest_common, read_pile
from onrecord.link.quotations import SHORT_WORDS, link_quotations, read_said
from onrecord.records import Actor, Article, Findings, Link, Statement, link
from onrecord.store import Store
from onrecord.text import overlap

# Of one key of persons, and of bodies and others: one of more is not grouped anew, an added actor joins what is there.
MOST_BEARERS, MOST_OTHERS = 200, 50
MOST_SAYING = 300  # statements of one key; of more it is a formula
_ROUNDS = 3  # in which articles with the very same statements are compared anew


def record_keys(found: Findings) -> list[tuple[int, int]]:
    """The keys of an article's actors and statements (`Filed.records`), and which of them each is of."""
    places: dict[str, int] = {}  # as the store has them: of two actors of one id the first
    for n, actor in enumerate(found.actors):
        places.setdefault(actor.id, n)
    keys = [(_key(key, 0), places[actor.id]) for actor in found.actors for key in who.keys(actor)]
    place: dict[str, int] = {}
    for n, statement in enumerate(found.statements):
        place.setdefault(statement.id, n)
    for said in read_said(found.statements, [found.article]):
        keys += ((_key(key, 1), _place(place[said.statement.id], said)) for key in quotations.keys(said))
    return keys


def _key(words: str, kind: int) -> int:
    digest = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return int.from_bytes(digest, "big") << 1 | kind


def _place(number: int, said: Said) -> int:
    """The number of a statement in its article, and whether it is short."""
    return number << 1 | (len(said.wording.words) <= SHORT_WORDS)


# --- actors ----------------------------------------------------------------------------------------------------------


class _Block(NamedTuple):
    """The actors that share keys with those of added articles, by id; of ``many`` keys there are more in the store."""

    members: dict[str, Actor]
    around: Around
    many: frozenset[str]


def add_actors(store: Store, added: Sequence[Findings], known: Sequence[Actor]) -> set[str]:
    """Links the actors of articles that are filed already with those of the same names; an office without one stays.

    What comes back are other articles of which actors are grouped otherwise now.
    """
    block = _read_block(store, added, known)
    links, actors = who.link_actors(list(block.members.values()), known, around=block.around)
    many = {x.right for x in links if block.many & set(who.keys(block.members[x.left]))}
    old = {id: right for id, right in block.around.linked.items() if id in block.members}
    made = {x.left: x.right for x in links}
    whole = [x for x in links if x.right not in many]
    joined, own = _join_many(links, many, old)
    among = {*(x.left for x in whole), *(x.left for x in joined)}
    store.change_links(("actor",), among, [*whole, *joined])
    kept = {x.right for x in joined} - own
    gone = {old[x.left] for x in whole if x.left in old} - kept
    store.change_actors(gone, [a for a in actors if a.id not in many or a.id in own])
    moves = _moves(old, {id: made[id] for id in old if made[id] not in many})
    target = {one: min(parts, key=lambda new: (-len(parts[new]), new)) for one, parts in moves.items()}
    store.rename_actors({one: new for one, new in target.items() if one in gone and one != new})
    offices = [x for x in store.links_at(("actor",), gone - set(made.values())) if x.right in gone & target.keys()]
    store.change_links(("actor",), [x.left for x in offices], [_again(x, target[x.right]) for x in offices])
    for code in sorted(store.countries().keys() - block.around.countries.keys()):
        _speak_for(store, code)
    own_articles = {f.article.id for f in added}
    return {block.members[id].article or "" for id in _regrouped(moves)} - own_articles


def _speak_for(store: Store, country: str) -> None:
    """Who bears an office that speaks for a country, which an added article is the first to name, speaks for it."""
    home = store.countries()[country]
    bearers = [a for a in store.actors(country) if a.of is None and a.id != home and speaks(a.roles)]
    store.change_actors((), [replace(actor, of=home) for actor in bearers])


def _again(found: Link, right: str) -> Link:
    return link("actor", found.left, right, found.method, found.score, **dict(found.evidence))


def _moves(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """For each story actor before those that its members are of now, with these."""
    moves: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for id, right in new.items():
        moves[old[id]][right].append(id)
    return moves


def _regrouped(moves: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    """The actors of articles of which each two that were one and no longer are, or are now, hold one at least.

    Of each story actor that was parted or put together they are all but the largest part.
    """
    came: dict[str, list[list[str]]] = defaultdict(list)
    for parts in moves.values():
        for right, ids in parts.items():
            came[right].append(ids)
    for some in (*(list(parts.values()) for parts in moves.values()), *came.values()):
        for ids in sorted(some, key=lambda ids: (len(ids), ids))[:-1]:
            yield from ids


def _join_many(links: Iterable[Link], many: Collection[str], old: Mapping[str, str]) -> tuple[list[Link], set[str]]:
    """The links of added actors of which not all others are at hand: to the story actor that most of those at hand are
    of; and the ids of those that none at hand is of.
    """  # fmt: skip
    fellows: dict[str, Counter[str]] = defaultdict(Counter)
    for x in links:
        if x.right in many and x.left in old:
            fellows[x.right][old[x.left]] += 1
    joined, own = [], set()
    for x in links:
        if x.right in many and x.left not in old:
            best = fellows[x.right]
            right = min(best, key=lambda id: (-best[id], id)) if best else x.right
            joined.append(_again(x, right))
            own |= {right} if not best else set()
    return joined, own


def _read_block(store: Store, added: Sequence[Findings], known: Sequence[Actor]) -> _Block:
    """The block of the actors of added articles, with what is known of the others in its articles."""
    wanted = {key for f in added for a in f.actors for key in who.keys(a)}
    for more in map(who.known_keys, known):
        wanted |= more if wanted & more else set()
    rows, many = _bearers(store, wanted)
    members = {a.id: a for a in store.actors_at(rows)}
    articles = sorted({article for article, _ in rows})
    pile = _read_pile(store, store.persons(articles))
    beside = {a.of for a in members.values() if a.of}
    linked = store.rights("actor", [*members, *beside])
    return _Block(members, Around(pile, linked, store.countries()), many)


def _bearers(store: Store, wanted: Iterable[str]) -> tuple[set[tuple[str, int]], frozenset[str]]:
    """Where the actors with some keys stand, article and place; and the keys that more have than are given."""
    rows: set[tuple[str, int]] = set()
    many = set()
    for key in sorted(wanted):
        most = MOST_BEARERS if key.startswith(who.person_key("")) else MOST_OTHERS
        found = list(store.keys.records([_key(key, 0)], most))
        rows.update((article, n) for _, article, n in found)
        many.update([key] if len(found) > most else [])
    return rows, frozenset(many)


def _read_pile(store: Store, persons: Sequence[Actor]) -> Pile:
    """What persons show together; which surnames say little is counted in all of the store."""
    pile = read_pile(persons)
    surnames = sorted({name for beside in pile.company.values() for name in beside})
    most = fewest_common(store.keys.articles())
    spread = store.keys.spread([_key(who.person_key(name), 0) for name in surnames], most)
    return pile._replace(common=frozenset(name for name, n in zip(surnames, spread, strict=True) if n > most))


def add_offices(store: Store, articles: Collection[str], stories: Mapping[str, str]) -> list[Link]:
    """Links the actors without a name of all articles of some stories; the links that are gone or new."""
    there = store.article_actors(sorted(articles))
    every = [actor for article in sorted(there) for actor in there[article]]
    linked = store.rights("actor", [a.id for a in every])
    around = Around(read_pile(()), linked, store.countries())
    links, actors = who.link_offices(every, stories, around)
    unnamed = [a.id for a in every if not a.names]
    changed = store.change_links(("actor",), unnamed, links)
    named = {linked[a.id] for a in every if a.names and a.id in linked}
    store.change_actors({linked[id] for id in unnamed if id in linked} - named, actors)
    return changed


# --- the same statements ---------------------------------------------------------------------------------------------


def add_same(store: Store, articles: Collection[str]) -> None:
    """Links the statements of some articles, all filed, with those in other articles that are the same."""
    own = store.article_statements(sorted(articles))
    wanted = {s.id: s for some in own.values() for s in some}
    for _ in range(_ROUNDS):
        statements, texts = _read_near(store, wanted)
        more = _overtaken(store, read_said(statements, texts), wanted)
        if not more:
            break
        wanted |= {s.id: s for s in more}
    speakers = [s.speaker.actor for s in statements if s.speaker and s.speaker.actor]
    links = link_quotations(statements, texts, store.rights("actor", speakers), wanted)
    store.change_links(("same",), wanted, links, either=True)


def _read_near(store: Store, wanted: Mapping[str, Statement]) -> tuple[list[Statement], list[Article]]:
    """Some statements and those that share keys enough with one of them, and their articles."""
    texts = store.texts(sorted({s.article for s in wanted.values()}))
    filed: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for said in read_said(list(wanted.values()), texts):
        enough = len(said.wording.words) <= SHORT_WORDS
        for words in quotations.keys(said):
            filed[_key(words, 1)].append((said.statement.id, 1 + (enough or words.startswith("= "))))
    holders: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for key, other, place in store.keys.records(sorted(filed), MOST_SAYING):
        holders[key].append((other, place))
    shared: Counter[tuple[str, str, int]] = Counter()
    for key, some in holders.items():
        for (other, place), (id, weight) in product(some if len(some) <= MOST_SAYING else (), filed[key]):
            shared[id, other, place] += weight
    near = {(other, place >> 1) for (_, other, place), weight in shared.items() if weight > 1 or place & 1}
    found = {**{s.id: s for s in store.statements_at(near)}, **wanted}
    return list(found.values()), store.texts(sorted({s.article for s in found.values()}))


def _overtaken(store: Store, said: Sequence[Said], wanted: Mapping[str, Statement]) -> list[Statement]:
    """The statements that are linked and later than the very same ones among some, with those that overlap them."""
    first: dict[tuple[str, ...], tuple[int, int]] = {}
    for one in said:
        if one.statement.id in wanted:
            first[one.wording.words] = min(one.order, first.get(one.wording.words, one.order))
    later = {one.statement.id: one.statement for one in said
             if one.order > first.get(one.wording.words, one.order) and one.statement.id not in wanted}  # fmt: skip
    linked = {id for x in store.links_at(("same",), later) for id in (x.left, x.right) if id in later}
    found = store.article_statements(sorted({later[id].article for id in linked}))
    return [s for some in found.values() for s in some
            if any(_overlap(s, later[id]) for id in linked if later[id].article == s.article)]  # fmt: skip


def _overlap(one: Statement, other: Statement) -> bool:
    return any(overlap(a.range, b.range) for a in one.content for b in other.content)
