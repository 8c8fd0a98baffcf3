"""What the functions for elements are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from tiki2md.diagnostics import Code
    from tiki2md.html.markup import Markup
    from tiki2md.html.styles import Attributes
    from tiki2md.nodes import Node


@dataclass(frozen=True, slots=True)
class Where:
    """What an element is in.

    Attributes:
        depth: how many elements are open.
        lines: newlines are wiki syntax: no element of the author's is open.
        pre: white space stays as it is.
        wiki: nodes of the wiki's stand in the text, whose newlines are read later.
    """

    depth: int = 0
    lines: bool = False
    pre: bool = False
    wiki: bool = False


class Walker(Protocol):
    """Walks through the parser's tree; functions for elements call it for the content.

    Attributes:
        markup: the text that was parsed.
        targets: the names of places that a link in the text leads to.
    """

    markup: Markup
    targets: frozenset[str]

    def flow(self, siblings: Iterable[LexborNode], where: Where) -> list[Node]:
        """The nodes of elements that follow each other."""

    def inside(self, element: LexborNode, where: Where) -> list[Node]:
        """The nodes of an element's content."""

    def blocks(self, element: LexborNode, where: Where) -> list[Node]:
        """An element's content as blocks."""

    def place_of(self, element: LexborNode) -> tuple[int, int]:
        """Where an element was typed, as far as that is known."""

    def report(self, code: Code, span: tuple[int, int] | None, **values: str) -> None:
        """Record ``code``, once for all that is the same."""


Handler = Callable[["Walker", "LexborNode", "Attributes", Where], "list[Node]"]
"""Takes the walker, an element, its attributes and what it is in."""
