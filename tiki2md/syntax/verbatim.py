"""Phases 2 to 8 of tiki-syntax §2: ``~tc~ ~np~`` page-wide, ``~pp~ ~pre~ ~hc~`` in a region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.syntax.regions import Delimiter, Hole, Region
from tiki2md.syntax.spans import Ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


Span = tuple[int, int, int, int]
"""Start of the opener, its end, start of the closer, its end."""


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
        span
        for span in _pairs(marks, "tc")
        if not (text[: span[0]].endswith("~np~") and text.startswith("~/np~", span[3]))
    ]
    holes = [Hole("COMMENT", a, d, b, c) for a, b, c, d in comments]
    outside = Ranges((a, d) for a, _, _, d in comments).without(marks)
    noparse = _pairs(outside, "np")
    # A comment inside ~np~ stays inside: the hole around it is the one that counts.
    return holes + [Hole("NOPARSE", a, d, b, c) for a, b, c, d in noparse]


def find_preformatted(region: Region) -> tuple[list[Hole], list[Span]]:
    """The verbatim parts of a region, and its ``~pre~`` pairs, whose content is parsed.

    Returns:
        Holes for ``~pp~`` and ``~hc~``, and the spans of ``~pre~``.
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
        spans = _pairs(marks, name)
        holes += [Hole(kind, a, d, b, c) for a, b, c, d in spans]
        marks = Ranges((a, d) for a, _, _, d in spans).without(marks)
    outermost: list[Hole] = []
    for hole in sorted(holes, key=lambda hole: hole.start):
        if not outermost or hole.start >= outermost[-1].end:
            outermost.append(hole)
    return outermost, _pairs(marks, "pre")


def _pairs(marks: Iterable[Delimiter], name: str) -> list[Span]:
    """Pair each ``~name~`` with the next ``~/name~``, leftmost first."""
    opener, closer = f"~{name}~", f"~/{name}~"
    spans: list[Span] = []
    opened: Delimiter | None = None
    for mark in marks:
        if opened is None and mark.kind == opener:
            opened = mark
        elif opened is not None and mark.kind == closer:
            spans.append((opened.start, opened.end, mark.start, mark.end))
            opened = None
    return spans
