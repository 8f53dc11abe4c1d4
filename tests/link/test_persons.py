"""Two people of one name stay two; two spellings of one person are one."""

from __future__ import annotations

import pytest

from onrecord.link.actors import link_actors
from onrecord.link.names import is_near_first, is_same_name
from onrecord.link.persons import home_of, role_keys, state_of
from onrecord.records import Actor, Role, Span


def role(title: str, of: str | None = None) -> Role:
    return Role(title, of, Span("a", 0, 1, "x"))


def person(name: str, article: str, *roles: tuple[str, str | None]) -> Actor:
    return Actor(f"{article}/{name}", name, "person", (name,), tuple(role(*r) for r in roles), article=article)


def same(a: Actor, b: Actor, *others: Actor) -> bool:
    of = {x.left: x.right for x in link_actors([a, b, *others])[0]}
    return of[a.id] == of[b.id]


@pytest.mark.parametrize(
    ("title", "of", "home"),
    [
        ("republican", "Wis.", "WI"),
        ("republican", "Wisc.", "WI"),
        ("new york democrat", None, "NY"),
        ("senator", "Rhode Island", "RI"),
        ("governor", "Ohio", None),  # may sit for another state later
        ("democrat", "panel", None),
        ("senator", None, None),
    ],
)
def test_the_state_that_a_legislator_sits_for(title: str, of: str | None, home: str | None) -> None:
    assert home_of(role(title, of)) == home


def test_names_of_states() -> None:
    assert (state_of("N.Y."), state_of("Penn."), state_of("west virginia")) == ("NY", "PA", "WV")
    assert state_of("Bavaria") is None


def test_legislators_of_different_states_are_two_people() -> None:
    one = person("Mike Rowan", "a", ("representative", None), ("republican", "Mich."))
    other = person("Mike Rowan", "b", ("representative", None), ("republican", "Ala."))
    assert not same(one, other)
    assert same(one, person("Mike Rowan", "b", ("representative", "Michigan")))
    assert same(one, person("Mike Rowan", "b", ("governor", "Ohio")))


def test_a_captain_is_not_the_senator_of_his_name() -> None:
    senator = person("Ron Hale", "a", ("senator", None))
    captain = person("Ron Hale", "b", ("captain", None))
    assert not same(senator, captain)
    beside = [person("Ida Voss", "a"), person("Ida Voss", "b")]
    assert same(senator, captain, *beside)  # told of the same people
    assert same(captain, person("Ron Hale", "c", ("captain", None)))
    assert same(senator, person("Ron Hale", "c"))
    assert not same(person("Ron Hale", "c"), person("Ron Hale", "d", ("town police chief", None)))


def test_junior_may_be_left_out_for_one_office_but_never_between_father_and_son() -> None:
    junior = person("Joseph R. Bell Jr.", "a", ("vice president", None))
    plain = person("Joe Bell", "b", ("vice president", None))
    assert same(junior, plain)
    assert not same(junior, person("Joe Bell", "b", ("singer", None)))
    assert not same(junior, person("Joe Bell", "b", ("republican", None)))
    father, son = person("Joe Bell", "c"), person("Joe Bell Jr.", "c")
    assert not same(junior, plain, father, son)


def test_a_first_name_misspelt_is_the_same_person_only_for_one_office() -> None:
    right = person("Lindsey Marr", "a", ("senator", None))
    assert same(right, person("Lindsay Marr", "b", ("senator", None)))
    assert not same(right, person("Lindsay Marr", "b", ("singer", None)))
    assert is_near_first("Kirsten Marr", "Kristen Marr")
    assert not is_near_first("Dan Marr", "Don Marr")  # too short to be a slip
    assert not is_near_first("Michael Marr", "Rachael Marr")


def test_a_middle_name_may_stand_for_the_first() -> None:
    assert is_same_name("J. Christopher Stone", "Chris Stone")
    assert is_same_name("A. Barry Reed", "Barry Reed")
    assert not is_same_name("John E. Stone", "Ed Stone")
    assert not is_same_name("Ann Barry Reed", "Eve Reed")


def test_the_one_of_its_office_comes_before_the_one_of_its_first_name() -> None:
    blogger = person("Mike Fenn", "a", ("blogger", None))
    general = person("Michael T. Fenn", "b", ("general", None))
    third = person("Mike Fenn", "c", ("general", None))
    assert same(general, third, blogger)
    assert not same(blogger, third, general)


def test_one_role_in_two_wordings() -> None:
    assert role_keys(role("president", "Human Rights League")) & role_keys(role("human rights league president"))
    assert not role_keys(role("president", "Human Rights League")) & role_keys(role("president of Norland"))
    surname = person("Griff", "a", ("president", "Human Rights League"))
    full = person("Chad Griff", "b", ("human rights league president", None))
    assert same(surname, full)


def test_a_name_without_a_word_is_nobody_else() -> None:
    dot, blank, ray = person(".", "a"), person(" ", "b"), person("Bob Ray", "c")
    assert not same(dot, ray, blank)
    assert not same(blank, ray, dot)
