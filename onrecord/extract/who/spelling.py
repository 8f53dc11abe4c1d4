"""How names are compared: folded words, a person's core name and suffixes, initials, first names that may be one."""

from __future__ import annotations

import unicodedata

from onrecord.extract.who.roles import words


def fold(word: str) -> str:
    """A name's word as it is compared: no case, no marks on letters, no full stops, straight apostrophes."""
    word = word.replace("’", "'").replace(".", "")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        word = word.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("đ", "d").replace("ß", "ss")
    return word.lower()


def surname_of(name: str) -> str:
    """The last word of a person's name that is no suffix: "Ray" of "Bob Ray Jr."."""
    parts = name.split()
    return next((p for p in reversed(parts) if p.lower().rstrip(".") not in words().suffixes), parts[-1])


def initials(name: str) -> str:
    """The first letters of a name's words without small ones."""
    return "".join(w[0] for w in name.split() if w not in ("of", "the", "for", "and", "in", "on", "&"))


def core_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    """A person's name without initials inside it and without suffixes."""
    kept = [p[3:] if p[:3] in ("al-", "el-") else p for p in parts if p not in words().suffixes]
    kept = [p for i, p in enumerate(kept) if len(p) > 1 or i in (0, len(kept) - 1)] or list(parts)
    return tuple(kept)


def suffix_of(parts: tuple[str, ...]) -> str:
    return next((p for p in parts[1:] if p in words().suffixes), "")


def is_same_first(a: str, b: str) -> bool:
    """Whether two first names may be one person's: the same, an initial, a short form, or one letter apart."""
    if a == b or ((len(a) == 1 or len(b) == 1) and a[:1] == b[:1]):
        return True
    nicknames = words().nicknames
    one, other = nicknames.get(a, frozenset((a,))), nicknames.get(b, frozenset((b,)))
    return bool(one & other) or (min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a)))
