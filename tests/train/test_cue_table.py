"""The recipe of the cue table: counts and weights from a handful of articles."""

from __future__ import annotations

from pathlib import Path

from conftest import article

from onrecord.analyse.pipeline import analyse
from train.cues.learn import counts, examples, write

TEXT = "Ann Lee said the plan was dead. Bob Ray opened the door. Eve Fox said the door was shut."


def record(text: str, annotated: list[tuple[str, str, str]]) -> dict[str, object]:
    def at(words: str) -> list[list[int]]:
        return [[text.index(words), text.index(words) + len(words)]]

    return {"text": text, "attributions": [{"source": at(s), "cue": at(c), "content": at(x)} for s, c, x in annotated]}


def test_a_candidate_is_right_with_its_cue_source_and_content() -> None:
    analysis = analyse(article(TEXT))[0]
    found = examples([record(TEXT, [("Ann Lee", "said", "the plan was dead")])], [analysis])
    said = [x.label for x in found if (x.lemma, x.name) == ("say", "ccomp:bare")]
    assert said == [True, False]  # the second is not annotated
    assert counts(found)[0]["say", "ccomp:bare"] == (1, 2)
    other = examples([record(TEXT, [("Bob Ray", "said", "the plan was dead")])], [analysis])
    assert not any(x.label for x in other)


def test_candidates_inside_a_content_are_not_counted() -> None:
    analysis = analyse(article("Bob Ray said Ann Lee thinks the plan is dead."))[0]
    text = analysis.text
    found = examples([record(text, [("Bob Ray", "said", "Ann Lee thinks the plan is dead")])], [analysis])
    assert {x.lemma for x in found} == {"say"}


def test_the_same_articles_give_the_same_file(tmp_path: Path) -> None:
    analysis = analyse(article(TEXT))[0]
    found = examples([record(TEXT, [("Ann Lee", "said", "the plan was dead")])] * 12, [analysis] * 12)
    for name in ("a.tsv", "b.tsv"):
        write(tmp_path / name, found, floor=0.0)
    text = (tmp_path / "a.tsv").read_text(encoding="utf-8")
    assert text == (tmp_path / "b.tsv").read_text(encoding="utf-8")
    assert "pair\tsay\tccomp:bare\t12\t24\n" in text
    assert "Ann" not in text.split("weight", 1)[1]
