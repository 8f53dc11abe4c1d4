"""What a stance is about, without the words that only lead there, and which conditions it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extract.stands.clauses import (
    child,
    has_to,
    is_verbal,
    lower,
    noun_phrase,
    spine,
    trim,
    verb_phrase,
    word_sets,
)
from onrecord.extract.stands.connectives import REQUIRING, Conditional
from onrecord.extract.stands.holders import Reading
from onrecord.extract.stands.modality import is_state
from onrecord.extract.stands.patterns import stance_lexicon
from onrecord.extract.stands.stance import Hit, find_stances, is_measure
from onrecord.records import Analysis, Stance


def reverse(stance: Stance) -> Stance:
    """The opposite of for or against; the others stay."""
    return "against" if stance == "for" else "for" if stance == "against" else stance


def compose(a: Analysis, hit: Hit, taken: set[int]) -> Hit:
    """The hit with what it takes its stance on: "refused to support X" is against X, "willing to consider X" for X."""
    for _ in range(4):
        if hit.slot is None or hit.slot in taken:
            return hit
        taken.add(hit.slot)
        deeper = _led_on(a, hit, hit.slot) or _with_inner(a, hit, hit.slot, taken)
        if deeper is None:
            return hit
        hit = deeper
    return hit


def _led_on(a: Analysis, hit: Hit, slot: int) -> Hit | None:
    """The hit moved past a word that only leads to the target, None where the slot is no such word."""
    through = (*hit.through, slot)
    if is_verbal(a, slot):
        deeper = led_to(a, slot)
        if deeper is None:
            return None
        return replace(hit, slot=deeper, kind="np" if a.tokens[deeper].dep == "dobj" else "inf", through=through)
    if a.tokens[slot].lemma in word_sets()["passing"]:
        deeper = _passed_on(a, slot)
        if deeper is not None:
            return replace(hit, slot=deeper, kind="inf" if is_verbal(a, deeper) else "np", through=through)
    against = _against(a, slot)
    if against is not None:
        return replace(hit, slot=against, kind="np", stance=reverse(hit.stance), through=through)
    return None


def led_to(a: Analysis, verb: int) -> int | None:
    """The action after a verb such as "try", or what is considered."""
    lemma = a.tokens[verb].lemma
    if lemma not in word_sets()["leading"]:
        return None
    considers = lemma in ("consider", "explore")
    for c in a.children(verb):
        if c > verb and a.tokens[c].dep in ("xcomp", "ccomp", "dobj"):
            return c if considers or a.tokens[c].dep != "dobj" else None
    return None


def _with_inner(a: Analysis, hit: Hit, slot: int, taken: set[int]) -> Hit | None:
    """The hit with the stance that its target itself takes: "vowed to oppose X"."""
    quality = child(a, slot, "acomp") if a.tokens[slot].lemma == "be" else None
    slot = slot if quality is None else quality
    inner = next(iter(find_stances(a, slot)), None)
    if inner is None or not inner.compose or inner.slot is None:
        return None
    noun = a.tokens[slot].pos in ("NOUN", "PROPN")
    if noun and (hit.stance == "against" or _is_owned(a, slot)):
        return None  # "opposed her sister's support for it" is about the sister's
    taken.update((slot, *inner.words))
    stance = combine(hit.stance, inner.plain or inner.stance)
    return replace(hit, slot=inner.slot, kind=inner.kind, stance=stance, asked=None,
                   through=(*hit.through, slot, *inner.words))  # fmt: skip


def _is_owned(a: Analysis, noun: int) -> bool:
    """Whether a noun has an owner other than a pronoun."""
    return any(a.tokens[c].dep == "poss" and a.tokens[c].tag != "PRP$" for c in a.children(noun))


def combine(outer: Stance, inner: Stance) -> Stance:
    """The stance on what an inner stance is about: against supporting is against, against opposing is left open."""
    if "undecided" in (outer, inner):
        return "undecided"
    if outer == "against":
        return "against" if inner == "for" else "undecided"
    return inner


def _passed_on(a: Analysis, noun: int) -> int | None:
    """What a noun such as "calls" only passes on: "calls for a higher wage"."""
    for c in a.children(noun):
        if c > noun and a.tokens[c].dep == "prep" and lower(a.tokens[c]) in ("for", "to", "of"):
            return child(a, c, "pobj", "pcomp")
        if c > noun and a.tokens[c].dep in ("acl", "relcl", "xcomp") and has_to(a, c):
            return c
    return None


def _against(a: Analysis, noun: int) -> int | None:
    """What a measure is directed against: "a resolution against the occupation"."""
    if a.tokens[noun].lemma not in word_sets()["directed"]:
        return None
    for c in a.children(noun):
        if c > noun and a.tokens[c].dep == "prep" and lower(a.tokens[c]) == "against":
            return child(a, c, "pobj", "pcomp")
    return None


def find_target(a: Analysis, hit: Hit, conditions: Sequence[Conditional]) -> tuple[int, int] | None:
    """Token range of what the stance is about, without its conditions."""
    if hit.slot is None:
        return None
    if is_verbal(a, hit.slot):
        whole = (hit.kind == "that" or hit.asked is not None) and is_state(a, hit.slot)
        first, last = verb_phrase(a, hit.slot, whole=whole)
    else:
        first, last = noun_phrase(a, hit.slot)
    if hit.trigger != hit.slot and first <= hit.trigger < last:
        if hit.trigger < hit.slot and not hit.passive:
            first = hit.trigger + 1
        else:
            first, last = trim(a, first, max(first + 1, a.subtree(hit.trigger)[0]))
    if lower(a.tokens[first]) in ("no", "any", "not") and last - first > 1:
        first += 1
    if last - first == 1 and _approves(a, first) and (noun := _relative_noun(a, hit.trigger)) is not None:
        first, last = trim(a, noun_phrase(a, noun)[0], noun + 1)
    if last - first == 1 and (a.tokens[first].lemma in ("be", "do", "have") or len(a.tokens[first].text) < 2):
        return None
    return without(first, last, conditions)


def find_further_targets(a: Analysis, hit: Hit) -> list[tuple[int, int]]:
    """Token ranges of the things joined to the target by "and" or "or": "opposed to the ban and to the tax".

    Only things that are decided on, or -ing clauses, so that a wrongly joined noun adds nothing.
    """
    if hit.slot is None or hit.kind not in ("np", "inf") or hit.passive or hit.asked is not None:
        return []
    above = a.tokens[hit.slot].head
    joined = list(_joined_to(a, hit.slot))
    if a.tokens[above].dep == "prep":
        joined += [noun for c in _joined_to(a, above) if (noun := child(a, c, "pobj", "pcomp")) is not None]
    found = []
    for j in joined:
        if a.tokens[j].tag == "VBG" and a.tokens[hit.slot].tag == "VBG" and not find_stances(a, j):
            found.append(verb_phrase(a, j))
        elif a.tokens[j].pos == "NOUN" and a.tokens[hit.slot].pos == "NOUN" and is_measure(a, j):
            found.append(noun_phrase(a, j))
    return found


def _joined_to(a: Analysis, i: int) -> Iterator[int]:
    for c in a.children(i):
        if a.tokens[c].dep == "conj" and c > i and not any(a.tokens[x].dep == "neg" for x in a.children(c)):
            yield c
            yield from _joined_to(a, c)


def is_nothing(a: Analysis, hit: Hit, target: tuple[int, int]) -> bool:
    """Whether a target says nothing ("something") or is only somebody, where the expression wants something."""
    if hit.slot is None:
        return False
    if is_verbal(a, hit.slot):
        return a.tokens[hit.slot].lemma == "do" and child(a, hit.slot, "dobj") is None  # "do very well"
    token, sets = a.tokens[hit.slot], word_sets()
    if target[1] - target[0] <= 2 and lower(token) in sets["empty"]:
        return True
    if any(a.tokens[j].lemma in sets["personal"] for j in (hit.trigger, *hit.through)):
        return False
    person = token.lemma.lower() in sets["people"] and token.lemma not in sets["measure"] and target[1] - target[0] <= 2
    return person or token.entity in ("PERSON", "NORP") or (token.tag == "PRP" and lower(token) != "it")


def _approves(a: Analysis, verb: int) -> bool:
    """Whether a verb alone is for what it is about, so that the thing may stand for the action."""
    some = stance_lexicon().patterns.get(a.tokens[verb].lemma, ())
    stranded = any(a.tokens[c].dep == "prep" and child(a, c, "pobj", "pcomp") is None for c in a.children(verb))
    return is_verbal(a, verb) and not stranded and any(p.stance == "for" for p in some)


def _relative_noun(a: Analysis, i: int) -> int | None:
    """The noun that a relative clause is about and that its verb lacks: "the pipeline that he declined to approve"."""
    for above in spine(a, i):
        token = a.tokens[above]
        if token.dep == "relcl" and not is_verbal(a, token.head):
            subject = child(a, above, "nsubj")
            return (
                token.head if subject is not None and lower(a.tokens[subject]) not in ("who", "which", "that") else None
            )
    return None


def without(first: int, last: int, conditions: Sequence[Conditional]) -> tuple[int, int] | None:
    """The token range cut before, or after, the conditions in it; None where nothing is left."""
    for c in conditions:
        if first < c.marker < last:
            last = c.marker
        elif c.marker <= first < c.last < last:
            first = c.last
    return (first, last) if first < last else None


def find_own_conditions(r: Reading, hit: Hit) -> tuple[Conditional, ...]:
    """The conditions that hang on the stance or on what it is about."""
    a = r.analysis
    possible = r.conditions.get(a.tokens[hit.trigger].sentence)
    if not possible:
        return ()
    mains = {*_predication(a, hit.trigger), *hit.words, *hit.through}
    if hit.slot is not None:
        mains |= set(_chain(a, hit.slot))
        mains |= {c for c in a.children(hit.trigger) if c > hit.slot and a.tokens[c].dep == "xcomp"}
    verb = max(mains & {j for j in mains if is_verbal(a, j)}, default=hit.trigger)
    mains |= {c for c in a.children(verb) if a.tokens[c].dep == "conj" and child(a, c, "nsubj") is None}
    against = hit.stance == "against" or a.tokens[hit.trigger].lemma in word_sets()["holding"]
    return tuple(c for c in possible if c.main in mains and _holds(a, c, against, hit) and c.form not in REQUIRING)


def _predication(a: Analysis, trigger: int) -> Iterator[int]:
    """The trigger and the verbs that say it of somebody: of a noun only the verb whose object or subject it is."""
    token = a.tokens[trigger]
    if token.pos not in ("NOUN", "PROPN"):
        yield from spine(a, trigger)
        return
    yield trigger
    if token.dep in ("dobj", "attr", "nsubj", "nsubjpass"):
        yield from spine(a, token.head)


def _holds(a: Analysis, c: Conditional, against: bool, hit: Hit) -> bool:
    """Whether a structure is a condition of this stance: it is no time, and does not hold the stance itself."""
    if c.first <= hit.trigger < c.last:
        return False
    if lower(a.tokens[c.first]) == "you" and any(lower(a.tokens[x]) == "you" for x in a.children(c.main)):
        return False  # "if you want peace, you have to": a general truth
    if not c.negative:
        return True
    finite = any(a.tokens[i].tag in ("VBD", "VBZ", "VBP", "MD") for i in range(c.first, c.last))
    held = c.form == "until" and a.tokens[c.main].lemma in word_sets()["holding"] and finite  # not "until June"
    return c.negated or held or (against and c.form == "until")


def _chain(a: Analysis, slot: int) -> Iterator[int]:
    """The target's head and the heads of the actions in it: "consider", "committing", "by putting"."""
    queue = [slot]
    while queue:
        i = queue.pop()
        yield i
        for c in a.children(i):
            token = a.tokens[c]
            if (
                (token.dep in ("xcomp", "pcomp", "prep", "dobj", "pobj", "attr", "acomp") and c > i)
                or (token.dep == "conj" and is_verbal(a, c) and child(a, c, "nsubj") is None)
                or (token.dep == "ccomp" and c > i)
                or (token.dep in ("acl", "relcl", "advcl") and has_to(a, c))
            ):
                queue.append(c)
