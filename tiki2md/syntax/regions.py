"""The text cut into regions: one per page, plugin body or other text of its own line loop.

Tiki replaces what it has dealt with by opaque tokens, page-wide, phase by phase
(tiki-syntax §2).  Here a *hole* is such a token: a comment, a ``~np~``, a plugin
call.  A *region* is a text with its holes; the phases that follow see a hole as
one character that no rule matches.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.syntax.spans import Ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.syntax.spans import Enclosed


MAX_DEPTH = 60
"""How deep nodes may nest: renderers are recursive, and no author goes deeper."""

OPAQUE = "\0"
"""What a hole looks like to later phases."""
COMMENT = "\1"
"""What a comment looks like: Tiki deletes it, so line starts look through it."""


class Delimiter(NamedTuple):
    """A delimiter of the lexer, in offsets of its region."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class PluginCall:
    """How a plugin was called: name in upper case, and the text of its arguments."""

    name: str
    raw_arguments: str
    has_body: bool


@dataclass(slots=True)
class Hole:
    """A stretch of the text that later phases do not look into.

    ``inner`` is the part between its delimiters.  ``parsed`` says that this
    part is a region of its own, ``own_text`` that its lines are its own (else it is spliced into
    those around it), and ``bare`` that it takes the place of all of the hole.
    """

    kind: str
    start: int
    end: int
    inner_start: int
    inner_end: int
    call: PluginCall | None = None
    parsed: bool = False
    own_text: bool = False
    bare: bool = False
    region: Region | None = None


def hole_of(kind: str, found: Enclosed) -> Hole:
    """The hole that what stands between two marks makes, those included."""
    return Hole(kind, found.start, found.end, found.inner_start, found.inner_end)


@dataclass(slots=True)
class Region:
    """A text with its own lines; offsets in it count from ``start``."""

    text: str
    start: int
    own_text: bool
    """Its lines are its own: it is the page, or a body that Tiki parses by itself."""
    spliced_at_line_start: bool = False
    """It is spliced into another text where a line of that begins, with nothing before it."""
    literal: bool = False
    """Only its plugins are alive, as in ``~pp~``."""
    html: bool = False
    """Its angle brackets may be tags; else Tiki has put other signs in their place by then."""
    view: str = ""
    delimiters: list[Delimiter] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    """In offsets of the region, in order, not overlapping."""
    breaks_line: bool | None = None
    """Whether it has newlines for the line that it is spliced into, once that was asked."""

    @property
    def begins_line(self) -> bool:
        """Whether its first character begins a line."""
        return self.own_text or self.spliced_at_line_start


def build_regions(
    text: str, tokens: Sequence[Delimiter], holes: list[Hole], *, html: bool = False
) -> Region:
    """Cut ``text`` into regions.

    Args:
        text: the whole text.
        tokens: the lexer's tokens, in order.
        holes: properly nested, in offsets of ``text``; what lies in a hole that
            is not ``parsed`` is left out.
        html: whether it is HTML (tiki-syntax §9).

    Returns:
        The region of the whole text; those of plugin bodies hang below its holes.
    """
    root = Region(text, 0, own_text=True, html=html)
    open_regions: list[tuple[Region, int]] = [(root, len(text))]
    skip_until = 0
    at = 0
    for hole in sorted(holes, key=lambda hole: (hole.start, -hole.end)):
        if hole.start < skip_until:
            continue  # inside a hole that nobody looks into
        at = _hand_out(tokens, at, hole.start, open_regions)
        skip_until = _enter(hole, text, open_regions)
        at = bisect_left(tokens, skip_until, at, key=_start)
    _hand_out(tokens, at, len(text), open_regions)
    _finish(root)
    return root


def _start(delimiter: Delimiter) -> int:
    return delimiter.start


def _hand_out(
    tokens: Sequence[Delimiter], at: int, until: int, open_regions: list[tuple[Region, int]]
) -> int:
    """Give the tokens from number ``at`` up to an offset to their regions; return the next."""
    offset = tokens[at].start if at < len(tokens) else until
    while offset < until:
        region = _innermost(offset, open_regions)
        stop = bisect_left(tokens, min(until, open_regions[-1][1]), at, key=_start)
        base = region.start
        if not base:
            region.delimiters += tokens[at:stop]
        else:
            region.delimiters += [
                Delimiter(kind, start - base, end - base)
                for kind, start, end in tokens[at:stop]
                if start >= base
            ]
        at = stop
        offset = tokens[at].start if at < len(tokens) else until
    return at


def _innermost(offset: int, open_regions: list[tuple[Region, int]]) -> Region:
    while len(open_regions) > 1 and offset >= open_regions[-1][1]:
        open_regions.pop()
    return open_regions[-1][0]


def _enter(hole: Hole, text: str, open_regions: list[tuple[Region, int]]) -> int:
    """Hang ``hole`` into its region; return up to where its tokens are to be skipped."""
    region = _innermost(hole.start, open_regions)
    start = hole.start
    base = region.start
    region.holes.append(hole)
    skip_until = hole.end
    if hole.parsed:
        first = start == base and region.begins_line
        hole.region = Region(
            text[hole.inner_start : hole.inner_end],
            hole.inner_start,
            hole.own_text,
            spliced_at_line_start=hole.bare and (first or text[start - 1 : start] == "\n"),
            html=True,  # tags are alive in most bodies (tiki-syntax §3.5)
        )
        # The region ends before the closing tag, whose tokens belong to nobody:
        # two entries, so that they are skipped as part of the hole.
        open_regions.append((Region("", hole.end, own_text=False), hole.end))
        open_regions.append((hole.region, hole.inner_end))
        skip_until = hole.inner_start
    hole.start, hole.end = start - base, hole.end - base
    hole.inner_start, hole.inner_end = hole.inner_start - base, hole.inner_end - base
    return skip_until


def _finish(root: Region) -> None:
    """Draw the view of every region: its text with the holes blanked out."""
    stack = [root]
    while stack:
        region = stack.pop()
        parts: list[str] = []
        at = 0
        for hole in region.holes:
            parts.append(region.text[at : hole.start])
            filler = COMMENT if hole.kind in {"COMMENT", "SYNTAX_MARK"} else OPAQUE
            parts.append(filler * (hole.end - hole.start))
            at = hole.end
            if hole.region is not None:
                stack.append(hole.region)
        parts.append(region.text[at:])
        region.view = "".join(parts)


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
        own_text=False,
        literal=True,
        html=around.html,
        view=text,
        holes=plugins,
    )
