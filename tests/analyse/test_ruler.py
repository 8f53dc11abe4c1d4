"""The ruler with a memory says what spaCy's own says, also of its patterns over two tokens."""

from __future__ import annotations

import pytest
import spacy

from onrecord.analyse.pipeline import MODEL, language
from tests.conftest import ROOT

TEXTS = [
    "I'm gonna go, and it ain't so bad; let's see what y'all got.",
    "There is no reason that he did not say he'd been there.",
    "Do you have what it takes? C'mon, nothin' doin', he said.",
    *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples/backstop/articles").glob("*.txt"))),
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_output_is_that_of_the_ruler(text: str) -> None:
    own = spacy.load(MODEL, exclude=["senter"])
    expected = [(t.text, t.pos_, t.lemma_, str(t.morph)) for t in own(text)]
    for _ in range(2):  # worked out, then remembered
        assert [(t.text, t.pos_, t.lemma_, str(t.morph)) for t in language()(text)] == expected
