"""Who is who: the page of one actor."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.dossier.sections.evidence import ActorRef, Evidence
from onrecord.dossier.sections.said import ActorSaid
from onrecord.dossier.sections.stands import Mark, StandRow
from onrecord.records import MentionForm


@dataclass(frozen=True, slots=True)
class NameUsed:
    """Words by which articles name or point to an actor: a name, a role or noun ("the senator"), or a pronoun."""

    words: str
    form: MentionForm
    mentions: int
    articles: int


@dataclass(frozen=True, slots=True)
class ActorStand:
    """Where one actor stands on one issue. ``counted_for`` is the state in whose row it is told, None in its own."""

    issue: str
    label: str
    row: StandRow
    counted_for: ActorRef | None


@dataclass(frozen=True, slots=True)
class SharedIssue:
    """An issue on which two actors stand: both marks, and the clearest words of each."""

    issue: str
    label: str
    mine: Mark
    theirs: Mark
    agrees: bool
    evidence: tuple[Evidence, Evidence]


@dataclass(frozen=True, slots=True)
class Company:
    """Another actor with a clear stance on the same issues; those agreed on and those not.

    For and "on conditions" are one side, so that an issue with different marks may be agreed on. Undecided and mixed
    actors are in nobody's company.
    """

    actor: ActorRef
    agrees: tuple[SharedIssue, ...]
    differs: tuple[SharedIssue, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Articles' actors of one name that were taken for this actor by the same method.

    ``by`` is what they were joined on ("senator", "Nancy Pelosi", a country's code), ``score`` how sure that is (0 to
    1), ``articles`` the labels of theirs, ``members`` the ids of the articles' actors: what a correction takes apart.
    """

    name: str
    method: str
    by: str
    score: float
    articles: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleSeen:
    """An article in which an actor is, with the number of its mentions and statements there."""

    article: str
    label: str
    published: str | None
    mentions: int
    statements: int


@dataclass(frozen=True, slots=True)
class ActorPage:
    """All that is known of one actor: what it is called, its roles and words (``said``), where it stands, with whom it
    agrees and differs, on what its mentions were taken for one actor, and the articles, by date.
    """  # fmt: skip

    said: ActorSaid
    names: tuple[NameUsed, ...]
    stands: tuple[ActorStand, ...]
    company: tuple[Company, ...]
    merges: tuple[Merge, ...]
    articles: tuple[ArticleSeen, ...]

    @property
    def actor(self) -> ActorRef:
        return self.said.actor
