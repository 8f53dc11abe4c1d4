"""The same statement across articles: exact, cut, merged and nearly the same words, aligned word by word.

From: issue 6, part 4; shared word triples make blocks, so that nothing compares all pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from onrecord.link.changes import Match, Said, changes_of
from onrecord.link.credits import sort_by_date
from onrecord.link.frequencies import rarity
from onrecord.link.meaning import meaning
from onrecord.link.voices import voices
from onrecord.link.wording import ANCHOR_WORDS, Comparison, Wording, compare, read_wording
from onrecord.records import Article, Link, Range, Statement, link
from onrecord.text import blocks, merge, overlap, quotations

FEWEST_WORDS = 5  # equal words, in runs of three and more, from which two wordings are one statement
SHARE = 0.6  # of the shorter one's words
SHARE_SAME = 0.45  # where the speaker is the same and many words are
SHARE_QUOTED = 0.8  # of the words inside quotation marks, where a statement mixes them with the article's own
SHARE_TOLD = 0.75  # of the content words, where one of the two is indirect speech
FEWEST_REPORTED = 6  # words of a statement in indirect speech
SURE_REPORTED = 12  # equal words of a statement in indirect speech that are proof, whoever is named as the speaker
SURE_WORDS = 8  # from here on the words alone are proof, whoever is named as their speaker
FEWEST_TOLD = 6.0  # summed rarity of the equal words from which they are no formula, where the speaker is the same
SURE_TOLD = 10.0  # where the speaker is not known to be the same; "president of the United States of America" has 5
MOST_IN_BLOCK = 60  # wordings that share a triple and are compared all with all
SHORT_WORDS = 8  # up to which a statement needs one shared triple to be compared; longer ones two
TELLING_TRIPLE = 1.5  # summed rarity of its words from which a triple brings candidates: all links of 496 articles stay
RARE_TRIPLE = 5.0  # summed rarity of its words from which a triple in more wordings than that is no formula
COPIED_WORDS = 13  # equal words in a row, as in `copies`, from which a passage is copied
MOST_PASSAGES = 20  # in which the very same statement stands, that are compared
_NEAR_CHARS = 120  # before and after a statement, in which its passage goes on
FULLEST = 6  # wordings of such a triple that the others are compared with
MOST_WORDS = 1500  # of one statement that are compared; aligning takes time with their square

_SHOWN_CHARS = 300


def keys(said: Said) -> tuple[str, ...]:
    """The blocking keys of a statement: its telling word triples, and all its words.

    Two statements that share none are not the same. Those with at most `SHORT_WORDS` may be by one, others by two.
    """
    words = said.wording.words
    return (*_triples(words), f"= {' '.join(words)}")


def _triples(words: Sequence[str]) -> tuple[str, ...]:
    """The telling word triples, each once; the whole of shorter ones."""
    if len(words) < 3:
        return (" ".join(words),) if words else ()
    found = dict.fromkeys(" ".join(words[i : i + 3]) for i in range(len(words) - 2))
    return tuple(triple for triple in found if _rarity(triple) >= TELLING_TRIPLE)


def _rarity(triple: str) -> float:
    return sum(map(rarity, triple.split()))


def _limit(wording: Wording) -> Wording:
    """A wording without a "that" that only joins it to its cue, and without what comes after `MOST_WORDS`."""
    first = 1 if wording.words[:1] == ("that",) and len(wording.words) > 1 else 0
    last = first + MOST_WORDS
    return Wording(wording.words[first:last], wording.ranges[first:last],
                   frozenset(b - first for b in wording.breaks if b < last),
                   frozenset(b - first for b in wording.bracketed if b < last))  # fmt: skip


def read_said(statements: Sequence[Statement], articles: Sequence[Article]) -> list[Said]:
    """The statements with their wording, by date of article and place in it; those of other articles are left out."""
    by_article: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_article[statement.article].append(statement)
    out = []
    for number, article in enumerate(sort_by_date(articles)):
        own = by_article.get(article.id, [])
        marked: list[Range] = []
        if any(statement.kind == "mixed" for statement in own):
            marked = merge(q.inner for q in quotations(article.text, blocks(article.text)))
        for statement in sorted(own, key=lambda s: (s.content[0].start if s.content else 0, s.id)):
            wording = _limit(read_wording(article.text, [span.range for span in statement.content]))
            if wording.words:
                out.append(
                    Said(statement, wording, _quoted(statement, wording, marked), (number, wording.ranges[0][0]))
                )
    return out


def _quoted(statement: Statement, wording: Wording, marked: Sequence[Range]) -> frozenset[int]:
    if statement.kind == "direct":
        return frozenset(range(len(wording.words)))
    if statement.kind == "indirect":
        return frozenset()
    return frozenset(i for i, r in enumerate(wording.ranges) if any(overlap(r, m) for m in marked))


def candidates(said: Sequence[Said]) -> list[tuple[int, int]]:
    """Pairs of statements (positions, first < second) of different articles that share word triples.

    One telling triple is enough for statements of up to eight words, two for longer ones. Statements with the same
    words are compared with the first of them only, and those of a triple that very many have with the fullest of them.
    """
    first: dict[tuple[str, ...], int] = {}
    pairs: list[tuple[int, int]] = []
    postings: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(said):
        head = first.setdefault(one.wording.words, n)
        if head != n:
            pairs.append((head, n))
            continue
        for triple in _triples(one.wording.words):
            postings[triple].append(n)
    shared: Counter[tuple[int, int]] = Counter()
    for triple, block in postings.items():
        shared.update(_block_pairs(triple, block, said))
    for (i, j), count in shared.items():
        if count > 1 or min(len(said[i].wording.words), len(said[j].wording.words)) <= SHORT_WORDS:
            pairs.append((i, j))
    return sorted((i, j) for i, j in pairs if said[i].statement.article != said[j].statement.article)


def _block_pairs(triple: str, block: Sequence[int], said: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """The pairs of a block: all of a small one; of a large one, if its words are rare, each with the fullest ones."""
    if len(block) <= MOST_IN_BLOCK:
        yield from combinations(block, 2)
    elif _rarity(triple) >= RARE_TRIPLE:
        fullest = sorted(block, key=lambda n: (-len(said[n].wording.words), n))[:FULLEST]
        yield from sorted({(min(i, j), max(i, j)) for i in fullest for j in block if i != j})


def same_speaker(left: Statement, right: Statement, actors: Mapping[str, str]) -> str:
    """ "same", "different" or "unknown": whether two statements name one speaker.

    Actors of one story actor are the same. Of others, a shared name is enough, but no shared "ministry"; two names
    without a word in common are different only where both are names of two words and more (a surname alone may stand
    beside an office).
    """
    a, b = left.speaker, right.speaker
    if a is None or b is None or not (a.actor and b.actor):
        return "unknown"
    if actors.get(a.actor, a.actor) == actors.get(b.actor, b.actor):
        return "same"
    mine, theirs = ({w for w in s.name.casefold().split() if w not in meaning().grammar} for s in (a, b))
    if mine & theirs - voices().bodies:
        return "same"
    both_names = all(len(s.name.split()) > 1 and s.name.split()[0][:1].isupper() for s in (a, b))
    return "different" if both_names and a.actor in actors and b.actor in actors else "unknown"


def _told_share(left: Said, right: Said) -> float:
    """Share of the content words of the one with fewer that the other has too; 0 under four."""
    grammar = meaning().grammar
    a, b = ({w.removesuffix("s") for w in s.wording.words if w not in grammar} for s in (left, right))
    return len(a & b) / min(len(a), len(b)) if min(len(a), len(b)) >= 4 else 0.0


def is_same(left: Said, right: Said, found: Comparison, speaker: str) -> bool:
    """Whether two compared statements are one. Words alone decide where there are many; a few need the same speaker."""
    shorter = min(len(left.wording.words), len(right.wording.words))
    if speaker == "different" and found.core < SURE_WORDS:
        return False
    if "indirect" in (left.statement.kind, right.statement.kind):
        return _is_same_reported(left, right, found, speaker)
    if left.wording.words == right.wording.words:
        return _tells(left.wording.words) and (shorter >= FEWEST_WORDS or speaker == "same")
    if found.core < FEWEST_WORDS or _told(left, found) < (FEWEST_TOLD if speaker == "same" else SURE_TOLD):
        return False
    share = SHARE_SAME if speaker == "same" and found.core >= SURE_WORDS else SHARE
    if found.core >= share * shorter:
        return True
    return any(_quoted_share(one, found, side) >= SHARE_QUOTED for side, one in enumerate((left, right)))


def _is_same_reported(left: Said, right: Said, found: Comparison, speaker: str) -> bool:
    """Whether two statements are one of which at least one is indirect speech: most of its words must be there.

    "his military service" is no statement of its own: six words and more, and rare ones among them.
    """
    shorter = min(len(left.wording.words), len(right.wording.words))
    if left.statement.negated != right.statement.negated or shorter < FEWEST_REPORTED:
        return False
    if found.core < max(FEWEST_WORDS, SHARE * shorter) or _told(left, found) < SURE_TOLD:
        return False
    return _told_share(left, right) >= SHARE_TOLD and (speaker == "same" or found.core >= SURE_REPORTED)


def _told(left: Said, found: Comparison) -> float:
    """How much the equal words tell, in runs of three and more: their rarity summed, each word once."""
    words = {left.wording.words[a + k] for a, _, n in found.pairs if n >= ANCHOR_WORDS for k in range(n)}
    return sum(rarity(word) for word in sorted(words))


def _tells(words: Sequence[str]) -> bool:
    """Whether words say something of their own: two and more that are not grammar."""
    return sum(w not in meaning().grammar for w in words) >= 2


def _quoted_share(one: Said, found: Comparison, side: int) -> float:
    """Share of the words inside quotation marks that were matched in runs of three and more; 0 under five."""
    if len(one.quoted) < FEWEST_WORDS:
        return 0.0
    matched = {pair[side] + k for pair in found.pairs if pair[2] >= ANCHOR_WORDS for k in range(pair[2])}
    return len(one.quoted & matched) / len(one.quoted)


def match_statements(said: Sequence[Said], texts: Mapping[str, str], actors: Mapping[str, str],
                     of: Collection[str] | None = None) -> list[Match]:  # fmt: skip
    """The pairs of statements that are one, the best first of those that overlap in one of the articles.

    ``of`` are the ids of statements of which each pair is to have one; None: all.
    """
    found = []
    for i, j in candidates(said):
        left, right = said[i], said[j]
        if not _is_of(of, left, right):
            continue
        comparison = compare(left.wording, right.wording, texts[left.statement.article], texts[right.statement.article])
        speaker = same_speaker(left.statement, right.statement, actors)
        if is_same(left, right, comparison, speaker):
            found.append(Match(left, right, comparison, speaker))
    known = {(match.left.statement.id, match.right.statement.id) for match in found}
    copied = [m for m in match_copied(said, texts, actors)
              if (m.left.statement.id, m.right.statement.id) not in known and _is_of(of, m.left, m.right)]  # fmt: skip
    return list(_best([*found, *copied]))


def _is_of(some: Collection[str] | None, left: Said, right: Said) -> bool:
    return some is None or left.statement.id in some or right.statement.id in some


def match_copied(said: Sequence[Said], texts: Mapping[str, str], actors: Mapping[str, str]) -> list[Match]:
    """The pairs of statements that are one because they stand in one copied passage, each with the first of them.

    "refused to take part" says nothing of its own; with source and cue in a run of 13 equal words it is the same.
    """
    alike: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for one in said:
        alike[one.statement.kind, one.statement.negated, one.wording.words].append(one)
    return [match for group in alike.values() if len(group) > 1 for match in _copied(group, texts, actors)]


def _copied(group: Sequence[Said], texts: Mapping[str, str], actors: Mapping[str, str]) -> Iterator[Match]:
    """Of statements with the same words those that stand in one passage, each with the first of its passage."""
    passages: list[tuple[Said, tuple[str, ...], frozenset[tuple[str, ...]]]] = []
    for one in group:
        text, article = texts[one.statement.article], one.statement.article
        whole = _whole(one.statement)
        words, around = read_wording(text, [whole]).words, _around(text, whole)
        for head, told, passage in passages[:MOST_PASSAGES]:
            if told == words and passage & around and head.statement.article != article:
                comparison = compare(head.wording, one.wording, texts[head.statement.article], text)
                yield Match(head, one, comparison, same_speaker(head.statement, one.statement, actors))
                break
        else:
            passages.append((one, words, around))


def _whole(statement: Statement) -> Range:
    """From the first to the last character of source, cue and content."""
    spans = (*statement.source, *statement.cue, *statement.content)
    return min(span.start for span in spans), max(span.end for span in spans)


def _around(text: str, range_: Range) -> frozenset[tuple[str, ...]]:
    """The runs of `COPIED_WORDS` words that hold all of a range, or lie in it where it is longer."""
    before = read_wording(text, [(max(0, range_[0] - _NEAR_CHARS), range_[0])]).words[-COPIED_WORDS:]
    inside = read_wording(text, [range_]).words
    after = read_wording(text, [(range_[1], range_[1] + _NEAR_CHARS)]).words[:COPIED_WORDS]
    whole = (*before, *inside, *after)
    last = len(whole) - COPIED_WORDS
    spare = max(0, COPIED_WORDS - len(inside))
    starts = range(max(0, len(before) - spare), min(last, len(before)) + 1)
    return frozenset(whole[k : k + COPIED_WORDS] for k in starts)


def _best(found: Iterable[Match]) -> Iterator[Match]:
    """The matches without those whose words are already matched, between the same articles, by nested statements."""
    used: dict[tuple[str, str], list[Range]] = defaultdict(list)
    for match in sorted(found, key=lambda m: (-m.comparison.matched, -m.comparison.ratio, m.left.order, m.right.order)):
        left, right = match.left.statement, match.right.statement
        pair = (_outer(match.left), _outer(match.right))
        keys_ = ((left.id, right.article), (right.id, left.article))
        if any(overlap(range_, other) for key, range_ in zip(keys_, pair[::-1], strict=True) for other in used[key]):
            continue
        for key, range_ in zip(keys_, pair[::-1], strict=True):
            used[key].append(range_)
        yield match


def _outer(one: Said) -> Range:
    return one.wording.ranges[0][0], one.wording.ranges[-1][1]


def _only(one: Said, found: Comparison, side: int) -> str:
    """The words that only this side has, stretches parted by " … "."""
    parts = []
    for change in found.changes:
        stretch = change.left if side == 0 else change.right
        if stretch[0] < stretch[1]:
            parts.append(" ".join(one.wording.words[slice(*stretch)]))
    return " … ".join(parts)[:_SHOWN_CHARS]


def link_quotations(statements: Sequence[Statement], articles: Sequence[Article],
                    actors: Mapping[str, str] | None = None,
                    of: Collection[str] | None = None) -> tuple[Link, ...]:  # fmt: skip
    """A "same" link per pair of statements of two articles that are one statement, the earlier article's first.

    ``actors`` maps the articles' actors to the story's. ``of`` are the ids of statements of which each pair is to have
    one, where the others are all that share `keys` with these; None: all. The score is the share of equal words.
    Evidence: ``words`` (equal ones), ``left_only``, ``right_only`` (the words that only one side has), ``meaning``
    (kinds of the changes that bear meaning: negation, number, name, modality, strength, word; empty if none) and
    ``speaker`` (same, different or unknown). Statements with the very same words are each linked to the first of them.
    Misses: paraphrase with fewer than five words in runs of three, translation, short quotations of unknown speakers.
    """
    texts = {article.id: article.text for article in articles}
    matches = match_statements(read_said(statements, articles), texts, actors or {}, of)
    links = [_link(match) for match in sorted(matches, key=lambda m: (m.left.order, m.right.order))]
    return tuple(links)


def _link(match: Match) -> Link:
    found = match.comparison
    kinds = {match.left.statement.kind, match.right.statement.kind}
    return link("same", match.left.statement.id, match.right.statement.id,
                "words" if "indirect" not in kinds else "content-words", round(found.ratio, 4),
                words=found.matched, left_only=_only(match.left, found, 0), right_only=_only(match.right, found, 1),
                meaning=" ".join(changes_of(match)), speaker=match.speaker)  # fmt: skip
