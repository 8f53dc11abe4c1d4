"""The network: an encoder, a tag head and four link vectors per piece."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface, AutoModel
from transformers.masking_utils import sdpa_mask

from onrecord.analyse.windows import N_TAGS

N_FEATURES = 9
LINK_SIZE = 64


def plain_attention(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, **options: object
) -> tuple[Tensor, None]:
    """Attention in bfloat16 throughout: torch's fused kernel takes 1.6 times as long per training step on a CPU."""
    del module, options
    with torch.autocast("cpu", enabled=False):
        q, k, v = (x.to(torch.bfloat16) for x in (query, key, value))
        scores = torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-1, -2))
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e4) if mask.dtype == torch.bool else scores + mask.to(scores.dtype)
        mixed = torch.matmul(torch.softmax(scores, -1), v)
    return mixed.transpose(1, 2).contiguous(), None


AttentionInterface.register("plain", plain_attention)
AttentionMaskInterface.register("plain", sdpa_mask)


class Tagger(nn.Module):
    """ids and features (B, L) in; tag scores (B, L, 7) and link vectors (B, L, 4 * 64) out."""

    def __init__(self, encoder: str | Path, layers: int | None = None) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            str(encoder), add_pooling_layer=False, attn_implementation="plain", attention_probs_dropout_prob=0.0
        )
        if layers:
            self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)  # a tenth of the time, nothing lost
        width = self.encoder.config.hidden_size
        self.features = nn.Embedding(N_FEATURES, width)
        nn.init.zeros_(self.features.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, N_TAGS)
        self.links = nn.Linear(width, 4 * LINK_SIZE)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.features(features)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        links = self.links(hidden)
        return self.tags(hidden), torch.cat((links[..., : 2 * LINK_SIZE], links[..., 2 * LINK_SIZE :]), -1)


def link_logits(links: Tensor) -> tuple[Tensor, Tensor]:
    """Scores (B, L, L) of content to cue and of cue to source (column 0: nobody)."""
    a, b, c, d = links.float().split(LINK_SIZE, dim=-1)
    return a @ b.transpose(1, 2), c @ d.transpose(1, 2)
