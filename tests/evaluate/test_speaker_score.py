"""Labels of source mentions against findings, the rule on names, and the agreement of two people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, article

from onrecord.errors import UsageError
from onrecord.evaluate.agreement import agreement, partners
from onrecord.evaluate.labels import (
    STRUCK,
    Labelled,
    by_article,
    check_texts,
    read_hashes,
    read_labels,
    spans_of,
    text_hash,
    write_labels,
    written_spans,
)
from onrecord.evaluate.naming import is_any_name, is_same_body, is_same_name, is_same_noun
from onrecord.evaluate.speakers import (
    Outcome,
    baseline_outcomes,
    on_the_same,
    read_texts,
    score_folder,
    speaker_figures,
    speaker_outcomes,
)
from onrecord.records import Actor, Findings, Mention, Span, Speaker, Statement

GOLD = ROOT / "tests/gold/speakers"
TEXT = "Mayor Ann Lee said no. The mayor said she hopes. Aides said yes. Bob Ray and Eve Fox said maybe. He said so."
ARTICLE = article(TEXT)
LEE = Actor("ac-lee", "Ann Lee", "person", ("Ann Lee", "Lee"))
RAY = Actor("ac-ray", "Bob Ray", "person", ("Bob Ray",))
FOX = Actor("ac-fox", "Eve Fox", "person", ("Eve Fox",))
AIDES = Actor("ac-aides", "Aides", "group")
MAYOR = Actor("ac-mayor", "mayor", "person")
PAIR = Actor("ac-pair", "Bob Ray and Eve Fox", "group", ("Bob Ray and Eve Fox",))
ACTORS = (LEE, RAY, FOX, AIDES, MAYOR, PAIR)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(ARTICLE.id, start, start + len(words), words)


def gold(words: str, kind: str, label: str) -> Labelled:
    return Labelled("a", (at(words).range,), kind, label)


def says(words: str, speaker: Speaker | None, score: float = 0.9) -> Statement:
    return Statement("st-" + words, ARTICLE.id, "indirect", "say", (at(words),), (), (), score, "test", speaker=speaker)


def result(mention: Labelled, statement: Statement | None, mentions: tuple[Mention, ...] = (),
           others: tuple[Labelled, ...] = (), actors: tuple[Actor, ...] = ACTORS) -> Outcome:  # fmt: skip
    statements = (statement,) if statement else ()
    found = Findings(ARTICLE, statements=statements, mentions=mentions, actors=actors)
    return speaker_outcomes([mention, *others], found)[0]


def by(actor: Actor) -> Speaker:
    return Speaker(actor.id, actor.name, "test")


NOMINAL = gold("The mayor", "nominal", "Ann Lee")
SHE = gold("she", "pronoun", "Ann Lee")


def test_a_speaker_is_right_wrong_abstained_or_missed() -> None:
    assert result(NOMINAL, says("The mayor", by(LEE))).result == "right"
    assert result(NOMINAL, says("The mayor", by(RAY))).result == "wrong"
    assert result(NOMINAL, says("The mayor", Speaker(None, "The mayor", "unresolved"))).result == "abstained"
    assert result(NOMINAL, says("Aides", by(LEE))).result == "missed"
    assert result(NOMINAL, says("The mayor", by(LEE), score=0.2)).result == "missed"  # not claimed
    assert result(NOMINAL, None).result == "missed"


def test_an_actor_without_a_name_abstains_from_a_noun_but_is_wrong_for_a_pronoun_or_another_noun() -> None:
    assert result(NOMINAL, says("The mayor", by(MAYOR))).result == "abstained"
    assert result(NOMINAL, says("The mayor", by(AIDES))).result == "wrong"
    assert result(SHE, says("she", by(MAYOR))).result == "wrong"


def test_whom_the_article_does_not_name_is_right_in_its_own_words_and_wrong_with_a_name() -> None:
    aides = gold("Aides", "group", "nom:aides")
    assert result(aides, says("Aides", by(AIDES))).result == "right"
    assert result(aides, says("Aides", Speaker(None, "Aides", "group"))).result == "right"
    assert result(aides, says("Aides", by(LEE))).result == "wrong"
    assert result(gold("Aides", "group", "nom:critics"), says("Aides", by(MAYOR))).result == "wrong"


def test_a_group_that_bears_its_own_words_as_a_name_is_right_for_them_only() -> None:
    named = replace(AIDES, names=("Aides",))
    assert result(gold("Aides", "group", "nom:aides"), says("Aides", by(named)), actors=(named,)).result == "right"
    assert result(gold("He", "pronoun", "nom:aides"), says("He", by(named)), actors=(named,)).result == "right"
    assert result(gold("Aides", "group", "nom:two aides"), says("Aides", by(named)), actors=(named,)).result == "wrong"
    assert result(gold("Aides", "group", "Ann Lee"), says("Aides", by(named)), actors=(named,)).result == "wrong"


@pytest.mark.parametrize(
    ("label", "name", "same"),
    [
        ("nom:Ohio lawmakers", "Ohio lawmakers", True),
        ("nom:Lee's campaign", "Lee campaign", True),
        ("nom:older members", "older members of the guild", True),
        ("nom:Ohio lawmakers", "Ohio", False),
        ("nom:three dozen Ohio lawmakers", "Ohio lawmakers", False),
        ("nom:Ohio lawmakers", "Ohio lawmakers Lee", False),
        ("nom:the", "of", False),
    ],
)
def test_a_name_made_of_a_description(label: str, name: str, same: bool) -> None:
    assert is_same_body(label, name) is same


def test_a_pronoun_is_tied_to_an_actor_without_a_name_by_its_other_mentions() -> None:
    chain = (Mention("m1", at("Aides"), "group", AIDES.id), Mention("m2", at("she"), "pronoun", AIDES.id))
    she, aides = gold("she", "pronoun", "nom:staff"), gold("Aides", "group", "nom:staff")
    assert result(she, says("she", by(AIDES)), chain, (aides,)).result == "right"
    assert result(she, says("she", by(AIDES)), (), (aides,)).result == "wrong"


def test_all_of_several_speakers_and_nobody_else() -> None:
    words = "Bob Ray and Eve Fox"
    both = gold(words, "name", "Eve Fox + Bob Ray")
    together = Mention("m", at(words), "group", PAIR.id, "coordinated", (RAY.id, FOX.id))
    assert result(both, says(words, by(PAIR)), (together,)).result == "right"
    assert result(both, says(words, by(RAY))).result == "wrong"
    assert result(gold(words, "name", "Bob Ray"), says(words, by(PAIR)), (together,)).result == "wrong"


def test_where_the_article_does_not_tell_silence_is_right() -> None:
    he = gold("He", "pronoun", "?")
    assert result(he, says("He", Speaker(None, "He", "several could be meant"))).result == "right"
    assert result(he, says("He", by(RAY))).result == "wrong"
    assert result(gold("He", "pronoun", "Bob Ray / Eve Fox"), says("He", by(FOX))).result == "right"


def test_an_abstention_would_have_been_right_if_its_first_candidate_is() -> None:
    he, silent = gold("He", "pronoun", "Bob Ray"), says("He", Speaker(None, "He", "several could be meant"))
    kept = Mention("m", at("He"), "pronoun", None, "several could be meant", (RAY.id, FOX.id))
    turned = Mention("m", at("He"), "pronoun", None, "several could be meant", (FOX.id, RAY.id))
    assert result(he, silent, (kept,)).would
    assert not result(he, silent, (turned,)).would
    assert not result(he, silent).would


@pytest.mark.parametrize(
    ("label", "name", "same"),
    [
        ("Ann Lee", "Ann Lee", True),
        ("Ann Lee", "Mayor Lee", True),
        ("Ann B. Lee", "Ann Lee", True),
        ("A. Lee", "Ann Lee", True),
        ("Ann Lee", "Bob Lee", False),
        ("Ann Lee", "Ann Ray", False),
        ("Bob Lee Jr.", "Bob Lee", False),
        ("Bob Lee Jr.", "Lee", True),
        ("José Marín", "Jose Marin’s", True),
        ("Ann Lee", "", False),
    ],
)
def test_names_of_persons(label: str, name: str, same: bool) -> None:
    assert is_same_name(label, name, True) is same


def test_bodies_need_equal_names_and_a_surname_says_nothing_of_a_first_name() -> None:
    assert is_same_name("U.S.", "the US", False)
    assert not is_same_name("House Republicans", "Republicans", False)
    assert is_any_name("Ann Lee", "Annie Lee", ["Annie Lee", "Ann Lee"], True)
    assert not is_any_name("Ann Lee", "Bob Lee", ["Bob Lee", "Lee"], True)
    assert is_any_name("FBI", "Federal Bureau of Investigation", ["FBI"], False)
    assert is_same_noun("nom:spokesman", "a spokesman for Lee")
    assert not is_same_noun("nom:spokesman", "an aide")


def test_a_surname_that_a_relative_bears_in_full_must_be_the_shown_name() -> None:
    lee, other = gold("The mayor", "nominal", "Lee"), gold("she", "pronoun", "Ann Lee")
    assert result(lee, says("The mayor", by(LEE))).result == "right"
    assert result(lee, says("The mayor", by(LEE)), (), (other,)).result == "wrong"


def test_a_missed_source_is_known_if_its_mention_has_the_actor() -> None:
    hers, his = (Mention("m", at("she"), "pronoun", actor.id) for actor in (LEE, RAY))
    assert result(SHE, None, (hers,)) == Outcome("pronoun", True, "missed", known=True)
    assert not result(SHE, None, (his,)).known
    assert not result(SHE, None, (Mention("m", at("He"), "pronoun", LEE.id),)).known
    assert not result(SHE, says("she", by(RAY)), (hers,)).known  # only what was missed
    figures = speaker_figures({"a": [result(SHE, None, (hers,)), result(SHE, None, (his,))]})
    assert (figures["pronoun"]["with_known"], figures["pronoun"]["of_gold"]) == (0.5, 0.0)


def test_the_baseline_takes_the_last_person_or_the_words_themselves() -> None:
    persons = [at("Ann Lee").range, at("Bob Ray").range]
    mentions = [
        gold("Mayor Ann Lee", "name", "Ann Lee"),
        SHE,
        gold("He", "pronoun", "Ann Lee"),
        gold("Aides", "group", "nom:aides"),
        gold("Aides", "group", "Ann Lee"),
    ]
    results = [o.result for o in baseline_outcomes(mentions, TEXT, persons)]
    assert results == ["right", "right", "wrong", "right", "wrong"]


def test_the_baseline_is_judged_on_what_the_engine_finds() -> None:
    right, wrong, missed = (Outcome("pronoun", True, word) for word in ("right", "wrong", "missed"))
    assert on_the_same([right, right, wrong], [wrong, missed, right]) == [right, missed, wrong]


def test_figures_count_by_kind_and_resample_articles() -> None:
    outcomes = {
        "a": [Outcome("pronoun", True, "right"), Outcome("nominal", False, "missed")],
        "b": [Outcome("pronoun", True, "wrong"), Outcome("pronoun", True, "abstained", True)],
    }
    figures = speaker_figures(outcomes)
    row = figures["pronoun"]
    assert (row["n"], row["right"], row["wrong"], row["abstained"]) == (3, 1, 1, 1)
    assert (row["accuracy"], row["answered"], row["would_share"]) == (0.3333, 0.5, 1.0)
    assert row["accuracy_95"] == [0.0, 1.0]
    assert figures["ALL"]["of_gold"] == 0.25
    assert figures["nominal-named"]["n"] == 0
    assert (figures["ALL-named"]["n"], figures["ALL-named"]["missed"]) == (3, 0)
    assert figures == speaker_figures(dict(reversed(outcomes.items())))


def labels(*pairs: tuple[str, str]) -> list[Labelled]:
    return [Labelled("a", ((k * 10, k * 10 + 2),), kind, label) for k, (kind, label) in enumerate(pairs)]


def test_agreement_maps_labels_and_counts_struck_mentions() -> None:
    first = labels(
        ("name", "Ann Lee"), ("pronoun", "Ann Lee"), ("group", "nom:two aides"), ("pronoun", "nom:two aides")
    )
    same = agreement(first, first)
    assert (same["source"], same["name"], same["actor"], same["bcubed"], same["kappa"]) == (1, 1, 1, 1, 1)
    words = labels(("name", "Lee"), ("pronoun", "Lee"), ("group", "nom:staff"), ("pronoun", "nom:staff"))
    other = agreement(first, words)
    assert (other["name"], other["actor"], other["bcubed"]) == (0.5, 1, 1)
    less = agreement(first, labels(("name", "Ann Lee"), ("nominal", "Bob Ray"), (STRUCK, ""), ("pronoun", "Ann Lee")))
    assert (less["mentions"], less["both"], less["source"], less["actor"]) == (4, 3, 0.75, 0.3333)
    assert less["bcubed"] < 1
    assert less["kind"] == 0.6667


def test_labels_are_mapped_one_to_one() -> None:
    assert partners(labels(("name", "x"), ("name", "y")), labels(("name", "z"), ("name", "z"))) == {"x": "z"}


def test_files_of_labels_round_trip_and_bad_ones_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    write_labels(path, reversed(labels(("name", "Ann Lee"), (STRUCK, ""))))
    assert read_labels(path) == labels(("name", "Ann Lee"), (STRUCK, ""))
    assert [m.label for m in by_article(read_labels(path))["a"]] == ["Ann Lee"]
    assert written_spans(spans_of("1-2,4-6")) == "1-2,4-6"
    for bad in ("5", "5-5", "a-b"):
        with pytest.raises(UsageError):
            spans_of(bad)
    path.write_text("article\tspans\tkind\tlabel\na\t1-2\tverb\tAnn Lee\n")
    with pytest.raises(UsageError, match="line 2"):
        read_labels(path)


def test_another_text_is_refused() -> None:
    check_texts({"a": text_hash(TEXT)}, {"a": TEXT}, ["a"])
    with pytest.raises(UsageError, match="not the one that was labelled"):
        check_texts({"a": text_hash(TEXT)}, {"a": TEXT + " "}, ["a"])
    with pytest.raises(UsageError, match="absent"):
        check_texts({}, {}, ["a"])


def test_the_listed_articles_are_those_of_the_labelled_sets(shared: Path) -> None:
    hashes, records = read_hashes(GOLD / "articles.tsv"), read_texts(shared / "data")
    assert len(hashes) == 40
    check_texts(hashes, {i: records[i]["text"] for i in hashes if i in records}, list(hashes))


def test_the_gold_holds_every_article_and_is_scored(shared: Path, tmp_path: Path) -> None:
    mentions = by_article(read_labels(GOLD / "gold.tsv"))
    assert mentions.keys() == read_hashes(GOLD / "articles.tsv").keys()
    few = [m for article in list(mentions)[::8] for m in mentions[article]]
    write_labels(tmp_path / "gold.tsv", few)
    (tmp_path / "articles.tsv").write_bytes((GOLD / "articles.tsv").read_bytes())
    figures = score_folder(tmp_path, shared / "data")
    assert figures["engine"]["ALL"]["n"] == len(few)
    assert figures["engine"]["ALL"]["accuracy"] > figures["baseline"]["ALL"]["accuracy"]


def test_whose_somebody_without_a_name_is_may_be_told_by_name() -> None:
    from onrecord.evaluate.speakers import _as_said
    from onrecord.records import Actor

    lawyers = Actor("ac-1", "Ray's lawyers", "group")
    assert _as_said(lawyers, "his lawyers") == "his lawyers"
    assert _as_said(lawyers, "the lawyers") == "Ray's lawyers"
    assert _as_said(lawyers, "his aides") == "Ray's lawyers"
    assert _as_said(Actor("ac-2", "Ray's office", "organisation", ("Ray's office",)), "his office") == "Ray's office"
