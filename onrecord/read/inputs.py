"""What the user gave (files, folders, globs, URLs, "-") as inputs in a fixed order, each with its name and a stream."""

from __future__ import annotations

import glob
import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from onrecord.errors import UsageError
from onrecord.read.dates import iso_date
from onrecord.records import Article, Problem, problem

HEAD_BYTES = 4096
_GZIP = b"\x1f\x8b"
_GLOB = frozenset("*?[")
_ARTICLE_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
SIDECAR_SUFFIXES = (".meta.json", ".meta.yaml", ".meta.yml", ".meta", ".json", ".yaml", ".yml")


@dataclass(frozen=True)
class ReadOptions:
    """What the user says about the inputs, and the limits of reading.

    ``published`` and ``outlet`` fill what an article itself does not say. ``fields`` names the fields of JSON records:
    our name (id, text, title, outlet, published, url, author) to theirs, with dots for inner ones ("source.name").
    ``max_bytes`` bounds one file, page or record, not a container of many (WARC, JSON lines). ``english_only`` false
    reads articles in any language.

    Raises: `UsageError` for a published date that is not ISO 8601, an unknown field name or a limit below 1.
    """

    published: str | None = None
    outlet: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int = 50_000_000
    max_html_bytes: int = 10_000_000  # parsing takes 15 times a page's size in memory and about 1 s for each 2 MB
    timeout_seconds: float = 20.0  # between two pieces of a server's answer
    fetch_seconds: float = 60.0  # for the whole of it
    english_only: bool = True

    def __post_init__(self) -> None:
        if self.published is not None:
            if iso_date(self.published) != self.published:
                raise UsageError(
                    f"--published {self.published!r} is not a date: write it as 2025-02-17 or 2025-02-17T18:30:00+00:00"
                )
        unknown = sorted(set(self.fields) - set(FIELDS))
        if unknown:
            raise UsageError(f"unknown field name {unknown[0]!r}: use one of {', '.join(FIELDS)}")
        if self.max_bytes < 1 or self.max_html_bytes < 1:
            raise UsageError(f"max_bytes must be at least 1, not {min(self.max_bytes, self.max_html_bytes)}")


FIELDS = ("id", "text", "title", "outlet", "published", "url", "author")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read: its location as the user named it, and what is known of its form.

    ``suffix`` is the name's ending in lower case without ".gz"; ``media_type``, ``charset``, ``retrieved`` (ISO 8601)
    and ``url`` (after redirects) are what a server or an archive said.
    """

    location: str
    path: Path | None = None
    suffix: str = ""
    media_type: str = ""
    charset: str = ""
    retrieved: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of input: ``is_mine`` looks at what is known of it and its first 4 kB, ``read`` gives its articles.

    ``read`` may raise `Unreadable`, which becomes a problem record; it must not raise for odd content otherwise.
    """

    name: str
    is_mine: Callable[[Input, bytes], bool]
    read: Callable[[Input, BinaryIO, ReadOptions], Iterator[Article | Problem]]


class Unreadable(Exception):
    """An input that gives no article; becomes a problem record in `onrecord.read`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def is_url(given: str) -> bool:
    """Whether the user gave an address that may be fetched."""
    return given[:8].lower().startswith(("http://", "https://"))


def expand(inputs: Sequence[str], own: Collection[str] = ()) -> Iterator[Input | Problem]:
    """The inputs in the order given, folders and globs sorted by name, each real path once.

    Hidden files and folders are passed over, and so are sidecars ("x.json" beside "x.txt") and the files whose real
    paths are ``own``: what a story itself has written.
    """
    walk = _Walk(own)
    for given in inputs:
        if given == "-" or is_url(given):
            yield from walk.once(given, Input(given, suffix="" if given == "-" else _suffix(given.split("?")[0])))
        elif os.path.isdir(given):
            yield from walk.folder(given)
        elif os.path.lexists(given):
            yield from walk.file(given)
        elif _GLOB & set(given):
            yield from walk.glob(given)
        else:
            message = "there is no such file or folder; check the name, or quote a glob so that it reaches OnRecord"
            yield problem("read", "no-such-file", message, given)


class _Walk:
    """Walks folders without following a link twice; remembers the real paths that it has given out."""

    def __init__(self, own: Collection[str]) -> None:
        self._seen: dict[str, str] = {}
        self._own = own

    def once(self, key: str, found: Input) -> Iterator[Input | Problem]:
        first = self._seen.setdefault(key, found.location)
        if first is not found.location:
            message = f"given more than once (first as {first}); read once"
            yield problem("read", "duplicate-path", message, found.location)
        else:
            yield found

    def file(self, name: str) -> Iterator[Input | Problem]:
        path = Path(name)
        if _is_sidecar(path) or os.path.realpath(name) in self._own:
            return
        location = _location(name)
        try:
            mode = os.stat(name).st_mode
        except OSError as error:
            yield _os_problem(error, location)
            return
        if not stat.S_ISREG(mode):
            message = "not an ordinary file (a device, pipe or socket); give a file, or pipe it in as -"
            yield problem("read", "not-a-file", message, location)
            return
        yield from self.once(os.path.realpath(name), Input(location, path, _suffix(name)))

    def glob(self, pattern: str) -> Iterator[Input | Problem]:
        names = sorted(glob.glob(pattern, recursive=True))
        files = [name for name in names if not os.path.isdir(name)]
        folders = [] if "**" in pattern else [name for name in names if os.path.isdir(name)]
        if not names:
            yield problem("read", "no-files", "the pattern matches no file; check it", pattern)
        for name in files:
            yield from self.file(name)
        for name in folders:
            yield from self.folder(name)

    def folder(self, name: str) -> Iterator[Input | Problem]:
        empty = True
        for found in self._inside(name, ()):
            empty = False
            yield found
        if empty:
            message = "the folder holds no file to read; hidden files are passed over"
            yield problem("read", "no-files", message, _location(name))

    def _inside(self, name: str, above: tuple[str, ...]) -> Iterator[Input | Problem]:
        real = os.path.realpath(name)
        if real in above:
            message = "a link that leads back into its own folder; not followed"
            yield problem("read", "symlink-loop", message, _location(name))
            return
        if above and os.path.islink(name) and real in self._seen:
            message = f"a link to a folder that was read already (as {self._seen[real]}); read once"
            yield problem("read", "duplicate-path", message, _location(name))
            return
        self._seen.setdefault(real, _location(name))
        try:
            entries = sorted(entry.name for entry in os.scandir(name))
        except OSError as error:
            yield _os_problem(error, _location(name))
            return
        for entry in entries:
            if entry.startswith("."):
                continue
            inner = os.path.join(name, entry)
            yield from self._inside(inner, (*above, real)) if os.path.isdir(inner) else self.file(inner)


def _location(name: str) -> str:
    """The name as given, without "./" and doubled slashes; ".." stays, as links may hide behind it."""
    clean = name if ".." in name else os.path.normpath(name)
    return clean.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _suffix(name: str) -> str:
    lower = os.path.basename(name).lower()
    return os.path.splitext(lower.removesuffix(".gz"))[1]


def _is_sidecar(path: Path) -> bool:
    """Whether the file only describes an article beside it: x.json, x.meta.json or x.yaml beside x.txt or x.html."""
    name = path.name
    for suffix in SIDECAR_SUFFIXES:
        if name.endswith(suffix):
            stem = name.removesuffix(suffix)
            names = [stem] if stem.endswith(_ARTICLE_SUFFIXES) else [stem + s for s in _ARTICLE_SUFFIXES]
            if any(os.path.isfile(path.with_name(other)) for other in names if other != name):
                return True
    return False


def sidecar_of(path: Path) -> Path | None:
    """The file beside an article that describes it, or None."""
    for stem in (path.stem, path.name):
        for suffix in SIDECAR_SUFFIXES:
            beside = path.with_name(stem + suffix)
            if beside != path and os.path.isfile(beside):  # False for a name that is too long
                return beside
    return None


def _os_problem(error: OSError, location: str) -> Problem:
    if isinstance(error, FileNotFoundError):
        return problem("read", "no-such-file", "a link to a file that is not there; mend or delete it", location)
    if error.strerror and "symbolic links" in error.strerror:
        return problem("read", "symlink-loop", "a link that leads back to itself; mend or delete it", location)
    reason = error.strerror or type(error).__name__
    return problem("read", "unreadable", f"cannot be opened ({reason}); check its permissions", location)


def open_input(found: Input, options: ReadOptions) -> tuple[Input, BinaryIO]:
    """The input's bytes as a stream, unpacked if it is gzip; for a URL the input with what the server said.

    Raises: `OSError`, `Unreadable`.
    """
    if found.location == "-":
        raw: BinaryIO = sys.stdin.buffer
    elif found.path is None:
        from onrecord.read.fetch import fetch

        found, body = fetch(found, options)
        raw = io.BytesIO(body)
    else:
        raw = open(found.path, "rb")  # noqa: SIM115 - closed by the caller
    stream = io.BufferedReader(cast(io.RawIOBase, raw), HEAD_BYTES * 16)
    if stream.peek(2)[:2] == _GZIP:
        stream = io.BufferedReader(Unpacked(cast(BinaryIO, stream)), HEAD_BYTES * 16)
        found = replace(found, suffix=found.suffix if found.suffix != ".gz" else "")
    return found, cast(BinaryIO, stream)


class Unpacked(io.RawIOBase):
    """The content of a gzip stream, as far as it goes; ``damage`` says why it ends early, "" where it is whole."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__()
        self._packed, self._content = packed, gzip.GzipFile(fileobj=packed)
        self.damage = ""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills what it can of the buffer; 0 at the end, be it the true one or that of what can be unpacked."""
        if self.damage:
            return 0
        try:
            chunk = self._content.read1(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            self.damage = str(error)
            return 0
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        """Closes the packed stream, too."""
        self._packed.close()
        super().close()


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """All bytes of a stream.

    Raises: `Unreadable` (too-large) past ``limit`` bytes, without reading further.
    """
    chunks: list[bytes] = []
    left = limit + 1
    while left > 0 and (chunk := stream.read(min(left, 1 << 20))):
        chunks.append(chunk)
        left -= len(chunk)
    if left <= 0:
        raise too_large(limit)
    return b"".join(chunks)


def too_large(limit: int) -> Unreadable:
    """The problem of a file, page or record of more than ``limit`` bytes."""
    return Unreadable("too-large", f"more than {limit / 1e6:g} MB; split it into one file an article")
