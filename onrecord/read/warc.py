"""WARC archives (and ARC, .gz too): each HTML or text page that was answered with success."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from typing import Any, BinaryIO

from onrecord.read.dates import iso_date
from onrecord.read.html import is_html, read_page
from onrecord.read.inputs import HEAD_BYTES, Input, Reader, ReadOptions, Unreadable, read_whole, too_large
from onrecord.read.metadata import Metadata
from onrecord.records import Article, Problem, problem

_SUFFIXES = frozenset((".warc", ".arc"))
_HTML = ("text/html", "application/xhtml+xml")


def is_warc(found: Input, head: bytes) -> bool:
    """Whether the name or the first bytes say that it is an archive of web pages."""
    return found.suffix in _SUFFIXES or head.startswith((b"WARC/1.", b"WARC/0.", b"filedesc://"))


def read_warc(found: Input, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Problem]:
    """The articles of an archive's HTML responses; records are numbered as they stand in the archive, from 1.

    A page that is no article, not English, too large or cut off gives a problem; images, scripts, redirects and errors
    are passed over. Where the archive is cut off, what stands before is read.
    """
    from warcio.archiveiterator import ArchiveIterator

    number = pages = 0
    try:
        for record in ArchiveIterator(stream):
            number += 1
            if not _is_page(record):
                continue
            pages += 1
            yield from _read_record(found, record, number, options)
    except Exception as error:  # warcio raises its own kinds and those of zlib for a damaged archive
        message = (
            f"the archive is damaged after record {number} ({type(error).__name__}); what stands before it was read"
        )
        yield problem("read", "damaged", message, found.location)
        return
    if not pages:
        raise Unreadable(
            "no-article", f"the archive's {number} records hold no HTML page that was answered with success"
        )


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers or record.rec_headers
    if record.http_headers is not None and headers.get_statuscode() != "200":
        return False
    return (headers.get_header("Content-Type") or _HTML[0]).lower().startswith(_HTML)


def _read_record(found: Input, record: Any, number: int, options: ReadOptions) -> Iterator[Article | Problem]:
    url = record.rec_headers.get_header("WARC-Target-URI")
    headers = record.http_headers or record.rec_headers
    content = Message()
    content["Content-Type"] = headers.get_header("Content-Type") or "text/html"
    retrieved = iso_date(record.rec_headers.get_header("WARC-Date") or "")
    page = replace(
        found, media_type=content.get_content_type(), charset=content.get_content_charset() or "", retrieved=retrieved,
        url=url, path=None,
    )  # fmt: skip
    where = f"{found.location}#{number}"
    try:
        body = _body(record, options.max_html_bytes)
        if getattr(record.raw_stream, "limit", 0) > 0:
            yield problem("read", "damaged", f"the archive ends within this page ({url}); get it again", where)
        elif headers.get_header("Content-Type") or is_html(Input(where), body[:HEAD_BYTES]):
            yield from read_page(page, body, options, Metadata(url=url), number)
    except Unreadable as error:
        yield problem("read", error.code, f"{error.message} (page {url})", where)


def _body(record: Any, limit: int) -> bytes:
    """The record's content unpacked; warcio knows "chunked" in small letters only, and breaks on today's Brotli.

    Raises: `Unreadable` (too-large).
    """
    headers = record.http_headers
    packing = ((headers.get_header("Content-Encoding") or "") if headers else "").strip().lower()
    if headers and (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        headers.replace_header("Transfer-Encoding", "chunked")
    if packing != "br":
        return read_whole(record.content_stream(), limit)
    import brotli

    headers.replace_header("Content-Encoding", "identity")
    packed, unpacker, pieces = read_whole(record.content_stream(), limit), brotli.Decompressor(), list[bytes]()
    for start in range(0, len(packed), 4096):
        pieces.append(unpacker.process(packed[start : start + 4096]))
        if sum(map(len, pieces)) > limit:
            raise too_large(limit)
    return b"".join(pieces)


READER = Reader("warc", is_warc, read_warc)
