"""Predictions and figures of a model on labelled articles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from onrecord.analyse.pieces import read_pieces
from onrecord.analyse.tagger import read_attributions
from onrecord.analyse.windows import Model, Settings, run_windows
from train.attribution.articles import Record, blocks_of
from train.attribution.network import Tagger


def as_model(network: Tagger) -> Model:
    """The network as the function that the runtime calls."""
    network.eval()

    def model(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            tags, links = network(torch.from_numpy(ids), torch.from_numpy(features))
        return tags.float().numpy(), links.float().numpy()

    return model


def int8_model(path: Path) -> Model:
    """The exported network, run as the runtime runs it."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def model(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        tags, links = session.run(None, {"ids": ids, "features": features})
        return tags, links

    return model


def predict(model: Model, tokenizer: Tokenizer, records: list[Record], settings: Settings) -> dict[str, list[Any]]:
    """Attributions by article id, with their score."""
    found: dict[str, list[Any]] = {}
    for record in records:
        pieces = read_pieces(record["text"], blocks_of(record["text"]), tokenizer, settings.special[1])
        scores = run_windows(pieces, model, settings)
        made = read_attributions(record["text"], blocks_of(record["text"]), pieces, scores, settings)
        found[record["id"]] = [
            {"source": list(a.source), "cue": list(a.cue), "content": list(a.content), "score": a.score} for a in made
        ]
    return found


def scorer(folder: Path) -> Any:
    """The module attribution.py of the scorers' folder."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    import attribution

    return attribution


def score_records(folder: Path, gold: list[Record], found: dict[str, list[Any]], boot: int = 0) -> dict[str, Any]:
    """The scorer's figures, predictions brought to the corpus's conventions first."""
    module = scorer(folder)
    normal = {k: module.drop_nested(module.merge_same_cue(v)) for k, v in found.items()}
    return dict(module.score(gold, normal, boot))
