"""Nodes of pages that are written in Markdown (tiki-versions §1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tiki2md.nodes.base import Node, ParentNode
from tiki2md.nodes.blocks import HeadingNode
from tiki2md.nodes.inline import TextNode


@dataclass(slots=True, kw_only=True)
class SyntaxMarkerNode(Node):
    """``{syntax type="markdown"}``: says how the page is written, and shows nothing."""


@dataclass(slots=True, kw_only=True)
class MarkdownTextNode(TextNode):
    """The author's Markdown as it stands.

    ``html`` says that tags in it are alive, as on a page whose text is HTML.
    """

    html: bool = False


@dataclass(slots=True, kw_only=True)
class MarkdownCodeNode(Node):
    """A code span, a fenced block or a line of indented code, marks included."""


@dataclass(slots=True, kw_only=True)
class MarkdownUrlNode(Node):
    """Where a Markdown link leads: the part between its parentheses."""

    url: str = ""


@dataclass(slots=True, kw_only=True)
class MarkdownNoteNode(ParentNode):
    """``^[text]``: a footnote that stands where its number shows."""


@dataclass(slots=True, kw_only=True)
class MarkdownHeadingNode(HeadingNode):
    """``## Title``, or a title with a line of ``=`` or ``-`` below it, without the line's end.

    ``sign`` is the ``+`` or ``-`` of ``##+``.
    """

    sign: str = ""


@dataclass(slots=True, kw_only=True)
class MarkdownFlowNode(ParentNode):
    """Markdown of the author's with what plugins and links in it became."""

    block: ClassVar[bool] = True
