"""The shipped weights as ordinary floats, to train on from (README.md).

The int8 file is the only form in which the weights are kept. Its scales make floats of them again that give the same
answers (a weight is off by at most half a step of its channel). ``--encoder``: what ``train/attribution/e5.py`` wrote;
its config and its layer 9 are used, its vocabulary is replaced by the shipped one. ``--model``: another file of
weights, of an earlier commit for instance, with the heads of positions or without.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file, save_file

from onrecord.analyse.frames import N_LABELS, N_POINTERS, POINTER_SIZE
from onrecord.analyse.windows import N_TAGS
from train.attribution.network import LINK_SIZE

SHIPPED = Path("onrecord/models/attribution")
HEADS = {N_TAGS: "tags", 4 * LINK_SIZE: "links", N_LABELS: "labels", N_POINTERS * POINTER_SIZE: "pointers"}
PARTS = ("attention.self.project", "attention.output.dense", "intermediate.dense", "output.dense")


def dequantized(path: Path) -> dict[str, np.ndarray]:
    """Weights by the network's names; products in the graph's order are the layers' four, then the heads' one each."""
    graph = onnx.load(str(path)).graph
    raw = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = {name: value for name, value in raw.items() if value.dtype == np.float32 and not name.endswith("_scale")}
    matrices = []
    for name, value in raw.items():
        if not name.endswith("_quantized"):
            continue
        stem = name.removesuffix("_quantized")
        if "MatMul" in stem:
            shift = raw[stem + "_zero_point"].astype(np.float32)
            matrices.append(((value.astype(np.float32) - shift) * raw[stem + "_scale"]).T)
        else:
            shift = raw[stem + "_zero_point"].astype(np.float32)
            found[stem.removesuffix(".weight") + ".weight"] = (value.astype(np.float32) - shift) * raw[stem + "_scale"]
    layers = len(matrices) // len(PARTS) if len(matrices) % len(PARTS) else len(matrices) // len(PARTS) - 1
    stems = [f"encoder.encoder.layer.{k}" for k in range(layers)]
    if "more.0.output.dense.bias" in found:
        stems[-1] = "more.0"
    found.update(zip([f"{s}.{p}.weight" for s in stems for p in PARTS], matrices, strict=False))
    found.update({f"{HEADS[len(m)]}.weight": m for m in matrices[layers * len(PARTS) :]})
    return found


def state_of(found: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """The same with query, key and value apart, as the training network has them."""
    state = {}
    for name, value in found.items():
        if ".self.project." in name:
            for part, rows in zip(("query", "key", "value"), np.split(value, 3), strict=True):
                state[name.replace("project", part)] = torch.from_numpy(np.ascontiguousarray(rows))
        else:
            state[name] = torch.from_numpy(np.ascontiguousarray(value))
    return state


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=SHIPPED / "model.onnx")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    state = state_of(dequantized(options.model))
    torch.save(state, options.out / "attribution.pt")
    plain = load_file(options.encoder / "model.safetensors")
    layer = next(k for k in plain if k.endswith("layer.8.output.dense.weight")).split("layer.8.")[0]
    extra = {k.removeprefix(f"{layer}layer.8."): v for k, v in plain.items() if k.startswith(f"{layer}layer.8.")}
    torch.save(extra, options.out / "ninth.pt")
    config = json.loads((options.encoder / "config.json").read_text(encoding="utf-8"))
    (options.out / "config.json").write_text(json.dumps(config), encoding="utf-8")
    word = next(k for k in plain if k.endswith("word_embeddings.weight"))
    plain[word] = state["encoder.embeddings.word_embeddings.weight"].clone()
    save_file(plain, options.out / "model.safetensors", metadata={"format": "pt"})
    shutil.copy(SHIPPED / "tokenizer.json", options.out / "tokenizer.json")


if __name__ == "__main__":
    main()
