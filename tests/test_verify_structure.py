"""What ``verify`` says of tables, code, links and images that differ."""

from __future__ import annotations

import pytest
from html_sight import seen

from tiki2md.verify.conservation import Score
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.markup import LINE_MARK
from tiki2md.verify.reporting import SiteReporter
from tiki2md.verify.sight import Sight, headings_of, words_of
from tiki2md.verify.structure import compare_things


def compared(want: str, got: str, target: str = "gfm") -> tuple[Score, list[tuple[int, str]]]:
    """The score, and what is said, with the line of the file."""
    reporter = SiteReporter()
    score = compare_things(seen(want), seen(got), DIALECTS[target], reporter)
    return score, [(found.line, found.diagnostic.message) for found in reporter.diagnostics]


def test_the_same_is_whole() -> None:
    html = (
        '<table><tr><td>a</td></tr></table><pre>b</pre><a href="c" title="d">e</a>'
        '<img src="f" alt="g"><!-- h --><a id="i"></a>'
    )
    assert compared(html, html) == (Score(7, 7), [])


@pytest.mark.parametrize(
    ("want", "got", "message"),
    [
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "<table><tr><td>b</td><td>a</td></tr></table>",
            (
                "a table is one of 1 rows and 2 cells (“b | a”) "
                "instead of one of 2 rows and 3 cells (“a | b | c”)"
            ),
        ),
        ("<pre>a\nb</pre>", "<pre>a b</pre>", "code is “a b” instead of “a b”"),
        ('<a href="x">a</a>', '<a href="y">a</a>', "a link leads to “y” instead of “x”"),
        ('<a href="x">a</a>', "a", "a link leads to nowhere instead of “x”"),
        ("a", '<a href="x">a</a>', "a link leads to “x” instead of nothing"),
        ('<img src="x" alt="a b">', '<img src="x">', "an image is “x” instead of “x a b”"),
        ('<b title="x">a</b>', "<b>a</b>", "a tooltip is not there instead of “x”"),
        ("<!--x y-->", "<!--x z-->", "a comment is “x z” instead of “x y”"),
        ('<a id="x"></a>', "", "an anchor is not there instead of “x”"),
    ],
)
def test_what_differs_is_told(want: str, got: str, message: str) -> None:
    score, found = compared(want, got)
    assert [text for _, text in found] == [message]
    assert score.percent == 0


def test_a_finding_has_the_line_of_what_is_there_instead_or_before() -> None:
    links = '<a href="{}">a</a>'
    line = f"<!--{LINE_MARK}{{}}-->{links}"
    got = line.format(3, "one") + line.format(5, "other")
    _, found = compared(links.format("one") + links.format("two"), got)
    assert found == [(5, "a link leads to “other” instead of “two”")]
    _, found = compared(links.format("one") + links.format("two"), line.format(3, "one"))
    assert found == [(3, "a link leads to nowhere instead of “two”")]
    _, found = compared(links.format("two") + links.format("one"), line.format(3, "one"))
    assert found == [(0, "a link leads to nowhere instead of “two”")]


@pytest.mark.parametrize(
    ("target", "want", "got", "same"),
    [
        ("gfm", "a%20b.md", "a b.md", True),
        ("gfm", "a.md", "a.html", False),
        ("jekyll", "a.md#b", "a.html#b", True),
        ("jekyll", "http://x.example/a.md", "http://x.example/a.html", False),
        ("jekyll", ".md", ".html", False),
        ("docusaurus", "x", "pathname:///x", True),
        ("mkdocs", "x", "/x", True),
        ("gfm", "x", "/x", False),
        ("obsidian", "sub/A.md#B: c", "A.md#b c", True),
        ("obsidian", "A.md#^b", "A.md#^B", False),
        ("obsidian", "files/a.png", "a.png", False),
        ("obsidian", "http://x.example/#A: b", "http://x.example/#a b", False),
    ],
)
def test_addresses_that_are_one_to_a_target(target: str, want: str, got: str, same: bool) -> None:
    _, found = compared(f'<a href="{want}">a</a>', f'<a href="{got}">a</a>', target)
    assert (found == []) == same


def test_tabs_are_none_in_code_of_mkdocs() -> None:
    want, got = "<pre>\ta \nb</pre>", "<pre>    a\nb</pre>"
    assert compared(want, got, "mkdocs")[1] == []
    assert compared(want, got)[1] != []


@pytest.mark.parametrize(
    ("tag", "own_id", "title"), [("h1", "t", "My title"), ("h2", "t", ""), ("h1", "u", "")]
)
def test_the_heading_for_the_title_of_a_page_is_forgotten(
    tag: str, own_id: str, title: str
) -> None:
    sight = Sight()
    sight.text("before", frozenset())
    sight.own_ids[1] = own_id
    for kind, text in ((tag, "My title"), ("h2", "Other")):
        sight.begin(kind)
        sight.text(text, frozenset())
        sight.end(kind)
    count = len(sight.events)
    assert sight.without_title("t") == title
    assert sight.without_title("t") == ""
    assert len(sight.events) == count
    forgotten = [] if title else ["My title"]
    assert [heading.named for heading in headings_of(sight)] == [*forgotten, "Other"]
    assert words_of(sight.events) == ["before", *" ".join(forgotten).split(), "Other"]
    assert Sight().without_title("t") == ""
