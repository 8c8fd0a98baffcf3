"""HTML that comes in pieces: ``{HTML()}<a href="…">{HTML}((wiki)){HTML()}</a>{HTML}``.

Tiki prints each piece where it stands, and a browser reads them as one text.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tiki2md.html.convert import html_to_nodes, pieces_to_nodes
from tiki2md.html.tags import WITHOUT_END, tags_in
from tiki2md.nodes import HtmlPieceNode, Node, nodes_of, rewrite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.diagnostics import Reporter

_LISTS, _TABLES = frozenset(("ul", "ol", "menu", "dir")), frozenset(("table",))
_AROUND = {
    **dict.fromkeys(("caption", "tbody", "td", "tfoot", "th", "thead", "tr"), _TABLES),
    **dict.fromkeys(("dd", "dt"), frozenset(("dl",))),
    "li": _LISTS,
}
"""The elements of which these are parts."""


class _Open:
    """The elements that are open, and where each began."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int]] = []
        self._counts: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._open)

    def any_of(self, names: frozenset[str]) -> bool:
        return any(self._counts[name] for name in names)

    def start(self, name: str, place: int) -> None:
        self._open.append((name, place))
        self._counts[name] += 1

    def end(self, name: str) -> int | None:
        """Where the element began that an end tag ends, and all in it; ``None`` if none did."""
        if not self._counts[name]:
            return None
        while True:
            ended, place = self._open.pop()
            self._counts[ended] -= 1
            if ended == name:
                return place


def is_whole(html: str) -> bool:
    """Whether ``html`` closes what it opens, and nothing else, and has no parts without a whole."""
    still = _Open()
    for tag in tags_in(html):
        name = tag[1].lower()
        if tag[0][1] == "/":
            if name not in WITHOUT_END and still.end(name) is None:
                return False
        elif name in _AROUND and not still.any_of(_AROUND[name]):
            return False
        elif name not in WITHOUT_END:
            still.start(name, 0)
    return not still


def join_pieces(nodes: list[Node], reporter: Reporter) -> list[Node]:
    """``nodes`` with the pieces of HTML among them and below them read.

    From where an element begins to where another piece ends it, all is its content; a piece
    that has no part in such an element is read by itself.

    Args:
        nodes: a flow, before its lines are structured.
        reporter: told of what has no form.
    """
    if not nodes_of(nodes, HtmlPieceNode):
        return nodes
    pieces = [nodes_of([node], HtmlPieceNode) for node in nodes]
    joined: list[Node] = []
    at = 0
    for start, end in _stretches(pieces):
        joined += _each(nodes[at:start], reporter)
        first = next(piece for found in pieces[start:end] for piece in found)
        joined += pieces_to_nodes(nodes[start:end], reporter, first.span)
        at = end
    return joined + _each(nodes[at:], reporter)


def _stretches(pieces: Sequence[Sequence[HtmlPieceNode]]) -> list[tuple[int, int]]:
    """From which node to which elements reach; such as overlap are one."""
    still = _Open()
    reached: list[tuple[int, int]] = []
    for place, found in enumerate(pieces):
        for tag in (tag for piece in found for tag in tags_in(piece.html)):
            name = tag[1].lower()
            if name in WITHOUT_END:
                continue
            if tag[0][1] != "/":
                still.start(name, place)
                continue
            start = still.end(name)
            if start is None:
                continue
            while reached and reached[-1][1] > start:
                start = min(start, reached.pop()[0])
            reached.append((start, place + 1))
    return reached


def _each(nodes: list[Node], reporter: Reporter) -> list[Node]:
    def alone(piece: Node) -> list[Node]:
        assert isinstance(piece, HtmlPieceNode)  # asked about no others
        return html_to_nodes(piece.html, reporter, piece.span)

    return rewrite(nodes, alone, HtmlPieceNode)
