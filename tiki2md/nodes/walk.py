"""Walking a tree."""

from __future__ import annotations

from dataclasses import replace
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
from tiki2md.nodes.markdown import MarkdownCodeNode
from tiki2md.nodes.structure import CodeBlockNode, CodeSpanNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it, in source order."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if isinstance(current, ParentNode):
            stack.extend(reversed(current.children))


def rewrite(nodes: list[Node], change: Callable[[Node], list[Node] | None]) -> list[Node]:
    """The nodes with some of them replaced, innermost first; what stays is shared, not copied.

    Args:
        nodes: siblings, in source order.
        change: what takes a node's place, or ``None`` to leave it; it sees the
            node with its children already rewritten.
    """
    result: list[Node] | None = None
    for index, node in enumerate(nodes):
        current = node
        if isinstance(node, ParentNode) and node.children:
            children = rewrite(node.children, change)
            if children is not node.children:
                current = replace(node, children=children)
        changed = change(current)
        if result is None:
            if changed is None and current is node:
                continue
            result = nodes[:index]
        if changed is None:
            result.append(current)
        else:
            result += changed
    return nodes if result is None else result


def noparse_text(node: NoParseNode) -> str:
    """What ``~np~`` shows: its text without comments, which Tiki deletes before (tiki-syntax §2.2).

    A comment that is all there is stays: ``~np~~tc~…~/tc~~/np~`` shows its marks.
    """
    text = node.inner_content
    if text.startswith("~tc~") and text.find("~/tc~") == len(text) - len("~/tc~"):
        return text
    parts: list[str] = []
    at = 0
    while (start := text.find("~tc~", at)) >= 0:
        end = text.find("~/tc~", start)
        if end < 0:
            break
        parts.append(text[at:start])
        at = end + len("~/tc~")
    return "".join([*parts, text[at:]])


def text_of(  # noqa: C901 - a line for each kind of node
    node: Node, shown: Callable[[Node], str] | None = None
) -> str:
    """The plain text of ``node``: what a reader sees, without any format.

    Args:
        node: with all that is below it.
        shown: what smileys, pictures and other nodes without text of their own add; nothing
            by default.
    """
    parts: list[str] = []
    for part in walk(node):
        if isinstance(part, TextNode | NoParseNode):
            parts.append(part.inner_content)
        elif isinstance(part, SpecialCharacterNode):
            parts.append(part.character)
        elif isinstance(part, CodeSpanNode | CodeBlockNode):
            parts.append(part.text)
        elif isinstance(part, AutoLinkNode | DoiLinkNode | PreformattedNode | MarkdownCodeNode):
            parts.append(part.inner_content)
        elif isinstance(part, LocalLinkNode):
            parts.append(part.page)
        elif isinstance(part, LinkNode) and not part.children:
            parts.append(part.url)
        elif isinstance(part, EscapedBracketNode):
            parts.append("[")
        elif isinstance(part, LineBreakNode):
            parts.append(" ")
        elif shown is not None:
            parts.append(shown(part))
    return "".join(parts)
