"""How strongly an actor is told to say, ask, promise or refuse a thing, and where two articles tell it otherwise.

Precision first: one actor that both name, one thing told in nearly the same words, and words of one scale two levels
apart: "ruled out" and "has doubts about". From: issue 6, part 5; scales in `strength.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

from onrecord.link.frequencies import stem
from onrecord.link.meaning import meaning
from onrecord.link.numbers import content_of
from onrecord.link.senses import base_of, forms
from onrecord.link.told import alike, weigh
from onrecord.link.versions import Sentence
from onrecord.records import Findings, Position, Range, Span, Statement
from onrecord.text import words

LEAST_APART = 2  # levels of a scale; one level is how one reporter or another puts it
LEAST_SCORE = 0.5  # of the statement or position
SHARED_TOLD = 8.0  # rarity of the words that both tell of the thing, in sum
SHARED_DICE = 0.5  # and as a share of both
_TITLES = frozenset({"mr", "mrs", "ms", "sir", "president", "senator", "minister", "prime", "secretary", "governor"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LIKELY = re.compile(
    r"\b(?P<how>will|shall|may|might|(?:is|are|was|were) (?:likely|expected|due|set) to)"
    r"(?P<not> not| never)?(?: also| still| now| soon)? (?P<verb>[^\W\d_]+)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?P<name>[A-Z][\w’'-]+)(?: [a-z]+)?\s*$")
_NEAR_CHARS = 40
_OWN = re.compile(r"\s*(?:that\s+)?(?:he|she|it|they|we|i)\b\W+", re.IGNORECASE)  # the speaker, in what it says


class Scales(NamedTuple):
    """Each word or phrase with its scales and levels there; what each scale is about; words of another occasion."""

    levels: dict[str, tuple[tuple[str, int], ...]]
    shown: dict[str, str]
    another: frozenset[str]


class Graded(NamedTuple):
    """A thing that an actor is told to say, with its strength: ``record`` is the statement's or position's id.

    ``range`` is the whole passage, ``words`` the range of the words that are on the scale; ``told`` are the content
    words of the thing.
    """

    record: str
    article: str
    actor: str
    scale: str
    level: int
    range: Range
    words: Range
    told: frozenset[str]
    negated: bool


@cache
def scales() -> Scales:
    """The scales of `strength.toml`, read once."""
    table = tomllib.loads(files("onrecord.link").joinpath("strength.toml").read_text(encoding="utf-8"))
    another = frozenset(table.pop("another")["words"])
    levels: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for scale, row in table.items():
        for level, group in enumerate(row["levels"]):
            for word in group:
                levels[word].append((scale, level))
    shown = {scale: row["shown"] for scale, row in table.items()}
    return Scales({word: tuple(found) for word, found in levels.items()}, shown, another)


def shown_scale(scale: str) -> str:
    """What a scale is about, as a reader says it: "the opposition to it"; the scale itself where it has no words."""
    return scales().shown.get(scale, scale)


def find_grades(found: Findings, actors: Mapping[str, str], sentences: Iterable[Sentence]) -> list[Graded]:
    """What the actors of an article say with a word of a scale; ``actors`` maps them to those of the story."""
    text = found.article.text
    grades = [grade for statement in found.statements for grade in _of_statement(text, statement, actors)]
    grades += [grade for position in found.positions for grade in _of_position(text, position, actors)]
    return grades + [grade for sentence in sentences for grade in _of_sentence(found.article.id, text, sentence)]


def _of_statement(text: str, s: Statement, actors: Mapping[str, str]) -> Iterator[Graded]:
    """By its cue, or by the verb of what the speaker says of itself; a quotation says it in its own words."""
    speaker = s.speaker
    if speaker is None or speaker.actor is None or s.score < LEAST_SCORE or s.kind == "direct" or s.negated:
        return
    if not (s.cue and s.content and _names(s.source, speaker.name)):
        return
    spans = (*s.source, *s.cue, *s.content)
    whole = min(x.start for x in spans), max(x.end for x in spans)
    if _is_another(text, s.cue[0].range):
        return
    actor = actors.get(speaker.actor, speaker.actor)
    told, negated = _told(x.words for x in s.content), _is_negated(x.words for x in (*s.cue, *s.content))
    first = s.content[0]
    own = _OWN.match(first.words)
    places = [x.range for x in s.cue] + ([(first.start + own.end(), first.end)] if own else [])
    for n, place in enumerate(places):
        for scale, level, at in _on_scales(text, place, 3 if n == len(s.cue) else None):
            if (scale == "commit") or n < len(s.cue):
                yield Graded(s.id, s.article, actor, scale, level, whole, at, told, negated)


def _of_position(text: str, p: Position, actors: Mapping[str, str]) -> Iterator[Graded]:
    """By the expression that makes it a position."""
    if p.actor is None or p.holder is None or p.target is None or p.score < LEAST_SCORE:
        return
    between = (p.holder.end, p.target.start)
    if between[0] >= between[1] or not _names([p.holder], p.name) or _is_another(text, p.holder.range):
        return
    told, negated = _told([p.target.words]), _is_negated([text[slice(*between)], p.target.words])
    for scale, level, at in _on_scales(text, between, None):
        yield Graded(p.id, p.article, actors.get(p.actor, p.actor), scale, level, p.evidence.range, at, told, negated)


def _of_sentence(article: str, text: str, sentence: Sentence) -> Iterator[Graded]:
    """By how likely it calls what somebody named will do: "Rossi may resign"; the actor is the name with the verb."""
    for match in _LIKELY.finditer(text, *sentence.range):
        words_ = " ".join(match["how"].lower().split()[-2:])
        level = dict(scales().levels[words_]).get("likely") if words_ in scales().levels else None
        name = _NAMED.search(text, max(sentence.range[0], match.start() - _NEAR_CHARS), match.start())
        if level is None or name is None or match["verb"].lower() in ("be", "have", "not"):
            continue
        who = f"{name['name'].lower()} {base_of(match['verb'].lower())}"
        negated = bool(match["not"])
        yield Graded(article, article, who, "likely", level, sentence.range, match.span("how"),
                     content_of(sentence), negated)  # fmt: skip


def _names(source: Iterable[Span], name: str) -> bool:
    """Whether the words of a source name the actor: a pronoun or an office may have been resolved wrongly."""
    return bool({w for span in source for w in words(span.words)} & set(words(name)) - _TITLES)


def _told(parts: Iterable[str]) -> frozenset[str]:
    known = meaning()
    found = (w.removesuffix("'s").removesuffix("’s") for part in parts for w in words(part) if not w[0].isdigit())
    return frozenset(stem(w) for w in found if w not in known.grammar and w not in known.modality)


def _is_negated(parts: Iterable[str]) -> bool:
    told = (re.sub("n[’']t", " not", part.lower()) for part in parts)
    return any(word in meaning().negation for part in told for word in words(part))


def _is_another(text: str, place: Range) -> bool:
    """Whether the words at or right before a place tell of another occasion."""
    return bool(scales().another & set(words(text[max(0, place[0] - 20) : place[1] + 15])))


def _on_scales(text: str, place: Range, most: int | None) -> Iterator[tuple[str, int, Range]]:
    """(scale, level, range) of the last word or phrase of a place, of its first words, that is on a scale."""
    found = list(_WORD.finditer(text, *place))[:most]
    for n in range(len(found) - 1, -1, -1):
        lemmas = forms(found[n].group().lower())
        pair = [f"{lemma} {found[n + 1].group().lower()}" for lemma in lemmas] if n + 1 < len(found) else []
        hit = next((phrase for phrase in (*pair, *lemmas) if phrase in scales().levels), None)
        if hit:
            at = found[n].start(), found[n + (" " in hit)].end()
            yield from ((scale, level, at) for scale, level in scales().levels[hit])
            return


def differing_grades(left: Sequence[Graded], right: Sequence[Graded]) -> list[tuple[Graded, Graded]]:
    """The pairs of one thing that one actor says more strongly in one article than in the other."""
    found = []
    for mine, theirs in product(left, right):
        if (mine.actor, mine.scale) != (theirs.actor, theirs.scale) or mine.negated != theirs.negated:
            continue
        if abs(mine.level - theirs.level) < LEAST_APART or not _tell_one_thing(mine, theirs):
            continue
        if _says_too(left, mine, theirs) or _says_too(right, theirs, mine):
            continue
        found.append((mine, theirs))
    return found


def _says_too(own: Iterable[Graded], mine: Graded, theirs: Graded) -> bool:
    """Whether an article says elsewhere what the other says, about as strongly: then the two agree."""
    return any(
        one.actor == theirs.actor and one.scale == theirs.scale and abs(one.level - theirs.level) < LEAST_APART
        and one is not mine and alike(one.told, theirs.told) >= SHARED_DICE / 2
        for one in own
    )  # fmt: skip


def _tell_one_thing(mine: Graded, theirs: Graded) -> bool:
    return weigh(mine.told & theirs.told) >= SHARED_TOLD and alike(mine.told, theirs.told) >= SHARED_DICE
