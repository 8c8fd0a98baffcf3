"""The parser's tree, as little of it as is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode

if TYPE_CHECKING:
    from collections.abc import Iterator


def parsed(html: str) -> list[LexborNode]:
    """The top of the tree of ``html``; as forgiving as a browser."""
    # The parser is kept alive by its nodes.
    return list(_siblings(LexborHTMLParser(html, is_fragment=True).root))


def children_of(node: LexborNode) -> Iterator[LexborNode]:
    """The children of ``node``, texts and comments included."""
    return _siblings(node.first_child)


def _siblings(node: LexborNode | None) -> Iterator[LexborNode]:
    while node is not None:
        yield node
        node = node.next


def attributes_of(node: LexborNode) -> dict[str, str]:
    """The attributes of an element; one without a value has an empty one."""
    return {name: value or "" for name, value in node.attributes.items()}


def text_of_dom(node: LexborNode) -> str:
    """All text below ``node``, however deep."""
    return node.text(deep=True)
