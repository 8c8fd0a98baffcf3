"""Texts as nodes, for pages and headings that nobody wrote."""

from __future__ import annotations

from tiki2md.nodes import Node, TextNode


def text_nodes(text: str) -> list[Node]:
    """``text`` as nodes, with one space for each run of white space."""
    return [TextNode(inner_content=" ".join(text.split()))]
