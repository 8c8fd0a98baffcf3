"""Tables of plugins: FANCYTABLE and MWTABLE."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import Node, PluginNode, TableCellNode, TableNode, TableRowNode
from tiki2md.plugins.elements import with_html
from tiki2md.plugins.protect import plugin_spans, split_outside
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import parse_inline

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALIGNS = {"left", "center", "right"}
_TILDES = re.compile(r"~\|~")
_SPANS = re.compile(r"\\*/*\\*")
# What may enclose a pipe, on one line; the longer mark first (§11.1).
_CLOSERS = {
    "((": "))",
    "[": "]",
    "~tc~": "~/tc~",
    "~hc~": "~/hc~",
    "^": "^",
    "__": "__",
    ":::": ":::",
    "::": "::",
    "''": "''",
    "-+": "+-",
    "-=": "=-",
    "===": "===",
    "--": "--",
    "(": ")",
    '"': '"',
}
_MARKS = "|".join(re.escape(mark) for mark in sorted(_CLOSERS, key=len, reverse=True))


@plugin("FANCYTABLE", body=Body.RAW)
def fancy_table(node: PluginNode, context: PluginContext) -> list[Node]:
    """A table with a header.

    Example:
        {FANCYTABLE(head="Ship|Berth")}Ann|3
        Bob|7{FANCYTABLE}
    """
    arguments = node.attrs_dict
    columns = _aligns(arguments.get("colaligns", ""))
    heads = _aligns(arguments.get("headaligns", "")) or columns
    rows: list[Node] = []
    for header, section, line_end, aligns in (
        (True, arguments.get("head", ""), ">>", heads),
        (False, node.inner_content, "\n", columns),
    ):
        for cells in split_rows(section, line_end):
            children = list(_cells(cells, aligns, context))
            rows.append(TableRowNode(header=header, children=children))
    if not rows:
        return []
    return [
        TableNode(
            full_match=node.full_match,
            inner_content=node.inner_content,
            span=node.span,
            children=rows,
        )
    ]


def _aligns(value: str) -> list[str]:
    words = [word.strip().lower() for word in value.split("|")] if value.strip() else []
    return [word if word in _ALIGNS else "" for word in words]


def _cells(cells: list[str], aligns: list[str], context: PluginContext) -> Iterator[Node]:
    column = 0
    for cell in cells:
        marks = _SPANS.match(cell)
        spans = marks[0] if marks else ""
        colspan = max(spans.count("/"), 1)
        yield TableCellNode(
            full_match=cell,
            colspan=colspan,
            rowspan=max(spans.count("\\"), 1),
            align=aligns[column] if column < len(aligns) else "",
            children=with_html(parse_inline(cell[len(spans) :], context), context),
        )
        column += colspan


def split_rows(section: str, line_end: str) -> list[list[str]]:
    """The cells of each line that is not blank; pipes inside marks separate nothing."""
    spans = plugin_spans(section)
    separator = "~|~" if len(split_outside(section, _TILDES, spans)) > 1 else "|"
    token = re.compile(f"{re.escape(line_end)}|{re.escape(separator)}|{_MARKS}|\n")
    plugins = iter([*spans, (len(section), len(section))])
    safe = next(plugins)
    rows: list[list[str]] = [[]]
    marks = _Marks(section)
    start = at = 0
    while match := token.search(section, at):
        while safe[1] <= match.start() and safe[0] < len(section):
            safe = next(plugins)
        if safe[0] <= match.start():
            at = safe[1]
            continue
        at = match.end()
        if match[0] == line_end:
            rows[-1].append(section[start : match.start()])
            rows.append([])
            start = at
        elif match[0] == separator:
            rows[-1].append(section[start : match.start()])
            start = at
        elif match[0] != "\n":
            at = marks.after(match)
    rows[-1].append(section[start:])
    return [_stripped(cells) for cells in rows if any(cell.strip() for cell in cells)]


class _Marks:
    """Finds where marks are closed, on their own line.

    It remembers the end of the line, and what was looked for in vain: searching
    again from every mark would be quadratic.
    """

    def __init__(self, section: str) -> None:
        self._section = section
        self._line_end = -1
        self._absent: set[str] = set()

    def after(self, mark: re.Match[str]) -> int:
        """Where the text enclosed by ``mark`` ends, or else the end of the mark."""
        section = self._section
        if self._line_end < mark.end():
            end = section.find("\n", mark.end())
            self._line_end = len(section) if end < 0 else end
            self._absent.clear()
        # "((" without its closer may still open a parenthesis.
        for opener in (mark[0], "(") if mark[0] == "((" else (mark[0],):
            closer = _CLOSERS[opener]
            if closer in self._absent:
                continue
            close = section.find(closer, mark.start() + len(opener), self._line_end)
            if close >= 0:
                return close + len(closer)
            self._absent.add(closer)
        return mark.end()


def _stripped(cells: list[str]) -> list[str]:
    # Tiki trims the line, not the cells; what follows a span mark must touch it.
    return [cells[0].lstrip(), *cells[1:]] if cells else cells


@plugin("MWTABLE", body=Body.RAW)
def mediawiki_table(node: PluginNode, context: PluginContext) -> list[Node]:
    """A table written as in MediaWiki.

    Example:
        {MWTABLE()}
        ! Ship !! Berth
        |-
        | Ann || 3
        {MWTABLE}
    """
    rows: list[Node] = []
    current: list[Node] = []
    header = left_out = False
    for line in node.inner_content.replace("\r\n", "\n").split("\n"):
        if line.startswith("|-"):
            _close_row(rows, current, header=header)
            current, header = [], False
        elif line.startswith("|+"):
            row = TableRowNode(children=[_mediawiki_cell(line[2:], context)])
            rows.append(row)
        elif line.startswith(("|", "!")):
            mark = line[0]
            header = header or mark == "!"
            for piece in line[1:].split(mark * 2):
                current.append(_mediawiki_cell(piece, context))
        elif line.strip() and not line.startswith("{|"):
            left_out = True
    _close_row(rows, current, header=header)
    if left_out:
        what = "lines of its body that begin no cell are left out"
        context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
    return [TableNode(full_match=node.full_match, span=node.span, children=rows)] if rows else []


def _close_row(rows: list[Node], cells: list[Node], *, header: bool) -> None:
    if cells:
        rows.append(TableRowNode(header=header, children=cells))


def _mediawiki_cell(piece: str, context: PluginContext) -> TableCellNode:
    """A cell; before its text may stand attributes and a pipe, which a link may hold too."""
    attributes, pipe, shown = piece.partition("|")
    if not pipe or "[" in attributes or "((" in attributes:
        attributes, shown = "", piece
    spans = {
        name: int(value)
        for name, value in re.findall(r"\b(colspan|rowspan)\s*=\s*[\"']?(\d{1,3})", attributes)
    }
    return TableCellNode(
        full_match=piece,
        colspan=max(spans.get("colspan", 1), 1),
        rowspan=max(spans.get("rowspan", 1), 1),
        children=with_html(parse_inline(shown, context), context),
    )
