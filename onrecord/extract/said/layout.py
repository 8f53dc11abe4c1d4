"""Statements that the layout alone tells: turns of a transcript ("LEE: We will.") and signed quotations.

Neither syntax nor a tagger that reads a window sees that a page is a list of such turns; the page as a whole shows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from onrecord.extract.said.drafts import Draft
from onrecord.extract.said.quotes import Passage
from onrecord.records import Analysis, Range
from onrecord.text import overlap

# Right in the training part of PolNeAR: 8 of 8 labelled turns that come back, question-and-answer letters apart; the
# share of right ones is too small a count for a probability, so that this is "as sure as the tagger ever is".
LAYOUT = 0.9
_LABEL = re.compile(
    r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*[–—-]?\s*)?[\"“”'‘’–—-]{0,2}\s*"
    r"(?P<who>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,4}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})"
    r"(?:,[^:\n]{1,60}|\s*\([^:\n]{1,40}\))?\s*(?P<colon>:)\s+(?P<what>\S)"
)
# Labels that come back on a page and name no speaker: of fact checks, interviews, captions and lists.
# Source: written for OnRecord from general knowledge of news pages.
_NO_SPEAKER = frozenset(
    "answer banner caption chyron claim fact false graphic image more note photo question read rating result ruling "
    "screen source status subtitle text topic true truth update verdict video watch what when where who why".split()
)
_STAGE = re.compile(r"[\"“]?[(\[][^()\[\]]{1,60}[)\]][\"”]?\.?")
_MIN_WORDS = 3
_MAX_BETWEEN = 4  # paragraphs that a turn may go on for
_SENTENCE_END = re.compile(r"[.!?…—–-][\"”’')\]]*$")


def layout_drafts(a: Analysis, passages: Sequence[Passage]) -> list[Draft]:
    """The turns of a transcript and the signed quotations of an article, in text order.

    A page is a transcript where a label of the same surname comes back; then short turns count too. Labels of one
    letter ("Q:", "A:") name nobody.
    """
    turns = list(_turns(a))
    taken = [r for d in turns for r in d.content]
    signed = (d for d in _signed(a, passages) if not any(overlap(r, t) for r in d.content for t in taken))
    return sorted([*turns, *signed], key=lambda d: d.content)


def _turns(a: Analysis) -> Iterator[Draft]:
    text, blocks = a.text, a.blocks
    labels = [_LABEL.match(text, s, e) for s, e in blocks]
    said = [
        m if m and _is_turn(m, text[m.start("what") : e]) else None for m, (_, e) in zip(labels, blocks, strict=True)
    ]
    short = [m and _surname(m) for m in said]
    counts = Counter(name for name in short if name)
    back = {name for name in counts if counts[name] > 1}
    if not back:
        return
    known = back | {_surname(m) for m in said if m and m["who"].isupper()}
    chosen = [k for k, m in enumerate(labels) if m and _goes_with(m, text[m.start("what") : blocks[k][1]], known)]
    for k, following in zip(chosen, [*chosen[1:], None], strict=True):
        match = labels[k]
        if match is None:
            continue
        parts = [_inner(text, match.start("what"), blocks[k][1])]
        if following is not None and following - k <= _MAX_BETWEEN:
            rest = [b for b, m in zip(blocks[k + 1 : following], labels[k + 1 : following], strict=True)
                    if not _STAGE.fullmatch(text, *b) and not (m and _is_no_speaker(m))]  # fmt: skip
            parts += [_inner(text, *b) for b in rest]
        content = tuple((start, end) for start, end in parts if any(map(str.isalnum, text[start:end])))
        yield Draft((match.span("who"),), (match.span("colon"),), content, LAYOUT, "layout:turn")


def _is_no_speaker(label: re.Match[str]) -> bool:
    """Whether a label is one of fact checks, captions and words on the screen."""
    return not _NO_SPEAKER.isdisjoint(label["who"].lower().split())


def _surname(label: re.Match[str]) -> str:
    """The last word of a label in capitals: "DANA HOLT" comes back as "HOLT"."""
    return label["who"].split()[-1].upper()


def _goes_with(label: re.Match[str], words: str, known: Collection[str]) -> bool:
    """Whether a paragraph is a turn of a page that is a transcript, "Yes." too: by a known speaker, or in capitals."""
    speaks = _surname(label) in known or label["who"].isupper()
    return not _is_no_speaker(label) and speaks and _SENTENCE_END.search(words.rstrip()) is not None


def _is_turn(label: re.Match[str], words: str) -> bool:
    """Whether a label may name a speaker and what follows it is a turn, no entry of a table."""
    if _is_no_speaker(label):
        return False
    return len(words.split()) >= _MIN_WORDS and _SENTENCE_END.search(words.rstrip()) is not None


def _inner(text: str, start: int, end: int) -> Range:
    """The range without a quotation mark at its edge that has no partner in it."""
    if text[start] in '"“' and not any(c in '"”' for c in text[start + 1 : end]):
        start += 1
    if text[end - 1] in '"”' and not any(c in '"“' for c in text[start : end - 1]):
        end -= 1
    return start, end


_SIGNATURE = re.compile(r"[ \t\xa0]*(?P<dash>―|—|–|--|-)[ \t\xa0]*(?P<who>[A-Z][^\n\"“”―—–]{2,80}?)[ \t\xa0.]*$", re.M)
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*|[a-z]{1,3})(?: (?:[A-Z][\w.'’-]*|de|del|der|van|von|la|le|bin|al))*")


def _signed(a: Analysis, passages: Sequence[Passage]) -> Iterator[Draft]:
    """Quotations that are a line of their own but for a dash and a name behind them."""
    starts = {s for s, _ in a.blocks}
    for k, passage in enumerate(passages):
        first = k
        while first and passages[first - 1].turn == passage.turn:
            first -= 1
        end = passage.range[1]
        goes_on = k + 1 < len(passages) and passages[k + 1].turn == passage.turn
        if goes_on or passages[first].range[0] not in starts:
            continue
        match = _SIGNATURE.match(a.text, end, min(len(a.text), end + 100))
        if match is None:
            continue
        name = _NAME.match(a.text, match.start("who"), match.end("who"))
        verbs = any(a.tokens[i].pos in ("VERB", "AUX") for i in a.tokens_in(*match.span("who")))
        if name is None or verbs or not any(a.tokens[i].pos == "PROPN" for i in a.tokens_in(*name.span())):
            continue
        content = tuple(p.range for p in passages[first : k + 1])
        yield Draft((match.span("who"),), (match.span("dash"),), content, LAYOUT, "layout:sign")


def with_layout(drafts: Sequence[Draft], told: Sequence[Draft]) -> list[Draft]:
    """The drafts with those that the layout tells in place of whatever overlaps them.

    A draft whose cue stands inside a turn is a statement told in it and stays there; any other loses what it shares.
    """
    if not told:
        return list(drafts)
    kept: list[Draft] = []
    for draft in drafts:
        if any(overlap(r, x) for t in told for r in (*draft.source, *draft.cue) for x in (*t.source, *t.cue)):
            continue  # the label of a turn says whose the turn is, and no more
        home = next((t for t in told if any(overlap(c, r) for c in draft.cue for r in t.content)), None)
        if home is not None:
            content = tuple(r for r in draft.content if any(overlap(r, x) for x in home.content))
        else:
            content = tuple(r for r in draft.content if not any(overlap(r, x) for t in told for x in t.content))
        if content:
            kept.append(draft._replace(content=content))
    return sorted([*kept, *told], key=lambda d: d.content)
