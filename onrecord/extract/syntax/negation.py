"""Whether the event or state of a predicate is denied, and by which words: the one reading of "not" and its kin."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from onrecord.records import Analysis

Words = tuple[int, ...]
_STEPS = 6  # coordinated or nested predicates that are looked through
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "attr")


class Polarity(NamedTuple):
    """What a text says of a predicate, each by the tokens that say it, in text order; empty where nothing does."""

    negated: Words = ()  # "not", "no longer", "nobody", "without", "has yet to"
    nearly: Words = ()  # "almost", "stopped short of", "came close to"
    denied: Words = ()  # "denied that", "it is false that", "falsely claimed that"
    asked: Words = ()  # "whether", or a question that is answered yes or no
    conditional: Words = ()  # "if", "unless", "had they known"
    foreseen: Words = ()  # "is expected to", "is likely to": somebody else's guess

    @property
    def is_not_so(self) -> bool:
        """Whether the text says that it is not so, or did not come to it."""
        return bool(self.negated or self.nearly or self.denied)


@cache
def _words(key: str) -> frozenset[str]:
    """A word list of lexicons/negation.toml."""
    text = resources.files("onrecord.extract").joinpath("lexicons/negation.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)[key].split())


def polarity(analysis: Analysis, i: int) -> Polarity:
    """How token ``i``, the head of a clause or of what stands for one, is negated, denied, asked or made conditional.

    Misses irony, "far from", and negation that another sentence holds.
    """
    return Polarity(
        negators(analysis, i) or _yet_to(analysis, i),
        _nearly(analysis, i),
        _denied(analysis, i),
        _asked(analysis, i),
        conditions(analysis, i),
        _foreseen(analysis, i),
    )


def says_truth(analysis: Analysis, i: int) -> bool:
    """Whether a token judges whether something is so ("true", "false", "untrue"), which takes no side."""
    token = analysis.tokens[i]
    return token.pos == "ADJ" and token.dep == "acomp" and token.lemma in _words("false") | _words("true")


def is_only_more(analysis: Analysis, i: int) -> bool:
    """Whether a negation is that of "not only", "not just", which denies nothing."""
    return i + 1 < len(analysis.tokens) and _word(analysis, i + 1) in _words("only")


def is_negated(analysis: Analysis, i: int) -> bool:
    """Whether "not", "never", "no longer", "nobody" or "without" denies a token's clause."""
    return bool(negators(analysis, i))


def negators(analysis: Analysis, i: int) -> Words:
    """The tokens in the clause of a predicate that negate it; "not only" and "not just" do not."""
    for _ in range(_STEPS):
        found = _own_negators(analysis, i)
        nor = _nor(analysis, i)
        if found or nor or not _shares_helpers(analysis, i):
            return found or nor
        i = analysis.tokens[i].head
    return ()


def _own_negators(analysis: Analysis, i: int) -> Words:
    """The tokens below a predicate, or "without" above it, that negate it."""
    found = [k for k in analysis.children(i) if _is_adverb_of_denial(analysis, k)]
    found += [n for k in analysis.children(i) if (n := _negative_part(analysis, k)) is not None]
    token = analysis.tokens[i]
    if token.dep in ("pcomp", "pobj") and _word(analysis, token.head) == "without":
        found.append(token.head)
    return tuple(sorted(found))


def _nor(analysis: Analysis, i: int) -> Words:
    """The "nor" that joins a predicate to the one before: "neither shot nor fled"."""
    tokens = analysis.tokens
    head = tokens[i].head
    if tokens[i].dep != "conj":
        return ()
    return tuple(k for k in analysis.children(head) if head < k < i and _word(analysis, k) == "nor")


def first_of_bare(analysis: Analysis, i: int) -> int:
    """The verb whose helpers a bare one shares, through a few others: "shoot" for "flee" of "did not shoot or flee"."""
    for _ in range(_STEPS):
        if not _shares_helpers(analysis, i):
            break
        i = analysis.tokens[i].head
    return i


def _shares_helpers(analysis: Analysis, i: int) -> bool:
    """Whether a bare verb takes the helpers and the negation of the one that it is joined to: "not shoot or flee"."""
    tokens = analysis.tokens
    head = tokens[i].head
    is_bare = tokens[i].dep == "conj" and tokens[i].tag == tokens[head].tag == "VB" and head < i
    return is_bare and not any(tokens[k].dep in ("aux", "auxpass", *_SUBJECTS) for k in analysis.children(i))


def conditions(analysis: Analysis, i: int) -> Words:
    """The tokens that make a clause a condition: its "if", or the helper in front of its subject."""
    tokens = analysis.tokens
    marks = [
        k for k in analysis.children(i)
        if tokens[k].dep in ("mark", "advmod") and _word(analysis, k) in _words("conditions")
    ]  # fmt: skip
    lead = _inverted(analysis, i)
    if lead is not None and i < tokens[i].head and _word(analysis, lead) in _words("inverted"):
        marks.append(lead)  # "Had they known, they would have left": what follows from it comes behind
    return tuple(marks)


def _word(analysis: Analysis, i: int) -> str:
    return analysis.tokens[i].text.lower()


def _is_adverb_of_denial(analysis: Analysis, k: int) -> bool:
    token, word = analysis.tokens[k], _word(analysis, k)
    if word == "longer":
        return any(_word(analysis, c) == "no" for c in analysis.children(k))
    if token.dep != "neg" and not (word in _words("adverbs") and token.dep in ("advmod", "preconj")):
        return False
    return not is_only_more(analysis, k)


def _negative_part(analysis: Analysis, k: int) -> int | None:
    """The word that makes a subject or object none at all: "nobody", "no soldiers", "neither army"."""
    tokens = analysis.tokens
    if tokens[k].dep == "det" and _word(analysis, k) == "no":
        return k
    if tokens[k].dep not in _ARGUMENTS:
        return None
    if _word(analysis, k) in _words("nobody"):
        return k
    of_it = [c for c in analysis.children(k) if c < k]
    dets = (c for c in of_it if tokens[c].dep in ("det", "preconj", "cc") and _word(analysis, c) in ("no", "neither"))
    single = (c for c in of_it if _word(analysis, c) == "not" and _word(analysis, c + 1) in ("a", "one", "any"))
    return next(dets, next(single, None))


def _yet_to(analysis: Analysis, i: int) -> Words:
    """The "yet" of "has yet to sign", "is yet to sign"."""
    tokens = analysis.tokens
    head = tokens[i].head
    if tokens[i].tag != "VB" or head == i or tokens[head].lemma not in ("have", "be"):
        return ()
    near = (k for above in (head, i) for k in analysis.children(above))
    return tuple(k for k in near if k < i and _word(analysis, k) == "yet")[:1]


def _nearly(analysis: Analysis, i: int) -> Words:
    """The words that say how little was missing: "almost invaded", "stopped short of signing"."""
    tokens = analysis.tokens
    if tokens[i].pos == "VERB" and tokens[i].lemma not in _words("amounts"):
        found = tuple(
            k for k in analysis.children(i)
            if k < i and tokens[k].dep == "advmod" and _word(analysis, k) in _words("nearly")
        )  # fmt: skip
        if found:
            return found
    head = tokens[i].head
    if tokens[i].dep == "pcomp" and _word(analysis, head) in ("of", "to", "from"):
        return _away_from(analysis, head)
    return ()


def _away_from(analysis: Analysis, prep: int) -> Words:
    """The words by which what follows a preposition was left undone, none where those words are negated."""
    tokens = analysis.tokens
    above = tokens[prep].head
    word = _word(analysis, prep)
    if word in ("of", "to") and _word(analysis, above) in _words("short"):
        verb = tokens[above].head
        is_left = tokens[verb].lemma in _words("leaving") and tokens[verb].tag in ("VBD", "VBN")
        return (above, prep) if is_left and not is_negated(analysis, verb) else ()
    verb = tokens[above].head if tokens[above].dep in ("prep", "advmod", "prt") else above
    is_away = word == "from" or (word == "of" and _word(analysis, above) == "out")
    if not is_away or tokens[verb].lemma not in _words("staying_away") or is_negated(analysis, verb):
        return ()
    return tuple(sorted({verb, above, prep}))


def _foreseen(analysis: Analysis, i: int) -> Words:
    """The "expected" of "is expected to sign", the "likely" of "is likely to sign"."""
    tokens = analysis.tokens
    head = tokens[i].head
    if tokens[i].dep != "xcomp" or tokens[i].tag != "VB":
        return ()
    guessed = tokens[head].tag == "VBN" and any(tokens[k].dep == "auxpass" for k in analysis.children(head))
    is_guess = _word(analysis, head) in _words("guessed") and (guessed or tokens[head].pos == "ADJ")
    return (head,) if is_guess and not is_negated(analysis, head) else ()


def is_counterfactual(analysis: Analysis, i: int) -> bool:
    """Whether a predicate tells what would be so in a case that is not so: "If I were mayor, I would"."""
    tokens = analysis.tokens
    if not any(_word(analysis, k) in ("would", "could", "might", "’d", "'d") for k in analysis.children(i)):
        return False
    for clause in analysis.children(i):
        if tokens[clause].dep != "advcl" or not conditions(analysis, clause):
            continue
        below = [k for k in analysis.children(clause) if tokens[k].dep in ("aux", "auxpass")]
        subjects = [k for k in analysis.children(clause) if tokens[k].dep in _SUBJECTS]
        single = any(_word(analysis, k) in _words("single") for k in subjects)
        if any(_word(analysis, k) == "were" for k in (clause, *below)) and single:
            return True
        if tokens[clause].tag == "VBN" and any(_word(analysis, k) == "had" for k in below):
            return True
    return False


def _governors(analysis: Analysis, i: int) -> Iterator[int]:
    """The word that a clause hangs on as what is said; a coordinated clause shares that of the first."""
    tokens = analysis.tokens
    for _ in range(_STEPS):
        if tokens[i].dep != "conj" or tokens[tokens[i].head].pos not in ("VERB", "AUX"):
            break
        i = tokens[i].head
    if tokens[i].dep in ("ccomp", "acl", "csubj", "relcl") and tokens[i].head != i:
        yield tokens[i].head


def _denied(analysis: Analysis, i: int) -> Words:
    """The word above a clause that says that it is not so: "denied that", "it is not true that"."""
    above = analysis.tokens[i].head
    if analysis.tokens[i].dep in ("xcomp", "advcl") and analysis.tokens[i].tag in ("VBN", "VBG"):
        if analysis.tokens[above].lemma in _words("denying") and not is_negated(analysis, above):
            return (above,)  # "denied having promised"
    for above in _governors(analysis, i):
        lemma = analysis.tokens[above].lemma
        if _is_that_clause(analysis, i) and lemma in _words("denying"):
            return () if is_negated(analysis, above) else (above,)
        wrongly = [k for k in analysis.children(above) if _word(analysis, k) in _words("falsely")]
        if wrongly and analysis.tokens[i].dep == "ccomp":
            return tuple(wrongly[:1])
        if _is_that_clause(analysis, i):
            return _untrue(analysis, above)
    return ()


def _is_that_clause(analysis: Analysis, i: int) -> bool:
    """Whether a clause is what is said, not one that tells a noun apart ("the lie that he told")."""
    tokens = analysis.tokens
    if tokens[i].dep == "ccomp":
        return True
    that = (k for k in analysis.children(i) if _word(analysis, k) == "that")
    return any(tokens[k].dep not in _ARGUMENTS for k in that)


def _untrue(analysis: Analysis, above: int) -> Words:
    """The words of "it is false that", "it is not true that", "rumours that ... are untrue"."""
    tokens = analysis.tokens
    be = above
    if tokens[be].lemma != "be" and tokens[be].dep in ("nsubj", "acomp", "attr"):
        be = tokens[be].head
    if tokens[be].lemma != "be":
        return ()
    turned = negators(analysis, be)
    for k in analysis.children(be):
        if tokens[k].dep not in ("acomp", "attr"):
            continue
        if tokens[k].lemma in _words("false") and not turned:
            return (k,)
        if tokens[k].lemma in _words("true") and turned:
            return (*turned, k)
    return ()


def _inverted(analysis: Analysis, i: int) -> int | None:
    """The helper that stands in front of its verb's subject, first in the clause; None where none does."""
    tokens = analysis.tokens
    helpers = [k for k in analysis.children(i) if tokens[k].dep in ("aux", "auxpass")]
    subjects = [k for k in analysis.children(i) if tokens[k].dep in _SUBJECTS]
    if not helpers or not subjects or not helpers[0] < subjects[0] < i:
        return None
    before = [k for k in analysis.children(i) if k < helpers[0] and tokens[k].pos not in ("PUNCT", "CCONJ", "INTJ")]
    return None if before else helpers[0]


def _asked(analysis: Analysis, i: int) -> Words:
    """ "Whether", or the helper that opens a question of yes or no."""
    tokens = analysis.tokens
    marks = tuple(k for k in analysis.children(i) if _word(analysis, k) in _words("questions"))
    if marks:
        return marks
    _, last, _ = analysis.sentences[tokens[i].sentence]
    lead = _inverted(analysis, i)
    is_question = any(token.text == "?" for token in tokens[max(i, last - 3) : last])
    return (lead,) if lead is not None and is_question else ()
