"""The longest part of a list that is in order."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.subsequence import longest_nondecreasing


@pytest.mark.parametrize(
    ("values", "kept"),
    [([], []), ([7], [0]), ([3, 2, 1], [2]), ([5, 1, 1, 4, 2], [1, 2, 4]), ([1, 9, 2], [0, 2])],
)
def test_of_equally_long_parts_that_with_the_least_ends(values: list[int], kept: list[int]) -> None:
    assert longest_nondecreasing(values) == kept


@given(st.lists(st.integers(-3, 9), max_size=9))
def test_no_longer_part_rises(values: list[int]) -> None:
    kept = longest_nondecreasing(values)
    assert all(one < other for one, other in pairwise(kept))
    assert all(values[one] <= values[other] for one, other in pairwise(kept))
    longer = combinations(values, len(kept) + 1)
    assert not any(list(part) == sorted(part) for part in longer)
