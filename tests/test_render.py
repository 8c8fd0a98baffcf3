"""What each node becomes: tables of trees and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import (
    AdmonitionNode,
    AnchorNode,
    AutoLinkNode,
    BlockElementNode,
    BlockquoteNode,
    BoldNode,
    CenterNode,
    CodeBlockNode,
    CodeSpanNode,
    ColorNode,
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    DetailsNode,
    DirectionNode,
    DocumentNode,
    DoiLinkNode,
    DroppedMarkNode,
    ElementNode,
    EscapedBracketNode,
    FootnoteDefinitionNode,
    FootnoteReferenceNode,
    HeadingNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    ImageNode,
    ItalicNode,
    LineBreakNode,
    LinkNode,
    ListItemNode,
    ListNode,
    LocalLinkNode,
    MonospaceNode,
    Node,
    NoParseNode,
    NumListItemNode,
    PageBreakNode,
    ParagraphNode,
    ParentNode,
    PluginNode,
    PreformattedNode,
    PreNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    SimpleBoxNode,
    SmileyNode,
    SpecialCharacterNode,
    StrikeNode,
    SubscriptNode,
    SuperscriptNode,
    TableCellNode,
    TableNode,
    TableOfContentsNode,
    TableRowNode,
    TextNode,
    TikiCommentNode,
    TitleBarNode,
    UnderlineNode,
)
from tiki2md.options import PRESETS, Options
from tiki2md.render import render

if TYPE_CHECKING:
    from collections.abc import Sequence

Child = Node | str


def text(content: Child) -> Node:
    return TextNode(inner_content=content) if isinstance(content, str) else content


def some(kind: type[ParentNode], /, *children: Child, **fields: Any) -> ParentNode:
    return kind(children=[text(child) for child in children], **fields)


def p(*children: Child) -> ParentNode:
    return some(ParagraphNode, *children)


def b(*children: Child) -> ParentNode:
    return some(BoldNode, *children)


def i(*children: Child) -> ParentNode:
    return some(ItalicNode, *children)


def li(*children: Child) -> ParentNode:
    return some(
        ListItemNode, *(p(child) if isinstance(child, str) else child for child in children)
    )


def ul(*items: Child, **fields: Any) -> ParentNode:
    return some(ListNode, *items, **fields)


def ol(*items: Child, **fields: Any) -> ParentNode:
    return some(ListNode, *items, ordered=True, **fields)


def table(*rows: Sequence[str], **fields: Any) -> TableNode:
    cells = [[TableCellNode(children=[p(cell)] if cell else []) for cell in row] for row in rows]
    return TableNode(children=[TableRowNode(children=row, **fields) for row in cells])


def to_markdown(*blocks: Node, reporter: Reporter | None = None, **options: object) -> str:
    document = DocumentNode(children=list(blocks))
    return render(document, Options(**options), reporter or Reporter())


BR = LineBreakNode()
INLINE = [
    (["plain"], "plain"),
    ([], ""),
    ([" spaces \t"], "spaces"),
    (["one\n two"], "one\ntwo"),
    (["one ", BR, " two"], "one\\\ntwo"),
    ([BR, "one", BR, BR, "two", BR], "one<br><br>\ntwo"),
    (["\u00a0one\u00a0two\u00a0"], "&nbsp;one\u00a0two&nbsp;"),
    ([b("one")], "**one**"),
    (["a", b("b"), "c"], "a**b**c"),
    ([b(" one "), "two"], "**one** two"),
    ([b("")], ""),
    (["a", b(" "), "b"], "a b"),
    ([b(b("one"))], "**one**"),
    ([b(i("both"))], "***both***"),
    ([b(i("one"), " two")], "***one* two**"),
    ([i("one ", b("two"))], "*one **two***"),
    ([b("one"), b("two")], "<strong>one</strong>**two**"),
    (["a", b("(b)"), "c"], "a<strong>(b)</strong>c"),
    ([b("one", BR), "two"], "**one**\\\ntwo"),
    ([some(StrikeNode, "gone")], "~~gone~~"),
    ([some(UnderlineNode, "u"), some(SubscriptNode, "2")], "<u>u</u><sub>2</sub>"),
    ([some(SuperscriptNode, "2")], "<sup>2</sup>"),
    (
        [some(ColorNode, "c", color="red", background="#fff")],
        '<span style="color:red; background-color:#fff">c</span>',
    ),
    ([some(MonospaceNode, "a*b")], "`a*b`"),
    ([some(MonospaceNode, "a", b("b"))], "<code>a**b**</code>"),
    ([some(MonospaceNode, " ")], ""),
    ([CodeSpanNode(text="a`b")], "``a`b``"),
    ([CodeSpanNode(text="`")], "`` ` ``"),
    ([CodeSpanNode(text=" x ")], "`  x  `"),
    ([CodeSpanNode(text="a"), CodeSpanNode(text="b")], "`ab`"),
    ([SpecialCharacterNode(character="©"), NoParseNode(inner_content="__x__")], "©\\_\\_x\\_\\_"),
    ([SmileyNode(name="smile"), SmileyNode(name="odd")], "🙂(:odd:)"),
    ([EscapedBracketNode(), "x](y)"], "\\[x](y)"),
    ([DroppedMarkNode(full_match="==")], ""),
    ([AnchorNode(anchor="x"), "t"], '<a id="x"></a>t'),
    ([some(ElementNode, "x", tag="kbd")], "<kbd>x</kbd>"),
    ([ElementNode(tag="span", attrs_dict={"id": 'a"'})], '<span id="a&quot;"></span>'),
    ([some(ElementNode, "x", tag="b><i")], "x"),
    ([RawHtmlNode(html="<br>"), "x"], "<br>x"),
    (["a", HtmlCommentNode(inner_content=" x --> y "), "b"], "a<!-- x -&#45;&gt; y -->b"),
    (["a\n", HtmlCommentNode(inner_content="x"), "b"], "a <!--x-->\nb"),
    ([HtmlCommentNode(inner_content="x"), "b"], "<!--x-->\nb"),
    ([TikiCommentNode(full_match="~tc~x~/tc~")], "<!-- ~tc~x~/tc~ -->"),
    ([ImageNode(src="a b.png", alt="[x]", title='"')], '![[x]](<a b.png> "\\"")'),
    ([ImageNode(src="a.png", link="b")], "[![](a.png)](b)"),
    ([ImageNode(src="a", alt="x", width="9")], '<img src="a" alt="x" width="9">'),
    ([ImageNode(src="a", width="9"), "\n*x*"], '<img src="a" alt="" width="9"> \\*x\\*'),
    ([some(LinkNode, "t", url="u")], "[t](u)"),
    ([some(LinkNode, " t ", url="a(b)", title="T")], '[t](a(b) "T")'),
    ([some(LinkNode, "t", url="a)b c")], "[t](<a)b c>)"),
    ([some(LinkNode, "t", url="a\n<b>")], "[t](a%0A%3Cb%3E)"),
    ([LinkNode(url="http://a.b")], "<http://a.b>"),
    ([LinkNode(url="a.html")], "[a.html](a.html)"),
    ([some(LinkNode, some(LinkNode, "t", url="v"), url="u")], "[t](u)"),
    (["!", some(LinkNode, "t", url="u")], "\\![t](u)"),
    ([AutoLinkNode(url="http://a.b", inner_content="http://a.b")], "<http://a.b>"),
    ([AutoLinkNode(url="mailto:a@b.c", inner_content="a@b.c")], "<a@b.c>"),
    ([AutoLinkNode(url="http://www.a.b", inner_content="www.a.b")], "[www.a.b](http://www.a.b)"),
    (
        [DoiLinkNode(full_match="doi:10.1/x.", doi="10.1/x.", inner_content="10.1/x.")],
        "[doi:10.1/x](https://doi.org/10.1/x).",
    ),
]


@pytest.mark.parametrize(("children", "markdown"), INLINE)
def test_inline(children: list[Child], markdown: str) -> None:
    assert to_markdown(p(*children)) == (markdown + "\n" if markdown else "")


BLOCKS = [
    ([], ""),
    ([p("a"), p(" "), p("b")], "a\n\nb"),
    ([some(HeadingNode, "T", level=2)], "## T"),
    ([some(HeadingNode, "T", level=2, number="1.2.")], "## 1.2. T"),
    ([some(HeadingNode, "a", BR, "b\nc")], "# a<br>b c"),
    ([HeadingNode()], ""),
    ([p("a"), HorizontalRuleNode()], "a\n\n---"),
    ([HorizontalRuleNode(), p("a")], "___\n\na"),
    ([PageBreakNode()], "<!-- ...page... -->"),
    ([some(TitleBarNode, "T")], '<div class="titlebar">\n\nT\n\n</div>'),
    ([some(CenterNode, p("x"))], '<div align="center">\n\nx\n\n</div>'),
    ([some(SimpleBoxNode, p("x"), p("y"))], "> x\n>\n> y"),
    ([some(BlockElementNode, p("x"), attrs_dict={"class": "c"})], '<div class="c">\n\nx\n\n</div>'),
    ([ul(li("a"), li("b"))], "- a\n- b"),
    ([ul(li("a", ul(li("b"))), li("c"))], "- a\n  - b\n- c"),
    ([ul(li(ul(li("x"))))], "- - x"),
    ([ul(ul(li("x")))], "- - x"),
    ([ul(li("a")), ul(li("b"))], "- a\n\n* b"),
    ([ol(li("a"), li("b"), start=9)], "9. a\n10. b"),
    ([ol(li("a")), ol(li("b"))], "1. a\n\n1) b"),
    ([ul(li("a", p("b")), li("c"))], "- a\n\n  b\n\n- c"),
    ([ul(li(), li("a"))], "-\n- a"),
    ([ul(li("a", ul(li())))], "- a\n\n  -"),
    ([ul(li("a", ol(li("b"), start=3)))], "- a\n\n  3. b"),
    ([some(HeadingNode, "1", CodeSpanNode(text=" `"))], "# 1``  ` ``"),
    ([ul(li(ul(li(ul(li())))))], "- * -"),
    ([ul(li(CodeBlockNode(text="x")))], "- ```\n  x\n  ```"),
    ([ul(li(HorizontalRuleNode()))], "- ___"),
    ([ul(li("[ ] x"))], "- \\[ ] x"),
    ([CodeBlockNode(text="```\n", language="c++")], "````cpp\n```\n````"),
    ([CodeBlockNode(text="x", caption="*C*")], "\\*C\\*\n\n```\nx\n```"),
    ([PreformattedNode(inner_content="\na\n b\n")], "```\na\n b\n```"),
    ([some(PreNode, "a\n  b")], "```\na\n  b\n```"),
    ([some(PreNode, "a<\n", b("x"))], "<pre>a&lt;\n<strong>x</strong></pre>"),
    ([some(BlockquoteNode, p("[!NOTE]"))], "> \\[!NOTE]"),
    ([some(AdmonitionNode, p("a"), kind="tip", title="T")], "> [!TIP]\n> T\n>\n> a"),
    ([some(AdmonitionNode, ul(li("a")))], "> [!NOTE]\n>\n> - a"),
    (
        [some(AdmonitionNode, some(AdmonitionNode, p("a"), title="T"))],
        "> [!NOTE]\n>\n> > T\n> >\n> > a",
    ),
    (
        [some(DetailsNode, p("a"), summary="S & T", open=True)],
        "<details open>\n<summary>S &amp; T</summary>\n\na\n\n</details>",
    ),
    ([RawHtmlBlockNode(html="<div>\n\nx</div>")], "<div>\nx</div>"),
    ([RawHtmlBlockNode(html="<b>*x*</b>")], "<div>\n<b>*x*</b>\n</div>"),
    ([RawHtmlBlockNode(html="<!-- a\n\nb -->")], "<!-- a\n\nb -->"),
    (
        [
            some(
                DefinitionListNode,
                some(DefinitionTermNode, "t<"),
                some(DefinitionDescriptionNode, p("a ", b("b"))),
            )
        ],
        "<dl>\n<dt>t&lt;</dt>\n<dd>\n\na **b**\n\n</dd>\n</dl>",
    ),
    (
        [
            p("a[^1]", FootnoteReferenceNode(number=1), "(b)"),
            some(FootnoteDefinitionNode, p("c"), p("d"), number=1),
        ],
        "a\\[^1][^1]\\(b)\n\n[^1]: c\n\n    d",
    ),
    ([p("a[^1]")], "a[^1]"),
    ([TableNode()], ""),
    ([table(["a", "b"], ["c"])], "| | |\n| --- | --- |\n| a | b |\n| c | |"),
    ([table([b("a"), ""], ["c", "|"])], "| **a** | |\n| --- | --- |\n| c | \\| |"),
    ([table(["a"], header=True)], "| a |\n| --- |"),
    (
        [TableNode(children=[some(TableRowNode, some(TableCellNode, p("x"), align="right"))])],
        "| |\n| --: |\n| x |",
    ),
    (
        [
            TableNode(
                children=[
                    some(TableRowNode, some(TableCellNode, p("a"), colspan=2)),
                    some(TableRowNode, some(TableCellNode, p("b")), some(TableCellNode, p("c"))),
                ]
            )
        ],
        "| | |\n| --- | --- |\n| a | |\n| b | c |",
    ),
    (
        [TableNode(children=[some(TableRowNode, some(TableCellNode, ul(li("a")), rowspan=2))])],
        '<table>\n<tr>\n<td rowspan="2">\n\n- a\n\n</td>\n</tr>\n</table>',
    ),
    (
        [
            some(HeadingNode, "A b!", level=1, anchor="A_b_"),
            some(HeadingNode, "A b", level=3, anchor="A_b"),
            TableOfContentsNode(title="T"),
        ],
        (
            "# A b!\n\n### A b\n\n<!-- toc -->\n\n**T**\n\n- [A b!](#a-b)\n  - [A b](#a-b-1)\n\n"
            "<!-- /toc -->"
        ),
    ),
]


@pytest.mark.parametrize(("blocks", "markdown"), BLOCKS)
def test_block(blocks: list[Node], markdown: str) -> None:
    assert to_markdown(*blocks) == (markdown + "\n" if markdown else "")


DEFINITIONS = some(
    DefinitionListNode,
    some(DefinitionTermNode, "t"),
    some(DefinitionDescriptionNode, p("a"), p("b")),
    some(DefinitionDescriptionNode, p("c")),
)
BY_TARGET = [
    ("hugo", [DEFINITIONS], "t\n: a\n\n  b\n: c"),
    ("hugo", [p("{{< x >}} and {{% y")], "{{\\< x >}} and {{\\% y"),
    ("hugo", [CodeBlockNode(text="{{< x >}}")], "```\n{{</* x */>}}\n```"),
    ("hugo", [CodeBlockNode(text="{{% x")], "<pre><code>{&#123;% x\n</code></pre>"),
    (
        "hugo",
        [p(CodeSpanNode(text="{{<x"))],
        "<code>&#123;&#123;&#60;x</code>",
    ),
    ("hugo", [some(HeadingNode, "a {b}")], "# a \\{b}"),
    ("gfm", [p("{{< x")], "{{< x"),
    ("commonmark", [p(some(StrikeNode, "x"))], "<del>x</del>"),
    ("commonmark", [table(["a|b"])], "<table>\n<tr>\n<td>a|b</td>\n</tr>\n</table>"),
    ("commonmark", [some(AdmonitionNode, p("a"), title="T")], "> T\n>\n> a"),
]


@pytest.mark.parametrize(("target", "blocks", "markdown"), BY_TARGET)
def test_target(target: str, blocks: list[Node], markdown: str) -> None:
    assert to_markdown(*blocks, target=target) == markdown + "\n"


def test_the_classic_preset_pads_emphasis_and_keeps_trailing_spaces() -> None:
    blocks = [
        p("risk of OP (", b("OR = 0.47"), ", 95% CI. "),
        p(DoiLinkNode(full_match="doi: 10.1/R1.", inner_content="10.1/R1.", doi="10.1/R1")),
        TikiCommentNode(full_match="~tc~ (x) ~/tc~"),
    ]
    assert to_markdown(*blocks, **PRESETS["classic"]) == (
        "risk of OP ( **OR = 0.47** , 95% CI. \n\n"
        "[doi: 10.1/R1.](https://doi.org/10.1/R1.)\n\n"
        "<!-- ~tc~ (x) ~/tc~ -->\n"
    )


@pytest.mark.parametrize(
    "node", [PluginNode(full_match="{A *b*}"), LocalLinkNode(full_match="{A *b*}")]
)
def test_a_node_without_handler_is_its_source_and_reported(node: Node) -> None:
    reporter = Reporter()
    assert to_markdown(p("x ", node), reporter=reporter) == "x {A \\*b\\*}\n"
    assert [found.code for found in reporter.diagnostics] == [Code.NODE_NOT_RENDERED]


def test_a_direction_is_reported() -> None:
    reporter = Reporter()
    assert to_markdown(p(DirectionNode(direction="rtl"), "x"), reporter=reporter) == "x\n"
    assert [found.code for found in reporter.diagnostics] == [Code.STYLE_DROPPED]


def test_comments_can_be_dropped() -> None:
    assert to_markdown(p("a", TikiCommentNode(full_match="x")), comments="drop") == "a\n"


@pytest.mark.parametrize(("option", "first"), [("first", "| a |"), ("empty", "| |")])
def test_the_header_of_a_table_is_chosen(option: str, first: str) -> None:
    assert to_markdown(table(["a"]), table_header=option).startswith(first + "\n| --- |\n")


def test_items_that_are_numbered_nodes_count_up() -> None:
    items = [NumListItemNode(children=[p(word)]) for word in "ab"]
    assert to_markdown(ListNode(ordered=True, children=items)) == "1. a\n2. b\n"
