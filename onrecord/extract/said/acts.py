"""What a statement does (says, plans, demands, denies …) and whether its cue is negated."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from onrecord.extract.said.relations import lemma_of
from onrecord.extract.syntax.negation import is_only_more, polarity
from onrecord.records import Analysis, Range

_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "neither", "nor", "no", "without"))
# Verbs that only say that another act does not take place: "declined to say" is a saying that is negated.
_WITHHOLDING = frozenset(("decline", "refuse", "fail", "stop", "avoid", "refrain"))
_SPEAKING = frozenset(
    "say comment answer discuss disclose reveal name elaborate respond speak talk confirm explain tell specify "
    "identify address mention provide".split()
)
# Between the words of one cue, the last that does something decides, except that these only lead to it.
_LEADING = frozenset(
    ("be", "have", "do", "go", "seem", "appear", "begin", "start", "continue", "try", "get", "make", "use")
)


@cache
def act_of_lemma() -> dict[str, str]:
    """Act by lemma, the first block of the lexicon that holds it."""
    text = (resources.files("onrecord.extract") / "lexicons" / "acts.toml").read_text(encoding="utf-8")
    acts: dict[str, str] = {}
    for act, lemmas in tomllib.loads(text).items():
        for lemma in lemmas.split():
            acts.setdefault(lemma, act)
    return acts


def acts() -> tuple[str, ...]:
    """All acts that a statement may have, in the order of the lexicon, with "other" last."""
    text = (resources.files("onrecord.extract") / "lexicons" / "acts.toml").read_text(encoding="utf-8")
    return (*tomllib.loads(text), "other")


def find_act(a: Analysis, cue: Sequence[Range], content: Sequence[Range]) -> tuple[str, bool]:
    """The act of a cue and whether it is negated; an unknown verb says if its content is a clause or quotation.

    Misses irony.
    """
    indices = [i for start, end in cue for i in a.tokens_in(start, end)]
    if not indices:
        return "say", False
    tokens = a.tokens
    head = next((i for i in indices if tokens[i].head not in indices), indices[0])
    negated = any(tokens[i].text.lower() in _NEGATIONS and not is_only_more(a, i) for i in indices)
    negated = negated or polarity(a, head).is_not_so
    lemmas = [lemma_of(tokens[i]) for i in indices if tokens[i].pos in ("VERB", "NOUN", "ADJ", "ADV", "AUX", "ADP")]
    if len(lemmas) > 1 and lemmas[-1] in _SPEAKING and not _WITHHOLDING.isdisjoint(lemmas[:-1]):
        return act_of_lemma().get(lemmas[-1], "say"), not negated
    known = act_of_lemma()
    if content and not _WITHHOLDING.isdisjoint(lemmas):
        following = [tokens[k].lemma.lower() for k in a.tokens_in(*content[0])[:2]]
        if len(following) == 2 and following[0] == "to" and following[1] in _SPEAKING:
            return known.get(following[1], "say"), not negated
    for i in indices:
        particle = _particle(a, i, indices)
        if particle in known:
            return known[particle], negated
    found = [known[lemma] for lemma in lemmas if lemma in known and lemma not in _LEADING]
    if not found:
        return ("say" if _is_clausal(a, content) else "other"), negated
    withheld = next((lemma for lemma in lemmas[:-1] if lemma in _WITHHOLDING), "")
    if len(found) > 1 and known.get(withheld) == "refuse":
        return "refuse", negated  # "refused to promise" is a refusal, no promise
    if withheld and found[-1] != known.get(withheld):
        return found[-1], not negated  # "stopped short of promising"
    return (_as_demand(a, indices, content) or found[-1]), negated


def _particle(a: Analysis, i: int, indices: Sequence[int]) -> str:
    """The verb with the particle or preposition that follows it in the cue: "rule_out", "call_for"."""
    if a.tokens[i].pos != "VERB":
        return ""
    for k in indices:
        if k > i and a.tokens[k].pos in ("ADP", "ADV", "PART", "SCONJ") and a.tokens[k].head == i:
            return f"{a.tokens[i].lemma.lower()}_{a.tokens[k].text.lower()}"
    return ""


def _as_demand(a: Analysis, indices: Sequence[int], content: Sequence[Range]) -> str | None:
    """ "demand" for verbs that ask for a deed by what follows them: "called | for the US to act", "told | to go"."""
    lemma = a.tokens[indices[-1]].lemma.lower()
    if lemma not in ("call", "ask", "tell") or not content:
        return None
    first = a.token_at(content[0][0])
    if first >= len(a.tokens):
        return None
    word = a.tokens[first].text.lower()
    if lemma == "call" and word == "for":
        return "demand"
    if word == "to" and a.tokens[first].tag == "TO":
        return "demand"
    return None


def _is_clausal(a: Analysis, content: Sequence[Range]) -> bool:
    """Whether the content has a finite verb or stands in quotation marks."""
    for start, end in content:
        if a.text[start : start + 1] in "“\"«„'‘`":
            return True
        if any(a.tokens[i].tag in ("VBD", "VBZ", "VBP", "MD", "VB") for i in a.tokens_in(start, end)):
            return True
    return False
