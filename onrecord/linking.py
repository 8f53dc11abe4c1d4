"""The order of the linkers: over all of a store, or over what articles that come in touch.

Copies first, since all others count reports once; then versions, stories, actors and the same statements; then, story
by story, events, issues and, from all of these, differences.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.additions import ONE_BY_ONE, add_article, link_articles, pinned_stories
from onrecord.link.actors import link_actors
from onrecord.link.corrections import NAME, SAME, lost_corrections
from onrecord.link.corroboration import group_reports
from onrecord.link.credits import sort_by_date
from onrecord.link.differences import link_differences
from onrecord.link.event_dates import link_event_dates
from onrecord.link.events import link_events
from onrecord.link.issues import link_issues
from onrecord.link.quotations import link_quotations
from onrecord.link.versions import link_versions
from onrecord.neighbours import add_actors, add_offices, add_same
from onrecord.records import Actor, Findings, Issue, Link, problem
from onrecord.store import Store

KINDS = ("actor", "copy", "difference", "event", "issue", "passage", "same", "story", "version")
_COPIES = ("copy", "passage", "version")
_OF_STORY = ("difference", "event", "issue")
_MOST_SHARE = 0.1  # of the articles that are linked one by one; more are linked faster all at once
_LINKED = "linked"  # the meta value that says what the links were made with


@dataclass(frozen=True, slots=True)
class Linked:
    """What was found across articles: links, the story's actors and the issues."""

    links: tuple[Link, ...]
    actors: tuple[Actor, ...]
    issues: tuple[Issue, ...]


def link_store(store: Store, found: Sequence[Findings], known: Sequence[Actor], program: str) -> None:
    """Replaces the links of a store that holds exactly what was ``found``; call inside a transaction.

    Where it has links of most of these articles, made by the same ``program``, only the others are linked with what is
    near them. A correction of actors that are not there is a problem, since it changes nothing.
    """
    state, filed, marks = _state(store, known, program), store.keys.marks(), store.marks()
    new = [f for f in found if f.article.id not in filed]
    if can_add(store, known, program, len(new), len(found)) and all(
        marks.get(id) == mark for id, mark in filed.items()
    ):
        link_added(store, new, known)
        return
    human = store.human_links()
    linked = link_all(found, link_articles(store, found, human), known, human)
    made = [link for link in linked.links if link.method != "human"]  # a person's stay where they are
    store.replace_links(KINDS, made, linked.issues, linked.actors)
    store.write_meta(_LINKED, state if len(found) >= ONE_BY_ONE else None)
    lost = lost_corrections((a for f in found for a in f.actors), human)
    message = "a correction of yours is of no effect: the articles given hold no such actor (any more)"
    store.replace_problems("link", [problem("link", "lost-correction", message, link.id) for link in lost])


def can_add(store: Store, known: Sequence[Actor], program: str, new: int, count: int) -> bool:
    """Whether so many new articles of ``count`` may be linked alone: the links of the rest were made with the same.

    Actors that a person corrected are linked all at once.
    """
    corrected = any(link.kind in (SAME, NAME) for link in store.human_links())
    return store.meta(_LINKED) == _state(store, known, program) and new <= _MOST_SHARE * count and not corrected


def _state(store: Store, known: Sequence[Actor], program: str) -> str:
    """What links depend on besides the articles."""
    pinned = sorted(pinned_stories(store.human_links()).items())
    return hashlib.sha256(f"{program}\n{pinned}\n{known}".encode()).hexdigest()


# --- all -------------------------------------------------------------------------------------------------------------


def link_all(found: Sequence[Findings], between: Sequence[Link], known: Sequence[Actor] = (),
             human: Sequence[Link] = ()) -> Linked:  # fmt: skip
    """All links across articles; ``between`` are the copies, passages and stories."""
    articles = [f.article for f in found]
    copies = tuple(link for link in between if link.kind != "story")
    stories = {link.left: link.right for link in between if link.kind == "story"}
    versions = link_versions(articles, copies, {f.article.id: f.removed for f in found})
    of_actor, actors = link_actors([a for f in found for a in f.actors], known, human, stories)
    actor_of = {link.left: link.right for link in of_actor}
    same = link_quotations([s for f in found for s in f.statements], articles, actor_of)
    links = (*between, *versions, *of_actor, *same)
    of_story, issues = link_stories(found, links, group_reports(articles, (*copies, *versions)))
    return Linked((*links, *of_story), actors, tuple(issues))


def link_stories(found: Sequence[Findings], links: Iterable[Link],
                 reports: Mapping[str, str]) -> tuple[list[Link], list[Issue]]:  # fmt: skip
    """What is linked within each story only: events, issues and differences, and the issues, the largest first.

    ``links`` are those of all others between these articles, ``reports`` the independent report of each.
    """
    links = list(links)
    stories = {link.left: link.right for link in links if link.kind == "story"}
    groups: dict[str, list[Findings]] = defaultdict(list)
    story_of: dict[str, str] = {}
    for f in found:
        story = stories.get(f.article.id, "")
        groups[story].append(f)
        story_of |= dict.fromkeys(_ids(f), story)
    inside: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        inside[story_of.get(link.left, "")].append(link)
    made: list[Link] = []
    issues: list[Issue] = []
    for story in sorted(groups):
        more, some = _link_story(groups[story], inside[story], reports)
        made += more
        issues += some
    return made, sorted(issues, key=lambda issue: (-len(issue.positions), issue.label, issue.id))


def _ids(found: Findings) -> Iterator[str]:
    """The ids of an article, its actors and its statements."""
    yield found.article.id
    yield from (actor.id for actor in found.actors)
    yield from (statement.id for statement in found.statements)


def _link_story(found: Sequence[Findings], links: Sequence[Link],
                reports: Mapping[str, str]) -> tuple[tuple[Link, ...], tuple[Issue, ...]]:  # fmt: skip
    """Events, issues and differences within one story; ``links`` are all others of its records."""
    articles = [f.article for f in found]
    events = [e for f in found for e in f.events]
    happened = link_events(events, articles, links)
    of_issue, issues = link_issues([p for f in found for p in f.positions], articles, links)
    links = (*links, *happened, *of_issue)
    differences = link_differences(found, links, reports)
    dates = link_event_dates(events, articles, (*links, *differences), reports)
    return (*happened, *of_issue, *differences, *dates), issues


# --- what comes in ---------------------------------------------------------------------------------------------------


def link_added(store: Store, added: Sequence[Findings], known: Sequence[Actor] = ()) -> None:
    """Links articles that the store has but that are not filed yet with what is near them; in one transaction.

    Reads of the store only what shares keys with them, and the stories that this changes.
    """
    with store.transaction():
        pinned, by_id = pinned_stories(store.human_links()), {f.article.id: f for f in added}
        changed = [link for article in sort_by_date([f.article for f in added])
                   for link in add_article(store, by_id[article.id], pinned)]  # fmt: skip
        pairs = {id for link in changed if link.kind != "story" for id in (link.left, link.right)}
        _add_versions(store, pairs)
        again = add_actors(store, added, known)
        reports = _reports(store, {*by_id, *pairs})
        touched = {*by_id, *again, *reports, *(link.left for link in changed if link.kind == "story")}
        stories = _members(store, touched)
        actors = {link.left for link in add_offices(store, stories, stories)}
        renamed = {article for article, some in store.article_actors(sorted(stories)).items()
                   if any(not a.names and a.id in actors for a in some)}  # fmt: skip
        add_same(store, {*by_id, *again, *renamed})
        _link_touched(store, stories)


def _add_versions(store: Store, articles: Collection[str]) -> None:
    """The versions among articles of which copies or passages changed."""
    links = [x for x in store.links_at(("copy", "passage"), articles) if {x.left, x.right} <= set(articles)]
    made = link_versions(store.texts(sorted(articles)), links, store.removed(sorted(articles)))
    store.change_links(("version",), articles, made)


def _reports(store: Store, articles: Collection[str]) -> set[str]:
    """Some articles, and all that copies, passages and versions hold together with them."""
    found, new = set(articles), set(articles)
    while new:
        new = {id for x in store.links_at(_COPIES, new) for id in (x.left, x.right)} - found
        found |= new
    return found


def _members(store: Store, articles: Collection[str]) -> dict[str, str]:
    """The story of each article of the stories of some articles."""
    right = [x for x in store.links_at(("story",), articles) if x.score > 0]
    stories = {x.right for x in right}
    return {x.left: x.right for x in store.links_at(("story",), stories) if x.score > 0 and x.right in stories}


def _link_touched(store: Store, stories: Mapping[str, str]) -> None:
    """Links anew what is linked within each of some stories, given by all their articles."""
    found = list(store.all_findings(sorted(stories)))
    records = {id for f in found for id in _ids(f)}
    links = store.links_at(("actor", "same", "story", *_COPIES), records)
    links = [x for x in links if x.left in records and x.score + (x.method != "human") > 0]
    around = store.texts(sorted(_reports(store, stories)))
    leaning = store.links_at(_COPIES, [article.id for article in around])
    made, issues = link_stories(found, links, group_reports(around, leaning))
    own = {*records, *(e.id for f in found for e in f.events), *(p.id for f in found for p in f.positions)}
    gone = {x.right for x in store.links_at(("issue",), [p.id for f in found for p in f.positions])}
    store.change_links(_OF_STORY, own, made)
    store.change_issues(gone, issues)
