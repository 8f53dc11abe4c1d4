"""Drafts of positions, before they are settled: merged, without those inside others, with conditions said later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.extract.stands.connectives import Conditional
from onrecord.extract.stands.holders import Holder, Reading
from onrecord.records import Analysis, Stance


@dataclass(frozen=True, slots=True)
class Draft:
    """A position before its conditions are settled. ``trigger`` is the token that takes the stance."""

    holder: Holder
    stance: Stance
    commitment: bool
    target: tuple[int, int] | None
    trigger: int
    score: float
    rule: str
    conditions: tuple[Conditional, ...] = ()


def settle(r: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts that stand, each with all its conditions."""
    return _with_later_conditions(r, _outermost(_merged(r.analysis, drafts)))


def _merged(a: Analysis, drafts: Sequence[Draft]) -> list[Draft]:
    """One draft per holder and target; an undecided one without a target takes those of its neighbour."""
    kept: dict[tuple[object, ...], Draft] = {}
    undecided = [d for d in drafts if d.target is None and d.stance == "undecided"]
    bare = {(_key(d), a.tokens[d.trigger].sentence): d for d in undecided}
    used = set()
    for d in drafts:
        same = (_key(d), a.tokens[d.trigger].sentence)
        if d.target is not None and same in bare and d.conditions and abs(bare[same].trigger - d.trigger) < 25:
            d = replace(d, stance="undecided", rule=bare[same].rule)
            used.add(same)
        elif d.target is None and same in used:
            continue
        key = (_key(d), d.target, a.tokens[d.trigger].sentence)
        if key not in kept or d.score > kept[key].score:
            kept[key] = d
    return [d for d in kept.values() if d.target is not None or (_key(d), a.tokens[d.trigger].sentence) not in used]


def _outermost(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those inside what the same holder already wants: "redouble our efforts to defend"."""
    wanted = [(_key(d), d.stance, d.target, d.trigger) for d in drafts if d.target is not None]
    return [
        d
        for d in drafts
        if not any(
            who == _key(d) and stance == d.stance and first < d.trigger < last and trigger <= first
            for who, stance, (first, last), trigger in wanted
        )
    ]


def _key(d: Draft) -> str:
    """Who the holder is: two drafts of one holder have the same."""
    return d.holder.actor or d.holder.name.lower()


def _with_later_conditions(r: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with what the same speaker says must be, in the next sentences of a quotation, as a condition."""
    a = r.analysis
    musts = [d for d in drafts if d.rule == "must be" and d.stance == "for" and d.target and r.quotation(d.trigger)]
    out = []
    for d in drafts:
        extra = tuple(_as_condition(a, m) for m in musts if d.conditions and _is_soon_after(r, m, d))
        out.append(replace(d, conditions=(*d.conditions, *extra)) if extra else d)
    return out


def _is_soon_after(r: Reading, must: Draft, d: Draft) -> bool:
    """Whether a demand follows a quoted position of the same holder by at most two sentences."""
    tokens = r.analysis.tokens
    gap = tokens[must.trigger].sentence - tokens[d.trigger].sentence
    return 0 < gap <= 2 and _key(must) == _key(d) != "unknown" and r.quotation(d.trigger) is not None


def _as_condition(a: Analysis, must: Draft) -> Conditional:
    """What must be, as a condition of what was said before."""
    first, last = must.target or (must.trigger, must.trigger + 1)
    return Conditional(first, last, "if", must.trigger, must.trigger, "must be")
