"""What a row of a table of escapes is, and which characters of a block the rows are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntFlag, auto
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

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


def is_one_line(where: Where) -> bool:
    """Whether no line of the file may end in such a block."""
    return Where.ONE_LINE in where or Where.LINES not in where


@dataclass(frozen=True, slots=True)
class Block:
    """The inline text of a block: characters, whose they are, the innermost link text of each."""

    text: str
    kinds: bytearray
    scopes: Sequence[int]


Find = Callable[[Block], Iterable[int]]
Addresses = Callable[[Block, set[int]], Iterable[int]]
"""Finds in a block, of which some characters get a backslash, the signs that make addresses."""


class Gap(NamedTuple):
    """What ends an address that a reader would go on with over any escape.

    Attributes:
        element: shows nothing.
        find: names positions where it has to stand besides.
    """

    element: str
    find: Find


@dataclass(frozen=True, slots=True, eq=False)
class Unsafe:
    """A row of the table.

    Attributes:
        characters: those that it is about; a text without any of them is safe from it.
        find: names positions that must be escaped if the author typed them.
        reason: what they would be read as, and the rule's source.
        where: where the row applies.
        begin: it is about lines that begin with one of these; about all, if there are none.
    """

    characters: str
    find: Find
    reason: str
    where: Where = Where.INLINE
    begin: str = ""


def at(pattern: str, *, each: bool = False) -> Find:
    """Where ``pattern`` matches: the start of the match or of its group, or each character."""
    compiled = re.compile(pattern, re.MULTILINE)

    def find(block: Block) -> Iterable[int]:
        spans = [match.span(match.lastindex or 0) for match in compiled.finditer(block.text)]
        return [place for span in spans for place in range(*span)] if each else map(_start, spans)

    return find


_start = itemgetter(0)


def at_line_start(
    characters: str,
    pattern: str,
    reason: str,
    *,
    where: Where = Where.LINES,
    begin: str = "",
    each: bool = False,
) -> Unsafe:
    """A row about how lines begin.

    Args:
        characters: as for ``Unsafe``, and ``reason`` and ``where``, too.
        pattern: as for ``at``, and ``each``, too.
        reason: what a reader would take the beginning for.
        where: the lines of which blocks.
        begin: what the lines begin with, if that is not one of the characters.
        each: whether all characters of a match are meant.
    """
    return Unsafe(characters, at(pattern, each=each), reason, where, begin or characters)


class _Rows:
    """The rows of some tables that apply to a kind of block.

    Texts hold few of the characters that rows are about, and mostly the same: which
    rows those need is remembered.
    """

    def __init__(self, where: Where, tables: tuple[tuple[Unsafe, ...], ...]) -> None:
        where |= Where.INLINE
        self._rows = [row for table in tables for row in table if row.where in where]
        self._characters = frozenset(char for row in self._rows for char in row.characters)
        self._begin = frozenset(char for row in self._rows for char in row.begin)
        self._known: dict[tuple[frozenset[str], frozenset[str]], list[Find]] = {}

    def about(self, text: str) -> list[Find]:
        """What finds those characters that ``text`` has."""
        begin = [line[:1] for line in text.split("\n")] if "\n" in text else text[:1]
        seen = self._characters.intersection(text), self._begin.intersection(begin)
        found = self._known.get(seen)
        if found is None:
            found = [row.find for row in self._rows if _is_about(row, *seen)]
            if len(self._known) < _REMEMBERED:
                self._known[seen] = found
        return found


def _is_about(row: Unsafe, characters: frozenset[str], begin: frozenset[str]) -> bool:
    """Whether a text with these characters, at the beginnings of lines too, needs a row."""
    return not characters.isdisjoint(row.characters) and (
        not row.begin or not begin.isdisjoint(row.begin)
    )


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
