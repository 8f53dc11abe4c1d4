"""Runs users' troubles (``../shared/cases``) and shows what comes out beside what a careful person expects.

    python bench/cases.py CASES_FOLDER [--kind WORDS] [--id ID] > out.jsonl

One JSON object a line: id, kind, expected, and what came out: statements, positions, times and events in short, the
published date, problems. A person or a program marks each as works, partly or fails.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from onrecord.dossier import build_dossier
from onrecord.read import ReadOptions
from onrecord.records import Findings, Period, Problem
from onrecord.store import Store
from onrecord.story import BuildOptions, build_story, find, find_in


def _days(period: Period | None) -> str:
    return f"{period.first}..{period.last}" if period else "open"


def short(f: Findings) -> dict[str, Any]:
    """The findings of an article in a few words each."""
    return {
        "published": f.article.published,
        "text": f.article.text[:80],
        "said": [
            f"[{s.speaker.name if s.speaker else None}|{s.speaker.how if s.speaker else None}] {s.act} "
            f"{' … '.join(c.words for c in s.content)} ({s.kind}, {s.score})" for s in f.statements
        ],
        "stands": [
            f"{p.name} {p.stance}{'/' + p.leaning if p.leaning else ''}{' COMMIT' if p.commitment else ''} "
            f"«{p.target.words if p.target else None}» {[(c.kind, c.span.words) for c in p.conditions]}"
            f"{' by ' + p.claimed_by if p.claimed_by else ''} {p.score}" for p in f.positions
        ],
        "times": [f"{t.span.words}={t.value} {_days(t.period)}" for t in f.times],
        "events": [f"{e.label} | {e.type} | {e.status} | {_days(e.time.period if e.time else None)}" for e in f.events],
        "removed": [f"{r.reason}: {r.span.words[:60]}" for r in f.removed],
    }  # fmt: skip


def run(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What comes out of a case."""
    if case.get("text"):
        return short(find(case["text"], case.get("published")))
    path = folder / case["file"]
    options = ReadOptions(published=case.get("published"))
    if path.is_dir():
        with tempfile.TemporaryDirectory() as out:
            build_story([str(path)], out, BuildOptions(read=options, jobs=1))
            with Store.open(out, write=False) as store:
                d = build_dossier(store)
        return {
            "said": [
                [s.speaker.name if s.speaker else None, [c.words for c in s.content][:1], s.outlet]
                for said in d.statements for s in getattr(said, "carriers", ())
            ] or [repr(said)[:300] for said in d.statements],
            "differences": [repr(x)[:400] for x in d.differences],
        }  # fmt: skip
    problems: list[Problem] = []
    found = list(find_in([str(path)], options, 1, problems.append))
    told = [f"{p.code}: {p.message}" for p in problems]
    told += [f"{x.code}: {x.message}" for f in found for x in f.problems]
    return {"articles": [short(f) for f in found], "problems": told}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", default="")
    parser.add_argument("--id", default="")
    options = parser.parse_args()
    for line in (options.folder / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if options.kind not in case["kind"] or (options.id and case["id"] != options.id):
            continue
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                got: Any = run(case, options.folder)
        except Exception as error:  # what ends a run is what this looks for
            got = {"traceback": f"{type(error).__name__}: {error}"}
        kept = {k: case.get(k) for k in ("id", "kind", "text", "file", "expected")}
        print(json.dumps({**kept, "got": got}, ensure_ascii=False))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
