"""The store gives back what it was given, whole or not at all, and changes nothing that is unchanged."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
import records_strategies as some
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import StoreError, UsageError
from onrecord.records import (
    Actor,
    Article,
    Event,
    Findings,
    Issue,
    Link,
    Mention,
    Period,
    Position,
    Source,
    Span,
    Speaker,
    Statement,
    Time,
    link,
    problem,
)
from onrecord.store import Store, database
from onrecord.store.writing import find_rows

ROUND_TRIP = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = "Mr Tusk said Poland would not send troops. “We will help,” he said on Monday."


def make_article(n: int = 0, text: str = TEXT, **fields: str | None) -> Article:
    source = Source(f"so-{n}", f"in/{n}.txt", "0" * 64, len(text), "text/plain")
    return Article(f"ar-{n}", source, text, **{"title": "Poland rules out troops", "outlet": "The Post", **fields})


def make_findings(n: int = 0, text: str = TEXT, **fields: str | None) -> Findings:
    article = make_article(n, text, **fields)

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(article.id, start, start + len(words), words)

    when = Time(f"ti-{n}", span("Monday"), "DATE", "2025-02-17", Period("2025-02-17", "2025-02-17"))
    speaker = Speaker(f"ac-{n}", "Mr Tusk", "name")
    return Findings(
        article,
        statements=(
            Statement(f"st-{n}-0", article.id, "indirect", "say", (span("Mr Tusk"),), (span("said"),),
                      (span("Poland would not send troops"),), 0.9, "verb", speaker=speaker),
            Statement(f"st-{n}-1", article.id, "direct", "say", (span("he"),), (span("he said"),),
                      (span("We will help"),), 0.4, "quote", speaker=speaker),
        ),
        mentions=(Mention(f"me-{n}", span("Mr Tusk"), "name", f"ac-{n}", "name"),),
        actors=(Actor(f"ac-{n}", "Tusk", "person", ("Mr Tusk",), article=article.id),),
        times=(when,),
        positions=(Position(f"po-{n}", article.id, f"ac-{n}", "Poland", None, span("send troops"), "against", True, (),
                            span("Poland would not send troops"), 0.8, "negated"),),
        events=(Event(f"ev-{n}", span("said"), span("he said on Monday"), "Tusk speaks", "speech", "happened", when),),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.open(tmp_path / "story.sqlite") as store:
        yield store


# Round trip


@ROUND_TRIP
@given(some.findings())
def test_findings_come_back_as_they_were(findings: Findings) -> None:
    store = Store.open(":memory:")
    assert store.replace_findings(findings)
    assert store.findings(findings.article.id) == findings
    assert not store.replace_findings(findings)


@ROUND_TRIP
@given(st.data())
def test_what_lies_across_articles_comes_back_as_it_was(data: st.DataObject) -> None:
    store, kinds = Store.open(":memory:"), ["actor", "same", "odd kind"]
    links, issues, actors = (data.draw(x) for x in (some.links(kinds), some.issues(), some.story_actors()))
    store.replace_links(kinds, links, issues, actors)
    assert sorted(store.links(), key=lambda x: x.id) == sorted(links, key=lambda x: x.id)
    assert [x for kind in kinds for x in store.links(kind)] == [x for k in kinds for x in links if x.kind == k]
    assert (tuple(store.issues()), tuple(store.actors())) == (issues, actors)
    assert not store.replace_links(kinds, links, issues, actors)


@ROUND_TRIP
@given(st.lists(some.articles(), max_size=4, unique_by=(lambda a: a.id, lambda a: a.source.id)), st.data())
def test_content_does_not_depend_on_the_order_of_writing(articles: list[Article], data: st.DataObject) -> None:
    whole = [data.draw(some.findings(article)) for article in articles]
    one, two = Store.open(":memory:"), Store.open(":memory:")
    for findings in whole:
        one.replace_findings(findings)
    for findings in whole[::-1]:  # written first without findings, then with them
        two.replace_findings(Findings(findings.article))
        two.replace_findings(findings)
    assert list(one.content()) == list(two.content())
    for store, index in ((one, "articles_search"), (two, "articles_search"), (two, "statements_search")):
        store._db.execute(
            f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)"
        )  # raises where out of step


def test_records_with_one_id_are_kept_once(store: Store) -> None:
    findings = make_findings()
    twice = replace(findings, mentions=findings.mentions * 2, statements=findings.statements * 2)
    store.replace_findings(twice)
    assert store.findings("ar-0") == findings


# Replacing


def test_the_new_set_takes_the_place_of_the_old(store: Store) -> None:
    store.replace_findings(make_findings(0))
    store.replace_findings(make_findings(1))
    fewer = replace(make_findings(0), statements=(), positions=(), mentions=())
    assert store.replace_findings(fewer)
    assert list(store.all_findings()) == [fewer, make_findings(1)]


def test_removing_an_article_leaves_nothing_of_it_and_all_of_the_others(store: Store) -> None:
    store.replace_findings(make_findings(0))
    before = list(store.content())
    store.replace_findings(make_findings(1))
    assert store.remove_article("ar-1")
    assert not store.remove_article("ar-1")
    assert list(store.content()) == before
    assert [hit.article for hit in store.search("troops")] == ["ar-0"]


def test_articles_of_one_source_share_it_until_the_last_is_gone(store: Store) -> None:
    one, two = make_findings(0), make_findings(1)
    two = replace(two, article=replace(two.article, source=one.article.source))
    store.replace_findings(one)
    store.replace_findings(two)
    store.remove_article("ar-0")
    assert store.findings("ar-1") == two
    store.remove_article("ar-1")
    assert store.counts()["sources"] == 0


def test_unchanged_input_changes_no_byte_of_the_file(tmp_path: Path) -> None:
    def build() -> None:
        with Store.open(tmp_path / "story.sqlite") as store, store.transaction():
            for n in range(3):
                store.replace_findings(make_findings(n))
            links = [link("same", "st-0-0", "st-1-0", "words", 0.8, similar=1)]
            store.replace_links(["same", "actor"], links, [Issue("is-0", "troops", ("troops",), ("po-0",))], [])
            store.replace_problems("read", [problem("read", "empty", "nothing in it", "x.txt")])
            store.write_meta("options", "{}")

    build()
    before = (tmp_path / "story.sqlite").read_bytes()
    build()
    assert (tmp_path / "story.sqlite").read_bytes() == before


def test_what_is_read_back_is_unchanged_whatever_kind_of_number_was_written(store: Store) -> None:
    findings = make_findings(0)
    odd = replace(findings, statements=tuple(replace(s, score=1) for s in findings.statements),
                  events=tuple(replace(e, factuality=numpy.float64(2)) for e in findings.events),
                  positions=tuple(replace(p, score=numpy.float32(0.5)) for p in findings.positions))  # fmt: skip
    store.replace_findings(odd)
    assert not store.replace_findings(store.findings("ar-0"))
    assert store.replace_findings(replace(odd, positions=()))


def test_a_changed_word_is_written(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.replace_findings(make_findings(0))
        before = store.path.read_bytes()
        assert store.replace_findings(make_findings(0, outlet="Another"))
    assert store.path.read_bytes() != before


def test_findings_with_a_wrong_span_are_refused_and_nothing_changes(store: Store) -> None:
    store.replace_findings(make_findings(0))
    good = make_findings(0).mentions[0]
    for span in (
        replace(good.span, words="Mr Task"),
        replace(good.span, article="ar-9"),
        replace(good.span, start=-77),
    ):
        with pytest.raises(UsageError, match="is not a span of article ar-0"):
            store.replace_findings(replace(make_findings(0), mentions=(replace(good, span=span),)))
    assert store.findings("ar-0") == make_findings(0)


def test_a_record_of_another_article_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="cannot be among the findings of ar-0"):
        store.replace_findings(replace(make_findings(0), actors=make_findings(1).actors))


def test_half_a_surrogate_pair_is_refused_with_the_name_of_the_input(store: Store) -> None:
    with pytest.raises(UsageError, match=re.escape("in/0.txt: '\\ud800' in its findings")):
        store.replace_findings(Findings(make_article(text="a \ud800 b")))
    assert store.articles() == []


def test_problems_of_a_stage_without_article_are_replaced_and_those_of_articles_stay(store: Store) -> None:
    own = problem("extract", "long", "too long", "in/0.txt", "ar-0")
    store.replace_findings(replace(make_findings(0), problems=(own,)))
    empty, binary = (problem("read", code, "skipped", f"{code}.txt") for code in ("empty", "binary"))
    assert store.replace_problems("read", [empty, binary])
    assert store.problems() == [empty, binary, own]
    assert store.replace_problems("read", [binary])
    assert store.problems() == [binary, own]
    assert store.replace_problems("read", [])
    assert not store.replace_problems("read", [])
    with pytest.raises(UsageError, match="stage 'read' among those of 'link'"):
        store.replace_problems("link", [empty])


# Links and corrections


def test_only_links_of_the_named_kinds_are_replaced(store: Store) -> None:
    same, copy = link("same", "st-0", "st-1", "words", 0.9), link("copy", "ar-0", "ar-1", "shingles", 0.7)
    store.replace_links(["same", "copy"], [same, copy])
    store.replace_links(["same"], [])
    assert store.links() == [copy]
    with pytest.raises(UsageError, match="links of kind 'copy', but only"):
        store.replace_links(["same"], [copy])


def test_actors_and_issues_stay_where_none_are_given_and_go_where_an_empty_list_is(store: Store) -> None:
    issue, actor = Issue("is-0", "troops", (), ("po-0",)), Actor("sa-0", "Tusk", "person")
    store.replace_links([], [], [issue], [actor])
    store.replace_links(["same"], [])
    assert (store.issues(), store.actors()) == ([issue], [actor])
    store.replace_links([], [], [], [])
    assert (store.issues(), store.actors()) == ([], [])


def test_a_correction_outlives_reruns_and_takes_the_place_of_the_machine_s(store: Store) -> None:
    machine = [link("actor", "ac-0", "sa-0", "name", 0.9), link("actor", "ac-1", "sa-0", "name", 0.9)]
    human = link("actor", "ac-0", "sa-7", "human", 1.0)
    store.replace_links(["actor"], machine)
    store.correct(human)
    assert set(store.links("actor")) == {human, machine[1]}
    store.replace_links(["actor"], machine)
    assert set(store.links("actor")) == {human, machine[1]}
    assert store.remove_correction(human.id)
    store.replace_links(["actor"], machine)
    assert store.links("actor") == machine


def test_a_rejection_keeps_two_records_apart_in_either_order_and_leaves_other_links(store: Store) -> None:
    wrong, right = link("same", "st-0", "st-1", "words", 0.9), link("same", "st-0", "st-2", "words", 0.9)
    no = link("same", "st-1", "st-0", "human", 0.0)
    store.correct(no)
    store.replace_links(["same"], [wrong, right])
    assert set(store.links()) == {no, right}
    store.replace_links(["actor"], [link("actor", "st-0", "st-1", "name", 1.0)])
    assert len(store.links("actor")) == 1


def test_a_rejected_actor_link_leaves_room_for_another(store: Store) -> None:
    no, other = link("actor", "ac-0", "sa-0", "human", 0.0), link("actor", "ac-0", "sa-1", "name", 0.7)
    store.correct(no)
    store.replace_links(["actor"], [other])
    assert set(store.links()) == {no, other}


def test_a_correction_needs_the_human_method_and_an_undone_one_must_be_one(store: Store) -> None:
    machine = link("same", "st-0", "st-1", "words", 0.9)
    with pytest.raises(UsageError, match="method 'human', not 'words'"):
        store.correct(machine)
    store.replace_links(["same"], [machine])
    assert not store.remove_correction(machine.id)
    assert store.links() == [machine]


# Search


def test_search_finds_statements_and_articles_and_follows_changes(store: Store) -> None:
    store.replace_findings(make_findings(0))
    assert [hit.record for hit in store.search("sending troop")] == ["st-0-0"]
    assert store.search("sending doctors") == []
    assert [hit.record for hit in store.search("tusk help")] == ["st-0-1"]  # the speaker's name counts
    assert [hit.record for hit in store.search("rules", "articles")] == ["ar-0"]
    store.replace_findings(replace(make_findings(0, title="Warsaw says no"), statements=()))
    assert store.search("troops") == []
    assert store.search("rules", "articles") == []
    assert [hit.record for hit in store.search("warsaw", "articles")] == ["ar-0"]
    assert [hit.record for hit in store.search("doctors", "articles")] == []


@pytest.mark.parametrize("query", ['"', "AND", "a OR", "(", "*", "NEAR(", "words:x", "\x00", "", "  ", "'", "-a", "…"])
def test_no_query_is_a_mistake(store: Store, query: str) -> None:
    store.replace_findings(make_findings(0))
    assert isinstance(store.search(query), list)
    assert isinstance(store.search(query, "articles"), list)


# For people


def test_views_read_as_tables(store: Store) -> None:
    store.replace_findings(make_findings(0, published="2025-02-17"))
    store.replace_links(
        ["actor"],
        [link("actor", "ac-0", "sa-0", "name", 1.0)],
        [Issue("is-0", "send troops", (), ("po-0",))],
        [Actor("sa-0", "Donald Tusk", "person")],
    )
    with sqlite3.connect(store.path) as db:
        said = db.execute("SELECT outlet, published, speaker, act, kind, quote, cue FROM statements_view").fetchall()
        stands = db.execute("SELECT actor, stance, target, issue, evidence FROM positions_view").fetchall()
        happened = db.execute("SELECT first_day, label, status, time_words, evidence FROM timeline_view").fetchall()
        actors = db.execute("SELECT name, articles, mentions, statements FROM actors_view").fetchall()
    assert said[0] == (
        "The Post",
        "2025-02-17",
        "Donald Tusk",
        "say",
        "indirect",
        "Poland would not send troops",
        "said",
    )
    assert stands == [("Donald Tusk", "against", "send troops", "send troops", "Poland would not send troops")]
    assert happened == [("2025-02-17", "Tusk speaks", "happened", "Monday", "he said on Monday")]
    assert actors == [("Donald Tusk", 1, 1, 2)]


def test_a_rejected_actor_does_not_show_in_views(store: Store) -> None:
    store.replace_findings(make_findings(0))
    store.correct(link("actor", "ac-0", "sa-0", "human", 0.0))
    store.replace_links(["actor"], [], actors=[Actor("sa-0", "Donald Trump", "person")])
    with sqlite3.connect(store.path) as db:
        assert db.execute("SELECT DISTINCT speaker FROM statements_view").fetchall() == [("Tusk",)]


def test_foreign_keys_hold(store: Store) -> None:
    store.replace_findings(make_findings(0))
    with pytest.raises(StoreError, match="FOREIGN KEY"), store.transaction():
        store._db.execute("DELETE FROM sources")
    assert store._db.execute("PRAGMA foreign_key_check").fetchall() == []


# What goes wrong


def test_a_missing_story_is_said_with_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="make one with: onrecord build"):
        Store.open(tmp_path, write=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreError, match="there is no such folder"):
        Store.open(tmp_path / "no" / "story.sqlite")


@pytest.mark.parametrize("content", [b"not a database at all\n" * 100, b"SQLite format 3\x00" + b"x" * 5000])
def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "story.sqlite"
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"story\.sqlite: "):
        Store.open(file)
    assert file.read_bytes() == content


def test_another_program_s_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "places.sqlite"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE bookmarks (url)")
    db.close()
    before = file.read_bytes()
    with pytest.raises(StoreError, match="database of another program"):
        Store.open(file)
    assert file.read_bytes() == before


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "story.sqlite").touch()
    with Store.open(tmp_path) as store:
        assert store.articles() == []


def test_a_newer_story_is_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store._db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=r"newer onrecord.*schema is 99"):
        Store.open(tmp_path)


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.replace_findings(make_findings(0))
    with Store.open(tmp_path, write=False) as reader:
        assert reader.findings("ar-0") == make_findings(0)
        with pytest.raises(StoreError, match="cannot be opened or written"):
            reader.replace_findings(make_findings(1))


def test_a_folder_that_may_not_be_entered_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)  # root may enter every folder: simulated
    with pytest.raises(StoreError, match="check the permissions"):
        Store.open("/locked/story")


def test_a_full_disk_says_so_and_keeps_the_last_whole_state(store: Store) -> None:
    store.replace_findings(make_findings(0))
    before = list(store.content())
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages + 2}")

    def write() -> None:
        with store.transaction():
            for n in range(1, 200):
                store.replace_findings(make_findings(n))

    with pytest.raises(StoreError, match="the disk is full; free some space"):
        write()
    assert list(store.content()) == before
    store._db.execute("PRAGMA max_page_count = 1000000")
    assert store.replace_findings(make_findings(1))
    assert store._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_second_writer_is_told_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.05)
    with Store.open(tmp_path) as one, Store.open(tmp_path) as two:
        with one.transaction():
            one.replace_findings(make_findings(0))
            with pytest.raises(StoreError, match="another process is writing this story"):
                two.replace_findings(make_findings(1))
        assert two.replace_findings(make_findings(1))
        assert [f.article.id for f in one.all_findings()] == ["ar-0", "ar-1"]


def test_an_older_story_is_migrated_once_with_all_that_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        store.replace_findings(make_findings(0))
    known = database._migrations()
    new = max(known) + 1
    script = f"CREATE TABLE notes (words TEXT);\nINSERT INTO notes VALUES ('a;b');\nPRAGMA user_version = {new};\n"
    monkeypatch.setattr(database, "_migrations", lambda: known | {new: script})
    for _ in range(2):
        with Store.open(tmp_path, write=False) as store:
            assert store._db.execute("SELECT words FROM notes").fetchall() == [("a;b",)]
            assert store.findings("ar-0") == make_findings(0)


def test_a_story_of_the_first_version_gets_its_tables_of_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = database._migrations()
    with monkeypatch.context() as patch:
        patch.setattr(database, "_migrations", lambda: {1: known[1]})
        with Store.open(tmp_path) as store:
            store.replace_findings(replace(make_findings(0), positions=(), statements=()))
    (position,) = make_findings(0).positions
    rows = find_rows(make_findings(0))
    with sqlite3.connect(tmp_path / "story.sqlite") as db:  # as the first version wrote it
        row = ("ar-0", position.id, 0, position.actor, "Poland", "against", 1, None, 0.8, "negated", "")
        db.execute("INSERT INTO positions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        said = {row[2] for row in rows["statements"]}
        db.executemany(f"INSERT INTO statements VALUES ({', '.join('?' * 17)})", [r[:17] for r in rows["statements"]])
        db.executemany("INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?, ?)", [r for r in rows["spans"] if r[1] in said])
        for role, span in (("target", position.target), ("evidence", position.evidence)):
            assert span is not None
            place = ("ar-0", position.id, role, 0, span.start, span.end, span.words)
            db.execute("INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?, ?)", place)
    db.close()
    with Store.open(tmp_path) as store:
        assert store.keys.marks() == {}
        assert store.findings("ar-0") == make_findings(0)


def test_a_migration_that_fails_leaves_the_story_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path) as store:
        store.replace_findings(make_findings(0))
    before = (tmp_path / "story.sqlite").read_bytes()
    known = database._migrations()
    new = max(known) + 1
    monkeypatch.setattr(database, "_migrations", lambda: known | {new: "DROP TABLE links;\nDROP TABLE missing;\n"})
    with pytest.raises(StoreError, match="no such table"):
        Store.open(tmp_path)
    assert (tmp_path / "story.sqlite").read_bytes() == before


def test_an_exception_inside_a_transaction_leaves_nothing_of_it(store: Store) -> None:
    def write() -> None:
        with store.transaction():
            store.replace_findings(make_findings(0))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert store.articles() == []


def test_an_unknown_article_is_a_usage_error(store: Store) -> None:
    with pytest.raises(UsageError, match="'ar-9'"):
        store.findings("ar-9")


WRITER = """
import sys
sys.path[:0] = sys.argv[2:]
from test_store import make_findings, TEXT
from onrecord.store import Store, database
with Store.open(sys.argv[1]) as store:
    store.replace_findings(make_findings(0))
    print("ready", flush=True)
    for version in range(10**6):
        with store.transaction():
            for n in range(20):
                store.replace_findings(make_findings(n, outlet=f"version {version}"))
"""


@pytest.mark.parametrize("wait_seconds", [0.02, 0.11, 0.23])
def test_a_killed_writer_leaves_the_last_whole_state(tmp_path: Path, wait_seconds: float) -> None:
    folders = [str(folder) for folder in list(Path(__file__).parents)[:3]]
    command = [sys.executable, "-c", WRITER, str(tmp_path), *folders]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(wait_seconds)
        os.kill(process.pid, signal.SIGKILL)
    with Store.open(tmp_path) as store:
        found = list(store.all_findings())
        outlets = {findings.article.outlet for findings in found}
        assert len(outlets) == 1  # all twenty of one version, or the first alone
        assert len(found) == (1 if outlets == {"The Post"} else 20)
        outlet = outlets.pop()
        assert {f.article.id: f for f in found} == {
            f"ar-{n}": make_findings(n, outlet=outlet) for n in range(len(found))
        }
        assert store._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.replace_findings(make_findings(99))


def test_300_articles_are_written_in_a_few_seconds(tmp_path: Path) -> None:
    text = " ".join([TEXT] * 30)
    article = make_article(text=text)
    spans = [Span(article.id, i, i + 40, text[i : i + 40]) for i in range(0, 1200, 20)]
    base = make_findings(0, text)

    def many(n: int) -> Findings:
        key = f"ar-{n}"
        here = [replace(span, article=key) for span in spans]
        statements = tuple(
            replace(base.statements[0], id=f"st-{n}-{i}", article=key, source=(here[i],), cue=(here[i],),
                    content=(here[i], here[i + 1]))
            for i in range(25)
        )  # fmt: skip
        mentions = tuple(Mention(f"me-{n}-{i}", span, "name") for i, span in enumerate(here))
        times = tuple(replace(base.times[0], id=f"ti-{n}-{i}", span=here[i]) for i in range(30))
        events = tuple(
            replace(base.events[0], id=f"ev-{n}-{i}", span=here[i], clause=here[i], time=times[i]) for i in range(30)
        )
        own = replace(article, id=key, source=replace(article.source, id=f"so-{n}"))
        return Findings(own, (), statements, mentions, (), times, (), events)

    whole = [many(n) for n in range(300)]
    started = time.process_time()
    with Store.open(tmp_path) as store, store.transaction():
        for findings in whole:
            store.replace_findings(findings)
    assert time.process_time() - started < 8  # 0.9 s measured


def test_links_are_read_in_the_linker_s_order(store: Store) -> None:
    links = [Link(f"ln-{n}", "same", f"st-{n}", "st-9", "words", 0.5) for n in (3, 1, 2)]
    store.replace_links(["same"], links)
    assert store.links("same") == links


def test_what_is_read_back_and_written_again_changes_nothing_though_a_record_came_twice(tmp_path: Path) -> None:
    found = make_findings(0)
    first, last = (problem("extract", "odd", words, "in", found.article.id) for words in ("one", "two"))
    with Store.open(tmp_path) as store:
        store.replace_findings(replace(found, problems=(first, first, last)))
        before = list(store.content())
        store.replace_findings(store.findings("ar-0"))
        assert list(store.content()) == before
