"""The words that tell an event: the range of its clause and a short label made of the article's own words."""

from __future__ import annotations

import re

from onrecord.records import Analysis, Range, Token

# A label is read at a glance in a timeline: longer ones are cut at a phrase.
LABEL_WORDS = 22
_LOOSE = frozenset("advcl ccomp relcl parataxis conj cc punct appos dep mark intj preconj".split())
_RELATIVE = frozenset("who which that whom".split())


def subject_of(analysis: Analysis, verb: int) -> int | None:
    """The subject's head of a verb, or the one that it borrows from the clause above."""
    tokens = analysis.tokens
    for _ in range(6):
        for k in analysis.children(verb):
            if tokens[k].dep in ("nsubj", "nsubjpass", "csubj"):
                if tokens[k].text.lower() in _RELATIVE and tokens[verb].dep == "relcl":
                    return tokens[verb].head
                return k
        token = tokens[verb]
        if token.dep == "acl" and tokens[token.head].pos in ("NOUN", "PROPN"):
            return token.head if token.tag in ("VBN", "VBG") else None
        if token.head == verb or token.dep not in ("xcomp", "conj", "advcl", "acomp"):
            return None
        verb = token.head
    return None


def _phrase(analysis: Analysis, noun: int, is_whole: bool = False) -> list[int]:
    """Tokens of a noun phrase without appositions, relative clauses and loose parts; coordinated names stay."""
    tokens = analysis.tokens
    found = [noun]
    for k in analysis.children(noun):
        dep = tokens[k].dep
        if dep in ("relcl", "appos", "parataxis", "advcl", "punct", "acl", "dep", "preconj") or (
            dep == "prep" and not is_whole
        ):
            if not (dep == "punct" and tokens[k].text in ("-", "–") and abs(k - noun) == 1):
                if not (dep == "prep" and tokens[k].text.lower() == "of"):
                    continue
        if dep in ("conj", "cc") and not is_whole and tokens[noun].pos not in ("PROPN", "NOUN"):
            continue
        found += _deep(analysis, k)
    return found


def _deep(analysis: Analysis, i: int) -> list[int]:
    """Tokens below a word without clauses that only add: relative, adverbial, parataxis."""
    tokens = analysis.tokens
    found, queue = [], [i]
    while queue:
        k = queue.pop()
        found.append(k)
        queue += [c for c in analysis.children(k) if not _only_adds(tokens[c])]
    return found


def _only_adds(token: Token) -> bool:
    if token.dep in ("relcl", "advcl", "parataxis", "appos") or (token.dep == "acl" and token.tag != "VBN"):
        return True
    return token.text in ("–", "—", "--", "(", ")", "“", "”", '"')


def _verb_tokens(analysis: Analysis, verb: int) -> list[int]:
    """Tokens that tell what a verb tells: its subject, helpers, objects and places, without loose clauses."""
    tokens = analysis.tokens
    found = [verb]
    subject = subject_of(analysis, verb)
    if subject is not None:
        found += _phrase(analysis, subject)
    if tokens[verb].dep == "relcl" and subject != tokens[verb].head:
        found += _phrase(analysis, tokens[verb].head)  # "the law that Clinton signed in 1993"
    above = tokens[verb]
    if above.dep == "xcomp" and tokens[above.head].pos in ("VERB", "AUX", "ADJ"):
        found.append(above.head)
        found += [k for k in analysis.children(above.head) if tokens[k].dep in ("aux", "auxpass", "neg", "cop", "prt")]
        if tokens[above.head].lemma == "take":
            after = [k for k in analysis.children(above.head) if tokens[k].dep == "prep" and k > above.head]
            found += [o for k in after for o in _deep(analysis, k)]
        if tokens[above.head].dep == "acomp":
            found.append(tokens[above.head].head)
    if above.dep == "conj" and not any(tokens[k].dep in ("aux", "auxpass") for k in analysis.children(verb)):
        if tokens[above.head].tag == above.tag and above.tag in ("VB", "VBN", "VBG"):
            found += [k for k in analysis.children(above.head) if tokens[k].dep in ("aux", "auxpass", "neg")]
    for k in analysis.children(verb):
        dep = tokens[k].dep
        if dep in ("nsubj", "nsubjpass", "csubj") or dep in _LOOSE or _is_frame(analysis, k):
            continue
        found += _deep(analysis, k)
    return found


def _is_frame(analysis: Analysis, k: int) -> bool:
    """Whether a part only frames what is told: "according to a senior aide", "amid fears of a split"."""
    token = analysis.tokens[k]
    return token.dep == "prep" and token.text.lower() in ("according", "amid", "despite")


def _noun_tokens(analysis: Analysis, noun: int) -> list[int]:
    """Tokens of an event noun's phrase with its prepositional parts."""
    tokens = analysis.tokens
    found = [noun]
    for k in analysis.children(noun):
        if tokens[k].dep in ("relcl", "appos", "parataxis", "punct", "conj", "cc", "dep") and not (
            tokens[k].dep == "punct" and tokens[k].text in ("-", "–") and k + 1 == noun
        ):
            continue
        found += _deep(analysis, k)
    return found


def _tokens(analysis: Analysis, i: int, is_noun: bool) -> list[int]:
    found = sorted(set(_noun_tokens(analysis, i) if is_noun else _verb_tokens(analysis, i)))
    while found and (
        analysis.tokens[found[0]].pos in ("PUNCT", "CCONJ", "SCONJ") or analysis.tokens[found[0]].dep == "mark"
    ):
        found.pop(0)
    while found and analysis.tokens[found[-1]].pos in ("PUNCT", "CCONJ", "SCONJ"):
        found.pop()
    return found or [i]


def event_range(analysis: Analysis, i: int, is_noun: bool) -> Range:
    """Character range of the passage that tells an event: from its first word to its last."""
    found = _tokens(analysis, i, is_noun)
    sentence = analysis.tokens[i].sentence
    found = [k for k in found if analysis.tokens[k].sentence == sentence]
    return analysis.tokens[found[0]].start, analysis.tokens[found[-1]].end


def event_label(analysis: Analysis, i: int, is_noun: bool) -> str:
    """A short reading of an event: the words that tell it, in their order, without what stands between."""
    tokens = analysis.tokens
    found = _tokens(analysis, i, is_noun)
    parts: list[str] = []
    last = -1
    for k in found:
        if tokens[k].pos == "PUNCT" and tokens[k].text not in ("-", "'", "’", ",", ".", "/"):
            continue
        touching = last >= 0 and tokens[last].end == tokens[k].start
        parts.append(("" if touching or not parts else " ") + tokens[k].text)
        last = k
    label = re.sub(r"\s+", " ", "".join(parts)).strip(" ,;:–—-")
    label = re.sub(r"\s*,(?:\s*,)+", ",", re.sub(r"\s+([,.;:])", r"\1", label))
    words = label.split(" ")
    if len(words) > LABEL_WORDS:
        label = " ".join(words[:LABEL_WORDS]).rstrip(",;:–—-") + " …"
    return label[:1].upper() + label[1:]
