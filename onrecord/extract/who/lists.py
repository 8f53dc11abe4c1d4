"""Sources that name several actors: where each of them stands in the words, and which mentions they are.

Read from the words (commas and "and" between noun phrases), since parsers hang the members of such lists on each other
in many ways; where a comma may also begin a description ("Ann Lee, the Chamber's head and a mother") the parse decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extract.mentions import Found, head_token
from onrecord.extract.who.roles import low, read_role, words
from onrecord.extract.who.runs import and_in_body
from onrecord.records import Analysis, Statement

_PARTY_CODE = re.compile(r"[RDI]-[A-Z]")
_INSIDE = frozenset("NN NNS NNP NNPS JJ JJR JJS POS CD HYPH VBN DT PRP$ IN FW AFX .".split())  # "." of "Sens."
_LINKS = frozenset(("of", "for", "from", "at"))
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_BEHIND = frozenset(("all", "both", "each", "also"))


_DASHES = ("–", "—", "--")


def read_parts(analysis: Analysis, indices: range) -> list[range]:
    """The token ranges of the members of a list, without brackets and "both" or "all"; [] if it is no plain list."""
    tokens = analysis.tokens
    if not any(tokens[i].dep == "cc" and low(tokens[i]) in ("and", "&") for i in indices):
        return []
    named = {i for name in analysis.names for i in range(name.first + 1, name.last - 1)}
    parts, first, depth = [], indices.start, 0
    for i in indices:
        text = tokens[i].text
        if text in ("(", ")"):
            if not depth:
                parts.append(range(first, i))
            depth, first = int(text == "("), i + 1
        elif depth or i in named or (text in ("and", "&") and i > first and and_in_body(tokens, i)):
            continue
        elif text in (",", "and", "&") or (text in _DASHES and not parts):
            parts.append(range(first, i))
            first = i + 1
    parts.append(range(first, indices.stop))
    kept = [trimmed for part in parts if (trimmed := _trimmed(analysis, part))]
    plain = all(_is_plain(analysis, part) for part in kept)
    return kept if plain and len(kept) > 1 else []


def _trimmed(analysis: Analysis, part: range) -> range:
    """A part without "both" in front and "all" behind it; empty for a party ("D-Ohio")."""
    tokens = analysis.tokens
    first, last = part.start, part.stop
    while first < last and low(tokens[first]) in ("both", "fellow", "other"):
        first += 1
    while first < last and low(tokens[last - 1]) in _BEHIND:
        last -= 1
    if first < last and _PARTY_CODE.match(analysis.text, tokens[first].start):
        return range(first, first)
    return range(first, last)


def _is_plain(analysis: Analysis, part: range) -> bool:
    """Whether a part is one noun phrase that ends in its noun, perhaps with an "of" phrase."""
    tokens = [analysis.tokens[i] for i in part]
    return (
        tokens[-1].tag in _NOUNS
        and all(t.tag in _INSIDE for t in tokens)
        and all(low(t) in _LINKS for t in tokens if t.tag == "IN")
    )


def member_nouns(analysis: Analysis, statements: Sequence[Statement], found: Sequence[Found]) -> list[Found]:
    """A mention for each part of a listed source that has none: "Ms. Lee's office"."""
    known = {f.last for f in found}
    added: dict[int, Found] = {}
    for statement in statements:
        for part in _parts_of(analysis, statement):
            last = part.stop
            token = analysis.tokens[last - 1]
            if last in known or token.tag != "NN" or token.lemma.lower() not in words().collectives:
                continue
            role = read_role(analysis.tokens, part.start, last)
            added[last] = Found(part.start, last, last - 1, "nominal", (token.text.lower(),), "organisation", role,
                                definite=True)  # fmt: skip
    return [added[last] for last in sorted(added)]


def _parts_of(analysis: Analysis, statement: Statement) -> list[range]:
    if len(statement.source) != 1:
        return []
    return read_parts(analysis, analysis.tokens_in(statement.source[0].start, statement.source[0].end))


def member_heads(analysis: Analysis, statements: Sequence[Statement]) -> set[int]:
    """The last tokens of the members of listed sources that are nouns for one body or person: they speak, too."""
    last = {part.stop - 1 for statement in statements for part in _parts_of(analysis, statement)}
    return {i for i in last if analysis.tokens[i].tag == "NN" and _is_own(analysis, i)}


def _is_own(analysis: Analysis, i: int) -> bool:
    """Whether a noun in a list stands for a body, or for a person not told beside the name before it."""
    tokens = analysis.tokens
    token, above = tokens[i], tokens[tokens[i].head]
    return token.lemma.lower() in words().collectives or (token.dep == "conj" and above.dep != "appos")


def members(analysis: Analysis, found: Sequence[Found], types: Sequence[str], indices: range) -> list[int]:
    """Indices of the mentions that a listed source joins; ``types`` are those of their actors, "" where unknown."""
    inside = [k for k, f in enumerate(found) if f.head in indices]
    by_head = {found[k].head: k for k in inside}
    by_word = {i: k for k in inside for i in range(found[k].first, found[k].last) if found[k].form == "name"}
    parts = read_parts(analysis, indices)
    parts = _without_lead(analysis, parts, by_word)
    listed = [_mention_of(analysis, part, by_head, by_word) for part in parts]
    known = [k for k in listed if k >= 0]
    if parts and len(known) == len(parts):
        pairs = zip(known, parts, known[1:], parts[1:], strict=False)
        if not any(_describes(analysis, found, types, pair) for pair in pairs):
            return known
    return _joined(analysis, found, by_head, indices)


def _without_lead(analysis: Analysis, parts: list[range], by_word: dict[int, int]) -> list[range]:
    """The parts without a first one that only says how many and what the names behind it are: "two of the senators"."""
    if len(parts) < 3 or any(i in by_word for i in parts[0]) or not all(p.stop - 1 in by_word or any(
        i in by_word for i in p) for p in parts[1:]):  # fmt: skip
        return parts
    tokens = analysis.tokens
    many = tokens[parts[0].stop - 1].tag in ("NNS", "NNPS")
    open_ = tokens[parts[0].stop].text in (",", *_DASHES)
    number = _NUMBERS.get(low(tokens[parts[0].start]), len(parts) - 1)
    return parts[1:] if many and open_ and number == len(parts) - 1 else parts


_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


def _mention_of(analysis: Analysis, part: range, by_head: dict[int, int], by_word: dict[int, int]) -> int:
    """The mention that a part of a list is about: with its head word, or the name at the end of a plain phrase; -1."""
    head = head_token(analysis, part)
    k = by_head.get(head, by_word.get(head, -1))
    linked = any(analysis.tokens[i].tag == "IN" for i in part)
    return k if k >= 0 or linked else by_word.get(part.stop - 1, -1)


def _describes(
    analysis: Analysis, found: Sequence[Found], types: Sequence[str], pair: tuple[int, range, int, range]
) -> bool:  # fmt: skip
    """Whether one of two neighbours may describe the other: an apposition, "House and Senate", "the star and mogul"."""
    one, part, other, following = pair
    tokens = analysis.tokens
    first, second = found[one], found[other]
    if first.kind == "person" and first.form != "name" == second.form and second.role and not second.honorific:
        if not first.plural and tokens[part.start].tag not in ("DT", "PRP$") and types[other] == "person":
            return True  # "attorney general and Senate candidate Ann Lee"
    comma = not any(low(tokens[i]) in ("and", "&") for i in range(part.stop, following.start))
    if comma and tokens[part.stop].text == ",":
        if first.form == "name" and low(tokens[following.start]) in ("a", "an"):
            return True  # "Ray, a Catholic and chairman of the committee"
        if first.form == "name" and second.form != "name":
            return True
        if second.form == "name" and (first.plural or (first.form != "name" and types[one] in ("", types[other]))):
            return True
    bare = tokens[following.start].tag not in ("DT", "PRP$") and not any(tokens[i].tag == "POS" for i in following)
    if first.kind == second.kind == "person" and first.form != "name" != second.form and bare:
        return True
    inner = tokens[first.head].dep in ("nmod", "compound") and tokens[first.head].head in following
    if inner and types[one] != "person":
        return True
    linked = any(tokens[i].tag == "IN" for i in part)  # "trustees of the Pension and Health Fund"
    own = range(first.first, first.last) if first.form == "name" else range(first.head, first.head + 1)
    return linked and bare and types[other] != "person" and tokens[second.head].head not in own


def _joined(analysis: Analysis, found: Sequence[Found], by_head: dict[int, int], indices: range) -> list[int]:
    """The mentions that the parser coordinates with the head of a source."""
    heads = [head_token(analysis, indices)]
    for i in heads:
        heads += [c for c in analysis.children(i) if analysis.tokens[c].dep == "conj" and c in indices]
    joined = [by_head[i] for i in heads if i in by_head]
    if not joined or found[joined[0]].form != "name":
        return joined
    return [joined[0], *(k for k in joined[1:] if not _is_bare_role(analysis, found[k]))]


def _is_bare_role(analysis: Analysis, f: Found) -> bool:
    """Whether a noun for one person has nothing before it, so that it describes the one told before it."""
    tokens = analysis.tokens[f.first : f.head]
    if f.form == "name" and f.first and low(analysis.tokens[f.first - 1]) in ("a", "an"):
        return True
    return f.kind == "person" and f.form != "name" and not f.plural and not any(
        t.tag in ("DT", "PRP$", "POS", "CD") for t in tokens
    )  # fmt: skip
