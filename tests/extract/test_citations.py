"""Where a report has a statement from, how a speaker is kept unnamed, and who is no second source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.dossier.rows import statement_rows
from onrecord.records import Statement
from onrecord.story import BuildOptions, build_story, find, open_dossier
from onrecord.views.findings import findings_json


def said(sentence: str, words: str, outlet: str = "Tarn Post") -> list[Statement]:
    text = f"Rain fell in Tarn for three days. {sentence} The road to the town is open again."
    found = [s for s in find(text, "2025-02-17", outlet).statements if any(words in c.words for c in s.content)]
    assert found
    return found


@pytest.mark.parametrize(
    ("sentence", "words", "via"),
    [
        ("“The dam is safe,” Eva Holt told Reuters on Monday.", "dam is safe", "Reuters"),
        ("Eva Holt told the BBC that the dam was safe.", "dam was safe", "BBC"),
        ("The dam is safe, Eva Holt said in an interview with the Orsk Herald.", "dam is safe", "Orsk Herald"),
        ("Reuters reported on Monday that the minister would resign.", "would resign", "Reuters"),
        ("The minister will resign, according to AFP.", "will resign", "Agence France-Presse"),
        ("“The dam is safe,” Holt said, the Associated Press reported.", "dam is safe", "Associated Press"),
        ("Holt wrote in the Financial Times that rates must fall.", "rates must fall", "Financial Times"),
        ("Speaking on CNN, Holt said the plan was dead.", "plan was dead", "CNN"),
        ("Eva Holt told the BBC to apologise for the report.", "report", None),
        ("Eva Holt said the BBC had lied about the dam.", "had lied", None),
        ("The BBC said it would cut 500 jobs.", "cut 500 jobs", None),
        ("Eva Holt told members that the dam was safe.", "dam was safe", None),
        ("Eva Holt told the Tarn Post that the dam was safe.", "dam was safe", None),  # its own reporting
    ],
)
def test_the_agency_or_outlet_that_a_report_cites(sentence: str, words: str, via: str | None) -> None:
    assert {s.via for s in said(sentence, words)} == {via}


def test_only_whose_words_they_are_is_cited() -> None:
    sentence = "Eva Holt told Reuters she would quit but Paul Dorn said he would stay."
    assert [s.via for s in said(sentence, "would quit")] == ["Reuters"]
    assert [s.via for s in said(sentence, "would stay")] == [None]


@pytest.mark.parametrize(
    ("sentence", "words", "anonymous"),
    [
        ("Sources close to the talks said the deal was dead.", "deal was dead", "sources"),
        ("A person familiar with the talks said the deal was dead.", "deal was dead", "sources"),
        ("“It is dead,” two officials said on condition of anonymity.", "It is dead", "condition"),
        ("“It is dead,” said an aide who asked not to be named.", "It is dead", "condition"),
        ("Officials said the deal was dead.", "deal was dead", "unnamed"),
        ("“It is dead,” said Anna Berg, a senior official.", "It is dead", ""),
        ("The Finance Ministry said the deal was dead.", "deal was dead", ""),
        ("Eva Holt said the source of the leak was known.", "source of the leak", ""),
    ],
)
def test_how_a_speaker_is_kept_unnamed(sentence: str, words: str, anonymous: str) -> None:
    assert [s.anonymous for s in said(sentence, words)] == [anonymous]


SAFE = "The dam above the town is as safe as it was on the day that we built it"
SCENES = {
    "Beacon": "Rain fell on the dam above Tarn for a third day, and families left the lower streets by bus.",
    "Courier": "The lower streets of Tarn were emptied on Monday as water rose behind the dam.",
}


@pytest.mark.parametrize(
    ("left", "right", "reports"),
    [("told Reuters", "told Reuters", 1), ("told Reuters", "told the Orsk Herald", 2), ("told members", "said", 2)],
)
def test_two_reports_that_cite_one_agency_are_one_source(tmp_path: Path, left: str, right: str, reports: int) -> None:
    rows = [
        {"title": f"Dam {outlet}", "text": f"{scene}\n\n“{SAFE},” Governor Eva Holt {cue}.\n\nThe search goes on.",
         "outlet": outlet, "date": "2025-02-17"}
        for (outlet, scene), cue in zip(SCENES.items(), (left, right), strict=True)
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    build_story([str(tmp_path / "in.jsonl")], tmp_path / "out", BuildOptions(jobs=1))
    found = [row for row in statement_rows(open_dossier(tmp_path / "out")) if SAFE in row.words]
    assert [(row.reports, row.wire) for row in found] == [(reports, None)] * 2


def test_an_agency_that_the_whole_article_credits_is_a_wire() -> None:
    wire = find("TARN (Reuters) - Governor Eva Holt said on Monday that the dam was safe.", "2025-02-17", "Beacon")
    assert findings_json(wire)["wire"] == "Reuters"
    cited = find("TARN - The dam is safe, as reported by Reuters, Governor Eva Holt said.", "2025-02-17", "Beacon")
    assert findings_json(cited)["wire"] is None
