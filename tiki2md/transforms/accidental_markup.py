"""Markup that its author hardly meant: a maintainer should see it, though all text is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import CenterNode, Node, PluginNode, SimpleBoxNode, TableNode, nodes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tiki2md.nodes import DocumentNode

_MARKS: dict[type[Node], str] = {SimpleBoxNode: "^", CenterNode: "::", TableNode: "||"}
_LOOKED_AT: tuple[type[Node], ...] = (PluginNode, *_MARKS)


def report_accidental_markup(
    document: DocumentNode, names_with_body: Callable[[], Collection[str]], reporter: Reporter
) -> None:
    """Report markup that was hardly meant.

    Boxes, centring and tables that begin or end inside a word or a sentence were
    hardly meant (tiki-syntax §10): ``10^2 + 10^3`` has a box in it, ``C::f, D::g``
    is centred, ``a || b || c`` has a table.  Tiki shows them so, and so do we.
    ``{code()}a{code}`` shows no code: a name in small letters has no body (§3.1).

    Args:
        document: a parsed page.
        names_with_body: gives the upper-case names of the plugins that have one; few pages ask.
        reporter: told of what is found.
    """
    found = nodes_of(document.children, _LOOKED_AT)
    calls = [node for node in found if isinstance(node, PluginNode)]
    _report_pairs(calls, names_with_body, reporter)
    source = document.full_match
    for node in found:
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


def _report_pairs(
    calls: list[PluginNode], names_with_body: Callable[[], Collection[str]], reporter: Reporter
) -> None:
    """Report pairs of calls in small letters, each where its first call stands."""
    short = [
        node
        for node in calls
        if not (node.has_body or node.full_match.startswith(f"{{{node.name}"))
    ]
    if len(short) < 2:
        return
    names = names_with_body()
    opened: dict[str, PluginNode] = {}
    for node in short:
        if node.name not in names:
            continue
        first = opened.pop(node.name, None)
        if first is not None and not node.raw_arguments:
            reporter.report(Code.ACCIDENTAL_MARKUP, first.span, mark=node.full_match)
        else:
            opened[node.name] = node
