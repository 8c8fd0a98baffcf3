"""Tables of contents."""

from __future__ import annotations

import re

from tiki2md.nodes import Node, PluginNode, TableOfContentsNode
from tiki2md.plugins.registry import Body, PluginContext, plugin

_TITLE = "Table of contents"


@plugin("MAKETOC", body=Body.NONE)
def maketoc(node: PluginNode, _context: PluginContext) -> list[Node]:
    """The headings of the page as a list of links.

    Example:
        {MAKETOC()/}
        !Ships
        !!Sails
    """
    return [_contents(node, node.attrs_dict.get("title", _TITLE))]


@plugin("AUTOTOC", body=Body.NONE)
def autotoc(node: PluginNode, _context: PluginContext) -> list[Node]:
    """The headings of the page as a list of links; in Tiki they float beside the text.

    Example:
        {AUTOTOC(activity="y")/}
        !Ships
        !!Sails
    """
    if node.attrs_dict.get("activity", "").strip() == "no":
        return []
    return [_contents(node, node.attrs_dict.get("title", ""))]


def _contents(node: PluginNode, title: str) -> TableOfContentsNode:
    """The list, of those levels that ``levels`` or ``maxdepth`` name (§7.10)."""
    words = re.split("[,:]", node.attrs_dict.get("levels", ""))  # AUTOTOC has colons
    named = {int(word) for word in words if _is_level(word)}
    depth = node.attrs_dict.get("maxdepth", "")
    if not named and _is_level(depth):
        named = set(range(1, int(depth) + 1))
    return TableOfContentsNode(
        full_match=node.full_match,
        span=node.span,
        title=title.strip(),
        levels=tuple(sorted(named)),
    )


def _is_level(word: str) -> bool:
    word = word.strip()
    return word.isascii() and word.isdecimal() and 1 <= int(word[:2]) <= 6 and len(word) < 3
