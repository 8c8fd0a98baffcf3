"""What is written between the marks of LIST: its configuration (tiki-syntax §11.1)."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MARK = re.compile(r"\{([A-Za-z]++)([^{}]*+)\}")
_ARGUMENT = re.compile(r"""(?<!\w)(\w++)\s*+=>?\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"',]++))""")
_IN_FULL = "()/, \n"


@dataclass(frozen=True, slots=True)
class Block:
    """A word in braces, with what it encloses if it is a pair of marks.

    Attributes:
        name: in small letters.
        arguments: by their names.
        body: between the marks; empty for one alone.
    """

    name: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


def blocks_of(source: str) -> Iterator[Block]:
    """The blocks of a configuration; those in bodies of others are theirs."""
    marks = list(_MARK.finditer(source))
    ends: defaultdict[str, deque[int]] = defaultdict(deque)
    for number, mark in enumerate(marks):
        if mark[1].isupper() and not mark[2]:
            ends[mark[1]].append(number)
    number = 0
    while number < len(marks):
        mark = marks[number]
        number += 1
        opens = mark[1].isupper() and mark[2].startswith("(") and not mark[2].endswith("/")
        body = ""
        if opens and (end := _first_after(ends[mark[1]], number)) is not None:
            body = source[mark.end() : marks[end].start()]
            number = end + 1
        if mark[2] or not mark[1].isupper():
            yield Block(mark[1].lower(), arguments_of(mark[2]), body)


def _first_after(ends: deque[int], number: int) -> int | None:
    """The first of ``ends`` from ``number`` on; those before it are taken out."""
    while ends and ends[0] < number:
        ends.popleft()
    return ends[0] if ends else None


def arguments_of(typed: str) -> dict[str, str]:
    """The arguments in a mark, as ``name="title" format="objectlink"``."""
    found = _ARGUMENT.findall(typed.strip(_IN_FULL))
    return {name: double or single or bare for name, double, single, bare in found}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a template: a text, or what takes the place of a mark."""

    text: str = ""
    shown: Mapping[str, str] | None = None
    """The arguments of a ``{display …}``."""


def pieces_of(template: str) -> Iterator[Piece]:
    """A template, cut at its marks that show a value."""
    at = 0
    for mark in _MARK.finditer(template):
        if mark[1].lower() == "display":
            yield Piece(template[at : mark.start()])
            yield Piece(shown=arguments_of(mark[2]))
            at = mark.end()
    yield Piece(template[at:])
