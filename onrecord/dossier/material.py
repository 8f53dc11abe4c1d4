"""What the sections of a dossier are made from: the store's records, indexed once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.dossier.sections import ActorRef, Evidence
from onrecord.errors import UsageError
from onrecord.link.corroboration import count_sources, group_reports, join_groups
from onrecord.link.voices import Speakers
from onrecord.records import Actor, Article, Findings, Issue, Link, Position, Problem, Removed, Span, Statement
from onrecord.store import Store
from onrecord.text import blocks

UNKNOWN = ActorRef("unknown", "unknown speaker", "unknown")
LABEL_CHARS = 40
WHOLE = "all"  # the story's id where no link says that there are several


@dataclass(frozen=True)
class Material:
    """The records of one story. ``links`` are by kind and without those that a person rejected (score 0).

    ``stories`` maps every article of the store, also those outside this story, to its story.
    """

    findings: tuple[Findings, ...]
    links: dict[str, tuple[Link, ...]]
    story_actors: dict[str, Actor]
    issues: tuple[Issue, ...]
    loose_problems: tuple[Problem, ...]
    stories: dict[str, str]
    articles_of_store: tuple[Article, ...]
    threshold: float
    sure: float  # the threshold of positions
    _refs: dict[str, ActorRef] = field(default_factory=dict)

    @cached_property
    def articles(self) -> dict[str, Article]:
        """The story's articles by id, by published date, undated ones last."""
        return {f.article.id: f.article for f in self.findings}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        return {s.id: s for f in self.findings for s in f.statements}

    @cached_property
    def statements_of(self) -> dict[str, tuple[Statement, ...]]:
        """The statements of each article."""
        return {f.article.id: f.statements for f in self.findings}

    @cached_property
    def positions(self) -> dict[str, Position]:
        return {p.id: p for f in self.findings for p in f.positions}

    @cached_property
    def article_actors(self) -> dict[str, Actor]:
        return {a.id: a for f in self.findings for a in f.actors}

    @cached_property
    def labels(self) -> dict[str, str]:
        """What to call each article: its outlet, with its day or its title too where another is called so."""
        return _label(self.findings)

    @cached_property
    def removed(self) -> dict[str, tuple[Removed, ...]]:
        return {f.article.id: f.removed for f in self.findings}

    @cached_property
    def reports(self) -> dict[str, str]:
        """For each article of the store the id of the independent report it belongs to: copies and versions are one."""
        links = [link for kind in ("copy", "version", "passage") for link in self.links.get(kind, ())]
        return group_reports(self.articles_of_store, links)

    @cached_property
    def _actor_links(self) -> dict[str, str]:
        return {link.left: link.right for link in self.links.get("actor", ())}

    @cached_property
    def speakers(self) -> Speakers:
        """What is known of who speaks, to compare the speakers of two statements by."""
        return Speakers(self._actor_links, self.article_actors)

    @cached_property
    def members(self) -> dict[str, list[Actor]]:
        """The articles' actors that each of the story's stands for, by the story actor's id."""
        found: dict[str, list[Actor]] = defaultdict(list)
        for actor in self.article_actors.values():
            found[self.ref(actor.id).id].append(actor)
        return found

    @cached_property
    def mention_counts(self) -> Counter[str]:
        """How often each article's actor is named or pointed to."""
        return Counter(m.actor for f in self.findings for m in f.mentions if m.actor)

    @cached_property
    def last_days(self) -> dict[str, str]:
        """For each story the last day (ISO) on which an article of it was published; none where none has a date."""
        days: dict[str, str] = {}
        for article in self.articles_of_store:
            if article.published:
                story = self.stories[article.id]
                days[story] = max(days.get(story, ""), article.published[:10])
        return days

    @cached_property
    def countries(self) -> dict[str, ActorRef]:
        """The countries among the story's actors, by ISO code."""
        refs = {self.ref(actor) for actor in self.members}
        found = sorted((ref for ref in refs if ref.type == "country" and ref.country), key=lambda ref: ref.id)
        return {ref.country or "": ref for ref in found}

    def ref(self, actor: str | None) -> ActorRef:
        """The story's actor for an article's (or the story's own); the article's where none is linked; else unknown."""
        if actor is None:
            return UNKNOWN
        if actor not in self._refs:
            found = self.story_actors.get(self._actor_links.get(actor, actor)) or self.article_actors.get(actor)
            self._refs[actor] = ActorRef(found.id, found.name, found.type, found.country) if found else UNKNOWN
        return self._refs[actor]

    def speaker_name(self, statement: Statement | None) -> str:
        """The name of a statement's speaker: the actor's, else the words for it, else that it is unknown."""
        if statement is None or statement.speaker is None:
            return UNKNOWN.name
        actor = self.ref(statement.speaker.actor)
        return actor.name if actor != UNKNOWN else statement.speaker.name or UNKNOWN.name

    def speaks_for(self, actor: str) -> ActorRef | None:
        """The actor that a story's actor speaks for: as linked, else as most of its articles say, else None."""
        story = self.story_actors.get(actor)
        counts = Counter(self.ref(member.of) for member in self.members.get(actor, ()) if member.of)
        if story and story.of:
            counts[self.ref(story.of)] += len(counts) + sum(counts.values())
        counts.pop(UNKNOWN, None)
        best = sorted(counts, key=lambda ref: (-counts[ref], ref.name, ref.id))
        return best[0] if best and best[0].id != actor else None

    def evidence(self, span: Span, target: str) -> Evidence:
        """A span as evidence of the record with the id ``target``."""
        return Evidence(span.article, span.start, span.end, span.words, self.labels[span.article], target)

    def count_reports(self, articles: Iterable[str]) -> int:
        """How many independent reports these articles are."""
        return len({self.reports[article] for article in articles})

    def count_sources(self, statements: Iterable[Statement]) -> int:
        """How many independent sources carry a statement: all that have it from one agency or outlet are one."""
        return count_sources(statements, self.reports, self.articles)

    def day(self, article: str) -> str | None:
        """The day (ISO) on which an article was published, None where unknown."""
        published = self.articles[article].published
        return published[:10] if published else None

    def time_key(self, article: str, start: int = 0) -> tuple[bool, str, str, int]:
        """Sorts by published date (undated last), article and place."""
        published = self.articles[article].published
        return published is None, published or "", article, start


def gather(store: Store, story: str | None, threshold: float, sure: float) -> Material:
    """The material of one story, or of the whole store. Raises: UsageError where the store has no such story."""
    links: dict[str, list[Link]] = defaultdict(list)
    for link in store.links():
        if not (link.method == "human" and link.score == 0):
            links[link.kind].append(link)
    articles = store.articles()
    stories = _stories(articles, links.get("story", []))
    if story is not None and story not in stories.values():
        raise UsageError(
            f"{story!r}: {store.path} has no such story; it has {', '.join(sorted(set(stories.values())))}"
        )
    mine = None if story is None else [key for key, of in stories.items() if of == story]
    return Material(
        findings=tuple(store.all_findings(mine)),
        links={kind: tuple(found) for kind, found in links.items()},
        story_actors={actor.id: actor for actor in store.actors()},
        issues=tuple(store.issues()),
        loose_problems=tuple(store.loose_problems()) if story is None else (),
        stories=stories,
        articles_of_store=tuple(articles),
        threshold=threshold,
        sure=sure,
    )


def _stories(articles: Sequence[Article], links: Sequence[Link]) -> dict[str, str]:
    """For each article its story's id: the linker's, or that of its first article; one for all where nothing says."""
    if not links:
        return {article.id: WHOLE for article in articles}
    ids = [article.id for article in articles]
    named = sorted({link.right for link in links} - set(ids))
    groups = join_groups([*named, *ids], [(link.left, link.right) for link in links])
    return {key: groups[key] for key in ids}


def beginning(article: Article, removed: Sequence[Removed], chars: int) -> str:
    """The beginning of an article's story, at most so many characters, cut between words."""
    first = next(iter(blocks(article.text, [r.span.range for r in removed])), (0, 0))
    return cut_words(article.text[slice(*first)], chars)


def cut_words(words: str, chars: int) -> str:
    """Words cut to at most so many characters, between words and with an ellipsis."""
    return words if len(words) <= chars else words[: chars - 1].rsplit(" ", 1)[0] + "…"


def _label(found: Sequence[Findings]) -> dict[str, str]:
    """For each article the first of its possible labels that no other article has at that step."""
    steps = {f.article.id: _possible_labels(f) for f in found}
    labels = {key: possible[0] for key, possible in steps.items()}
    for n in range(1, max(map(len, steps.values()), default=0)):
        counts = Counter(labels.values())
        for key, possible in steps.items():
            if counts[labels[key]] > 1:
                labels[key] = possible[n]
    return labels


def _possible_labels(findings: Findings) -> list[str]:
    """What an article may be called, the shortest first; the last is its input and id."""
    article = findings.article
    title = cut_words(" ".join((article.title or "").split()), LABEL_CHARS)
    name = article.outlet or title or beginning(article, findings.removed, LABEL_CHARS) or article.source.location
    published = article.published or ""
    day, minute, file = published[:10], published[:16].replace("T", " "), article.source.location.rsplit("/", 1)[-1]
    details = [day, minute, title if article.outlet else "", file, f"{article.source.location} ({article.id})"]
    possible = [name]
    for detail in details:
        possible.append(f"{name}, {detail}" if detail else possible[-1])
    return possible
