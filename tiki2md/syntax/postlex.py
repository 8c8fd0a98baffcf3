"""The post-lexer: Tiki's phases (tiki-syntax §2) over the lexer's delimiters.

Each pass finds its constructs by Tiki's own rule and in Tiki's own order; what
no pass claims is text.  `balance` then writes the tokens that the grammar reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lark import Token
from lark.lark import PostLex

from tiki2md.options import Options
from tiki2md.syntax.balance import Balancer, Mark
from tiki2md.syntax.inline import (
    find_boxes,
    find_characters,
    find_colors,
    find_dashes,
    find_emphasis,
    find_line_formats,
    find_strike,
    find_swallowed,
    find_titlebars,
)
from tiki2md.syntax.lines import LineLoop, outside, split_lines
from tiki2md.syntax.links import Links, find_autolinks, find_links
from tiki2md.syntax.plugins import find_plugins
from tiki2md.syntax.regions import Delimiter, Hole, Region, build_regions
from tiki2md.syntax.spans import Block, Format, Leaf, Ranges, Used
from tiki2md.syntax.tables import find_tables
from tiki2md.syntax.verbatim import find_preformatted, find_verbatim

_EMPHASIS = frozenset({"RUN", "UNDERSCORES", "QUOTES"})
_LINE_FORMATS = frozenset({"RUN", "COLONS"})


class TikiPostLex(PostLex):
    """Turns the delimiters of a text into balanced tokens; holds no state of a parse.

    Args:
        options: the preferences that change parsing.
        bodies: upper-case plugin names, and how their bodies are read.
    """

    always_accept = (
        "NL", "VERBATIM_MARK", "SPECIAL", "COLOR_MARK", "TILDE", "LBRACE", "RBRACE",
        "LINK_OPEN", "LINK_CLOSE", "LBRACKET", "RBRACKET", "TABLE_MARK", "PIPE", "RUN",
        "UNDERSCORES", "QUOTES", "COLONS", "PERCENTS", "TEXT",
    )  # fmt: skip

    def __init__(self, options: Options, bodies: Mapping[str, str]) -> None:
        self._options = options
        self._bodies = bodies

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The balanced tokens of the whole text."""
        tokens = list(stream)
        text = "".join(tokens)
        holes = find_verbatim(text, tokens)
        holes += find_plugins(text, tokens, holes, self._bodies)
        yield from self._region(build_regions(text, tokens, holes), 0)

    def _region(self, region: Region, depth: int) -> Iterator[Mark]:
        balancer = Balancer(region, depth)
        for token in balancer.run(*self._constructs(region)):
            if isinstance(token, Hole):
                yield from self._plugin(region, token, balancer.nesting() + 1)
            else:
                yield token

    def _plugin(self, around: Region, hole: Hole, depth: int) -> Iterator[Mark]:
        text, base = around.text, around.start
        body_start, body_end = hole.inner_start, hole.inner_end
        opener = Mark(
            "PLUGIN_OPEN",
            text[hole.start : body_start],
            start_pos=base + hole.start,
            end_pos=base + body_start,
        )
        opener.data = hole.call
        yield opener
        if hole.region is not None:
            yield from self._region(hole.region, depth)
        elif body_end > body_start:
            body = text[body_start:body_end]
            raw = Mark("TEXT", body, start_pos=base + body_start, end_pos=base + body_end)
            raw.full = raw.inner = body
            yield raw
        closer = Mark(
            "PLUGIN_CLOSE", text[body_end : hole.end], start_pos=base + body_end,
            end_pos=base + hole.end,
        )  # fmt: skip
        closer.full = text[hole.start : hole.end]
        closer.inner = text[body_start:body_end]
        yield closer

    def _constructs(
        self, region: Region
    ) -> tuple[list[Block | Leaf], list[Format], list[Leaf]]:
        """Blocks, formats and leaves of one region, phase by phase."""
        options = self._options
        verbatim, pre_spans = find_preformatted(region)
        if verbatim:
            _absorb(region, verbatim)
        links = find_links(region, options)
        find_autolinks(region, options, links)
        characters = find_characters(region, options, Ranges(_merged(links.protected)))
        links.protected += [(leaf.start, leaf.end) for leaf in characters]
        protected = Ranges(_merged(links.protected))
        formats = [
            Format("PRE", start, inner_start, inner_end, end, holds_blocks=True)
            for start, inner_start, inner_end, end in pre_spans
            if start not in protected and inner_end not in protected
        ]
        formats += links.formats
        formats += find_colors(region, protected)
        hidden = Ranges(_merged([*links.protected, *links.hidden]))
        leaves = [*links.leaves, *characters]
        used = Used(len(region.view))
        for start, end in links.protected:
            used.take(start, end)
        for found in formats:
            used.take(found.start, found.inner_start)
            used.take(found.inner_end, found.end)
        formats += find_boxes(region, options.box_delimiter, hidden, used)

        free = [mark for mark in region.delimiters if mark.start not in protected]
        visible = [mark for mark in free if mark.start not in hidden]
        for mark_group, find in ((free, self._strike), (visible, self._line_formats)):
            for line in _by_line(mark_group):
                find(region, line, used, formats, leaves)
        tables = find_tables(region, options, visible)
        blocks, more_formats, more_leaves = self._lines(
            region, tables, free, used, links
        )
        formats += more_formats
        leaves += more_leaves
        whole_lines = [block for block in blocks if isinstance(block, Leaf)]
        if whole_lines:
            formats = outside(formats, whole_lines)
        return blocks, formats, leaves

    def _strike(
        self,
        region: Region,
        line: list[Delimiter],
        used: Used,
        formats: list[Format],
        leaves: list[Leaf],
    ) -> None:
        runs = [mark for mark in line if mark.kind == "RUN"]
        if runs:
            formats += find_strike(region, runs, used)
            leaves += find_dashes(region, runs, used)

    def _line_formats(
        self,
        region: Region,
        line: list[Delimiter],
        used: Used,
        formats: list[Format],
        leaves: list[Leaf],
    ) -> None:
        del leaves
        marks = [mark for mark in line if mark.kind in _LINE_FORMATS]
        if marks:
            formats += find_line_formats(region, self._options, marks, used)

    def _lines(
        self,
        region: Region,
        tables: list[Block],
        free: list[Delimiter],
        used: Used,
        links: Links,
    ) -> tuple[list[Block | Leaf], list[Format], list[Leaf]]:
        """The line loop: blocks, and the formats that it finds line by line."""
        in_tables = Ranges((table.start, table.end) for table in tables)
        loop = LineLoop(region, self._options, used, in_tables)
        blocks: list[Block | Leaf] = []
        formats: list[Format] = []
        leaves: list[Leaf] = []
        urls = links.with_url()
        marks = iter(mark for mark in free if mark.kind in _EMPHASIS)
        mark = next(marks, None)
        next_table = next_url = 0
        for line in split_lines(region, in_tables, free):
            here: list[Delimiter] = []
            while mark is not None and mark.start < line.end:
                here.append(mark)
                mark = next(marks, None)
            inside: list[Block] = []
            while next_table < len(tables) and tables[next_table].start < line.end:
                inside.append(tables[next_table])
                next_table += 1
            line_urls: list[tuple[int, int]] = []
            while next_url < len(urls) and urls[next_url][0] < line.end:
                line_urls.append(urls[next_url])
                next_url += 1
            runs = [mark for mark in here if mark.kind == "RUN"]
            block: Block | Leaf | None = loop.titlebar(line) if runs else None
            titlebars = find_titlebars(region, runs, used) if runs and block is None else []
            if block is None and not titlebars:
                block = loop.block(line, line_urls)
            if isinstance(block, Leaf):
                blocks.append(block)
                continue
            if block is None:
                blocks += inside
            else:
                _put_inside(block, inside)
                blocks.append(block)
            if titlebars or (block is not None and block.kind == "TITLEBAR"):
                formats += titlebars
                continue  # nothing else is parsed on such a line
            if here:
                formats += find_emphasis(region, line.start, here, used)
            if runs:
                leaves += find_swallowed(region, (line.start, line.end), runs, used)
        return blocks, formats, leaves


def _absorb(region: Region, verbatim: list[Hole]) -> None:
    """Make ``verbatim`` holes of the region, in place of what they hold."""
    ranges = Ranges((hole.start, hole.end) for hole in verbatim)
    region.delimiters = [mark for mark in region.delimiters if mark.start not in ranges]
    kept = [hole for hole in region.holes if hole.start not in ranges]
    region.holes = sorted([*kept, *verbatim], key=lambda hole: hole.start)
    parts: list[str] = []
    at = 0
    for hole in verbatim:
        parts += [region.view[at : hole.start], "\0" * (hole.end - hole.start)]
        at = hole.end
    region.view = "".join([*parts, region.view[at:]])


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The union of ``ranges`` as ranges that do not overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _by_line(marks: list[Delimiter]) -> Iterator[list[Delimiter]]:
    line: list[Delimiter] = []
    for mark in marks:
        if mark.kind == "NL":
            if line:
                yield line
            line = []
        else:
            line.append(mark)
    if line:
        yield line


def _put_inside(block: Block, tables: list[Block]) -> None:
    """Hang tables into the line that they stand in, or into the part of it."""
    for table in tables:
        parts = [part for part in block.parts if isinstance(part, Block)]
        home = next((part for part in parts if part.start <= table.start < part.end), block)
        home.parts.append(table)
