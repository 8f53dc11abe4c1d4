"""One root for what OnRecord raises; a bad document is a `Problem` record instead.

OnRecordError
├── UsageError        a caller's mistake: the value and the fix are in the message
├── StoreError        the store cannot be opened, is newer than this program, or the disk is full
└── MissingExtra      an optional package is needed: the message names the extra to install
"""

from __future__ import annotations


class OnRecordError(Exception):
    """The root of all errors that OnRecord raises on purpose."""


class UsageError(OnRecordError):
    """A caller's mistake; the message gives the value and the fix."""


class StoreError(OnRecordError):
    """The store cannot be used; the message says why and what to do."""


class MissingExtra(OnRecordError):
    """An optional package is missing; the message names the extra that brings it."""
