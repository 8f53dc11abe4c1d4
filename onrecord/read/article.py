"""Text and metadata to an article record, with the problems that came up on the way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import asdict, replace

from onrecord.read.encoding import mend_lost_marks, mend_mojibake
from onrecord.read.inputs import Input, ReadOptions
from onrecord.read.language import other_language
from onrecord.read.metadata import Metadata
from onrecord.read.published import with_published
from onrecord.records import Article, Problem, Range, Source, article_id, make_id, problem

_LONE = re.compile("[\ud800-\udfff]")


def make_source(found: Input, body: bytes, media_type: str, number: int | None = None) -> Source:
    """The source record of bytes; ``number`` counts the records of a container from 1."""
    location = found.location if number is None else f"{found.location}#{number}"
    digest = hashlib.sha256(body).hexdigest()
    return Source(make_id("so", location, digest), location, digest, len(body), media_type, found.retrieved)


def clean(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Text with line ends as LF, no NUL, mojibake and lost marks mended; and what was done as (code, message) pairs."""
    doubts: list[tuple[str, str]] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text, count = text.replace("\0", ""), text.count("\0")
        doubts.append(("nul-characters", f"NUL characters left out: {count}"))
    text, garbled = mend_mojibake(text)
    if garbled:
        message = f"garbled characters (such as â€™ for ’) mended: {garbled}; check names with accents"
        doubts.append(("mojibake", message))
    text, lost = mend_lost_marks(text)
    if lost:
        message = (
            f"quotation marks and apostrophes that were lost are put back by their place: {lost}; check quotations"
        )
        doubts.append(("lost-marks", message))
    return text, doubts


def make_article(
    source: Source,
    text: str,
    metadata: Metadata,
    options: ReadOptions,
    headline: Range | None = None,
    doubts: tuple[tuple[str, str], ...] | list[tuple[str, str]] = (),
) -> Iterator[Article | Problem]:
    """The article and then its problems; only a problem if there is no text or it is not English.

    What the user says fills a missing outlet or date and replaces a guessed date, never one that the article states.
    """
    if _LONE.search(text):
        text = _LONE.sub("\ufffd", text)  # half a character cannot be stored; the length stays, and so do offsets
        doubts = [*doubts, ("lost-characters", "halves of characters (lone surrogates) are shown as \ufffd")]
    if not text.strip():
        yield problem("read", "empty", "holds no text; save it again, or leave it out", source.location)
        return
    language = other_language(text) if options.english_only else None
    if language:
        message = f"looks like language {language!r}, not English; only English is read"
        yield problem("read", "not-english", message, source.location)
        return
    metadata, dating = with_published(_whole(metadata), text)
    metadata = _with_options(metadata, options)
    title, outlet = metadata.title, metadata.outlet
    identity = article_id(text, title, outlet, metadata.published, metadata.url, metadata.given_id)
    yield Article(
        id=identity, source=source, text=text, title=title, outlet=outlet, published=metadata.published,
        published_by=metadata.published_by, author=metadata.author, url=metadata.url, given_id=metadata.given_id,
        headline=headline or headline_range(text, title),
    )  # fmt: skip
    if metadata.bad_date:
        said = metadata.bad_date[:60]
        message = f"the date {said!r} is not clear; write it as 2025-02-17, or use --published"
        doubts = [*doubts, ("bad-date", message)]
    if dating and metadata.published_by != "user":
        doubts = [*doubts, *dating]
    for code, message in doubts:
        yield problem("read", code, message, source.location, identity)


def _whole(metadata: Metadata) -> Metadata:
    """The metadata without halves of characters, which no file can hold."""
    halves = {k: _LONE.sub("\ufffd", v) for k, v in asdict(metadata).items() if isinstance(v, str) and _LONE.search(v)}
    return replace(metadata, **halves)


def _with_options(metadata: Metadata, options: ReadOptions) -> Metadata:
    guessed = (metadata.published_by or "").startswith("guess:")
    if options.published and (metadata.published is None or guessed):
        metadata = replace(metadata, published=options.published, published_by="user")
    return replace(metadata, outlet=metadata.outlet or options.outlet)


def headline_range(text: str, title: str | None) -> Range | None:
    """The range of the title where it is the text's first line, compared by letters and digits; else None."""
    if not title:
        return None
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    end = start + len(text[start:end].rstrip())
    same = end - start < 2 * len(title) + 20 and letters(text[start:end]) == letters(title)
    return (start, end) if same else None


def letters(text: str) -> str:
    """Letters and digits only, case folded: what stays when quotation marks, dashes and spaces are set differently."""
    return "".join(c for c in text.casefold() if c.isalnum())
