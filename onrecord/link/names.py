"""Names of persons and bodies compared: spelling, sound, short forms, initials, suffixes."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """A name as it is compared: no case, no marks on letters, no full stops."""
    name = name.replace("’", "'").replace(".", "").lower()
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        name = name.replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("ß", "ss").replace("ı", "i")
    return " ".join(name.split())


# Ways in which one name is spelled out of another script: pattern, common form. source: BGN/PCGN, ISO 9 and news usage.
_SPELLINGS = (
    (re.compile(r"(?:iy|yy|yi|ij|ii|yj|iyy)$"), "y"),
    (re.compile(r"(?<=[a-z]{3})i$"), "y"),
    (re.compile(r"ey|ei|ej"), "ei"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"zh|dj|dzh"), "j"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"yo|jo"), "o"),
    (re.compile(r"ay|aj"), "ai"),
    (re.compile(r"tch|tsch"), "ch"),
    (re.compile(r"sch"), "sh"),
    (re.compile(r"(.)\1"), r"\1"),
)


@lru_cache(maxsize=50_000)
def sounds(word: str) -> str:
    """A form that the usual spellings of one name share: Zelensky, Zelenskiy and Zelenskyy."""
    word = fold(word).replace("'", "").replace("-", "")
    for pattern, common in _SPELLINGS:
        word = pattern.sub(common, word)
    return word


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    table = tomllib.loads((files("onrecord.extract") / "lexicons" / "titles.toml").read_text(encoding="utf-8"))
    return {short: frozenset((short, *longs)) for short, longs in table["nicknames"].items()}


_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


@lru_cache(maxsize=50_000)
def name_parts(name: str) -> tuple[tuple[str, ...], str]:
    """A person's name as folded words without suffix, and the suffix; a name without a word is one word, itself."""
    words = fold(name).split() or [name]
    suffix = next((w for w in words[1:] if w in _SUFFIXES), "")
    return tuple(w for w in words if w != suffix), suffix


def is_same_first(a: str, b: str) -> bool:
    """Whether two first names may be one person's: the same by sound, an initial, or a short form."""
    if a == b or sounds(a) == sounds(b) or (min(len(a), len(b)) == 1 and a[0] == b[0]):
        return True
    names = _nicknames()
    return bool(names.get(a, frozenset((a,))) & names.get(b, frozenset((b,))))


def is_same_name(a: str, b: str, suffixes: bool = True) -> bool:
    """Whether two full names may be one person's: surname by sound, first name, middle initials, suffix.

    A full middle name may stand for the first ("J. Christopher Stone", "Chris Stone").
    """
    (x, suffix), (y, other) = name_parts(a), name_parts(b)
    if len(x) < 2 or len(y) < 2 or (suffixes and suffix != other and {suffix, other} & {"jr", "sr"}):
        return False
    if not _same_last(x, y):
        return False
    if is_same_first(x[0], y[0]):
        middle = {w[0] for w in x[1:-1]}, {w[0] for w in y[1:-1]}
        return not (middle[0] and middle[1] and not middle[0] & middle[1])
    if len(x) < len(y):
        x, y = y, x
    return len(x) > len(y) and len(x[1]) > 1 and len(y[0]) > 1 and is_same_first(x[1], y[0])


def _same_last(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    """Whether the last word of one name is, by its sound, a word of the other after the first."""
    one, other = sounds(x[-1]), sounds(y[-1])
    return one == other or one in map(sounds, y[1:]) or other in map(sounds, x[1:])


def is_near_first(a: str, b: str) -> bool:
    """Whether two full names differ in one letter of the first, or two that changed places: a slip of the pen."""
    (x, suffix), (y, other) = name_parts(a), name_parts(b)
    if len(x) < 2 or len(y) < 2 or suffix != other or sounds(x[-1]) != sounds(y[-1]):
        return False
    one, two = x[0], y[0]
    if min(len(one), len(two)) < 5 or one[0] != two[0]:
        return False
    if len(one) == len(two):
        differ = [i for i in range(len(one)) if one[i] != two[i]]
        swapped = len(differ) == 2 and one[differ[0]] == two[differ[1]] and one[differ[1]] == two[differ[0]]
        return len(differ) == 1 or swapped
    short, long = sorted((one, two), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
