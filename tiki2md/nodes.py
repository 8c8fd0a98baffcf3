"""The AST: plain data, in two vocabularies that share one base.

*Source nodes* are what the parser makes.  They are lossless: the joined
``full_match`` of a document's children is the source, and a node's children lie
in order inside its ``span``.  They are as flat as the source is: a text node
holds its newlines, a list item knows its depth.

*Structure nodes* are what the transforms make of them for a renderer:
paragraphs, nested lists, code blocks, admonitions.  They carry no source text
of their own where there is none.

Nodes are values by convention: a transform returns new nodes
(``dataclasses.replace``) and never edits one in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(slots=True, kw_only=True)
class Node:
    """One piece of a page.

    Attributes:
        full_match: the source text of the node, delimiters included.
        inner_content: the source text between the delimiters.
        span: start and end offset in the source (characters, end exclusive).
    """

    full_match: str = ""
    inner_content: str = ""
    span: tuple[int, int] = (0, 0)

    block: ClassVar[bool] = False
    """Whether the node stands on its own, outside any paragraph."""


@dataclass(slots=True, kw_only=True)
class ParentNode(Node):
    """A node with children, in source order."""

    children: list[Node] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class DocumentNode(ParentNode):
    """A whole page, or a text parsed on its own."""

    block: ClassVar[bool] = True


# --- source nodes: text and inline ------------------------------------------


@dataclass(slots=True, kw_only=True)
class TextNode(Node):
    """Text as it stands, newlines included."""


@dataclass(slots=True, kw_only=True)
class CappedNode(TextNode):
    """Markup nested too deep to be parsed: its source as text."""


@dataclass(slots=True, kw_only=True)
class BoldNode(ParentNode):
    """``__bold__``"""


@dataclass(slots=True, kw_only=True)
class ItalicNode(ParentNode):
    """``''italic''``"""


@dataclass(slots=True, kw_only=True)
class UnderlineNode(ParentNode):
    """``===underline===``"""


@dataclass(slots=True, kw_only=True)
class StrikeNode(ParentNode):
    """``--strike--``"""


@dataclass(slots=True, kw_only=True)
class MonospaceNode(ParentNode):
    """``-+monospace+-``"""


@dataclass(slots=True, kw_only=True)
class ColorNode(ParentNode):
    """``~~color,background:text~~``, colours as any CSS colour."""

    color: str = ""
    background: str = ""


@dataclass(slots=True, kw_only=True)
class DroppedMarkNode(Node):
    """Marks that Tiki swallows, such as both ``==`` of ``==x==``."""


@dataclass(slots=True, kw_only=True)
class LineBreakNode(Node):
    """``%%%``, or a newline inside a paragraph once structure is known."""


@dataclass(slots=True, kw_only=True)
class SpecialCharacterNode(Node):
    """``~hs~``, ``~169~``, `` -- ``: one character that escapes all syntax."""

    character: str = ""


@dataclass(slots=True, kw_only=True)
class SmileyNode(Node):
    """``(:name:)`` or ``:-)``."""

    name: str = ""


@dataclass(slots=True, kw_only=True)
class DynamicVariableNode(Node):
    """``%name%``"""

    name: str = ""


@dataclass(slots=True, kw_only=True)
class NoParseNode(Node):
    """``~np~literal~/np~``"""


@dataclass(slots=True, kw_only=True)
class TikiCommentNode(ParentNode):
    """``~tc~never shown~/tc~``"""


@dataclass(slots=True, kw_only=True)
class HtmlCommentNode(Node):
    """``~hc~ becomes an HTML comment ~/hc~``, or any comment to be written."""


@dataclass(slots=True, kw_only=True)
class DirectionNode(Node):
    """``{l2r}`` and ``{r2l}`` (``direction`` ``ltr`` or ``rtl``), to the end of the text."""

    direction: str = ""


# --- source nodes: links ----------------------------------------------------


@dataclass(slots=True, kw_only=True)
class LinkNode(ParentNode):
    """``[url|text]``; without a text there are no children.

    ``extra`` is the third part, ``nocache`` or the name of a light box.
    """

    url: str = ""
    extra: str = ""
    title: str = ""


@dataclass(slots=True, kw_only=True)
class EscapedBracketNode(Node):
    """``[[``, which shows as one bracket and opens no link."""


@dataclass(slots=True, kw_only=True)
class AutoLinkNode(Node):
    """A URL or an e-mail address typed without brackets."""

    url: str = ""


@dataclass(slots=True, kw_only=True)
class LocalLinkNode(Node):
    """``((Page))`` or ``(relation(Page|#anchor))``: no text of its own."""

    page: str = ""
    anchor: str = ""
    relation: str = ""


@dataclass(slots=True, kw_only=True)
class AliasedLocalLinkNode(ParentNode):
    """``((Page|display text))``"""

    page: str = ""
    anchor: str = ""
    relation: str = ""
    display_text: str = ""


@dataclass(slots=True, kw_only=True)
class DoiLinkNode(Node):
    """``doi: 10.1000/182``"""

    doi: str = ""


# --- source nodes: blocks ---------------------------------------------------


@dataclass(slots=True, kw_only=True)
class HeadingNode(ParentNode):
    """``!!Title``; a ``full_match`` begins with the newline before it.

    ``toggle`` is ``+`` (open), ``-`` (closed) or empty; ``number`` and
    ``anchor`` (Tiki's id) are known once the whole page is.
    """

    level: int = 1
    toggle: str = ""
    numbered: bool = False
    number: str = ""
    anchor: str = ""
    centered: bool = False

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class ListItemNode(ParentNode):
    """``* item``; ``depth`` is the number of marks.

    In a structure tree the children are blocks.
    """

    depth: int = 1
    toggle: str = ""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class NumListItemNode(ListItemNode):
    """``# item``"""


@dataclass(slots=True, kw_only=True)
class ListContinuationNode(ParentNode):
    """``+ more of the item above``; ``depth`` is the number of marks."""

    depth: int = 1

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class DefinitionNode(ParentNode):
    """``;term:definition``; its children are the two parts."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class DefinitionTermNode(ParentNode):
    """The term of a definition."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class DefinitionDescriptionNode(ParentNode):
    """The text of a definition; in a structure tree its children are blocks."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class HorizontalRuleNode(Node):
    """``----``; ``inner_content`` is the rest of the line, which Tiki never shows."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class PageBreakNode(Node):
    """``...page...``"""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class TitleBarNode(ParentNode):
    """``-=Title=-``"""

    align: str = ""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class CenterNode(ParentNode):
    """``::centred::``"""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class SimpleBoxNode(ParentNode):
    """``^boxed^``"""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class PreformattedNode(Node):
    """``~pp~verbatim~/pp~``"""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class PreNode(ParentNode):
    """``~pre~line breaks kept, syntax alive~/pre~``"""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class TableNode(ParentNode):
    """``||a|b||``; children are rows."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class TableRowNode(ParentNode):
    """A row; children are cells.  ``header`` rows come only from plugins and HTML."""

    header: bool = False

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class TableCellNode(ParentNode):
    """A cell; ``align`` is ``left``, ``center``, ``right`` or empty."""

    colspan: int = 1
    rowspan: int = 1
    align: str = ""

    block: ClassVar[bool] = True


# --- source nodes: plugins --------------------------------------------------


@dataclass(slots=True, kw_only=True)
class PluginNode(ParentNode):
    """A plugin call; ``inner_content`` is its body, ``children`` the parsed body.

    Attributes:
        name: upper case, as Tiki knows it.
        raw_arguments: the text between the name and the closing brace.
        attrs_dict: the arguments, names as written, values unquoted.
        has_body: false for ``{name …}`` and ``{NAME(…)/}``.
    """

    name: str = ""
    raw_arguments: str = ""
    attrs_dict: dict[str, str] = field(default_factory=dict)
    has_body: bool = False


@dataclass(slots=True, kw_only=True)
class AttachNode(PluginNode):
    """``{attach …}``"""


@dataclass(slots=True, kw_only=True)
class BoxNode(PluginNode):
    """``{BOX()}…{BOX}``"""


@dataclass(slots=True, kw_only=True)
class DivNode(PluginNode):
    """``{DIV()}…{DIV}``"""


@dataclass(slots=True, kw_only=True)
class FontNode(PluginNode):
    """``{FONT()}…{FONT}``"""


@dataclass(slots=True, kw_only=True)
class HtmlNode(PluginNode):
    """``{HTML()}…{HTML}``"""


@dataclass(slots=True, kw_only=True)
class ImgNode(PluginNode):
    """``{img …}``"""


@dataclass(slots=True, kw_only=True)
class IncludeNode(PluginNode):
    """``{include …}``"""


@dataclass(slots=True, kw_only=True)
class MakeTocNode(PluginNode):
    """``{maketoc …}``, which is no plugin to Tiki but is written as one."""


@dataclass(slots=True, kw_only=True)
class RedirectNode(PluginNode):
    """``{redirect …}``"""


@dataclass(slots=True, kw_only=True)
class SqlNode(PluginNode):
    """``{SQL()}…{SQL}``"""


@dataclass(slots=True, kw_only=True)
class SubNode(PluginNode):
    """``{SUB()}…{SUB}``"""


@dataclass(slots=True, kw_only=True)
class SupNode(PluginNode):
    """``{SUP()}…{SUP}``"""


PLUGIN_NODES: dict[str, type[PluginNode]] = {
    "ATTACH": AttachNode,
    "BOX": BoxNode,
    "DIV": DivNode,
    "FONT": FontNode,
    "HTML": HtmlNode,
    "IMG": ImgNode,
    "INCLUDE": IncludeNode,
    "MAKETOC": MakeTocNode,
    "REDIRECT": RedirectNode,
    "SQL": SqlNode,
    "SUB": SubNode,
    "SUP": SupNode,
}
"""The plugins whose nodes have a class of their own; all others are ``PluginNode``."""


# --- structure nodes --------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class ParagraphNode(ParentNode):
    """A paragraph of inline nodes."""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class ListNode(ParentNode):
    """A list; children are items, or a list where Tiki skipped a level."""

    ordered: bool = False
    start: int = 1
    toggle: str = ""

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
    """A section that a reader folds; ``summary`` is plain text."""

    summary: str = ""
    open: bool = False

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
class RawHtmlBlockNode(Node):
    """HTML written by the author, on lines of its own."""

    html: str = ""

    block: ClassVar[bool] = True


@dataclass(slots=True, kw_only=True)
class ImageNode(Node):
    """An image.  ``width`` and ``height`` as written (pixels, or with a unit)."""

    src: str = ""
    alt: str = ""
    title: str = ""
    width: str = ""
    height: str = ""
    link: str = ""


@dataclass(slots=True, kw_only=True)
class AnchorNode(Node):
    """An invisible place to link to."""

    anchor: str = ""


@dataclass(slots=True, kw_only=True)
class TableOfContentsNode(Node):
    """The headings of the page as a nested list; ``levels`` empty means all."""

    title: str = ""
    levels: tuple[int, ...] = ()

    block: ClassVar[bool] = True


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and everything below it, in source order."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if isinstance(current, ParentNode):
            stack.extend(reversed(current.children))


def text_of(node: Node) -> str:
    """The plain text of ``node``: what a reader sees, without any format."""
    parts: list[str] = []
    for part in walk(node):
        if isinstance(part, TextNode | NoParseNode):
            parts.append(part.inner_content)
        elif isinstance(part, SpecialCharacterNode):
            parts.append(part.character)
        elif isinstance(part, CodeSpanNode | CodeBlockNode):
            parts.append(part.text)
        elif isinstance(part, AutoLinkNode | DoiLinkNode | PreformattedNode):
            parts.append(part.inner_content)
        elif isinstance(part, LocalLinkNode):
            parts.append(part.page)
        elif isinstance(part, LinkNode) and not part.children:
            parts.append(part.url)
        elif isinstance(part, EscapedBracketNode):
            parts.append("[")
        elif isinstance(part, LineBreakNode):
            parts.append(" ")
    return "".join(parts)
