"""The same statement across articles, and what its wordings have in common and not."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.corroboration import join_groups
from onrecord.link.quotations import keys, link_quotations, read_said
from onrecord.link.wording import compare, kind_of_words, read_wording
from onrecord.records import Article, Kind, Link, Source, Span, Speaker, Statement, make_id


def article(text: str, outlet: str = "A", published: str | None = "2025-02-17") -> Article:
    id = make_id("ar", text, outlet)
    return Article(id, Source(id, id, "", len(text), "text/plain"), text, None, outlet, published)


def said(a: Article, *parts: str, kind: Kind = "direct", speaker: str = "", negated: bool = False) -> Statement:
    """The statement of an article whose content are these parts of its text."""
    spans = []
    for part in parts:
        start = a.text.index(part)
        spans.append(Span(a.id, start, start + len(part), part))
    who = Speaker(f"ac-{speaker}", speaker, "name") if speaker else None
    return Statement(make_id("st", a.id, *parts), a.id, kind, "say", (), (), tuple(spans), 1.0, "test", negated, who)


def same(left: Statement, right: Statement, *articles: Article, actors: dict[str, str] | None = None) -> Link | None:
    found = link_quotations([left, right], articles, actors)
    assert len(found) <= 1
    return found[0] if found else None


def quote_pair(left: str, right: str, speakers: tuple[str, str] = ("Ann Poe", "Ann Poe")) -> Link | None:
    a, b = article(f"“{left}” she said.", "A"), article(f"She said: “{right}”", "B", "2025-02-18")
    return same(said(a, left, speaker=speakers[0]), said(b, right, speaker=speakers[1]), a, b)


def evidence(found: Link | None) -> dict[str, str | int | float]:
    assert found is not None
    return dict(found.evidence)


BACKSTOP = "there must be a US backstop, because a US security guarantee is the only way to effectively deter Russia"


def test_the_same_words_are_one_statement_whatever_the_typography() -> None:
    found = quote_pair("We’ll not send troops to Ukraine, ever.", "We will not send troops to Ukraine – EVER")
    assert evidence(found)["meaning"] == ""
    assert found is not None
    assert found.score == 1.0


def test_one_long_quotation_carries_two_short_ones() -> None:
    first = "Europe must play its role, and I’m prepared to consider committing British forces on the ground."
    a = article(f"“{first}” he said.\n“But {BACKSTOP}.”", "A")
    b = article(f"“{first} But {BACKSTOP}”, he told reporters.", "B")
    statements = [said(a, first), said(a, f"But {BACKSTOP}."), said(b, f"{first} But {BACKSTOP}")]
    found = link_quotations(statements, [a, b])
    assert {frozenset((x.left, x.right)) for x in found} == {
        frozenset((statements[0].id, statements[2].id)), frozenset((statements[1].id, statements[2].id)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "meaning"),
    [
        (BACKSTOP, BACKSTOP.replace("is the only", "is not the only"), "negation"),
        (BACKSTOP, BACKSTOP.replace("must be", "might be"), "modality"),
        (BACKSTOP, BACKSTOP.replace("deter Russia", "deter Belarus"), "name"),
        (BACKSTOP, BACKSTOP.replace("guarantee", "promise"), "word"),
        (BACKSTOP.replace("deter Russia", "deter Muammar Qaddafi"), BACKSTOP.replace("Russia", "Moammar Gadhafi"), ""),
        (BACKSTOP.replace("deter Russia", "deter Iraq now"), BACKSTOP.replace("Russia", "Iran now"), "name"),
        ("We sent 12 trucks full of flour to the border", "We sent 15 trucks full of flour to the border", "number"),
        (BACKSTOP, BACKSTOP.replace("US security", "U.S. security"), ""),
        (BACKSTOP, BACKSTOP.replace("the only way", "[the] only way"), ""),
        (BACKSTOP, BACKSTOP.replace("because a", "because … a"), ""),
        ("We sent twelve trucks full of flour", "We sent 12 trucks full of flour", ""),
        (
            "They organised a defence programme for smugglers in Gdynia",
            "They organized a defense program for smugglers in Gdynia",
            "",
        ),
        (
            "I don’t want that f***ing wall of bricks in Tijuana",
            "I don't want that fucking wall of bricks in Tijuana",
            "",
        ),
        ("Fifty per cent of the soldiers deserted today", "50% of the soldiers deserted today", ""),
    ],
)
def test_what_a_change_means(left: str, right: str, meaning: str) -> None:
    assert evidence(quote_pair(left, right))["meaning"] == meaning


def test_what_was_left_out_is_shown_and_is_no_change_of_meaning() -> None:
    found = evidence(quote_pair(BACKSTOP + " from attacking Ukraine again", BACKSTOP))
    assert found["left_only"] == "from attacking ukraine again"
    assert found["right_only"] == ""
    assert found["meaning"] == ""


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("I am a candidate for president of the United States of America", "president of the United States of America"),
        ("I think it’s a blockbuster revelation", "I think it’s a shame and I think it’s a hoax"),
        ("We will send troops to Ukraine", "We will cut taxes in Poland"),
        ("the", "the"),
    ],
)  # fmt: skip
def test_formulas_and_strangers_are_not_one_statement(left: str, right: str) -> None:
    assert quote_pair(left, right, ("", "")) is None


def test_a_few_equal_words_need_the_same_speaker() -> None:
    short = ("We condemn torture", "We condemn torture")
    assert quote_pair(*short) is not None
    assert quote_pair(*short, ("", "")) is None
    assert quote_pair(*short, ("Ann Poe", "Bob Roe")) is None


def test_many_equal_words_are_one_statement_though_the_reports_name_different_speakers() -> None:
    a, b = article(f"“{BACKSTOP}” said one."), article(f"“{BACKSTOP}” said another.", "B")
    left, right = said(a, BACKSTOP, speaker="Ann Poe"), said(b, BACKSTOP, speaker="Bob Roe")
    found = same(left, right, a, b, actors={"ac-Ann Poe": "ann", "ac-Bob Roe": "bob"})
    assert evidence(found)["speaker"] == "different"
    assert evidence(same(left, right, a, b, actors={"ac-Ann Poe": "x", "ac-Bob Roe": "x"}))["speaker"] == "same"


def test_an_indirect_statement_joins_the_direct_one_only_when_most_of_it_is_there() -> None:
    direct = "we will take every necessary step to protect the Polish border from smugglers"
    a = article(f"“{direct}” she said.")
    near = article("She said Warsaw would take every necessary step to protect the Polish border.", "B")
    far = article("She said Warsaw was ready to guard its frontier.", "C")
    quote = said(a, direct, speaker="Ann Poe")
    near_content = "Warsaw would take every necessary step to protect the Polish border"
    joined = same(quote, said(near, near_content, kind="indirect", speaker="Ann Poe"), a, near)
    assert joined is not None
    assert joined.method == "content-words"
    assert evidence(joined)["meaning"] == ""  # "would" is the reporter's
    assert same(quote, said(near, near_content, kind="indirect", speaker="Ann Poe", negated=True), a, near) is None
    assert same(quote, said(far, "Warsaw was ready to guard its frontier", kind="indirect"), a, far) is None


def test_statements_of_one_article_are_not_linked_and_the_earlier_article_stands_left() -> None:
    a = article(f"“{BACKSTOP}” he said. Again: “{BACKSTOP}.”", "A", "2025-02-18")
    b = article(f"“{BACKSTOP}”", "B", "2025-02-17")
    one, two = said(a, BACKSTOP), said(b, BACKSTOP)
    assert link_quotations([one, said(a, f"“{BACKSTOP}.")], [a]) == ()
    found = same(one, two, a, b)
    assert found is not None
    assert (found.left, found.right) == (two.id, one.id)


def test_the_order_of_the_input_changes_nothing() -> None:
    articles = [article(f"“{BACKSTOP}” said number {n}.", f"outlet {n}") for n in range(4)]
    statements = [said(a, BACKSTOP) for a in articles]
    assert link_quotations(statements, articles) == link_quotations(statements[::-1], articles[::-1])
    assert len(link_quotations(statements, articles)) == 3  # each to the first, not all to all


def test_a_hundred_cuts_of_one_quotation_are_one_statement() -> None:
    words = [f"soldier{n}" for n in range(120)]
    articles = [article(f"“{' '.join(words[: n + 10])}” said number {n}.", f"outlet {n}") for n in range(100)]
    statements = [said(a, " ".join(words[: n + 10])) for n, a in enumerate(articles)]
    heads = join_groups([s.id for s in statements], [(x.left, x.right) for x in link_quotations(statements, articles)])
    assert len(set(heads.values())) == 1


def test_keys_meet_for_a_cut_quotation() -> None:
    a, b = article(f"“{BACKSTOP}”"), article(f"“{BACKSTOP[:60]}”", "B")
    whole, cut = read_said([said(a, BACKSTOP), said(b, BACKSTOP[:60])], [a, b])
    assert len(set(keys(whole)) & set(keys(cut))) > 1


def test_every_statement_has_the_key_of_all_its_words() -> None:
    texts = ["It is so.", "It is so!", "It is not so."]
    articles = [article(text, f"outlet {n}") for n, text in enumerate(texts)]
    found = read_said([said(a, text[:-1]) for a, text in zip(articles, texts, strict=True)], articles)
    made = {one.wording.words: set(keys(one)) for one in found}
    assert len(made) == 2
    assert not set.intersection(*made.values())  # no triple of theirs tells anything


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        (["rule", "out"], ["not", "rule", "out"], "negation"),
        (["12"], ["15"], "number"),
        (["1"], ["a"], "form"),
        (["said"], ["say"], "form"),
        (["increase"], ["decrease"], "word"),
        (["the"], ["that"], "form"),
        (["defence"], ["defense"], "trivial"),
        ([], ["brave"], "dropped"),
        (["must"], ["may"], "modality"),
        (["always"], ["probably"], "strength"),
        (["48", "km"], ["30", "miles"], "trivial"),
        (["48", "km"], ["40", "miles"], "number"),
        (["monday"], ["today"], "form"),
        (["monday"], ["friday"], "word"),
        (["gray", "2013"], ["grey"], "word"),  # a number left out is no other number
        (["neighbourhoods"], ["neighborhoods"], "trivial"),
        (["hour"], ["or"], "dropped"),
    ],
)
def test_kinds_of_words(left: list[str], right: list[str], kind: str) -> None:
    assert kind_of_words(left, right) == kind


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("He left at 6 p.m. sharp", "He left at 6:00 PM sharp"),
        ("It’ s what we’ ll do", "It's what we will do"),
        ("at 10:30 a. m.", "at 10:30am"),
        ("That is OK", "That’s okay"),
    ],
)
def test_times_of_day_and_split_contractions_are_the_same_words(left: str, right: str) -> None:
    a, b = (read_wording(text, [(0, len(text))]).words for text in (left, right))
    assert a == b


def test_other_times_of_day_are_other_words() -> None:
    a, b = (read_wording(text, [(0, len(text))]).words for text in ("at 6 p.m.", "at 6 a.m."))
    assert (a, b) == (("at", "6pm"), ("at", "6am"))


@given(st.text(max_size=200), st.text(max_size=200))
def test_comparing_never_raises_and_alignments_are_equal_words(left: str, right: str) -> None:
    a, b = read_wording(left, [(0, len(left))]), read_wording(right, [(0, len(right))])
    found = compare(a, b, left, right)
    assert 0 <= found.ratio <= 1
    assert all(a.words[i : i + n] == b.words[j : j + n] for i, j, n in found.pairs)
    assert len(a.words) == len(a.ranges)


def test_time_stays_bounded_on_a_quotation_without_end() -> None:
    start = time.process_time()
    endless = " ".join(f"word{n % 5000}" for n in range(60_000))
    assert quote_pair(endless, endless + " more") is not None
    assert time.process_time() - start < 10


TALKS = "Officials met in Oslo for a third day. Ferry owner Tom Brandt refused to take part before the strike ends."


def refusing(outlet: str, text: str = TALKS, source: str = "Tom Brandt") -> tuple[Article, Statement]:
    a = article(text, outlet)
    plain = said(a, "to take part", kind="indirect")
    spans = []
    for words in (source, "refused"):
        start = a.text.index(words)
        spans.append(Span(a.id, start, start + len(words), words))
    return a, replace(plain, source=(spans[0],), cue=(spans[1],))


def test_a_short_indirect_statement_is_the_same_in_a_copied_passage() -> None:
    (a, left), (b, right) = refusing("A"), refusing("B", "From our agency. " + TALKS + " The ferries stay in port.")
    found = same(left, right, a, b)
    assert found is not None
    assert {found.left, found.right} == {left.id, right.id}


def test_a_short_indirect_statement_in_other_passages_is_another() -> None:
    a, left = refusing("A")
    b, right = refusing(
        "B", "In the match Tom Brandt refused to take part, as his knee still hurt after Sunday's game."
    )
    assert same(left, right, a, b) is None
    c, other = refusing("C", TALKS.replace("Tom Brandt", "Ann Poe"), "Ann Poe")
    assert same(left, other, a, c) is None
    d, declined = refusing("D")
    assert same(left, replace(declined, negated=True), a, d) is None
