"""What the passes over a region find, and the two tools they find it with."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tiki2md.syntax.regions import Delimiter


@dataclass(slots=True, eq=False)
class Format:
    """A stretch with delimiters that a block may cut in pieces.

    ``holds_blocks``: it may hold whole lines (a box), and is cut only where
    it crosses one.
    """

    kind: str
    start: int
    inner_start: int
    inner_end: int
    end: int
    data: Any = None
    holds_blocks: bool = False


@dataclass(slots=True, eq=False)
class Leaf:
    """A stretch that is a node without children."""

    kind: str
    start: int
    end: int
    inner: str = ""
    data: Any = None


@dataclass(slots=True, eq=False)
class Block:
    """A line, a table, a row or a cell: what cuts formats."""

    kind: str
    start: int
    inner_start: int
    inner_end: int
    end: int
    data: Any = None
    parts: list[Block | Leaf] = field(default_factory=list)
    """Blocks inside, and leaves that part them, in order."""


class Enclosed(NamedTuple):
    """A stretch with a mark at either end: where it begins, what is between them, where it ends."""

    start: int
    inner_start: int
    inner_end: int
    end: int


start_of = attrgetter("start")
"""Where a delimiter, a format, a leaf or a block begins."""


class Finder:
    """The next occurrence of a string at or after ever growing offsets.

    Remembering the last answer makes any number of questions cost one scan.
    """

    def __init__(self, text: str, needle: str) -> None:
        self._text = text
        self._needle = needle
        self._asked = 0
        self._answer = text.find(needle)

    def __call__(self, offset: int) -> int:
        """The offset of the next occurrence, or the length of the text."""
        if offset < self._asked:  # an earlier place: remember nothing
            answer = self._text.find(self._needle, offset)
            return answer if answer >= 0 else len(self._text)
        self._asked = offset
        if 0 <= self._answer < offset:
            self._answer = self._text.find(self._needle, offset)
        return self._answer if self._answer >= 0 else len(self._text)


class Used:
    """Which characters of a region are taken by a delimiter already."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def take(self, start: int, end: int) -> None:
        """Mark a range as taken."""
        self._taken[start:end] = b"\1" * (end - start)

    def free(self, start: int, end: int) -> bool:
        """Whether no character of the range is taken."""
        return not any(self._taken[start:end])


@dataclass(slots=True)
class Pairing:
    """Pairs an opener with a closer as the regex ``opener(.{n,}?)closer`` does.

    Leftmost first, shortest content, in time linear in the runs: if an opener
    finds no closer, no later one does.
    """

    view: str
    runs: Sequence[Delimiter]
    used: Used
    opener: str
    closer: str
    shortest: int = 0
    accepts: Callable[[int], bool] | None = None

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Offsets of opener and closer."""
        at, run = 0, 0
        while True:
            opened, run = self._find(self.opener, at, run)
            if opened < 0:
                return
            after = opened + len(self.opener)
            if self.accepts is not None and not self.accepts(opened):
                at = opened + 1
                continue
            closed, closed_run = self._find(self.closer, after + self.shortest, run)
            if closed < 0:
                return
            self.used.take(opened, after)
            at, run = closed + len(self.closer), closed_run
            self.used.take(closed, at)
            yield opened, closed

    def _find(self, needle: str, at: int, run: int) -> tuple[int, int]:
        while run < len(self.runs):
            _, start, end = self.runs[run]
            found = self.view.find(needle, max(at, start), end)
            while found >= 0 and not self.used.free(found, found + len(needle)):
                found = self.view.find(needle, found + 1, end)
            if found >= 0:
                return found, run
            run += 1
        return -1, run


class Ranges:
    """Ranges in order, not overlapping, asked whether they hold an offset."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def __contains__(self, offset: int) -> bool:
        """Whether a range holds ``offset``."""
        return self.index(offset) >= 0

    def without(self, marks: Sequence[Delimiter]) -> list[Delimiter]:
        """Those of the ``marks``, in order, that no range holds; ranges may overlap here."""
        kept: list[Delimiter] = []
        at = 0
        for start, end in zip(self._starts, self._ends, strict=True):
            first = bisect_left(marks, start, at, key=start_of)
            kept += marks[at:first]
            at = bisect_left(marks, end, first, key=start_of)
        kept += marks[at:]
        return kept

    def index(self, offset: int) -> int:
        """The number of the range that holds ``offset``, or -1."""
        index = bisect_left(self._starts, offset + 1) - 1
        return index if index >= 0 and offset < self._ends[index] else -1

    def before(self, start: int, end: int) -> int:
        """Where a stretch from ``start`` meets a range; ``end``, if it meets none."""
        index = bisect_left(self._ends, start + 1)
        return max(start, min(end, self._starts[index])) if index < len(self._starts) else end

    def overlap(self, start: int, end: int) -> bool:
        """Whether any range shares a character with ``start`` to ``end``."""
        index = bisect_left(self._starts, end) - 1
        return index >= 0 and self._ends[index] > start


def merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The union of ``ranges`` as ranges that do not overlap."""
    union: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((start, end))
    return union
