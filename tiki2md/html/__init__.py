"""HTML to the AST: what authors typed as HTML becomes the nodes that wiki syntax becomes.

A real HTML parser reads it, as a browser would; the rest of the converter never
learns that there was HTML.
"""

from __future__ import annotations

from tiki2md.html.convert import flow_to_nodes, html_to_nodes
from tiki2md.html.pieces import is_whole, join_pieces
from tiki2md.html.policy import under_policy
from tiki2md.html.source import html_source

__all__ = [
    "flow_to_nodes",
    "html_source",
    "html_to_nodes",
    "is_whole",
    "join_pieces",
    "under_policy",
]
