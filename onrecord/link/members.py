"""Articles as the stories know them: enough to add others without reading them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from onrecord.link.credits import sort_by_date
from onrecord.link.terms import Terms, are_far, as_days, day_number, read_terms, term_keys, time_factors
from onrecord.records import Article, Range, Removed

WEAKEST = 0.01  # likeness below this counts as none


class Member(NamedTuple):
    """What is known of an article that is in the stories: enough to add others without reading it again."""

    id: str
    day: int | None  # an ordinal
    terms: Terms
    story: str = ""


def keys(article: Article, names: Sequence[str] | None = None, without: Sequence[Range] = ()) -> tuple[int, ...]:
    """The blocking keys of an article, 40 bits each: its heaviest words, each with the month or so of its date.

    Two articles of one story share at least two of the words, in the same period or in two successive ones (`terms`).
    """
    return term_keys(read_terms(article, names, without), day_number(article))


def read_members(articles: Sequence[Article], names: Mapping[str, Sequence[str]] | None = None,
                 removed: Mapping[str, Sequence[Removed]] | None = None) -> Iterator[Member]:  # fmt: skip
    """The articles with their terms, in order of date. ``names`` and ``removed`` are what was found in each."""
    for article in sort_by_date(articles):
        found = None if names is None else names.get(article.id, ())
        without = [r.span.range for r in (removed or {}).get(article.id, ())]
        yield Member(article.id, day_number(article), read_terms(article, found, without))


def likeness(member: Member, others: Sequence[Member]) -> Iterator[tuple[str, float]]:
    """The others that an article is like, and how much, as `Stories` has it for those that share key words."""
    others = [other for other in others if len(other.terms.words) and not are_far(member.day, other.day)]
    if not others or not len(member.terms.words):
        return
    order = np.argsort(member.terms.words)
    own, weights = member.terms.words[order], member.terms.weights[order].astype(np.float64)
    theirs = np.concatenate([other.terms.words for other in others])
    at = np.minimum(np.searchsorted(own, theirs), len(own) - 1)
    values = np.where(own[at] == theirs, weights[at], 0.0) * np.concatenate([other.terms.weights for other in others])
    starts = np.cumsum([0, *(len(other.terms.words) for other in others[:-1])])
    factors = time_factors(as_days([member.day]), as_days(other.day for other in others))
    for other, value in zip(others, (np.add.reduceat(values, starts) * factors).tolist(), strict=True):
        if value >= WEAKEST:
            yield other.id, value
