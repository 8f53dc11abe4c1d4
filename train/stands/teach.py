"""What a larger network reads in articles without labels: ``python -m train.stands.teach --start DIR --weights F ...``.

The student learns these positions beside the labelled ones. Of the teacher's findings those from ``--sure`` on count as
labels; the words of cues below it, down to ``--unsure``, teach nothing either way.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from onrecord.analyse.frames import FrameSettings
from train.stands.network import Reader
from train.stands.score import as_positions, read_frames
from train.stands.sheets import Record, read_records


def taught(record: Record, positions: list[Record], sure: float, unsure: float) -> Record:
    """The article with the teacher's positions, those between the two thresholds marked as unsure."""
    kept = [{**p, "unsure": p["score"] < sure} for p in positions if p["score"] >= unsure]
    return {"id": record["id"], "text": record["text"], "positions": kept}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="the encoder's folder, with tokenizer.json")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--shared", type=int, default=12)
    parser.add_argument("--more", type=int, default=0)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--sure", type=float, default=0.1)
    parser.add_argument("--unsure", type=float, default=0.03)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(2)
    network = Reader(options.start, options.shared, options.more)
    network.load_state_dict(torch.load(options.weights))
    network.eval()
    tokenizer = Tokenizer.from_file(str(options.start / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    with options.out.open("w", encoding="utf-8") as out:
        for record in read_records(options.texts)[: options.articles]:
            found = as_positions(read_frames(network, record["text"], tokenizer, FrameSettings()))
            print(json.dumps(taught(record, found, options.sure, options.unsure)), file=out, flush=True)


if __name__ == "__main__":
    main()
