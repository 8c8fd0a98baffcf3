"""Headings and addresses for Hugo.

Its parser Goldmark makes ids of parts of the texts of headings only, and its templates write
addresses of three schemes only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    AutoLinkNode,
    BoldNode,
    HeadingNode,
    ImageNode,
    ItalicNode,
    LineBreakNode,
    LinkNode,
    Node,
    NoParseNode,
    ParentNode,
    StrikeNode,
    TextNode,
    authors_addresses,
)
from tiki2md.render import author_tree, blocks
from tiki2md.render.contents import AltSlugs, as_read, headings
from tiki2md.urls import is_written_by_go

if TYPE_CHECKING:
    from tiki2md.diagnostics import Reporter
    from tiki2md.nodes import DocumentNode
    from tiki2md.render.context import Context

_NESTED = (BoldNode, ItalicNode, LinkNode, StrikeNode)
_WHOLE = re.compile(r"(?:[^\W_]|[ ,;()!?/]|:(?!//)|-(?!-)|\.(?!\.))++")
"""What Goldmark keeps in one piece: quotes, dashes and possible marks part a text."""


def rewritten(document: DocumentNode, reporter: Reporter) -> DocumentNode:
    """A page with its author's Markdown as nodes, if an address in it has to stand in HTML.

    Args:
        document: the tree of the page.
        reporter: told of tags without a partner.
    """
    if all(map(is_written_by_go, authors_addresses(document))):
        return document
    return author_tree.prepared(document, reporter)


def explicit_ids(document: DocumentNode, smiley_style: str) -> dict[int, str]:
    """The headings whose id has to be written, since Goldmark may give another one.

    It takes no address, and of a text in a format, link or picture only the
    first pieces, into an id.
    """
    cut = {id(node) for node, read in as_read(document) if _is_cut(read.children)}
    if not cut:  # as on most pages; the ids of all depend on one another
        return {}
    found = headings(document, AltSlugs(), smiley_style=smiley_style)
    return {id(node): slug for node, slug in found if slug and id(node) in cut}


def _is_cut(nodes: list[Node]) -> bool:
    return any(_may_be_cut(node) for node in nodes)


def _may_be_cut(node: Node) -> bool:
    if isinstance(node, TextNode | NoParseNode):
        return "://" in node.inner_content or "www." in node.inner_content
    if isinstance(node, AutoLinkNode | LineBreakNode):
        return True
    if isinstance(node, ImageNode):
        return bool(node.alt) and not _WHOLE.fullmatch(node.alt)
    if isinstance(node, _NESTED):
        text = node.children[0] if len(node.children) == 1 else None
        return not (isinstance(text, TextNode) and _WHOLE.fullmatch(text.inner_content))
    return isinstance(node, ParentNode) and _is_cut(node.children)


def heading(node: HeadingNode, ctx: Context) -> str:
    """A heading, with its id where Goldmark might give it another one."""
    written = blocks.heading(node, ctx)
    slug = ctx.heading_ids.get(id(node)) if written else None
    return f"{written} {{#{slug}}}" if slug else written
