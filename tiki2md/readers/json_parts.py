"""phpMyAdmin's JSON as it comes: one row is in memory at a time, whatever the file's size."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tiki2md.readers.errors import SourceError
from tiki2md.readers.text import StreamDecoder
from tiki2md.readers.unpacking import MOST, too_long
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_BLOCK = 1 << 18
"""Bytes that are read at a time, at least."""
_SPACE = re.compile(r"[ \t\n\r]*+")
_OF_NUMBERS = re.compile(r"[-+.eE0-9]*+")
_DECODER = json.JSONDecoder()
_LONGEST_WORD = 16
"""Characters of the longest word or escape (``-Infinity``, ``\\u0000``), and some more."""


@dataclass(slots=True)
class Part:
    """An object of the list that an export is, such as a table.

    Attributes:
        values: its members, but for a list of data.
        columns: the keys of all its rows, in order.
        rows: its data.
        has_only_rows: whether nothing else is among the data.
    """

    values: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, None] = field(default_factory=dict)
    rows: Spool[dict[str, Any]] = field(default_factory=Spool)
    has_only_rows: bool = True

    def add(self, row: object) -> None:
        """Add a piece of the data."""
        if isinstance(row, dict):
            self.columns |= dict.fromkeys(row)
            self.rows.append(row)
        else:
            self.has_only_rows = False


class JsonParts:
    """The parts of an export.

    Args:
        read: gives that many bytes of the file, fewer only at its end.
        origin: its name, for messages.
        wants: told what stands before the data of a part, whether they are wanted.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        origin: str,
        wants: Callable[[Mapping[str, Any]], bool] = lambda _values: True,
    ) -> None:
        self._text = _Text(read, origin)
        self._wants = wants

    @property
    def is_valid(self) -> bool:
        """Whether all that was read so far is UTF-8."""
        return self._text.decoder.is_valid

    def __iter__(self) -> Iterator[Part]:
        """The parts that are objects.

        Raises:
            SourceError: it is no JSON.
        """
        text = self._text
        for _ in text.each("]") if text.take("[") else (None,):
            if text.take("{"):
                yield self._part()
            else:
                text.value()
        if text.next_sign():
            raise text.broken("Extra data")

    def _part(self) -> Part:
        text, part = self._text, Part()
        for _ in text.each("}"):
            if text.next_sign() != '"':
                raise text.broken("Expecting property name enclosed in double quotes")
            key = text.value()
            text.expect(":")
            if key == "data" and text.take("["):
                is_wanted = self._wants(part.values)
                for _ in text.each("]"):
                    row = text.value()
                    if is_wanted:
                        part.add(row)
            else:
                part.values[key] = text.value()
        return part


class _Text:
    """A JSON text of which no more is held than what was not taken yet."""

    def __init__(self, read: Callable[[int], bytes], origin: str) -> None:
        self.decoder = StreamDecoder()
        self._read = read
        self._origin = origin
        self._held = ""
        self._at = 0
        self._ended = False
        self._line, self._column = 1, 1  # of the first character that is held

    def next_sign(self) -> str:
        """The next character that is no white space, which is not taken; nothing at the end."""
        while True:
            space = _SPACE.match(self._held, self._at)
            assert space is not None  # it may be empty
            self._at = space.end()
            if self._at < len(self._held) or not self._more():
                return self._held[self._at : self._at + 1]

    def take(self, sign: str) -> bool:
        """Whether that is the next character; then it is taken."""
        found = self.next_sign() == sign
        self._at += found
        return found

    def expect(self, sign: str) -> None:
        """Take a character that must be there."""
        if not self.take(sign):
            raise self.broken(f"Expecting {sign!r} delimiter")

    def each(self, end: str) -> Iterator[None]:
        """Stop before each of some values with commas between them, and take all up to ``end``."""
        if self.take(end):
            return
        while True:
            yield
            if self.take(end):
                return
            self.expect(",")

    def value(self) -> Any:
        """The next value, whole."""
        self.next_sign()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                # What ends where the held text does may go on.
                is_cut = error.msg.startswith("Unterminated") or (
                    error.pos >= len(self._held) - _LONGEST_WORD
                )
                if not (is_cut and self._more()):
                    raise self.broken(error.msg, error.pos) from error
            except ValueError as error:
                # Python itself makes no number of more digits.
                most = sys.get_int_max_str_digits()
                raise SourceError(
                    f"{self._origin}: a table has no number of more than {most} digits; the export "
                    "is damaged: make it again"
                ) from error
            except RecursionError as error:
                raise SourceError(
                    f"{self._origin}: this JSON is nested too deep to be an export"
                ) from error
            else:
                if self._is_behind(end) or not self._more():
                    self._at = end
                    return value

    def _is_behind(self, end: int) -> bool:
        """Whether something held shows that a value ends there: no number goes on."""
        rest = _OF_NUMBERS.match(self._held, end)
        return rest is not None and rest.end() < len(self._held)

    def broken(self, problem: str, at: int | None = None) -> SourceError:
        """What to raise where the text is no JSON: at the next character, by default."""
        line, column = self._place(self._at if at is None else at)
        return SourceError(
            f"{self._origin}: broken JSON at line {line}, column {column} ({problem}); "
            "the export is damaged or incomplete: make it again"
        )

    def _place(self, at: int) -> tuple[int, int]:
        """Line and column of a character that is held, counted from 1."""
        lines = self._held.count("\n", 0, at)
        if not lines:
            return self._line, self._column + at
        return self._line + lines, at - self._held.rindex("\n", 0, at)

    def _more(self) -> bool:
        """Read on, twice as much as is held, so that a long value takes linear time."""
        held = len(self._held) - self._at
        if held > MOST:
            raise SourceError(f"{self._origin}: {too_long(self._place(self._at)[0])}")
        more = ""
        while not more and not self._ended:
            raw = self._read(max(_BLOCK, held))
            self._ended = not raw
            more = self.decoder.decode(raw, is_last=self._ended)
        if more:
            self._line, self._column = self._place(self._at)
            self._held, self._at = self._held[self._at :] + more, 0
        return bool(more)
