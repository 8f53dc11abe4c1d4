"""What is removed of an article, to the character, and what of the story must stay."""

from __future__ import annotations

import json
import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import article
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.removed import find_removed
from onrecord.read import read_inputs
from onrecord.records import Article, Removed

LEAD = "The talks began on Sunday and went on for three hours in Paris."
NEXT = "Allies were divided over the plan on Monday evening, officials said."
APPEAL = (
    "Please help us keep our reporters on the road. We have no paywall and no owner. If you can afford it, make a "
    "donation today: your gift helps us to tell the story."
)


def removed(text: str, repeated: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    found = find_removed(article(text), repeated)
    assert_sound(text, found)
    return [(one.reason, one.span.words) for one in found]


def assert_sound(text: str, found: tuple[Removed, ...]) -> None:
    position = 0
    for one in found:
        assert one.span.words == text[one.span.start : one.span.end]
        assert one.span.start >= position
        assert one.span.end > one.span.start
        position = one.span.end


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Sign up for our free Morning newsletter", "newsletter"),
        ("Get the day's top stories delivered straight to your inbox.", "newsletter"),
        ("By signing up, you agree to our terms of service.", "newsletter"),
        ("For more from The Post, download our app for iOS or Android.", "app"),
        ("Read more", "read-more"),
        ("READ MORE: Tusk says no to boots in Ukraine", "read-more"),
        ("Related: ‘No talks without us,’ says Zelensky", "read-more"),
        ("Advertisement", "read-more"),
        ("Story continues below", "read-more"),
        ("You may also like", "read-more"),
        ("Keir Starmer leaves Paris after the talks (Jane Doe/PA)", "caption"),
        ("Keir Starmer leaves Paris after the talks. (AP Photo/Jane Doe, File)", "caption"),
        ("Leaders meet in Paris. Photograph: Jane Doe/Getty Images", "caption"),
        ("Representative Doe at the Capitol in December.CreditJane Smith/Reuters", "caption"),
        ("(Jane Doe/Getty Images)", "credit"),
        ("Getty", "credit"),
        ("Photo: Jane Doe", "credit"),
        ("Leaders meet in Paris on Sunday. Photograph: Jane Doe/Northern Agency", "caption"),
        ("Leaders meet in Paris on Sunday. Jane Doe/Reuters", "caption"),
        ("Leaders meet in Paris on Sunday. REUTERS/Jane Doe/File Photo", "caption"),
        ("FILE PHOTO: Leaders meet in Paris on Sunday. REUTERS/Jane Doe", "credit"),
        ("FILE - The prime minister speaks in Paris in May.", "credit"),
        ("Image source, Getty Images", "credit"),
        ("Image caption, The prime minister said little on Sunday", "credit"),
        ("214 comments · 6 min read", "navigation"),
        ("3 min read", "navigation"),
        ("Reading time: 4 minutes", "navigation"),
        ("Comments (12)", "navigation"),
        ("Loading video…", "navigation"),
        ("Listen to this story (5 mins)", "navigation"),
        ("Your browser does not support the audio element.", "navigation"),
        ("Join our Telegram channel for the latest", "share"),
        ("Got a tip? Email our newsroom at news@post.example", "author"),
        ("This article is for subscribers only.", "newsletter"),
        ("Subscribe to continue reading.", "newsletter"),
        ("You have read your last free article this month.", "newsletter"),
        ("Already a subscriber? Log in", "newsletter"),
        ("| Jane Doe | yes |", "table"),
        ("Site Mobile Navigation", "navigation"),
        ("Skip to main content", "navigation"),
        ("Home > News > World > Europe", "navigation"),
        ("© 2025 The Post. All rights reserved.", "navigation"),
        ("We use cookies to improve your visit.", "cookies"),
        ("Accept all cookies", "cookies"),
        ("By continuing to use this site you agree to our cookie policy.", "cookies"),
        ("Share on Facebook", "share"),
        ("Facebook Twitter WhatsApp Email", "share"),
        ("Follow us on Twitter @thepost.", "share"),
        ("By Jane Doe, Political Correspondent", "author"),
        ("Jane Doe contributed to this report.", "author"),
        ("Follow Jane Doe on Twitter @janedoe.", "author"),
        ("Jane Doe is a reporter for The Post.", "author"),
        ("(Reporting by Jane Doe in Paris; editing by Joe Bloggs)", "author"),
        ("Doe reported from Washington.", "author"),
        (APPEAL, "appeal"),
        ("Support independent journalism. Become a member today.", "appeal"),
    ],
)
def test_lines(line: str, reason: str) -> None:
    assert removed(f"{LEAD}\n{line}\n{NEXT}") == [(reason, line)]
    assert removed(f"{LEAD}\r\n\r\n  {line.replace(' ', chr(160))}\r\n{NEXT}") == [
        (reason, line.replace(" ", chr(160)))
    ]


@pytest.mark.parametrize(
    "story",
    [
        "The campaign told supporters that their donation would keep the ads on the air.",
        "“Your support helps us to tell the story of working people,” the senator said. “Our journalism will not.”",
        "In an email to donors he wrote: “Your donation allows us to fight back. Please contribute $5 today.”",
        "We need your support, the candidate's email read. Contribute $27 today and help us win Iowa.",
        "Give now, he urged them, and the hall gave.",
        "The paper will put up a paywall. Subscribers will pay $5 a month for quality journalism.",
        "Making journalism the sole judge blinds us. It keeps our journalists from the story, and readers from it.",
        "Support for our journalism has grown, the union's leader said, and your support for us matters.",
        "Read more than 50 letters, the judge told the clerk.",
        "He read more of the bill on Tuesday.",
        "Follow the money, Ms Warren said on Twitter.",
        "She signed up for the newsletter of the committee.",
        "The White House will share this information with Congress.",
        "Share prices fell on Monday after the announcement.",
        "Sen. Pat Toomey opposed the bill (PA).",
        "WASHINGTON (Reuters) - The president said no on Monday.",
        "Photos of the meeting show Mr Starmer beside Mr Macron.",
        "By Monday Mr Starmer had changed his mind.",
        "By signing up to the pact, Poland will have its guarantee.",
        "The prime minister contributed to this report, officials said.",
        "John Kelly is the editor of the report for Congress.",
        "Comments made by Mr Trump drew criticism.",
        "Get the app banned, the senator wrote to Apple.",
        "We use cookies to bribe the children, he joked.",
        "Her husband reported from Kabul for ten years.",
        "Mr Lopez reported from the scene that two men had died.",
        "NPR's Jane Doe reported from Miami:",
        "Join our campaign today, he said, and become a member of a party that tells the story of Britain.",
        "By default your subscription is renewed. Other services work like the free versions without you.",
        "“Sign up for our newsletter,” read the banner.",
        "Poland will support Ukraine as it has done so far (with money and with arms).",
        "Correction: the talks were in May, not in June as we first wrote.",
        "Europe's leaders | Britain | France | Germany did not agree on the text that the commission had sent to them.",
    ],
)
def test_sentences_of_the_story_stay(story: str) -> None:
    assert removed(f"{LEAD}\n{story}\n{NEXT}") == []
    assert removed(f"{LEAD} {story} {NEXT}") == []


def test_an_appeal_run_together_with_the_story() -> None:
    assert removed(f"{LEAD}\n{APPEAL}Read more{NEXT}“We do not plan that.”") == [
        ("appeal", APPEAL),
        ("read-more", "Read more"),
    ]


def test_an_appeal_over_several_lines_is_one_span() -> None:
    lines = ["Your support helps us to tell the story", "We have been on the ground in all of its wars.",
             "Your donation allows us to send reporters.", "Thank you."]  # fmt: skip
    assert removed("\n".join([*lines[:3], LEAD])) == [("appeal", "\n".join(lines[:3]))]
    assert removed("\n".join([LEAD, *lines])) == [("appeal", "\n".join(lines))]


def test_an_ask_without_the_press_stays() -> None:
    assert removed(f"{LEAD}\nYour support makes all the difference. Please donate today.\n{NEXT}") == []


def test_a_sentence_between_two_appeals_that_is_story_stays() -> None:
    story = "Poland ruled the proposal out. Sweden wants assurances. Spain is undecided."
    text = f"{APPEAL}\n{story}\n{APPEAL}"
    assert removed(text) == [("appeal", APPEAL), ("appeal", APPEAL)]


@pytest.mark.parametrize(
    ("before", "after"), [("the plan.", "A split"), ("the plan.”", "“We do not"), ("the plan", "A split")]
)
def test_phrases_that_stand_against_the_story(before: str, after: str) -> None:
    assert removed(f"He ruled out {before}Read more{after} plan that now.") == [("read-more", "Read more")]


def test_a_caption_at_the_end_of_the_last_line() -> None:
    caption = "Keir Starmer is in Paris for talks (Jane Doe/PA) More"
    assert removed(f"{LEAD} {NEXT}{caption}") == [("caption", caption)]
    assert removed(f"{LEAD} {NEXT}”{caption}") == [("caption", caption)]


def test_an_authors_blurb_in_the_middle_stays() -> None:
    middle = "\n".join([LEAD] * 7 + ["Jane Doe is a reporter for The Post."] + [NEXT] * 7)
    assert removed(middle) == []


def test_the_headline_is_never_removed() -> None:
    text = f"Read more: what to know of the talks\n{LEAD}"
    titled = replace(article(text), title=text.split("\n")[0], headline=(0, 36))
    assert find_removed(titled) == ()
    assert removed(text) == [("read-more", "Read more: what to know of the talks")]


def test_repeated_lines_and_sentences() -> None:
    note = "Editor's note: the Post's owner sits in Parliament."
    key = " ".join(re.findall(r"\w+", note.lower()))
    assert removed(f"{LEAD}\n{note}", frozenset([key])) == [("repeated", note)]
    assert removed(f"{LEAD} {note} {NEXT}", frozenset([key])) == [("repeated", note)]
    assert removed(f"{LEAD}\n{note}") == []


def test_ids_are_those_of_the_place() -> None:
    text = f"Advertisement\n{LEAD}\nAdvertisement\n{NEXT}"
    first, second = find_removed(article(text)), find_removed(article(text))
    assert first == second
    assert len({one.id for one in first}) == 2


@given(
    st.lists(
        st.sampled_from([LEAD, NEXT, APPEAL, "Read more", "(Jane Doe/PA) More", "“", "”", '"', " ", "\n", "\r\n",
                         "\u202eשלום\u200b", "Your support", "our journalism", ".", "Sign up for our newsletter", "😀",
                         "By Jane Doe"]),
        max_size=14,
    )
)  # fmt: skip
def test_spans_are_true_on_any_text(parts: list[str]) -> None:
    text = "".join(parts)
    assert_sound(text, find_removed(article(text)))


def test_time_on_hostile_lines_is_bounded() -> None:
    """Nested patterns of names once took minutes on "In In In In": a line of 400 characters must take milliseconds."""
    chooser = random.Random(5)
    words = (
        "In By A Ab Getty Reuters and in from reported contributed follow sign up photo share tweet read more your "
        "support our cookies ( ) / | > via of the . … “ ”"
    ).split()
    lines = []
    for _ in range(1500):
        unit = [chooser.choice([word, word.title()]) for word in chooser.sample(words, chooser.choice([1, 2, 3, 5]))]
        lines.append(chooser.choice([" ", "", ", ", "/", " | "]).join(unit * 200)[: chooser.choice([120, 390, 400])])
    start = time.process_time()
    for line in lines:
        find_removed(article(line))
    assert time.process_time() - start < 6


# --- real articles -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeds(shared: Path) -> list[Article]:
    found = [one for one in read_inputs([str(shared / "stories/backstop")]) if isinstance(one, Article)]
    assert len(found) == 2
    return found


def test_the_first_seed_loses_its_appeal_and_nothing_else(seeds: list[Article]) -> None:
    text = seeds[0].text
    found = find_removed(seeds[0])
    assert [one.reason for one in found] == ["appeal"]
    assert found[0].span.start == 0
    assert text[found[0].span.end :].startswith("\nSir Keir Starmer has thrown down")


def test_the_second_seed_loses_its_appeal_read_more_and_caption(seeds: list[Article]) -> None:
    text = seeds[1].text
    found = find_removed(seeds[1])
    assert [one.reason for one in found] == ["appeal", "read-more", "caption"]
    appeal, more, caption = (one.span for one in found)
    assert text[: appeal.start].endswith("Ukraine\n")
    assert appeal.end == more.start
    assert more.words == "Read more"
    assert text[more.end :].startswith("A split has emerged")
    assert text[: caption.start].endswith("physical guarantees.”")
    assert caption.end == len(text)


def test_the_300_articles_lose_four_passages(shared: Path) -> None:
    """All four were read by hand: navigation, an author's blurb, a contributor's line and a caption."""
    reasons = []
    for line in (shared / "data/stories/basil.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        found = find_removed(article(text))
        assert_sound(text, found)
        reasons += [one.reason for one in found]
    assert sorted(reasons) == ["author", "author", "caption", "navigation"]
