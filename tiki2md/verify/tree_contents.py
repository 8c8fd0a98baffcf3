"""Tables of contents, made anew from the headings of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import (
    BoldNode,
    FootnoteReferenceNode,
    HeadingNode,
    ImageNode,
    ItalicNode,
    LinkNode,
    ListItemNode,
    ListNode,
    MarkdownHeadingNode,
    MonospaceNode,
    Node,
    NoParseNode,
    SmileyNode,
    SpecialCharacterNode,
    StrikeNode,
    TableOfContentsNode,
    TextNode,
    text_of,
    walk,
)
from tiki2md.render.smileys import smiley_text
from tiki2md.verify.sight import NO_LETTER
from tiki2md.verify.tree_markdown import as_read, labels_of

_FORMATS = (BoldNode, ItalicNode, MonospaceNode, StrikeNode)
_TEXTS = (NoParseNode, SpecialCharacterNode, TextNode)

if TYPE_CHECKING:
    from tiki2md.verify.view import Formats, View


def contents(node: TableOfContentsNode, view: View, formats: Formats) -> None:
    """The headings of the page, in lists of links."""
    root = listed(node, view)
    if root.children:
        if node.title.strip():
            view.line(node.title, formats | {"strong"})
        view.each([root], formats)


def listed(node: TableOfContentsNode, view: View) -> ListNode:
    """The lists of links without the title; empty if there are no headings."""
    made_later = _is_made_later(node, view)
    labels = labels_of(view.document)
    found = [
        (heading, title)
        for part in walk(view.file if made_later else view.document)
        if isinstance(part, HeadingNode)
        and (title := heading_title(heading := as_read(part, view, labels)))
    ]
    lists: list[tuple[int, ListNode]] = [(0, ListNode())]
    for (heading, _), slug in zip(found, _slugs(found, view), strict=True):
        level = heading.level
        if node.levels and level not in node.levels:
            continue
        while len(lists) > 1 and lists[-1][0] >= level:
            lists.pop()
        number = {"n": "", "force": heading.place}.get(node.numbers, heading.number)
        # Tiki's contents show no smileys, those that Python-Markdown makes do.
        title = _with_pictures(heading, view) if made_later else _with_number(number, heading)
        text = TextNode(inner_content=title)
        shown = LinkNode(url=f"#{slug}", children=[text]) if slug and node.linked else text
        item = ListItemNode(children=[shown])
        around = lists[-1][1]
        if len(lists) > 1 and not around.children:
            above = lists[-2][1].children[-1]
            assert isinstance(above, ListItemNode)  # made here
            above.children.append(around)
        around.children.append(item)
        lists.append((level, ListNode()))
    return lists[0][1]


def _slugs(found: list[tuple[HeadingNode, str]], view: View) -> list[str]:
    """What links name each heading by; empty where they cannot.

    Args:
        found: all headings of the page, with their titles.
        view: knows the dialect.
    """
    if not view.dialect.by_name:
        return view.slugs([_with_pictures(heading, view) for heading, _ in found])
    slugs = view.slugs([title for _, title in found])
    # Links cannot name a heading that holds more than text in formats, or escapes.
    named = [_has_name(heading.children) and not _is_escaped(heading) for heading, _ in found]
    return [slug if has else "" for slug, has in zip(slugs, named, strict=True)]


def _is_made_later(node: TableOfContentsNode, view: View) -> bool:
    """Whether Python-Markdown makes the list itself, of all that is in the file.

    It does so for ``[TOC]``, which stands for a list of links to all headings as they are, that is
    in no other block, and not where headings of the first level would be in it.
    """
    if not view.dialect.python or node.levels or node.numbers or not node.linked:
        return False
    if not any(child is node for child in view.document.children):
        return False
    headings = (found for found in walk(view.document) if isinstance(found, HeadingNode))
    return all(heading.level > 1 for heading in headings if heading_title(heading))


def _has_name(nodes: list[Node]) -> bool:
    return all(
        _has_name(node.children) if isinstance(node, _FORMATS) else isinstance(node, _TEXTS)
        for node in nodes
    )


def _is_escaped(heading: HeadingNode) -> bool:
    return isinstance(heading, MarkdownHeadingNode) and "\\" in heading.full_match


def _with_pictures(heading: HeadingNode, view: View) -> str:
    """What the id of a heading is made from: smileys are written in it, pictures may count."""
    pictures = view.dialect.pictures_in_ids

    def shown(part: Node) -> str:
        if isinstance(part, SmileyNode):
            return smiley_text(part.full_match, part.name, view.options.smiley_style)
        if isinstance(part, ImageNode):
            return {"alt": part.alt, "space": NO_LETTER}.get(pictures, "")
        if isinstance(part, FootnoteReferenceNode) and view.dialect.notes_in_ids:
            return part.label or str(part.number)
        return ""

    return f"{heading.number.strip()} {' '.join(text_of(heading, shown).split())}".strip()


def heading_title(node: HeadingNode) -> str:
    """The text of a heading, its number in front."""
    return _with_number(node.number, node)


def _with_number(number: str, node: HeadingNode) -> str:
    return f"{number.strip()} {' '.join(text_of(node).split())}".strip()
