"""Articles added to a store: their links are those that the whole collection would have."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from seeded_archive import archive, article, prose

from onrecord import additions, engine, linking
from onrecord.link.copies import find_copies, link_copies
from onrecord.link.stories import link_stories
from onrecord.records import Article, Findings, Link, link
from onrecord.store import Store


def fill(store: Store, found: Iterable[Findings]) -> None:
    for findings in found:
        store.replace_findings(findings)


def relinked(store: Store, found: Sequence[Findings]) -> list[Link]:
    """The links of copies, passages and stories of a store after its links were brought up to what was found."""
    with store.transaction():
        for gone in store.marks().keys() - {f.article.id for f in found}:
            store.remove_article(gone)
        fill(store, found)
        linking.link_store(store, found, (), "x")
    return store.links_of(("copy", "passage", "story"))


def by_id(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda x: x.id)


def whole(found: Sequence[Findings]) -> list[Link]:
    return list(link_copies([f.article for f in found], {f.article.id: f.removed for f in found}))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores of a few articles are treated as large ones."""
    monkeypatch.setattr(additions, "ONE_BY_ONE", 2)
    monkeypatch.setattr(linking, "ONE_BY_ONE", 2)
    monkeypatch.setattr(linking, "_MOST_SHARE", 1.0)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(8))
def test_one_by_one_the_copies_and_passages_are_those_of_the_whole(seed: int) -> None:
    found = archive(seed)
    store = Store.open(":memory:")
    for upto in range(20, len(found) + 1):
        links = relinked(store, found[:upto])
    assert by_id(x for x in links if x.kind != "story") == by_id(whole(found))
    assert {x.kind for x in whole(found)} == {"copy", "passage"}
    standing = {key << 1 for key in additions.standing_keys(
        find_copies([f.article for f in found], {f.article.id: f.removed for f in found}).standing)}  # fmt: skip
    assert set(store.keys.standing(standing)) == standing


@pytest.mark.usefixtures("small")
def test_two_reports_that_become_one_by_a_copy_of_both() -> None:
    """Three articles make a paragraph standing text of the outlet's four reports, until two of them prove to be one."""
    rng = random.Random(3)
    paragraph, head, middle, tail = prose(rng, 40), prose(rng, 60), prose(rng, 160), prose(rng, 60)
    texts = [f"{head} {middle} {paragraph}", f"{middle} {tail} {paragraph} {prose(rng, 120)}"]
    texts += [f"{prose(rng, 150)} {paragraph}" for _ in range(2)]
    bridge = f"{head} {middle} {tail} {paragraph}"
    found = [Findings(article(text, "Post", f"2025-02-0{n + 1}")) for n, text in enumerate([*texts, bridge])]
    store = Store.open(":memory:")
    before = relinked(store, found[:-1])
    after = relinked(store, found)
    assert by_id(x for x in before if x.kind != "story") == by_id(whole(found[:-1]))
    assert by_id(x for x in after if x.kind != "story") == by_id(whole(found))
    changed = {x.id for x in before if x.kind == "passage"} ^ {x.id for x in after if x.kind == "passage"}
    assert changed


@pytest.mark.usefixtures("small")
def test_an_added_article_is_all_that_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    found = archive(9, 200)
    store = Store.open(":memory:")
    relinked(store, found[:-1])
    read: Counter[str] = Counter()
    texts = store.texts

    def counting(ids: Sequence[str]) -> list[Article]:
        read.update(ids)
        return texts(ids)

    monkeypatch.setattr(Store, "texts", lambda self, ids: counting(ids))
    monkeypatch.setattr(Store, "articles", lambda self: pytest.fail("all articles were read"))
    monkeypatch.setattr(Store, "all_findings", lambda self, ids=None: pytest.fail("findings were read"))
    fill(store, [found[-1]])
    additions.add_article(store, found[-1], {})
    assert sum(read.values()) < 60


@pytest.mark.usefixtures("small")
def test_what_no_longer_holds_is_linked_anew() -> None:
    found = archive(4)
    store = Store.open(":memory:")
    relinked(store, found)
    other = [replace(found[0], removed=()), *found[1:-1]]  # one is gone, of one nothing is removed any more
    assert by_id(x for x in relinked(store, other) if x.kind != "story") == by_id(whole(other))
    assert set(store.keys.marks()) == {f.article.id for f in other}


def test_a_small_store_keeps_no_keys() -> None:
    found = archive(5, 10)
    store = Store.open(":memory:")
    relinked(store, found)
    assert store.keys.marks() == {}


# Stories

QUAKE = "A strong earthquake struck {} in {} on Friday, killing {} people, officials in {} said. Rescuers dug on."
PLACES = [("Izmir", "Turkey", 12, "Ankara"), ("Gorkha", "Nepal", 40, "Kathmandu"), ("Amatrice", "Italy", 7, "Rome")]


def reports() -> list[Findings]:
    """Four reports each of three earthquakes of one day."""
    tails = ["Roads were blocked.", "The army sent helicopters.", "Schools stayed closed.", "Aid came from abroad."]
    return [
        Findings(article(f"{QUAKE.format(*place)} {tail}", f"outlet {n}", "2020-10-30"))
        for place in PLACES
        for n, tail in enumerate(tails)
    ]


def stories_of(links: Iterable[Link]) -> dict[str, str]:
    return {x.left: x.right for x in links if x.kind == "story"}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(5))
def test_added_articles_join_their_stories_in_any_order_and_open_new_ones(seed: int) -> None:
    found = reports()
    together = stories_of(link_stories([f.article for f in found], {f.article.id: () for f in found}))
    random.Random(seed).shuffle(found)
    store = Store.open(":memory:")
    links: Sequence[Link] = relinked(store, found[:3])
    ids = stories_of(links)
    for upto in range(4, len(found) + 1):
        links = relinked(store, found[:upto])
    made = stories_of(links)
    assert all((made[a] == made[b]) == (together[a] == together[b]) for a in made for b in made)
    assert set(made.values()) >= set(ids.values())
    assert sorted(x.left for x in links if x.kind == "story") == sorted(f.article.id for f in found)
    assert {dict(x.evidence)["articles"] for x in links if x.kind == "story"} == {4}


@pytest.mark.parametrize("many", [False, True])
def test_a_persons_merge_and_split_are_kept_through_two_builds(many: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if many:
        monkeypatch.setattr(additions, "ONE_BY_ONE", 2)
        monkeypatch.setattr(linking, "ONE_BY_ONE", 2)
        monkeypatch.setattr(linking, "_MOST_SHARE", 1.0)
    monkeypatch.setattr(engine, "find_all", lambda articles, *_: (Findings(a) for a in articles))
    *articles, late = [f.article for f in reports()]
    with Store.open(":memory:") as store:
        engine.build_store(store, articles, ())
        before = stories_of(store.links())
        turkey, italy = (before[articles[n].id] for n in (0, 8))
        for n in range(4, 8):  # Nepal's are put to Turkey's
            store.correct(link("story", articles[n].id, turkey, "human", 1.0))
        store.correct(link("story", articles[8].id, "sy-alone", "human", 1.0))  # one of Italy's is taken out
        for pile in (articles, [*articles, late]):
            engine.build_store(store, pile, ())
            made = stories_of(x for x in store.links("story") if x.score > 0)
            assert {made[articles[n].id] for n in range(8)} == {turkey}
            assert made[articles[8].id] == "sy-alone"
            assert {made[articles[n].id] for n in (9, 10)} == {italy}
            assert len(store.links("story")) == len(pile)
        assert made[late.id] in {italy, "sy-alone"}
        rows = list(store.content())
        engine.build_store(store, [*articles, late], ())
        assert list(store.content()) == rows


def test_a_story_keeps_its_id_when_an_earlier_report_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_all", lambda articles, *_: (Findings(a) for a in articles))
    articles = [f.article for f in reports()[:4]]
    earlier = article(articles[0].text + " It was felt far away.", "outlet 9", "2020-10-29")
    with Store.open(tmp_path) as store:
        engine.build_store(store, articles, ())
        (id,) = set(stories_of(store.links()).values())
        engine.build_store(store, [earlier, *articles], ())
        assert set(stories_of(store.links()).values()) == {id}
    fresh = stories_of(link_stories([earlier, *articles]))
    assert set(fresh.values()) != {id}
