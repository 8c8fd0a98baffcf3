"""What handlers are given: the target, the options, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Code, Reporter
from tiki2md.render.tokens import Token

if TYPE_CHECKING:
    from tiki2md.nodes import DocumentNode, Node
    from tiki2md.options import Options

InlineHandler = Callable[[Any, "Context"], list[Token]]
"""Takes a node and a context, gives tokens."""

BlockHandler = Callable[[Any, "Context"], str]
"""Takes a node and a context, gives Markdown without a newline at its end; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Target:
    """A flavour of Markdown.

    Attributes:
        name: what users type.
        description: one line for them.
        inlines: a handler for each type of inline node.
        blocks: a handler for each type of block node.
        tables: whether it has pipe tables.
        alerts: ``no`` alerts, ``top`` (not inside another block), or ``nested``.
        shortcodes: whether Hugo looks for shortcodes in its files.
        go_urls: whether an address that Go cannot parse stops the build.
        line_numbers: what numbers the lines of a code block, behind its language.
        kramdown: whether kramdown reads it, which is no CommonMark.
        notes: whether Obsidian reads it: its own marks, places named by the text of a
            heading, any line end a break.
    """

    name: str
    description: str
    inlines: Mapping[type[Node], InlineHandler]
    blocks: Mapping[type[Node], BlockHandler]
    tables: bool = True
    alerts: str = "top"
    shortcodes: bool = False
    go_urls: bool = False
    line_numbers: str = ""
    kramdown: bool = False
    notes: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a handler may look at besides its node.

    Attributes:
        target: the flavour that is written.
        options: the user's.
        reporter: takes what is lost.
        document: the whole page, for its table of contents.
        footnotes: whether the page has any.
        marks: the HTML names of the emphases around the node.
        in_link: whether the node stands in the text of a link.
        nested: whether the node stands in another block.
        one_line: whether breaks must not end a line of the file.
        variant: which of two markers a list has, so that neighbours stay apart.
        alternating: whether nested lists change their marker at every level.
        leading: the next block is the first in its list item or quotation, or in
            the page: ``item``, ``quote``, ``page`` or empty.
        in_html: whether the node stands in a block of HTML.
        heading_ids: of the headings, by identity, to which the target would not give the
            id that links of ours use.
    """

    target: Target
    options: Options
    reporter: Reporter
    document: DocumentNode
    footnotes: bool = False
    marks: frozenset[str] = frozenset()
    in_link: bool = False
    nested: bool = False
    one_line: bool = False
    variant: int = 0
    alternating: bool = False
    leading: str = ""
    in_html: bool = False
    heading_ids: Mapping[int, str] = field(default_factory=dict)

    def within(self, leading: str = "") -> Context:
        """The context of the children of a block."""
        return replace(self, nested=True, leading=leading, variant=0)

    def inside_html(self) -> Context:
        """The context of the children of a block that is written as HTML."""
        return replace(self.within(), in_html=True)

    def inside_link(self) -> Context:
        """The context of a link's text."""
        return replace(self, in_link=True)

    def marked(self, tag: str) -> Context:
        """The context inside an emphasis."""
        return replace(self, marks=self.marks | {tag})

    def lost(self, node: Node) -> None:
        """Report a node that nothing here can write."""
        self.reporter.report(Code.NODE_NOT_RENDERED, node.span, node=type(node).__name__)
