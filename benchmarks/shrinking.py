"""The part of an input that is enough to show a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Data = TypeVar("Data", str, bytes)


def shortest(data: Data, problem_of: Callable[[Data], str], problem: str) -> Data:
    """``data`` with everything cut out that the problem does not need.

    Args:
        data: has the problem.
        problem_of: names the problem of some data.
        problem: its name.
    """
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if problem_of(shorter) == problem:
                data = shorter
            else:
                at += size
        size //= 2
    return data
