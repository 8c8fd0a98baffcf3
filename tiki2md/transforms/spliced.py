"""What stands around a text that is part of the lines around it (tiki-syntax §3.5).

Tiki splices the text of most plugins where they stood, and only then looks at lines, tables,
bold and italics.
"""

from __future__ import annotations

from typing import TypeGuard

from tiki2md.nodes import (
    BlockElementNode,
    BlockquoteNode,
    BoldNode,
    CenterNode,
    ColorNode,
    ElementNode,
    ItalicNode,
    Node,
    ParentNode,
    SimpleBoxNode,
    StrikeNode,
    SubscriptNode,
    SuperscriptNode,
    UnderlineNode,
)

AROUND_TEXTS = (
    BlockElementNode,
    BlockquoteNode,
    CenterNode,
    ElementNode,
    SimpleBoxNode,
    SubscriptNode,
    SuperscriptNode,
)
"""What plugins put around their texts."""
REOPENED = (BoldNode, ItalicNode, StrikeNode, UnderlineNode)
"""Formats that a browser opens again behind what it closed them with."""
IN_LINES = (*AROUND_TEXTS, *REOPENED, ColorNode)

_ENDING = (ColorNode, SubscriptNode, SuperscriptNode)


def is_spliced(node: Node, kinds: tuple[type[ParentNode], ...] = IN_LINES) -> TypeGuard[ParentNode]:
    """Whether the text of a node is on the lines around it.

    An element without a tag is a text with lines of its own.

    Args:
        node: any.
        kinds: those that count.
    """
    return isinstance(node, kinds) and getattr(node, "tag", "div") != ""


def is_not_reopened(node: Node) -> bool:
    """Whether a node ends where a browser closes it, with its paragraph or a format around it."""
    return isinstance(node, _ENDING) or getattr(node, "tag", "") == "span"


def begins_own_line(block: Node) -> bool:
    """Whether a block was typed at the beginning of a line, whose newline the parser gives it."""
    return block.full_match.startswith(("\n", "\r\n"))
