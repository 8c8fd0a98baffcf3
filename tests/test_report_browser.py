"""The report in a real browser: it fits, filters, can be used by keys, and loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browser import CHROMIUM, CONTRASTS, Browser

from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.report.recorder import Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

WIDTHS = pytest.mark.parametrize("width", [390, 1280], ids=["phone", "desk"])

PAGES = [
    Page(name="Ferry", source="((Gone)) {HTML()}<form></form><input>{HTML}\n" + "long" * 900),
    Page(name="Pier", source="{TIDES(a=1)}At nine.{TIDES} ((Gone))"),
    Page(
        name="<script>document.title='taken'</script>",
        source="[javascript:x|</script>] ((" + "w" * 150 + "))",
    ),
    Page(name="Quay", source="{BACK()/}"),
    Page(name="Fine", source="Words."),
    Page(name="x" * 150, source="((Gone))"),
    Page(name="Board", source="", hidden="only Ann may view it"),
]

SHOWN = """[...document.querySelectorAll('details.page')].filter((page) => page.checkVisibility())
    .map((page) => page.querySelector('.title').textContent)"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    run = Run(version="1.2.3", sources=("harbour-of-a-very-long-name" * 4 + ".sql.gz",))
    convert_site(Wiki(pages=PAGES), Options(target="hugo"), root, Plan(run=run))
    return root / ".tiki2md/report.html"


@WIDTHS
def test_nothing_is_wider_than_the_window(browser: Browser, report: Path, width: int) -> None:
    browser.open(report, width=width)
    browser.value("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    # Laid out at once, not when it is scrolled to.
    browser.value("document.body.style.setProperty('--x', 0)")
    browser.value(
        "document.querySelectorAll('details.page')"
        ".forEach((page) => page.style.setProperty('content-visibility', 'visible'))"
    )
    assert browser.value("document.documentElement.scrollWidth") <= width
    too_wide = browser.value(
        "[...document.querySelectorAll('main *')].filter((each) => !each.closest('.scroll')"
        " && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML)"
    )
    assert too_wide == []


@WIDTHS
def test_nothing_is_loaded_and_nothing_complains(
    browser: Browser, report: Path, width: int
) -> None:
    browser.open(report, width=width)
    assert browser.requests() == [report.as_uri()]
    assert browser.complaints() == []
    assert browser.value("document.title").startswith("Conversion report: harbour")


def shown(browser: Browser) -> list[str]:
    names: list[str] = browser.value(SHOWN)
    return names


def set_filter(browser: Browser, name: str, value: str) -> Any:
    return browser.value(
        "(() => { const form = document.getElementById('filters');"
        f" form['{name}'].value = '{value}';"
        " form.dispatchEvent(new Event('input', { bubbles: true })) })()"
    )


def test_filters_leave_what_fits(browser: Browser, report: Path) -> None:
    browser.open(report, width=1280)
    assert shown(browser)[0] == "Ferry"
    assert len(shown(browser)) == 5
    set_filter(browser, "severity", "loss")
    assert shown(browser) == ["Ferry"]
    assert browser.value("document.querySelector('#filters output').textContent") == (
        "1 of 5 pages with findings"
    )
    assert browser.value("location.hash") == "#severity=loss"
    hidden = browser.value(
        "document.querySelectorAll('details.page:not([hidden]) .findings > li[hidden]').length"
    )
    assert hidden >= 1
    set_filter(browser, "severity", "")
    set_filter(browser, "code", "plugin-unknown")
    assert shown(browser) == ["Pier"]
    set_filter(browser, "q", "no such words")
    assert shown(browser) == []
    browser.value("document.querySelector('#filters button').click()")
    assert browser.value("new Promise((done) => setTimeout(() => done(location.hash), 50))") == ""
    assert len(shown(browser)) == 5


def test_search_is_typed_and_pages_are_opened_by_keys(browser: Browser, report: Path) -> None:
    browser.open(report, width=390)
    browser.value("document.querySelector('input').focus()")
    browser.type("TIDES unknown")
    assert shown(browser) == ["Pier"]
    for _ in range(4):  # the two lists, the button, the page
        browser.press("Tab", 9)
    assert browser.value("document.activeElement.tagName") == "SUMMARY"
    browser.press("Enter", 13, "\r")
    assert (
        browser.value("document.querySelector('details.page[open] .title').textContent") == "Pier"
    )


def test_a_link_sets_the_filters(browser: Browser, report: Path) -> None:
    browser.open(report, width=1280, fragment="#severity=warning&code=plugin-unknown&q=pier")
    assert shown(browser) == ["Pier"]
    browser.open(report, width=1280, fragment="#severity=nonsense&code=</script>")
    assert len(shown(browser)) == 5
    browser.value("document.querySelector('#overview .bars a').click()")
    assert browser.value("location.hash").startswith("#code=")
    browser.open(report, width=1280, fragment="#about-html-dropped")
    assert browser.value("document.getElementById('about-html-dropped').open") is True


def test_it_can_be_read_without_a_script(browser: Browser, report: Path) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(report, width=390)
        assert len(shown(browser)) == 5
        assert browser.value("document.getElementById('filters').checkVisibility()") is False
        dead = browser.value(
            "[...document.querySelectorAll('a[href^=\"#\"]')]"
            ".filter((each) => !document.getElementById(each.hash.slice(1))).length"
        )
        assert dead == 0
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_told_from_its_ground(browser: Browser, report: Path, scheme: str) -> None:
    """At least 4.5 to 1, as WCAG 2.2 wants it (1.4.3)."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.call("Emulation.setEmulatedMedia", features=[feature])
    try:
        browser.open(report, width=1280)
        browser.value(
            "document.querySelectorAll('details').forEach((each) => { each.open = true })"
        )
        assert browser.value(CONTRASTS) == []
    finally:
        browser.call("Emulation.setEmulatedMedia", features=[])
