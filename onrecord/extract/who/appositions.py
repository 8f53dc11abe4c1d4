"""Roles that stand beside a name: "X, the Polish prime minister,", "Poland's prime minister, X,", "X is the chairman".

Joins the noun to the actor that the name means and keeps its words as evidence of the role.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from onrecord.extract.mentions import Found
from onrecord.extract.who.names import Names
from onrecord.extract.who.roles import PARTY, RolePhrase, state_code
from onrecord.records import Analysis, Range

_PARTIES = {"R": "Republican", "D": "Democrat", "I": "independent"}
# For each token the source it lies in, if that names one party, and the source of the noun looked at.
_Within = tuple[Mapping[int, int], int | None]
_OPENERS = frozenset((",", "(", "–", "—", "-", "--"))
_CLOSERS = frozenset((",", ".", ")", "–", "—", "-", "--", ";", ":", "”", '"', "''", "?", "!"))


def link_appositions(analysis: Analysis, found: Sequence[Found], names: Names, sources: Collection[Range]) -> None:
    """Joins role nouns to the names beside them, and adds the parties that stand in brackets behind names.

    ``sources`` are token ranges that name one source each: inside one, a comma is enough.
    """
    ends = {f.last: k for k, f in enumerate(found) if f.form == "name"}
    starts = {f.first: k for k, f in enumerate(found) if f.form == "name"}
    heads = {f.head: k for k, f in enumerate(found) if f.form == "name"}
    source_of = {
        i: n
        for n, (first, last) in enumerate(sources)
        if not any(analysis.tokens[i].dep == "cc" for i in range(first, last))
        for i in range(first, last)
    }
    for k, f in enumerate(found):
        if f.form in ("role", "nominal") and f.kind == "person" and not f.plural and names.of_mention[k] < 0:
            within = source_of.get(f.head)
            partner = _behind(analysis, found, starts, f, (source_of, within))
            tied = partner is not None and _is_tied(analysis, f, found[partner])
            before = None if tied else _before(analysis, found, ends, f, (source_of, within))
            partner = before if before is not None else partner
            partner = partner if partner is not None else _listed(analysis, heads, f)
            partner = partner if partner is not None else _copula(analysis, heads, f)
            partner = partner if partner is not None else _second(analysis, found, names, f)
            if partner is not None and names.of_mention[partner] >= 0:
                entity = names.entities[names.of_mention[partner]]
                if entity.type == "person":
                    names.join(k, names.of_mention[partner], "apposition")
                    first, last = min(f.first, found[partner].first), max(f.last, found[partner].last)
                    if entity.roles and entity.roles[-1][0] is f.role:
                        role = _with_term(analysis, entity.roles[-1][0], f.last)
                        entity.roles[-1] = (role, analysis.token_span(first, last))
        elif f.form == "name" and names.of_mention[k] >= 0 and k not in names.parties:
            names.parties.add(k)
            _party(analysis, f, k, names)


def _second(analysis: Analysis, found: Sequence[Found], names: Names, f: Found) -> int | None:
    """The first description that "and" joins a second one to: "Ann Lee, the mayor and a former minister," """
    tokens = analysis.tokens
    if tokens[f.head].dep != "conj" or f.first < 2 or tokens[f.first - 1].text != "and":
        return None
    if tokens[f.first - 2].text == ",":
        return None
    for k, other in enumerate(found):
        if other.head == tokens[f.head].head and other.form != "name" and names.how[k] == "apposition":
            return k
    return None


def _with_term(analysis: Analysis, role: RolePhrase, last: int) -> RolePhrase:
    """A role as former where its end is told behind it: "prime minister until 2019"."""
    ended = last < len(analysis.tokens) and analysis.tokens[last].text.lower() in ("until", "till")
    return role._replace(time="former") if ended and role.time == "current" else role


def _before(
    analysis: Analysis, found: Sequence[Found], ends: Mapping[int, int], f: Found, within: _Within
) -> int | None:
    """The name before the comma before a role: "Robert F. Bauer, the White House counsel,"."""
    tokens = analysis.tokens
    if (
        f.first < 2
        or tokens[f.first - 1].text not in _OPENERS
        or tokens[f.first - 1].sentence != tokens[f.first].sentence
    ):
        return None
    partner = ends.get(_behind_place(analysis, f.first - 1))
    if partner is None and tokens[f.first - 2].text.isdigit():  # "Elizabeth Lauten, 31, an aide"
        partner = ends.get(f.first - 3)
    if partner is None or found[partner].kind not in ("", "person"):
        return None
    following = tokens[f.last].text if f.last < len(tokens) else "."
    end_of_sentence = f.last >= len(tokens) or tokens[f.last].sentence != tokens[f.head].sentence
    head = tokens[f.head]
    if head.dep == "appos":
        return partner
    if _in_one(found[partner], within):
        return partner
    if head.dep in ("nsubj", "nsubjpass") and following not in _CLOSERS:
        return None  # "After the vote for Smith, the president said"
    if head.dep == "conj" or following in ("and", "or"):
        return None
    closed = end_of_sentence or following in _CLOSERS or tokens[f.last].tag in ("WP", "WDT", "VBN", "IN")
    return partner if closed else None


def _behind(
    analysis: Analysis, found: Sequence[Found], starts: Mapping[int, int], f: Found, within: _Within
) -> int | None:
    """The name behind a role and its comma: "Poland's prime minister, Donald Tusk,"."""
    tokens = analysis.tokens
    if (
        f.last + 1 >= len(tokens)
        or tokens[f.last].text not in _OPENERS
        or tokens[f.last + 1].sentence != tokens[f.head].sentence
    ):
        return None
    partner = _owned(analysis, found, starts, f)
    partner = partner if partner is not None else starts.get(f.last + 1)
    if partner is None:
        return None
    name = found[partner]
    if name.kind not in ("", "person"):
        return None
    if _in_one(name, within):
        return partner
    bare = f.first == f.head and f.first > 0 and tokens[f.first - 1].tag == "IN"
    if bare:
        return None  # "a candidate for president, Mitt Romney"
    if len(name.name) < 2 and not name.honorific:
        return None
    token = tokens[name.head]
    if token.dep == "appos" and token.head == f.head:
        return partner
    if f.definite and f.last == name.first - 1 and token.dep in ("npadvmod", "dep") and name.kind == "person":
        return partner  # a parser slip on "her rival, Senator Bernie Sanders of Vermont"
    following = tokens[name.last].text if name.last < len(tokens) else "."
    subject = tokens[f.head].dep in ("nsubj", "nsubjpass", "pobj", "dobj", "appos")
    return (
        partner
        if f.definite and subject and token.dep not in ("nsubj", "nsubjpass", "conj") and following in _CLOSERS
        else None
    )


def _behind_place(analysis: Analysis, last: int) -> int:
    """Where a name with the place behind it ends without the place ("Eve Fox of Leeds"), else ``last``."""
    tokens = analysis.tokens
    first = last
    while first > 1 and tokens[first - 1].tag[:3] == "NNP" and last - first < 3:
        first -= 1
    return first - 1 if first < last and tokens[first - 1].text.lower() in ("of", "from") else last


def _listed(analysis: Analysis, heads: Mapping[int, int], f: Found) -> int | None:
    """The name that a second description behind it is tied to: "Ann Lee, a mother of two, tea party senator,"."""
    head = analysis.tokens[f.head]
    return heads.get(head.head) if head.dep == "appos" and analysis.tokens[f.first - 1].text == "," else None


def _is_tied(analysis: Analysis, f: Found, name: Found) -> bool:
    """Whether the parser ties a name as apposition to a noun: "a letter to Fox, Ray's lawyer, Ann Lee, said"."""
    return analysis.tokens[name.head].dep == "appos" and analysis.tokens[name.head].head == f.head


def _owned(analysis: Analysis, found: Sequence[Found], starts: Mapping[int, int], f: Found) -> int | None:
    """The name behind a role, its comma and its place: "one senator, Utah's Bob Ray,"."""
    tokens = analysis.tokens
    for i in range(f.last + 2, min(f.last + 5, len(tokens) - 1)):
        if tokens[i].tag == "POS" and all(t.tag == "NNP" for t in tokens[f.last + 1 : i]):
            partner = starts.get(i + 1)
            return partner if partner is not None and _is_tied(analysis, f, found[partner]) else None
    return None


def _in_one(name: Found, within: _Within) -> bool:
    """Whether a name stands in the same source as a noun: then a comma is enough."""
    source_of, source = within
    return source is not None and source_of.get(name.head) == source


def _copula(analysis: Analysis, heads: dict[int, int], f: Found) -> int | None:
    """The subject of "is" with a role behind it: "X is the chairman of Y"."""
    tokens = analysis.tokens
    head = tokens[f.head]
    verb = tokens[head.head]
    if head.dep != "attr" or verb.lemma != "be" or verb.tag not in ("VBZ", "VBP"):
        return None
    children = analysis.children(head.head)
    if any(tokens[c].dep in ("neg", "aux") or tokens[c].lemma in ("if", "whether") for c in children):
        return None
    return next((heads[c] for c in children if tokens[c].dep == "nsubj" and c in heads), None)


def _party(analysis: Analysis, f: Found, k: int, names: Names) -> None:
    entity = names.entities[names.of_mention[k]]
    if entity.type != "person":
        return
    if not entity.state and f.role and f.last + 1 < len(analysis.tokens) and analysis.tokens[f.last].text == "of":
        entity.state = state_code(analysis.tokens[f.last + 1].text)  # "Gov. Ann Lee of Ohio"
    end = analysis.tokens[f.last - 1].end
    match = PARTY.match(analysis.text, end)
    if match:
        role = RolePhrase(_PARTIES[match.group(1)].lower(), match.group(2), None, "current", "")
        entity.roles.append((role, analysis.span(analysis.tokens[f.first].start, match.end())))
