"""Nouns for bodies: a government of a country, what belongs to somebody, the body named before; else nobody.

"The bureau" is the last body of the article that is called so; for nouns that fit most bodies ("the
company", "the group") only those of the last sentences count, and where several do, the one that is a main subject or
speaks. From: issue 4, part 1; sorted errors of 190 sources outside of the gold.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from onrecord.extract.mentions import Found
from onrecord.extract.who.antecedents import SUBJECTS, Discourse
from onrecord.extract.who.belonging import (
    blocking,
    body_of_bearer,
    first_proper,
    is_acting_body,
    is_owned,
    name_of_country,
    name_of_name,
)
from onrecord.extract.who.names import Entity
from onrecord.extract.who.places import country_by_seat, country_name, lexicon
from onrecord.extract.who.roles import low, party_of, words

_GOVERNING = frozenset(("government", "administration", "authorities", "cabinet", "leadership"))
# How many sentences of narration back "the company" looks. Chosen on articles outside of the gold.
_NEAR = 2


class BodyNoun(NamedTuple):
    """Which bodies a noun can mean: institutions by name, last words of names, names in capitals, anything else that
    does not end in a word of ``never`` or has more before the words of ``yet``. ``near``: only of the last sentences.
    """  # fmt: skip

    bodies: frozenset[str]
    endings: frozenset[str]
    never: frozenset[str]
    yet: frozenset[str]
    countries: frozenset[str]
    capitals: bool
    others: bool
    near: bool


@cache
def _nouns() -> dict[str, BodyNoun]:
    table: dict[str, BodyNoun] = {}
    for entry in lexicon("body_nouns")["noun"]:
        bodies, endings, never, yet, countries = (
            frozenset(entry.get(key, ())) for key in ("bodies", "endings", "never", "yet", "countries")
        )
        capitals, others, near = (bool(entry.get(key)) for key in ("capitals", "others", "near"))
        noun = BodyNoun(bodies, endings, never, yet, countries, capitals, others, near)
        table |= dict.fromkeys(entry["words"], noun)
    return table


def _noun(word: str) -> BodyNoun:
    none: frozenset[str] = frozenset()
    return _nouns().get(word) or BodyNoun(none, frozenset((word,)), none, none, none, False, False, False)


def resolve_collective(d: Discourse, k: int, f: Found) -> None:
    """A noun for a body: a government of a country, a body of somebody's, or one named before."""
    word = low(d.tokens[f.head])
    if (called := _called(d, f)) >= 0:
        d.assign(k, called, "called so")
    elif (beside := _beside(d, f)) >= 0:
        d.assign(k, beside, "apposition")
    elif (of_theirs := body_of_bearer(d, f)) >= 0:
        d.assign(k, of_theirs, "body of its owner's role")
    elif _is_group_of(d, k, f) or _is_government(d, k, f, word) or is_owned(d, k, f, word):
        return
    elif is_acting_body(d, f) and f.role and f.role.country and f.head > f.first and not f.plural:
        name_of_country(d, k, f, f.role.country)
    elif is_acting_body(d, f) and (first := first_proper(d, f)) < f.head:
        name_of_name(d, k, f, first)
    elif f.definite and is_acting_body(d, f) and f.last == f.head + 1 and d.tokens[f.first].tag != "PRP$":
        _named_before(d, k, f, word)


def _is_government(d: Discourse, k: int, f: Found, word: str) -> bool:
    """Gives "the Polish government", "the government in Warsaw" and "his country" to their country; whether it did."""
    code = f.role.country if f.role else None
    if word in _GOVERNING and code:
        d.names.keyed(k, f"country:{code}", "country", country_name(code) or "", code, "government")
        return True
    if word == "government" and f.head + 2 < len(d.tokens) and low(d.tokens[f.head + 1]) == "in":
        seat = country_by_seat(d.tokens[f.head + 2].text)
        if seat:
            d.names.keyed(k, f"country:{seat.code}", "country", seat.name, seat.code, "government")
            return True
    home = _home(d, f) if word in ("country", "government", "nation") else None
    if home is None:
        return False
    d.names.keyed(k, f"country:{home}", "country", country_name(home) or home, home, "noun")
    d.entities[d.names.of_mention[k]].names.pop(d.names.surface(k), None)  # "his country" is no name of it
    return True


def _home(d: Discourse, f: Found) -> str | None:
    """The country of the person in "his country", None if it is not known."""
    if d.tokens[f.first].tag != "PRP$" or f.first not in d.by_head:
        return None
    owner = d.names.of_mention[d.by_head[f.first]]
    return country_of_person(d.entities[owner]) if owner >= 0 else None


def country_of_person(entity: Entity) -> str | None:
    """The country that a person's roles name, None if none does."""
    return entity.country or next((r.country for r, _ in entity.roles if r.country), None)


def _is_group_of(d: Discourse, k: int, f: Found) -> bool:
    """Gives "a small group of Greens" an actor without a name, and "that group of Greens" behind it the same."""
    tokens = d.tokens
    behind = tokens[f.head + 1 : f.last]
    if tokens[f.head].lemma not in ("group", "coalition", "bloc") or f.head not in d.sources or len(behind) < 2:
        return False
    many = behind[-1].tag in ("NNS", "NNPS") or low(behind[-1]) in words().family_many
    if low(behind[0]) != "of" or not many:
        return False
    key = f"part:{tokens[f.head].lemma} of {' '.join(low(t) for t in behind[1:])}"
    if not f.definite:
        d.names.by_key.pop(key, None)  # another one
    elif key not in d.names.by_key:
        return False
    d.names.keyed(k, key, "group", "", None, "noun")
    d.entities[d.names.of_mention[k]].names.clear()
    d.entities[d.names.of_mention[k]].plural = True
    return True


def _called(d: Discourse, f: Found) -> int:
    """The body whose name stands behind "called" ("a coalition of unions called Fair Pensions"), -1 if none."""
    for i in range(f.head + 1, min(f.last + 1, len(d.tokens) - 1)):
        token = d.tokens[i]
        if token.text.lower() in ("called", "named") and token.tag == "VBN" and token.dep in ("acl", "amod"):
            return _name_at(d, i + 1)
    return -1


def _beside(d: Discourse, f: Found) -> int:
    """The body in apposition to a noun: "Axo's parent company, Global Nord", "Axo, the company that"; -1 if none."""
    tokens = d.tokens
    beside = [c for c in d.analysis.children(f.head) if tokens[c].dep == "appos"]
    if tokens[f.head].dep == "appos" and f.first and tokens[f.first - 1].text == ",":
        beside.append(tokens[f.head].head)
    before = d.by_word.get(f.first - 2, -1) if f.first > 1 and tokens[f.first - 1].text == "," else -1
    if before >= 0 and d.found[before].kind == "organisation" and not d.found[before].body:
        beside.append(f.first - 2)  # a name that only this description shows
    for i in beside:
        j = d.by_word.get(i, -1)
        e = d.names.of_mention[j] if j >= 0 else -1
        if e >= 0 and d.entities[e].type == "organisation":
            return e
    return -1


def _name_at(d: Discourse, first: int) -> int:
    """The entity, no person, of the name that begins at a token; -1 if none does."""
    known = [
        e
        for n, e in zip(d.found, d.names.of_mention, strict=True)
        if n.first == first and n.form == "name" and (n.last >= len(d.tokens) or d.tokens[n.last].tag != "POS")
    ]
    return known[0] if known and known[0] >= 0 and d.entities[known[0]].type != "person" else -1


# --- the body named before ---------------------------------------------------------------------------------------


def _named_before(d: Discourse, k: int, f: Found, word: str) -> None:
    """A "the campaign", "the bureau", "the company" without a name: the body that it means, if it is clear."""
    noun = _noun(word)
    modifiers = [low(t) for t in d.tokens[f.first + 1 : f.head]]
    if any(m in blocking().another for m in modifiers) or word in blocking().nobody:
        return
    if word == "party":
        _party_near(d, k, f)
        return
    if noun.near:
        _nearest_body(d, k, f, noun)
        return
    matches = _matches(d, k, f, noun, modifiers)
    if len(matches) == 1 or (len(matches) > 1 and _much_nearer(d, k, matches)):
        if not _is_another(d, k, matches[0], d.tokens[f.head].lemma):
            d.assign(k, matches[0], "noun")
    elif matches:
        f.candidates = tuple(matches[:4])
        d.names.how[k] = "several could be meant"


def _party_near(d: Discourse, k: int, f: Found) -> None:
    """Gives "the party" the one party of which the nearest sentence with any tells, by its members or adjective."""
    here = d.tokens[f.head].sentence
    for sentence in range(here, max(here - _NEAR - 1, -1), -1):
        first, last, _ = d.analysis.sentences[sentence]
        parties = {party_of(low(t)) or party_of(low(t).removesuffix("s")) for t in d.tokens[first : min(last, f.first)]}
        named = {_PARTIES[p] for p in parties if p in _PARTIES}
        if len(named) == 1:
            name = min(named)
            d.names.keyed(k, f"body:{name}", "organisation", name, None, "noun, the nearest body")
            d.entities[d.names.of_mention[k]].names.pop(d.names.surface(k), None)
            d.entities[d.names.of_mention[k]].names[name] += 1
        if named:
            return


_PARTIES = {"republican": "Republican Party", "democrat": "Democratic Party"}


def _matches(d: Discourse, k: int, f: Found, noun: BodyNoun, modifiers: Sequence[str]) -> list[int]:
    """The bodies named before a mention that are called so, the last first; of a name and a longer one of it, one."""
    matches: list[int] = []
    for j in range(k - 1, -1, -1):
        e = d.names.of_mention[j]
        if e < 0 or e in matches or not _is_called(d.entities[e], noun):
            continue
        wanted = [m for m in modifiers if m not in blocking().plain]
        named = set(" ".join((*d.entities[e].names, d.entities[e].key.partition(":")[2])).lower().split())
        if all(m in named for m in wanted) or noun.near:
            matches.append(e)
    kept: list[int] = []
    for e in matches:
        if not any(_is_longer(d.entities[o], d.entities[e]) for o in matches if o != e):
            kept.append(e)
    return kept


def _is_longer(one: Entity, other: Entity) -> bool:
    """Whether all words of a body's name are in another's longer one: "Lee Foundation", "Ann Lee Foundation"."""
    long, short = set(one.key.partition(":")[2].lower().split()), set(other.key.partition(":")[2].lower().split())
    return bool(short) and short < long and other.key.startswith("org:")


def _is_called(entity: Entity, noun: BodyNoun) -> bool:
    """Whether a noun names what a body is."""
    if entity.type == "country":
        return entity.country in noun.countries
    if entity.type not in ("organisation", "government", "office") or not entity.named:
        return False
    if entity.type == "government" and noun.near:
        return False  # "the agency" is no administration
    if entity.key.startswith("body:") and entity.key[5:] in noun.bodies:
        return True
    names = [n.lower().removeprefix("the ").split() for n in entity.names]
    if entity.key.startswith("body:"):
        names.append(entity.key[5:].lower().split())
    if any(n and n[-1] in noun.endings for n in names):
        return True
    if any(n and len(n) > 2 and n[0] in noun.endings and n[1] in ("of", "for") for n in names):
        return True  # "Ministry of Defence"
    return noun.capitals and any(2 < len(n) < 6 and n.isupper() for n in entity.names)


def _fits(entity: Entity, noun: BodyNoun) -> bool:
    """Whether a noun that fits most bodies fits this one."""
    if not noun.others or entity.type != "organisation" or not entity.named or not entity.key.startswith("org:"):
        return False
    return not any(_ends_in_never(n.lower().split(), noun) for n in entity.names)


def _ends_in_never(name: Sequence[str], noun: BodyNoun) -> bool:
    """Whether a name is of a kind that a noun does not mean: a party, but not "Dayton Tea Party"."""
    return name[-1] in noun.never and not (len(name) > 2 and " ".join(name[-2:]) in noun.yet)


def _nearest_body(d: Discourse, k: int, f: Found, noun: BodyNoun) -> None:
    """The one fitting body of the nearest sentence of narration that names any, or the one of them that leads."""
    here = d.narration[d.tokens[f.head].sentence]
    own = noun if f.first + 1 >= f.head else noun._replace(yet=frozenset())  # "the civil rights group"
    near: dict[int, int] = {}  # entity -> its last mention, of the nearest sentence that has any
    at = -1
    for j in range(k - 1, -1, -1):
        e, other = d.names.of_mention[j], d.found[j]
        distance = here - d.narration[d.tokens[other.head].sentence]
        if distance > _NEAR or (near and distance > at):
            break
        if other.quoted or other.headline:
            continue
        if e < 0 and not (other.definite and d.tokens[other.head].lemma == d.tokens[f.head].lemma):
            continue
        if e >= 0 and not _is_called(d.entities[e], noun) and not _is_plain(d, e, other, own):
            if distance and not near and d.entities[e].type == "organisation" and _leads(d, j):
                return  # another body is what the nearest sentences are about
            continue
        at = distance
        near.setdefault(e, j)  # -1: "the company" that nobody is known to be, told about before
        if _leads(d, j):
            near[e] = j
    goes_on = at > 0 and d.tokens[f.head].dep in SUBJECTS
    chosen = [e for e, j in near.items() if len(near) == 1 or (goes_on and _leads(d, j))]
    if -1 in near:
        return
    if len(chosen) == 1 and not _is_another(d, k, chosen[0], d.tokens[f.head].lemma):
        d.assign(k, chosen[0], "noun, the nearest body")
    else:
        f.candidates = tuple(near)[:4]


def _is_plain(d: Discourse, e: int, f: Found, noun: BodyNoun) -> bool:
    """Whether a mention of a body that a noun fits stands alone: not "Axo's chief", "Axo offices", nor "the Dow"."""
    token = d.tokens[f.head]
    one = f.form == "name" and len(f.name) == 1 and not f.name[0].isupper() and not f.body
    thing = one and f.first > 0 and low(d.tokens[f.first - 1]) == "the"
    return _fits(d.entities[e], noun) and not thing and token.dep not in ("poss", "compound", "nmod")


def _leads(d: Discourse, j: int) -> bool:
    """Whether a mention alone is a main subject or speaks."""
    token = d.tokens[d.found[j].head]
    if any(d.tokens[c].dep == "conj" for c in d.analysis.children(d.found[j].head)):
        return False
    return d.found[j].head in d.sources or (token.dep in SUBJECTS and d.tokens[token.head].dep == "ROOT")


def _is_another(d: Discourse, k: int, e: int, lemma: str) -> bool:
    """Whether the same noun came in for somebody else since a body was mentioned: "a committee", "Ray's committee"."""
    last = max((m for m in d.entities[e].mentions if m < k), default=-1)
    return any(
        d.tokens[d.found[j].head].lemma == lemma and d.found[j].form in ("nominal", "group")
        and d.names.of_mention[j] != e and not d.found[j].definite
        for j in range(last + 1, k)
    )  # fmt: skip


def _much_nearer(d: Discourse, k: int, matches: Sequence[int]) -> bool:
    """Whether the first of some entities was mentioned in this or the last sentence and the second was not."""
    here = d.narration[d.tokens[d.found[k].head].sentence]
    distances = []
    for e in matches[:2]:
        last = max(m for m in d.entities[e].mentions if m < k)
        distances.append(here - d.narration[d.tokens[d.found[last].head].sentence])
    return distances[0] <= 1 < distances[1]
