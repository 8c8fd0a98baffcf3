"""What Hugo reads before it reads Markdown: shortcodes, wherever they stand, in code too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.render.delimiters import LITERAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.render.unsafe import Block

SHORTCODE = re.compile(r"\{\{(?=[<%])")
"""The braces that begin one, before its sign."""
_WHOLE = re.compile(r"\{\{([<%])(?!/\*)((?:(?!\{\{[<%]|[>%]\}\}).)*)([>%])\}\}", re.DOTALL)
_CLOSING = {"<": ">", "%": "%"}


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
