"""The one reading of negation: which words deny, ask or condition a predicate, and what only looks like it."""

from __future__ import annotations

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.syntax.negation import Words, is_counterfactual, polarity
from onrecord.extract.when.status import reality

# Sentence, its predicate, what is said of it ("" for nothing) and by which words.
TABLE = [
    ("The rebels did not leave the valley.", "leave", "negated", "not"),
    ("The rebels left the valley.", "left", "", ""),
    ("The rebels never left the valley.", "left", "negated", "never"),
    ("The rebels no longer held the valley.", "held", "negated", "longer"),
    ("The rebels held the valley longer.", "held", "", ""),
    ("The rebels not only held the valley but also took the town.", "held", "", ""),
    ("Nobody left the valley.", "left", "negated", "nobody"),
    ("Somebody left the valley.", "left", "", ""),
    ("No rebels left the valley.", "left", "negated", "no"),
    ("Neither rebel left the valley.", "left", "negated", "neither"),
    ("Either rebel left the valley.", "left", "", ""),
    ("Without leaving the valley, the rebels won.", "leaving", "negated", "without"),
    ("The governor has yet to sign the pact.", "sign", "negated", "yet"),
    ("The governor has to sign the pact.", "sign", "", ""),
    ("The rebels almost took the town.", "took", "nearly", "almost"),
    ("The rebels took almost the whole town.", "took", "", ""),
    ("Nearly 300 rebels took the town.", "took", "", ""),
    ("Prices nearly doubled in the town.", "doubled", "", ""),
    ("The governor stopped short of signing the pact.", "signing", "nearly", "short of"),
    ("The governor is close to signing the pact.", "signing", "", ""),
    ("The governor denied that rebels took the town.", "took", "denied", "denied"),
    ("The governor did not deny that rebels took the town.", "took", "", ""),
    ("The governor confirmed that rebels took the town.", "took", "", ""),
    ("It is false that rebels took the town.", "took", "denied", "false"),
    ("It is true that rebels took the town.", "took", "", ""),
    ("It is not true that rebels took the town.", "took", "denied", "not true"),
    ("The governor falsely claimed that rebels took the town.", "took", "denied", "falsely"),
    ("Rumours that rebels took the town are untrue.", "took", "denied", "untrue"),
    ("The governor denied having promised a pardon.", "promised", "denied", "denied"),
    ("The governor denied promising a pardon.", "promising", "denied", "denied"),
    ("The governor regretted having promised a pardon.", "promised", "", ""),
    ("The governor is expected to promise a pardon.", "promise", "foreseen", "expected"),
    ("The governor is likely to promise a pardon.", "promise", "foreseen", "likely"),
    ("The governor is willing to promise a pardon.", "promise", "", ""),
    ("The governor expected to promise a pardon.", "promise", "", ""),
    ("Did rebels take the town?", "take", "asked", "did"),
    ("Why did rebels take the town?", "take", "", ""),
    ("He asked whether rebels took the town.", "took", "asked", "whether"),
    ("If rebels took the town, the governor would flee.", "took", "conditional", "if"),
    ("Had rebels taken the town, the governor would have fled.", "taken", "conditional", "had"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "predicate", "kind", "words"), TABLE)
def test_what_is_said_of_a_predicate(text: str, predicate: str, kind: str, words: str) -> None:
    analysis = analyse(article(text))[0]
    i = analysis.token_at(text.index(predicate))
    found: dict[str, Words] = polarity(analysis, i)._asdict()
    said = {name: " ".join(analysis.tokens[k].text.lower() for k in tokens) for name, tokens in found.items() if tokens}
    assert said == ({kind: words} if kind else {})


@pytest.mark.parametrize(
    ("text", "predicate", "counterfactual"),
    [
        ("If I were governor, I would sign the pact.", "sign", True),
        ("Had they known, they would have signed the pact.", "signed", True),
        ("If they had known, they would have signed the pact.", "signed", True),
        ("If the court agreed, I would sign the pact.", "sign", False),
        ("If they were safe, I would sign the pact.", "sign", False),
        ("If the court agrees, I will sign the pact.", "sign", False),
    ],
)
def test_a_case_that_is_not_so(text: str, predicate: str, counterfactual: bool) -> None:
    analysis = analyse(article(text))[0]
    assert is_counterfactual(analysis, analysis.token_at(text.index(predicate))) is counterfactual


@pytest.mark.parametrize(("text", "predicate", "kind", "words"), TABLE)
def test_events_ask_the_same_reading(text: str, predicate: str, kind: str, words: str) -> None:
    analysis = analyse(article(text))[0]
    found = reality(analysis, analysis.token_at(text.index(predicate)))
    is_denied = kind in ("negated", "nearly", "denied")
    assert (found == "denied") == is_denied
    assert not (kind and found == "happened")
