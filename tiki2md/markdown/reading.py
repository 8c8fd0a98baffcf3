"""Blocks and lines of the author's Markdown as nodes (tiki-versions §1.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from tiki2md.markdown.source import Source, shown, source_of
from tiki2md.nodes import (
    AutoLinkNode,
    BlockquoteNode,
    BoldNode,
    CodeBlockNode,
    CodeSpanNode,
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    FootnoteDefinitionNode,
    FootnoteReferenceNode,
    HeadingNode,
    HorizontalRuleNode,
    ImageNode,
    ItalicNode,
    LineBreakNode,
    LinkNode,
    ListItemNode,
    ListNode,
    MarkdownHeadingNode,
    MarkdownTextNode,
    Node,
    ParagraphNode,
    StrikeNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TextNode,
    is_white_space,
    nodes_of,
    text_of,
)
from tiki2md.urls import bare_addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Notes = dict[str, Any]
MAX_NESTING = 40
"""Blocks that lie deeper in one another are not read: all stays as it was typed."""
_BREAK = re.compile(r"<br[ ]?/?>", re.IGNORECASE)
_TASK = re.compile(r"\[[ xX]\](?=[ \t])")
_NOTE = re.compile(r"\[\^([^\s\[\]]+)\]:")
_ALIGN = re.compile("text-align:([a-z]+)")
_FORMATS = {"strong": BoldNode, "em": ItalicNode, "s": StrikeNode}


def notes_in(nodes: list[Node]) -> Notes:
    """What the parser keeps of the notes whose texts it has read; for all Markdown in a page."""
    typed = (node.inner_content for node in nodes_of(nodes, MarkdownTextNode))
    labels = (label for text in typed for label in _NOTE.findall(text))
    return {"footnotes": {"refs": {f":{label}": -1 for label in labels}}}


def read_blocks(nodes: Sequence[Node], notes: Notes | None = None) -> list[Node] | None:
    """The blocks that some Markdown is; ``None`` if they lie too deep in one another.

    Args:
        nodes: the author's Markdown, in which no tag is alive, and nodes that stand in it.
        notes: those whose text stands elsewhere, as ``notes_in`` finds them.
    """
    source = source_of(nodes)
    tokens = parser().parse(source.text, notes)
    if is_too_deep(tokens):
        return None
    return [*Reader(source, tokens).blocks(), *source.notes]


def read_inlines(nodes: Sequence[Node], notes: Notes | None = None) -> list[Node]:
    """The nodes that Markdown inside a line is; arguments as for ``read_blocks``."""
    source = source_of(nodes)
    if not source.text.strip():
        return list(nodes)
    # The parser takes no notice of spaces at the edges.
    body = source.text.strip()
    before, after = source.text.split(body, 1) if body else ("", "")
    (token,) = tokens = parser().parseInline(body, notes)
    if is_too_deep(tokens):
        return list(nodes)
    inner = Reader(source, token.children or []).inlines()
    return [*_texts(before), *inner, *_texts(after)]


def _texts(text: str) -> list[Node]:
    return [TextNode(inner_content=shown(text))] if text else []


def is_too_deep(tokens: Sequence[Token]) -> bool:
    """Whether the parser may have left out what lies too deep, or formats nest without end."""
    return any(
        token.level >= MAX_NESTING - 2 or is_too_deep(token.children or ()) for token in tokens
    )


@cache
def parser() -> MarkdownIt:
    """The parser of what authors wrote (tiki-versions §1.3)."""
    from markdown_it import MarkdownIt  # only Markdown pages need it
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    options = {"html": True, "maxNesting": MAX_NESTING, "strikethrough_single_tilde": True}
    reader = MarkdownIt("commonmark", options)
    reader.enable(["table", "strikethrough"]).use(deflist_plugin).use(footnote_plugin)
    # Notes stand where they were typed, and those in a line are nodes before.
    reader.disable(["footnote_tail", "footnote_inline"])
    # Addresses stay as they are written, and are judged elsewhere.
    for name in ("normalizeLink", "normalizeLinkText"):
        setattr(reader, name, _same)
    setattr(reader, "validateLink", _any)  # noqa: B010 - a method of the instance
    return reader


def _same(url: str) -> str:
    return url


def _any(url: str) -> bool:
    del url
    return True


@dataclass(slots=True)
class Reader:
    """Makes nodes of the tokens of the parser.

    Attributes:
        source: the text that they are of.
        linked: they are the text of a link.
        tokens: in the order of the text.
        at: how many of them are read.
    """

    source: Source
    tokens: Sequence[Token]
    at: int = 0
    linked: bool = False

    def blocks(self, end: str = "") -> list[Node]:
        """The blocks up to a token of the type ``end``, which is read too."""
        found: list[Node] = []
        while (token := self._next()) is not None and token.type != end:
            found += self._block(token)
        return found

    def inlines(self, end: str = "") -> list[Node]:
        """The inline nodes up to a token of the type ``end``, which is read too."""
        found: list[Node] = []
        while (token := self._next()) is not None and token.type != end:
            found += self._inline(token)
        return found

    def _next(self) -> Token | None:
        if self.at >= len(self.tokens):
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def _block(self, token: Token) -> list[Node]:
        reader = _BLOCKS.get(token.type)
        return reader(self, token) if reader is not None else []

    def _line(self) -> list[Node]:
        """The inline nodes of the block that has just begun."""
        token, _ = self._next(), self._next()
        assert token is not None  # every such block has one token, then its end
        return Reader(self.source, token.children or []).inlines()

    def paragraph(self, token: Token) -> list[Node]:
        """A paragraph, parted where a block of Tiki's stands in it."""
        del token
        return _parted(self._line())

    def heading(self, token: Token) -> list[Node]:
        """A heading, Tiki's own with its number."""
        nodes = self._line()
        if len(nodes) == 1 and isinstance(nodes[0], MarkdownHeadingNode):
            return [_plain(nodes[0])]
        # A link over several lines has a heading of Tiki's in it, and goes on behind that.
        children: list[Node] = []
        anchor = ""
        for node in nodes:
            if isinstance(node, MarkdownHeadingNode):
                children += node.children
                anchor = anchor or node.anchor
            else:
                children.append(node)
        return [HeadingNode(level=int(token.tag[1:]), children=children, anchor=anchor)]

    def quote(self, token: Token) -> list[Node]:
        """A quotation."""
        del token
        return [BlockquoteNode(children=self.blocks("blockquote_close"))]

    def items(self, token: Token) -> list[Node]:
        """A list; check boxes of tasks stay marks."""
        is_ordered = token.type == "ordered_list_open"
        items: list[Node] = []
        while (item := self._next()) is not None and item.type == "list_item_open":
            items.append(ListItemNode(children=_as_task(self.blocks("list_item_close"))))
        start = int(token.attrs.get("start", 1))
        return [ListNode(ordered=is_ordered, start=start, children=items)]

    def code(self, token: Token) -> list[Node]:
        """A block of code."""
        language = unescape(token.info).split(maxsplit=1)[:1] if token.info else []
        return [CodeBlockNode(text=self.source.typed(token.content), language="".join(language))]

    def rule(self, token: Token) -> list[Node]:
        """A thematic break."""
        del token
        return [HorizontalRuleNode()]

    def html(self, token: Token) -> list[Node]:
        """Lines after a lone ``<br>``, in which nothing is Markdown (CommonMark §4.6)."""
        nodes: list[Node] = []
        for piece in self.source.pieces(token.content):
            if isinstance(piece, Node):
                nodes.append(piece)
                continue
            for number, text in enumerate(_BREAK.split(piece)):
                nodes += [LineBreakNode()] if number else []
                nodes += _texts(" ".join(unescape(text).split("\n")))
        return _parted(nodes)

    def table(self, token: Token) -> list[Node]:
        """A table with a header."""
        del token
        rows: list[Node] = []
        cells: list[Node] = []
        while (part := self._next()) is not None and part.type != "table_close":
            if part.type in {"th_open", "td_open"}:
                align = _ALIGN.search(str(part.attrs.get("style", "")))
                cell = ParagraphNode(children=self._line())
                cells.append(TableCellNode(align=align[1] if align else "", children=[cell]))
            elif part.type == "tr_close":
                rows.append(TableRowNode(header=not rows, children=cells))
                cells = []
        return [TableNode(children=rows)]

    def definitions(self, token: Token) -> list[Node]:
        """A definition list."""
        del token
        parts: list[Node] = []
        while (part := self._next()) is not None and part.type != "dl_close":
            if part.type == "dt_open":
                parts.append(DefinitionTermNode(children=self._line()))
            else:
                parts.append(DefinitionDescriptionNode(children=self.blocks("dd_close")))
        return [DefinitionListNode(children=parts)]

    def note(self, token: Token) -> list[Node]:
        """The text of a note."""
        children = self.blocks("footnote_reference_close")
        return [FootnoteDefinitionNode(label=token.meta["label"], children=children)]

    def _inline(self, token: Token) -> list[Node]:
        reader = _INLINES.get(token.type)
        if reader is not None:
            return reader(self, token)
        kind = _FORMATS.get(token.tag)
        return [kind(children=self.inlines(f"{token.tag}_close"))] if kind else []

    def text(self, token: Token) -> list[Node]:
        """Text; addresses in it are links, as they are to readers with GitHub's extensions."""
        before = self.tokens[self.at - 2].type if self.at > 1 else "break"
        nodes: list[Node] = []
        at, text = 0, token.content
        for start, end in () if self.linked else bare_addresses(text):
            if not (start or before.endswith(("break", "_open"))):
                continue
            shown_text = text[start:end]
            url = f"http://{shown_text}" if shown_text[:4].lower() == "www." else shown_text
            nodes += [*_texts(text[at:start]), AutoLinkNode(url=url, inner_content=shown_text)]
            at = end
        return nodes + _texts(text[at:])

    def image(self, token: Token) -> list[Node]:
        """An image; Markdown in its description shows no formats."""
        inner = Reader(self.source, token.children or []).inlines()
        alt = "".join("\n" if isinstance(n, LineBreakNode) else text_of(n) for n in inner)
        src = self.source.url(str(token.attrs.get("src", "")))
        title = shown(str(token.attrs.get("title", "")))
        return [ImageNode(src=src, alt=" ".join(alt.split()), title=title)]

    def link(self, token: Token) -> list[Node]:
        """A link, or an address in angle brackets."""
        url = self.source.url(str(token.attrs.get("href", "")))
        self.linked = True
        children = self.inlines("link_close")
        self.linked = False
        if token.markup == "autolink":
            return [AutoLinkNode(url=url, inner_content="".join(map(text_of, children)))]
        return [
            LinkNode(url=url, title=shown(str(token.attrs.get("title", ""))), children=children)
        ]

    def tag(self, token: Token) -> list[Node]:
        """What a tag stands for; only breaks are tags of authors."""
        node = self.source.node(token.content)
        if node is not None:
            return [node]
        return [LineBreakNode()] if _BREAK.fullmatch(token.content) else []


_BLOCKS: dict[str, Callable[[Reader, Token], list[Node]]] = {
    "paragraph_open": Reader.paragraph,
    "heading_open": Reader.heading,
    "blockquote_open": Reader.quote,
    "bullet_list_open": Reader.items,
    "ordered_list_open": Reader.items,
    "fence": Reader.code,
    "code_block": Reader.code,
    "hr": Reader.rule,
    "html_block": Reader.html,
    "table_open": Reader.table,
    "dl_open": Reader.definitions,
    "footnote_reference_open": Reader.note,
}

_INLINES: dict[str, Callable[[Reader, Token], list[Node]]] = {
    "text": Reader.text,
    "text_special": lambda _reader, token: _texts(token.content),
    "softbreak": lambda _reader, _token: _texts("\n"),
    "hardbreak": lambda _reader, _token: [LineBreakNode()],
    "code_inline": lambda reader, token: [CodeSpanNode(text=reader.source.typed(token.content))],
    "footnote_ref": lambda _reader, token: [FootnoteReferenceNode(label=token.meta["label"])],
    "image": Reader.image,
    "link_open": Reader.link,
    "html_inline": Reader.tag,
}


def _parted(nodes: list[Node]) -> list[Node]:
    """A paragraph, or several with the blocks between them that stood in it."""
    blocks: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if node.block and not isinstance(node, FootnoteDefinitionNode):
            blocks += [*_paragraph_of(run), node]
            run = []
        else:
            run.append(node)
    return blocks + _paragraph_of(run)


def _plain(heading: MarkdownHeadingNode) -> Node:
    return HeadingNode(
        level=heading.level,
        number=heading.number,
        place=heading.place,
        anchor=heading.anchor,
        span=heading.span,
        children=heading.children,
    )


def _paragraph_of(run: list[Node]) -> list[Node]:
    """A paragraph without breaks at its edges; none of nothing."""
    kept = [index for index, node in enumerate(run) if not _is_gap(node)]
    return [ParagraphNode(children=run[kept[0] : kept[-1] + 1])] if kept else []


def _is_gap(node: Node) -> bool:
    return isinstance(node, LineBreakNode) or is_white_space(node)


def _as_task(blocks: list[Node]) -> list[Node]:
    """The blocks of an item, with the check box at its beginning as a mark."""
    paragraph = blocks[0] if blocks else None
    text = paragraph.children[0] if isinstance(paragraph, ParagraphNode) else None
    box = _TASK.match(text.inner_content) if isinstance(text, TextNode) else None
    if not isinstance(paragraph, ParagraphNode) or not isinstance(text, TextNode) or not box:
        return blocks
    mark = MarkdownTextNode(inner_content=box[0])
    rest = TextNode(inner_content=text.inner_content[box.end() :])
    return [ParagraphNode(children=[mark, rest, *paragraph.children[1:]]), *blocks[1:]]
