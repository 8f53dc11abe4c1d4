"""Two wordings of one thing, compared word by word, and what kind each change is.

Typography, case, contractions, number words, spelling variants and an editor's square brackets make no difference;
negation, numbers, modality, strength and names do. From: issue 6, parts 4 and 5; word classes in `meaning.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from onrecord.link.meaning import meaning
from onrecord.link.names import is_same_name
from onrecord.records import Range

ChangeKind = Literal[
    "negation", "number", "name", "modality", "strength", "word", "dropped", "form", "cut", "other", "trivial"
]

# How much a change of each kind matters to a reader, 0 to 1. An order, not a measurement.
SEVERITY: dict[str, float] = {
    "negation": 1.0, "number": 0.9, "name": 0.8, "modality": 0.7, "strength": 0.6, "word": 0.5, "dropped": 0.3,
}  # fmt: skip
LONGEST_CHANGE = 4  # words on a side; where more differ, the two tell different things there
SAME_NAME = 0.65  # of the letters of two names, from which they are one in two spellings
SAME_MEASURE = 0.06  # by which two measures in different units may differ and be one, rounded
ANCHOR_WORDS = 3  # equal words in a row that hold an alignment

# An address (or what stands for one), a word whose first letter an editor changed ("[W]hen"), a time of day, a number,
# an initialism (U.S.), a masked word (f***), a word, an ellipsis, or a mark that counts.
_TOKEN = re.compile(
    r"\[email.protected\]|\[[A-Za-z]\][^\W\d_]+|[\w.+-]+@[\w-]+\.[\w.-]*\w"
    r"|\d{1,2}(?::\d\d)? ?[apAP](?:[mM]\b|\. ?[mM]\b\.?)|\d+(?:[.,:]\d+)*|\b(?:[A-Za-z]\.){2,}"
    r"|[^\W\d_]+(?:\*+|_{2,}|-{2,}|[–—]{2,})[^\W\d_]*"
    r"|[^\W\d_][^\W_]*(?:[’'](?: (?=(?:s|d|m|t|ll|re|ve)\b))?[^\W\d_]+)*|\w+"
    r"|\.\.\.+|…|[\[\]%]"
)
_MASK = re.compile(r"[*_\-–—]{1,}")
_SPELLINGS = (
    (r"(?<=[a-z]{2})our(?=$|s$|ed$|ing$|ites?$|able$|hoods?$|less$|ful$)", "or"),
    ("is(e[ds]?|ing|ations?)$", r"iz\1"), ("yz(e[ds]?|ing)$", r"ys\1"),
    ("tre$", "ter"), ("ence$", "ense"), ("ll(ed|ing|er)$", r"l\1"), ("ogue$", "og"), ("mme$", "m"),
)  # fmt: skip
_SPELLING = tuple((re.compile(british), american) for british, american in _SPELLINGS)


class Wording(NamedTuple):
    """The words of some ranges of a text as they are compared, each with its range in the text.

    ``breaks`` are the indices of words before which something may have been left out: an ellipsis or the start of the
    next range. ``bracketed`` are the words inside square brackets.
    """

    words: tuple[str, ...]
    ranges: tuple[Range, ...]
    breaks: frozenset[int]
    bracketed: frozenset[int]

    def range_of(self, first: int, last: int) -> Range:
        """Character range of the words ``first`` to ``last`` (exclusive); empty where there are none."""
        if first < last:
            return self.ranges[first][0], self.ranges[last - 1][1]
        at = self.ranges[first - 1][1] if first else (self.ranges[0][0] if self.ranges else 0)
        return at, at


class Change(NamedTuple):
    """A place where two wordings part: word indices of both sides, half-open; one side may be empty."""

    kind: ChangeKind
    left: Range
    right: Range


class Comparison(NamedTuple):
    """Two wordings aligned. ``matched`` counts the equal words, ``core`` those of them in runs of three and more.

    ``ratio`` is 2 * matched / all words. ``pairs`` are the aligned runs: (left, right, length) in words.
    """

    matched: int
    core: int
    ratio: float
    changes: tuple[Change, ...]
    pairs: tuple[tuple[int, int, int], ...]


@cache
def _normal(word: str) -> tuple[str, ...]:
    """A word as one or more comparable words: lower case, contractions spelt out, numbers as digits.

    "U.S." and "US" are one word and not the pronoun.
    """
    if word in ("US", "U.S."):
        return ("u.s.",)
    if "@" in word or word.startswith("[email"):
        return ("@",)
    if word[0] == "[":
        word = word[1] + word[3:]
    if word[1:2] == "." and word[-1] == ".":
        word = word.replace(".", "")
    word = word.lower().replace("’", "'").replace(" ", "")
    if word[0].isdigit() and "m" in word:
        return (word.replace(".", "").replace(":00", ""),)
    m = meaning()
    if word in m.contractions:
        return tuple(m.contractions[word].split())
    for ending, full in m.endings.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word[: -len(ending)], full)
    if word in m.numbers:
        return (m.numbers[word],)
    if word[0].isdigit():
        return (word.replace(",", ""),)
    return ("percent",) if word == "%" else (word,)


def read_wording(text: str, ranges: Iterable[Range]) -> Wording:
    """The comparable words of some ranges of a text, in order."""
    words: list[str] = []
    where: list[Range] = []
    breaks: set[int] = set()
    bracketed: set[int] = set()
    for start, end in ranges:
        breaks.add(len(words))
        inside = False
        for match in _TOKEN.finditer(text, start, end):
            token = match.group()
            if token in "[]":
                inside = token == "["
            elif token[0] in ".…":
                breaks.add(len(words))
            elif token.lower() == "cent" and words and words[-1] == "per":
                words[-1], where[-1] = "percent", (where[-1][0], match.end())
            else:
                for part in _normal(token):
                    if inside:
                        bracketed.add(len(words))
                    words.append(part)
                    where.append(match.span())
    return Wording(tuple(words), tuple(where), frozenset(breaks), frozenset(bracketed))


def _aligned(left: Wording, right: Wording) -> tuple[tuple[int, int, int], ...]:
    """The aligned runs: those of three words and more, and shorter ones between two such that are near each other.

    Single words in common ("the", "to") between passages that tell different things would make changes of nothing.
    """
    matcher = SequenceMatcher(None, left.words, right.words, autojunk=False)
    runs = [(a, b, n) for a, b, n in matcher.get_matching_blocks() if n]
    anchors = [k for k, run in enumerate(runs) if run[2] >= ANCHOR_WORDS]
    if not anchors:
        whole = all(len(w.words) <= 2 * ANCHOR_WORDS for w in (left, right))
        return tuple(runs) if whole else ()
    kept = _edge(runs[: anchors[0] + 1][::-1], -1)[::-1]
    for first, last in pairwise(anchors):
        (a, b, n), (c, d, _) = runs[first], runs[last]
        if max(c - a - n, d - b - n) <= 2 * LONGEST_CHANGE:
            kept += runs[first + 1 : last]
        kept.append(runs[last])
    return tuple(kept + _edge(runs[anchors[-1] :], 1)[1:])


def _edge(runs: Sequence[tuple[int, int, int]], step: int) -> list[tuple[int, int, int]]:
    """The first run and those that follow it outwards, while the gap between two is hardly longer than the next."""
    kept = [runs[0]]
    for run in runs[1:]:
        (a, b, n), (c, d, _) = (kept[-1], run) if step > 0 else (run, kept[-1])
        if max(c - a - n, d - b - n) > run[2] + 1:
            break
        kept.append(run)
    return kept


def compare(left: Wording, right: Wording, left_text: str, right_text: str) -> Comparison:
    """Two wordings aligned word by word, with the kind of each change; what is cut off at either end is a "cut"."""
    pairs = _aligned(left, right)
    matched = sum(n for _, _, n in pairs)
    changes = []
    for (a, b, n), (c, d, _) in pairwise(pairs):
        mine, theirs = (a + n, c), (b + n, d)
        changes.append(Change(_kind(left, right, mine, theirs, left_text, right_text), mine, theirs))
    if pairs:
        a, b, _ = pairs[0]
        c, d, n = pairs[-1]
        ends = (((0, a), (0, b)), ((c + n, len(left.words)), (d + n, len(right.words))))
        first, last = (
            [Change(_end_kind(left, right, *end, left_text, right_text), *end)] if any(x < y for x, y in end) else []
            for end in ends
        )
        changes = [*first, *changes, *last]
    total = len(left.words) + len(right.words)
    return Comparison(matched, _core(pairs, changes), 2 * matched / total if total else 0.0, tuple(changes), pairs)


def _core(pairs: Sequence[tuple[int, int, int]], changes: Sequence[Change]) -> int:
    """The words in runs of three and more, two runs that only a slight change parts being one."""
    slight = {change.left[0] for change in changes if change.kind in ("trivial", "form")}
    lengths: list[int] = []
    for k, (_, _, n) in enumerate(pairs):
        joined = k > 0 and pairs[k - 1][0] + pairs[k - 1][2] in slight
        if joined:
            lengths[-1] += n
        else:
            lengths.append(n)
    return sum(n for n in lengths if n >= ANCHOR_WORDS)


def _end_kind(left: Wording, right: Wording, mine: Range, theirs: Range, left_text: str, right_text: str) -> ChangeKind:
    """Of what stands before the first or after the last equal words: a "cut", unless one or two words were replaced."""
    if mine[1] - mine[0] == theirs[1] - theirs[0] <= 2:
        return _kind(left, right, mine, theirs, left_text, right_text)
    return "cut"


def _kind(left: Wording, right: Wording, mine: Range, theirs: Range, left_text: str, right_text: str) -> ChangeKind:
    """What kind of change it is that two stretches between equal words differ."""
    if any(_in_brackets(w, r) for w, r in ((left, mine), (right, theirs))):
        return "trivial"
    if _is_cut(left, right, mine, theirs):
        return "cut"
    lengths = mine[1] - mine[0], theirs[1] - theirs[0]
    if max(lengths) > LONGEST_CHANGE:
        return "other" if min(lengths) else "dropped"
    a, b = left.words[slice(*mine)], right.words[slice(*theirs)]
    kind = kind_of_words(a, b)
    if kind in ("word", "dropped"):
        names = [_names(w, r, t) for w, r, t in ((left, mine, left_text), (right, theirs, right_text))]
        if all(names) and not same_spelling(names[0], names[1]):
            same = _is_one_name(names[0], names[1])
            return "trivial" if same else "name"
    return kind


def _in_brackets(wording: Wording, stretch: Range) -> bool:
    """Whether the words of a stretch are an editor's: all, or all but grammar, in square brackets."""
    inside = [i in wording.bracketed for i in range(*stretch)]
    return any(inside) and all(i in wording.bracketed or wording.words[i] in meaning().grammar for i in range(*stretch))


def _is_cut(left: Wording, right: Wording, mine: Range, theirs: Range) -> bool:
    """Whether one side has no words there but a mark that some were left out, or the two ranges part there."""
    for wording, stretch, other in ((left, mine, theirs), (right, theirs, mine)):
        if stretch[0] == stretch[1] and stretch[0] in wording.breaks and other[1] - other[0] > 0:
            return True
    return bool(left.breaks & set(range(mine[0], mine[1] + 1)) and right.breaks & set(range(theirs[0], theirs[1] + 1)))


def kind_of_words(left: Sequence[str], right: Sequence[str]) -> ChangeKind:
    """What kind of change it is that these words stand for those; the gravest that applies.

    "form" is another form of the same word or other words of grammar, "trivial" another spelling.
    """
    m = meaning()
    a, b = _told(left), _told(right)
    if a == b:
        return "form"
    if any(set(side) & m.deictic for side in (a, b)) and set(a) | set(b) <= m.deictic | m.days:
        return "form"  # "on Monday" in one report is "today" in another
    if same_spelling(a, b):
        return "trivial" if _spelt_alike(a, b) else "form"
    if sum(w in m.negation for w in left) % 2 != sum(w in m.negation for w in right) % 2:
        return "negation"
    numbers = [{w for w in side if w[0].isdigit() or w in m.scales} for side in (left, right)]
    if numbers[0] != numbers[1] and all(numbers):
        return "trivial" if _is_converted(left, right) else "number"
    for kind, groups in (("modality", m.modality), ("strength", m.strength)):
        mine, theirs = ({groups[w] for w in side if w in groups} for side in (left, right))
        if mine != theirs and (kind == "modality" or (mine and theirs)):
            return "modality" if kind == "modality" else "strength"
    return "word" if a and b else "dropped"


def _is_converted(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two measures are one in other units: "48km" (or "48 km") and "30 miles"."""
    lengths = []
    for side in (left, right):
        match = re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]+)", "".join(side))
        if match is None or match[2].removesuffix("s") not in meaning().units:
            return False
        kind, factor = meaning().units[match[2].removesuffix("s")]
        lengths.append((kind, float(match[1]) * factor))
    (a, x), (b, y) = lengths
    return a == b and abs(x - y) <= SAME_MEASURE * max(x, y)


def _told(words: Sequence[str]) -> list[str]:
    """The words that carry something: all but those of grammar ("one" among them); genitive endings off."""
    return [w.removesuffix("'s").removesuffix("'") for w in words if w not in meaning().grammar and w != "1"]


def _spelt(word: str) -> str:
    for pattern, other in _SPELLING:
        word = pattern.sub(other, word)
    return word.removesuffix("s") if len(word) > 3 else word


def _is_form(left: str, right: str) -> bool:
    """Whether two words are forms of one: "run" and "running", "say" and "said", or the same word masked ("f***")."""
    forms = meaning().forms
    if left in forms and forms[left] == forms.get(right):
        return True
    if _MASK.search(left) or _MASK.search(right):
        heads, tails = zip(*((_MASK.split(w)[0], _MASK.split(w)[-1]) for w in (left, right)), strict=True)
        return left[:1] == right[:1] and (left.endswith(tails[1]) or right.endswith(tails[0])) and all(heads)
    short, long = sorted((left, right), key=len)
    if len(short) < 3 or not long.startswith(short[:-1]):
        return len(left) > 5 and len(right) > 5 and _past(left) == _past(right)
    stems = {short, short.removesuffix("e"), short.removesuffix("y"), short + short[-1]}
    if any(long.removeprefix(s) in ("s", "es", "ies", "d", "ed", "ied", "ing") for s in stems if long.startswith(s)):
        return True
    return len(short) > 5 and _past(left) == _past(right)


def _past(word: str) -> str:
    """A word in "-ing" as its past: "working" and "worked" are forms of one word."""
    return f"{word[:-3]}ed" if word.endswith("ing") and len(word) > 5 else word


def same_spelling(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two runs of words are the same but for spelling (British, American, hyphens) or the form of a word."""
    if len(left) == len(right) and all(a == b or _is_form(a, b) for a, b in zip(left, right, strict=True)):
        return bool(left)
    return _spelt_alike(left, right)


def _spelt_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    a, b = "".join(map(_spelt, left)), "".join(map(_spelt, right))
    return a == b and bool(a)


def _is_one_name(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two names are one: a part of the other, another spelling of what differs, or a short form of it."""
    own, other = ([w for w in mine if w not in theirs] for mine, theirs in ((left, right), (right, left)))
    if not own or not other:
        return True  # "Warren" and "Elizabeth Warren"
    return _are_variants(" ".join(own), " ".join(other)) or is_same_name(" ".join(left), " ".join(right))


def _are_variants(left: str, right: str) -> bool:
    """Whether two names are one in two spellings: "Muammar al-Qaddafi" and "Moammar Gadhafi", not "Iran" and "Iraq"."""
    if left[0] == right[0] and _consonants(left) == _consonants(right):
        return True
    return min(len(left), len(right)) > 5 and SequenceMatcher(None, left, right, autojunk=False).ratio() >= SAME_NAME


def _consonants(name: str) -> str:
    """The consonants of a name, doubled ones once: "Mama" and "Momma" have the same."""
    return re.sub(r"(.)\1", r"\1", re.sub(r"[aeiouyh\W]", "", name))


def _names(wording: Wording, stretch: Range, text: str) -> list[str]:
    """The words of a stretch that begin with a capital inside a sentence, lower-cased."""
    out = []
    for i in range(*stretch):
        start = wording.ranges[i][0]
        before = text[max(0, start - 3) : start].rstrip()
        if text[start : start + 1].isupper() and before[-1:] not in '.!?“"‘:' and before and wording.words[i] != "i":
            if wording.words[i] not in meaning().grammar:
                out.append(wording.words[i].removesuffix("'s"))
    return out
