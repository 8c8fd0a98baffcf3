"""Addresses that run a script are not linked, and those that Go cannot parse stop no build."""

from __future__ import annotations

import re

import pytest

import tiki2md
from tiki2md.diagnostics import Code, Reporter
from tiki2md.render.links import go_reads
from tiki2md.urls import is_safe, is_written_by_go

ACTIVE = ("javascript:alert(1)", " JavaScript:alert(1)", "vbscript:x", "data:text/html,x")
CALLS = (
    "[{0}]",
    "[{0}|text]",
    '{{button href="{0}" _text="go"}}',
    '{{img src="{0}" alt="text"}}',
    '{{img src="a.png" link="{0}"}}',
    '{{iframe src="{0}"}}',
    '{{mediaplayer src="{0}.mp3"}}',
    '{{mouseover label="a" url="{0}"}}',
    '{{redirect url="{0}"}}',
    '{{HTML()}}<a href="{0}">text</a><img src="{0}">{{HTML}}',
    '{{syntax type="markdown"}}[text]({0})',
)
LIVE = re.compile(r"(?:\]\(|<|href=\"|src=\")\s*(?:javascript|vbscript|data:text)", re.IGNORECASE)


@pytest.mark.parametrize(
    "address", ["#a", "a b.html", "/x:y", "data:image/png;base64,AA", "mailto:a@b"]
)
def test_harmless_addresses_are_safe(address: str) -> None:
    assert is_safe(address)


@pytest.mark.parametrize("target", ["gfm", "commonmark", "hugo", "jekyll", "obsidian"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("address", ACTIVE)
def test_scripts_are_not_linked(address: str, call: str, target: str) -> None:
    assert not is_safe(address)
    reporter = Reporter()
    written = tiki2md.convert(call.format(address), target, reporter=reporter)
    assert LIVE.search(written) is None
    codes = {diagnostic.code for diagnostic in reporter.diagnostics}
    assert codes & {Code.LINK_UNSAFE, Code.HTML_DROPPED}


def test_a_url_typed_in_the_text_is_no_way_round() -> None:
    assert "<javascript" not in tiki2md.convert("see javascript://%0aalert(1) now")
    page = '{syntax type="markdown"}<javascript:alert(1)> and <https://example.org>'
    assert tiki2md.convert(page) == "\\<javascript:alert(1)> and <https://example.org>\n"


@pytest.mark.parametrize(
    "address",
    ["http://ip:port/x", "http://h/%zz", "http://a b/", "::y", "1a:b", "//a:b/c"],
)
def test_addresses_that_go_refuses(address: str) -> None:
    assert not go_reads(address)
    written = tiki2md.convert(f"[{address}|text]", "hugo")
    assert "](" not in written
    assert tiki2md.convert(f"[{address}|text]", "gfm").startswith(("[text](", "[http"))


@pytest.mark.parametrize(
    "address",
    [
        "http://h:80/a?b=c#d",
        "//h/x",
        "a/b:c",
        "?x=a:b",
        "#a:b",
        "mailto:a@b.c",
        "http://[::1]:8/x",
        "",
    ],
)
def test_addresses_that_go_takes(address: str) -> None:
    assert go_reads(address)


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("a:b", False),
        (" ftp://a", False),
        ("a?b=c:d", False),
        ("a#b:c", False),
        ("http://a/?b&amp;c", False),
        ("http://a/b\\_c", False),
        ("HTTP://a", True),
        ("mailto:a@b", True),
        ("/a?b=c:d", True),
        ("?a=b:c&d", True),
        ("#a:b", True),
        ("a.md#b:c", True),
        ("a", True),
        ("", True),
    ],
)
def test_addresses_that_hugo_writes(address: str, written: bool) -> None:
    assert is_written_by_go(address) is written
