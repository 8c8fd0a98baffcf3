"""Tables of contents, made anew from the headings of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import (
    BoldNode,
    HeadingNode,
    ItalicNode,
    LinkNode,
    ListItemNode,
    ListNode,
    MonospaceNode,
    Node,
    NoParseNode,
    SpecialCharacterNode,
    StrikeNode,
    TableOfContentsNode,
    TextNode,
    text_of,
    walk,
)

_FORMATS = (BoldNode, ItalicNode, MonospaceNode, StrikeNode)
_TEXTS = (NoParseNode, SpecialCharacterNode, TextNode)

if TYPE_CHECKING:
    from tiki2md.verify.view import Formats, View


def contents(node: TableOfContentsNode, view: View, formats: Formats) -> None:
    """The headings of the page, in lists of links."""
    found = [
        (heading, title)
        for heading in walk(view.document)
        if isinstance(heading, HeadingNode) and (title := heading_title(heading))
    ]
    titles = [(heading.level, title) for heading, title in found]
    slugs = view.slugs([title for _, title in titles])
    if view.dialect.by_title:
        # Links cannot name a heading that holds more than text in formats.
        named = [_has_name(heading.children) for heading, _ in found]
        slugs = [slug if has else "" for slug, has in zip(slugs, named, strict=True)]
    lists: list[tuple[int, ListNode]] = [(0, ListNode())]
    for (level, title), slug in zip(titles, slugs, strict=True):
        if node.levels and level not in node.levels:
            continue
        while len(lists) > 1 and lists[-1][0] >= level:
            lists.pop()
        text = TextNode(inner_content=title)
        shown = LinkNode(url=f"#{slug}", children=[text]) if slug else text
        item = ListItemNode(children=[shown])
        around = lists[-1][1]
        if len(lists) > 1 and not around.children:
            above = lists[-2][1].children[-1]
            assert isinstance(above, ListItemNode)  # made here
            above.children.append(around)
        around.children.append(item)
        lists.append((level, ListNode()))
    root = lists[0][1]
    if root.children:
        if node.title.strip():
            view.line(node.title, formats | {"strong"})
        view.each([root], formats)


def _has_name(nodes: list[Node]) -> bool:
    return all(
        _has_name(node.children) if isinstance(node, _FORMATS) else isinstance(node, _TEXTS)
        for node in nodes
    )


def heading_title(node: HeadingNode) -> str:
    """The text of a heading, its number in front."""
    return f"{node.number.strip()} {' '.join(text_of(node).split())}".strip()
