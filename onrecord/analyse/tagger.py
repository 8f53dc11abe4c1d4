"""The trained tagger's runtime: who said what, from the words of an article alone.

A small encoder reads windows of the story and gives each word a tag (source, cue or content of an attribution, or
none) and four link vectors: a content word points to the cue it belongs to, a cue points to its source or to nobody.
This module turns text into windows and scores into whole attributions; the recipe in ``train/attribution`` imports it,
so that training and running cannot drift apart. The weights are described in ``docs/models/attribution.md``.

One window is one call of the model, never a padded batch: dynamic quantisation takes its scale from the whole batch, so
that a neighbour would change the figures. Same input, same output.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.records import Range, TaggedAttribution
from onrecord.text import mark_style

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

SOURCE, CUE, CONTENT = 1, 2, 3
# The fused kernels take longer than what they replace: 20.8 ms a window of 192 pieces, 17.8 ms without them.
SLOW_FUSIONS = {"SkipLayerNormFusion", "MatMulScaleFusion"}
ROLE_OF_TAG = (0, SOURCE, SOURCE, CUE, CUE, CONTENT, CONTENT)
BEGINNINGS = {SOURCE: 1, CUE: 3, CONTENT: 5}
N_TAGS = len(ROLE_OF_TAG)

OPENING = frozenset("“„«")
CLOSING = frozenset("”»")
REOPENING = OPENING | {'"', "`"}
GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
CAMEL = re.compile(r"\b(?:Ma?c|O’|O'|De|Di|Le|La|Van|Du|Fitz)$")
OUT_OF_REACH = -4.0  # log probability of a link to a cue outside the window; -4 to -8 differ by .003 in attr F1
LOWER, TITLE, UPPER, MARK = 0, 1, 2, 3


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
class Pieces:
    """The story as word pieces, with a separator between paragraphs: feature 0, an empty range, begins no word."""

    ids: Ints
    features: Ints
    starts: Ints
    ends: Ints
    is_word: NDArray[np.bool_]


class Span(NamedTuple):
    """A run of words with one role: piece indices first to last (exclusive), and its mean log probability."""

    first: int
    last: int
    role: int
    score: float


@dataclass(frozen=True)
class Scores:
    """The model's answer for one window: tag scores and link vectors, one row per piece; row 0 is the window itself."""

    first: int
    tags: Floats
    links: tuple[Floats, Floats, Floats, Floats]


Model = Callable[["Ints", "Ints"], tuple["Floats", "Floats"]]


# ------------------------------------------------------------------------------------------------ text to pieces
def split_glued(text: str, start: int, end: int) -> list[Range]:
    """The range cut where scraping ran two words together ("storyFrom"); names such as McCain stay whole."""
    cuts = [start]
    for match in GLUED.finditer(text, start, end):
        if not CAMEL.search(text, max(start, match.start() - 4), match.start()):
            cuts.append(match.start())
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def quote_states(text: str, start: int, end: int) -> list[tuple[int, bool]]:
    """Where the state changes inside a paragraph: (offset, inside a quotation from here on)."""
    changes, inside = [], False
    for match in re.finditer(r"[“„«”»\"]|``|''", text[start:end]):
        mark = match.group()
        inside = mark in OPENING or (mark not in CLOSING and not inside)
        changes.append((start + match.end(), inside))
    return changes


def word_feature(word: str, inside: bool) -> int:
    """A number 1..8 for the letter case of a word and whether it lies inside quotation marks; 0 means not told."""
    if not any(c.isalnum() for c in word):
        case = MARK
    elif word[:1].isupper():
        case = UPPER if len(word) > 1 and word.isupper() else TITLE
    else:
        case = LOWER
    return 1 + case + 4 * inside


def read_pieces(text: str, blocks: Sequence[Range], tokenizer: Any, separator: int = 102) -> Pieces:
    """The story's word pieces; offsets are code points of ``text``. Paragraphs without a word give nothing."""
    import numpy as np

    rows: list[tuple[int, int, int, int, bool]] = []
    parts = [(part, n) for n, block in enumerate(blocks) for part in split_glued(text, *block)]
    encoded = tokenizer.encode_batch([text[s:e] for (s, e), _ in parts], add_special_tokens=False)
    last_block = 0
    for ((start, end), block), encoding in zip(parts, encoded, strict=True):
        if block != last_block and rows and rows[-1][0] != separator:
            rows.append((separator, 0, rows[-1][3], rows[-1][3], False))
        last_block = block
        rows.extend(_paragraph_rows(text, start, end, encoding))
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), (), ()]
    ids, features, starts, ends = (np.array(column, dtype=np.int64) for column in columns[:4])
    return Pieces(ids, features, starts, ends, np.array(columns[4], dtype=bool))


def _paragraph_rows(text: str, start: int, end: int, encoding: Any) -> Iterable[tuple[int, int, int, int, bool]]:
    """One row per piece: id, feature, start, end, begins a word."""
    changes, state, inside = quote_states(text, start, end), 0, False
    words, before, feature = encoding.word_ids, None, 0
    bounds: dict[int, int] = {}
    for word, (_, e) in zip(words, encoding.offsets, strict=True):
        bounds[word] = e
    for piece, word, (s, e) in zip(encoding.ids, words, encoding.offsets, strict=True):
        while state < len(changes) and changes[state][0] <= start + s:
            inside = changes[state][1]
            state += 1
        while s < e and text[start + s].isspace():  # SentencePiece gives a word the space before it
            s += 1
        if word != before:
            feature = word_feature(text[start + s : start + bounds[word]], inside)
        yield piece, feature, start + s, start + e, word != before
        before = word


# --------------------------------------------------------------------------------------------- windows and scores
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
        tags, links = model(ids.astype(np.int64), features.astype(np.int64))
        width = links.shape[2] // 4
        parts = [np.asarray(links[0, :-1, k * width : (k + 1) * width], np.float32) for k in range(4)]
        scores.append(Scores(first, np.asarray(tags[0, 1:-1], np.float32), (parts[0], parts[1], parts[2], parts[3])))
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


# ------------------------------------------------------------------------------------------------------ decoding
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


# ------------------------------------------------------------------------------------------------------- results
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


def range_of(span: Span, pieces: Pieces) -> Range:
    """The characters of a span of words."""
    last = span.last - 1
    while last > span.first and pieces.features[last] == 0:
        last -= 1
    return int(pieces.starts[span.first]), int(pieces.ends[last])


def to_attribution(found: Linked, pieces: Pieces, settings: Settings) -> TaggedAttribution:
    """The record of one attribution, in code points of the text."""
    return TaggedAttribution(
        source=(range_of(found.source, pieces),) if found.source else (),
        cue=(range_of(found.cue, pieces),),
        content=tuple(range_of(span, pieces) for span in found.contents),
        score=score_of(found, settings.calibration),
    )


def continue_quotations(
    text: str, blocks: Sequence[Range], found: Sequence[TaggedAttribution]
) -> tuple[TaggedAttribution, ...]:
    """The attributions with each quotation over several paragraphs in one piece.

    A paragraph that opens with a mark while the one before left its quotation open goes on with that quotation, however
    far its cue is: its content moves to the attribution that has the end of the paragraph before. A paragraph with its
    own cue keeps its content.
    """
    attributions = list(found)
    for (start, end), (after, after_end) in pairwise(blocks):
        states = quote_states(text, start, end)
        if not (states and states[-1][1] and text[after : after + 1] in REOPENING):
            continue
        if mark_style(text[states[-1][0] - 1]) != mark_style(text[after]):
            continue  # a text quoted in straight marks has its own quotations in curly ones
        holder = next((a for a in attributions if any(s < end and e >= end - 2 for s, e in a.content)), None)
        for k, other in enumerate(attributions):
            moved = tuple(r for r in other.content if after <= r[0] <= after + 2)
            if holder is None or other is holder or not moved or any(after <= s < after_end for s, _ in other.cue):
                continue
            content = tuple(sorted((*holder.content, *moved)))
            attributions[k] = replace(other, content=tuple(r for r in other.content if r not in moved))
            attributions[attributions.index(holder)] = holder = replace(holder, content=content)
    return tuple(a for a in attributions if a.content)


def read_attributions(
    text: str, blocks: Sequence[Range], pieces: Pieces, scores: Sequence[Scores], settings: Settings
) -> tuple[TaggedAttribution, ...]:
    """The attributions of a story that the model has read, in order of their cues."""
    found = [to_attribution(linked, pieces, settings) for linked in decode(pieces, scores, settings)]
    return continue_quotations(text, blocks, found)


# --------------------------------------------------------------------------------------------------------- model
@cache
def load() -> tuple[Any, Model, Settings] | None:
    """Tokenizer, model and settings, read once per process; None where the weights are not installed."""
    folder = resources.files("onrecord.models").joinpath("attribution")
    files = [folder.joinpath(name) for name in ("model.onnx", "tokenizer.json", "config.json")]
    if not all(file.is_file() for file in files):
        return None
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        files[0].read_bytes(), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )
    tokenizer = Tokenizer.from_str(files[1].read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    config = json.loads(files[2].read_text(encoding="utf-8"))
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in config["settings"].items()}
    settings = Settings(**values)

    def model(ids: Ints, features: Ints) -> tuple[Floats, Floats]:
        tags, links = session.run(None, {"ids": ids, "features": features})
        return tags, links

    return tokenizer, model, settings


def tag_attributions(text: str, blocks: Sequence[Range]) -> tuple[TaggedAttribution, ...] | None:
    """The attributions of an article, in order of their cues, or None where the weights are not installed.

    ``blocks`` are the character ranges of the paragraphs that are its story, in order. All are returned, also those
    below ``Settings.threshold``: hiding them is the reader's choice.
    """
    loaded = load()
    if loaded is None:
        return None
    tokenizer, model, settings = loaded
    pieces = read_pieces(text, blocks, tokenizer, settings.special[1])
    if not len(pieces.ids):
        return ()
    scores = run_windows(pieces, model, settings)
    return read_attributions(text, blocks, pieces, scores, settings)
