"""Nouns for bodies and roles without a name: what each means, and the opposite case beside it."""

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.coreference import find_actors
from onrecord.extract.speakers import resolve_speakers
from onrecord.extract.statements import find_statements
from onrecord.records import Actor, Statement


def said(text: str) -> list[tuple[str, str | None, str]]:
    """For each statement with a source its words, the name of its actor (None if nobody is known), the words shown."""
    analysis, _ = analyse(article(text))
    statements = find_statements(analysis)
    mentions, actors = find_actors(analysis, statements)
    by_id = {a.id: a for a in actors}
    return [_row(s, by_id) for s in resolve_speakers(analysis, statements, mentions, actors) if s.source]


def _row(statement: Statement, by_id: dict[str, Actor]) -> tuple[str, str | None, str]:
    speaker = statement.speaker
    actor = by_id.get(speaker.actor or "") if speaker else None
    words = " ".join(s.words for s in statement.source)
    return words, actor.name if actor and actor.names else None, speaker.name if speaker else ""


def who(text: str, source: str) -> str | None:
    """The name of whoever speaks in the statement whose source is these words; a failure if there is none such."""
    return next(name for words, name, _ in said(text) if words == source)


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("The FBI was warned of Ray. The bureau said it knew.", "The bureau", "Federal Bureau of Investigation"),
        ("The White House was warned of Ray. The bureau said it knew.", "The bureau", None),
        ("The IRS had the file of Ray. The agency said it was lost.", "The agency", "Internal Revenue Service"),
        ("The Ray administration had the file. The agency said it was lost.", "The agency", None),
        ("The State Department met the Justice Department. The department said it was late.", "The department", None),
        ("Saudi Arabia was named. The kingdom said it was false.", "The kingdom", "Saudi Arabia"),
        ("Poland was named. The kingdom said it was false.", "The kingdom", None),
        ("The claim was made. The government in Warsaw denied that it knew.", "The government in Warsaw", "Poland"),
    ],
)
def test_what_an_institution_is_called(text: str, source: str, name: str | None) -> None:
    assert who(text, source) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Lee wrote to Axo Systems. The company said that it would go on.", "Axo Systems"),
        ("Axo Systems sued Nord Industries. The company said that it would go on.", "Axo Systems"),
        ("Axo Systems and Nord Industries were sued. The company said that it would go on.", None),
        ("Ann Lee wrote to Ray University. The company said that it would go on.", None),
        ("Axo Systems was sued. Ray University wrote to her. The company said that it would go on.", None),
        ("Ann Lee wrote to Axo Systems. The parent company said that it would go on.", None),
        ("Ann Lee left a company. She met Axo Systems and a company. The company said that it would go on.", None),
    ],
)  # fmt: skip
def test_the_company_is_the_nearest_that_leads(text: str, name: str | None) -> None:
    assert who(text, "The parent company" if "parent" in text else "The company") == name


def test_what_belongs_to_somebody_has_one_name() -> None:
    text = "Ann Marr said yes. {} said that it would go on."
    for words in ("Ann Marr's campaign", "Marr’s presidential campaign", "The Marr campaign", "Her campaign"):
        assert who(text.format(words), words) == "Marr campaign"
    assert who(text.format("Marr's legal team"), "Marr's legal team") == "Marr's legal team"
    assert who("Mayor Ann Marr left. The mayor's office said no.", "The mayor's office") == "Marr's office"
    assert who("Ann Marr left. The mayor's office said no.", "The mayor's office") is None


def test_a_ministry_of_a_country_is_one_with_its_adjective() -> None:
    text = "China's foreign ministry said no. The Chinese foreign ministry said that it was late."
    assert len({name for _, name, _ in said(text)}) == 1
    other = "China's foreign ministry said no. The Polish foreign ministry said that it was late."
    assert len({name for _, name, _ in said(other)}) == 2


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The GOP candidate", "Bob Ray"),
        ("The presumptive Republican nominee", "Bob Ray"),
        ("The Democratic candidate", "Ann Marr"),
        ("The Libertarian candidate", None),
        ("The Republican Senate candidate", None),
    ],
)
def test_who_runs_is_told_by_the_party(source: str, name: str | None) -> None:
    text = f"""Republican presidential candidate Bob Ray met Democratic presidential candidate Ann Marr.
{source} said that it would rain."""
    assert who(text, source) == name


def test_a_tycoon_is_no_president_and_no_spokesman_is_the_staffer() -> None:
    assert (
        who(
            "President Bob Foy of Mexico left. The real estate mogul said that the deal was off.",
            "The real estate mogul",
        )
        is None
    )
    assert who("Bob Foy left. The real estate mogul said that the deal was off.", "The real estate mogul") == "Bob Foy"
    assert (
        who("Lee spokesman Jon Ware left. The former staffer said that the deal was off.", "The former staffer") is None
    )


def test_the_party_is_that_of_whom_the_sentence_tells() -> None:
    assert who("Democrats met on Monday. The party said it would vote no.", "The party") == "Democratic Party"
    text = "Republicans left. Democrats met on Monday. The party said it would vote no."
    assert who(text, "The party") == "Democratic Party"
    assert who("Democrats and Republicans met. The party said it would vote no.", "The party") is None


@pytest.mark.parametrize(
    "words",
    ["Close to three dozen House Greens", "As many as 40 House Greens", "At least five Senate Greens",
     "More than 20 House Greens", "Three Republican mayors"],
)  # fmt: skip
def test_a_number_of_them_is_not_the_group(words: str) -> None:
    assert said(f"{words} said that they would vote no.")[0] == (words, None, words)
    whole = " ".join(words.split()[-2:])
    assert said(f"{whole} said that they would vote no.")[0] == (whole, whole, whole)


def test_one_person_in_several_words_is_one() -> None:
    text = "Ryan Foy, a Methodist and chair of the Senate Rules Committee, said it was wrong."
    assert said(text)[0][1] == "Ryan Foy"
    assert said("Attorney General and Senate candidate Bob Farrow said it was wrong.")[0][1] == "Bob Farrow"
    both = "Both the Dayton Register and the Quad Times said it was wrong."
    assert said(both)[0][1] == "the Dayton Register and the Quad Times"


def test_pronouns_are_no_names_of_groups() -> None:
    text = "Ann Marr, D-Ohio, left. She and other Democrats said it was wrong."
    assert who(text, "She and other Democrats") == "Ann Marr and other Democrats"
    assert who("They say so if he or she believes that it is wrong.", "he or she") is None


def test_names_of_bodies_with_and_and_hyphens() -> None:
    text = "The United States Fish and Wildlife Service said it would end the ban."
    assert said(text)[0][1] == "United States Fish and Wildlife Service"
    assert "and" not in str(said("The Treasury Department and Axo Industries said it would end.")[0][1])
    assert said("Stratford-on-Avon Bank said it would end the loan.")[0][1] == "Stratford-on-Avon Bank"


def test_a_surname_that_is_a_party_is_a_surname() -> None:
    text = "Ann Marr left. It was a mistake, Dorman Green said. It was easy for her, Green said."
    assert who(text, "Green") == "Dorman Green"
    assert who("It was a mistake, Dorman Ray said. It was easy, a Green said.", "a Green") is None


def test_trustees_are_no_person() -> None:
    analysis, _ = analyse(article("Trustees of the Dayton Trust Fund said the money would last."))
    _, actors = find_actors(analysis, find_statements(analysis))
    assert {a.type for a in actors} == {"group", "organisation"}


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("Bob Ray left. The candidate said of running against Ann Marr that it was fun.", "The candidate", "Bob Ray"),
        ("Ann Marr left. The candidate said of running against Marr that it was fun.", "The candidate", None),
        ("Ann Marr left. She met an organizer. The organizer said that it was fun.", "The organizer", None),
        ("Ann Marr left. The employer said that it was fun.", "The employer", None),
        ("Ann Marr left. The Democrat said that it was fun.", "The Democrat", "Ann Marr"),
        ("Ann Marr left. The highest-ranking Democrat said that it was fun.", "The highest-ranking Democrat", None),
        ("Ann Marr, director of Nord United, left. Her group said that it was fun.", "Her group", "Nord United"),
        ("Ann Marr, friend of Bob Ray, left. Her group said that it was fun.", "Her group", None),
    ],
)  # fmt: skip
def test_whom_a_noun_cannot_mean(text: str, source: str, name: str | None) -> None:
    assert who(text, source) == name


def test_an_office_alone_is_nobody_and_an_attorneys_office_is_a_body() -> None:
    text = "The U.S. Attorney’s Office said that it was late. The Clark County Coroner's Office said so."
    assert said(text)[0][1] == "U.S. Attorney’s Office"
    assert said(f"{text} Ann Lee's Office said no.")[-1][1] != "U.S. Attorney’s Office"
    assert said("The Office said that it was late.")[0][1] is None
    assert said("The Dayton Pension Office spoke. The Office said that it was late.")[-1][1] == "Dayton Pension Office"


def test_two_people_in_one_name_are_two() -> None:
    text = "Ann Lee met Bob Ray. The vote split Lee and Ray. Lee and Ray said that it was late."
    assert said(text)[-1][1] == "Lee and Ray"
    analysis, _ = analyse(article(text))
    _, actors = find_actors(analysis, find_statements(analysis))
    assert {a.name for a in actors if a.type == "person"} == {"Ann Lee", "Bob Ray"}


@pytest.mark.parametrize(
    ("source", "members"),
    [
        ("Three of the senators — Ann Lee, Bob Ray and Eve Fox —", 3),
        ("Two senators, Ann Lee of Ohio and Bob Ray of Utah,", 2),
        ("The mayor, Ann Lee, and Bob Ray", 2),
    ],
)
def test_a_description_before_a_list_is_none_of_its_members(source: str, members: int) -> None:
    analysis, _ = analyse(article(f"{source} said that they would vote no."))
    mentions, _ = find_actors(analysis, find_statements(analysis))
    assert [len(m.candidates) for m in mentions if m.how == "coordinated"] == [members]


def test_whose_they_are_is_told_by_name() -> None:
    text = "Ann Lee left. Her lawyers said that it was late. Her husband said that it was fun."
    assert [shown for _, _, shown in said(text)] == ["Lee's lawyers", "Lee's husband"]
    assert [shown for _, _, shown in said("Her husband said that it was fun.")] == ["Her husband"]
    analysis, _ = analyse(article(text))
    _, actors = find_actors(analysis, find_statements(analysis))
    assert {a.name for a in actors if not a.names} == {"Lee's lawyers", "Lee's husband"}
