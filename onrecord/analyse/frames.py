"""The trained reader's positions: scores of windows -> frames (holder, cue, target, conditions, stance).

A frame hangs on its cue: the words that carry the stance. Each word has a cue tag, a condition tag and, for cues, a
stance, whether the holder binds itself and whether somebody else ascribes it. From the cue's first piece a pointer goes
to the first and to the last word of each holder, target and condition (position 0 of a window: none in sight).
Everything comes of the one pass of the encoder that reads attributions (``windows``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from onrecord.analyse.pieces import Pieces
from onrecord.analyse.windows import Scores, home_windows, log_softmax
from onrecord.records import Frame, Range, Stance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

# what the stance head tells apart: a stance, and the leaning of a conditional one
STANCES: tuple[tuple[Stance, Literal["for", "against", ""]], ...] = (
    ("for", ""), ("against", ""), ("conditional", "for"), ("conditional", "against"), ("undecided", ""),
)  # fmt: skip
ROLES = ("holder", "target", "condition")
N_CUE, N_CONDITION = 3, 5  # none, begins, goes on; none, begins and goes on of "if", the same of "unless"
POINTER_SIZE = 64
N_POINTERS = 2 * 2 * len(ROLES)  # query and key of the first and of the last word of each role
# columns of the label output: cue tags, condition tags, stances, binds itself, ascribed by somebody else
N_LABELS = N_CUE + N_CONDITION + len(STANCES) + 2


class FrameScores(NamedTuple):
    """The reader's answer for one window, row 0 the window itself: label scores and pointer vectors by piece."""

    first: int
    labels: Floats
    pointers: Floats

    def part(self, k: int) -> Floats:
        """The vectors of the k-th query or key."""
        return self.pointers[:, k * POINTER_SIZE : (k + 1) * POINTER_SIZE]


@dataclass(frozen=True)
class FrameSettings:
    """What the recipe fixed for decoding frames."""

    bias_cue: float = 0.0  # added to the score of "none"
    more_arguments: float = 0.3  # a further holder, target or condition needs this share of the best one's probability
    longest_pieces: tuple[int, int, int] = (16, 60, 60)  # of a holder, a target, a condition
    calibration: tuple[float, ...] = ()


class Place(NamedTuple):
    """A run of words by pieces, last exclusive, with the log probability of its choice."""

    first: int
    last: int
    score: float


def runs(tags: Sequence[int], begins: Sequence[int]) -> list[tuple[int, int, int]]:
    """Runs of words (first, last exclusive, tag that begins it); a tag that goes on begins one where none is open."""
    found: list[tuple[int, int, int]] = []
    i = 0
    while i < len(tags):
        if not tags[i]:
            i += 1
            continue
        start = max(b for b in begins if b <= tags[i])
        j = i + 1
        while j < len(tags) and tags[j] == start + 1:
            j += 1
        found.append((i, j, start))
        i = j
    return found


def point(window: FrameScores, row: int, role: int, words: Ints, settings: FrameSettings) -> list[Place | None]:
    """The places that a cue points to in a role, likeliest first; None stands for none in the window."""
    import numpy as np

    columns = np.concatenate(([0], words))
    start = log_softmax(window.part(4 * role)[row] @ window.part(4 * role + 1)[columns].T)
    end = log_softmax(window.part(4 * role + 2)[row] @ window.part(4 * role + 3)[columns].T)
    least = float(start.max()) + math.log(settings.more_arguments)
    places: list[Place | None] = []
    for k in np.argsort(-start, kind="stable"):
        if len(places) == 3 or (places and start[k] < least):
            break
        if k == 0:
            places.append(None)
            continue
        reach = (columns >= columns[k]) & (columns < columns[k] + settings.longest_pieces[role])
        reach[0] = False
        last = int(np.where(reach, end, -np.inf).argmax())
        place = Place(int(columns[k]), int(columns[last]), float(start[k]))
        if not any(p and p.first <= place.last and place.first <= p.last for p in places):
            places.append(place)
    return places


def decode_frames(pieces: Pieces, scores: Sequence[FrameScores], settings: FrameSettings) -> list[Frame]:
    """The frames of an article in order of their cues."""
    import numpy as np

    n = len(pieces.ids)
    words = np.flatnonzero(pieces.is_word)
    if not len(words) or not scores:
        return []
    home = home_windows([Scores(s.first, s.labels[1:], (s.labels,) * 4) for s in scores], n)
    rows = np.stack([scores[home[w]].labels[w - scores[home[w]].first + 1] for w in words])
    cue_log = log_softmax(rows[:, :N_CUE])
    tags = (cue_log + np.array([settings.bias_cue, 0.0, 0.0], dtype=np.float32)).argmax(axis=1)
    frames: list[Frame] = []
    for i, j, _ in runs(tags.tolist(), (1,)):
        first = int(words[i])
        window = scores[int(home[first])]
        inside = words[(words >= window.first) & (words < window.first + len(window.labels) - 1)] - window.first + 1
        mean = rows[i:j, N_CUE + N_CONDITION :].mean(axis=0)
        cue = (_range(pieces, first, int(words[j - 1])), float(cue_log[i, 1]))
        frames += _frames_of(pieces, window, (first - window.first + 1, inside), cue, mean, settings)
    return frames


def _frames_of(
    pieces: Pieces, window: FrameScores, here: tuple[int, Ints], cue: tuple[Range, float], answers: Floats,
    settings: FrameSettings,
) -> list[Frame]:  # fmt: skip
    """The frames of one cue, one for each holder and target. ``here``: the cue's row and all words' rows."""
    stance_log = log_softmax(answers[: len(STANCES)])
    kind = int(stance_log.argmax())
    stance, leaning = STANCES[kind]
    row, words = here
    holders, targets, found = (point(window, row, role, words, settings) for role in range(len(ROLES)))
    conditions: list[Place] = [p for p in found if p]
    if stance != "conditional" or found[0] is None:
        conditions = []
    if stance == "conditional" and not conditions:
        sure = FrameSettings(more_arguments=1e-6, longest_pieces=settings.longest_pieces)
        conditions = [p for p in point(window, row, 2, words, sure) if p][:1]
    told = tuple((_placed(pieces, p, window.first), _kind(window, p)) for p in conditions)
    frames = []
    for holder in holders:
        for target in targets:
            signs = (
                cue[1], float(stance_log[kind]), holder.score if holder else -1.0, target.score if target else -1.0,
                float(holder is None), float(target is None), float(stance in ("conditional", "undecided")),
            )  # fmt: skip
            frames.append(
                Frame(
                    cue=cue[0],
                    holder=_placed(pieces, holder, window.first) if holder else None,
                    target=_placed(pieces, target, window.first) if target else None,
                    stance=stance, leaning=leaning, commitment=bool(answers[-2] > 0), claimed=bool(answers[-1] > 0),
                    conditions=told, score=_probability(signs, settings.calibration), signs=signs,
                )
            )  # fmt: skip
    return frames


def _kind(window: FrameScores, place: Place) -> Literal["if", "unless"]:
    """Whether the words of a condition must hold or must not, by their condition tags."""
    tags = window.labels[place.first : place.last + 1, N_CUE : N_CUE + N_CONDITION]
    holds, not_ = tags[:, 1:3].max(axis=1).mean(), tags[:, 3:5].max(axis=1).mean()
    return "if" if holds >= not_ else "unless"


def _range(pieces: Pieces, first: int, last: int) -> Range:
    """The characters from the word that begins at piece ``first`` to the end of the word at piece ``last``."""
    end = last + 1
    while end < len(pieces.ids) and not pieces.is_word[end] and pieces.features[end] != 0:
        end += 1
    return int(pieces.starts[first]), int(pieces.ends[end - 1])


def _placed(pieces: Pieces, place: Place, first: int) -> Range:
    """The characters of a place in a window."""
    return _range(pieces, place.first + first - 1, place.last + first - 1)


def _probability(signs: Sequence[float], calibration: Sequence[float]) -> float:
    """The probability, 0..1, that a frame is right; the product of its choices where nothing was calibrated."""
    if not calibration:
        return round(math.exp(sum(signs[:4])), 4)
    z = calibration[0] + sum(w * x for w, x in zip(calibration[1:], signs, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), 4)
