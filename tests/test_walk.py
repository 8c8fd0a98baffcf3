"""Walking and copying nodes."""

from __future__ import annotations

from dataclasses import replace

import tiki2md
from tiki2md.nodes import BoldNode, HeadingNode, TextNode, kinds_of, nodes_of, walk, with_values

PAGE = "!One __two__\n*three __four __\n''five''__six__ ||a|__seven__||"


def test_nodes_of_some_kinds_come_in_source_order() -> None:
    document = tiki2md.parse(PAGE)
    kinds = (BoldNode, TextNode)
    found = nodes_of(document.children, kinds)
    assert found == [node for node in walk(document) if isinstance(node, kinds)]
    assert [node.span for node in found] == sorted(node.span for node in found)
    assert len(nodes_of(document.children, BoldNode)) == 4


def test_no_node_is_found_of_a_kind_that_is_not_there() -> None:
    document = tiki2md.parse("''a''")
    assert HeadingNode not in kinds_of(document.children)
    assert nodes_of(document.children, HeadingNode) == []
    assert nodes_of([], TextNode) == []


def test_a_copy_with_other_values_is_what_replace_makes() -> None:
    heading = nodes_of(tiki2md.parse(PAGE).children, HeadingNode)[0]
    before = replace(heading)
    copy = with_values(heading, number="1.", anchor="One")
    assert copy == replace(heading, number="1.", anchor="One")
    assert copy.children is heading.children
    assert heading == before
