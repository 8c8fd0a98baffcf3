"""A tree that is too deep to be written: what lies too deep in it is text.

Each text is parsed, and each HTML read, to a depth of its own (``syntax.regions``,
``html.convert``); plugins and HTML put such trees into one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    DefinitionListNode,
    DefinitionNode,
    ListItemNode,
    ListNode,
    Node,
    NumListItemNode,
    ParentNode,
    TableNode,
    TableRowNode,
    TextNode,
    levels_of,
    text_of,
    with_children,
)

if TYPE_CHECKING:
    from tiki2md.diagnostics import Reporter

MAX_LEVELS = 80
"""How many nodes may lie in one another.  Building and writing take five frames of Python's
stack for each level, ten in a Markdown page; it has a thousand."""

_OF_PARTS = (DefinitionListNode, DefinitionNode, ListNode, TableNode, TableRowNode)
"""Nodes that hold nothing but their parts, which no text can take the place of."""
_ITEMS = frozenset({ListItemNode, NumListItemNode})


def cap_nesting(nodes: list[Node], reporter: Reporter) -> list[Node]:
    """``nodes`` with whatever lies deeper than ``MAX_LEVELS`` as text: its source, if it has any.

    Args:
        nodes: a flow, before its lines are structured.
        reporter: told of what became text.
    """
    return nodes if _levels(nodes) <= MAX_LEVELS else _capped(nodes, MAX_LEVELS, reporter)


def _levels(nodes: list[Node]) -> int:
    """How many levels ``nodes`` will have at most."""
    return sum(
        1 if _ITEMS.isdisjoint(map(type, level)) else max(map(_height, level))
        for level in levels_of(nodes)
    )


def _height(node: Node) -> int:
    """An item becomes as many lists as it has marks."""
    return node.depth if isinstance(node, ListItemNode) else 1


def _capped(nodes: list[Node], room: int, reporter: Reporter, *, parts: bool = False) -> list[Node]:
    capped: list[Node] = []
    for node in nodes:
        below = room - _height(node)
        if not isinstance(node, ParentNode):
            capped.append(node)
        elif below > 0 or parts:
            inside = _capped(node.children, below, reporter, parts=isinstance(node, _OF_PARTS))
            capped.append(with_children(node, inside))
        else:
            reporter.report(Code.NESTING_CAPPED, node.span)
            capped.append(TextNode(inner_content=node.full_match or text_of(node), span=node.span))
    return capped
