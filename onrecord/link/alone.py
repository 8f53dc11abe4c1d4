"""Which statements only one report tells.

None that says nothing by itself ("rejected it"), and none that another report tells of the same speaker in its own
words. From: issue 6, part 7; docs/links.md has what was read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.link.frequencies import rarity, stem
from onrecord.link.meaning import meaning
from onrecord.link.senses import thesaurus
from onrecord.link.told import weigh
from onrecord.records import Findings, Statement
from onrecord.text import blocks, overlap, sentences, words

# Chosen by reading 30 statements of ten BASIL stories against the other reports, and checked on 30 of ten others.
LEAST_TOLD = 9.0  # summed rarity of the words of reported speech, from which it says something by itself
SHARED = 0.35  # share of it in one sentence about the same speaker elsewhere, from which that may tell the same
SHARED_TOLD = 6.0  # and at least so much, for a short one
MOST_SENTENCES = 400  # in which a word stands that is looked up; more say little, and take time
FEWEST_SHARED = 2  # words: one alone is what the story is about


@cache
def _pointing() -> frozenset[str]:
    """The stems of nouns that only point back: "the proposition", "such a move"."""
    return frozenset(map(stem, thesaurus().pointing))


class _Told(NamedTuple):
    """A sentence of a report: the stems of its words, and the story's actors that speak in it."""

    report: str
    stems: frozenset[str]
    speakers: frozenset[str]


class Elsewhere:
    """The sentences of the reports of one story, looked up by their words."""

    def __init__(self, findings: Iterable[Findings], reports: Mapping[str, str], actors: Mapping[str, str]) -> None:
        self._actors = actors
        self._told = [one for found in findings for one in _sentences(found, reports[found.article.id], actors)]
        self._postings: dict[str, list[int]] = defaultdict(list)
        for n, one in enumerate(self._told):
            for word in one.stems:
                self._postings[word].append(n)

    def is_alone(self, statement: Statement, report: str) -> bool:
        """Whether a statement of a report says something by itself, and no other report tells it of its speaker."""
        name = {stem(w) for w in words(statement.speaker.name if statement.speaker else "")}
        told = _stems(span.words for span in statement.content) - name
        weight = weigh(told)
        if statement.kind != "direct" and weigh(told - _pointing()) < LEAST_TOLD:
            return False
        shared: dict[int, list[float]] = defaultdict(list)
        for word in sorted(told):
            found = self._postings.get(word, ())
            for n in found if len(found) <= MOST_SENTENCES else ():
                shared[n].append(rarity(word))
        actor = statement.speaker.actor if statement.speaker else None
        least = max(SHARED_TOLD, SHARED * weight)
        return not any(
            len(weights) >= FEWEST_SHARED
            and sum(weights) >= least
            and self._told[n].report != report
            and self._is_about(self._told[n], actor, name)
            for n, weights in shared.items()
        )

    def _is_about(self, told: _Told, actor: str | None, name: set[str]) -> bool:
        return actor is None or self._actors.get(actor, actor) in told.speakers or bool(name & told.stems)


def _sentences(found: Findings, report: str, actors: Mapping[str, str]) -> Iterator[_Told]:
    text = found.article.text
    said = [(s, span.range) for s in found.statements if s.speaker and s.speaker.actor for span in s.content]
    for start, end in blocks(text, [removed.span.range for removed in found.removed]):
        for one in sentences(text, start, end):
            who = {s.speaker.actor for s, place in said if s.speaker and overlap(one, place)}
            speakers = frozenset(actors.get(actor, actor) for actor in who if actor)
            yield _Told(report, _stems([text[slice(*one)]]), speakers)


def _stems(parts: Iterable[str]) -> frozenset[str]:
    """The stems of the words of some passages that are not grammar."""
    found = (w.removesuffix("'s").removesuffix("’s") for part in parts for w in words(part))
    return frozenset(stem(w) for w in found if w not in meaning().grammar)


def find_alone(findings: Sequence[Findings], reports: Mapping[str, str], stories: Mapping[str, str],
               actors: Mapping[str, str]) -> frozenset[str]:  # fmt: skip
    """The ids of the statements that say something by themselves and that no other report of their story tells."""
    groups: dict[str, list[Findings]] = defaultdict(list)
    for found in findings:
        groups[stories.get(found.article.id, "")].append(found)
    alone = []
    for group in groups.values():
        elsewhere = Elsewhere(group, reports, actors)
        alone += [s.id for f in group for s in f.statements if elsewhere.is_alone(s, reports[f.article.id])]
    return frozenset(alone)
