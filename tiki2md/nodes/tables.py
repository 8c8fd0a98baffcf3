"""Tables without merged cells, for what knows none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.nodes.blocks import TableCellNode, TableRowNode

if TYPE_CHECKING:
    from tiki2md.nodes.blocks import TableNode


def unmerged(table: TableNode) -> list[TableRowNode]:
    """The rows of a table, with an empty cell wherever one before or above it reaches."""
    below: Counter[int] = Counter()  # rows that a cell still reaches into, by column
    rows: list[TableRowNode] = []
    for row in table.children:
        if not isinstance(row, TableRowNode):
            continue
        cells: list[TableCellNode] = []
        reached = {column for column, count in below.items() if count}
        below.subtract(reached)
        for cell in row.children:
            if not isinstance(cell, TableCellNode):
                continue
            while len(cells) in reached:
                cells.append(TableCellNode())
            for offset in range(max(cell.colspan, 1)):
                below[len(cells)] += max(cell.rowspan, 1) - 1
                cells.append(TableCellNode() if offset else replace(cell, colspan=1, rowspan=1))
        rows.append(replace(row, children=[*cells]))
    return rows
