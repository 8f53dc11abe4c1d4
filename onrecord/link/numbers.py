"""Numbers of the same thing in two articles: how many of what, told in sentences about the same.

Precision first: the unit, most of the sentence and the words around the number must agree, and neither value may stand
with that unit anywhere in the other article. From: issue 6, part 5.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from onrecord.link.frequencies import rarity, stem
from onrecord.link.meaning import meaning
from onrecord.link.told import Telling, tell_the_same, weigh
from onrecord.link.versions import Sentence
from onrecord.records import Range

# Share of what two sentences tell (Dice over rarity) from which they tell of one thing.
# Read on BASIL and ECB+ dev: of 18 pairs below a share of .45 three are differences, of eight above it six.
SHARED_DICE = 0.45
NEAR_WORDS = 5  # on each side of a number: its surroundings
COMMON_UNIT = 2.3  # rarity below which a unit ("people") says little: then the surroundings must share two words
SMALL = 10  # values below are said of many things: the same
SURE_TOLD = 20.0  # or the sentences this much
MOST_OF_UNIT = 40  # counts of one unit in one article; more are a table
ROUNDED = 0.05  # values this near each other may be one, rounded

_NUMBER = re.compile(
    r"(?P<currency>[$€£]\s?)?(?<![\w.,-])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w]|[.,-]\d)"
    r"(?:\s?(?P<percent>%|percent\b|per cent\b))?"
)
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9}
MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)  # fmt: skip
# Units of time and the like say when or how old, not how many.
_TIME_UNITS = frozenset(
    "year month week day hour minute second season decade a.m p.m am pm o'clock year-old st nd rd th et gmt est edt "
    "pdt".split()
)
_BOUND = re.compile(
    r"\b(?:at least|at most|more than|less than|fewer than|over|under|up to|as many as|nearly|almost|about|around"
    r"|roughly|some|approximately|an estimated|estimated)\s+\W?$",
    re.IGNORECASE,
)
_WITH_OTHERS = re.compile(r"\s+and\s+(?:crew|children|staff|women|families|others|injured)\b", re.IGNORECASE)
# A sum over several occasions is no other count of one of them.
_IN_ALL = re.compile(r"\b(?:so far|to date|in total|in all|altogether|overall|a total of|since then)\b", re.IGNORECASE)
# Each poll has its own error: two of them are no two accounts of one thing.
_OF_A_POLL = re.compile(r"\b(?:margin of (?:\w+ )?error|error margin|sampling error)\b", re.IGNORECASE)
_OF_WHAT = re.compile(r"(?: worth)? of (?:the |its |his |her |their )?(?P<what>[a-z][\w’'-]*)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LINKING = frozenset("other others more times percent point points straight consecutive nautical".split())
_DISTANCES = frozenset("mile kilometer kilometre metre meter feet foot yard km".split())
_LABELS = frozenset(
    "no number article section chapter title page line route highway interstate flight group act rule".split()
)


class Count(NamedTuple):
    """A number of something: its value, its range in the text, the unit counted, and whether it is only a bound.

    ``near`` are the content words around it, ``told`` those of its whole sentence; ``in_all``: it may be a sum.
    ``of`` is the stem of what a sum of money is of ("$500,000 of airtime"), "" where it does not say.
    """

    value: float
    range: Range
    unit: str
    bound: bool
    near: frozenset[str]
    told: frozenset[str]
    sentence: Sentence
    in_all: bool
    of: str


class Counts(NamedTuple):
    """The counts of one article, and the content words of each of its sentences."""

    counts: Sequence[Count]
    contents: Sequence[frozenset[str]]


def find_counts(text: str, sentences: Iterable[Sentence]) -> Counts:
    """The numbers of things in the sentences: no dates, times, ages, years or names with a number in them."""
    every = list(sentences)
    contents = [content_of(sentence) for sentence in every]
    return Counts(
        [c for sentence, told in zip(every, contents, strict=True) for c in _counts(text, sentence, told)], contents
    )


def _counts(text: str, sentence: Sentence, told: frozenset[str]) -> Iterator[Count]:
    start, end = sentence.range
    if _OF_A_POLL.search(text, start, end):
        return
    words = [(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(text, start, end)]
    in_all = bool(_IN_ALL.search(text, start, end))
    for first, last, value, unit in _numbers(text, start, end):
        before = [w for w in words if w[1] <= first]
        after: Sequence[tuple[int, int, str]] = [w for w in words if w[0] >= last]
        if not unit and _is_label(text, (first, last), before, after, value):
            continue
        if unit in ("", "$"):
            value, last, after = _scaled(text, value, last, after)
            unit = unit or _unit(text, last, after)
            if not unit:
                continue
        near = {stem(w[2]) for w in (*before[-NEAR_WORDS:], *after[: NEAR_WORDS + 1])} - meaning().grammar - {unit}
        bound = bool(_BOUND.search(text, max(start, first - 24), first))
        what = _OF_WHAT.match(text, last) if unit == "$" else None
        of = stem(what["what"].lower()) if what and what["what"] not in meaning().grammar else ""
        yield Count(value, (first, last), unit, bound, frozenset(near), told, sentence, in_all, of)


def _unit(text: str, last: int, after: Sequence[tuple[int, int, str]]) -> str:
    """The stem of the word right behind a number (a name as it stands: "Somalis"), "" if it counts nothing."""
    if not after or re.search(r"[.;:,()]", text[last : after[0][0]]):
        return ""
    start, end, word = after[0]
    if len(word) < 2 or word in meaning().grammar or stem(word) in _TIME_UNITS or word in _LINKING:
        return ""
    if _WITH_OTHERS.match(text, end):
        return ""
    return text[start:end] if text[start].isupper() else stem(word)


def _numbers(text: str, start: int, end: int) -> Iterator[tuple[int, int, float, str]]:
    """(start, end, value, unit) of each number in digits or words; the unit is "%", "$" (any currency) or ""."""
    for m in _NUMBER.finditer(text, start, end):
        unit = "%" if m["percent"] else "$" if m["currency"] else ""
        yield m.start(), m.end(), float(m["digits"].replace(",", "")), unit
    for m in _WORD.finditer(text, start, end):
        digits = meaning().numbers.get(m.group().lower(), "")
        if digits.isdigit() and digits != "1":
            yield m.start(), m.end(), float(digits), ""


def _scaled(text: str, value: float, last: int,
            after: Sequence[tuple[int, int, str]]) -> tuple[float, int, Sequence[tuple[int, int, str]]]:  # fmt: skip
    """The value times the scale word behind it ("12 million"), and what follows that."""
    if after and after[0][2] in _SCALES and text[last : after[0][0]].strip(" -") == "":
        return value * _SCALES[after[0][2]], after[0][1], after[1:]
    return value, last, after


def _is_label(text: str, place: Range, before: Sequence[tuple[int, int, str]],
              after: Sequence[tuple[int, int, str]], value: float) -> bool:  # fmt: skip
    """Whether a number tells no amount: a year, a day of a month, a time, an age, a part of a name, a score."""
    first, last = place
    previous = before[-1][2] if before and text[before[-1][1] : first].strip(" .") == "" else ""
    following = after[0][2] if after and text[last : after[0][0]].strip(" -") == "" else ""
    is_year = 1800 <= value <= 2100 and "," not in text[first:last] and value == int(value)
    joined = text[max(0, first - 1) : first] in set("-–/:.") or text[last : last + 1] in set("-–/:")
    in_name = bool(before) and previous == before[-1][2] and text[before[-1][0]].isupper() and len(before) > 1
    return is_year or previous in MONTHS | _LABELS or following in MONTHS | _TIME_UNITS or joined or in_name


def content_of(sentence: Sentence) -> frozenset[str]:
    grammar = meaning().grammar
    words = (w.removesuffix("'s") for w in sentence.wording.words if w not in grammar and not w[0].isdigit())
    return frozenset(stem(w) for w in words)


def shown_count(text: str, count: Count) -> str:
    """A count as the text has it: "$3 billion", "1,200 soldiers"."""
    end = count.range[1]
    following = _WORD.match(text, end + 1) if count.unit not in ("$", "%") else None
    return text[count.range[0] : following.end() if following else end]


def differing_counts(left: Counts, right: Counts) -> list[tuple[Count, Count]]:
    """The pairs of counts of one thing whose values differ, in the order of the left article."""
    units: dict[str, list[Count]] = defaultdict(list)
    for count in right.counts:
        units[count.unit].append(count)
    values = [{(c.unit, c.value) for c in side.counts} for side in (left, right)]
    often = Counter(count.unit for count in left.counts)
    found = []
    for mine in left.counts:
        if max(often[mine.unit], len(units.get(mine.unit, ()))) > MOST_OF_UNIT:
            continue
        for theirs in units.get(mine.unit, ()):
            if (mine.unit, mine.value) in values[1] or (theirs.unit, theirs.value) in values[0]:
                continue
            if _is_one_thing(mine, theirs, left, right) and not _may_agree(mine, theirs):
                found.append((mine, theirs))
    return found


def _is_one_thing(mine: Count, theirs: Count, left: Counts, right: Counts) -> bool:
    """Whether two counts with one unit stand in sentences that tell the same, each with one such number only.

    No other sentence of either article may be more like the other's.
    """
    near = len(mine.near & theirs.near)
    if not near or mine.in_all != theirs.in_all:
        return False
    if (mine.of and mine.of not in theirs.told) or (theirs.of and theirs.of not in mine.told):
        return False
    for count, side in ((mine, left.counts), (theirs, right.counts)):
        if sum(c.unit == count.unit and c.sentence.range == count.sentence.range for c in side) > 1:
            return False
    common = mine.unit == "%" or mine.unit in _DISTANCES or (mine.unit != "$" and rarity(mine.unit) < COMMON_UNIT)
    weak = (common or min(mine.value, theirs.value) < SMALL) and near < 2
    if weak and weigh(mine.told & theirs.told) < SURE_TOLD:
        return False
    return tell_the_same(Telling(mine.told, theirs.told, left.contents, right.contents), SHARED_DICE)


def _may_agree(left: Count, right: Count) -> bool:
    """Whether two values may be one: nearly equal, or within a quarter where either is given as a bound."""
    gap = abs(left.value - right.value) / max(left.value, right.value, 1e-9)
    return gap <= ROUNDED or ((left.bound or right.bound) and gap <= 5 * ROUNDED)
