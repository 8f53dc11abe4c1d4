"""JSON: one record a line (JSONL, NDJSON), an array, one record, or an export that wraps them; ninjs among them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.read.article import make_article, make_source
from onrecord.read.encoding import decode, mend_mojibake
from onrecord.read.inputs import Input, Reader, ReadOptions, Unreadable, read_whole, too_large
from onrecord.read.markup import plain_text
from onrecord.read.metadata import NAMES, from_record, inner
from onrecord.records import Article, Problem, problem

_LINES = frozenset((".jsonl", ".ndjson", ".jl"))
_WRAPPERS = ("articles", "items", "documents", "docs", "results", "hits", "data", "entries", "records")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def is_json(found: Input, head: bytes) -> bool:
    """Whether a server, the name or the first bytes say that it is JSON."""
    if "json" in found.media_type or found.suffix in _LINES or found.suffix == ".json":
        return True
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    inside = start[1:].lstrip()[:1]
    return (start[:1] == b"{" and inside == b'"') or (start[:1] == b"[" and inside == b"{")


def read_json(found: Input, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Problem]:
    """The articles of a JSON file, or of a file with one JSON record a line, which may be of any length.

    The text field is kept as it is, so that offsets into it stay true.
    Raises: `Unreadable` if it is empty, or one document that is no JSON or too large.
    """
    head = stream.peek(4)  # type: ignore[attr-defined]  # a BufferedReader
    if found.suffix in _LINES and head[:2] not in _UTF16:
        yield from _read_lines(found, stream, options)
        return
    if found.suffix != ".json" and head[:2] not in _UTF16:
        first = stream.readline(options.max_bytes + 1)
        record = _parsed(first)
        if isinstance(record, dict) and not _wrapped(record):
            yield from _read_lines(found, stream, options, first)
            return
    else:
        first = b""
    yield from _read_document(found, first + read_whole(stream, options.max_bytes), options)


def _read_document(found: Input, body: bytes, options: ReadOptions) -> Iterator[Article | Problem]:
    if not body.strip():
        raise Unreadable("empty", "holds no text; save it again, or leave it out")
    data = _parsed(body)
    if data is None:
        lines = body.strip().split(b"\n")
        if len(lines) > 1 and isinstance(_parsed(lines[0]), dict):
            yield from _read_lines(found, iter(body.splitlines(keepends=True)), options)
            return
        raise Unreadable("bad-json", "not JSON (cut off, or badly quoted?); export it again")
    records = data if isinstance(data, list) else _wrapped(data) if isinstance(data, dict) else None
    one = records is None
    for number, record in enumerate([data] if records is None else records, 1):
        spot = _Spot(found, None if one else number)
        written = body if one else json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
        yield from _read_record(spot, record, written, options)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A record's place: its file and its number there, from 1."""

    found: Input
    number: int | None

    @property
    def location(self) -> str:
        return self.found.location if self.number is None else f"{self.found.location}#{self.number}"


def _read_lines(
    found: Input, stream: BinaryIO | Iterator[bytes], options: ReadOptions, first: bytes = b""
) -> Iterator[Article | Problem]:
    number = 0
    for line in _lines(stream, options.max_bytes, first):
        number += 1
        spot = _Spot(found, number)
        if line is None:
            yield problem("read", "too-large", too_large(options.max_bytes).message, spot.location)
            continue
        if not line.strip():
            continue
        record = _parsed(line)
        if record is None:
            message = "the line is not JSON (cut off, or badly quoted?); the other lines were read"
            yield problem("read", "bad-json", message, spot.location)
            continue
        yield from _read_record(spot, record, line.rstrip(b"\r\n"), options)
    if number == 0:
        raise Unreadable("empty", "holds no text; save it again, or leave it out")


def _lines(stream: BinaryIO | Iterator[bytes], limit: int, first: bytes) -> Iterator[bytes | None]:
    """The lines; None in place of one that is longer than ``limit`` bytes."""
    if first:
        yield first if len(first) <= limit else None
    if not hasattr(stream, "readline"):
        yield from stream
        return
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield None


def _parsed(body: bytes) -> object:
    """The JSON value, or None if it is none (or null). Not UTF-8: decoded by likelihood."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(body).text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _wrapped(data: Mapping[str, object]) -> list[object] | None:
    """The records inside an export that wraps them ({"articles": [...]}), None if it is itself one."""
    for name in _WRAPPERS:
        inside = data.get(name)
        if isinstance(inside, list) and inside and all(isinstance(item, dict) for item in inside[:3]):
            return inside
    return None


def _read_record(spot: _Spot, record: object, body: bytes, options: ReadOptions) -> Iterator[Article | Problem]:
    if not isinstance(record, dict):
        message = 'the record is not an object with named fields; expected {"text": ...}'
        yield problem("read", "bad-json", message, spot.location)
        return
    text = _text(record, options)
    if text is None:
        named = options.fields.get("text", "text")
        message = f"the record has no field {named!r} with words; name the field that holds the text"
        yield problem("read", "no-text", message, spot.location)
        return
    doubts: list[tuple[str, str]] = []
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
        doubts.append(("nul-characters", "NUL characters are shown as \ufffd"))
    garbled = mend_mojibake(text)[1]
    if garbled:
        message = f"garbled characters (such as â€™ for ’): {garbled}; kept, as offsets must stay true: mend the source"
        doubts.append(("mojibake", message))
    metadata = from_record(record, options.fields, "record")
    source = make_source(spot.found, body, "application/json", spot.number)
    yield from make_article(source, text, metadata, options, None, doubts)


def _text(record: Mapping[str, object], options: ReadOptions) -> str | None:
    """The text field as it stands; else the HTML body as plain text; None if there is neither."""
    for name, convert in (("text", str), ("html", plain_text)):
        for key in (options.fields[name],) if name in options.fields else NAMES[name]:
            value = inner(record, key)
            if isinstance(value, str) and value.strip():
                return convert(value)
    return None


READER = Reader("json", is_json, read_json)
