"""The author's Markdown as other Markdown, for targets whose readers do not know CommonMark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.markdown import notes_in, read_blocks, read_inlines, with_definitions
from tiki2md.nodes import (
    DocumentNode,
    MarkdownCodeNode,
    MarkdownFlowNode,
    MarkdownTextNode,
    Node,
    ParentNode,
    rewrite,
    with_children,
    with_notes_last,
)
from tiki2md.render.author_html import elements, has_html, in_line, with_elements

if TYPE_CHECKING:
    from tiki2md.diagnostics import Reporter

_MARKDOWN = (MarkdownTextNode, MarkdownCodeNode)
AUTHOR_MARKDOWN = frozenset((*_MARKDOWN, MarkdownFlowNode))
"""The nodes that hold Markdown as its author typed it."""


def prepared(document: DocumentNode, reporter: Reporter) -> DocumentNode:
    """A page with what its author wrote in Markdown as the nodes that this means.

    What lies too deep in itself stays as it was typed.

    Args:
        document: the tree of the page.
        reporter: told of tags without a partner, which have no place in a tree.
    """
    # What stands in a node of Tiki's is read by itself, and its notes are typed elsewhere.
    notes = notes_in([document])

    def pairs(tags: list[Node]) -> list[Node]:
        return elements(tags, reporter)

    def change(node: Node) -> list[Node] | None:
        assert isinstance(node, ParentNode)  # asked about no others
        children = node.children
        if isinstance(node, MarkdownFlowNode):
            if has_html(children):
                children = rewrite(with_elements(children, reporter, pairs), change, ParentNode)
            return read_blocks(children, notes)
        if not any(isinstance(child, _MARKDOWN) for child in children):
            return None
        if has_html(children):
            children = in_line(children, reporter, pairs)
        return [with_children(node, read_inlines(children, notes))]

    changed = rewrite([document], change, ParentNode)[0]
    assert isinstance(changed, DocumentNode)  # replaced by one of its kind
    if changed is document:
        return document
    return with_children(changed, with_notes_last(changed.children))


def with_known_blocks(document: DocumentNode, reporter: Reporter) -> DocumentNode:
    """A page with definition lists of its author's Markdown as nodes, for targets without a mark.

    Arguments as for ``prepared``; nothing is told.
    """
    del reporter

    def change(node: Node) -> list[Node] | None:
        assert isinstance(node, MarkdownFlowNode)  # asked about no others
        children = with_definitions(node.children)
        return None if children is node.children else [with_children(node, children)]

    changed = rewrite([document], change, MarkdownFlowNode)[0]
    assert isinstance(changed, DocumentNode)  # replaced by one of its kind
    return changed
