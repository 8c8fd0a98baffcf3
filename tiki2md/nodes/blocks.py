"""Source nodes: blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tiki2md.nodes.base import Node, ParentNode


@dataclass(slots=True, kw_only=True)
class HeadingNode(ParentNode):
    """``!!Title``; a ``full_match`` begins with the newline before it.

    ``toggle`` is ``+`` (open), ``-`` (closed) or empty.  ``number``, ``anchor`` (Tiki's id) and
    ``place`` are known once the whole page is; ``place`` is the number, also where none is shown
    if none of the page is.
    """

    level: int = 1
    toggle: str = ""
    numbered: bool = False
    number: str = ""
    place: str = ""
    anchor: str = ""

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
