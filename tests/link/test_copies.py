"""Copies and shared passages: candidates by bands, figures counted exactly."""

from __future__ import annotations

import gzip
import json
import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link import postings
from onrecord.link.copies import NEAR_RATIO, align, copy_pairs, count_rows, keys, link_copies, passages
from onrecord.link.credits import compare_dates, find_credit, find_direction, sort_by_date
from onrecord.link.postings import sign
from onrecord.link.shingles import read_words, shingle, winnow, word_hashes
from onrecord.records import Article, Link, Removed, Source, Span, make_id

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "copies"
RNG = random.Random(5)
VOCABULARY = [f"w{n}" for n in range(3000)]


def prose(words: int) -> str:
    """Words in random order, ten a sentence, four sentences a paragraph."""
    drawn = [RNG.choice(VOCABULARY) for _ in range(words)]
    sentences = [" ".join(drawn[i : i + 10]) + "." for i in range(0, words, 10)]
    return "\n".join(" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4))


def article(text: str, outlet: str | None = None, published: str | None = None, author: str | None = None) -> Article:
    id = make_id("ar", text, outlet, published)
    return Article(id, Source(id, id, "", len(text), "text/plain"), text, None, outlet, published, None, author)


def evidence(found: Link) -> dict[str, str | int | float]:
    return dict(found.evidence)


def test_a_reworded_article_is_a_copy_and_its_figures_are_exact() -> None:
    text = prose(300)
    left, right = article(text, "A", "2025-02-17"), article(text.replace("w1", "x1", 1), "B", "2025-02-18")
    (found,) = link_copies([right, left, article(prose(300), "C")], {})
    assert (found.kind, found.left, found.right) == ("copy", left.id, right.id)
    words = [t.lower().replace(".", "").split() for t in (left.text, right.text)]
    a, b = ({tuple(w[i : i + 6]) for i in range(len(w) - 5)} for w in words)
    assert evidence(found)["jaccard6"] == round(len(a & b) / len(a | b), 4)
    assert evidence(found)["direction"] == "date"


def test_typography_and_case_make_no_difference() -> None:
    text = 'He said: "We will not go." ' + prose(60)
    changed = text.replace('"', "”").replace("\n", " ").upper()
    (found,) = link_copies([article(text, "A"), article(changed, "B")], {})
    assert found.score == 1.0


def test_a_shared_paragraph_is_a_passage_with_equal_words_on_both_sides() -> None:
    paragraph = prose(40)
    left = article(prose(200) + "\n" + paragraph, "A", "2025-02-17")
    right = article(paragraph + "\n" + prose(200), "B", "2025-02-17")
    (found,) = link_copies([left, right], {})
    assert found.kind == "passage"
    by_id = {a.id: a for a in (left, right)}
    ((mine, theirs),) = passages(found)
    assert by_id[found.left].text[slice(*mine)] == by_id[found.right].text[slice(*theirs)]
    assert by_id[found.left].text[slice(*mine)] == paragraph.rstrip(".")
    assert evidence(found)["words"] == 40
    assert evidence(found)["left_share"] == round(40 / 240, 4)


def test_sixteen_words_in_a_row_are_no_passage_and_seventeen_are() -> None:
    for words, links in ((16, 0), (17, 1)):
        run = " ".join(RNG.choice(VOCABULARY) for _ in range(words))
        assert len(link_copies([article(f"{prose(100)} {run}", "A"), article(f"{run} {prose(100)}", "B")], {})) == links


def test_removed_parts_are_no_reuse_and_do_not_hide_a_copy() -> None:
    appeal = prose(60)
    left = article(appeal + "\n" + prose(100), "A")
    right = article(appeal + "\n" + prose(100), "B")
    assert link_copies([left, right], {})
    removed = {a.id: [Removed("rm-" + a.id, Span(a.id, 0, len(appeal), appeal), "appeal")] for a in (left, right)}
    assert link_copies([left, right], removed) == ()


def test_a_passage_is_cut_where_a_removed_part_stood() -> None:
    first, second = prose(40), prose(40)
    plain = article(prose(200) + f"\n{first} {second}", "A")
    broken = article(f"{first} Read more {second}\n" + prose(200), "B")
    at = broken.text.index("Read more")
    removed = {broken.id: [Removed("rm", Span(broken.id, at, at + 9, "Read more"), "read-more")]}
    (found,) = link_copies([plain, broken], removed)
    sides = [pair[0] if found.left == broken.id else pair[1] for pair in passages(found)]
    assert [broken.text[slice(*side)] for side in sides] == [first.rstrip("."), second.rstrip(".")]


def test_standing_text_of_one_outlet_is_no_reuse_but_an_agency_paragraph_in_many_outlets_is() -> None:
    paragraph = prose(40)
    one = [article(prose(150) + "\n" + paragraph, "A") for _ in range(6)]
    assert link_copies(one, {}) == ()
    many = [article(prose(150) + "\n" + paragraph, f"outlet {n}") for n in range(6)]
    assert len(link_copies(many, {})) == 15


def test_versions_of_one_report_do_not_make_its_words_standing_text() -> None:
    paragraph, story = prose(40), prose(200)
    versions = [article(f"{story} update{n}\n{paragraph}", "A", f"2025-02-1{n}") for n in range(6)]
    other = article(prose(150) + "\n" + paragraph, "B", "2025-02-20")
    found = [x for x in link_copies([*versions, other], {}) if x.kind == "passage"]
    assert [(x.left, x.right) for x in found] == [(versions[0].id, other.id)]


def test_a_heap_of_copies_is_held_together_by_few_links_and_sorted_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = prose(120)
    heap = [article(f"{text} {n} end", f"outlet {n}", f"2025-02-17T10:{n:02}") for n in range(60)]
    found = link_copies(heap, {})
    assert [x.left for x in found] == [heap[0].id] * 59
    small = [*heap[:4], article(prose(100) + text[:250], "B")]
    whole = link_copies(small, {})
    monkeypatch.setattr(postings, "_AT_ONCE", 3)
    assert link_copies(small, {}) == whole
    assert len(whole) == 7


def test_pairs_for_the_evaluation_carry_the_ids_of_the_input() -> None:
    text = prose(60)
    rows = list(copy_pairs([replace(article(text, "A"), given_id="d1"), replace(article(text, "B"), given_id="d2")]))
    assert rows == [{"a": "d1", "b": "d2", "jaccard6": 1.0, "shared13": 48, "rare13": 48}]


def test_the_order_of_the_input_changes_nothing() -> None:
    text = prose(120)
    some = [article(text, "A", "2025-02-17"), article(text + " more", "B"), article(prose(90) + text[:300], "C")]
    assert link_copies(some, {}) == link_copies(some[::-1], {}) != ()


def test_words_inside_quotation_marks_are_told_from_copied_narration() -> None:
    speech = "“" + " ".join(VOCABULARY[:30]) + ",” he said. "
    left, right = article(speech + prose(80), "A"), article(prose(80) + " " + speech + "Then", "B")
    (found,) = link_copies([left, right], {})
    assert evidence(found)["quoted_words"] >= 29


@pytest.mark.parametrize("text", ["", "one", "… — “”", "\x00" * 50, "İstanbul " * 30, "a " * 5000, "\ud800 " * 40])
def test_odd_texts_do_not_raise(text: str) -> None:
    link_copies([article(text), article(text + " x"), article(prose(30))], {})
    assert list(count_rows([text, text])) is not None


@given(st.text(max_size=300))
def test_word_ranges_hold_the_words(text: str) -> None:
    words = read_words(text)
    assert len(words.ranges) == len(words.hashes)
    assert all(text[s:e].strip() for s, e in words.ranges)
    assert len(shingle(word_hashes(text), 6)) == max(0, len(word_hashes(text)) - 5)


def test_keys_meet_for_copies_and_not_for_strangers() -> None:
    text = prose(200)
    left, right, other = (set(keys(article(t))) for t in (text, text + " and more words", prose(200)))
    assert left & right
    assert not left & other


@given(st.lists(st.integers(0, 40), min_size=5, max_size=60), st.lists(st.integers(0, 40), max_size=20))
def test_texts_that_share_a_window_keep_a_shingle_in_common(run: list[int], before: list[int]) -> None:
    left, right = (np.array(some, dtype=np.uint64) for some in (run, [*before, *run[:5], *before]))
    kept = [set(some[winnow(some, 5)].tolist()) for some in (left, right)]
    assert kept[0] & kept[1]
    assert all(min(run[i : i + 5]) in kept[0] for i in range(len(run) - 4))


def test_a_third_of_the_shingles_is_kept() -> None:
    hashes = word_hashes(prose(3000))
    assert 0.3 < len(winnow(hashes, 5)) / len(hashes) < 0.37


def test_a_run_of_seventeen_words_is_a_key_and_sixteen_need_not_be() -> None:
    def common(words: int) -> int:
        run = " ".join(RNG.choice(VOCABULARY) for _ in range(words))
        return len(set(keys(article(f"{prose(100)} {run}"))) & set(keys(article(f"{run} {prose(100)}"))))

    assert all(common(17) for _ in range(20))
    assert not all(common(16) for _ in range(20))
    assert not any(common(12) for _ in range(20))


def test_a_footer_after_a_passage_is_not_part_of_it_but_for_the_words_that_straddle_the_two() -> None:
    footer, paragraph = prose(30), prose(40)
    others = [article(f"{prose(150)}\n{footer}", "A") for _ in range(5)]
    pair = [article(f"{prose(150)}\n{paragraph}\n{footer}", "A") for _ in range(2)]
    (found,) = link_copies([*others, *pair], {})
    assert 44 <= evidence(found)["words"] <= 52  # of 70 in a row


def test_alignment_does_not_use_a_word_of_the_left_text_twice() -> None:
    run = " ".join(VOCABULARY[:30])
    found = align(read_words(f"{run} x"), read_words(f"{run} y {run}"))
    assert [(p.left, p.words) for p in found] == [((0, len(run)), 30)]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("PARIS (Reuters) - Leaders met.", "Reuters"),
        ("By Jane Roe, Associated Press\nLeaders met.", "Associated Press"),
        ("Leaders met.\n\nAFP", "Agence France-Presse"),
        ("Leaders met, he told Reuters in Paris.", None),
        ("Leaders met in a pa of rain.", None),
    ],
)
def test_credits(text: str, agency: str | None) -> None:
    assert find_credit(article(text)) == agency


def test_a_credit_tells_the_direction_against_the_dates() -> None:
    wire = article("PARIS (Reuters) - Leaders met.", "Reuters", "2025-02-18")
    copy = article("PARIS (Reuters) - Leaders met today.", "Daily", "2025-02-17")
    assert find_direction(copy, wire) == ("credit", True)
    assert find_direction(article("Leaders met.", "Daily", "2025-02-17"), wire) == ("date", False)
    assert find_direction(article("a"), article("b")) == ("unknown", False)


def test_dates_of_one_day_do_not_tell_unless_both_give_the_moment() -> None:
    day, morning, evening = (
        article("x", published=p) for p in ("2025-02-17", "2025-02-17T08:00:00", "2025-02-17T20:00:00")
    )
    assert compare_dates(day, evening) == 0
    assert compare_dates(morning, evening) == -1
    assert compare_dates(morning, article("x", published="2025-02-17T06:00:00+00:00")) == 0
    assert compare_dates(article("x", published="soon"), day) == 0
    assert [a.published for a in sort_by_date([article("x"), evening, day])] == [day.published, evening.published, None]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus data/copies is not beside the checkout")
def test_pairs_of_real_articles_are_those_of_the_gold_list() -> None:
    with gzip.open(SHARED / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file][:700]
    index = {row["id"]: n for n, row in enumerate(rows)}
    gold = {}
    for line in (SHARED / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        if pair["a"] in index and pair["b"] in index and pair["jaccard6"] >= NEAR_RATIO:
            gold[tuple(sorted((index[pair["a"]], index[pair["b"]])))] = pair["jaccard6"]
    found = {(r.first, r.second): r.jaccard6 for r in count_rows([row["text"] for row in rows])}
    assert gold
    assert {pair: ratio for pair, ratio in found.items() if ratio >= NEAR_RATIO} == gold


def test_an_article_shorter_than_a_shingle_has_no_signature() -> None:
    assert len(sign("five words are not enough")[0]) == 0
    assert keys(article("too short")) == ()


def test_time_stays_bounded_on_monotonous_and_huge_texts() -> None:
    start = time.process_time()
    link_copies([article("again and " * 40_000, "A"), article("again and " * 40_000 + "end", "B")], {})
    link_copies([article(prose(120_000), "A"), article("“" * 10_000, "B")], {})
    assert time.process_time() - start < 20
