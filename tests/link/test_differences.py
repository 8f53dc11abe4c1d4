"""Differences between independent reports of the same thing, and what is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord import engine
from onrecord.link.copies import link_copies
from onrecord.link.days import differing_days, find_days
from onrecord.link.differences import link_differences
from onrecord.link.numbers import differing_counts, find_counts
from onrecord.link.quotations import link_quotations
from onrecord.link.stories import link_stories
from onrecord.link.versions import link_versions, read_sentences
from onrecord.records import (
    Actor,
    Article,
    Findings,
    Link,
    Mention,
    Position,
    Source,
    Span,
    Speaker,
    Stance,
    Statement,
    link,
    make_id,
)

BACKSTOP = "there must be a US backstop, because a US security guarantee is the only way to effectively deter Russia"
SCENES = {
    "A": "Leaders met in Paris on Monday evening to talk about Ukraine, Starmer and Tusk among them.",
    "B": "The Paris talks brought together Tusk, Starmer and others at a table in the Elysee palace over Ukraine.",
    "C": "Ukraine was what Europe's heads of government discussed over dinner with Starmer in Paris.",
}


def article(text: str, outlet: str, published: str | None = "2025-02-17") -> Article:
    id = make_id("ar", text, outlet, published)
    return Article(id, Source(id, id, "", len(text), "text/plain"), text, None, outlet, published)


def said(a: Article, content: str, speaker: str = "Keir Starmer", source: str | None = None) -> Findings:
    start = a.text.index(content)
    who = Speaker(make_id("ac", a.id, speaker), speaker, "name")
    spans = ()
    if source:
        at = a.text.index(source)
        spans = (Span(a.id, at, at + len(source), source),)
    span = Span(a.id, start, start + len(content), content)
    statement = Statement(
        make_id("st", a.id, content), a.id, "direct", "say", spans, (), (span,), 1.0, "test", False, who
    )
    actor = Actor(who.actor or "", speaker, "person", (speaker,), article=a.id)
    return Findings(a, statements=(statement,), actors=(actor,), mentions=(Mention("me", span, "name", actor.id),))


def differences(*found: Findings, extra: tuple[Link, ...] = (), one_story: bool = True) -> tuple[Link, ...]:
    articles = [f.article for f in found]
    copies = link_copies(articles, {})
    stories = tuple(link("story", a.id, "sy", "human", 1.0) for a in articles) if one_story else link_stories(articles)
    actors = tuple(link("actor", a.id, f"story {a.name}", "name", 1.0) for f in found for a in f.actors)
    same = link_quotations([s for f in found for s in f.statements], articles, {x.left: x.right for x in actors})
    versions = link_versions(articles, copies)
    return link_differences(found, (*copies, *versions, *stories, *actors, *same, *extra))


def evidence(found: Link) -> dict[str, str | int | float]:
    return dict(found.evidence)


def quoting(words: str, outlet: str, published: str | None = "2025-02-17", speaker: str = "Keir Starmer",
            source: str | None = None) -> Findings:  # fmt: skip
    text = f"{SCENES[outlet]} “{words},” {source or 'he'} said in {outlet}."
    return said(article(text, outlet, published), words, speaker, source)


def test_a_negation_in_one_of_two_wordings_is_told_with_both_places() -> None:
    left = quoting(BACKSTOP, "A", "2025-02-16")
    right = quoting(BACKSTOP.replace("is the only", "is not the only"), "B")
    (found,) = differences(right, left)
    told = evidence(found)
    assert (found.left, found.right) == (left.statements[0].id, right.statements[0].id)
    assert (told["what"], told["how"], told["reports"]) == ("wording", "negation", "independent")
    text = {f.article.id: f.article.text for f in (left, right)}
    assert text[str(told["right_article"])][int(told["right_start"]) : int(told["right_end"])] == told["right_words"]
    assert "is not the only" in str(told["right_words"])
    assert "is the only" in str(told["left_words"])


def test_the_gravest_difference_comes_first() -> None:
    words = (BACKSTOP, BACKSTOP.replace("guarantee", "promise"), BACKSTOP.replace("must be", "must not be"))
    found = differences(*(quoting(w, outlet) for w, outlet in zip(words, "ABC", strict=True)))
    assert evidence(found[0])["how"] == "negation"
    assert list(found) == sorted(found, key=lambda x: -x.score)


@pytest.mark.parametrize(
    "other",
    [
        BACKSTOP,
        BACKSTOP.replace("US", "U.S."),
        BACKSTOP.replace("there must", "There … must"),
        BACKSTOP[:70],
        BACKSTOP.replace("deter", "[the aim is to] deter"),
    ],
)
def test_cuts_and_typography_are_no_difference(other: str) -> None:
    assert differences(quoting(BACKSTOP, "A"), quoting(other, "B")) == ()


def test_a_quotation_reworded_throughout_is_told_last_and_a_single_slight_change_not_at_all() -> None:
    left = "We do not plan to send Polish soldiers to the territory of Ukraine"
    right = "We are not planning to send Polish soldiers to Ukrainian territory"
    (found,) = differences(quoting(left, "A"), quoting(right, "B"))
    assert (evidence(found)["how"], found.score < 0.3) == ("reworded", True)
    assert differences(quoting(left, "A"), quoting(left.replace("plan", "planned"), "B")) == ()


def test_a_copy_of_a_corrected_version_does_not_tell_the_correction_again() -> None:
    body = " ".join(f"word{n} went." for n in range(60))
    first = Findings(article(f"{FERRY} {body}", "A", "2025-02-17"))
    later = Findings(article(f"{FERRY.replace('12', '20')} {body}", "A", "2025-02-18"))
    copy = Findings(article(f"{FERRY.replace('12', '20')} {body} That is all.", "C", "2025-02-19"))
    (found,) = differences(first, later, copy)
    assert evidence(found)["reports"] == "version"


def test_copies_other_stories_and_later_weeks_are_no_independent_reports_of_one_thing() -> None:
    other = BACKSTOP.replace("must be", "might be")
    body = " ".join(f"word{n}" for n in range(80))
    a, b = article(f"{body} “{BACKSTOP},” he said.", "A"), article(f"{body} “{other},” he said.", "B")
    assert differences(said(a, BACKSTOP), said(b, other)) == ()
    late = quoting(other, "B", "2025-04-17")
    assert differences(quoting(BACKSTOP, "A"), late) == ()
    assert len(differences(quoting(BACKSTOP, "A"), quoting(other, "B"))) == 1


def test_one_quotation_under_two_names_is_a_difference_of_speaker_only_where_both_are_named() -> None:
    left = quoting(BACKSTOP, "A", speaker="Keir Starmer", source="Sir Keir Starmer")
    right = quoting(BACKSTOP, "B", speaker="Emmanuel Macron", source="Mr Macron")
    (found,) = differences(left, right)
    assert evidence(found)["what"] == "speaker"
    pronoun = quoting(BACKSTOP, "B", speaker="Emmanuel Macron", source="he")
    assert differences(left, pronoun) == ()


def test_who_repeats_another_inside_a_quotation_leaves_open_whose_words_they_are() -> None:
    left = quoting(BACKSTOP, "A", speaker="Keir Starmer", source="Sir Keir Starmer")
    right = quoting(BACKSTOP, "B", speaker="Emmanuel Macron", source="Mr Macron")
    for words, told in ((BACKSTOP[:40], 0), (SCENES["A"], 1)):  # inside the quotation; beside it
        other = said(left.article, words, "Emmanuel Macron")
        both = replace(left, statements=(*left.statements, *other.statements), actors=(*left.actors, *other.actors))
        assert len(differences(both, right)) == told


RAISED = "we {} feel on the whole that the harbour plan {} what the people of Karvan want to see from this council"


def test_a_negation_that_only_stands_elsewhere_is_no_difference() -> None:
    left, right = RAISED.format("do not", "is"), RAISED.format("do", "is not")
    assert [evidence(x)["how"] for x in differences(quoting(left, "A"), quoting(right, "B"))] in ([], ["reworded"])
    told = "the mayor {} guilty in the matter of the harbour and the council of Karvan {} to blame for any of it"
    left, right = told.format("is", "is not"), told.format("is not", "is")
    (found,) = differences(quoting(left, "A"), quoting(right, "B"))
    assert evidence(found)["how"] == "negation"


@pytest.mark.parametrize(
    ("left", "right", "how"),
    [
        ("Mama", "Momma", None),
        ("any worse", "anything worse", None),
        ("is not working", "has not worked", None),
        ("Elizabeth Moreau's going", "Liz Moreau is going", None),
        ("Carla Moreau's going", "Liz Moreau is going", "name"),
        ("no office@karvan.example emails", "no [email protected] e-mails", None),
        ("[N]o visit", "no visit", None),
        ("[N]o visit", "no message", "word"),
        ("no visit", "no message", "word"),
        ("is not holding", "is not helping", "word"),
    ],
)
def test_spelling_and_forms_of_a_word_are_no_other_word(left: str, right: str, how: str | None) -> None:
    words = "I told the harbour council of Karvan that {} as well as the people there would have liked it"
    found = differences(quoting(words.format(left), "A"), quoting(words.format(right), "B"))
    assert [evidence(x)["how"] for x in found] == ([how] if how else [])


def test_a_word_whose_first_letter_an_editor_changed_is_one_word() -> None:
    told = "somebody as friendly to the harbour of Karvan and to its council calls it off, the people there will listen"
    left = quoting(f"[w]hen {told}", "A")
    right = quoting(f"coming from {told}", "B")
    assert differences(left, right) == ()  # where the quotation begins, not another word


def holding(stance: Stance, outlet: str, target: str = "sending soldiers to Ukraine", tail: str = "") -> Findings:
    verb = "supports" if stance == "for" else "opposes"
    a = article(f"{SCENES[outlet]} Poland {verb} {target}{tail}, {outlet} reported.", outlet)
    at, first = a.text.index(target), len(SCENES[outlet]) + 1
    sentence = Span(a.id, first, len(a.text), a.text[first:])
    holder = Span(a.id, first, first + 6, "Poland")
    position = Position(make_id("po", a.id), a.id, make_id("ac", a.id), "Poland", holder,
                        Span(a.id, at, at + len(target), target), stance, False, (), sentence, 0.9, "test")  # fmt: skip
    actor = Actor(make_id("ac", a.id), "Poland", "country", article=a.id)
    return Findings(a, positions=(position,), actors=(actor,))


def stances(*found: Findings) -> tuple[Link, ...]:
    issues = tuple(link("issue", f.positions[0].id, "is-1", "words", 1.0) for f in found)
    return differences(*found, extra=issues)


def test_opposite_stances_on_one_target_are_a_difference() -> None:
    (found,) = stances(holding("for", "A"), holding("against", "B"))
    assert evidence(found)["what"] == "stance"
    assert stances(holding("for", "A"), holding("for", "B")) == ()


def test_opposite_stances_on_a_plan_and_on_its_end_are_none() -> None:
    assert stances(holding("for", "A"), holding("against", "B", "sending aid to Georgia")) == ()
    ban = "a ban on sending soldiers to Ukraine"
    assert stances(holding("for", "A", ban), holding("against", "B", ban)) == ()


FERRY = "At least 12 people were killed when a ferry sank off the coast near Gdynia."


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        (FERRY, "Twenty people were killed on Monday when the ferry sank near the port of Gdynia.", True),
        (FERRY, "More than 11 people were killed when the ferry sank near Gdynia.", False),
        (FERRY, "Twenty people were arrested in Warsaw on Monday.", False),
        (FERRY, "Twenty people were killed when a train left the rails near Lyon.", False),
        (FERRY, "12 people were killed when the ferry sank near Gdynia; 20 people died there in 1998.", False),
        ("The ministry sends 1,200 soldiers to Kharkiv.", "2,000 soldiers go to Kharkiv, the ministry said.", True),
        ("The ministry sends 1.2 million shells to Kharkiv.", "The ministry sends 1,200,000 shells to Kharkiv.", False),
        (
            "The ship took 420 passengers and crew off the reef near Aden.",
            "The ship took 246 passengers off the reef near Aden.",
            False,
        ),
        (
            "Inspectors found 6 rifles on the boat off Aden.",
            "Inspectors found 14 rifles on boats off Aden so far.",
            False,
        ),
        ("Inspectors found 6 rifles on the boat off Aden.", "Inspectors found 14 rifles on the boat off Aden.", True),
        # a price and the airtime that is bought: two sums
        (
            "The spot, to air in Lund, Malmo and Ystad, costs the Harbour League $2 million.",
            "The Harbour League has booked $700,000 of airtime in Lund, Ystad and Malmo.",
            False,
        ),
        (
            "The spot, to air in Lund, Malmo and Ystad, costs the Harbour League $2 million of airtime.",
            "The Harbour League has booked $700,000 of airtime in Lund, Ystad and Malmo for the spot.",
            True,
        ),
        # two polls
        (
            "The Karvan poll of 900 voters has a sampling error of plus or minus 4.2 percentage points.",
            "The Karvan poll of voters has a sampling error of plus or minus 3.1 percentage points.",
            False,
        ),
        ("They came to Kharkiv on 12 May 2014.", "They came to Kharkiv on 13 May 2015.", False),
    ],
)
def test_numbers_of_one_thing(left: str, right: str, differ: bool) -> None:
    counts = []
    for text in (left, right):
        a = article(text, text[:3])
        counts.append(find_counts(a.text, read_sentences(a)))
    assert bool(differing_counts(counts[0], counts[1])) is differ


def test_differing_numbers_in_narration_are_linked_from_article_to_article() -> None:
    left = Findings(article(f"{SCENES['A']} {FERRY}", "A"))
    right = Findings(article(f"{FERRY.replace('At least 12', 'Twenty')} It was dark. {SCENES['B']}", "B", "2025-02-18"))
    (found,) = differences(left, right)
    assert (found.left, found.right) == (left.article.id, right.article.id)
    assert evidence(found)["left_words"] == FERRY


def test_a_corrected_number_between_versions_is_told_as_such() -> None:
    body = " ".join(f"word{n} went." for n in range(60))
    first = Findings(article(f"{FERRY} {body}", "A", "2025-02-17"))
    later = Findings(article(f"{FERRY.replace('12', '20')} {body}", "A", "2025-02-18"))
    (found,) = differences(later, first)
    assert (found.left, evidence(found)["how"], evidence(found)["reports"]) == (
        first.article.id,
        "corrected",
        "version",
    )


def test_reruns_and_the_order_of_articles_change_nothing() -> None:
    found = [quoting(BACKSTOP, "A"), quoting(BACKSTOP.replace("must be", "might be"), "B"), holding("for", "C")]
    assert differences(*found) == differences(*found[::-1]) != ()


MEETING = "Northsea Holdings will publish its plans for the Ashford shipyard on 14 May 2024."


@pytest.mark.parametrize(
    ("left", "right", "differ"),
    [
        (MEETING, "Plans for the Ashford shipyard will be published by Northsea on 16 May 2024.", True),
        (MEETING, MEETING, False),
        (MEETING, "Northsea Holdings will publish its accounts in London on 16 May 2024.", False),
        (MEETING, "Northsea will publish its plans for the Ashford shipyard on 16 May 2025.", False),  # a year later
        (MEETING, "Northsea Holdings will publish its plans for the Ashford shipyard on Thursday.", False),  # which?
        (MEETING, "Northsea will publish its plans for Ashford on 16 May 2024, it said. "
         "Northsea will publish its Ashford shipyard plans on 14 May 2024.", False),
    ],
)  # fmt: skip
def test_days_of_one_event(left: str, right: str, differ: bool) -> None:
    days = []
    for text in (left, right):
        found = engine.find(article(text, text[:3], None))
        days.append(find_days(found, read_sentences(found.article)))
    assert bool(differing_days(days[0], days[1])) is differ


@pytest.mark.parametrize(
    ("opening", "differ"),
    [
        ("On 16 May 2024 Northsea Holdings published its plans for the Ashford shipyard.", False),
        ("16 May 2024 Northsea Holdings published its plans for the Ashford shipyard.", False),
        ("Northsea Holdings published its plans for the Ashford shipyard on 16 May 2024.", True),
    ],
)
def test_a_full_date_that_opens_a_passage_may_be_the_day_of_the_report(opening: str, differ: bool) -> None:
    days = []
    for text in (opening, "Northsea Holdings published its plans for the Ashford shipyard on 14 May 2024."):
        found = engine.find(article(text, text[:3], None))
        days.append(find_days(found, read_sentences(found.article)))
    assert bool(differing_days(days[0], days[1])) is differ


def test_a_weekday_is_a_day_where_the_article_has_a_date() -> None:
    days = []
    for text in (
        "The ferry sank near Gdynia in a storm on Monday.",
        "The ferry sank near Gdynia on Sunday in a storm.",
    ):
        found = engine.find(article(text, text, "2025-02-18"))
        days.append(find_days(found, read_sentences(found.article)))
    ((mine, theirs),) = differing_days(days[0], days[1])
    assert (mine.day.isoformat(), theirs.day.isoformat()) == ("2025-02-17", "2025-02-16")


def test_another_day_in_an_independent_report_is_told_with_both_sentences() -> None:
    other = MEETING.replace("14", "16")
    left, right = (engine.find(article(f"{scene} {told}", scene[:5])) for scene, told in
                   ((SCENES["A"], MEETING), (SCENES["B"], other)))  # fmt: skip
    found = [x for x in differences(left, right) if evidence(x)["what"] == "date"]
    assert [(evidence(x)["left_words"], evidence(x)["right_words"]) for x in found] == [(MEETING, other)]
    assert evidence(found[0])["left_differs"] == "14 May 2024"
