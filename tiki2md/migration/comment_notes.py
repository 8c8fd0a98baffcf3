"""Footnotes and anchors of comments, which share a file with those of their page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    AnchorNode,
    FootnoteDefinitionNode,
    FootnoteReferenceNode,
    LinkNode,
    Node,
    rewrite,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def notes_in(blocks: list[Node]) -> int:
    """How many footnotes a structure tree has."""
    return sum(isinstance(block, FootnoteDefinitionNode) for block in blocks)


@dataclass(slots=True)
class CommentNotes:
    """Tells footnotes and anchors of comments apart from those of the page, and of each other.

    Attributes:
        count: how many footnotes the page has; asked only if a comment has some.
        definitions: the texts of the comments' footnotes, for the end of all.
    """

    count: Callable[[], int]
    definitions: list[Node] = field(default_factory=list)
    _first: int | None = None

    def apart(self, blocks: list[Node], comment_id: int) -> list[Node]:
        """The blocks of a comment, without the texts of its footnotes."""
        anchors = {
            node.anchor: f"comment-{comment_id}-{node.anchor}"
            for block in blocks
            for node in walk(block)
            if isinstance(node, AnchorNode)
        }
        own = notes_in(blocks)
        if not own and not anchors:
            return blocks
        if self._first is None and own:
            self._first = self.count()
        before = (self._first or 0) + len(self.definitions)

        def renamed(node: Node) -> list[Node] | None:
            if isinstance(node, FootnoteReferenceNode | FootnoteDefinitionNode):
                return [replace(node, number=before + node.number)]
            if isinstance(node, AnchorNode):
                return [replace(node, anchor=anchors[node.anchor])]
            if isinstance(node, LinkNode) and node.url.removeprefix("#") in anchors:
                place = anchors.get(node.url[1:]) if node.url.startswith("#") else None
                return [replace(node, url=f"#{place}")] if place else None
            return None

        named = rewrite(blocks, renamed)
        self.definitions += [each for each in named if isinstance(each, FootnoteDefinitionNode)]
        return [each for each in named if not isinstance(each, FootnoteDefinitionNode)]
