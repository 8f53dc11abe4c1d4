"""Analysis -> time expressions: rules from lexicons/times.toml, tried only in sentences that hold a word of theirs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple, cast

from onrecord.extract.when import timex_beside as beside
from onrecord.extract.when import timex_days as days
from onrecord.extract.when import timex_rules as dates
from onrecord.extract.when import timex_units as units
from onrecord.extract.when import timex_values as cal
from onrecord.extract.when import timex_years as years
from onrecord.extract.when.anchors import anchor_times
from onrecord.extract.when.tense import direction
from onrecord.extract.when.timex_rules import Match, Reading, Value
from onrecord.extract.when.timex_seasons import season
from onrecord.records import Analysis, Time, make_id

Resolver = Callable[[Match, Reading], Value | None]

RESOLVERS: dict[str, Resolver] = {
    "date": dates.written, "slashes": dates.slashes, "month_of": dates.month_of, "month": dates.month,
    "year": years.year, "era_year": years.era_year,
    "spoken_year": years.spoken_year, "fiscal": years.fiscal, "decade": years.decade,
    "century": years.century, "weekday": days.weekday, "day_word": days.day_word, "day_part": days.day_part,
    "clock": days.clock, "holiday": days.holiday, "relative": units.relative, "next_to": beside.next_to,
    "week_of": beside.week_of, "beside_unit": beside.beside_unit, "beside_part": beside.beside_part,
    "second_away": beside.second_away, "told_part": beside.told_part, "named_day": days.named_day,
    "nth_weekday": days.nth_weekday, "nth_week": days.nth_week, "weekday_ago": days.weekday_ago,
    "after_next": units.after_next,
    "short_year": years.short_year, "season": season, "quarter": units.quarter, "the_quarter": units.the_quarter,
    "year_ago": units.year_ago, "half": units.half, "ago": units.ago, "duration": units.duration,
    "one_unit": units.one_unit, "set": units.set_, "each_named": units.each_named, "financial": units.financial,
    "part_of": days.part_of, "reference": units.reference,
}  # fmt: skip

_WORD = re.compile(r"[A-Za-z]+|[0-9]+")
_BEFORE_CHARS = 40


class Rule(NamedTuple):
    """One rule of the data file: its pattern, the bits of the families that open it, and its resolver."""

    name: str
    needs: int
    pattern: re.Pattern[str]
    resolve: Resolver
    before: frozenset[str]


class Rules(NamedTuple):
    """All rules, the bit mask that each word opens, and the modifiers' words."""

    rules: tuple[Rule, ...]
    words: dict[str, int]
    mods: dict[str, str]


def _expand(pattern: str, macros: dict[str, str]) -> str:
    while "@" in pattern:
        pattern = re.sub(r"@(\w+?)(?=_|\W|$)", lambda m: macros[m[1]], pattern)
    return pattern.replace("_", r"(?:[ \t\u00a0]+)").replace("~", r"(?:[ \t\u00a0]*[-–‑][ \t\u00a0]*|[ \t\u00a0]+)")


@cache
def rules() -> Rules:
    """The rules of lexicons/times.toml, compiled once a process."""
    text = resources.files("onrecord.extract").joinpath("lexicons/times.toml").read_text("utf-8")
    table = tomllib.loads(text)
    names = [*table["families"], "number", "number4", "number-word"]
    bits = {name: 1 << k for k, name in enumerate(names)}
    words: dict[str, int] = {}
    for name, listed in table["families"].items():
        for word in listed.split():
            words[word] = words.get(word, 0) | bits[name]
    for word in ("nineteen", "eighteen", "twenty"):
        words[word] = words.get(word, 0) | bits["number-word"]
    words[" 4"], words[" n"] = bits["number4"], bits["number"]
    made = tuple(
        Rule(
            rule["name"],
            sum(bits[need] for need in rule["needs"]),
            re.compile(r"(?<!\w)(?:" + _expand(rule["pattern"], table["macros"]) + r")(?!\w)", re.X | re.I),
            RESOLVERS[rule["is"]],
            frozenset(rule.get("before", "").split()),
        )
        for rule in table["rule"]
    )
    return Rules(made, words, table["mods"])


def _families(sentence: str, words: dict[str, int]) -> int:
    """The bits of all families that a sentence's words open."""
    mask = 0
    for word in set(_WORD.findall(sentence)):
        if word[0].isdigit():
            mask |= words[" 4"] | words[" n"] if len(word) == 4 else words[" n"]
        else:
            mask |= words.get(word.lower(), 0)
    return mask


def _matches(text: str, start: int, end: int, table: Rules) -> list[tuple[int, int, int, re.Match[str]]]:
    """All rule matches in one sentence: start, end, rule's number, match."""
    mask = _families(text[start:end], table.words)
    if not mask:
        return []
    return [
        (m.start(), m.end(), k, m)
        for k, rule in enumerate(table.rules)
        if rule.needs & mask
        for m in rule.pattern.finditer(text, start, end)
        if m.end() > m.start() and (not rule.before or _word_before(text, m.start()) in rule.before)
    ]


def _word_before(text: str, start: int) -> str:
    """The word before an offset, in lower case."""
    words = text[max(0, start - 20) : start].split()
    return words[-1].lower() if words else ""


def _match(text: str, found: re.Match[str]) -> Match:
    start, end = found.span()
    groups = {
        name: re.sub(r"\s+", " ", words) if name in ("holiday",) else re.sub(r"\s+", " ", words.lower())
        for name, words in found.groupdict().items()
        if words is not None
    }
    return Match(start, end, found.group(), groups, text[max(0, start - _BEFORE_CHARS) : start], text[end : end + 32])


def _accepted(analysis: Analysis, table: Rules, reading: Reading) -> Iterator[tuple[Match, Value]]:
    """Longest first within a sentence, then in text order with what each means; a rule that declines makes room."""
    text = analysis.text
    for sentence in range(len(analysis.sentences)):
        found = _matches(text, *analysis.sentence_range(sentence), table)
        if not found:
            continue
        yield from _resolved(text, found, table, reading)


def _resolved(
    text: str, found: list[tuple[int, int, int, re.Match[str]]], table: Rules, reading: Reading
) -> Iterator[tuple[Match, Value]]:
    """Clusters of overlapping matches, each resolved longest first."""
    found.sort(key=lambda f: (f[0], -f[1], f[2]))
    cluster: list[tuple[int, int, int, re.Match[str]]] = []
    reach = -1
    for one in [*found, None]:
        if one is not None and (one[0] < reach or not cluster):
            cluster.append(one)
            reach = max(reach, one[1])
            continue
        taken: list[tuple[Match, Value]] = []
        for start, end, k, m in sorted(cluster, key=lambda f: (f[0] - f[1], f[2], f[0])):
            if any(start < t.end and t.start < end for t, _ in taken):
                continue
            match = _match(text, m)
            value = table.rules[k].resolve(match, reading)
            if value is not None and cal.is_value(value.value):
                taken.append((match, value))
        for pair in sorted(taken, key=lambda p: p[0].start):
            _remember(reading, *pair)
            yield pair
        if one is not None:
            cluster, reach = [one], one[1]


_ASIDE = re.compile(r"\([^()]*$|\bborn\b")  # nobody goes on telling from a birth or from what stands in brackets


def _remember(reading: Reading, match: Match, value: Value) -> None:
    """What later expressions may count from."""
    if value.value in ("P9M", "P6M", "P12M"):
        reading.is_quarterly = False
    core = value.value.split("T")[0]
    if value.type == "DATE" and re.fullmatch(r"\d{3}X", core):
        reading.decade = core
        return
    if value.type not in ("DATE", "TIME") or (value.anchor and "Q" in core) or not core[:4].isdigit() or "X" in core:
        return
    if value.anchor and _is_long_before(core, value.anchor):
        return  # "ten years earlier there had been a smaller war": what follows goes on from where it was
    if value.mod is None and (reading.last or "").startswith(core + "-"):
        return  # "the 1916 campaign", told of in July 1916, or "that year"
    if value.mod == "START" and value.anchor == reading.last:
        return  # "earlier that year"
    reading.last, reading.last_mod = core, value.mod
    reading.decade, reading.last_end = None, match.end
    reading.is_aside = _ASIDE.search(match.before) is not None
    reading.year = int(core[:4])
    if "-Q" in core:
        reading.quarter, reading.is_quarterly = core, True


def _is_long_before(core: str, anchor: str) -> bool:
    """Whether a value lies over half a year before the one that it was counted from."""
    here, there = cal.period_of(core), cal.period_of(anchor)
    if not here or not there or not here.last or not there.first:
        return False
    return (date.fromisoformat(there.first) - date.fromisoformat(here.last)).days > 180


_YEAR = re.compile(r"(?<![\d$£€.,])(1\d{3}|20\d\d)(?![\d%]|[.,]\d)")
_NEWS = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:last|this|(?<![Tt]he )next) (?:week|month|year)"
    r"|(?:on|[a-z]+) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!,))\b"
)


_FULL_DATE = re.compile(r"\b(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2},) (?:1\d{3}|20\d\d)\b")
_TOLD_NOW = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|said|says|told|now|currently|born|will"
    r"|(?:last|this|next) (?:week|month|year|night))\b",
    re.I,
)
_OPENING_CHARS, _TALE_CHARS = 200, 250  # chosen on made-up tales: none of the 256 news documents of TimeBank passes


def _is_history(text: str, published: date | None) -> bool:
    """Whether a text tells of the years that it names rather than of its own day.

    Many years written out, far from the published one, and no "yesterday" or "last week". From: encyclopaedia articles
    against newswire; in newswire fewer than 1 of 128 documents pass. A shorter text is a history if it opens with a
    day of such a year and has neither a nearer year nor a word of today's news, nor a verb of saying.
    """
    named = [int(m) for m in _YEAR.findall(text)]
    own = published.year if published else 9999
    far = sum(abs(year - own) > 1 for year in named)
    if far >= 5 and far * 250 >= len(text) // 6 and len(_NEWS.findall(text)) * 8 <= far:
        return True
    opens = len(text) >= _TALE_CHARS and _FULL_DATE.search(text, 0, _OPENING_CHARS) is not None
    return opens and far == len(named) and not _TOLD_NOW.search(text)


def _published(analysis: Analysis) -> tuple[date | None, int | None]:
    """The published day, and its hour if known."""
    published = analysis.article.published or ""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return None, None
    if not 1000 <= day.year <= 2999:
        return None, None  # no day of an article, and too near the calendar's ends to count from
    hour = re.match(r"T(\d\d)", published[10:])
    return day, int(hour[1]) if hour else None


def find_times(analysis: Analysis) -> tuple[Time, ...]:
    """The time expressions of an article in text order, with TIMEX3 type and value.

    Values are counted from ``analysis.article.published``; without it, or where the words do not say enough, they stay
    open ("XXXX-WXX-2") and have no period. No clock is read. A length that hangs on a dated event ("two days after the
    talks") keeps its value and gets a period. Misses nested expressions and times that only a table or a byline gives.
    From: TimeML 1.2.1; the rules of lexicons/times.toml, figures in docs/times.md.
    """
    table = rules()
    published, hour = _published(analysis)
    reading = Reading(
        published,
        _is_history(analysis.text, published),
        lambda start, end: direction(analysis, start, end),
        table.mods,
        lambda start, end: any(analysis.tokens[k].entity == "PERSON" for k in analysis.tokens_in(start, end)),
        lambda start, end: _is_named(analysis, start, end),
        hour,
    )
    found = tuple(_time(analysis, match, value) for match, value in _accepted(analysis, table, reading))
    return anchor_times(analysis, found)


def _is_named(analysis: Analysis, start: int, end: int) -> bool:
    """Whether a month's word is a name after all: what acts ("May resigned"), or "the May government", "March Ltd."."""
    tokens = [analysis.tokens[k] for k in analysis.tokens_in(start, end)]
    return any(token.entity in ("PERSON", "ORG") or token.dep == "nsubj" for token in tokens)


def _time(analysis: Analysis, match: Match, value: Value) -> Time:
    span = analysis.span(match.start, match.end)
    period = value.period or (cal.period_of(value.value) if value.type in ("DATE", "TIME") else None)
    identity = make_id("tm", analysis.article.id, match.start, match.end, value.value)
    kind = cast(Literal["DATE", "TIME", "DURATION", "SET"], value.type)  # the rule file holds TIMEX3 types only
    return Time(identity, span, kind, value.value, period, value.mod, value.anchor)
