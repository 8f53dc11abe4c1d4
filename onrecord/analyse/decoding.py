"""Scores of windows -> whole attributions: the likeliest tags, the spans they make, and who belongs to whom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from onrecord.analyse.pieces import Pieces
from onrecord.analyse.windows import (
    BEGINNINGS,
    CONTENT,
    CUE,
    N_TAGS,
    ROLE_OF_TAG,
    SOURCE,
    Scores,
    Settings,
    home_windows,
    log_softmax,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

OUT_OF_REACH = -4.0  # log probability of a link to a cue outside the window; -4 to -8 differ by .003 in attr F1


class Span(NamedTuple):
    """A run of words with one role: piece indices first to last (exclusive), and its mean log probability."""

    first: int
    last: int
    role: int
    score: float


def best_tags(scores: Floats) -> list[int]:
    """The likeliest tag sequence in which nothing continues that has not begun (Viterbi)."""
    import numpy as np

    if not len(scores):
        return []
    allowed = np.zeros((N_TAGS, N_TAGS), dtype=np.float32)
    for tag in (2, 4, 6):
        allowed[:, tag] = -1e9
        allowed[tag - 1 : tag + 1, tag] = 0
    total = scores[0].copy()
    total[[2, 4, 6]] = -1e9
    back = np.zeros(scores.shape, dtype=np.int64)
    for i in range(1, len(scores)):
        options = total[:, None] + allowed
        back[i] = options.argmax(axis=0)
        total = options[back[i], range(N_TAGS)] + scores[i]
    path = [int(total.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i][path[-1]]))
    return path[::-1]


def find_spans(words: Ints, tags: Sequence[int], log_probs: Floats, n_pieces: int) -> list[Span]:
    """The runs of words that share a role, in order."""
    spans: list[Span] = []
    i = 0
    while i < len(tags):
        role = ROLE_OF_TAG[tags[i]]
        j = i + 1
        while role and j < len(tags) and tags[j] == BEGINNINGS[role] + 1:
            j += 1
        if role:
            last = int(words[j]) if j < len(words) else n_pieces
            score = float(sum(log_probs[k, tags[k]] for k in range(i, j)) / (j - i))
            spans.append(Span(int(words[i]), last, role, score))
        i = j
    return spans


@dataclass(frozen=True)
class Linked:
    """An attribution as spans, with what the score is made of: means of log probabilities."""

    cue: Span
    source: Span | None
    contents: tuple[Span, ...]
    content_link: float
    source_link: float


def link_contents(
    spans: Sequence[Span], scores: Sequence[Scores], home: Ints, words: Ints
) -> list[tuple[Span, Span | None, float]]:
    """For each content span the cue it points to (None where no cue is in reach) and the mean log probability."""
    import numpy as np

    cues = [span for span in spans if span.role == CUE]
    firsts = np.array([cue.first for cue in cues], dtype=np.int64)
    result: list[tuple[Span, Span | None, float]] = []
    for span in spans:
        if span.role != CONTENT:
            continue
        mine = words[(words >= span.first) & (words < span.last)]
        total = np.zeros(len(cues), dtype=np.float32)
        for k in np.unique(home[mine]):
            window = scores[k]
            rows = mine[home[mine] == k] - window.first + 1
            reach = (firsts >= window.first) & (firsts < window.first + len(window.tags))
            columns = firsts[reach] - window.first + 1
            part = log_softmax(window.links[0][rows] @ window.links[1].T)[:, columns]
            total[reach] += part.sum(axis=0)
            total[~reach] += OUT_OF_REACH * len(rows)
        total /= max(1, len(mine))
        if len(cues) and total.max() > OUT_OF_REACH:
            best = int(total.argmax())
            result.append((span, cues[best], float(total[best])))
        else:
            result.append((span, None, 0.0))
    return result


def link_source(
    cue: Span, sources: Sequence[Span], scores: Sequence[Scores], home: Ints, bias: float
) -> tuple[Span | None, float]:
    """The source that a cue points to, or None for nobody, and the log probability of that choice."""
    import numpy as np

    window = scores[int(home[cue.first])]
    reach = [s for s in sources if window.first <= s.first < window.first + len(window.tags)]
    columns = np.array([0, *(s.first - window.first + 1 for s in reach)], dtype=np.int64)
    logits = window.links[2][cue.first - window.first + 1] @ window.links[3][columns].T
    logits[0] += bias
    part = log_softmax(logits)
    best = int(part.argmax())
    return (reach[best - 1] if best else None), float(part[best])


def decode(pieces: Pieces, scores: Sequence[Scores], settings: Settings) -> list[Linked]:
    """Whole attributions from the scores, in order of their cues; contents without a cue are dropped."""
    import numpy as np

    n = len(pieces.ids)
    words = np.flatnonzero(pieces.is_word)
    if not len(words):
        return []
    home = home_windows(scores, n)
    rows = np.stack([scores[home[w]].tags[w - scores[home[w]].first] for w in words])
    log_probs = log_softmax(rows)
    tags = best_tags(log_probs + np.array(settings.bias, dtype=np.float32))
    spans = find_spans(words, tags, log_probs, n)
    sources = [span for span in spans if span.role == SOURCE]
    by_cue: dict[Span, list[tuple[Span, float]]] = {}
    for content, cue, score in link_contents(spans, scores, home, words):
        if cue is not None:
            by_cue.setdefault(cue, []).append((content, score))
    found = []
    for cue, linked in sorted(by_cue.items()):
        strongest = max(score for _, score in linked)
        contents = [pair for pair in linked if pair[1] >= min(strongest, settings.weak_link)]
        source, source_score = link_source(cue, sources, scores, home, settings.bias_null_source)
        mean = sum(score for _, score in contents) / len(contents)
        found.append(Linked(cue, source, tuple(content for content, _ in contents), mean, source_score))
    return found


def score_inputs(found: Linked) -> tuple[float, ...]:
    """What the calibrated score is computed from: five log probabilities and a constant."""
    contents = [span.score for span in found.contents]
    source = found.source.score if found.source else 0.0
    return (1.0, found.cue.score, min(contents), source, found.content_link, found.source_link)


def score_of(found: Linked, calibration: Sequence[float]) -> float:
    """The probability, 0..1, that content and source are both right; 1.0 where nothing was calibrated."""
    if not calibration:
        return 1.0
    z = sum(w * x for w, x in zip(calibration, score_inputs(found), strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), 4)
