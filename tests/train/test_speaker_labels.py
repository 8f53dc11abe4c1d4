"""Sheets, forms and what comes of two filled folders."""

from __future__ import annotations

from pathlib import Path

from onrecord.evaluate.labels import STRUCK, Labelled
from train.speakers.choose import choose
from train.speakers.join import Filled, compare, label_fault, open_rows, place, read_decided, read_form
from train.speakers.sheets import FORM_HEAD, analysed, annotated_mentions, found_mentions, guess_kind, sheet

TEXT = 'Ann Lee said that he, Bob Ray, was late. "We will go," she said.\n\nTwo aides said he was ill, a memo shows.'
RECORD = {"id": "x", "title": "Late", "text": TEXT}


def span(words: str, nth: int = 1) -> tuple[tuple[int, int], ...]:
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return ((start, start + len(words)),)


def words(found: list[tuple[tuple[int, int], ...]]) -> list[str]:
    return [" ".join(TEXT[s:e] for s, e in spans) for spans in found]


def test_a_choice_depends_on_the_seed_alone_and_takes_one_article_of_a_story() -> None:
    records = [{"id": f"r{k}", "story": f"s{k // 3}", "text": "word " * (200 + 10 * k)} for k in range(80)]
    chosen = choose(records)
    assert chosen == choose(list(reversed(records)))
    assert chosen != choose(records, seed=5)
    assert len(chosen) == len({r["story"] for r in chosen}) == 20
    assert all(250 <= len(r["text"].split()) <= 900 for r in chosen)


def test_mentions_of_a_text_without_labels() -> None:
    analysis = analysed(RECORD)
    found = found_mentions(analysis)
    assert words(found)[:2] == ["Ann Lee", "she"]
    assert "Two aides" in words(found)
    kinds = {w: guess_kind(analysis, spans) for w, spans in zip(words(found), found, strict=True)}
    assert (kinds["Ann Lee"], kinds["she"], kinds["Two aides"]) == ("name", "pronoun", "group")


def test_annotated_sources_are_listed_once() -> None:
    source = [list(span("Ann Lee")[0])]
    record = {"attributions": [{"source": source}, {"source": source}, {"source": []}, {"source": [[1, 2], [4, 6]]}]}
    assert annotated_mentions(record) == [span("Ann Lee"), ((1, 2), (4, 6))]


def test_a_sheet_marks_mentions_and_leaves_labels_empty() -> None:
    text, form = sheet(RECORD, [span("Ann Lee"), span("she")], ["name", "pronoun"])
    assert "[3] Two aides said" in text
    assert ">>she<< said" in text
    rows = [line.split("\t") for line in form.splitlines()]
    assert rows[0] == list(FORM_HEAD)
    assert [row[-2:] for row in rows[1:]] == [["", ""], ["", ""]]


def test_the_nth_words_of_a_sentence() -> None:
    whole = (0, len(TEXT))
    assert place(TEXT, whole, "he") == ((TEXT.index("he, Bob"), TEXT.index("he, Bob") + 2),)
    assert place(TEXT, whole, "he@2") == ((TEXT.index("he was ill"), TEXT.index("he was ill") + 2),)
    assert place(TEXT, whole, "he@3") == ()
    assert place(TEXT, whole, "") == ()


def test_labels_use_the_words_of_the_article() -> None:
    assert not any(label_fault(x, TEXT) for x in ("Ann Lee", "Ann Lee + Bob Ray", "nom:two aides", "?", "author"))
    assert not label_fault("Ann Lee / doc:memo", TEXT)
    assert label_fault("Robert Ray", TEXT).startswith("robert of")
    assert label_fault("", TEXT)
    assert label_fault("nom:", TEXT)
    assert label_fault("nom:Lee said that he Bob Ray was", TEXT)


def form(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["\t".join(FORM_HEAD), *rows]) + "\n", encoding="utf-8")
    return path


def test_a_filled_form_is_read_with_added_and_struck_mentions(tmp_path: Path) -> None:
    path = form(tmp_path / "01.tsv", "1\t0-7\t1\tAnn Lee\tname\tAnn Lee\t", "2\t18-20\t1\the\tstruck",
                "+\t\t2\tshe\tpronoun\tAnn Lee\tmissed")  # fmt: skip
    filled = read_form(path, "x", TEXT)
    assert filled.labels == [
        Labelled("x", ((0, 7),), "name", "Ann Lee"),
        Labelled("x", ((18, 20),), STRUCK, ""),
        Labelled("x", span("she"), "pronoun", "Ann Lee"),
    ]
    assert filled.notes["x", span("she")] == "missed"
    assert not filled.faults


def test_faults_of_a_form_are_named(tmp_path: Path) -> None:
    path = form(tmp_path / "01.tsv", "1\t0-7\t1\tAnn Lee\tname\t\t", "2\t18-20\t1\the\tverb\tBob Ray\t",
                "+\t\t3\tshe\tpronoun\tAnn Lee\t", "3\t18-20\t1\the\tpronoun\tLee\t",
                "5\t20-22\t1\the\tpronoun\tAnn Lee\t")  # fmt: skip
    faults = "\n".join(read_form(path, "x", TEXT).faults)
    expected = ("the label is empty", "the kind 'verb'", "not in sentence 3", "must stay", "'Ann Lee' and 'Lee'")
    assert all(words_of_fault in faults for words_of_fault in expected)


def test_what_two_agree_on_and_what_a_third_decides(tmp_path: Path) -> None:
    def side(*rows: tuple[str, str, str]) -> Filled:
        labels = [Labelled("x", span(w), kind, label) for w, kind, label in rows]
        return Filled(labels, {("x", span("Bob Ray")): "unsure"}, [])

    first = side(("Ann Lee", "name", "Lee"), ("she", "pronoun", "Ann Lee"), ("Two aides", "group", "nom:two aides"),
                 ("memo", STRUCK, ""), ("Bob Ray", "name", "Bob Ray"))  # fmt: skip
    second = side(("Ann Lee", "name", "Ann Lee"), ("she", "pronoun", "Bob Ray"), ("Two aides", "group", "nom:aides"),
                  ("memo", STRUCK, ""))  # fmt: skip
    agreed, still_open = compare(first.labels, second.labels)
    assert [m.label for m in agreed] == ["Ann Lee", "nom:two aides"]
    assert still_open == [("x", span("Bob Ray")), ("x", span("she"))]
    table = open_rows(still_open, (first, second), {"x": TEXT}).splitlines()
    assert "not listed" in table[1]
    assert "unsure" in table[1]
    path = tmp_path / "open.tsv"
    path.write_text("\n".join(table) + "\n")
    assert len(read_decided(path, {"x": TEXT})[1]) == 2  # nothing is decided yet
    rows = [line.split("\t") for line in table]
    rows[1][-2:], rows[2][-2:] = [STRUCK, ""], ["pronoun", "Ann Lee"]
    path.write_text("\n".join("\t".join(row) for row in rows) + "\n")
    assert read_decided(path, {"x": TEXT}) == ([Labelled("x", span("she"), "pronoun", "Ann Lee")], [])
