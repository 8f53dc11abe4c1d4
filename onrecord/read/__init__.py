"""Bytes to articles: files, folders, globs, URLs, feeds, WARC, JSON lines and standard input.

`read_inputs` is all that the engine needs. A reader is an object with a name, a test and a function; those of
other packages are found through the entry-point group ``onrecord.readers`` and are asked before the built-in ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from io import BufferedReader
from typing import cast

from onrecord.errors import UsageError
from onrecord.read.inputs import HEAD_BYTES, Input, Reader, ReadOptions, Unpacked, Unreadable, expand, open_input
from onrecord.records import Article, Problem, problem

__all__ = ["BUILT_IN", "Input", "ReadOptions", "Reader", "Unreadable", "read_inputs", "readers"]

GROUP = "onrecord.readers"


# Asked in this order; the last takes everything. The same lines stand in pyproject.toml as entry points.
BUILT_IN = {
    "warc": "onrecord.read.warc:READER",
    "feed": "onrecord.read.feed:READER",
    "json": "onrecord.read.jsonl:READER",
    "html": "onrecord.read.html:READER",
    "plain": "onrecord.read.plain:READER",
}


@lru_cache(maxsize=1)
def readers() -> tuple[Reader, ...]:
    """The readers in the order in which they are asked: those of other packages by name, then the built-in ones.

    Raises: `UsageError` if an installed package names a reader that cannot be loaded.
    """
    others = [point for point in entry_points(group=GROUP) if BUILT_IN.get(point.name) != point.value]
    found: list[Reader] = []
    for point in sorted(others, key=lambda point: (point.name, point.value)):
        try:
            reader = point.load()
        except Exception as error:  # whatever another package raises while it is loaded
            raise UsageError(
                f"the reader {point.name!r} ({point.value}) cannot be loaded: {error}; remove its package"
            ) from error
        found.append(reader)
    for value in BUILT_IN.values():
        module, _, name = value.partition(":")
        found.append(getattr(import_module(module), name))
    return tuple(found)


def read_inputs(inputs: Sequence[str], options: ReadOptions | None = None,
                own: Collection[str] = ()) -> Iterator[Article | Problem]:  # fmt: skip
    """The articles of the inputs, in the order given (folders sorted by name), and problems where they arise.

    An input is a file, a folder, a glob, an http or https address, or "-" for standard input. One article at a time is
    held in memory, except for JSON documents. Nothing raises for what an input holds. Files whose real paths are
    ``own`` are passed over.
    """
    options = options or ReadOptions()
    for found in expand(inputs, own):
        if isinstance(found, Problem):
            yield found
        else:
            yield from _read_input(found, options)


def _read_input(found: Input, options: ReadOptions) -> Iterator[Article | Problem]:
    location = found.location
    try:
        found, stream = open_input(found, options)
        packed = getattr(stream, "raw", None)
        try:
            head = cast(BufferedReader, stream).peek(HEAD_BYTES)[:HEAD_BYTES]
            reader = next(reader for reader in readers() if reader.is_mine(found, head))
            yield from reader.read(found, stream, options)
        except Unreadable as error:
            if not (isinstance(packed, Unpacked) and packed.damage):  # else the damage is the reason
                yield problem("read", error.code, error.message, location)
        finally:
            if location != "-":
                stream.close()
        if isinstance(packed, Unpacked) and packed.damage:
            message = f"the compressed file is cut off or damaged ({packed.damage}); what stands before was read"
            yield problem("read", "damaged", message, location)
    except Unreadable as error:
        yield problem("read", error.code, error.message, location)
    except OSError as error:
        reason = error.strerror or str(error)
        yield problem("read", "unreadable", f"cannot be read ({reason}); check its permissions", location)
    except Exception as error:  # whatever a parser raises for one odd input: the others must be read
        message = f"broke its reader ({type(error).__name__}: {str(error)[:80]}); leave it out, and tell us"
        yield problem("read", "reader-failed", message, location)
