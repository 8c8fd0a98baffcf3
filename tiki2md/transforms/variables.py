"""Variables in a page get their values from the export (tiki-syntax §7.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import DynamicVariableNode, Node, TextNode, rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping


def fill_variables(nodes: list[Node], values: Mapping[str, str], reporter: Reporter) -> list[Node]:
    """The nodes with every known variable replaced by its value.

    Args:
        nodes: the nodes of a page.
        values: values by name.
        reporter: told of names without a value, which stay as they were typed.
    """

    def filled(node: Node) -> list[Node] | None:
        if not isinstance(node, DynamicVariableNode):
            return None
        if node.name in values:
            return [TextNode(inner_content=values[node.name], span=node.span)]
        reporter.report(Code.VARIABLE_UNSET, node.span, name=node.name)
        return None

    return rewrite(nodes, filled)
