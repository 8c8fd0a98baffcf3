"""Footnotes: ``[^1]`` in the text, ``[^1]: …`` at the end of the page.

Where readers know none, they are links to numbers in HTML.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tiki2md.nodes import ParagraphNode
from tiki2md.render.dispatch import behind_mark, indented, rendered
from tiki2md.render.tokens import Token, markup

if TYPE_CHECKING:
    from tiki2md.nodes import FootnoteDefinitionNode, FootnoteReferenceNode
    from tiki2md.render.context import Context


def reference(node: FootnoteReferenceNode, ctx: Context) -> list[Token]:
    """The number of a note, or its name."""
    name = _name(node)
    if ctx.notes_in_html:
        return markup(f'<sup><a href="#fn-{escape(name)}">{escape(name)}</a></sup>')
    return markup(f"[^{name}]")


def definition(node: FootnoteDefinitionNode, ctx: Context) -> str:
    """The text of a note, its further lines indented by four."""
    name = _name(node)
    if ctx.notes_in_html:
        blocks = rendered(node.children, ctx)
        mark = f'<sup id="fn-{escape(name)}">{escape(name)}</sup>'
        gap = " " if blocks and isinstance(blocks[0].node, ParagraphNode) else "\n\n"
        text = "\n\n".join(block.text for block in blocks)
        return f"{mark}{gap}{text}".rstrip()
    text = indented(behind_mark(node.children, ctx.within()), 4)
    return f"[^{name}]: {text}".rstrip()


def _name(node: FootnoteReferenceNode | FootnoteDefinitionNode) -> str:
    return node.label or str(node.number)
