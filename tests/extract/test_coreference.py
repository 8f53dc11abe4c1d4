"""Mentions, names, roles and pronouns of one article."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from conftest import article

from onrecord.analyse.pipeline import analyse
from onrecord.extract.coreference import find_actors
from onrecord.extract.mentions import actors_in
from onrecord.extract.speakers import actors_of, holder, resolve_speakers
from onrecord.extract.statements import find_statements
from onrecord.records import Actor, Analysis, Mention, Statement


@dataclass(frozen=True)
class Read:
    analysis: Analysis
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    actors: tuple[Actor, ...]

    def actor(self, name: str) -> Actor:
        return next(a for a in self.actors if a.name == name)

    def meant(self, words: str, nth: int = 0) -> str | None:
        """The name of the actor that the n-th mention with these words means."""
        mention = [m for m in self.mentions if m.span.words == words][nth]
        return next((a.name for a in self.actors if a.id == mention.actor), None)

    def names(self, type_: str = "person") -> set[str]:
        return {a.name for a in self.actors if a.type == type_ and a.names}


def read(text: str) -> Read:
    analysis, _ = analyse(article(text))
    statements = find_statements(analysis)
    mentions, actors = find_actors(analysis, statements)
    return Read(analysis, resolve_speakers(analysis, statements, mentions, actors), mentions, actors)


def test_spans_hold_their_words_and_mentions_are_in_order() -> None:
    r = read("Sir Keir Starmer met Donald Trump in Paris. The prime minister said he was “ready”, and Mr Trump agreed.")
    assert r.mentions
    for m in r.mentions:
        assert m.span.words == r.analysis.text[m.span.start : m.span.end]
    assert [m.span.start for m in r.mentions] == sorted(m.span.start for m in r.mentions)
    ids = {a.id for a in r.actors}
    assert all(m.actor in ids for m in r.mentions if m.actor)
    assert all(c in ids for m in r.mentions for c in m.candidates)


# --- names ---------------------------------------------------------------------------------------


def test_one_person_under_many_names() -> None:
    r = read(
        "Sir Keir Starmer wrote a letter to Donald Trump. "
        "The prime minister said allies would have to do more. "
        "Sir Keir said such a move was hard. Mr Starmer then left. “I am ready,” the PM told reporters."
    )
    assert r.names() == {"Keir Starmer", "Donald Trump"}
    for words in ("Sir Keir Starmer", "The prime minister", "Sir Keir", "Mr Starmer", "the PM", "I"):
        assert r.meant(words) == "Keir Starmer", words


def test_initials_short_forms_and_hyphens_are_one_person() -> None:
    r = read(
        "Donald J. Trump met Joseph Biden. Joe Biden smiled. "
        "Donald Trump left with Melissa Mark-Viverito. Ms. Mark-Viverito spoke."
    )
    assert r.names() == {"Donald J. Trump", "Joseph Biden", "Melissa Mark-Viverito"} or r.names() == {
        "Donald J. Trump", "Joe Biden", "Melissa Mark-Viverito"}  # fmt: skip


def test_first_names_that_differ_are_two_people() -> None:
    r = read(
        "Hillary Clinton spoke in Ohio. Her husband, Bill Clinton, stayed at home. Mrs. Clinton said she was glad."
    )
    assert r.names() == {"Hillary Clinton", "Bill Clinton"}
    assert r.meant("Mrs. Clinton") == "Hillary Clinton"


def test_junior_is_not_his_father() -> None:
    r = read("Donald Trump spoke on Monday. Donald Trump Jr. spoke on Tuesday. Trump Jr. said he was tired.")
    assert {"Donald Trump", "Donald Trump Jr."} <= r.names()
    assert r.meant("Trump Jr.") == "Donald Trump Jr."


def test_a_wife_does_not_take_the_presidents_surname() -> None:
    r = read("President Trump arrived late. His wife, Melania Trump, waited. Mr. Trump said he was sorry.")
    assert r.meant("Mr. Trump") != "Melania Trump"
    assert r.meant("President Trump") == r.meant("Mr. Trump") == "Trump"


def test_the_president_before_his_full_name_is_one_person() -> None:
    r = read("President Obama arrived late. Barack Obama was tired. Mr. Obama said he was sorry.")
    assert r.names() == {"Barack Obama"}


def test_daughters_before_one_surname_are_not_their_father() -> None:
    r = read("A staffer criticized Malia and Sasha Obama. President Obama said he was angry.")
    assert {"Malia Obama", "Sasha Obama"} <= r.names()
    assert r.meant("President Obama") == "Obama"


def test_a_headline_in_capitals_makes_no_long_name() -> None:
    r = read(
        "Bernie Sanders Suffered A Big Blow On Tuesday Night\n\n"
        "Bernie Sanders spoke on Tuesday. Sanders said he would go on."
    )
    assert r.names() == {"Bernie Sanders"}


def test_an_acronym_is_its_long_name() -> None:
    r = read("The Environmental Protection Agency published a rule. The EPA said it would be applied in May.")
    assert r.meant("EPA") == "Environmental Protection Agency"


# --- roles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "title", "of"),
    [
        ("“No,” prime minister Donald Tusk told reporters.", "Donald Tusk", "prime minister", None),
        ("He met US president Donald Trump.", "Donald Trump", "president", "United States"),
        ("Russian foreign minister Sergey Lavrov flew in.", "Sergey Lavrov", "foreign minister", "Russia"),
        ("It was led by secretary of state Marco Rubio on Tuesday.", "Marco Rubio", "secretary of state", None),
        ("Poland's prime minister, Donald Tusk, said no.", "Donald Tusk", "prime minister", "Poland"),
        ("Robby Mook, Clinton's campaign manager, said no.", "Robby Mook", "campaign manager", "Clinton"),
        ("Clinton campaign manager Robby Mook said no.", "Robby Mook", "clinton campaign manager", None),
        ("Former Florida governor Jeb Bush said no.", "Jeb Bush", "governor", "Florida"),
        ("Angela Smith is the chairwoman of the committee.", "Angela Smith", "chairwoman", "committee"),
    ],
)
def test_roles_with_the_articles_words(text: str, name: str, title: str, of: str | None) -> None:
    roles = read(text).actor(name).roles
    assert (title, of) in [(r.title, r.of) for r in roles]
    assert all(r.evidence.words in text for r in roles)


def test_country_by_possession() -> None:
    macron = read("They echoed statements by France’s Emmanuel Macron on Monday.").actor("Emmanuel Macron")
    assert [(r.title, r.of, r.evidence.words) for r in macron.roles] == [("", "France", "France’s Emmanuel Macron")]


def test_former_and_acting_are_kept_apart_from_current() -> None:
    r = read("Former president Barack Obama met acting director Thomas Homan and President Emmanuel Macron.")
    assert r.actor("Barack Obama").roles[0].time == "former"
    assert r.actor("Thomas Homan").roles[0].time == "acting"
    assert r.actor("Emmanuel Macron").roles[0].time == "current"


def test_party_behind_a_name() -> None:
    r = read("Rep. Stephen Fincher (R-Tenn.) said no. Sen. Chuck Schumer, D-N.Y., agreed.")
    assert ("republican", "Tenn.") in [(x.title, x.of) for x in r.actor("Stephen Fincher").roles]
    assert not any("D-N.Y." in a.name for a in r.actors)


def test_a_role_goes_to_its_bearer_not_to_the_last_subject() -> None:
    r = read(
        "Prime minister Donald Tusk met Emmanuel Macron. Mr Macron left early. The prime minister said he would stay."
    )
    assert r.meant("The prime minister") == "Donald Tusk"


def test_an_office_of_another_country_is_not_the_bearer() -> None:
    r = read("Prime minister Donald Tusk of Poland spoke. The French president said he disagreed.")
    assert r.meant("The French president") != "Donald Tusk"


def test_an_office_of_a_country_is_the_last_subject_only_if_nothing_speaks_against_it() -> None:
    r = read("Donald Tusk would have none of it. The Polish prime minister said he would not send soldiers.")
    assert r.meant("The Polish prime minister") == "Donald Tusk"
    r = read("US president Donald Trump would have none of it. The Polish prime minister said he was sorry.")
    assert r.meant("The Polish prime minister") != "Donald Trump"


def test_the_republican_is_no_prime_minister() -> None:
    text = "The prime minister, Keir Starmer, will meet Donald Trump. Leaders had no answer to the Republican's plan."
    assert read(text).meant("the Republican") == "Donald Trump"
    assert (
        read("Donald Trump met Ted Cruz. Leaders had no answer to the Republican's plan.").meant("Ted Cruz")
        == "Ted Cruz"
    )


def test_a_group_at_the_head_of_a_sentence() -> None:
    r = read("European leaders said they were divided. Supporters said they were not.")
    assert "European leaders" in r.names("group")
    assert "Supporters" not in r.names("group")


def test_his_country() -> None:
    r = read("Poland's Donald Tusk said his country had no plan to send soldiers.")
    assert r.meant("his country") == "Poland"
    assert "his country" not in r.actor("Poland").names


def test_a_spokesman_is_not_the_last_subject() -> None:
    r = read("Angela Merkel left the room. The spokesman said the talks were over.")
    assert r.meant("The spokesman") != "Angela Merkel"


def test_who_sends_his_countrys_soldiers_in_office_speaks_for_it() -> None:
    r = read(
        "“Poland will help,” prime minister Donald Tusk said. "
        "“We do not plan to send Polish soldiers to Ukraine,” he said."
    )
    tusk = r.actor("Donald Tusk")
    assert (tusk.country, tusk.of) == ("PL", r.actor("Poland").id)


def test_who_only_speaks_of_another_countrys_soldiers_does_not() -> None:
    r = read(
        "“Poland will help,” prime minister Donald Tusk said. “They plan to send French soldiers to Ukraine,” he said."
    )
    assert r.actor("Donald Tusk").country is None


# --- pronouns ------------------------------------------------------------------------------------


def test_gender_comes_from_titles_before_first_names() -> None:
    r = read("Mr Andrea Rossi met Ms Jean Doe. She said the plan was good.")
    assert r.meant("She") == "Jean Doe"
    assert r.actor("Andrea Rossi").gender == "m"
    r = read("Hillary Clinton met Donald Trump and Andrea Rossi.")
    assert [a.gender for a in r.actors] == ["f", "m", ""]  # a name that both sexes bear somewhere shows nothing


@pytest.mark.parametrize(
    ("text", "pronoun", "who"),
    [
        ("Paul Reed and Carla Finch spoke in Leeds. “It is over,” she said.", "she", "Carla Finch"),
        ("Carla Finch told Paul Reed that he was late. “I am not,” he said.", "he", "Paul Reed"),
        ("Paul Reed chaired the debate. “This is wrong,” she said from the back.", "she", None),
        ("Carla Finch, Anna Dole and Paul Reed met. “It is over,” she said.", "she", None),
        ("Carla Finch, Anna Dole and Paul Reed met. “It is over,” he said.", "he", "Paul Reed"),
        ("Mr. Reed met Ms. Finch in Norby. “It is over,” she said.", "she", "Finch"),
        ("Sasha Reed and Carla Finch met. “It is over,” he said.", "he", "Sasha Reed"),
    ],
)
def test_a_pronoun_never_goes_against_a_first_name(text: str, pronoun: str, who: str | None) -> None:
    assert read(text).meant(pronoun) == who


def test_two_bearers_of_a_surname() -> None:
    both = "Paul Reed, the mayor, and his sister Carla Reed, a senator, spoke at the port on Friday.\n\n"
    said = "“It is over,” Paul Reed said.\n\n“It has begun,” Carla Reed said.\n\n“I will not leave,” Reed said later.\n"
    assert [s.speaker and s.speaker.actor for s in read(both + said).statements][-1] is None
    wife = read("Paul Reed, the mayor, and his wife Carla Reed spoke. “The town needs it,” Mrs. Reed said.")
    assert wife.meant("Mrs. Reed") == "Carla Reed"
    two = read("Police chief Tom Reed and opposition leader Tom Reed met. “No,” said opposition leader Tom Reed.")
    assert len([a for a in two.actors if a.name == "Tom Reed"]) == 2
    president = read("President Hale spoke. Hale met Anna Hale. “We will not accept the pact,” Hale said.")
    assert {a.name for a in president.actors} == {"Hale", "Anna Hale"}
    assert president.statements[-1].speaker is not None
    assert president.statements[-1].speaker.name == "Hale"


def test_a_pronoun_in_front_of_its_subject() -> None:
    r = read("Hillary Clinton spoke in Ohio. Ever since she endorsed Mrs. Clinton, Ms. Warren has been busy.")
    assert r.meant("she") == "Warren"


def test_who_asked_is_not_taken_for_who_answers() -> None:
    r = read("Meredith Vieira asked Donald Trump whether he had people in Hawaii. He signaled that he did.")
    assert r.meant("he") == "Donald Trump"
    assert r.meant("He") != "Meredith Vieira"
    assert (
        read("Meredith Vieira told Donald Trump off. She signaled that she was tired.").meant("She")
        == "Meredith Vieira"
    )


def test_the_one_who_speaks_goes_on() -> None:
    r = read("Tad Devine, an adviser to Bernie Sanders, said the campaign would go on. “We will be upfront,” he said.")
    assert r.meant("he") == "Tad Devine"


def test_two_equal_candidates_are_kept() -> None:
    r = read("Trump and Putin met. He left.")
    he = next(m for m in r.mentions if m.span.words == "He")
    assert he.actor is None or he.how != "pronoun" or not he.candidates


def test_we_in_a_quotation_is_its_speaker_and_not_outside() -> None:
    r = read("“We will stay,” Donald Tusk said. We met him in Warsaw.")
    assert r.meant("We", 0) == "Donald Tusk"
    assert all(m.actor is None for m in r.mentions if m.span.words == "We" and m.span.start > 30)


def test_those_named_inside_a_quotation_do_not_take_the_pronoun_after_it() -> None:
    r = read("Donald Trump spoke on Monday. “Michael Flynn lied and they destroyed his life,” he said.")
    assert r.meant("he") == "Donald Trump"


# --- countries and bodies ------------------------------------------------------------------------


def test_a_capital_acts_or_is_a_place() -> None:
    r = read("Washington will cut its commitments. They met in Washington. Leaders gathered in Paris.")
    assert [m.span.words for m in r.mentions if m.span.words in ("Washington", "Paris")] == ["Washington"]
    assert r.meant("Washington") == "United States"


def test_a_country_its_government_and_its_capital_are_one() -> None:
    r = read(
        "Poland ruled out the plan. The Polish government said it was risky. "
        "Warsaw rejected the idea. Polish soldiers stayed."
    )
    assert r.meant("Poland") == r.meant("The Polish government") == r.meant("Warsaw") == "Poland"
    assert r.actor("Poland").country == "PL"


def test_institutions_keep_their_country_apart() -> None:
    r = read("The White House said no. The US agreed. NATO and the EU did not answer.")
    assert {"White House"} <= r.names("office")
    assert {"Nato", "European Union"} <= r.names("organisation")


def test_a_town_in_a_state_is_no_country() -> None:
    assert not read("He lives in Ohio, in Paris, Texas, and in New York.").names("country")


# --- what other extractors ask -------------------------------------------------------------------

FOUR = "Poland refused, but Sweden, Germany, the Netherlands and Spain told us they could not choose."


def test_coordinated_holders() -> None:
    r = read(FOUR)
    subject = next(i for i, t in enumerate(r.analysis.tokens) if t.text == "Sweden")
    by_id = {a.id: a.name for a in r.actors}
    names = [by_id[m.actor] for m in holder(r.analysis, r.mentions, subject) if m.actor]
    assert names == ["Sweden", "Germany", "Netherlands", "Spain"]
    start = FOUR.index("Sweden")
    source = (r.analysis.span(start, FOUR.index(" told")),)
    assert [by_id[a] for a in actors_of(r.analysis, r.mentions, source)] == names


def test_mentions_in_a_range() -> None:
    r = read(FOUR)
    start = FOUR.index("Germany")
    assert [m.span.words for m in actors_in(r.mentions, start, len(FOUR)) if m.form == "name"] == [
        "Germany",
        "Netherlands",
        "Spain",
    ]


@pytest.mark.parametrize(
    "text", ["", ".", "“", "’s", "A", "Mr", "Sir said.", "-", "President of the of the", "Jr. and Jr."]
)
def test_odd_text_gives_no_error(text: str) -> None:
    r = read(text)
    assert all(m.span.words == text[m.span.start : m.span.end] for m in r.mentions)


def test_same_text_same_records() -> None:
    text = "Sir Keir Starmer met Donald Trump. He said no, and the prime minister left."
    assert read(text) == read(text)


# --- titles in front of names, and names that mean something else ------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "title", "time"),
    [
        ("Republican Sen. Scott Marr said no.", "Scott Marr", "senator", "current"),
        ("Arkansas Republican Gov. Asa Marr said no.", "Asa Marr", "governor", "current"),
        ("Senate Republican Leader Mitch Marr said no.", "Mitch Marr", "leader", "current"),
        ("Director of National Intelligence James Marr said no.", "James Marr", "director of national intelligence",
         "current"),
        ("Former Speaker of the House Newt Marr said no.", "Newt Marr", "speaker of the house", "former"),
        ("They met then-President Abe Marr.", "Abe Marr", "president", "former"),
        ("Outgoing President Ann Marr said no.", "Ann Marr", "president", "outgoing"),
        ("Senators Ann Marr and Ed Poe said no.", "Ann Marr", "senator", "current"),
    ],
)  # fmt: skip
def test_a_title_is_no_part_of_the_name(text: str, name: str, title: str, time: str) -> None:
    r = read(text)
    assert name in r.names()
    assert not [other for other in r.names() if name in other and other != name]
    assert (title, time) in {(role.title, role.time) for role in r.actor(name).roles}


def test_then_at_the_beginning_of_a_sentence_says_nothing_of_the_office() -> None:
    r = read("Ann Marr sat down. Then President Jim Doe spoke to them.")
    assert [role.time for role in r.actor("Jim Doe").roles] == ["current"]


def test_who_holds_an_office_for_now_speaks_for_the_country() -> None:
    for word, held in (("outgoing", True), ("acting", True), ("former", False)):
        r = read(f"Poland sent a letter. Jan Nowak, the {word} Polish prime minister, said that he would sign it.")
        assert (r.actor("Jan Nowak").of is not None) == held


def test_legislators_of_one_name_are_told_apart_by_their_states() -> None:
    r = read("Rep. Mike Rowan (R-Mich.) said no. Rep. Mike Rowan (R-Ala.) said yes. Mike Rowan (R-Mich.) left.")
    rowans = [a for a in r.actors if a.name == "Mike Rowan"]
    assert len(rowans) == 2
    assert r.meant("Rep. Mike Rowan", 0) == r.meant("Mike Rowan")
    first, second = (m.actor for m in r.mentions if m.span.words == "Rep. Mike Rowan")
    assert first != second
    assert len(read("Rep. Mike Rowan (R-Pa.) said no. Mike Rowan (R-Penn.) left.").actors) == 1


def test_georgia_is_a_country_only_where_the_article_is_about_it() -> None:
    assert read("Georgia sent its minister to Tbilisi.").names("country") == {"Georgia"}
    assert read("Georgia and Alabama will vote on Tuesday.").names("country") == set()


def test_the_house_is_that_of_congress_only_beside_the_senate() -> None:
    assert "House of Representatives" in read("The House voted after the Senate did.").names("organisation")
    assert "House of Representatives" not in read("The House sat late, and the Lords went home.").names("organisation")


def test_a_committee_has_its_whole_name() -> None:
    r = read("The House oversight committee said no. Mr. Poe wrote to the House select committee.")
    assert {"House oversight committee", "House select committee"} <= r.names("organisation")
    assert "Voss campaign" in read("Ms. Voss’s campaign said no. Ann Voss left.").names("organisation")


def test_a_states_party_is_not_the_national_one() -> None:
    assert "Republican Party" not in read("Leaders of the state Republican Party said no.").names("organisation")
    assert "Republican Party" in read("Leaders of the Republican Party said no.").names("organisation")


# --- several people, and what is theirs ----------------------------------------------------------


def speaker(r: Read, source: str) -> str | None:
    """The name of the actor who speaks in the first statement with this source, None where it is open."""
    statement = next(s for s in r.statements if s.source and s.source[0].words == source)
    return next((a.name for a in r.actors if statement.speaker and a.id == statement.speaker.actor), None)


@pytest.mark.parametrize(
    ("text", "source", "who"),
    [
        ("Ann Marr and Ed Poe met. They said that it was late.", "They", "Ann Marr and Ed Poe"),
        ("Ann Marr and Ed Poe met. Both said that it was late.", "Both", "Ann Marr and Ed Poe"),
        ("Ann Marr, Jo Roe and Ed Poe met. Both said that it was late.", "Both", None),
        ("Ann Marr and Ed Poe met. The pair said that it was late.", "The pair", "Ann Marr and Ed Poe"),
        ("Sen. Ann Marr and Sen. Ed Poe met. The senators said that it was late.", "The senators",
         "Sen. Ann Marr and Sen. Ed Poe"),
        ("Sen. Ann Marr and Mr. Ed Poe met. The senators said that it was late.", "The senators", None),
        ("Sen. Ann Marr and Sen. Ed Poe met. The three senators said that it was late.", "The three senators", None),
        ("Ann Marr and Ed Poe met. Republicans cheered. They said that it was late.", "They", "Republicans"),
        ("Republican officials said that Ann Marr and Ed Poe had left. They said that it was late.", "They",
         "Republican officials"),
        ("Ann Marr or Ed Poe will win. They said that it was late.", "They", None),
    ],
)  # fmt: skip
def test_who_is_named_together_is_meant_together(text: str, source: str, who: str | None) -> None:
    assert speaker(read(text), source) == who


def test_they_are_each_of_those_named_together() -> None:
    r = read("Ann Marr and Ed Poe met. They said that it was late.")
    statement = next(s for s in r.statements if s.source and s.source[0].words == "They")
    ids = actors_of(r.analysis, r.mentions, statement.source)
    assert sorted(a.name for a in r.actors if a.id in ids) == ["Ann Marr", "Ed Poe"]


@pytest.mark.parametrize(
    ("text", "source", "who"),
    [
        ("Mayor Ann Marr left. Her office said no.", "Her office", "Marr's office"),
        ("Mayor Ann Marr left. Marr’s campaign said no.", "Marr’s campaign", "Marr campaign"),
        ("Ann Marr wrote to Secure Norland. The group said that it would go on.", "The group", "Secure Norland"),
        ("Secure Norland wrote to Norland First. The group said that it would go on.", "The group", "Secure Norland"),
        ("The Marr Institute and the Axo Foundation wrote. The group said that it would go on.", "The group", None),
        ("Ann Marr wrote to the Senate. The group said that it would go on.", "The group", None),
        ("One of the women, Ann Marr, said that it was late.", "One of the women, Ann Marr", "Ann Marr"),
        ("Tea party activist Ann Marr, who founded it, said no.", "Tea party activist Ann Marr, who founded it",
         "Ann Marr"),
    ],
)  # fmt: skip
def test_whose_office_and_which_group(text: str, source: str, who: str | None) -> None:
    assert speaker(read(text), source) == who


def test_an_officer_of_a_body_that_nobody_is_tied_to_is_not_the_last_subject() -> None:
    r = read("Ann Marr sat down. Ms. Marr was late. The F.B.I. director said that he was angry.")
    assert speaker(r, "The F.B.I. director") != "Ann Marr"
    r = read("Ed Poe, the Senate leader, sat down. The Russian leader said that the talks were over.")
    assert speaker(r, "The Russian leader") != "Ed Poe"
    r = read("Ed Poe, the Senate leader, sat down. The leader said that the talks were over.")
    assert speaker(r, "The leader") == "Ed Poe"


def test_who_was_asked_answers() -> None:
    r = read("The news prompted Ann Marr to ask Ed Poe if he had people there. He said that he had.")
    assert speaker(r, "He") in ("Ed Poe", None)
