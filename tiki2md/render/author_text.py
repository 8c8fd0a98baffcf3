"""The author's Markdown inside a line: as it is, but for what another reader would make of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from tiki2md.markdown import DEFINITION, no_definition, tags_as_text
from tiki2md.newlines import as_parsed
from tiki2md.render.escape_html import inert_code
from tiki2md.render.escape_hugo import SHORTCODE, has_shortcode
from tiki2md.render.escape_mdx import GAP
from tiki2md.render.links import destination, go_reads
from tiki2md.render.tokens import Kind, Token, clean, markup, text_tokens

if TYPE_CHECKING:
    from tiki2md.nodes import MarkdownCodeNode, MarkdownTextNode, MarkdownUrlNode
    from tiki2md.render.context import Context

_DESTINATION = rf"(?:\]\([ \t]*<\Z|{DEFINITION}<(?:[^<>\n]*>|\Z))"
"""The address of a link in brackets; where it is a node, what stands before that."""
_ADDRESS = re.compile(
    rf"(?P<kept>\\.|{_DESTINATION})|(?P<mark>!)?"
    r"<(?P<url>(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{1,31}:)|[^\s<>@]+@)[^\s<>]*)>",
    re.DOTALL | re.MULTILINE,
)
_BARE_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<{]++(?P<escaped>[<{]?)", re.IGNORECASE)
_BREAK = re.compile(r"(?<!\\)<br[ ]?/?>", re.IGNORECASE)
_JSX = re.compile(
    rf"(?P<kept>\\.|<br />|{GAP.element}|{_DESTINATION})|(?P<brace>\{{)|<(?![ \t])",
    re.DOTALL | re.MULTILINE,
)
"""What MDX reads as JavaScript or JSX."""
_BRACKETS = re.compile(r"(?P<kept>\\.)|[\[\]]", re.DOTALL)
_STATEMENT = re.compile(r"^[ie](?=mport\b|xport\b)", re.MULTILINE)
_MARK_AT_END = re.compile(r"(?<!\\)(?:\\\\)*+([\\!^])\Z")


def verbatim(node: MarkdownTextNode, ctx: Context) -> str:
    """Markdown as it is, but that tags show as text (tiki-versions §1.3), as do shortcodes."""
    text = as_parsed(node.inner_content)
    if ctx.target.mdx:
        return _for_mdx(text)
    if "<" in text and not node.html:
        shown = "\\<" if "<" in ctx.target.escapable else "&lt;"
        text = tags_as_text(text, shown)
    if ctx.target.typed is not None:
        text = ctx.target.typed(text)
    return SHORTCODE.sub("{{\\\\", text) if ctx.target.shortcodes else text


def _as_link(found: re.Match[str]) -> str:
    if found["kept"]:
        return found["kept"]
    url = found["url"]
    mark = "\\!" if found["mark"] else ""  # it would make a picture of a link
    return f"{mark}[{url}]({'' if found['scheme'] else 'mailto:'}{url})"


def _ended(found: re.Match[str]) -> str:
    # It would go on with the escape of what is behind it.
    end = found["escaped"]
    return f"{found[0].removesuffix(end)}{GAP.element}{end}" if end else found[0]


def _as_text(found: re.Match[str]) -> str:
    return found["kept"] or ("\\{" if found["brace"] else "&lt;")


def _for_mdx(text: str) -> str:
    """Markdown without JavaScript and JSX: tags show as text, addresses are links."""
    text = _ADDRESS.sub(_as_link, no_definition(text))
    text = _BARE_ADDRESS.sub(_ended, text)
    text = _BREAK.sub("<br />", text)
    text = _JSX.sub(_as_text, text)
    return _STATEMENT.sub(lambda found: f"&#{ord(found[0])};", text)


def text_inline(node: MarkdownTextNode, ctx: Context) -> list[Token]:
    """Markdown inside a node of Tiki's; in the text of a link no brackets make another."""
    text = verbatim(node, ctx)
    if ctx.in_link:
        text = _BRACKETS.sub(lambda found: found["kept"] or f"\\{found[0]}", text)
    tokens = [
        replace(token, kind=Kind.MARKUP) if token.kind is Kind.TEXT else token
        for token in text_tokens(text)
    ]
    if tokens and tokens[-1].kind is Kind.MARKUP:
        tokens[-1:] = typed_markup(tokens[-1].text)
    return tokens


def typed_markup(text: str) -> list[Token]:
    """The author's Markdown; of a mark at its end, what stands behind it decides on the escape."""
    mark = _MARK_AT_END.search(text)
    return [*markup(text[:-1]), Token(Kind.TEXT, mark[1])] if mark else markup(text)


def code_inline(node: MarkdownCodeNode, ctx: Context) -> list[Token]:
    """A code span; a block of code has to become one."""
    if "\n" in node.full_match.strip() or not node.full_match.startswith("`"):
        text = " ".join(clean(node.inner_content).split("\n"))
        return [Token(Kind.CODE, text)] if text else []
    text = as_parsed(node.full_match)
    acts = ctx.target.shortcodes and has_shortcode(text)
    return markup(inert_code(node.inner_content.strip()) if acts else text)


def url_inline(node: MarkdownUrlNode, ctx: Context) -> list[Token]:
    """Where a Markdown link leads: as typed, unless the address is a new one."""
    if node.url == node.inner_content:
        typed = as_parsed(node.full_match)
        if ctx.target.mdx:
            typed = typed.replace("{", "%7B")  # it may be no address to other readers
        return markup(SHORTCODE.sub("%7B%7B", typed) if ctx.target.shortcodes else typed)
    url = node.url
    if ctx.target.go_urls and not go_reads(url):
        url = quote(url, safe="/?#=&", errors="replace")  # it leads nowhere, but the site builds
    return markup(destination(url, ctx))
