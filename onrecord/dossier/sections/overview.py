"""The story at a glance, and the stories of a store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoryCard:
    """One of the stories in a store: its central headline, articles, and independent reports (copies counted once)."""

    id: str
    title: str
    articles: int
    reports: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The story at a glance. ``reports`` counts copies and versions once; dates are ISO, None where no article has one.

    ``statements`` and ``positions`` count the certain ones, ``uncertain`` the statements below the threshold.
    """

    title: str
    articles: int
    reports: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    undated: int
    statements: int
    uncertain: int
    actors: int
    positions: int
    events: int
    differences: int
    problems: int
