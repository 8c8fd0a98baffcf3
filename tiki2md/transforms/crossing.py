"""Formats that begin outside a plugin's text and end in it, or the other way round.

Tiki looks for them when it has spliced that text into the line (tiki-syntax §2, §3.5).  The source
cannot nest so: there both marks are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

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
    from collections.abc import Iterable

_FORMATS: dict[str, type[ParentNode]] = {
    "__": BoldNode,
    "''": ItalicNode,
    "--": StrikeNode,
    "===": UnderlineNode,
}
_PARENTS = (BoldNode, ItalicNode)
_MARKS: dict[type[ParentNode], str] = {kind: mark for mark, kind in _FORMATS.items()}
_MARK = re.compile(r"__|''|(?<!-)--(?!-)|(?<!=)===(?!=)|\n")
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


@dataclass(slots=True)
class _Marks:
    """The marks of a flow.

    Attributes:
        crossing: those that belong together: offsets and marks by the ``id`` of their text.
    """

    crossing: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    _waiting: dict[str, tuple[tuple[int, int], TextNode, int]] = field(default_factory=dict)

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
        for match in _MARK.finditer(text.inner_content):
            mark = match[0]
            if mark == "\n":
                self._waiting.clear()
                continue
            here = (piece, text, match.start())
            before = self._waiting.pop(mark, None)
            if before is None:
                if not _NO_STRIKE.match(text.inner_content, match.start()):
                    self._waiting[mark] = here
            elif before[0] != piece:  # the parser had a reason where they are together
                for _, around, at in (before, here):
                    self.crossing.setdefault(id(around), []).append((at, mark))


@dataclass(slots=True)
class _Writer:
    """Puts formats between their marks."""

    crossing: dict[int, list[tuple[int, str]]]
    opened: set[int]
    _on: list[str] = field(default_factory=list)

    def written(self, nodes: list[Node]) -> list[Node]:
        """Siblings with what formats they have."""
        return self._written(nodes, ())[0]

    def _written(self, nodes: list[Node], held: tuple[str, ...]) -> tuple[list[Node], int]:
        """Siblings, and how many of them stand before the end of one of the formats ``held``."""
        result: list[Node] = []
        run: list[Node] = []
        ends: list[int] = []

        def switch(mark: str) -> None:
            self._end(run, result)
            self._switch(mark)
            if mark in held and mark not in self._on:
                ends.append(len(result))

        for node in nodes:
            if isinstance(node, TextNode) and id(node) in self.crossing:
                at = 0
                for offset, mark in sorted(self.crossing[id(node)]):
                    if offset > at:
                        run.append(replace(node, inner_content=node.inner_content[at:offset]))
                    switch(mark)
                    at = offset + len(mark)
                if at < len(node.inner_content):
                    run.append(replace(node, inner_content=node.inner_content[at:]))
            elif isinstance(node, _PARENTS) and id(node) in self.opened:
                switch(_MARKS[type(node)])
                inner, end = self._written(node.children, held)
                ends += [len(result) + end] if end < len(inner) else []
                result += inner
                switch(_MARKS[type(node)])
            elif isinstance(node, ParentNode) and (node.block or isinstance(node, AROUND_TEXTS)):
                self._end(run, result)
                inner, end = self._written(node.children, tuple(self._on))
                end = end if is_not_reopened(node) else len(inner)
                result += [with_children(node, inner[:end])] if inner[:end] or not inner else []
                ends += [len(result)] if any(mark not in self._on for mark in held) else []
                result += inner[end:]
            else:
                run.append(node)
        self._end(run, result)
        return result, min([*ends, len(result)])

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
