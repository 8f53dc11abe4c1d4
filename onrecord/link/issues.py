"""positions -> issues: which of them are about the same thing, by the words of their targets.

A target that only points back ("such a move", "the proposition", none at all) first gets the words of what was proposed
before it in its article. Words count by sense (a short thesaurus) and by how rare they are in news. Targets are grouped
within a story by the words that they share (``issue_groups``). Figures in docs/positions.md.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.link.issue_groups import group
from onrecord.link.senses import WORD, forms, is_demonym, is_generic, is_turned, read_terms, thesaurus, unit
from onrecord.records import Article, Issue, Link, Position, link, make_id

_BORROWED = 0.6  # of words that a bare "the bill" takes from the bill's earlier mention
_BACK_CHARS = 2500  # how far back what is pointed to may stand
_LABEL_WORDS, _LABEL_TERMS = 9, 3  # a label has at most so many words; up to so many content words are welcome

_PROPOSED = re.compile(
    r"\b(?:proposals?|plans?|pledge|offer|idea|push|bid|vow|promise|threat|decision|suggestion|call|move|willingness|"
    r"readiness|commitment)\s+(?:to|of|for)\s+"
    r"((?:(?!\b(?:and|but|that|which|who|as|after|before|because|while|if|unless|when)\b)[\w’'\-]+\s?){2,9})"
)
_DETERMINERS = frozenset("the a an this that these those such any his her its their our my your such both".split())
_PRONOUNS = frozenset("it this that so them these those one either both".split())
_SUMS = frozenset("million billion trillion thousand hundred dollars euros pounds percent".split())
_LIGHT = frozenset("do doing follow following match matching make making take taking join joining back echo".split())


@dataclass(frozen=True, slots=True)
class _Target:
    """What one position is about: its words, those that it points to, and their weights, of length 1."""

    position: Position
    words: str
    terms: Mapping[str, float]


def link_issues(
    positions: Sequence[Position], articles: Iterable[Article], stories: Iterable[Link] = ()
) -> tuple[tuple[Link, ...], tuple[Issue, ...]]:
    """An "issue" link for each position and the issues, largest first, grouped within each story.

    ``stories`` are links of kind "story"; without them all articles are taken for one story. An issue's label is its
    most typical target. Misses targets that mean the same in words that no list joins, and what was left unsaid.
    """
    texts = {article.id: article.text for article in articles}
    story = {entry.left: entry.right for entry in stories if entry.kind == "story"}
    blocks: dict[tuple[str, bool], list[_Target]] = defaultdict(list)
    for target in _read_targets(positions, texts):
        blocks[story.get(target.position.article, ""), is_turned(target.words)].append(target)
    links: list[Link] = []
    issues: list[Issue] = []
    for block in sorted(blocks):
        for members in _group(blocks[block]):
            issue = _issue(block[0], members)
            issues.append(issue)
            links += _issue_links(issue, members)
    issues.sort(key=lambda issue: (-len(issue.positions), issue.label, issue.id))
    return tuple(sorted(links, key=lambda entry: (entry.left, entry.right))), tuple(issues)


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
        terms = read_terms(words)
        if kind := _bare_kind(words):
            terms |= _borrowed(kind, at, text)
        if is_generic(terms):
            terms = {words.lower(): 1.0}
        if terms:
            return _Target(position, words, unit(terms))
    antecedent = _antecedent(at, seen, text) if _points(words) else None
    words = antecedent or words or position.evidence.words
    return _Target(position, words, unit(read_terms(words) or {words.lower(): 1.0}))


def _points(words: str) -> bool:
    """Whether a target only points back to what was proposed before."""
    some = [w.lower() for w in WORD.findall(words)]
    content = [w for w in some if w not in _DETERMINERS]
    if not content:
        return True
    if len(content) == 1:
        return (
            content[0] in _PRONOUNS
            or content[0] in ("join", "participate", "comply", "follow")
            or (_singular(content[0]) in thesaurus().pointing and len(some) > 1)
        )
    if content[0] in _LIGHT:
        return (_singular(content[-1]) in thesaurus().pointing and len(content) <= 3) or (
            content[-1] in _PRONOUNS and len(content) == 2
        )
    return False


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _bare_kind(words: str) -> str | None:
    """The noun of a bare "the bill", "this law"."""
    some: list[str] = [w.lower() for w in WORD.findall(words)]
    if (
        1 < len(some) <= 3
        and some[0] in _DETERMINERS
        and _singular(some[-1]) in thesaurus().kinds
        and all(w in _DETERMINERS for w in some[:-1])
    ):
        return some[-1]
    return None


def _borrowed(kind: str, at: int, text: str) -> dict[str, float]:
    """Words before the noun at the first earlier mention that has some: "religious freedom law" for "the law"."""
    pattern = re.compile(rf"((?:[\w’'\-]+ ){{1,3}}){re.escape(kind)}\b", re.IGNORECASE)
    for match in pattern.finditer(text, 0, at):
        words = [w for w in match.group(1).split() if w.lower() not in thesaurus().stop and len(w) > 3]
        if words and not any(w.lower().endswith(("ed", "ly")) for w in words):
            return read_terms(" ".join(words), _BORROWED)
    return {}


def _antecedent(at: int, seen: Sequence[tuple[int, str]], text: str) -> str | None:
    """What was proposed last before a place: an earlier target or "the proposal to ..."."""
    candidates = [(start, target) for start, target in seen if at - _BACK_CHARS < start < at and _is_action(target)]
    for match in _PROPOSED.finditer(text, max(0, at - _BACK_CHARS), at):
        candidates.append((match.start(1), match.group(1).strip()))
    return max(candidates)[1] if candidates else None


def _is_action(words: str) -> bool:
    """Whether a target is something to do, "send troops", not a thing, "the bill"."""
    some = [word.lower() for word in WORD.findall(words)]
    return len(some) >= 2 and some[0] not in _DETERMINERS and bool(read_terms(words))


# --- groups -----------------------------------------------------------------------------------------


def _group(targets: Sequence[_Target]) -> list[list[_Target]]:
    """The targets in groups; their order, and so the groups, does not hang on the order of arrival."""
    ordered = sorted(targets, key=lambda t: (*t.terms.items(), t.position.article, t.position.id))
    return [[ordered[k] for k in some] for some in group([_content(target) for target in ordered])]


def _content(target: _Target) -> frozenset[str]:
    """The words by which a target is compared: without actions that go with anything, where others are left."""
    words = frozenset(target.terms)
    return frozenset(word for word in words if word.lower() not in thesaurus().generic) or words


# --- issues -----------------------------------------------------------------------------------------


def _issue(block: str, members: Sequence[_Target]) -> Issue:
    centre: Counter[str] = Counter()
    for member in members:
        centre.update(member.terms)
    label = _label(members, unit(centre))
    terms = tuple(sorted(centre, key=lambda term: (-centre[term], term))[:5])
    ids = tuple(sorted(member.position.id for member in members))
    return Issue(make_id("is", block, label, ids[0]), label, terms, ids)


def _issue_links(issue: Issue, members: Sequence[_Target]) -> list[Link]:
    centre: Counter[str] = Counter()
    for member in members:
        centre.update(member.terms)
    typical = unit(centre)
    found = []
    for member in members:
        score = sum(value * typical.get(term, 0.0) for term, value in member.terms.items())
        own = member.position.target.words if member.position.target is not None else ""
        evidence = {} if member.words == own else {"about": member.words}
        found.append(link("issue", member.position.id, issue.id, "words", round(min(1.0, score), 3), **evidence))
    return found


def _label(members: Sequence[_Target], centre: Mapping[str, float]) -> str:
    """The most typical target, short and readable: "send troops to Ukraine"."""

    def rank(member: _Target) -> tuple[float, int, str]:
        words = WORD.findall(member.words)
        typical = sum(value * centre.get(term, 0.0) for term, value in member.terms.items())
        clutter = sum(word.lower() in _DETERMINERS or is_demonym(word) for word in words)
        long = max(0, len(words) - _LABEL_WORDS)
        said = min(len(member.terms), _LABEL_TERMS)
        same = min(3, sum(other.words == member.words for other in members))
        points = any(word.lower() in ("such", "this", "these", "that") for word in words)
        merit = typical + 0.08 * said + 0.05 * same - 0.06 * clutter - 0.05 * long - 0.2 * points
        merit -= 0.15 * _tells_little(member.words)
        return (-merit * member.position.score, len(words), member.words)

    return _tidy(min(members, key=rank).words)


def _tells_little(words: str) -> bool:
    """Whether a target is one bare word, no name, or a sum, "work", "$5.7 billion": as a label it does not say what."""
    content = [word for word in WORD.findall(words) if word.lower() not in _DETERMINERS]
    if all(word[0].isdigit() or word in _SUMS for word in content):
        return True
    return len(content) == 1 and not content[0][0].isupper()


def _tidy(words: str) -> str:
    """A target as a label: no quotation marks, no leading article or possessive, the verb in its base form."""
    words = re.sub(r"\s+", " ", re.sub(r"[“”\"„«»‟]", "", words)).strip(" ,.;:’'")
    first, _, rest = words.partition(" ")
    if first.lower() in ("be", "the", "a", "an", "our", "my", "his", "her", "its", "their", "this", "that") and rest:
        words = rest
        first, _, rest = words.partition(" ")
    if first.endswith("ing") and rest:
        base = next(
            (form for form in forms(first.lower()) if form != first.lower() and form in thesaurus().sense), None
        )
        words = f"{base} {rest}" if base else words
    some = words.split(" ")
    if len(some) > _LABEL_WORDS:
        clause = next(
            (k for k, word in enumerate(some) if k > 2 and word in ("that", "which", "who", "where")), len(some)
        )
        some = some[:clause]
    return " ".join(some[:14]) + ("…" if len(some) > 14 else "")
