"""Roles told in clauses: "Ann Lee, who was then foreign minister", "who served as mayor", "Ann Lee resigned as mayor".

The tense says when the role was held: what somebody was is former. Misses roles told of pronouns, and getting one in
the past ("became mayor in 2019"): whether it is still held is not said. From: issue 4, part 5.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.mentions import Found
from onrecord.extract.who.antecedents import SUBJECTS
from onrecord.extract.who.names import Names
from onrecord.extract.who.roles import RolePhrase, RoleTime, is_role, low, read_role, words
from onrecord.records import Analysis


def link_told_roles(analysis: Analysis, found: Sequence[Found], names: Names) -> None:
    """Adds the roles that clauses tell of persons with a name, each with the clause's words up to the role."""
    for k, f in enumerate(found):
        e = names.of_mention[k]
        if f.form != "name" or e < 0 or names.entities[e].type != "person" or f.quoted:
            continue
        verbs = [
            c
            for c in analysis.children(f.head)
            if analysis.tokens[c].dep == "relcl" and _is_subject_clause(analysis, c)
        ]
        token = analysis.tokens[f.head]
        if token.dep in SUBJECTS and analysis.tokens[token.head].lemma in words().told_leaving:
            verbs.append(token.head)
        for verb in verbs:
            told = _told(analysis, verb)
            if told and all(r.title != told[0].title for r, _ in names.entities[e].roles):
                names.entities[e].roles.append((told[0], analysis.token_span(f.first, told[1])))


def _is_subject_clause(analysis: Analysis, verb: int) -> bool:
    """Whether "who" is the subject of a relative clause."""
    return any(low(analysis.tokens[c]) == "who" and analysis.tokens[c].dep in SUBJECTS for c in analysis.children(verb))


def _told(analysis: Analysis, verb: int) -> tuple[RolePhrase, int] | None:
    """The role that a clause says its subject has, and where its words end; None if it says none."""
    tokens, lists = analysis.tokens, words()
    lemma = tokens[verb].lemma
    if any(tokens[c].dep == "neg" for c in analysis.children(verb)):
        return None
    if lemma in ("be", *lists.told_getting):
        heads = [c for c in analysis.children(verb) if tokens[c].dep == "attr"]
    elif lemma in (*lists.told_as, *lists.told_leaving):
        below = [c for c in analysis.children(verb) if low(tokens[c]) == "as"]
        heads = [p for c in below for p in analysis.children(c) if tokens[p].dep == "pobj"]
    else:
        return None
    for head in heads:
        role = read_role(tokens, analysis.subtree(head)[0], head + 1)
        time = _time(analysis, verb, role.time)
        if time and tokens[head].tag[:2] == "NN" and is_role(role) and role.title:
            return role._replace(time=time), head + 1
    return None


def _time(analysis: Analysis, verb: int, said: RoleTime) -> RoleTime | None:
    """When a role is held, by the verb and its tense; None where that is not told."""
    tokens, lists = analysis.tokens, words()
    helpers = {low(tokens[c]) for c in analysis.children(verb) if tokens[c].dep in ("aux", "auxpass")}
    adverbs = [lists.times[w] for c in analysis.children(verb) if (w := low(tokens[c])) in lists.times]
    past = tokens[verb].tag == "VBD" or "had" in helpers
    if tokens[verb].lemma in lists.told_leaving:
        return "former" if past or helpers & {"has", "have"} else "outgoing"
    if tokens[verb].lemma in lists.told_getting:
        return "incoming" if not past and not helpers & {"has", "have"} else None
    if past or "would" in helpers or "could" in helpers or "might" in helpers:
        return "former" if past else None
    if "will" in helpers:
        return "incoming"
    return adverbs[0] if adverbs else said
