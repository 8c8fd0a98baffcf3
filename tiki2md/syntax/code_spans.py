"""Code spans of Markdown (CommonMark §6.1)."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from tiki2md.syntax.spans import Enclosed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TICKS = re.compile(r"`+")


def code_spans(
    text: str, start: int, end: int, skipped: Sequence[tuple[int, int]]
) -> Iterable[Enclosed]:
    """The code spans between two offsets.

    Args:
        text: the whole text.
        start: where they may begin.
        end: where they end at the latest.
        skipped: parts of the text, in order, in which no backtick counts.
    """
    runs = list(_ticks(text, start, end, skipped))
    places: dict[int, list[int]] = {}
    for index, (_, length) in enumerate(runs):
        places.setdefault(length, []).append(index)
    index = 0
    while index < len(runs):
        at, length = runs[index]
        if is_escaped(text, at):
            at, length = at + 1, length - 1
        same = places.get(length, [])
        partner = bisect_left(same, index + 1)
        index += 1
        if length and partner < len(same):
            closer = runs[same[partner]][0]
            yield Enclosed(at, at + length, closer, closer + length)
            index = same[partner] + 1


def code_span(text: str, start: int, length: int, end: int) -> Enclosed | None:
    """The code span that so many backticks at ``start`` open, if it closes before ``end``."""
    for run in _TICKS.finditer(text, start + length, end):
        if len(run[0]) == length:
            return Enclosed(start, start + length, run.start(), run.end())
    return None


def is_escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before ``at``."""
    first = at
    while first > 0 and text[first - 1] == "\\":
        first -= 1
    return bool((at - first) % 2)


def _ticks(
    text: str, start: int, end: int, skipped: Sequence[tuple[int, int]]
) -> Iterable[tuple[int, int]]:
    """Runs of backticks that count: offset and length."""
    if text.find("`", start, end) < 0:
        return
    index = bisect_left(skipped, (start, 0))
    while start < end:
        gap = skipped[index] if index < len(skipped) else (end, end)
        for match in _TICKS.finditer(text, start, max(start, min(gap[0], end))):
            yield match.start(), match.end() - match.start()
        start = gap[1]
        index += 1
