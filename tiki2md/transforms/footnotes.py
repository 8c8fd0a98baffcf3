"""Footnotes are numbered in the order of the page, and their texts put at its end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tiki2md.nodes import (
    FootnoteDefinitionNode,
    FootnoteNode,
    FootnoteReferenceNode,
    Node,
    ParentNode,
)


def collect_footnotes(nodes: list[Node]) -> list[Node]:
    """The nodes with a number for every footnote, and the texts behind them.

    A note that repeats another (``sameas``, ``sameastag``) gets the same number;
    one that repeats nothing known vanishes, as in Tiki.
    """
    notes = _Notes()
    collected = notes.numbered(nodes)
    return [*collected, *notes.definitions]


@dataclass(slots=True)
class _Notes:
    numbers: dict[str, int] = field(default_factory=dict)
    definitions: list[Node] = field(default_factory=list)

    def numbered(self, nodes: list[Node]) -> list[Node]:
        result: list[Node] = []
        for node in nodes:
            if isinstance(node, FootnoteNode):
                number = self._number(node)
                if number:
                    result.append(FootnoteReferenceNode(number=number, span=node.span))
            elif isinstance(node, ParentNode):
                result.append(replace(node, children=self.numbered(node.children)))
            else:
                result.append(node)
        return result

    def _number(self, note: FootnoteNode) -> int:
        if not note.children:
            return self.numbers.get(note.label, 0)
        number = len(self.definitions) + 1
        definition = FootnoteDefinitionNode(number=number, span=note.span)
        # Its place first: a note inside this one comes after it.
        self.definitions.append(definition)
        self.numbers[str(number)] = number
        if note.label:
            self.numbers[note.label] = number
        definition.children = self.numbered(note.children)
        return number
