"""Walking a tree."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, TypeVar

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


Found = TypeVar("Found", bound=Node)
Parent = TypeVar("Parent", bound=ParentNode)


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it, in source order."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if isinstance(current, ParentNode):
            stack.extend(reversed(current.children))


def nodes_of(nodes: list[Node], kinds: type[Found] | tuple[type[Found], ...]) -> list[Found]:
    """Those of some ``kinds`` among ``nodes`` and everything below them, in source order."""
    found: list[Found] = []
    stack = nodes[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, kinds):
            found.append(node)
        if isinstance(node, ParentNode) and node.children:
            stack += reversed(node.children)
    return found


def kinds_of(nodes: list[Node]) -> set[type]:
    """The types of ``nodes`` and of everything below them, with their base classes.

    A pass over a page need not look for what is not among them.
    """
    types: set[type] = set()
    stack = [nodes]
    while stack:
        for node in stack.pop():
            types.add(type(node))
            if isinstance(node, ParentNode) and node.children:
                stack.append(node.children)
    return {kind for found in types for kind in found.__mro__}


@cache
def _field_names(kind: type[Node]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def with_values(node: Found, **values: object) -> Found:
    """A copy of ``node`` with other values: what ``replace`` does, in a third of its time."""
    copy: Found = object.__new__(type(node))
    for name in _field_names(type(node)):  # type: ignore[arg-type] # types are hashable
        setattr(copy, name, values[name] if name in values else getattr(node, name))
    return copy


def with_children(node: Parent, children: list[Node]) -> Parent:
    """A copy of ``node`` with other children."""
    return with_values(node, children=children)


def rewrite(
    nodes: list[Node],
    change: Callable[[Node], list[Node] | None],
    kinds: type[Node] | tuple[type[Node], ...] = Node,
) -> list[Node]:
    """The nodes with some of them replaced, innermost first; what stays is shared, not copied.

    Args:
        nodes: siblings, in source order.
        change: what takes a node's place, or ``None`` to leave it; it sees the
            node with its children already rewritten.
        kinds: the nodes that it is asked about.
    """
    result: list[Node] | None = None
    for index, node in enumerate(nodes):
        current = node
        if isinstance(node, ParentNode) and node.children:
            children = rewrite(node.children, change, kinds)
            if children is not node.children:
                current = with_children(node, children)
        changed = change(current) if isinstance(current, kinds) else None
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


_TEXTS = (TextNode, NoParseNode)
_CODE = (CodeSpanNode, CodeBlockNode)
_AS_TYPED = (AutoLinkNode, DoiLinkNode, PreformattedNode, MarkdownCodeNode)


def text_of(  # noqa: C901 - a line for each kind of node
    node: Node, shown: Callable[[Node], str] | None = None
) -> str:
    """The plain text of ``node``: what a reader sees, without any format.

    Args:
        node: with all that is below it.
        shown: what smileys, pictures and other nodes without text of their own add; nothing
            by default.
    """
    if type(node) is TextNode:
        return node.inner_content
    parts: list[str] = []
    for part in walk(node):
        if isinstance(part, _TEXTS):
            parts.append(part.inner_content)
        elif isinstance(part, SpecialCharacterNode):
            parts.append(part.character)
        elif isinstance(part, _CODE):
            parts.append(part.text)
        elif isinstance(part, _AS_TYPED):
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
