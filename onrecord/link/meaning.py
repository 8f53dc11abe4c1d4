"""Words that change what a sentence means, and words that do not: the classes of `meaning.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Meaning(NamedTuple):
    """The word classes of `meaning.toml`; modality and strength map a word to its group."""

    negation: frozenset[str]
    modality: dict[str, int]
    strength: dict[str, int]
    numbers: dict[str, str]
    scales: frozenset[str]
    grammar: frozenset[str]
    against: frozenset[str]
    forms: dict[str, int]
    contractions: dict[str, str]
    endings: dict[str, str]
    units: dict[str, tuple[str, float]]
    deictic: frozenset[str]
    days: frozenset[str]
    raising: frozenset[str]


@cache
def meaning() -> Meaning:
    """The word classes, read once."""
    rows = tomllib.loads(files("onrecord.link").joinpath("meaning.toml").read_text(encoding="utf-8"))

    def groups(name: str) -> dict[str, int]:
        return {word: n for n, group in enumerate(rows[name]["groups"]) for word in group}

    numbers, contractions = rows["numbers"], rows["contractions"]
    forms = {
        word: n for n, line in enumerate((*rows["forms"]["verbs"], *rows["forms"]["pronouns"])) for word in line.split()
    }
    variants = {word: group[0] for group in map(str.split, rows["variants"]["groups"]) for word in group[1:]}
    replaced = {**numbers["words"], **numbers["abbreviations"], **rows["abbreviations"]["words"], **variants}
    return Meaning(
        negation=frozenset(rows["negation"]["words"]),
        modality=groups("modality"),
        strength=groups("strength"),
        numbers=replaced,
        scales=frozenset(numbers["scales"]),
        grammar=frozenset(rows["grammar"]["words"]),
        against=frozenset(rows["against"]["stems"]),
        forms=forms,
        contractions=contractions["whole"],
        endings=contractions["endings"],
        deictic=frozenset(rows["deictic"]["words"]),
        days=frozenset(rows["deictic"]["days"]),
        raising=frozenset(rows["raising"]["verbs"]),
        units={unit: (kind, factor) for kind, row in rows["units"].items() for unit, factor in row.items()},
    )
