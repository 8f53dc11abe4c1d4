"""Several people named together ("Ann Lee and Ed Ray said"), and what points back to them: they, both, the two, the
senators.

Only names joined by "and" as subject or source count, and only until somebody else plural comes. A noun with a number
needs so many members, one with an office needs it of each of them. From: issue 4, part 1.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from onrecord.extract.mentions import Found
from onrecord.extract.who.antecedents import SUBJECTS, Discourse
from onrecord.extract.who.names import Entity
from onrecord.extract.who.roles import head_of, low, office, words

HOW = "together"
# How far back those named together count, in sentences of narration: for a pronoun, and for a noun.
_PRONOUN, _NOUN = 1, 3
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_PAIR = frozenset(("pair", "duo"))


class Together(NamedTuple):
    """Entities named together: at which mention, from which token to which, and who."""

    mention: int
    first: int
    last: int
    members: tuple[int, ...]


def find_together(d: Discourse) -> list[Together]:
    """The names joined by "and" that are a subject or a source, in text order."""
    found = []
    for k, f in enumerate(d.found):
        token = d.tokens[f.head]
        headline = f.headline and d.tokens[token.head].text[0].isupper()  # "Lee And Ray Visit Leeds", not "visited"
        if f.form != "name" or d.names.of_mention[k] < 0 or f.quoted or headline:
            continue
        main = token.dep in SUBJECTS and d.tokens[token.head].dep == "ROOT"
        if not main and f.head not in d.sources:
            continue  # "Officials said that Lee and Ray had left. They ..." are mostly the officials
        if not any(low(d.tokens[c]) == "and" for c in d.analysis.children(f.head)):
            continue
        heads = [f.head]
        for i in heads:
            heads += [c for c in d.analysis.children(i) if d.tokens[c].dep == "conj" and c in d.by_head]
        named = [d.by_head[h] for h in heads if d.found[d.by_head[h]].form == "name"]
        members = tuple(dict.fromkeys(e for m in named if (e := d.names.of_mention[m]) >= 0))
        if len(named) == len(heads) and len(members) == len(heads) > 1:
            last = max(d.found[m].last for m in named)
            found.append(Together(max(named), f.first, last, members))
    return found


def resolve_together(d: Discourse, known: list[Together], k: int, f: Found) -> bool:
    """Whether a pronoun or noun points back to people named together; then it has their group and them."""
    before = next((t for t in reversed(known) if t.mention < k), None)
    if before is None or f.quoted or not (f.head in d.sources or d.tokens[f.head].dep in SUBJECTS):
        return False
    distance = d.narration[d.tokens[f.head].sentence] - _last_seen(d, before, k)
    if not (_is_pronoun(d, k, f, before, distance) or _is_noun(d, f, before, distance)):
        return False
    _assign(d, k, f, before)
    return True


def _key(members: tuple[int, ...]) -> str:
    return f"together:{','.join(map(str, sorted(members)))}"


def _last_seen(d: Discourse, before: Together, k: int) -> int:
    """The sentence of narration in which those named together were last named or pointed to before mention ``k``."""
    e = d.names.by_key.get(_key(before.members))
    heads = [d.found[m].head for m in d.entities[e].mentions if m < k] if e is not None else []
    return max(d.narration[d.tokens[i].sentence] for i in (before.first, *heads))


def _is_pronoun(d: Discourse, k: int, f: Found, before: Together, distance: int) -> bool:
    word = low(d.tokens[f.head])
    if word not in ("they", "both") or f.last != f.head + 1 or distance > _PRONOUN:
        return False
    if word == "both":
        return len(before.members) == 2
    others = [j for j in range(before.mention + 1, k) if _is_plural(d, j)]
    return f.head in d.sources and not others


def _is_plural(d: Discourse, j: int) -> bool:
    """Whether a mention in the narration names several people, by itself or by whom it means."""
    f, e = d.found[j], d.names.of_mention[j]
    if f.quoted or f.form == "pronoun":
        return False
    return f.plural or f.form == "group" or (e >= 0 and d.entities[e].plural)


def _is_noun(d: Discourse, f: Found, before: Together, distance: int) -> bool:
    tokens = [low(t) for t in d.tokens[f.first : f.last]]
    if f.form not in ("nominal", "group", "role") or distance > _NOUN or f.last > f.head + 1 or len(tokens) > 3:
        return False
    if not all(d.entities[e].type == "person" for e in before.members) or tokens[0] not in ("the", "both"):
        return False
    lemma, number = d.tokens[f.head].lemma.lower(), next((_NUMBERS[w] for w in tokens if w in _NUMBERS), 0)
    if tokens[-1] in _PAIR or tokens == ["the", "two"]:
        return len(before.members) == 2
    if lemma == tokens[-1] or lemma not in words().persons:
        return False  # "the leader" is one person
    if number:
        return number == len(before.members)  # "the two senators", "both men"
    title = office(lemma)
    mine = [{office(head_of(r.title)) for r, _ in d.entities[e].roles} for e in before.members]
    return len(tokens) == 2 and all(title in titles for titles in mine)


def _assign(d: Discourse, k: int, f: Found, before: Together) -> None:
    key = _key(before.members)
    e = d.names.by_key.get(key)
    if e is None:
        text = d.analysis.token_span(before.first, before.last).words
        e = d.names.new(Entity("group", names=Counter({" ".join(text.split()): 1}), key=key, plural=True))
        d.names.by_key[key] = e
    d.assign(k, e, HOW)
    f.candidates = before.members
