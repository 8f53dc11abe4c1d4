"""analysis, statements, mentions, actors -> positions: who is for or against what, and on what conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extract import modality
from onrecord.extract.clauses import (
    auxiliaries,
    child,
    conjuncts,
    has_to,
    is_demanded,
    is_hypothetical,
    is_verbal,
    lower,
    noun_phrase,
    spine,
    subject_heads,
    subjects,
    trim,
    verb_phrase,
)
from onrecord.extract.conditions import Conditional
from onrecord.extract.holders import Holder, Reading, holder, holders, is_first_person, owners, speaker_of
from onrecord.extract.stance import LEMMAS, Hit, find_stances, stance_lexicon
from onrecord.records import Actor, Analysis, Condition, Mention, Position, Stance, Statement, make_id

# Verbs that only lead to the action that a stance is about: "prepared to consider committing", "try to block".
_LEADING = frozenset(
    ("consider", "explore", "try", "begin", "start", "continue", "help", "keep", "proceed", "go", "afford")
)
_EMPTY = frozenset(
    (
        "what",
        "nothing",
        "something",
        "anything",
        "everything",
        "who",
        "whom",
        "one",
        "thing",
        "things",
        "more",
        "so",
        "there",
    )
)
_HOLDING = frozenset(
    "delay postpone withhold suspend wait hold freeze block shelve keep continue stay rescind stop halt remain close boycott strike".split()
)
# Below this a position is not worth a reader's time; chosen on the development labels between .2, .3 and .4.
MIN_SCORE = 0.3


@dataclass(frozen=True, slots=True)
class Draft:
    """A position before its conditions are settled. ``trigger`` is the token that takes the stance."""

    holder: Holder
    stance: Stance
    commitment: bool
    target: tuple[int, int] | None
    trigger: int
    score: float
    rule: str
    conditions: tuple[Conditional, ...] = ()


def find_positions(analysis: Analysis, statements: Sequence[Statement], mentions: Sequence[Mention],
                   actors: Sequence[Actor]) -> tuple[Position, ...]:  # fmt: skip
    """The positions that an article tells or quotes, in text order, one for each of several coordinated actors.

    Misses stances told without a stance word, in questions, and by praise or blame of a person.
    From: rules over syntax; figures and known gaps in docs/positions.md.
    """
    r = Reading(analysis, statements, mentions, actors)
    drafts: list[Draft] = []
    taken: set[int] = set()
    for i in _triggers(analysis):
        if i in taken:
            continue
        if modality.is_modal(analysis, i) or modality.is_imperative(analysis, i):
            drafts += _modal(r, i, taken)
        else:
            for hit in find_stances(analysis, i):
                drafts += _from_hit(r, hit, taken)
    drafts += _from_requirements(r)
    drafts += _echoes(r, drafts)
    drafts = _with_later_conditions(r, _merged(analysis, drafts))
    positions = [_position(r, d) for d in drafts if d.score * d.holder.score >= MIN_SCORE]
    return tuple(
        sorted(
            {p.id: p for p in positions}.values(),
            key=lambda p: (p.evidence.start, p.target.start if p.target else 0, p.id),
        )
    )


def _triggers(a: Analysis) -> Iterator[int]:
    """Tokens that may take a stance. Everything slower looks only at these."""
    some = stance_lexicon()
    words = some.patterns.keys() | some.agents.keys() | modality.WORDS
    mended = LEMMAS
    for i, token in enumerate(a.tokens):
        if token.lemma in words or token.text in mended or token.text in modality.WORDS or token.tag == "VB":
            yield i


# --- stance expressions ----------------------------------------------------------------------------


def _from_hit(r: Reading, hit: Hit, taken: set[int]) -> list[Draft]:
    a = r.analysis
    if is_demanded(a, hit.trigger) or (is_hypothetical(a, hit.trigger) and not _asserted_whether(hit)):
        return []
    if _is_idle(a, hit):
        return []
    if hit.words:
        taken.update(hit.words)
    hit = _composed(a, hit, taken)
    who, light = _who(r, hit)
    if not who or _is_predicted(r, hit, who):
        return []
    if (
        light is not None
        and lower(a.tokens[light]) != ""
        and a.tokens[light].lemma in stance_lexicon().sets["reversing"]
    ):
        hit = replace(hit, stance=_reverse(hit.stance), commitment=False)
    conditions = _conditions(r, hit)
    commitment = hit.commitment or (
        modality.is_volition(a, hit.trigger) and any(is_self(r, h, hit.trigger) for h in who)
    )
    target = _target(a, hit, conditions)
    voice = r.voice(hit.trigger)
    score = hit.score * (1.0 if voice is None or any(is_self(r, h, hit.trigger) for h in who) else 0.9)
    if hit.slot is not None and (target is None or _is_nothing(a, hit, target)):
        return []
    return [Draft(h, hit.stance, commitment, target, hit.trigger, score, hit.rule, conditions) for h in who
            if h.span is None or not h.span.start <= a.tokens[hit.trigger].start < h.span.end or hit.agent is not None]  # fmt: skip


def _is_predicted(r: Reading, hit: Hit, who: Sequence[Holder]) -> bool:
    """Whether somebody else only foresees the act: "Congress will pass the deal"."""
    if hit.compose or hit.commitment or hit.kind == "inf":
        return False
    foreseen = any(
        x in ("will", "would", "wo", "’ll", "'ll", "could", "can") for x in auxiliaries(r.analysis, hit.trigger)
    )
    return foreseen and not any(is_self(r, h, hit.trigger) for h in who)


def _asserted_whether(hit: Hit) -> bool:
    return hit.stance == "undecided" and hit.kind == "whether"


def _is_idle(a: Analysis, hit: Hit) -> bool:
    """Whether the action is mere talk or no choice: "declined to comment", "hopes to win"."""
    if hit.slot is None or hit.kind != "inf" or not is_verbal(a, hit.slot) or hit.asked is not None:
        return False
    verb, sets = a.tokens[hit.slot], stance_lexicon().sets
    if verb.lemma in sets["speech"]:
        return child(a, hit.slot, "acomp") is None
    if verb.lemma == "see":
        return child(a, hit.slot, "ccomp", "xcomp") is None
    return verb.lemma in sets["stative"] and hit.score < 0.8


def _reverse(stance: Stance) -> Stance:
    return "against" if stance == "for" else "for" if stance == "against" else stance


def _composed(a: Analysis, hit: Hit, taken: set[int]) -> Hit:
    """The hit with what it takes its stance on: "refused to support X" is against X, "willing to consider X" for X."""
    for _ in range(3):
        slot = hit.slot
        if slot is None or slot in taken:
            return hit
        taken.add(slot)
        if a.tokens[slot].lemma in _LEADING and is_verbal(a, slot):
            deeper = next(
                (c for c in a.children(slot) if c > slot and a.tokens[c].dep in ("xcomp", "ccomp", "dobj")), None
            )
            if deeper is None or (
                a.tokens[deeper].dep == "dobj" and a.tokens[slot].lemma not in ("consider", "explore")
            ):
                return hit
            hit = replace(
                hit, slot=deeper, kind="np" if a.tokens[deeper].dep == "dobj" else "inf", through=(*hit.through, slot)
            )
            continue
        if a.tokens[slot].lemma in stance_lexicon().sets["passing"] and not is_verbal(a, slot):
            deeper = _passed_on(a, slot)
            if deeper is None:
                return hit
            hit = replace(hit, slot=deeper, kind="inf" if is_verbal(a, deeper) else "np", through=(*hit.through, slot))
            continue
        if (against := _against(a, slot)) is not None:
            hit = replace(hit, slot=against, kind="np", stance=_reverse(hit.stance), through=(*hit.through, slot))
            continue
        quality = child(a, slot, "acomp") if a.tokens[slot].lemma == "be" else None
        if quality is not None:
            slot = quality
        inner = next(iter(find_stances(a, slot)), None) if hit.kind != "np" or is_verbal(a, slot) else None
        if inner is None or not inner.compose or inner.slot is None:
            return hit
        taken.update((slot, *inner.words))
        hit = replace(
            hit,
            slot=inner.slot,
            kind=inner.kind,
            stance=_compose(hit.stance, inner.plain or inner.stance),
            asked=None,
            through=(*hit.through, slot, *inner.words),
        )
    return hit


def _compose(outer: Stance, inner: Stance) -> Stance:
    if "undecided" in (outer, inner):
        return "undecided"
    if outer == "against":
        return "against" if inner == "for" else "undecided"
    return inner


def _passed_on(a: Analysis, noun: int) -> int | None:
    for c in a.children(noun):
        if c > noun and a.tokens[c].dep == "prep" and lower(a.tokens[c]) in ("for", "to", "of"):
            return child(a, c, "pobj", "pcomp")
        if c > noun and a.tokens[c].dep in ("acl", "relcl", "xcomp") and has_to(a, c):
            return c
    return None


def _against(a: Analysis, noun: int) -> int | None:
    """What a measure is directed against: "a resolution against the occupation"."""
    if is_verbal(a, noun) or a.tokens[noun].lemma not in (
        "resolution",
        "ban",
        "measure",
        "law",
        "bill",
        "lawsuit",
        "suit",
        "campaign",
        "fight",
    ):
        return None
    for c in a.children(noun):
        if c > noun and a.tokens[c].dep == "prep" and lower(a.tokens[c]) == "against":
            return child(a, c, "pobj", "pcomp")
    return None


def _who(r: Reading, hit: Hit) -> tuple[list[Holder], int | None]:
    """The holders, and the light verb through which a noun's stance is taken."""
    a, i = r.analysis, hit.trigger
    token = a.tokens[i]
    if hit.agent is not None:
        return _agents(r, i), None
    if token.pos not in ("NOUN", "PROPN"):
        heads = list(subjects(a, i))
        heads += _joined(a, i)
        return [h for h in holders(r, heads) if hit.asked is None or not _same_words(a, h, hit.asked)], None
    owned = [h for o in owners(r, i) if (h := holder(r, o)) is not None]
    if owned:
        return owned, None
    verb = token.head
    if token.dep in ("dobj", "nsubjpass", "pobj", "conj") and a.tokens[verb].lemma in stance_lexicon().sets["light"]:
        return holders(r, subjects(a, verb)), verb
    return [], None


def _same_words(a: Analysis, h: Holder, token: int) -> bool:
    return h.span is not None and h.span.start <= a.tokens[token].start < h.span.end


def _joined(a: Analysis, i: int) -> list[int]:
    """Whom the subject joins: "joined Sweden in opposing"."""
    for above in spine(a, i):
        if a.tokens[above].lemma == "join" and above != i:
            other = child(a, above, "dobj")
            return conjuncts(a, other) if other is not None else []
    return []


def _agents(r: Reading, i: int) -> list[Holder]:
    """Who a noun such as "opponent" says it of: its subject, the noun it stands beside, or itself."""
    a = r.analysis
    token = a.tokens[i]
    if token.dep == "conj" and a.tokens[token.head].dep in ("appos", "attr"):
        token = a.tokens[token.head]
    above = a.tokens[token.head]
    if token.dep == "pobj" and lower(above) == "of" and a.tokens[above.head].lemma.lower() in ("one", "some", "many"):
        token = a.tokens[above.head]  # "one of the leading opponents"
    if token.dep == "pobj" and lower(a.tokens[token.head]) == "as":
        verb = a.tokens[token.head].head
        seen = child(a, verb, "nsubjpass", "dobj")
        return holders(r, subject_heads(a, seen)) if seen is not None else []
    if token.dep == "attr" and a.tokens[token.head].lemma == "be":
        return holders(r, subjects(a, token.head))
    if token.dep == "appos":
        found = holder(r, token.head)
        return [found] if found is not None else []
    own = [c for c in a.children(i) if a.tokens[c].dep == "appos" and a.tokens[c].entity == "PERSON"]
    if own:
        return holders(r, own)
    first = noun_phrase(a, i)[0]
    span = a.token_span(first, i + 1)
    return [Holder(span, None, a.token_span(*noun_phrase(a, i)).words, 0.7)]


def is_self(r: Reading, h: Holder, token: int) -> bool:
    """Whether the holder is the speaker of the statement in which the token stands."""
    voice = r.voice(token)
    if voice is None or voice.speaker is None:
        return False
    if h.actor is not None:
        return h.actor == voice.speaker.actor
    return h.span is not None and h.span.words.lower() in ("i", "we", "he", "she")


# --- targets and conditions ------------------------------------------------------------------------


def _target(a: Analysis, hit: Hit, conditions: Sequence[Conditional]) -> tuple[int, int] | None:
    """Token range of what the stance is about, without its conditions."""
    if hit.slot is None:
        return None
    if is_verbal(a, hit.slot):
        whole = (hit.kind == "that" or hit.asked is not None) and modality.is_state(a, hit.slot)
        first, last = verb_phrase(a, hit.slot, whole=whole)
    else:
        first, last = noun_phrase(a, hit.slot)
    if hit.trigger != hit.slot and first <= hit.trigger < last:
        if hit.trigger < hit.slot and not hit.passive:
            first = hit.trigger + 1
        else:
            first, last = trim(a, first, max(first + 1, a.subtree(hit.trigger)[0]))
    if lower(a.tokens[first]) in ("no", "any") and last - first > 1:
        first += 1
    if last - first == 1 and is_verbal(a, first) and (noun := _relative_noun(a, hit.trigger)) is not None:
        first, last = trim(a, noun_phrase(a, noun)[0], noun + 1)
    if last - first == 1 and (a.tokens[first].lemma in ("be", "do", "have") or len(a.tokens[first].text) < 2):
        return None
    return _without(first, last, conditions)


def _is_nothing(a: Analysis, hit: Hit, target: tuple[int, int]) -> bool:
    """Whether a target says nothing ("something") or is only somebody, where the expression wants something."""
    if hit.slot is None or is_verbal(a, hit.slot):
        return False
    token, sets = a.tokens[hit.slot], stance_lexicon().sets
    if target[1] - target[0] == 1 and lower(token) in _EMPTY:
        return True
    if any(a.tokens[j].lemma in sets["personal"] for j in (hit.trigger, *hit.through)):
        return False
    person = token.lemma in sets["people"] and token.lemma not in sets["measure"] and target[1] - target[0] <= 2
    return person or token.entity == "PERSON" or (token.tag == "PRP" and lower(token) != "it")


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


def _without(first: int, last: int, conditions: Sequence[Conditional]) -> tuple[int, int] | None:
    for c in conditions:
        if first < c.marker < last:
            last = c.marker
        elif c.marker <= first < c.last < last:
            first = c.last
    return (first, last) if first < last else None


def _conditions(r: Reading, hit: Hit) -> tuple[Conditional, ...]:
    """The conditions that hang on the stance or on what it is about."""
    a = r.analysis
    possible = r.conditions.get(a.tokens[hit.trigger].sentence)
    if not possible:
        return ()
    mains = {*spine(a, hit.trigger), *hit.words, *hit.through}
    if hit.slot is not None:
        mains |= set(_chain(a, hit.slot))
    verb = max(mains & {j for j in mains if is_verbal(a, j)}, default=hit.trigger)
    mains |= {c for c in a.children(verb) if a.tokens[c].dep == "conj" and child(a, c, "nsubj") is None}
    against = hit.stance == "against" or a.tokens[hit.trigger].lemma in _HOLDING
    return tuple(
        c
        for c in possible
        if c.main in mains and _holds(a, c, against, hit) and c.form not in ("require", "depend", "need-before")
    )


def _holds(a: Analysis, c: Conditional, against: bool, hit: Hit) -> bool:
    if c.first <= hit.trigger < c.last:
        return False
    if lower(a.tokens[c.first]) == "you" and any(lower(a.tokens[x]) == "you" for x in a.children(c.main)):
        return False  # "if you want peace, you have to": a general truth
    if not c.negative:
        return True
    held = a.tokens[c.main].lemma in _HOLDING and c.form == "until"
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
                or (token.dep in ("acl", "relcl") and has_to(a, c))
            ):
                queue.append(c)


# --- modal verbs -----------------------------------------------------------------------------------


def _modal(r: Reading, i: int, taken: set[int]) -> list[Draft]:
    """Positions by "should", "must", "will": what a speaker demands or binds itself to."""
    a = r.analysis
    found = modality.read_modal(a, i)
    if found is None or found.verb in taken:
        return []
    voice = r.voice(i)
    if voice is None or is_hypothetical(a, found.verb) or voice.act == "ask":
        return []
    if found.rule == "imperative" and (voice.kind == "indirect" or r.quotation(i) is None):
        return []
    if any(c.first <= i < c.last for c in r.conditions.get(a.tokens[i].sentence, ())):
        return []
    quality = child(a, found.verb, "acomp")
    trigger = quality if quality is not None and a.tokens[found.verb].lemma == "be" else found.verb
    inner = next((h for h in find_stances(a, trigger) if h.slot is not None), None)
    if found.kind == "volition":
        if inner is not None:
            return []
        who = [h for h in holders(r, found.subjects(a)) if is_self(r, h, i)]
        who = who or [h for s in found.subjects(a) if is_first_person(r, s) and (h := holder(r, s)) is not None]
    else:
        speaker = speaker_of(r, voice, i)
        who = [speaker] if speaker is not None else []
        first = [s for s in found.subjects(a) if is_first_person(r, s)]
        if who and first and (own := holder(r, first[0])) is not None:
            who = [own]
    hit = Hit(found.verb, found.verb, found.stance, found.kind == "volition", False, found.score, found.rule,
              "that" if found.whole else "inf")  # fmt: skip
    if inner is not None and found.kind != "volition":
        if inner.kind == "whether":
            return []
        if not inner.compose:
            inner = None
        else:
            hit = replace(
                hit, slot=inner.slot, kind=inner.kind, stance=_compose(found.stance, inner.plain or inner.stance)
            )
            taken.update((found.verb, trigger))
    conditions = _conditions(r, hit)
    if found.needs_condition and not conditions:
        return []
    target = _target(a, replace(hit, slot=found.noun) if found.noun else hit, conditions)
    if inner is None:
        taken.add(found.verb)
    return [Draft(h, hit.stance, hit.commitment, target, found.verb, found.score, found.rule, conditions) for h in who]


# --- other forms -----------------------------------------------------------------------------------


def _from_requirements(r: Reading) -> list[Draft]:
    """ "Such a move would require X", "would need X before doing Y", "support depends on X"."""
    a, drafts = r.analysis, []
    for conditionals in r.conditions.values():
        for c in conditionals:
            if c.form not in ("require", "depend", "need-before") or is_hypothetical(a, c.marker):
                continue
            voice = r.voice(c.marker)
            if c.form == "need-before":
                who = holders(r, subjects(a, c.marker))
                target = verb_phrase(a, c.main, whole=modality.is_state(a, c.main))
            else:
                target = noun_phrase(a, c.main)
                owned = [h for o in owners(r, c.main) if (h := holder(r, o)) is not None]
                speaker = speaker_of(r, voice, c.marker)
                who = owned or ([speaker] if speaker is not None else [])
                if not owned and a.tokens[c.main].lemma.lower() not in stance_lexicon().sets["measure"]:
                    continue
            drafts += [Draft(h, "for", False, target, c.marker, 0.7, c.form, (c,)) for h in who]
    return drafts


def _echoes(r: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """ "echoing similar statements by France's Macron": the one echoed takes the same side, without its conditions."""
    a, found = r.analysis, []
    for d in drafts:
        if d.stance == "undecided":
            continue
        for above in dict.fromkeys((*spine(a, d.trigger), *a.ancestors(d.trigger))):
            for c in a.children(above):
                if a.tokens[c].lemma == "echo" and a.tokens[c].dep == "advcl":
                    said = child(a, c, "dobj")
                    if said is None or a.tokens[said].lemma not in (
                        "statement",
                        "call",
                        "comment",
                        "remark",
                        "view",
                        "position",
                        "sentiment",
                        "stance",
                        "pledge",
                        "offer",
                    ):
                        continue
                    if any(
                        a.tokens[x].dep == "prep" and lower(a.tokens[x]) in ("for", "about", "on")
                        for x in a.children(said)
                    ):
                        continue
                    who = [h for o in owners(r, said) if (h := holder(r, o)) is not None]
                    found += [
                        replace(d, holder=h, conditions=(), commitment=False, score=0.6, rule="echo") for h in who
                    ]
    return found


def _merged(a: Analysis, drafts: Sequence[Draft]) -> list[Draft]:
    """One draft per holder and target; an undecided one without a target takes its neighbour's conditions and target."""
    kept: dict[tuple[object, ...], Draft] = {}
    bare = {(_key(d), a.tokens[d.trigger].sentence): d for d in drafts if d.target is None and d.stance == "undecided"}
    used = set()
    for d in drafts:
        same = (_key(d), a.tokens[d.trigger].sentence)
        if d.target is not None and same in bare and d.conditions and abs(bare[same].trigger - d.trigger) < 25:
            d = replace(d, stance="undecided", rule=bare[same].rule)
            used.add(same)
        elif d.target is None and same in used:
            continue
        key = (_key(d), d.target, a.tokens[d.trigger].sentence)
        if key not in kept or d.score > kept[key].score:
            kept[key] = d
    return [d for d in kept.values() if d.target is not None or (_key(d), a.tokens[d.trigger].sentence) not in used]


def _key(d: Draft) -> object:
    return d.holder.actor or d.holder.name.lower()


def _position(r: Reading, d: Draft) -> Position:
    a = r.analysis
    start, end = a.sentence_range(a.tokens[d.trigger].sentence)
    conditions = tuple(
        Condition(a.token_span(c.first, c.last), "unless" if c.kind == "unless" else "if") for c in d.conditions
    )
    stance: Stance = "conditional" if conditions and d.stance in ("for", "against") else d.stance
    target = a.token_span(*d.target) if d.target is not None else None
    voice = r.voice(d.trigger)
    ident = make_id("po", a.article.id, d.holder.actor or d.holder.name, d.holder.span and d.holder.span.range, target and target.range,
                    stance, start)  # fmt: skip
    return Position(
        ident, a.article.id, d.holder.actor, d.holder.name, d.holder.span, target, stance, d.commitment, conditions,
        a.span(start, end), round(min(1.0, d.score * d.holder.score), 3), d.rule, voice.id if voice is not None else None,
    )  # fmt: skip


def _with_later_conditions(r: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with what the same speaker says must be, in the next sentences of a quotation, as a condition."""
    a = r.analysis
    musts = [d for d in drafts if d.rule == "must be" and d.stance == "for" and d.target and r.quotation(d.trigger)]
    out = []
    for d in drafts:
        extra = tuple(_as_condition(a, m) for m in musts if d.conditions and _is_soon_after(r, m, d))
        out.append(replace(d, conditions=(*d.conditions, *extra)) if extra else d)
    return out


def _is_soon_after(r: Reading, must: Draft, d: Draft) -> bool:
    """Whether a demand follows a quoted position of the same holder by at most two sentences."""
    tokens = r.analysis.tokens
    gap = tokens[must.trigger].sentence - tokens[d.trigger].sentence
    return 0 < gap <= 2 and _key(must) == _key(d) and r.quotation(d.trigger) is not None


def _as_condition(a: Analysis, must: Draft) -> Conditional:
    first, last = must.target or (must.trigger, must.trigger + 1)
    return Conditional(first, last, "if", must.trigger, must.trigger, "must be")
