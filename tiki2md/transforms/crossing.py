"""Formats that begin outside a plugin's text and end in it, or the other way round.

Tiki looks for them when it has spliced that text into the line (tiki-syntax §2, §3.5).  The source
cannot nest so: there both marks are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.nodes import (
    BoldNode,
    ItalicNode,
    Node,
    ParentNode,
    StrikeNode,
    TextNode,
    UnderlineNode,
    nodes_of,
    with_children,
)
from tiki2md.transforms.spliced import AROUND_TEXTS, is_not_reopened, is_spliced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FORMATS: dict[str, type[ParentNode]] = {
    "__": BoldNode,
    "''": ItalicNode,
    "--": StrikeNode,
    "===": UnderlineNode,
}
_PARENTS = (BoldNode, ItalicNode)
_MARKS: dict[type[ParentNode], str] = {kind: mark for mark, kind in _FORMATS.items()}
_MARKS_AND_LINES = re.compile(r"__|''|(?<!-)--(?!-)|(?<!=)===(?!=)|\n")
_NO_STRIKE = re.compile(r"--[ >]|(?<=<!)--|(?<=//)--")
"""Where two hyphens begin nothing (tiki-syntax §7)."""


def join_crossing(nodes: list[Node]) -> list[Node]:
    """``nodes`` with those formats, cut at the edges of what plugins made.

    Args:
        nodes: a flow in which plugins are expanded, and all on a line is together.

    Returns:
        The same list if there are none.
    """
    looked_at = nodes_of(nodes, (TextNode, *_PARENTS))
    opened = _opened(node for node in looked_at if isinstance(node, _PARENTS))
    texts = (node.inner_content for node in looked_at if isinstance(node, TextNode))
    if not opened and not any(mark in text for text in texts for mark in _FORMATS):
        return nodes
    found = _Marks()
    found.read(nodes)
    if not opened and not found.crossing:
        return nodes
    return _Writer(found.crossing, opened).written(nodes)


def _opened(formats: Iterable[ParentNode]) -> set[int]:
    """Those, by ``id``, that hold the same format in a plugin's text, and those that they hold.

    Tiki pairs marks as they follow one another: ``__a {SUP()}b __c__ d{SUP} e__`` is bold before
    the second one, and behind the third.
    """
    opened: set[int] = set()
    for node in formats:
        inner = _spliced(node, type(node)) if node.span[1] and id(node) not in opened else []
        if inner:
            opened |= {id(node), *map(id, inner)}
    return opened


def _spliced(around: ParentNode, kind: type[ParentNode]) -> list[Node]:
    """The formats of a kind that authors typed in the plugins of ``around``."""
    found: list[Node] = []
    waiting = list(around.children)
    while waiting:
        node = waiting.pop()
        if isinstance(node, kind) and node.span[1]:
            found.append(node)
        elif is_spliced(node, AROUND_TEXTS):
            waiting += node.children
    return found


class _Mark(NamedTuple):
    """A mark in a text, and where in it."""

    offset: int
    mark: str


class _Waiting(NamedTuple):
    """Where a mark stands that has no partner yet.

    Attributes:
        piece: of the flow: two marks of one piece were the parser's business.
        text: that it stands in.
        offset: where in the text.
    """

    piece: tuple[int, int]
    text: TextNode
    offset: int


@dataclass(slots=True)
class _Marks:
    """The marks of a flow.

    Attributes:
        crossing: those that belong together, by the ``id`` of their text.
    """

    crossing: dict[int, list[_Mark]] = field(default_factory=dict)
    _waiting: dict[str, _Waiting] = field(default_factory=dict)

    def read(self, nodes: list[Node]) -> None:
        """Look through siblings."""
        part, last = 0, (0, 0)
        for node in nodes:
            if last[1] and node.span[1] and node.span[0] != last[1] and node.span != last:
                part += 1  # the tag of a plugin that is but its text, such as GROUP
            last = node.span
            if isinstance(node, TextNode):
                if node.span[1]:  # typed in the page
                    self._text(node, (id(nodes), part))
            elif is_spliced(node, AROUND_TEXTS):
                self.read(node.children)
            elif isinstance(node, ParentNode) and (node.block or isinstance(node, AROUND_TEXTS)):
                self._waiting.clear()
                self.read(node.children)
                self._waiting.clear()

    def _text(self, text: TextNode, piece: tuple[int, int]) -> None:
        for match in _MARKS_AND_LINES.finditer(text.inner_content):
            mark = match[0]
            if mark == "\n":
                self._waiting.clear()
                continue
            here = _Waiting(piece, text, match.start())
            before = self._waiting.pop(mark, None)
            if before is None:
                if not _NO_STRIKE.match(text.inner_content, match.start()):
                    self._waiting[mark] = here
            elif before.piece != piece:  # the parser had a reason where they are together
                for place in (before, here):
                    crossing = self.crossing.setdefault(id(place.text), [])
                    crossing.append(_Mark(place.offset, mark))


class _Written(NamedTuple):
    """Siblings, and how many of them stand before the first format around them that ends here."""

    nodes: list[Node]
    end: int


@dataclass(slots=True)
class _Writer:
    """Puts formats between their marks."""

    crossing: dict[int, list[_Mark]]
    opened: set[int]
    _on: list[str] = field(default_factory=list)

    def written(self, nodes: list[Node]) -> list[Node]:
        """Siblings with what formats they have."""
        return self._written(nodes, ()).nodes

    def _written(self, nodes: list[Node], held: tuple[str, ...]) -> _Written:
        """Siblings with their formats.

        Args:
            nodes: the siblings.
            held: the marks of the formats that are open around what they stand in.
        """
        result: list[Node] = []
        run: list[Node] = []
        ends: list[int] = []

        def switch(mark: str) -> None:
            self._end(run, result)
            self._switch(mark)
            if mark in held and mark not in self._on:
                ends.append(len(result))

        for node in nodes:
            if isinstance(node, _PARENTS) and id(node) in self.opened:
                switch(_MARKS[type(node)])
                inner = self._written(node.children, held)
                ends += [len(result) + inner.end] if inner.end < len(inner.nodes) else []
                result += inner.nodes
                switch(_MARKS[type(node)])
            elif isinstance(node, ParentNode) and (node.block or isinstance(node, AROUND_TEXTS)):
                self._end(run, result)
                inner = self._written(node.children, tuple(self._on))
                end = inner.end if is_not_reopened(node) else len(inner.nodes)
                if end or not inner.nodes:
                    result.append(with_children(node, inner.nodes[:end]))
                if any(mark not in self._on for mark in held):
                    ends.append(len(result))
                result += inner.nodes[end:]
            else:
                for piece in self._cut(node):
                    if isinstance(piece, str):
                        switch(piece)
                    else:
                        run.append(piece)
        self._end(run, result)
        return _Written(result, min([*ends, len(result)]))

    def _cut(self, node: Node) -> Iterator[Node | str]:
        """The crossing marks in a node, and the texts between them; the node if it has none."""
        if id(node) not in self.crossing:
            yield node
            return
        text, at = node.inner_content, 0
        for offset, mark in sorted(self.crossing[id(node)]):
            if offset > at:
                yield replace(node, inner_content=text[at:offset])
            yield mark
            at = offset + len(mark)
        if at < len(text):
            yield replace(node, inner_content=text[at:])

    def _end(self, run: list[Node], result: list[Node]) -> None:
        """Move a run of inline nodes to the result, in the formats that hold now."""
        shown = list(run)
        run.clear()
        for mark in reversed(self._on):
            shown = [_FORMATS[mark](children=shown)] if shown else []
        result += shown

    def _switch(self, mark: str) -> None:
        if mark in self._on:
            self._on.remove(mark)
        else:
            self._on.append(mark)
