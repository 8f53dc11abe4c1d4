"""Relations that the syntax offers: a cue word and the complement that may be what is said, thought or wanted.

Every verb, noun, adjective or adverb is asked for its relations. A relation is cheap to name; its ranges are worked out
(`onrecord.extract.said.phrases`) only where the cue table gives its name a chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.extract.said.cues import asserting_lemmas, no_names
from onrecord.records import Analysis, Token

Tokens = tuple[int, int]  # first and last (exclusive) token


class Relation(NamedTuple):
    """A cue and what it may be about, before any range is worked out.

    ``lemma`` may be a particle verb ("rule_out"); ``head`` is the content's head token; ``extra`` are further tokens of
    the cue (particle, preposition). ``name`` is the relation's name in the cue table.
    """

    cue: int
    lemma: str
    name: str
    head: int
    extra: tuple[int, ...] = ()


_APART = frozenset((";", ":", "and", "but"))  # between two clauses of which neither is the other's content
_SUBJECTS = frozenset(("nsubj", "csubj", "expl"))
_FINITE_SIGNS = frozenset(("nsubj", "nsubjpass", "aux", "auxpass", "expl", "csubj"))
_WH = frozenset(("what", "how", "why", "who", "whom", "where", "when", "which", "whether", "if", "whose"))
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))


# Lemmas that the parser's rules get wrong.
_MENDED = {"hop": "hope", "hat": "hate", "rat": "rate", "threate": "threaten"}


def lemma_of(token: Token) -> str:
    """The token's lemma in lower case, mended where the parser's rules cut it short ("hopes" -> "hop")."""
    lemma = token.lemma.lower()
    return _MENDED.get(lemma, lemma) if token.pos == "VERB" and token.text.lower() != lemma else lemma


def find_relations(a: Analysis, i: int) -> Iterator[Relation]:
    """The relations of one token, by its part of speech."""
    token = a.tokens[i]
    pos = token.pos
    if pos == "VERB" or (pos == "AUX" and token.dep not in ("aux", "auxpass")):
        yield from _verb_relations(a, i, token)
    elif pos == "NOUN":
        yield from _noun_relations(a, i, token)
    elif pos == "ADJ":
        yield from _adjective_relations(a, i, token)
    elif pos == "ADV" and token.dep == "advmod" and token.text.lower().endswith("ly"):
        yield Relation(i, token.lemma.lower(), "adverb", token.head)
    elif token.text.lower() == "according":
        yield from according(a, i)


def according(a: Analysis, i: int) -> Iterator[Relation]:
    """The relation of "according to"."""
    for k in a.children(i):
        if a.tokens[k].text.lower() == "to":
            yield Relation(i, "according", "according", a.tokens[i].head, (k,))


def _verb_relations(a: Analysis, i: int, token: Token) -> Iterator[Relation]:
    tokens = a.tokens
    lemma = lemma_of(token)
    if token.text.lower() == "according":
        yield from according(a, i)
        return
    children = a.children(i)
    particle = next((k for k in children if tokens[k].dep == "prt"), None)
    extra: tuple[int, ...] = ()
    if particle is not None:
        lemma, extra = f"{lemma}_{tokens[particle].text.lower()}", (particle,)
    has_object = False
    for k in children:
        dep = tokens[k].dep
        if dep == "ccomp":
            if not is_coordinated(a, k, i):
                yield Relation(i, lemma, _clause_name(a, i, k), k, extra)
        elif dep in ("xcomp", "oprd"):
            name = "object-xcomp" if has_object else _xcomp_name(a, k)
            yield Relation(i, lemma, name, k, extra)
            if name == "xcomp:to":
                yield Relation(i, lemma, "raised", k, extra)
        elif dep == "dobj" or (dep == "pobj" and particle is not None):
            has_object = True
            yield Relation(i, lemma, "dobj", k, extra)
        elif dep == "prep":
            yield from _prepositions(a, i, lemma, k, extra, "object-prep:" if has_object else "prep:")
        elif dep == "nsubjpass":
            yield Relation(i, lemma, "passive", k, extra)
        elif dep == "advcl" and k > i:
            mark = next((tokens[m].text.lower() for m in a.children(k) if tokens[m].dep == "mark"), "")
            yield Relation(i, lemma, f"advcl:{mark}", k, extra)
        elif dep == "acomp" and token.pos == "VERB":
            yield Relation(i, lemma, "acomp", k, extra)
    yield from _upward(a, i, token, lemma, extra, has_object)
    if token.dep == "ROOT" and not has_object:
        yield from _fragment(a, i, lemma, extra)


def _fragment(a: Analysis, i: int, lemma: str, extra: tuple[int, ...]) -> Iterator[Relation]:
    """A phrase without a verb before the cue's subject: "Everything but immunity, he added." """
    tokens = a.tokens
    subject = next((k for k in a.children(i) if k < i and tokens[k].dep == "nsubj"), None)
    if subject is None or any(tokens[k].dep == "ccomp" for k in a.children(i)):
        return
    comma = a.subtree(subject)[0] - 1
    first = a.sentences[tokens[i].sentence].first
    if comma <= first or tokens[comma].text != "," or tokens[comma].sentence != tokens[i].sentence:
        return
    yield Relation(i, lemma, "fragment", comma - 1, (*extra,))


def _upward(a: Analysis, i: int, token: Token, lemma: str, extra: tuple[int, ...],
            has_object: bool) -> Iterator[Relation]:  # fmt: skip
    """Relations to the clause or noun that the cue's own clause hangs in."""
    tokens, dep = a.tokens, token.dep
    if dep == "parataxis":
        yield Relation(i, lemma, "parataxis", token.head, extra)
    elif dep == "advcl":
        told = has_object or any(tokens[k].dep in ("ccomp", "xcomp") for k in a.children(i))
        if not told and any(
            tokens[k].dep in ("mark", "advmod") and tokens[k].text.lower() == "as" for k in a.children(i)
        ):
            yield Relation(i, lemma, "as", token.head, extra)
    elif dep == "acl" and token.tag == "VBN":
        yield Relation(i, lemma, "participle", token.head, extra)
    elif dep == "relcl" and not has_object:
        subjects = [k for k in a.children(i) if tokens[k].dep in _SUBJECTS]
        if any(tokens[k].text.lower() not in _RELATIVE for k in subjects):
            yield Relation(i, lemma, "relative", token.head, extra)


def is_coordinated(a: Analysis, verb: int, cue: int) -> bool:
    """Whether a verb in a cue's content rather stands beside the cue: "said it was over and | urged allies to pay".

    Measured on the training part of PolNeAR: with the cue's own form and another one than the content's verb, or after
    a comma, 24 of 37 such verbs are cues themselves.
    """
    tokens = a.tokens
    token = tokens[verb]
    if token.tag != tokens[cue].tag or token.tag not in ("VBD", "VBZ") or token.lemma not in asserting_lemmas():
        return False
    if verb < cue or any(tokens[k].dep in ("nsubj", "nsubjpass", "expl") for k in a.children(verb)):
        return False
    conjunction = verb - 1 if tokens[verb - 1].pos != "ADV" else verb - 2
    if tokens[conjunction].text.lower() not in ("and", "but"):
        return False
    if token.dep == "ccomp":
        return True
    return token.dep == "conj" and (tokens[token.head].tag != token.tag or tokens[conjunction - 1].text == ",")


def participle_beside(a: Analysis, verb: int) -> int | None:
    """The cue that a participle at the end of its content stands beside: "said he was sorry, adding …"; None if none.

    Measured on the training part of PolNeAR: of 21 such participles of verbs that tell or judge, 5 are in the content.
    """
    tokens = a.tokens
    token = tokens[verb]
    if token.tag != "VBG" or token.dep != "advcl" or token.head > verb or token.lemma not in asserting_lemmas():
        return None
    if tokens[a.subtree(verb)[0] - 1].text != ",":
        return None
    node = token.head
    for _ in range(6):
        head = tokens[node].head
        if tokens[node].dep == "ccomp" and head < node:
            return head if tokens[head].lemma in asserting_lemmas() else None
        if head == node or tokens[node].dep not in ("conj", "xcomp", "pcomp", "prep", "advcl"):
            return None
        node = head
    return None


def _clause_name(a: Analysis, i: int, k: int) -> str:
    if k < i:
        if a.tokens[k].tag in ("VBN", "VBG") and not any(a.tokens[m].dep in _FINITE_SIGNS for m in a.children(k)):
            return "ccomp:participle"  # "Asked about it, he said …" is no content
        last = a.subtree(k)[1]
        apart = last < i and (a.tokens[last].text in _APART or a.tokens[last - 1].text in _APART)
        return "ccomp:apart" if apart else "ccomp:before"
    first = a.tokens[a.subtree(k)[0]].text.lower()
    if first == "that":
        return "ccomp:that"
    if first in _WH:
        return "ccomp:wh"
    return "ccomp:to" if any(a.tokens[m].tag == "TO" for m in a.children(k)) else "ccomp:bare"


def _xcomp_name(a: Analysis, k: int) -> str:
    if any(a.tokens[m].tag == "TO" for m in a.children(k)):
        return "xcomp:to"
    return "xcomp:ing" if a.tokens[k].tag == "VBG" else "xcomp:other"


def _prepositions(a: Analysis, i: int, lemma: str, k: int, extra: tuple[int, ...], kind: str) -> Iterator[Relation]:
    """Relations through the preposition ``k``: its noun or clause, also through a second one ("out of")."""
    word = a.tokens[k].text.lower()
    for m in a.children(k):
        dep = a.tokens[m].dep
        if dep in ("pobj", "pcomp"):
            yield Relation(i, lemma, f"{kind}{word}", m, (*extra, k))
        elif dep == "prep" and "_" not in kind:
            yield from _prepositions(a, i, lemma, m, (*extra, k), f"{kind}{word}_")


def _noun_relations(a: Analysis, i: int, token: Token) -> Iterator[Relation]:
    tokens = a.tokens
    lemma = token.lemma.lower()
    possessed = False
    for k in a.children(i):
        dep = tokens[k].dep
        if dep == "poss":
            possessed = True
        elif k < i:
            continue
        elif dep in ("acl", "ccomp", "relcl"):
            possessed = False  # "their offer to pay": what is offered follows
            first = tokens[a.subtree(k)[0]]
            word = first.text.lower()
            if tokens[k].tag == "VB" and word == "to":
                yield Relation(i, lemma, "noun:to", k)
            elif word == "that" and (dep != "relcl" or first.dep == "mark"):
                yield Relation(i, lemma, "noun:that", k)
            elif dep != "relcl" and tokens[k].tag not in ("VBN", "VBG"):
                yield Relation(i, lemma, "noun:clause", k)
        elif dep == "prep":
            yield from _prepositions(a, i, lemma, k, (), "noun:")
    if possessed and token.dep == "pobj":
        preposition = tokens[token.head]
        if preposition.text.lower() in ("in", "by", "to", "from") and preposition.head != token.head:
            yield Relation(i, lemma, "noun:view", preposition.head, (token.head,))


def _adjective_relations(a: Analysis, i: int, token: Token) -> Iterator[Relation]:
    tokens = a.tokens
    lemma = token.lemma.lower()
    for k in a.children(i):
        dep = tokens[k].dep
        if k < i:
            continue
        if dep == "ccomp":
            yield Relation(i, lemma, "adjective:" + _clause_name(a, i, k)[6:], k)
        elif dep == "xcomp":
            yield Relation(i, lemma, "adjective:" + _xcomp_name(a, k)[6:], k)
        elif dep == "prep":
            yield from _prepositions(a, i, lemma, k, (), "adjective:")


def find_labels(a: Analysis) -> Iterator[Relation]:
    """Lines and sentences that begin with a name and a colon: "Starmer: Europe must act", "From the minister: …".

    The cue is the colon; ``extra`` holds the first token of the name and the end of what follows, up to the end of the
    paragraph where the name begins it. Misses names of more than eight words.
    """
    tokens = a.tokens
    blocks = dict(a.blocks)
    for first, last, _ in a.sentences:
        colon = next((k for k in range(first + 1, min(first + _MAX_NAME + 1, last)) if tokens[k].text == ":"), None)
        if colon is None:
            continue
        name = tokens[first:colon]
        if any(t.pos in ("VERB", "AUX", "SCONJ", "NUM") or t.text in _MARKS for t in name):
            continue
        if name[0].text[0].islower() or not any(t.pos in ("PROPN", "NOUN") for t in name):
            continue
        end = last
        if tokens[first].start in blocks:
            end = a.token_at(blocks[tokens[first].start])
        if colon + 1 < end:
            named = any(t.entity in ("PERSON", "ORG", "GPE", "NORP") for t in name) or _is_surname(name)
            yield Relation(colon, "name:" if named else name[-1].lemma.lower() + ":", "label", colon + 1, (first, end))


def _is_surname(name: tuple[Token, ...]) -> bool:
    """Whether one capitalised word before a colon is probably a name that the parser has not recognised."""
    word = name[0]
    return (
        len(name) == 1
        and len(word.text) > 3
        and word.text[1:].islower()
        and (word.pos == "PROPN" or (word.tag == "NN" and word.lemma.lower() not in no_names()))
    )


_MAX_NAME = 8
_MARKS = frozenset('“”"«»,;()[]‘')
