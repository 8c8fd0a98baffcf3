"""Inline nodes as HTML, for the places in which Markdown is not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from tiki2md.nodes import (
    AnchorNode,
    AutoLinkNode,
    BoldNode,
    CodeSpanNode,
    ColorNode,
    DoiLinkNode,
    ElementNode,
    HtmlCommentNode,
    ImageNode,
    ItalicNode,
    LinkNode,
    MonospaceNode,
    Node,
    ParentNode,
    RawHtmlNode,
    StrikeNode,
    SubscriptNode,
    SuperscriptNode,
    TikiCommentNode,
    UnderlineNode,
)
from tiki2md.render import links
from tiki2md.render.context import Context
from tiki2md.render.escape_hugo import without_shortcodes
from tiki2md.render.inlines import comment_text, start_tag, style_of
from tiki2md.render.target_html import VOID, as_target_html, element_text, hidden
from tiki2md.render.tokens import Kind

_Handler = Callable[[Any, str, Context], str]
"""Takes a node, the HTML of its children and a context."""


def html_inline(nodes: Iterable[Node], ctx: Context) -> str:
    """The HTML of inline nodes; line ends stay, since this is what ``<pre>`` is for."""
    written = _inline(nodes, ctx)
    return without_shortcodes(written) if ctx.target.shortcodes else written


def _inline(nodes: Iterable[Node], ctx: Context) -> str:
    return "".join(_html(node, ctx) for node in nodes)


def _html(node: Node, ctx: Context) -> str:
    handler = _HANDLERS.get(type(node))
    if handler is None:
        return element_text(_literal(node, ctx), ctx)
    inner = _inline(node.children, ctx) if isinstance(node, ParentNode) else ""
    return handler(node, inner, ctx)


def _literal(node: Node, ctx: Context) -> str:
    """The characters of a node that is nothing but characters."""
    handler = ctx.target.inlines.get(type(node))
    if handler is None:
        ctx.lost(node)
        return node.full_match
    breaks = (Kind.SOFT, Kind.HARD)
    return "".join("\n" if part.kind in breaks else part.text for part in handler(node, ctx))


def _tag(name: str) -> _Handler:
    def handler(node: ParentNode, inner: str, ctx: Context) -> str:
        del node, ctx
        return f"<{name}>{inner}</{name}>" if inner else ""

    return handler


def _color(node: ColorNode, inner: str, ctx: Context) -> str:
    return start_tag("span", {"style": style_of(node)}, ctx) + inner + "</span>"


def _element(node: ElementNode, inner: str, ctx: Context) -> str:
    start = start_tag(node.tag, node.attrs_dict, ctx)
    end = "" if node.tag.lower() in VOID else f"</{node.tag}>"
    return f"{start}{inner}{end}" if start else inner


def _a(url: str, text: str, title: str, ctx: Context) -> str:
    attributes = {"href": links.in_html(url, ctx)} | ({"title": title} if title else {})
    return f"{start_tag('a', attributes, ctx)}{text}</a>"


def _link(node: LinkNode, inner: str, ctx: Context) -> str:
    return _a(node.url, inner or element_text(node.url, ctx), node.title, ctx)


def _autolink(node: AutoLinkNode, inner: str, ctx: Context) -> str:
    del inner
    return _a(node.url, element_text(node.inner_content or node.url, ctx), "", ctx)


def _doi(node: DoiLinkNode, inner: str, ctx: Context) -> str:
    del inner
    parts = links.doi_parts(node, ctx)
    link = _a(parts.url, element_text(parts.text, ctx), "", ctx)
    return link + element_text(parts.behind, ctx)


def _image(node: ImageNode, inner: str, ctx: Context) -> str:
    del inner
    tag = links.image_tag(node, ctx)
    return _a(node.link, tag, "", ctx) if node.link else tag


def _anchor(node: AnchorNode, inner: str, ctx: Context) -> str:
    del inner
    return "".join(token.text for token in ctx.target.inlines[AnchorNode](node, ctx))


def _code(node: CodeSpanNode, inner: str, ctx: Context) -> str:
    del inner
    return f"<code>{element_text(node.text, ctx)}</code>"


def _raw(node: RawHtmlNode, inner: str, ctx: Context) -> str:
    del inner
    return as_target_html(node.html, ctx)


def _comment(node: HtmlCommentNode | TikiCommentNode, inner: str, ctx: Context) -> str:
    del inner
    text = comment_text(node, ctx)
    return "" if text is None else hidden(text, ctx, inline=True)


_HANDLERS: Mapping[type[Node], _Handler] = MappingProxyType(
    {
        AnchorNode: _anchor,
        AutoLinkNode: _autolink,
        BoldNode: _tag("strong"),
        CodeSpanNode: _code,
        ColorNode: _color,
        DoiLinkNode: _doi,
        ElementNode: _element,
        HtmlCommentNode: _comment,
        ImageNode: _image,
        ItalicNode: _tag("em"),
        LinkNode: _link,
        MonospaceNode: _tag("code"),
        RawHtmlNode: _raw,
        StrikeNode: _tag("del"),
        SubscriptNode: _tag("sub"),
        SuperscriptNode: _tag("sup"),
        TikiCommentNode: _comment,
        UnderlineNode: _tag("u"),
    }
)
"""The nodes that are more than characters."""
