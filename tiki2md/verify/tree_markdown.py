"""The author's own Markdown in a tree, read by a parser of Markdown with all around it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tiki2md.newlines import with_newlines
from tiki2md.nodes import (
    BoldNode,
    FootnoteDefinitionNode,
    FootnoteReferenceNode,
    HeadingNode,
    ImageNode,
    ItalicNode,
    LineBreakNode,
    LinkNode,
    MarkdownCodeNode,
    MarkdownFlowNode,
    MarkdownHeadingNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    MonospaceNode,
    Node,
    ParentNode,
    RawHtmlNode,
    StrikeNode,
    SuperscriptNode,
    TextNode,
    nodes_of,
    with_children,
)
from tiki2md.verify.dialects import (
    TYPED,
    TYPED_WITH_BREAKS,
    TYPED_WITH_LINKED_ADDRESSES,
    TYPED_WITH_LINKED_DEFINITIONS,
    Dialect,
)
from tiki2md.verify.markup import FRAGMENT, HtmlSight
from tiki2md.verify.page import inline_html, text_and_notes
from tiki2md.verify.sight import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.nodes import DocumentNode
    from tiki2md.verify.view import Formats, Line, View

_ITEM = r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+"
_LABEL = r"(?!\^)(?:\\[^\n]|[^\\\[\]\n])++\]:[ \t]*<"
_DEFINITION = (
    rf"^(?:[ ]{{0,3}}\[{_LABEL}\Z|[ \t]*(?:>[ \t>]*(?:{_ITEM})?|{_ITEM})\[{_LABEL}"
    r"(?:\Z|(?=[^<>\n]*+>(?:[ \t]+[\"'(]|[ \t]*\r?$))))"
)
"""A link's, up to its address, which is a node but in quotations and lists."""
_TAG = re.compile(
    rf"(?P<kept>\\.|\]\([ \t]*<\Z|{_DEFINITION}|<br ?/?>|<[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*>"
    r"|<[^\s<>@]{1,64}@[A-Za-z0-9.-]{1,255}>)"
    rf"|(?P<label>^[ \t>]*+(?:{_ITEM})?\[)(?={_LABEL})|<(?=[A-Za-z/!?])",
    re.DOTALL | re.MULTILINE,
)
"""A tag, which Tiki shows as text (tiki-versions §1.3), or what only looks like one, or the label
of what would be a definition without the tag behind it."""
_DEFINED = re.compile(rf"{NOTE.pattern}:")
_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*+\\\Z")
_GAP = r"((?:\s|<!--[^<>]*-->)*)"
_DEFINITIONS = (
    (re.compile(f"<dl>{_GAP}<dt>"), r"\1<ul><li><strong>"),
    (re.compile(f"</dt>{_GAP}<dt>"), r"</strong></li>\1<li><strong>"),
    (re.compile(f"</dt>{_GAP}<dd>"), r"</strong>\1<ul><li>"),
    (re.compile(f"</dd>{_GAP}<dd>"), r"</li>\1<li>"),
    (re.compile(f"</dd>{_GAP}<dt>"), r"</li></ul></li>\1<li><strong>"),
    (re.compile(f"</dd>{_GAP}</dl>"), r"</li></ul></li></ul>\1"),
)
"""Definition lists as Obsidian has them: items in bold with lists below."""
_NODES: dict[str, type[ParentNode]] = {
    "a": LinkNode,
    "code": MonospaceNode,
    "del": StrikeNode,
    "em": ItalicNode,
    "s": StrikeNode,
    "strong": BoldNode,
}


def line(node: Line, view: View, formats: Formats) -> None:
    """Inside a line marks count, blocks do not."""
    markdown, others = _in_line(node)
    _see_html(inline_html(markdown, _dialect(view)), others, view, formats)
    for child in node.children:
        if isinstance(child, FootnoteReferenceNode):
            view.note_number(child.number)
    view.sight.space = view.sight.space or markdown[-1:].isspace()


def _in_line(node: ParentNode) -> tuple[str, list[Node]]:
    """The Markdown of a line, and the nodes that have an element in it."""
    others: list[Node] = []
    markdown = ""
    for child in node.children:
        markdown += _behind(markdown, _part(child, others))
    return markdown, others


def labels_of(document: DocumentNode) -> frozenset[str]:
    """The names of the notes in a page whose texts are in Markdown."""
    texts = (node.inner_content for node in nodes_of([document], MarkdownTextNode))
    return frozenset(label for text in texts for label in _DEFINED.findall(text))


def as_read(node: HeadingNode, view: View, labels: frozenset[str]) -> HeadingNode:
    """A heading with nodes for the marks in it, if its author wrote it in Markdown.

    Args:
        node: the heading.
        view: knows the dialect.
        labels: of the page, by ``labels_of``.
    """
    if not isinstance(node, MarkdownHeadingNode):
        return node
    markdown, others = _in_line(with_children(node, list(_notes_apart(node.children, labels))))
    reader = _Inlines(others)
    reader.feed(inline_html(markdown, _dialect(view)))
    reader.close()
    return with_children(node, reader.around[0])


def _notes_apart(nodes: list[Node], labels: frozenset[str]) -> Iterator[Node]:
    """The nodes of a line with each number of a note in an element, which is no text."""
    for node in nodes:
        if isinstance(node, FootnoteReferenceNode):
            yield SuperscriptNode(children=[node])
        elif isinstance(node, MarkdownTextNode):
            at = 0
            for found in NOTE.finditer(node.inner_content):
                if found[1] in labels:
                    yield replace(node, inner_content=node.inner_content[at : found.start()])
                    yield SuperscriptNode(children=[FootnoteReferenceNode(label=found[1])])
                    at = found.end()
            yield replace(node, inner_content=node.inner_content[at:])
        else:
            yield node


class _Inlines(HTMLParser):
    """Makes nodes of the HTML of a line: texts, formats, pictures and links."""

    def __init__(self, others: list[Node]) -> None:
        super().__init__()
        self.around: list[list[Node]] = [[]]
        self._others = others

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A node without an end, or the beginning of another."""
        attributes = {name: value or "" for name, value in attrs}
        if tag == FRAGMENT:
            self.around[-1].append(self._others[int(attributes["n"])])
        elif tag == "img":
            self.around[-1].append(ImageNode(alt=attributes.get("alt", "")))
        elif tag in _NODES:
            inner: list[Node] = []
            self.around[-1].append(_NODES[tag](children=inner))
            self.around.append(inner)

    def handle_endtag(self, tag: str) -> None:
        """The end of a node that may hold others."""
        if tag in _NODES and len(self.around) > 1:
            self.around.pop()

    def handle_data(self, data: str) -> None:
        """A text."""
        self.around[-1].append(TextNode(inner_content=data))


def flow(node: MarkdownFlowNode, view: View, formats: Formats) -> None:
    """Markdown, with an element for each thing in it that is Tiki's."""
    parts: list[str] = []
    others: list[Node] = []
    numbers = _numbers_among_typed(node.children)
    elsewhere: list[Node] = []
    """Notes of ours that are not numbered with those of the author's."""
    for child in node.children:
        if isinstance(child, FootnoteDefinitionNode) and child.number in numbers:
            mark = f"[^{child.number}]: "
            for block in child.children:
                parts.append(f'\n\n{mark}<{FRAGMENT} n="{len(others)}">')
                others.append(block)
                mark = "    "
        elif isinstance(child, FootnoteDefinitionNode):
            elsewhere.append(child)
        else:
            # Behind the mark of an item, or its margin, it stays in the item.
            margin = "".join(parts[-2:]).rpartition("\n")[2]
            alone = child.block and not margin.strip()
            part = _part(child, others)
            if isinstance(child, FootnoteReferenceNode) and child.number in numbers:
                part = f"[^{child.number}]"
            part = _behind("".join(parts[-1:]), part)
            parts.append(f"\n\n{margin}{part.partition('>')[0]}>\n\n" if alone else part)
            parts[-1] += _referring(child)
    notes = (
        child
        for child in (*view.document.children, *node.children)
        if isinstance(child, FootnoteDefinitionNode)
    )
    parts += (f"\n\n{_referring(note)}" for note in notes)
    markdown = with_newlines("".join(parts))
    html = text_and_notes(markdown, _dialect(view))
    _see_html(html.text, others, view, formats)

    def show_notes() -> None:
        _see_html(html.notes, others, view, formats)
        view.sight.line = 0
        view.each(elsewhere, formats)

    if view.notes_sink:
        view.waiting.append(show_notes)
    else:
        show_notes()


def _referring(node: Node) -> str:
    """Hidden references to the author's notes that are referred to inside a node of Tiki's."""
    if isinstance(node, MarkdownTextNode):
        return ""
    typed = "".join(text.inner_content for text in nodes_of([node], MarkdownTextNode))
    labels = "".join(found[0] for found in NOTE.finditer(typed))
    return f"<template>{labels}</template>" if labels else ""


def _definitions_as_lists(html: str) -> str:
    for tags, written in _DEFINITIONS:
        html = tags.sub(written, html)
    return html


def _numbers_among_typed(nodes: list[Node]) -> set[int]:
    """The numbers of our notes that readers count together with those that authors typed."""
    texts = (node.inner_content for node in nodes if isinstance(node, MarkdownTextNode))
    if not any("[^" in text for text in texts):
        return set()
    return {node.number for node in nodes if isinstance(node, FootnoteReferenceNode)}


def _dialect(view: View) -> Dialect:
    if "obsidian" in view.dialect.plugins:
        return TYPED_WITH_BREAKS
    if view.dialect.links_written or view.has_links_in_html:
        return TYPED_WITH_LINKED_ADDRESSES
    return TYPED if "deflist" in view.dialect.plugins else TYPED_WITH_LINKED_DEFINITIONS


def _part(node: Node, others: list[Node]) -> str:
    """What stands for a node in the text; what has an element of its own goes to ``others``."""
    if isinstance(node, FootnoteReferenceNode):
        return f"\\[^{node.number}]"
    if isinstance(node, MarkdownTextNode):
        return _alive(node)
    if isinstance(node, MarkdownCodeNode | RawHtmlNode):
        return node.full_match
    if isinstance(node, MarkdownUrlNode):
        return node.full_match if node.url == node.inner_content else f"<{node.url}>"
    if isinstance(node, LineBreakNode) and node.full_match.endswith("\n"):
        return "  \n"  # a backslash before nothing would show
    others.append(node)
    # With an end tag a line is a paragraph (CommonMark §4.6).
    return f'<{FRAGMENT} n="{len(others) - 1}"></{FRAGMENT}>'


def _behind(text: str, part: str) -> str:
    """What stands for a node behind a text, the last backslash of which does not escape it."""
    return f"\\{part}" if part.startswith(("<", "[^", "\\[^")) and _BACKSLASH.search(text) else part


def _see_html(html: str, others: list[Node], view: View, formats: Formats) -> None:
    html = _definitions_as_lists(html) if "obsidian" in view.dialect.plugins else html

    def fragment(number: int, inside: Formats) -> None:
        if number < len(others):
            view.see(others[number], view, formats | inside)

    reader = HtmlSight(view.sight, fragment)
    reader.formats += sorted(formats)
    reader.feed(html)
    reader.close()


def _alive(node: MarkdownTextNode) -> str:
    """Markdown in which tags are text, unless they are alive."""
    if node.html:
        return node.inner_content
    return _TAG.sub(_as_text, node.inner_content)


def _as_text(tag: re.Match[str]) -> str:
    if tag["label"]:
        return f"{tag['label'][:-1]}\\["
    return tag["kept"] or "&lt;"
