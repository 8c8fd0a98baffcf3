"""A preview in a real browser: what belongs together is marked, and nothing of a page acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import CHROMIUM, CONTRASTS, Browser
from serving import served

from tiki2md.diagnostics import Reporter
from tiki2md.findings import findings_of
from tiki2md.migration import Plan
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.preview import Preview, SitePages

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

WIDTHS = pytest.mark.parametrize("width", [390, 1280, 1920], ids=["phone", "desk", "wide"])

ACTS = """\
{HTML()}<script>top.document.title = 'taken'; fetch('http://127.0.0.1:9/script')</script>
<img src=x onerror="document.title='taken'"><img src="http://127.0.0.1:9/picture.png">
<link rel="preconnect" href="http://127.0.0.1:9/"><link rel="prefetch" href="http://127.0.0.1:9/p">
<link rel="stylesheet" href="http://127.0.0.1:9/style.css"><base href="http://127.0.0.1:9/">
<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/refresh">
<iframe src="http://127.0.0.1:9/frame"></iframe><object data="http://127.0.0.1:9/object"></object>
<video poster="http://127.0.0.1:9/poster" src="http://127.0.0.1:9/video" autoplay></video>
<p style="background:url(http://127.0.0.1:9/style)">words</p>
<svg onload="document.title='taken'"><image href="http://127.0.0.1:9/svg"/></svg>
<form action="http://127.0.0.1:9/form"><input autofocus onfocus="document.title='taken'"></form>
<style>@import "http://127.0.0.1:9/import";</style>{HTML}
<script>alert(1)</script> <img src=x onerror=alert(1)> <img src=http://127.0.0.1:9/typed>
"""
LONG = "\n\n".join(f"Paragraph {number} has words of its own." for number in range(200))
PAGES = [
    Page(name="Acts", source=ACTS),
    Page(name="Long", source=f"!Top\n{LONG}\n\n__Bold__ and ((Gone Away)) here.\n"),
    Page(name="</title><script>document.title='taken'</script>", source="((Long|to the long one))"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module", params=["gfm", "mkdocs"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    plan, reporter = Plan(registry=default_registry()), Reporter()
    site = SitePages(Wiki(pages=PAGES), Options(target=request.param), plan, reporter)
    preview = Preview(site, findings_of, findings_of(reporter.diagnostics))
    with served(preview.answer) as address:
        yield address


def address(browser: Browser, url: str, name: str) -> str:
    browser.open(url, width=1280)
    links = "[...document.querySelectorAll('tbody a')]"
    found = browser.value(f"{links}.find((a) => a.textContent.includes('{name}')).href")
    return str(found)


def test_nothing_of_a_page_acts_and_nothing_is_loaded(browser: Browser, url: str) -> None:
    page = address(browser, url, "Acts")
    for shown in (page, page.replace("/page/", "/rendering/"), url):
        browser.open(shown, width=1280)
        assert browser.value("document.title") != "taken"
        assert {request.partition("?")[0] for request in browser.requests()} <= {
            page, page.replace("/page/", "/rendering/"), url, "data:,",
        }  # fmt: skip
        assert browser.complaints() == []


@WIDTHS
def test_it_fits(browser: Browser, url: str, width: int) -> None:
    for page in (url, address(browser, url, "Long"), address(browser, url, "title")):
        browser.open(page, width=width)
        assert browser.value("document.documentElement.scrollWidth") <= width
        assert browser.value("document.title") != "taken"


def test_a_finding_marks_its_places(browser: Browser, url: str) -> None:
    browser.open(address(browser, url, "Long"), width=1920)
    browser.value("document.querySelector('.findings a').click()")
    marked = "[...document.querySelectorAll('.on, .here')]"
    on = browser.value(f"{marked}.map((each) => each.textContent)")
    assert on[0] == "((Gone Away))"
    assert on[1].startswith("LocalLinkNode")
    assert on[2] == "**Bold** and Gone Away here."
    seen = browser.value(
        f"{marked}.every((each) => {{"
        " const [a, b] = [each, each.closest('[data-pane]')].map((e) => e.getBoundingClientRect());"
        " return a.top >= b.top - 1 && a.bottom <= b.bottom + 1; })"
    )
    assert seen is True


def test_the_tree_is_walked_by_keys(
    browser: Browser, url: str, request: pytest.FixtureRequest
) -> None:
    browser.open(address(browser, url, "Long"), width=1920)
    browser.value("document.querySelector('[role=treeitem]').focus()")
    browser.press("ArrowDown", 40)
    assert browser.value("document.querySelector('pre .on').textContent") == "!Top"
    # MkDocs has it below the title of the page.
    line = {"gfm": "# Top", "mkdocs": "## Top"}[request.node.callspec.params["url"]]
    assert browser.value("document.querySelector('.lines .here').textContent") == line


def test_a_line_of_markdown_marks_its_source(browser: Browser, url: str) -> None:
    browser.open(address(browser, url, "Long"), width=1920)
    browser.value(
        "[...document.querySelectorAll('[data-line]')]"
        ".find((row) => row.textContent.includes('Bold')).click()"
    )
    assert browser.value("document.querySelector('pre .on').textContent") in {"__Bold__", "Bold"}


def test_panes_are_hidden_and_stay_so(browser: Browser, url: str) -> None:
    page = address(browser, url, "Long")
    seen = "document.querySelector('.pane.tree').checkVisibility()"
    browser.open(page, width=1280)
    assert browser.value(seen) is True
    browser.value("document.getElementById('show-tree').click()")
    assert browser.value(seen) is False
    browser.open(page, width=1280)
    assert browser.value(seen) is False
    browser.value("sessionStorage.clear()")


def test_it_can_be_read_without_a_script(browser: Browser, url: str) -> None:
    page = address(browser, url, "Long")
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page, width=390)
        shown = "[...document.querySelectorAll('.pane')].every((pane) => pane.checkVisibility())"
        assert browser.value(shown) is True
        there = "document.querySelector(document.querySelector('.findings a').hash).textContent"
        assert browser.value(there) == "((Gone Away))"
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_told_from_its_ground(browser: Browser, url: str, scheme: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    page = address(browser, url, "Long")
    browser.call("Emulation.setEmulatedMedia", features=[feature])
    try:
        for shown in (url, page, page.replace("/page/", "/rendering/")):
            browser.open(shown, width=1280)
            assert browser.value(CONTRASTS) == []
        browser.open(page, width=1280)
        browser.value("document.querySelector('.findings a').click()")
        assert browser.value(CONTRASTS) == []
    finally:
        browser.call("Emulation.setEmulatedMedia", features=[])
