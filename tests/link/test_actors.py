"""One actor across articles, and two that stay two."""

from __future__ import annotations

from onrecord.link.actors import known_actors, link_actors
from onrecord.link.names import sounds
from onrecord.records import Actor, ActorType, Role, Span


def person(name: str, article: str, *titles: str, gender: str = "", country: str | None = None) -> Actor:
    span = Span(article, 0, len(name), name)
    roles = tuple(Role(t, None, span) for t in titles)
    return Actor(f"{article}/{name}", name, "person", (name,), roles, country, article, gender=gender)  # type: ignore[arg-type]


def body(name: str, article: str, type_: ActorType = "organisation", country: str | None = None) -> Actor:
    return Actor(f"{article}/{name}", name, type_, (name,), (), country, article)


def groups(*actors: Actor) -> set[frozenset[str]]:
    """Which of the actors were put together, by their ids."""
    links, _ = link_actors(actors)
    together: dict[str, set[str]] = {}
    for x in links:
        together.setdefault(x.right, set()).add(x.left)
    return {frozenset(g) for g in together.values()}


def same(a: Actor, b: Actor, *others: Actor) -> bool:
    return any({a.id, b.id} <= g for g in groups(a, b, *others))


def test_spelling_variants_are_one() -> None:
    assert sounds("Zelensky") == sounds("Zelenskiy") == sounds("Zelenskyy")
    assert same(person("Volodymyr Zelensky", "a"), person("Volodymyr Zelenskyy", "b"))
    assert same(person("Sergey Lavrov", "a"), person("Sergei Lavrov", "b"))
    assert same(person("Raúl Labrador", "a"), person("Raul R. Labrador", "b"))
    assert not same(person("Donald Trump", "a"), person("Donald Tusk", "b"))


def test_initials_and_short_forms_are_one() -> None:
    assert same(person("Donald J. Trump", "a"), person("Donald Trump", "b"))
    assert same(person("Chuck Schumer", "a"), person("Charles E. Schumer", "b"))
    assert same(person("Robert S. Mueller III", "a"), person("Robert Mueller", "b"))


def test_first_name_suffix_and_middle_initial_keep_people_apart() -> None:
    assert not same(person("Hillary Clinton", "a"), person("Bill Clinton", "b"))
    assert not same(person("Donald Trump", "a"), person("Donald Trump Jr.", "b"))
    assert not same(person("George W. Bush", "a"), person("George H. Bush", "b"))


def test_countries_keep_namesakes_apart() -> None:
    assert not same(person("Abdullah Abdullah", "a", country="AF"), person("Abdullah Abdullah", "b", country="JO"))
    assert same(person("Abdullah Abdullah", "a", country="AF"), person("Abdullah Abdullah", "b"))


def test_a_surname_needs_company_or_a_role() -> None:
    full, alone = person("Vladimir Putin", "a", "president"), person("Putin", "b")
    assert not same(full, alone)
    assert same(full, person("Putin", "b", "president"))
    assert same(full, alone, person("Sergey Lavrov", "a"), person("Sergey Lavrov", "b"))


def test_a_surname_with_two_bearers_stays_apart_unless_one_leads() -> None:
    hillary, bill, alone = person("Hillary Clinton", "a"), person("Bill Clinton", "b"), person("Clinton", "c")
    assert frozenset({alone.id}) in groups(hillary, bill, alone)
    mrs = person("Clinton", "c", "secretary of state", gender="f")
    assert same(
        person("Hillary Clinton", "a", "secretary of state", gender="f"), mrs, person("Bill Clinton", "b", gender="m")
    )


def test_two_people_of_one_article_are_not_joined_by_surname() -> None:
    a, b = person("Hillary Clinton", "a"), person("Clinton", "a")
    assert not same(a, b, person("Joe Biden", "a"))


def test_countries_join_by_code_and_bodies_by_initials() -> None:
    assert same(body("United Kingdom", "a", "country", "GB"), body("United Kingdom", "b", "country", "GB"))
    assert not same(body("Poland", "a", "country", "PL"), body("Germany", "b", "country", "DE"))
    assert same(body("National Rifle Association", "a"), body("NRA", "b"))
    two = body("National Retail Association", "c")
    assert not same(body("National Rifle Association", "a"), body("NRA", "b"), two)


def test_every_actor_has_one_link_with_its_method() -> None:
    actors = [person("Donald Trump", "a"), person("Donald J. Trump", "b"), Actor("x", "an aide", "person", article="a")]
    links, story = link_actors(actors)
    assert sorted(x.left for x in links) == sorted(a.id for a in actors)
    assert {x.right for x in links} == {a.id for a in story}
    assert all(x.method and dict(x.evidence)["name"] for x in links)
    assert all(a.article is None for a in story)


def test_unnamed_people_never_meet() -> None:
    one, other = (Actor(i, "a senior official", "person", article=i) for i in "ab")
    assert len(groups(one, other)) == 2


def test_an_office_of_a_country_is_its_one_bearer_in_the_pile() -> None:
    def minister(name: str, article: str, country: str, *, named: bool = True) -> Actor:
        role = Role("prime minister", country, Span(article, 0, 1, "x"))
        return Actor(f"{article}/{name}", name, "person", (name,) if named else (), (role,), country, article)

    tusk, nobody = minister("Donald Tusk", "a", "PL"), minister("Polish prime minister", "b", "PL", named=False)
    assert same(tusk, nobody)
    _, story = link_actors([tusk, nobody])
    assert [a.name for a in story] == ["Donald Tusk"]
    assert not same(tusk, minister("British prime minister", "b", "GB", named=False))
    assert not same(tusk, nobody, minister("Mateusz Morawiecki", "c", "PL"))


def test_bush_alone_is_nobodys() -> None:
    others = [person("Joe Biden", a) for a in "abc"]
    alone = person("Bush", "c")
    found = groups(person("Jeb Bush", "a"), person("George W. Bush", "b"), alone, *others)
    assert frozenset({alone.id}) in found


def test_order_of_articles_does_not_matter() -> None:
    actors = [person("Donald Trump", "a"), person("Donald J. Trump", "b"), person("Trump", "c", "president"),
              person("Melania Trump", "d", "first lady"), person("Donald Trump", "e", "president")]  # fmt: skip
    assert link_actors(actors) == link_actors(actors[::-1])


def test_known_actors_give_identifier_and_name() -> None:
    known = known_actors([
        {"name": "Volodymyr Zelenskyy", "aliases": "Zelensky; Volodymyr Zelensky", "type": "person", "country": "UA",
         "identifier": "Q3874799"},
        {"name": "", "aliases": "nobody"},
    ])  # fmt: skip
    assert len(known) == 1
    _, story = link_actors([person("Volodymyr Zelensky", "a"), person("Donald Tusk", "a")], known)
    by_name = {a.name: a for a in story}
    assert by_name["Volodymyr Zelenskyy"].identifier == "Q3874799"
    assert by_name["Volodymyr Zelenskyy"].country == "UA"
    assert by_name["Donald Tusk"].identifier is None
