"""Ranges of an attribution's parts, from the syntax: the source's noun phrase, the cue's verb group, the content.

All ranges are of tokens, half-open, within one sentence. Nothing here decides whether something is an attribution.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.extract.said.relations import Relation, Tokens, is_coordinated, participle_beside
from onrecord.records import Analysis

_SUBJECTS = frozenset(("nsubj", "csubj"))
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
_EDGE = frozenset((",", ";", ":", ".", "–", "—", "-", "―", "…", "...", "--", "*", "•", "/"))
_LEADING = frozenset(("and", "but", "or", "so", "yet", "nor", "&"))
_OPENING = frozenset(("“", "„", "«", "``", "(", "[", "‘"))
_CLOSING = frozenset(("”", "»", ")", "]"))
_OBJECT_CONTROL = frozenset(
    "ask tell urge force order allow persuade convince encourage invite want expect advise warn lead cause".split()
)
# Clauses that a phrase such as "according to him" says no less of than of the clause around them.
_INNER = frozenset(("xcomp", "aux", "auxpass", "pcomp", "ccomp", "advcl", "relcl", "acl"))
_LIGHT_PREPOSITIONS = frozenset(("with", "in", "of", "for", "on", "by"))
_MAX_CLIMB = 12


def find_source(a: Analysis, relation: Relation) -> tuple[tuple[Tokens, ...], str]:
    """The source's token ranges and how it stands to the cue ("subject", "agent", "none", ...).

    A relative pronoun brings the noun it stands for, which comes first.
    """
    source, how = _source_of(a, relation)
    source = tuple(r for r in source if r[0] < r[1])
    return source, how if source else "none"


def _source_of(a: Analysis, relation: Relation) -> tuple[tuple[Tokens, ...], str]:
    name, cue = relation.name, relation.cue
    if name == "according":
        to = relation.extra[0]
        heads = [k for k in a.children(to) if a.tokens[k].dep in ("pobj", "pcomp")]
        return ((noun_phrase(a, heads[0]),), "according") if heads else ((), "none")
    if name in ("label", "sign"):
        return _signature(a, relation)
    if name == "raised" and not _is_passive(a, cue):
        return (), "none"
    if name in ("passive", "participle", "adverb"):
        return _agent(a, cue)
    if name.startswith("noun:"):
        return _noun_source(a, cue)
    if name.startswith("adjective:"):
        return _subject_of(a, a.tokens[cue].head) if a.tokens[cue].dep == "acomp" else _modified(a, cue)
    if _is_passive(a, cue):
        return _agent(a, cue)
    return _subject_of(a, cue)


def _is_passive(a: Analysis, cue: int) -> bool:
    token = a.tokens[cue]
    auxiliaries = [a.tokens[k].dep for k in a.children(cue)]
    if token.tag == "VBN" and token.dep in ("advcl", "acl") and "aux" not in auxiliaries:
        return True
    return "nsubjpass" in auxiliaries or "auxpass" in auxiliaries


def _agent(a: Analysis, cue: int) -> tuple[tuple[Tokens, ...], str]:
    for k in a.children(cue):
        if a.tokens[k].dep == "agent" or (a.tokens[k].dep == "prep" and a.tokens[k].text == "by"):
            for m in a.children(k):
                if a.tokens[m].dep == "pobj":
                    return (noun_phrase(a, m),), "agent"
    return (), "none"


def _modified(a: Analysis, cue: int) -> tuple[tuple[Tokens, ...], str]:
    """The noun that an adjective stands behind: "voters worried about"."""
    head = a.tokens[cue].head
    if a.tokens[cue].dep == "amod" and a.tokens[head].pos in ("NOUN", "PROPN") and head < cue:
        return ((a.subtree(head)[0], head + 1),), "modified"
    return (), "none"


def _subject_of(a: Analysis, verb: int) -> tuple[tuple[Tokens, ...], str]:
    """The subject of a verb, or of the clause that lends it one (controlled, coordinated, participle clauses)."""
    tokens = a.tokens
    how = "subject"
    if (cue := participle_beside(a, verb)) is not None:
        how, verb = "inherited", cue
    for _ in range(_MAX_CLIMB):
        for k in a.children(verb):
            if tokens[k].dep in _SUBJECTS or (tokens[k].dep == "nsubjpass" and how != "subject"):
                return _resolved(a, verb, k), how
        token = tokens[verb]
        head = token.head
        if head == verb:
            break
        if token.dep == "conj" and tokens[head].dep == "ccomp" and is_coordinated(a, verb, tokens[head].head):
            how, verb = "inherited", tokens[head].head
            continue
        if token.dep in ("acl", "relcl") and tokens[head].pos in ("NOUN", "PROPN", "PRON"):
            if token.tag == "VBG" or token.dep == "relcl":
                return ((_first_of(a, head), head + 1),), "noun"
            how = "inherited"
            verb = head
            continue
        if token.dep == "xcomp" and tokens[head].lemma in _OBJECT_CONTROL:
            for k in a.children(head):
                if tokens[k].dep in ("dobj", "dative"):
                    return (noun_phrase(a, k),), "object"
        how = "inherited"
        verb = head
    # "said Caddell": an inverted subject that the parser took for an object.
    return (), "none"


def _first_of(a: Analysis, head: int) -> int:
    """First token of the noun phrase to the left of its head."""
    return min((a.subtree(k)[0] for k in a.children(head) if k < head), default=head)


def _resolved(a: Analysis, verb: int, subject: int) -> tuple[Tokens, ...]:
    phrase = noun_phrase(a, subject)
    if a.tokens[verb].dep == "relcl" and a.tokens[subject].text.lower() in _RELATIVE:
        head = a.tokens[verb].head
        if a.tokens[head].pos in ("NOUN", "PROPN", "PRON"):
            return (_first_of(a, head), head + 1), phrase
    return (phrase,)


def _noun_source(a: Analysis, cue: int) -> tuple[tuple[Tokens, ...], str]:
    """Whose belief, plan or warning it is: possessor, "by" or "from", or the subject of the verb it belongs to."""
    tokens = a.tokens
    for k in a.children(cue):
        if tokens[k].dep == "poss":
            first, last = a.subtree(k)
            if tokens[last - 1].dep == "case":
                last -= 1
            return ((first, last),), "possessor"
    for k in a.children(cue):
        if tokens[k].dep == "prep" and tokens[k].text.lower() in ("by", "from", "among"):
            for m in a.children(k):
                if tokens[m].dep == "pobj":
                    return (noun_phrase(a, m),), "noun-by"
    if (
        cue
        and tokens[cue - 1].dep == "compound"
        and tokens[cue - 1].text[0].isupper()
        and tokens[cue].text[0].islower()
    ):
        return ((_first_of(a, cue - 1), cue),), "compound"  # "Starmer pledge to send troops"
    node = cue
    for _ in range(4):
        head = tokens[node].head
        if head == node or (tokens[node].dep == "prep" and tokens[node].text.lower() not in _LIGHT_PREPOSITIONS):
            return (), "none"
        if tokens[head].pos in ("VERB", "AUX"):
            if tokens[node].dep in ("dobj", "attr", "pobj", "prep"):
                if _is_passive(a, head):
                    return _agent(a, head)
                source, how = _subject_of(a, head)
                return source, ("light" if node == cue else "light-far") if source else how
            return (), "none"
        if tokens[node].dep not in ("pobj", "prep", "conj"):
            return (), "none"
        node = head
    return (), "none"


def noun_phrase(a: Analysis, head: int) -> Tokens:
    """The noun phrase of a head with its titles and appositions, without a clause set off by a comma or dash."""
    first, last = a.subtree(head)
    for k in a.children(head):
        token = a.tokens[k]
        if k > head and token.dep in ("relcl", "acl", "advcl", "parataxis", "ccomp", "punct"):
            left = a.subtree(k)[0]
            if token.dep == "punct":
                if token.text in ("–", "—", "―", "-", "--", ":", ";", "“", "”", '"'):
                    last = min(last, k)
                    break
            elif left > head + 1 and a.tokens[left - 1].text in _EDGE:
                last = min(last, left - 1)
                break
    return trim(a, first, max(last, head + 1))


def _signature(a: Analysis, relation: Relation) -> tuple[tuple[Tokens, ...], str]:
    """The name before a colon or behind a dash: all between the cue and what ``extra`` marks as the other end."""
    first, last = sorted((relation.cue, relation.extra[0]))
    first += first == relation.cue
    if a.tokens[first].text.lower() in ("from", "by", "via"):
        first += 1
    return (trim(a, first, last),) if first < last else (), "signature"


def find_cue(a: Analysis, relation: Relation) -> tuple[int, ...]:
    """The cue's tokens: the word with its auxiliaries, negation, particle and preposition, and a verb that governs it
    with the same subject ("declined to say")."""
    tokens = a.tokens
    if relation.name in ("label", "sign"):
        return (relation.cue,)
    found = {relation.cue, *relation.extra}
    verb = relation.cue
    if relation.name.startswith("adjective:") and tokens[verb].dep == "acomp":
        verb = tokens[verb].head
        found.add(verb)
    for _ in range(3):
        found.update(
            k
            for k in a.children(verb)
            if tokens[k].dep in ("aux", "auxpass", "neg") or (tokens[k].dep == "advmod" and k == verb - 1)
        )
        token = tokens[verb]
        if token.dep != "xcomp" or token.head == verb or token.head > verb:
            break
        if any(tokens[k].dep == "dobj" for k in a.children(token.head)):
            break
        verb = token.head
        found.add(verb)
    return tuple(sorted(found))


def find_content(
    a: Analysis, relation: Relation, cue: tuple[int, ...], source: tuple[Tokens, ...]
) -> tuple[Tokens, ...]:
    """The content's token ranges, without the cue, the source and punctuation at the edges."""
    name, head = relation.name, relation.head
    if name == "label":
        return cut(a, head, relation.extra[1], ())
    if name == "fragment":
        return cut(a, a.sentences[a.tokens[head].sentence].first, head + 1, ())
    if name in ("parataxis", "as", "according", "adverb", "noun:view"):
        return _main_clause(a, relation, cue)
    first, last = a.subtree(head)
    if name == "raised":
        return _raised(a, relation, cue)
    if name in ("participle", "relative"):
        first, last = _first_of(a, head), min(last, max(head + 1, relation.cue))
        last = min((a.subtree(k)[0] for k in a.children(head) if a.tokens[k].dep in ("relcl", "acl") and k > head),
                   default=last)  # fmt: skip
    if name == "object-xcomp" or name.endswith("xcomp:other") or name == "oprd":
        objects = [k for k in a.children(relation.cue) if a.tokens[k].dep == "dobj" and k < head]
        if objects:
            first = a.subtree(objects[0])[0]
    first, last = _whole_clause(a, relation, first), _without_tail(a, first, last, head)
    if name.startswith("ccomp:"):
        beside = (k for k in a.children(head) if k > head and a.tokens[k].dep == "conj")
        last = min((k for k in beside if is_coordinated(a, k, relation.cue)), default=last)
    holes: list[Tokens] = [r for r in source if r[0] >= first and r[1] <= last and not r[0] <= head < r[1]]
    holes += [(k, k + 1) for k in cue if first <= k < last]
    return cut(a, first, last, holes)


def _whole_clause(a: Analysis, relation: Relation, first: int) -> int:
    """Where a clause begins that the parser gave too much or too little: without "Asked by reporters, ", and with its
    subject where that was taken for the cue's object."""
    tokens = a.tokens
    if relation.name == "ccomp:before":
        for k in a.children(relation.head):
            left, right = a.subtree(k)
            if left == first and tokens[k].dep == "advcl" and k == left and tokens[k].tag in ("VBN", "VBG"):
                return right
    elif relation.name == "ccomp:bare":
        if not any(tokens[k].dep in ("nsubj", "nsubjpass", "expl", "csubj") for k in a.children(relation.head)):
            for k in a.children(relation.cue):
                left, right = a.subtree(k)
                if tokens[k].dep == "dobj" and first - 2 <= right <= first:
                    return left
    return first


def _raised(a: Analysis, relation: Relation, cue: tuple[int, ...]) -> tuple[Tokens, ...]:
    """Subject and infinitive of "She is expected to run", "He seems to agree"."""
    subject = next((k for k in a.children(relation.cue) if a.tokens[k].dep in ("nsubj", "nsubjpass")), None)
    first, last = a.subtree(relation.head)
    parts = cut(a, first, _without_tail(a, first, last, relation.head), [(k, k + 1) for k in cue if first <= k < last])
    return parts if subject is None else (noun_phrase(a, subject), *parts)


def _without_tail(a: Analysis, first: int, last: int, head: int) -> int:
    """The end of a content without a clause behind a comma that tells more of its last noun, or sets against it.

    Measured on the training part of PolNeAR: ", who" and ", which" clauses at the end are outside in 52 of 83 contents.
    """
    tokens = a.tokens
    i = last - 1
    for _ in range(_MAX_CLIMB):
        token = tokens[i]
        if i == head or token.head == i:
            return last
        left = a.subtree(i)[0]
        if first < left - 1 and i > head and tokens[left - 1].text == ",":
            word = tokens[left].text.lower()
            if (
                token.dep == "relcl"
                or participle_beside(a, i) is not None
                or (token.dep == "advcl" and word in ("while", "though", "although", "as"))
            ):
                return left - 1
        i = token.head
    return last


def _main_clause(a: Analysis, relation: Relation, cue: tuple[int, ...]) -> tuple[Tokens, ...]:
    """The clause that "as he said", "according to him" or "reportedly" hangs in, without that phrase."""
    tokens = a.tokens
    top = relation.head
    for _ in range(_MAX_CLIMB):
        token = tokens[top]
        if token.pos in ("VERB", "AUX") and token.dep not in _INNER:
            break
        if token.dep == "ROOT" or token.head == top:
            break
        top = token.head
    first, last = a.subtree(top)
    node = {"noun:view": relation.extra[0] if relation.extra else relation.cue}.get(relation.name, relation.cue)
    hole = a.subtree(node)
    if relation.name == "adverb":
        hole = (relation.cue, relation.cue + 1)
    for k in a.children(top):
        # Another clause with its own subject is not covered by the phrase in this one.
        if tokens[k].dep in ("conj", "parataxis") and not hole[0] <= k < hole[1] and k > top:
            if any(tokens[m].dep in _SUBJECTS for m in a.children(k)):
                left, right = a.subtree(k)
                if hole[0] >= right:
                    first = max(first, left)
                    if tokens[k].dep == "conj":
                        first = left
                else:
                    last = min(last, left)
    if not first < last:
        return ()
    return cut(a, first, last, [hole])


def cut(a: Analysis, first: int, last: int, holes: Iterable[Tokens]) -> tuple[Tokens, ...]:
    """What is left of a token range without the holes, each piece trimmed; pieces without a word are left out."""
    pieces, position = [], first
    for start, end in sorted(holes):
        if start > position:
            pieces.append((position, min(start, last)))
        position = max(position, end)
    if position < last:
        pieces.append((position, last))
    trimmed = (trim(a, *piece) for piece in pieces)
    return tuple(p for p in trimmed if p[0] < p[1] and any(a.tokens[k].text[0].isalnum() for k in range(*p)))


def trim(a: Analysis, first: int, last: int) -> Tokens:
    """The range without punctuation at its edges; a mark stays that belongs to its pair inside the range."""
    tokens = a.tokens
    changed = True
    while first < last and changed:
        changed = False
        head, tail = tokens[first].text, tokens[last - 1].text
        if head in _EDGE or head in _CLOSING or head.isspace() or (last - first > 1 and head.lower() in _LEADING):
            first, changed = first + 1, True
        elif (
            tail in _EDGE
            or tail in _OPENING
            or tail.isspace()
            or (last - first > 1 and tail.lower() in _LEADING)
            or (tail in (")", "]") and not any(tokens[k].text in ("(", "[") for k in range(first, last)))
        ):
            last, changed = last - 1, True
        elif head in ("(", "[") and not any(tokens[k].text in (")", "]") for k in range(first, last)):
            first, changed = first + 1, True
    return first, last
