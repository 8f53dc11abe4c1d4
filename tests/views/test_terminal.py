"""The dossier in the terminal: every section at 80 columns, nothing of an article that a terminal would obey."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import small_story
from rich.console import Console

from onrecord.dossier import Dossier, OtherDate, build_dossier
from onrecord.errors import UsageError
from onrecord.records import Findings, link
from onrecord.store import Store
from onrecord.views.lines import clean, quoted
from onrecord.views.terminal import SECTIONS, show

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def dossier() -> Iterator[Dossier]:
    with Store.open(":memory:") as store:
        small_story.fill(store)
        yield build_dossier(store)


def shown(dossier: Dossier, section: str | None, width: int = 80) -> str:
    out = io.StringIO()
    show(dossier, section, Console(file=out, width=width, highlight=False))
    return out.getvalue()


def test_every_section_is_as_it_was(dossier: Dossier) -> None:
    import os

    content = "".join(f"--- {name or ''}\n{shown(dossier, name)}\n" for name in (None, *SECTIONS))
    file = GOLDEN / "terminal.txt"
    if os.environ.get("ONRECORD_WRITE_GOLDENS"):
        file.write_text(content, "utf-8")
    assert content == file.read_text("utf-8")


@pytest.mark.parametrize("section", [None, *SECTIONS])
@pytest.mark.parametrize("width", [80, 40])
def test_no_line_is_too_wide_or_ends_in_blanks(dossier: Dossier, section: str | None, width: int) -> None:
    for line in shown(dossier, section, width).splitlines():
        assert len(line) <= width
        assert line == line.rstrip()


def test_a_stance_has_its_mark_conditions_and_words(dossier: Dossier) -> None:
    text = " ".join(shown(dossier, "positions").split())
    assert "◐ conditional United Kingdom (Ann Lee) commits itself if: there is a lasting peace “we would" in text
    assert "✗ against Poland" in text
    assert "1 uncertain position not shown" in text


def test_uncertain_statements_are_counted_and_not_shown(dossier: Dossier) -> None:
    text = shown(dossier, "statements")
    assert "depends on a US guarantee" not in text
    assert "1 uncertain statement not shown" in text


def test_actors_are_counted_with_their_certain_statements(dossier: Dossier) -> None:
    (lee,) = [said for said in dossier.said if said.actor.name == "Ann Lee"]
    certain = sum(not statement.uncertain for statement in lee.statements)
    assert len(lee.statements) - certain == 1
    assert f"person, {certain} statement" in shown(dossier, "actors")
    assert "and 1 uncertain, " in shown(dossier, "actors")


def test_the_stories_are_listed_where_there_are_several_and_none_is_picked() -> None:
    with Store.open(":memory:") as store:
        small_story.fill(store)
        links = [link("story", f"ar-{name}", f"sy-{name}", "words", 1.0) for name in ("post", "herald", "copy")]
        store.replace_links(["story"], links)
        whole, one = shown(build_dossier(store), None), shown(build_dossier(store, "sy-post"), None)
    assert "Stories  3 stories" in whole
    assert "Stories" not in one


def test_only_direct_speech_gets_quotation_marks(dossier: Dossier) -> None:
    text = shown(dossier, "statements")
    assert "“We would send troops if there is a lasting peace agreement.”" in text
    assert "    Poland will not send any\n" in text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('"We sell nothing."', "“We sell nothing.”"),
        ('"We sell nothing', "“We sell nothing”"),
        ('"We sell," she said, "nothing."', '“"We sell," she said, "nothing."”'),
        ("“We sell nothing.”", "“We sell nothing.”"),
        ("We sell nothing.", "“We sell nothing.”"),
    ],
)
def test_marks_are_not_doubled(words: str, expected: str) -> None:
    assert quoted(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("“We sell,”", "“We sell”"), ('"We sell,"', "“We sell”"), ("“We sell, too.”", "“We sell, too.”"),
     ("“We, too, sell; all,”", "“We, too, sell; all”")],
)  # fmt: skip
def test_the_comma_that_led_to_the_speaker_is_left_out(words: str, expected: str) -> None:
    assert quoted(words) == expected


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [("called for", "for a vote in May", "called for a vote in May"), ("called", "for a vote in May", "called for a"),
     (":", "a vote in May", "  a vote in May"), ("rejected", "the vote", "rejected the vote")],
)  # fmt: skip
def test_reported_speech_is_shown_with_the_words_that_lead_to_it(cue: str, content: str, expected: str) -> None:
    article = small_story.make_article("x", f"Title\nJan Nowak {cue} {content}, again.", None, None)
    marker = small_story.Marker(article)
    with Store.open(":memory:") as store:
        said = marker.says("x", None, "Jan Nowak", cue, content)
        store.replace_findings(Findings(article, statements=(said,)))
        assert expected in shown(build_dossier(store), "statements")


def test_words_before_the_cue_are_shown_alone() -> None:
    article = small_story.make_article("x", "Title\nThe vote was late, Jan Nowak complained.", None, None)
    marker = small_story.Marker(article)
    with Store.open(":memory:") as store:
        said = marker.says("x", None, "Jan Nowak", "complained", "The vote was late")
        store.replace_findings(Findings(article, statements=(said,)))
        text = shown(build_dossier(store), "statements")
    assert "complained" not in text
    assert "    The vote was late\n" in text


def test_actors_that_stand_alike_on_the_same_words_share_a_row(dossier: Dossier) -> None:
    issue = dossier.stands.issues[0]
    rows = [row for row in issue.rows if not row.uncertain]
    other = replace(rows[-1], actor=replace(rows[-1].actor, id="sa-other", name="Norland"))
    apart = replace(other, mark="mixed")
    for one, expected in ((other, f"{rows[-1].actor.name}, Norland"), (apart, "± mixed        Norland")):
        stands = replace(dossier.stands, issues=(replace(issue, rows=(*rows, one)),))
        assert expected in shown(replace(dossier, stands=stands), "positions")


@pytest.mark.parametrize(
    ("name", "told"),
    [("quotes", "'quotes' is no section; these are: overview, .*problems, and actor NAME"),
     ("position", "did you mean positions"), ("Timeline", "did you mean timeline")],
)  # fmt: skip
def test_an_unknown_section_is_a_usage_error_that_helps(dossier: Dossier, name: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        shown(dossier, name)


def test_signs_of_a_word_diff_are_explained_only_where_there_is_one(dossier: Dossier) -> None:
    assert "~ one reworded" not in shown(dossier, "sources")


def test_the_overview_says_how_to_see_one_actor(dossier: Dossier) -> None:
    assert "onrecord show DIR actor NAME" in shown(dossier, None)


def test_an_empty_story_is_shown_without_a_mistake() -> None:
    with Store.open(":memory:") as store:
        empty = build_dossier(store)
    for section in (None, *SECTIONS):
        assert isinstance(shown(empty, section), str)


HOSTILE = "\x1b[2J\x1b]0;title\x07[bold red]x[/] \u202eabc\u2066 \x9b31m \x00 [link=http://x]"


def test_an_article_cannot_steer_the_terminal() -> None:
    article = small_story.make_article("x", HOSTILE + "\n" + HOSTILE, None, HOSTILE)
    marker = small_story.Marker(article)
    findings = Findings(
        article,
        statements=(marker.says("x", None, HOSTILE, HOSTILE, HOSTILE),),
        events=(marker.event("x", "abc", HOSTILE, "happened"),),
    )
    with Store.open(":memory:") as store:
        store.replace_findings(findings)
        dossier = build_dossier(store)
    for section in (None, *SECTIONS):
        text = shown(dossier, section)
        assert not set(text) & set("\x1b\x07\x9b\x00\u202e\u2066")
    assert "[bold red]x[/]" in shown(dossier, "statements").replace("\n", " ")
    assert clean("a\x1b[0m \n b") == "a�[0m b"
    assert clean("“déjà vu” – 100 % نعم") == "“déjà vu” – 100 % نعم"


def test_a_long_passage_is_cut_between_words(dossier: Dossier) -> None:
    article = small_story.make_article("x", "Title\n" + "word " * 300, None, None)
    marker = small_story.Marker(article)
    whole = ("word " * 300).strip()
    with Store.open(":memory:") as store:
        store.replace_findings(Findings(article, statements=(marker.says("x", None, "Title", "Title", whole),)))
        text = shown(build_dossier(store), "statements")
    assert "word…" in text
    assert text.count("word") < 65


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2025-02-17", "2025-02-17", "2025-02-17"),
        ("2025-02-01", "2025-02-28", "2025-02"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2025-02-17", "2025-02-28", "2025-02-17 – 2025-02-28"),
        ("2025-02-01", "2025-02-27", "2025-02-01 – 2025-02-27"),
        (None, "2025-02-28", "2025-02-28"),
        ("0000-00-01", "9999-12-31", "0000-00-01 – 9999-12-31"),
    ],
)
def test_a_period_is_as_short_as_it_can_be(dossier: Dossier, first: str | None, last: str, days: str) -> None:
    entry = replace(dossier.timeline.past[0], first=first, last=last)
    whole = replace(dossier, timeline=replace(dossier.timeline, past=(entry,)))
    lines = shown(whole, "timeline").splitlines()[2:4]
    assert days in (" ".join(line[2:14].strip() for line in lines).strip(), lines[0][2:14].strip())


def test_another_report_s_date_is_told(dossier: Dossier) -> None:
    entry = dossier.timeline.past[0]
    other = OtherDate("2025-02-16", False, entry.evidence[0])
    whole = replace(dossier, timeline=replace(dossier.timeline, past=(replace(entry, other_dates=(other,)),)))
    assert "another date elsewhere: 2025-02-16" in shown(whole, "timeline")
    assert "another date" not in shown(dossier, "timeline")


def test_what_has_no_day_stands_beside_the_article_s_words(dossier: Dossier) -> None:
    entry = replace(dossier.timeline.past[0], first=None, last=None, time_words="later this month or the next")
    whole = replace(dossier, timeline=replace(dossier.timeline, past=(), upcoming=(entry,)))
    lines = shown(whole, "timeline").splitlines()
    assert [line[2:14].rstrip() for line in lines[2:4]] == ["later this", "month or the"]
    assert "“later this month" not in "\n".join(lines)
