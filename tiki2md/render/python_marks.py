"""Which marks Python-Markdown reads, in all its versions.

Old ones look for marks by patterns, new ones pair runs; neither is CommonMark.
So only what all of them read alike is written as marks, and what one of them
might take for a mark is escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.render.delimiters import LITERAL, MARK

if TYPE_CHECKING:
    from tiki2md.render.tokens import Span
    from tiki2md.render.unsafe import Block

_STARS = re.compile(r"\*+")
_UNDERSCORES = re.compile(r"_+")
_WORD = re.compile(r"\w")

PYTHON_TAKES = re.compile(r"<[/!?]|<(?i:script|style|textarea|pre)\b|&#|\\|\A\s|\s\Z")
"""Code in which its search for HTML, or for the end of code, finds something, or that it strips."""


def python_conflicts(
    block: Block, marks: dict[Span, tuple[int, int]]
) -> tuple[set[int], set[Span]]:
    """The literal characters that may make emphasis, and the marks that may not.

    Args:
        block: as it would be written.
        marks: for each emphasis written as marks: where it opens and closes.
    """
    if "*" not in block.text and "_" not in block.text:
        return set(), set()
    return _stray_stars(block) | _stray_underscores(block), _knotted(marks)


def _stray_stars(block: Block) -> set[int]:
    """Stars that do not stand alone between spaces, unless there is only one in the block."""
    text, kinds = block.text, block.kinds
    found: set[int] = set()
    count = 0
    for run in _STARS.finditer(text):
        start, end = run.span()
        own = [at for at in range(start, end) if kinds[at] == LITERAL]
        count += len(own) + sum(kinds[at] == MARK for at in range(start, end))
        if text[start - 1 : start].strip() or text[end : end + 1].strip():
            found.update(own)
    return found if count > 1 else set()


def _stray_underscores(block: Block) -> set[int]:
    """All underscores, if one of several stands at the edge of a word.

    Inside words they mean nothing, but version 3.11 loses its place over them if another may.
    """
    text, kinds = block.text, block.kinds
    runs = [run.span() for run in _UNDERSCORES.finditer(text) if kinds[run.start()] == LITERAL]
    at_edge = [
        end - start
        for start, end in runs
        if not (_WORD.match(text[start - 1 : start]) and _WORD.match(text[end : end + 1]))
    ]
    if not at_edge or (len(runs) < 2 and max(at_edge) < 3):
        return set()
    return {at for start, end in runs for at in range(start, end) if kinds[at] == LITERAL}


def _knotted(marks: dict[Span, tuple[int, int]]) -> set[Span]:
    """Emphasis that touches another, or holds some where not every version looks for it.

    Bold italics, ``***both***``, are read by all.
    """
    edges = sorted(((at, span) for span, ends in marks.items() for at in ends), key=_place)
    knotted: set[Span] = set()
    stack: list[Span] = []
    twins: set[Span] = set()
    end = -1
    for at, span in edges:
        touches, end = at == end, at + len(span.start)
        if at != marks[span][0]:
            stack.remove(span)
            if touches and span not in twins:
                knotted.add(span)
            continue
        around = stack[-1] if stack else None
        if around is not None and touches and marks[around][1] == marks[span][1] + len(span.start):
            twins |= {around, span}
        elif touches:
            knotted.add(span)
        elif around is not None and (len(around.start) == 1 or around in twins):
            knotted.add(around)
        stack.append(span)
    return knotted


def _place(edge: tuple[int, Span]) -> int:
    return edge[0]
