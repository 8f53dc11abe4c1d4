"""Articles of the data set with word labels, and the augmentation that makes them look like scraped text."""

from __future__ import annotations

import bisect
import gzip
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.analyse.pieces import Pieces, read_pieces
from onrecord.analyse.windows import BEGINNINGS, CONTENT, CUE, SOURCE

Record = dict[str, Any]
IGNORE = -100


@dataclass(frozen=True)
class Labelled:
    """Pieces with labels, one row per piece; IGNORE where a piece begins no word or has nothing to point to.

    ``tags``: the word's tag. ``cue``: for a content word, the first piece of its cue. ``source``: for the first word of
    a cue, the first piece of its source, or -1 for nobody. ``weight``: of the tag loss (0 in discarded passages).
    """

    pieces: Pieces
    tags: np.ndarray
    cue: np.ndarray
    source: np.ndarray
    weight: np.ndarray


def read_records(path: Path) -> list[Record]:
    """The records of a .jsonl or .jsonl.gz file."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def blocks_of(text: str) -> list[tuple[int, int]]:
    """The ranges of a text's paragraphs (lines with a word)."""
    return [m.span() for m in re.finditer(r"\S[^\n]*", text)]


# ---------------------------------------------------------------------------------------------------------- labels
def special_of(tokenizer: Any) -> tuple[int, int]:
    """The ids that begin and end a window."""
    names = ("<s>", "</s>") if tokenizer.token_to_id("<s>") is not None else ("[CLS]", "[SEP]")
    return tokenizer.token_to_id(names[0]), tokenizer.token_to_id(names[1])


def label(record: Record, tokenizer: Any) -> Labelled:
    """A record's pieces and labels. Where two attributions claim a word, the first one keeps it."""
    pieces = read_pieces(record["text"], blocks_of(record["text"]), tokenizer, special_of(tokenizer)[1])
    n = len(pieces.ids)
    words = np.flatnonzero(pieces.is_word)
    starts = pieces.starts[words].tolist()
    last_pieces = [*(words[1:] - 1).tolist(), n - 1]
    ends = [int(pieces.ends[p]) for p in last_pieces]
    tags = np.full(n, IGNORE)
    tags[words] = 0
    cue, source = np.full(n, IGNORE), np.full(n, IGNORE)

    def mark(ranges: list[list[int]], role: int) -> list[int]:
        """Tags the words of the ranges that are free or have the role already; returns their pieces."""
        mine: list[int] = []
        for begin, end in join(ranges, record["text"]):
            i = bisect.bisect_right(ends, begin)
            first = True
            while i < len(words) and starts[i] < end:
                piece = int(words[i])
                if tags[piece] == 0:
                    tags[piece] = BEGINNINGS[role] if first else BEGINNINGS[role] + 1
                    first = False
                    mine.append(piece)
                elif role == SOURCE and tags[piece] in (1, 2):
                    mine.append(piece)
                    first = False
                i += 1
        return mine

    for attribution in record["attributions"]:
        contents = mark(attribution["content"], CONTENT)
        cues = mark(attribution["cue"][:1], CUE)
        sources = mark(attribution["source"], SOURCE)
        if cues:
            cue[contents] = cues[0]
            source[cues[0]] = span_start(tags, sources[0]) if sources else -1
    weight = np.ones(n, dtype=np.float32)
    for begin, end in record["discard"]:
        weight[(pieces.starts >= begin) & (pieces.ends <= end) & (tags == 0)] = 0
    return Labelled(pieces, tags, cue, source, weight)


def span_start(tags: np.ndarray, piece: int) -> int:
    """The piece at which the tagged span around a piece begins."""
    while piece > 0 and tags[piece] in (2, IGNORE):
        piece -= 1
    return piece


def join(ranges: list[list[int]], text: str) -> list[list[int]]:
    """Ranges in order, neighbours with only white space between them as one."""
    joined: list[list[int]] = []
    for begin, end in sorted(ranges):
        if joined and not text[joined[-1][1] : begin].strip():
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([begin, end])
    return joined


# ---------------------------------------------------------------------------------------------------- augmentation
def replace(record: Record, edits: list[tuple[int, int, str]]) -> Record:
    """The record with passages of its text replaced and every range moved along. Edits do not overlap."""
    text, parts, old, new, at, shift = record["text"], [], [0], [0], 0, 0
    for begin, end, words in sorted(edits):
        parts += [text[at:begin], words]
        at = end
        old += [begin, end]
        new += [begin + shift, begin + shift + len(words)]
        shift += len(words) - (end - begin)
    parts.append(text[at:])

    def move(offset: int) -> int:
        k = bisect.bisect_right(old, offset) - 1
        ceiling = new[k + 1] if k + 1 < len(new) else len(text) + shift
        return min(new[k] + offset - old[k], ceiling)

    def moved(ranges: list[list[int]]) -> list[list[int]]:
        pairs = [[move(s), move(e)] for s, e in ranges]
        return [[s, e] for s, e in pairs if s < e]

    attributions = [{role: moved(a[role]) for role in ("source", "cue", "content")} for a in record["attributions"]]
    return {**record, "text": "".join(parts), "attributions": attributions, "discard": moved(record["discard"])}


QUOTES = re.compile(r"[“”\"]|''|``")
STYLES = ("straight", "curly", "twice", "single", "backtick")


def requote(text: str, style: str, missing: float, rng: random.Random) -> list[tuple[int, int, str]]:
    """Edits that give the quotation marks another style and lose a share of them."""
    edits, inside, block = [], False, 0
    for match in QUOTES.finditer(text):
        if "\n" in text[block : match.start()]:
            inside = False
        block = match.end()
        mark = match.group()
        opens = mark in ("“", "``") or (mark in ('"', "''") and not inside)
        inside = opens
        new = {
            "straight": '"', "curly": "“" if opens else "”", "twice": "''", "single": "‘" if opens else "’",
            "backtick": "``" if opens else "''",
        }[style]  # fmt: skip
        if rng.random() < missing:
            new = ""
        edits.append((match.start(), match.end(), new))
    return edits


def augment(record: Record, rng: random.Random) -> Record:
    """The record as some scraper might have left it: other marks, missing marks, joined paragraphs, other case."""
    if rng.random() < 0.5:
        missing = 0.05 if rng.random() < 0.3 else 0.0
        record = replace(record, requote(record["text"], rng.choice(STYLES), missing, rng))
    if rng.random() < 0.3:
        share, glue = rng.choice((0.1, 0.5, 1.0)), rng.choice(("", " ", "\n"))
        gaps = [m.span() for m in re.finditer(r"\s*\n\s*", record["text"].rstrip()) if rng.random() < share]
        record = replace(record, [(s, e, glue) for s, e in gaps])
    roll = rng.random()
    if roll < 0.06:
        changed = record["text"].lower() if roll < 0.04 else record["text"].upper()
        if len(changed) == len(record["text"]):
            record = {**record, "text": changed}
    return record
