"""Texts of which readers see the beginning: SHORTEN, and parts of posts (tiki-syntax §11)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.nodes import DetailsNode, ParentNode, TextNode, text_of, with_children, with_values
from tiki2md.plugins.elements import as_typed
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import number, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.nodes import Node, PluginNode

_SPACE = re.compile(r"\s|\Z")
_SHORT = 20
"""How many characters SHORTEN shows if it is not told."""


@plugin("SHORTEN", body=Body.OWN)
def shorten(node: PluginNode, context: PluginContext) -> list[Node]:
    """The beginning of its text, and the rest in a section that readers fold open.

    Of a first line that is no longer than ``length`` nothing is folded.

    Example:
        {SHORTEN(length="12" moreText="More")}The rest of the story is long.{SHORTEN}
    """
    arguments = node.attrs_dict
    length = max(1, number(arguments.get("length", ""), _SHORT))
    children = as_typed(node.children, context)
    first, _, _ = node.inner_content.lstrip().partition("\n")
    if len(first) < length:
        return children
    head, rest = cut(children, length)
    if not "".join(map(text_of, rest)).strip():
        return children
    label = plain(arguments.get("moreText", "[+]")) or "[+]"
    return [*head, DetailsNode(summary=label, children=rest)]


def cut(
    nodes: Sequence[Node], limit: int, *, in_words: bool = False
) -> tuple[list[Node], list[Node]]:
    """The nodes that show the first characters, and those that show the rest.

    A block is cut nowhere: it belongs to the first part if it begins there.

    Args:
        nodes: siblings.
        limit: how many characters the first part shows, and the end of the word.
        in_words: it may end within a word.
    """
    head: list[Node] = []
    rest: list[Node] = []
    left = limit
    for node in nodes:
        if left <= 0:
            rest.append(node)
            continue
        shown = len(text_of(node))
        if shown > left and isinstance(node, TextNode):
            end = left
            if not in_words and (space := _SPACE.search(node.inner_content, left)):
                end = space.start()
            head.append(with_values(node, inner_content=node.inner_content[:end]))
            if after := node.inner_content[end:]:
                rest.append(with_values(node, inner_content=after))
        elif shown > left and isinstance(node, ParentNode) and not node.block:
            before, behind = cut(node.children, left, in_words=in_words)
            head.append(with_children(node, before))
            if behind:
                rest.append(with_children(node, behind))
        else:
            head.append(node)
        left -= shown
    return head, rest
