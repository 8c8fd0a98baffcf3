"""Text inside HTML: what would end it, or be read as Markdown there, as character references."""

from __future__ import annotations

import html
import re

from tiki2md.render import escape_hugo

_LIVE = re.compile(r"<[^<>]*+>|([\\`*_~\[\]$^]|=(?==)|%(?=%))")
_MARK = re.compile(r"[!-/:-@\[-`{-~]")


def inert_code(text: str) -> str:
    """Code as an element whose marks are all character references: no reader finds any in it."""
    return f"<code>{_MARK.sub(lambda mark: f'&#{ord(mark.group())};', text)}</code>"


def inert_text(markup: str) -> str:
    """HTML in a line, with references for the marks that readers would find between its tags."""
    return _LIVE.sub(lambda found: f"&#{ord(found[1])};" if found[1] else found[0], markup)


def html_text(text: str) -> str:
    """Literal text inside HTML."""
    return html.escape(text, quote=False)


def html_attribute(value: str, *, shortcodes: bool = False) -> str:
    """The value of an HTML attribute, without its quotes."""
    value = html.escape(" ".join(value.split("\n"))).replace("]:", "&#93;:")
    return escape_hugo.without_shortcodes(value) if shortcodes else value
