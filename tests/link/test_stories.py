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


# Same kind of event, other event: made-up reports. A group of texts is one story; groups of a case are different ones.

CASES: dict[str, list[tuple[str, list[str]]]] = {
    "two summits of the same leaders, nine days apart": [
        ("2025-03-03", [
            "Leaders of eleven countries met in Lisbon on Monday to agree on gas prices, and Portugal's premier "
            "Rui Couto said the cap on imports would hold. Chancellor Eva Brandt of Austria called the Lisbon "
            "summit a success.",
            "The Lisbon summit ended on Monday with a cap on gas imports. Rui Couto, the host, said winter prices "
            "would fall. Eva Brandt, Austria's chancellor, had asked for the cap for months.",
            "A cap on gas imports was agreed in Lisbon on Monday after nine hours of talks. Austria and Portugal "
            "had pressed for it, and Rui Couto said that families would pay less for gas.",
        ]),
        ("2025-03-12", [
            "Leaders of eleven countries met in Tallinn on Wednesday over undersea cables, and Estonia's premier "
            "Mart Saar said patrols would begin in May. Chancellor Eva Brandt of Austria and Rui Couto of "
            "Portugal attended.",
            "The Tallinn summit ended on Wednesday with a plan for naval patrols along the undersea cables. Mart "
            "Saar, the host, said two frigates were ready. Eva Brandt, Austria's chancellor, offered money.",
            "Naval patrols will guard undersea cables in the Baltic from May, leaders agreed in Tallinn on "
            "Wednesday. Mart Saar of Estonia said that the cables had been cut three times.",
        ]),
    ],
    "two elections of one day": [
        ("2025-06-01", [
            "Voters in Ruritania chose Anna Keller as president on Sunday, with 54 percent against Otto Lang. "
            "Keller, a judge from Strelsau, promised to cut taxes. Turnout was the highest in twenty years.",
            "Anna Keller won Ruritania's presidential election on Sunday. Otto Lang conceded in Strelsau at "
            "midnight. Keller took 54 percent of the vote and said that taxes would be cut.",
            "Otto Lang conceded defeat to Anna Keller, a judge, in the presidential election in Ruritania on "
            "Sunday; crowds in Strelsau cheered the new president.",
        ]),
        ("2025-06-01", [
            "Voters in Sylvania chose Pavel Dunin as president on Sunday, with 51 percent against Mira Holt. "
            "Dunin, a former general, promised to raise pensions. Turnout in Freedonia City was low.",
            "Pavel Dunin won Sylvania's presidential election on Sunday. Mira Holt asked for a recount in "
            "Freedonia City. Dunin took 51 percent of the vote and said that pensions would be raised.",
            "Mira Holt asked for a recount after losing to Pavel Dunin, a former general, in the presidential "
            "election in Sylvania on Sunday; police stood guard in Freedonia City.",
        ]),
    ],
    "a strike and a flood in one town on one day": [
        ("2025-02-10", [
            "Bus drivers in Harbourtown walked out on Monday over shift rotas, and their union, led by Joan Pike, "
            "said the strike would last a week. The bus company offered talks.",
            "Harbourtown's bus drivers began a week of strikes on Monday. Joan Pike of the drivers' union said "
            "the new shift rotas were unsafe, and the company said that it was ready for talks.",
            "No buses ran in Harbourtown on Monday: drivers are on strike over rotas, and Joan Pike, who leads "
            "the union, said that the company had not offered anything yet.",
        ]),
        ("2025-02-10", [
            "The river Marl burst its banks in Harbourtown on Monday, and 300 homes were flooded. Firefighters "
            "rowed families out of Mill Lane, and the weather service warned of more rain.",
            "Firefighters in Harbourtown used boats on Monday to reach families whose homes in Mill Lane were "
            "flooded by the river Marl. More rain is expected, the weather service said.",
            "After the flood in Harbourtown on Monday firefighters pumped water out of 300 homes near Mill Lane; "
            "the Marl stood two metres above its banks.",
        ]),
    ],
    "one summit: the day, the reaction, and a comment five days later": [
        ("2025-03-03", [
            "Leaders of eleven countries met in Lisbon on Monday to agree on gas prices, and Portugal's premier "
            "Rui Couto said the cap on imports would hold. Chancellor Eva Brandt of Austria called the Lisbon "
            "summit a success.",
        ]),
    ],
}  # fmt: skip
LATER = [
    ("2025-03-04",
     "Gas traders shrugged off the Lisbon summit on Tuesday: prices fell by one percent after Rui Couto announced "
     "the cap on imports that Portugal and Austria had wanted."),
    ("2025-03-08",
     "What the Lisbon summit's cap on gas imports means for families: Eva Brandt says that Austria's bills will "
     "fall, and Rui Couto says that Portugal's have fallen already."),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_events_of_one_kind_are_told_apart_and_one_event_stays_together(case: str) -> None:
    groups = [[article(text, day) for text in texts] for day, texts in CASES[case]]
    if len(groups) == 1:
        groups[0] += [article(text, day) for day, text in LATER]
    for seed in range(4):
        articles = [a for group in groups for a in group]
        random.Random(seed).shuffle(articles)
        grown = Stories()
        for a in articles:
            grown.add(a)
        for found in (stories_of(articles), {x.left: x.right for x in grown.links()}):
            assert [len({found[a.id] for a in group}) for group in groups] == [1] * len(groups)
            assert len(set(found.values())) == len(groups)
