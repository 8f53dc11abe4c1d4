"""What a dossier consists of: one frozen record per section and row, all of them plain values.

Every claim carries `Evidence`: the exact words, where they stand, and the id under which `Source.segments` marks them.
All rows are tuples in reading order (the most important first), so a view may show the first N and fold the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.records import ActorType, Kind, MentionForm, RemovedReason, Stance, Status

Leaning = Literal["for", "against", ""]
EditKind = Literal["headline", "note", "added", "reworded", "dropped"]
Mark = Literal["for", "against", "conditional", "undecided", "mixed"]
SegmentClass = Literal["headline", "removed", "source", "cue", "content", "position", "condition", "event", "time",
                       "role", "difference", "changed", "problem", "uncertain"]  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class StoryCard:
    """One of the stories in a store: its central headline, articles, and independent reports (copies counted once)."""

    id: str
    title: str
    articles: int
    reports: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The story at a glance. ``reports`` counts copies and versions once; dates are ISO, None where no article has one.

    ``statements`` and ``positions`` count the certain ones, ``uncertain`` the statements below the threshold.
    """

    title: str
    articles: int
    reports: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    undated: int
    statements: int
    uncertain: int
    actors: int
    positions: int
    events: int
    differences: int
    problems: int


@dataclass(frozen=True, slots=True)
class ConditionClause:
    """What must hold first ("if") or must not hold ("unless"): the clause without its conjunction.

    ``evidence`` holds every place that says so, the clearest first; ``words`` are those of the first.
    """

    kind: Literal["if", "unless"]
    words: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StandPosition:
    """One position as one article tells it.

    ``actor`` is who holds it (Starmer), which may be another than the row's (the United Kingdom). ``voice`` is the
    name of the speaker who says so, None where the article itself does. ``uncertain``: its score is below the
    threshold.
    """

    id: str
    actor: ActorRef
    stance: Stance
    commitment: bool
    target: str | None
    conditions: tuple[ConditionClause, ...]
    voice: str | None
    published: str | None
    score: float
    uncertain: bool
    evidence: Evidence
    leaning: Leaning = ""


@dataclass(frozen=True, slots=True)
class StandRow:
    """Where one actor stands on one issue, all its positions together, the clearest first.

    ``mark`` is their stance; "mixed" where positions of comparable weight are for and against. ``conditions`` are
    all conditions, each once. ``through`` names the persons and offices that speak for ``actor``. ``reports`` counts
    the independent reports. ``uncertain``: none of its positions reaches the threshold.
    """

    actor: ActorRef
    mark: Mark
    commitment: bool
    conditions: tuple[ConditionClause, ...]
    through: tuple[str, ...]
    reports: int
    uncertain: bool
    positions: tuple[StandPosition, ...]


@dataclass(frozen=True, slots=True)
class IssueStands:
    """One issue and where each actor stands on it, most reported first."""

    id: str
    label: str
    terms: tuple[str, ...]
    reports: int
    rows: tuple[StandRow, ...]


@dataclass(frozen=True, slots=True)
class Stands:
    """Where they stand. ``cells[i][j]`` is the row of ``actors[i]`` on ``issues[j]``, None where it has no position.

    ``actors`` are ordered by how many issues and reports they appear in.
    """

    issues: tuple[IssueStands, ...]
    actors: tuple[ActorRef, ...]
    cells: tuple[tuple[StandRow | None, ...], ...]


@dataclass(frozen=True, slots=True)
class ConditionLink:
    """One arrow of the picture: ``actor`` would do ``action`` if (or unless) ``condition``.

    ``issue`` is the issue's id, ``action`` its target in the article's words (the issue's label where it has none).
    ``leaning`` says whether it would do it or would not, "" where neither is said.
    """

    actor: ActorRef
    action: str
    stance: Stance
    issue: str | None
    condition: ConditionClause
    position: Evidence
    reports: int
    uncertain: bool
    leaning: Leaning = ""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A statement as one article carries it: exact words of each part, in text order."""

    statement: str
    article: str
    label: str
    published: str | None
    kind: Kind
    speaker: str
    source: tuple[Evidence, ...]
    cue: tuple[Evidence, ...]
    content: tuple[Evidence, ...]
    score: float


@dataclass(frozen=True, slots=True)
class SaidStatement:
    """One statement with every report that carries it; the fullest wording first.

    ``words`` joins the content spans of the first carrier by " … ". ``reports`` counts carriers with copies once.
    ``differs``: the carriers do not word it alike. ``uncertain``: no carrier reaches the threshold. ``when`` and
    ``where`` are the article's words or values for the act of saying. ``told_by`` names the speaker in whose own
    statement it stands ("Smith said that Jones wants ..."), None where an article tells it itself.
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


@dataclass(frozen=True, slots=True)
class OtherDate:
    """The day that another, independent report gives to an event; ``moved``: the earlier of the two told a plan."""

    day: str
    moved: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened, is planned or is only claimed; ``first`` and ``last`` are days (ISO), None where open.

    ``voice`` is the name of the speaker who asserts it, None where an article itself does. ``time_words`` are the
    article's ("later this month"), ``time_value`` the TIMEX3 value. ``evidence`` holds one passage an article,
    ``other_dates`` the days on which other reports put what seems to be the same event.
    """

    id: str
    label: str
    type: str
    status: Status
    first: str | None
    last: str | None
    time_words: str | None
    time_value: str | None
    place: str | None
    voice: str | None
    actors: tuple[ActorRef, ...]
    reports: int
    evidence: tuple[Evidence, ...]
    other_dates: tuple[OtherDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """``past`` by day; ``upcoming`` by day, those without a day last; ``undated`` most reported first."""

    past: tuple[TimelineEntry, ...]
    upcoming: tuple[TimelineEntry, ...]
    undated: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class DifferenceSide:
    """One side: ``words`` are the whole passage in which it differs, ``evidence`` the exact stretches that do.

    ``before``, ``differs`` and ``after`` are those words in three: what the other side has otherwise stands between,
    empty where the other side only has more.
    """

    label: str
    article: str
    published: str | None
    speaker: str | None
    words: str
    before: str
    differs: str
    after: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two reports of the same thing that do not agree. ``kind``: wording, number, date, speaker, stance or other.

    ``summary`` says in words what differs, ``details`` say it as values: ("how", "negation"), ("reports", "version").
    """

    id: str
    kind: str
    summary: str
    left: DifferenceSide
    right: DifferenceSide
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReportCoverage:
    """One independent report of a story against the others; ``labels`` are its articles, copies and versions included.

    ``only`` are the ids of the `SaidStatement` that no other report carries, ``left_out`` of those that half of the
    others carry and this one does not; ``only_actors`` is whom only this one tells of.
    """

    report: str
    labels: tuple[str, ...]
    only: tuple[str, ...]
    left_out: tuple[str, ...]
    only_actors: tuple[ActorRef, ...]


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
    location: str
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


@dataclass(frozen=True, slots=True)
class ProblemExample:
    """One problem: what happened, which input it concerns, and the words, if it is about some."""

    message: str
    location: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one stage and code: how many, and the first few."""

    stage: str
    code: str
    count: int
    articles: int
    examples: tuple[ProblemExample, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one story (or a whole store), as its reader sees it. ``stories`` are those of the store."""

    overview: Overview
    stories: tuple[StoryCard, ...]
    stands: Stands
    conditions: tuple[ConditionLink, ...]
    said: tuple[ActorSaid, ...]
    actors: tuple[ActorPage, ...]
    timeline: Timeline
    differences: tuple[Difference, ...]
    coverage: tuple[ReportCoverage, ...]
    sources: tuple[SourceArticle, ...]
    problems: tuple[ProblemGroup, ...]
