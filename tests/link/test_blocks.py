"""Records that share keys come together, nothing else: linking block by block gives what linking all at once gives.

So an archive can be linked in shards: a map (keys), a join on the key with a count, and a map again (blocks).
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seeded_archive import archive, article, prose

from onrecord.link import copies, quotations
from onrecord.link.copies import link_copies
from onrecord.link.groups import components
from onrecord.link.issues import link_issues
from onrecord.link.members import Member, keys, likeness, read_members
from onrecord.link.postings import Signatures
from onrecord.link.quotations import link_quotations
from onrecord.link.stories import JOIN, Stories, link_stories
from onrecord.link.terms import PERIOD_DAYS, term_keys
from onrecord.records import Article, Link, Position, Span, Statement, link, make_id


class Blocks(NamedTuple):
    """The records, by position, in the blocks that hold more than one; and the keys of too many records."""

    groups: list[list[int]]
    common: frozenset[Hashable]


def make_blocks(keys: Sequence[Sequence[Hashable]], fewest: int = 1, most: int = 1000,
                alike: Callable[[int, int], bool] | None = None) -> Blocks:  # fmt: skip
    """The blocks of records of which ``keys`` gives the keys; ``alike`` may refuse a pair of candidates.

    ``fewest`` keys make two records candidates; a key of more than ``most`` records makes none: it is common.
    With one key to share and nothing to refuse no pair is looked at: the records of a key are strung together.
    """
    filed: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, own in enumerate(keys):
        for key in dict.fromkeys(own):
            filed[key].append(number)
    common = frozenset(key for key, owners in filed.items() if len(owners) > most)
    held = [owners for key, owners in filed.items() if len(owners) > 1 and key not in common]
    if fewest == 1 and alike is None:
        pairs: Iterator[tuple[int, int]] = ((owners[0], other) for owners in held for other in owners[1:])
    else:
        shared = Counter(pair for owners in held for pair in combinations(owners, 2))
        enough = (pair for pair, count in shared.items() if count >= fewest)
        pairs = (pair for pair in enough if alike is None or alike(*pair))
    groups = components(range(len(keys)), pairs)
    return Blocks([group for group in groups if len(group) > 1], common)


def ordered(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda x: x.id)


@given(st.lists(st.lists(st.integers(0, 12), max_size=4), max_size=12), st.integers(1, 2))
def test_blocks_are_what_shared_keys_hold_together(keys: list[list[int]], fewest: int) -> None:
    made = make_blocks(keys, fewest)
    of = {n: k for k, group in enumerate(made.groups) for n in group}
    for i, mine in enumerate(keys):
        for j, theirs in enumerate(keys[:i]):
            if len(set(mine) & set(theirs)) >= fewest:
                assert of[i] == of[j]
    assert all(len(group) > 1 for group in made.groups)
    assert make_blocks(keys, fewest, alike=lambda i, j: False).groups == []


def test_a_key_of_too_many_records_holds_nothing_together() -> None:
    assert make_blocks([["a", "b"], ["a"], ["b"], ["b"]], most=2) == ([[0, 1]], {"b"})


@pytest.mark.parametrize("seed", range(4))
def test_copies_and_passages_by_blocks(seed: int) -> None:
    found = [f for part in range(4) for f in archive(10 * seed + part, 60, 0.15, 0.1)]
    removed = {f.article.id: f.removed for f in found}
    articles = [f.article for f in found]
    filed = [copies.keys(a, [r.span.range for r in removed[a.id]]) for a in articles]
    blocks = make_blocks(filed, most=10)
    assert len(blocks.groups) > 1 < len(blocks.common)

    def common(some: Sequence[int]) -> list[int]:
        return [key for key in some if key in blocks.common]

    made = [x for group in blocks.groups
            for x in copies.find_copies([articles[n] for n in group], removed, common).links]  # fmt: skip
    assert ordered(made) == ordered(link_copies(articles, removed))


def reports(seed: int, count: int) -> list[Article]:
    """Reports of one to five articles a story, one story a day, in words of which most are the story's own."""
    rng, found = random.Random(seed), []
    while len(found) < count:
        own = [f"s{len(found)}x{n}" for n in range(60)]
        for _ in range(rng.randrange(1, 6)):
            words = rng.sample(own, 40) + prose(rng, 60).split()
            day = date.fromordinal(date(2025, 1, 1).toordinal() + len(found) // 3)
            found.append(article(" ".join(rng.sample(words, len(words))), "Post", day.isoformat()))
    return found[:count]


def member_keys(member: Member) -> tuple[int, ...]:
    """The keys of an article, and those of the period before: near ones share two of all these."""
    before = None if member.day is None else member.day - PERIOD_DAYS
    return tuple(dict.fromkeys((*term_keys(member.terms, member.day), *term_keys(member.terms, before))))


def are_alike(left: Member, right: Member) -> bool:
    """Whether two candidates hold a block together: average link joins nothing across pairs that are less alike."""
    return any(value >= JOIN for _, value in likeness(left, [right]))


def link_block(block: Iterable[Member]) -> tuple[Link, ...]:
    """The story links of the articles of one block."""
    stories = Stories()
    for member in block:
        stories.enter(member)
    stories.settle()
    return stories.links()


@pytest.mark.parametrize("seed", range(3))
def test_stories_by_blocks(seed: int) -> None:
    articles = reports(seed, 90)
    members = list(read_members(articles))
    blocks = make_blocks([member_keys(m) for m in members], 2, alike=lambda i, j: are_alike(members[i], members[j]))
    made = [x for group in blocks.groups for x in link_block([members[n] for n in group])]
    alone = set(range(len(members))) - {n for group in blocks.groups for n in group}
    made += [x for n in sorted(alone) for x in link_block([members[n]])]
    assert ordered(made) == ordered(link_stories(articles))
    assert 10 < len(blocks.groups) < 60
    assert set(keys(articles[0])) <= {key for m in members for key in member_keys(m)}


def statements(seed: int, count: int) -> tuple[list[Statement], list[Article]]:
    """Statements of which one in three is an earlier one in nearly the same words, one an article."""
    rng, texts, articles, found = random.Random(seed), [], [], []
    for n in range(count):
        words = rng.choice(texts).split() if texts and rng.random() < 0.35 else prose(rng, 25).split()
        words[rng.randrange(len(words))] = rng.choice("never always perhaps twelve".split())
        texts.append(" ".join(words))
        a = article(texts[-1], "Post", f"2025-02-{1 + n % 20:02}")
        articles.append(a)
        content = (Span(a.id, 0, len(a.text), a.text),)
        found.append(Statement(make_id("st", a.id), a.id, "direct", "say", (), (), content, 1.0, "test"))
    return found, articles


@pytest.mark.parametrize("seed", range(3))
def test_the_same_statements_by_blocks(seed: int) -> None:
    found, articles = statements(seed, 80)
    said = quotations.read_said(found, articles)
    blocks = make_blocks([quotations.keys(one) for one in said])
    made = [x for group in blocks.groups for x in link_quotations([said[n].statement for n in group], articles)]
    assert ordered(made) == ordered(link_quotations(found, articles))
    assert len(blocks.groups) > 5 < len(made)


def test_issues_by_stories() -> None:
    rng, positions, texts, links = random.Random(1), [], [], []
    for n in range(40):
        words = f"send {rng.choice(['troops', 'tanks', 'money'])} to {rng.choice(['Kyiv', 'Tbilisi'])}"
        a = article(f"Report {n}: they will {words}.", "Post", None)
        at = a.text.index(words)
        span = Span(a.id, at, at + len(words), words)
        positions.append(Position(f"ps{n}", a.id, None, "they", None, span, "for", True, (), span, 0.9, "test"))
        texts.append(a)
        links.append(link("story", a.id, f"sy-{n % 4}", "test", 1.0))
    whole = link_issues(positions, texts, links)[0]
    story = {x.left: x.right for x in links}
    by_story: dict[str, list[Position]] = defaultdict(list)
    for p in positions:
        by_story[story[p.article]].append(p)
    made = [x for some in by_story.values() for x in link_issues(some, texts, links)[0]]
    assert ordered(made) == ordered(whole)
    assert len(by_story) == 4


# Nothing compares all pairs


def looked_at(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, size: Callable[..., int],
              run: Callable[[], object]) -> int:  # fmt: skip
    """How many pairs a function was given while something ran."""
    count: Counter[str] = Counter()
    original = getattr(owner, name)

    def counting(*given: object) -> object:
        count["pairs"] += size(*given)
        return original(*given)

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, counting)
        run()
    return count["pairs"]


SIZES = (100, 400)


def grows_with_the_number(counts: list[int]) -> bool:
    """Four times the records look at about four times the pairs, and far fewer than all."""
    return 0 < counts[1] < 8 * max(counts[0], 10) and counts[1] < SIZES[1] ** 2 / 20


@pytest.mark.parametrize("name", ["jaccard", "align"])
def test_copies_are_looked_for_among_few_pairs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner: object = Signatures if name == "jaccard" else copies
    piles = [[f.article for f in archive(2, size)] for size in SIZES]
    assert grows_with_the_number(
        [looked_at(monkeypatch, owner, name, lambda *_: 1, partial(link_copies, pile, {})) for pile in piles]
    )


def test_stories_are_looked_for_among_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    piles = [reports(2, size) for size in SIZES]
    assert grows_with_the_number([
        looked_at(monkeypatch, Stories, "_likeness", lambda _, __, others: len(others), partial(link_stories, pile))
        for pile in piles
    ])  # fmt: skip


def test_statements_are_looked_for_among_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    piles = [statements(2, size) for size in SIZES]
    assert grows_with_the_number([
        looked_at(monkeypatch, quotations, "compare", lambda *_: 1, partial(link_quotations, *pile)) for pile in piles
    ])  # fmt: skip


def test_undated_articles_are_alike_to_all_dates() -> None:
    dated = reports(4, 12)
    undated = [replace(a, id=a.id + "u", published=None) for a in dated]
    found = {x.left: x.right for x in link_stories([*dated, *undated])}
    assert all(found[a.id] == found[a.id + "u"] for a in dated)
