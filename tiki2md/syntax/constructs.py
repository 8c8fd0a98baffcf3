"""What a region holds: Tiki's phases 5 to 21 (tiki-syntax §2), one pass each, in Tiki's order."""

from __future__ import annotations

import sys
from bisect import bisect_left
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from tiki2md.syntax.autolinks import find_autolinks
from tiki2md.syntax.characters import find_characters
from tiki2md.syntax.inline import (
    find_boxes,
    find_colors,
    find_dashes,
    find_emphasis,
    find_line_formats,
    find_monospaced_line,
    find_strike,
    find_swallowed,
    find_titlebars,
)
from tiki2md.syntax.lines import Line, LineLoop, is_in_lines, outside, split_lines
from tiki2md.syntax.links import Links, find_links
from tiki2md.syntax.regions import Delimiter, Region, absorb
from tiki2md.syntax.spans import Block, Enclosed, Format, Leaf, Ranges, Used, merged
from tiki2md.syntax.tables import find_tables
from tiki2md.syntax.verbatim import find_preformatted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.options import Options

T = TypeVar("T")


@dataclass(slots=True)
class Constructs:
    """What the passes over a region have found so far.

    Attributes:
        blocks: lines and tables, in order; they nest by their ``parts``.
        formats: in any order; they may cross blocks and one another.
        leaves: not overlapping one another.
    """

    blocks: list[Block | Leaf] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)


_OF_LINKS = frozenset({"LINK_OPEN", "LBRACKET"})
_LINE_FORMATS = frozenset({"RUN", "COLONS"})
_EMPHASIS = frozenset({"RUN", "UNDERSCORES", "QUOTES"})
"""The delimiters that the passes over a text, over all lines, and over one line look for."""


def find_constructs(region: Region, options: Options) -> Constructs:
    """Everything in ``region`` that is not text.

    Args:
        region: the text; ``~pp~`` and ``~hc~`` become holes of it.
        options: the preferences that change parsing.
    """
    found = Constructs()
    if region.literal:
        return found
    verbatim, pre_spans = find_preformatted(region)
    if verbatim:
        absorb(region, verbatim)
    # Most texts are short, and no pass need look for what is not there.
    kinds = {mark.kind for mark in region.delimiters}
    links = find_links(region, options) if kinds & _OF_LINKS else Links()
    find_autolinks(region, options, links)
    characters = find_characters(region, options, Ranges(merged(links.protected)))
    links.protected += [(leaf.start, leaf.end) for leaf in characters]
    protected = Ranges(merged(links.protected))
    hidden = Ranges(merged([*links.protected, *links.hidden]))
    found.leaves = [*links.leaves, *characters]
    found.formats = [*_preformatted(pre_spans, protected), *links.formats]
    if "COLOR_MARK" in kinds:
        found.formats += find_colors(region, protected)
    used = _used(region, links.protected, found.formats)
    found.formats += find_boxes(region, options.box_delimiter, hidden, used)

    free = protected.without(region.delimiters)
    # A newline in a link's text still ends its line.
    visible = [mark for mark in free if mark.kind == "NL" or mark.start not in hidden]
    broken = [hole.start for hole in region.holes if is_in_lines(hole)]
    if "RUN" in kinds:
        for runs in _by_line(free, frozenset({"RUN"}), broken):
            found.formats += find_strike(region, runs, used)
            found.leaves += find_dashes(region, runs, used)
    if kinds & _LINE_FORMATS:
        for marks in _by_line(visible, _LINE_FORMATS, broken):
            found.formats += find_line_formats(region, options, marks, used)
    tables = find_tables(region, options, visible)
    found.leaves = _without_tight_addresses(found.leaves, tables)
    _LineReader(region, options, used, found).read(free, tables, links)
    return found


def _preformatted(pairs: list[Enclosed], protected: Ranges) -> list[Format]:
    """The ``~pre~`` pairs of which no mark stands in a name or a URL."""
    return [
        Format("PRE", *pair, holds_blocks=True)
        for pair in pairs
        if pair.start not in protected and pair.inner_end not in protected
    ]


def _used(region: Region, protected: list[tuple[int, int]], formats: list[Format]) -> Used:
    """What is taken before boxes are looked for: names, URLs, and the marks of ``formats``."""
    used = Used(len(region.view))
    for start, end in protected:
        used.take(start, end)
    for format_ in formats:
        used.take(format_.start, format_.inner_start)
        used.take(format_.inner_end, format_.end)
    return used


def _without_tight_addresses(leaves: list[Leaf], tables: list[Block]) -> list[Leaf]:
    """The leaves but for addresses that begin a row: a cell is no line, and no space (§7.9)."""
    if not tables:
        return leaves
    rows = {row.start for table in tables for row in table.parts}
    return [leaf for leaf in leaves if leaf.kind != "AUTOLINK" or leaf.start not in rows]


def _without_addresses(leaves: list[Leaf], lines: list[tuple[int, int]]) -> list[Leaf]:
    """The leaves but for addresses on lines that Tiki does not look at for them (§2)."""
    if not lines:
        return leaves
    barred = Ranges(lines)
    return [leaf for leaf in leaves if leaf.kind != "AUTOLINK" or leaf.start not in barred]


class _LineReader:
    """Phase 21: what each line is, and the formats that are found line by line.

    Args:
        region: the text.
        options: the preferences that change parsing.
        used: what the phases before have taken.
        found: what is found is added to it.
    """

    def __init__(self, region: Region, options: Options, used: Used, found: Constructs) -> None:
        self._region = region
        self._options = options
        self._used = used
        self._found = found

    def read(self, delimiters: list[Delimiter], tables: list[Block], links: Links) -> None:
        """Read all lines.

        Args:
            delimiters: those outside links, in order.
            tables: of the region, in order.
            links: of the region.
        """
        found = self._found
        in_tables = Ranges((table.start, table.end) for table in tables)
        loop = LineLoop(self._region, self._options, self._used, in_tables)
        marks = _Queue([(mark.start, mark) for mark in delimiters if mark.kind in _EMPHASIS])
        upcoming = _Queue([(table.start, table) for table in tables])
        urls = _Queue([(url[0], url) for url in links.with_url()])
        titled: list[tuple[int, int]] = []
        monosp = self._options.monosp
        for line in split_lines(self._region, in_tables, delimiters):
            here = marks.before(line.end)
            inside = upcoming.before(line.end)
            line_urls = urls.before(line.end)
            runs = [mark for mark in here if mark.kind == "RUN"]
            titlebar = loop.titlebar(line) if runs else None
            others = find_titlebars(self._region, runs, self._used) if runs and not titlebar else []
            if titlebar or others:  # nothing else is parsed on such a line
                self._add_line(titlebar, inside)
                found.formats += others
                titled.append((line.start, line.end))
                continue
            block = loop.block(line, line_urls)
            if block is not None or inside:  # few lines are more than text
                self._add_line(block, inside)
            if (here or monosp) and not isinstance(block, Leaf):
                self._read_text(line, here, runs, is_ordinary=block is None)
        found.leaves = _without_addresses(found.leaves, titled)
        whole_lines = [block for block in found.blocks if isinstance(block, Leaf)]
        if whole_lines:
            found.formats = outside(found.formats, whole_lines)

    def _add_line(self, block: Block | Leaf | None, tables: list[Block]) -> None:
        """Add what a line is, and the tables on it; ``None`` is an ordinary line."""
        if block is None:
            self._found.blocks += tables
            return
        if isinstance(block, Block):
            _put_inside(block, tables)
        self._found.blocks.append(block)

    def _read_text(
        self, line: Line, marks: list[Delimiter], runs: list[Delimiter], *, is_ordinary: bool
    ) -> None:
        """Find the formats of a line: its ``marks``, of which some are ``runs``."""
        region, used, found = self._region, self._used, self._found
        if is_ordinary and line.whole and self._options.monosp:
            found.formats += find_monospaced_line(region, line.start, line.end)
        if marks:
            found.formats += find_emphasis(region, line.start, marks, used)
        if runs:
            found.leaves += find_swallowed(region, (line.start, line.end), runs, used)


class _Queue(Generic[T]):
    """Things in order, handed out up to ever growing offsets."""

    def __init__(self, things: list[tuple[int, T]]) -> None:
        self._things = things
        self._next = 0
        self._upcoming = things[0][0] if things else sys.maxsize

    def before(self, offset: int) -> list[T]:
        """Those that begin before ``offset`` and were not handed out yet."""
        if self._upcoming >= offset:
            return []
        first = self._next
        self._next = bisect_left(self._things, offset, first, key=itemgetter(0))
        rest = self._next < len(self._things)
        self._upcoming = self._things[self._next][0] if rest else sys.maxsize
        return [thing for _, thing in self._things[first : self._next]]


def _put_inside(block: Block, tables: list[Block]) -> None:
    """Hang tables into the line that they stand in, or into the part of it."""
    parts = [part for part in block.parts if isinstance(part, Block)]
    for table in tables:
        home = next((part for part in parts if part.start <= table.start < part.end), block)
        home.parts.append(table)


def _by_line(
    marks: list[Delimiter], kinds: frozenset[str], broken: list[int]
) -> Iterator[list[Delimiter]]:
    """The marks of some kinds on each line that has any.

    Args:
        marks: of a region, in order.
        kinds: theirs.
        broken: where the text of a plugin breaks a line.
    """
    line: list[Delimiter] = []
    breaks = iter([*broken, sys.maxsize])
    next_break = next(breaks)
    for mark in marks:
        while mark.start > next_break:
            next_break = next(breaks)
            if line:
                yield line
                line = []
        if mark.kind in kinds:
            line.append(mark)
        elif mark.kind == "NL" and line:
            yield line
            line = []
    if line:
        yield line
