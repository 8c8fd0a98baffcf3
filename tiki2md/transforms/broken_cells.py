"""Cells of tables that the text of a plugin cuts.

Tiki splices that text where the plugin stood, and then looks for tables: a bar in it ends the
cell, a newline the row, and what the plugin put around it ends there, too (tiki-syntax §3.5).  The
source cannot nest so: there the plugin is one piece of its cell.  It stays one if it holds a list
or another block, which Tiki tears: there the author's text wins.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tiki2md.nodes import (
    Node,
    ParentNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TextNode,
    is_typed,
    rewrite,
    walk,
    with_children,
    with_values,
)
from tiki2md.transforms.spliced import IN_LINES, is_spliced

_MARK = re.compile(r"\||\r?\n")

Row = list[list[Node]]
"""The nodes of each cell."""


def cut_cells(nodes: list[Node]) -> list[Node]:
    """``nodes`` with the cells that plugins make.

    Args:
        nodes: a flow in which plugins are expanded, of a text where a newline ends a row.

    Returns:
        The same list if nothing changed.
    """
    return rewrite(nodes, _cut_table, TableNode)


def _cut_table(table: Node) -> list[Node] | None:
    if not isinstance(table, TableNode) or not table.full_match.startswith("||"):
        return None  # a plugin made it
    rows = [row for row in table.children if isinstance(row, TableRowNode)]
    if not any(map(_is_cut, rows)):
        return None
    pieces = [_cut_row(row) for row in rows]
    widest = max(
        *(sum(cell.colspan for cell in _cells_of(row)) for row in rows),
        *(len(cells) for new_rows in pieces for cells in new_rows),
    )
    written: list[Node] = []
    for row, new_rows in zip(rows, pieces, strict=True):
        for cells in new_rows:
            children: list[Node] = [TableCellNode(children=cell) for cell in cells]
            children[-1] = with_values(children[-1], colspan=widest - len(cells) + 1)
            written.append(with_children(row, children))
    return [with_children(table, written)]


def _cells_of(row: TableRowNode) -> list[TableCellNode]:
    return [cell for cell in row.children if isinstance(cell, TableCellNode)]


def _is_cut(row: TableRowNode) -> bool:
    """Whether a plugin cuts one of the cells."""
    return any(_cut(node) for cell in _cells_of(row) for node in cell.children)


def _cut_row(row: TableRowNode) -> list[Row]:
    """The rows that it becomes, each a list of cells."""
    rows: list[Row] = [[]]
    for cell in _cells_of(row):
        rows[-1].append([])
        waiting = cell.children[::-1]
        while waiting:
            node = waiting.pop()
            cut = _cut(node)
            if cut is None:
                rows[-1][-1].append(node)
                continue
            rows[-1][-1] += cut.before
            waiting += reversed(cut.after)
            if cut.mark == "|":
                rows[-1].append([])
            else:
                rows.append([[]])
    return list(filter(_is_seen, rows)) or rows[:1]


def _is_seen(row: Row) -> bool:
    """Whether there is more than the edge of a plugin."""
    return len(row) > 1 or any(
        not isinstance(inner, IN_LINES) for node in row[0] for inner in walk(node)
    )


class _Cut(NamedTuple):
    """What stands before a mark that ends a cell or a row, and behind it."""

    before: list[Node]
    mark: str
    after: list[Node]


def _cut(node: Node) -> _Cut | None:
    if isinstance(node, TextNode):
        found = _MARK.search(node.inner_content) if is_typed(node) else None
        if found is None:
            return None
        before, after = node.inner_content[: found.start()], node.inner_content[found.end() :]
        return _Cut(_text(node, before), found[0], _text(node, after))
    if not is_spliced(node) or _holds_block(node):
        return None
    for at, child in enumerate(node.children):
        cut = _cut(child)
        if cut is not None:
            children = [*node.children[:at], *cut.before]
            shown: list[Node] = [with_children(node, children)] if children else []
            return _Cut(shown, cut.mark, [*cut.after, *node.children[at + 1 :]])
    return None


def _holds_block(node: ParentNode) -> bool:
    return any(
        inner.block and not isinstance(inner, IN_LINES)
        for child in node.children
        for inner in walk(child)
    )


def _text(node: TextNode, text: str) -> list[Node]:
    return [with_values(node, inner_content=text)] if text else []
