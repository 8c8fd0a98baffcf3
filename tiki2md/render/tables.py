"""Tables: as a pipe table if that can hold them, else as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import (
    BoldNode,
    Node,
    ParagraphNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    is_white_space,
)
from tiki2md.render.compose import inline
from tiki2md.render.dispatch import as_blocks, write_blocks
from tiki2md.render.escape import in_cell
from tiki2md.render.inlines import announced, start_tag
from tiki2md.render.lists import html_wrapped, tags_apart
from tiki2md.render.unsafe import Where

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.render.context import Context

_RULES = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}
Row = list[TableCellNode]


def table(node: TableNode, ctx: Context) -> str:
    """A table; nothing if it has no cells."""
    rows = [row for row in node.children if isinstance(row, TableRowNode)]
    cells = [cells_of(row) for row in rows]
    if not any(cells):
        return ""
    bodiless = len(cells) == 1 and ctx.target.kramdown and _has_header(rows[0], cells[0], ctx)
    if not ctx.target.tables or bodiless or not all(fits(row, ctx) for row in cells):
        if ctx.hides_tags(node):
            parts = [part for row in cells for cell in row for part in cell.children]
            return write_blocks(parts, ctx.within())
        return _html_table(rows, cells, ctx)
    return _pipe_table(rows, cells, ctx)


def cells_of(row: TableRowNode) -> Row:
    """The cells of a row."""
    return [cell for cell in row.children if isinstance(cell, TableCellNode)]


def fits(row: Row, ctx: Context) -> bool:
    """Whether a pipe table can hold a row: one paragraph a cell, only the last one wide."""
    return all(
        cell.rowspan <= 1
        and (cell.colspan <= 1 or cell is row[-1])
        and len(cell.children) <= 1
        and all(isinstance(child, ParagraphNode) for child in as_blocks(cell.children, ctx))
        for cell in row
    )


def _pipe_table(rows: list[TableRowNode], cells: list[Row], ctx: Context) -> str:
    width = max(sum(max(cell.colspan, 1) for cell in row) for row in cells)
    within = ctx.within()._replace(one_line=True)
    lines = [[_cell(cell, within) for cell in row] for row in cells]
    alignments = [_alignment(cells, at) for at in range(width)]
    has_header = _has_header(rows[0], cells[0], ctx)
    # Without a header kramdown aligns no column.
    headless = not has_header and ctx.target.kramdown and not any(alignments)
    if not has_header and not headless:
        lines.insert(0, [])
    body = ["| " + " | ".join(line + [""] * (width - len(line))) + " |" for line in lines]
    if headless:
        return "\n".join(map(_tidy, body))
    rule = "| " + " | ".join(_RULES[alignment] for alignment in alignments) + " |"
    return "\n".join(_tidy(line) for line in [body[0], rule, *body[1:]])


def _tidy(line: str) -> str:
    while "|  |" in line:
        line = line.replace("|  |", "| |")
    return line


def _cell(cell: TableCellNode, ctx: Context) -> str:
    """The inline Markdown of a cell, on one line."""
    nodes: list[Node] = []
    for child in as_blocks(cell.children, ctx):
        if isinstance(child, ParagraphNode):
            nodes += child.children
    return in_cell(inline(nodes, ctx, Where.CELL))


def _has_header(row: TableRowNode, cells: Row, ctx: Context) -> bool:
    """Whether the first row heads the table (the option ``table_header``)."""
    option = ctx.options.table_header
    if row.header or option == "first":
        return True
    shown = [cell for cell in cells if not _holds_only(cell.children, is_white_space)]
    return option == "auto" and bool(shown) and all(_is_bold(cell) for cell in shown)


def _is_bold(cell: TableCellNode) -> bool:
    return _holds_only(
        cell.children, lambda node: isinstance(node, BoldNode) or is_white_space(node)
    )


def _holds_only(nodes: list[Node], is_wanted: Callable[[Node], bool]) -> bool:
    """Whether all that is in ``nodes``, and in the paragraphs among them, is wanted."""
    return all(
        _holds_only(node.children, is_wanted)
        if isinstance(node, ParagraphNode)
        else is_wanted(node)
        for node in nodes
    )


def _alignment(cells: list[Row], column: int) -> str:
    """What all cells of a column that say something say."""
    found = {row[column].align for row in cells if len(row) > column} - {""}
    return found.pop() if len(found) == 1 and found <= _RULES.keys() else ""


def _html_table(rows: list[TableRowNode], cells: list[Row], ctx: Context) -> str:
    """A table whose cells hold blocks; a Tiki table's bold first row stays what it is."""
    body = ctx.target.mdx  # Where a browser puts it in on its own, React says so.
    lines = [announced("<table>", ctx), *(["<tbody>"] if body else [])]
    for row, line in zip(rows, cells, strict=True):
        tag = "th" if row.header else "td"
        lines.append(announced("<tr>", ctx))
        for cell in line:
            start = start_tag(tag, _attributes(cell), ctx)
            lines.append(html_wrapped(start, cell.children, f"</{tag}>", ctx))
        lines.append("</tr>")
    return tags_apart([*lines, *(["</tbody>"] if body else []), "</table>"], ctx)


def _attributes(cell: TableCellNode) -> dict[str, str]:
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    pairs = {name: str(count) for name, count in spans.items() if count > 1}
    return pairs | ({"align": cell.align} if cell.align else {})
