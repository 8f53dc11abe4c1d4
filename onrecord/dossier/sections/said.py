"""Who said what: statements with every report that carries them, and the actor that made them."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.dossier.sections.evidence import ActorRef, Evidence
from onrecord.records import Anonymity, Kind, Status


@dataclass(frozen=True, slots=True)
class Carrier:
    """A statement as one article carries it: exact words of each part, in text order.

    ``actor`` is whom this article names, which may be less exact than what others do ("the ministry").
    ``via`` is the agency or outlet that the article has it from, ``anonymous`` how it keeps the speaker unnamed.
    """

    statement: str
    article: str
    label: str
    published: str | None
    kind: Kind
    actor: ActorRef
    speaker: str
    source: tuple[Evidence, ...]
    cue: tuple[Evidence, ...]
    content: tuple[Evidence, ...]
    score: float
    via: str | None = None
    anonymous: Anonymity = ""


@dataclass(frozen=True, slots=True)
class SaidStatement:
    """One statement with every report that carries it; the fullest wording first.

    ``words`` joins the content spans of the first carrier by " … ". ``reports`` counts carriers with copies once.
    ``differs``: the carriers do not word it alike. ``uncertain``: no carrier reaches the threshold. ``when`` and
    ``where`` are the article's words or values for the act of saying. ``told_by`` names the speaker in whose own
    statement it stands ("Smith said that Jones wants ..."), None where an article tells it itself. ``alone``: only one
    report of a story with three independent ones and more tells it, as a statement or in other words.
    """

    id: str
    words: str
    kind: Kind
    act: str
    negated: bool
    speaker: str
    when: str | None
    where: str | None
    status: Status
    uncertain: bool
    reports: int
    differs: bool
    carriers: tuple[Carrier, ...]
    told_by: str | None = None
    alone: bool = False

    @property
    def lead(self) -> str:
        """The words that lead to it ("refused", "called for"), as its first carrier has them; "" if they follow it."""
        first = self.carriers[0] if self.carriers else None
        if (
            not first
            or not first.cue
            or not first.content
            or not self.words.strip()
            or first.cue[0].start > first.content[0].start
        ):
            return ""
        lead = [word for part in first.cue for word in part.words.split()]
        if lead and lead[-1].casefold() == self.words.split(maxsplit=1)[0].casefold():  # "called for", "for a vote"
            lead.pop()
        return " ".join(lead) if any(map(str.isalpha, "".join(lead))) else ""  # not the colon of a headline


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A role or affiliation with the words that state it, each distinct role once with all its evidence.

    ``first`` and ``last`` are the days (ISO) of the earliest and latest article that states it, None where undated: a
    "former" or "acting" holds as of them.
    """

    title: str
    of: str | None
    time: str
    evidence: tuple[Evidence, ...]
    first: str | None = None
    last: str | None = None

    @property
    def words(self) -> str:
        """The role as it is said: "prime minister of Poland", "former president"; "of France" where no title is."""
        time = "" if self.time == "current" else self.time
        of = "" if not self.of or self.of.lower() in self.title.lower() else f"of {self.of}"
        return " ".join(filter(None, (time, self.title, of)))


@dataclass(frozen=True, slots=True)
class ActorSaid:
    """One actor, what the articles call it, and what it said, in time order.

    ``speaks_for`` is the actor that it speaks for, where an article says so. ``mentions`` counts the places that name
    or point to it, ``reports`` the independent reports that do.
    """

    actor: ActorRef
    names: tuple[str, ...]
    roles: tuple[RoleSeen, ...]
    speaks_for: ActorRef | None
    mentions: int
    reports: int
    statements: tuple[SaidStatement, ...]
