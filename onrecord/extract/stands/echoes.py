"""Positions of those whom somebody echoes: the same side, without the conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.stands.clauses import child, lower, spine, word_sets
from onrecord.extract.stands.holders import Holder, Reading, holder, owners
from onrecord.extract.stands.stance_drafts import Draft


def find_echoes(r: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """Whom a holder echoes, on the same side without the conditions: "echoing similar statements by Macron"."""
    a, found = r.analysis, []
    for d in drafts:
        if d.stance == "undecided":
            continue
        for above in dict.fromkeys((*spine(a, d.trigger), *a.ancestors(d.trigger))):
            for c in a.children(above):
                if a.tokens[c].lemma == "echo" and a.tokens[c].dep == "advcl":
                    side = replace(d, conditions=(), commitment=False, score=0.6, rule="echo")
                    found += [replace(side, holder=h) for h in _echoed(r, c)]
    return found


def _echoed(r: Reading, echo: int) -> list[Holder]:
    """Who is echoed, where what they said is not named apart ("echoing calls for peace")."""
    a = r.analysis
    said = child(a, echo, "dobj")
    if said is None or a.tokens[said].lemma not in word_sets()["echoed"]:
        return []
    if any(a.tokens[x].dep == "prep" and lower(a.tokens[x]) in ("for", "about", "on") for x in a.children(said)):
        return []
    return [h for o in owners(r, said) if (h := holder(r, o)) is not None]
