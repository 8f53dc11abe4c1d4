"""Hand-made labels of source mentions: who each one is, as offsets into texts that are kept elsewhere.

A labelled file is a TSV with one mention a line: article, spans ("120-130" or "120-130,140-146"), kind, label.
Beside it `articles.tsv` names each article, its set and the first twelve hexadecimal digits of its text's SHA-256: no
text of an article is kept, and labels of another text of it are refused. What a label may be:
tests/gold/speakers/README.md.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import UsageError
from onrecord.records import Range

KINDS = ("name", "nominal", "pronoun", "group", "document")
STRUCK = "struck"  # a listed mention that is no source
UNKNOWN = "?"
AUTHOR = "author"
NAMELESS = ("nom:", "doc:")
HEAD = ("article", "spans", "kind", "label")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A source mention with its kind and its label as written."""

    article: str
    spans: tuple[Range, ...]
    kind: str
    label: str

    @property
    def readings(self) -> tuple[tuple[str, ...], ...]:
        """Alternatives (" / "), any of which is right, each of one actor or several together (" + ")."""
        return tuple(tuple(part.strip() for part in way.split(" + ")) for way in self.label.split(" / "))

    @property
    def is_named(self) -> bool:
        """Whether the article names whom it stands for."""
        return all(is_name(part) for way in self.readings for part in way)


def is_name(part: str) -> bool:
    """Whether a label is a name: not "?", not the author, not an actor or document without a name."""
    return part not in (UNKNOWN, AUTHOR) and not part.startswith(NAMELESS)


def text_hash(text: str) -> str:
    """The first twelve hexadecimal digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def spans_of(written: str) -> tuple[Range, ...]:
    """The ranges of "120-130,140-146"; `UsageError` if it is not that."""
    try:
        pairs = [tuple(map(int, part.split("-"))) for part in written.split(",")]
        spans = tuple((start, end) for start, end in pairs)
    except ValueError as error:
        raise UsageError(f"{written!r} is no list of ranges such as 120-130,140-146") from error
    if any(start >= end for start, end in spans):
        raise UsageError(f"{written!r} has an empty range")
    return spans


def written_spans(spans: Iterable[Range]) -> str:
    """The ranges as "120-130,140-146"."""
    return ",".join(f"{start}-{end}" for start, end in spans)


def read_labels(path: Path) -> list[Labelled]:
    """The mentions of a labelled file in its order; `UsageError` names the first bad line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(HEAD) or cells[2] not in (*KINDS, STRUCK):
            raise UsageError(f"{path}: line {number} must have {', '.join(HEAD)}; kind one of {', '.join(KINDS)}")
        found.append(Labelled(cells[0], spans_of(cells[1]), cells[2], cells[3]))
    return found


def write_labels(path: Path, mentions: Iterable[Labelled]) -> None:
    """Writes a labelled file, sorted by article and place."""
    rows = sorted((m.article, m.spans, m.kind, m.label) for m in mentions)
    lines = ["\t".join(HEAD), *("\t".join((a, written_spans(s), k, label)) for a, s, k, label in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_hashes(path: Path) -> dict[str, str]:
    """Article id -> hash of its text, from `articles.tsv`."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {row[0]: row[2] for row in rows}


def by_article(mentions: Iterable[Labelled]) -> dict[str, list[Labelled]]:
    """The mentions of each article, struck ones left out, articles in the order of their first."""
    groups: dict[str, list[Labelled]] = defaultdict(list)
    for mention in mentions:
        if mention.kind != STRUCK:
            groups[mention.article].append(mention)
    return dict(groups)


def check_texts(hashes: Mapping[str, str], texts: Mapping[str, str], ids: Sequence[str]) -> None:
    """`UsageError` if an article is absent or its text is not the one that was labelled."""
    for article in ids:
        if article not in texts or hashes.get(article) != text_hash(texts[article]):
            raise UsageError(f"the text of {article} is absent or not the one that was labelled")
