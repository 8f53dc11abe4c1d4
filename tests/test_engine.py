"""The stages in order: what holds of every article and every story, whatever the extractors find."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import engine
from onrecord.link.boilerplate import link_boilerplate
from onrecord.read import ReadOptions, read_inputs
from onrecord.records import Article, Findings, Span
from onrecord.store import Store
from tests.conftest import ROOT, article

EXAMPLE = ROOT / "examples/backstop/articles"


def spans(record: Any) -> Iterator[Span]:
    """All spans anywhere in a record."""
    if isinstance(record, Span):
        yield record
    elif dataclasses.is_dataclass(record) and not isinstance(record, Article):
        for field in dataclasses.fields(record):
            yield from spans(getattr(record, field.name))
    elif isinstance(record, tuple):
        for part in record:
            yield from spans(part)


def check_spans(findings: Findings) -> int:
    """How many spans there are; each has its words."""
    found = list(spans(findings))
    for span in found:
        assert span.article == findings.article.id
        assert 0 <= span.start < span.end <= len(findings.article.text)
        assert span.words == findings.article.text[span.start : span.end]
    return len(found)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [a for a in read_inputs([str(EXAMPLE)], ReadOptions()) if isinstance(a, Article)]


def test_every_span_of_the_example_has_its_words(articles: list[Article]) -> None:
    assert sum(check_spans(f) for f in engine.find_all(articles, link_boilerplate(articles), 1)) > 500


def test_the_number_of_jobs_changes_nothing(articles: list[Article]) -> None:
    repeated = link_boilerplate(articles)
    assert list(engine.find_all(articles, repeated, 1)) == list(engine.find_all(articles, repeated, 2))


def test_rerun_adds_nothing_and_a_removed_article_goes(articles: list[Article], tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        engine.build_store(store, articles, ())
        first = list(store.content())
        engine.build_store(store, articles, ())
        assert list(store.content()) == first
        engine.build_store(store, articles[:-1], ())
        assert {a.id for a in store.articles()} == {a.id for a in articles[:-1]}
    with Store.open(tmp_path / "other") as other:
        engine.build_store(other, articles, ())
        assert list(other.content()) == first


def test_no_story_left_is_a_problem_and_a_story_is_not() -> None:
    appeal = "Please donate today. Your support helps us to keep our journalism free. Support us from £1."
    assert "no-story" in {p.code for p in engine.find(article(appeal)).problems}
    story = "Ann Lee said on Monday that the bridge would open in May."
    assert "no-story" not in {p.code for p in engine.find(article(story)).problems}


LETTERS = "“”\"'‘’«»`.,:;–-—…()[] \nAab said He Mr. we will if unless Monday 17 \u200f\u200b\u00a0é中"
ODD = st.text(alphabet=st.sampled_from(sorted(set(LETTERS))), max_size=160)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ODD | st.text(max_size=120))
def test_odd_text_never_raises_and_its_spans_are_true(text: str) -> None:
    check_spans(engine.find(article(text, published="2025-02-17")))


def test_nothing_depends_on_the_day_it_runs(articles: list[Article]) -> None:
    """No module of ours reads a clock."""
    forbidden = ("datetime.now", "date.today", "time.time(", "utcnow", "perf_counter")
    for path in (ROOT / "onrecord").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not [word for word in forbidden if word in source], path
