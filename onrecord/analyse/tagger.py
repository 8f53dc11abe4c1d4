"""The trained reader's runtime: who said what, and who stands where, from the words of an article alone.

A small encoder reads windows of the story and gives each word a tag (source, cue or content of an attribution, or
none) and four link vectors: a content word points to the cue it belongs to, a cue points to its source or to nobody.
More heads on the same pass read positions (``frames``). ``pieces`` makes word pieces of the text, ``windows`` runs the
model, ``decoding`` makes attributions of its scores; the recipes in ``train/attribution`` and ``train/stands`` import
them, so that training and running cannot drift apart. The weights are described in ``docs/models``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.analyse.decoding import Linked, Span, decode, score_of
from onrecord.analyse.frames import FrameScores, FrameSettings, decode_frames
from onrecord.analyse.pieces import REOPENING, Pieces, quote_states, read_pieces
from onrecord.analyse.windows import Model, Scores, Settings, run_windows
from onrecord.records import Frame, Range, TaggedAttribution
from onrecord.text import mark_style

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

# The fused kernels take longer than what they replace: 20.8 ms a window of 192 pieces, 17.8 ms without them.
SLOW_FUSIONS = {"SkipLayerNormFusion", "MatMulScaleFusion"}


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


class Weights(NamedTuple):
    """What is loaded once per process. ``frames`` is None for weights that read no positions."""

    tokenizer: Any
    model: Model
    settings: Settings
    frames: FrameSettings | None


class Tagged(NamedTuple):
    """What the reader found in an article; ``frames`` is None for weights that read no positions."""

    attributions: tuple[TaggedAttribution, ...]
    frames: tuple[Frame, ...] | None


def _settings(values: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


@cache
def load() -> Weights | None:
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
    settings = Settings(**_settings(config["settings"]))
    frames = FrameSettings(**_settings(config["frames"])) if "frames" in config else None

    def model(ids: Ints, features: Ints) -> Sequence[Floats]:
        answer: Sequence[Floats] = session.run(None, {"ids": ids, "features": features})
        return answer

    return Weights(tokenizer, model, settings, frames)


def tag_article(text: str, blocks: Sequence[Range]) -> Tagged | None:
    """The attributions and positions of an article, in order of their cues, or None where no weights are installed.

    ``blocks`` are the character ranges of the paragraphs that are its story, in order. All are returned, also those
    below ``Settings.threshold``: hiding them is the reader's choice.
    """
    loaded = load()
    if loaded is None:
        return None
    pieces = read_pieces(text, blocks, loaded.tokenizer, loaded.settings.special[1])
    if not len(pieces.ids):
        return Tagged((), () if loaded.frames else None)
    scores = run_windows(pieces, loaded.model, loaded.settings)
    attributions = read_attributions(text, blocks, pieces, scores, loaded.settings)
    if loaded.frames is None:
        return Tagged(attributions, None)
    answers = [FrameScores(s.first, *s.more) for s in scores]
    return Tagged(attributions, tuple(decode_frames(pieces, answers, loaded.frames)))
