"""The texts of notes at the end of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes.structure import FootnoteDefinitionNode, FootnoteReferenceNode
from tiki2md.nodes.walk import nodes_of, rewrite, with_children

if TYPE_CHECKING:
    from tiki2md.nodes.base import Node


def with_notes_last(blocks: list[Node]) -> list[Node]:
    """Blocks with the texts of notes behind them, in the order in which readers meet their marks.

    Readers of CommonMark number them so; Python-Markdown numbers them as their texts come, and
    fails at one inside of another.
    """
    texts: dict[tuple[int, str], list[Node]] = {}
    rest: list[Node] = []
    for block in blocks:
        if isinstance(block, FootnoteDefinitionNode):
            for note in _one_by_one(block):
                texts.setdefault((note.number, note.label), []).append(note)
        else:
            rest.append(block)
    parts = [rest]
    for part in parts:  # a note may name others
        marks = nodes_of(part, FootnoteReferenceNode) if texts else []
        parts += [texts.pop(key) for mark in marks if (key := (mark.number, mark.label)) in texts]
    return [block for part in [*parts, *texts.values()] for block in part]


def _one_by_one(note: FootnoteDefinitionNode) -> list[FootnoteDefinitionNode]:
    """A note, and those whose texts an author typed inside of it, none inside of another."""
    inner = nodes_of(note.children, FootnoteDefinitionNode)
    if not inner:
        return [note]
    return [
        with_children(each, rewrite(each.children, _left_out, FootnoteDefinitionNode))
        for each in (note, *inner)
    ]


def _left_out(note: Node) -> list[Node]:
    del note
    return []
