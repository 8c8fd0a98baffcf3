"""From what the passes found to a stream of balanced tokens.

Tiki's phases overlap: a colour may begin in one list item and end in the next,
bold may cross italic.  Browsers repair that by closing the inner format and
opening it again, except for colours, which Tiki writes as ``span``; so does
this, with closers and openers of no width.  The result is balanced by
construction, and the joined tokens are the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tiki2md.syntax.regions import MAX_DEPTH, Hole, Region
from tiki2md.syntax.spans import Block, Format, Leaf

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.syntax.constructs import Constructs


@dataclass(slots=True, eq=False)
class Mark:
    """A balanced token, in offsets of the whole text.

    A closing token knows the whole stretch that it ends: ``full`` with its
    delimiters, ``inner`` without; a leaf knows its own.
    """

    type: str
    start: int
    end: int
    full: str
    inner: str
    data: Any = None


Event = tuple[int, int, Format | Leaf | Hole]
_CLOSE, _OPEN = 0, 1
_UNBROKEN = ("COLOR", "BOX")
"""Formats that end with the item they began in: Tiki writes them as ``span`` and ``div``."""


class Balancer:
    """Writes the tokens of one region.

    Args:
        region: the text.
        depth: how deep the region itself is nested.
        marks: the tokens are appended to it.
        fill: appends those of a plugin, which is at the given depth.
        text: the kind of what is no construct.
    """

    def __init__(
        self,
        region: Region,
        depth: int,
        marks: list[Mark],
        fill: Callable[[Hole, int], None],
        text: str = "TEXT",
    ) -> None:
        self._region = region
        self._text = region.text
        self._depth = depth
        self._marks = marks
        self._fill = fill
        self._kind_of_text = text
        self._at = 0
        self._open: list[tuple[Format | Block, int, int]] = []  # with start and inner start
        self._reopen: list[Format] = []
        self._ended: set[Format] = set()  # cut for good, their closer still to come
        self._capped: set[Format] = set()

    def run(self, found: Constructs) -> None:
        """Write the tokens of the region."""
        formats = found.formats
        events: list[Event] = [(found.start, _OPEN, found) for found in formats]
        events += [(found.inner_end, _CLOSE, found) for found in formats]
        events += [(leaf.start, _OPEN, leaf) for leaf in found.leaves]
        events += [(hole.start, _OPEN, hole) for hole in self._region.holes]
        events.sort(key=itemgetter(0, 1))
        self._events = events
        self._next = 0
        for block in found.blocks:
            self._block(block)
        self._until(len(self._text) + 1, closing=True)
        self._text_until(len(self._text))

    def _block(self, block: Block | Leaf) -> None:
        self._until(block.start, closing=False)
        if isinstance(block, Leaf):
            self._text_until(block.start)
            self._close_crossing(block)
            self._leaf(block)
            return
        if not self._fits():
            return
        self._text_until(block.start)
        self._close_crossing(block)
        self._token(f"{block.kind}_OPEN", block.start, block.inner_start, block.data)
        self._open.append((block, block.start, block.inner_start))
        for part in block.parts:
            self._block(part)
        self._until(block.inner_end, closing=True)
        self._text_until(block.inner_end)
        while self._open[-1][0] is not block:
            found = self._open[-1][0]
            assert isinstance(found, Format)  # blocks close in order
            self._close(found, self._at, self._at)
            cut_for_good = found.kind in _UNBROKEN or block.kind == "CELL"
            ended = cut_for_good and found.start >= block.inner_start
            self._cut(found, for_good=ended)
        if block.kind == "CELL" and self._reopen:
            self._ended.update(found for found in self._reopen if found.start >= block.inner_start)
            self._reopen = [found for found in self._reopen if found.start < block.inner_start]
        self._close(block, block.inner_end, block.end)

    def _until(self, offset: int, *, closing: bool) -> None:
        """Handle the events before ``offset``, and closers at it."""
        events = self._events
        while self._next < len(events):
            at, order, found = events[self._next]
            # A closer of no width at the start of a block belongs before it.
            ends_here = order == _CLOSE and (closing or found.end <= offset)
            if at > offset or (at == offset and not ends_here):
                return
            self._next += 1
            if isinstance(found, Format):
                handler = self._close_format if order == _CLOSE else self._open_format
                handler(found)
            else:
                self._text_until(found.start)
                self._open_again()
                self._leaf_or_hole(found)

    def _skip_covered(self) -> None:
        """Pass over holes that a token has covered, such as ``~np~`` in a URL."""
        while self._next < len(self._events) and self._events[self._next][0] < self._at:
            self._next += 1

    def _leaf_or_hole(self, found: Leaf | Hole) -> None:
        if isinstance(found, Leaf):
            self._leaf(found)
        elif found.region is not None or found.kind == "PLUGIN":
            if self._fits():
                self._at = found.end
                self._skip_covered()
                self._fill(found, self._nesting() + 1)
            else:
                self._token("CAPPED", found.start, found.end)
        else:
            inner = self._text[found.inner_start : found.inner_end]
            self._leaf(Leaf(found.kind, found.start, found.end, inner))

    def _nesting(self) -> int:
        """How deep the next node is."""
        return self._depth + len(self._open) + len(self._reopen)

    def _fits(self) -> bool:
        return self._nesting() < MAX_DEPTH

    def _open_format(self, found: Format) -> None:
        self._text_until(found.start)
        self._open_again()
        if not self._fits():
            self._capped.add(found)
            self._token("CAPPED", found.start, found.inner_start)
            return
        self._token(f"{found.kind}_OPEN", found.start, found.inner_start, found.data)
        self._open.append((found, found.start, found.inner_start))

    def _close_format(self, found: Format) -> None:
        self._text_until(found.inner_end)
        if found in self._capped:
            self._capped.remove(found)
            self._token("CAPPED", found.inner_end, found.end)
            return
        if found in self._ended:
            self._ended.remove(found)
            self._begin_again(found)
        elif found in self._reopen:
            while found in self._reopen:
                self._begin_again(self._reopen.pop(0))
        while self._open[-1][0] is not found:
            inner = self._open[-1][0]
            assert isinstance(inner, Format)  # a block would have closed this one
            self._close(inner, self._at, self._at)
            self._cut(inner, for_good=inner.kind == "COLOR")
        self._close(found, found.inner_end, found.end)

    def _close_crossing(self, block: Block | Leaf) -> None:
        """Close the formats that cannot hold ``block``."""
        lowest = len(self._open)
        while lowest > 0 and isinstance(self._open[lowest - 1][0], Format):
            lowest -= 1
        keep = lowest
        while keep < len(self._open):
            found = self._open[keep][0]
            assert isinstance(found, Format)  # by the loop above
            if not found.holds_blocks or found.inner_end < block.end:
                break
            keep += 1
        while len(self._open) > keep:
            found = self._open[-1][0]
            assert isinstance(found, Format)  # as before
            self._close(found, self._at, self._at)
            ended = found.kind == "COLOR" and block.kind != "TABLE"
            self._cut(found, for_good=ended)

    def _cut(self, found: Format, *, for_good: bool) -> None:
        """Remember a format that was closed before its end."""
        if for_good:
            self._ended.add(found)
        else:
            self._reopen.insert(0, found)

    def _open_again(self) -> None:
        while self._reopen:
            self._begin_again(self._reopen.pop(0))

    def _begin_again(self, found: Format) -> None:
        self._open.append((found, self._at, self._at))
        self._token(f"{found.kind}_OPEN", self._at, self._at, found.data)

    def _close(self, found: Format | Block, start: int, end: int) -> None:
        _, whole_start, inner_start = self._open.pop()
        mark = self._token(f"{found.kind}_CLOSE", start, end)
        mark.full = self._text[whole_start:end]
        mark.inner = self._text[inner_start:start]

    def _text_until(self, offset: int) -> None:
        if offset > self._at:
            self._open_again()
            self._token(self._kind_of_text, self._at, offset)

    def _leaf(self, leaf: Leaf) -> None:
        mark = self._token(leaf.kind, leaf.start, leaf.end, leaf.data)
        mark.inner = leaf.inner

    def _token(self, kind: str, start: int, end: int, data: object = None) -> Mark:
        value = self._text[start:end]
        base = self._region.start
        mark = Mark(kind, base + start, base + end, value, value, data)
        self._marks.append(mark)
        self._at = end
        self._skip_covered()
        return mark
