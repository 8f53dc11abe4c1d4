"""analysis, statements, mentions, actors -> positions: who is for or against what, and on what conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extract.stands import modality
from onrecord.extract.stands.clauses import (
    auxiliaries,
    child,
    conjuncts,
    has_to,
    is_verbal,
    lower,
    noun_phrase,
    spine,
    subject_heads,
    subjects,
    word_sets,
)
from onrecord.extract.stands.echoes import find_echoes
from onrecord.extract.stands.evaluations import JUDGING, find_judgements
from onrecord.extract.stands.framed import in_order, positions_of
from onrecord.extract.stands.holders import (
    Holder,
    Reading,
    cited_by,
    holder,
    holders,
    is_first_person,
    owners,
    speaker_of,
)
from onrecord.extract.stands.mood import is_demanded, is_disowned, is_hypothetical
from onrecord.extract.stands.patterns import LEMMAS, stance_lexicon
from onrecord.extract.stands.required_drafts import find_required
from onrecord.extract.stands.stance import Hit, find_stances
from onrecord.extract.stands.stance_drafts import Draft, settle
from onrecord.extract.stands.targets import (
    combine,
    compose,
    find_further_targets,
    find_own_conditions,
    find_target,
    is_nothing,
    led_to,
    reverse,
)
from onrecord.records import Actor, Analysis, Condition, Mention, Position, Span, Stance, Statement, make_id

# Below this a position is not worth a reader's time; chosen on the development labels between .2, .3 and .4.
MIN_SCORE = 0.3


# In what is asked, feared, foreseen, denied or doubted, a "should" or "will" is not the speaker's own.
_NO_STANCE_ACTS = frozenset(("ask", "fear", "predict", "deny", "doubt"))


def find_positions(analysis: Analysis, statements: Sequence[Statement], mentions: Sequence[Mention],
                   actors: Sequence[Actor]) -> tuple[Position, ...]:  # fmt: skip
    """The positions that an article tells or quotes, in text order, one for each of several coordinated actors.

    Misses stances told without a stance word, in questions, and by praise or blame of a person.
    From: the trained reader where its weights are installed, with rules over syntax as a second vote, else the rules
    alone; figures and known gaps in docs/positions.md.
    """
    r = Reading(analysis, statements, mentions, actors)
    rules = find_by_rules(r)
    return rules if analysis.frames is None else positions_of(r, analysis.frames, rules)


def find_by_rules(r: Reading) -> tuple[Position, ...]:
    """The positions that rules over syntax find: all of them without weights, else the reader's second vote."""
    analysis = r.analysis
    taken: set[int] = set()
    drafts = find_required(r, taken)
    for i in _triggers(analysis):
        if i in taken:
            continue
        if modality.is_modal(analysis, i) or modality.is_imperative(analysis, i):
            drafts += _modal(r, i, taken)
        else:
            found = [draft for hit in find_stances(analysis, i) for draft in _from_hit(r, hit, taken)]
            drafts += found or find_judgements(r, i)
    drafts += find_echoes(r, drafts)
    drafts = settle(r, [d for d in drafts if not is_disowned(r.analysis, d.trigger)])
    return in_order(_position(r, d) for d in drafts if d.score * d.holder.score >= MIN_SCORE)


def _triggers(a: Analysis) -> Iterator[int]:
    """Tokens that may take a stance. Everything slower looks only at these."""
    some = stance_lexicon()
    words = some.patterns.keys() | some.agents.keys() | modality.WORDS | JUDGING | word_sets()["naming"]
    mended = LEMMAS
    for i, token in enumerate(a.tokens):
        if token.lemma in words or token.text in mended or token.text in modality.WORDS or token.tag == "VB":
            yield i


# --- stance expressions ----------------------------------------------------------------------------


def _from_hit(r: Reading, hit: Hit, taken: set[int]) -> list[Draft]:
    a = r.analysis
    if is_demanded(a, hit.trigger) or (is_hypothetical(a, hit.trigger) and not _asserted_whether(hit)):
        return []
    if _is_idle(a, hit) or modality.is_order(a, hit.trigger) or _asks_what(a, hit):
        return []
    if _announces_stance(a, hit) or _is_outcome(a, hit):
        return []
    if hit.words:
        taken.update(hit.words)
    hit = compose(a, hit, taken)
    if hit.asked is not None and hit.slot is not None:
        taken.update(_wanted(a, hit.slot))
    who, light = _who(r, hit)
    if not who or _is_predicted(r, hit, who):
        return []
    if light is not None and a.tokens[light].lemma in word_sets()["reversing"]:
        hit = replace(hit, stance=reverse(hit.stance), commitment=False)
    conditions = find_own_conditions(r, hit)
    commitment = hit.commitment or (
        modality.is_volition(a, hit.trigger) and any(is_self(r, h, hit.trigger) for h in who)
    )
    target = find_target(a, hit, conditions)
    voice = r.voice(hit.trigger)
    score = hit.score * (1.0 if voice is None or any(is_self(r, h, hit.trigger) for h in who) else 0.9)
    if hit.slot is not None and (target is None or is_nothing(a, hit, target)):
        return []
    targets = [target, *find_further_targets(a, hit)]
    return [Draft(h, hit.stance, commitment, t, hit.trigger, score, hit.rule, conditions)
            for t in targets for h in who if hit.agent is not None or not _same_words(a, h, hit.trigger)]  # fmt: skip


def _wanted(a: Analysis, slot: int) -> Iterator[int]:
    """The verbs of what others are asked to do, which tell no stance: "urged them to use it and refrain from"."""
    for c in a.children(slot):
        own = child(a, c, "nsubj", "nsubjpass")
        if c > slot and own is None and a.tokens[c].dep != "relcl":
            if is_verbal(a, c):
                yield c
            yield from _wanted(a, c)


def _is_outcome(a: Analysis, hit: Hit) -> bool:
    """Whether a loose participle tells what something leads to for those it is about: ", allowing them to refuse"."""
    token = a.tokens[hit.trigger]
    loose = token.tag == "VBG" and token.dep == "advcl" and token.lemma in ("allow", "permit", "let")
    return loose and hit.asked is not None and a.tokens[hit.asked].tag == "PRP"


def _announces_stance(a: Analysis, hit: Hit) -> bool:
    """Whether a light verb only makes known the stance that its object takes: "announced her decision to veto it"."""
    if hit.slot is None or a.tokens[hit.trigger].lemma not in word_sets()["light"] or a.tokens[hit.slot].pos != "NOUN":
        return False
    return _is_possessive(a, hit.slot) and any(inner.slot is not None for inner in find_stances(a, hit.slot))


def _is_predicted(r: Reading, hit: Hit, who: Sequence[Holder]) -> bool:
    """Whether somebody else only foresees the act: "Congress will pass the deal"."""
    if hit.compose or hit.commitment or hit.kind == "inf":
        return False
    foreseen = any(
        x in ("will", "would", "wo", "’ll", "'ll", "could", "can") for x in auxiliaries(r.analysis, hit.trigger)
    )
    return foreseen and not any(is_self(r, h, hit.trigger) for h in who)


def _asks_what(a: Analysis, hit: Hit) -> bool:
    """Whether what is wanted is left open by a question word: "what he would need authority to do"."""
    asked = (c for c in a.children(hit.trigger) if c < hit.trigger and a.tokens[c].tag == "WP")
    return hit.kind == "inf" and any(a.tokens[c].dep in ("dobj", "attr") for c in asked)


def _asserted_whether(hit: Hit) -> bool:
    return hit.stance == "undecided" and hit.kind == "whether"


def _is_idle(a: Analysis, hit: Hit) -> bool:
    """Whether the action is mere talk or no choice: "declined to comment", "hopes to win"."""
    if hit.slot is None or hit.kind != "inf" or not is_verbal(a, hit.slot) or hit.asked is not None:
        return False
    verb, sets = a.tokens[hit.slot], word_sets()
    if verb.lemma in sets["speech"]:
        quality = child(a, hit.slot, "acomp")
        return quality is None or a.tokens[quality].lemma in sets["plain"]
    if verb.lemma == "see":
        return child(a, hit.slot, "ccomp", "xcomp") is None
    return verb.lemma in sets["stative"] and hit.score < 0.8


def _who(r: Reading, hit: Hit) -> tuple[list[Holder], int | None]:
    """The holders, and the light verb through which a noun's stance is taken."""
    a, i = r.analysis, hit.trigger
    token = a.tokens[i]
    if hit.agent is not None:
        return _agents(r, i), None
    if token.pos not in ("NOUN", "PROPN"):
        made = has_to(a, i) or token.dep in ("ccomp", "xcomp")  # "forced them to accept it"; not "for opposing it"
        patient = child(a, i, "nsubjpass") if "/a " in hit.rule and child(a, i, "agent") is None else None
        by = subjects(a, i) if patient is None else subject_heads(a, patient)  # "is committed to"
        heads = [s for s in by if not made or lower(a.tokens[s]) not in ("them", "him")]
        heads += _joined(a, i)
        return [h for h in holders(r, heads) if hit.asked is None or not _same_words(a, h, hit.asked)], None
    owned = [h for o in owners(r, i) if (h := holder(r, o)) is not None]
    verb = token.head
    if owned and token.dep == "dobj" and _is_possessive(a, i):
        if child(a, verb, "nsubj") in _relatives(a, verb):
            owned = holders(r, subjects(a, verb))  # "the gunman, who published his support"
        elif owned[0].actor is None:
            owned = holders(r, subjects(a, verb)) or owned  # "groups increased their calls"
    if not owned and _is_told(a, verb):
        return [], None  # "told them to make no plans"
    through = token.dep in ("dobj", "nsubjpass", "pobj", "conj") and a.tokens[verb].lemma in word_sets()["light"]
    if owned:
        return owned, verb if through else None
    return (holders(r, subjects(a, verb)), verb) if through else ([], None)


def _relatives(a: Analysis, verb: int) -> list[int]:
    return [c for c in a.children(verb) if a.tokens[c].tag in ("WP", "WDT")]


def _is_told(a: Analysis, verb: int) -> bool:
    """Whether a verb says what somebody is told to do: "told lawmakers not to make plans"."""
    above = a.tokens[verb].head
    told = a.tokens[verb].dep == "xcomp" and a.tokens[above].lemma in word_sets()["telling"]
    return told and child(a, above, "dobj", "dative", "nsubjpass") is not None


def _is_possessive(a: Analysis, noun: int) -> bool:
    """Whether a possessive pronoun owns the noun."""
    return any(a.tokens[c].dep == "poss" and a.tokens[c].tag == "PRP$" for c in a.children(noun))


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
    others = () if voice.kind == "direct" else ("he", "she")
    return h.span is not None and h.span.words.lower() in ("i", "we", *others)


# --- modal verbs -----------------------------------------------------------------------------------


def _modal(r: Reading, i: int, taken: set[int]) -> list[Draft]:
    """Positions by "should", "must", "will": what a speaker demands or binds itself to."""
    a = r.analysis
    found = modality.read_modal(a, i)
    if found is None or found.verb in taken or not _is_meant(r, found, i):
        return []
    led = led_to(a, found.verb)
    trigger = _predicate(a, found.verb if led is None else led)  # "will continue to support"
    inner = next((h for h in find_stances(a, trigger) if h.slot is not None), None)
    if inner is not None and (found.kind == "volition" or inner.kind == "whether"):
        return []
    hit = Hit(found.verb, found.verb, found.stance, found.kind == "volition", False, found.score, found.rule,
              "that" if found.whole else "inf")  # fmt: skip
    taken.add(found.verb)
    if inner is not None and inner.compose:
        taken.add(trigger)
        stance = combine(found.stance, inner.plain or inner.stance)
        hit = replace(hit, slot=inner.slot, kind=inner.kind, stance=stance)
    conditions = find_own_conditions(r, hit)
    if not conditions and (found.needs_condition or r.voice(i) is None):
        return []
    target = find_target(a, replace(hit, slot=found.noun) if found.noun else hit, conditions)
    if found.rule == "imperative" and (target is None or target[1] - target[0] < 2):
        return []
    return [Draft(h, hit.stance, hit.commitment, target, found.verb, found.score, found.rule, conditions)
            for h in _modal_holders(r, found, i)]  # fmt: skip


def _is_meant(r: Reading, found: modality.Modal, i: int) -> bool:
    """Whether somebody asserts the modal: a speaker, not in a question or a condition; the article on a condition."""
    voice = r.voice(i)
    if is_hypothetical(r.analysis, found.verb):
        return False
    if voice is None:
        return found.kind == "volition"  # then only on a condition
    if voice.act in _NO_STANCE_ACTS:
        return False
    if found.rule == "imperative" and (voice.kind == "indirect" or r.quotation(i) is None):
        return False
    return not any(c.first <= i < c.last for c in r.conditions.get(r.analysis.tokens[i].sentence, ()))


def _predicate(a: Analysis, verb: int) -> int:
    """The adjective after be, otherwise the verb."""
    quality = child(a, verb, "acomp")
    return quality if quality is not None and a.tokens[verb].lemma == "be" else verb


def _modal_holders(r: Reading, found: modality.Modal, i: int) -> list[Holder]:
    """Who demands: the speaker; who promises: the subject, if it is the speaker."""
    heads = found.subjects(r.analysis)
    if (verb := cited_by(r, found.verb)) is not None:
        cited = holders(r, subjects(r.analysis, verb)) if found.kind == "demand" else []
        return [h for h in cited if h.actor is not None]
    first = [h for s in heads if is_first_person(r, s) and (h := holder(r, s)) is not None]
    if found.kind == "volition":
        own = holders(r, heads)
        if r.voice(i) is None:
            return [h for h in own if h.actor is not None]  # "voters will punish them if" only foresees
        return [h for h in own if is_self(r, h, i)] or first
    speaker = speaker_of(r, r.voice(i), i)
    return first[:1] or ([speaker] if speaker is not None else [])


def _closed(a: Analysis, first: int, last: int) -> Span:
    """The span of the tokens, with the closing mark of a quotation that opens in them and ends right behind them."""
    span = a.token_span(first, last)
    ends = [q.end for q in a.quotations if span.start <= q.start < span.end < q.end]
    if ends and not any(c.isalnum() for c in a.text[span.end : ends[0]]):
        return a.span(span.start, ends[0])
    return span


def _position(r: Reading, d: Draft) -> Position:
    """The record of a draft; for and against become conditional where there are conditions."""
    a = r.analysis
    start, end = a.sentence_range(a.tokens[d.trigger].sentence)
    conditions = tuple(
        Condition(_closed(a, c.first, c.last), "unless" if c.kind == "unless" else "if") for c in d.conditions
    )
    leaning = d.stance if conditions and (d.stance == "for" or d.stance == "against") else ""
    stance: Stance = "conditional" if leaning else d.stance
    target = _closed(a, *d.target) if d.target is not None else None
    voice = r.voice(d.trigger)
    who, score = d.holder, round(min(1.0, d.score * d.holder.score), 3)
    place = (who.span and who.span.range, target and target.range, start)
    return Position(
        make_id("po", a.article.id, who.actor or who.name, stance, *place), a.article.id, who.actor, who.name,
        who.span, target, stance, d.commitment, conditions, a.span(start, end), score, d.rule,
        voice.id if voice else None, leaning,
    )  # fmt: skip
