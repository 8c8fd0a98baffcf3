"""What a maintainer should know of a page although all its text is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import CenterNode, Node, SimpleBoxNode, TableNode, nodes_of

if TYPE_CHECKING:
    from tiki2md.nodes import DocumentNode

_MARKS: dict[type[Node], str] = {SimpleBoxNode: "^", CenterNode: "::", TableNode: "||"}


def report_notices(document: DocumentNode, reporter: Reporter) -> None:
    """Report accidental markup.

    Boxes, centring and tables that begin or end inside a word or a sentence were
    hardly meant (tiki-syntax §10): ``10^2 + 10^3`` has a box in it, ``C::f, D::g``
    is centred, ``a || b || c`` has a table.  Tiki shows them so, and so do we.
    """
    source = document.full_match
    for node in nodes_of(document.children, tuple(_MARKS)):
        mark = _MARKS[type(node)]
        start, end = node.span
        before, after = source[max(start - 1, 0) : start], source[end : end + 1]
        glued = before.isalnum() or after.isalnum()
        mid_line = (
            type(node) is TableNode and before not in {"", "\n"} and "\n" not in node.full_match
        )
        if glued or mid_line:
            reporter.report(Code.ACCIDENTAL_MARKUP, node.span, mark=mark)
