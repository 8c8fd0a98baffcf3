"""Variables in a page get their values from the export (tiki-syntax §7.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import DynamicVariableNode, Node, ParentNode, TextNode

if TYPE_CHECKING:
    from collections.abc import Mapping


def fill_variables(nodes: list[Node], values: Mapping[str, str], reporter: Reporter) -> list[Node]:
    """The nodes with every known variable replaced by its value.

    Args:
        nodes: the nodes of a page.
        values: values by name.
        reporter: told of names without a value, which stay as they were typed.
    """
    filled: list[Node] = []
    for node in nodes:
        if isinstance(node, DynamicVariableNode) and node.name in values:
            filled.append(TextNode(inner_content=values[node.name], span=node.span))
        elif isinstance(node, DynamicVariableNode):
            reporter.report(Code.VARIABLE_UNSET, node.span, name=node.name)
            filled.append(node)
        elif isinstance(node, ParentNode):
            children = fill_variables(node.children, values, reporter)
            filled.append(replace(node, children=children))
        else:
            filled.append(node)
    return filled
