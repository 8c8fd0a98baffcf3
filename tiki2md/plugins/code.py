"""Verbatim text: programs, HTML, Markdown and formulas."""

from __future__ import annotations

import re
from functools import partial
from html import escape

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    BlockElementNode,
    CodeBlockNode,
    CodeSpanNode,
    MarkdownFlowNode,
    MonospaceNode,
    Node,
    PluginNode,
    without_comments,
    without_marks,
)
from tiki2md.plugins.elements import with_html
from tiki2md.plugins.expand import report_left_out
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import TAG, group, is_on, plain

_OF_EDITORS = re.compile(r"<(?:p|div|ul|ol|dl|table|h[1-6]|blockquote|pre)\b|&\w+;", re.IGNORECASE)
"""What tells a text in HTML, as editors write it, from wiki syntax."""


@plugin("CODE", body=Body.RAW)
def code(node: PluginNode, context: PluginContext) -> list[Node]:
    """A fenced code block with its language, caption and line numbers.

    With ``mediawiki`` it is code in a line, in which HTML is alive, as in Tiki.

    Example:
        {CODE(colors="php" caption="index.php")}echo "Ahoy";{CODE}
    """
    arguments = node.attrs_dict
    body = without_marks(without_comments(node.inner_content)).strip()
    body = body.replace("\r\n", "\n")
    if arguments.get("mediawiki", "").strip() == "1":
        if TAG.search(body) or "&" in body:
            return [MonospaceNode(children=context.html(body))]
        return [CodeSpanNode(text=body)]
    shown = body.replace("&lt;x&gt;", "").replace("<x>", "")  # scars of an old filter of Tiki's
    if shown != body:
        report_left_out(node, context)
    language = arguments.get("colors", "").strip().lower()
    block = CodeBlockNode(
        full_match=node.full_match,
        inner_content=node.inner_content,
        span=node.span,
        text=shown,
        language="" if language == "1" else language,
        caption=plain(arguments.get("caption", "")),
        line_numbers=is_on(arguments.get("ln", "")),
    )
    if arguments.get("rtl", "").strip() == "1":
        return [BlockElementNode(attrs_dict={"dir": "rtl"}, children=[block])]
    return [block]


@plugin("HTML", body=Body.RAW)
def html(node: PluginNode, context: PluginContext) -> list[Node]:
    """What its HTML showed, without scripts and styles.

    Example:
        {HTML()}<b>bold</b><script>alert(1)</script>{HTML}
    """
    arguments = node.attrs_dict
    if is_on(arguments.get("tohead", "")):
        context.report_once(Code.PLUGIN_DROPPED, node)
        return []
    wiki = is_on(arguments.get("wiki", ""))
    body = without_comments(node.inner_content)
    if not wiki:
        body = without_marks(body, partial(escape, quote=False))
    return context.html(body, wiki=wiki, alone=False)


@plugin("WYSIWYG", body=Body.RAW)
def wysiwyg(node: PluginNode, context: PluginContext) -> list[Node]:
    """What its HTML or wiki syntax showed: an editor saved either, and both are alive.

    Example:
        {WYSIWYG()}<p>A <em>slanted</em> __word__</p>{WYSIWYG}
    """
    body = without_comments(node.inner_content)
    if _OF_EDITORS.search(body):
        return context.html(body, wiki=True)
    # Its lines count, as those of no HTML do.
    nodes = with_html(context.parse(body), context)
    return [group(nodes)] if "\n" in body.strip() else nodes


@plugin("MARKDOWN", body=Body.RAW)
def markdown(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its Markdown, as it is, but that tags in it show as text, as in Tiki.

    Example:
        {MARKDOWN()}A **bold** word{MARKDOWN}
    """
    return [MarkdownFlowNode(children=context.markdown(node.inner_content.strip()), span=node.span)]


@plugin("R", "RR", "QR", body=Body.RAW)
def source_kept(node: PluginNode, context: PluginContext) -> list[Node]:
    """What its output is made from, as a code block.

    Example:
        {R()}plot(1:10){R}
    """
    context.report_once(Code.PLUGIN_KEPT, node)
    language = "r" if node.name in {"R", "RR"} else ""
    return [CodeBlockNode(text=node.inner_content.strip(), language=language)]
