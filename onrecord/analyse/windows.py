"""Windows of word pieces, and the model's scores for each: tags per piece and vectors for the links between them.

One window is one call of the model, never a padded batch: dynamic quantisation takes its scale from the whole batch, so
that a neighbour would change the figures. Same input, same output.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.pieces import Pieces
from onrecord.records import Range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

SOURCE, CUE, CONTENT = 1, 2, 3
ROLE_OF_TAG = (0, SOURCE, SOURCE, CUE, CUE, CONTENT, CONTENT)
BEGINNINGS = {SOURCE: 1, CUE: 3, CONTENT: 5}
N_TAGS = len(ROLE_OF_TAG)


@dataclass(frozen=True)
class Settings:
    """What the recipe fixed: window sizes in word pieces, decoding biases and the calibration of the score."""

    window_pieces: int = 256
    overlap_pieces: int = 64
    special: tuple[int, int] = (101, 102)
    bias: tuple[float, ...] = (0.0,) * N_TAGS
    bias_null_source: float = 0.0
    weak_link: float = -2.5
    threshold: float = 0.0
    calibration: tuple[float, ...] = ()


@dataclass(frozen=True)
class Scores:
    """The model's answer for one window: tag scores and link vectors, one row per piece; row 0 is the window itself."""

    first: int
    tags: Floats
    links: tuple[Floats, Floats, Floats, Floats]
    more: tuple[Floats, ...] = ()  # of the heads of positions: labels, pointers


# ids and features (1, n) in; tags and links, and with weights that read positions labels and pointers out
Model = Callable[["Ints", "Ints"], Sequence["Floats"]]


def window_ranges(pieces: Pieces, settings: Settings) -> list[Range]:
    """Piece ranges that cover the story: each begins at a paragraph where one begins in time, and overlaps the last."""
    n, room = len(pieces.ids), settings.window_pieces - 2
    separators = (pieces.features == 0).nonzero()[0] + 1
    ranges, first = [], 0
    while True:
        last = min(first + room, n)
        ranges.append((first, last))
        if last == n:
            return ranges
        latest = last - settings.overlap_pieces
        near = separators[(separators > latest - settings.overlap_pieces) & (separators <= latest)]
        first = int(near[-1]) if len(near) else latest


def run_windows(pieces: Pieces, model: Model, settings: Settings) -> list[Scores]:
    """The model's scores for every window of the story."""
    import numpy as np

    scores = []
    begin, end = settings.special
    for first, last in window_ranges(pieces, settings):
        ids = np.concatenate(([begin], pieces.ids[first:last], [end]))[None]
        features = np.concatenate(([0], pieces.features[first:last], [0]))[None]
        tags, links, *more = model(ids.astype(np.int64), features.astype(np.int64))
        width = links.shape[2] // 4
        parts = [np.asarray(links[0, :-1, k * width : (k + 1) * width], np.float32) for k in range(4)]
        heads = tuple(np.asarray(head[0, :-1], np.float32) for head in more)
        links_ = (parts[0], parts[1], parts[2], parts[3])
        scores.append(Scores(first, np.asarray(tags[0, 1:-1], np.float32), links_, heads))
    return scores


def home_windows(scores: Sequence[Scores], n_pieces: int) -> Ints:
    """For each piece the window in which it lies farthest from a cut edge."""
    import numpy as np

    best = np.full(n_pieces, -1.0)
    home = np.zeros(n_pieces, dtype=np.int64)
    for k, window in enumerate(scores):
        size = len(window.tags)
        here = np.arange(size, dtype=np.float64)
        left = here + (n_pieces if window.first == 0 else 0)
        right = size - 1 - here + (n_pieces if window.first + size == n_pieces else 0)
        margin = np.minimum(left, right)
        part = slice(window.first, window.first + size)
        better = margin > best[part]
        best[part][better] = margin[better]
        home[part][better] = k
    return home


def log_softmax(values: Floats) -> Floats:
    """Log probabilities along the last axis."""
    import numpy as np

    shifted = values - values.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result
