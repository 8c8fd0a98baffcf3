"""Lists and definition lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.html.dom import attributes_of, children_of
from tiki2md.html.styles import Attributes, aligned, makers_of, paragraphs, wrapped
from tiki2md.nodes import (
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    ListItemNode,
    ListNode,
    Node,
    NumListItemNode,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from tiki2md.html.walk import Walker, Where


def items(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<ul>`` and ``<ol>``; what stands beside the items belongs to the one before."""
    ordered = element.tag == "ol"
    make = NumListItemNode if ordered else ListItemNode
    found: list[ListItemNode] = []
    inner = replace(where, depth=where.depth + 1)
    for child in children_of(element):
        if child.tag == "li":
            found.append(make(children=_content(walker, child, inner)))
            continue
        blocks = paragraphs(walker.flow([child], inner), wiki=where.wiki)
        if blocks and found:
            found[-1] = replace(found[-1], children=_joined(found[-1].children, blocks))
        elif blocks:
            found.append(make(children=blocks))
    if not found:
        return []
    start = attributes.get("start", "")
    number = int(start) if start.isascii() and start.isdigit() and len(start) < 10 else 1
    return [ListNode(ordered=ordered, start=number, children=list(found))]


def _joined(content: list[Node], more: list[Node]) -> list[Node]:
    """An item's content with more; two lists in a row looked like one."""
    last, first = (content or more)[-1], more[0]
    if not isinstance(last, ListNode) or not isinstance(first, ListNode) or first.ordered:
        return content + more
    if not content or last.ordered:
        return content + more
    return [*content[:-1], replace(last, children=last.children + first.children), *more[1:]]


def definitions(
    walker: Walker, element: LexborNode, attributes: Attributes, where: Where
) -> list[Node]:
    """``<dl>``"""
    del attributes
    inner = replace(where, depth=where.depth + 1)
    parts: list[Node] = []
    for child in _without_groups(element):
        if child.tag == "dt":
            parts.append(DefinitionTermNode(children=walker.inside(child, inner)))
            continue
        if child.tag == "dd":
            blocks = _content(walker, child, inner)
        else:
            blocks = paragraphs(walker.flow([child], inner), wiki=where.wiki)
        if blocks or child.tag == "dd":
            parts.append(DefinitionDescriptionNode(children=blocks))
    return [DefinitionListNode(children=parts)] if parts else []


def _without_groups(element: LexborNode) -> Iterator[LexborNode]:
    """The children, those of ``<div>`` around terms among them (HTML §4.4.9)."""
    for child in children_of(element):
        if child.tag == "div" and any(part.tag in {"dt", "dd"} for part in children_of(child)):
            yield from children_of(child)
        else:
            yield child


def _content(walker: Walker, element: LexborNode, where: Where) -> list[Node]:
    """The blocks of an item or description in the looks that its attributes give it."""
    attributes = attributes_of(element)
    blocks = walker.blocks(element, where)
    for make in makers_of(element.tag or "", attributes):
        blocks = wrapped(make, blocks)
    return aligned(blocks, attributes)
