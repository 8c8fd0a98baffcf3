"""Pages whose text is HTML (tiki-syntax §9)."""

from __future__ import annotations

from dataclasses import replace

from tiki2md.nodes import Node, ParentNode, RawHtmlNode, TextNode


def as_html(nodes: list[Node]) -> list[Node]:
    """The nodes with their text taken for HTML; wiki syntax in it stays what it is."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, TextNode):
            result.append(RawHtmlNode(html=node.inner_content, span=node.span))
        elif isinstance(node, ParentNode):
            result.append(replace(node, children=as_html(node.children)))
        else:
            result.append(node)
    return result
