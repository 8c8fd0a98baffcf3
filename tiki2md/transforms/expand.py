"""Plugin calls become other nodes, and what the parser left undecided is decided."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import (
    CappedNode,
    HorizontalRuleNode,
    Node,
    NoParseNode,
    PluginNode,
    PreformattedNode,
    SyntaxMarkerNode,
    TextNode,
    noparse_text,
    preformatted_text,
    rewrite,
)

Expander = Callable[[PluginNode], list[Node]]
"""The nodes that take the place of a plugin call, whose children are expanded already."""


_UNDECIDED = (
    PluginNode,
    SyntaxMarkerNode,
    NoParseNode,
    PreformattedNode,
    CappedNode,
    HorizontalRuleNode,
)


def expand(nodes: list[Node], expander: Expander, reporter: Reporter) -> list[Node]:
    """The nodes with every plugin replaced, innermost first.

    Args:
        nodes: children of a parsed document.
        expander: asked for each plugin.
        reporter: told of text that Tiki never showed.
    """

    def decided(node: Node) -> list[Node] | None:
        if isinstance(node, PluginNode):
            return expander(node)
        if isinstance(node, SyntaxMarkerNode):
            return []
        return [_decided(node, reporter)]

    return rewrite(nodes, decided, _UNDECIDED)


def _decided(node: Node, reporter: Reporter) -> Node:
    if isinstance(node, NoParseNode):
        # Comments go first, and entities are alive in ~np~ (tiki-syntax §2.2, §2.4).
        return replace(node, inner_content=html.unescape(noparse_text(node)))
    if isinstance(node, PreformattedNode):
        return replace(node, inner_content=preformatted_text(node))
    if isinstance(node, CappedNode):
        reporter.report(Code.NESTING_CAPPED, node.span)
        return TextNode(
            full_match=node.full_match, inner_content=node.inner_content, span=node.span
        )
    if isinstance(node, HorizontalRuleNode) and node.inner_content.strip():
        text = node.inner_content.strip()
        reporter.report(Code.RULE_TEXT_DROPPED, node.span, text=text)
    return node
