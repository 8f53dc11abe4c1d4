"""The trained reader's frames -> positions: who the holder is, whose words they are, and who only ascribes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.speakers import speaker_named
from onrecord.extract.stands.clauses import subjects
from onrecord.extract.stands.holders import Reading
from onrecord.records import Condition, Frame, Position, Span, Speaker, Statement, make_id

_FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
RULE = "reader"
# Below this a frame is no position. Chosen on dev between .2, .3 and .4 (docs/positions.md).
MIN_SCORE = 0.3


@dataclass(frozen=True, slots=True)
class Who:
    """A frame's holder: the words that name it (None where only the context does), the actor, and the name shown."""

    span: Span | None
    actor: str | None
    name: str


def positions_of(r: Reading, frames: Sequence[Frame]) -> tuple[Position, ...]:
    """The positions of the reader's frames, in text order. A frame whose holder nobody names is left out.

    Misses stances told over several sentences. From: ``onrecord.analyse.frames``; figures in docs/positions.md.
    """
    made = [p for frame in frames if frame.score >= MIN_SCORE and (p := _position(r, frame)) is not None]
    unique = {p.id: p for p in made}
    return tuple(sorted(unique.values(), key=lambda p: (p.evidence.start, p.target.start if p.target else 0, p.id)))


def _position(r: Reading, frame: Frame) -> Position | None:
    a = r.analysis
    inside = a.tokens_in(*frame.cue)
    if not len(inside) or inside[0] >= len(a.tokens):
        return None
    trigger = inside[0]
    voice = _voice(r, frame, trigger)
    who = _who(r, frame, voice)
    if who is None:
        return None
    sentence = a.sentence_range(a.tokens[trigger].sentence)
    target = a.span(*frame.target) if frame.target else None
    conditions = tuple(Condition(a.span(*span), kind) for span, kind in frame.conditions)
    place = (who.span and who.span.range, target and target.range, frame.cue)
    return Position(
        make_id("po", a.article.id, who.actor or who.name, frame.stance, *place), a.article.id, who.actor, who.name,
        who.span, target, frame.stance, frame.commitment, conditions, a.span(*sentence), frame.score, RULE,
        voice.id if voice else None, frame.leaning, claimed_by=_claimed_by(r, frame, who, voice),
        agent=_agent(r, frame, who), cue=a.span(*frame.cue),
    )  # fmt: skip


def _voice(r: Reading, frame: Frame, trigger: int) -> Statement | None:
    """The statement in whose content the cue stands; a cue outside of one is the article's own."""
    inside = r.analysis.tokens_in(*frame.cue)
    return next((v for i in (trigger, *inside) if (v := r.voice(i)) is not None), None)


def _who(r: Reading, frame: Frame, voice: Statement | None) -> Who | None:
    """The holder; None where nobody is named by it or by the statement it stands in."""
    a = r.analysis
    speaker = voice.speaker if voice is not None else None
    if frame.holder is None:
        return Who(None, speaker.actor, speaker.name) if speaker is not None and speaker.name else None
    span = a.span(*frame.holder)
    if span.words.lower() in _FIRST:
        return Who(span, speaker.actor, speaker.name) if speaker is not None and speaker.name else None
    named = speaker_named(a, (span,), r.mentions, r.actor)
    named = named or Speaker(None, " ".join(span.words.split()), "words")
    return Who(span, named.actor, named.name)


def _claimed_by(r: Reading, frame: Frame, who: Who, voice: Statement | None) -> str | None:
    """Who ascribes the position to its holder, where the reader says that somebody does and the speaker is another."""
    if not frame.claimed or voice is None or voice.speaker is None or not voice.speaker.name:
        return None
    if voice.speaker.actor is not None and voice.speaker.actor == who.actor:
        return None
    return voice.speaker.name if voice.speaker.name != who.name else None


def _agent(r: Reading, frame: Frame, who: Who) -> str | None:
    """The actor who is to act where the target names another than the holder: "no Nato troops", "Norland must pay"."""
    if frame.target is None:
        return None
    a = r.analysis
    for i in a.tokens_in(*frame.target):
        if a.tokens[i].pos not in ("VERB", "AUX"):
            continue
        for head in subjects(a, i):
            mention = r.mention(head)
            if mention is not None and mention.actor is not None:
                return mention.actor if mention.actor != who.actor else None
        return None
    return None
