"""The report in a real Chromium: opens fast, fits a phone, reads in the dark and without script, its links work."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Literal

import pytest

from onrecord import build_story
from tests.conftest import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
if CHROMIUM is None and not os.environ.get("CI"):
    pytest.skip("no Chromium on this machine", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402  # only where there is a browser

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("browser")
    return build_story([str(ROOT / "examples/backstop/articles")], folder).report.resolve().as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def opened(browser: Browser, report: str, width: int, dark: bool = False, script: bool = True) -> Page:
    scheme: Literal["dark", "light"] = "dark" if dark else "light"
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
    )
    page = context.new_page()
    page.goto(report)
    return page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_sticks_out_and_nothing_is_fetched(browser: Browser, report: str, width: int, dark: bool) -> None:
    page = opened(browser, report, width, dark)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(22, 22, 20)") == dark
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: complaints.append(request.url))
    page.reload()
    assert complaints == [report]


def test_a_claim_leads_to_its_words_also_without_script(browser: Browser, report: str) -> None:
    page = opened(browser, report, 1280, script=False)
    link = page.locator("#stands a.cite, #said a.cite").first
    target = link.get_attribute("href")
    assert target
    page.goto(f"{report}{target}")
    shown = page.locator(f"[id='{target[1:]}']")
    assert shown.is_visible()
    assert (shown.text_content() or "").strip()


def test_the_filter_narrows_the_statements(browser: Browser, report: str) -> None:
    page = opened(browser, report, 1280)
    everything = page.locator("#said .statement:not([hidden])").count()
    page.fill("#filter", "logistical")
    expect(page.locator("#said .statement[hidden]").first).to_be_attached()
    left = page.locator("#said .statement:not([hidden])")
    assert 0 < left.count() < everything
    page.fill("#filter", "")
    expect(page.locator("#said .statement[hidden]")).to_have_count(0)


def test_every_part_can_be_read_by_name(browser: Browser, report: str) -> None:
    page = opened(browser, report, 1280)
    assert page.locator("html[lang=en] h1").count() == 1
    assert page.locator("nav[aria-label]").count() == 1
    assert page.locator(".mark:not(:has(.sr))").count() == 0  # no stance by colour or sign alone
