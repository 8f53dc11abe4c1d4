"""What is known of an article beside its text: from front matter, header lines, a sidecar or the fields of a record."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from onrecord.read.dates import iso_date

_MAX_FIELD_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields of an article, each None where nothing says it.

    ``published`` is ISO 8601; ``published_by`` names where it stood, beginning with "guess:" where it was only
    inferred. ``bad_date`` keeps the words of a date that could not be read.
    """

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    published_by: str | None = None
    author: str | None = None
    url: str | None = None
    given_id: str | None = None
    bad_date: str | None = None

    def filled(self, other: Metadata) -> Metadata:
        """These fields, with those of ``other`` where these are missing."""
        merged = replace(
            self,
            title=self.title or other.title,
            outlet=self.outlet or other.outlet,
            author=self.author or other.author,
            url=self.url or other.url,
            given_id=self.given_id or other.given_id,
            bad_date=self.bad_date or other.bad_date,
        )
        if merged.published is None:
            merged = replace(merged, published=other.published, published_by=other.published_by)
        return merged


# Our names and those that common exports use: NewsAPI, news-please, ninjs, newspaper dumps, Media Cloud.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "guid", "uri", "stories_id", "article_id", "_id"),
    "text": ("text", "body_text", "maintext", "body", "article_text", "full_text", "article", "content"),
    "html": ("body_html", "content_html", "html"),
    "title": ("title", "headline", "heading"),
    "outlet": (
        "outlet", "publisher", "publication", "source", "site", "sitename", "media_name", "source_domain", "newspaper",
    ),
    "published": (
        "published", "date", "publishedAt", "published_at", "date_publish", "publish_date", "pubdate", "pubDate",
        "firstpublished", "datePublished", "versioncreated", "firstcreated", "date_published", "timestamp",
    ),
    "url": ("url", "link", "canonical_url", "web_url", "webUrl"),
    "author": ("author", "authors", "byline", "by", "creator"),
}  # fmt: skip


def from_record(record: Mapping[str, object], fields: Mapping[str, str], where: str) -> Metadata:
    """The metadata of a record; ``fields`` says which fields hold what, ``where`` names them in ``published_by``."""
    found = {name: pick(record, name, fields) for name in ("id", "title", "outlet", "published", "url", "author")}
    name, date = found["published"]
    published = iso_date(date) if date else None
    return Metadata(
        title=found["title"][1],
        outlet=found["outlet"][1],
        published=published,
        published_by=f"{where}: {name}" if published else None,
        author=found["author"][1],
        url=found["url"][1],
        given_id=found["id"][1],
        bad_date=date if date and not published else None,
    )


def pick(record: Mapping[str, object], name: str, fields: Mapping[str, str]) -> tuple[str, str | None]:
    """The field's own name and its value as words, of the first name under which ``record`` has it."""
    for key in (fields[name],) if name in fields else NAMES[name]:
        value = as_words(inner(record, key))
        if value:
            return key, value
    return "", None


def inner(record: Mapping[str, object], key: str) -> object:
    """The value of a field; dots lead into inner records unless the whole name is a field."""
    if key in record:
        return record[key]
    value: object = record
    for part in key.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def as_words(value: object) -> str | None:
    """A field's value on one line; names out of lists and inner records ("source": {"name": ..}); None if empty."""
    if isinstance(value, Mapping):
        return as_words(value.get("name") or value.get("title"))
    if isinstance(value, list):
        return "; ".join(words for words in map(as_words, value[:20]) if words) or None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return " ".join(str(value).split())[:_MAX_FIELD_CHARS] or None


_KEYS = "title headline outlet source publisher publication date published author authors by byline url link id"
_HEADER_LINE = re.compile(rf"({'|'.join(_KEYS.split())})[ \t]*:[ \t]*(.*)", re.I)
_ANY_LINE = re.compile(r"([\w-]+)[ \t]*:[ \t]*(.*)")
_FENCE = re.compile(r"---[ \t]*\n")
_MAX_HEADER_LINES = 40


def front_matter(text: str) -> tuple[Metadata, int]:
    """The metadata at the head of a text, and the offset at which the article begins (0 if there is none).

    Read: lines "key: value" between two lines of three dashes, or header lines such as "Title:" and "Date:" up to a
    blank line. A lone first line such as "Source: Reuters" without a blank line after it is left in the text.
    """
    start = len(text) - len(text.lstrip("\n \t"))
    fenced = _FENCE.match(text, start)
    pattern = _ANY_LINE if fenced else _HEADER_LINE
    position = fenced.end() if fenced else start
    record: dict[str, object] = {}
    for _ in range(_MAX_HEADER_LINES):
        end = text.find("\n", position)
        line = text[position:] if end < 0 else text[position:end]
        after = len(text) if end < 0 else end + 1
        if fenced and line.strip() in ("---", "..."):
            return _from_lines(record, "front matter"), _skip_blank(text, after)
        if match := pattern.fullmatch(line.strip()):
            record.setdefault(match[1].lower(), _unquoted(match[2]))
        elif not fenced:
            closed = not line.strip() or len(record) > 1
            return (
                (_from_lines(record, "header line"), _skip_blank(text, position))
                if record and closed
                else (Metadata(), 0)
            )
        if end < 0:
            break
        position = after
    return Metadata(), 0


def sidecar(text: str) -> Metadata:
    """The metadata in a sidecar: one JSON object, or lines "key: value".

    Raises: `ValueError` if it is neither.
    """
    if text.lstrip().startswith("{"):
        try:
            record = json.loads(text)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        return from_record(record, {}, "sidecar")
    lines: dict[str, object] = {}
    for line in text.splitlines()[:_MAX_HEADER_LINES]:
        if match := _ANY_LINE.fullmatch(line.strip()):
            lines.setdefault(match[1].lower(), _unquoted(match[2]))
    if not lines:
        raise ValueError("neither a JSON object nor lines such as 'published: 2025-02-17'")
    return _from_lines(lines, "sidecar")


def _from_lines(record: dict[str, object], where: str) -> Metadata:
    return from_record(record, {}, where)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _skip_blank(text: str, position: int) -> int:
    while position < len(text) and text[position] in "\n \t":
        position += 1
    return position
