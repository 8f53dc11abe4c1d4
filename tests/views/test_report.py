"""The report as text: complete, escaped, and every link in it leads somewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from onrecord import build_story
from onrecord.story import open_dossier
from onrecord.views.report import day, matrix, write_report
from tests.conftest import ROOT

EVIL = """Ann <script>alert(1)</script> Lee rejects the "plan" & more

<img src=x onerror=alert(2)> "We will not sign <b>this</b> treaty unless Norland pays," Ann Lee said. </details>
</div><script>alert(3)</script> Ed Ray said he supports the treaty.
"""


class Page(HTMLParser):
    """Ids, links to them, and the tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if (href := values.get("href")) is not None:
            self.links.append(href)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    build_story([str(ROOT / "examples/backstop/articles")], folder)
    return folder


@pytest.fixture(scope="module")
def html(example: Path) -> str:
    return (example / "report.html").read_text(encoding="utf-8")


def test_every_link_inside_the_report_leads_to_an_element(html: str) -> None:
    page = Page(html)
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert len(inner) > 100
    assert set(inner) <= set(page.ids)


def test_ids_are_unique(html: str) -> None:
    ids = Page(html).ids
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


def test_the_report_needs_no_network(html: str) -> None:
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', re.sub(r'href="https?://[^"]*" rel="noreferrer"', "", html))
    assert "@import" not in html
    assert "url(" not in html


def test_sections_are_in_the_order_a_reader_needs(html: str) -> None:
    sections = re.findall(r'<section id="(\w+)"', html)
    assert sections == ["stands", "conditions", "said", "timeline", "differences", "coverage", "sources", "problems"]


def test_the_text_of_an_article_never_becomes_markup(tmp_path: Path) -> None:
    (tmp_path / "evil.txt").write_text(EVIL, encoding="utf-8")
    build_story([str(tmp_path / "evil.txt")], tmp_path / "out")
    html = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    tags = Page(html).tags
    assert tags.count("script") == 1
    assert "img" not in tags
    assert tags.count("details") == html.count("</details>")
    assert "&lt;script&gt;alert(3)&lt;/script&gt;" in html


def test_report_is_the_same_again(example: Path, html: str) -> None:
    assert write_report(open_dossier(example)) == html


def test_a_matrix_needs_two_issues_and_a_list_does_not(example: Path) -> None:
    dossier = open_dossier(example)
    shown = matrix(dossier.stands)
    assert shown is None or (len(shown["issues"]) >= 2 and len(shown["rows"]) >= 2)


@pytest.mark.parametrize(
    ("value", "words"),
    [("2025-02-17", "17 February 2025"), ("2025-02-17T18:05:00+01:00", "17 February 2025"),
     ("2025-02", "February 2025"), ("2025", "2025"), ("2025-99-01", "2025-99-01"), ("soon", "soon"), (None, "")],
)  # fmt: skip
def test_days_in_words(value: str | None, words: str) -> None:
    assert day(value) == words
