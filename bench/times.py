"""Time expressions found by OnRecord and by what else can be installed without Java: the table of docs/times.md.

Call: python bench/times.py [--gold ../shared/data/time/train.jsonl --scorer ../shared/score --part 64]
The other tools (dateparser, metadate, timexy) are compared where they are installed; install them in an environment of
their own that also has OnRecord. Hand-made cases: bench/times.json.

A tool that gives days and no TIMEX3 values is judged kindly: its value is right if its day lies in the period expected.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from onrecord.analyse.pipeline import analyse
from onrecord.extract.times import find_times
from onrecord.extract.when.timex_values import period_of
from onrecord.records import Article, Source


class Found(NamedTuple):
    """An expression as a tool gives it: character range, TIMEX3 type and value, or a day where it knows no TIMEX3."""

    start: int
    end: int
    type: str
    value: str | None
    day: date | None


Tool = Callable[[str, str | None], list[Found]]
HERE = Path(__file__).parent


def onrecord(text: str, published: str | None) -> list[Found]:
    """OnRecord, with its parse."""
    article = Article("a", Source("s", "s", "", 0, "text/plain"), text, published=published)
    times = find_times(analyse(article)[0])
    return [Found(t.span.start, t.span.end, t.type, t.value, None) for t in times]


def dateparser(text: str, published: str | None) -> list[Found]:
    """The search of dateparser, English only, past dates preferred as its default is."""
    from dateparser.search import search_dates

    settings: dict[str, object] = {"RELATIVE_BASE": _base(published)}
    found: list[Found] = []
    position = 0
    for words, moment in search_dates(text, languages=["en"], settings=settings) or []:
        start = text.find(words, position)
        if start >= 0:
            position = start + len(words)
            found.append(Found(start, position, "DATE", None, moment.date()))
    return found


def metadate(text: str, published: str | None) -> list[Found]:
    """metadate with several dates a text."""
    from metadate import parse_date

    found: list[Found] = []
    for one in parse_date(text, multi=True, reference_date=_base(published)) or []:
        spans = [tuple(span) for span in getattr(one, "spans", [])]
        if spans and hasattr(one, "start_date"):
            start, end = min(s for s, _ in spans), max(e for _, e in spans)
            found.append(Found(start, end, "DATE", None, one.start_date.date()))
    return found


def timexy(text: str, published: str | None) -> list[Found]:
    """timexy in an empty English pipeline; it takes no published date."""
    doc = _timexy()(text)
    return [Found(e.start_char, e.end_char, "DATE", _plain(e.kb_id_), None) for e in doc.ents]


@cache
def _timexy() -> Any:
    import spacy

    import_module("timexy")  # registers its component; installed apart, for this comparison only
    pipeline = spacy.blank("en")
    pipeline.add_pipe("timexy", config={"kb_id_type": "timex3"})
    return pipeline


def _plain(marked: str) -> str:
    """The value inside a TIMEX3 tag, days without their midnight."""
    value = marked.split('value="')[-1].split('"')[0]
    return value.removesuffix("T00:00:00")


def _base(published: str | None) -> datetime:
    """The published day as a moment; without one a day that no case names, so that nothing is right by chance."""
    return datetime.fromisoformat(published[:10]) if published else datetime(1971, 7, 7)


TOOLS: dict[str, Tool] = {"OnRecord": onrecord, "dateparser": dateparser, "metadate": metadate, "timexy": timexy}


def _fits(found: Found, value: str) -> bool:
    if found.value is not None:
        return found.value == value
    period = period_of(value)
    return bool(period and period.first and found.day and period.first <= found.day.isoformat() <= (period.last or ""))


def hand_made(tool: Tool) -> tuple[int, int, int, list[str]]:
    """Expected expressions, those found with the right value, all else that was given, and what went wrong."""
    expected = right = other = 0
    wrong: list[str] = []
    for case in json.loads((HERE / "times.json").read_text("utf-8"))["cases"]:
        text, position, wanted = case["text"], 0, []
        for words, value in case["times"]:
            start = text.index(words, position)
            position = start + len(words)
            wanted.append((start, position, value))
        found = _given(tool, text, case["published"])
        hits = {k for k, f in enumerate(found) if any(f.start < e and s < f.end and _fits(f, v) for s, e, v in wanted)}
        hit = sum(any(f.start < e and s < f.end and _fits(f, v) for f in found) for s, e, v in wanted)
        expected, right, other = expected + len(wanted), right + hit, other + len(found) - len(hits)
        if hit < len(wanted) or len(hits) < len(found):
            wrong.append(f"{text} -> {[(text[f.start : f.end], f.value or str(f.day)) for f in found]}")
    return expected, right, other, wrong


def _given(tool: Tool, text: str, published: str | None) -> list[Found]:
    try:
        return tool(text, published)
    except Exception as error:  # foreign tools raise what they like: one that fails gives nothing
        print(f"  {tool.__name__} failed: {type(error).__name__}", file=sys.stderr)
        return []


def on_gold(tool: Tool, records: Sequence[dict[str, Any]], scorer: Path) -> dict[str, Any]:
    """The scores of the set's own scorer; a day inside the gold period counts as its value."""
    sys.path.insert(0, str(scorer))
    timex = import_module("timex")  # the scorer's module, in the folder just added

    predicted = []
    for record in records:
        rows = []
        for f in _given(tool, record["text"], record["dct"]):
            gold = [g["value"] for g in record["timexes"] if f.start < g["end"] and g["start"] < f.end]
            value = f.value or next((v for v in gold if _fits(f, v)), str(f.day))
            rows.append({"start": f.start, "end": f.end, "type": f.type, "value": value})
        predicted.append({"id": record["id"], "timexes": rows})
    gold_rows = [{"id": r["id"], "timexes": r["timexes"]} for r in records]
    scores: dict[str, Any] = timex.score(gold_rows, predicted)["timex"]
    return scores


def main() -> None:
    """Prints a row a tool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--part", type=int, default=64, help="the last so many documents of a shuffle by seed 2025")
    parser.add_argument("--wrong", action="store_true", help="print what each tool got wrong by hand")
    options = parser.parse_args()
    records = [json.loads(line) for line in options.gold.read_text("utf-8").splitlines()] if options.gold else []
    order = list(range(len(records)))
    random.Random(2025).shuffle(order)
    records = [records[k] for k in order[-options.part :]] if records else []
    for name, tool in TOOLS.items():
        if name != "OnRecord" and importlib.util.find_spec(name) is None:
            print(f"{name}: not installed")
            continue
        expected, right, other, wrong = hand_made(tool)
        print(f"{name}: {right} of {expected} right, {other} wrong or spurious")
        print("".join(f"  {line}\n" for line in wrong) if options.wrong else "", end="")
        if records:
            start = process_time()
            scores = on_gold(tool, records, options.scorer)
            words = sum(len(r["text"].split()) for r in records)
            shown = ", ".join(f"{k} {scores[k]['F1']:.3f}" for k in ("strict", "relaxed", "value"))
            print(f"  {len(records)} documents: {shown}; {words / (process_time() - start):,.0f} words per CPU second")


if __name__ == "__main__":
    main()
