"""Paragraphs, sentences, quotation marks and range arithmetic."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import text as texts

# --- ranges --------------------------------------------------------------------------------------


def test_trim_keeps_what_is_not_space() -> None:
    assert texts.trim("  a b\n", 0, 6) == (2, 5)
    assert texts.trim("   ", 1, 3) == (3, 3)


def test_merge_joins_what_touches_and_leaves_the_rest() -> None:
    assert texts.merge([(5, 7), (0, 2), (2, 4), (6, 9)]) == [(0, 4), (5, 9)]


def test_subtract() -> None:
    assert texts.subtract((0, 10), [(2, 4), (8, 12)]) == [(0, 2), (4, 8)]
    assert texts.subtract((0, 10), [(0, 10)]) == []


def test_blocks_leave_out_removed_ranges_and_nothing_else() -> None:
    text = "Give now.\nThe story. Read more\nIts end."
    removed = [(0, 9), (text.index("Read more"), text.index("Read more") + 9)]
    assert [text[s:e] for s, e in texts.blocks(text, removed)] == ["The story.", "Its end."]


def test_overlap_and_share() -> None:
    assert texts.overlap((0, 5), (3, 9)) == 2
    assert texts.overlap((0, 3), (3, 9)) == 0
    assert texts.inside_quotation([(0, 5)], 0, 10) == 0.5
    assert texts.inside_quotation([(0, 5)], 3, 3) == 0.0


# --- sentences -----------------------------------------------------------------------------------


def split(text: str) -> list[str]:
    return [text[s:e] for block in texts.paragraphs(text) for s, e in texts.sentences(text, *block)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["He left Paris.", "She stayed."],
        ["Mr. Lee met Dr. Ray.", "They talked."],
        ["“Why now?” Mr Smith asked.", "Nobody knew."],
        ["It rose 3.5 per cent.", "Amazon.com fell."],
        ["It ended at 5 p.m.", "The vote failed."],
        ["The U.S. Senate voted.", "The end came."],
        ["It happened in the U.S.", "The end came."],
        ["He works for Acme Inc.", "The firm is big."],
        ["He lives in Newtown, Conn.", "At the time he did not."],
        ["He won in Feb.", "She lost."],
        ["He quit on Jan. 20.", "She lost."],
        ["J. K. Rowling wrote it.", "W. H. Auden did not."],
        ["No. 10 declined.", "The vote fell."],
        ["He said no.", "That was all."],
        ["''We go,'' he said.", "''They stay.''"],
        ["Then he said, “I will go.”", "And he did."],
        ["Is it?", "Yes!", "No."],
    ],
)
def test_sentences_end_where_a_reader_sees_it(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["He left Paris.", "“We do not plan to go.”"],
        ['He said "We go."', "She left."],
        ["He supports it.", "The story goes on."],
        ["He said no.", "The story goes on."],
        ["It was seen by the BBC.", "The plan failed."],
        ["It was over in 2024.", "The plan failed."],
    ],
)
def test_sentences_without_a_space_between_them(sentences: list[str]) -> None:
    assert split("".join(sentences)) == sentences


@pytest.mark.parametrize(
    "text", ["The U.S.-led force left", "It cost 3.5 or No.10 paid", "He read example.com and Node.js", "St.Paul"]
)
def test_stops_inside_words_do_not_end_sentences(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    "dateline",
    [
        "PARIS, Feb 17 (Reuters) -",
        "NEW YORK —",
        "THE HAGUE, Netherlands (AP)_",
        "Denver (AP) –",
        "AUGUSTA, Me., 3 March --",
        "(Newswire) —",
        "OSLO ―",
        "OSLO (ANA)",
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(dateline: str) -> None:
    assert split(f"{dateline} Ministers met. They left.") == [dateline, "Ministers met.", "They left."]


@pytest.mark.parametrize(
    "text",
    [
        "AVON RENT-A-CAR Corp. rose.",
        "NATO — and the EU — met.",
        "Paris - a city - slept.",
        "NATO (Brussels) met late.",
        "Oslo (Norway) Police met.",
        "NATO met (again) - late.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(text: str) -> None:
    assert split(text) == [text]


def test_a_sentence_never_grows_without_bound() -> None:
    assert max(map(len, split("word " * 5000))) <= 4000


# --- quotations ----------------------------------------------------------------------------------


def quotations(text: str) -> list[tuple[str, int]]:
    """Words with their marks, and the number of the turn."""
    return [(text[q.start : q.end], q.turn) for q in texts.quotations(text, texts.paragraphs(text))]


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", '""', "‘’", "''"])
def test_every_pair_of_marks(marks: str) -> None:
    text = f"He said: {marks[0]}We go,{marks[1]} and left."
    assert quotations(text) == [(f"{marks[0]}We go,{marks[1]}", 1)]


@pytest.mark.parametrize(("opening", "closing"), [("''", "''"), ("``", "''")])
def test_doubled_single_marks(opening: str, closing: str) -> None:
    assert quotations(f"{opening}We go,{closing} he said.") == [(f"{opening}We go,{closing}", 1)]


def test_reopened_marks_belong_to_one_turn() -> None:
    assert quotations("“A b.\n\n“C d.\n\n“E f.” G.") == [("“A b.", 1), ("“C d.", 1), ("“E f.”", 1)]
    assert quotations('"A b.\n\n"C d."\n\nE "f g" h.') == [('"A b.', 1), ('"C d."', 1), ('"f g"', 2)]


def test_closed_marks_begin_a_new_turn() -> None:
    assert quotations("“A b.”\n\n“C d.”") == [("“A b.”", 1), ("“C d.”", 2)]


def test_a_mark_reopened_where_paragraphs_run_together() -> None:
    assert quotations("“A b.“C d”, he said.") == [("“A b.", 1), ("“C d”", 1)]


def test_the_same_mark_inside_a_quotation() -> None:
    assert quotations("“I call Bob “Bobby” Ray,” he said.") == [("“I call Bob “Bobby” Ray,”", 1)]
    assert quotations('"I call Bob "Bobby" Ray," he said.') == [('"I call Bob "Bobby" Ray,"', 1)]


def test_a_mark_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = 'He said "we go.\n\nNext "they stay" came.'
    found = texts.quotations(text, texts.paragraphs(text))
    assert [(text[q.start : q.end], q.balanced) for q in found] == [('"we go.', False), ('"they stay"', True)]


def test_a_quotation_closed_some_paragraphs_on_holds_them_whole() -> None:
    text = "Lee wrote: “We go.\n\nWe go now.\n\nSo do you,” she said. “Come.”\n\nA."
    assert quotations(text) == [("“We go.", 1), ("We go now.", 1), ("So do you,”", 1), ("“Come.”", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "He said: “We go.\n\nRay told us “they stay” now.",  # the next mark opens
        'He said: “We go.\n\nRay told us "they stay” now.',  # mixed marks tell nothing
        "He said: “We go.\n\n" + "Rain.\n\n" * 6 + "They stay,” he said.",  # too far
    ],
)
def test_a_mark_that_nothing_plainly_closes_ends_with_its_paragraph(text: str) -> None:
    assert quotations(text)[0] == ("“We go.", 1)
    assert all("stay" in words and turn == 2 for words, turn in quotations(text)[1:])


def test_a_stray_closing_mark_is_no_quotation() -> None:
    assert quotations("We go,” he said.") == []
    assert quotations("“A b” c” d") == [("“A b”", 1)]


def test_single_marks_are_told_from_apostrophes() -> None:
    assert quotations("the leaders’ plan ‘to go’ and the dogs' 'bone'") == [("‘to go’", 1), ("'bone'", 2)]
    assert quotations("‘It’s the leaders’ fault,’ she said.") == [("‘It’s the leaders’ fault,’", 1)]
    assert quotations("'Don't go,' he said.") == [("'Don't go,'", 1)]
    assert quotations("He’s in the boys’ room with the Joneses’ sons; rock 'n' roll in the '90s") == []


def test_feet_and_inches_are_no_quotation() -> None:
    assert quotations('5\'10" tall and 6" wide') == []


def test_single_marks_inside_double_ones_are_deeper() -> None:
    text = "“He said ‘we go’ to me,” she said."
    assert [q.depth for q in texts.quotations(text, texts.paragraphs(text))] == [0, 1]
    text = "‘He said “we go” to me,’ she said."
    assert [q.depth for q in texts.quotations(text, texts.paragraphs(text))] == [0, 1]


def test_quotations_do_not_cross() -> None:
    assert quotations("“A ‘b” c’ d") == [("“A ‘b”", 1)]
    assert quotations('"‘"’') == [('"‘"', 1)]


@given(st.text(alphabet="ab .,“”\"'‘’«»`\n—:!", max_size=120))
def test_ranges_are_ordered_whole_and_inside(text: str) -> None:
    blocks = texts.paragraphs(text)
    for start, end in blocks:
        assert text[start:end].strip() == text[start:end] != ""
        pieces = [text[s:e] for s, e in texts.sentences(text, start, end)]
        assert "".join("".join(pieces).split()) == "".join(text[start:end].split())
    outer = [q for q in texts.quotations(text, blocks) if q.depth == 0]
    for q in outer:
        assert 0 <= q.start <= q.inner[0] <= q.inner[1] <= q.end <= len(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(outer))


def test_ten_thousand_marks_take_linear_time() -> None:
    for text in ("“a " * 10_000, '"a b ' * 10_000, "'a " * 10_000, "a” " * 10_000, "“a b” " * 10_000):
        start = time.process_time()
        texts.quotations(text, texts.paragraphs(text))
        assert time.process_time() - start < 3


def test_a_sentence_ends_after_a_closing_mark_without_a_space() -> None:
    text = "They fear “peace talks with Putin”.The prime minister said so."
    assert [text[s:e] for s, e in texts.sentences(text, 0, len(text))] == [
        "They fear “peace talks with Putin”.",
        "The prime minister said so.",
    ]
    whole = "He read “No”.2 of the series."
    assert len(texts.sentences(whole, 0, len(whole))) == 1


def test_a_single_mark_does_not_cross_a_double_one() -> None:
    crossing, nested = '"‘"’', '"‘no’"'
    assert [(q.start, q.end) for q in texts.quotations(crossing, [(0, 4)])] == [(0, 3)]
    assert [(q.start, q.end, q.depth) for q in texts.quotations(nested, [(0, 6)])] == [(0, 6, 0), (1, 5, 1)]
