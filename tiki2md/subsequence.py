"""The longest subsequence of a list that is in order."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def longest_nondecreasing(values: Sequence[int]) -> list[int]:
    """The indices of a longest subsequence of ``values`` that never falls (patience sorting).

    It takes n·log n time; equal values may follow each other.
    """
    # For each length: the least value that ends a subsequence of it, and where that is.
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        length = bisect_right(ends, value)
        before.append(at_end[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        at_end[length : length + 1] = [index]
    kept: list[int] = []
    index = at_end[-1] if at_end else -1
    while index >= 0:
        kept.append(index)
        index = before[index]
    return kept[::-1]
