"""The AST as a tree that a person reads at a terminal."""

from __future__ import annotations

import json

from tiki2md.dump.fields import telling_fields
from tiki2md.nodes import Node, ParentNode

_WIDTH = 60


def tree(node: Node) -> str:
    """One line a node: its name, its span, its telling fields, and a leaf's text, shortened."""
    return "\n".join(_lines(node, "", ""))


def _lines(node: Node, first: str, rest: str) -> list[str]:
    children = node.children if isinstance(node, ParentNode) else []
    lines = [first + label(node, leaf=not children)]
    for child in children:
        last = child is children[-1]
        lines.extend(
            _lines(child, rest + ("└── " if last else "├── "), rest + ("    " if last else "│   "))
        )
    return lines


def label(node: Node, *, leaf: bool) -> str:
    """One line about ``node``: its name, its span, its telling fields, and the text of a leaf."""
    start, end = node.span
    parts = [type(node).__name__, f"{start}-{end}"]
    parts.extend(f"{name}={_short(value)}" for name, value in telling_fields(node).items())
    if leaf and (text := node.inner_content or node.full_match):
        parts.append(_short(text))
    return " ".join(parts)


def _short(value: object) -> str:
    # JSON's quoting keeps every value on one line and shows what is invisible.
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
