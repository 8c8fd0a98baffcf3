"""Calls of single plugins, on nodes made by hand."""

from __future__ import annotations

from typing import Any

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import Node, PluginNode, TextNode, text_of
from tiki2md.options import Options
from tiki2md.plugins import PluginContext, builtin_registry, expand_plugin


def run(name: str, body: str = "", /, **arguments: str) -> tuple[list[Node], list[Code]]:
    """What a call becomes, and what is reported of it."""
    reporter = Reporter()
    used = PluginContext(
        Options(), reporter, lambda text: [TextNode(inner_content=text)], page="Home"
    )
    node = PluginNode(
        name=name,
        full_match=f"{{{name}()}}{body}{{{name}}}",
        inner_content=body,
        attrs_dict=arguments,
        has_body=True,
        children=[TextNode(full_match=body, inner_content=body)] if body else [],
    )
    result = expand_plugin(node, builtin_registry(), used)
    return result, [found.code for found in reporter.diagnostics]


def one(name: str, body: str = "", /, **arguments: str) -> Any:
    """The one node that a call becomes, of which nothing is reported."""
    result, reported = run(name, body, **arguments)
    assert len(result) == 1
    assert reported == []
    return result[0]


def shown(nodes: list[Node]) -> list[str]:
    """The text of each node."""
    return [text_of(node) for node in nodes]
