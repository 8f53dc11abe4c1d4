"""The parts of an article that are not its story: appeals, newsletter pleas, captions, navigation and the like.

Losing a sentence of the story is worse than keeping a line of appeal: what stands in quotation marks is never removed,
an appeal needs an ask and words of the press, and a pattern must fit a whole line, a whole sentence, or a phrase that
stands against the next sentence without a space.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple, cast, get_args

from onrecord import text as ranges
from onrecord.records import Article, Range, Removed, RemovedReason, Span, make_id

_MAX_LINE_CHARS = 400  # longer lines and sentences fit no pattern; keeps the time per line bounded
_MAX_APPEAL_SENTENCES = 30
_APPEAL_SCORE = 3.0  # an ask (2) and the press (1): no lower value removes more on the seeds, 1 removes story sentences
_QUOTE = re.compile(r"[\"“”„«»]")
_WORD = re.compile(r"[A-Z]*[^\W\d_A-Z]+|[A-Z]+|@")  # cut at capitals: "the planRead moreA split"

_NAME = r"(?-i:[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|van|von|der|den|bin|al|la|le)){1,3})"
_OUTLET = r"(?-i:(?:[Tt]he )?[A-Z][\w.’'&-]*(?: (?:[A-Z][\w.’'&-]*|of|and|for|the)){0,5})"
_AGENCY = (
    r"(?-i:Getty|GETTY|Reuters|REUTERS|AFP|AP|PA|EPA|EFE|UPI|ANP|TASS|Tass|Alamy|Shutterstock|Bloomberg|Xinhua|ZUMA|Zuma|"
    r"iStock|Sipa|SIPA|Rex|REX|Anadolu|Ukrinform|Abaca|Magnum|Redux|SWNS|Associated Press|Press Association|"
    r"The New York Times|The Washington Post|The Guardian|The Independent|USA TODAY)"
)
_END = r"[^\"“”]{0,200}"
# A picture's credit in brackets at the end of a caption: (Carl Court/PA), (Getty Images), (AP Photo/Jane Doe, File).
_CREDIT = re.compile(
    rf"\((?:(?:photo|image|picture|file)s?(?: credit| courtesy)?(?:: ?| by | via ))?"
    rf"(?:[^()\"“”]{{2,60}}?(?:/| via |, ))?(?:{_AGENCY})"
    rf"(?: ?(?:(?i:images|photo|photos|wire|archive|pool|file|file photo)\b)?"
    rf"(?:/[^()\"“”]{{2,60}}| via [^()\"“”]{{2,40}}|, (?i:file|pool))*){{1,3}}\)\.?(?:\s*More)?$"
)
_SURE_CREDIT = re.compile(r"/| via |(?i:photo|images|wire|picture|getty|alamy|shutterstock)")
_SOURCE = rf"(?:{_AGENCY}|(?:[A-Z][\w’'.-]+ ){{1,3}}(?:Images|Agency|Photos?|Pictures|Press|News))"
_PERSON = r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3}"
# The same without brackets: "... Photograph: Ann Lee/The Post", "Ann Lee/Reuters", "REUTERS/Ann Lee/File Photo".
_PLAIN_CREDIT = re.compile(
    rf"(?:(?:Photograph|Photo|Image|Picture|Credit)(?::\s*| by |(?=[A-Z]))[^.!?\"“”]{{0,60}}{_AGENCY}[^.!?\"“”]{{0,20}}"
    rf"|(?:Photograph|Photo|Image|Picture|Credit)s?(?: (?:credit|courtesy|source))?: ?"
    rf"{_PERSON}(?: ?(?:/|,| for | via ) ?[A-Z][\w.’' -]{{1,40}})?"
    rf"|(?:(?<=[.!?…’”)] )|^)(?:{_PERSON} ?/ ?{_SOURCE}|{_SOURCE} ?/ ?{_PERSON})"
    rf"(?: ?[/,] ?(?i:file photo|file picture|file|pool|handout|files)| via [A-Z][\w. ]{{2,30}})*)\.?$"
)
# A page's table as trafilatura writes it: each row between bars.
_TABLE_ROW = re.compile(r"\|.*\|\s*")
_BYLINE = re.compile(
    rf"(?i:by) {_NAME}(?:(?:,| and| &|;) {_NAME})*"
    rf"(?:,? (?:(?i:in|for|at) )?{_OUTLET}(?: (?i:staff|writer|reporter|correspondent|editor))*)?"
)
# Who reports speech is the story's voice, not the page's: "We use cookies to bribe the children, he joked."
_REPORTED = re.compile(
    r"\b(?:said|says|told|tells|added|adds|asked|asks|urged|wrote|writes|joked|argued|argues|warned|warns|declared|"
    r"according to)\b"
)
_BYLINE_LINES = 6  # bylines and blurbs of authors stand in the first or last so many lines
_MAX_CAPTION_CHARS = 420


@dataclass(frozen=True, slots=True)
class _Block:
    """The patterns of one reason, compiled; None where it has none."""

    reason: RemovedReason
    words: frozenset[str]
    line: re.Pattern[str] | None
    sentence: re.Pattern[str] | None
    glued: re.Pattern[str] | None


class _Appeal(NamedTuple):
    words: frozenset[str]
    ask: re.Pattern[str]
    press: re.Pattern[str]
    weak: re.Pattern[str]
    thanks: re.Pattern[str]


class _Unit(NamedTuple):
    """A sentence, or a line that nobody needs to split; ``line`` is its line's index."""

    start: int
    end: int
    line: int


_Found = tuple[int, int, RemovedReason]


def find_removed(article: Article, repeated: frozenset[str] = frozenset()) -> tuple[Removed, ...]:
    """The removed spans of an article in text order; they never overlap and never touch the headline.

    ``repeated`` holds lines and sentences that the outlet repeats word for word, as `onrecord.text.words` joined by
    spaces. Sentences that stand against each other count as one span where the reason is the same.
    Misses: appeals without words of the press, captions without a credit, blurbs in unusual words; keeps editors' notes
    and corrections, which say something about the story.
    From: measured in docs/reading.md.
    """
    text = article.text.replace("\u00a0", " ")  # one for one: patterns know one kind of space
    lines = ranges.paragraphs(text)
    words = [_words(text[s:e]) for s, e in lines]
    found: list[_Found] = []
    for i, (start, end) in enumerate(lines):
        at_edge = i < _BYLINE_LINES or i >= len(lines) - _BYLINE_LINES
        found += _in_line(text, start, end, words[i], at_edge)
    found += _appeals(text, lines, words)
    if repeated:
        found += _repeated(text, lines, repeated)
    kept = _without_headline(found, article.headline)
    return tuple(_record(article, *one) for one in _joined(text, kept))


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in set(_WORD.findall(text)))


def _record(article: Article, start: int, end: int, reason: RemovedReason) -> Removed:
    span = Span(article.id, start, end, article.text[start:end])
    return Removed(make_id("rm", article.id, start, end, reason), span, reason)


def _without_headline(found: list[_Found], headline: Range | None) -> list[_Found]:
    if headline is None:
        return found
    return [one for one in found if not ranges.overlap((one[0], one[1]), headline)]


def _joined(text: str, found: list[_Found]) -> list[_Found]:
    """The findings in order without overlap; the first reason wins, and neighbours of one reason become one."""
    joined: list[_Found] = []
    for start, end, reason in sorted(found, key=lambda one: (one[0], -one[1])):
        if joined:
            first, last, before = joined[-1]
            start = max(start, last)
            if start >= end:
                continue
            if before == reason and not text[last:start].strip():
                joined[-1] = (first, end, reason)
                continue
        start, end = ranges.trim(text, start, end)
        if start < end:
            joined.append((start, end, reason))
    return joined


# --- by what a line or sentence says --------------------------------------------------------------


def _in_line(text: str, start: int, end: int, words: frozenset[str], at_edge: bool) -> Iterator[_Found]:
    """What is removed of one line by the patterns: all of it, sentences of it, or phrases run together with it."""
    if text[start] == "|" and _TABLE_ROW.fullmatch(text, start, end):
        yield start, end, "table"
        return
    blocks = [block for block in _blocks() if block.words & words and (at_edge or block.reason != "author")]
    if at_edge and "by" in words and end - start < 160 and _BYLINE.fullmatch(text, start, end):
        yield start, end, "author"
        return
    if not blocks:
        return
    if end - start <= _MAX_LINE_CHARS:
        stop = _before_stop(text, start, end)
        for block in blocks:
            if text[end - 1] == ":" and block.reason == "author":
                continue  # "Jane Doe reported from Miami:"
            if block.line and block.line.fullmatch(text, start, stop):
                yield start, end, block.reason
                return
    for first, last in _split(text, start, end, blocks):
        own = _words(text[first:last])
        near = [block for block in blocks if block.words & own]
        if near:
            yield from _in_sentence(text, first, last, (start, end), near)


def _in_sentence(text: str, start: int, end: int, line: Range, blocks: Sequence[_Block]) -> Iterator[_Found]:
    if any(block.reason == "credit" for block in blocks):
        caption = _caption(text, start, end, line)
        if caption:
            yield caption
            return
    if end - start > _MAX_LINE_CHARS or _REPORTED.search(text, start, end):
        return
    stop = _before_stop(text, start, end)
    if text[end - 1] == ":":
        blocks = [block for block in blocks if block.reason != "author"]
    for block in blocks:
        glued = block.glued and (start, end) != line and block.glued.fullmatch(text, start, stop)
        if glued or (block.sentence and block.sentence.fullmatch(text, start, stop)):
            yield start, end, block.reason
            return


def _split(text: str, start: int, end: int, blocks: Sequence[_Block]) -> list[Range]:
    """The sentences of a line, cut also around the phrases that stand against them: "it.Read moreA split"."""
    cuts = [start]
    for block in blocks:
        if block.glued:
            for match in block.glued.finditer(text, start, end):
                if _stands_against(text, *match.span(), (start, end)):
                    cuts += match.span()
    cuts = sorted({*cuts, end})
    return [one for s, e in pairwise(cuts) for one in ranges.sentences(text, s, e)]


def _stands_against(text: str, start: int, end: int, line: Range) -> bool:
    """Whether a phrase runs into the sentence after or before it: "Read moreA split", not "Read more than"."""
    if not text[start].isupper():
        return False
    before = start == line[0] or text[start - 1] in '.!?…”’")' or text[start - 1].islower()
    against_before = start > line[0] and not text[start - 1].isspace()
    after = end == line[1] or text[end].isupper() or text[end] in '“"'
    against_after = end < line[1] and after
    if against_after and end < line[1]:
        return before or text[start - 1].isspace()
    return against_before and before and end == line[1]


def _before_stop(text: str, start: int, end: int) -> int:
    """The end of a sentence without its full stop and closing brackets."""
    while end > start and text[end - 1] in ".!?…:)* ":
        end -= 1
    return end


def _caption(text: str, start: int, end: int, line: Range) -> _Found | None:
    """A caption with its credit: the sentence that ends the line, and the short line before a credit of its own."""
    if end != line[1]:
        return None
    credit = _CREDIT.search(text, start, end)
    if credit is None:
        plain = _PLAIN_CREDIT.search(text, start, end)
        if plain and line[1] - line[0] <= _MAX_CAPTION_CHARS and not _QUOTE.search(text, *line):
            return line[0], end, "caption" if plain.start() > line[0] else "credit"
        return None
    alone = not text[start : credit.start()].strip()
    sure = _SURE_CREDIT.search(credit.group()) is not None or credit.group().endswith("More")
    short = line[1] - line[0] <= _MAX_CAPTION_CHARS and not _QUOTE.search(text, *line)
    if alone:
        return (line[0], end, "caption" if start > line[0] else "credit") if short else (start, end, "credit")
    if not sure and (start > line[0] or not short or text[end - 1] == "."):
        return None  # "(AP)" or "(PA)" after a sentence of the story: an agency's mark or a state
    if _QUOTE.search(text, start, credit.start()) and not sure:
        return None
    return start, end, "caption"


# --- appeals for money ------------------------------------------------------------------------------


def _appeals(text: str, lines: Sequence[Range], words: Sequence[frozenset[str]]) -> Iterator[_Found]:
    """Runs of sentences that ask the reader to pay for the outlet's work."""
    lexicon = _appeal_lexicon()
    if not any(lexicon.words & w for w in words):
        return
    units: list[_Unit] = []
    for i, (start, end) in enumerate(lines):
        near = lexicon.words & words[i] or _may_bridge(lexicon, text, start, end)
        blocks = [block for block in _blocks() if block.words & words[i]]
        split = _split(text, start, end, blocks) if near else [(start, end)]
        units += [_Unit(s, e, i) for s, e in split]
    quoted = _quoted(text, lines, units)
    scores = [0.0 if quoted[k] else _score(lexicon, text, unit) for k, unit in enumerate(units)]
    asks = [k for k, score in enumerate(scores) if score >= 2]
    for first, last in _runs(asks, scores, units):
        passage = text[units[first].start : units[last].end]
        total = sum(scores[first : last + 1])
        if total >= _APPEAL_SCORE and lexicon.press.search(passage) and last - first < _MAX_APPEAL_SENTENCES:
            for unit in units[first : last + 1]:
                yield unit.start, unit.end, "appeal"


def _may_bridge(lexicon: _Appeal, text: str, start: int, end: int) -> bool:
    return end - start < 2000 and lexicon.weak.search(text, start, end) is not None


def _score(lexicon: _Appeal, text: str, unit: _Unit) -> float:
    """2 for an ask, 1 for words of the press, 0.5 for the outlet speaking of itself; the sum. 1 for thanks."""
    sentence = text[unit.start : unit.end]
    if len(sentence) > 3 * _MAX_LINE_CHARS or _REPORTED.search(sentence):
        return 0.0
    if lexicon.thanks.fullmatch(sentence.rstrip(".! ")):
        return 1.0
    score = 2.0 * (lexicon.ask.search(sentence) is not None) + (lexicon.press.search(sentence) is not None)
    return score + 0.5 * (lexicon.weak.search(sentence) is not None)


def _quoted(text: str, lines: Sequence[Range], units: Sequence[_Unit]) -> list[bool]:
    """For each unit whether it holds double quotation marks or lies inside them."""
    if not _QUOTE.search(text):
        return [False] * len(units)
    quotations = [q for q in ranges.quotations(text, lines) if not q.single]
    result, k = [], 0
    for unit in units:
        while k < len(quotations) and quotations[k].end <= unit.start:
            k += 1
        inside = k < len(quotations) and quotations[k].start < unit.end
        result.append(inside)
    return result


def _runs(asks: list[int], scores: list[float], units: Sequence[_Unit]) -> list[Range]:
    """First and last unit of each run: asks with what lies between them, and the outlet's words around them.

    Between two asks every sentence must speak of the outlet or the press, but for single ones on a line with an ask.
    """
    runs: list[list[int]] = []
    for k in asks:
        if runs and _bridged(runs[-1][1], k, scores, units):
            runs[-1][1] = k
        else:
            runs.append([k, k])
    for run in runs:
        while run[0] > 0 and scores[run[0] - 1] >= 1:
            run[0] -= 1
        while run[1] + 1 < len(units) and scores[run[1] + 1] >= 0.5 and _belongs(run[1], scores, units):
            run[1] += 1
    return [(first, last) for first, last in runs]


def _belongs(k: int, scores: list[float], units: Sequence[_Unit]) -> bool:
    """Whether the unit after ``k`` goes on with the appeal: press words, or the outlet's own "we" on the same line."""
    return scores[k + 1] >= 1 or units[k + 1].line == units[k].line


def _bridged(first: int, second: int, scores: list[float], units: Sequence[_Unit]) -> bool:
    gap = scores[first + 1 : second]
    if len(gap) > 8:
        return False
    empty = sum(score == 0 for score in gap)
    return empty == 0 or (empty == 1 and len(gap) <= 3 and units[first].line == units[second].line)


# --- by repetition ----------------------------------------------------------------------------------


def _repeated(text: str, lines: Sequence[Range], repeated: frozenset[str]) -> Iterator[_Found]:
    """Lines, then sentences, that the outlet repeats word for word."""
    for start, end in lines:
        if " ".join(ranges.words(text[start:end])) in repeated:
            yield start, end, "repeated"
            continue
        for first, last in ranges.sentences(text, start, end):
            if " ".join(ranges.words(text[first:last])) in repeated:
                yield first, last, "repeated"


# --- the lexicon --------------------------------------------------------------------------------------


def _compiled(patterns: Sequence[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    names = {"{NAME}": _NAME, "{OUTLET}": _OUTLET, "{AGENCY}": _AGENCY, "{END}": _END}
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    for name, pattern in names.items():
        joined = joined.replace(name, pattern)
    return re.compile(joined, re.IGNORECASE)


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, dict[str, list[str]]]:
    written = files("onrecord.extract").joinpath("lexicons/removed.toml").read_text("utf-8")
    return cast(dict[str, dict[str, list[str]]], tomllib.loads(written))


@lru_cache(maxsize=1)
def _blocks() -> tuple[_Block, ...]:
    """The pattern blocks in the order of the lexicon, which is the order in which they are asked."""
    blocks = []
    for reason, block in _lexicon().items():
        if reason == "appeal":
            continue
        assert reason in get_args(RemovedReason), reason
        compiled = [_compiled(block.get(kind, [])) for kind in ("line", "sentence", "glued")]
        blocks.append(_Block(cast(RemovedReason, reason), frozenset(block["words"]), *compiled))
    return tuple(blocks)


@lru_cache(maxsize=1)
def _appeal_lexicon() -> _Appeal:
    block = _lexicon()["appeal"]
    parts = [cast(re.Pattern[str], _compiled(block[kind])) for kind in ("ask", "press", "weak", "thanks")]
    return _Appeal(frozenset(block["words"]), *parts)
