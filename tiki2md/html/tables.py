"""Tables: header rows, spans and alignment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.html.dom import attributes_of, children_of
from tiki2md.html.styles import Attributes, alignment_of, paragraphs, styled, wrapped
from tiki2md.nodes import BoldNode, Node, TableCellNode, TableNode, TableRowNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from tiki2md.html.walk import Walker, Where

_CELLS = frozenset(("td", "th"))
_PARTS = frozenset(("thead", "tbody", "tfoot"))
MAX_SPAN = 100
"""A cell as wide as anybody means it."""


def table(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<table>``, its caption above it."""
    del attributes
    inner = replace(where, depth=where.depth + 1)
    above: list[Node] = []
    rows: list[Node] = []
    for part, row in _rows(element):
        if row.tag == "caption":
            above += walker.blocks(row, inner)
        elif row.tag == "tr":
            made = _row(walker, row, inner, in_head=part == "thead", first=not rows)
            if made.children:
                rows.append(made)
        elif row.tag not in {"colgroup", "col"}:
            above += paragraphs(walker.flow([row], inner), wiki=where.wiki)
    return [*above, TableNode(children=rows)] if rows else above


def _rows(element: LexborNode) -> Iterator[tuple[str, LexborNode]]:
    """The children, and the part of the table that each is in."""
    for child in children_of(element):
        if child.tag in _PARTS:
            for row in children_of(child):
                yield child.tag or "", row
        else:
            yield "", child


def _row(
    walker: Walker, element: LexborNode, where: Where, *, in_head: bool, first: bool
) -> TableRowNode:
    cells = [child for child in children_of(element) if child.tag in _CELLS]
    # Only the first row can head a table; elsewhere heads of rows are bold, as they looked.
    header = first and bool(cells) and (in_head or all(cell.tag == "th" for cell in cells))
    align = alignment_of(attributes_of(element))
    return TableRowNode(
        header=header,
        children=[_cell(walker, cell, where, align, bold=not header) for cell in cells],
    )


def _cell(
    walker: Walker, element: LexborNode, where: Where, align: str, *, bold: bool
) -> TableCellNode:
    attributes = attributes_of(element)
    blocks = walker.blocks(element, replace(where, depth=where.depth + 1))
    if bold and element.tag == "th":
        blocks = wrapped(BoldNode, blocks)
    blocks = styled(blocks, element.tag or "", attributes)
    return TableCellNode(
        colspan=_span(attributes.get("colspan", "")),
        rowspan=_span(attributes.get("rowspan", "")),
        align=alignment_of(attributes) or align,
        children=blocks,
    )


def _span(value: str) -> int:
    value = value.strip()
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        return 1
    return min(max(int(value), 1), MAX_SPAN)
