"""All conditional structures of an article: what must hold, of what kind, and for which main clause."""

from __future__ import annotations

from onrecord.extract.stands.clauses import (
    child,
    has_to,
    is_negated,
    is_negative_noun,
    is_verbal,
    lower,
    noun_phrase,
    trim,
)
from onrecord.extract.stands.connectives import Conditional, Marker, connectives
from onrecord.extract.stands.mood import is_question
from onrecord.extract.stands.requirements import read_dependence, read_required
from onrecord.records import Analysis, Range

_TENSES = {"VBD": "past", "VBZ": "present", "VBP": "present", "MD": "modal"}


def find_conditions(analysis: Analysis) -> tuple[Conditional, ...]:
    """The conditional structures, in text order, certain ones and those that depend on the main clause's polarity.

    Misses conditions told by coordination ("do this and we leave") and across sentences.
    From: Quirk et al. 1985, 15.33 ff.; figures in docs/positions.md.
    """
    words, found = connectives(), []
    tokens = analysis.tokens
    skip = -1
    for i, token in enumerate(tokens):
        word = token.text.lower()
        if i < skip or (word not in words.triggers and token.lemma not in words.triggers):
            continue
        for marker in words.markers.get(word, ()):
            if _stands_here(analysis, i, marker.words):
                conditional = _read_marker(analysis, i, marker)
                if conditional is not None:
                    found += _split(analysis, conditional)
                    skip = i + len(marker.words)
                    break
        else:
            found += _other_forms(analysis, i)
    # A parse without a main clause puts the main verb into the condition itself: there is nothing that depends on it.
    return tuple(c for c in _cut_overlaps(analysis, found) if not c.first <= c.main < c.last)


def main_range(analysis: Analysis, conditional: Conditional) -> Range:
    """The token range of the longest stretch of the main clause outside the condition."""
    first, last = analysis.subtree(conditional.main)
    before = trim(analysis, first, min(conditional.marker, last))
    after = trim(analysis, max(conditional.last, first), last)
    return max(before, after, key=lambda r: r[1] - r[0])


def _split(a: Analysis, c: Conditional) -> list[Conditional]:
    """Both conditions of "if A and B"; A alone where B is in another tense and so no condition."""
    if c.negative:
        return [c]
    for i in range(c.first, c.last):
        if a.tokens[i].tag in _TENSES:
            break
    else:
        return [c]
    for join in range(i, c.last):
        if lower(a.tokens[join]) != "and" or a.tokens[join].dep != "cc":
            continue
        verb = next((v for v in a.children(a.tokens[join].head) if v > join and a.tokens[v].dep == "conj"), None)
        own = verb is not None and verb < c.last and child(a, verb, "nsubj", "nsubjpass", "expl") is not None
        if own and verb is not None and not _is_marked(a, verb):
            first, last = trim(a, join + 1, c.last)
            other = [c._replace(first=first, last=last)] if _tense(a, verb) == _TENSES[a.tokens[i].tag] else []
            return [c._replace(last=trim(a, c.first, join)[1]), *other]
    return [c, *_coordinated(a, c)]


def _coordinated(a: Analysis, c: Conditional) -> list[Conditional]:
    """A second condition that the parser took for a second main clause: "would help if A and B", by its tense."""
    join = c.last
    if c.negative or join >= len(a.tokens) or lower(a.tokens[join]) != "and" or a.tokens[join].head == join:
        return []
    inside = next((t for t in range(c.first, c.last) if a.tokens[t].tag in _TENSES), None)
    for above in a.ancestors(join):
        for verb in a.children(above):
            subject = child(a, verb, "nsubj", "nsubjpass")
            if verb < join or a.tokens[verb].dep != "conj" or subject is None or subject < join:
                continue
            own = _tense(a, verb)
            if inside is None or own != _TENSES[a.tokens[inside].tag] or own == _tense(a, above):
                return []
            first, last = trim(a, join + 1, a.subtree(verb)[1])
            return [c._replace(first=first, last=last)]
    return []


def _tense(a: Analysis, verb: int) -> str:
    """ "past", "present" or "modal", of a verb with its auxiliaries; "" for a bare form."""
    tags = [a.tokens[x].tag for x in a.children(verb) if a.tokens[x].dep in ("aux", "auxpass")]
    return next((_TENSES[tag] for tag in (*tags, a.tokens[verb].tag) if tag in _TENSES), "")


def _stands_here(a: Analysis, i: int, words: tuple[str, ...]) -> bool:
    if i + len(words) >= len(a.tokens) or a.tokens[i].sentence != a.tokens[i + len(words)].sentence:
        return False
    return all(a.tokens[i + k].text.lower() == word for k, word in enumerate(words))


def _read_marker(a: Analysis, i: int, marker: Marker) -> Conditional | None:
    """The condition that the marker at token ``i`` opens, None where the word means something else."""
    start = i + len(marker.words)
    last_word = start - 1
    if not _is_conditional(a, i, marker, start):
        return None
    head = _complement(a, i, last_word, marker.takes)
    if head is None or head < start:
        return None
    main = _main(a, head, i, last_word, marker.negative)
    if main is None:
        return None
    if _asks(a, i, head, main, marker):
        return None
    end = a.subtree(head)[1]
    if a.tokens[head].head == head or (is_verbal(a, head) and end > start and i <= main < end):
        end, main = _before_comma(a, start, head, end)
        if main is None:
            return None
    elif not is_verbal(a, head):
        end = max(noun_phrase(a, head)[1], head + 1) if marker.takes != "clause" else end
    first, last = trim(a, start, end)
    if first >= last or lower(a.tokens[head]) in connectives().sets["no_condition"] or _is_only_when(a, first, last):
        return None
    negated = is_negated(a, main) or _is_negated_above(a, main)
    return Conditional(first, last, marker.kind, main, i, " ".join(marker.words), marker.negative, negated)


def _is_only_when(a: Analysis, first: int, last: int) -> bool:
    """Whether nothing but a time is left: "if not this year"."""
    return all(t.entity in ("DATE", "TIME") or t.dep == "neg" for t in a.tokens[first:last])


def _is_negated_above(a: Analysis, main: int) -> bool:
    """Whether the noun on which a phrase hangs is negated: "no talks about Ukraine without Ukraine"."""
    for _ in range(4):
        if is_verbal(a, main):
            return False
        if is_negative_noun(a, main):
            return True
        if a.tokens[main].dep not in ("pobj", "prep", "conj"):
            return False
        main = a.tokens[main].head
    return False


def _is_conditional(a: Analysis, i: int, marker: Marker, start: int) -> bool:
    sets, first = connectives().sets, a.sentences[a.tokens[i].sentence].first
    before = lower(a.tokens[i - 1]) if i > first else ""
    if marker.words[0] == "if" and before in sets["concessive"] and not (before == "or" and a.tokens[i].dep == "mark"):
        return False
    after = " ".join(lower(t) for t in a.tokens[start : start + 2])
    if any(after == f or after.startswith(f + " ") for f in sets["fixed"]):
        return False
    if marker.words == ("before",) and lower(a.tokens[i - 1]) in (
        "day",
        "week",
        "month",
        "year",
        "night",
        "hours",
        "days",
    ):
        return False
    return not (marker.words[-1] in ("provided", "providing", "assuming", "pending", "absent", "short")
                and a.tokens[i].dep in ("ROOT", "amod", "acomp", "attr", "ccomp", "xcomp", "relcl", "aux"))  # fmt: skip


def _complement(a: Analysis, i: int, last_word: int, takes: str) -> int | None:
    """The head of what follows the marker: the clause's verb or the phrase's noun."""
    token = a.tokens[last_word]
    if takes in ("clause", "either") and token.dep in ("mark", "advmod", "nmod") and token.head > last_word:
        return token.head
    if takes == "clause":
        if token.dep == "advmod" and token.head < i:
            return None
        inside = child(a, last_word, "ccomp", "advcl", "pcomp", "acl", "relcl")
        return inside if inside is not None else _verb_marked_by(a, last_word)
    inside = child(a, last_word, "pobj", "pcomp")
    return inside if inside is not None else (child(a, last_word, "dobj") if takes == "phrase" else None)


def _verb_marked_by(a: Analysis, i: int) -> int | None:
    """The verb of a clause whose conjunction the parser hung elsewhere: the head of the next subject."""
    last = a.sentences[a.tokens[i].sentence].last
    for j in range(i + 1, min(i + 8, last)):
        if a.tokens[j].dep in ("nsubj", "nsubjpass", "expl"):
            return a.tokens[j].head
        if a.tokens[j].text in ",;:":
            return None
    return None


def _main(a: Analysis, head: int, i: int, last_word: int, temporal: bool) -> int | None:
    """The token on which the condition hangs, past the marker's own words and coordinated conditions."""
    main, steps = head, 0
    while steps < 8:
        token = a.tokens[main]
        if token.head == main:
            return main
        coordinated = token.dep == "conj" and main == head and is_verbal(a, token.head) and _is_marked(a, token.head)
        main = token.head
        steps += 1
        if i <= main <= last_word or coordinated:
            head = main
            continue
        break
    return main if temporal else _said(a, main, head)  # "said before he left" is when it was said


def _is_marked(a: Analysis, i: int) -> bool:
    return any(a.tokens[c].dep == "mark" and lower(a.tokens[c]) in ("if", "unless") for c in a.children(i))


def _said(a: Analysis, main: int, head: int) -> int:
    """What is said, where the parser hung the condition to the verb of speech before or after it."""
    if a.tokens[main].lemma in connectives().sets["speech"]:
        said = [c for c in a.children(main) if a.tokens[c].dep in ("ccomp", "xcomp") and c != head]
        if said:
            return said[0]
        above = a.tokens[main].head
        if not said and above != main and a.tokens[main].dep in ("parataxis", "ccomp") and is_verbal(a, above):
            return above  # "If the talks fail, he said, Norway will send ships"
    return main


def _asks(a: Analysis, i: int, head: int, main: int, marker: Marker) -> bool:
    """Whether an if-clause is an indirect question."""
    if marker.words != ("if",):
        return False
    above = a.tokens[head].head
    if a.tokens[head].dep in ("ccomp", "pcomp", "csubj", "acl") and above < i:
        return a.tokens[above].lemma in connectives().sets["whether"] or a.tokens[head].dep != "ccomp"
    asked = a.tokens[above].lemma in ("ask", "wonder", "question", "inquire")
    return above < i and asked and a.tokens[head].dep != "conj"


def _before_comma(a: Analysis, start: int, head: int, end: int) -> tuple[int, int | None]:
    """Where the condition ends and the main verb begins, when the parser took the condition for the main clause."""
    for j in range(head + 1, end - 1):
        if a.tokens[j].text not in (",", "—", "–"):
            continue
        for k in range(j + 1, min(j + 12, end)):
            token = a.tokens[k]
            if token.dep in ("nsubj", "nsubjpass", "expl") and token.head > k and token.head != head:
                return j, token.head
            if token.text == ",":
                break
    if a.tokens[head].head == head:
        return end, None
    return end, a.tokens[head].head


def _other_forms(a: Analysis, i: int) -> list[Conditional]:
    """Conditions without a conjunction: inverted clauses, and what something requires or depends on."""
    token, sets = a.tokens[i], connectives().sets
    if lower(token) in ("should", "were", "had"):
        found = _inverted(a, i)
    elif (token.lemma in sets["need"] or token.lemma in sets["require"]) and is_verbal(a, i):
        found = read_required(a, i)
    elif token.lemma in sets["depend"] and is_verbal(a, i):
        found = read_dependence(a, i)
    else:
        found = None
    return [found] if found is not None else []


def _inverted(a: Analysis, i: int) -> Conditional | None:
    """ "Should talks fail, ...", "were he to run", "had they asked"."""
    token = a.tokens[i]
    verb = token.head if token.dep in ("aux", "auxpass") else i
    subject = child(a, verb, "nsubj", "nsubjpass", "expl")
    first = a.sentences[token.sentence].first
    if subject is None or not i < subject or is_question(a, i) or subject > i + 8:
        return None
    opens = i == first or a.tokens[i - 1].text in ',;:—–"“‘' or lower(a.tokens[i - 1]) in ("but", "and", "that")
    swapped = a.subtree(subject)[0] == i + 1 and lower(token) != "were"  # "the money they would have used had it ..."
    inside = a.tokens[verb].dep == "advcl" or (swapped and a.tokens[verb].dep in ("ccomp", "conj", "relcl"))
    if not opens and not inside:
        return None
    left, end = a.subtree(verb)
    if left < i and not inside:
        return None
    main: int | None = a.tokens[verb].head
    if main == verb or not inside:
        end, main = _before_comma(a, i, verb, end)
    if main is None or (lower(token) == "were" and not _is_subjunctive(a, verb, i)):
        return None
    start, last = trim(a, i + 1, end)
    return Conditional(start, last, "if", _said(a, main, verb), i, "inversion") if start < last else None


def _is_subjunctive(a: Analysis, verb: int, i: int) -> bool:
    below = child(a, verb, "xcomp") if verb == i else verb
    return (below is not None and has_to(a, below)) or a.tokens[verb].dep == "advcl"


def _cut_overlaps(a: Analysis, found: list[Conditional]) -> list[Conditional]:
    """Coordinated conditions do not hold each other: "if A and if B" are A and B."""
    cut = []
    for k, c in enumerate(found):
        last = c.last
        for other in found[k + 1 :]:
            if c.first < other.marker < last and a.tokens[other.marker - 1].dep == "cc" and other.main == c.main:
                last = trim(a, c.first, other.marker)[1]
                break
        if c.first < last:
            cut.append(c._replace(last=last))
    return cut
