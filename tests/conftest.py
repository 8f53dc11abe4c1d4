"""What several tests share: the folder of labelled sets, where there is one, and records made from a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from onrecord.records import Article, Source, make_id

# The same examples on every run: a check that fails now and then says nothing about the change it fails on.
settings.register_profile("checks", derandomize=True, deadline=None)
settings.load_profile("checks")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with labelled sets and real articles; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with labelled sets is not beside this checkout")
    return SHARED


def article(text: str, published: str | None = None, outlet: str | None = None, title: str | None = None) -> Article:
    """An article made from its text."""
    headline = (0, len(title)) if title and text.startswith(title) else None
    source = Source(make_id("src", text), "test.txt", "", len(text), "text/plain")
    by = "user" if published else None
    return Article(
        make_id("ar", text, published, outlet), source, text, title, outlet, published, by, headline=headline
    )
