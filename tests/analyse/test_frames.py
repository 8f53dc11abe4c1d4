"""Frames of positions from the reader's scores: cues, pointers, conditions."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.analyse.frames import (
    N_CONDITION,
    N_CUE,
    N_LABELS,
    N_POINTERS,
    POINTER_SIZE,
    STANCES,
    FrameScores,
    FrameSettings,
    decode_frames,
    runs,
)
from onrecord.analyse.pieces import Pieces
from onrecord.records import Frame

WORDS = "Norland will send troops only if Sund pays for them".split()
HOLDER, TARGET, CONDITION = 0, 1, 2


def pieces_of(words: list[str]) -> Pieces:
    starts = np.cumsum([0, *(len(w) + 1 for w in words[:-1])])
    ends = starts + [len(w) for w in words]
    ones = np.ones(len(words), dtype=np.int64)
    return Pieces(ones, ones, starts, ends, ones > 0)


def answer(stance: int, places: dict[int, list[tuple[int, int]]], cue: tuple[int, int] = (1, 3)) -> FrameScores:
    """The scores of a window: the cue words, and for each role the first and last words it points to; none is row 0."""
    n = len(WORDS) + 1
    labels, pointers = np.full((n, N_LABELS), -5.0, np.float32), np.zeros((n, N_POINTERS * POINTER_SIZE), np.float32)
    labels[:, 0] = 5.0
    labels[cue[0] + 1 : cue[1] + 1, 0] = -5.0
    labels[cue[0] + 1, 1] = labels[cue[0] + 2 : cue[1] + 1, 2] = 5.0
    labels[:, N_CUE] = 5.0
    labels[:, N_CUE + N_CONDITION + stance] = 5.0
    for role in (HOLDER, TARGET, CONDITION):
        for end in (0, 1):
            at = (4 * role + 2 * end) * POINTER_SIZE
            pointers[cue[0] + 1, at] = 10.0
            for row in [place[end] + 1 for place in places.get(role, [])] or [0]:
                pointers[row, at + POINTER_SIZE] = 1.0
    return FrameScores(0, labels, pointers)


def words(span: tuple[int, int] | None) -> str | None:
    return " ".join(WORDS)[slice(*span)] if span else None


def frames(scores: FrameScores) -> list[Frame]:
    return decode_frames(pieces_of(WORDS), [scores], FrameSettings())


def test_a_frame_is_its_cue_and_what_the_cue_points_to() -> None:
    (frame,) = frames(answer(0, {HOLDER: [(0, 0)], TARGET: [(3, 3)]}))
    assert words(frame.cue) == "will send"
    assert words(frame.holder) == "Norland"
    assert words(frame.target) == "troops"
    assert (frame.stance, frame.leaning, frame.conditions, frame.claimed) == ("for", "", (), False)
    assert 0.9 < frame.score <= 1


def test_what_no_word_is_pointed_to_for_is_none() -> None:
    (frame,) = frames(answer(1, {TARGET: [(3, 3)]}))
    assert frame.holder is None
    assert frame.stance == "against"


def test_a_conditional_frame_has_its_condition_even_where_none_is_likelier() -> None:
    kind = STANCES.index(("conditional", "for"))
    scores = answer(kind, {HOLDER: [(0, 0)], TARGET: [(3, 3)], CONDITION: [(6, 9)]})
    scores.labels[7:11, N_CUE + 3] = 9.0  # words of an "unless"
    (frame,) = frames(scores)
    assert (frame.stance, frame.leaning) == ("conditional", "for")
    assert [(words(span), which) for span, which in frame.conditions] == [("Sund pays for them", "unless")]
    (unsure,) = frames(answer(kind, {HOLDER: [(0, 0)], TARGET: [(3, 3)]}))
    assert len(unsure.conditions) == 1


def test_a_plain_frame_has_no_condition() -> None:
    (frame,) = frames(answer(0, {CONDITION: [(6, 9)]}))
    assert frame.conditions == ()


def test_several_holders_make_several_frames() -> None:
    found = frames(answer(0, {HOLDER: [(0, 0), (6, 6)], TARGET: [(3, 3)]}))
    assert sorted(str(words(f.holder)) for f in found) == ["Norland", "Sund"]


def test_a_place_is_no_longer_than_its_role_allows() -> None:
    settings = FrameSettings(longest_pieces=(16, 2, 60))
    (frame,) = decode_frames(pieces_of(WORDS), [answer(0, {TARGET: [(3, 9)]})], settings)
    assert words(frame.target) in ("troops", "troops only")


@pytest.mark.parametrize(
    ("tags", "expected"),
    [([0, 1, 2, 0], [(1, 3, 1)]), ([2, 2, 0], [(0, 2, 1)]), ([1, 1], [(0, 1, 1), (1, 2, 1)]), ([0, 0], [])],
)
def test_runs_of_tags(tags: list[int], expected: list[tuple[int, int, int]]) -> None:
    assert runs(tags, (1,)) == expected


def test_nothing_to_read_gives_nothing() -> None:
    assert decode_frames(pieces_of([]), [], FrameSettings()) == []
