"""Copies, passages and stories kept up while a store grows: an added article changes its neighbourhood only.

The linkers are the same as for a whole collection (`find_copies`, `Stories`); here they are given the block of articles
that the added one may concern. Which those are, the keys that articles are filed under in the store tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from onrecord.link import copies
from onrecord.link.copies import Copies, find_copies, standing_keys
from onrecord.link.credits import sort_by_date
from onrecord.link.members import Member, likeness
from onrecord.link.stories import MOST_NEAR, Stories, nearest_stories
from onrecord.link.terms import FEWEST_KEYS, day_number, near_keys, read_terms, term_keys, unpack_terms
from onrecord.neighbours import record_keys
from onrecord.records import Findings, Link, Range, Removed
from onrecord.store import Filed, Store

ONE_BY_ONE = 1000  # articles from which added ones are linked alone; fewer are linked anew in a second or two
_MOST_OWNERS = 1000  # of one key that are looked at
_MOST_BLOCK = 600  # articles among which the copies of one that is added are looked for


def link_articles(store: Store, found: Sequence[Findings], human: Sequence[Link]) -> tuple[Link, ...]:
    """The links of copies, passages and stories of all articles, in their linkers' order.

    A story's link of method "human" is a person's. Stories keep their ids. A store of many also files the articles;
    call inside a transaction.
    """
    articles = [f.article for f in found]
    removed = {f.article.id: f.removed for f in found}
    known = {link.left: link.right for link in store.links("story") if link.score > 0}
    made = find_copies(articles, removed)
    stories = Stories(pinned_stories(human), known)
    stories.extend(articles, {f.article.id: _names(f) for f in found}, removed)
    store.keys.clear()
    if len(found) >= ONE_BY_ONE:
        by_id, marks = {f.article.id: f for f in found}, store.marks()
        store.keys.add(_filed(by_id[a.id], marks[a.id]) for a in sort_by_date(articles))
        store.keys.replace_standing((), (key << 1 for key in standing_keys(made.standing)))
    return (*made.links, *stories.links())


def add_article(store: Store, added: Findings, pinned: Mapping[str, str]) -> list[Link]:
    """Links an article that the store has but that is not filed yet with those that are, and files it.

    What comes back are the links of copies, passages and stories that are gone or new. ``pinned`` are the stories that
    a person put articles into. Reads of the store only what is near.
    """
    with store.transaction():
        changed = [*_add_copies(store, added), *_add_story(store, added, pinned)]
        store.keys.add([_filed(added, store.mark(added.article.id))])
    return changed


def pinned_stories(human: Iterable[Link]) -> dict[str, str]:
    """The stories that a person put articles into, of a person's links."""
    return {link.left: link.right for link in human if link.kind == "story" and link.score > 0}


def _removed(found: Findings) -> list[Range]:
    return [r.span.range for r in found.removed]


def _names(found: Findings) -> list[str]:
    return [name for actor in found.actors for name in actor.names]


def _copy_keys(found: Findings) -> list[int]:
    return [key << 1 for key in copies.keys(found.article, _removed(found))]


def _filed(found: Findings, mark: str) -> Filed:
    member = _member(found)
    keys = [*_copy_keys(found), *(key << 1 | 1 for key in term_keys(member.terms, member.day))]
    return Filed(member.id, mark, member.day, member.terms.pack(), keys, record_keys(found))


def _member(found: Findings) -> Member:
    terms = read_terms(found.article, _names(found), _removed(found))
    return Member(found.article.id, day_number(found.article), terms)


# --- copies ----------------------------------------------------------------------------------------------------------


def _add_copies(store: Store, added: Findings) -> list[Link]:
    """Links an article with those whose words it shares, and does again what this changes between these."""
    own = _copy_keys(added)
    standing = set(store.keys.standing(own))
    block = _with_copies(store, {a for _, a in store.keys.owners([k for k in own if k not in standing], _MOST_OWNERS)})
    if not block:
        return []
    clusters = _clusters(store, block)
    made = _find(store, added, block, ())
    joined = {clusters.get(x.left if x.right == added.article.id else x.right) for x in made.links
              if x.kind == "copy" and added.article.id in (x.left, x.right)} - {None}  # fmt: skip
    if len(joined) > 1:  # copies that were thought to be two reports are one: what both share may tell now
        inside = [a for a in block if clusters.get(a) in joined]
        removed = store.removed(inside)
        shared = {k << 1 for a in store.texts(inside) for k in copies.keys(a, _ranges(removed.get(a.id, ())))}
        block = _with_copies(store, {*block, *(a for _, a in store.keys.owners(sorted(shared), _MOST_OWNERS))})
        made = _find(store, added, block, shared)
    return store.change_links(("copy", "passage"), {*block, added.article.id}, made.links)


def _find(store: Store, added: Findings, block: set[str], recount: Iterable[int]) -> Copies:
    """The copies in a block with the added article. Standing text is what is known to be, but for keys to recount."""
    again = set(recount)

    def standing(keys: Sequence[int]) -> list[int]:
        return [key >> 1 for key in store.keys.standing([key << 1 for key in keys]) if key not in again]

    articles = [*store.texts(sorted(block)), added.article]
    removed = {**store.removed(sorted(block)), added.article.id: added.removed}
    made = find_copies(articles, removed, standing)
    now = {key << 1 for key in standing_keys(made.standing)}
    store.keys.replace_standing(sorted(again - now), sorted(now))
    return made


def _ranges(removed: Iterable[Removed]) -> list[Range]:
    return [r.span.range for r in removed]


def _with_copies(store: Store, block: set[str]) -> set[str]:
    """The articles with all their copies, and the copies of these."""
    new = block
    while new and len(block) < _MOST_BLOCK:
        links = store.links_at(("copy",), new)
        new = {id for link in links if link.method != "human" for id in (link.left, link.right)} - block
        block = block | new
    return block


def _clusters(store: Store, block: set[str]) -> dict[str, str]:
    """For each article the first of its copies, itself where it has none."""
    of = {article: article for article in block}
    members = {article: {article} for article in block}
    for link in store.links_at(("copy",), block):
        left, right = of.get(link.left), of.get(link.right)
        if left and right and left != right and link.method != "human":
            for article in members.pop(right):
                of[article] = left
                members[left].add(article)
    return of


# --- stories ---------------------------------------------------------------------------------------------------------


def _add_story(store: Store, added: Findings, pinned: Mapping[str, str]) -> list[Link]:
    """Puts an article into a story or opens one, and clusters anew the articles of the stories near it."""
    member = _member(added)
    near = _near(store, member)
    of = {x.left: x for x in store.links_at(("story",), near) if x.score > 0 and x.left in near}
    told = {x.right: int(dict(x.evidence).get("articles", 1)) for x in of.values()}
    mine = pinned.get(member.id, "")
    if mine and mine not in told and (size := len(store.links_at(("story",), [mine]))):
        told[mine] = size
    around = nearest_stories(((x.right, near[id]) for id, x in of.items()), told, mine)
    others = {x.left: x.right for x in store.links_at(("story",), around) if x.score > 0 and x.right in around}
    others.pop(member.id, None)
    stories = Stories(pinned)
    members = [Member(id, day, unpack_terms(terms), others[id])
               for id, (day, terms) in store.keys.terms(others).items()]  # fmt: skip
    stories.restore(sorted(members, key=lambda m: (m.day is None, m.day or 0, m.id)))
    stories.add_member(member)
    links = [link for link in stories.links() if link.method != "human"]
    return store.change_links(("story",), {*others, member.id}, links)


def _near(store: Store, member: Member) -> dict[str, float]:
    """How alike an article is to each in the store that may be of its story."""
    keys = [key << 1 | 1 for key in near_keys(member.terms, member.day, store.keys.days())]
    common = Counter(article for _, article in store.keys.owners(keys, _MOST_OWNERS))
    found = sorted((a for a, count in common.items() if count >= FEWEST_KEYS), key=lambda a: (-common[a], a))
    others = [Member(id, day, unpack_terms(terms)) for id, (day, terms) in store.keys.terms(found[:MOST_NEAR]).items()]
    return dict(likeness(member, others))
