"""What the filters of LIST ask of what they find, whatever it is (tiki-syntax §11.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tiki2md.plugins.snapshots import collated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

_Found = TypeVar("_Found")

_WORDS = re.compile(r"[\w\s]+")
_WORD = re.compile(r"\w+")


class Question(NamedTuple):
    """What one argument of a filter asks, as ``{filter field="title" exact="Quay"}``.

    Attributes:
        field: the field of the index; empty where the argument names one itself.
        how: the name of the argument, such as ``exact`` or ``categories``.
        value: what it says.
    """

    field: str
    how: str
    value: str


def questions_of(filters: Iterable[Mapping[str, str]]) -> list[Question]:
    """What the arguments of all filters ask."""
    return [
        Question(arguments.get("field", "").strip(), how, value.strip())
        for arguments in filters
        for how, value in arguments.items()
        if how != "field"
    ]


def passing(
    found: Iterable[_Found], tests: Sequence[Callable[[_Found], bool] | None]
) -> list[_Found] | None:
    """What passes all tests; ``None`` if one of them is: no index but Tiki's can answer it."""
    known = [test for test in tests if test is not None]
    if len(known) < len(tests):
        return None
    return [one for one in found if all(test(one) for test in known)]


def words_of(value: str) -> Collection[str] | None:
    """The words that a text must have; ``None`` for signs and words of the search's language."""
    words = set(collated(value).split())
    return None if not _WORDS.fullmatch(value) or words & {"and", "or", "not"} else words


def has_words(stored: str, words: Collection[str]) -> bool:
    """Whether a text has all of some collated words."""
    return set(words) <= set(_WORD.findall(collated(stored)))
