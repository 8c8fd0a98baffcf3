"""The texts of notes at the end of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes.structure import FootnoteDefinitionNode, FootnoteReferenceNode
from tiki2md.nodes.walk import nodes_of

if TYPE_CHECKING:
    from tiki2md.nodes.base import Node


def with_notes_last(blocks: list[Node]) -> list[Node]:
    """Blocks with the texts of notes behind them, in the order in which readers meet their marks.

    Readers of CommonMark number them so; Python-Markdown numbers them as their texts come.
    """
    texts: dict[tuple[int, str], list[Node]] = {}
    rest: list[Node] = []
    for block in blocks:
        if isinstance(block, FootnoteDefinitionNode):
            texts.setdefault((block.number, block.label), []).append(block)
        else:
            rest.append(block)
    parts = [rest]
    for part in parts:  # a note may name others
        marks = nodes_of(part, FootnoteReferenceNode) if texts else []
        parts += [texts.pop(key) for mark in marks if (key := (mark.number, mark.label)) in texts]
    return [block for part in [*parts, *texts.values()] for block in part]
