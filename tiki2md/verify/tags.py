"""The HTML that says the same as a node, for all who compare a tree with what is read."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    BlockquoteNode,
    BoldNode,
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    ItalicNode,
    MonospaceNode,
    Node,
    ParagraphNode,
    SimpleBoxNode,
    StrikeNode,
    SubscriptNode,
    SuperscriptNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TitleBarNode,
    UnderlineNode,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS: Mapping[type[Node], str] = MappingProxyType(
    {
        BoldNode: "strong",
        ItalicNode: "em",
        MonospaceNode: "code",
        StrikeNode: "del",
        SubscriptNode: "sub",
        SuperscriptNode: "sup",
        UnderlineNode: "u",
    }
)
"""Inline elements."""

PLAIN_BLOCKS: Mapping[type[Node], str] = MappingProxyType(
    {
        BlockquoteNode: "blockquote",
        DefinitionDescriptionNode: "dd",
        DefinitionListNode: "dl",
        DefinitionTermNode: "dt",
        ParagraphNode: "p",
        SimpleBoxNode: "blockquote",
        TableCellNode: "td",
        TableNode: "table",
        TableRowNode: "tr",
        TitleBarNode: "p",
    }
)
"""Blocks that are nothing but what they hold."""
