"""Markup that an author hardly meant, but that Tiki read as such (tiki-syntax §10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import CenterNode, Node, SimpleBoxNode, TableNode, walk

if TYPE_CHECKING:
    from tiki2md.nodes import DocumentNode

_MARKS: dict[type[Node], str] = {SimpleBoxNode: "^", CenterNode: "::", TableNode: "||"}


def report_accidents(document: DocumentNode, reporter: Reporter) -> None:
    """Report boxes, centring and tables that begin or end inside a word or a sentence.

    ``10^2 + 10^3`` has a box in it, ``C::f, D::g`` is centred, ``a || b || c``
    has a table: all shown so by Tiki, and so here.
    """
    source = document.full_match
    for node in walk(document):
        mark = _MARKS.get(type(node))
        if mark is None:
            continue
        start, end = node.span
        before, after = source[max(start - 1, 0) : start], source[end : end + 1]
        glued = before.isalnum() or after.isalnum()
        mid_line = (
            type(node) is TableNode and before not in {"", "\n"} and "\n" not in node.full_match
        )
        if glued or mid_line:
            reporter.report(Code.ACCIDENTAL_MARKUP, node.span, mark=mark)
