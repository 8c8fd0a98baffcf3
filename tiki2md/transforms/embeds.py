"""Sound, films and other things that only HTML shows, pointing to where their files are now."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from typing import TYPE_CHECKING

from tiki2md.nodes import ElementNode, RawHtmlBlockNode, RawHtmlNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.transforms.links import LinkTarget

_Html = ElementNode | RawHtmlNode | RawHtmlBlockNode

_TAG = re.compile(r"<(?:audio|embed|iframe|img|object|source|track|video)\b[^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"(\s(?:src|data|poster)=\")([^\"<>]*)(\")", re.IGNORECASE)
_ATTRIBUTES = ("src", "data", "poster")


def resolve_embeds(node: _Html, resolve: Callable[[str], LinkTarget | None]) -> _Html:
    """An element with the addresses of the files that it plays; ``node`` itself if it has none.

    Args:
        node: HTML as Tiki, a plugin or the author made it.
        resolve: the new place of what an address led to, if that is a file.
    """

    def new(address: str) -> str:
        target = resolve(address)
        return address if target is None else target.html_url or target.url

    if isinstance(node, ElementNode):
        values = node.attrs_dict
        found = {name: new(values[name]) for name in _ATTRIBUTES if values.get(name)}
        return replace(node, attrs_dict=values | found) if found else node

    def in_tag(tag: re.Match[str]) -> str:
        return _ADDRESS.sub(lambda m: m[1] + escape(new(unescape(m[2]))) + m[3], tag[0])

    html = _TAG.sub(in_tag, node.html)
    return node if html == node.html else replace(node, html=html)
