"""Aligning two lists: pairs are equal and rise; nothing that is in both in order is missed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tiki2md.verify.differences import Gap, gaps, pairs

_LISTS = st.lists(st.integers(0, 9), max_size=60)


@given(_LISTS, _LISTS)
def test_pairs_are_equal_and_rise(one: list[int], other: list[int]) -> None:
    found = pairs(one, other)
    assert all(one[a] == other[b] for a, b in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


@given(_LISTS, _LISTS)
def test_pairs_and_gaps_are_everything(one: list[int], other: list[int]) -> None:
    found = pairs(one, other)
    left = list(gaps(found, len(one), len(other)))
    assert len(found) + sum(gap.end - gap.start for gap in left) == len(one)
    assert len(found) + sum(gap.other_end - gap.other_start for gap in left) == len(other)


@given(_LISTS)
def test_the_same_is_all_pairs(one: list[int]) -> None:
    assert pairs(one, list(one)) == [(at, at) for at in range(len(one))]


@given(_LISTS, st.integers(0, 59))
def test_one_that_is_gone_leaves_one_gap(one: list[int], at: int) -> None:
    if at < len(one):
        found = pairs(one, one[:at] + one[at + 1 :])
        assert len(found) == len(one) - 1


def test_between_pairs_there_are_gaps() -> None:
    assert list(gaps([(1, 0)], 3, 1)) == [Gap(0, 1, 0, 0), Gap(2, 3, 1, 1)]
    assert list(gaps([], 0, 0)) == []


def test_long_lists_without_anchors_are_not_compared_pair_by_pair() -> None:
    one, other = [0, 1] * 50_000, [1, 1, 0] * 30_000
    assert all(one[a] == other[b] for a, b in pairs(one, other))
