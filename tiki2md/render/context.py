"""What handlers are given: the target, the options, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import punctuation
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import BlockElementNode, DocumentNode, TabsNode
from tiki2md.render.tokens import Token

if TYPE_CHECKING:
    import re

    from tiki2md.nodes import Node
    from tiki2md.options import Options
    from tiki2md.render.unsafe import Addresses, Gap, Unsafe

InlineHandler = Callable[[Any, "Context"], list[Token]]
"""Takes a node and a context, gives tokens."""

BlockHandler = Callable[[Any, "Context"], str]
"""Takes a node and a context, gives Markdown without a newline at its end; empty for nothing."""


class SlugMaker(Protocol):
    """Gives the headings of one page their ids."""

    def next(self, title: str) -> str:
        """The id of the next heading, from the title that a reader sees."""

    def picture(self, alt: str) -> str:
        """What a picture in a heading adds to the title that the id is made from."""

    def note(self, number: str) -> str:
        """What the number of a note in a heading adds to it."""


_GROUPS = (DocumentNode, BlockElementNode, TabsNode)


def of_group(node: Node, ctx: Context) -> list[Node] | None:
    """The blocks of what has no look of its own.

    That is a page in another, an element without a tag, and tabs where the target has none.
    """
    if not isinstance(node, _GROUPS):  # nearly all
        return None
    if isinstance(node, BlockElementNode) and node.tag:
        return None
    if isinstance(node, TabsNode) and TabsNode in ctx.target.blocks:
        return None
    return node.children


@dataclass(frozen=True, slots=True)
class Target:
    """A flavour of Markdown.

    Attributes:
        name: what users type.
        description: one line for them.
        inlines: a handler for each type of inline node.
        blocks: a handler for each type of block node.
        tables: whether it has pipe tables.
        notes: whether it has footnotes.
        alerts: ``no`` alerts, ``top`` (not inside another block), or ``nested``.
        shortcodes: whether Hugo looks for shortcodes in its files.
        go_urls: whether an address that Go cannot parse stops the build.
        line_numbers: what numbers the lines of a code block, behind its language.
        unsafe: what it reads as markup besides what CommonMark does.
        typed: escapes the same in the Markdown that authors typed.
        escapable: the characters that a backslash escapes; others become references.
        gap: what ends an address that a reader would go on with; none: nothing has to.
        addresses: finds which addresses must not be links to its readers, for what is in them.
        br: the element that breaks a line.
        python_markdown: whether Python-Markdown reads it: emphasis has to be plain, and no
            backslash breaks a line.
        autolinks: the addresses that may stand in angle brackets; none: as CommonMark has it.
        merging: blocks of which two in a row would be one; a comment parts them.
        unwrapped: the blocks that are all that is written of a node; ``None`` for the others.
        markdown_in_html: ``blocks`` between empty lines, or ``attribute`` where a tag has to say
            that there is Markdown in it (md_in_html).
        mdx: whether HTML has to be JSX.
        rewritten: makes nodes of what its readers do not know of the author's Markdown.
        prepare: changes the tree of a page before it is written.
        finish: changes a whole page when it is written.
        slugs: makes the ids of headings; by default, as GitHub does.
        explicit_ids: the headings to which it would not give that id, by identity.
        old_root: what stands for the root of the old site in addresses that still lead there;
            empty to leave them as they are.
        titled: makes the target show the title of a page: takes the body, and the title as a
            heading.
        headings_below: which headings are one level lower on a page that has one of the first,
            whatever the options say: ``all``, or the ``others`` than one that is its title.
        kramdown: whether kramdown reads it, which is no CommonMark.
        obsidian: whether Obsidian reads it: its own marks, places named by the text of a
            heading, any line end a break.
    """

    name: str
    description: str
    inlines: Mapping[type[Node], InlineHandler]
    blocks: Mapping[type[Node], BlockHandler]
    tables: bool = True
    notes: bool = True
    alerts: str = "top"
    shortcodes: bool = False
    go_urls: bool = False
    line_numbers: str = ""
    unsafe: tuple[Unsafe, ...] = ()
    typed: Callable[[str], str] | None = None
    escapable: str = punctuation
    gap: Gap | None = None
    addresses: Addresses | None = None
    br: str = "<br>"
    python_markdown: bool = False
    autolinks: re.Pattern[str] | None = None
    merging: tuple[type[Node], ...] = ()
    unwrapped: Callable[[Node, Context], list[Node] | None] = of_group
    markdown_in_html: str = "blocks"
    mdx: bool = False
    rewritten: Callable[[DocumentNode, Reporter], DocumentNode] | None = None
    prepare: Callable[[DocumentNode, Reporter], DocumentNode] | None = None
    finish: Callable[[str], str] | None = None
    slugs: Callable[[], SlugMaker] | None = None
    explicit_ids: Callable[[DocumentNode, str], dict[int, str]] | None = None
    old_root: str = ""
    titled: Callable[[str, str], str] | None = None
    headings_below: str = ""
    kramdown: bool = False
    obsidian: bool = False


class Context(NamedTuple):
    """Everything a handler may look at besides its node.

    Most blocks get one of their own, and ``_replace`` makes one fastest of a tuple.

    Attributes:
        target: the flavour that is written.
        options: the user's.
        reporter: takes what is lost.
        document: the whole page, for its table of contents.
        footnotes: whether the page has any that are Markdown's.
        notes_in_html: whether readers know no footnotes: those of CommonMark, and of a wiki of
            GitHub, by its documents; there authors' own Markdown keeps its notes.
        note_prefix: what the ids of these begin with.
        marks: the HTML names of the emphases around the node.
        in_link: whether the node stands in the text of a link.
        nested: whether the node stands in another block.
        one_line: whether breaks must not end a line of the file.
        variant: which of two markers a list has, so that neighbours stay apart.
        alternating: whether nested lists change their marker at every level.
        indented: whether the lines of the file begin with a margin here.
        leading: the next block is the first in its list item or quotation, or in
            the page: ``item``, ``quote``, ``page`` or empty.
        in_html: whether the node stands in a block of HTML, or of what kramdown reads like it.
        in_announced: whether that block, or one around it, has no margin.
        heading_ids: of the headings, by identity, to which the target would not give the
            id that links of ours use.
    """

    target: Target
    options: Options
    reporter: Reporter
    document: DocumentNode
    footnotes: bool = False
    notes_in_html: bool = False
    note_prefix: str = "fn-"
    marks: frozenset[str] = frozenset()
    in_link: bool = False
    nested: bool = False
    one_line: bool = False
    variant: int = 0
    alternating: bool = False
    indented: bool = False
    leading: str = ""
    in_html: bool = False
    in_announced: bool = False
    heading_ids: Mapping[int, str] = MappingProxyType({})

    def within(self, leading: str = "", variant: int = 0) -> Context:
        """The context of the children of a block."""
        return self._replace(nested=True, leading=leading, variant=variant)

    def in_margin(self, leading: str = "") -> Context:
        """The context of the children of a block that gives its lines a margin."""
        return self.within(leading)._replace(indented=True)

    def inside_html(self) -> Context:
        """The context of the children of a block that is written as HTML."""
        announced = self.in_announced or not self.indented
        return self.within()._replace(in_html=True, in_announced=announced)

    def hides_tags(self, node: Node) -> bool:
        """Whether md_in_html would take tags here for those of an element around; reported.

        It looks for the ends of the elements that it reads whatever margin they have.
        """
        announced = self.target.markdown_in_html == "attribute" and self.in_announced
        if announced and self.indented:
            what = "an element of HTML inside a list or quotation inside another"
            self.reporter.report(Code.STYLE_DROPPED, node.span, what=what)
        return announced and self.indented

    def inside_link(self) -> Context:
        """The context of a link's text."""
        return self._replace(in_link=True)

    def marked(self, tag: str) -> Context:
        """The context inside an emphasis."""
        return self._replace(marks=self.marks | {tag})

    def lost(self, node: Node) -> None:
        """Report a node that nothing here can write."""
        self.reporter.report(Code.NODE_NOT_RENDERED, node.span, node=type(node).__name__)
