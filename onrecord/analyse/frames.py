"""The trained reader's positions: scores of windows -> frames (holder, cue, target, conditions, stance).

A frame hangs on its cue: the words that carry the stance. Each word has a cue tag, a condition tag and, for cues, a
stance, whether the holder binds itself and whether somebody else ascribes it. From the cue's first piece a pointer goes
to the first and to the last word of each holder and each target (position 0 of a window: none in sight); each condition
points to its cue. Everything comes of the one pass of the encoder that reads attributions (``windows``).
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
ROLES = ("holder", "target")
N_CUE, N_CONDITION = 3, 5  # none, begins, goes on; none, begins and goes on of "if", the same of "unless"
POINTER_SIZE = 64
N_POINTERS = 2 * 2 * len(ROLES) + 2  # query and key of the first and last word of each role; condition and its cue
TOPIC_SIZE = 64
# columns of the label output: cue tags, condition tags, stances, binds itself, ascribed by somebody else
N_LABELS = N_CUE + N_CONDITION + len(STANCES) + 2


class FrameScores(NamedTuple):
    """The reader's answer for one window, row 0 the window itself: label scores, pointer and topic vectors by piece."""

    first: int
    labels: Floats
    pointers: Floats
    topics: Floats

    def part(self, k: int) -> Floats:
        """The vectors of the k-th query or key."""
        return self.pointers[:, k * POINTER_SIZE : (k + 1) * POINTER_SIZE]


@dataclass(frozen=True)
class FrameSettings:
    """What the recipe fixed for decoding frames."""

    bias_cue: float = 0.0
    more_arguments: float = 0.3  # a further holder or target needs this share of the best one's probability
    longest_target_pieces: int = 60
    condition_bias: float = 0.0
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
    """The holders or targets that a cue points to, likeliest first; None stands for none in the window."""
    import numpy as np

    columns = np.concatenate(([0], words))
    start = log_softmax(window.part(4 * role)[row] @ window.part(4 * role + 1)[columns].T)
    end = log_softmax(window.part(4 * role + 2)[row] @ window.part(4 * role + 3)[columns].T)
    best = float(start.max())
    places: list[Place | None] = []
    for k in np.argsort(-start):
        if places and start[k] < best + math.log(settings.more_arguments):
            break
        if k == 0:
            if not places:
                return [None]
            continue
        reach = (columns >= columns[k]) & (columns < columns[k] + settings.longest_target_pieces)
        reach[0] = False
        options = np.where(reach, end, -np.inf)
        last = int(options.argmax())
        place = Place(int(columns[k]), int(columns[last]), float(start[k]))
        if not any(p and p.first <= place.last and place.first <= p.last for p in places):
            places.append(place)
        if len(places) == 3:
            break
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
    cues, conditions, stances = rows[:, :N_CUE], rows[:, N_CUE : N_CUE + N_CONDITION], rows[:, N_CUE + N_CONDITION :]
    cue_log = log_softmax(cues)
    biased = cue_log + np.array([settings.bias_cue, 0.0, 0.0], dtype=np.float32)
    spans = runs(biased.argmax(axis=1).tolist(), (1,))
    found_conditions = _conditions(conditions, words, spans, scores, home, settings)
    frames: list[Frame] = []
    for k, (i, j, _) in enumerate(spans):
        first = int(words[i])
        window = scores[int(home[first])]
        row = first - window.first + 1
        inside = words[(words >= window.first) & (words < window.first + len(window.labels) - 1)] - window.first + 1
        mean = stances[i:j].mean(axis=0)
        stance_log = log_softmax(mean[: len(STANCES)])
        kind = int(stance_log.argmax())
        mine = [(c, which) for c, which, cue in found_conditions if cue == k]
        stance, leaning = STANCES[kind]
        holders = point(window, row, 0, inside, settings)
        targets = point(window, row, 1, inside, settings)
        for holder in holders:
            for target in targets:
                signs = (
                    float(cue_log[i, 1]), float(stance_log[kind]), holder.score if holder else -1.0,
                    target.score if target else -1.0, float(holder is None), float(target is None),
                )  # fmt: skip
                frames.append(
                    Frame(
                        cue=_range(pieces, first, int(words[j - 1])),
                        holder=_place(pieces, holder, window.first), target=_place(pieces, target, window.first),
                        stance=stance, leaning=leaning,
                        commitment=bool(mean[-2] > 0), claimed=bool(mean[-1] > 0),
                        conditions=tuple((_range(pieces, a, b), which) for (a, b), which in mine),
                        score=_probability(signs, settings.calibration),
                        topic=_topic(window, target or Place(row, row, 0.0)), signs=signs,
                    )
                )  # fmt: skip
    return frames


def _conditions(
    logits: Floats, words: Ints, cues: Sequence[tuple[int, int, int]], scores: Sequence[FrameScores], home: Ints,
    settings: FrameSettings,
) -> list[tuple[tuple[int, int], Literal["if", "unless"], int]]:  # fmt: skip
    """Conditions as (first and last piece, kind, which cue)."""
    import numpy as np

    biased = log_softmax(logits)
    biased[:, 0] += settings.condition_bias
    found: list[tuple[tuple[int, int], Literal["if", "unless"], int]] = []
    firsts = np.array([int(words[i]) for i, _, _ in cues], dtype=np.int64)
    for i, j, begins in runs(biased.argmax(axis=1).tolist(), (1, 3)):
        first = int(words[i])
        window = scores[int(home[first])]
        reach = (firsts >= window.first) & (firsts < window.first + len(window.labels) - 1)
        if not reach.any():
            continue
        mine = words[i:j]
        mine = mine[mine < window.first + len(window.labels) - 1] - window.first + 1
        query, key = window.part(N_POINTERS - 2)[mine], window.part(N_POINTERS - 1)
        logit = (query @ key[firsts[reach] - window.first + 1].T).mean(axis=0)
        cue = int(np.flatnonzero(reach)[int(logit.argmax())])
        found.append(((first, int(words[j - 1])), "if" if begins == 1 else "unless", cue))
    return found


def _range(pieces: Pieces, first: int, last: int) -> Range:
    """The characters from the word that begins at piece ``first`` to the end of the word at piece ``last``."""
    end = last + 1
    while end < len(pieces.ids) and not pieces.is_word[end] and pieces.features[end] != 0:
        end += 1
    return int(pieces.starts[first]), int(pieces.ends[end - 1])


def _place(pieces: Pieces, place: Place | None, first: int) -> Range | None:
    """The characters of a place in a window."""
    return _range(pieces, place.first + first - 1, place.last + first - 1) if place else None


def _topic(window: FrameScores, place: Place) -> bytes:
    """The mean topic vector of a place, of length 1, as signed bytes."""
    import numpy as np

    if not window.topics.size:
        return b""
    mean = window.topics[place.first : place.last + 1].mean(axis=0)
    size = float(np.linalg.norm(mean)) or 1.0
    return bytes(np.clip(np.rint(mean / size * 127), -127, 127).astype(np.int8).tobytes())


def _probability(signs: Sequence[float], calibration: Sequence[float]) -> float:
    """The probability, 0..1, that a frame is right; the product of its choices where nothing was calibrated."""
    if not calibration:
        return round(math.exp(sum(signs[:4])), 4)
    z = calibration[0] + sum(w * x for w, x in zip(calibration[1:], signs, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), 4)
