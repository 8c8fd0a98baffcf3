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
from tiki2md.syntax.lines import LineLoop, is_in_lines, outside, split_lines
from tiki2md.syntax.links import Links, find_links
from tiki2md.syntax.regions import OPAQUE, Delimiter, Hole, Region
from tiki2md.syntax.spans import Block, Format, Leaf, Ranges, Used, merged
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
    found.formats = [
        Format("PRE", start, inner_start, inner_end, end, holds_blocks=True)
        for start, inner_start, inner_end, end in pre_spans
        if start not in protected and inner_end not in protected
    ]
    found.formats += links.formats
    if "COLOR_MARK" in kinds:
        found.formats += find_colors(region, protected)
    used = Used(len(region.view))
    for start, end in links.protected:
        used.take(start, end)
    for format_ in found.formats:
        used.take(format_.start, format_.inner_start)
        used.take(format_.inner_end, format_.end)
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
    _read_lines(region, options, _Lines(free, tables, links, used), found)
    return found


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


@dataclass(slots=True)
class _Lines:
    """What the line loop needs to know of a region."""

    delimiters: list[Delimiter]
    tables: list[Block]
    links: Links
    used: Used


def _read_lines(region: Region, options: Options, given: _Lines, found: Constructs) -> None:
    """Phase 21: what each line is, and the formats that are found line by line."""
    in_tables = Ranges((table.start, table.end) for table in given.tables)
    loop = LineLoop(region, options, given.used, in_tables)
    emphasis = frozenset({"RUN", "UNDERSCORES", "QUOTES"})
    marks = _Queue([(mark.start, mark) for mark in given.delimiters if mark.kind in emphasis])
    tables = _Queue([(table.start, table) for table in given.tables])
    urls = _Queue([(url[0], url) for url in given.links.with_url()])
    barred: list[tuple[int, int]] = []
    for line in split_lines(region, in_tables, given.delimiters):
        here = marks.before(line.end)
        inside = tables.before(line.end)
        runs = [mark for mark in here if mark.kind == "RUN"]
        block: Block | Leaf | None = loop.titlebar(line) if runs else None
        titlebars = find_titlebars(region, runs, given.used) if runs and block is None else []
        found.formats += titlebars
        line_urls = urls.before(line.end)
        if block is None and not titlebars:
            block = loop.block(line, line_urls)
        if isinstance(block, Leaf):
            found.blocks.append(block)
            continue
        if block is None:
            found.blocks += inside
        else:
            _put_inside(block, inside)
            found.blocks.append(block)
        if titlebars or (block is not None and block.kind == "TITLEBAR"):
            barred.append((line.start, line.end))
            continue  # nothing else is parsed on such a line
        if options.monosp and line.whole and block is None:
            found.formats += find_monospaced_line(region, line.start, line.end)
        if here:
            found.formats += find_emphasis(region, line.start, here, given.used)
        if runs:
            found.leaves += find_swallowed(region, (line.start, line.end), runs, given.used)
    found.leaves = _without_addresses(found.leaves, barred)
    whole_lines = [block for block in found.blocks if isinstance(block, Leaf)]
    if whole_lines:
        found.formats = outside(found.formats, whole_lines)


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


def absorb(region: Region, verbatim: list[Hole]) -> None:
    """Make ``verbatim`` holes of the region, in place of what they hold."""
    ranges = Ranges((hole.start, hole.end) for hole in verbatim)
    region.delimiters = ranges.without(region.delimiters)
    inside: dict[int, list[Hole]] = {}
    kept: list[Hole] = []
    for hole in region.holes:
        index = ranges.index(hole.start)
        (kept if index < 0 else inside.setdefault(index, [])).append(hole)
    parts: list[str] = []
    at = 0
    for index, hole in enumerate(verbatim):
        parts += [region.view[at : hole.start], OPAQUE * (hole.end - hole.start)]
        at = hole.end
        plugins = [inner for inner in inside.get(index, []) if inner.kind == "PLUGIN"]
        if plugins and hole.kind == "PREFORMATTED":
            hole.region = _literal_region(region, hole, plugins)
    region.view = "".join([*parts, region.view[at:]])
    region.holes = sorted([*kept, *verbatim], key=lambda hole: hole.start)


def _literal_region(around: Region, hole: Hole, plugins: list[Hole]) -> Region:
    """The inside of a ``~pp~`` in which plugins have run (tiki-syntax §2.5)."""
    base = hole.inner_start
    for plugin in plugins:
        plugin.start, plugin.end = plugin.start - base, plugin.end - base
        plugin.inner_start, plugin.inner_end = plugin.inner_start - base, plugin.inner_end - base
    text = around.text[base : hole.inner_end]
    return Region(
        text,
        around.start + base,
        at_line_start=False,
        literal=True,
        html=around.html,
        view=text,
        holes=plugins,
    )
