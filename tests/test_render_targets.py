"""Targets: each writes every node, and a name that is none is told of."""

from __future__ import annotations

import inspect

import pytest

from tiki2md import nodes
from tiki2md.diagnostics import Reporter
from tiki2md.nodes import DocumentNode, PluginNode
from tiki2md.options import Options
from tiki2md.render import TARGETS, target_named
from tiki2md.render.context import Context, Target

REPLACED = {
    "AliasedLocalLinkNode", "LocalLinkNode", "PluginNode", "ListContinuationNode", "DefinitionNode",
    "FootnoteNode", "HtmlPieceNode", "MarkdownNoteNode",
}  # fmt: skip
"""Nodes that a transform replaces before anything is written."""
PARTS = {
    "DefinitionDescriptionNode", "DefinitionTermNode", "Node", "ParentNode", "TableCellNode",
    "TableRowNode",
}  # fmt: skip
"""Bases, and what only the handler of its parent writes."""


def context(target: Target) -> Context:
    return Context(target, Options(), Reporter(), DocumentNode())


@pytest.mark.parametrize("name", TARGETS)
def test_every_node_has_a_handler(name: str) -> None:
    target = target_named(name)
    kinds = [kind for _, kind in inspect.getmembers(nodes, inspect.isclass)]
    for kind in kinds:
        if not issubclass(kind, nodes.Node) or kind.__name__ in REPLACED | PARTS:
            continue
        if issubclass(kind, PluginNode):
            continue
        written = kind in target.inlines or kind in target.blocks
        assert written or target.unwrapped(kind(), context(target)) is not None, kind


@pytest.mark.parametrize(("name", "near"), [("hgo", r" \(did you mean 'hugo'\?\)"), ("x", "")])
def test_an_unknown_target_is_an_error_that_names_the_nearest_and_all(name: str, near: str) -> None:
    with pytest.raises(ValueError, match=f"no target '{name}'{near}; there are gfm, commonmark, "):
        target_named(name)
