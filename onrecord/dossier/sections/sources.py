"""The articles, marked up, and how they relate to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.dossier.sections.evidence import Evidence
from onrecord.records import RemovedReason

EditKind = Literal["headline", "note", "added", "reworded", "dropped"]
SegmentClass = Literal["headline", "removed", "source", "cue", "content", "position", "condition", "event", "time",
                       "role", "difference", "changed", "problem", "uncertain"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article's text: segments follow one another without a gap and cover all of it.

    ``classes`` are what lies over it (none: plain text), ``targets`` the ids of the records they belong to. "uncertain"
    stands where all statements over it are below the threshold. Every `Evidence` begins and ends where a segment does.
    """

    start: int
    end: int
    words: str
    classes: tuple[SegmentClass, ...]
    targets: tuple[str, ...]
    reason: RemovedReason | None = None


@dataclass(frozen=True, slots=True)
class EditPart:
    """Words of an edit that both texts have, or only the earlier ("dropped") or the later one ("added")."""

    words: str
    how: Literal["same", "dropped", "added"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A sentence that a later text added, dropped or reworded, a new headline, or a note that says what was corrected.

    ``parts`` joined without blanks read as both wordings in one; ``before`` and ``after`` are the sentences where they
    stand, None for headline and note. ``speaker`` is whom the sentence has speak, None if nobody.
    """

    kind: EditKind
    parts: tuple[EditPart, ...]
    before: Evidence | None
    after: Evidence | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class ArticleRelation:
    """How an article relates to another: "copy of", "copied by", "same text as" (which came first is not known),
    "earlier version of", "later version of", "shares passages with", "quotes the same words as" (nothing but those).

    ``ratio`` is the linker's score (0 to 1). ``changes`` tell what a later version changed: ("added", "2 sentences"),
    ("numbers", "200 → 250"), or how much is the same: ("sharing", "46 words, 40 of them quoted"). ``edits`` are
    the changes one by one, with the later text only.
    """

    relation: str
    article: str
    label: str
    ratio: float
    changes: tuple[tuple[str, str], ...] = ()
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """An article with its text marked. ``location`` is the path or address that it came from.

    ``report`` is the id of the independent report that it belongs to: that of the first of its copies and versions;
    ``story`` the id of its story.
    """

    id: str
    label: str
    title: str | None
    outlet: str | None
    published: str | None
    published_by: str | None
    author: str | None
    url: str | None
    wire: str | None
    location: str
    also: tuple[str, ...]
    report: str
    story: str
    statements: int
    removed_chars: int
    relations: tuple[ArticleRelation, ...]
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return "".join(segment.words for segment in self.segments)

    def anchor(self, segment: Segment) -> str:
        """What `Evidence.anchor` of words that begin at this segment is."""
        return f"{self.id}-{segment.start}"
