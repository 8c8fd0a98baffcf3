"""What looks at a structure tree: how it tells a sight of what is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.newlines import as_parsed
from tiki2md.nodes import (
    MarkdownCodeNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    Node,
    ParentNode,
    authors_addresses,
)
from tiki2md.urls import is_written_by_go
from tiki2md.verify.markup import HtmlSight
from tiki2md.verify.sight import Sight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiki2md.nodes import DocumentNode
    from tiki2md.options import Options
    from tiki2md.verify.dialects import Dialect

Formats = frozenset[str]
_MARKDOWN = (MarkdownCodeNode, MarkdownTextNode, MarkdownUrlNode)


@dataclass(slots=True, kw_only=True)
class Line(ParentNode):
    """Siblings with Markdown of the author's among them, which is read with what is around it."""


@dataclass(slots=True)
class View:
    """Looks at the tree of one page.

    Attributes:
        document: the tree.
        file: the same with what stands below it in the file.
        options: of the conversion.
        slugs: the ids that the target gives to headings with these titles, in order.
        dialect: how the target reads Markdown.
        see: tells the sight what a node shows.
        pre: line ends count, as in ``<pre>``.
        sight: takes what is seen.
        html: reads the author's own HTML, which may begin in one node and end in another.
        notes_sink: the texts of notes are shown at the end of the file, wherever they stand.
        waiting: for these, in the order in which they are shown: the number of a note, or what
            shows the notes of an author's Markdown.
        has_links_in_html: the links of authors' Markdown are written as HTML, or in brackets.
    """

    document: DocumentNode
    file: DocumentNode
    options: Options
    slugs: Callable[[list[str]], list[str]]
    dialect: Dialect
    see: Callable[[Node, View, Formats], None]
    pre: bool = False
    sight: Sight = field(default_factory=Sight)
    html: HtmlSight = field(init=False)
    notes_sink: bool = True
    waiting: list[int | Callable[[], None]] = field(default_factory=list)
    has_links_in_html: bool = field(init=False)

    def __post_init__(self) -> None:
        """Make the reader of HTML, and look how links are written."""
        self.html = HtmlSight(self.sight)
        self.has_links_in_html = self.dialect.links_in_html and not all(
            map(is_written_by_go, authors_addresses(self.document))
        )

    def each(self, nodes: Iterable[Node], formats: Formats) -> None:
        """What some nodes show."""
        siblings = [*nodes]
        if any(isinstance(node, _MARKDOWN) for node in siblings):
            siblings = [Line(children=siblings)]
        for node in siblings:
            self.see(node, self, formats)

    def note_number(self, number: int) -> None:
        """Notes are shown as readers meet their numbers; Python-Markdown goes by their texts."""
        if not self.dialect.python:
            self.waiting.append(number)

    def format(self, tag: str, nodes: Iterable[Node], formats: Formats) -> None:
        """What some nodes show in a format; in ``<pre>`` all is code."""
        is_shown = not (tag == "code" and self.pre)
        self.each(nodes, formats | {tag} if is_shown else formats)

    def block(self, tag: str, nodes: Iterable[Node], formats: Formats) -> None:
        """A block and what is in it."""
        self.sight.begin(tag)
        self.each(nodes, formats)
        self.sight.end(tag)

    def line(self, text: str, formats: Formats = frozenset()) -> None:
        """A paragraph."""
        self.sight.begin("p")
        self.text(text, formats)
        self.sight.end("p")

    def text(self, text: str, formats: Formats) -> None:
        """Words, which may stand in the author's own HTML."""
        self.sight.text(as_parsed(text), formats | set(self.html.formats), pre=self.pre)

    def verbatim(self, text: str) -> None:
        """Lines as they are."""
        self.sight.begin("pre")
        self.sight.text(as_parsed(text), frozenset(), pre=True)
        self.sight.end("pre")
