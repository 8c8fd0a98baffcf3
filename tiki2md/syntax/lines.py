"""Phase 21 of tiki-syntax §2: the line loop, which decides what each line is (§4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.syntax.regions import COMMENT, OPAQUE, Delimiter, Region
from tiki2md.syntax.spans import Block, Format, Leaf, Ranges, Used
from tiki2md.syntax.verbatim import find_preformatted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.options import Options
    from tiki2md.syntax.regions import Hole

_ALIGNMENTS = ((10, ""), (24, "left"), (60, "center"))
"""How many spaces before a title bar say, at the most, where it stands (§4.7)."""


@dataclass(slots=True)
class Line:
    """A line as the line loop sees it: a table is on one, a plugin may break one.

    ``before`` is where the newline before it begins; ``whole`` is false for
    what follows a plugin that ends in mid-line.
    """

    before: int
    start: int
    end: int
    whole: bool


@dataclass(slots=True)
class Heading:
    """``!!+#``"""

    level: int
    toggle: str
    numbered: bool


@dataclass(slots=True)
class Item:
    """``**`` or ``##``"""

    depth: int
    toggle: str


def split_lines(region: Region, tables: Ranges, delimiters: Sequence[Delimiter]) -> list[Line]:
    """The lines of a region.

    Newlines inside tables do not count: Tiki has joined their rows by then.  A
    spliced plugin whose body has newlines ends one line and begins another.

    Args:
        region: the text.
        tables: where its tables are.
        delimiters: those outside links, whose newlines end no line either.
    """
    breaks = [
        (mark.start, mark.end, True, True)
        for mark in delimiters
        if mark.kind == "NL" and mark.start not in tables
    ]
    breaks += [
        (hole.start, hole.end, False, _ends_line(hole))
        for hole in region.holes
        if is_in_lines(hole) and hole.start not in tables
    ]
    if region.spliced_at_line_start:  # what is before it and not shown is gone, with its line
        breaks += [(m.end(), m.end(), False, True) for m in _ELSE.finditer(region.view)]
    breaks.sort()
    lines: list[Line] = []
    before, start, whole = 0, 0, region.begins_line
    for at, after, newline, ends in breaks:
        lines.append(Line(before, start, at, whole))
        before, start, whole = at if newline else after, after, ends
    lines.append(Line(before, start, len(region.view), whole))
    return lines


MAX_LIST_DEPTH = 30
"""Deeper items are put here: lists of lists are recursive, and no author goes deeper."""


def is_in_lines(hole: Hole) -> bool:
    """Whether a plugin's text is spliced into the line that it stands in, and breaks it."""
    region = hole.region
    return region is not None and not hole.own_text and _breaks_line(region)


def _breaks_line(region: Region) -> bool:
    """Whether a text, spliced into a line, would break it; verbatim newlines do not."""
    if region.breaks_line is None:
        newlines = [mark.start for mark in region.delimiters if mark.kind == "NL"]
        verbatim = find_preformatted(region)[0] if newlines else []
        inside = Ranges((hole.start, hole.end) for hole in verbatim)
        region.breaks_line = any(start not in inside for start in newlines) or any(
            is_in_lines(hole) for hole in region.holes
        )
    return region.breaks_line


def _ends_line(hole: Hole) -> bool:
    """Whether what is behind a spliced plugin begins a line.

    A text that is not shown is gone, with the line that it began.
    """
    region = hole.region
    return region is not None and region.spliced_at_line_start and region.view.endswith("\n")


_ELSE = re.compile(r"\{ELSE\}")
_LIST_MARKS = frozenset("*#+")


class LineLoop:
    """Reads the lines of one region in order, knowing which lists are open."""

    def __init__(self, region: Region, options: Options, used: Used, tables: Ranges) -> None:
        self._text = region.text
        self._view = region.view
        self._options = options
        self._used = used
        self._tables = tables
        self._lists: list[str] = []
        self._starts = {*"*#+;!-", COMMENT, options.page_separator[:1]}

    def block(self, line: Line, urls: list[tuple[int, int]]) -> Block | Leaf | None:
        """What ``line`` is, if no titlebar; ``None`` for an ordinary line.

        Args:
            line: the line.
            urls: links to elsewhere on this line, whose colons end no term.
        """
        view = self._view
        ordinary = "" not in self._starts and view[line.start : line.start + 1] not in self._starts
        if ordinary or not line.whole:
            self._lists.clear()
            return None
        before, start, end = self._content(line)
        first = view[start : start + 1] if self._used.free(start, start + 1) else ""
        if first in _LIST_MARKS:
            read = self._continuation if first == "+" else self._item
            return read(first, before, start, line.end)
        self._lists.clear()
        if view.startswith("---", start) and self._used.free(start, start + 2):
            return Leaf("RULE", before, line.end, self._text[start:end].lstrip("-"))
        if view[start:end] == self._options.page_separator:
            return Leaf("PAGE_BREAK", before, line.end)
        if first == ";":
            return self._definition(before, start, line.end, urls)
        return self._heading(before, start, line.end) if first == "!" else None

    def titlebar(self, line: Line) -> Block | None:
        """``-=T=-`` alone on its line; many spaces before it align it (§4.7)."""
        before, start, end = self._content(line)
        text = self._view[start:end]
        stripped = text.lstrip()
        long_enough = line.whole and len(stripped) >= 4
        if not (long_enough and stripped.startswith("-=") and stripped.endswith("=-")):
            return None
        spaces = len(text) - len(stripped)
        align = next((name for most, name in _ALIGNMENTS if spaces <= most), "right")
        inner = start + spaces + 2
        if not (self._used.free(inner - 2, inner) and self._used.free(end - 2, end)):
            return None
        self._lists.clear()
        return Block("TITLEBAR", before, inner, end - 2, line.end, align)

    def _content(self, line: Line) -> tuple[int, int, int]:
        """Where a line and its newline begin, where it begins behind comments, and its end."""
        view = self._view
        start, end = line.start, line.start + len(view[line.start : line.end].rstrip())
        while start < end and view[start] == COMMENT:
            start += 1
        return line.before if start == line.start else start, start, end

    def _item(self, mark: str, before: int, start: int, end: int) -> Block | None:
        """A list item; its depth is the run of its first mark (§4.2)."""
        view = self._view
        depth = _run(view, start, mark)
        only_stars = mark == "*" and view[start:end].rstrip() == "*" * depth
        if only_stars and depth - len(self._lists) > 4:
            self._lists.clear()
            return None
        opens = depth > len(self._lists) or self._lists[depth - 1] != mark
        self._lists[depth:] = []
        if depth > len(self._lists):
            self._lists += mark * (depth - len(self._lists))
        else:
            self._lists[depth - 1] = mark
        inner = start + depth
        toggle = ""
        if opens and self._is_sign(inner, end):
            toggle = view[inner]
            inner += 1
        kind = "ITEM" if mark == "*" else "NUM_ITEM"
        return Block(kind, before, inner, end, end, Item(min(depth, MAX_LIST_DEPTH), toggle))

    def _continuation(self, mark: str, before: int, start: int, end: int) -> Block | None:
        """``+`` goes on with the item of that depth; outside lists it is text (§4.3)."""
        depth = _run(self._view, start, mark)
        del self._lists[depth:]
        if not self._lists:
            return None
        inner = start + len(self._lists)
        return Block("CONTINUATION", before, inner, end, end, len(self._lists))

    def _is_sign(self, at: int, end: int) -> bool:
        """Whether a toggle stands there: a sign that belongs to no format."""
        return at < end and self._view[at] in "+-" and self._used.free(at, at + 1)

    def _heading(self, before: int, start: int, end: int) -> Block | None:
        """One to six ``!``, then ``+`` or ``-``, then ``#`` (§4.4)."""
        view = self._view
        level = _run(view, start, "!")
        if level > 6:
            return None
        inner = start + level
        toggle = view[inner] if self._is_sign(inner, end) else ""
        inner += len(toggle)
        numbered = inner < end and view[inner] == "#"
        inner += numbered
        return Block("HEADING", before, inner, end, end, Heading(level, toggle, numbered))

    def _definition(
        self, before: int, start: int, end: int, urls: list[tuple[int, int]]
    ) -> Block | None:
        """``;term:definition``; a URL's colon counts, unless the term is one link (§4.5)."""
        view = self._view
        colon = view.find(":", start + 1, end)
        while colon >= 0 and (colon in self._tables or not self._used.free(colon, colon + 1)):
            colon = view.find(":", colon + 1, end)
        goes_on = view[end : end + 1] == OPAQUE  # in a plugin whose body breaks the line
        if colon < 0 or view[colon + 1 : colon + 2] == "/":
            return None
        if not (goes_on or view[colon + 1 : end].strip()):
            return None
        for url_start, url_end in urls:
            if start < url_start < colon and (url_start, url_end) != (start + 1, colon):
                return None
        term = Block("TERM", start + 1, start + 1, colon, colon)
        description = Block("DESCRIPTION", colon, colon + 1, end, end)
        return Block("DEFINITION", before, start + 1, end, end, parts=[term, description])


def _run(view: str, start: int, mark: str) -> int:
    end = start
    while end < len(view) and view[end] == mark:
        end += 1
    return end - start


def outside(formats: list[Format], leaves: list[Leaf]) -> list[Format]:
    """The formats that neither begin nor end inside one of the ``leaves``."""
    ranges = Ranges((leaf.start, leaf.end) for leaf in leaves)
    return [
        found for found in formats if found.start not in ranges and found.inner_end not in ranges
    ]
