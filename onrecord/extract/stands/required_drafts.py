"""Positions by what something requires or what somebody needs first."""

from __future__ import annotations

from onrecord.extract.stands.clauses import child, lower, noun_phrase, subjects, verb_phrase, word_sets
from onrecord.extract.stands.connectives import REQUIRING, Conditional
from onrecord.extract.stands.holders import Holder, Reading, holder, holders, owners, speaker_of
from onrecord.extract.stands.modality import is_state
from onrecord.extract.stands.mood import is_hypothetical
from onrecord.extract.stands.stance_drafts import Draft
from onrecord.records import Stance


def find_required(r: Reading, taken: set[int]) -> list[Draft]:
    """What takes a stance by what it requires: "such a move would require X", "would need X before doing Y"."""
    a, drafts = r.analysis, []
    for c in (c for some in r.conditions.values() for c in some):
        if c.form in REQUIRING and not is_hypothetical(a, c.marker):
            if c.form == "need-before":
                found = [_needing(r, c, h) for h in holders(r, subjects(a, c.marker))]
            else:
                target = noun_phrase(a, c.main)
                found = [Draft(h, "for", False, target, c.marker, 0.7, c.form, (c,)) for h in _requirers(r, c)]
            if found:
                taken.update((c.marker, c.main))
            drafts += found
    return drafts


def _needing(r: Reading, c: Conditional, h: Holder) -> Draft:
    """Who needs something before doing something; before deciding on it, it is undecided."""
    a = r.analysis
    stance: Stance = "for"
    target = verb_phrase(a, c.main, whole=is_state(a, c.main))
    if a.tokens[c.main].lemma in word_sets()["deciding"]:
        on = next((x for x in a.children(c.main) if lower(a.tokens[x]) in ("on", "about", "whether")), None)
        matter = child(a, on, "pobj", "pcomp") if on is not None else None
        stance = "undecided"
        target = noun_phrase(a, matter) if matter is not None else target
    return Draft(h, stance, False, target, c.marker, 0.7, c.form, (c,))


def _requirers(r: Reading, c: Conditional) -> list[Holder]:
    """Who says that a thing to be decided on requires something: the speaker, otherwise the owner of the thing."""
    if r.analysis.tokens[c.main].lemma.lower() in word_sets()["measure"]:
        speaker = speaker_of(r, r.voice(c.marker), c.marker)
        if speaker is not None:
            return [speaker]
    return [h for o in owners(r, c.main) if (h := holder(r, o)) is not None]
