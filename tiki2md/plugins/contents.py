"""Tables of contents."""

from __future__ import annotations

import re
from dataclasses import replace

from tiki2md.nodes import Node, PluginNode, TableOfContentsNode
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import parse_words

_TITLE = "Table of contents"


@plugin("MAKETOC", body=Body.NONE)
def maketoc(node: PluginNode, context: PluginContext) -> list[Node]:
    """The headings of the page as a list of links.

    ``levels`` and ``maxdepth`` choose among them; ``nolinks="y"`` leaves texts; ``nums="n"`` takes
    the numbers away, and ``nums="force"`` gives them to headings that have none.

    Example:
        {MAKETOC()/}
        !Ships
        !!Sails
    """
    arguments = node.attrs_dict
    # Tiki reads the line that holds the call before the call: formats in the title are marks.
    title = parse_words(arguments.get("title", _TITLE), context)
    numbers = arguments.get("nums", "")
    return [
        replace(
            contents,
            linked=arguments.get("nolinks", "") != "y",
            numbers=numbers if numbers in {"n", "force"} else "",
        )
        for contents in _contents(node, title)
    ]


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
    return [*_contents(node, node.attrs_dict.get("title", ""))]


def _contents(node: PluginNode, title: str) -> list[TableOfContentsNode]:
    """The list, if ``levels`` and ``maxdepth`` (§7.10) leave a level to list."""
    words = re.split("[,:]", node.attrs_dict.get("levels", ""))  # AUTOTOC has colons
    named = {int(word) for word in words if _is_level(word)}
    depth = node.attrs_dict.get("maxdepth", "")
    levels = named
    if _is_level(depth):
        to_depth = set(range(1, int(depth) + 1))
        levels = named & to_depth if named else to_depth
        if not levels:
            return []
    return [
        TableOfContentsNode(
            full_match=node.full_match,
            span=node.span,
            title=title.strip(),
            levels=tuple(sorted(levels)),
        )
    ]


def _is_level(word: str) -> bool:
    word = word.strip()
    return word.isascii() and word.isdecimal() and 1 <= int(word[:2]) <= 6 and len(word) < 3
