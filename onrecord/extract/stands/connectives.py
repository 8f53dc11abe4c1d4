"""The conditional connectives, and the record of one conditional structure."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from onrecord.extract.stands.clauses import lexicon

# Forms in which the condition is the object of a verb that requires it, not a clause of its own.
REQUIRING = ("require", "depend", "need-before")


class Conditional(NamedTuple):
    """One condition: tokens ``first`` to ``last`` (exclusive), without the conjunction that begins at ``marker``.

    ``main`` is the token that heads what depends on it. ``negative``: the marker makes a condition only where the main
    clause is negated or refuses ("until", "before", "without"); ``negated`` says whether its syntax is.
    """

    first: int
    last: int
    kind: str
    main: int
    marker: int
    form: str
    negative: bool = False
    negated: bool = False


class Marker(NamedTuple):
    words: tuple[str, ...]
    kind: str
    takes: str
    negative: bool


class Connectives(NamedTuple):
    markers: dict[str, list[Marker]]
    sets: dict[str, frozenset[str]]
    triggers: frozenset[str]


@cache
def connectives() -> Connectives:
    table: dict[str, Any] = lexicon("conditions")
    markers: dict[str, list[Marker]] = {}
    for block in table["marker"]:
        for phrase in block["phrases"]:
            words = tuple(phrase.split())
            marker = Marker(words, block["kind"], block["takes"], bool(block.get("negative")))
            markers.setdefault(words[0], []).append(marker)
    for some in markers.values():
        some.sort(key=lambda m: (-len(m.words), m.takes))
    sets = {name: frozenset(words) for name, words in table["words"].items()}
    lemmas = sets["require"] | sets["need"] | sets["depend"]
    return Connectives(markers, sets, frozenset(markers) | {"should", "were", "had"} | lemmas)
