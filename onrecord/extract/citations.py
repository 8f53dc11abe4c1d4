"""analysis, statements -> where a report has each statement from: an agency or outlet that it cites, and whether the
speaker is kept unnamed ("told the BBC", "Reuters reported", "sources close to the talks"). From: issue 13, kind 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from onrecord.lexicons import agencies, outlet_names, read_lines
from onrecord.records import Analysis, Anonymity, Range, Statement

_ORDER = re.compile(r"\s+(?:not\s+)?to\s+[a-z]")  # "told the BBC to apologise" is no interview

# How reports say that a speaker asked to be kept unnamed. From: the attribution rules of the AP Stylebook and of the
# Reuters Handbook of Journalism, and their usual wordings.
_CONDITION = re.compile(
    r"\b(?:(?:on )?condition of anonymity|anonymously|not authori[sz]ed to (?:speak|discuss|comment|talk)"
    r"|(?:ask|request|want|wish|prefer|insist)\w*(?: on)? (?:not to be|to remain|to stay|not being|anonymity)(?:\s+"
    r"(?:named|identified|quoted|anonymous|unnamed))?|(?:declin|refus)\w+ to be (?:named|identified)"
    r"|(?:could|would) not be (?:named|identified)|under cover of anonymity)\b",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"\bsources?\b(?! of\b)|\b(?:people|persons?|someone|those|insiders?)\b[^,.;]{0,30}?\b(?:familiar with|close to"
    r"|briefed on|with (?:direct |first-hand )?knowledge|inside|near)\b",
    re.IGNORECASE,
)
# Roles under which people are quoted without a name; spokespeople speak for their body and are not among them.
_UNNAMED = re.compile(
    r"\b(?i:officials?|diplomats?|aides?|advis[eo]rs?|insiders?|staffers?|envoys?|lawmakers?|ministers"
    r"|executives?|commanders?|officers?|employees)\b(?!,?\s+[A-Z])"
)


def find_citations(a: Analysis, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements with ``via`` and ``anonymous``.

    A citation belongs to the statement of its sentence whose cue is nearest, and to those inside its content. The
    article's own outlet is cited by nobody. Misses citations in another sentence, and outlets that no list or ending
    shows to be one.
    """
    found: dict[str, str] = {}
    for first, last in (a.sentence_range(n) for n in range(len(a.sentences))):
        here = [s for s in statements if any(first <= at < last for at, _ in _attribution(s))]
        for place, name in _cited(a.text[first:last]) if here else ():
            if not _is_own(a, name):
                found |= dict.fromkeys(_owners(here, (place[0] + first, place[1] + first)), name)
    return tuple(replace(s, via=found.get(s.id), anonymous=_anonymity(a, s)) for s in statements)


def _attribution(statement: Statement) -> list[Range]:
    """Where a statement is attributed: its cue, or its source where it has none."""
    return [span.range for span in (statement.cue or statement.source)]


# --- agencies and outlets --------------------------------------------------------------------------------------------


@cache
def _pattern() -> re.Pattern[str]:
    known = "|".join(re.escape(name) for name in sorted(outlet_names(), key=lambda name: (-len(name), name)))
    nouns = "|".join(read_lines("outlet_nouns.txt"))
    wires = "|".join(re.escape(n) for n in sorted(outlet_names(), key=len, reverse=True) if n.casefold() in agencies())
    outlet = rf"(?:[Tt]he\s+)?(?P<{{0}}>(?:{known})\b(?!\s+(?:{nouns})\b)|(?:[A-Z][\w’'-]*\s+){{{{1,3}}}}(?:{nouns})\b)"
    parts = (
        r"\b(?:told|tells|telling)\s+" + outlet.format("told"),
        r"\b(?i:interview|conversation|comments|remarks|speaking|spoke|appearing|writing|wrote|writes)\s+(?:with|to|on|for|in)\s+"
        + outlet.format("interview"),
        r"\b(?:reported|quoted|cited|broadcast|carried|published|obtained|seen|interviewed|according|citing|saying)\s+"
        r"(?:by\s+|to\s+|in\s+|on\s+)?(?:an?\s+report\s+(?:by|in|from)\s+)?" + outlet.format("cited"),
        r"(?<![\w’'])"
        + outlet.format("reports")
        + r"(?:\s+(?:on\s+)?\w+day|\s+\w+ly|\s+first|\s+ha[sd])?\s+(?:reported|reports"
        r"|quoted|revealed|wrote)\b",
        rf"(?<![\w’'])(?P<wire>{wires})\s+(?:said|says)\b",
        r"\b(?:a|an|the)\s+" + outlet.format("report") + r"\s+(?:report|investigation|interview)\b",
    )
    return re.compile("|".join(f"(?:{part})" for part in parts))


def _cited(sentence: str) -> Iterator[tuple[Range, str]]:
    """The agencies and outlets that a sentence cites, each with the range of the citation in it."""
    for match in _pattern().finditer(sentence):
        name = next(value for value in match.groups() if value)
        if not (match["told"] and _ORDER.match(sentence, match.end())):
            yield match.span(), outlet_names().get(name, name)


def _is_own(a: Analysis, name: str) -> bool:
    """Whether a cited outlet is the one that publishes the article: what it was told is its own reporting."""
    own = (a.article.outlet or "").casefold().removeprefix("the ").strip()
    return own in (name.casefold(), name.casefold().removeprefix("the "))


def _owners(here: Sequence[Statement], place: Range) -> list[str]:
    """The statements that a citation belongs to: of the nearest cue outside whose content it stands, and all inside."""
    outside = [s for s in here if not any(x.start <= place[0] and place[1] <= x.end for x in s.content)]
    if not outside:
        return []
    distances = {s.id: min(_gap(at, place) for at in _attribution(s)) for s in outside}
    nearest = min(distances.values())
    owners = [s for s in outside if distances[s.id] == nearest]
    inside = [s for s in here for o in owners if s is not o and _lies_in(s, o)]
    return [s.id for s in (*owners, *inside)]


def _gap(one: Range, other: Range) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])


def _lies_in(inner: Statement, outer: Statement) -> bool:
    first, last = outer.content[0].start, outer.content[-1].end
    return bool(inner.cue) and all(first <= x.start and x.end <= last for x in (*inner.cue, *inner.content))


# --- speakers without a name -----------------------------------------------------------------------------------------


def _anonymity(a: Analysis, statement: Statement) -> Anonymity:
    """How a statement's speaker is kept unnamed, "" where it is not."""
    source = " ".join(span.words for span in statement.source)
    if not source:
        return ""
    if _CONDITION.search(source) or _CONDITION.search(_beside(a, statement)):
        return "condition"
    if _SOURCES.search(source):
        return "sources"
    noun = _UNNAMED.search(source)
    return "unnamed" if noun and "," not in source[: noun.start()] and not source.startswith(("the ", "The ")) else ""


def _beside(a: Analysis, statement: Statement) -> str:
    """The words of the sentence of a statement's source behind it, without its content."""
    at = statement.source[-1].end
    token = min(a.token_at(at), len(a.tokens) - 1)
    first, last = a.sentence_range(a.tokens[token].sentence) if a.tokens else (at, at)
    begins = [x.start for x in statement.content if x.start >= at]
    return a.text[at : min([last, *begins])] if first <= at else ""
