"""Footnotes: ``[^1]`` in the text, ``[^1]: …`` at the end of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.render.dispatch import behind_mark, indented
from tiki2md.render.tokens import Token, markup

if TYPE_CHECKING:
    from tiki2md.nodes import FootnoteDefinitionNode, FootnoteReferenceNode
    from tiki2md.render.context import Context


def reference(node: FootnoteReferenceNode, ctx: Context) -> list[Token]:
    """The number of a note, or its name."""
    del ctx
    return markup(f"[^{node.label or node.number}]")


def definition(node: FootnoteDefinitionNode, ctx: Context) -> str:
    """The text of a note, its further lines indented by four."""
    text = indented(behind_mark(node.children, ctx.within()), 4)
    return f"[^{node.label or node.number}]: {text}".rstrip()
