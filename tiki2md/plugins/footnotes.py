"""Footnotes, which the AST has no node for: the note stands where its number stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import has_blocks, text, trimmed

if TYPE_CHECKING:
    from tiki2md.nodes import Node, PluginNode


@plugin("FOOTNOTE", body=Body.OWN)
def footnote(node: PluginNode, context: PluginContext) -> list[Node]:
    """The note, in parentheses; a repeated number says nothing new."""
    children = trimmed(node.children)
    if not children:
        return []
    what = "the note stands in the text"
    context.report(Code.PLUGIN_APPROXIMATED, node, name=node.name, what=what)
    return children if has_blocks(children) else [text(" ("), *children, text(")")]


@plugin("FOOTNOTEAREA", body=Body.NONE)
def footnote_area(_node: PluginNode, _context: PluginContext) -> list[Node]:
    """Nothing: the notes stand in the text."""
    return []
