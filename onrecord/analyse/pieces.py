"""The story as word pieces of the tagger's vocabulary, with the letter case of each word and whether it is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.records import Range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

OPENING = frozenset("“„«")
CLOSING = frozenset("”»")
REOPENING = OPENING | {'"', "`"}
GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
CAMEL = re.compile(r"\b(?:Ma?c|O’|O'|De|Di|Le|La|Van|Du|Fitz)$")
LOWER, TITLE, UPPER, MARK = 0, 1, 2, 3


@dataclass(frozen=True)
class Pieces:
    """The story as word pieces, with a separator between paragraphs: feature 0, an empty range, begins no word."""

    ids: Ints
    features: Ints
    starts: Ints
    ends: Ints
    is_word: NDArray[np.bool_]


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
