"""Walking a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes.base import Node, ParentNode
from tiki2md.nodes.blocks import PreformattedNode
from tiki2md.nodes.inline import (
    AutoLinkNode,
    DoiLinkNode,
    EscapedBracketNode,
    LineBreakNode,
    LinkNode,
    LocalLinkNode,
    NoParseNode,
    SpecialCharacterNode,
    TextNode,
)
from tiki2md.nodes.structure import CodeBlockNode, CodeSpanNode

if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it, in source order."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if isinstance(current, ParentNode):
            stack.extend(reversed(current.children))


def text_of(node: Node) -> str:
    """The plain text of ``node``: what a reader sees, without any format."""
    parts: list[str] = []
    for part in walk(node):
        if isinstance(part, TextNode | NoParseNode):
            parts.append(part.inner_content)
        elif isinstance(part, SpecialCharacterNode):
            parts.append(part.character)
        elif isinstance(part, CodeSpanNode | CodeBlockNode):
            parts.append(part.text)
        elif isinstance(part, AutoLinkNode | DoiLinkNode | PreformattedNode):
            parts.append(part.inner_content)
        elif isinstance(part, LocalLinkNode):
            parts.append(part.page)
        elif isinstance(part, LinkNode) and not part.children:
            parts.append(part.url)
        elif isinstance(part, EscapedBracketNode):
            parts.append("[")
        elif isinstance(part, LineBreakNode):
            parts.append(" ")
    return "".join(parts)
