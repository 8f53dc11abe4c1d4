"""Whether two names can be one actor's: the rule by which labels and predictions are compared.

Written apart from the engine's own rules on names, so that a fault of theirs does not hide itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?(?=\W|$)")
# Titles that news puts before names; not derived from any labelled set.
_TITLES = frozenset(
    "the a an mr mrs ms miss dr sir dame lord lady sen senator rep representative congressman congresswoman gov "
    "governor president secretary minister chancellor mayor judge gen col colonel capt captain lt sgt rev reverend "
    "prof professor speaker chairman chairwoman former then".split()
)
_PREPOSITIONS = frozenset("of in for from at on to with among by who that which".split())
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case without marks, titles in front, articles and possessive endings.

    A name of titles only keeps them ("the president").
    """
    flat = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    found = _WORD.findall(re.sub(r"(?<=\b\w)\.(?=\w)", "", _POSSESSIVE.sub(" ", flat)))
    kept = list(found)
    while len(kept) > 1 and kept[0] in _TITLES:
        kept.pop(0)
    return tuple(kept)


def is_same_name(label: str, name: str, person: bool) -> bool:
    """Whether the names agree: equal words, or for persons equal last words and no first name against it.

    A person's other words must be among the other's ("Ann B. Lee", "Ann Lee", "Lee"), an initial standing for a word;
    "Jr." on one side only is against it if both have a first name. Misses nicknames: the caller tries all names.
    """
    a, b = name_words(label), name_words(name)
    if a == b or not a or not b:
        return bool(a) and a == b
    if not person:
        return False
    x, y = [w for w in a if w not in _SUFFIXES], [w for w in b if w not in _SUFFIXES]
    if not x or not y or x[-1] != y[-1]:
        return False
    generations = {w for w in a if w in _SUFFIXES} ^ {w for w in b if w in _SUFFIXES}
    if generations and len(x) > 1 and len(y) > 1:
        return False
    return _among(x[:-1], y[:-1]) or _among(y[:-1], x[:-1])


def _among(few: list[str], many: list[str]) -> bool:
    return all(any(w == v or (min(len(w), len(v)) == 1 and w[0] == v[0]) for v in many) for w in few)


def is_any_name(label: str, shown: str, names: Iterable[str], person: bool) -> bool:
    """Whether a label is one of an actor's names; ``shown`` is the fullest.

    A bare surname among the names says nothing of a label with a first name: relatives share it.
    """
    single = len(name_words(label)) == 1
    return is_same_name(label, shown, person) or any(
        is_same_name(label, name, person and not single)
        for name in names
        if single or not person or len(name_words(name)) > 1
    )


def is_same_noun(label: str, described: str) -> bool:
    """Whether of two descriptions without a name ("nom:two aides") one's words stand in a row in the other's.

    Cannot tell one aide from another aide.
    """
    short, long = sorted((name_words(label.split(":", 1)[-1]), name_words(described)), key=len)
    return bool(short) and any(long[k : k + len(short)] == short for k in range(len(long) - len(short) + 1))


def is_same_body(label: str, name: str) -> bool:
    """Whether a description is a name that was made of it: equal words, one perhaps with what follows a preposition.

    Stricter than `is_same_noun`: "House Democrats" are not "three dozen House Democrats", Ohio not "Ohio lawmakers".
    """
    short, long = sorted((name_words(label.split(":", 1)[-1]), name_words(name)), key=len)
    rest = long[len(short) :]
    return bool(short) and long[: len(short)] == short and (not rest or rest[0] in _PREPOSITIONS)
