"""The cue table and the acts: what comes of counts, of the lexicon, and without the learned file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract import statements
from onrecord.extract.said.acts import act_of_lemma, acts
from onrecord.extract.said.cues import CueTable, cue_table, expit, lexicon_shares, logit, smoothed


def test_many_occurrences_outweigh_the_guess() -> None:
    assert smoothed((0, 200), (0, 5000), (900, 1000)) < 0.05
    assert smoothed((200, 200), (0, 5000), (1, 1000)) > 0.95


def test_an_unseen_pair_follows_its_word_and_its_relation() -> None:
    usual = smoothed((0, 0), (0, 0), (300, 1000))
    assert smoothed((0, 0), (50, 1000), (300, 1000)) > usual > smoothed((0, 0), (0, 3000), (300, 1000))


def test_the_lexicon_lifts_a_rare_pair_but_not_a_refuted_one() -> None:
    assert smoothed((1, 2), (4, 126), (20, 100), share=0.7) > smoothed((1, 2), (4, 126), (20, 100))
    assert smoothed((0, 400), (4, 126), (20, 100), share=0.7) < 0.05


def test_a_score_is_a_probability_that_features_move() -> None:
    table = CueTable({}, {}, {}, {"bias": 0.0, "prior": 1.0, "good": 2.0, "bad": -2.0})
    assert table.score(0.5, ["bad"]) < table.score(0.5, []) == 0.5 < table.score(0.5, ["good", "unheard of"]) < 1
    assert expit(logit(0.3)) == pytest.approx(0.3)


def test_the_table_that_ships_knows_what_news_says() -> None:
    table = cue_table()
    assert table.prior("say", "ccomp:bare") > 0.7 > 0.3 > table.prior("open", "dobj")
    assert all(0 < k <= n or (k == 0 and n > 0) for k, n in table.pairs.values())


def test_rules_work_without_the_learned_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "cue_table", lambda: CueTable({}, {}, {}, {}, lexicon_shares()))
    analysis = analyse(
        article("“We will win,” said Ann Lee. Bob Ray believes that the war is lost. She ate an apple.")
    )[0]
    found = statements.find_statements(analysis)
    assert [s.source[0].words for s in found] == ["Ann Lee", "Bob Ray"]


def test_every_act_has_a_lemma_and_every_lemma_one_act() -> None:
    assert set(act_of_lemma().values()) == set(acts()) - {"other"}


def test_file_says_where_its_counts_come_from() -> None:
    path = Path(statements.__file__).parent / "lexicons" / "cues.tsv"
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any("PolNeAR" in line for line in head)
    assert any("no licence stated" in line for line in head)


# The share of right ones among the annotated attributions of twelve articles; dev as a whole: F1 .67.
FLOOR_F1 = 0.55


def test_floor_on_annotated_news(shared: Path) -> None:
    lines = (shared / "data" / "attribution" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[::7]
    right = predicted = annotated = 0
    for record in map(json.loads, lines):
        analysis = replace(analyse(article(record["text"]))[0], attributions=None)
        found = [s for s in statements.find_statements(analysis) if s.parent is None]
        gold = [(tokens(analysis, x["content"]), tokens(analysis, x["source"])) for x in record["attributions"]]
        predicted, annotated = predicted + len(found), annotated + len(gold)
        for s in found:
            content = tokens(analysis, [x.range for x in s.content])
            source = tokens(analysis, [x.range for x in s.source])
            match = next((g for g in gold if agrees(content, source, *g)), None)
            if match is not None:
                gold.remove(match)
                right += 1
    assert 2 * right / (predicted + annotated) >= FLOOR_F1


def tokens(analysis, ranges) -> set[int]:  # type: ignore[no-untyped-def]
    return {k for s, e in ranges for k in analysis.tokens_in(s, e) if analysis.tokens[k].text[0].isalnum()}


def agrees(content: set[int], source: set[int], other: set[int], other_source: set[int]) -> bool:
    alike = len(content & other) >= 0.5 * len(content | other)
    return alike and (bool(source & other_source) or not (source or other_source))
