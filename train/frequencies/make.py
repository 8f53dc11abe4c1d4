"""Counts in how many news reports each word stands: rebuilds `onrecord/link/frequencies.txt`.

    python train/frequencies/make.py SHARED_DATA > onrecord/link/frequencies.txt

SHARED_DATA holds copies/articles.jsonl.gz (real articles only: those with an address) and attribution/train.jsonl.gz
(PolNeAR). Only counts are kept, no text. Words are cut by `onrecord.link.frequencies.stem`; those in fewer than three
reports are left out: a word that the table lacks is rare.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from onrecord.link.frequencies import stem
from onrecord.text import words

FEWEST = 3


def read_texts(folder: Path) -> Iterator[str]:
    """The texts of both collections."""
    for name in ("copies/articles.jsonl.gz", "attribution/train.jsonl.gz"):
        with gzip.open(folder / name, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                if row.get("url", "") is not None:
                    yield row["text"]


def main(folder: Path) -> None:
    """Print the table: a line of comment, the number of reports, then for each count its words."""
    counts: Counter[str] = Counter()
    total = 0
    for text in read_texts(folder):
        counts.update({stem(word) for word in words(text) if len(word) > 1})
        total += 1
    by_count: dict[int, list[str]] = defaultdict(list)
    for word, count in counts.items():
        if count >= FEWEST:
            by_count[count].append(word)
    print("# Number of news reports that hold each word. Made by train/frequencies/make.py from public corpora.")
    print("# Sources: Article-Bias-Prediction (Baly et al. 2020), PolNeAR 1.0 (Newell et al. 2018). Counts only.")
    print(total)
    for count in sorted(by_count):
        print(count, *sorted(by_count[count]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
