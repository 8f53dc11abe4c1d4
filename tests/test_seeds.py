"""What a careful reader finds in the two real reports that the design was made on. Skips where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.dossier import Dossier, build_dossier
from onrecord.engine import build_store
from onrecord.read import ReadOptions, read_inputs
from onrecord.records import Article, Findings
from onrecord.store import Store
from tests.test_engine import check_spans

# Who says it, and words that its content holds; of the first report, then of the second.
STATEMENTS = [
    ("Keir Starmer", "provide a “backstop”"),
    ("Keir Starmer", "would have to step up"),
    ("Keir Starmer", "be prepared to put"),
    ("Keir Starmer", "would require"),
    ("Keir Starmer", "I’m prepared to consider committing British forces"),
    ("Keir Starmer", "a US security guarantee is the only way to effectively deter"),
    ("Keir Starmer", "will have to “take responsibility”"),
    ("Keir Starmer", "no talks about Ukraine without Ukraine"),
    ("Keir Starmer", "At stake is not just the future of Ukraine"),
    ("Keir Starmer", "This is a once-in-a-generation moment"),
    ("Keir Starmer", "it’s clear the US is not going to leave Nato"),
    ("Sweden, Germany, the Netherlands and Spain", "were undecided"),
    ("Volodymyr Zelensky", "will not accept"),
    ("Keir Starmer", "willing to contribute"),
    ("Keir Starmer", "provide a “backstop”"),
    ("Keir Starmer", "I’m prepared to consider committing British forces"),
    ("Keir Starmer", "there must be a US backstop"),
    ("Donald Tusk", "Poland will support Ukraine as it has done so far"),
    ("Donald Tusk", "We do not plan to send Polish soldiers"),
    ("Donald Tusk", "give logistical and political support"),
]
FIRST = 13


@pytest.fixture(scope="module")
def articles(shared: Path) -> list[Article]:
    paths = sorted(str(path) for path in (shared / "stories/backstop").glob("*.txt"))
    found = [a for a in read_inputs(paths, ReadOptions(published="2025-02-17")) if isinstance(a, Article)]
    assert len(found) == 2
    return found


@pytest.fixture(scope="module")
def built(articles: list[Article], tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Findings], Dossier]:
    with Store.open(tmp_path_factory.mktemp("seeds")) as store:
        return build_store(store, articles, (), jobs=1), build_dossier(store)


def test_only_appeals_read_more_and_the_caption_are_removed(built: tuple[list[Findings], Dossier]) -> None:
    first, second = built[0]
    assert [(r.reason, r.span.words[:12], r.span.words[-12:]) for r in first.removed] == [
        ("appeal", "Your support", " difference.")
    ]
    assert [(r.reason, r.span.words[-6:]) for r in second.removed] == [
        ("appeal", "rence."), ("read-more", "d more"), ("caption", ") More")
    ]  # fmt: skip
    assert second.article.text[second.removed[1].span.end :].startswith("A split has emerged")


def test_all_20_statements_have_the_right_speaker(built: tuple[list[Findings], Dossier]) -> None:
    wrong = []
    for k, (who, words) in enumerate(STATEMENTS):
        findings = built[0][0 if k < FIRST else 1]
        names = [s.speaker.name if s.speaker else None for s in findings.statements
                 if any(words in span.words for span in s.content)]  # fmt: skip
        if who not in names:
            wrong.append((who, words, names))
    assert wrong == []


def test_where_they_stand_on_troops(built: tuple[list[Findings], Dossier]) -> None:
    issue = max(built[1].stands.issues, key=lambda i: len(i.rows))
    assert {"troops", "troop", "soldier", "force"} & {
        t for term in issue.terms for t in term.split()
    } or "troop" in issue.label
    rows = {row.actor.name: row for row in issue.rows}
    britain = rows["United Kingdom"]
    assert britain.mark == "conditional"
    conditions = " | ".join(c.words for c in britain.conditions)
    assert "lasting peace" in conditions
    assert "backstop" in conditions
    assert rows["Poland"].mark == "against"
    assert rows["France"].mark == "for"
    for name in ("Sweden", "Germany", "Netherlands", "Spain"):
        assert rows[name].mark == "undecided"
        assert "assurances" in " ".join(c.words for c in rows[name].conditions)


def test_poland_supports_and_ukraine_will_not_accept(built: tuple[list[Findings], Dossier]) -> None:
    positions = [p for f in built[0] for p in f.positions]
    assert any(p.name == "Donald Tusk" and p.stance == "for" and p.target and "logistical" in p.target.words
               for p in positions)  # fmt: skip
    assert any(p.name == "Ukraine" and p.conditions and "Kyiv is not involved" in p.conditions[0].span.words
               for p in positions)  # fmt: skip


def test_what_comes_next(built: tuple[list[Findings], Dossier]) -> None:
    upcoming = {(e.first, e.last): e.label for e in built[1].timeline.upcoming}
    assert "Riyadh" in upcoming["2025-02-18", "2025-02-18"]
    values = {t.span.words: t.value for f in built[0] for t in f.times}
    assert values["later this month"] == "2025-02"
    assert any(e.time_value == "2025-02" for e in built[1].timeline.upcoming)


def test_the_backstop_quotation_is_one_statement_of_both_reports(built: tuple[list[Findings], Dossier]) -> None:
    said = [s for actor in built[1].said for s in actor.statements if "there must be a US backstop" in s.words]
    assert [len({c.article for c in s.carriers}) for s in said] == [2]


def test_without_a_published_date_none_is_invented(articles: list[Article], shared: Path) -> None:
    paths = sorted(str(path) for path in (shared / "stories/backstop").glob("*.txt"))
    for article in read_inputs(paths):
        assert isinstance(article, Article)
        assert article.published is None
        with Store.open(":memory:") as store:
            (findings,) = build_store(store, [article], (), jobs=1)
        assert check_spans(findings) > 50
        dated = [t for t in findings.times if t.period and (t.period.first or t.period.last)]
        assert [t.span.words for t in dated] == []
