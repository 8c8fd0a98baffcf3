"""Footnotes: ``[^1]`` in the text, ``[^1]: …`` at the end of the page.

Where readers know none, they are links to numbers in HTML.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    AnchorNode,
    BlockElementNode,
    ElementNode,
    ParagraphNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    TextNode,
    walk,
)
from tiki2md.render.contents import headings, slug_maker
from tiki2md.render.dispatch import behind_mark, indented, write_blocks, written_nodes
from tiki2md.render.tokens import Token, markup

if TYPE_CHECKING:
    from tiki2md.nodes import (
        DocumentNode,
        FootnoteDefinitionNode,
        FootnoteReferenceNode,
        Node,
    )
    from tiki2md.render.context import Context, Target

_ID = re.compile(r"\bid\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


def id_prefix(document: DocumentNode, target: Target, smiley_style: str) -> str:
    """What the ids of notes in HTML begin with, and no other id of the page does.

    Args:
        document: the page.
        target: makes the ids of headings.
        smiley_style: the option, as headings may show smileys.
    """
    taken = {slug for _, slug in headings(document, slug_maker(target), smiley_style=smiley_style)}
    for node in walk(document):
        if isinstance(node, AnchorNode):
            taken.add(node.anchor)
        elif isinstance(node, ElementNode | BlockElementNode):
            taken.add(node.attrs_dict.get("id", ""))
        elif isinstance(node, RawHtmlNode | RawHtmlBlockNode):
            taken.update(_ID.findall(node.html))
    dashes = (len(name) - 2 - len(name[2:].lstrip("-")) for name in taken if name[:2] == "fn")
    return f"fn-{'-' * max(dashes, default=0)}"


def reference(node: FootnoteReferenceNode, ctx: Context) -> list[Token]:
    """The number of a note, or its name."""
    name = _name(node)
    if ctx.notes_in_html:
        href = f"#{ctx.note_prefix}{escape(name)}"
        return markup(f'<sup><a href="{href}">{escape(name)}</a></sup>')
    return markup(f"[^{name}]")


def definition(node: FootnoteDefinitionNode, ctx: Context) -> str:
    """The text of a note, its further lines indented by four."""
    name = _name(node)
    if ctx.notes_in_html:
        place = {"id": f"{ctx.note_prefix}{name}"}
        mark = ElementNode(tag="sup", attrs_dict=place, children=[TextNode(inner_content=name)])
        line: list[Node] = [mark]
        blocks = list(written_nodes(node.children, ctx))
        if blocks and isinstance(blocks[0], ParagraphNode):
            line += [TextNode(inner_content=" "), *blocks[0].children]
            blocks = blocks[1:]
        return write_blocks([ParagraphNode(children=line), *blocks], ctx)
    text = indented(behind_mark(node.children, ctx.within()), 4)
    return f"[^{name}]: {text}".rstrip()


def _name(node: FootnoteReferenceNode | FootnoteDefinitionNode) -> str:
    return node.label or str(node.number)
