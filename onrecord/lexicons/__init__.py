"""Word lists that several stages read: names of news agencies and outlets."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def read_lines(name: str) -> list[str]:
    """The lines of a list of this folder, without comments and empty ones."""
    lines = files("onrecord.lexicons").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def agencies() -> dict[str, str]:
    """Each name of a news agency (case-folded) -> the agency's own name."""
    return {name.casefold(): row[0] for row in (line.split("|") for line in read_lines("agencies.txt")) for name in row}


@cache
def outlet_names() -> dict[str, str]:
    """Each name of an agency or outlet, as it is written -> its own name."""
    rows = [line.split("|") for file in ("agencies.txt", "outlets.txt") for line in read_lines(file)]
    return {name: row[0] for row in rows for name in row}
