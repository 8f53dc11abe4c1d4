"""The page of one actor: names with counts, dated roles, stances, who agrees, and on what it was taken for one."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import small_story
from rich.console import Console

from onrecord.cli import main
from onrecord.dossier import ActorPage, Dossier, RoleSeen, build_dossier, find_page
from onrecord.dossier.said import shown_title
from onrecord.errors import UsageError
from onrecord.records import Mention, Role, Span, link
from onrecord.store import Store
from onrecord.views.phrases import taken_on
from onrecord.views.report import write_report
from onrecord.views.terminal import show_actor


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as store:
        small_story.fill(store)
        yield store


@pytest.fixture
def dossier(store: Store) -> Dossier:
    return build_dossier(store)


def shown(page: ActorPage, width: int = 80) -> str:
    out = io.StringIO()
    show_actor(page, Console(file=out, width=width, highlight=False))
    return out.getvalue()


def test_everybody_but_the_unknown_has_a_page(dossier: Dossier) -> None:
    assert [page.actor.name for page in dossier.actors] == [
        said.actor.name for said in dossier.said if said.actor.id != "unknown"
    ]


def test_names_are_counted_and_pronouns_stand_last(store: Store) -> None:
    found = small_story.herald()
    m = small_story.Marker(found.article)
    he = Mention("me-he", Span(found.article.id, *_he(m)), "pronoun", m.id("ac", "nowak"))
    named = [Mention(f"me-{n}", m.span(words), "name", m.id("ac", "nowak")) for n, words in enumerate(NOWAK)]
    store.replace_findings(replace(found, mentions=(*found.mentions, he, *named)))
    page = find_page(build_dossier(store).actors, "Jan Nowak")
    assert [(used.words, used.form, used.mentions, used.articles) for used in page.names] == [
        ("Jan Nowak", "name", 1, 1), ("Mr Nowak", "name", 1, 1), ("he", "pronoun", 1, 1)]  # fmt: skip


NOWAK = ("Jan Nowak", "Mr Nowak")


def _he(m: small_story.Marker) -> tuple[int, int, str]:
    span = m.span("he said")
    return span.start, span.start + 2, "he"


def test_roles_are_dated_by_their_articles(dossier: Dossier) -> None:
    roles = find_page(dossier.actors, "Ann Lee").said.roles
    assert [(role.words, role.first, role.last, len(role.evidence)) for role in roles] == [
        ("prime minister of Britain", "2025-02-17", "2025-02-17", 2),  # the copy has no date
        ("prime minister", "2025-02-17", "2025-02-17", 1),
    ]


def test_what_a_minister_holds_is_told_as_the_states_too(dossier: Dossier) -> None:
    stands = {page.actor.name: page.stands for page in dossier.actors}
    (own,) = stands["Ann Lee"]
    assert (own.row.mark, own.counted_for and own.counted_for.name) == ("conditional", "United Kingdom")
    (state,) = stands["United Kingdom"]
    assert (state.counted_for, state.row.through) == (None, ("Ann Lee",))
    assert {p.actor.name for p in own.row.positions} == {"Ann Lee"}


def test_opposite_stances_differ_and_nobody_agrees_with_their_own_state(dossier: Dossier) -> None:
    company = {page.actor.name: page.company for page in dossier.actors}
    assert [(c.actor.name, len(c.agrees), len(c.differs)) for c in company["Ann Lee"]] == [("Poland", 0, 1)]
    (shared,) = company["Poland"][0].differs
    assert (company["Poland"][0].actor.name, shared.mine, shared.theirs) == ("United Kingdom", "against", "conditional")
    assert company["Jan Nowak"] == ()  # no stance of their own


def test_for_and_on_conditions_are_one_side_but_leaning_against_is_not(store: Store) -> None:
    for stance, leaning, agrees in (("for", "", 1), ("conditional", "against", 0), ("against", "", 0)):
        found = small_story.post()
        poland = replace(found.positions[1], stance=stance, leaning=leaning)  # type: ignore[arg-type]
        store.replace_findings(replace(found, positions=(found.positions[0], poland)))
        other = small_story.herald()
        store.replace_findings(replace(other, positions=other.positions[:1]))
        store.remove_article("ar-copy")
        (company,) = find_page(build_dossier(store).actors, "Poland").company
        assert (len(company.agrees), len(company.differs)) == (agrees, 1 - agrees)


def test_the_undecided_are_in_nobodys_company(store: Store) -> None:
    found = small_story.post()
    undecided = replace(found.positions[1], stance="undecided")
    store.replace_findings(replace(found, positions=(found.positions[0], undecided)))
    store.remove_article("ar-herald")
    store.remove_article("ar-copy")
    assert find_page(build_dossier(store).actors, "Poland").company == ()


def test_merges_say_on_what_the_least_sure_first(store: Store) -> None:
    ids = {f.article.id: a.id for f in store.all_findings() for a in f.actors if a.name == "Ann Lee"}
    kept = [x for x in store.links("actor") if x.left not in ids.values()]
    sure = [link("actor", ids[a], "sa-lee", "full name", 1.0, by="Ann Lee") for a in ("ar-post", "ar-copy")]
    weak = link("actor", ids["ar-herald"], "sa-lee", "surname", 0.9, by="prime minister")
    store.replace_links(["actor"], [*kept, *sure, weak])
    page = find_page(build_dossier(store).actors, "Ann Lee")
    assert [(m.method, m.by, m.score, len(m.articles)) for m in page.merges] == [
        ("surname", "prime minister", 0.9, 1), ("full name", "Ann Lee", 1.0, 2)]  # fmt: skip
    assert "a surname that only they have (prime minister)" in " ".join(shown(page).split())
    assert taken_on("country", "country:PL", "Poland") == "the same country"
    assert taken_on("full name", "Ann Lee", "Ann Lee") == "the same full name"
    assert [seen.article for seen in page.articles] == ["ar-post", "ar-herald", "ar-copy"]


def test_an_actor_is_found_by_id_by_name_and_by_part_of_a_name(dossier: Dossier) -> None:
    for name in ("sa-lee", "Ann Lee", "ann  lee", "Lee"):
        assert find_page(dossier.actors, name).actor.id == "sa-lee"
    assert find_page(dossier.actors, "Britain").actor.name == "United Kingdom"
    with pytest.raises(UsageError, match="no actor here"):
        find_page(dossier.actors, "Le")


def test_several_of_a_name_are_listed_with_their_ids(dossier: Dossier) -> None:
    lee = find_page(dossier.actors, "Ann Lee")
    other = replace(lee, said=replace(lee.said, actor=replace(lee.actor, id="sa-other")))
    with pytest.raises(UsageError, match=r"any of 2 .*sa-lee.*sa-other"):
        find_page((lee, other), "Ann Lee")
    assert find_page((lee, other), "sa-other") is other


@pytest.mark.parametrize("width", [40, 80])
def test_the_terminal_page_fits(dossier: Dossier, width: int) -> None:
    for page in dossier.actors:
        assert all(len(line) <= width and line == line.rstrip() for line in shown(page, width).splitlines())
    text = " ".join(shown(find_page(dossier.actors, "Ann Lee")).split())
    assert "speaks for United Kingdom" in text
    assert "prime minister of Britain 2025-02-17, 2 articles" in text
    assert "(told as United Kingdom)" in text
    assert "Differs from Poland: send troops (conditional, against)" in text


def test_the_report_has_the_page_and_leads_to_it(dossier: Dossier) -> None:
    html = write_report(dossier)
    assert "More about Ann Lee" in html
    card = html[html.index("More about Ann Lee") :]
    assert "told as United Kingdom" in card
    assert "Differs from" in card
    assert '<a href="#sa-pl">' not in html  # Poland has no card: it said nothing
    assert 'Speaks for <a href="#sa-uk"' not in html


def test_the_command_line_shows_one_actor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path) as store:
        small_story.fill(store)
    for arguments, code in ((["actor", "Lee"], 0), (["actor"], 2), (["actors", "Lee"], 2), (["actor", "Nobody"], 2)):
        with pytest.raises(SystemExit) as ended:
            main(["show", str(tmp_path), *arguments])
        assert ended.value.code == code
    assert "Ann Lee" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["show", str(tmp_path), "actor", "sa-lee", "--json"])
    assert json.loads(capsys.readouterr().out)["said"]["actor"]["name"] == "Ann Lee"


@pytest.mark.parametrize(
    ("title", "words", "expected"),
    [
        ("new york democrat", "Eve Ash, a New York Democrat", "New York Democrat"),
        ("nrsc spokesman", "NRSC spokesman Abe Roe", "NRSC spokesman"),
        ("democrat", "Eve Ash, D-Maine", "Democrat"),
        ("prime minister", "Prime Minister Eve Ash", "prime minister"),
        ("senate minority leader", "Senate Minority Leader Eve Ash", "Senate minority leader"),
    ],
)
def test_a_title_has_capitals_only_in_its_names(title: str, words: str, expected: str) -> None:
    assert shown_title(Role(title, None, Span("a", 0, len(words), words))) == expected


def test_a_role_does_not_name_its_body_twice() -> None:
    assert RoleSeen("Senate minority leader", "Senate", "current", ()).words == "Senate minority leader"
    assert RoleSeen("minority leader", "Senate", "former", ()).words == "former minority leader of Senate"
