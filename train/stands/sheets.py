"""Packets for labellers, and their answers as records (README.md).

A packet is plain text: each article with a short number, each sentence numbered. An answer is one line of JSON per
position, with verbatim words of the sentence in place of offsets; ``read_lines`` finds the words and names each line
that does not hold. Labels are kept without the texts they were made on, which are not ours: offsets, names and issues.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord import text as texts

Record = dict[str, Any]
STANCES = ("for", "against", "conditional", "undecided")


def read_records(path: Path) -> list[Record]:
    """The records of a .jsonl or .jsonl.gz file."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def scorer(folder: Path) -> Any:
    """The module stands.py of the scorers' folder."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    import stands

    return stands


def sentences_of(text: str) -> list[list[int]]:
    """Character ranges of an article's sentences, as a labeller sees them."""
    return [[s, e] for block in texts.blocks(text) for s, e in texts.sentences(text, *block)]


def write_packet(records: Iterable[Record]) -> str:
    """The packet of some articles; each gets a short number in it."""
    lines = []
    for k, record in enumerate(records):
        lines.append(f"\n=== a{k:02d} | {record.get('date') or ''} | {record.get('title') or ''}")
        text = record["text"]
        lines += [f"[{n}] {' '.join(text[s:e].split())}" for n, (s, e) in enumerate(record["sentences"])]
    return "\n".join(lines) + "\n"


def find_words(words: str, text: str, start: int, end: int, after: int | None = None) -> list[int] | None:
    """The range of the words in a sentence, white space apart: the first place from ``after`` on, else the first."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = list(pattern.finditer(text, start, end))
    whole = [m for m in found if not (text[m.start() - 1 : m.start()].isalnum() and text[m.start()].isalnum())]
    for match in [m for m in whole if after is None or m.start() >= after] + whole + found:
        return [match.start(), match.end()]
    return None


class BadLine(ValueError):
    """An answer that does not hold; the message says what to mend."""


def read_position(line: Record, record: Record) -> Record:
    """The position of an answer, with offsets into the article. Raises ``BadLine``."""
    text, sentences = record["text"], record["sentences"]
    number = line["s"]
    if not (isinstance(number, int) and 0 <= number < len(sentences)):
        raise BadLine(f"there is no sentence {number!r}")
    start, end = sentences[number]

    def place(role: str, after: int | None = None) -> list[int] | None:
        words = line.get(role)
        if words is None:
            return None
        span = find_words(words, text, start, end, after)
        if span is None:
            raise BadLine(
                f"{role} {words!r} does not stand in sentence {number}: {' '.join(text[start:end].split())!r}"
            )
        return span

    if line.get("stance") not in STANCES or line.get("leaning") not in ("for", "against", None):
        raise BadLine("stance is for, against, conditional or undecided; leaning for, against or null")
    if line["stance"] == "conditional" and not (line.get("conditions") and line.get("leaning")):
        raise BadLine("a conditional stance has its leaning and its conditions")
    if line["stance"] in ("for", "against") and line.get("leaning"):
        raise BadLine("only a conditional or undecided stance has a leaning")
    cue = place("cue")
    if cue is None or not line.get("name") or not line.get("issue"):
        raise BadLine("cue, name and issue are needed")
    target = place("target")
    if target and target[0] < cue[0]:
        later = place("target", cue[1])
        target = later if later and later[0] >= cue[1] and text[slice(*later)] == text[slice(*target)] else target
    conditions = []
    for condition in line.get("conditions") or []:
        first, last = sentences[condition.get("s", number)]
        span = find_words(condition["words"], text, first, last)
        if span is None or condition.get("kind") not in ("if", "unless"):
            raise BadLine(f"condition {condition!r} does not stand in its sentence, or its kind is not if or unless")
        conditions.append({"span": span, "kind": condition["kind"]})
    return {
        "actor": place("actor"), "actor_name": line["name"], "cue": cue, "target": target, "stance": line["stance"],
        "leaning": line.get("leaning"), "commitment": bool(line.get("commitment")), "conditions": conditions,
        "claimed_by": line.get("claimed_by"), "issue": line["issue"],
    }  # fmt: skip


def read_lines(path: Path, records: dict[str, Record]) -> Iterator[tuple[int, str, Record | str]]:
    """For each answer its line, its article's number and the position, or what is wrong with it."""
    for n, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not raw.strip():
            continue
        try:
            line = json.loads(raw)
            yield n, line["a"], read_position(line, records[line["a"]])
        except (ValueError, KeyError, TypeError) as error:
            yield n, "", f"{type(error).__name__}: {error}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("packets", "check", "records"))
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--taken", type=Path, nargs="*", default=[], help="records whose articles are left out")
    parser.add_argument("--articles", type=int, default=250)
    parser.add_argument("--size", type=int, default=10, help="articles a packet")
    options = parser.parse_args()
    if options.what == "packets":
        taken = {r["id"] for path in options.taken for r in read_records(path)}
        records = [r for path in options.files for r in read_records(path) if r["id"] not in taken]
        records = [r for r in records if 250 <= len(r["text"].split()) <= 900]
        random.Random(7).shuffle(records)
        chosen = [{**{k: r.get(k) for k in ("id", "date", "title", "text")}, "sentences": sentences_of(r["text"])}
                  for r in records[: options.articles]]  # fmt: skip
        options.out.mkdir(parents=True, exist_ok=True)
        for k in range(0, len(chosen), options.size):
            some = chosen[k : k + options.size]
            name = f"p{k // options.size:02d}"
            (options.out / f"{name}.txt").write_text(write_packet(some), encoding="utf-8")
            (options.out / f"{name}.json").write_text(json.dumps(some), encoding="utf-8")
        return
    bad = 0
    for path in options.files:
        packet = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        records = {f"a{k:02d}": {**r, "positions": []} for k, r in enumerate(packet)}
        for n, article, found in read_lines(path, records):
            if isinstance(found, str):
                bad += 1
                print(f"{path.name}:{n}: {found}", file=sys.stderr)
            else:
                records[article]["positions"].append(found)
        counts = " ".join(f"{k}:{len(r['positions'])}" for k, r in records.items())
        print(f"{path.name}: positions per article {counts}", file=sys.stderr)
        if options.what == "records":
            kept = ("id", "sentences", "positions")
            for record in records.values():
                print(json.dumps({k: record[k] for k in kept}, ensure_ascii=False))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
