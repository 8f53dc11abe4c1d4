"""The trained reader's frames -> positions: who the holder is, whose words they are, and who only ascribes them.

The rules over syntax (``onrecord.extract.positions``) are a second vote: where they found the same position its score
rises or falls, their conditions are taken, and what only they found stands at the odds that such findings had. The
odds come of articles that the training held out (``train/stands/calibrate.py``); figures in docs/positions.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.speakers import speaker_named
from onrecord.extract.stands.clauses import subjects
from onrecord.extract.stands.holders import Reading
from onrecord.extract.stands.mood import is_disowned
from onrecord.extract.syntax.negation import is_counterfactual, polarity, says_truth
from onrecord.records import Analysis, Condition, Frame, Position, Span, Speaker, Statement, make_id

_FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
RULE = "reader"
# Log odds that a position is right: a constant, a weight for each of the frame's signs, then for each sign of the vote:
# the rules agree, they found it with another stance. Of what only the rules found: a constant, a weight of their score.
READ: tuple[float, ...] = (0.454, 0.903, 0.618, 1.402, 0.803, 0.694, 1.327, 0.048, 1.336, -0.838)
ONLY_RULES: tuple[float, ...] = (-1.069, 0.401)
MIN_SCORE = 0.27  # below this more is wrong than found: the best F1 on the articles held out


@dataclass(frozen=True, slots=True)
class Who:
    """A frame's holder: the words that name it (None where only the context does), the actor, and the name shown."""

    span: Span | None
    actor: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Voted:
    """A position with the signs that its score is made of; ``read``: the reader found it, not only the rules."""

    position: Position
    read: bool
    signs: tuple[float, ...]


def positions_of(r: Reading, frames: Sequence[Frame], rules: Sequence[Position]) -> tuple[Position, ...]:
    """The positions of reader and rules together, in text order, each with the odds that it is right as its score.

    A frame whose holder nobody names is left out. Misses stances told over several sentences.
    """
    scored = [replace(v.position, score=score_of(v)) for v in votes(r, frames, rules)]
    return in_order(p for p in scored if p.score >= MIN_SCORE)


def in_order(positions: Iterable[Position]) -> tuple[Position, ...]:
    """Positions in text order, each id once."""
    unique = {p.id: p for p in positions}
    return tuple(sorted(unique.values(), key=lambda p: (p.evidence.start, p.target.start if p.target else 0, p.id)))


def score_of(voted: Voted) -> float:
    """The calibrated probability that a position is right, 0..1."""
    weights = READ if voted.read else ONLY_RULES
    z = weights[0] + sum(w * x for w, x in zip(weights[1:], voted.signs, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), 3)


def votes(r: Reading, frames: Sequence[Frame], rules: Sequence[Position]) -> list[Voted]:
    """Every position of the reader and of the rules, each told once."""
    found: list[Voted] = []
    for frame in sorted(frames, key=lambda f: (-f.score, f.cue)):
        read = _position(r, frame)
        if read is None or any(_tells_again(read, v.position) for v in found):
            continue
        same = [p for p in rules if _about_one(read, p)]
        agree = any(_leans(p) == _leans(read) for p in same)
        found.append(Voted(_with_conditions(read, same), True, (*frame.signs, agree, bool(same) and not agree)))
    read_too = [v.position for v in found if score_of(v) >= MIN_SCORE]
    alone = [p for p in rules if not any(_about_one(position, p) for position in read_too)]
    return [*found, *(Voted(p, False, (p.score,)) for p in alone)]


def _leans(p: Position) -> str:
    """For or against, also where only on conditions; else the stance."""
    return p.leaning or p.stance


def _overlap(a: Span | None, b: Span | None) -> bool:
    return a is not None and b is not None and a.start < b.end and b.start < a.end


def _same_holder(a: Position, b: Position) -> bool:
    if a.holder and b.holder and _overlap(a.holder, b.holder):
        return True
    return bool(a.actor) and a.actor == b.actor


def _about_one(a: Position, b: Position) -> bool:
    """Whether two findings are of one holder in one sentence about one thing."""
    together = a.evidence.start < b.evidence.end and b.evidence.start < a.evidence.end
    return together and _same_holder(a, b) and (not a.target or not b.target or _overlap(a.target, b.target))


def _tells_again(a: Position, b: Position) -> bool:
    """Whether a finding tells the same as a likelier one: the same holder and stance, and targets that overlap."""
    return _about_one(a, b) and a.stance == b.stance and (a.target is None or b.target is None or _overlap(a.cue, b.cue)
                                                          or _overlap(a.target, b.target))  # fmt: skip


def _with_conditions(read: Position, same: Sequence[Position]) -> Position:
    """The position with the conditions of the rules, where these found it conditional with the same leaning."""
    told = next((p for p in same if p.conditions and p.leaning == _leans(read)), None)
    if told is None:
        return read
    return replace(read, stance="conditional", leaning=told.leaning, conditions=told.conditions)


def _position(r: Reading, frame: Frame) -> Position | None:
    a = r.analysis
    inside = a.tokens_in(*frame.cue)
    if not inside or inside[0] >= len(a.tokens):
        return None
    trigger = inside[0]
    head = _head(a, inside)
    if is_disowned(a, head) or any(says_truth(a, k) for k in inside):
        return None
    if frame.stance == "undecided" and _only_denies(a, inside):
        return None
    voice = _voice(r, frame, trigger)
    who = _who(r, frame, voice)
    if who is None:
        return None
    sentence = a.sentence_range(a.tokens[trigger].sentence)
    target = a.span(*frame.target) if frame.target else None
    conditions = tuple(Condition(a.span(*span), kind) for span, kind in frame.conditions)
    commitment = frame.commitment and not is_counterfactual(a, _verb(a, head))
    place = (who.span and who.span.range, target and target.range, frame.cue)
    return Position(
        make_id("po", a.article.id, who.actor or who.name, frame.stance, *place), a.article.id, who.actor, who.name,
        who.span, target, frame.stance, commitment, conditions, a.span(*sentence), frame.score, RULE,
        voice.id if voice else None, frame.leaning, claimed_by=_claimed_by(frame, who, voice),
        agent=_agent(r, frame, who), cue=a.span(*frame.cue),
    )  # fmt: skip


def _head(a: Analysis, inside: range) -> int:
    """The token of a cue that its other tokens hang on."""
    return next((i for i in inside if a.tokens[i].head not in inside or a.tokens[i].head == i), inside[0])


def _verb(a: Analysis, i: int) -> int:
    """The verb that a helper such as "would" belongs to, else the token itself."""
    return a.tokens[i].head if a.tokens[i].dep in ("aux", "auxpass", "neg") else i


def _only_denies(a: Analysis, inside: range) -> bool:
    """Whether a cue only says that something is not so ("denied", "stopped short of"): nothing is undecided then."""
    words = set(inside)
    return any(words & {*said.denied, *said.nearly} for said in (polarity(a, k) for k in _below(a, inside)))


def _below(a: Analysis, inside: range) -> list[int]:
    """The predicates that hang on a cue, through a preposition too."""
    near = [k for i in inside for k in a.children(i)]
    return [*inside, *near, *(k for i in near for k in a.children(i))]


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


def _claimed_by(frame: Frame, who: Who, voice: Statement | None) -> str | None:
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
