"""Chooses the articles to label by a fixed seed: ``python -m train.speakers.choose --shared DIR``.

Twenty of BASIL, no two of one story, from those whose quote labels are given (so that the labels kept back for a test
stay unseen), and twenty of PolNeAR's training part; each of 250 to 900 words. Writes tests/gold/speakers/articles.tsv.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

from onrecord.evaluate.labels import text_hash
from onrecord.evaluate.predict import read_records

Record = dict[str, Any]
GOLD = Path(__file__).parents[2] / "tests/gold/speakers"
SEED, EACH = 4, 20
FEWEST_WORDS, MOST_WORDS = 250, 900


def choose(records: list[Record], seed: int = SEED) -> list[Record]:
    """Twenty records of fitting length in an order that only the seed decides, at most one of a story."""
    fitting = [r for r in records if FEWEST_WORDS <= len(r["text"].split()) <= MOST_WORDS]
    fitting.sort(key=lambda r: str(r["id"]))
    random.Random(seed).shuffle(fitting)
    stories: set[str] = set()
    chosen: list[Record] = []
    for record in fitting:
        story = str(record.get("story", record["id"]))
        if story not in stories and len(chosen) < EACH:
            stories.add(story)
            chosen.append(record)
    return chosen


def candidates(shared: Path) -> dict[str, list[Record]]:
    """The records of each set from which articles may be chosen."""
    given = {r["id"] for r in read_records(shared / "data/quotes/dev.jsonl")}
    basil = [r for r in read_records(shared / "data/stories/basil.jsonl") if r["id"] in given]
    return {"basil": basil, "polnear": read_records(shared / "data/attribution/train.jsonl.gz")}


def chosen_records(shared: Path, listed: Path = GOLD / "articles.tsv") -> list[tuple[str, Record]]:
    """The chosen articles with their set, in the order of the list."""
    rows = [line.split("\t") for line in listed.read_text(encoding="utf-8").splitlines()[1:]]
    by_id = {(name, r["id"]): r for name, records in candidates(shared).items() for r in records}
    return [(row[1], by_id[row[1], row[0]]) for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=GOLD / "articles.tsv")
    given = parser.parse_args()
    lines = ["article\tset\tsha256\twords"]
    for name, records in candidates(given.shared).items():
        for r in sorted(choose(records), key=lambda r: str(r["id"])):
            lines.append(f"{r['id']}\t{name}\t{text_hash(r['text'])}\t{len(r['text'].split())}")
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
