"""Events of a timeline: what counts as one, its status, time, place and parties; event words; factuality."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import article
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.analyse.pipeline import analyse
from onrecord.extract.events import find_event_mentions, find_events
from onrecord.extract.times import find_times
from onrecord.extract.when.factuality import factuality
from onrecord.records import Analysis, Event, Mention, Speaker, Statement

MONDAY = "2025-02-17"


def analysed(text: str, published: str | None = MONDAY) -> Analysis:
    return analyse(article(text, published))[0]


def events(text: str, published: str | None = MONDAY) -> tuple[Event, ...]:
    analysis = analysed(text, published)
    return find_events(analysis, find_times(analysis))


def the_event(text: str, published: str | None = MONDAY) -> Event:
    found = events(text, published)
    assert len(found) == 1, found
    return found[0]


STATUSES = [
    ("The prime minister will travel to Washington next week.", "planned"),
    ("The prime minister did not travel to Washington last week.", "denied"),
    ("The prime minister travelled to Washington last week.", "happened"),
    ("The prime minister is to fly to Washington for talks on Thursday.", "planned"),
    ("The prime minister plans to visit Washington on Thursday.", "planned"),
    ("The prime minister refused to visit Washington on Thursday.", "denied"),
    ("The prime minister may visit Washington on Thursday.", "possible"),
    ("The prime minister will visit Washington on Thursday if a truce holds.", "conditional"),
    ("Ministers managed to sign the treaty on Friday.", "happened"),
    ("The tax cuts expire on 31 December.", "planned"),
    ("A summit in Paris is planned for Thursday.", "planned"),
    ("Leaders attended an emergency summit in Paris on Monday.", "happened"),
    ("The 2016 election was close.", "happened"),
    ("Leaders did not hold a summit in Paris on Monday.", "denied"),
    ("He did not mention last week's attack in Paris.", "happened"),
    ("He refused to visit Paris on Monday, citing the law.", "denied"),
    ("Mr Starmer is due to travel to the US next week.", "planned"),
    ("Polish voters go to the polls in May.", "planned"),
    ("The vote on Wednesday could topple the government.", "planned"),
    ("If the vote on Friday fails, he will resign.", "planned"),
    ("He flew home to prepare for a hearing on Wednesday.", "planned"),
    ("The meeting scheduled for Friday was called off.", "denied"),
    ("The meeting held on Friday was calm.", "happened"),
    ("A vote on Wednesday could be held.", "possible"),
    ("Lee could win the vote on 3 March.", "planned"),
    ("Lee may not survive the vote on 3 March.", "planned"),
    ("Lee may postpone the vote on 3 March.", "possible"),
    ("Lee could trigger a vote on 3 March.", "possible"),
    ("Lee may attend the summit on 3 March.", "possible"),
]


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_status(text: str, status: str) -> None:
    assert status in [event.status for event in events(text)]


@pytest.mark.parametrize(
    ("text", "word", "status", "value"),
    [
        ("The attack on Oslo planned for Saturday was thwarted.", "attack", "denied", "2025-02-15"),
        ("The attack on Oslo planned for Saturday is secret.", "attack", "planned", "2025-02-22"),
        ("The talks planned for Saturday never took place.", "talks", "denied", "2025-02-15"),
        ("The talks planned for Saturday took place.", "talks", "happened", "2025-02-15"),
        ("The talks planned for Saturday fell through.", "talks", "denied", "2025-02-15"),
        ("Peru scrapped the summit that it had planned for Saturday.", "summit", "denied", "2025-02-15"),
        ("Peru hosted the summit that it had planned for Saturday.", "summit", "happened", "2025-02-15"),
        ("The summit in Oslo on Saturday was not called off.", "summit", "happened", "2025-02-15"),
        ("Peru delayed the vote from Saturday to 3 March.", "vote", "planned", "2025-03-03"),
        ("The vote was postponed until 3 March.", "vote", "planned", "2025-03-03"),
        ("The vote on Saturday was postponed.", "vote", "denied", "2025-02-15"),
        ("The envoy failed to attend the talks in Oslo on Saturday.", "talks", "happened", "2025-02-15"),
        ("The envoy did not hold the talks in Oslo on Saturday.", "talks", "denied", "2025-02-15"),
        ("Gunmen tried to kill the envoy on Saturday.", "kill", "possible", "2025-02-15"),
        ("Gunmen almost killed the envoy on Saturday.", "killed", "denied", "2025-02-15"),
        ("Gunmen killed almost 30 soldiers on Saturday.", "killed", "happened", "2025-02-15"),
        ("The envoy was to meet the king on Saturday but called off the meeting.", "meet", "denied", "2025-02-15"),
        ("The envoy is to meet the king on Saturday.", "meet", "planned", "2025-02-22"),
        ("Gunmen neither robbed nor attacked the envoy on Saturday.", "attacked", "denied", "2025-02-15"),
        ("Gunmen did not rob or attack the envoy on Saturday.", "attack", "denied", "2025-02-15"),
        ("Gunmen robbed and attacked the envoy on Saturday.", "attacked", "happened", "2025-02-15"),
        ("Not a single gunman attacked the envoy on Saturday.", "attacked", "denied", "2025-02-15"),
        ("Not all gunmen attacked the envoy on Saturday.", "attacked", "happened", "2025-02-15"),
        ("Did Peru attack Oslo on Saturday?", "attack", "possible", "2025-02-15"),
    ],
)  # fmt: skip
def test_what_did_not_come_about_is_not_happened(text: str, word: str, status: str, value: str) -> None:
    event = next(e for e in events(text) if e.span.words == word)
    assert (event.status, event.time and event.time.value) == (status, value)
    assert event.factuality is not None
    assert event.factuality <= 0 or status != "denied"


def test_the_event_of_a_measure_or_of_an_open_verb_is_its_noun() -> None:
    event = the_event("Leaders ended three hours of emergency talks on Monday.")
    assert (event.span.words, event.type) == ("talks", "meeting")
    assert event.label == "Leaders ended three hours of emergency talks on Monday"
    event = the_event("They may settle it at their meeting in Riyadh on Tuesday.")
    assert (event.span.words, event.place and event.place.words) == ("meeting", "Riyadh")
    assert events("They settled it at their meeting in Riyadh on Tuesday.")[0].span.words == "settled"
    assert the_event("Polish voters go to the polls in May.").type == "vote"


@pytest.mark.parametrize(
    ("text", "word", "status", "value"),
    [
        ("The move precedes a meeting on Tuesday.", "meeting", "planned", "2025-02-18"),
        ("The visit follows talks on Saturday.", "talks", "happened", "2025-02-15"),
        ("On the eve of the summit on Tuesday, he resigned.", "summit", "planned", "2025-02-18"),
        ("The two spoke before the summit on Friday.", "summit", "planned", "2025-02-21"),
        ("The two spoke after the summit on Friday.", "summit", "happened", "2025-02-14"),
        ("The vote took place on 3 February. Two days after the vote, the coalition collapsed.", "collapsed",
         "happened", "P2D"),
    ],
)  # fmt: skip
def test_the_event_that_a_date_belongs_to(text: str, word: str, status: str, value: str) -> None:
    event = events(text)[-1]
    assert (event.span.words, event.status, event.time and event.time.value) == (word, status, value)


def test_time_place_and_parties() -> None:
    event = the_event("Leaders attended an emergency summit in Paris on Monday.")
    assert (event.span.words, event.type) == ("summit", "meeting")
    assert event.time is not None
    assert event.time.value == MONDAY
    assert event.place is not None
    assert event.place.words == "Paris"
    assert [p.words for p in event.participants] == ["Leaders"]


def test_a_meeting_to_come_is_upcoming() -> None:
    text = "Ministers argue before a summit in Oslo between Norway and Peru on Tuesday."
    event = the_event(text)
    assert event.status == "planned"
    assert event.time is not None
    assert event.time.value == "2025-02-18"
    assert [p.words for p in event.participants] == ["Norway", "Peru"]
    undated = the_event(text, None)
    assert undated.status == "planned"
    assert undated.time is not None
    assert (undated.time.value, undated.time.period) == ("XXXX-WXX-2", None)


def test_a_relative_clause_reads_as_a_sentence() -> None:
    event = the_event("The chancellor – who will fly to Norway later this month – was silent.")
    assert event.label == "The chancellor will fly to Norway later this month"
    assert [p.words for p in event.participants] == ["The chancellor"]


@pytest.mark.parametrize(
    "text",
    [
        "He said on Monday that he was glad.",
        "The minister told reporters on Tuesday.",
        "She has lived in Paris since 2014.",
        "The 1998 law has many friends.",
        "It is a fact of life today.",
        "The sky is blue.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert events(text) == ()


def test_a_place_of_dateline_is_nobody() -> None:
    (event,) = events("WASHINGTON — The Senate approved the bill on Friday.")
    assert "WASHINGTON" not in event.label
    assert [p.words for p in event.participants] == ["Senate"]


def test_an_undated_past_event_needs_a_name_and_the_lead() -> None:
    assert [e.span.words for e in events("Police arrested Roger Stone.")] == ["arrested"]
    late = "It rained. " * 10 + "Police arrested Roger Stone."
    assert events(late) == ()


def test_mere_repeats_are_told_once() -> None:
    text = "The 2016 election was close. He wrote a book on the 2016 election. The 2016 election divided them."
    assert len(events(text)) == 1
    assert len(events(text.replace("2016 election divided", "2012 election divided"))) == 2


def _statement(analysis: Analysis, content: str) -> Statement:
    start = analysis.text.index(content)
    span = analysis.span(start, start + len(content))
    return Statement("st-1", analysis.article.id, "indirect", "say", (), (), (span,), 1.0, "test",
                     speaker=Speaker(None, "He", "test"))  # fmt: skip


def test_an_event_that_only_a_speaker_tells_is_claimed() -> None:
    analysis = analysed("The senator said Trump met Russian officials in June 2016.")
    statement = _statement(analysis, "Trump met Russian officials in June 2016")
    (event,) = find_events(analysis, find_times(analysis), [statement])
    assert (event.status, event.voice) == ("claimed", "st-1")
    (event,) = find_events(analysis, find_times(analysis))
    assert (event.status, event.voice) == ("happened", None)


def test_what_a_speaker_takes_for_granted_is_not_only_claimed() -> None:
    for words, status in (("the 2016 election was stolen", "happened"), ("the 2016 attack was staged", "claimed")):
        analysis = analysed(f"The senator said {words}.")
        statement = _statement(analysis, words)
        (event,) = find_events(analysis, find_times(analysis), [statement])
        assert (event.status, event.voice) == (status, "st-1")


def test_a_plan_that_a_speaker_tells_stays_a_plan() -> None:
    analysis = analysed("Zelensky said he will travel to Riyadh on Wednesday.")
    statement = _statement(analysis, "he will travel to Riyadh on Wednesday")
    (event,) = find_events(analysis, find_times(analysis), [statement])
    assert (event.status, event.voice) == ("planned", "st-1")


def test_actors_come_from_the_mentions() -> None:
    analysis = analysed("Sergey Lavrov flew to Riyadh on Monday.")
    mention = Mention("mn-1", analysis.span(0, 13), "name", "ac-1", "name")
    other = Mention("mn-2", analysis.span(22, 28), "name", "ac-2", "name")
    (event,) = find_events(analysis, find_times(analysis), (), [mention, other])
    assert event.actors == ("ac-1",)


def test_a_pronoun_is_named_in_the_label() -> None:
    analysis = analysed("Volodymyr Zelensky was not invited. He will travel to Riyadh on Wednesday.")
    name = Mention("mn-1", analysis.span(0, 18), "name", "ac-1", "name")
    he = Mention("mn-2", analysis.span(36, 38), "pronoun", "ac-1", "test")
    (event,) = find_events(analysis, find_times(analysis), (), [name, he])
    assert event.label == "[Volodymyr Zelensky] will travel to Riyadh on Wednesday"
    unknown = Mention("mn-2", analysis.span(36, 38), "pronoun", None, "test")
    (event,) = find_events(analysis, find_times(analysis), (), [name, unknown])
    assert event.label == "He will travel to Riyadh on Wednesday"


def test_event_words_have_classes() -> None:
    analysis = analysed("The minister said the talks collapsed because the table was blue.")
    found = {analysis.text[m.start : m.end]: m.type for m in find_event_mentions(analysis)}
    assert found["said"] == "REPORTING"
    assert found["talks"] == "OCCURRENCE"
    assert "collapsed" in found
    assert "table" not in found
    assert "minister" not in found


def _factuality(text: str, word: str) -> float:
    analysis = analysed(text)
    return factuality(analysis, analysis.token_at(text.index(word)))


def test_factuality_runs_from_no_to_yes() -> None:
    yes = _factuality("The army attacked the town on Friday.", "attacked")
    no = _factuality("The army did not attack the town on Friday.", "attack")
    may = _factuality("The army may attack the town on Friday.", "attack")
    assert yes > 2
    assert no < -1
    assert no < may < yes
    doubted = _factuality("Nobody could tell whether the army would attack the town on Friday.", "attack")
    assert no < doubted < yes


WORDS = (
    "He will not travel to Paris on Monday if the talks in Riyadh failed – who said that “ ” ( ) . , and may have been "
    "attacked by Russia last week to be held at election summit — WASHINGTON plans refused"
).split()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=24), st.sampled_from([MONDAY, None]))
def test_spans_hold_their_words(words: list[str], published: str | None) -> None:
    text = " ".join(words)
    for event in events(text, published):
        for span in (event.span, event.clause, *event.participants, *([event.place] if event.place else [])):
            assert span.words == text[span.start : span.end]
        assert event.clause.start <= event.span.start < event.span.end <= event.clause.end
        assert event.factuality is not None
        assert -3 <= event.factuality <= 3


@pytest.mark.parametrize("word", ["and go ", "of ", "to go ", "Monday, ", "that met "])
def test_endless_sentences_do_not_raise(word: str) -> None:
    text = f"He will go {word * (3800 // len(word))} to Paris on Tuesday."
    for event in events(text):
        assert event.clause.words == text[event.clause.start : event.clause.end]


def test_floor_of_event_words(shared: Path) -> None:
    lines = (shared / "data/time/train.jsonl").read_text("utf-8").splitlines()[::16]
    right = predicted = gold = 0
    for record in map(json.loads, lines):
        mine = {(m.start, m.end) for m in find_event_mentions(analysed(record["text"]))}
        theirs = {(e["start"], e["end"]) for e in record["events"]}
        right, predicted, gold = right + len(mine & theirs), predicted + len(mine), gold + len(theirs)
    assert 2 * right / (predicted + gold) >= 0.82


def test_floor_of_factuality(shared: Path) -> None:
    lines = (shared / "data/factuality/uw-dev.jsonl").read_text("utf-8").splitlines()[::6]
    errors = []
    for record in map(json.loads, lines):
        analysis = analysed(record["text"])
        for event in record["events"]:
            token = min(analysis.token_at(event["span"][0]), len(analysis.tokens) - 1)
            errors.append(abs(factuality(analysis, token) - event["value"]))
    assert sum(errors) / len(errors) <= 0.55
