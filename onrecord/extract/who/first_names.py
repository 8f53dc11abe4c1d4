"""Which sex a first name shows: only names that at least 98 % of one sex bear, by the US census of 1990."""

from __future__ import annotations

from functools import cache
from importlib import resources

from onrecord.extract.who.roles import Gender


@cache
def first_names() -> dict[str, Gender]:
    """The sex of each first name, in lower case."""
    text = resources.files("onrecord.extract").joinpath("lexicons/first_names.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: "f" if sex == "f" else "m" for name, sex in rows}


def shown_by(parts: tuple[str, ...]) -> Gender:
    """The sex that a person's name shows by its first of several words ("mary", "holm"), else ""."""
    return first_names().get(parts[0], "") if len(parts) > 1 else ""
