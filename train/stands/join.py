"""Labels and passages as training records (README.md).

Labels of articles that are not ours are kept as offsets; they meet their texts here. Passages are ours and hold words,
which ``sheets.read_position`` finds in their sentences.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from train.stands.sheets import BadLine, Record, read_position, read_records, sentences_of


def passage_record(passage: Record) -> Record:
    """A passage with its positions' offsets; a position that does not hold is named and left out."""
    record = {**passage, "sentences": sentences_of(passage["text"])}
    positions = []
    for line in passage["positions"]:
        try:
            positions.append(read_position(line, record))
        except (BadLine, KeyError, TypeError) as error:
            print(f"{passage['id']}: {error}", file=sys.stderr)
    return {**record, "positions": positions}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=Path, nargs="*", default=[])
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    texts = {r["id"]: r for path in options.texts for r in read_records(path)}
    records = [passage_record(p) for path in options.passages for p in read_records(path)]
    records += [{**texts[r["id"]], **r} for path in options.labels for r in read_records(path) if r["id"] in texts]
    options.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")


if __name__ == "__main__":
    main()
