"""What every section refers to: the words of an article that a claim rests on, and an actor."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records import ActorType


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article: ``words == text[start:end]``. ``label`` names the article for a reader ("Guardian").

    ``target`` is the id of the statement, position, event, actor or problem that the words are evidence of.
    """

    article: str
    start: int
    end: int
    words: str
    label: str
    target: str

    @property
    def anchor(self) -> str:
        """The anchor of the segment of `Source.segments` at which these words begin."""
        return f"{self.article}-{self.start}"


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor as a row refers to it; ``id`` is "unknown" where nobody could be made out."""

    id: str
    name: str
    type: ActorType
    country: str | None = None
