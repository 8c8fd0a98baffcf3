"""When two ASTs say the same."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from tiki2md.nodes import (
    EscapedBracketNode,
    HtmlCommentNode,
    Node,
    NoParseNode,
    ParentNode,
    PreformattedNode,
    SpecialCharacterNode,
    TextNode,
)

_SOURCE = frozenset(
    {"full_match", "inner_content", "span", "children", "raw_arguments", "display_text"}
)
"""Fields that hold how a thing was typed, not what it is."""

_PROTECTED_NEWLINE = "\ue00a"
"""Stands for a newline of ``~np~`` or ``~10~``, which ends no line."""

Comparable = tuple[Any, ...]


def comparable(node: Node) -> Comparable:
    """``node`` as a value that is equal for nodes that say the same.

    Spans, source texts and the ways to type a thing do not count; nor does how a
    character was protected (as text, by ``~np~``, by its code, by ``[[``), except
    that a protected newline ends no line.
    """
    values = tuple(
        (field.name, _plain(getattr(node, field.name)))
        for field in fields(node)
        if field.name not in _SOURCE
    )
    text = node.inner_content if isinstance(node, PreformattedNode | HtmlCommentNode) else ""
    children = _children(node) if isinstance(node, ParentNode) else ()
    return type(node).__name__, values, text, children


def _children(node: ParentNode) -> tuple[Comparable | str, ...]:
    """Children with the text between two other nodes as one string."""
    parts: list[Comparable | str] = []
    text: list[str] = []
    for child in node.children:
        shown = characters(child)
        if shown is not None:
            text.append(shown)
            continue
        if any(text):
            parts.append("".join(text))
        text = []
        parts.append(comparable(child))
    if any(text):
        parts.append("".join(text))
    return tuple(parts)


def characters(node: Node) -> str | None:
    """The characters that ``node`` stands for, or ``None`` if it is no text."""
    if isinstance(node, TextNode):
        return node.inner_content
    if isinstance(node, NoParseNode):
        return node.inner_content.replace("\n", _PROTECTED_NEWLINE)
    if isinstance(node, SpecialCharacterNode):
        return node.character.replace("\n", _PROTECTED_NEWLINE)
    return "[" if isinstance(node, EscapedBracketNode) else None


def _plain(value: object) -> object:
    return tuple(value.items()) if isinstance(value, dict) else value
