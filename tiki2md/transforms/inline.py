"""Inline nodes cut at newlines and around blocks."""

from __future__ import annotations

from tiki2md.nodes import (
    AdmonitionNode,
    AliasedLocalLinkNode,
    CodeBlockNode,
    CodeSpanNode,
    DetailsNode,
    LineBreakNode,
    LinkNode,
    Node,
    ParentNode,
    PluginNode,
    PreformattedNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    TextNode,
    TikiCommentNode,
    is_white_space,
    text_of,
    with_children,
)
from tiki2md.transforms.spliced import is_not_reopened

_WHOLE = (LinkNode, AliasedLocalLinkNode, PluginNode, TikiCommentNode)
"""Never cut at a newline, which is part of their text."""


def split_lines(node: Node) -> list[list[Node]]:
    """The pieces of an inline node on each of its lines; formats are repeated.

    A colour over three lines becomes three coloured pieces.
    """
    if isinstance(node, TextNode):
        parts = node.inner_content.split("\n")
        if len(parts) == 1:
            return [[node]]
        return [_text(part.removesuffix("\r")) for part in parts[:-1]] + [_text(parts[-1])]
    if isinstance(node, LinkNode):
        return [[_with_breaks(node)]]
    if not isinstance(node, ParentNode) or isinstance(node, _WHOLE):
        return [[node]]
    lines: list[list[Node]] = [[]]
    for child in node.children:
        first, *more = split_lines(child)
        lines[-1] += first
        lines += more
    if len(lines) == 1:
        return [[node]]
    rest: list[list[Node]] = []
    if is_not_reopened(node):
        lines, rest = _first_paragraph(lines)
    pieces: list[list[Node]] = [[with_children(node, line)] if line else [] for line in lines]
    return pieces + rest


def _first_paragraph(lines: list[list[Node]]) -> tuple[list[list[Node]], list[list[Node]]]:
    """The lines before the first blank one, and the rest."""
    for index, line in enumerate(lines):
        if index and not any(text_of(node).strip() for node in line):
            return lines[:index], lines[index:]
    return lines, []


def _with_breaks(link: LinkNode) -> LinkNode:
    """The link with the newlines of its text as line breaks."""
    lines = [split_lines(child) for child in link.children]
    if all(len(line) == 1 for line in lines):
        return link
    children: list[Node] = []
    for line in lines:
        children += line[0]
        for more in line[1:]:
            children += [LineBreakNode(), *more]
    return with_children(link, children)


def _text(text: str) -> list[Node]:
    return [TextNode(inner_content=text)] if text else []


def lift_blocks(node: Node) -> list[Node]:
    """``node`` cut so that no inline node holds a block.

    The format goes into the block instead, as a browser shows it: bold around a
    box is a box with bold text.
    """
    if node.block or not isinstance(node, ParentNode):
        return [node]
    pieces = [piece for child in node.children for piece in lift_blocks(child)]
    return _wrapped(node, pieces) if any(piece.block for piece in pieces) else [node]


def _wrapped(around: ParentNode, pieces: list[Node]) -> list[Node]:
    """``around`` about each run of inline nodes, and within each block."""
    result: list[Node] = []
    inline: list[Node] = []
    for piece in pieces:
        if not piece.block:
            inline.append(piece)
            continue
        result += _formatted(around, inline)
        inline = []
        result.append(_push_into(around, piece))
    return result + _formatted(around, inline)


def _formatted(around: ParentNode, inline: list[Node]) -> list[Node]:
    """``inline`` in its format; white space needs none, and would be a link that shows its URL."""
    if all(map(is_white_space, inline)):
        return inline
    return [with_children(around, inline)]


def _push_into(around: ParentNode, block: Node) -> Node:
    if not isinstance(block, ParentNode):
        return block
    return with_children(block, _wrapped(around, block.children))


def only_inline(nodes: list[Node]) -> list[Node]:
    """``nodes`` without their blocks, whose inline content and titles stay, parted by a space."""
    result: list[Node] = []
    after_block = False
    for piece in (piece for node in nodes for piece in lift_blocks(node)):
        inner = _inline_of(piece) if piece.block else [piece]
        if not inner:
            continue
        if result and (piece.block or after_block) and not _is_parted(result[-1], inner[0]):
            result.append(TextNode(inner_content=" "))
        result += inner
        after_block = piece.block
    return result


def _is_parted(before: Node, after: Node) -> bool:
    """Whether a text has white space where one node ends and the next one begins."""
    ends = isinstance(before, TextNode) and before.inner_content[-1:].isspace()
    return ends or (isinstance(after, TextNode) and after.inner_content[:1].isspace())


def _inline_of(block: Node) -> list[Node]:
    title = _title_of(block).strip()
    shown: list[Node] = [TextNode(inner_content=f"{title} ")] if title else []
    if isinstance(block, CodeBlockNode):
        return [*shown, CodeSpanNode(text=block.text, span=block.span)]
    if isinstance(block, PreformattedNode):
        return [CodeSpanNode(text=block.inner_content, span=block.span)]
    if isinstance(block, RawHtmlBlockNode):
        return [RawHtmlNode(html=block.html, span=block.span)]
    return [*shown, *only_inline(block.children)] if isinstance(block, ParentNode) else []


def _title_of(block: Node) -> str:
    """What stands above a block without being one of its children."""
    if isinstance(block, AdmonitionNode):
        return block.title
    if isinstance(block, DetailsNode):
        return block.summary
    return block.caption if isinstance(block, CodeBlockNode) else ""
