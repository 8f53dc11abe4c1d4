"""The analysis: our own paragraphs and sentences, offsets into the article, removed parts left out."""

from __future__ import annotations

import pytest
from conftest import article

from onrecord.analyse import pipeline
from onrecord.analyse.pipeline import analyse
from onrecord.records import Removed, Span

TEXT = "Give now.\n\nAnn Lee left Paris.“We do not plan to stay,” she said.\n\nThe U.S. Senate voted on Monday."


def test_offsets_heads_and_sentences_agree() -> None:
    a, problems = analyse(article(TEXT))
    assert problems == ()
    for k, (first, last, _) in enumerate(a.sentences):
        for i in range(first, last):
            token = a.tokens[i]
            assert token.text == TEXT[token.start : token.end]
            assert token.sentence == k
            assert first <= token.head < last
    assert a.sentences[0].first == 0
    assert a.sentences[-1].last == len(a.tokens)


def test_sentences_are_ours_not_the_parsers() -> None:
    a, _ = analyse(article(TEXT))
    words = [TEXT[slice(*a.sentence_range(k))] for k in range(len(a.sentences))]
    assert words[1:3] == ["Ann Lee left Paris.", "“We do not plan to stay,” she said."]


def test_removed_parts_have_no_tokens() -> None:
    removed = Removed("rm-1", Span("x", 0, 9, "Give now."), "appeal")
    a, _ = analyse(article(TEXT), [removed])
    assert a.tokens[0].text == "Ann"
    assert a.removed == (removed,)
    assert analyse(article(TEXT))[0].tokens[0].text == "Give"


def test_a_text_too_long_is_read_in_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "MAX_CHARS", 30)
    a, problems = analyse(article(TEXT))
    assert [p.code for p in problems] == ["too-long"]
    assert a.tokens[-1].end <= 30


@pytest.mark.parametrize("text", ["", "   \n\n ", "\u200b", "“", "\x00\x00", "🙂"])
def test_odd_texts_are_analysed(text: str) -> None:
    a, problems = analyse(article(text))
    assert problems == ()
    assert all(t.text == text[t.start : t.end] for t in a.tokens)


def test_the_same_text_gives_the_same_analysis() -> None:
    assert analyse(article(TEXT))[0].tokens == analyse(article(TEXT))[0].tokens


def test_a_hard_space_between_words_is_no_token() -> None:
    text = "Prime minister\u00a0Anna\u00a0Lee met Bob\u202fRay."
    a, _ = analyse(article(text))
    assert [t.text for t in a.tokens] == ["Prime", "minister", "Anna", "Lee", "met", "Bob", "Ray", "."]
    assert all(t.text == text[t.start : t.end] for t in a.tokens)
    assert [text[a.tokens[n.first].start : a.tokens[n.last - 1].end] for n in a.names][-1] == "Bob\u202fRay"


def test_a_hard_space_beside_a_space_keeps_the_offsets() -> None:
    text = "Anna Lee \u00a0met Bob Ray."
    a, _ = analyse(article(text))
    assert all(t.text == text[t.start : t.end] for t in a.tokens)
    assert text[a.tokens[-2].start :] == "Ray."
