"""Names of bodies that only a description shows to be names: "Progress for Leeds, the committee of Ann Lee, said"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.mentions import Found, head_token
from onrecord.extract.who.roles import words
from onrecord.records import Analysis, Statement


def with_described(analysis: Analysis, statements: Sequence[Statement], found: Sequence[Found]) -> list[Found]:
    """The mentions with the names of bodies that speak before ", the committee ..." for the country or place in them.

    Misses names whose small words are other than "for", "of", "the", "and", and those of which the parser hangs the
    description elsewhere. From: sources of articles outside of the gold.
    """  # fmt: skip
    known = {i for f in found if f.form == "name" for i in (f.head, f.last - 1)}
    added: dict[int, Found] = {}
    for statement in statements:
        head = head_token(analysis, (i for span in statement.source for i in analysis.tokens_in(span.start, span.end)))
        if head >= 0 and analysis.tokens[head].dep == "appos":
            head = analysis.tokens[head].head
        name = _name_before(analysis, head) if head >= 0 and head not in known else None
        if name is not None:
            added[head] = name
    names = [added[head] for head in sorted(added)]
    return [f for f in found if not any(n.first <= f.first and f.last <= n.last for n in names)] + names


def _name_before(analysis: Analysis, head: int) -> Found | None:
    """The name with a head word up to the comma before its description as a body; None if it has none."""
    tokens = analysis.tokens
    beside = [c for c in analysis.children(head) if tokens[c].dep == "appos" and c > head]
    if not beside or tokens[beside[0]].tag != "NN" or tokens[beside[0]].lemma.lower() not in words().collectives:
        return None
    first = last = analysis.subtree(head)[0]
    while last < beside[0] and tokens[last].text != ",":
        last += 1
    run = tokens[first:last]
    named = [t for t in run if t.text[:1].isupper()]
    if len(named) < 2 or len(run) > _LONGEST or tokens[last].text != "," or not first <= head < last:
        return None
    if not run[0].text[:1].isupper() or any(t.text not in _INSIDE for t in run if not t.text[:1].isupper()):
        return None
    return Found(first, last, head, "name", tuple(t.text for t in run))


_INSIDE = frozenset(("for", "of", "the", "and"))
_LONGEST = 7  # words
