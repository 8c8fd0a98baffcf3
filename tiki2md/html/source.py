"""A parsed page whose text is HTML: which of its nodes Tiki made none of (tiki-syntax §9)."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.html.tags import tag_spans
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    AutoLinkNode,
    LinkNode,
    LocalLinkNode,
    Node,
    NoParseNode,
    ParentNode,
    PluginNode,
    PreformattedNode,
    SpecialCharacterNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TextNode,
    TikiCommentNode,
    noparse_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_VERBATIM = (NoParseNode, PreformattedNode, TikiCommentNode)

Span = tuple[int, int]


def html_source(nodes: Sequence[Node], source: str) -> list[Node]:
    """The nodes of a page that is HTML, its text nodes holding HTML.

    Special characters are text, entities are alive, ``~np~`` protects from wiki
    syntax only, and ``<br>`` splits the rows of wiki tables.  What looks like
    wiki syntax inside a tag stays part of the tag.

    Args:
        nodes: what the parser made of ``source``.
        source: the text of the page or of the plugin body.
    """
    spans = tag_spans(_masked(nodes, source))
    return _Reader(spans).nodes(nodes)


def _masked(nodes: Sequence[Node], source: str) -> str:
    """``source`` with spaces for all that is no HTML: verbatim text and plugin calls."""
    parts: list[str] = []
    at = 0
    for start, end in _hidden(nodes):
        if start >= at:
            parts += (source[at:start], " " * (end - start))
            at = end
    parts.append(source[at:])
    return "".join(parts)


def _hidden(nodes: Sequence[Node]) -> list[Span]:
    spans: list[Span] = []
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if isinstance(node, _VERBATIM) or (isinstance(node, PluginNode) and not node.children):
            spans.append(node.span)
        elif isinstance(node, PluginNode):
            first, last = node.children[0].span[0], node.children[-1].span[1]
            spans += ((node.span[0], first), (last, node.span[1]))
            stack += reversed(node.children)
        elif isinstance(node, ParentNode):
            stack += reversed(node.children)
    return sorted(spans)


class _Reader:
    """Knows the tags of a source."""

    def __init__(self, tags: list[Span]) -> None:
        self._starts = [start for start, _ in tags]
        self._ends = [end for _, end in tags]

    def nodes(self, nodes: Sequence[Node]) -> list[Node]:
        return [self._node(node) for node in nodes]

    def _node(self, node: Node) -> Node:
        if isinstance(node, TextNode):
            return node
        if isinstance(node, SpecialCharacterNode) or self._cuts_a_tag(node):
            return _as_text(node, node.full_match)
        if isinstance(node, NoParseNode):
            return _as_text(node, noparse_text(node))
        node = _unescaped(node)
        if isinstance(node, ParentNode):
            children = self.nodes(node.children)
            if isinstance(node, TableNode):
                children = [row for child in children for row in _split_row(child)]
            return replace(node, children=children)
        return node

    def _cuts_a_tag(self, node: Node) -> bool:
        """Whether ``node`` begins or ends inside of a tag."""
        return any(map(self._is_inside, node.span))

    def _is_inside(self, offset: int) -> bool:
        at = bisect_left(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


def _as_text(node: Node, text: str) -> Node:
    return TextNode(full_match=node.full_match, inner_content=text, span=node.span)


def _unescaped(node: Node) -> Node:
    """``node`` with the entities in its addresses read."""
    if isinstance(node, AutoLinkNode):
        shown = html.unescape(node.inner_content)
        return replace(node, url=html.unescape(node.url), inner_content=shown)
    if isinstance(node, LinkNode):
        return replace(node, url=html.unescape(node.url))
    if isinstance(node, LocalLinkNode | AliasedLocalLinkNode):
        return replace(node, page=html.unescape(node.page), anchor=html.unescape(node.anchor))
    return node


def _split_row(row: Node) -> list[Node]:
    """The rows that ``<br>`` makes of a row: an editor wrote it where others press Enter."""
    if not isinstance(row, TableRowNode):
        return [row]
    rows: list[list[Node]] = [[]]
    for cell in row.children:
        pieces = _split_cell(cell)
        rows[-1].append(pieces[0])
        rows += ([piece] for piece in pieces[1:])
    if len(rows) == 1:
        return [row]
    return [replace(row, children=cells) for cells in rows]


def _split_cell(cell: Node) -> list[Node]:
    if not isinstance(cell, TableCellNode):
        return [cell]
    pieces: list[list[Node]] = [[]]
    for child in cell.children:
        texts = _ROW_BREAK.split(child.inner_content) if isinstance(child, TextNode) else []
        if len(texts) < 2:
            pieces[-1].append(child)
            continue
        pieces[-1].append(replace(child, inner_content=texts[0]))
        pieces += ([replace(child, inner_content=text)] for text in texts[1:])
    if len(pieces) == 1:
        return [cell]
    # A short row was widened as a whole; its parts are not.
    return [replace(cell, children=piece, colspan=1) for piece in pieces]
