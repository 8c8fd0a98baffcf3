"""A site's own last changes to its pages: the entries ``[[rewrite]]`` of a configuration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Code, Reporter
from tiki2md.globs import glob
from tiki2md.nodes import (
    AdmonitionNode,
    AutoLinkNode,
    CodeBlockNode,
    DetailsNode,
    ImageNode,
    LinkNode,
    MarkdownUrlNode,
    MonospaceNode,
    Node,
    NoParseNode,
    ParentNode,
    PreNode,
    TableOfContentsNode,
    TextNode,
    TikiCommentNode,
    rewrite,
    with_values,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tiki2md.options import Rewrite

    Change = Callable[[str, Node], str]

_NO_TEXT_INSIDE = (MonospaceNode, PreNode, TikiCommentNode)
"""Code, and what no reader sees."""
_TEXTS: dict[type[Node], tuple[str, ...]] = {
    AdmonitionNode: ("title",),
    CodeBlockNode: ("caption",),
    DetailsNode: ("summary",),
    ImageNode: ("alt", "title"),
    LinkNode: ("title",),
    NoParseNode: ("inner_content",),
    TableOfContentsNode: ("title",),
}
"""What nodes have to show besides the texts in them."""
_LINKS = (AutoLinkNode, ImageNode, LinkNode, MarkdownUrlNode)


def apply_rewrites(
    nodes: list[Node], rewrites: Sequence[Rewrite], page: str, reporter: Reporter
) -> list[Node]:
    """The nodes after each rule in its turn.

    A rule for texts sees one text at a time, up to the next mark: no match goes over the
    edge of a bold word or a link.

    Args:
        nodes: of a page, plugins expanded and links not yet resolved.
        rewrites: the rules.
        page: its name.
        reporter: told how often each rule changed something.
    """
    for number, rule in enumerate(rewrites, 1):
        if glob(rule.page).fullmatch(page):
            nodes = _applied(nodes, rule, number, reporter)
    return nodes


def _applied(nodes: list[Node], rule: Rewrite, number: int, reporter: Reporter) -> list[Node]:
    pattern = re.compile(rule.find if rule.regex else re.escape(rule.find))
    places: list[tuple[int, int]] = []

    def replaced(match: re.Match[str]) -> str:
        if not match[0]:  # a pattern may find the edge of a word, too
            return ""
        return match.expand(rule.replacement) if rule.regex else rule.replacement

    def change(text: str, node: Node) -> str:
        new = pattern.sub(replaced, text)
        if new != text:
            places.append(node.span)
        return new

    nodes = _in_links(nodes, change) if rule.in_links else _in_text(nodes, change)
    if places:
        reporter.report(Code.REWRITTEN, places[0], number=number, find=rule.find, count=len(places))
    return nodes


def _in_text(nodes: list[Node], change: Change) -> list[Node]:
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, TextNode):
            text = change(node.inner_content, node)
            if text == node.inner_content:
                result.append(node)
            elif text:
                result.append(with_values(node, inner_content=text))
            continue
        values: dict[str, Any] = {
            name: change(getattr(node, name), node) for name in _TEXTS.get(type(node), ())
        }
        if isinstance(node, ParentNode) and not isinstance(node, _NO_TEXT_INSIDE):
            values["children"] = _in_text(node.children, change)
        result.append(with_values(node, **values) if values else node)
    return result


def _in_links(nodes: list[Node], change: Change) -> list[Node]:
    def changed(node: Node) -> list[Node] | None:
        if isinstance(node, ImageNode):
            values = {"src": change(node.src, node), "link": change(node.link, node)}
        else:
            assert isinstance(node, AutoLinkNode | LinkNode | MarkdownUrlNode)  # as asked for
            values = {"url": change(node.url, node)}
            if isinstance(node, AutoLinkNode) and node.inner_content == node.url:
                values["inner_content"] = values["url"]  # readers see it, too
        same = all(getattr(node, name) == value for name, value in values.items())
        return None if same else [with_values(node, **values)]

    return rewrite(nodes, changed, _LINKS)
