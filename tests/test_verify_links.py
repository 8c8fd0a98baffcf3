"""Whether links of a page lead to files and places that are there, as ``verify`` follows them."""

from __future__ import annotations

import pytest

from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.links import Leads, Places, Ways, check_links, file_led_to
from tiki2md.verify.reporting import SiteReporter
from tiki2md.verify.sight import Thing

PAGE, URL = "content/sub/a.md", "/sub/a/"


def ways(target: str = "hugo") -> Ways:
    return Ways(
        files={PAGE, "content/b.md", "static/files/x.png"},
        expected={"content/gone.md"},
        urls={"/b/": "content/b.md", "/files/x.png": "static/files/x.png", "/sub/a/": PAGE},
        made={"/tags/"},
        places={
            PAGE: Places(frozenset({"here"}), frozenset({"here"})),
            "content/b.md": Places(frozenset({"deck", "^b"}), frozenset({"deck", "mast"})),
            "static/files/x.png": Places(None, frozenset()),
        },
        dialect=DIALECTS[target],
        notes={"b.md": "content/b.md"} if target == "obsidian" else {},
    )


def told(address: str, *meant: str, target: str = "hugo") -> list[str]:
    """What is said of a link on a page whose source has some addresses."""
    reporter = SiteReporter()
    leads = Leads(frozenset(meant), (Thing((address,), 7),))
    check_links(PAGE, URL, leads, ways(target), reporter)
    assert {found.line for found in reporter.diagnostics} <= {7}
    return [found.diagnostic.message for found in reporter.diagnostics]


@pytest.mark.parametrize(
    "address",
    [
        "../b.md",
        "../b.md#deck",
        "../b%2Emd#%64eck",
        "../b.md#top",
        "/b/",
        "../../b/#deck",
        "/files/x.png",
        "/files/x.png#page=2",
        "#here",
        "#",
        "",
        "/tags/",
        "../../tags/",
        "http://x.example/gone.md",
        "//x.example/gone.md",
        "mailto:a@x.example",
        "http://[",
    ],
)
def test_what_leads_somewhere(address: str) -> None:
    assert told(address) == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("b.md", "there is no such file"),
        ("/content/b.md", "there is no such file"),
        ("/b", "there is no such file"),
        ("../b.md#nowhere", "content/b.md has no place 'nowhere'"),
        ("#nowhere", "content/sub/a.md has no place 'nowhere'"),
    ],
)
def test_what_leads_nowhere(address: str, why: str) -> None:
    assert told(address) == [f"{address} leads to nothing: {why}"]
    # What the source has as well, led nowhere in the wiki either.
    assert told(address, address) == [f"{address} leads to nothing, as in the wiki"]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("../gone.md", "there is no such file"),
        ("../b.md#mast", "content/b.md has no place 'mast'"),
    ],
)
def test_what_should_be_there_is_missed_whatever_the_source_has(address: str, why: str) -> None:
    assert told(address, address) == [f"{address} leads to nothing: {why}"]


def test_links_by_name() -> None:
    assert told("b.md", target="obsidian") == []
    assert told("b.md#De:ck", target="obsidian") != []
    assert told("b.md#Deck", target="obsidian") == []
    assert told("b.md#^b", target="obsidian") == []
    assert told("b.md#^B", target="obsidian") != []


def test_roots_before_addresses_that_are_the_wikis_still() -> None:
    assert told("pathname:///files/x.png", target="docusaurus") == []
    assert told("pathname:///files/y.png", target="docusaurus") != []
    assert told("pathname:///files/y.png", target="hugo") == []


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("../b.md", "content/b.md"),
        ("/b/#nowhere", "content/b.md"),
        ("/files/x.png", "static/files/x.png"),
        ("#here", ""),
        ("c.md", ""),
        ("../gone.md", ""),
        ("http://x.example/b/", ""),
        ("//x.example/b/", ""),
        ("http://[", ""),
    ],
)
def test_the_file_that_an_address_leads_to(address: str, path: str) -> None:
    assert file_led_to(address, PAGE, URL, ways()) == path
