"""Positions by calling a thing right or wrong, and by "pro-" and "anti-": stances without a stance verb."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extract.stands.clauses import (
    auxiliaries,
    child,
    has_to,
    is_negated,
    is_verbal,
    lower,
    noun_phrase,
    subjects,
    trim,
    verb_phrase,
    word_sets,
)
from onrecord.extract.stands.holders import Holder, Reading, cited_by, holders, speaker_of
from onrecord.extract.stands.modality import is_state
from onrecord.extract.stands.mood import is_demanded, is_hypothetical
from onrecord.extract.stands.stance_drafts import Draft
from onrecord.records import Analysis, Stance

_SIDES: dict[str, Stance] = {"pro": "for", "anti": "against"}
_BARE: dict[str, Stance] = {"support": "for", "opposition": "against"}
# Beside the words of `naming`, what may open a judgement.
JUDGING = frozenset(("opposition", "support", "be", "’", "'s", "’s", *_SIDES))
# After the hyphen these make one word that takes no side.
_NO_SIDE = frozenset("active actively social bono forma rata rated tem fessional climactic".split())
# In what is asked, foreseen, denied or doubted the judgement is not the speaker's own.
_NO_STANCE_ACTS = frozenset(("ask", "fear", "predict", "deny", "doubt"))


def find_judgements(r: Reading, i: int) -> list[Draft]:
    """The drafts of positions by what token ``i`` says of a thing: "the deal is a mistake", "called it unfair".

    A speaker judges with "be", a subject by calling it so. Misses judgements of persons, of a bare "this" and by words
    that no list has. From: reading six BASIL articles for what was missed; lists in lexicons/stance.toml.
    """
    a = r.analysis
    lemma = a.tokens[i].lemma
    if lower(a.tokens[i]) in _SIDES:
        return _sided(r, i)
    if lemma in _BARE:
        return _bare(r, i)
    if not is_verbal(a, i):
        return []
    return _named(r, i) if lemma in word_sets()["naming"] else _said_to_be(r, i)


# --- it is a mistake ---------------------------------------------------------------------------------


def _said_to_be(r: Reading, i: int) -> list[Draft]:
    a = r.analysis
    quality = child(a, i, "acomp", "attr")
    if quality is None or quality < i or (_side(a, quality, False) or _side(a, quality, True)) is None:
        return []
    voice = r.voice(i)
    if voice is None or voice.act in _NO_STANCE_ACTS or not _is_asserted(a, i):
        return []
    target, urged = _judged(a, i, quality)
    stance = _side(a, quality, urged)
    if is_negated(a, i):
        stance = "against" if stance == "for" and not urged else None
    if target is None or stance is None or (urged and target[1] - target[0] < 2):
        return []
    if (verb := cited_by(r, i)) is not None:
        who: Sequence[Holder] = [h for h in holders(r, subjects(a, verb)) if h.actor is not None]
    else:
        speaker = speaker_of(r, voice, i)
        who = [speaker] if speaker is not None else []
    return [Draft(h, stance, False, target, i, 0.7, "judgement") for h in who]


def _is_asserted(a: Analysis, i: int) -> bool:
    return not (is_demanded(a, i) or is_hypothetical(a, i) or "could" in auxiliaries(a, i))


def _judged(a: Analysis, i: int, quality: int) -> tuple[tuple[int, int] | None, bool]:
    """(what is judged, whether it is something to be done): after "it is ...", otherwise the subject."""
    subject = child(a, i, "nsubj", "csubj", "expl")
    if subject is None:
        return None, False
    if lower(a.tokens[subject]) == "it":
        for c in (*a.children(quality), *a.children(i)):
            if c > quality and a.tokens[c].dep in ("acl", "relcl", "xcomp", "ccomp", "advcl") and is_verbal(a, c):
                whole = is_state(a, c) and not has_to(a, c)
                if has_to(a, c) and not _is_talk(a, c):
                    return verb_phrase(a, c, whole=whole), True
                base = a.tokens[c].tag in ("VB", "VBP") and child(a, c, "mark") is not None
                return (verb_phrase(a, c, whole=whole), True) if base and not _is_talk(a, c) else (None, False)
        return None, False
    return _thing(a, subject), False


def _is_talk(a: Analysis, verb: int) -> bool:
    sets, lemma = word_sets(), a.tokens[verb].lemma
    if lemma in ("recognize", "recognise", "acknowledge") and child(a, verb, "ccomp") is not None:
        return True
    return lemma in sets["no_demand"] or lemma in sets["speech"]


def _thing(a: Analysis, i: int) -> tuple[int, int] | None:
    """The token range of a thing that is decided on, or of an action; None for others."""
    token = a.tokens[i]
    if token.tag == "VBG":
        return verb_phrase(a, i)
    if token.pos in ("NOUN", "PROPN") and token.lemma.lower() in word_sets()["measure"]:
        return noun_phrase(a, i)
    return None


def _side(a: Analysis, quality: int, urged: bool) -> Stance | None:
    """For or against, by a word that judges; a neutral noun takes the side of its adjective."""
    sets, lemma = word_sets(), a.tokens[quality].lemma.lower()
    if lemma == "right" and a.tokens[quality].pos == "NOUN":
        return None  # "the right of every nation to"
    if lemma in sets["neutral"]:
        marks = {a.tokens[c].lemma.lower() for c in a.children(quality) if a.tokens[c].dep == "amod"}
        if marks & sets["poor"]:
            return "against"
        return "for" if marks & sets["fine"] else None
    if lemma in sets["wrong"]:
        return "against"
    return "for" if lemma in sets["urgent" if urged else "right"] else None


# --- called it a mistake -----------------------------------------------------------------------------


def _named(r: Reading, i: int) -> list[Draft]:
    a = r.analysis
    thing, quality = _naming(a, i)
    if thing is None or quality is None or is_negated(a, i) or not _is_asserted(a, i):
        return []
    if any(x in ("will", "would", "could", "can", "’d", "'d") for x in auxiliaries(a, i)):
        return []
    stance = _side(a, quality, False)
    if is_negated(a, quality):
        stance = "against" if stance == "for" else None
    target = (thing, thing + 1) if lower(a.tokens[thing]) == "it" else _thing(a, thing)
    if stance is None or target is None:
        return []
    first, last = trim(a, *target)
    last = min(last, quality) if first < quality else last
    return [Draft(h, stance, False, trim(a, first, last), i, 0.75, "judgement") for h in holders(r, subjects(a, i))]


def _naming(a: Analysis, i: int) -> tuple[int | None, int | None]:
    """(what is called something, what it is called)."""
    clause = child(a, i, "ccomp")
    if clause is not None and a.tokens[clause].pos in ("ADJ", "NOUN"):
        return child(a, clause, "nsubj"), clause
    thing, quality = child(a, i, "dobj"), child(a, i, "oprd")
    if thing is not None and lower(a.tokens[thing]) in ("which", "that") and a.tokens[i].dep == "relcl":
        thing = a.tokens[i].head
    for c in a.children(i):
        if quality is None and a.tokens[c].dep == "prep" and lower(a.tokens[c]) == "as":
            quality = child(a, c, "pobj", "amod", "pcomp")
    return thing, quality


def _bare(r: Reading, i: int) -> list[Draft]:
    """ "expressed their opposition": to what was told before, so there is no target."""
    a, verb = r.analysis, r.analysis.tokens[i].head
    owned = any(a.tokens[c].dep == "poss" and a.tokens[c].tag == "PRP$" for c in a.children(i))
    if not owned or a.tokens[i].dep != "dobj" or a.tokens[verb].lemma not in word_sets()["uttering"]:
        return []
    if any(a.tokens[c].dep == "prep" for c in a.children(i)) or is_negated(a, verb):
        return []
    if any(a.tokens[c].dep == "prep" and lower(a.tokens[c]) in ("to", "for", "of") for c in a.children(verb)):
        return []
    if is_hypothetical(a, verb) or is_demanded(a, verb):
        return []
    who = holders(r, subjects(a, verb))
    return [Draft(h, _BARE[a.tokens[i].lemma], False, None, i, 0.7, "bare noun") for h in who]


# --- pro- and anti- ----------------------------------------------------------------------------------


def _sided(r: Reading, i: int) -> list[Draft]:
    """ "is anti-tax", "is not pro-gay marriage", "is a pro-choice mayor": only what is said of a subject."""
    a, above = r.analysis, i
    if i + 2 >= len(a.tokens) or a.tokens[i + 1].text != "-":
        return []
    if a.tokens[i].sentence != a.tokens[i + 2].sentence or lower(a.tokens[i + 2]) in _NO_SIDE:
        return []
    for _ in range(5):
        if a.tokens[above].dep not in ("amod", "acomp", "attr", "conj", "npadvmod", "compound", "nmod"):
            break
        above = a.tokens[above].head
        if is_verbal(a, above):
            break
    if a.tokens[above].lemma != "be" or above > i or is_hypothetical(a, above) or is_demanded(a, above):
        return []
    stance: Stance = _SIDES[lower(a.tokens[i])]
    if is_negated(a, above):
        if stance == "against":
            return []
        stance = "against"
    target = (i + 2, _side_end(a, i, above))
    who = [h for h in holders(r, subjects(a, above)) if h.span is not None]
    return [Draft(h, stance, False, target, i, 0.7, "pro- or anti-") for h in who]


def _side_end(a: Analysis, i: int, verb: int) -> int:
    """Behind the words that "pro-" goes with: "pro-gay marriage", but "a pro-choice | mayor"."""
    noun = child(a, verb, "attr", "acomp")
    if noun is None or noun <= i + 2 or a.tokens[noun].tag not in ("NN", "NNS", "NNP") or noun > i + 5:
        return i + 3
    first = noun_phrase(a, noun)[0]
    described = lower(a.tokens[first]) in ("a", "an", "the") or a.tokens[noun].lemma.lower() in word_sets()["people"]
    return noun if described else noun + 1
