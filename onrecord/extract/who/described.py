"""Names of bodies that only a description shows to be names: "Progress for Leeds, the committee of Ann Lee, said"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.mentions import Found
from onrecord.extract.who.roles import words
from onrecord.records import Analysis, Statement


def with_described(analysis: Analysis, statements: Sequence[Statement], found: Sequence[Found]) -> list[Found]:
    """The mentions with the names of bodies that speak before ", the committee ..." for the country or place in them.

    Misses names that begin no sentence, and those whose small words are other than "for", "of", "the", "and".
    From: sources of articles outside of the gold.
    """
    known = {i for f in found if f.form == "name" for i in range(f.first, f.last)}
    added: dict[int, Found] = {}
    for statement in statements:
        if not statement.source:
            continue
        inside = analysis.tokens_in(statement.source[0].start, statement.source[0].end)
        name = _name_before(analysis, inside) if inside else None
        if name is not None and name.first not in known:
            added[name.first] = name
    names = [added[first] for first in sorted(added)]
    return [f for f in found if not any(n.first <= f.first and f.last <= n.last for n in names)] + names


def _name_before(analysis: Analysis, inside: range) -> Found | None:
    """The name that begins the sentence of a source and ends in a comma before its description as a body, or None.

    The source may be both, or the description alone: then a comma closes it.
    """
    tokens = analysis.tokens
    first = analysis.sentences[tokens[inside.start].sentence].first
    last = first
    while last < len(tokens) and last - first <= _LONGEST and tokens[last].text != ",":
        last += 1
    run, closed = tokens[first:last], inside.stop < len(tokens) and tokens[inside.stop].text == ","
    if last - first > _LONGEST or not (inside.start == first or (inside.start == last + 1 and closed)):
        return None
    named = [t for t in run if t.text[:1].isupper()]
    if len(named) < 2 or run[0].tag not in _OPENS or run[0].lemma.lower() in words().persons:
        return None  # "Speaker of the House, the chamber that"
    if any(t.text not in _INSIDE for t in run if not t.text[:1].isupper()):
        return None
    if not _is_body(analysis, range(last + 1, inside.stop)):
        return None
    return Found(first, last, first, "name", tuple(t.text for t in run), "organisation")


def _is_body(analysis: Analysis, inside: range) -> bool:
    """Whether the first noun phrase of a range is "a" or "the" with a noun for a body at its end."""
    tokens = analysis.tokens
    if len(inside) < 2 or tokens[inside.start].text.lower() not in ("a", "an", "the"):
        return False
    i = inside.start + 1
    while i + 1 in inside and tokens[i + 1].tag in ("NN", "NNP", "JJ", "HYPH", "VBG"):
        i += 1
    return tokens[i].tag == "NN" and tokens[i].lemma.lower() in words().collectives


_OPENS = frozenset(("NN", "NNP", "VB", "VBP", "JJ", "VBG"))  # "Change for Ohio" is a verb for the tagger
_INSIDE = frozenset(("for", "of", "the", "and"))
_LONGEST = 7  # words
