"""What all nodes have."""

from __future__ import annotations

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
    """A whole page, or a text parsed on its own; ``markdown`` if it is written in Markdown."""

    markdown: bool = False

    block: ClassVar[bool] = True
