"""HTML pages: the article's headline and body by trafilatura, its date, outlet and author from the page's metadata."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, NamedTuple

from onrecord.read.article import clean, letters, make_article, make_source
from onrecord.read.dates import iso_date
from onrecord.read.encoding import Decoded, decode, what_binary
from onrecord.read.inputs import Input, Reader, ReadOptions, Unreadable, read_whole, too_large
from onrecord.read.metadata import Metadata
from onrecord.read.plain import read_sidecar
from onrecord.records import Article, Problem, Range

_HEAD = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|\?xml|!--|div|article|p|meta|h1)\b", re.I)
_SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHARSET_BYTES = 4096
# Bounds against pages made to be slow. The 60 pages of the article extraction benchmark nest 24 deep and have 3,200
# tags at most; libxml2 drops what lies deeper than 256; 50,000 tags take trafilatura up to 6 s.
_MAX_DEPTH = 256
_MAX_TAGS = 50_000
_TAG = re.compile(r"<(/?)(div|span|b|i|em|strong|a|ul|ol|table|section|article|blockquote|font|center|form|q)\b", re.I)
_MIN_CHARS = 120  # about 20 words; counted in characters, as some languages write no spaces
_MIN_SENTENCE_CHARS = 40
_STOP = re.compile(r"[.!?…。！？]")
# How far htmldate may look: its own default is today's date, and the result must not depend on the day of the run.
_DATE_SEARCH = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued", "pubdate", "publishdate", "publish-date",
    "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "article.published",
    "article_date_original", "cxenseparse:recs:publishtime", "citation_publication_date", "bt:pubdate", "published_at",
    "rnews:datepublished",
)  # fmt: skip
_SILENT = logging.NullHandler()
_META_DATES = "//meta[@content][@property or @name or @itemprop]"
_NOT_OUTLET = re.compile(r"^(?:copyright|©|\(c\))", re.I)
_TITLE_TAIL = re.compile(r"\s+(?:[|–—-]|::?|»)\s+")


class Page(NamedTuple):
    """A page's article: its text with the headline on top, where that is, and the metadata."""

    text: str
    headline: Range | None
    metadata: Metadata


def is_html(found: Input, head: bytes) -> bool:
    """Whether a server, the name or the first bytes say that it is HTML (or XML of no other kind)."""
    if found.media_type:
        return "html" in found.media_type or found.media_type.endswith("/xml") or found.media_type.endswith("+xml")
    return found.suffix in _SUFFIXES or _HEAD.match(head) is not None


def read_html(found: Input, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Problem]:
    """The one article of a page and its problems.

    Raises: `Unreadable` if the page is empty, binary, too large, too complex or no article.
    """
    body = read_whole(stream, options.max_bytes)
    beside, problems = read_sidecar(found)
    yield from read_page(found, body, options, beside)
    yield from problems


def read_page(
    found: Input, body: bytes, options: ReadOptions, beside: Metadata, number: int | None = None
) -> Iterator[Article | Problem]:
    """The article of a page's bytes; ``beside`` is what stands outside the page, ``number`` its place in a container.

    Raises: `Unreadable`.
    """
    if not body.strip(b" \t\r\n\0"):
        raise Unreadable("empty", "holds no text; save it again, or leave it out")
    if len(body) > options.max_html_bytes:
        raise too_large(options.max_html_bytes)
    what = what_binary(body)
    if what:
        raise Unreadable("binary", f"{what}: only text, HTML, JSON, feeds and WARC are read")
    decoded = decode_html(body, found.charset)
    page = extract_page(decoded.text, found.url or beside.url)
    if page is None:
        raise Unreadable(
            "no-article", "no article was found in the page (a front page, a list or a video?); save its text"
        )
    text, doubts = clean(page.text)
    metadata = beside.filled(page.metadata)
    source = make_source(found, body, found.media_type or "text/html", number)
    headline = page.headline if text == page.text else None
    yield from make_article(source, text, metadata, options, headline, [*decoded.doubts, *doubts])


def decode_html(body: bytes, charset: str = "") -> Decoded:
    """The text of a page, by the charset that the server or the page itself names where it is not UTF-8."""
    if not charset and (match := _CHARSET.search(body[:_CHARSET_BYTES])):
        charset = match[1].decode("ascii")
    if charset.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"):
        charset = "cp1252"  # as browsers do: pages that say so hold curly quotation marks
    return decode(body, charset)


def extract_page(html: str, url: str | None = None) -> Page | None:
    """The page's article, or None if it holds none.

    Raises: `Unreadable` (too-complex).
    From: trafilatura in fast mode; F1 .952 (P .933, R .972) on the 60 shared pages of the article extraction benchmark.
    """
    html = html.replace("\0", "")
    if html.count("<") > _MAX_TAGS or _depth(html) > _MAX_DEPTH:
        message = f"more than {_MAX_TAGS:,} tags, or more than {_MAX_DEPTH} inside each other; save its text instead"
        raise Unreadable("too-complex", message)
    from trafilatura import bare_extraction, load_html

    logging.getLogger("trafilatura").addHandler(_SILENT)  # what it logs becomes a problem record
    tree = load_html(html)
    if tree is None:
        return None
    published = _stated_date(tree)
    _mark_quotes(tree)
    h1 = [" ".join(h.text_content().split()) for h in tree.iterfind(".//h1")]
    try:
        document: Any = bare_extraction(
            tree,
            url=url,
            fast=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=dict(_DATE_SEARCH),
        )
    except Exception:  # a library's own defect on one page must not stop the rest; the page is reported
        return None
    body = (document.text or "").strip() if document else ""
    if not _is_story(body):
        return None
    metadata = _page_metadata(document, published, url, html)
    title = _page_title(document.title, h1, metadata.outlet, document.hostname)
    return _with_headline(body, replace(metadata, title=title))


def _mark_quotes(tree: Any) -> None:
    """Gives each ``q`` element the quotation marks that browsers show around it; the inner one of two single marks."""
    found = [(element, any(True for _ in element.iterancestors("q"))) for element in tree.iter("q")]
    for element, inner in found:
        first, last = ("‘", "’") if inner else ("“", "”")
        element.tag = "span"
        words = "".join(element.itertext()).strip()
        if not words or words[0] in "“\"‘'«„":
            continue
        element.text = first + (element.text or "").lstrip()
        if len(element):
            element[-1].tail = (element[-1].tail or "").rstrip() + last
        else:
            element.text = element.text.rstrip() + last


def _depth(html: str) -> int:
    """How deep the common elements nest, counted by their tags."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _is_story(body: str) -> bool:
    """Whether a text is long enough and has a line with a sentence; front pages and lists have neither."""
    if len(body) < _MIN_CHARS:
        return False
    return any(len(line) >= _MIN_SENTENCE_CHARS and _STOP.search(line) for line in body.split("\n"))


def _with_headline(body: str, metadata: Metadata) -> Page:
    """Headline line, blank line, body; the body alone where it begins with the headline or there is none."""
    title = metadata.title
    if not title:
        return Page(body, None, metadata)
    first = body.split("\n", 1)[0]
    if letters(first) == letters(title):
        return Page(body, (0, len(first)), metadata)
    return Page(f"{title}\n\n{body}", (0, len(title)), metadata)


def _page_title(title: str | None, h1: list[str], outlet: str | None, host: str | None) -> str | None:
    """The page's title without the outlet's name at its end or front."""
    if not title:
        return next((h for h in h1 if len(h.split()) > 2), None)
    title = " ".join(title.split())
    whole = letters(title)
    for heading in h1:
        if len(heading.split()) > 2 and len(heading) > len(title) // 3 and letters(heading) in whole:
            return heading
    names = {letters(name) for name in (outlet, host, (host or "").rsplit(".", 1)[0]) if name}
    parts = _TITLE_TAIL.split(title)
    while len(parts) > 1 and (letters(parts[-1]) in names or letters(parts[-1]).removesuffix("com") in names):
        title = title[: title.rindex(parts.pop())].rstrip(" |–—-:»")
    return title


class Stated(NamedTuple):
    """The publication date that a page's metadata states and the field that does, or its words that are no date."""

    date: str | None = None
    by: str | None = None
    bad: str | None = None


def _page_metadata(document: Any, stated: Stated, url: str | None, html: str) -> Metadata:
    outlet = document.sitename or document.hostname
    if outlet:
        outlet = outlet.split(" | ")[0].strip()
        outlet = document.hostname if _NOT_OUTLET.match(outlet) else outlet
    date, by = stated.date, stated.by
    if date is None and stated.bad is None and document.date:
        date, by = document.date, _where_guessed(document.date, html)
    return Metadata(outlet=outlet, published=date, published_by=by, author=document.author, url=url or document.url,
                    bad_date=stated.bad)  # fmt: skip


def _where_guessed(date: str, html: str) -> str:
    """Where trafilatura found a date that no metadata field states."""
    if re.search(rf"<time\b[^>]*datetime\s*=\s*[\"']?{date}", html, re.I):
        return "page: time element"
    return "guess: page text"


def _stated_date(tree: Any) -> Stated:
    """What the page's metadata states of its date: the first field that can be read, else the first that cannot."""
    bad: list[str] = []

    def read(words: str) -> str | None:
        date = iso_date(words)
        if date is None and any(c.isdigit() for c in words):
            bad.append(words)
        return date

    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        date = next(filter(None, map(read, _json_ld_dates(script.text or ""))), None)
        if date:
            return Stated(date, "page: JSON-LD datePublished")
    stated: dict[str, str] = {}
    for meta in tree.xpath(_META_DATES):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop")).lower()
        if name in _DATE_NAMES:
            stated.setdefault(name, meta.get("content"))
    for name in _DATE_NAMES:
        date = read(stated.get(name, ""))
        if date:
            return Stated(date, f"page: {name}")
    for element in tree.xpath("//time[@datetime][@pubdate or @itemprop='datePublished']"):
        date = read(element.get("datetime"))
        if date:
            return Stated(date, "page: time element")
    return Stated(bad=bad[0] if bad else None)


def _json_ld_dates(script: str) -> Iterator[str]:
    """The words of each datePublished."""
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return
    todo = [data]
    for _ in range(200):
        if not todo:
            return
        item = todo.pop(0)
        if isinstance(item, list):
            todo += item[:50]
        elif isinstance(item, dict):
            said = item.get("datePublished")
            if isinstance(said, str):
                yield said
            todo += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]


READER = Reader("html", is_html, read_html)
