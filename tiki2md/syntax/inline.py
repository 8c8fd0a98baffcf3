"""Formats within a line (tiki-syntax §7), and colours and boxes across lines (§6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.syntax.regions import OPAQUE, Delimiter, Region
from tiki2md.syntax.spans import Format, Leaf, Pairing, Ranges, Used

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.options import Options

_COLORS = re.compile(r"([^~:,|\n]+)(?:,([^~:|\n]+))?:")


def find_strike(region: Region, runs: Sequence[Delimiter], used: Used) -> list[Format]:
    """``--x--``: at least two characters, the first no space (§7).

    Nor is it ``>``, nor does ``<!`` stand before, where tags are alive: elsewhere Tiki has put
    other signs in their place.
    """
    view = region.view
    barred = ("<!", "//") if region.html else ("//",)

    def opens(at: int) -> bool:
        first = view[at + 2 : at + 3]
        glued = view.startswith(barred, max(at - 2, 0)) and at >= 2
        is_end = region.html and first == ">"
        return bool(first) and not first.isspace() and not is_end and not glued

    return [
        Format("STRIKE", start, start + 2, end, end + 2)
        for start, end in Pairing(view, runs, used, "--", "--", 2, opens)
    ]


def find_dashes(region: Region, runs: Sequence[Delimiter], used: Used) -> list[Leaf]:
    """A double dash between two spaces is an em dash (§7.5)."""
    view = region.view
    leaves: list[Leaf] = []
    for run in runs:
        if view[run.start : run.end] == "--" and used.free(run.start, run.end):
            before, after = view[max(run.start - 1, 0) : run.start], view[run.end : run.end + 1]
            if before == after == " ":
                used.take(run.start, run.end)
                leaves.append(Leaf("CHARACTER", run.start, run.end, "", "—"))
    return leaves


def find_colors(region: Region, protected: Ranges) -> list[Format]:
    """``~~fg,bg:text~~``, over several lines, nested (§6).

    Tiki replaces the innermost first, and a mark that could begin a colour of
    its own does not end another.  Read from the right, that is: a mark opens if
    it can and the next unpaired one follows with no stray tilde between.
    """
    view = region.view
    formats: list[Format] = []
    later: list[Delimiter] = []  # unpaired marks to the right, nearest last
    for mark in reversed(region.delimiters):
        if mark.kind == "TILDE":
            later.append(mark)
        if mark.kind != "COLOR_MARK" or mark.start in protected:
            continue
        colors = _COLORS.match(view, mark.end)
        closer = later[-1] if later else None
        if (
            colors is not None
            and closer is not None
            and closer.kind == "COLOR_MARK"
            and colors.end() <= closer.start
            and not protected.overlap(mark.start, colors.end())
            and OPAQUE not in colors[0]
        ):
            later.pop()
            data = (colors[1].strip(), (colors[2] or "").strip())
            formats.append(
                Format("COLOR", mark.start, colors.end(), closer.start, closer.end, data)
            )
        else:
            later.append(mark)
    return formats[::-1]


def find_boxes(region: Region, delimiter: str, hidden: Ranges, used: Used) -> list[Format]:
    """``^…^``: any two on the page, at least one character between (§6)."""
    view = region.view
    width = len(delimiter)
    formats: list[Format] = []
    opened = -1
    at = view.find(delimiter)
    while at >= 0:
        if at in hidden or not used.free(at, at + width):
            pass
        elif opened < 0:
            opened = at
        elif at > opened + width:
            formats.append(Format("BOX", opened, opened + width, at, at + width, holds_blocks=True))
            used.take(opened, opened + width)
            used.take(at, at + width)
            opened = -1
        at = view.find(delimiter, at + 1)
    return formats


def find_line_formats(
    region: Region, options: Options, delimiters: Sequence[Delimiter], used: Used
) -> list[Format]:
    """Underline and centring: phases 17 and 18, before the line loop."""
    view = region.view
    formats: list[Format] = []
    runs = [mark for mark in delimiters if mark.kind == "RUN"]
    if runs:
        formats += [
            Format("UNDERLINE", start, start + 3, end, end + 3)
            for start, end in Pairing(view, runs, used, "===", "===", 1)
        ]
    colons = [mark for mark in delimiters if mark.kind == "COLONS"]
    if colons:
        mark = ":::" if options.three_colon_center else "::"
        width = len(mark)
        formats += [
            Format("CENTER", start, start + width, end, end + width, holds_blocks=True)
            for start, end in Pairing(view, colons, used, mark, mark, 1)
        ]
    return formats


def find_titlebars(region: Region, runs: Sequence[Delimiter], used: Used) -> list[Format]:
    """``-=T=-`` inside other text (§4.7)."""
    return [
        Format("TITLEBAR", start, start + 2, end, end + 2, holds_blocks=True)
        for start, end in Pairing(region.view, runs, used, "-=", "=-", 1)
    ]


_EMPHASIS = (
    ("RUN", "-+", "+-", "MONOSPACE"),
    ("UNDERSCORES", "__", "__", "BOLD"),
    ("QUOTES", "''", "''", "ITALIC"),
)
"""In Tiki's order: the delimiters' kind, opener, closer, and what they make."""


def find_emphasis(
    region: Region, line_start: int, delimiters: Sequence[Delimiter], used: Used
) -> list[Format]:
    """Monospace, bold and italic: what the line loop does to a line (§7)."""
    view = region.view

    def after_space(at: int) -> bool:
        return _follows_space(region, line_start, at)

    formats: list[Format] = []
    for kind, opener, closer, name in _EMPHASIS:
        runs = [mark for mark in delimiters if mark.kind == kind]
        if runs:
            accepts = after_space if name == "MONOSPACE" else None
            formats += [
                Format(name, start, start + 2, end, end + 2)
                for start, end in Pairing(view, runs, used, opener, closer, 0, accepts)
            ]
    return formats


def _follows_space(region: Region, line_start: int, at: int) -> bool:
    """Whether white space stands before a mark, or its line begins with it."""
    if at == line_start:
        return line_start > 0 or region.begins_line
    return _is_space(region.view, at - 1)


def _is_space(view: str, at: int) -> bool:
    """Whether white space stands there; a newline within a line ends a row of a table (§6)."""
    return view[at : at + 1].isspace() and view[at] != "\n"


def find_monospaced_line(region: Region, start: int, end: int) -> list[Format]:
    """A line that begins with a space, where the preference feature_wiki_monosp is on (§4.8)."""
    if region.view.startswith(" ", start) and region.view[start:end].strip():
        return [Format("MONOSPACE", start, start + 1, end, end)]
    return []


def find_swallowed(
    region: Region, line: tuple[int, int], runs: Sequence[Delimiter], used: Used
) -> list[Leaf]:
    """Both marks of ``==x==`` between white space, which Tiki swallows (§7)."""
    view = region.view
    start, stop = line
    leaves: list[Leaf] = []
    opened = -1
    for run in runs:
        at = run.start
        while at + 2 <= run.end:
            if view[at : at + 2] != "==" or not used.free(at, at + 2):
                at += 1
                continue
            closes = at + 2 == stop or _is_space(view, at + 2)
            if opened >= 0 and closes:
                leaves += [Leaf("DROPPED", mark, mark + 2) for mark in (opened, at)]
                used.take(opened, opened + 2)
                used.take(at, at + 2)
                opened = -1
                at += 2
            elif opened < 0 and _follows_space(region, start, at):
                opened = at
                at += 2
            else:
                at += 1
    return leaves
