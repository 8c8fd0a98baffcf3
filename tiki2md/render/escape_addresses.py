"""Addresses that readers link without any marks (GFM §6.9), up to white space or ``<``.

Marks, links and code that stand right behind one would be a part of it.  So it is no address to
them: the sign that makes it one gets a backslash.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.render.delimiters import LITERAL, MARK, MARKUP
from tiki2md.urls import end_of_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.render.unsafe import Block

_START = re.compile(r"(?:https?|ftp):(/)/(?=\w)|(?<!\w)www(\.)(?=\w)", re.IGNORECASE)
_GFM = re.compile(r"[^\s<]*", re.ASCII)
"""On GitHub a no-break space goes on with one, too."""
_MDX = re.compile(r"[^\s<]*")
_GOLDMARK = re.compile(r"[\w.:%+~#=@-]*(?:[/?#][\w.:%+~#=@$!?&/();,'\">^{}\[\]`-]*)?", re.ASCII)
_LINKED_BY_GOLDMARK = re.compile(
    r"(?:https?|(?P<ftp>ftp)):(/)/|(?<!\w)www(\.)|(?<=\w)(@)(?=\w)", re.IGNORECASE
)
_HTML_LINK = re.compile("<a ")


def in_gfm(block: Block, escaped: set[int]) -> Iterator[int]:
    """The signs of those in which a mark of ours stands, or a backslash, which would show.

    Args:
        block: the text.
        escaped: where it gets a backslash.
    """
    return _signs(block, escaped, _GFM)


def in_mdx(block: Block, escaped: set[int]) -> Iterator[int]:
    """The signs of those in which a mark of ours stands; a gap ends them before a backslash."""
    del escaped
    return _signs(block, set(), _MDX)


def in_goldmark(block: Block, escaped: set[int]) -> Iterator[int]:
    """The same for Hugo, whose reader ends them at a backslash, and at asterisks.

    Besides, those that would be a link inside of one in HTML, and those of ``ftp``, which lead
    nowhere (``urls.is_written_by_go``).  In links of Markdown's it looks for none.
    """
    del escaped
    yield from _signs(block, set(), _GOLDMARK)
    if "<a " not in block.text and "ftp:" not in block.text.lower():  # as in most texts
        return
    in_html = {
        block.scopes[link.start()]
        for link in _HTML_LINK.finditer(block.text)
        if block.kinds[link.start()] == MARKUP
    }
    for address in _LINKED_BY_GOLDMARK.finditer(block.text):
        sign = address.start(address.lastindex or 0)
        scope = block.scopes[sign]
        if block.kinds[sign] == LITERAL and (scope in in_html if scope else address["ftp"]):
            yield sign


def _signs(block: Block, escaped: set[int], rest: re.Pattern[str]) -> Iterator[int]:
    text, kinds = block.text, block.kinds
    if "://" not in text and "www." not in text.lower():  # as in most texts
        return
    at = 0
    while (start := _START.search(text, at)) is not None:
        at = start.end()
        sign = start.start(start.lastindex or 0)
        if kinds[sign] != LITERAL or block.scopes[sign]:
            continue
        found = rest.match(text, at)
        at = found.end() if found else at
        end = end_of_address(text, start.start(), at)
        ours = kinds.count(MARKUP, sign, end) + kinds.count(MARK, sign, end)
        # The backslash of a ``<`` that ends it would be its last sign.
        if ours or not escaped.isdisjoint(range(sign, at + 1)):
            yield sign
