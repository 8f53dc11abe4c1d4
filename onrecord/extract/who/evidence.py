"""The words of an article that state a role: title and name, which name the role."""

from __future__ import annotations

from onrecord.extract.mentions import Found
from onrecord.extract.who.roles import low, words
from onrecord.records import Analysis, Span

_TITLE_TAGS = frozenset(("JJ", "NN", "NNP", "NNPS", "POS", "HYPH", "VBN"))


def role_words(analysis: Analysis, f: Found) -> Span | None:
    """The words that state a role: title and name; None if they do not name the role."""
    tokens, times = analysis.tokens, words().times
    first = f.first
    if f.role and tokens[first].text == f.name[0]:
        sentence = tokens[first].sentence
        stop = max(0, first - 8)
        while first > stop and tokens[first - 1].sentence == sentence and _is_title_token(analysis, first - 1):
            first -= 1
    joined = first > 1 and tokens[first - 1].text == "-" and low(tokens[first - 2]) in times
    if joined or (first and low(tokens[first - 1]) in times and tokens[first - 1].sentence == tokens[first].sentence):
        first -= 2 if joined else 1  # "then-Secretary", "the late senator"
    named = f.role is None or f.form != "name" or _is_told(analysis, f.role.title, range(first, f.last))
    return analysis.token_span(first, f.last) if named else None


def _is_told(analysis: Analysis, title: str, inside: range) -> bool:
    """Whether the words of a range name a role, be it in short ("Sen.")."""
    wanted, short = set(title.replace("-", " ").split()), words().short
    said = {low(analysis.tokens[i]) for i in inside}
    said |= {analysis.tokens[i].lemma.lower() for i in inside}
    return not wanted or bool(wanted & said) or any(short.get(w) in (title, *wanted) for w in said) or any(
        set(long.split()) & said for long, one in words().office_aliases.items() if one == title
    )  # fmt: skip


def _is_title_token(analysis: Analysis, i: int) -> bool:
    """Whether a token before a name may belong to its role."""
    token = analysis.tokens[i]
    if token.text.lower() == "of":
        return i > 0 and f"{low(analysis.tokens[i - 1])} of" in ("secretary of", "chief of", "minister of")
    return token.tag in _TITLE_TAGS
