"""Writes the reader as the runtime reads it, in int8 ONNX (README.md)."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from train.attribution.export import FusedAttention
from train.stands.network import Reader

OUTPUTS = ("tags", "links", "labels", "pointers")


def export(network: Reader, path: Path) -> None:
    """The network at ``path`` in 7 of 8 bits, a scale per channel: 8 saturate on processors without VNNI (docs)."""
    network.eval()
    network.encoder.config._attn_implementation = "sdpa"
    for layer in [*network.encoder.encoder.layer, *network.more]:
        layer.attention.self = FusedAttention(layer.attention.self, network.encoder.config.num_attention_heads)
    ids = torch.randint(1000, 2000, (1, 190))
    sample = (ids, torch.ones_like(ids))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw = Path(folder) / "raw.onnx"
        axes = {name: {1: "n"} for name in ("ids", "features", *OUTPUTS)}
        torch.onnx.export(network, sample, str(raw), input_names=["ids", "features"], output_names=list(OUTPUTS),
                          dynamic_axes=axes, opset_version=17, dynamo=False,
                          custom_opsets={"com.microsoft": 1})  # fmt: skip
        quantize_dynamic(raw, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
                         op_types_to_quantize=["MatMul", "Gather"])  # fmt: skip


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    network = Reader(options.start)
    network.load_state_dict(torch.load(options.weights), strict=False)
    options.out.mkdir(parents=True, exist_ok=True)
    export(network, options.out / "model.onnx")
    shutil.copy(options.start / "tokenizer.json", options.out / "tokenizer.json")


if __name__ == "__main__":
    main()
