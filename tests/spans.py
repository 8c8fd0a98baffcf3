"""Where the nodes of a tree stand in its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import ParentNode

if TYPE_CHECKING:
    from tiki2md.nodes import DocumentNode, Node


def check_spans(document: DocumentNode, source: str) -> None:
    """Each node has the text at its span, and children lie in order inside their parents."""
    stack: list[Node] = [document]
    while stack:
        node = stack.pop()
        start, end = node.span
        assert source[start:end] == node.full_match
        at = start
        for child in node.children if isinstance(node, ParentNode) else []:
            assert at <= child.span[0] <= child.span[1] <= end, type(node).__name__
            at = child.span[1]
            stack.append(child)
