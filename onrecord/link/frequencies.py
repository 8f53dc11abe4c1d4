"""How rare a word is in news reports, from a shipped table of counts (`train/frequencies/make.py`)."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib.resources import files


def stem(word: str) -> str:
    """A word without its commonest English endings; crude, and the same for the table and the articles."""
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 4:
        return word[:-1]
    if word.endswith("ed") and len(word) > 6:
        return word[:-2]
    if word.endswith("ing") and len(word) > 7:
        return word[:-3]
    return word


@cache
def rarities() -> tuple[dict[str, float], float]:
    """Inverse document frequency (natural logarithm) of each stem of the table, and that of any other."""
    lines = files("onrecord.link").joinpath("frequencies.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" ") for line in lines if not line.startswith("#")]
    total = int(rows[0][0])
    known = {word: math.log((total + 1) / (int(row[0]) + 0.5)) for row in rows[1:] for word in row[1:]}
    return known, math.log((total + 1) / 1.5)


@lru_cache(maxsize=1 << 17)
def rarity(word: str) -> float:
    """Inverse document frequency of a lower-case word: 0 in every report, 7 in hardly any; 0 for single letters."""
    known, rare = rarities()
    return known.get(stem(word), rare) if len(word) > 1 else 0.0
