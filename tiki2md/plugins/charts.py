"""Charts that a browser or the server drew of numbers in the call: as tables of these numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Code
from tiki2md.nodes import TableNode
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import heading_line
from tiki2md.plugins.values import plain, text_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.nodes import Node, PluginNode

_LABELS = "A:B:C:D:E:F:G:H:I:J"
"""What CHARTJS calls values that it has no labels for."""


@plugin("CHARTJS", body=Body.RAW)
def chart(node: PluginNode, context: PluginContext) -> list[Node]:
    """A table of what the chart showed: a row for each label, a column for each set of data.

    Example:
        {CHARTJS(type="bar" values="12:30" data_labels="Ships:Boats")}{CHARTJS}
    """
    arguments = node.attrs_dict
    body = node.inner_content.strip()
    if body:
        rows = _rows_of(body)
    else:
        values = [value for value in arguments.get("values", "").split(":") if value.strip()]
        labels = [label for label in arguments.get("data_labels", _LABELS).split(":") if label]
        labels += [""] * len(values)
        rows = [["", ""], *map(list, zip(labels, values, strict=False))] if values else []
    return _table(rows, node, context)


def _rows_of(body: str) -> list[list[str]]:
    """The rows of a chart's settings, below those that name the sets; none for other settings."""
    data = _data_in(body)
    labels, sets = data.get("labels"), data.get("datasets")
    if not isinstance(labels, list) or not isinstance(sets, list) or not sets:
        return []
    columns = [
        column
        for one in sets
        if isinstance(one, dict) and isinstance(column := one.get("data"), list)
    ]
    if len(columns) < len(sets):
        return []
    rows = [["", *(str(one.get("label", "")) for one in sets)]]
    for at, label in enumerate(labels):
        cells = [column[at] if at < len(column) else "" for column in columns]
        rows.append([label, *cells])
    is_known = all(isinstance(cell, str) for row in rows for cell in row)
    return rows if is_known else []


def _data_in(body: str) -> dict[str, Any]:
    """What settings in JSON say of the data, their numbers as they are written; else nothing."""
    try:
        settings = json.loads(body, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return {}
    data = settings.get("data", settings) if isinstance(settings, dict) else {}
    return data if isinstance(data, dict) else {}


@plugin("GDGRAPH", body=Body.RAW)
def graph(node: PluginNode, context: PluginContext) -> list[Node]:
    """A table of what the graph showed, below its title.

    Example:
        {GDGRAPH(type="barvert" title="Ships")}
        2019,12
        2020,30
        {GDGRAPH}
    """
    lines = [line.strip() for line in node.inner_content.split("\n") if line.strip()]
    rows = [[cell.strip() for cell in line.split(",")] for line in lines]
    if not all(len(row) == 2 for row in rows) or "{" in node.inner_content:
        rows = []
    title = plain(node.attrs_dict.get("title", ""))
    shown = _table([["", ""], *rows] if rows else [], node, context)
    return [heading_line(title), *shown] if title and rows else shown


def _table(rows: Sequence[list[str]], node: PluginNode, context: PluginContext) -> list[Node]:
    """A table, whose first row names the columns if it names any; without rows, a comment."""
    if len(rows) < 2:
        return keep(node, Body.RAW, context)
    context.report(Code.PLUGIN_APPROXIMATED, node, what="a table of what its chart showed")
    head = [text_row(*rows[0], header=True)] if any(rows[0]) else []
    return [TableNode(children=[*head, *(text_row(*row) for row in rows[1:])])]
