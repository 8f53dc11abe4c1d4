"""Findings of real articles, varied by seed into those of an archive: what is found need not be found again."""

from __future__ import annotations

import dataclasses
import json
import pickle
import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from onrecord import engine
from onrecord.evaluate.predict import article_of
from onrecord.records import Article, Findings, Span, make_id

STORIES = Path(__file__).parents[2] / "shared" / "data" / "stories" / "basil.jsonl"
KEPT = Path(__file__).parent / ".found.pickle"  # made once; remove it where the program has changed
COMMON, KNOWN = 200, 1500  # words that stay as they are: the commonest, and those of them that are names
TWICE = 0.05  # of the articles that another outlet prints too
FIRST_DAY, DAYS = date(2010, 1, 1).toordinal(), 3650
_WORD = re.compile(r"[A-Za-z]{4,}")
_NAMED = frozenset(("name", "names", "label", "title", "of", "where"))  # fields that hold words of the text

Found = dict[str, list[Findings]]


def read_found() -> Found:
    """The findings of the articles of each story."""
    if not KEPT.exists():
        found: Found = defaultdict(list)
        for line in STORIES.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found[record["story"]].append(engine.find(article_of(record)))
        KEPT.write_bytes(pickle.dumps(dict(found)))
    made: Found = pickle.loads(KEPT.read_bytes())
    return made


class _Words:
    """The rarer words of some texts by length, and others in their place, by a number."""

    def __init__(self, texts: Sequence[str]) -> None:
        spread = Counter(word for text in texts for word in {w.lower() for w in _WORD.findall(text)})
        ranked = sorted(spread, key=lambda word: (-spread[word], word))
        self._of_length: dict[int, list[str]] = defaultdict(list)
        self._place: dict[str, int] = {}
        upper = Counter(w.lower() for text in texts for w in _WORD.findall(text) if w[0].isupper())
        every = Counter(w.lower() for text in texts for w in _WORD.findall(text))
        for rank, word in enumerate(ranked):
            if rank < COMMON or (rank < KNOWN and 2 * upper[word] > every[word]):
                continue
            self._place[word] = len(self._of_length[len(word)])
            self._of_length[len(word)].append(word)

    def turn(self, words: str, shift: int) -> str:
        """Some words with others in place of the rarer ones, the same for the same shift."""

        def other(match: re.Match[str]) -> str:
            word = match[0]
            place = self._place.get(word.lower())
            if place is None:
                return word
            some = self._of_length[len(word)]
            new = some[(place + shift) % len(some)]
            return new.upper() if word.isupper() else new.title() if word[0].isupper() else new

        return _WORD.sub(other, words)


class _Copy:
    """One article's findings as those of another article."""

    def __init__(self, base: Findings, words: _Words, shift: int, article: Article) -> None:
        self._words, self._shift, self.article = words, shift, article
        self._ids: dict[str, str] = {base.article.id: article.id}
        for some in (
            base.removed,
            base.statements,
            base.mentions,
            base.actors,
            base.times,
            base.positions,
            base.events,
        ):
            for record in some:
                prefix = record.id.split("-")[0]
                self._ids[record.id] = make_id(prefix, article.id, record.id)

    def take(self, value: Any, field: str = "") -> Any:
        """A value of a record, or a record, as that of the new article."""
        if isinstance(value, Span):
            return Span(self.article.id, value.start, value.end, self.article.text[value.start : value.end])
        if isinstance(value, str):
            new = self._ids.get(value)
            return new or (self._words.turn(value, self._shift) if field in _NAMED else value)
        if isinstance(value, tuple):
            return tuple(self.take(part, field) for part in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {f.name: self.take(getattr(value, f.name), f.name) for f in dataclasses.fields(value)}
            return type(value)(**fields)
        return value


def vary(found: Mapping[str, Sequence[Findings]], count: int, seed: int) -> list[Findings]:
    """The findings of so many articles, in order of their stories' first days."""
    rng, stories = random.Random(seed), sorted(found)
    words = _Words([f.article.text for story in stories for f in found[story]])
    made: list[Findings] = []
    while len(made) < count:
        base, shift = found[rng.choice(stories)], rng.randrange(1, 1 << 20)
        first = FIRST_DAY + DAYS * len(made) // count
        for one in rng.sample(base, rng.randrange(1, len(base) + 1)):
            outlets = [f"outlet {rng.randrange(60)}", *([f"wire {rng.randrange(9)}"] if rng.random() < TWICE else [])]
            for outlet in outlets:
                day = date.fromordinal(first + rng.randrange(3)).isoformat()
                id = make_id("ar", len(made), one.article.id)
                text, title = words.turn(one.article.text, shift), words.turn(one.article.title or "", shift)
                article = dataclasses.replace(one.article, id=id, text=text, title=title, outlet=outlet, published=day)
                copy = _Copy(one, words, shift, article)
                parts = {
                    f.name: copy.take(getattr(one, f.name)) for f in dataclasses.fields(one) if f.name != "article"
                }
                made.append(Findings(article, **{**parts, "problems": ()}))
    return made[:count]
