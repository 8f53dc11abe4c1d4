"""Prints the table of all measures on the dev sets, and speed and memory of ``find``, as Markdown.

Call: python bench/run.py [--only TASK ...] [--write]. Needs the folder ../shared with labelled sets and scorers. Each
figure stands beside the simplest baseline (``baselines.py`` of the scorers) and, where the scorer gives one, a 95 %
interval from a bootstrap over documents. --write puts the table into bench/results.md under today's date, which is
given with --date: no clock is read.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SETS = {
    "attribution": ("attribution/dev.jsonl", "attribution.py", ["--merge-cues", "--drop-nested", "--boot", "300"]),
    "quotes": ("quotes/dev.jsonl", "quotes.py", []),
    "time": ("time/train.jsonl", "timex.py", []),
    "stories": ("stories/basil.jsonl", "stories.py", []),
    "stories-ecb": ("stories/ecb-dev.jsonl", "stories.py", []),
    "copies": ("copies/articles.jsonl.gz", "copies.py", []),
    "differences": ("differences/dev.jsonl", "differences.py", []),
    "positions": ("positions/dev.jsonl", "positions.py", ["--json"]),
}


def call(*command: str | Path) -> str:
    """What a command prints; it must end well."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def score(name: str, folder: Path) -> dict[str, Any]:
    """The scorer's figures for one set."""
    file, scorer, options = SETS[name]
    gold = SHARED / "data" / file
    predicted = folder / f"{name}.jsonl"
    task = name.split("-")[0]
    call(sys.executable, "-m", "onrecord.cli", "evaluate", "predict", task, gold, predicted)
    against = SHARED / "data/copies/pairs.jsonl" if task == "copies" else gold
    result: dict[str, Any] = json.loads(call(sys.executable, SHARED / "score" / scorer, against, predicted, *options))
    return result


def _prf(row: dict[str, Any]) -> str:
    low = {k.lower(): v for k, v in row.items()}
    interval = low.get("f1_95")
    inside = f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
    return f"{low['f1']:.3f}{inside} | {low['p']:.3f} | {low['r']:.3f}"


def rows(name: str, result: dict[str, Any]) -> list[str]:
    """The lines of the table that matter for one set."""
    wanted = {
        "attribution": [f"{m}/{t}" for m in ("attr", "det") for t in ("ALL", "DIRECT", "MIXED", "INDIRECT")],
        "quotes": ["sentence", "span", "speaker_found", "speaker_all"],
        "time": ["timex.value", "timex.relaxed", "timex.strict", "event.relaxed"],
        "positions": ["actor_stance", "actor", "condition"],
        "copies": ["near_0.5", "near_0.8", "overlap", "overlap_rare"],
    }.get(name.split("-")[0])
    found = []
    for key in wanted or sorted(result):
        row = _look_up(result, key)
        if isinstance(row, dict) and {"f1", "p", "r"} <= {k.lower() for k in row}:
            found.append(f"| {name} | {key} | {_prf(row)} |")
        elif isinstance(row, dict) and "macro_F1" in row:
            positive = row.get("positive", {})
            shown = " | ".join(f"{positive[k]:.3f}" if k in positive else "" for k in ("P", "R"))
            found.append(f"| {name} | {key}, macro-F1 | {row['macro_F1']:.3f} | {shown} |")
        elif isinstance(row, dict) and "accuracy" in row:
            found.append(f"| {name} | {key} | {row['accuracy']:.3f} (n {row['n']}) | | |")
        elif isinstance(row, float):
            found.append(f"| {name} | {key} | {row:.3f} | | |")
    return found


def _look_up(result: dict[str, Any], key: str) -> Any:
    if key in result:
        return result[key]
    for part in key.split("."):
        result = result.get(part, {}) if isinstance(result, dict) else {}
    return result


def speakers() -> list[str]:
    """Who each source is, on our own labels (tests/gold/speakers): the engine and the simplest baseline."""
    from onrecord.evaluate.speakers import score_folder

    figures = score_folder(ROOT / "tests/gold/speakers", SHARED / "data")
    lines = []
    for row, f in figures["engine"].items():
        low, high = f["accuracy_95"]
        plain = figures["baseline"][row]["accuracy"]
        shares = f"answered {f['answered']:.3f}; with mentions that are no source {f['with_known']:.3f} of all"
        shares += f"; first candidate right in {f['would']} of {f['abstained']} abstentions"
        value = f"{f['accuracy']:.3f} [{low:.3f}, {high:.3f}] of {f['n'] - f['missed']} found of {f['n']}"
        lines.append(f"| speakers (own gold) | {row} | {value}; {shares}; baseline {plain:.3f} on the same | | |")
    return lines


def speed() -> list[str]:
    """Words per CPU second and peak memory of ``find`` over the attribution texts, one process, start-up included."""
    gold = SHARED / "data/attribution/dev.jsonl"
    words = sum(len(json.loads(line)["text"].split()) for line in gold.open(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        slim = Path(folder) / "texts.jsonl"
        with slim.open("w", encoding="utf-8") as out:
            for line in gold.open(encoding="utf-8"):
                record = json.loads(line)
                out.write(json.dumps({k: record[k] for k in ("id", "title", "text")}) + "\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        call(sys.executable, "-m", "onrecord.cli", "find", slim, "--jobs", "1")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [
        f"| find | words per CPU second, start-up included | {words / cpu:,.0f} ({words:,} words, {cpu:.1f} s) | | |",
        f"| find | peak memory | {after.ru_maxrss / 1024:,.0f} MB | | |",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=[*SETS, "speakers", "speed"])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--date", default="")
    given = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit("the folder ../shared with labelled sets and scorers is not beside this checkout")
    lines = ["| set | measure | F1 or value [95 %] | P | R |", "|---|---|---|---|---|"]
    steps: list[tuple[str, Callable[[Path], list[str]]]] = [
        *((name, lambda folder, name=name: rows(name, score(name, folder))) for name in SETS),
        *([("speakers", lambda _: speakers())] if (ROOT / "tests/gold/speakers/gold.tsv").is_file() else []),
        ("speed", lambda _: speed()),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, step in steps:
            if given.only and name not in given.only:
                continue
            began = time.monotonic()
            lines += step(Path(folder))
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    table = "\n".join(lines)
    print(table)
    if given.write:
        head = f"# Figures on the dev sets{f', {given.date}' if given.date else ''}\n\nMade by `bench/run.py`.\n\n"
        (ROOT / "bench/results.md").write_text(head + table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
