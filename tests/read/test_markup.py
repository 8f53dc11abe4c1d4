"""Pieces of HTML to words, and in time that grows with their length."""

from __future__ import annotations

import time

import pytest

from onrecord.read.markup import plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain  words", "plain words"),
        ("<p>One.</p><p>Two &amp; three.</p>", "One.\nTwo & three."),
        ("One<br/>two<b>three</b>", "One\ntwothree"),
        ("<div>\n <p>One\n two</p>\n</div>", "One two"),
        ("a <!-- not <p>this</p> --> b", "a b"),
        ("a<script>if (1 < 2) x = '</p>';</script>b<style>p{}</style>c", "abc"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<a href=\"x\" title='y'>go</a> &lt;b&gt; &#8220;hi&#8221;", "go <b> “hi”"),
        ("<p>never closed", "never closed"),
        ("cut <!-- off", "cut"),
        ("<script>all of it", ""),
        ("", ""),
    ],
)
def test_words(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize("piece", ["<", "<p", "<!--", '<p "', "<p>", "&", "<script>", "]]>", "<![CDATA["])
def test_time_is_bounded(piece: str) -> None:
    start = time.process_time()
    plain_text(piece * 200_000)
    assert time.process_time() - start < 1.5
