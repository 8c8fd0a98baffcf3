"""What Hugo reads besides Markdown: shortcodes, wherever they stand, and typed addresses.

Shortcodes are read before Markdown is, in code too.  An address becomes a link (Goldmark's
linkify), which is one too many inside of a link, and leads nowhere if it is one of ``ftp``:
``urls.is_written_by_go`` says why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.render.delimiters import LITERAL, MARKUP
from tiki2md.render.unsafe import Unsafe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.render.unsafe import Block

SHORTCODE = re.compile(r"\{\{(?=[<%])")
"""The braces that begin one, before its sign."""
_WHOLE = re.compile(r"\{\{([<%])(?!/\*)((?:(?!\{\{[<%]|[>%]\}\}).)*)([>%])\}\}", re.DOTALL)
_CLOSING = {"<": ">", "%": "%"}
_ADDRESS = re.compile(
    r"(?:https?|(?P<ftp>ftp)):(/)/|(?<!\w)www(\.)|(?<=\w)(@)(?=\w)", re.IGNORECASE
)
_HTML_LINK = re.compile("<a ")


def _addresses(block: Block) -> Iterable[int]:
    """The sign without which an address is none: all in HTML's links, elsewhere those of ``ftp``.

    In links of Markdown's no address is looked for.
    """
    in_html = {
        block.scopes[link.start()]
        for link in _HTML_LINK.finditer(block.text)
        if block.kinds[link.start()] == MARKUP
    }
    for address in _ADDRESS.finditer(block.text):
        sign = address.start(address.lastindex or 0)
        scope = block.scopes[sign]
        if scope in in_html if scope else address["ftp"]:
            yield sign


HUGO_UNSAFE: tuple[Unsafe, ...] = (
    Unsafe("/.@", _addresses, "a link in a link, or one that leads nowhere (Goldmark, Hugo)"),
)
"""Rows for ``escape.escaped``."""


def shortcode_starts(block: Block) -> Iterable[int]:
    """Where a shortcode begins: its sign, or a brace before a tag of ours."""
    for match in SHORTCODE.finditer(block.text):
        sign = match.end()
        yield sign if block.kinds[sign] == LITERAL else sign - 1


def has_shortcode(text: str) -> bool:
    """Whether Hugo would find the beginning of a shortcode."""
    return "{{<" in text or "{{%" in text


def without_shortcodes(markup: str) -> str:
    """HTML in which Hugo finds no shortcode."""
    return markup.replace("{{", "{&#123;")


def shown_shortcodes(text: str) -> str | None:
    """``text`` with its shortcodes as Hugo shows them; none if one of them is not whole."""
    whole = True
    parts: list[str] = []
    last = 0
    for match in _WHOLE.finditer(text):
        opening, body, closing = match.groups()
        whole = whole and _CLOSING[opening] == closing
        before = text[last : match.start()]
        whole = whole and not has_shortcode(before)
        parts += (before, f"{{{{{opening}/*{body}*/{closing}}}}}")
        last = match.end()
    rest = text[last:]
    whole = whole and not has_shortcode(rest)
    return "".join(parts) + rest if whole else None
