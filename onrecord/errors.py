"""One root for what OnRecord raises; a bad document is a `Problem` record instead.

OnRecordError
├── UsageError        a caller's mistake: the value and the fix are in the message
│   └── DropsArticles a build would drop articles that the story holds
├── StoreError        the store cannot be opened, is newer than this program, or the disk is full
└── MissingExtra      an optional package is needed: the message names the extra to install
"""

from __future__ import annotations


class OnRecordError(Exception):
    """The root of all errors that OnRecord raises on purpose."""


class UsageError(OnRecordError):
    """A caller's mistake; the message gives the value and the fix."""


class DropsArticles(UsageError):
    """A build would drop ``dropped`` of the ``held`` articles of a story."""

    def __init__(self, folder: str, dropped: int, held: int) -> None:
        self.dropped, self.held = dropped, held
        some = f"all {held} articles" if dropped == held else f"{dropped} of {held} articles"
        super().__init__(f"{folder} holds {some} that are not among the inputs; --add keeps them, --replace drops them")


class StoreError(OnRecordError):
    """The store cannot be used; the message says why and what to do."""


class MissingExtra(OnRecordError):
    """An optional package is missing; the message names the extra that brings it."""
