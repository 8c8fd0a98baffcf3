"""Footnotes (tiki-syntax §11.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import FootnoteNode
from tiki2md.plugins.elements import as_typed
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import trimmed

if TYPE_CHECKING:
    from tiki2md.nodes import Node, PluginNode


@plugin("FOOTNOTE", body=Body.OWN)
def footnote(node: PluginNode, context: PluginContext) -> list[Node]:
    """A footnote; without a text, ``sameas`` or ``sameastag`` repeats the number of another.

    Example:
        The quay{FOOTNOTE()}Built in 1870.{FOOTNOTE} is closed.
    """
    arguments = node.attrs_dict
    children = trimmed(as_typed(node.children, context))
    # What has a text of its own repeats none.
    if children:
        return [FootnoteNode(label=arguments.get("tag", ""), children=children, span=node.span)]
    repeated = arguments.get("sameastag") or arguments.get("sameas")
    return [FootnoteNode(label=repeated, span=node.span)] if repeated else []


@plugin("FOOTNOTEAREA", body=Body.NONE)
def footnote_area(_node: PluginNode, _context: PluginContext) -> list[Node]:
    """Nothing: the notes stand at the end of the page."""
    return []
