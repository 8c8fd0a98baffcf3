"""What lies deep in other things: nothing raises, nothing is lost, nothing is written twice.

A handler that writes what is in it twice, and lies in itself, takes twice as long for each level.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hostile import NESTING, nested
from hypothesis import given
from hypothesis import strategies as st

from tiki2md import pipeline
from tiki2md.diagnostics import Code, Reporter
from tiki2md.html import dom
from tiki2md.nodes import (
    AdmonitionNode,
    BlockElementNode,
    BlockquoteNode,
    BoldNode,
    CenterNode,
    ColorNode,
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    DetailsNode,
    DocumentNode,
    ElementNode,
    HeadingNode,
    LinkNode,
    ListItemNode,
    ListNode,
    MonospaceNode,
    Node,
    NumListItemNode,
    ParagraphNode,
    ParentNode,
    SimpleBoxNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TabsNode,
    TabTitleNode,
    TextNode,
    TitleBarNode,
    UnderlineNode,
)
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings
from tiki2md.render import TARGETS, render
from tiki2md.transforms.nesting import MAX_LEVELS, cap_nesting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

    from selectolax.lexbor import LexborNode


@dataclass(slots=True, kw_only=True)
class UnknownNode(Node):
    """No renderer writes it: each time that one should is reported."""


def _text(text: str = "a") -> list[Node]:
    return [TextNode(inner_content=text)]


def _cells(*cells: list[Node], colspan: int = 1) -> Node:
    return TableRowNode(children=[TableCellNode(children=cell, colspan=colspan) for cell in cells])


def _definitions(*parts: Node) -> list[Node]:
    return [DefinitionListNode(children=list(parts))]


def _term(text: str = "a") -> Node:
    return DefinitionTermNode(children=_text(text))


def _description(children: list[Node]) -> Node:
    return DefinitionDescriptionNode(children=children)


CONTAINERS: dict[str, Callable[[list[Node]], Sequence[Node]]] = {
    "box": lambda inner: [SimpleBoxNode(children=inner)],
    "quotation": lambda inner: [BlockquoteNode(children=inner)],
    "centre": lambda inner: [CenterNode(children=inner)],
    "div": lambda inner: [BlockElementNode(tag="div", attrs_dict={"class": "b"}, children=inner)],
    "group": lambda inner: [BlockElementNode(tag="", children=inner)],
    "note": lambda inner: [AdmonitionNode(kind="note", title="b", children=inner)],
    "unknown note": lambda inner: [AdmonitionNode(kind="b", children=inner)],
    "details": lambda inner: [DetailsNode(summary="b", children=inner)],
    "details with a heading": lambda inner: [
        DetailsNode(children=[HeadingNode(level=2, children=_text()), *inner])
    ],
    "tabs": lambda inner: [TabsNode(children=[TabTitleNode(children=_text()), *inner])],
    "list": lambda inner: [ListNode(children=[ListItemNode(children=inner)])],
    "item": lambda inner: [ListItemNode(children=inner)],
    "number": lambda inner: [NumListItemNode(depth=3, children=inner)],
    "table": lambda inner: [TableNode(children=[_cells(_text(), inner)])],
    "wide cell": lambda inner: [
        TableNode(children=[_cells(inner, colspan=2), _cells(_text(), _text())])
    ],
    "definition": lambda inner: _definitions(_term(), _description(inner)),
    "description alone": lambda inner: _definitions(_description(inner)),
    "two descriptions": lambda inner: _definitions(_description(_text()), _description(inner)),
    "two terms": lambda inner: _definitions(_term(), _term(), _description(inner)),
    "empty term": lambda inner: _definitions(_term(""), _description(inner)),
    "empty description": lambda inner: _definitions(
        _term(), _description(inner), _term(), _description([])
    ),
    "bold": lambda inner: [BoldNode(children=inner)],
    "underlined": lambda inner: [UnderlineNode(children=inner)],
    "code": lambda inner: [MonospaceNode(children=inner)],
    "colour": lambda inner: [ColorNode(color="red", children=inner)],
    "element": lambda inner: [ElementNode(tag="ins", children=inner)],
    "link": lambda inner: [LinkNode(url="http://example.org", children=inner)],
    "link to a note": lambda inner: [LinkNode(url="b.md", children=[*_text(), *inner])],
    "title bar": lambda inner: [TitleBarNode(children=inner)],
    "heading": lambda inner: [HeadingNode(level=2, children=inner)],
    "paragraph": lambda inner: [ParagraphNode(children=inner)],
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", CONTAINERS)
def test_what_lies_in_others_is_written_once(name: str, target: str) -> None:
    nodes: Sequence[Node] = [UnknownNode(full_match="innermost")]
    for _ in range(8):
        nodes = CONTAINERS[name](list(nodes))
    reporter = Reporter()
    options = Options(target=target)
    document = DocumentNode(children=list(nodes))
    tree = pipeline.structured(document, options, Surroundings(), reporter)
    before = repr(tree)
    text = render(tree, options, reporter)
    assert repr(tree) == before, "who writes a tree does not change it"
    written = [each for each in reporter.diagnostics if each.code is Code.NODE_NOT_RENDERED]
    assert (len(written), text.count("innermost")) == (1, 1)


@pytest.mark.parametrize("name", CONTAINERS)
def test_what_lies_too_deep_is_text(name: str) -> None:
    nodes: Sequence[Node] = [BoldNode(full_match="__innermost__", children=_text("innermost"))]
    shallow = cap_nesting(list(nodes), Reporter())
    assert shallow == nodes
    for _ in range(2 * MAX_LEVELS):
        nodes = CONTAINERS[name](list(nodes))
    reporter = Reporter()
    capped = cap_nesting(list(nodes), reporter)
    assert {each.code for each in reporter.diagnostics} == {Code.NESTING_CAPPED}
    assert _depth(capped) <= MAX_LEVELS + 3
    for target in TARGETS:
        document = DocumentNode(children=capped)
        assert "innermost" in pipeline.render_document(document, Options(target=target))


def _depth(nodes: Sequence[Node]) -> int:
    depths = (1 + _depth(node.children) if isinstance(node, ParentNode) else 1 for node in nodes)
    return max(depths, default=0)


def test_texts_that_are_parsed_on_their_own_nest_no_deeper() -> None:
    source = nested([("{BOX()}", "{BOX}")], 40, "__deep__")
    for _ in range(3):
        source = nested([("{BOX()}", "{BOX}")], 40, "{SPLIT()}" + source + "{SPLIT}")
    reporter = Reporter(source=source)
    text = pipeline.convert_page(source, Options(), reporter=reporter)
    assert {each.code for each in reporter.diagnostics} == {Code.NESTING_CAPPED}
    assert text.strip("> \n") == "deep"


@pytest.mark.parametrize("piece", ["<ul>", "<dl>", "<details>", "<ol><li>", "<div class=b>"])
def test_html_without_an_end_is_capped_wherever_its_content_stands(piece: str) -> None:
    reporter = Reporter()
    source = f"{piece}a" * 200 + "innermost"
    around = Surroundings(is_html=True)
    text = pipeline.convert_page(source, Options(), around, reporter)
    assert Code.NESTING_CAPPED in {each.code for each in reporter.diagnostics}
    assert text.count("a") >= 200
    assert "innermost" in text


@pytest.mark.parametrize("inside", [("<b>", "</b>"), ("<b>{SUP()}", "{SUP}</b>")])
def test_tags_that_an_author_nested_too_deep_are_dropped(inside: tuple[str, str]) -> None:
    """For Docusaurus the tags in the body of a plugin are paired, however many they are."""
    source = "{SUP()}" + nested([inside], 500, "innermost") + "{SUP}"
    reporter = Reporter(source=source)
    text = pipeline.convert_page(source, Options(target="docusaurus"), reporter=reporter)
    dropped = [each.to_text() for each in reporter.diagnostics if each.code is Code.STYLE_DROPPED]
    assert "a tag too deep in others" in dropped[0]
    assert "innermost" in text
    assert "<b>" not in text


@given(
    st.lists(st.sampled_from(NESTING), min_size=1, max_size=3),
    st.lists(st.sampled_from(NESTING), max_size=2),
    st.integers(1, 70),
    st.sampled_from(sorted(TARGETS)),
    st.sampled_from(["wiki", "html", "markdown"]),
)
def test_nothing_in_anything_raises(
    inside: list[tuple[str, str]],
    outside: list[tuple[str, str]],
    depth: int,
    target: str,
    syntax: str,
) -> None:
    source = nested(inside, depth, "innermost")
    for _ in range(3 if outside else 0):
        source = nested(outside, depth, source)
    if syntax == "markdown":
        source = "{syntax type=markdown}\n" + source
    reporter = Reporter(source=source)
    around = Surroundings(is_html=syntax == "html")
    pipeline.convert_page(source, Options(target=target), around, reporter)
    codes = {diagnostic.code for diagnostic in reporter.diagnostics}
    assert not codes & {Code.NODE_NOT_RENDERED, Code.PLUGIN_FAILED, Code.INTERNAL_PARSE_ERROR}


def test_html_in_plugins_in_plugins_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def parsed(html: str) -> list[LexborNode]:
        read.append(html)
        return dom.parsed(html)

    monkeypatch.setattr("tiki2md.html.convert.parsed", parsed)

    def length(levels: int) -> int:
        read.clear()
        deep = "<p>y</p>{DIV(class=a)}" * levels + "<p>x</p>" * 500 + "{DIV}" * levels
        assert pipeline.convert_page(f"{{DIV()}}{deep}{{DIV}}", Options()).count("x\n") == 500
        assert len(read) == levels + 1
        return sum(map(len, read))

    assert length(40) - length(20) < 20 * 200


def calls_for(source: str) -> int:
    """How many functions are called for a page: time, without a clock."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        pipeline.convert_page(source, Options())
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", ["BOX", "DIALOG", "DIV", "FADE", "SUP", "TABS"])
def test_work_for_html_in_plugins_grows_no_faster_than_its_depth_allows(name: str) -> None:
    plugin = f"{{{name}()}}", f"{{{name}}}"
    pipeline.convert_page("the parser is built", Options())
    for tag in (pair for pair in NESTING if pair[0].startswith("<")):
        few, many = (calls_for(nested([plugin, tag], depth, "x")) for depth in (28, 56))
        assert many < 3.5 * few, tag
