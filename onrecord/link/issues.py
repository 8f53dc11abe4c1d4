"""positions -> issues: which of them are about the same thing, by the words of their targets.

A target that only points back ("such a move", "the proposition", none at all) first gets the words of what was proposed
before it in its article. Words count by sense (a short thesaurus) and by how rare they are in news. Targets are grouped
by average link within a story. From: average-link clustering as in onrecord.link.stories; the threshold was chosen on
the two reports and thirty stories read by hand, see docs/positions.md.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heapify, heappop, heappush
from importlib.resources import files
from typing import Any, NamedTuple

from onrecord.link.frequencies import rarities, stem
from onrecord.records import Article, Issue, Link, Position, link, make_id

JOIN = 0.42  # mean likeness from which two groups of targets are one issue
_NAME_WEIGHT = 2.0  # at most: a place or person shared says less than an action shared
_LIGHT_WEIGHT = 2.0  # of a sense that goes with any object: "give", "keep", "end"
_ONE_SHARED = 0.6  # of the likeness is left where only one of several words is shared: "gun rights", "gun laws"
_SENSE_WEIGHT = 4.0  # of a sense: as much as a word that one article in fifty has
_BORROWED = 0.6  # of words that a bare "the bill" takes from the bill's earlier mention
_IN_CLAUSE = (
    0.3  # of words in a relative clause: "support to the countries that will provide guarantees" is about support
)
_LATER = (1.0, 1.0, 1.0, 1.0, 0.7, 0.5, 0.4, 0.3)  # of the first, second ... content word: an action stands first
_BACK_CHARS = 2500  # how far back what is pointed to may stand
_LABEL_WORDS, _LABEL_TERMS = 9, 3  # a label has at most so many words; up to so many content words are welcome

_WORD = re.compile(r"[\w]+(?:[’'\-][\w]+)*")
_PROPOSED = re.compile(
    r"\b(?:proposal|plan|pledge|offer|idea|push|bid|vow|promise|threat|decision|suggestion|call|move|willingness|readiness|commitment|"
    r"proposals|plans)\s+(?:to|of|for)\s+((?:(?!\b(?:and|but|that|which|who|as|after|before|because|while|if|unless|when)\b)[\w’'\-]+\s?){2,9})"
)
_DETERMINERS = frozenset("the a an this that these those such any his her its their our my your such both".split())
_PRONOUNS = frozenset("it this that so them these those one either both".split())
_LIGHT = frozenset("do doing follow following match matching make making take taking join joining back echo".split())


class _Senses(NamedTuple):
    sense: dict[str, str]
    irregular: dict[str, str]
    stop: frozenset[str]
    pointing: frozenset[str]
    kinds: frozenset[str]
    places: frozenset[str]
    light: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Target:
    """What one position is about: its words, those that it points to, and their weights, of length 1."""

    position: Position
    words: str
    terms: Mapping[str, float]


@cache
def _senses() -> _Senses:
    table: dict[str, Any] = tomllib.loads(files("onrecord.link").joinpath("senses.toml").read_text(encoding="utf-8"))
    sense = {word: words[0] for words in table["senses"]["lists"] for word in words}
    pointing = table["pointing"]
    sets = (
        table["stop"]["words"],
        pointing["nouns"],
        pointing["kinds"],
        table["places"]["words"],
        table["senses"]["light"],
    )
    return _Senses(sense, table["irregular"], *map(frozenset, sets))


def link_issues(
    positions: Sequence[Position], articles: Iterable[Article], stories: Iterable[Link] = ()
) -> tuple[tuple[Link, ...], tuple[Issue, ...]]:
    """An "issue" link for each position and the issues, largest first, grouped within each story.

    ``stories`` are links of kind "story"; without them all articles are taken for one story. An issue's label is its
    most typical target. Misses targets that mean the same in words that no list joins, and what was left unsaid.
    """
    texts = {article.id: article.text for article in articles}
    story = {entry.left: entry.right for entry in stories if entry.kind == "story"}
    blocks: dict[str, list[_Target]] = defaultdict(list)
    for target in _read_targets(positions, texts):
        blocks[story.get(target.position.article, "")].append(target)
    links: list[Link] = []
    issues: list[Issue] = []
    for block in sorted(blocks):
        for members in _group(blocks[block]):
            issue = _issue(block, members)
            issues.append(issue)
            links += _issue_links(issue, members)
    issues.sort(key=lambda issue: (-len(issue.positions), issue.label, issue.id))
    return tuple(sorted(links, key=lambda entry: (entry.left, entry.right))), tuple(issues)


# --- words ------------------------------------------------------------------------------------------


def _base(word: str) -> str:
    """The sense of a word if a list has it in any form, otherwise its stem."""
    senses = _senses()
    word = senses.irregular.get(word, word)
    for form in _forms(word):
        if form in senses.sense:
            return senses.sense[form]
    return stem(word)


def _forms(word: str) -> list[str]:
    """The word and what it may be an inflected form of."""
    found = [word]
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ed", ""),
        ("ed", "e"),
        ("'s", ""),
        ("’s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            short = word[: -len(ending)]
            found.append(short + instead)
            if not instead and len(short) > 3 and short[-1] == short[-2]:
                found.append(short[:-1])
    return found


def _terms(text: str, scale: float = 1.0) -> Counter[str]:
    """The weighted content words of a target, by sense."""
    senses = _senses()
    weights, rare = rarities()
    terms: Counter[str] = Counter()
    position, factor = 0, scale
    for match in _WORD.finditer(text):
        word = match.group()
        lower = re.sub(r"[’']s?$", "", word.lower())
        if position and lower in ("that", "who", "which", "whose", "where"):
            factor = scale * _IN_CLAUSE
        if lower in senses.stop or len(lower) < 2 or _is_demonym(word):
            continue
        base = _base(lower)
        known = base in senses.sense
        weight = weights.get(base, rare)
        if known:
            weight = _LIGHT_WEIGHT if base in senses.light else _SENSE_WEIGHT
        elif word[0].isupper():
            base, weight = base.capitalize(), min(weight, _NAME_WEIGHT)
        value = weight * min(factor, scale * _LATER[min(position, len(_LATER) - 1)])
        terms[base] = max(terms[base], value)  # type: ignore[assignment]
        position += 1
    return terms


_DEMONYM = re.compile(r"[A-Z]\w+(?:ish|ian|ean|ese|an|ch)$")


def _is_demonym(word: str) -> bool:
    """Whether a word is likely an adjective of nationality: whose troops they are is the holder's business."""
    return (bool(_DEMONYM.match(word)) and word.lower() not in _senses().places) or word in ("UK", "US", "U.S")


def _unit(terms: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in terms.values()))
    return {term: value / length for term, value in sorted(terms.items())} if length else {}


# --- what a target points back to -------------------------------------------------------------------


def _read_targets(positions: Sequence[Position], texts: Mapping[str, str]) -> list[_Target]:
    by_article: dict[str, list[Position]] = defaultdict(list)
    for position in positions:
        by_article[position.article].append(position)
    found: list[_Target] = []
    for article, some in by_article.items():
        some.sort(key=lambda p: (p.target.start if p.target else p.evidence.end, p.id))
        seen: list[tuple[int, str]] = []
        for position in some:
            target = _read_target(position, seen, texts.get(article, ""))
            found.append(target)
            if position.target is not None and not _points(position.target.words):
                seen.append((position.target.start, position.target.words))
    return found


def _read_target(position: Position, seen: Sequence[tuple[int, str]], text: str) -> _Target:
    words = position.target.words if position.target is not None else ""
    at = position.target.start if position.target is not None else position.evidence.start
    if not _points(words):
        terms = _terms(words)
        if kind := _bare_kind(words):
            terms |= _borrowed(kind, at, text)
        if terms:
            return _Target(position, words, _unit(terms))
    antecedent = _antecedent(at, seen, text) if _points(words) else None
    words = antecedent or words or position.evidence.words
    return _Target(position, words, _unit(_terms(words) or {words.lower(): 1.0}))


def _points(words: str) -> bool:
    """Whether a target only points back to what was proposed before."""
    some = [w.lower() for w in _WORD.findall(words)]
    content = [w for w in some if w not in _DETERMINERS]
    if not content:
        return True
    if len(content) == 1:
        return (
            content[0] in _PRONOUNS
            or content[0] in ("join", "participate", "comply", "follow")
            or (_singular(content[0]) in _senses().pointing and len(some) > 1)
        )
    if content[0] in _LIGHT:
        return (_singular(content[-1]) in _senses().pointing and len(content) <= 3) or (
            content[-1] in _PRONOUNS and len(content) == 2
        )
    return False


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _bare_kind(words: str) -> str | None:
    """The noun of a bare "the bill", "this law"."""
    some: list[str] = [w.lower() for w in _WORD.findall(words)]
    if (
        1 < len(some) <= 3
        and some[0] in _DETERMINERS
        and _singular(some[-1]) in _senses().kinds
        and all(w in _DETERMINERS for w in some[:-1])
    ):
        return some[-1]
    return None


def _borrowed(kind: str, at: int, text: str) -> Counter[str]:
    """Words before the noun at the first earlier mention that has some: "religious freedom law" for "the law"."""
    pattern = re.compile(rf"((?:[\w’'\-]+ ){{1,3}}){re.escape(kind)}\b", re.IGNORECASE)
    for match in pattern.finditer(text, 0, at):
        words = [w for w in match.group(1).split() if w.lower() not in _senses().stop and len(w) > 3]
        if words and not any(w.lower().endswith(("ed", "ly")) for w in words):
            return _terms(" ".join(words), _BORROWED)
    return Counter()


def _antecedent(at: int, seen: Sequence[tuple[int, str]], text: str) -> str | None:
    """What was proposed last before a place: an earlier target or "the proposal to ..."."""
    candidates = [(start, target) for start, target in seen if at - _BACK_CHARS < start < at and _is_action(target)]
    for match in _PROPOSED.finditer(text, max(0, at - _BACK_CHARS), at):
        candidates.append((match.start(1), match.group(1).strip()))
    return max(candidates)[1] if candidates else None


def _is_action(words: str) -> bool:
    """Whether a target is something to do, "send troops", not a thing, "the bill"."""
    some = [word.lower() for word in _WORD.findall(words)]
    return len(some) >= 2 and some[0] not in _DETERMINERS and bool(_terms(words))


# --- groups -----------------------------------------------------------------------------------------


def _group(targets: Sequence[_Target]) -> list[list[_Target]]:
    """The targets in groups by average link; targets of the same words are one point."""
    points: dict[tuple[tuple[str, float], ...], list[_Target]] = defaultdict(list)
    for target in targets:
        points[tuple(target.terms.items())].append(target)
    vectors = [dict(point) for point in points]
    clusters: dict[int, list[int]] = {k: [k] for k in range(len(vectors))}
    likeness = _likeness(vectors)
    heap = [(-value, left, right) for (left, right), value in likeness.items() if value >= JOIN]
    heapify(heap)
    number = len(vectors)
    while heap:
        _, left, right = heappop(heap)
        if left not in clusters or right not in clusters:
            continue
        merged = clusters.pop(left) + clusters.pop(right)
        for other in sorted(clusters):
            mean = sum(likeness.get((min(a, b), max(a, b)), 0.0) for a in merged for b in clusters[other])
            mean /= len(merged) * len(clusters[other])
            if mean >= JOIN:
                heappush(heap, (-mean, other, number))
        clusters[number] = sorted(merged)
        number += 1
    groups = list(points.values())
    return [[target for k in members for target in groups[k]] for _, members in sorted(clusters.items())]


def _likeness(vectors: Sequence[Mapping[str, float]]) -> dict[tuple[int, int], float]:
    """The cosine of each pair of vectors that share a term, less where it is one term of several on both sides."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    found: dict[tuple[int, int], float] = defaultdict(float)
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for k, vector in enumerate(vectors):
        for term, value in vector.items():
            for other, weight in postings[term]:
                found[other, k] += value * weight
                shared[other, k].append(term)
            postings[term].append((k, value))
    for pair, terms in shared.items():
        sizes = sorted((len(vectors[pair[0]]), len(vectors[pair[1]])))
        if len(terms) == 1 and sizes[terms[0][0].isupper()] > 1:  # a name must be all of both, a word all of one
            found[pair] *= _ONE_SHARED
    return found


# --- issues -----------------------------------------------------------------------------------------


def _issue(block: str, members: Sequence[_Target]) -> Issue:
    centre: Counter[str] = Counter()
    for member in members:
        centre.update(member.terms)
    label = _label(members, _unit(centre))
    terms = tuple(sorted(centre, key=lambda term: (-centre[term], term))[:5])
    ids = tuple(sorted(member.position.id for member in members))
    return Issue(make_id("is", block, label, ids[0]), label, terms, ids)


def _issue_links(issue: Issue, members: Sequence[_Target]) -> list[Link]:
    centre: Counter[str] = Counter()
    for member in members:
        centre.update(member.terms)
    unit = _unit(centre)
    found = []
    for member in members:
        score = sum(value * unit.get(term, 0.0) for term, value in member.terms.items())
        own = member.position.target.words if member.position.target is not None else ""
        evidence = {} if member.words == own else {"about": member.words}
        found.append(link("issue", member.position.id, issue.id, "words", round(min(1.0, score), 3), **evidence))
    return found


def _label(members: Sequence[_Target], centre: Mapping[str, float]) -> str:
    """The most typical target, short and readable: "send troops to Ukraine"."""

    def rank(member: _Target) -> tuple[float, int, str]:
        words = _WORD.findall(member.words)
        typical = sum(value * centre.get(term, 0.0) for term, value in member.terms.items())
        clutter = sum(word.lower() in _DETERMINERS or _is_demonym(word) for word in words)
        long = max(0, len(words) - _LABEL_WORDS)
        said = min(len(member.terms), _LABEL_TERMS)
        same = min(3, sum(other.words == member.words for other in members))
        points = any(word.lower() in ("such", "this", "these", "that") for word in words)
        merit = typical + 0.08 * said + 0.05 * same - 0.06 * clutter - 0.05 * long - 0.2 * points
        return (-merit * member.position.score, len(words), member.words)

    return _tidy(min(members, key=rank).words)


def _tidy(words: str) -> str:
    """A target as a label: no quotation marks, no leading article or possessive, the verb in its base form."""
    words = re.sub(r"\s+", " ", re.sub(r"[“”\"„«»‟]", "", words)).strip(" ,.;:’'")
    first, _, rest = words.partition(" ")
    if first.lower() in ("the", "a", "an", "our", "my", "his", "her", "its", "their", "this", "that") and rest:
        words = rest
        first, _, rest = words.partition(" ")
    if first.endswith("ing") and rest:
        base = next((form for form in _forms(first.lower()) if form != first.lower() and form in _senses().sense), None)
        words = f"{base} {rest}" if base else words
    some = words.split(" ")
    return " ".join(some[:14]) + ("…" if len(some) > 14 else "")
