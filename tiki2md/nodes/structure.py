"""Structure nodes: what transforms and plugins make for a renderer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from tiki2md.nodes.base import Node, ParentNode


@dataclass(slots=True, kw_only=True)
class ParagraphNode(ParentNode):
    """A paragraph of inline nodes."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class ListNode(ParentNode):
    """A list; children are items, or a list where Tiki skipped a level.

    ``numbering`` is how an author's HTML has it counted where that is not 1, 2, 3: ``a``, ``A``,
    ``i`` or ``I``, as in the attribute ``type``.
    """

    ordered: bool = False
    start: int = 1
    numbering: str = ""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class DefinitionListNode(ParentNode):
    """Children are definition terms and descriptions, in any number and order."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class CodeBlockNode(Node):
    """Verbatim lines.  ``language`` is Tiki's name, lower case, or empty."""

    text: str = ""
    language: str = ""
    caption: str = ""
    line_numbers: bool = False

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class CodeSpanNode(Node):
    """Verbatim characters inside a line."""

    text: str = ""


@dataclass(slots=True, kw_only=True)
class BlockquoteNode(ParentNode):
    """A quotation."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class AdmonitionNode(ParentNode):
    """A call-out.  ``kind`` is note, tip, important, warning or caution."""

    kind: str = "note"
    title: str = ""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class DetailsNode(ParentNode):
    """A section that a reader folds.

    ``summary`` is plain text; without one the first child, a heading, is the summary.
    """

    summary: str = ""
    open: bool = False

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class TabsNode(ParentNode):
    """Texts of which a reader sees one at a time; children are titles, each before its text.

    A text without a title has none before it.
    """

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class TabTitleNode(ParentNode):
    """What a reader chooses a tab by; inline nodes."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class SubscriptNode(ParentNode):
    """Text below the line."""


@dataclass(slots=True, kw_only=True)
class SuperscriptNode(ParentNode):
    """Text above the line."""


@dataclass(slots=True, kw_only=True)
class ElementNode(ParentNode):
    """An inline HTML element that Markdown has no mark for."""

    tag: str = "span"
    attrs_dict: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class BlockElementNode(ParentNode):
    """A block HTML element that Markdown has no mark for."""

    tag: str = "div"
    attrs_dict: dict[str, str] = field(default_factory=dict)

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class RawHtmlNode(Node):
    """HTML written by the author, inside a line."""

    html: str = ""


@dataclass(slots=True, kw_only=True)
class HtmlPieceNode(RawHtmlNode):
    """HTML that opens what it does not close, or closes what it did not open."""


@dataclass(slots=True, kw_only=True)
class RawHtmlBlockNode(Node):
    """HTML written by the author, on lines of its own."""

    html: str = ""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class ImageNode(Node):
    """An image.  ``width`` and ``height`` as written (pixels, or with a unit).

    ``align`` is ``left`` or ``right`` for one that text flows around, else empty.
    """

    src: str = ""
    alt: str = ""
    title: str = ""
    width: str = ""
    height: str = ""
    link: str = ""
    align: str = ""


@dataclass(slots=True, kw_only=True)
class AnchorNode(Node):
    """An invisible place to link to."""

    anchor: str = ""


@dataclass(slots=True, kw_only=True)
class TableOfContentsNode(Node):
    """The headings of the page as a nested list; ``levels`` empty means all.

    ``numbers`` is empty for those that the headings show, ``n`` for none, ``force`` for those
    that they have by their place where no heading of the page shows one.
    """

    title: str = ""
    levels: tuple[int, ...] = ()
    linked: bool = True
    numbers: str = ""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class FootnoteNode(ParentNode):
    """A footnote where its number stands; without children it repeats the one ``label`` names.

    ``label`` is the author's name for the note, or empty.
    """

    label: str = ""


@dataclass(slots=True, kw_only=True)
class FootnoteReferenceNode(Node):
    """The number of a footnote, or the name that the author's Markdown gives to it."""

    number: int = 0
    label: str = ""


@dataclass(slots=True, kw_only=True)
class FootnoteDefinitionNode(ParentNode):
    """The text of a footnote; its number or name as in ``FootnoteReferenceNode``."""

    number: int = 0
    label: str = ""

    block: ClassVar[bool] = True
