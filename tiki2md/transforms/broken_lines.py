"""Items, headings and definitions whose line goes on in the text of a plugin.

Tiki splices that text where the plugin stood, so its first line belongs to the item, and what
follows stands below it (tiki-syntax §3.5).  The source cannot nest so: there the item ends where
the plugin begins.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from tiki2md.nodes import (
    DefinitionNode,
    HeadingNode,
    ListContinuationNode,
    ListItemNode,
    Node,
    ParentNode,
    TextNode,
    with_children,
)
from tiki2md.transforms.spliced import REOPENED, begins_own_line, is_spliced

_LINES = (ListItemNode, ListContinuationNode, HeadingNode, DefinitionNode)


def complete_lines(nodes: list[Node]) -> list[Node]:
    """``nodes`` with the rest of its line in each item, heading and definition.

    Args:
        nodes: a flow in which plugins are expanded.

    Returns:
        The same list if nothing changed.
    """
    result: list[Node] = []
    changed = False
    rest_of_line: list[Node] = []
    is_open = False
    waiting = nodes[::-1]
    while waiting:
        node = waiting.pop()
        if is_open and not _begins_line(node):
            cut = _cut(node)
            changed = changed or bool(cut.line)
            rest_of_line += cut.line
            is_open = not cut.ends
            waiting += reversed(cut.below)
            continue
        if rest_of_line:
            result[-1] = _longer(result[-1], rest_of_line)
            rest_of_line = []
        is_open = isinstance(node, _LINES) and node.span[1] > 0  # what a plugin made is no line
        if node.block and isinstance(node, ParentNode):
            children = complete_lines(node.children)
            if children is not node.children:
                changed = True
                node = with_children(node, children)
        result.append(node)
    if rest_of_line:
        result[-1] = _longer(result[-1], rest_of_line)
    return result if changed else nodes


class _Cut(NamedTuple):
    """What of a node is on the line where it begins, and what stands below that."""

    line: list[Node]
    below: list[Node]
    ends: bool


def _cut(node: Node) -> _Cut:
    if isinstance(node, TextNode):
        return _cut_text(node)
    if not is_spliced(node):
        return _Cut([node], [], ends=False)
    line: list[Node] = []
    for at, child in enumerate(node.children):
        cut = _Cut([], [child], ends=True) if _begins_line(child) else _cut(child)
        line += cut.line
        if cut.ends and not line:
            return _Cut([], [node], ends=True)
        if cut.ends:
            below = [*cut.below, *node.children[at + 1 :]]
            if isinstance(node, REOPENED):
                below = [with_children(node, below)]
            return _Cut([with_children(node, line)], below, ends=True)
    return _Cut([node], [], ends=False)


def _cut_text(node: TextNode) -> _Cut:
    first, newline, _ = node.inner_content.partition("\n")
    if not newline:
        return _Cut([node], [], ends=False)
    first = first.removesuffix("\r")
    below = replace(node, inner_content=node.inner_content[len(first) :])
    return _Cut([replace(node, inner_content=first)] if first else [], [below], ends=True)


def _begins_line(node: Node) -> bool:
    return isinstance(node, _LINES) or (node.block and begins_own_line(node))


def _longer(node: Node, more: list[Node]) -> Node:
    assert isinstance(node, ParentNode)  # one of the lines
    if isinstance(node, DefinitionNode):
        return with_children(node, [*node.children[:-1], _longer(node.children[-1], more)])
    return with_children(node, [*node.children, *more])
