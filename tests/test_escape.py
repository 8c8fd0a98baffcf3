"""Backslashes stand where a character would be markup, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.diagnostics import Reporter
from tiki2md.nodes import (
    BlockquoteNode,
    BoldNode,
    CodeSpanNode,
    DocumentNode,
    HeadingNode,
    LinkNode,
    ListItemNode,
    ListNode,
    Node,
    ParagraphNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TextNode,
)
from tiki2md.options import Options
from tiki2md.render import escape_kramdown, escape_obsidian, render
from tiki2md.render.delimiters import LITERAL
from tiki2md.render.escape import UNSAFE
from tiki2md.render.escape_mdx import MDX_UNSAFE
from tiki2md.render.escape_mkdocs import MKDOCS_UNSAFE
from tiki2md.render.target_html import comment
from tiki2md.render.unsafe import Block, Unsafe, Where, typed_and_unsafe


def written(*blocks: Node, target: str = "gfm") -> str:
    document = DocumentNode(children=list(blocks))
    return render(document, Options(target=target), Reporter()).removesuffix("\n")


def paragraph(content: str) -> ParagraphNode:
    return ParagraphNode(children=[TextNode(inner_content=content)])


SAFE = [
    "2 * 3 = 6", "*lone", "snake_case_name", "__init", "a_b_c", "x ~ 5 ~", "a ~~ b", "` alone",
    "AT&T", "R&D;", "&nosuchentity;", "a < b > c", "x<5", "<3", "1 <2 and 3> 1", "[1] [x] [a][b]",
    "f(x) [y] (z)", "Hi!", "! [x]", "#hash", "C#", "a # b", "-1", "--", "+49 30", "1.5", "1.x",
    "a\n2. b", "a\n#hash", "a | b", "|x|", ":x", "a: b", "\\o/", "C:\\dir", "a \\ b",
    "= x", "a\n= b", "x^2", "^[", "$x", "$5 to $6", "@name", "a--b", "a...b", "**", "***x", "(*)",
    "{{x}}", "<http", "<- x", "<=", "[!NOTE]", "[ ] x", "**a", "a** b", "\"q\" 'q'", "100%",
    "0123456789. x",
]  # fmt: skip


@pytest.mark.parametrize("content", SAFE)
def test_what_is_no_markup_is_left_alone(content: str) -> None:
    assert written(paragraph(content)) == content


UNSAFE_TEXTS = [
    ("\\*", "\\\\*"),
    ("\\\nx", "\\\\\nx"),
    ("*a*", "\\*a\\*"),
    ("**a**", "\\*\\*a\\*\\*"),
    ("2*3*4", "2\\*3\\*4"),
    ("_a_ b_c", "\\_a\\_ b_c"),
    ("*a *b *c", "*a *b *c"),
    ("~~a~~", "\\~\\~a\\~\\~"),
    ("`a` ``", "\\`a\\` ``"),
    ("&amp; &#65; &#x41;", "\\&amp; \\&#65; \\&#x41;"),
    ("<b>x</b>", "\\<b>x\\</b>"),
    ("<!-- x -->", "\\<!-- x -->"),
    ("<http://x> <a@b.c>", "\\<http://x> \\<a@b.c>"),
    ("<div", "\\<div"),
    ("a <div", "a <div"),
    ("[a](b)", "\\[a](b)"),
    ("[[a](b)", "[[a\\](b)"),
    ("![a](b)", "!\\[a](b)"),
    ("[a]: b", "\\[a]: b"),
    ("x [a]: b", "x [a]: b"),
    ("[^1]: b", "\\[^1]: b"),
    ("a\n[^1]: b", "a\n\\[^1]: b"),
    ("x^[a]", "x^\\[a]"),
    ("# a", "\\# a"),
    ("####### a", "####### a"),
    ("a\n# b", "a\n\\# b"),
    ("> a", "\\> a"),
    ("- a", "\\- a"),
    ("+ a\n* b", "\\+ a\n\\* b"),
    ("-", "\\-"),
    ("1. a", "1\\. a"),
    ("10) a", "10\\) a"),
    ("a\n1. b", "a\n1\\. b"),
    ("---", "\\---"),
    ("* * *", "\\* * *"),
    ("___", "\\_\\_\\_"),
    ("a\n===", "a\n\\==="),
    ("a\n--", "a\n\\--"),
    ("```x", "\\`\\`\\`x"),
    ("~~~", "\\~\\~\\~"),
    ("a|b\n-|-", "a|b\n\\-|-"),
    ("a\n|:-:|", "a\n\\|:-:|"),
    (": a", "\\: a"),
    ("    code", "code"),
]


@pytest.mark.parametrize(("content", "markdown"), UNSAFE_TEXTS)
def test_what_is_markup_gets_a_backslash(content: str, markdown: str) -> None:
    assert written(paragraph(content)) == markdown


def test_a_heading_escapes_its_own_hazards_only() -> None:
    heading = HeadingNode(children=[TextNode(inner_content="- 1. > a C# #")])
    assert written(heading) == "# - 1. > a C# \\#"


def test_the_first_line_of_an_item_and_a_quotation() -> None:
    item = ListItemNode(children=[paragraph("[x] a")])
    assert written(ListNode(children=[item])) == "- \\[x] a"
    assert written(BlockquoteNode(children=[paragraph("[!TIP]")])) == "> \\[!TIP]"


def test_a_cell_escapes_pipes_in_code_too() -> None:
    nodes = [TextNode(inner_content="- a|"), CodeSpanNode(text="b|c"), CodeSpanNode(text="")]
    cell = TableCellNode(children=[ParagraphNode(children=nodes)])
    table = TableNode(children=[TableRowNode(children=[cell])])
    assert written(table).endswith("| - a\\|`b\\|c` |")


def test_a_link_text_keeps_pairs_of_brackets() -> None:
    def link(content: str) -> LinkNode:
        return written(
            ParagraphNode(children=[LinkNode(url="u", children=[TextNode(inner_content=content)])])
        )

    assert link("a [b] c") == "[a [b] c](u)"
    assert link("a ] c") == "[a \\] c](u)"
    assert link("[b](c)") == "[\\[b\\](c)](u)"


def test_a_literal_mark_beside_a_mark_of_ours() -> None:
    bold = BoldNode(children=[TextNode(inner_content="*")])
    assert written(ParagraphNode(children=[bold])) == "**\\***"


def test_comments_cannot_be_ended_by_their_text() -> None:
    assert comment("> a --> b -") == "<!-- > a --&gt; b - -->"
    assert comment("a -- b", inline=True) == "<!--a -&#45; b-->"


TABLES = (UNSAFE, MKDOCS_UNSAFE, MDX_UNSAFE, escape_kramdown.UNSAFE, escape_obsidian.UNSAFE)


@given(
    st.text(alphabet="\n ab1.)([]:|-+*_=#>~`<&;!?{}%^$/\\xmportTOC", max_size=30),
    st.sampled_from(TABLES),
    st.sampled_from(Where),
)
def test_what_a_text_lacks_spares_it_rows_that_find_nothing(
    text: str, table: tuple[Unsafe, ...], where: Where
) -> None:
    """A row is only about its characters, and about lines that begin as it says."""
    block = Block(text, bytearray([LITERAL]) * len(text), [0] * len(text))
    rows = [row for row in table if row.where in where | Where.INLINE]
    for row in rows:
        assert {text[place] for place in row.find(block)} <= set(row.characters), row.reason
    assert typed_and_unsafe(block, where, table) == {at for row in rows for at in row.find(block)}


def test_every_row_says_why_and_where() -> None:
    assert all(row.reason and row.where is not Where(0) for row in UNSAFE)
