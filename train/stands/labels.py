"""Records to piece labels: what a window should answer."""

from __future__ import annotations

import bisect
import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from onrecord.analyse.frames import STANCES
from onrecord.analyse.pieces import Pieces, read_pieces
from train.attribution.articles import IGNORE, augment, blocks_of, special_of

Record = dict[str, Any]


@dataclass(frozen=True)
class Framed:
    """Pieces with labels, one row a piece, IGNORE where none applies.

    ``cues``, ``conditions``: tags. ``stance``, ``commitment``, ``claimed``: at the words of cues. ``arguments``: for
    each cue's first piece the first and last words of its holders, targets and conditions; -1 for none.
    """

    pieces: Pieces
    cues: np.ndarray
    conditions: np.ndarray
    stance: np.ndarray
    commitment: np.ndarray
    claimed: np.ndarray
    arguments: dict[int, tuple[list[int], ...]]


def stance_label(position: Record) -> int:
    """The index of a position's stance with its leaning."""
    conditional = position["stance"] == "conditional"
    return STANCES.index((position["stance"], (position["leaning"] or "for") if conditional else ""))


def label(record: Record, tokenizer: Any) -> Framed:
    """A record's pieces and labels. Where two cues claim a word, the first one keeps it."""
    blocks = blocks_of(record["text"])
    pieces = read_pieces(record["text"], blocks, tokenizer, special_of(tokenizer)[1])
    n = len(pieces.ids)
    words = np.flatnonzero(pieces.is_word)
    starts = pieces.starts[words].tolist()
    ends = [int(pieces.ends[p]) for p in [*(words[1:] - 1).tolist(), n - 1]] if n else []

    def words_in(span: list[int] | None) -> list[int]:
        if not span:
            return []
        i = bisect.bisect_right(ends, span[0])
        found = []
        while i < len(words) and starts[i] < span[1]:
            found.append(int(words[i]))
            i += 1
        return found

    def empty(fill: int) -> np.ndarray:
        values = np.full(n, IGNORE)
        values[words] = fill
        return values

    cues, conditions = empty(0), empty(0)
    stance, commitment, claimed = (np.full(n, IGNORE) for _ in range(3))
    arguments: dict[int, tuple[list[int], ...]] = {}
    by_cue: dict[tuple[int, int], int] = {}
    unsure = [p for p in record["positions"] if p.get("unsure")]
    for position in sorted((p for p in record["positions"] if not p.get("unsure")), key=lambda p: p["cue"]):
        key = (position["cue"][0], position["cue"][1])
        if key not in by_cue:
            mine = [w for w in words_in(position["cue"]) if cues[w] == 0]
            if not mine:
                continue
            by_cue[key] = mine[0]
            cues[mine] = 2
            cues[mine[0]] = 1
            stance[mine] = stance_label(position)
            commitment[mine] = int(bool(position["commitment"]))
            claimed[mine] = int(bool(position.get("claimed_by")))
            arguments[mine[0]] = tuple([] for _ in range(6))
        first = by_cue[key]
        for k, role in ((0, "actor"), (2, "target")):
            held = words_in(position[role])
            arguments[first][k].append(held[0] if held else -1)
            arguments[first][k + 1].append(held[-1] if held else -1)
        for condition in position["conditions"]:
            held = words_in(condition["span"])
            if held:
                arguments[first][4].append(held[0])
                arguments[first][5].append(held[-1])
            mine = [w for w in held if conditions[w] == 0]
            if mine:
                begins = 1 if condition["kind"] == "if" else 3
                conditions[mine] = begins + 1
                conditions[mine[0]] = begins
    for position in unsure:
        cues[[w for w in words_in(position["cue"]) if cues[w] == 0]] = IGNORE
    for places in arguments.values():
        for some in places[4:]:
            some[:] = some or [-1]
    return Framed(pieces, cues, conditions, stance, commitment, claimed, arguments)


def augmented(record: Record, rng: random.Random) -> Record:
    """The record as some scraper might have left it (``train.attribution.articles.augment``), labels moved along."""
    spans = [p[role] for p in record["positions"] for role in ("actor", "cue", "target")]
    spans += [c["span"] for p in record["positions"] for c in p["conditions"]]
    carried = [{"source": [s] if s else [], "cue": [], "content": []} for s in spans]
    made = augment({"text": record["text"], "attributions": carried, "discard": []}, rng)
    moved = iter([(a["source"] or [None])[0] for a in made["attributions"]])
    positions = []
    for p in record["positions"]:
        positions.append({**p, "actor": next(moved), "cue": next(moved), "target": next(moved)})
    for k, p in enumerate(positions):
        held = [(next(moved), c["kind"]) for c in p["conditions"]]
        positions[k] = {**p, "conditions": [{"span": s, "kind": kind} for s, kind in held if s]}
    return {**record, "text": made["text"], "positions": [p for p in positions if p["cue"]]}
