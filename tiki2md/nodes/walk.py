"""Walking a tree."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from tiki2md.nodes.base import Node, ParentNode
from tiki2md.nodes.blocks import DefinitionNode, PreformattedNode
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
from tiki2md.nodes.markdown import MarkdownCodeNode, MarkdownTextNode, MarkdownUrlNode
from tiki2md.nodes.structure import CodeBlockNode, CodeSpanNode, ImageNode

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


def levels_of(nodes: list[Node]) -> Iterator[list[Node]]:
    """Yield ``nodes``, then all of their children, then all of theirs, and so on."""
    while nodes:
        yield nodes
        nodes = [kid for node in nodes if isinstance(node, ParentNode) for kid in node.children]


class _Asked(dict[type[Node], int]):
    """What a walk does with each type of node; most of a page is text that no walk asks about."""

    def __init__(self, kinds: type[Node] | tuple[type[Node], ...]) -> None:
        super().__init__()
        self._kinds = kinds

    def __missing__(self, kind: type[Node]) -> int:
        """Whether the walk asks about nodes of a type, and whether these have children."""
        what = issubclass(kind, self._kinds) * _FOUND + issubclass(kind, ParentNode) * _PARENT
        self[kind] = what
        return what


_FOUND, _PARENT = 1, 2
_asked = cache(_Asked)


def nodes_of(nodes: list[Node], kinds: type[Found] | tuple[type[Found], ...]) -> list[Found]:
    """Those of some ``kinds`` among ``nodes`` and everything below them, in source order."""
    found: list[Any] = []
    asked = _asked(kinds)  # type: ignore[arg-type] # types are hashable
    stack = nodes[::-1]
    while stack:
        node = stack.pop()
        what = asked[type(node)]
        if what:
            if what & _FOUND:
                found.append(node)
            if what & _PARENT:
                stack += reversed(node.children)  # type: ignore[attr-defined] # it is a parent
    return found


def kinds_of(nodes: list[Node]) -> set[type]:
    """The types of ``nodes`` and of everything below them, with their base classes.

    A pass over a page need not look for what is not among them.
    """
    types: set[type[Node]] = set()
    for level in levels_of(nodes):
        types.update(map(type, level))
    return {kind for found in types for kind in found.__mro__}


@cache
def _field_names(kind: type[Node]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def with_values(node: Found, **values: object) -> Found:
    """A copy of ``node`` with other values: what ``replace`` does, in a third of its time."""
    copy: Found = object.__new__(type(node))
    for name in _field_names(type(node)):  # type: ignore[arg-type] # types are hashable
        setattr(copy, name, getattr(node, name))
    for name, value in values.items():
        setattr(copy, name, value)
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
    asked = _asked(kinds)  # type: ignore[arg-type] # types are hashable
    return _rewritten(nodes, change, asked)


def _rewritten(
    nodes: list[Node], change: Callable[[Node], list[Node] | None], asked: _Asked
) -> list[Node]:
    result: list[Node] = []
    kept = 0  # up to here they are in the result, once there is a change
    for index, node in enumerate(nodes):
        what = asked[type(node)]
        if not what:
            continue
        current: Any = node
        if what & _PARENT:
            children = _rewritten(current.children, change, asked)
            if children is not current.children:
                current = with_children(current, children)
        changed = change(current) if what & _FOUND else None
        if changed is None:
            if current is node:
                continue
            changed = [current]
        result += nodes[kept:index]
        result += changed
        kept = index + 1
    return result + nodes[kept:] if kept else nodes


def placed(nodes: list[Node], span: tuple[int, int]) -> list[Node]:
    """``nodes``, just made of another text than the page, at one place of the page.

    Definitions keep theirs, which tell whether one follows another; nodes that nobody typed
    have none.
    """
    for node in (inner for outer in nodes for inner in walk(outer)):
        if node.span[0] < node.span[1] and span[0] < span[1] and type(node) is not DefinitionNode:
            node.span = span
    return nodes


def is_typed(text: TextNode) -> bool:
    """Whether an author wrote a text, and no handler made it: then it has a place."""
    return text.span[0] < text.span[1]


def is_white_space(node: Node) -> bool:
    """Whether a node is a text that shows nothing."""
    return isinstance(node, TextNode) and not node.inner_content.strip()


_LINKS = (AutoLinkNode, DoiLinkNode, ImageNode, LinkNode)


def has_links(node: Node) -> bool:
    """Whether links or pictures are in a node; addresses and DOIs that were typed are links."""
    return any(isinstance(inner, _LINKS) for inner in walk(node))


_TYPED_ADDRESS = re.compile(r"(?<=<)[A-Za-z][A-Za-z0-9+.-]+:(?=[^\s<>]*>)|(?<!\w)ftp:(?=//)")


def authors_addresses(document: ParentNode) -> list[str]:
    """Where a page's Markdown leads, as its author typed it unless that is a page or a file.

    In angle brackets, and without brackets, the scheme alone; there the web's are left out.
    """
    found = [node.url for node in nodes_of(document.children, MarkdownUrlNode)]
    for node in nodes_of(document.children, MarkdownTextNode):
        found += _TYPED_ADDRESS.findall(node.inner_content)
    return found


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
