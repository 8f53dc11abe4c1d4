"""Frames of a network on labelled articles, and the scorer's figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from onrecord.analyse.frames import FrameScores, FrameSettings, decode_frames
from onrecord.analyse.pieces import read_pieces
from onrecord.analyse.windows import Settings, window_ranges
from onrecord.records import Frame
from train.attribution.articles import blocks_of, special_of
from train.stands.network import Reader
from train.stands.sheets import Record, read_records, scorer

WINDOW = Settings(window_pieces=192, overlap_pieces=48)


def read_frames(network: Reader, text: str, tokenizer: Tokenizer, settings: FrameSettings) -> list[Frame]:
    """The frames of a text."""
    special = special_of(tokenizer)
    pieces = read_pieces(text, blocks_of(text), tokenizer, special[1])
    scores = []
    for first, last in window_ranges(pieces, WINDOW):
        ids = np.concatenate((special[:1], pieces.ids[first:last], special[1:]))[None]
        features = np.concatenate(([0], pieces.features[first:last], [0]))[None]
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            _, _, labels, pointers = network(torch.from_numpy(ids), torch.from_numpy(features))
        scores.append(FrameScores(first, labels[0, :-1].float().numpy(), pointers[0, :-1].float().numpy()))
    return decode_frames(pieces, scores, settings)


def as_positions(frames: list[Frame]) -> list[Record]:
    """Frames in the shape of the data set; who a holder is stays unsaid."""
    return [
        {
            "actor": f.holder, "actor_name": "", "cue": f.cue, "evidence": f.cue, "target": f.target,
            "stance": f.stance, "leaning": f.leaning or None, "commitment": f.commitment,
             "claimed_by": "somebody" if f.claimed else None,
            "conditions": [{"span": s, "kind": k} for s, k in f.conditions], "issue": None, "score": f.score,
        }
        for f in frames
    ]  # fmt: skip


def report(network: Reader, tokenizer: Tokenizer, dev: Path, score: Path) -> dict[str, Any]:
    """The dev figures, without resolution of names and issues; by threshold of the score, too."""
    network.eval()
    gold = read_records(dev)
    found = [
        {**r, "positions": as_positions(read_frames(network, r["text"], tokenizer, FrameSettings()))} for r in gold
    ]
    made: dict[str, Any] = {}
    for threshold in (0.0, 0.05, 0.1, 0.2, 0.3):
        kept = [{**r, "positions": [p for p in r["positions"] if p["score"] >= threshold]} for r in found]
        figures = scorer(score).score(gold, kept)
        names = ("position", "actor_stance", "detected", "conditional", "undecided", "condition")
        made[str(threshold)] = {k: tuple(round(figures[k][x], 3) for x in ("P", "R", "F1")) for k in names}
        made[str(threshold)]["commitment"] = figures["commitment"]["accuracy"]
        made[str(threshold)]["claimed"] = figures["claimed"]["accuracy"]
    return made
