"""Verbatim blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.newlines import with_newlines
from tiki2md.nodes import (
    CodeBlockNode,
    ParagraphNode,
    PreformattedNode,
    PreNode,
    TextNode,
)
from tiki2md.render.dispatch import write_block
from tiki2md.render.escape_html import html_text
from tiki2md.render.escape_hugo import has_shortcode, shown_shortcodes, without_shortcodes
from tiki2md.render.escape_kramdown import HOME_LINK
from tiki2md.render.html import html_inline
from tiki2md.render.languages import language_name

if TYPE_CHECKING:
    from tiki2md.render.context import Context

_FENCES = re.compile(r"^[ \t]*(`{3,})", re.MULTILINE)
_NO_LANGUAGE = re.compile(r"[^\w+#.-]")
"""What ends the name of a language for some reader: then what follows is no code to it."""


def fenced(text: str, language: str, ctx: Context, attributes: str = "") -> str:
    """A fenced code block (CommonMark §4.5), its fence longer than any in ``text``."""
    text = with_newlines(text).removesuffix("\n")
    if ctx.target.python_markdown and ctx.indented:
        text = text.expandtabs(4)  # or Python-Markdown does, and counts the margin, too
    language = language_of(language)
    if ctx.target.shortcodes and has_shortcode(text):
        shown = shown_shortcodes(text)
        if shown is None:
            return _code_html(without_shortcodes(html_text(text)), language)
        text = shown
    if ctx.target.kramdown and HOME_LINK.search(text):
        return _code_html(html_text(text).replace("~", "&#126;"), language)
    longest = max((len(run) for run in _FENCES.findall(text)), default=2)
    fence = "`" * (longest + 1)
    if attributes and not language:
        language = "text"  # attributes stand behind a language
    start = f"{fence}{language}{attributes}"
    return f"{start}\n{text}\n{fence}" if text else f"{start}\n{fence}"


def _code_html(text: str, language: str) -> str:
    """What a reader makes of a fenced block, for a text that a fence would not keep as it is."""
    name = f' class="language-{language}"' if language else ""
    return f"<pre><code{name}>{text}\n</code></pre>"


def language_of(name: str) -> str:
    """The language as highlighters call it, without what no name of one holds.

    Of a media type, such as ``text/x-php``, it is what stands behind the slash.
    """
    return _NO_LANGUAGE.sub("", language_name(name).rpartition("/")[2])


def code_block(node: CodeBlockNode, ctx: Context) -> str:
    """A code block, its caption as a paragraph above."""
    if node.line_numbers and not ctx.target.line_numbers:
        ctx.reporter.report(Code.STYLE_DROPPED, node.span, what="the numbering of lines")
    numbers = ctx.target.line_numbers if node.line_numbers else ""
    code = fenced(node.text, node.language, ctx, numbers)
    if not node.caption.strip():
        return code
    caption = ParagraphNode(children=[TextNode(inner_content=node.caption)])
    return write_block(caption, ctx) + "\n\n" + code


def preformatted(node: PreformattedNode, ctx: Context) -> str:
    """Verbatim text; the line end behind the opening mark is not part of it."""
    text = node.inner_content.replace("\r\n", "\n").removeprefix("\n")
    return fenced(text, "", ctx)


def pre(node: PreNode, ctx: Context) -> str:
    """Lines that are kept, with formats: HTML, or a code block if there are none."""
    if all(isinstance(child, TextNode) for child in node.children):
        text = "".join(child.inner_content for child in node.children)
        if not text.strip():
            return ""  # what is left where an item ended it
        return fenced(text.replace("\r\n", "\n").removeprefix("\n"), "", ctx)
    written = html_inline(node.children, ctx)
    return f"<pre>{written}</pre>" if written.strip() else ""
