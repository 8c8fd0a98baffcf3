"""Texts that are made of a regular expression to hurt it.

What is slow about a pattern is a repetition that has to be given up: after something that began
it, over many of what it repeats, before an end that does not fit; or many beginnings, each of which
looks as far as the end.  All of these are made here of the parse tree of the pattern.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import islice
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REPEATS = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})
CHARACTERS = frozenset({op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY})
MANY = 20
"""A repetition that may go on for longer than this counts as one without end."""
MOST = 24
"""How many pieces of each kind are tried of a pattern; more of a few long ones are alike."""
MIXED = 40
"""How many texts are put together by chance."""
ANYTHING = ("a", "0", " ", "\n", "\t", "_", "-", "<", "\u00e9")
"""Tried for what a class of characters may be."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A beginning, what is repeated behind it, and an end."""

    start: str
    unit: str
    end: str

    def text(self, size: int) -> str:
        """It, with about ``size`` characters."""
        return self.start + self.unit * (size // len(self.unit)) + self.end

    def __str__(self) -> str:
        return f"{self.start!r} + {self.unit!r}… + {self.end!r}"


def recipes(pattern: re.Pattern[Any]) -> list[Recipe]:
    """All texts to try on a pattern; the same ones each time."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    chance = random.Random(0)
    characters = _few(_characters(tree))
    whole = sample(tree)
    starts = _few(["", *_starts(tree)])
    units = _few([*_units(tree), whole, whole[:-1]])
    made = [("", char) for char in characters]
    made += [(start, unit) for start in starts for unit in (*units, *characters)][: 4 * MOST]
    made += [("", start + unit) for start in starts for unit in units][: 4 * MOST]
    pool = [part for part in (*characters, *units, *starts, whole) if part]
    for _ in range(MIXED if pool else 0):
        unit = "".join(chance.choices(pool, k=chance.randint(1, 4)))
        made.append((chance.choice(starts), unit))
    return [
        Recipe(start, unit, end)
        for start, unit in dict.fromkeys(made)
        if unit
        for end in ("", "\0")
    ]


def _few(found: Iterator[str] | list[str]) -> list[str]:
    return list(islice(dict.fromkeys(found), MOST))


def sample(tree: Any) -> str:
    """A text that the pattern, or most of it, matches; each repetition once."""
    return "".join(map(_of_item, tree))


def _of_item(item: Any) -> str:
    kind, value = item
    if kind in CHARACTERS:
        return next(_members(item), "")
    if kind is op.BRANCH:
        return max(map(sample, value[1]), key=len)
    if kind in REPEATS:
        low, high, inner = value
        return sample(inner) * min(max(low, 1), high)
    if kind is op.ATOMIC_GROUP:
        return sample(value)
    return sample(value[-1]) if kind is op.SUBPATTERN else ""


def _members(item: Any) -> Iterator[str]:
    """A few of the characters that an item matches."""
    kind, value = item
    if kind is op.LITERAL:
        yield chr(value)
    elif kind is op.IN and value[0][0] is not op.NEGATE:
        for part, what in value:
            if part is op.CATEGORY:
                yield from _fitting([(op.IN, value)])
            else:
                yield chr(what[0] if part is op.RANGE else what)
    else:
        yield from _fitting([item])


def _fitting(items: list[Any]) -> Iterator[str]:
    """Those of ``ANYTHING`` that an item matches, by asking ``re``."""
    tree = parser.SubPattern(parser.State(), items)
    yield from filter(compiler.compile(tree).match, ANYTHING)


def _inner(item: Any) -> list[Any]:
    """The trees inside an item."""
    kind, value = item
    if kind is op.BRANCH:
        return list(value[1])
    if kind is op.GROUPREF_EXISTS:
        return [tree for tree in value[1:] if tree]
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind in REPEATS or kind in {op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT}:
        return [value[-1]]
    return []


def _characters(tree: Any) -> Iterator[str]:
    """Those that the pattern is about."""
    for item in tree:
        yield from _members(item) if item[0] in CHARACTERS else ()
        for inner in _inner(item):
            yield from _characters(inner)


def _starts(tree: Any, before: str = "") -> Iterator[str]:
    """What may stand before each repetition without end."""
    for item in tree:
        if item[0] in REPEATS and item[1][1] > MANY:
            yield before
        for inner in _inner(item):
            yield from _starts(inner, before)
        before += _of_item(item)


def _units(tree: Any) -> Iterator[str]:
    """What repetitions without end repeat: each branch, and each kind of character."""
    for item in tree:
        if item[0] in REPEATS and item[1][1] > MANY:
            yield sample(item[1][2])
            yield from _alternatives(item[1][2])
        for inner in _inner(item):
            yield from _units(inner)


def _alternatives(tree: Any) -> Iterator[str]:
    for item in tree:
        if item[0] is op.BRANCH:
            yield from map(sample, item[1][1])
        yield from _members(item) if item[0] in CHARACTERS else ()
        for inner in _inner(item):
            yield from _alternatives(inner)
