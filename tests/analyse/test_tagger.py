"""The trained tagger's runtime: text in, whole attributions out."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.analyse import tagger
from onrecord.analyse.decoding import Linked, best_tags, decode
from onrecord.analyse.pieces import Pieces, quote_states, split_glued, word_feature
from onrecord.analyse.tagger import continue_quotations, tag_article
from onrecord.analyse.windows import CONTENT, CUE, Scores, Settings, home_windows, window_ranges
from onrecord.records import TaggedAttribution

needs_weights = pytest.mark.skipif(tagger.load() is None, reason="the weights are not installed")

STORY = (
    "Anna Berg, the minister, said on Monday that the bridge would open in May.\n\n"
    "“We are not going to wait any longer,” she said. “People need it.”\n\n"
    "The mayor of Norden denied that money was missing. It rained all day."
)


def blocks_of(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"\S[^\n]*", text)]


def words(text: str, ranges: tuple[tuple[int, int], ...]) -> str:
    return " … ".join(text[s:e] for s, e in ranges)


def pieces_of(n: int, separators: tuple[int, ...] = ()) -> Pieces:
    features = np.ones(n, dtype=np.int64)
    features[list(separators)] = 0
    starts = np.arange(n) * 2
    return Pieces(np.ones(n, dtype=np.int64), features, starts, starts + 1, features > 0)


def attributions_of(text: str, blocks: list[tuple[int, int]] | None = None) -> tuple[TaggedAttribution, ...]:
    found = tag_article(text, blocks_of(text) if blocks is None else blocks)
    assert found is not None
    return found.attributions


# ------------------------------------------------------------------------------------------------- without weights
def test_no_weights_give_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger, "load", lambda: None)
    assert tag_article(STORY, blocks_of(STORY)) is None


@given(st.text(alphabet=st.sampled_from("abAB .’'"), max_size=40), st.integers(0, 5))
def test_split_glued_loses_nothing(text: str, start: int) -> None:
    start = min(start, len(text))
    parts = split_glued(text, start, len(text))
    assert "".join(text[s:e] for s, e in parts) == text[start:]


def test_split_glued_cuts_run_together_words_but_no_names() -> None:
    text = "tell the storyFrom reproductive rights, said McCain and MacDonald"
    assert [text[s:e] for s, e in split_glued(text, 0, len(text))] == [
        "tell the story",
        "From reproductive rights, said McCain and MacDonald",
    ]


def test_quote_states_follow_curly_and_straight_marks() -> None:
    text = 'He “said so” and "so" and “so'
    inside = [False] * len(text)
    for offset, state in quote_states(text, 0, len(text)):
        inside[offset:] = [state] * (len(text) - offset)
    assert [inside[text.index(w, n)] for w, n in (("He", 0), ("said", 0), ("and", 0), ("so", 16), ("so", 24))] == [
        False, True, False, True, True,
    ]  # fmt: skip


def test_word_features_are_distinct_and_never_the_separators() -> None:
    features = [word_feature(w, inside) for inside in (False, True) for w in ("word", "Word", "WORD", "”")]
    assert sorted(features) == list(range(1, 9))


@given(st.integers(1, 900), st.sets(st.integers(1, 899)), st.integers(40, 200))
def test_windows_cover_every_piece_and_overlap(n: int, separators: set[int], size: int) -> None:
    pieces = pieces_of(n, tuple(s for s in separators if s < n))
    ranges = window_ranges(pieces, Settings(window_pieces=size, overlap_pieces=16))
    assert ranges[0][0] == 0
    assert ranges[-1][1] == n
    assert all(last - first <= size - 2 for first, last in ranges)
    assert all(b[0] <= a[1] - 16 and b[0] > a[0] and b[1] > a[1] for a, b in pairwise(ranges))


def test_home_is_the_window_with_the_most_context() -> None:
    none = np.zeros((21, 0), dtype=np.float32)
    scores = [Scores(first, np.zeros((20, 7), dtype=np.float32), (none,) * 4) for first in (0, 10)]
    assert home_windows(scores, 30).tolist() == [0] * 15 + [1] * 15


@given(st.lists(st.lists(st.floats(-9, 9, width=32), min_size=7, max_size=7), max_size=30))
def test_best_tags_never_continue_what_has_not_begun(rows: list[list[float]]) -> None:
    tags = best_tags(np.array(rows, dtype=np.float32).reshape(-1, 7))
    assert len(tags) == len(rows)
    assert all(tag not in (2, 4, 6) or before in (tag - 1, tag) for before, tag in zip([0, *tags], tags, strict=False))


def hand_made(tags: list[int], cue_of: dict[int, int], source_of: dict[int, int]) -> list[Linked]:
    """What is decoded from scores that say just this."""
    n = len(tags)
    scores = np.zeros((n, 7), dtype=np.float32)
    scores[range(n), tags] = 9
    to_cue, to_source = (np.zeros((n + 1, n + 1), dtype=np.float32) for _ in range(2))
    for a, b in cue_of.items():
        to_cue[a + 1, b + 1] = 9
    for a, b in source_of.items():
        to_source[a + 1, b + 1] = 9
    eye = np.eye(n + 1, dtype=np.float32)
    return decode(pieces_of(n), [Scores(0, scores, (to_cue, eye, to_source, eye))], Settings())


def test_two_cues_share_a_source_and_one_has_two_contents() -> None:
    found = hand_made([5, 1, 3, 5, 0, 3, 5], {0: 2, 3: 2, 6: 5}, {2: 1, 5: 1})
    assert [(f.cue.first, f.source and f.source.first, [c.first for c in f.contents]) for f in found] == [
        (2, 1, [0, 3]),
        (5, 1, [6]),
    ]
    assert all(f.cue.role == CUE and f.contents[0].role == CONTENT for f in found)


def test_a_cue_that_points_to_nobody_has_no_source() -> None:
    found = hand_made([1, 3, 5], {2: 1}, {1: -1})
    assert found[0].source is None


TURN = "“We waited,” Ann said. “It was long.\n\n“Nobody came.”\n\nBo denied it."


def attribution(source: str, cue: str, *contents: str) -> TaggedAttribution:
    def at(words: str) -> tuple[int, int]:
        return TURN.index(words), TURN.index(words) + len(words)

    return TaggedAttribution((at(source),), (at(cue),), tuple(map(at, contents)), 0.9)


def test_a_quotation_over_two_paragraphs_stays_in_one_piece() -> None:
    found = [attribution("Ann", "said", "“We waited,”", "“It was long."), attribution("Bo", "denied", "“Nobody", "it.")]
    blocks = blocks_of(TURN)
    joined = continue_quotations(TURN, blocks, found)
    assert [words(TURN, a.content) for a in joined] == ["“We waited,” … “It was long. … “Nobody", "it."]
    closed = TURN.replace("long.", "long”")
    assert continue_quotations(closed, blocks, found) == tuple(found)


def test_a_paragraph_with_its_own_cue_keeps_its_content() -> None:
    found = [attribution("Ann", "said", "“It was long."), attribution("Bo", "came", "“Nobody")]
    assert continue_quotations(TURN, blocks_of(TURN), found) == tuple(found)


# ---------------------------------------------------------------------------------------------------- with weights
@needs_weights
def test_who_said_what_in_a_small_story() -> None:
    found = attributions_of(STORY)
    read = [(words(STORY, a.source), words(STORY, a.content)) for a in found if a.score > 0.3]
    assert any("Anna Berg" in source and "bridge would open" in content for source, content in read)
    assert any(source == "she" and "wait any longer" in content and "People need it" in content
               for source, content in read)  # fmt: skip
    assert any("mayor" in source and "money was missing" in content for source, content in read)
    assert not any("rained" in content for _, content in read)


@needs_weights
@pytest.mark.parametrize("style", [('"', '"'), ("''", "''"), ("``", "''"), ("‘", "’"), ("«", "»")])
def test_quotation_marks_of_any_style(style: tuple[str, str]) -> None:
    text = STORY.replace("“", style[0]).replace("”", style[1])
    found = attributions_of(text)
    assert any("wait any longer" in words(text, a.content) and words(text, a.source) == "she" for a in found)


@needs_weights
def test_run_together_paragraphs() -> None:
    text = STORY.replace("\n\n", "")
    found = attributions_of(text)
    assert any("wait any longer" in words(text, a.content) and words(text, a.source) == "she" for a in found)


@needs_weights
@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_odd_text_gives_ranges_inside_it(text: str) -> None:
    blocks = blocks_of(text)
    found = attributions_of(text, blocks)
    for attribution in found:
        for start, end in (*attribution.source, *attribution.cue, *attribution.content):
            assert 0 <= start < end <= len(text)
        assert attribution.content
        assert 0 <= attribution.score <= 1


@needs_weights
@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "“", "\x00\x01", "é" * 4000, "word " * 3000, "a\u0301\u200b"])
def test_odd_input_never_raises(text: str) -> None:
    assert tag_article(text, blocks_of(text)) is not None


@needs_weights
def test_nothing_is_found_outside_the_blocks() -> None:
    blocks = blocks_of(STORY)
    found = attributions_of(STORY, blocks[1:])
    assert found
    assert all(start >= blocks[1][0] for a in found for start, _ in (*a.source, *a.cue, *a.content))
    assert attributions_of(STORY, []) == ()


@needs_weights
def test_same_input_same_output_whatever_was_read_before() -> None:
    other = STORY.replace("Anna Berg", "Carl Dahl") * 5
    first = tag_article(STORY, blocks_of(STORY))
    tag_article(other, blocks_of(other))
    assert tag_article(STORY, blocks_of(STORY)) == first


@needs_weights
def test_a_long_text_is_read_to_its_end() -> None:
    text = "\n\n".join([STORY] * 30)
    found = attributions_of(text)
    thirds = [sum(a.cue[0][0] * 3 // len(text) == k for a in found) for k in range(3)]
    assert min(thirds) > 20
