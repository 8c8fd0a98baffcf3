"""The levels of headings below the title of their page."""

from __future__ import annotations

from tiki2md.nodes import (
    AdmonitionNode,
    BlockquoteNode,
    HeadingNode,
    HtmlCommentNode,
    Node,
    ParagraphNode,
    SimpleBoxNode,
    TableOfContentsNode,
    TextNode,
    nodes_of,
    rewrite,
    text_of,
    with_values,
)
from tiki2md.titles import is_same_title

LOWEST = 6

_BOXES = (AdmonitionNode, BlockquoteNode, HtmlCommentNode, SimpleBoxNode)


def below_title(blocks: list[Node], title: str) -> list[Node]:
    """The blocks with headings one level lower, if one of the first level is among them.

    A heading that says the title, with nothing but pictures and boxes above it, keeps its level.
    So do those of an author's Markdown, which is written as it was typed.

    Args:
        blocks: of a structure tree.
        title: what the page is called; empty if no heading stands for it.
    """
    first = next((block for block in blocks if not _may_stand_above(block)), None)
    of_title = first if title and first is not None and _says(first, title) else None

    def sinks(node: Node) -> bool:
        return type(node) is HeadingNode and node is not of_title

    if all(node.level > 1 for node in nodes_of(blocks, HeadingNode) if sinks(node)):
        return blocks

    def lower(node: Node) -> list[Node] | None:
        if isinstance(node, TableOfContentsNode):
            return [with_values(node, levels=tuple(level + 1 for level in node.levels))]
        if isinstance(node, HeadingNode) and sinks(node):
            return [with_values(node, level=min(max(node.level, 1) + 1, LOWEST))]
        return None

    return rewrite(blocks, lower, (HeadingNode, TableOfContentsNode))


def _may_stand_above(block: Node) -> bool:
    """Whether a block is a picture or a box, which may stand above the title of a page."""
    is_picture = isinstance(block, ParagraphNode) and not text_of(block).strip()
    return is_picture or isinstance(block, _BOXES)


def _says(block: Node, title: str) -> bool:
    """Whether a block is a heading of the first level that shows ``title`` and nothing else."""
    return (
        isinstance(block, HeadingNode)
        and block.level <= 1
        and not block.number
        and all(type(child) is TextNode for child in block.children)
        and is_same_title(text_of(block), title)
    )
