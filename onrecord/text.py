"""Offset arithmetic, paragraphs, sentences and quotation marks: the only place that does it.

All ranges are Unicode code points, half-open. Nothing here raises on odd text, and every scan is linear.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.records import Quotation, Range

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_WORD = re.compile(r"\w+")

# A sentence may end at . ! ? … with its closing marks; what follows decides.
_STOP = re.compile(r"[.!?…]+(?:[\"”’'»)\]]|'')*")
_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen lt col sgt capt cmdr adm maj brig rev hon pres supt st jr sr "
    "messrs mt ft jan feb mar apr jun jul aug sep sept oct nov dec inc ltd corp co cos bros vs no nos art dept est fig "
    "al etc approx assn ave blvd univ calif conn colo ariz ark ala fla ga ill ind kan ky la md mass mich minn miss mo "
    "mont neb nev okla ore pa penn tenn tex va vt wash wis wyo u.s u.k u.n e.u d.c a.m p.m i.e e.g ph.d".split()
)
# Abbreviations that a name always follows; any other may end a sentence where an article, pronoun or the like follows.
_TITLES = frozenset(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen lt col sgt capt cmdr adm maj brig rev hon pres supt messrs vs "
    "mt ft st i.e e.g fig".split()
)
_SPEECH_AFTER = re.compile(
    r"\s*(?:(?:[A-Z][\w.’'-]*|the|of|and)\s+){1,6}(?:said|says|asked|asks|told|added|wrote|tweeted|shouted|cried|"
    r"replied|responded|continued|declared|exclaimed|demanded|wondered|quipped|joked|posted|responds|replies|adds)\b"
)
_CLOSING = "\"”’'»)]"
_MAX_SENTENCE_CHARS = 4000  # a longer one is table or code; the parser's memory grows with it

_OPENING = frozenset("“„«``‟")
_MAX_UNMARKED = 6  # paragraphs that a quotation may go on for without a mark
_DOUBLE = re.compile(r"``|''|[\"“”„«»‟]")
_SINGLE = re.compile(r"[‘’']")
_CLIPPED = re.compile(r"['’](?:em|til|tis|twas|cause|bout|round|n|\d0s|\d\d)\b", re.I)


def trim(text: str, start: int, end: int) -> Range:
    """The range without white space at its edges; empty at ``start`` if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def words(text: str) -> list[str]:
    """The runs of letters, digits and underscores, in lower case: what links compare."""
    return _WORD.findall(text.lower())


def overlap(a: Range, b: Range) -> int:
    """How many characters two ranges share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def merge(ranges: Iterable[Range]) -> list[Range]:
    """The ranges in order, with those that touch or overlap joined."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def subtract(whole: Range, holes: Iterable[Range]) -> list[Range]:
    """What is left of a range without the holes, in order."""
    left, position = [], whole[0]
    for start, end in merge(holes):
        if start > position:
            left.append((position, min(start, whole[1])))
        position = max(position, end)
    if position < whole[1]:
        left.append((position, whole[1]))
    return [(s, e) for s, e in left if s < e]


def paragraphs(text: str) -> list[Range]:
    """Ranges of the lines that are not blank, without white space at their edges."""
    ranges = (trim(text, *match.span()) for match in _LINE.finditer(text))
    return [r for r in ranges if r[0] < r[1]]


def blocks(text: str, removed: Iterable[Range] = ()) -> list[Range]:
    """Ranges of the paragraphs, or parts of paragraphs, that no removed range covers."""
    holes = merge(removed)
    if not holes:
        return paragraphs(text)
    found, first = [], 0
    for paragraph in paragraphs(text):
        while first < len(holes) and holes[first][1] <= paragraph[0]:
            first += 1
        last = first
        while last < len(holes) and holes[last][0] < paragraph[1]:
            last += 1
        parts = subtract(paragraph, holes[first:last]) if last > first else [paragraph]
        found += [r for r in (trim(text, *part) for part in parts) if r[0] < r[1]]
    return found


# --- sentences -----------------------------------------------------------------------------------


def _last_word(text: str, start: int, end: int) -> str:
    """The word that ends at ``end``, with inner full stops ("U.S"), at most 12 characters back."""
    first = end
    while first > start and end - first < 12 and (text[first - 1].isalnum() or text[first - 1] == "."):
        first -= 1
    return text[first:end]


def _is_abbreviation(text: str, start: int, stop: int, following: str) -> bool:
    """Whether the full stop at ``stop`` only abbreviates the word before it."""
    word = _last_word(text, start, stop)
    lower = word.lower().strip(".")
    if len(word) == 1 and word.isupper():
        return True  # an initial: "J. Edgar"
    if lower in ("no", "nos"):
        return following[:1].isdigit()  # "No. 10", but "He said no. It fell."
    if lower in _TITLES:
        return word[:1].isupper() or lower in ("vs", "i.e", "e.g")
    if (lower in _ABBREVIATIONS and word[:1].isupper()) or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        # "in the U.S. The" ends, "the U.S. Senate" does not: articles, pronouns and the like open sentences.
        return not _OPENER.match(following)
    return lower in ("inc", "ltd", "corp", "etc", "al") and not _OPENER.match(following)


_OPENER = re.compile(
    r"[\"“‘'(]*(?:The|A|An|It|He|She|They|We|I|But|And|In|On|At|This|That|These|Those|If|When|While|After|Before|As|For|"
    r"However|There|His|Her|Their|Its|Our|My|Mr|Mrs|Ms|What|Who|Why|How|Some|Many|One|So|Yet|Since|Although|Under|Last)\b"
)


def _is_boundary(text: str, start: int, match: re.Match[str], end: int, open_quote: bool) -> bool:
    """Whether a sentence ends with this run of stops and closing marks."""
    position = match.end()
    if position >= end:
        return False
    stops = match.group()
    following = text[position : position + 60]
    spaced = following[:1].isspace()
    following = following.lstrip()
    first = following.lstrip("\"“‘'«([—–- ")[:1]
    if not first or not (first.isupper() or first.isdigit() or (not first.isascii() and not first.islower())):
        return False
    single_stop = stops.rstrip("\"”’'»)]") == "."
    if not spaced:
        # "Paris.“We do not plan", "supports it.The story", "the BBC.The plan"; not "U.S.-led", "3.5", "No.10".
        word_end = match.start()
        while word_end > start and text[word_end - 1] in _CLOSING:  # “... to Putin”.The prime minister
            word_end -= 1
        before = _last_word(text, start, word_end)
        after = following.lstrip("\"“‘'«(")[:2]
        if "." in before or len(before) < 2 or not after[:1].isupper():
            return False
        if before[-2:].islower() or (before[-1].isdigit() and before[-2].isdigit()):
            return before not in ("vs", "etc") and not (before[:1].isupper() and before.lower() in _ABBREVIATIONS)
        return len(before) > 2 and before.isupper() and after[1:].islower()
    if single_stop and len(stops) == 1 and _is_abbreviation(text, start, match.start(), following):
        return False
    if stops[0] in "!?" and len(stops) > 1 and stops[-1] in "\"”’'»" and _SPEECH_AFTER.match(text, position):
        return False  # “Why now?” Mr Smith asked.
    if stops in ("...", "…") and open_quote:
        return following[:1] in '“"' or first.isupper()
    return True


def _split_long(text: str, start: int, end: int) -> list[Range]:
    """Pieces of at most the longest sentence length, cut at white space where there is some."""
    pieces = []
    while end - start > _MAX_SENTENCE_CHARS:
        cut = text.rfind(" ", start + _MAX_SENTENCE_CHARS // 2, start + _MAX_SENTENCE_CHARS)
        cut = cut if cut > 0 else start + _MAX_SENTENCE_CHARS
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


_PLACE = r"[A-Z][A-Z.'’&-]+(?:\s[A-Z][A-Z.'’&-]+){0,3}(?:,\s[A-Z][\w.]*(?:\s[A-Z]\w+)?)?"
_PLACE_OF_AGENCY = r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}(?:,\s[A-Z][\w.]*)?(?=\s*[(/])"
_DAY = r"(?:,\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8}\.?))?"
_AGENCY = r"(?:\([A-Z][^()\n]{1,40}\)|/[A-Z][^/\n]{1,40}/)"
_DASH = r"(?:\s*(?:—|–|―|--|_)\s*|\s+-\s+)"
_DATELINE = re.compile(
    rf"(?:(?:(?:{_PLACE}|{_PLACE_OF_AGENCY}){_DAY}(?:,?\s*{_AGENCY})?|\([A-Z][\w .]{{1,30}}\)){_DASH}"
    rf"|{_PLACE}{_DAY},?\s*{_AGENCY}\s+)(?=[A-Z0-9“\"‘'])"
)


def dateline(text: str, start: int, end: int) -> int:
    """The offset behind a dateline at ``start`` ("PARIS, Feb 17 (Reuters) — "), else ``start``.

    A label in capitals and a dash ("UPDATE — ") is taken for one too: it is no part of the sentence either.
    """
    match = _DATELINE.match(text, start, end)
    return match.end() if match else start


def sentences(text: str, start: int, end: int) -> list[Range]:
    """Ranges of the sentences of one paragraph, also where the space between two is missing; a dateline is one.

    A straight mark after the stop belongs to the sentence before it unless a new quotation opens there. A boundary
    inside a quotation counts: the quotation is put together again by its marks, not by sentences.
    """
    first = dateline(text, start, end)
    found, open_straight = [trim(text, start, first)], False
    seen = first
    for match in _STOP.finditer(text, first, end):
        open_straight ^= text.count('"', seen, match.start()) % 2 == 1
        seen = match.start()
        stop = match.end()
        tail = match.group()
        if '"' in tail and not open_straight:
            stop = match.start() + tail.index('"')  # `Paris."We do`: the mark opens the next sentence
            if stop < end and text[stop : stop + 1] == '"' and _opens(text, stop, end):
                if _last_word(text, first, match.start())[-2:].islower():
                    found.append(trim(text, first, stop))
                    first = stop
                continue
            stop = match.end()
        if _is_boundary(text, first, match, end, open_straight):
            found.append(trim(text, first, stop))
            first = stop
    found.append(trim(text, first, end))
    return [piece for s, e in found if s < e for piece in _split_long(text, s, e)]


def _opens(text: str, position: int, end: int) -> bool:
    """Whether the straight mark at ``position`` has a word right behind it."""
    return position + 1 < end and text[position + 1].isalnum()


# --- quotations ----------------------------------------------------------------------------------


def _direction(text: str, match: re.Match[str], is_open: bool) -> str:
    """ "open", "close", "reopen" or "stray" for one double mark."""
    mark = match.group()
    if mark in ("“", "„", "«", "``", "‟"):
        return "reopen" if is_open else "open"
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    if mark in ("”", "»"):
        return "close" if is_open else "stray"
    opens = (before.isspace() or before in "([—–-:") and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in ".,;:!?)]—–-")
    if is_open:
        return "reopen" if opens and not closes and after.isalnum() else "close"
    return "stray" if closes and not opens else "open"


def mark_style(mark: str) -> str:
    """The style of a double quotation mark: ``"`` straight, ``''`` typed with two strokes, else ``“``."""
    return mark if mark == '"' else "''" if mark[:1] in "'`" else "“"


def quotations(text: str, ranges: Sequence[Range]) -> tuple[Quotation, ...]:
    """The quotations in the given paragraphs, in text order, double-marked and single-marked.

    A mark reopened before the last was closed, in the next paragraph or in the same (paragraphs run together), goes on
    with the same turn; in the next paragraph only a mark of the same style does, because a text that quotes another in
    straight marks has that one's own quotations in curly ones. A curly mark that is closed some paragraphs on holds
    these whole. A mark that is never closed runs to the end of its paragraph and is not balanced. Apostrophes are told
    from single marks by what stands around them; where that is not enough, there is no quotation.
    """
    found: list[Quotation] = []
    turn, carried = 0, ""
    for start, end in ranges:
        opened: int | None = None
        width = inner = 0
        for match in _DOUBLE.finditer(text, start, end):
            first_mark = match.start() == start
            direction = _direction(text, match, opened is not None)
            if opened is not None and text[opened] == "„" and match.group() == "“":
                direction = "close"
            if direction == "reopen" and _is_nested(text, match, end):
                inner += 1
            elif direction == "close" and inner:
                inner -= 1
            elif direction in ("open", "reopen"):
                if direction == "reopen" and opened is not None:
                    found.append(_quotation(text, opened, match.start(), width, turn, False))
                elif not (first_mark and carried == mark_style(match.group())):
                    turn += 1
                opened, width = match.start(), len(match.group())
            elif direction == "close" and opened is not None:
                found.append(Quotation(opened, match.end(), (opened + width, match.start()), turn, True, False, 0))
                opened = None
            carried = carried if first_mark else ""
        carried = "" if opened is None else mark_style(text[opened : opened + width])
        if opened is not None:
            found.append(_quotation(text, opened, end, width, turn, False))
    doubles = _mend_turns(text, sorted([*found, *_closed_later(text, ranges, found)]))
    singles = _single_quotations(text, ranges, doubles, turn)
    doubles = [
        q._replace(depth=1) if any(s.start < q.start and q.end < s.end for s in _near(singles, q.start)) else q
        for q in doubles
    ]
    return tuple(sorted([*doubles, *singles], key=lambda q: (q.start, -q.end)))


def _is_nested(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a mark opened inside an open quotation is one inside it (“Bob “Bobby” Ray left”): it stands within a
    sentence, and enough closing marks follow. Else the first was never closed, and this one goes on with it."""
    before = text[max(0, match.start() - 2) : match.start()].rstrip()[-1:]
    if not before.isalnum() and before not in ",;:–—(":
        return False
    mark = match.group()
    if mark == '"':
        return text.count(mark, match.start(), end) % 2 == 1
    close = {"“": "”", "«": "»"}.get(mark)
    return close is not None and text.count(close, match.start(), end) > text.count(mark, match.start(), end)


def _quotation(text: str, start: int, end: int, width: int, turn: int, balanced: bool) -> Quotation:
    end = trim(text, start, end)[1]
    return Quotation(start, end, (min(start + width, end), end), turn, balanced, False, 0)


def _closed_later(text: str, ranges: Sequence[Range], found: Sequence[Quotation]) -> Iterator[Quotation]:
    """The rest of quotations that are opened in one paragraph and closed some later, with no other mark between.

    Straight marks do not tell opening from closing and are left alone. From: all 11 such places in the 300 BASIL
    articles and PolNeAR's training part are one quotation.
    """
    ends = {end: k for k, (_, end) in enumerate(ranges)}
    for q in found:
        k = ends.get(q.end)
        if q.balanced or k is None or text[q.start] != "“":
            continue
        for j, (start, end) in enumerate(ranges[k + 1 : k + 1 + _MAX_UNMARKED], k + 1):
            mark = _DOUBLE.search(text, start, end)
            if mark is None:
                continue
            if mark.group() == "”":
                yield from (Quotation(s, e, (s, e), q.turn, True, False, 0) for s, e in ranges[k + 1 : j])
                yield Quotation(start, mark.end(), (start, mark.start()), q.turn, True, False, 0)
            break


def _mend_turns(text: str, found: list[Quotation]) -> list[Quotation]:
    """Passages that another passage of their turn follows are whole: only the last may be unbalanced."""
    return [
        q._replace(balanced=True) if k + 1 < len(found) and found[k + 1].turn == q.turn and not q.balanced else q
        for k, q in enumerate(found)
        if q.inner[0] < q.inner[1]
    ]


def _single_quotations(
    text: str, ranges: Sequence[Range], doubles: Sequence[Quotation], turn: int
) -> list[Quotation]:  # fmt: skip
    """Quotations in single marks: ‘…’ and '…', each within one paragraph."""
    found: list[Quotation] = []
    for start, end in ranges:
        position = start
        while (opening := _next_single_opening(text, position, end)) is not None:
            closing = _single_closing(text, opening, end)
            if closing is None:
                position = opening + 1
                continue
            if any(q.start < opening < q.end <= closing or opening < q.start < closing < q.end for q in
                   _near(doubles, opening) + _near(doubles, closing)):  # fmt: skip
                position = opening + 1
                continue
            depth = int(any(q.start < opening and closing < q.end for q in _near(doubles, opening)))
            turn += 1
            found.append(Quotation(opening, closing + 1, (opening + 1, closing), turn, True, True, depth))
            position = closing + 1
    return found


def _near(doubles: Sequence[Quotation], position: int) -> list[Quotation]:
    k = bisect.bisect_right(doubles, (position,))
    return list(doubles[max(0, k - 1) : k])


def _next_single_opening(text: str, position: int, end: int) -> int | None:
    for match in _SINGLE.finditer(text, position, end):
        at = match.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < end else " "
        if text[at : at + 2] == "''" or before == "'":
            continue
        if match.group() == "‘":
            if not after.isspace():
                return at
        elif match.group() == "'" and (before.isspace() or before in '(“"—–[') and after.isalnum():
            if not _CLIPPED.match(text, at):
                return at
    return None


def _single_closing(text: str, opening: int, end: int) -> int | None:
    """The mark that closes a single quotation: after punctuation, or before none-letters; not a plural's apostrophe."""
    close = "’" if text[opening] == "‘" else "'"
    possible: int | None = None
    for match in re.finditer(re.escape(close), text[opening + 1 : min(end, opening + 1500)]):
        at = opening + 1 + match.start()
        after = text[at + 1] if at + 1 < end else " "
        before = text[at - 1]
        if after.isalnum() or before.isspace() or at == opening + 1:
            continue
        if before in ".,!?…;" or (before not in "sS"):
            return at
        if possible is None:
            possible = at  # "leaders’ plan": a possessive unless nothing better follows in the sentence
        if possible is not None and after in ".,;:!?)":
            return at
    return possible


def inside_quotation(ranges: Sequence[Range], start: int, end: int) -> float:
    """Share (0 to 1) of the range's characters that lie in the given ranges (ordered, disjoint)."""
    if end <= start:
        return 0.0
    return sum(overlap((start, end), r) for r in ranges) / (end - start)
