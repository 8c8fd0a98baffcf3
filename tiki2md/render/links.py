"""Links, images and addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from tiki2md.nodes import TextNode
from tiki2md.render import escape_kramdown, escape_mkdocs
from tiki2md.render.compose import tokens_of
from tiki2md.render.escape import link_title
from tiki2md.render.escape_html import html_attribute, inert_code
from tiki2md.render.target_html import start_tag
from tiki2md.render.tokens import Kind, Span, Token, is_blank, markup, text_tokens, wrapped
from tiki2md.urls import is_written_by_go

if TYPE_CHECKING:
    from tiki2md.nodes import (
        AnchorNode,
        AutoLinkNode,
        DoiLinkNode,
        ImageNode,
        LinkNode,
    )
    from tiki2md.render.context import Context

_UNSAFE_IN_URL = re.compile(r"[\x00-\x1f\x7f<>\\`]|\|")
_SPACE = re.compile(r"\s")
_QUOTE = re.compile("['\"]")
_PARENTHESES = re.compile(r"[()]")
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_ELSEWHERE = re.compile(r"#|//|[A-Za-z][A-Za-z0-9+.-]*:")
_IN_SITE = re.compile(r"(?:\.\./)*+(?:[^/?#][^?#]*\.md(?:#|$)|(?:static/)?files/)")
_AUTOLINK = re.compile(r"[A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>\x00-\x1f\\`]*")
_NO_AUTOLINK = re.compile(rf"\{{\{{|\||{_REFERENCE.pattern}")
_EMAIL = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*"
)

_KRAMDOWN_ADDRESS = re.compile(r"(?:https?|ftps?):[^<>]+|[\w.-]+@[\w.-]+")
"""What kramdown takes for a link in angle brackets (``AUTOLINK_START``)."""

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NOT_BARE = re.compile(r"[()\s]")
_WEB_SCHEME = re.compile(r"(?:https?|ftp|wss?):|//", re.IGNORECASE)
_WEB_ADDRESS = re.compile(
    r"(?:[a-z]+:)?//(?:[^\s/?#@\[\]\\]*@)?"
    r"(?:[^\x00-\x20\x7f#/:<>?@\[\\\]^|%\"`{}]+|\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]*\])"
    r"(?::[0-9]{0,4})?(?:[/?#]|$)",
    re.IGNORECASE,
)
_GO_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_GO_HOST = re.compile(
    r"(?:[^\s@/?#\[\]<>\"]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\s:/?#\[\]<>\"\\^`{}|%]*)(?::[0-9]*)?"
)
"""What Go takes for the part between ``//`` and the path."""


_HOME = re.compile(r"\A(/?)~")
"""What Jekyll's plugin would look up as the home of a user (``escape_kramdown.HOME_LINK``)."""


def destination(url: str, ctx: Context) -> str:
    """A link's destination (CommonMark §6.3), changed as little as it can be.

    Args:
        url: the address as the author wrote it.
        ctx: tells whether Hugo's shortcodes must not appear in it.
    """
    url = at_home(url.strip(), ctx)
    url = _UNSAFE_IN_URL.sub(lambda match: quote(match.group(), safe=""), url)
    url = _REFERENCE.sub("&amp;", url)
    if ctx.target.shortcodes:
        url = url.replace("{{", "%7B%7B")
    if ctx.target.kramdown:
        url = _HOME.sub(r"\1%7E", url)
    # Python-Markdown may take what is between quotes for a title, up to one further on in the text.
    is_quoted = ctx.target.python_markdown and _QUOTE.search(url)
    if not is_quoted and not _SPACE.search(url) and _balanced(url):
        return url
    if ctx.target.kramdown:
        # It takes the brackets for a tag when it looks for the end of a list or a table.
        return _NOT_BARE.sub(lambda match: quote(match.group()), url)
    return f"<{url}>"


def at_home(url: str, ctx: Context, *, html: bool = False) -> str:
    """``url``, unless it leads to a part of the old site that is no page and no file of the new.

    Such an address counted from the root of the wiki, wherever the page was.

    Args:
        url: an address in the page.
        ctx: tells the target.
        html: the address stands in HTML.
    """
    if not ctx.target.old_root or not url or _ELSEWHERE.match(url) or _IN_SITE.match(url):
        return url
    root = "/" if html else ctx.target.old_root
    return root + url.removeprefix("./").lstrip("/")


def _balanced(url: str) -> bool:
    depth = 0
    for parenthesis in _PARENTHESES.findall(url):
        depth += 1 if parenthesis == "(" else -1
        if depth < 0:
            return False
    # Readers may stop counting at 32 levels.
    return depth == 0 and url.count("(") < 32


def link_tokens(text: list[Token], url: str, ctx: Context, title: str = "") -> list[Token]:
    """A link around ``text``, or the text alone inside another link (CommonMark §6.3)."""
    if ctx.in_link:
        return text
    pictured = any(token.span is not None and token.span.start == "![" for token in text)
    if unreadable(url, ctx) or (ctx.target.kramdown and pictured):
        # Jekyll's plugin does not find the file of a link around a picture.
        return wrapped(Span(_html_link(url, title, ctx), "</a>", scoped=True), text)
    end = f"]({destination(url, ctx)}{_title(title, ctx)})"
    # At the start of a block this would be the label of a definition (§4.7), whatever it is in.
    text = [
        Token(Kind.MARKUP, inert_code(token.text))
        if token.kind is Kind.CODE and "]:" in token.text
        else token
        for token in text
    ]
    return wrapped(Span("[", end, scoped=True), text)


def _title(title: str, ctx: Context) -> str:
    if ctx.target.python_markdown:
        return escape_mkdocs.title(title)
    if ctx.target.kramdown:
        return escape_kramdown.title(title)
    return link_title(title, shortcodes=ctx.target.shortcodes)


def go_reads(url: str) -> bool:
    """Whether Go's ``url.Parse`` takes ``url``: where it does not, Hugo builds no site."""
    url = url.strip()
    if _BAD_ESCAPE.search(url):
        return False
    scheme = _GO_SCHEME.match(url)
    if scheme is None and ":" in url.partition("/")[0].partition("?")[0].partition("#")[0]:
        return False  # a colon in the first segment of a path
    rest = url[scheme.end() :] if scheme else url
    if not rest.startswith("//"):
        return True
    host = _GO_HOST.match(rest, 2)
    return host is not None and host.end() == len(re.split(r"[/?#]", rest[2:], maxsplit=1)[0]) + 2


def unreadable(url: str, ctx: Context) -> bool:
    """Whether an address in a Markdown link would stop the target's build, or get lost there."""
    if ctx.target.go_urls:
        return not (go_reads(url) and is_written_by_go(url))
    return ctx.target.mdx and not javascript_reads(url)


def javascript_reads(url: str) -> bool:
    """Whether JavaScript's ``new URL`` and ``decodeURI`` take ``url``, as Docusaurus needs it."""
    url = url.strip()
    if _BAD_ESCAPE.search(url):
        return False
    try:
        unquote(url, errors="strict")
    except UnicodeDecodeError:
        return False
    return not _WEB_SCHEME.match(url) or bool(_WEB_ADDRESS.match(url))


def _html_link(url: str, title: str, ctx: Context) -> str:
    shortcodes = ctx.target.shortcodes
    shown = f' title="{html_attribute(title, shortcodes=shortcodes)}"' if title else ""
    url = html_attribute(in_html(url.strip(), ctx), shortcodes=shortcodes)
    return f'<a href="{url}"{shown}>'


_MARKDOWN_FILE = re.compile(r"\A([^/:?#]+)\.md(#.*)?\Z")


def in_html(url: str, ctx: Context) -> str:
    """``url`` as HTML needs it: there Jekyll does not look for the files of links."""
    url = at_home(url, ctx, html=True)
    return _MARKDOWN_FILE.sub(r"\1.html\2", url) if ctx.target.kramdown else url


def link(node: LinkNode, ctx: Context) -> list[Token]:
    """``[text](url "title")``; a link that shows nothing shows its address, as ``<url>``."""
    only = node.children[0] if len(node.children) == 1 else None
    if isinstance(only, TextNode) and not node.title:
        shown = only.inner_content
        if node.url in (shown, f"mailto:{shown}"):
            return address(shown, node.url, ctx)
    text = tokens_of(node.children, ctx.inside_link())
    if not is_blank(text):
        return link_tokens(text, node.url, ctx, node.title)
    if not node.url.strip():
        return text
    if not node.title and not ctx.in_link and _AUTOLINK.fullmatch(node.url):
        return address(node.url, node.url, ctx)
    return link_tokens(text_tokens(node.url), node.url, ctx, node.title)


def address(text: str, url: str, ctx: Context) -> list[Token]:
    """``<url>`` if that shows ``text`` (CommonMark §6.5), an ordinary link otherwise."""
    readable = not ctx.target.go_urls or not unreadable(url, ctx)
    if ctx.target.autolinks is not None:
        readable = bool(ctx.target.autolinks.fullmatch(url))
    if ctx.target.kramdown:
        readable = _KRAMDOWN_ADDRESS.fullmatch(text) is not None
    # Readers do not agree on references there.
    if readable and not ctx.in_link and not _NO_AUTOLINK.search(url):
        if text == url and _AUTOLINK.fullmatch(url):
            return markup(f"<{url}>")
        if url == f"mailto:{text}" and _EMAIL.fullmatch(text):
            return markup(f"<{text}>")
    return link_tokens(text_tokens(text), url, ctx)


def autolink(node: AutoLinkNode, ctx: Context) -> list[Token]:
    """An address that the author typed as it is."""
    return address(node.inner_content or node.url, node.url, ctx)


def doi(node: DoiLinkNode, ctx: Context) -> list[Token]:
    """A DOI as a link to its resolver."""
    parts = doi_parts(node, ctx)
    return address(parts.text, parts.url, ctx) + text_tokens(parts.behind)


class DoiParts(NamedTuple):
    """A DOI that was typed: what its link shows, where that leads, and what stands behind it."""

    text: str
    url: str
    behind: str


def doi_parts(node: DoiLinkNode, ctx: Context) -> DoiParts:
    """A DOI and the link to its resolver.

    A full stop after a DOI ends the sentence, not the DOI, unless the option
    ``doi_punctuation`` says ``inside``.
    """
    text = node.full_match or f"doi:{node.doi}"
    name = (node.inner_content or node.doi).strip()
    behind = ""
    if ctx.options.doi_punctuation != "inside":
        text, behind = _without_punctuation(text)
        name, _ = _without_punctuation(node.doi.strip() or name)
    return DoiParts(text, f"https://doi.org/{name}", behind)


def _without_punctuation(text: str) -> tuple[str, str]:
    """``text`` and the punctuation at its end; a parenthesis only if nothing opens it."""
    end = len(text)
    while end and (
        text[end - 1] in ".,;:"
        or (text[end - 1] == ")" and text.count("(", 0, end) < text.count(")", 0, end))
    ):
        end -= 1
    return text[:end], text[end:]


def image(node: ImageNode, ctx: Context) -> list[Token]:
    """``![alt](src)``, as HTML if it has a size or side, in a link if it is one."""
    if node.width or node.height or node.align or unreadable(node.src, ctx):
        tokens = markup(image_tag(node, ctx))
    else:
        end = f"]({destination(node.src, ctx)}{_title(node.title, ctx)})"
        alt = text_tokens(" ".join(node.alt.split()))
        tokens = wrapped(Span("![", end, scoped=True, keep=True), alt)
    if node.link and not ctx.in_link:
        return link_tokens(tokens, node.link, ctx)
    return tokens


def image_tag(node: ImageNode, ctx: Context) -> str:
    """``<img>``, for what ``![alt](src)`` has no place for."""
    pairs = [("src", at_home(node.src, ctx, html=True)), ("alt", node.alt), ("title", node.title)]
    # An attribute that browsers still heed, and the only way that GitHub leaves.
    pairs += [("width", node.width), ("height", node.height), ("align", node.align)]
    return start_tag("img", [pair for pair in pairs if pair[1] or pair[0] == "alt"], ctx)


def anchor(node: AnchorNode, ctx: Context) -> list[Token]:
    """A place to link to."""
    value = html_attribute(node.anchor, shortcodes=ctx.target.shortcodes)
    return [Token(Kind.PLACE, f'<a id="{value}"></a>')] if node.anchor else []
