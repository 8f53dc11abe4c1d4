"""A person's corrections of actors: two that are one, one that is two, and what an actor is called.

Both sides of a correction are actors of articles, whose ids a rerun gives again; its evidence keeps their article and
name, so that it also holds where another state of the program reads the article otherwise. Kinds of link: "same-actor"
with score 1 (one actor, and so are all that are taken for either) or 0 (two), and "actor-name" (right: the name shown).
From: issue 4, part 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from onrecord.errors import UsageError
from onrecord.link.names import fold
from onrecord.records import Actor, Link, link

SAME, NAME = "same-actor", "actor-name"
HUMAN = "human"


class Corrected(NamedTuple):
    """Groups of articles' actors that are one; ids of those that a person moved; names given, by an actor's id."""

    groups: list[list[Actor]]
    moved: frozenset[str]
    names: Mapping[str, str]


# --- making them ---------------------------------------------------------------------------------


def same_actor(one: Actor, other: Actor, same: bool) -> Link:
    """The correction that two actors of articles are one (with all that is taken for either), or are two.

    Of two the first leaves the actor that both were taken for. A later correction of the same two has the same id.
    """
    left, right = sorted((one, other), key=lambda actor: actor.id)
    sides = {"left_name": left.name, "right_name": right.name,
             "left_article": left.article or "", "right_article": right.article or ""}  # fmt: skip
    if not same:
        sides["leaves"] = "left" if left is one else "right"
    return link(SAME, left.id, right.id, HUMAN, 1.0 if same else 0.0, **sides)


def actor_name(actor: Actor, name: str) -> Link:
    """The correction that an actor is shown by this name."""
    return link(NAME, actor.id, name, HUMAN, 1.0, left_name=actor.name, left_article=actor.article or "")


def anchor(members: Iterable[Actor]) -> Actor:
    """The actor of an article by which a correction holds on to a story's: that with the fullest name."""
    return min(members, key=lambda m: (-len(m.name.split()), m.article or "", m.id))


def split(members: Sequence[Actor], articles: Iterable[str]) -> list[Link]:
    """The corrections that take those of some articles out of an actor, together, as one actor of their own.

    Raises: UsageError where none or all of its articles are named.
    """
    chosen = set(articles)
    out = [m for m in members if m.article in chosen]
    rest = [m for m in members if m.article not in chosen]
    if not out or not rest:
        raise UsageError("name some of the actor's articles, and not all of them: the actor of those becomes another")
    first = anchor(out)
    together = [same_actor(first, m, same=True) for m in out if m is not first]
    return [same_actor(first, anchor(rest), same=False), *together]


# --- applying them -------------------------------------------------------------------------------


def correct_groups(groups: Sequence[Sequence[Actor]], human: Sequence[Link]) -> Corrected:
    """The groups after a person's links: first what is two is taken apart, then what is one is put together.

    Who is taken out of a group leaves with those of it that a person says are the same.
    """
    held = Held(member for group in groups for member in group)
    made = [list(group) for group in groups]
    home = {member.id: made[k] for k, group in enumerate(groups) for member in group}
    pairs = [(h, *held.sides(h)) for h in human if h.kind == SAME and h.method == HUMAN]
    same = [(one, other) for h, one, other in pairs if h.score > 0 and one and other]
    moved: set[str] = set()
    for h, one, other in pairs:
        if h.score > 0 or not one or not other or home[one.id] is not home[other.id]:
            continue
        if dict(h.evidence).get("leaves") == "right":
            one, other = other, one
        out = _with(one, home[one.id], same, other)
        if out:
            moved.update(m.id for m in out)
            _move(out, home, made)
    for one, other in same:
        if home[one.id] is not home[other.id]:
            smaller, larger = sorted((home[one.id], home[other.id]), key=len)
            moved.update(m.id for m in smaller)
            _join(smaller, larger, home)
    names = {}
    for h in human:
        if h.kind == NAME and h.method == HUMAN and (actor := held.sides(h)[0]):
            names[actor.id] = h.right
    return Corrected([group for group in made if group], frozenset(moved), names)


def lost_corrections(actors: Iterable[Actor], human: Iterable[Link]) -> list[Link]:
    """A person's links of these kinds of which a side is no longer among the actors: they change nothing for now."""
    held = Held(actors)
    lost = []
    for h in human:
        if h.method == HUMAN and h.kind in (SAME, NAME):
            one, other = held.sides(h)
            if not one or (h.kind == SAME and not other):
                lost.append(h)
    return lost


class Held:
    """Actors of articles by id, and by article and name for ids that are no more."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._by_id: dict[str, Actor] = {}
        self._named: dict[tuple[str, str], list[Actor]] = defaultdict(list)
        for actor in actors:
            self._by_id[actor.id] = actor
            for name in {fold(name) for name in (actor.name, *actor.names)}:
                self._named[actor.article or "", name].append(actor)

    def sides(self, correction: Link) -> tuple[Actor | None, Actor | None]:
        """The actors that a correction is about, each None where there is none or it could be several."""
        values = dict(correction.evidence)
        one = self._find(correction.left, values.get("left_article"), values.get("left_name"))
        return one, self._find(correction.right, values.get("right_article"), values.get("right_name"))

    def _find(self, identity: str, article: object, name: object) -> Actor | None:
        known = self._by_id.get(identity)
        called = self._named.get((str(article or ""), fold(str(name or ""))), [])
        return known or (called[0] if len(called) == 1 else None)


def _with(one: Actor, group: Sequence[Actor], same: Sequence[tuple[Actor, Actor]], not_with: Actor) -> list[Actor]:
    """An actor and those of its group that a person says are the same; none where ``not_with`` would be among them."""
    reached = {one.id}
    for _ in same:
        more = {x.id for pair in same if reached & {p.id for p in pair} for x in pair} - reached
        if not more:
            break
        reached |= more
    return [] if not_with.id in reached else [m for m in group if m.id in reached]


def _move(out: Sequence[Actor], home: dict[str, list[Actor]], made: list[list[Actor]]) -> None:
    group, ids = home[out[0].id], {m.id for m in out}
    group[:] = [m for m in group if m.id not in ids]
    made.append(list(out))
    for member in out:
        home[member.id] = made[-1]


def _join(smaller: list[Actor], larger: list[Actor], home: dict[str, list[Actor]]) -> None:
    larger.extend(smaller)
    for member in smaller:
        home[member.id] = larger
    smaller.clear()
