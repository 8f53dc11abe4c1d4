"""What a text says of an event: happened, ongoing, planned, conditional, possible, denied, or unknown."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

from onrecord.extract.syntax.negation import is_negated, polarity
from onrecord.records import Analysis

_WILL = frozenset("will shall 'll ’ll wo".split())
_MAY = frozenset("may might could can should must ought would 'd ’d ca need".split())
_IF = frozenset("if unless whether provided providing".split())
_PAST_HELPERS = frozenset("had has have 've ’ve".split())


Reality = Literal["happened", "ongoing", "planned", "conditional", "possible", "denied", "unknown"]


@cache
def words_of(table: str, key: str = "words") -> frozenset[str]:
    """A word list of lexicons/events.toml."""
    import tomllib

    text = resources.files("onrecord.extract").joinpath("lexicons/events.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)[table][key].split())


@cache
def words_in(table: str) -> str:
    """The alternatives of a regular expression that lexicons/events.toml holds, one a line."""
    import tomllib

    text = resources.files("onrecord.extract").joinpath("lexicons/events.toml").read_text("utf-8")
    return "|".join(tomllib.loads(text)[table]["patterns"].split("\n")).strip("|")


@cache
def kin() -> dict[str, tuple[str, ...]]:
    """The verbs whose event a noun of another stem names, by noun, from lexicons/events.toml."""
    import tomllib

    text = resources.files("onrecord.extract").joinpath("lexicons/events.toml").read_text("utf-8")
    return {noun: tuple(verbs.split()) for noun, verbs in tomllib.loads(text)["kin"].items()}


@cache
def types() -> tuple[dict[str, str], dict[str, str]]:
    """The type of each event noun and of each event verb."""
    import tomllib

    text = resources.files("onrecord.extract").joinpath("lexicons/events.toml").read_text("utf-8")
    table = tomllib.loads(text)
    nouns: dict[str, str] = {}
    verbs: dict[str, str] = {}
    for found, name in ((nouns, "nouns"), (verbs, "verbs")):
        for kind, listed in table[name].items():
            for word in listed.split():
                found.setdefault(word, kind)
    return nouns, verbs


def helpers(analysis: Analysis, verb: int) -> set[str]:
    """The helper verbs of a verb, in lower case; a verb joined to it by "and" without its own borrows them."""
    tokens = analysis.tokens
    for _ in range(8):
        found = {tokens[k].text.lower() for k in analysis.children(verb) if tokens[k].dep in ("aux", "auxpass")}
        token = tokens[verb]
        is_joined = token.dep == "conj" and token.tag in ("VB", "VBN", "VBG") and tokens[token.head].tag == token.tag
        if found or not is_joined:
            return found
        verb = token.head
    return set()


def has_if(analysis: Analysis, verb: int) -> bool:
    """Whether a clause stands under if, unless or whether."""
    tokens = analysis.tokens
    return any(tokens[k].dep in ("mark", "advmod") and tokens[k].text.lower() in _IF for k in analysis.children(verb))


def _has_if_below(analysis: Analysis, verb: int) -> bool:
    """Whether a conditional clause hangs on a verb: "would come if ..."."""
    return any(
        analysis.tokens[k].dep == "advcl" and has_if(analysis, k) for k in analysis.children(verb)
    )  # fmt: skip


def reality(analysis: Analysis, verb: int, depth: int = 0) -> Reality:
    """What the text says of the event that a verb names, apart from who says it.

    Reads helpers, negation, if-clauses and the governors of infinitives. Misses irony, and presupposition under
    questions, which are unknown.
    """
    tokens = analysis.tokens
    token = tokens[verb]
    words = helpers(analysis, verb)
    if has_if(analysis, verb):
        return "possible" if words & _PAST_HELPERS or token.tag == "VBD" else "conditional"
    said = polarity(analysis, verb)
    if said.is_not_so or is_called_off(analysis, verb):
        return "denied"
    if said.asked or said.conditional:
        return "possible"
    if words & _WILL and token.dep == "ccomp" and tokens[token.head].lemma in words_of("governors", "hoped"):
        return "possible"  # "hopes that he will come"
    if words & _WILL:
        return "conditional" if _has_if_below(analysis, verb) else "planned"
    if words & {"would", "'d", "’d"} or ("could" in words):
        return "conditional" if _has_if_below(analysis, verb) else _reported_will(analysis, verb, words)
    if words & _MAY:
        return "possible"
    if "to" in words or (token.tag == "VB" and not words & {"did", "do", "does"}):
        return _infinitive(analysis, verb, words, depth)
    if token.tag == "VBG" and not words:
        return _participle(analysis, verb, depth)
    if token.tag == "VBG" and words & {"is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"}:
        return "ongoing"
    if token.tag in ("VBZ", "VBP") or words & {"is", "are", "am"}:
        return "conditional" if _has_if_below(analysis, verb) else "ongoing"
    return "happened"


def _reported_will(analysis: Analysis, verb: int, words: set[str]) -> Reality:
    """ "He said he would travel" reports a plan; any other "would" is possible only."""
    tokens = analysis.tokens
    above = tokens[tokens[verb].head]
    is_reported = tokens[verb].dep == "ccomp" and above.tag in ("VBD", "VBN") and "would" in words
    return "planned" if is_reported and "have" not in words else "possible"


def _infinitive(analysis: Analysis, verb: int, words: set[str], depth: int) -> Reality:
    """What the governor of an infinitive says: "plans to", "managed to", "refused to", "is to"."""
    tokens = analysis.tokens
    token = tokens[verb]
    above = tokens[token.head]
    if above is token or depth > 6:
        return "planned" if "to" in words and words & {"is", "are", "was", "were"} else "possible"
    if above.lemma == "be" and token.dep in ("xcomp", "attr", "ccomp"):
        return "denied" if is_negated(analysis, token.head) else "planned"
    if token.dep in ("advcl", "acl", "relcl", "nsubj", "csubj"):
        return "possible"  # purposes and infinitives of nouns
    if above.lemma in words_of("governors", "not") or is_negated(analysis, token.head):
        return "denied"
    if above.lemma in words_of("governors", "done") and not (above.lemma == "go" and above.tag == "VBG"):
        return reality(analysis, token.head, depth + 1)
    if above.lemma in words_of("governors", "planned"):
        outer = reality(analysis, token.head, depth + 1)
        return "planned" if outer in ("happened", "ongoing", "planned") else outer
    if token.dep == "conj":
        return reality(analysis, token.head, depth + 1)
    return "possible"


def _participle(analysis: Analysis, verb: int, depth: int) -> Reality:
    """A bare -ing form: as real as the clause it hangs on; below "before", "consider" and the like only possible."""
    tokens = analysis.tokens
    token = tokens[verb]
    above = tokens[token.head]
    if above is token or depth > 6:
        return "unknown"
    if token.dep == "pcomp":
        lead = above.text.lower()
        if lead in ("before", "for", "about", "to", "against", "from", "of"):
            return "happened" if lead == "before" and tokens[above.head].tag == "VBD" else "possible"
        return reality(analysis, above.head, depth + 1) if tokens[above.head].pos in ("VERB", "AUX") else "happened"
    if token.dep in ("xcomp", "ccomp", "dobj") and above.lemma in words_of("governors", "not"):
        return "denied"
    if token.dep in ("xcomp", "ccomp", "dobj") and above.lemma in words_of("governors", "possible"):
        return "possible"
    if above.pos in ("VERB", "AUX"):
        return reality(analysis, token.head, depth + 1)
    return "ongoing"


def noun_reality(analysis: Analysis, noun: int) -> Reality:
    """What the text says of the event that a noun names: by its adjectives and the verb that governs it."""
    tokens = analysis.tokens
    before = {tokens[k].text.lower() for k in analysis.children(noun) if k < noun}
    if before & words_of("ahead"):
        return "possible" if before & {"possible", "potential", "proposed"} else "planned"
    if "no" in before or before & words_of("undone"):
        return "denied"
    below = noun
    for k in analysis.ancestors(noun):
        token = tokens[k]
        word = token.text.lower()
        if token.dep in ("prep", "advmod", "mark") and word in ("ahead", "before", "until", "pending"):
            return "happened" if word == "before" and tokens[token.head].tag == "VBD" else "planned"
        if token.dep == "prep" and word == "without":
            return "denied"
        if token.pos in ("VERB", "AUX"):
            found = _governed(analysis, k, tokens[below].dep)
            if found in ("possible", "conditional", "denied") and below == noun and _stands_anyway(analysis, noun, k):
                return "unknown"
            return found
        below = k
    return "unknown"


def _stands_anyway(analysis: Analysis, noun: int, verb: int) -> bool:
    """Whether a noun names an event that its verb does not bring about: "could win the June 19 vote"."""
    before = [analysis.tokens[k] for k in analysis.children(noun) if k < noun]
    is_definite = any(
        t.dep == "poss" or (t.dep == "det" and t.text.lower() in ("the", "this", "these")) for t in before
    )
    tables = ("making", "taking_place", "cancelled", "proposed", "occurring", "lapsed")
    names = with_particle(analysis, verb)
    return is_definite and not any(names & words_of(table) for table in tables)


def _governed(analysis: Analysis, verb: int, relation: str) -> Reality:
    """What a verb says of the event noun that hangs on it by a relation: cancelled, planned, proposed, or as itself."""
    token = analysis.tokens[verb]
    is_object = relation in ("dobj", "nsubjpass")
    names = with_particle(analysis, verb)
    found = reality(analysis, verb)
    if names & words_of("cancelled") and is_object:
        return _undone(found)
    if relation == "nsubj" and names & words_of("lapsed"):
        return _undone(found)
    if relation == "nsubj" and found == "denied":
        return "denied" if names & words_of("occurring") else "unknown"
    if is_object and token.lemma in words_of("absent") and found in ("happened", "denied"):
        return "happened" if found == "happened" and token.lemma in words_of("attending") else "unknown"
    if token.lemma == "prepare" and not is_object:
        return "planned"
    if found == "denied" and token.lemma not in words_of("attending"):
        return "unknown"  # "did not mention the attack" says nothing of it; "held no talks" does
    if token.lemma in words_of("governors", "planned") and is_object:
        return "planned" if found in ("happened", "ongoing", "planned") else found
    if token.lemma in words_of("proposed") and (is_object or relation == "prep"):
        return "unknown" if found == "denied" else "possible"
    if relation == "nsubj" and found in ("possible", "conditional") and token.lemma not in words_of("taking_place"):
        return "unknown"  # "the vote on Friday could topple him": the vote itself is not in doubt
    if is_object or relation in ("nsubj", "attr") or found in ("planned", "happened"):
        return "unknown" if found == "ongoing" and token.lemma != "be" else found
    return "unknown"


def _undone(cancelling: Reality) -> Reality:
    """What cancelling makes of an event, by what is said of the cancelling itself."""
    if cancelling in ("happened", "ongoing", "planned"):
        return "denied"
    return "unknown" if cancelling == "denied" else "possible"


def with_particle(analysis: Analysis, verb: int) -> set[str]:
    """A verb's lemma, alone and with each particle or the like behind it: "call", "call_off"; "take", "take_place"."""
    tokens = analysis.tokens
    lemma = tokens[verb].lemma
    near = (k for k in analysis.children(verb) if tokens[k].dep in ("prt", "advmod", "dobj"))
    return {lemma, *(f"{lemma}_{tokens[k].text.lower()}" for k in near)}


def is_called_off(analysis: Analysis, verb: int) -> bool:
    """Whether a plan is dropped in the same breath: "was to meet the rebels but cancelled the meeting"."""
    tokens = analysis.tokens
    above = tokens[verb].head
    if tokens[verb].tag != "VB" or tokens[above].tag not in ("VBD", "VBN", "JJ", "IN"):
        return False
    heads = (verb, above, tokens[above].head)
    joined = (k for head in heads for k in analysis.children(head) if tokens[k].dep == "conj" and k > verb)
    return any(_drops_it(analysis, k) for k in joined if tokens[k].tag in ("VBD", "VBN"))


def _drops_it(analysis: Analysis, verb: int) -> bool:
    """Whether a verb cancels what was told: "called it off", "the trip was scrapped", not "cancelled a speech"."""
    tokens = analysis.tokens
    if is_negated(analysis, verb) or not with_particle(analysis, verb) & words_of("cancelled"):
        return False
    things = [k for k in analysis.children(verb) if tokens[k].dep in ("dobj", "nsubjpass")]
    return any(
        tokens[k].text.lower() in ("it", "them")
        or any(tokens[c].text.lower() in ("the", "his", "her", "their", "its") for c in analysis.children(k))
        for k in things
    )
