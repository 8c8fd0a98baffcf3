"""Tables of contents, and the ids that targets give to headings."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    BoldNode,
    DocumentNode,
    HeadingNode,
    LinkNode,
    ListItemNode,
    ListNode,
    Node,
    ParagraphNode,
    TableOfContentsNode,
    TextNode,
    text_of,
    walk,
)
from tiki2md.render.dispatch import write_blocks
from tiki2md.render.escape_obsidian import heading_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.render.context import Context

_KEPT = ("L", "M", "N", "Pc")


class Slugs:
    """Heading ids as GitHub makes them; Hugo's ``github`` ids are the same."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def next(self, title: str) -> str:
        """The id of the next heading: lower case, no punctuation, hyphens for spaces."""
        base = "".join(
            "-" if char == " " else char
            for char in title.strip().lower()
            if char in " -" or unicodedata.category(char).startswith(_KEPT)
        )
        slug, number = base, self._taken.get(base, 0)
        while slug in self._taken:
            number += 1
            slug = f"{base}-{number}"
        self._taken[base] = number
        self._taken.setdefault(slug, 0)
        return slug


def heading_title(node: HeadingNode) -> str:
    """A heading's text as a reader sees it, its number in front."""
    title = " ".join(text_of(node).split())
    return f"{node.number.strip()} {title}".strip()


class Titles:
    """Places as Obsidian names them: by the text, and the first heading that has it."""

    def next(self, title: str) -> str:
        """The text of the heading, without what parts a link."""
        return heading_place(title)


def headings(
    document: DocumentNode, *, by_title: bool = False
) -> Iterator[tuple[HeadingNode, str, str]]:
    """The headings that are written: node, title, id.

    Args:
        document: a page.
        by_title: links name a heading by its text.
    """
    slugs = Titles() if by_title else Slugs()
    for node in walk(document):
        if isinstance(node, HeadingNode):
            title = heading_title(node)
            if title:
                yield node, title, slugs.next(title)


def table_of_contents(node: TableOfContentsNode, ctx: Context) -> str:
    """The page's headings as nested lists of links, between comments that name it."""
    root = ListNode()
    stack: list[tuple[int, ListNode]] = [(0, root)]
    for heading, title, slug in headings(ctx.document, by_title=ctx.target.notes):
        if node.levels and heading.level not in node.levels:
            continue
        while len(stack) > 1 and stack[-1][0] >= heading.level:
            stack.pop()
        link = LinkNode(url=f"#{slug}", children=[TextNode(inner_content=title)])
        below = ListNode()
        item = ListItemNode(children=[ParagraphNode(children=[link]), below])
        stack[-1][1].children.append(item)
        stack.append((heading.level, below))
    if not root.children:
        return ""
    parts: list[Node] = [root]
    if node.title.strip():
        bold = BoldNode(children=[TextNode(inner_content=node.title)])
        parts.insert(0, ParagraphNode(children=[bold]))
    return f"<!-- toc -->\n\n{write_blocks(parts, ctx.within())}\n\n<!-- /toc -->"
