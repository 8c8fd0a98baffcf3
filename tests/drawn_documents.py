"""Documents drawn at random, of everything that a reader of Markdown sees."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

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
    Node,
    NumListItemNode,
    ParagraphNode,
    StrikeNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TextNode,
    UnderlineNode,
)

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


def parents(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
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


def containers(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
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


def drawn(count: int) -> list[DocumentNode]:
    """Some of them at once, for readers that are asked of many in one process."""
    found: list[DocumentNode] = []

    @settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(document=documents)
    def collect(document: DocumentNode) -> None:
        found.append(document)

    collect()
    return found
