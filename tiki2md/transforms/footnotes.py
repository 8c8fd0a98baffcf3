"""Footnotes are numbered in the order in which they end, and their texts put at the page's end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import count

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
_NAME = re.compile(r"(?<!\\)\[\^([^\s\[\]]+)\]")
_DEFINED = re.compile(rf"{_NAME.pattern}:")
_KRAMDOWN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
"""What may be the name of a note there (``ALD_ID_NAME``)."""


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


def with_kramdown_names(nodes: list[Node]) -> list[Node]:
    """The nodes with numbers for those names of notes in Markdown that kramdown would not know.

    No reader sees the names.

    Args:
        nodes: of a page, in which all other notes have their numbers.
    """
    texts = [node.inner_content for node in nodes_of(nodes, MarkdownTextNode)]
    names = {name for text in texts for name in _NAME.findall(text)}
    defined = (name[1] for text in texts for name in _DEFINED.finditer(text))
    unknown = [name for name in dict.fromkeys(defined) if not _KRAMDOWN_NAME.fullmatch(name)]
    if not unknown:
        return nodes
    names |= {str(node.number) for node in nodes_of(nodes, FootnoteReferenceNode)}
    free = (number for number in map(str, count(1)) if number not in names)
    numbers = dict(zip(unknown, free, strict=False))

    def renamed(node: Node) -> list[Node]:
        assert isinstance(node, MarkdownTextNode)  # asked about no others
        text = _NAME.sub(lambda name: f"[^{numbers.get(name[1], name[1])}]", node.inner_content)
        return [replace(node, inner_content=text)]

    return rewrite(nodes, renamed, MarkdownTextNode)


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
