"""Footnotes are numbered in the order in which they end, and their texts put at the page's end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tiki2md.nodes import (
    FootnoteDefinitionNode,
    FootnoteNode,
    FootnoteReferenceNode,
    LinkNode,
    MarkdownTextNode,
    MonospaceNode,
    Node,
    PreNode,
    nodes_of,
    rewrite,
    with_children,
    with_notes_last,
)

_LABEL = re.compile(r"\[\^([0-9]{1,9})\]")


def collect_footnotes(nodes: list[Node]) -> list[Node]:
    """The nodes with a number for every footnote, and the texts behind them.

    A note that repeats another (``sameas``, ``sameastag``) gets the same number;
    one that repeats nothing known vanishes.  Of several with one tag, the first has it.
    Numbers that the author's own Markdown gives to notes are left to those.
    No reader finds a number in lines that are kept, and kramdown none in code: it stands behind
    them; so it does behind a link, of which most readers would make none if there were another
    one in it.
    """
    typed = nodes_of(nodes, MarkdownTextNode)
    notes = _Notes({int(label) for node in typed for label in _LABEL.findall(node.inner_content)})
    numbered = rewrite(nodes, notes.numbered, FootnoteNode) + notes.definitions
    return with_notes_last(rewrite(numbered, _behind, (PreNode, LinkNode, MonospaceNode)))


def _behind(node: Node) -> list[Node] | None:
    assert isinstance(node, PreNode | LinkNode | MonospaceNode)  # asked about no others
    references = nodes_of(node.children, FootnoteReferenceNode)
    if not references:
        return None
    rest = rewrite(node.children, lambda _: [], FootnoteReferenceNode)
    return [with_children(node, rest), *references]


@dataclass(slots=True)
class _Notes:
    taken: set[int]
    last: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    definitions: list[Node] = field(default_factory=list)

    def numbered(self, node: Node) -> list[Node] | None:
        """The number in place of a note, or nothing to leave another node."""
        assert isinstance(node, FootnoteNode)  # asked about no others
        number = self._number(node)
        return [FootnoteReferenceNode(number=number, span=node.span)] if number else []

    def _number(self, note: FootnoteNode) -> int:
        if not note.children:
            return self.numbers.get(note.label, 0)
        number = self.last + 1
        while number in self.taken:
            number += 1
        self.last = number
        self.definitions.append(
            FootnoteDefinitionNode(number=number, children=note.children, span=note.span)
        )
        self.numbers.setdefault(str(len(self.definitions)), number)
        if note.label:
            self.numbers.setdefault(note.label, number)
        return number
