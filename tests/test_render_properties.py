"""A reader of the Markdown sees what the tree says: characters, formats, blocks."""

from __future__ import annotations

from importlib.util import find_spec

from hypothesis import given, settings
from hypothesis import strategies as st

from tiki2md.diagnostics import Reporter
from tiki2md.nodes import (
    BlockquoteNode,
    BoldNode,
    CodeBlockNode,
    CodeSpanNode,
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    DocumentNode,
    HeadingNode,
    HorizontalRuleNode,
    ItalicNode,
    LineBreakNode,
    LinkNode,
    ListItemNode,
    ListNode,
    NumListItemNode,
    ParagraphNode,
    StrikeNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TextNode,
    UnderlineNode,
)
from tiki2md.options import Options
from tiki2md.render import render
from tiki2md.verify.reading import seen_in_markdown, seen_in_tree
from tiki2md.verify.seen import first_difference

ALPHABET = "*_`~[]()<>&#!|\\-+=:.1ab \n"
FRAGMENTS = [
    "**", "__", "~~", "```", "~~~", "---", "===", "- ", "1. ", "1) ", "# ", "> ", "+ ", "* ",
    "<b>", "</div>", "<div", "<!--", "<a@b.c>", "<http://x>", "&amp;", "&#65;", "[x](y)", "![",
    "[x]: y", "[^1]: x", "^[", "[ ] ", "[!NOTE]", "| a | b |", "|---|---|", ":-", ": ", "\\\n",
    "\t", "    ", "snake_case", "a*b", "\u00a0", "€", "“", "é", "word ", "\n",
]  # fmt: skip
TAGS = {BoldNode: "strong", ItalicNode: "em", StrikeNode: "del", UnderlineNode: "u"}

texts = st.one_of(
    st.text(ALPHABET, min_size=1, max_size=8),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map("".join),
    st.sampled_from(["word", "two words", " a ", "x"]),
).map(lambda text: TextNode(inner_content=text))
codes = st.text(ALPHABET.replace("\n", ""), min_size=1, max_size=6).map(
    lambda text: CodeSpanNode(text=text)
)
leaves = st.one_of(texts, texts, codes, st.builds(LineBreakNode))


def parents(children):
    some = st.lists(children, min_size=1, max_size=3)
    kinds = [st.builds(kind, children=some) for kind in TAGS]
    links = st.builds(
        LinkNode, url=st.sampled_from(["x", "http://a.b/c_d", "p q", "a)b", "a*b`|"]), children=some
    )
    return st.one_of(*kinds, *kinds, links)


inlines = st.recursive(leaves, parents, max_leaves=6)
lines = st.lists(inlines, min_size=1, max_size=5)
paragraphs = st.builds(ParagraphNode, children=lines)
code_blocks = st.text(ALPHABET, min_size=1, max_size=12).map(lambda text: CodeBlockNode(text=text))
simple = st.one_of(
    paragraphs,
    paragraphs,
    st.builds(HeadingNode, level=st.integers(1, 6), children=lines),
    code_blocks,
    st.builds(HorizontalRuleNode),
)


def containers(children):
    some = st.lists(children, max_size=3)
    items = st.builds(ListItemNode, children=some)
    numbers = st.builds(NumListItemNode, children=some)
    return st.one_of(
        st.builds(BlockquoteNode, children=some),
        st.builds(ListNode, children=st.lists(items, min_size=1, max_size=3)),
        st.builds(
            ListNode,
            ordered=st.just(True),
            start=st.sampled_from([0, 1, 1, 3, 9]),
            children=st.lists(numbers, min_size=1, max_size=3),
        ),
        st.builds(
            TableNode,
            children=st.lists(
                st.builds(
                    TableRowNode,
                    children=st.lists(
                        st.builds(TableCellNode, children=st.lists(children, max_size=1)),
                        min_size=1,
                        max_size=3,
                    ),
                ),
                min_size=1,
                max_size=3,
            ),
        ),
        st.builds(
            DefinitionListNode,
            children=st.lists(
                st.one_of(
                    st.builds(DefinitionTermNode, children=lines),
                    st.builds(DefinitionDescriptionNode, children=some),
                ),
                min_size=1,
                max_size=3,
            ),
        ),
    )


blocks = st.recursive(simple, containers, max_leaves=6)
documents = st.lists(blocks, min_size=1, max_size=4).map(lambda some: DocumentNode(children=some))


def check(document: DocumentNode, target: str) -> None:
    reporter = Reporter()
    chosen = Options(target=target)
    markdown = render(document, chosen, reporter)
    assert not reporter.diagnostics
    assert render(document, chosen, Reporter()) == markdown
    assert markdown == "" or (markdown.endswith("\n") and not markdown.endswith("\n\n"))
    want = seen_in_tree(document).compared()
    got = seen_in_markdown(markdown).compared()
    assert got == want, f"{markdown!r}\n{markdown}\n{first_difference(want, got)}"


def check_everywhere(document: DocumentNode) -> None:
    """What all readers see; to draw a document takes longer than to ask them."""
    check(document, "gfm")
    check(document, "commonmark")
    render(document, Options(target="hugo", emphasis="padded"), Reporter())
    if find_spec("pymdownx"):
        from python_markdown import difference

        assert difference(document, Options(target="mkdocs")) == ""


@settings(deadline=None, max_examples=300)
@given(paragraph=paragraphs)
def test_a_paragraph_is_read_back(paragraph):
    check_everywhere(DocumentNode(children=[paragraph]))


@settings(deadline=None, max_examples=300)
@given(document=documents)
def test_a_document_is_read_back(document):
    check_everywhere(document)
