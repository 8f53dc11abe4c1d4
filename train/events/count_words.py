"""Counts event words in the documents of TempEval-3 (TimeBank and AQUAINT): onrecord/extract/lexicons/event_words.tsv.

Call: python train/events/count_words.py ../shared/data/time/train.jsonl > onrecord/extract/lexicons/event_words.tsv
Input: records with "text" and "events" [{"start", "end", "class"}]. Output: key, times seen, times an event, commonest
class. Keys seen once as no event are left out: they say no more than their ending does.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from onrecord.analyse.pipeline import analyse
from onrecord.extract.when.event_words import keys
from onrecord.records import Analysis, Article, Source

HEAD = """\
# Counts of event words: key, times seen, times annotated as an event, commonest TimeML class.
# Source: TimeBank 1.2 (Pustejovsky et al. 2003) and AQUAINT TimeML as in TempEval-3 (UzZaman et al. 2013); counts only.
# Made by train/events/count_words.py; keys as in onrecord.extract.when.event_words.keys.
"""


def count(pairs: list[tuple[dict[str, Any], Analysis]]) -> str:
    """The table as text, from records and their analyses."""
    seen: Counter[str] = Counter()
    events: Counter[str] = Counter()
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    for record, analysis in pairs:
        gold = {event["start"]: event["class"] for event in record["events"]}
        for token in analysis.tokens:
            for key in keys(token):
                seen[key] += 1
                if token.start in gold:
                    events[key] += 1
                    classes[key][gold[token.start]] += 1
    lines = []
    for key in sorted(seen):
        if events[key] or seen[key] > 2:
            kind = max(sorted(classes[key]), key=lambda c: classes[key][c]) if classes[key] else ""
            lines.append(f"{key}\t{seen[key]}\t{events[key]}\t{kind}")
    return HEAD + "\n".join(lines) + "\n"


def main(path: str) -> None:
    """Reads the records, analyses them and prints the table."""
    pairs = []
    for line in Path(path).read_text("utf-8").splitlines():
        record = json.loads(line)
        source = Source(record["id"], record["id"], "", 0, "text/plain")
        pairs.append((record, analyse(Article(record["id"], source, record["text"]))[0]))
    sys.stdout.write(count(pairs))


if __name__ == "__main__":
    main(sys.argv[1])
