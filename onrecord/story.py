"""Open a built story and read it as records that make a table in one line."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from onrecord.dossier import Dossier, build_dossier
from onrecord.dossier.rows import (
    ActorRow,
    EventRow,
    PositionRow,
    StatementRow,
    actor_rows,
    event_rows,
    position_rows,
    statement_rows,
)
from onrecord.store import Store


class Story:
    """A built story. Its lists hold flat records: ``pandas.DataFrame(story.statements())`` is a table of them."""

    def __init__(self, path: str | Path, story: str | None = None) -> None:
        self.path = Path(path)
        self._story = story

    @cached_property
    def dossier(self) -> Dossier:
        """Everything about it, section by section, each claim with its evidence."""
        return open_dossier(self.path, self._story)

    def statements(self) -> list[StatementRow]:
        """Who said what: one row a statement and article that carries it."""
        return statement_rows(self.dossier)

    def actors(self) -> list[ActorRow]:
        """Who speaks and is spoken of, those who said most first."""
        return actor_rows(self.dossier)

    def positions(self) -> list[PositionRow]:
        """Who stands where and on what conditions: one row a position."""
        return position_rows(self.dossier)

    def timeline(self) -> list[EventRow]:
        """What happened, what comes next, and what has no date."""
        return event_rows(self.dossier)


def open_story(path: str | Path, story: str | None = None) -> Story:
    """A story built before, from its folder or its file; ``story`` picks one of several in it by its id.

    Raises: StoreError where there is none, UsageError where it has no story with this id.
    """
    opened = Story(path, story)
    opened.dossier  # noqa: B018  # fail here and not at the first use
    return opened


def open_dossier(path: str | Path, story: str | None = None) -> Dossier:
    """The dossier of a story built before. Raises: as `open_story`."""
    with Store.open(path, write=False) as store:
        return build_dossier(store, story)
