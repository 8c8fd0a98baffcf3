"""The tree as a page for a browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hostile import FRAGMENTS
from hypothesis import given
from hypothesis import strategies as st

from tiki2md import parse
from tiki2md.dump import dump
from tiki2md.nodes import DocumentNode, ParentNode, TextNode, walk

VOID = {"meta"}


class Page(HTMLParser):
    """The source and the tree of the page, its elements and their addresses."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.source: list[str] = []
        self.marks: list[str] = []
        self.items: list[str] = []
        self.addresses: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        found = dict(attrs)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]
        if number := found.get("data-n"):
            (self.marks if "pre" in self.open else self.items).append(number)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "pre" in self.open:
            self.source.append(data)


def source_of(html: str) -> str:
    # HTML drops one newline behind <pre>.
    return "".join(Page(html).source).removeprefix("\n")


def test_the_source_is_there_with_a_mark_for_each_node() -> None:
    source = "\n!T <b>&amp;\n* __a__ {DIV()}b{DIV}\n"
    document = parse(source)
    page = Page(dump(document, "html"))
    assert "".join(page.source).removeprefix("\n") == source
    numbers = [str(number) for number in range(len(list(walk(document))))]
    assert page.marks == page.items == numbers


def test_nothing_comes_from_outside() -> None:
    html = dump(parse('[http://a.b|c] {img src="http://d.e/f.png"}'), "html")
    assert Page(html).addresses == []
    assert "default-src 'none'" in html
    assert not re.search(r"@import|url\(|fetch|XMLHttp", html)


def test_it_suits_keyboards_and_dark_screens() -> None:
    html = dump(parse("a"), "html")
    assert html.count('tabindex="0"') == 1
    assert 'role="tree"' in html
    assert "ArrowDown" in html
    assert "prefers-color-scheme: dark" in html


@pytest.mark.parametrize(
    "text", ["</pre><script>alert(1)</script>", "<!--", '"><img src=x>', "&lt;"]
)
def test_pages_cannot_write_html(text: str) -> None:
    html = dump(parse(f"{text}\n!{text}"), "html")
    assert html.count("<script>") == 1
    assert "<img" not in html
    assert source_of(html) == f"{text}\n!{text}"


def test_control_characters_are_shown() -> None:
    assert source_of(dump(parse("a\0b\r\nc\x1b"), "html")) == "a␀b␍\nc␛"


def test_made_nodes_have_no_place() -> None:
    made = DocumentNode(full_match="ab", children=[TextNode(inner_content="x", span=(5, 9))])
    assert source_of(dump(made, "html")) == "ab"


def test_one_node_alone() -> None:
    item = parse("x\n* a __b__").children[-1]
    assert isinstance(item, ParentNode)
    assert source_of(dump(item, "html")) == "\n* a __b__"


@given(
    st.lists(st.sampled_from([f for f in FRAGMENTS if f.isprintable() or f == "\n"]), max_size=20)
)
def test_any_page_is_well_formed(parts: list[str]) -> None:
    source = "".join(parts)
    assert source_of(dump(parse(source), "html")) == source
