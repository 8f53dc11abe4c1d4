"""Roles over time: when somebody held which office, as the words tell it, and the words that name it."""

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.coreference import find_actors
from onrecord.extract.statements import find_statements
from onrecord.records import Actor


def lee(text: str) -> Actor:
    analysis, _ = analyse(article(text))
    _, actors = find_actors(analysis, find_statements(analysis))
    return next(a for a in actors if a.name == "Ann Lee")


@pytest.mark.parametrize(
    ("words", "title", "time"),
    [
        ("Ann Lee, who was then foreign secretary,", "foreign secretary", "former"),
        ("Ann Lee, who served as prime minister from 2010 to 2016,", "prime minister", "former"),
        ("Ann Lee, who is the prime minister,", "prime minister", "current"),
        ("Ann Lee, who becomes chancellor next week,", "chancellor", "incoming"),
        ("Ann Lee, foreign secretary at the time,", "foreign secretary", "former"),
        ("Ann Lee, formerly prime minister,", "prime minister", "former"),
        ("Ann Lee, now mayor of Leeds,", "mayor", "current"),
        ("Ann Lee, prime minister until 2019,", "prime minister", "former"),
        ("Ann Lee, prime minister from 2010 to 2016,", "prime minister", "former"),
        ("Then-Foreign Secretary Ann Lee", "foreign secretary", "former"),
        ("President-elect Ann Lee", "president", "incoming"),
        ("The late Senator Ann Lee", "senator", "former"),
        ("Acting Attorney General Ann Lee", "attorney general", "acting"),
        ("Outgoing mayor Ann Lee", "mayor", "outgoing"),
    ],
)
def test_when_an_office_is_held(words: str, title: str, time: str) -> None:
    roles = lee(f"{words} said that it was late.").roles
    assert [(r.title, r.time) for r in roles] == [(title, time)]
    assert title.split()[-1] in roles[0].evidence.words.lower()
    assert roles[0].of in (None, "Leeds")


def test_several_at_once_each_with_its_time() -> None:
    roles = lee("Ann Lee, a former minister and now the mayor of Leeds, said that it was late.").roles
    assert [(r.title, r.of, r.time) for r in roles] == [("minister", None, "former"), ("mayor", "Leeds", "current")]
    both = lee("Ann Lee, the mayor, and a former minister said that it was late.").roles
    assert [r.title for r in both] == ["mayor"]


@pytest.mark.parametrize(
    "clause", ["who was not the mayor", "who would be mayor", "who met the mayor", "whom a mayor met"]
)
def test_what_somebody_is_not_said_to_be(clause: str) -> None:
    assert lee(f"Ann Lee, {clause}, said that it was late.").roles == ()


def test_who_resigned_has_been_it() -> None:
    assert [(r.title, r.time) for r in lee("Ann Lee resigned as prime minister in 2019.").roles] == [
        ("prime minister", "former")
    ]
    assert lee("Ann Lee spoke as prime minister of hope.").roles == ()


def test_the_words_of_a_role_name_it() -> None:
    roles = lee("Sen. Ann Lee left. Gov. Ann Lee, a former mayor, came.").roles
    assert [r.evidence.words for r in roles] == ["Sen. Ann Lee", "Gov. Ann Lee", "Gov. Ann Lee, a former mayor"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Berlin is undecided, a diplomat said.", True),
        ("Berlin is large, a diplomat said.", False),
        ("According to Ankara, the deal is dead.", True),
        ("She went to Ankara, a diplomat said.", False),
    ],
)
def test_a_seat_stands_for_its_government_where_it_holds_a_view(text: str, found: bool) -> None:
    analysis, _ = analyse(article(text))
    _, actors = find_actors(analysis, find_statements(analysis))
    assert any(a.type == "country" for a in actors) is found
