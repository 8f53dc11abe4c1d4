"""The stance lexicon: patterns in the notation of lexicons/stance.toml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from onrecord.extract.stands.clauses import lexicon
from onrecord.records import Stance, Token

Slot = Literal["np", "inf", "that", "whether", ""]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One stance expression: see lexicons/stance.toml for its notation."""

    lemma: str
    pos: str
    words: tuple[str, ...]
    asked: bool
    slot: Slot
    stance: Stance | Literal[""]
    negated: Stance | Literal[""]
    commitment: bool
    compose: bool
    score: float
    measure: bool = False
    gerund: bool = False
    would: bool = False
    object_first: bool = False
    text: str = ""


class Lexicon(NamedTuple):
    patterns: dict[str, tuple[Pattern, ...]]
    agents: dict[str, tuple[str, str]]


_SLOT_WORDS: dict[str, Slot] = {"to": "inf", "that": "that", "whether": "whether"}


def _pattern(text: str, block: dict[str, Any]) -> Pattern:
    first, *rest = text.split()
    lemma, _, pos = first.partition("/")
    end = rest.pop() if rest and rest[-1].startswith("_") else ""
    slot: Slot = "np" if end else ""
    gerund = end == "_VBG"
    if rest and rest[-1] == "VBG":
        rest.pop()
        gerund = True
    if end and rest and rest[-1] in _SLOT_WORDS:
        slot = _SLOT_WORDS[rest.pop()]
    asked = "X" in rest
    would = lemma == "would"
    if would:
        lemma = rest.pop(0)
    return Pattern(
        lemma, pos or "v", tuple(w for w in rest if w != "X"), asked, slot, block["stance"], block.get("negated", ""),
        bool(block.get("commitment")), bool(block.get("compose")), float(block["score"]), end == "_measure", gerund,
        would, asked and bool(rest) and rest[0] == "X" and len(rest) > 1, text,
    )  # fmt: skip


@cache
def stance_lexicon() -> Lexicon:
    """The stance patterns by lemma, longer ones first, and the word sets that go with them."""
    table: dict[str, Any] = lexicon("stance")
    patterns: dict[str, list[Pattern]] = {}
    for block in table["block"]:
        for text in block["patterns"]:
            pattern = _pattern(text, block)
            patterns.setdefault(pattern.lemma, []).append(pattern)
    ordered = {
        k: tuple(sorted(v, key=lambda p: (-len(p.words), -p.asked, p.slot == "np"))) for k, v in patterns.items()
    }
    agents = {e.split()[0]: (stance, e.split()[1]) for stance, es in table["agents"].items() for e in es}
    return Lexicon(ordered, agents)


# What the lemmatizer gets wrong among the words that matter here.
LEMMAS = {
    "hoping": "hope",
    "hoped": "hope",
    "lambasted": "lambaste",
    "lambasting": "lambaste",
    "greenlighted": "greenlight",
}


def lemma_of(token: Token) -> str:
    """The lemma, mended where the lemmatizer errs on a stance word."""
    return LEMMAS.get(token.text.lower(), token.lemma)
