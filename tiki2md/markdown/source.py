"""The author's Markdown and what stands in it as one text for a parser of Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.newlines import with_newlines
from tiki2md.nodes import (
    FootnoteDefinitionNode,
    LineBreakNode,
    MarkdownCodeNode,
    MarkdownHeadingNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    Node,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_ITEM = r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+"
_LABEL = r"\[(?!\^)(?:\\[^\n]|[^\\\[\]\n])++\]:[ \t]*"
DEFINITION = (
    rf"^(?:[ ]{{0,3}}{_LABEL}(?=<\Z)"
    rf"|[ \t]*(?:>[ \t>]*(?:{_ITEM})?|{_ITEM}){_LABEL}"
    r"(?=<(?:\Z|[^<>\n]*+>(?:[ \t]+[\"'(]|[ \t]*$))))"
)
"""What stands on a line before the address in brackets of a link definition (CommonMark §4.7).

The address is a node, but in quotations and lists.
"""
_LIKE_A_DEFINITION = re.compile(
    rf"^(?!{DEFINITION.removeprefix('^')})(?P<margin>[ \t>]*+(?:{_ITEM})?)(?={_LABEL}<)",
    re.MULTILINE,
)
_TAG = re.compile(
    r"(?P<kept>\\."  # escaped already
    rf"|\]\([ \t]*<\Z|{DEFINITION}<"  # a link's destination, which is a node
    r"|<br[ ]?/?>"
    r"|<(?!(?i:javascript|vbscript|data):)[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>"  # an address
    r"|<[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}>)"
    r"|<(?=[A-Za-z/!?])",
    re.DOTALL | re.MULTILINE,
)
"""A tag, which Tiki shows as text on pages that are not HTML (tiki-versions §1.3), or, ``kept``,
what only looks like one, or is not one that it takes for text."""
_MARK = "\ufdd0"
"""Around a number that stands for an address; no character (Unicode §23.7)."""
_OURS = {0xFDD0: 0xFFFD, 0xFDD1: 0xFFFD}
_URL = re.compile(f"{_MARK}([0-9]+){_MARK}")
_DEAD = "&lt;\ufdd1"
"""A sign that begins no tag, told from one that its author wrote."""
_NODE = re.compile(r"<x([0-9]+)>")


_TAGS = re.compile(r"<x([0-9]+)></x[0-9]+>")


@dataclass(slots=True)
class Source:
    """A text, and the nodes that it has marks for.

    Attributes:
        text: Markdown.
        parts: what it is made of: the text or mark of each of the siblings.
        nodes: what a mark stands for, by its number.
        starts: where in the text each of the siblings begins.
        notes: the texts of notes of ours, which stand behind everything.
    """

    text: str = ""
    parts: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    notes: list[Node] = field(default_factory=list)

    def node(self, html: str) -> Node | None:
        """The node that a tag stands for, if it stands for one."""
        mark = _NODE.fullmatch(html)
        return self.nodes[int(mark[1])] if mark and int(mark[1]) < len(self.nodes) else None

    def pieces(self, html: str) -> list[Node | str]:
        """What a block of HTML is: texts, and nodes that stand in it."""
        parts = _NODE.split(re.sub("</x[0-9]+>", "", shown(html)))
        return [
            self.nodes[int(part)] if index % 2 else part
            for index, part in enumerate(parts)
            if part and not (index % 2 and int(part) >= len(self.nodes))
        ]

    def url(self, address: str) -> str:
        """Where a link leads."""
        return shown(_URL.sub(lambda mark: self._url(int(mark[1])), address))

    def typed(self, code: str) -> str:
        """Code as its author typed it, where nobody saw before that it is some."""
        code = _URL.sub(lambda mark: self._url(int(mark[1])), code.replace(_DEAD, "<"))
        return _TAGS.sub(lambda mark: self._source(int(mark[1])), code)

    def _source(self, number: int) -> str:
        if number >= len(self.nodes):
            return ""
        node = self.nodes[number]
        return node.full_match or text_of(node)

    def _url(self, number: int) -> str:
        node = self.nodes[number]
        assert isinstance(node, MarkdownUrlNode)  # no other has such a mark
        return node.url


def shown(text: str) -> str:
    """What the parser made of a text, without marks of ours that show nothing."""
    return text.replace("\ufdd1", "")


def source_of(nodes: Iterable[Node]) -> Source:
    """The text of siblings: the author's Markdown, with a mark for everything else."""
    source = Source()
    length = 0
    for node in nodes:
        part = _part(node, source)
        source.parts.append(part)
        source.starts.append(length)
        length += len(part)
    source.text = "".join(source.parts)
    return source


def _part(node: Node, source: Source) -> str:
    """What a node adds to the text; what has a mark or is a note is kept in ``source``."""
    if isinstance(node, MarkdownTextNode):
        return _text(node)
    if isinstance(node, MarkdownCodeNode) or _is_as_typed(node):
        return clean(node.full_match)
    if isinstance(node, LineBreakNode) and node.full_match.endswith("\n"):
        return "  \n"  # no backslash: before nothing it would show
    if isinstance(node, FootnoteDefinitionNode):
        source.notes.append(node)
        return ""
    source.nodes.append(node)
    return _marked(node, len(source.nodes) - 1, "".join(source.parts[-2:]))


def _is_as_typed(node: Node) -> bool:
    """Whether an address is what its author typed, with escapes that the parser is to read."""
    return isinstance(node, MarkdownUrlNode) and node.url == node.inner_content


def _marked(node: Node, number: int, before: str) -> str:
    """The mark of a node, which stands where the node does."""
    if isinstance(node, MarkdownUrlNode):
        return f"{_MARK}{number}{_MARK}"
    # An end tag, too: with it a line is a paragraph (CommonMark §4.6).
    mark = f"<x{number}></x{number}>"
    if before.endswith("\\"):
        mark = f"\ufdd1{mark}"  # which a backslash does not escape
    if isinstance(node, MarkdownHeadingNode):
        return f"{'#' * node.level} {mark}"
    margin = before.rpartition("\n")[2]
    # A block on lines of its own goes on with no paragraph; it keeps its place in an item.
    return f"\n{margin}{mark}\n" if node.block and not margin.strip() else mark


def no_definition(text: str) -> str:
    """Markdown with an escape in ``[label]: <tag>``, which that of the tag would make one."""
    return _LIKE_A_DEFINITION.sub(r"\g<margin>\\", text) if "]:" in text else text


def tags_as_text(text: str, bracket: str) -> str:
    """Markdown in which tags are text, with ``bracket`` for the signs that begin them."""
    return _TAG.sub(lambda tag: tag[0] if tag["kept"] else bracket, no_definition(text))


def _text(node: MarkdownTextNode) -> str:
    """Markdown in which no tag is alive, but on pages that are HTML."""
    text = clean(node.inner_content)
    if node.html:
        return text
    return tags_as_text(text, _DEAD) if "<" in text else text


def clean(text: str) -> str:
    """``text`` with newlines for line ends, and without our mark."""
    return with_newlines(text).translate(_OURS)
