"""Boxes, quotations and call-outs."""

from __future__ import annotations

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    AdmonitionNode,
    AnchorNode,
    BlockquoteNode,
    DetailsNode,
    ItalicNode,
    Node,
    PluginNode,
    SimpleBoxNode,
    with_children,
)
from tiki2md.plugins.elements import as_typed, with_html, without_tags
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import group, link_to_url, paragraph, parse_inline, plain, text

_KINDS = {
    "tip": "tip",
    "success": "tip",
    "confirm": "tip",
    "feedback": "tip",
    "comment": "note",
    "note": "note",
    "info": "note",
    "information": "note",
    "warning": "warning",
    "error": "caution",
    "errors": "caution",
    "danger": "caution",
}
_LOOK = {
    "bg": "background",
    "width": "width",
    "align": "alignment",
    "float": "float",
    "clear": "clear",
    "style": "style",
}
"""Where a box stands and what it looks like; Markdown has one kind of boxes."""


@plugin("BOX")
def box(node: PluginNode, context: PluginContext) -> list[Node]:
    """A box; its title is the first paragraph, as plain as Tiki shows it.

    Example:
        {BOX(title="Opening hours")}Daily from __8__ to 18.{BOX}
    """
    title = plain(node.attrs_dict.get("title", ""))
    children = as_typed(node.children, context)
    if look := [word for name, word in _LOOK.items() if node.attrs_dict.get(name, "").strip()]:
        context.report(Code.PLUGIN_APPROXIMATED, node, what=f"without its {', '.join(look)}")
    if title:
        # Tiki splices the title into the page, so it is wiki text too.
        children = [paragraph(*parse_inline(title, context)), *children]
    # An empty one parts what is around it, unlike the end of a box that ended before.
    return [*_place(node), SimpleBoxNode(children=children or [group([])])]


def _place(node: PluginNode) -> list[Node]:
    """What links lead to by the ``id`` of a box; nothing for what is no id."""
    name = node.attrs_dict.get("id", "").strip()
    return [AnchorNode(anchor=name, span=node.span)] if len(name.split()) == 1 else []


@plugin("REMARKSBOX")
def remarks_box(node: PluginNode, context: PluginContext) -> list[Node]:
    """A call-out: a tip, note, warning or caution with a title.

    Example:
        {REMARKSBOX(type="warning" title="High water")}The quay is closed.{REMARKSBOX}
    """
    kind = _KINDS.get(node.attrs_dict.get("type", "tip").strip().lower(), "note")
    title = plain(node.attrs_dict.get("title", ""))
    children = with_html(node.children, context)
    return [*_place(node), AdmonitionNode(kind=kind, title=title, children=children)]


@plugin("QUOTE", body=Body.OWN)
def quote(node: PluginNode, _context: PluginContext) -> list[Node]:
    """A quotation, with who wrote it and when above, and its source below.

    Example:
        {QUOTE(replyto="Ann" date="2020-03-01")}Ships are on time.{QUOTE}
    """
    author = plain(node.attrs_dict.get("replyto", ""))
    date = node.attrs_dict.get("date", "").strip()
    source = node.attrs_dict.get("source_url", "").strip()
    children: list[Node] = [group(without_tags(node.children))]
    if author:
        wrote = f" wrote on {date}:" if date else " wrote:"
        children.insert(0, paragraph(ItalicNode(children=[text(author)]), text(wrote)))
    if source:
        shown: list[Node] = [ItalicNode(children=[text(source)])]
        to = with_children(link_to_url(source, source), shown)
        children.append(paragraph(text("Source: "), to))
    return [BlockquoteNode(children=children)]


@plugin("FADE", body=Body.OWN)
def fade(node: PluginNode, context: PluginContext) -> list[Node]:
    """A section that readers fold open.

    Example:
        {FADE(label="More")}The rest of the story.{FADE}
    """
    label = plain(node.attrs_dict.get("label", "Unspecified label"))
    return [DetailsNode(summary=label or "Show", children=as_typed(node.children, context))]


@plugin("DIALOG")
def dialog(node: PluginNode, context: PluginContext) -> list[Node]:
    """A section that readers fold open; in Tiki it pops up.

    Example:
        {DIALOG(title="Terms")}Moor at your own risk.{DIALOG}
    """
    title = plain(node.attrs_dict.get("title", "")) or "Show"
    return [DetailsNode(summary=title, children=with_html(node.children, context))]
