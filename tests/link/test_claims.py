"""What one claim does to another: what is weighed, and that the weights point the right way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.evaluate.predict import predict
from onrecord.link.claims import features, read_claim, weigh_claims

BRIDGE = "The mayor said the old harbour bridge will close for repairs in March."
SAME = "The harbour bridge will be closed for repairs from March, according to the mayor's office."
DENIED = "However, Tom Ode rejected the claim and denied that the bridge is not safe."
OTHER = "Two swimmers broke national records on Sunday."


def test_the_same_matter_strengthens_and_another_does_not() -> None:
    assert weigh_claims(BRIDGE, SAME).strengthens
    assert not weigh_claims(BRIDGE, OTHER).strengthens


def test_a_denial_weakens_more_than_an_echo() -> None:
    claim = "Anna Berg said the harbour bridge was unsafe."
    denied, echoed = weigh_claims(claim, DENIED), weigh_claims(claim, "The harbour bridge was unsafe, said Anna Berg.")
    assert denied.weaken > 2 * echoed.weaken
    assert (denied.weakens, denied.strengthens) == (True, False)
    assert (echoed.weakens, echoed.strengthens) == (False, True)


def test_features_see_denial_contrast_and_negation_on_the_side_they_stand() -> None:
    found = features(read_claim(BRIDGE), read_claim(DENIED))
    assert (found["left_denies"], found["right_denies"], found["one_denies"]) == (0, 2, 1)
    assert (found["left_turns"], found["right_turns"], found["one_contrasts"]) == (0, 1, 1)
    assert (found["one_negates"], found["other_speaker"]) == (1, 0)  # nobody is named beside the mayor's "said"


def test_features_of_two_claims_alike_share_everything() -> None:
    found = features(read_claim(SAME), read_claim(SAME))
    assert found["shared_words"] == pytest.approx(1)
    assert found["one_denies"] == found["one_negates"] == found["other_speaker"] == 0
    assert features(read_claim(SAME), read_claim(OTHER))["shared_words"] == 0


def test_another_speaker_is_seen_and_the_same_one_is_not() -> None:
    mine = read_claim("Anna Berg said the deal was dead.")
    assert features(mine, read_claim("Tom Ode said talks went on."))["other_speaker"] == 1
    assert features(mine, read_claim("Talks went on, Berg said."))["other_speaker"] == 0


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_are_weighed_and_never_both(a: str, b: str) -> None:
    found = weigh_claims(a, b)
    assert all(0 < p < 1 for p in (found.strengthen, found.weaken))
    assert not (found.strengthens and found.weakens)
    assert found == weigh_claims(a, b)


def test_predictions_have_the_shape_of_the_gold_and_not_its_labels() -> None:
    gold = {"id": "p1", "a": BRIDGE, "b": SAME, "strengthen": 0, "weaken": 1, "rationale_weaken": [[0, 3]]}
    (found,) = predict("differences", [gold])
    assert (found["id"], found["strengthen"], found["weaken"]) == ("p1", 1, 0)
    assert "rationale_weaken" not in found
