"""Writes the weights as the runtime reads them: int8 ONNX, tokenizer and settings."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from train.attribution.network import Tagger


def export(network: Tagger, path: Path, float_nodes: tuple[str, ...] = ()) -> None:
    """The network in int8 at ``path``; nodes whose name contains one of ``float_nodes`` stay in float."""
    import onnx

    network.eval()
    network.encoder.config._attn_implementation = "sdpa"
    ids = torch.randint(1000, 2000, (1, 200))
    sample = (ids, torch.ones_like(ids))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw = Path(folder) / "raw.onnx"
        axes = {"ids": {1: "n"}, "features": {1: "n"}, "tags": {1: "n"}, "links": {1: "n"}}
        torch.onnx.export(network, sample, str(raw), input_names=["ids", "features"], output_names=["tags", "links"],
                          dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip
        names = [node.name for node in onnx.load(str(raw)).graph.node]
        skip = [name for name in names if any(part in name for part in float_nodes)]
        quantize_dynamic(raw, path, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=skip,
                         op_types_to_quantize=["MatMul", "Gather"])  # fmt: skip


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--layers", type=int)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float-nodes", nargs="*", default=[])
    options = parser.parse_args()
    network = Tagger(options.encoder, options.layers)
    network.load_state_dict(torch.load(options.weights))
    options.out.mkdir(parents=True, exist_ok=True)
    export(network, options.out / "model.onnx", tuple(options.float_nodes))
    shutil.copy(Path(options.encoder) / "tokenizer.json", options.out / "tokenizer.json")


if __name__ == "__main__":
    main()
