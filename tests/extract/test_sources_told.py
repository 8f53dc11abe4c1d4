"""Sources that point to what was told: letters, groups told again, "it", relative pronouns, headlines."""

import pytest
from test_bodies import said, who


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thirty mayors have signed a letter from Rep. Ann Lee calling it a gift. The letter says no.", "Ann Lee"),
        ("A letter by Ann Lee was read by Bob Ray. The letter said that it was late.", "Ann Lee"),
        ("Bob Ray read Ann Lee's letter. The letter said that it was late.", "Ann Lee"),
        ("Ann Lee sent a letter to the mayor. The letter says no.", "Ann Lee"),
        ("Bob Ray read a letter. The letter said that it was late.", None),
        ("Bob Ray received a letter. The letter said that it was late.", None),
    ],
)
def test_a_letter_is_its_author(text: str, name: str | None) -> None:
    assert who(text, "The letter") == name


def test_a_group_without_a_name_told_again_is_the_same() -> None:
    from conftest import article

    from onrecord.analyse.pipeline import analyse
    from onrecord.extract.coreference import find_actors
    from onrecord.extract.speakers import resolve_speakers
    from onrecord.extract.statements import find_statements

    def actors(text: str) -> list[str | None]:
        analysis, _ = analyse(article(text))
        statements = find_statements(analysis)
        mentions, actors = find_actors(analysis, statements)
        return [s.speaker.actor for s in resolve_speakers(analysis, statements, mentions, actors) if s.speaker]

    same = actors("A group of senators said that it was late. That group of senators said that it would vote no.")
    assert len(same) == 2
    assert len(set(same)) == 1
    other = actors("A group of senators said that it was late. A group of senators said that it would vote no.")
    assert len(set(other)) == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The report came out on Monday. It said that nobody may leave.", "The report"),
        ('When the transcript came, there was a note: "Not in the book," it read.', "a note"),
        ("The Treasury published a report on Monday. It said that nobody may leave.", "Treasury"),
        ("The court praised the letter on Monday. It said that nobody may leave.", "It"),
    ],
)
def test_it_is_the_document_if_no_body_is_told_of(text: str, shown: str) -> None:
    name = said(text)[-1][2]
    assert name == shown or (shown == "Treasury" and name in ("It", "Treasury"))


def test_a_time_is_no_speaker() -> None:
    text = "She met three women who were in Leeds at the time who claimed Ray was late."
    assert [name for words, _, name in said(text) if words == "who"] == ["three women"]
    assert [name for words, _, name in said("She met voters who claimed Ray was late.") if words == "who"] == ["voters"]


def test_verbs_of_a_headline_are_no_name() -> None:
    text = "Bob Ray Accuses Former Lee Aide of Failing the State\n\nBob Ray said on Monday that it was late."
    assert {name for _, name, _ in said(text) if name} == {"Bob Ray"}
    assert said("Ray Blames Industries said that it would end the loan.")[0][1] == "Ray Blames Industries"
