"""A reader of the Markdown sees what the tree says: characters, formats, blocks."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

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
    Node,
    NumListItemNode,
    ParagraphNode,
    ParentNode,
    StrikeNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TextNode,
    UnderlineNode,
)
from tiki2md.options import Options
from tiki2md.render import render

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


class Seen:
    """What is seen, as events: characters with their formats, breaks, and blocks."""

    def __init__(self) -> None:
        self.events: list[tuple] = []
        self.space = True

    def text(self, text: str, formats: frozenset[str], *, pre: bool = False) -> None:
        for char in text:
            if char == "\n" and pre:
                self.event("br")
            elif char.isspace():
                self.space = True
            else:
                spaced = self.space and bool(self.events) and len(self.events[-1]) == 3
                self.events.append((char, formats, spaced))
                self.space = False

    def event(self, *event) -> None:
        self.events.append(event)
        self.space = True


def tidy(events: list[tuple]) -> list[tuple]:
    """Events without breaks at the edge of a block, and without blocks that hold nothing."""
    out: list[tuple] = []
    for event in events:
        if event == ("br",) and (not out or out[-1][0] in ("open", "close")):
            continue
        if event[0] in ("open", "close"):
            while out and out[-1] == ("br",):
                out.pop()
        hollow = ("p", "blockquote", "pre", "tr", "td", "table", "dl", "dt", "dd")
        if (
            event[0] == "close"
            and out
            and out[-1] == ("open", event[1])
            and (event[1] in hollow or event[1].startswith("h"))
        ):
            out.pop()
            continue
        out.append(event)
    while out and out[-1] == ("br",):
        out.pop()
    return out


def without_p(events: list[tuple]) -> list[tuple]:
    """Paragraphs as what stands between them: a tight item has none."""
    out: list[tuple] = []
    for event in events:
        if len(event) == 2 and event[1] == "p":
            if out and (len(out[-1]) == 3 or out[-1] == ("br",)):
                out.append(("p",))
            continue
        if out and out[-1] == ("p",) and event[0] in ("open", "close"):
            out.pop()
        out.append(event)
    while out and out[-1] == ("p",):
        out.pop()
    return out


class Reader(HTMLParser):
    """What HTML shows."""

    blocks = frozenset({
        "p", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "td", "dl", "dt", "dd",
        "h1", "h2", "h3", "h4", "h5", "h6",
    })  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self.formats: list[str] = []
        self.pre = 0

    def handle_starttag(self, tag, attrs) -> None:
        del attrs
        tag = {"th": "td", "s": "del"}.get(tag, tag)
        if tag == "br":
            self.seen.event("br")
        elif tag == "hr":
            self.seen.event("open", "hr")
        elif tag in self.blocks:
            self.seen.event("open", tag)
            self.pre += tag == "pre"
        elif tag in ("thead", "tbody") or (tag == "code" and self.pre):
            pass
        else:
            self.formats.append(tag)

    def handle_endtag(self, tag) -> None:
        tag = {"th": "td", "s": "del"}.get(tag, tag)
        if tag in self.blocks:
            self.seen.event("close", tag)
            self.pre -= tag == "pre"
        elif tag in ("thead", "tbody", "br", "hr") or (tag == "code" and self.pre):
            pass
        else:
            assert self.formats.pop() == tag

    def handle_data(self, data) -> None:
        self.seen.text(data, frozenset(self.formats), pre=bool(self.pre))


BLOCK_TAGS = {
    ParagraphNode: "p", BlockquoteNode: "blockquote", ListItemNode: "li", NumListItemNode: "li",
    TableNode: "table", TableRowNode: "tr", TableCellNode: "td", DefinitionListNode: "dl",
    DefinitionTermNode: "dt", DefinitionDescriptionNode: "dd",
}  # fmt: skip


SINGLE = {LineBreakNode: ("br",), HorizontalRuleNode: ("open", "hr")}


def tag_of(node: Node) -> str:
    if isinstance(node, HeadingNode):
        return f"h{node.level}"
    if isinstance(node, ListNode):
        return "ol" if node.ordered else "ul"
    return BLOCK_TAGS.get(type(node), "")


def expected(node: Node, seen: Seen, formats: frozenset[str] = frozenset()) -> None:
    """Add to ``seen`` what the tree says."""
    if isinstance(node, TextNode):
        seen.text(node.inner_content, formats)
    elif isinstance(node, CodeSpanNode):
        seen.text(node.text, formats | {"code"})
    elif isinstance(node, CodeBlockNode):
        seen.event("open", "pre")
        seen.text(node.text.removesuffix("\n"), frozenset(), pre=True)
        seen.event("close", "pre")
    elif type(node) in SINGLE:
        seen.event(*SINGLE[type(node)])
    elif isinstance(node, LinkNode):
        expected_link(node, seen, formats | {"a"})
    elif isinstance(node, ParentNode):
        tag = tag_of(node)
        if tag:
            seen.event("open", tag)
        for child in node.children:
            expected(child, seen, formats | ({TAGS[type(node)]} if type(node) in TAGS else set()))
        if tag:
            seen.event("close", tag)


def expected_link(node: LinkNode, seen: Seen, formats: frozenset[str]) -> None:
    before, space = len(seen.events), seen.space
    for child in node.children:
        expected(child, seen, formats)
    if all(len(event) < 3 for event in seen.events[before:]):
        del seen.events[before:]
        seen.space = space
        seen.text(node.url, formats)


def markdown_reader() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return parser.use(deflist_plugin).use(footnote_plugin)


READER = markdown_reader()


def check(document: DocumentNode, target: str, **options) -> None:
    reporter = Reporter()
    chosen = Options(target=target, **options)
    markdown = render(document, chosen, reporter)
    assert not reporter.diagnostics
    assert render(document, chosen, Reporter()) == markdown
    assert markdown == "" or (markdown.endswith("\n") and not markdown.endswith("\n\n"))
    want = Seen()
    expected(document, want)
    html = READER.render(markdown)
    got = Reader()
    got.feed(html)
    got.close()
    note = f"{markdown!r}\n{markdown}\n{html}"
    assert without_p(tidy(got.seen.events)) == without_p(tidy(want.events)), note


@pytest.mark.parametrize("target", ["gfm", "commonmark"])
@settings(deadline=None, max_examples=150)
@given(paragraph=paragraphs)
def test_a_paragraph_is_read_back(target, paragraph):
    check(DocumentNode(children=[paragraph]), target)


@settings(deadline=None, max_examples=150)
@given(document=documents)
def test_a_document_is_read_back(document):
    check(document, "gfm")


@settings(deadline=None, max_examples=150)
@given(document=documents)
def test_a_document_is_read_back_as_commonmark(document):
    check(document, "commonmark")


@settings(deadline=None, max_examples=150)
@given(document=documents)
def test_hugo_never_raises(document):
    render(document, Options(target="hugo", emphasis="padded"), Reporter())
