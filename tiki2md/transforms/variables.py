"""Variables in a page get their values from the export (tiki-syntax §7.7, §7.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import ArgumentVariableNode, DynamicVariableNode, Node, TextNode, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def fill_variables(
    nodes: list[Node],
    values: Mapping[str, str] | None,
    arguments: Callable[[], Mapping[str, str]],
    reporter: Reporter,
) -> list[Node]:
    """The nodes with every known variable replaced by its value.

    Args:
        nodes: the nodes of a page.
        values: values of dynamic variables by name; without an export, none are known
            and all stay as they were typed.
        arguments: gives what ``{{name}}`` shows, by name, if a page has any; what else it
            could be, the visitor's request told.
        reporter: told of names without a value, which stay as they were typed.
    """

    def filled(node: Node) -> list[Node] | None:
        if isinstance(node, ArgumentVariableNode):
            known = arguments()
        elif isinstance(node, DynamicVariableNode) and values is not None:
            known = values
        else:
            return None
        if node.name in known:
            return [TextNode(inner_content=known[node.name], span=node.span)]
        reporter.report(Code.VARIABLE_UNSET, node.span, name=node.name)
        return None

    return rewrite(nodes, filled)
