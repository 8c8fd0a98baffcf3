"""Lists and definition lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.html.dom import attributes_of, children_of
from tiki2md.html.styles import Attributes, aligned, paragraphs, style_of, styled
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


_NUMBERING = {
    **dict.fromkeys(("lower-alpha", "lower-latin"), "a"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "A"),
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "",
}
"""What ``list-style-type`` calls the letters of the attribute ``type``, and plain numbers."""


def items(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<ul>`` and ``<ol>``; an item whose number is not the next one begins another list."""
    ordered = element.tag == "ol"
    make = NumListItemNode if ordered else ListItemNode
    number = _number(attributes.get("start", ""), 1)
    empty = ListNode(ordered=ordered, numbering=_numbering_of(attributes) if ordered else "")
    lists: list[Node] = []
    found: list[Node] = []
    for value, content in _numbered(walker, element, where):
        wanted = _number(value, number) if ordered else number
        if not found or wanted != number:
            number, found = wanted, []
            lists.append(replace(empty, start=number, children=found))
        found.append(make(children=content))
        number += 1
    return lists


def _numbered(
    walker: Walker, element: LexborNode, where: Where
) -> Iterator[tuple[str, list[Node]]]:
    """Each item: the number that it asks for, or nothing, and its blocks.

    What stands beside the items belongs to the one before.
    """
    inner = replace(where, depth=where.depth + 1)
    value, content, is_item = "", list[Node](), False
    for child in children_of(element):
        if child.tag == "li":
            if content or is_item:
                yield value, content
            value, is_item = attributes_of(child).get("value", ""), True
            content = _content(walker, child, inner)
            continue
        if blocks := paragraphs(walker.flow([child], inner), wiki=where.wiki):
            content = _joined(content, blocks)
    if content or is_item:
        yield value, content


def _number(text: str, default: int) -> int:
    """A number of an item that Markdown can have (CommonMark §5.2), or another one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def _numbering_of(attributes: Attributes) -> str:
    """How a list counts: the attribute ``type``, or what its style says, which is stronger."""
    style = style_of(attributes)
    kinds = [*style.get("list-style", "").split(), style.get("list-style-type", "")]
    said = [_NUMBERING[kind] for kind in kinds if kind in _NUMBERING]
    if said:
        return said[-1]
    kind = attributes.get("type", "")
    return kind if kind in _NUMBERING.values() else ""


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
    blocks = styled(blocks, element.tag or "", attributes)
    return aligned(blocks, attributes)
