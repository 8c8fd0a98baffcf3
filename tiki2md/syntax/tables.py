"""Tables (tiki-syntax §6): where they stand, their rows and their cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.syntax.regions import Delimiter, Region
from tiki2md.syntax.spans import Block, Leaf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.options import Options


@dataclass(slots=True)
class CellSpan:
    """How many columns a cell covers."""

    colspan: int = 1


def find_tables(region: Region, options: Options, delimiters: Sequence[Delimiter]) -> list[Block]:
    """The tables of a region, in order.

    A short row's last cell reaches to the end of the widest row of its table.  In Tiki
    it is that of *any* table of the text, but nobody sees columns in which no cell begins.

    Args:
        region: the text.
        options: whether tables are ``new`` or ``old``.
        delimiters: those that are not part of a link.
    """
    if not any(mark.kind == "TABLE_MARK" for mark in delimiters):
        return []
    make = _new_tables if options.tables == "new" else _old_tables
    tables = make(region, delimiters)
    for table in tables:
        _widen([part for part in table.parts if isinstance(part, Block)])
    return tables


def _widen(rows: Sequence[Block]) -> None:
    widest = max(map(_width, rows), default=1)
    for row in rows:
        last = row.parts[-1]
        if isinstance(last, Block) and _width(row) < widest:
            last.data = CellSpan(widest - _width(row) + 1)


def _width(row: Block) -> int:
    return sum(isinstance(part, Block) for part in row.parts)


def _new_tables(region: Region, delimiters: Sequence[Delimiter]) -> list[Block]:
    """From ``||`` to the next; a newline ends a row, ``|`` a cell."""
    tables: list[Block] = []
    opened: Delimiter | None = None
    inside: list[Delimiter] = []
    for mark in delimiters:
        if opened is None:
            if mark.kind == "TABLE_MARK":
                opened, inside = mark, []
        elif mark.kind == "TABLE_MARK":
            tables.append(_table(region, opened, mark, inside, row_mark="NL"))
            opened = None
        elif mark.kind in {"NL", "PIPE"}:
            inside.append(mark)
    return tables


def _old_tables(region: Region, delimiters: Sequence[Delimiter]) -> list[Block]:
    """On one line, from the first ``||`` to the last; ``||`` parts rows."""
    tables: list[Block] = []
    line: list[Delimiter] = []
    end = Delimiter("NL", len(region.view), len(region.view))
    for mark in [*delimiters, end]:
        if mark.kind in {"TABLE_MARK", "PIPE"}:
            line.append(mark)
        elif mark.kind == "NL":
            bounds = [index for index, mark in enumerate(line) if mark.kind == "TABLE_MARK"]
            if len(bounds) > 1:
                first, last = bounds[0], bounds[-1]
                inside = line[first + 1 : last]
                tables.append(
                    _table(region, line[first], line[last], inside, row_mark="TABLE_MARK")
                )
            line = []
    return tables


def _table(
    region: Region, opened: Delimiter, closed: Delimiter, inside: list[Delimiter], row_mark: str
) -> Block:
    table = Block("TABLE", opened.start, opened.end, closed.start, closed.end)
    row_start = opened.end
    bars: list[Delimiter] = []
    for mark in [*inside, Delimiter(row_mark, closed.start, closed.start)]:
        if mark.kind != row_mark:
            bars.append(mark)
            continue
        text = region.view[row_start : mark.start]
        if bars or text not in {"", "0"}:
            table.parts.append(_row(row_start, mark.start, bars))
        elif text:
            table.parts.append(Leaf("SEPARATOR", row_start, mark.start))
        if mark.end > mark.start:
            table.parts.append(Leaf("SEPARATOR", mark.start, mark.end))
        row_start, bars = mark.end, []
    return table


def _row(start: int, end: int, bars: list[Delimiter]) -> Block:
    row = Block("ROW", start, start, end, end)
    cell_start = start
    for bar in bars:
        row.parts.append(Block("CELL", cell_start, cell_start, bar.start, bar.start))
        row.parts.append(Leaf("SEPARATOR", bar.start, bar.end))
        cell_start = bar.end
    row.parts.append(Block("CELL", cell_start, cell_start, end, end))
    return row
