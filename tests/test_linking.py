"""All linkers over articles that come in one by one: what they find is what they find in all at once."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest

from onrecord import additions, engine, linking, neighbours
from onrecord.link.corrections import same_actor
from onrecord.records import Article, Findings, Link, Source, link, make_id
from onrecord.store import Store
from onrecord.store.store import ONE_RIGHT

TOWNS = ("Arlen", "Brinmouth", "Castor", "Dunholm")
LEADERS = ("Prime Minister Ola Nordmann of Norway", "Norwegian Prime Minister Kari Holt", "President Ida Lee")
LOCALS = (
    "Ann Lee",
    "Bob Lee",
    "Mayor Eva Marsh",
    "Eva Marsh",
    "Evelyn Marsh",
    "Jon Farrow",
    "Tom Ashby Jr.",
    "Tom Ashby",
)
BODIES = ("the National Relief Fund", "NRF", "the Harbour Council", "Norway")
SAID = (
    "the old harbour wall cannot be saved and nobody should pretend otherwise",
    "the old harbour wall cannot be saved",
    "not one crown of public money went into the failed ferry company",
    "not one euro of public money went into the failed ferry company",
    "thank you",
)


def text(rng: random.Random, town: str) -> str:
    """A report: who said what, who stands where, what happened, what a body did; a surname alone, an office alone."""
    first, second = rng.sample(LOCALS, 2)
    body, leader, day = rng.choice(BODIES), LEADERS[TOWNS.index(town) % 3], rng.choice(("Monday", "Tuesday"))
    parts = [
        f"{first} met {leader} in {town} on {day}.",
        f"“{rng.choice(SAID).capitalize()},” {first} said.",
        f"{second.split()[-1]} opposes the ferry tax. {second} supports a new bridge at {town}.",
        f"{rng.choice((12, 15))} workers were hurt in {town} on {day}, {body} said.",
        f"The Norwegian prime minister said: “{rng.choice(SAID).capitalize()}.”",
        f"{leader.split()[-1]} would pay for the {town} bridge if {body} agrees.",
        f"Police closed the road to {town} harbour on {day} after the ferry sank off {town}.",
    ]
    return " ".join([parts[0], *rng.sample(parts[1:], rng.randrange(3, len(parts)))])


@cache
def pile(seed: int, count: int = 26) -> tuple[Findings, ...]:
    """What is found in reports of four stories by four outlets, some of them printed again with an added sentence."""
    rng = random.Random(seed)
    texts: list[tuple[str, str]] = []
    for n in range(count):
        town = rng.choice(TOWNS)
        old = [made for made in texts if made[0] == town]
        if old and rng.random() < 0.25:
            texts.append((town, f"{rng.choice(old)[1]} The {town} council meets again in week {n}."))
        else:
            texts.append((town, text(rng, town)))
    found = []
    for n, (town, words) in enumerate(texts):
        outlet, day = f"outlet {rng.randrange(4)}", f"2025-0{1 + TOWNS.index(town)}-1{rng.randrange(3)}"
        id = make_id("ar", seed, n, words)
        found.append(engine.find(Article(id, Source("so" + id, id, "", 0, "text/plain"), words, None, outlet, day)))
    return tuple(found)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores of a few articles are treated as large ones."""
    for module in (additions, linking):
        monkeypatch.setattr(module, "ONE_BY_ONE", 2)
    monkeypatch.setattr(linking, "_MOST_SHARE", 1.0)


def linked(store: Store, found: Iterable[Findings], known: Iterable[Any] = ()) -> None:
    """The store with these findings, linked as far as they are not."""
    with store.transaction():
        for findings in found:
            store.replace_findings(findings)
        linking.link_store(store, list(store.all_findings()), list(known), "x")


def rows(store: Store) -> Counter[Any]:
    """Everything that links say, without places and the ids of stories, which depend on what came first."""
    links, groups = store.links(), defaultdict(set)
    for x in links:
        if x.kind in ONE_RIGHT:
            groups[x.kind, x.right].add(x.left)
    names = {right: (kind, *sorted(members)) for (kind, right), members in groups.items()}
    found: Counter[Any] = Counter()
    for x in links:
        found[x.kind, x.left, names.get(x.right, x.right), x.method, x.score, x.evidence] += 1
    for a in store.actors():
        found[names[a.id], a.name, a.type, a.names, a.roles, a.country, names.get(a.of or "", a.of), a.gender] += 1
    for issue in store.issues():
        found[names[issue.id], issue.label, issue.terms, issue.positions] += 1
    return found


@pytest.mark.parametrize("seed", range(5))
def test_one_by_one_in_any_order_the_links_are_those_of_all_at_once(seed: int) -> None:
    found = list(pile(seed))
    together = Store.open(":memory:")
    linked(together, found)
    random.Random(seed).shuffle(found)
    store = Store.open(":memory:")
    linked(store, found[:4])
    for one in found[4:]:
        linked(store, [one])
    assert rows(store) == rows(together)
    kinds = {x.kind for x in together.links()}
    assert kinds >= {"actor", "copy", "difference", "event", "issue", "same", "story"}
    methods = {"full name", "initials", "single name"} | ({"office"} if seed in (0, 2) else set())
    assert {x.method for x in together.links("actor")} >= methods
    before = list(store.content())
    linked(store, [])
    assert list(store.content()) == before
    many = Store.open(":memory:")  # several at once
    linked(many, found[:9])
    linked(many, found[9:])
    assert rows(many) == rows(together)


def test_what_is_far_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(pile(1))
    store = Store.open(":memory:")
    linked(store, found[:-1])
    store.replace_findings(found[-1])
    read: list[str] = []
    original = Store.all_findings

    def counting(self: Store, articles: Any = None) -> Iterator[Findings]:
        read.extend(articles)
        return original(self, articles)

    monkeypatch.setattr(Store, "all_findings", counting)
    for name in ("articles", "statements", "issues", "links"):
        monkeypatch.setattr(Store, name, lambda *_: pytest.fail("all were read"))
    linking.link_added(store, [found[-1]])
    assert 0 < len(read) < len(found) / 2


def actor_of(store: Store, name: str) -> set[str]:
    return {x.right for x in store.links("actor") if dict(x.evidence)["name"] == name}


def test_a_name_that_very_many_bear_joins_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST_BEARERS", 3)
    monkeypatch.setattr(neighbours, "MOST_OTHERS", 3)
    found = list(pile(2))
    store = Store.open(":memory:")
    linked(store, found[:20])
    before = {x.left: x.right for x in store.links("actor")}
    for one in found[20:]:
        linked(store, [one])
    after = {x.left: x.right for x in store.links("actor")}
    ids = {a.id for a in store.actors()}
    assert set(after.values()) <= ids
    assert len(actor_of(store, "Norway")) == 1
    kept = sum(after[id] == right for id, right in before.items())
    assert kept > len(before) * 0.9
    assert set(after) == {a.id for f in found for a in f.actors}


def test_a_persons_links_are_kept_and_what_they_say_of_actors_is_linked_anew() -> None:
    found = list(pile(3))
    store = Store.open(":memory:")
    linked(store, found[:15])
    one, other = (next(a for f in found for a in f.actors if a.name == name) for name in ("Ann Lee", "Bob Lee"))
    assert actor_of(store, one.name).isdisjoint(actor_of(store, other.name))
    store.correct(same_actor(one, other, same=True))
    told = next(x for x in store.links("same") if x.score > 0)
    store.correct(link("same", told.left, told.right, "human", 0.0))  # these two are not the same
    for k in (15, 16, 17):
        linked(store, [found[k]])
        assert len(actor_of(store, one.name) & actor_of(store, other.name)) == 1
        assert [x for x in store.links("same") if {x.left, x.right} == {told.left, told.right}] == [
            link("same", told.left, told.right, "human", 0.0)
        ]


def test_known_actors_are_known_to_what_comes_in() -> None:
    from onrecord.link.actors import known_actors

    known = known_actors([{"name": "Evelyn Marsh", "aliases": "Eva Marsh", "type": "person", "identifier": "Q7"}])
    found = list(pile(4))
    store, together = Store.open(":memory:"), Store.open(":memory:")
    linked(together, found, known)
    linked(store, found[:10], known)
    for one in found[10:]:
        linked(store, [one], known)
    assert [a.identifier for a in store.actors() if a.identifier] == ["Q7"]
    assert rows(store) == rows(together)


def story_links(links: Iterable[Link]) -> dict[str, str]:
    return {x.left: x.right for x in links if x.kind == "story"}


def test_an_article_put_into_a_story_by_hand_takes_its_events_along() -> None:
    found = list(pile(0))
    store = Store.open(":memory:")
    linked(store, found[:20])
    stories = story_links(store.links())
    moved = found[0].article.id
    other = next(right for right in stories.values() if right != stories[moved])
    store.correct(link("story", moved, other, "human", 1.0))
    for one in found[20:]:
        linked(store, [one])
    together = Store.open(":memory:")
    together.correct(link("story", moved, other, "human", 1.0))
    linked(together, found)
    assert story_links(store.links())[moved] == story_links(together.links())[moved] == other
