"""Stories: articles on the same events, clustered one by one or all at once."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.frequencies import stem
from onrecord.link.members import keys
from onrecord.link.stories import Stories, link_stories
from onrecord.link.terms import read_terms, time_factor, word_hash
from onrecord.records import Article, Removed, Source, Span, make_id

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "stories"

QUAKES = {
    "Turkey": [
        "A strong earthquake struck Izmir in western Turkey on Friday, killing 12 people, officials in Ankara said.",
        "Rescuers in Izmir dug through rubble on Friday after an earthquake killed at least 12 people in Turkey.",
        "Turkey's president visited Izmir, where Friday's earthquake brought down a block of flats and killed 12.",
        "The earthquake in Izmir, felt in Athens and on Samos, killed 12 people, Turkey's disaster agency AFAD said.",
    ],
    "Nepal": [
        "An earthquake hit Gorkha in Nepal on Friday and killed 40 people, the police in Kathmandu said.",
        "Villages in Gorkha were cut off after Friday's earthquake, in which 40 people died, Nepal's army said.",
        "Helicopters reached Gorkha on Friday after an earthquake that killed 40 people in the hills of Nepal.",
        "Nepal asked India for help after the earthquake in Gorkha, where 40 people died and roads are blocked.",
    ],
}


def article(text: str, published: str | None = None, title: str | None = None) -> Article:
    id = make_id("ar", text, published)
    return Article(id, Source(id, id, "", len(text), "text/plain"), text, title, "Outlet", published)


def stories_of(articles: list[Article], **options: object) -> dict[str, str]:
    return {x.left: x.right for x in link_stories(articles, **options)}  # type: ignore[arg-type]


def quakes(published: str = "2020-10-30") -> dict[str, list[Article]]:
    return {place: [article(text, published) for text in texts] for place, texts in QUAKES.items()}


def test_two_earthquakes_of_one_day_are_two_stories() -> None:
    by_place = quakes()
    found = stories_of([a for group in by_place.values() for a in group])
    assert [len({found[a.id] for a in group}) for group in by_place.values()] == [1, 1]
    assert len(set(found.values())) == 2


def test_the_same_words_months_later_are_another_story() -> None:
    first, later = quakes()["Turkey"][:2], quakes("2021-03-01")["Turkey"][:2]
    found = stories_of([*first, *later])
    assert len({found[a.id] for a in first}) == len({found[a.id] for a in later}) == 1
    assert found[first[0].id] != found[later[0].id]


def test_one_by_one_and_in_any_order_the_stories_are_the_same() -> None:
    articles = [a for group in quakes().values() for a in group]
    whole = stories_of(articles)
    for seed in range(5):
        random.Random(seed).shuffle(articles)
        grown = Stories()
        for a in articles:
            grown.add(a)
        pairs = {x.left: x.right for x in grown.links()}
        assert all((whole[a.id] == whole[b.id]) == (pairs[a.id] == pairs[b.id]) for a in articles for b in articles)
        assert stories_of(articles) == whole


def test_ids_stay_when_an_article_is_added_and_adding_it_again_changes_nothing() -> None:
    *old, new = quakes()["Nepal"]
    grown = Stories()
    grown.extend(old)
    before = {x.left: x.right for x in grown.links()}
    story = grown.add(new)
    after = grown.links()
    assert story == grown.add(new) in before.values()
    assert grown.links() == after
    assert {x.left: x.right for x in after if x.left in before} == before


def test_the_stories_of_an_earlier_run_keep_their_ids_when_an_older_article_comes_in() -> None:
    group = quakes()["Turkey"]
    known = stories_of(group)
    older = article(QUAKES["Turkey"][0] + " It was the worst since 1999.", "2020-10-29")
    assert stories_of([*group, older], known=known)[group[0].id] == known[group[0].id]
    assert stories_of([*group, older])[group[0].id] != known[group[0].id]


def test_a_persons_merge_and_split_are_kept() -> None:
    by_place = quakes()
    turkey, nepal = by_place["Turkey"], by_place["Nepal"]
    merged = stories_of([*turkey, *nepal], pinned={turkey[0].id: "sy-both", nepal[0].id: "sy-both"})
    assert merged[turkey[0].id] == merged[nepal[0].id] == "sy-both"
    split = stories_of(turkey, pinned={turkey[0].id: "sy-one", turkey[1].id: "sy-two"})
    assert (split[turkey[0].id], split[turkey[1].id]) == ("sy-one", "sy-two")
    methods = {x.left: x.method for x in link_stories(turkey, pinned={turkey[0].id: "sy-one"})}
    assert methods[turkey[0].id] == "human" != methods[turkey[1].id]


def test_a_pinned_article_that_comes_later_joins_its_story() -> None:
    by_place = quakes()
    pinned = {by_place["Turkey"][0].id: "sy-both", by_place["Nepal"][0].id: "sy-both"}
    grown = Stories(pinned)
    for a in (*by_place["Turkey"], *by_place["Nepal"]):
        grown.add(a)
    found = {x.left: x.right for x in grown.links()}
    assert {found[id] for id in pinned} == {"sy-both"}


def test_a_shared_appeal_does_not_make_a_story() -> None:
    appeal = " ".join(f"donate{n} support{n} journalism{n}" for n in range(60))
    left, right = article(appeal + "\n" + QUAKES["Turkey"][0]), article(appeal + "\nSnooker champion wins in Crucible.")
    removed = {a.id: [Removed("rm" + a.id, Span(a.id, 0, len(appeal), appeal), "appeal")] for a in (left, right)}
    assert len(set(stories_of([left, right]).values())) == 1
    assert len(set(stories_of([left, right], removed=removed).values())) == 2


def test_names_count_more_than_other_words() -> None:
    def weights(names: tuple[str, ...]) -> dict[int, float]:
        terms = read_terms(article("the storm reached havana today"), names)
        return dict(zip(terms.words.tolist(), terms.weights.tolist(), strict=True))

    plain, named = weights(()), weights(("Havana",))
    assert named[word_hash("havana")] > plain[word_hash("havana")]
    assert named[word_hash("storm")] < plain[word_hash("storm")]
    assert sum(value * value for value in named.values()) == pytest.approx(1)


def test_reports_nearer_in_time_are_more_alike_and_an_unknown_date_is_between() -> None:
    assert time_factor(100, 101) == 1.0
    assert 0.1 < time_factor(100, 110) < time_factor(100, 103) < time_factor(None, 100) < 1.0


@pytest.mark.parametrize(
    ("word", "cut"), [("countries", "country"), ("troops", "troop"), ("congress", "congress"), ("red", "red")]
)
def test_stems(word: str, cut: str) -> None:
    assert stem(word) == cut


@given(st.lists(st.text(max_size=80), max_size=6, unique=True))
def test_every_article_has_one_story_whatever_its_text(texts: list[str]) -> None:
    articles = [article(text) for text in texts]
    found = link_stories(articles)
    assert sorted(x.left for x in found) == sorted(a.id for a in articles)
    assert len(keys(article("".join(texts)))) <= 60


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus data/stories is not beside the checkout")
@pytest.mark.parametrize(("name", "floor"), [("basil", 0.97), ("ecb-dev", 0.88)])
def test_b_cubed_on_public_corpora(name: str, floor: float) -> None:
    rows = [json.loads(line) for line in (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    by_id = {article(r["text"], r["date"], r["title"]).id: r["story"] for r in rows}
    found = stories_of([article(r["text"], r["date"], r["title"]) for r in rows])
    gold, made, both = Counter(by_id.values()), Counter(found.values()), Counter((by_id[k], found[k]) for k in by_id)
    precision = sum(n * n / made[b] for (_, b), n in both.items()) / len(by_id)
    recall = sum(n * n / gold[a] for (a, _), n in both.items()) / len(by_id)
    assert 2 * precision * recall / (precision + recall) >= floor


def test_links_count_the_articles_of_the_story() -> None:
    members = defaultdict(list)
    for x in link_stories([a for group in quakes().values() for a in group]):
        members[x.right].append(dict(x.evidence)["articles"])
    assert sorted(members.values()) == [[4] * 4, [4] * 4]
