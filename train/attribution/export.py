"""Writes the weights as the runtime reads them: int8 ONNX, tokenizer and settings."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from train.attribution.network import Tagger


class MultiHeadAttention(torch.autograd.Function):
    """Attention that is exported as one node of onnxruntime."""

    @staticmethod
    def forward(ctx: object, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        """query, key, value (B, L, width) in, (B, L, width) out."""
        del ctx
        shape = (*query.shape[:2], heads, query.shape[2] // heads)
        parts = (x.view(shape).transpose(1, 2) for x in (query, key, value))
        return nn.functional.scaled_dot_product_attention(*parts).transpose(1, 2).reshape(query.shape)

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        """The node."""
        node = g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        node.setType(query.type())
        return node


class FusedAttention(nn.Module):
    """An encoder layer's attention with one product for query, key and value: a sixth less time than its parts."""

    def __init__(self, attention: nn.Module, heads: int) -> None:
        super().__init__()
        parts = (attention.query, attention.key, attention.value)
        self.heads, self.width = heads, parts[0].out_features
        self.project = nn.Linear(self.width, 3 * self.width)
        with torch.no_grad():
            self.project.weight.copy_(torch.cat([p.weight for p in parts]))
            self.project.bias.copy_(torch.cat([p.bias for p in parts]))

    def forward(self, hidden_states: Tensor, *rest: object, **options: object) -> tuple[Tensor, None]:
        """Hidden states (B, L, width) in and out; no mask, because a window is never padded."""
        del rest, options
        return MultiHeadAttention.apply(*self.project(hidden_states).split(self.width, -1), self.heads), None


def export(network: Tagger, path: Path, float_nodes: tuple[str, ...] = ()) -> None:
    """The network in int8 at ``path``; nodes whose name contains one of ``float_nodes`` stay in float."""
    import onnx

    network.eval()
    network.encoder.config._attn_implementation = "sdpa"
    for layer in network.encoder.encoder.layer:
        layer.attention.self = FusedAttention(layer.attention.self, network.encoder.config.num_attention_heads)
    ids = torch.randint(1000, 2000, (1, 200))
    sample = (ids, torch.ones_like(ids))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw = Path(folder) / "raw.onnx"
        axes = {"ids": {1: "n"}, "features": {1: "n"}, "tags": {1: "n"}, "links": {1: "n"}}
        torch.onnx.export(network, sample, str(raw), input_names=["ids", "features"], output_names=["tags", "links"],
                          dynamic_axes=axes, opset_version=17, dynamo=False,
                          custom_opsets={"com.microsoft": 1})  # fmt: skip
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
