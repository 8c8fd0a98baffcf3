"""What two lists have in common, in order, found in nearly linear time.

What is equal at both ends is taken off; what stands once in either list is an anchor
(patience diff, Cohen 2003); the rest lies between anchors.  Where a stretch has no
anchor, a short one is compared exactly, and a long one only line by line.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.subsequence import longest_nondecreasing

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

_MOST_PAIRS = 40_000
"""How many pairs of a stretch without anchors are compared with each other."""


class Gap(NamedTuple):
    """Where two lists differ: a part of either, one of which may be empty."""

    start: int
    end: int
    other_start: int
    other_end: int


def pairs(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The positions of equal elements, ascending in both lists."""
    found: list[tuple[int, int]] = []
    stretches = [Gap(0, len(one), 0, len(other))]
    while stretches:
        start, end, other_start, other_end = stretches.pop()
        while start < end and other_start < other_end and one[start] == other[other_start]:
            found.append((start, other_start))
            start, other_start = start + 1, other_start + 1
        while start < end and other_start < other_end and one[end - 1] == other[other_end - 1]:
            end, other_end = end - 1, other_end - 1
            found.append((end, other_end))
        if start == end or other_start == other_end:
            continue
        stretch = Gap(start, end, other_start, other_end)
        anchors = _anchors(one, other, stretch)
        if anchors:
            stretches += _gaps_within(stretch, anchors)
            found += anchors
        elif (end - start) * (other_end - other_start) <= _MOST_PAIRS:
            found += _exact(one, other, stretch)
    return sorted(found)


def gaps(matched: Sequence[tuple[int, int]], one: int, other: int) -> Iterator[Gap]:
    """What lies between the pairs of two lists with the lengths ``one`` and ``other``."""
    return _gaps_within(Gap(0, one, 0, other), matched)


def _gaps_within(stretch: Gap, matched: Sequence[tuple[int, int]]) -> Iterator[Gap]:
    at, other_at = stretch.start, stretch.other_start
    for index, other_index in [*matched, (stretch.end, stretch.other_end)]:
        if index > at or other_index > other_at:
            yield Gap(at, index, other_at, other_index)
        at, other_at = index + 1, other_index + 1


def _anchors(
    one: Sequence[Hashable], other: Sequence[Hashable], stretch: Gap
) -> list[tuple[int, int]]:
    """Elements that are unique in both parts, as many as stand in the same order."""
    start, end, other_start, other_end = stretch
    counts, others = Counter(one[start:end]), Counter(other[other_start:other_end])
    places = {
        other[at]: at
        for at in range(other_start, other_end)
        if others[other[at]] == 1 and counts[other[at]] == 1
    }
    candidates = [(at, places[one[at]]) for at in range(start, end) if one[at] in places]
    return [
        candidates[number] for number in longest_nondecreasing([place for _, place in candidates])
    ]


def _exact(
    one: Sequence[Hashable], other: Sequence[Hashable], stretch: Gap
) -> Iterator[tuple[int, int]]:
    start, end, other_start, other_end = stretch
    matcher = SequenceMatcher(None, one[start:end], other[other_start:other_end], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            yield start + block.a + step, other_start + block.b + step
