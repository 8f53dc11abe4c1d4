"""Every noun of OnRecord: frozen records with content-hash ids.

Offsets are Unicode code points into the article's text, half-open. A record's id is a hash of what makes it this record
and no other, so that a rerun gives the same ids and nothing needs a counter. This module imports nothing of ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

Range = tuple[int, int]

Kind = Literal["direct", "mixed", "indirect"]
Stance = Literal["for", "against", "conditional", "undecided"]
Status = Literal["happened", "ongoing", "planned", "conditional", "possible", "claimed", "denied", "unknown"]
ActorType = Literal["person", "office", "government", "country", "organisation", "group", "unknown"]
MentionForm = Literal["name", "role", "nominal", "pronoun", "group", "document"]
Anonymity = Literal["", "condition", "sources", "unnamed"]
RemovedReason = Literal[
    "appeal",
    "newsletter",
    "app",
    "read-more",
    "caption",
    "credit",
    "navigation",
    "cookies",
    "share",
    "author",
    "table",
    "repeated",
]


def make_id(prefix: str, *parts: object) -> str:
    """A short id, such as ``st-3f2a9c01d4e5``: the prefix and 48 bits of a SHA-256 over the parts."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}-{digest[:12]}"


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes as they came. ``location`` is a path, a URL or ``-``, with ``#n`` for the n-th record of a container."""

    id: str
    location: str
    sha256: str
    size_bytes: int
    media_type: str
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what is known of it; the text never changes after reading.

    ``published`` is an ISO 8601 date or date-time, only if the text, its metadata or the user says so; ``published_by``
    names which. ``given_id`` is the identifier that the input itself carries, if any. ``headline`` is the range of the
    title where the title is part of the text, else None. ``also`` are the other places where the same article lay.
    """

    id: str
    source: Source
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    published_by: str | None = None
    author: str | None = None
    url: str | None = None
    given_id: str | None = None
    headline: Range | None = None
    also: tuple[str, ...] = ()


def article_id(text: str, title: str | None = None, outlet: str | None = None, published: str | None = None,
               url: str | None = None, given_id: str | None = None) -> str:  # fmt: skip
    """An article's id: of its text and of what it says of itself, never of where it lies."""
    return make_id("ar", text, title, outlet, published, url, given_id)


@dataclass(frozen=True, slots=True)
class Span:
    """Words of an article: ``words == text[start:end]`` always."""

    article: str
    start: int
    end: int
    words: str

    @property
    def range(self) -> Range:
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Removed:
    """A part of an article that is not its story."""

    id: str
    span: Span
    reason: RemovedReason


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read or resolved: counted and shown, never an exception.

    ``stage`` is the folder that found it (read, analyse, extract, link), ``code`` a fixed word for tests and counts,
    ``message`` what happened and what to do, ``location`` the input it concerns.
    """

    id: str
    stage: str
    code: str
    message: str
    location: str
    article: str | None = None
    span: Span | None = None


def problem(stage: str, code: str, message: str, location: str, article: str | None = None,
            span: Span | None = None) -> Problem:  # fmt: skip
    """A problem record with its id."""
    return Problem(make_id("pb", stage, code, location, message, span and span.range), stage, code, message, location,
                   article, span)  # fmt: skip


class Token(NamedTuple):
    """One token: character range, form and syntax. ``head`` is a token index (its own at a root).

    Tags are spaCy's English ones: ``pos`` universal, ``tag`` Penn, ``dep`` ClearNLP; ``entity`` the OntoNotes label of
    the name it lies in or "".
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str
    sentence: int


class TokenRange(NamedTuple):
    """Tokens first to last (exclusive) with a label: a sentence or a name."""

    first: int
    last: int
    label: str = ""


class Quotation(NamedTuple):
    """A passage inside quotation marks, marks included: ``start``..``end``; the words inside: ``inner``.

    ``turn`` numbers the quotation it belongs to: a quotation over several paragraphs (reopened marks, closed once) is
    several passages of one turn. ``balanced`` is false where the closing or opening mark is missing. ``single`` says
    that its marks are single ones. ``depth`` is 0, or more inside another quotation.
    """

    start: int
    end: int
    inner: Range
    turn: int
    balanced: bool
    single: bool
    depth: int


@dataclass(frozen=True, slots=True)
class TaggedAttribution:
    """What the trained tagger returns: character ranges and a calibrated probability."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Frame:
    """One position as the trained reader sees it, in character ranges; ``score`` is a calibrated probability.

    ``claimed``: somebody else ascribes it to the holder. ``signs``: what the score is made of.
    """

    cue: Range
    holder: Range | None
    target: Range | None
    stance: Stance
    leaning: Literal["for", "against", ""]
    commitment: bool
    claimed: bool
    conditions: tuple[tuple[Range, Literal["if", "unless"]], ...]
    score: float
    signs: tuple[float, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """An article with its tokens, sentences, names and quotations; removed parts have no tokens.

    ``blocks`` are the ranges of the paragraphs that are the story, in order. ``attributions`` holds what the trained
    reader found, ``frames`` its positions; None where it is not installed.
    """

    article: Article
    blocks: tuple[Range, ...]
    tokens: tuple[Token, ...]
    sentences: tuple[TokenRange, ...]
    names: tuple[TokenRange, ...]
    quotations: tuple[Quotation, ...]
    removed: tuple[Removed, ...] = ()
    attributions: tuple[TaggedAttribution, ...] | None = None
    frames: tuple[Frame, ...] | None = None

    @property
    def text(self) -> str:
        return self.article.text

    def span(self, start: int, end: int) -> Span:
        """The span of a character range."""
        return Span(self.article.id, start, end, self.article.text[start:end])

    def token_span(self, first: int, last: int) -> Span:
        """The span from token ``first`` up to but not including token ``last``."""
        return self.span(self.tokens[first].start, self.tokens[last - 1].end)

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        children: list[list[int]] = [[] for _ in self.tokens]
        for i, token in enumerate(self.tokens):
            if token.head != i:
                children[token.head].append(i)
        return tuple(map(tuple, children))

    @cached_property
    def _edges(self) -> tuple[tuple[int, int], ...]:
        """For each token the first and last index (inclusive) of its subtree."""
        left, right = list(range(len(self.tokens))), list(range(len(self.tokens)))
        for first, last, _ in self.sentences:
            for _ in range(last - first):  # trees settle in depth rounds; most in three
                changed = False
                for i in range(first, last):
                    head = self.tokens[i].head
                    if left[i] < left[head]:
                        left[head], changed = left[i], True
                    if right[i] > right[head]:
                        right[head], changed = right[i], True
                if not changed:
                    break
        return tuple(zip(left, right, strict=True))

    def children(self, i: int) -> tuple[int, ...]:
        """Indices of the tokens whose head is token ``i``, in text order."""
        return self._children[i]

    def subtree(self, i: int) -> tuple[int, int]:
        """First and last token (exclusive) that the subtree of token ``i`` reaches over."""
        left, right = self._edges[i]
        return left, right + 1

    def ancestors(self, i: int) -> Iterator[int]:
        """Indices from the head of token ``i`` up to the root."""
        for _ in range(len(self.tokens)):
            head = self.tokens[i].head
            if head == i:
                return
            yield head
            i = head

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.tokens)

    def token_at(self, offset: int) -> int:
        """Index of the first token that ends after ``offset``; ``len(tokens)`` past the last."""
        import bisect

        i = bisect.bisect_right(self._starts, offset) - 1
        if i >= 0 and self.tokens[i].end > offset:
            return i
        return i + 1

    def tokens_in(self, start: int, end: int) -> range:
        """Indices of the tokens that touch the character range."""
        import bisect

        return range(self.token_at(start), max(self.token_at(start), bisect.bisect_left(self._starts, end)))

    def sentence_range(self, sentence: int) -> Range:
        """Character range of a sentence, by its index."""
        first, last, _ = self.sentences[sentence]
        return self.tokens[first].start, self.tokens[last - 1].end


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name or point to an actor. ``actor`` is the article's own actor id, None where unresolved.

    ``how`` says by which rule it was resolved; ``candidates`` keeps the actors between which it abstained.
    """

    id: str
    span: Span
    form: MentionForm
    actor: str | None = None
    how: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A role or affiliation that the article states: "prime minister" of "Poland", with its words as evidence.

    ``time`` is as the article tells it, and holds as of its date: who is acting or outgoing still holds the office.
    """

    title: str
    of: str | None
    evidence: Span
    time: Literal["current", "former", "acting", "incoming", "outgoing"] = "current"

    @property
    def held(self) -> bool:
        """Whether the role is held when the article is written."""
        return self.time in ("current", "acting", "outgoing")


@dataclass(frozen=True, slots=True)
class Actor:
    """One person, office, government, country, organisation or group.

    As a finding it is the actor of one article (``article`` set); links group those into the actor of the story
    (``article`` None). ``name`` is the fullest name seen, ``names`` all of them. ``country`` is an ISO 3166 alpha-2
    code; ``of`` the id of the actor that it speaks for, where the article says so.
    """

    id: str
    name: str
    type: ActorType
    names: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    country: str | None = None
    article: str | None = None
    of: str | None = None
    gender: Literal["f", "m", ""] = ""
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a source span names: the article's actor (None if unknown), the name shown, and how it was found."""

    actor: str | None
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution: somebody says, thinks, wants, plans, promises or denies something.

    ``content`` may be several spans; ``source`` and ``cue`` may be empty. ``act`` is one of `onrecord.extract` acts;
    ``negated`` is true for "declined to say". ``rule`` names what found it; ``score`` is a probability. ``parent`` is
    the statement inside whose content this one stands. ``via`` is the agency or outlet that the article has it from
    ("told the BBC"), None where it is its own; ``anonymous`` how the speaker is kept unnamed: "condition" (asked not to
    be named), "sources", "unnamed" ("two officials"), "" where it is not.
    """

    id: str
    article: str
    kind: Kind
    act: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    rule: str
    negated: bool = False
    speaker: Speaker | None = None
    when: str | None = None
    where: str | None = None
    status: Status = "unknown"
    parent: str | None = None
    via: str | None = None
    anonymous: Anonymity = ""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, ISO 8601, either None where unknown."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression: TIMEX3 type and value ("XXXX-WXX-2" where open), and the period it means if resolved."""

    id: str
    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    period: Period | None = None
    mod: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, is planned, or is only claimed.

    ``span`` is the word that names it, ``clause`` the passage that tells it, ``label`` a short reading of it. ``voice``
    is the statement that asserts it, None for the article itself. ``factuality`` runs from -3 to +3.
    """

    id: str
    span: Span
    clause: Span
    label: str
    type: str
    status: Status
    time: Time | None = None
    place: Span | None = None
    participants: tuple[Span, ...] = ()
    actors: tuple[str, ...] = ()
    voice: str | None = None
    factuality: float | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold first (``if``) or must not hold (``unless``): the clause without its conjunction."""

    span: Span
    kind: Literal["if", "unless"]


@dataclass(frozen=True, slots=True)
class Position:
    """An actor's stance on a target, with the sentence as evidence.

    ``actor`` is the article's actor id or None; ``holder`` the words that name it in the evidence, None where only the
    context does. ``voice`` is the statement that expresses it, None where the article tells it. ``leaning`` says which
    way a conditional position goes where its conditions hold: "will not accept the outcome if" leans against.
    ``claimed_by`` names the speaker who only ascribes it to its holder. ``agent`` is the article's actor id of who is
    to act, None for the holder. ``cue`` are the words that carry the stance.
    """

    id: str
    article: str
    actor: str | None
    name: str
    holder: Span | None
    target: Span | None
    stance: Stance
    commitment: bool
    conditions: tuple[Condition, ...]
    evidence: Span
    score: float
    rule: str
    voice: str | None = None
    leaning: Literal["for", "against", ""] = ""
    claimed_by: str | None = None
    agent: str | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """What positions are about: a group of targets that mean the same. ``positions`` are ids."""

    id: str
    label: str
    terms: tuple[str, ...]
    positions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Two records that belong together, by which method, how surely, with the evidence as plain values.

    ``kind``: "actor" (article's actor -> story's actor), "story" (article -> story), "copy", "passage" and "version"
    (article -> article, earlier first), "same" (statement -> statement), "event" (event -> timeline entry), "issue"
    (position -> issue), "difference" (record -> record). ``method`` is "human" for a correction; only corrections are
    "same-actor" (article's actor -> article's actor) and "actor-name" (article's actor -> the name to show).
    """

    id: str
    kind: str
    left: str
    right: str
    method: str
    score: float
    evidence: tuple[tuple[str, str | int | float], ...] = ()


def link(kind: str, left: str, right: str, method: str, score: float,
         **evidence: str | int | float) -> Link:  # fmt: skip
    """A link with its id; evidence is sorted by name."""
    return Link(make_id("ln", kind, left, right, method), kind, left, right, method, score,
                tuple(sorted(evidence.items())))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one article: replaced as a whole set, never in part."""

    article: Article
    removed: tuple[Removed, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    times: tuple[Time, ...] = ()
    positions: tuple[Position, ...] = ()
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
