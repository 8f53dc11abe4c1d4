"""The reader: the attribution tagger's encoder with one layer more and the heads of positions."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from onrecord.analyse.frames import N_LABELS, N_POINTERS, POINTER_SIZE
from onrecord.analyse.windows import N_TAGS
from train.attribution.network import LINK_SIZE, N_FEATURES  # registers "plain" attention


class Reader(nn.Module):
    """ids and features (B, L) in; tags (B, L, 7), links (B, L, 256), label scores and pointer vectors out.

    The first two come of layer ``shared``, the others of the ``more`` layers above it.
    """

    def __init__(self, encoder: str | Path, shared: int = 7, more: int = 1) -> None:
        super().__init__()
        kind = AutoConfig.from_pretrained(str(encoder)).model_type
        self.encoder = AutoModel.from_pretrained(
            str(encoder), add_pooling_layer=False, attention_probs_dropout_prob=0.0,
            attn_implementation="plain" if kind == "bert" else "eager",
        )  # fmt: skip
        layers = self.encoder.encoder.layer
        self.more = nn.ModuleList(layers[shared + k] for k in range(more))
        self.encoder.encoder.layer = layers[:shared]
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        width = self.encoder.config.hidden_size
        self.features = nn.Embedding(N_FEATURES, width)
        nn.init.zeros_(self.features.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, N_TAGS)
        self.links = nn.Linear(width, 4 * LINK_SIZE)
        self.labels = nn.Linear(width, N_LABELS)
        self.pointers = nn.Linear(width, N_POINTERS * POINTER_SIZE)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.features(features)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        own = hidden
        bias = None if mask is None else (mask[:, None, None, :] > 0).expand(-1, 1, mask.shape[1], -1)
        for layer in self.more:
            out = layer(own, bias)
            own = out[0] if isinstance(out, tuple) else out
        hidden, own = self.dropout(hidden), self.dropout(own)
        return self.tags(hidden), self.links(hidden), self.labels(own), self.pointers(own)


def part(pointers: Tensor, k: int) -> Tensor:
    """The k-th of the pointer vectors."""
    return pointers[..., k * POINTER_SIZE : (k + 1) * POINTER_SIZE]


def start_from(reader: Reader, folder: Path) -> None:
    """Loads the shipped attribution weights and layer 9 of the bare encoder for the layer above them."""
    reader.load_state_dict(torch.load(folder / "attribution.pt"), strict=False)
    for layer in reader.more:
        layer.load_state_dict(torch.load(folder / "ninth.pt"))
