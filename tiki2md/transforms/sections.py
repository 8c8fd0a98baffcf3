"""Headings that fold their section, lists that fold (tiki-syntax §4.2, §4.4)."""

from __future__ import annotations

from tiki2md.nodes import (
    DetailsNode,
    HeadingNode,
    ListItemNode,
    ListNode,
    Node,
    PageBreakNode,
    ParentNode,
    nodes_of,
    with_children,
)


def fold_sections(blocks: list[Node]) -> list[Node]:
    """The blocks with what a reader folds in nodes of its own.

    That is the section of every ``!!+`` and ``!!-`` heading, up to the next heading of
    the same or a higher rank, to a page break, or to the end of the text that it stands
    in; and every list that a ``*+`` or ``*-`` opens.
    """
    toggling = nodes_of(blocks, (HeadingNode, ListItemNode))
    folds = any(isinstance(node, HeadingNode | ListItemNode) and node.toggle for node in toggling)
    return _folded(blocks) if folds else blocks


def _folded(blocks: list[Node]) -> list[Node]:
    folded: list[Node] = []
    open_sections: list[tuple[int, list[Node]]] = []
    for block in blocks:
        if isinstance(block, PageBreakNode):
            open_sections.clear()
        elif isinstance(block, HeadingNode):
            while open_sections and open_sections[-1][0] >= block.level:
                open_sections.pop()
        inside = open_sections[-1][1] if open_sections else folded
        if isinstance(block, HeadingNode) and block.toggle and block.children:
            section: list[Node] = [block]
            opened = block.toggle == "+"
            inside.append(DetailsNode(open=opened, children=section, span=block.span))
            open_sections.append((block.level, section))
        elif isinstance(block, ParentNode) and block.block:
            node = with_children(block, _folded(block.children))
            toggle = _toggle_of(block) if isinstance(block, ListNode) else ""
            if toggle:
                inside.append(DetailsNode(open=toggle == "+", children=[node]))
            else:
                inside.append(node)
        else:
            inside.append(block)
    return folded


def _toggle_of(opened: ListNode) -> str:
    """The sign on the line that opened the list."""
    first = opened.children[0] if opened.children else None
    return first.toggle if isinstance(first, ListItemNode) else ""
