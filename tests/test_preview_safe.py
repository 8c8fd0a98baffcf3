"""What must not happen in a preview: that something acts, loads, or gets out of its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hostile import FRAGMENTS
from hostile_html import ADDRESSES, HTML, MARKDOWN, dangers
from hypothesis import given
from hypothesis import strategies as st
from injections import TEXTS, hostile_wiki, traces
from previews import address_of, attributes, preview_for, preview_of, rendered, script_of
from selectolax.lexbor import LexborHTMLParser

from tiki2md.html.allowed import ALLOWED
from tiki2md.model import Page, Wiki
from tiki2md.render import TARGETS

if TYPE_CHECKING:
    from pathlib import Path


def acts(html: str) -> list[str]:
    """What acts in a rendering, or loads anything, or leads out of the preview."""
    found = list(dangers(html))
    for node in LexborHTMLParser(html).css("[href], [src], [srcset], [action], [poster]"):
        address = node.attributes.get("href") or node.attributes.get("src") or ""
        if not address.startswith(("#", "/page/", "data:image/")):
            found.append(node.html or "")
    return [each for each in found if "data:image/gif;base64," not in each]


@pytest.mark.parametrize("html", HTML)
@pytest.mark.parametrize("target", ["gfm", "mkdocs"])
def test_html_that_acts_is_not_in_a_rendering(html: str, target: str) -> None:
    for markdown in (html, f"a {html} b", f"- {html}", f"<div>\n{html}", f"{html}\n\n**c**"):
        assert acts(rendered(markdown, target)) == []


@pytest.mark.parametrize("pattern", MARKDOWN)
def test_markdown_that_acts_is_not_in_a_rendering(pattern: str) -> None:
    for target in TARGETS:
        for address in ADDRESSES[::9]:
            assert acts(rendered(pattern.format(address), target)) == []


@pytest.mark.parametrize(
    "markdown",
    [
        "![alt](http://x.example/a.png)",
        '<img src="//x.example/a.png" srcset="http://x.example/b.png 2x">',
        '<video poster="http://x.example/a.png" src="http://x.example/a.mp4"></video>',
        '<iframe src="http://x.example/"></iframe>',
        '<object data="http://x.example/"></object>',
        '<link rel="preconnect" href="http://x.example/">',
        '<base href="http://x.example/">',
        '<meta http-equiv="refresh" content="0;url=http://x.example/">',
        '<p style="background: url(http://x.example/)">x</p>',
        "<svg><image href='http://x.example/'/></svg>",
        '<table background="http://x.example/"><tr><td>x</table>',
        '<a href="b.md" ping="http://x.example/">x</a>',
        "[x](http://x.example/)",
        "<![x[ a ]]>",
    ],
)
def test_nothing_is_loaded_from_elsewhere(markdown: str) -> None:
    html = rendered(markdown)
    tree = LexborHTMLParser(html)
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert name == "title" or "x.example" not in (value or ""), html


PIECES = st.lists(st.sampled_from([*HTML, *FRAGMENTS, *MARKDOWN, "<details>", "\n\n", "> "]))


@given(PIECES, st.sampled_from(list(TARGETS)))
def test_nothing_acts_in_the_rendering_of_any_text(pieces: list[str], target: str) -> None:
    html = rendered("".join(pieces), target)
    assert acts(html) == []
    tags = {node.tag for node in LexborHTMLParser(html).css("body *")}
    assert tags <= ALLOWED.keys() | {"span"}


@pytest.mark.parametrize("target", ["gfm", "hugo"])
def test_a_hostile_wiki_stays_in_its_place(tmp_path: Path, target: str) -> None:
    wiki = hostile_wiki(tmp_path / "files", share=8)
    preview = preview_of(wiki, target)
    own = {script_of(preview.answer("/"))}
    for number in range(0, len(TEXTS), 7):
        for kind in ("page", "rendering"):
            answer = preview.answer(address_of(preview, number, kind))
            assert answer.status == 200
            assert list(traces(answer.body)) == []
            own.add(script_of(answer))
    listed = preview.answer("/?q=%3Cscript%3Einjected()%3C/script%3E&start=0")
    assert list(traces(listed.body)) == []
    assert len(own) == 2  # of pages; lists and renderings have none


NASTY = "</script><script>alert(1)</script>\"'{{7*7}}\0\u202e"


def test_names_sources_and_queries_are_text() -> None:
    wiki = Wiki(
        pages=[Page(name=NASTY, source=f"{NASTY}\n{{{NASTY}()}}"), Page(name="b", source="")]
    )
    preview = preview_of(wiki)
    for target in ("/", f"/?q={quote(NASTY)}", f"/no/{quote(NASTY)}", address_of(preview, 0)):
        answer = preview.answer(target)
        assert "<script>alert" not in answer.body
        assert "\0" not in answer.body
        assert "\u202e" not in re.sub("(?s)<pre>.*?</pre>|<ul role=.*?</main>", "", answer.body)


def test_what_is_not_there_is_not_found() -> None:
    preview = preview_for("a", "b")
    there = address_of(preview, 0)
    assert there == "/page/p0.md"
    wrong = [
        "/page/",
        "/page/nothing.md",
        "/page/../p0.md",
        "/page//p0.md",
        "/etc/passwd",
        "//",
        "",
    ]
    for target in (*wrong, "/files/p0.md", "/page/p0.md/", "/Page/p0.md", "/page/%00", "/page"):
        answer = preview.answer(target)
        assert (target, answer.status) == (target, 404)
        assert "All pages" in answer.body
    assert preview.answer(f"{there}?x=1").status == 200


@pytest.mark.parametrize(
    "query", ["start=-1", "start=x", "start=99", "start=" + "9" * 5000, "q=%ff"]
)
def test_strange_queries(query: str) -> None:
    assert preview_for("a", "b").answer(f"/?{query}").status == 200


def test_policies_allow_our_own_and_nothing_else() -> None:
    preview = preview_for("a", "b")
    for target in ("/", "/page/p0.md", "/rendering/p0.md", "/markdown/p0.md", "/nothing"):
        policy = preview.answer(target).policy
        assert policy.startswith("default-src 'none'; base-uri 'none'; form-action ")
        assert "script-src 'unsafe" not in policy
        assert "http" not in policy
    frame = attributes(preview.answer("/page/p0.md"), "iframe", "sandbox")
    assert frame == ["allow-top-navigation-by-user-activation"]
    shown = preview.answer("/rendering/p0.md").policy
    assert "script-src" not in shown
    assert shown.endswith("; sandbox allow-top-navigation-by-user-activation")
