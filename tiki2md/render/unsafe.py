"""What a row of a table of escapes is, and which characters of a block the rows are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntFlag, auto
from functools import lru_cache

from tiki2md.render.delimiters import LITERAL


class Where(IntFlag):
    """What a block of inline text is; a row of the table applies in some of these.

    Numbers, as keys of what is remembered.
    """

    INLINE = auto()
    """Everywhere."""
    LINES = auto()
    """Its lines begin lines of the file: a paragraph, or the term of a definition."""
    HEADING = auto()
    """After the marks of a heading."""
    SUMMARY = auto()
    """A title that is read as a block of its own."""
    CELL = auto()
    """In a pipe table."""
    ITEM = auto()
    """The first paragraph of a list item."""
    QUOTE = auto()
    """The first paragraph of a quotation."""
    ONE_LINE = auto()
    """No line of the file may end in it."""
    FOOTNOTES = auto()
    """The page has footnotes, so that what looks like a reference is one."""
    SHORTCODES = auto()
    """The target runs Hugo's shortcodes."""


@dataclass(frozen=True, slots=True)
class Block:
    """The inline text of a block: characters, whose they are, the innermost link text of each."""

    text: str
    kinds: bytearray
    scopes: Sequence[int]


Find = Callable[[Block], Iterable[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Unsafe:
    """A row of the table.

    Attributes:
        characters: those that it is about; a text without any of them is safe from it.
        find: names positions that must be escaped if the author typed them.
        reason: what they would be read as, and the rule's source.
        where: where the row applies.
    """

    characters: str
    find: Find
    reason: str
    where: Where = Where.INLINE


def at(pattern: str, *, each: bool = False) -> Find:
    """Where ``pattern`` matches: the start of the match or of its group, or each character."""
    compiled = re.compile(pattern, re.MULTILINE)

    def find(block: Block) -> Iterable[int]:
        for match in compiled.finditer(block.text):
            start, end = match.span(match.lastindex or 0)
            yield from range(start, end) if each else (start,)

    return find


class _Rows:
    """The rows of some tables that apply to a kind of block.

    Texts hold few of the characters that rows are about, and mostly the same: which
    rows those need is remembered.
    """

    def __init__(self, where: Where, tables: tuple[tuple[Unsafe, ...], ...]) -> None:
        where |= Where.INLINE
        self._rows = [row for table in tables for row in table if row.where in where]
        self._characters = frozenset(char for row in self._rows for char in row.characters)
        self._known: dict[frozenset[str], list[Find]] = {}

    def about(self, text: str) -> list[Find]:
        """What finds those characters that ``text`` has."""
        typed = self._characters.intersection(text)
        found = self._known.get(typed)
        if found is None:
            rows = self._rows
            found = [row.find for row in rows if not typed.isdisjoint(row.characters)]
            if len(self._known) < _REMEMBERED:
                self._known[typed] = found
        return found


_REMEMBERED = 4096


@lru_cache
def _rows(where: Where, tables: tuple[tuple[Unsafe, ...], ...]) -> _Rows:
    return _Rows(where, tables)


def typed_and_unsafe(block: Block, where: Where, *tables: tuple[Unsafe, ...]) -> set[int]:
    """The positions of what the author typed and a row of the ``tables`` is about."""
    kinds = block.kinds
    if LITERAL not in kinds:
        return set()
    finds = _rows(where, tables).about(block.text)
    return {at for find in finds for at in find(block) if kinds[at] == LITERAL}
