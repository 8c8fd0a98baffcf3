"""Words that a site had as links wherever they stood (tiki-syntax §1, feature_hotwords)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.nodes import (
    AliasedLocalLinkNode,
    CodeBlockNode,
    LinkNode,
    Node,
    ParentNode,
    TextNode,
    TikiCommentNode,
    with_children,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_EDGES = re.escape(' \n\t\r,;().:[]{}!?"')
"""What Tiki takes for the edge of a word."""

_NO_LINK_INSIDE = (LinkNode, AliasedLocalLinkNode, TikiCommentNode, CodeBlockNode)


def link_hotwords(nodes: list[Node], words: Mapping[str, str]) -> list[Node]:
    """The nodes with every hotword in their text as a link.

    The case of letters does not matter.  Tiki looks for words in HTML: beside a mark,
    as in ``__word__``, there is no edge of a word.

    Args:
        nodes: the nodes of a page, or of a part of it.
        words: hotwords to their URLs.
    """
    if not words:
        return nodes
    # The longest first: "moss garden" before "moss".
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"(?<![^{_EDGES}'])(?:{alternatives})(?![^{_EDGES}])", re.IGNORECASE)
    urls = {word.casefold(): url for word, url in words.items()}
    return _linked(nodes, _Hotwords(pattern, urls), at_edges=True)


class _Hotwords(NamedTuple):
    """What finds hotwords, and where each leads: by itself in small letters."""

    pattern: re.Pattern[str]
    urls: Mapping[str, str]


def _linked(nodes: list[Node], words: _Hotwords, *, at_edges: bool) -> list[Node]:
    """The nodes with links; ``at_edges``: no mark stands before the first or behind the last."""
    linked: list[Node] = []
    last = len(nodes) - 1
    for index, node in enumerate(nodes):
        if type(node) is TextNode:
            begins, ends = at_edges and index == 0, at_edges and index == last
            linked += _pieces(node, words, begins=begins, ends=ends)
        elif isinstance(node, ParentNode) and not isinstance(node, _NO_LINK_INSIDE):
            children = _linked(node.children, words, at_edges=False)
            linked.append(with_children(node, children))
        else:
            linked.append(node)
    return linked


def _pieces(node: TextNode, words: _Hotwords, *, begins: bool, ends: bool) -> list[Node]:
    """The text around the hotwords, and a link for each.

    Args:
        node: the text.
        words: the hotwords.
        begins: where the text begins is the edge of a word.
        ends: where it ends, too.
    """
    text = node.inner_content
    pieces: list[Node] = []
    end = 0
    for match in words.pattern.finditer(text):
        if (match.start() == 0 and not begins) or (match.end() == len(text) and not ends):
            continue
        url = words.urls.get(match[0].casefold())
        if url is None:
            continue
        if match.start() > end:
            pieces.append(TextNode(inner_content=text[end : match.start()]))
        link = TextNode(inner_content=match[0])
        pieces.append(LinkNode(url=url, inner_content=url, children=[link], span=node.span))
        end = match.end()
    if not end:
        return [node]
    if end < len(text):
        pieces.append(TextNode(inner_content=text[end:]))
    return pieces
