"""A person's corrections: what is two is taken apart, what is one put together, and both outlast other readings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.errors import UsageError
from onrecord.link.actors import known_actors, link_actors
from onrecord.link.corrections import actor_name, anchor, correct_groups, lost_corrections, same_actor, split
from onrecord.records import Actor, Link, link


def person(name: str, article: str) -> Actor:
    return Actor(f"{article}/{name}", name, "person", (name,), article=article)


def right(actors: list[Actor], human: list[Link]) -> dict[str, str]:
    return {x.left: x.right for x in link_actors(actors, human=human)[0]}


A, B, C = person("Ron Smith", "a"), person("Ron Smith", "b"), person("Ron Smith", "c")


def test_two_of_one_name_are_taken_apart_and_the_links_say_so() -> None:
    links, story = link_actors([A, B, C], human=[same_actor(C, A, same=False)])
    of = {x.left: x for x in links}
    assert of[A.id].right == of[B.id].right != of[C.id].right
    assert len(story) == 2
    moved = [x for x in links if x.method == "correction"]
    assert [x.left for x in moved] == [C.id]
    assert right([A, B, C], [])[A.id] == right([A, B, C], [])[C.id]  # the opposite case


def test_who_is_the_same_leaves_together() -> None:
    human = split([A, B, C], ["b", "c"])
    of = right([A, B, C], human)
    assert of[B.id] == of[C.id] != of[A.id]


def test_a_split_needs_some_of_the_articles_and_not_all() -> None:
    for articles in ([], ["x"], ["a", "b", "c"]):
        with pytest.raises(UsageError, match="not all of them"):
            split([A, B, C], articles)


def test_two_names_of_one_person_are_put_together_with_all_that_is_taken_for_either() -> None:
    d, e = person("Ronnie Jones", "d"), person("Ronnie Jones", "e")
    of = right([A, B, d, e], [same_actor(A, e, same=True)])
    assert len({of[x.id] for x in (A, B, d, e)}) == 1
    assert len(set(right([A, B, d, e], []).values())) == 2


def test_a_name_given_by_hand_is_shown_and_only_of_that_actor() -> None:
    d = person("Ann Lee", "d")
    _, story = link_actors([A, B, d], human=[actor_name(B, "Senator Ron Smith")])
    assert {s.name for s in story} == {"Senator Ron Smith", "Ann Lee"}
    assert next(s for s in story if s.name.startswith("Senator")).names == ("Ron Smith",)


def test_a_correction_holds_by_article_and_name_where_ids_changed() -> None:
    human = [same_actor(A, C, same=False)]
    again = replace(C, id="read anew")
    of = right([A, B, again], human)
    assert of[A.id] != of["read anew"]
    other = replace(C, id="read anew", name="Rae Smith", names=("Rae Smith",))
    assert lost_corrections([A, B, other], human) == human
    assert lost_corrections([A, B, again], human) == []


def test_of_two_of_the_name_in_the_article_none_is_guessed() -> None:
    human = [same_actor(A, C, same=False)]
    twins = [replace(C, id="one"), replace(C, id="two")]
    assert lost_corrections([A, *twins], human) == human


def test_corrections_that_contradict_each_other_change_nothing() -> None:
    human = [same_actor(A, B, same=True), same_actor(B, C, same=True), same_actor(A, C, same=False)]
    groups = correct_groups([[A, B, C]], human).groups
    assert [[m.id for m in group] for group in groups] == [[A.id, B.id, C.id]]


def test_links_of_other_kinds_and_methods_are_left_alone() -> None:
    for other in (link("story", A.id, C.id, "human", 0.0), replace(same_actor(A, C, same=False), method="words")):
        assert len(set(right([A, B, C], [other]).values())) == 1


def test_the_same_two_in_either_order_are_one_correction() -> None:
    assert same_actor(A, C, same=True).id == same_actor(C, A, same=False).id


def test_a_correction_holds_on_to_the_fullest_name() -> None:
    assert anchor([person("Smith", "a"), person("Ron K. Smith", "c"), A]).name == "Ron K. Smith"


def test_one_actor_of_the_users_list_is_one() -> None:
    known = known_actors([{"name": "Benjamin Marr", "aliases": "Bix Marr; Marr", "identifier": "Q1"}])
    full, short, sister = person("Benjamin Marr", "a"), person("Bix Marr", "b"), person("Eve Marr", "c")
    sister = replace(sister, names=("Eve Marr", "Marr"))
    links, story = link_actors([full, short, sister], known)
    of = {x.left: x.right for x in links}
    assert of[full.id] == of[short.id] != of[sister.id]
    assert [s.identifier for s in story if s.name == "Eve Marr"] == [None]
