"""Positions of the trained reader, and the rules as a second vote."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.coreference import find_actors
from onrecord.extract.positions import find_by_rules, find_positions
from onrecord.extract.speakers import resolve_speakers
from onrecord.extract.stands.framed import Voted, votes
from onrecord.extract.stands.holders import Reading
from onrecord.extract.statements import find_statements
from onrecord.records import Analysis, Frame, Position

TEXT = (
    "Finland denied that it backs the levy. Iceland is expected to veto the tax. "
    "Estonia has no doubt and backs the toll. "
    "If I were king, I would end the feud, Per Dahl said. If the king agrees, I would cut the fee, Jan Berg said. "
    "Norway will send troops only if Sweden pays for them. Denmark opposed the pact. "
    "Prime Minister Anna Lund said the opposition wants to scrap the tunnel. “We will build it,” she said.\n"
)


def frame(cue: str, holder: str | None, target: str | None, stance: str, **more: Any) -> Frame:
    """A frame by the words of the text; each is looked for from the cue's sentence on."""

    def place(words: str | None) -> tuple[int, int] | None:
        return (TEXT.index(words), TEXT.index(words) + len(words)) if words else None

    where = place(cue)
    assert where
    given = {"leaning": "", "commitment": False, "claimed": False, "conditions": (), "score": 0.9, **more}
    return Frame(cue=where, holder=place(holder), target=place(target), stance=stance, signs=(-0.1,) * 7, **given)  # type: ignore[arg-type]


def read() -> Reading:
    whole = article(TEXT)
    analysis: Analysis = replace(analyse(whole, ())[0], frames=None)
    found = find_statements(analysis)
    mentions, actors = find_actors(analysis, found)
    return Reading(analysis, resolve_speakers(analysis, found, mentions, actors), mentions, actors)


READING = read()


def voted(*frames: Frame) -> list[Voted]:
    return [v for v in votes(READING, frames, find_by_rules(READING)) if v.read]


def only(*frames: Frame) -> Position:
    (found,) = voted(*frames)
    return found.position


def test_a_frame_becomes_a_position_with_its_words() -> None:
    found = only(frame("opposed", "Denmark", "the pact", "against"))
    assert (found.name, found.stance) == ("Denmark", "against")
    assert found.cue is not None
    assert (found.cue.words, found.holder and found.holder.words, found.target and found.target.words) == (
        "opposed", "Denmark", "the pact")  # fmt: skip
    assert found.evidence.words == "Denmark opposed the pact."


def test_what_is_denied_or_only_expected_is_no_position() -> None:
    denied, expected, told = frame("backs", "it", "the levy", "for"), frame("veto", "Iceland", "the tax", "against"), \
        frame("backs the toll", "Estonia", "the toll", "for")  # fmt: skip
    assert [v.position.name for v in voted(denied, expected, told)] == ["Estonia"]


def test_a_case_that_is_not_so_binds_nobody() -> None:
    unreal = only(frame("would end", None, "the feud", "conditional", leaning="for", commitment=True))
    real = only(frame("would cut", None, "the fee", "conditional", leaning="for", commitment=True))
    assert (unreal.name.split()[-1], unreal.commitment) == ("Dahl", False)
    assert (real.name.split()[-1], real.commitment) == ("Berg", True)


def test_we_is_the_speaker() -> None:
    found = only(frame("will build", "We", "it", "for"))
    assert found.name == "Anna Lund"


def test_nobody_in_sight_is_the_speaker_or_nothing() -> None:
    assert only(frame("will build", None, "it", "for")).name == "Anna Lund"
    assert voted(frame("opposed", None, "the pact", "against")) == []


def test_what_a_speaker_ascribes_to_others_says_so() -> None:
    found = only(frame("wants", "the opposition", "scrap the tunnel", "for", claimed=True))
    assert found.claimed_by == "Anna Lund"
    own = only(frame("will build", "We", "it", "for", claimed=True))
    assert own.claimed_by is None


def test_the_rules_agree_or_disagree() -> None:
    (agree,) = voted(frame("opposed", "Denmark", "the pact", "against"))
    (differ,) = voted(frame("opposed", "Denmark", "the pact", "for"))
    assert agree.signs[-2:] == (True, False)
    assert differ.signs[-2:] == (False, True)


def test_the_conditions_of_the_rules_are_taken_where_the_reader_missed_them() -> None:
    found = only(frame("will send", "Norway", "troops", "for"))
    assert (found.stance, found.leaning) == ("conditional", "for")
    assert [(c.span.words, c.kind) for c in found.conditions] == [("Sweden pays for them", "if")]


def test_the_same_told_again_counts_once() -> None:
    twice = (
        frame("opposed", "Denmark", "the pact", "against"),
        frame("opposed", "Denmark", None, "against", score=0.5),
    )
    assert len(voted(*twice)) == 1


def test_without_frames_the_rules_stand_alone_and_with_none_found_too() -> None:
    r = READING
    alone = find_positions(r.analysis, r.statements, r.mentions, r.actors)
    assert {p.name for p in alone} >= {"Denmark", "Norway"}
    assert all(p.rule != "reader" for p in alone)
