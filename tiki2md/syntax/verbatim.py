"""Phases 2 to 8 of tiki-syntax §2: ``~tc~ ~np~`` page-wide, ``~pp~ ~pre~ ~hc~`` in a region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.syntax.regions import Delimiter, Hole, Region, hole_of
from tiki2md.syntax.spans import Enclosed, Ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def find_verbatim(text: str, tokens: Sequence[Delimiter]) -> list[Hole]:
    """The comments and ``~np~`` parts of ``text``, which no later phase looks into.

    A comment goes first, even inside ``~np~``, unless the two are glued together
    (tiki-syntax §2.2); of ``~np~`` the first closer wins, there is no nesting.
    """
    marks = [
        Delimiter(text[start:end], start, end)
        for kind, start, end in tokens
        if kind == "VERBATIM_MARK"
    ]
    if not marks:
        return []
    comments = [
        hole_of("COMMENT", pair)
        for pair in _pairs(marks, "tc")
        if not (text.endswith("~np~", 0, pair.start) and text.startswith("~/np~", pair.end))
    ]
    outside = _ranges(comments).without(marks)
    # A comment inside ~np~ stays inside: the hole around it is the one that counts.
    return comments + [hole_of("NOPARSE", pair) for pair in _pairs(outside, "np")]


def _ranges(holes: Iterable[Hole]) -> Ranges:
    return Ranges((hole.start, hole.end) for hole in holes)


def find_preformatted(region: Region) -> tuple[list[Hole], list[Enclosed]]:
    """The verbatim parts of a region, and its ``~pre~`` pairs, whose content is parsed.

    Returns:
        Holes for ``~pp~`` and ``~hc~``, and the pairs of ``~pre~``.
    """
    marks = [
        Delimiter(region.view[mark.start : mark.end], mark.start, mark.end)
        for mark in region.delimiters
        if mark.kind == "VERBATIM_MARK"
    ]
    if not marks:
        return [], []
    holes: list[Hole] = []
    for name, kind in (("pp", "PREFORMATTED"), ("hc", "HTML_COMMENT")):
        found = [hole_of(kind, pair) for pair in _pairs(marks, name)]
        holes += found
        marks = _ranges(found).without(marks)
    outermost: list[Hole] = []
    for hole in sorted(holes, key=lambda hole: hole.start):
        if not outermost or hole.start >= outermost[-1].end:
            outermost.append(hole)
    return outermost, _pairs(marks, "pre")


def _pairs(marks: Iterable[Delimiter], name: str) -> list[Enclosed]:
    """Pair each ``~name~`` with the next ``~/name~``, leftmost first."""
    opener, closer = f"~{name}~", f"~/{name}~"
    pairs: list[Enclosed] = []
    opened: Delimiter | None = None
    for mark in marks:
        if opened is None and mark.kind == opener:
            opened = mark
        elif opened is not None and mark.kind == closer:
            pairs.append(Enclosed(opened.start, opened.end, mark.start, mark.end))
            opened = None
    return pairs
