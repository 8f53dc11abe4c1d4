"""Plain text: any encoding, front matter, a sidecar, and a first line that is a headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.read.article import clean, headline_range, make_article, make_source
from onrecord.read.encoding import decode, what_binary
from onrecord.read.inputs import Input, Reader, ReadOptions, Unreadable, read_whole, sidecar_of
from onrecord.read.metadata import Metadata, front_matter, sidecar
from onrecord.records import Article, Problem, Range, problem

_MAX_SIDECAR_BYTES = 1_000_000
_MAX_HEADLINE_CHARS = 160
_MAX_HEADLINE_WORDS = 24
_LINES_TO_TRY = 4
_NO_HEADLINE_END = re.compile(r"(?:[.;,:…]|\.[”\"’')]*)$")
# First lines of saved pages that are never a headline: pleas, navigation, bylines, dates, datelines, picture credits.
_NO_HEADLINE = re.compile(
    r"\b(?:your (?:support|donation|gift|contribution|help|inbox)|support (?:us|our)|donat(?:e|ing) (?:now|today|to)|"
    r"subscrib(?:e|er|ing)\b|sign (?:up|in)\b|log in|newsletter|read more|cookies?\b|skip to|follow us|"
    r"share (?:this|on)|"
    r"advertisement|click here|download (?:the|our) app)|"
    r"^\W*(?:photo(?:graph)?|image|picture|credit|caption)s?(?: credit| courtesy)?\s*(?::|by )|"
    r"^(?:by [A-Z][\w.’'-]+ [A-Z]|"
    r"\W*(?:published|updated|posted|last (?:updated|modified)|getty|reuters|photo(?:graph)?s?|"
    r"image|caption|menu|home|news|politics|world|share|print|email)\b[^a-z]*$|[\d\s/.:,-]+$)",
    re.I,
)
_DATE_LINE = re.compile(
    r"^\W*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\W+)?(?:\d{1,2}\W+)?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|"
    r"dec)[a-z]*\W+\d{1,4}\b.{0,30}$",
    re.I,
)


def is_plain(found: Input, head: bytes) -> bool:
    """Always: what no other reader takes is text or a problem."""
    return True


def read_plain(found: Input, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Problem]:
    """The one article of a text file and its problems.

    Raises: `Unreadable` if the file is empty, binary or too large.
    """
    body = read_whole(stream, options.max_bytes)
    if not body.strip(b" \t\r\n\0"):
        raise Unreadable("empty", "holds no text; save it again, or leave it out")
    what = what_binary(body)
    if what:
        raise Unreadable("binary", f"{what}: only text, HTML, JSON, feeds and WARC are read")
    decoded = decode(body, found.charset)
    text, doubts = clean(decoded.text)
    metadata, start = front_matter(text)
    text = text[start:]
    beside, problems = read_sidecar(found)
    metadata = metadata.filled(beside)
    headline = headline_range(text, metadata.title) if metadata.title else find_headline(text)
    if headline and not metadata.title:
        metadata = metadata.filled(Metadata(title=text[headline[0] : headline[1]]))
    if found.url:
        metadata = metadata.filled(Metadata(url=found.url))
    source = make_source(found, body, found.media_type or "text/plain")
    yield from make_article(source, text, metadata, options, headline, [*decoded.doubts, *doubts])
    yield from problems


def read_sidecar(found: Input) -> tuple[Metadata, list[Problem]]:
    """The metadata of the sidecar, if there is one, and what is wrong with it."""
    path = sidecar_of(found.path) if found.path else None
    if path is None:
        return Metadata(), []
    try:
        with open(path, "rb") as stream:
            return sidecar(decode(read_whole(stream, _MAX_SIDECAR_BYTES)).text), []
    except Unreadable as error:
        reason = error.message
    except (OSError, ValueError) as error:
        reason = str(error)
    message = f"the file beside it, {path.name}, cannot be used ({reason}); the article was read without it"
    return Metadata(), [problem("read", "bad-sidecar", message, found.location)]


def find_headline(text: str) -> Range | None:
    """The range of the first line if it reads as a headline, else None.

    A headline is short, has no final stop and stands before longer text. Pleas, navigation, bylines and dates above it
    are passed over. Misses: headlines of two sentences with a final stop; takes a short first line of a list for one.
    """
    position = 0
    for _ in range(_LINES_TO_TRY):
        while position < len(text) and text[position].isspace():
            position += 1
        end = text.find("\n", position)
        if end < 0 or end - position > 2 * _MAX_HEADLINE_CHARS:
            return None
        line = text[position:end].rstrip()
        if _is_headline(line, text[end : end + 2000]):
            return position, position + len(line)
        if not (_NO_HEADLINE.search(line) or _DATE_LINE.match(line)):
            return None
        position = end
    return None


def _is_headline(line: str, rest: str) -> bool:
    count = len(line.split())
    if not 2 <= count <= _MAX_HEADLINE_WORDS or len(line) > _MAX_HEADLINE_CHARS or _NO_HEADLINE_END.search(line):
        return False
    if not any(c.isalpha() for c in line) or _NO_HEADLINE.search(line) or _DATE_LINE.match(line):
        return False
    return any(len(other.split()) >= 8 for other in rest.split("\n")[:6])


READER = Reader("plain", is_plain, read_plain)
