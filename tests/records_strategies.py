"""Arbitrary records for property tests: spans that hold, ids that are unique, everything else anything."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from onrecord.records import (
    Actor,
    ActorType,
    Anonymity,
    Article,
    Condition,
    Event,
    Findings,
    Issue,
    Kind,
    Link,
    Mention,
    MentionForm,
    Period,
    Position,
    Problem,
    Removed,
    RemovedReason,
    Role,
    Source,
    Span,
    Speaker,
    Stance,
    Statement,
    Status,
    Time,
)

# Surrogates are no characters: no UTF-8 file holds one.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
scores = st.floats(0, 1)
maybe_words = st.none() | words
days = st.none() | st.dates().map(str)


def tuples(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def records(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most, unique_by=lambda record: record.id).map(tuple)


def choice(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    source = Source(draw(ids), draw(words), draw(words), draw(st.integers(0, 2**40)), draw(words), draw(maybe_words))
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    first = draw(st.integers(0, len(text)))
    headline = draw(st.none() | st.tuples(st.just(first), st.integers(first, len(text))))
    return Article(draw(ids), source, text, *(draw(maybe_words) for _ in range(7)), headline, draw(tuples(words)))


@st.composite
def spans_of(draw: st.DrawFn, article: Article) -> Span:
    start = draw(st.integers(0, len(article.text)))
    end = draw(st.integers(start, len(article.text)))
    return Span(article.id, start, end, article.text[start:end])


def actors_of(span: st.SearchStrategy[Span], article: str | None) -> st.SearchStrategy[Actor]:
    role = st.builds(Role, words, maybe_words, span, st.sampled_from(["current", "former", "acting", "incoming"]))
    return st.builds(Actor, ids, words, choice(ActorType), tuples(words), tuples(role), maybe_words, st.just(article),
                     maybe_words, st.sampled_from(["f", "m", ""]), maybe_words)  # fmt: skip


@st.composite
def findings(draw: st.DrawFn, article: Article | None = None) -> Findings:
    article = article or draw(articles())
    span, key = spans_of(article), st.just(article.id)
    speaker = st.none() | st.builds(Speaker, maybe_words, words, words)
    statement = st.builds(Statement, ids, key, choice(Kind), words, tuples(span), tuples(span), tuples(span), scores,
                          words, st.booleans(), speaker, maybe_words, maybe_words, choice(Status),
                          maybe_words, maybe_words, choice(Anonymity))  # fmt: skip
    period = st.none() | st.builds(Period, days, days)
    time = st.builds(Time, ids, span, st.sampled_from(["DATE", "TIME", "DURATION", "SET"]), words, period, maybe_words,
                     maybe_words)  # fmt: skip
    event = st.builds(Event, ids, span, span, words, words, choice(Status), st.none() | time, st.none() | span,
                      tuples(span), tuples(words), maybe_words, st.none() | st.floats(-3, 3))  # fmt: skip
    condition = st.builds(Condition, span, st.sampled_from(["if", "unless"]))
    position = st.builds(Position, ids, key, maybe_words, words, st.none() | span, st.none() | span, choice(Stance),
                         st.booleans(), tuples(condition), span, scores, words, maybe_words,
                         st.sampled_from(["for", ""]), maybe_words, maybe_words, st.none() | span)  # fmt: skip
    mention = st.builds(Mention, ids, span, choice(MentionForm), maybe_words, words, tuples(words))
    problem = st.builds(Problem, ids, words, words, words, words, maybe_words, st.none() | span)
    removed = st.builds(Removed, ids, span, choice(RemovedReason))
    parts = (removed, statement, mention, actors_of(span, article.id), time, position, event)
    problems = st.lists(problem, max_size=3, unique_by=lambda record: (record.stage, record.id)).map(tuple)
    return Findings(article, *(draw(records(part)) for part in parts), draw(problems))


def links(kinds: list[str]) -> st.SearchStrategy[tuple[Link, ...]]:
    value = words | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    evidence = st.dictionaries(words, value, max_size=3).map(lambda values: tuple(values.items()))
    return records(
        st.builds(Link, ids, st.sampled_from(kinds), ids, ids, st.just("test"), scores, evidence), most=6
    ).map(lambda found: tuple(sorted(found, key=lambda link: link.kind)))


def issues() -> st.SearchStrategy[tuple[Issue, ...]]:
    return records(st.builds(Issue, ids, words, tuples(words), tuples(ids)))


def story_actors() -> st.SearchStrategy[tuple[Actor, ...]]:
    span = articles().flatmap(spans_of)
    return records(actors_of(span, None))
