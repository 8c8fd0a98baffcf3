"""What the report is made of piece by piece is what it would be as a whole."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tiki2md.report.figures import Least
from tiki2md.report.markup import left_out
from tiki2md.report.missing import Missing
from tiki2md.streamed import Pairs, pieces

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def lazy(value: Any) -> Any:
    """``value`` with iterators in the place of its lists, and pairs in that of its objects."""
    if isinstance(value, list):
        return iter(value)
    if isinstance(value, dict):
        return Pairs((key, lazy(inner)) for key, inner in value.items())
    return value


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_pieces_are_the_whole(data: dict[str, Any]) -> None:
    whole = json.dumps(data, ensure_ascii=False, indent=1)
    assert "".join(pieces(data.items())) == whole
    assert "".join(pieces((key, lazy(value)) for key, value in data.items())) == whole


NAMES = st.text(alphabet=st.sampled_from("ab\0é\U0001f600\ud800"), max_size=3)


@given(st.lists(st.tuples(NAMES, NAMES)))
def test_the_most_wanted_come_first(wanted: list[tuple[str, str]]) -> None:
    missing, counts = Missing(), dict[str, Counter[str]]()
    for name, page in wanted:
        missing.add(name, page)
        counts.setdefault(name, Counter())[page] += 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    assert list(missing.ranked()) == ranked
    assert [list(pages) for _, pages in missing.ranked()] == [sorted(p) for _, p in ranked]
    assert len(missing) == len(counts)


def test_nothing_is_missing() -> None:
    assert len(Missing()) == 0
    assert list(Missing().ranked()) == []


@given(st.lists(st.integers(0, 9)), st.integers(1, 4))
def test_the_least_of_many(numbers: list[int], limit: int) -> None:
    least: Least[int] = Least(limit)
    for place, number in enumerate(numbers):
        least.add(number, place)
    assert least.count == len(numbers)
    assert least.items() == sorted(range(len(numbers)), key=numbers.__getitem__)[:limit]


def test_what_a_list_leaves_out_is_said_in_whole_sentences() -> None:
    assert left_out(0, "more is", "more are") == left_out(-3, "more is", "more are") == ""
    tail = "only in <code>report.json</code>.</p>"
    assert left_out(1, "more is", "more are") == f'<p class="more">1 more is {tail}'
    assert left_out(2000, "page is", "pages are") == f'<p class="more">2,000 pages are {tail}'
