"""The AST as JSON, for programs: versioned, with keys in a fixed order."""

from __future__ import annotations

import json
from typing import Any

from tiki2md.dump.fields import own_fields
from tiki2md.nodes import Node, ParentNode

SCHEMA = "tiki2md-ast"
"""The name of the layout, written at its top."""
VERSION = 1
"""Raised whenever a key changes its meaning or goes away; new keys do not raise it."""


def to_json(node: Node) -> str:
    """``{"schema", "version", "root"}``; a node has type, span, texts, fields and children."""
    document = {"schema": SCHEMA, "version": VERSION, "root": _plain(node)}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _plain(node: Node) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "type": type(node).__name__,
        "span": list(node.span),
        "full_match": node.full_match,
        "inner_content": node.inner_content,
        "fields": own_fields(node),
    }
    if isinstance(node, ParentNode):
        plain["children"] = [_plain(child) for child in node.children]
    return plain
