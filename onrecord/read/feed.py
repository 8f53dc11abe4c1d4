"""RSS and Atom feeds: each entry's own words as an article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from onrecord.read.article import clean, make_article, make_source
from onrecord.read.dates import iso_date
from onrecord.read.inputs import Input, Reader, ReadOptions, Unreadable, read_whole
from onrecord.read.markup import plain_text
from onrecord.read.metadata import Metadata
from onrecord.records import Article, Problem, problem

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|atom:feed)[\s>]", re.I)
_SUFFIXES = frozenset((".rss", ".atom", ".rdf"))


def is_feed(found: Input, head: bytes) -> bool:
    """Whether a server, the name or the root element says that it is a feed."""
    if any(word in found.media_type for word in ("rss", "atom", "rdf+xml")) or found.suffix in _SUFFIXES:
        return True
    return head.lstrip().removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" and _ROOT.search(head) is not None


def read_feed(found: Input, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Problem]:
    """The entries of a feed, each with its own words only: nothing behind their links is fetched.

    Raises: `Unreadable` if it is empty, too large, no feed, or has no entries.
    """
    body = read_whole(stream, options.max_bytes)
    if not body.strip():
        raise Unreadable("empty", "holds no text; save it again, or leave it out")
    import feedparser

    try:
        # Bytes behind a stream: feedparser would take a string for a path or an address, and fetch it.
        feed: Any = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # its XML parsers raise their own kinds; the rest of the inputs must be read
        raise Unreadable("bad-feed", f"the feed cannot be read ({type(error).__name__}); fetch it again") from error
    if not feed.entries:
        message = "not a feed that can be read, or cut off; fetch it again" if feed.bozo else "the feed has no entries"
        raise Unreadable("bad-feed", message)
    outlet = plain_text(feed.feed.get("title") or "") or None
    bare = 0
    for number, entry in enumerate(feed.entries, 1):
        words, doubts = clean(plain_text(_longest(entry)))
        if words.strip():
            yield from _read_entry(_Spot(found, number, outlet), entry, words, doubts, options)
        else:
            bare += 1
    if bare:
        message = f"{bare} entries have a headline and a link only; give the addresses of their pages to read those"
        yield problem("read", "no-text", message, found.location)


class _Spot(NamedTuple):
    """An entry's place: its feed, its number there from 1, and the feed's name."""

    found: Input
    number: int
    outlet: str | None


def _read_entry(
    spot: _Spot, entry: dict[str, Any], body: str, doubts: list[tuple[str, str]], options: ReadOptions
) -> Iterator[Article | Problem]:
    found = spot.found
    title = plain_text(str(entry.get("title") or "")).replace("\n", " ") or None
    written = _longest(entry).encode("utf-8", "surrogatepass")
    source = make_source(found, written, found.media_type or "application/xml", spot.number)
    published, by, bad_date = _published(entry)
    metadata = Metadata(
        title=title, outlet=spot.outlet, published=published, published_by=by, author=entry.get("author") or None,
        url=entry.get("link") or None, given_id=entry.get("id") or None, bad_date=bad_date,
    )  # fmt: skip
    text = f"{title}\n\n{body}" if title else body
    yield from make_article(source, text, metadata, options, (0, len(title)) if title else None, doubts)


def _longest(entry: Mapping[str, Any]) -> str:
    """The entry's full content where the feed carries it, else its summary."""
    candidates = [str(content.get("value") or "") for content in entry.get("content") or ()]
    return max([*candidates, str(entry.get("summary") or "")], key=len)


def _published(entry: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    """The entry's date as it is written, the field that has it, and the words of a date that cannot be read."""
    bad: str | None = None
    for name in ("published", "updated"):
        words = str(dict.get(entry, name) or "")  # without feedparser's own stand-ins
        if date := iso_date(words):
            return date, f"feed: {name}", None
        bad = bad or words or None
    return None, None, bad


READER = Reader("feed", is_feed, read_feed)
