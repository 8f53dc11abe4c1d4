"""Bodies that belong to somebody or are named after something: "her campaign", "Lee's office", "the foreign ministry".

What belongs to a person has one name however it is said ("Clinton's presidential campaign", "the Clinton campaign").
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord.extract.mentions import Found
from onrecord.extract.who.antecedents import SUBJECTS, Discourse
from onrecord.extract.who.places import lexicon
from onrecord.extract.who.roles import low, words
from onrecord.extract.who.spelling import fold, surname_of
from onrecord.records import ActorType

# What "his" and "her" make the speaker's own, and by what name it goes.
_OWNED = frozenset(("office", "campaign", "team", "staff", "camp", "administration"))


class Blocking(NamedTuple):
    """Words before a noun that make it another one; nouns that are no body; words before it that say nothing; nouns
    that fit most bodies.
    """  # fmt: skip

    another: frozenset[str]
    nobody: frozenset[str]
    plain: frozenset[str]
    anybody: frozenset[str]


@cache
def blocking() -> Blocking:
    """Words that keep a noun from meaning a body, read once a process."""
    table = lexicon("body_nouns")["blocking"]
    return Blocking(*(frozenset(table[key]) for key in Blocking._fields))


def is_acting_body(d: Discourse, f: Found) -> bool:
    """Whether a noun for a body speaks, acts, owns something or is acted on."""
    return f.head in d.sources or d.tokens[f.head].dep in (*SUBJECTS, "agent", "poss", "pobj", "dobj")


def is_owned(d: Discourse, k: int, f: Found, word: str) -> bool:
    """Gives what belongs to a person ("her campaign", "Lee's office", "the Lee team") its name; whether it did."""
    owner = _owner(d, f)
    if owner < 0 or (d.tokens[f.first].tag == "PRP$" and word not in _OWNED):
        return False
    possessed = any(t.tag in ("POS", "PRP$") or t.dep == "case" for t in d.tokens[f.first : f.head])
    if word not in _OWNED and (not possessed or not is_acting_body(d, f) or word in blocking().nobody):
        return False
    surname = _surname(d, owner)
    between = [] if word in ("campaign", "administration") else _between(d, f)
    name = _owned_name(surname, " ".join((*between, word)), word)
    kind: ActorType = "government" if word == "administration" else "organisation"
    d.names.keyed(k, f"org:{fold(surname)} {' '.join((*between, word))}", kind, name, None, "noun")
    entity = d.entities[d.names.of_mention[k]]
    entity.names.clear()
    entity.names[name] += 1
    return True


def body_of_bearer(d: Discourse, f: Found) -> int:
    """The body of which a person is told to be something, for "her group"; -1 if there is none or several could be."""
    owner = _owner(d, f)
    if owner < 0 or d.tokens[f.first].tag != "PRP$" or low(d.tokens[f.head]) not in blocking().anybody:
        return -1
    told = [fold(r.of) for r, _ in d.entities[owner].roles if r.of and r.held and not r.country]
    found = {
        e
        for e, entity in enumerate(d.entities)
        if entity.type == "organisation" and entity.named and any(fold(n) in of for n in entity.names for of in told)
    }
    return found.pop() if len(found) == 1 else -1


def _owned_name(owner: str, what: str, word: str) -> str:
    """What somebody's office or campaign is called: "Lee's office", but "Lee campaign"."""
    return f"{owner} {what}" if word in ("campaign", "administration") else f"{owner}'s {what}"


def _owner(d: Discourse, f: Found) -> int:
    """The person with a name to whom a body belongs, -1 if there is none: a possessive, or a name before the noun."""
    for c in d.analysis.children(f.head):
        if c < f.first or d.tokens[c].dep not in ("poss", "compound", "nmod") or c not in d.by_head:
            continue
        owner = d.found[d.by_head[c]]
        e = d.names.of_mention[d.by_head[c]]
        if e >= 0 and d.entities[e].type == "person" and d.entities[e].named:
            sure = owner.form != "role" or d.names.how[d.by_head[c]] in ("role", "apposition")
            return e if sure and (d.tokens[c].dep == "poss" or owner.form == "name") else -1
    return -1


def _surname(d: Discourse, e: int) -> str:
    """A person's surname, or the whole name where somebody of that surname is named more often."""
    name = max(d.entities[e].names, key=lambda n: (len(n.split()), n))
    surname = surname_of(name)
    others = [o for o in d.names.by_word.get(fold(surname), ()) if o != e and d.entities[o].type == "person"]
    return name if any(d.weight(o) > d.weight(e) for o in others) else surname


def _between(d: Discourse, f: Found) -> list[str]:
    """The small words between an owner and what is theirs: "legal" of "Lee's legal team"."""
    kept: list[str] = []
    for t in d.tokens[f.first : f.head]:
        if t.tag in ("POS", "PRP$") or t.text[0].isupper():
            kept = []
        elif t.text == "-":
            return []
        elif t.text[0].isalpha() and t.tag not in ("DT", "CD"):
            kept.append(t.text)
    return kept if len(kept) < 3 else []


def first_proper(d: Discourse, f: Found) -> int:
    """The first token of a body's noun phrase that is a name's, the noun itself if none is."""
    for i in range(f.first, f.head):
        token = d.tokens[i]
        if d.tokens[i + 1].text == "-" and not d.tokens[min(i + 2, f.head)].text[0].isupper():
            continue  # "the Leeds-based company"
        if token.text[0].isupper() and (token.tag == "NNP" or token.entity in ("ORG", "PERSON", "GPE")):
            return i
    return f.head


def name_of_country(d: Discourse, k: int, f: Found, code: str) -> None:
    """A body of a country: "China's foreign ministry" and "the Chinese foreign ministry" are one."""
    if low(d.tokens[f.head]) in blocking().nobody:
        return
    kept = _between(d, f)
    if not kept and low(d.tokens[f.head]) in ("company", "firm", "group", "newspaper", "paper", "network"):
        return  # "the German company": one of many
    what = " ".join((*kept, low(d.tokens[f.head])))
    first = f.first + (d.tokens[f.first].tag == "DT")
    name = d.analysis.token_span(min(first, f.head), f.head + 1).words
    d.names.keyed(k, f"org:{code.lower()} {what}", "organisation", name, code, "noun")
    entity = d.entities[d.names.of_mention[k]]
    shown = min(entity.names, key=len)
    entity.names.clear()
    entity.names[min((shown, name), key=lambda n: (n == d.names.surface(k), len(n)))] += 1


def name_of_name(d: Discourse, k: int, f: Found, first: int) -> None:
    """A body named after something: "the House select committee", "the Lee family", but not "Axo's parent company"."""
    word = low(d.tokens[f.head])
    possessed = any(t.tag == "POS" for t in d.tokens[first : f.head])
    if word in blocking().nobody or (possessed and word in blocking().anybody):
        return
    kind: ActorType = "government" if word in ("government", "administration") else "organisation"
    kept = [t for t in d.tokens[first : f.head + 1] if low(t) not in words().honorifics and t.text != "The"]
    name = " ".join(d.analysis.text[kept[0].start : kept[-1].end].split())
    key = " ".join(fold(t.text) for t in kept if t.tag != "POS")
    d.names.keyed(k, f"org:{key}", kind, name, None, "noun")
    entity = d.entities[d.names.of_mention[k]]
    entity.names.clear()
    entity.names[name] += 1
