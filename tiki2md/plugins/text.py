"""Plugins that dress a text and leave it where it stands."""

from __future__ import annotations

import re

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    BlockquoteNode,
    CenterNode,
    ElementNode,
    HeadingNode,
    LineBreakNode,
    MonospaceNode,
    Node,
    PluginNode,
    SubscriptNode,
    SuperscriptNode,
)
from tiki2md.plugins.elements import as_typed, with_html
from tiki2md.plugins.protect import plugin_spans, split_outside
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.style import join_styles
from tiki2md.plugins.values import (
    bold_line,
    group,
    has_blocks,
    page_link,
    parse_inline,
    plain,
    text,
)

_NEWLINE = re.compile(r"\r?\n")


@plugin("SUB")
def sub(node: PluginNode, context: PluginContext) -> list[Node]:
    """Text below the line."""
    return [SubscriptNode(children=with_html(node.children, context))]


@plugin("SUP")
def sup(node: PluginNode, context: PluginContext) -> list[Node]:
    """Text above the line."""
    return [SuperscriptNode(children=with_html(node.children, context))]


@plugin("MONO", body=Body.RAW)
def mono(node: PluginNode, context: PluginContext) -> list[Node]:
    """Monospaced text.

    Example:
        {MONO()}# cast off{MONO}
    """
    # Tiki puts a tag in the place of each newline, so that no line begins a list.
    body = node.inner_content.strip()
    children: list[Node] = []
    for start, end in split_outside(body, _NEWLINE, plugin_spans(body)):
        children += [LineBreakNode()] if start else []
        line = with_html(parse_inline(body[start:end], context), context)
        # A code span holds no blocks: Tiki's is only a font.
        children += line if has_blocks(line) or not line else [MonospaceNode(children=line)]
    return children


@plugin("FONT")
def font(node: PluginNode, context: PluginContext) -> list[Node]:
    """Text in another size or font, as a span.

    Example:
        {FONT(size="20")}Large{FONT}
    """
    size = node.attrs_dict.get("size", "").strip()
    family = node.attrs_dict.get("family", "").strip()
    unit = "px" if size.isdecimal() else ""
    style = join_styles(
        [
            f"font-size: {size}{unit}" if size else "",
            f"font-family: {family}" if family else "",
        ]
    )
    children = with_html(node.children, context)
    if not style or not children or has_blocks(children):
        return children
    return [ElementNode(tag="span", attrs_dict={"style": style}, children=children)]


@plugin("CENTER", body=Body.TRIMMED)
def center(node: PluginNode, context: PluginContext) -> list[Node]:
    """Centred text."""
    return [CenterNode(children=with_html(node.children, context))]


@plugin("INDENT")
def indent(node: PluginNode, context: PluginContext) -> list[Node]:
    """An indented block, as a quotation."""
    return [BlockquoteNode(children=with_html(node.children, context))]


@plugin("TR", body=Body.BARE)
def translated_string(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its body, in the language of the page."""
    return with_html(node.children, context)


@plugin(
    "PDFPAGE",
    "ANIMATEONSCROLL",
    "TELEPROMPTER",
)
def shown(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its body: what the plugin adds says nothing on a static page."""
    return with_html(node.children, context)


@plugin("AUTHOR")
def author(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its body; with ``popup``, who wrote it is under the pointer.

    Example:
        {AUTHOR(author="ann" popup="1")}Moor here.{AUTHOR}
    """
    arguments = node.attrs_dict
    children = with_html(node.children, context)
    deleted_by = arguments.get("deleted_by", "").strip()
    if deleted_by and arguments.get("visible", "").strip() == "1":
        context.report(Code.PLUGIN_APPROXIMATED, node, what="without what marks it as deleted")
    if arguments.get("popup", "").strip() != "1":
        return children
    words = f"Author: {arguments.get('author', '').strip()}"
    if deleted_by:
        words += f", deleted by: {deleted_by}"
    return [ElementNode(tag="span", attrs_dict={"title": words}, children=children)]


@plugin("TOUR", body=Body.OWN)
def tour_step(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text of a step, which popped up, under its title in bold.

    Example:
        {TOUR(title="Welcome")}The quay is on the left.{TOUR}
    """
    children = as_typed(node.children, context)
    title = plain(node.attrs_dict.get("title", ""))
    if not title:
        return children
    return [group([bold_line(title), group(children)])]


@plugin("SCROLL", "SKYPE", body=Body.OWN)
def shown_apart(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its body."""
    return as_typed(node.children, context)


@plugin("TRANSLATED")
def translated(node: PluginNode, context: PluginContext) -> list[Node]:
    """The language in parentheses, then the link.

    Example:
        {TRANSLATED(lang="fr")}((Le port)){TRANSLATED}
    """
    language = node.attrs_dict.get("lang", "").strip()
    children = with_html(node.children, context)
    return [text(f"( {language} ) "), *children] if language else children


@plugin("SIGN", body=Body.NONE)
def sign(node: PluginNode, _context: PluginContext) -> list[Node]:
    """Who signed and when; in Tiki, what a pencil shows under the pointer.

    Example:
        {SIGN(user="ann" datetime="2020-03-01T10:20:30+00:00")/}
    """
    user = node.attrs_dict.get("user", "").strip()
    date = node.attrs_dict.get("datetime", "").strip()[:16].replace("T", " ")
    words = ", ".join(word for word in (user, date) if word)
    return [text(f"— {words}")] if words else []


@plugin("USERLINK", "AVATAR", body=Body.RAW)
def user_name(node: PluginNode, _context: PluginContext) -> list[Node]:
    """The name of the user: the full name where the body has one; a link if it names a page.

    Example:
        {USERLINK(user="ann")}Ann Smith{USERLINK}
    """
    name = node.inner_content.strip() or node.attrs_dict.get("user", "").strip()
    page = node.attrs_dict.get("page", "").strip()
    if page and name:
        return [page_link(page, name)]
    return [text(name)] if name else []


@plugin("FULLWIDTHTITLE", body=Body.NONE)
def full_width_title(node: PluginNode, _context: PluginContext) -> list[Node]:
    """A heading of the first level.

    Example:
        {FULLWIDTHTITLE(title="The harbour")/}
    """
    title = plain(node.attrs_dict.get("title", ""))
    return [HeadingNode(level=1, children=[text(title)])] if title else []


@plugin("FIGLET", body=Body.RAW)
def figlet(node: PluginNode, _context: PluginContext) -> list[Node]:
    """Its text; the banner of letters is Tiki's."""
    return [text(node.inner_content.strip())]
