"""The story at a glance: its central headline and what there is of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from onrecord import text
from onrecord.dossier.material import Material, beginning
from onrecord.dossier.sections import Dossier, Overview, StoryCard
from onrecord.records import Article, Removed

LEAD_WORDS = 150  # of an article's text that tell what it is about
TITLE_CHARS = 120


def find_stories(material: Material) -> tuple[StoryCard, ...]:
    """The stories of the store, those with the most independent reports first."""
    members: dict[str, list[Article]] = defaultdict(list)
    for article in material.articles_of_store:
        members[material.stories[article.id]].append(article)
    cards = [_card(material, story, articles) for story, articles in members.items()]
    return tuple(sorted(cards, key=lambda card: (-card.reports, -card.articles, card.first or "9", card.id)))


def _card(material: Material, story: str, articles: Sequence[Article]) -> StoryCard:
    days = sorted(article.published[:10] for article in articles if article.published)
    reports = material.count_reports(article.id for article in articles)
    firsts = [article for article in articles if material.reports[article.id] == article.id] or articles
    first, last = (days[0], days[-1]) if days else (None, None)
    return StoryCard(story, find_headline(firsts, material.removed), len(articles), reports, first, last)


def find_overview(material: Material, dossier: Dossier) -> Overview:
    """The overview of a dossier whose other sections are made. Of several stories, the title names the largest."""
    days = sorted(day for article in material.articles if (day := material.day(article)))
    outlets = Counter(article.outlet for article in material.articles.values() if article.outlet)
    here = [s for s in dossier.stories if any(material.stories[article] == s.id for article in material.articles)]
    said = [statement for actor in dossier.said for statement in actor.statements]
    timeline = dossier.timeline
    return Overview(
        title=_title(here),
        articles=len(material.articles),
        reports=material.count_reports(material.articles),
        outlets=tuple(sorted(outlets, key=lambda outlet: (-outlets[outlet], outlet))),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        undated=len(material.articles) - len(days),
        statements=sum(not statement.uncertain for statement in said),
        uncertain=sum(statement.uncertain for statement in said),
        actors=sum(actor.actor.id != "unknown" for actor in dossier.said),
        positions=sum(not p.uncertain for issue in dossier.stands.issues for row in issue.rows for p in row.positions),
        events=len(timeline.past) + len(timeline.upcoming) + len(timeline.undated),
        differences=len(dossier.differences),
        problems=sum(group.count for group in dossier.problems),
    )


def _title(stories: Sequence[StoryCard]) -> str:
    if len(stories) > 1:
        return f"{len(stories)} stories, the largest: {stories[0].title}"
    return stories[0].title if stories else ""


def find_headline(articles: Sequence[Article], removed: Mapping[str, Sequence[Removed]]) -> str:
    """The headline whose words most of the other articles share; where none has one, the beginning of the first story.

    Each independent report should be among them once. The earliest wins where several are as good. It misses what a
    story turned into: early headlines count alike.
    """
    titled = [article for article in articles if article.title]
    if not titled:
        return beginning(articles[0], removed.get(articles[0].id, ()), TITLE_CHARS) if articles else ""
    leads = {
        article.id: set(text.words(f"{article.title or ''} {article.text[: LEAD_WORDS * 8]}")) for article in articles
    }
    shares = Counter(word for words in leads.values() for word in words)
    telling = {article.id: _telling_words(article.title or "") for article in titled}

    def centrality(article: Article) -> float:
        words = telling[article.id]
        return sum(shares[word] - 1 for word in words) / len(words) if words else 0.0

    best = max(titled, key=lambda article: round(centrality(article), 6))
    return best.title or ""


def _telling_words(title: str) -> set[str]:
    """The words of a headline that tell what it is about: names, numbers, and words of more than three letters."""
    return {word for word in text.words(title) if len(word) > 3 or word.isdigit()}
