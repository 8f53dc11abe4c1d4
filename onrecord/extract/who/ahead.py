"""Somebody described first and named later: "A veteran senator said she would retire. Ann Lee, 61, told voters".

Only a person whom the article names for the first time behind the description, who bears its role and alone does,
or who opens the next sentence as speaker behind a lead and bears no other role. Who asks not to be named stays open.
Misses names that come much later, and people known from the headline. From: issue 4, part 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from onrecord.extract.mentions import Found
from onrecord.extract.who.antecedents import SUBJECTS, Discourse
from onrecord.extract.who.names import Entity
from onrecord.extract.who.roles import RolePhrase, head_of, office, words

HOW = "named later"
# How many sentences of narration behind a description its name may come: in the first two sentences, and elsewhere.
_LEAD, _FAR, _NEAR = 2, 15, 2
_NAMELESS = re.compile(r"anonym|not authori[sz]ed|be (?:named|identified)|requested|familiar with|briefed on", re.I)
_HEADS = frozenset("chief director head boss leader manager chairman chairwoman chair secretary minister".split())
_LEGISLATORS = frozenset("representative congressman congresswoman lawmaker legislator member".split())
_SMALL = frozenset("the of and for a an in to at on top senior veteran former".split())
Bears = Callable[[Entity, RolePhrase, Found], bool]


def resolve_ahead(d: Discourse, bears: Bears) -> None:
    """Gives those who were described without a name the person that the article names behind; ``bears`` tells roles."""
    for e, entity in enumerate(d.entities):
        if not entity.key.startswith("unnamed:") or not entity.mentions:
            continue
        k = min(entity.mentions)
        f = d.found[k]
        if f.quoted or f.role is None or _is_nameless(d, f):
            continue
        person = _named_behind(d, k, f, bears)
        if person >= 0 and entity.gender in ("", d.entities[person].gender or entity.gender):
            _give(d, e, person)


def _is_nameless(d: Discourse, f: Found) -> bool:
    """Whether somebody asks not to be named, or is of those who mostly do ("an aide")."""
    first, last, _ = d.analysis.sentences[d.tokens[f.head].sentence]
    title = f.role.title if f.role else ""
    anybody = head_of(title) in words().somebody_else and office(title) not in words().offices
    return (
        anybody
        or not title
        or title in words().family_one
        or bool(_NAMELESS.search(d.analysis.token_span(first, last).words))
    )


def _named_behind(d: Discourse, k: int, f: Found, bears: Bears) -> int:
    """The person that a description is of, -1 if none or several could be."""
    role = f.role or RolePhrase("", None, None, "current", "")
    sentence = d.tokens[f.head].sentence
    here = d.narration[sentence]
    lead = here <= d.narration[0] + _LEAD
    bearers, new = [], []
    for e, entity in enumerate(d.entities):
        if entity.type != "person" or not entity.named or not entity.mentions:
            continue
        first = min((m for m in entity.mentions if not d.found[m].headline), default=-1)
        if bears(entity, role, f) or _is_alike(entity, role):
            bearers.append((first, e))
        behind = first > k and d.tokens[d.found[first].head].sentence > sentence
        if behind and not d.found[first].quoted and len(d.found[first].name) > 1:
            new.append((first, e))
    bearers, new = sorted(bearers), sorted(new)
    if lead and new and (not bearers or bearers[0] == new[0]) and _opens_next(d, f, new[0][0], bool(bearers)):
        return -1 if _is_another(d, new[0][1], f) else new[0][1]
    if len(bearers) == 1 and bearers[0] in new and not _is_another(d, bearers[0][1], f):
        distance = d.narration[d.tokens[d.found[bearers[0][0]].head].sentence] - here
        return bearers[0][1] if distance <= (_FAR if lead else _NEAR) else -1
    return -1


def _is_another(d: Discourse, e: int, f: Found) -> bool:
    """Whether a person is introduced by the same noun with "a" as the one described ("Ann Lee, a senator too,")."""
    for k in d.entities[e].mentions:
        other = d.found[k]
        article = d.tokens[other.first].text.lower()
        if other.form == "nominal" and article in ("a", "an", "another") and other.role and f.role:
            if head_of(other.role.title) == head_of(f.role.title):
                return True
    return False


def _is_alike(entity: Entity, role: RolePhrase) -> bool:
    """Whether a person's role has the same noun, or heads the same thing: "budget chief", "director of the Budget"."""
    head = head_of(role.title)
    for other, _ in entity.roles:
        theirs = head_of(other.title)
        if theirs in _HEADS and head in _HEADS:
            if _content(other) & _content(role):
                return True
        elif theirs == head or (theirs in _LEGISLATORS and head in _LEGISLATORS):
            return True
    return False


def _content(role: RolePhrase) -> set[str]:
    """The words that say of what a role is."""
    return (set(role.title.split()) | set((role.of or "").lower().split())) - _HEADS - _SMALL


def _opens_next(d: Discourse, f: Found, first: int, bears: bool) -> bool:
    """Whether a person is the subject that opens the sentence behind a lead: who bears the role, or speaks and
    has none.
    """  # fmt: skip
    token, name = d.tokens[f.head], d.found[first]
    other = d.tokens[name.head]
    leads = token.dep in SUBJECTS and d.tokens[token.head].dep == "ROOT" and f.head in d.sources
    follows = other.dep in SUBJECTS and d.tokens[other.head].dep == "ROOT"
    alone = not any(d.tokens[c].dep in ("cc", "conj") for c in d.analysis.children(name.head))
    opening = alone and d.analysis.sentences[other.sentence].first == name.first
    distance = d.narration[other.sentence] - d.narration[token.sentence]
    roles = [r for r, _ in d.entities[d.names.of_mention[first]].roles if head_of(r.title) in words().persons]
    return leads and follows and opening and distance == 1 and (bears or (not roles and name.head in d.sources))


def _give(d: Discourse, e: int, person: int) -> None:
    """All mentions of a described person to the one named."""
    for k in d.entities[e].mentions:
        d.names.of_mention[k], d.names.how[k] = person, HOW
    d.entities[person].mentions += d.entities[e].mentions
    d.entities[e].mentions = []
    for f in d.found:
        if e in f.candidates:
            f.candidates = tuple(dict.fromkeys(person if c == e else c for c in f.candidates))
