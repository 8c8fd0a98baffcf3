"""What a node says about itself beyond its text, its place and its children."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tiki2md.nodes import Node

_COMMON = frozenset({"full_match", "inner_content", "span", "children"})


def own_fields(node: Node) -> dict[str, Any]:
    """The fields that only this kind of node has, in the order of their declaration."""
    return {
        field.name: getattr(node, field.name) for field in fields(node) if field.name not in _COMMON
    }


def telling_fields(node: Node) -> dict[str, Any]:
    """Those of ``own_fields`` that differ from their default."""
    return {
        field.name: getattr(node, field.name)
        for field in fields(node)
        if field.name not in _COMMON and getattr(node, field.name) != _default(field)
    }


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default
