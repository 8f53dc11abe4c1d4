"""Quality floors: a fast sample of each labelled set, scored by the sets' own scorers.

A floor stands a little under what was measured when it was set (bench/results.md has the full figures); a change that
falls below it is not an improvement. Raise a floor with the figure, in the same commit.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from onrecord import engine
from onrecord.evaluate.labels import by_article, read_labels
from onrecord.evaluate.predict import article_of, write_predictions
from onrecord.evaluate.speakers import read_texts, speaker_figures, speaker_outcomes

# task, file, every how many-th record, scorer and its options, figure -> floor
SAMPLES: list[tuple[str, str, int, list[str], dict[str, float]]] = [
    ("attribution", "attribution/dev.jsonl", 4, ["attribution.py", "--merge-cues", "--drop-nested"],
     {"attr/ALL.F1": 0.74, "attr/DIRECT.F1": 0.90, "det/ALL.F1": 0.78}),
    ("quotes", "quotes/dev.jsonl", 4, ["quotes.py"], {"sentence.R": 0.93, "speaker_found.accuracy": 0.70}),
    ("time", "time/train.jsonl", 6, ["timex.py"], {"timex.value.F1": 0.76, "timex.relaxed.F1": 0.92}),
    ("positions", "positions/dev.jsonl", 1, ["positions.py", "--json"],
     {"actor_stance.f1": 0.57, "condition.f1": 0.60}),
    ("stands", "stands/dev.jsonl.gz", 2, ["stands.py"],
     {"position.F1": 0.49, "actor_stance.F1": 0.53, "condition.F1": 0.40}),
    ("stories", "stories/ecb-dev.jsonl", 1, ["stories.py"], {"bcubed.F1": 0.90}),
    ("differences", "differences/dev.jsonl", 1, ["differences.py"],
     {"strengthen.macro_F1": 0.67, "weaken.macro_F1": 0.54}),
    ("copies", "copies/articles.jsonl.gz", 1, ["copies.py"], {"near_0.5.F1": 0.98, "overlap_rare.F1": 0.95}),
]  # fmt: skip


def sample(source: Path, every: int, target: Path) -> None:
    """Every n-th line of a gold file, as plain JSON lines."""
    with (
        gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else source.open(encoding="utf-8") as lines
    ):
        target.write_text("".join(line for k, line in enumerate(lines) if k % every == 0), encoding="utf-8")


def look_up(result: dict[str, Any], key: str) -> float:
    """The figure under a dotted key; a part of the key may itself hold a dot ("near_0.5")."""
    for name, value in result.items():
        if key == name:
            return float(value)
        if key.startswith(f"{name}.") and isinstance(value, dict):
            return look_up(value, key[len(name) + 1 :])
    raise KeyError(key)


@pytest.mark.parametrize("row", SAMPLES, ids=[row[0] for row in SAMPLES])
def test_floor(row: tuple[str, str, int, list[str], dict[str, float]], shared: Path, tmp_path: Path) -> None:
    task, file, every, scorer, floors = row
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    sample(shared / "data" / file, every, gold)
    write_predictions(task, gold, predicted, jobs=1)
    against = shared / "data/copies/pairs.jsonl" if task == "copies" else gold
    command = [sys.executable, str(shared / "score" / scorer[0]), str(against), str(predicted), *scorer[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    missed = {key: (look_up(result, key), floor) for key, floor in floors.items() if look_up(result, key) < floor}
    assert not missed, f"(measured, floor): {missed}"


# On every third article of our own labels (tests/gold/speakers): row and figure -> floor.
SPEAKER_FLOORS = {
    ("ALL", "accuracy"): 0.88, ("ALL", "answered"): 0.95, ("name", "accuracy"): 0.92, ("name", "answered"): 0.97,
    ("pronoun", "accuracy"): 0.88, ("pronoun", "answered"): 0.96, ("ALL-named", "with_known"): 0.86,
}  # fmt: skip


def test_who_each_source_is_has_floors(shared: Path) -> None:
    folder = Path(__file__).parent / "gold/speakers"
    gold, records = by_article(read_labels(folder / "gold.tsv")), read_texts(shared / "data")
    few = list(gold)[::3]
    says = {a: speaker_outcomes(gold[a], engine.find(article_of(records[a]))) for a in few}
    figures = speaker_figures(says)
    missed = {key: (figures[key[0]][key[1]], floor) for key, floor in SPEAKER_FLOORS.items()
              if figures[key[0]][key[1]] < floor}  # fmt: skip
    assert not missed, f"(measured, floor): {missed}"


def test_look_up_finds_keys_with_dots() -> None:
    assert look_up({"near_0.5": {"F1": 1}, "near_0": {"5": {"F1": 0}}}, "near_0.5.F1") == 1
    with pytest.raises(KeyError):
        look_up({"a": {"b": 1}}, "a.c")
