"""A stream of bytes seen as SQL: comments, names, literals, ends of statements.

A dump of a wiki may be gigabytes of files' bytes, so at most one chunk is held at
a time, what nobody wants is passed over without a copy, and nothing is decoded.
Most values are matched whole by one expression; only those that reach over the
end of the chunk take the slow way.

The alternatives of each expression differ in their first byte and its classes are
possessive, so all of them are linear.
"""

from __future__ import annotations

import re
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from tiki2md.readers.sql_literals import (
    SyntaxProblemError,
    bytes_of_hex,
    from_hex,
    number_of_bits,
    unescape,
    unescaped,
    word_value,
)
from tiki2md.readers.unpacking import MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Keep = bool | Callable[[Iterator[bytes]], bytes]
    """Whether a value is wanted, or who takes it in chunks."""
    _Converter = Callable[[Iterator[bytes]], Iterator[bytes]]

CHUNK = 1 << 20
_LOOKAHEAD = 4096  # more than the longest name, number or run of keywords
SAID = (
    rb"(?:/[\w./-]{0,200}/)?(?:mysqldump|mariadb-dump)(?:\.exe)?: [^\n]*+"
    rb"|Warning: (?:Using a password|A partial dump) [^\n]*+|Enter password: [^\n]*+"
)
"""A line for people, which a command with ``2>&1`` put into its dump."""

_SPACE = re.compile(rb"[\s\x00]*+")
_HEX = re.compile(rb"[0-9A-Fa-f]*+")
_STRING_BODY = {
    b"'": re.compile(rb"[^'\\]*+(?:(?:\\[\s\S]|'')[^'\\]*+)*"),
    b'"': re.compile(rb'[^"\\]*+(?:(?:\\[\s\S]|"")[^"\\]*+)*'),
    b"`": re.compile(rb"[^`]*+(?:``[^`]*+)*"),
}
_VALUE = re.compile(
    rb"""\s*+ (?:
        (?:_\w++\ *+)? '([^'\\]*+(?:(?:\\[\s\S]|'')[^'\\]*+)*)'   # 1: a string
      | 0x([0-9A-Fa-f]*+)                               # 2: --hex-blob
      | ([A-Za-z0-9.+-]++)                              # 3: a number or NULL
    ) \s*+ ([,)])""",
    re.VERBOSE,
)
_FIRST_ROW = re.compile(rb"\s*+\(")
_NEXT_ROW = re.compile(rb"\s*+,\s*+\(")
_INTRODUCER = re.compile(rb"_\w+\s*|[nN](?=')")
_UNHEX = re.compile(rb"UNHEX\s*\(\s*(?=')", re.IGNORECASE)  # Adminer's, for binary columns
_WORD = re.compile(rb"[A-Za-z0-9.+-]+")
# What a statement consists of, up to something that may be cut by the chunk.  A
# doubled quote needs no case of its own here: it is two strings side by side.
_STATEMENT_PART = re.compile(
    rb"""(?: [^'"`;\#/-]++ | -(?=[0-9])
      | '[^'\\]*+(?:\\[\s\S][^'\\]*+)*' | "[^"\\]*+(?:\\[\s\S][^"\\]*+)*" | `[^`]*+` )*""",
    re.VERBOSE,
)
_NAMES = re.compile(rb"SET\s+NAMES\s+['\"]?([A-Za-z0-9]++)", re.IGNORECASE)
_SAID = re.compile(SAID)
_SAID_FIRST = (b"m", b"/", b"W", b"Ent")
_CONDITIONAL_NAMES = re.compile(rb"/\*!\d*+\s*+" + _NAMES.pattern, re.IGNORECASE)
_HEADER = (b"-- MySQL dump", b"-- MariaDB dump")
_OLD_HEADER = re.compile(rb"-- MySQL dump (?:\d\.\d+|10\.\d|10\.10)\s")
"""Of those before 10.11 (MySQL 5.0), which wrote no last comment."""
_RULE = re.compile(rb"---")


class TruncatedError(Exception):
    """The data end inside of something."""


class SqlTokens:
    """Reads SQL literals and skips statements over a chunked source.

    Args:
        read: returns at most so many bytes; none at the end.
        chunk: how many bytes to ask for at a time.
    """

    def __init__(self, read: Callable[[int], bytes], chunk: int = CHUNK) -> None:
        self._read = read
        self._chunk = chunk
        self._buffer = b""
        self._at = 0
        self._ended = False
        self.has_header = False
        """Whether mysqldump's first comment was seen."""
        self.lacks_trailer = False
        """Whether that one announces a last comment, and it was not seen so far."""
        self.charset = ""
        """MySQL's name of the character set that the first ``SET NAMES`` tells."""

    def _fill(self) -> bool:
        """Drop what was read, add a chunk; False at the end of the data."""
        if self._ended:
            return False
        more = self._read(self._chunk)
        self._ended = not more
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        return bool(more)

    def _require(self, count: int) -> int:
        """Have ``count`` bytes at hand; how many there really are."""
        while len(self._buffer) - self._at < count and self._fill():
            pass
        return len(self._buffer) - self._at

    def _skip_past(self, mark: bytes) -> bool:
        """Go behind the next ``mark``, or to the end; whether it was found."""
        while True:
            found = self._buffer.find(mark, self._at)
            if found >= 0:
                self._at = found + len(mark)
                return True
            # The first bytes of the mark may stand at the end of the chunk.
            self._at = max(self._at, len(self._buffer) - len(mark) + 1)
            if not self._fill():
                self._at = len(self._buffer)
                return False

    def skip_space(self) -> None:
        """Pass over white space, lines for people, and comments, conditional ones too.

        What mysqldump writes as ``/*!40101 … */`` sets variables and makes views;
        nothing in there is content.
        """
        while True:
            self._at = _matched_to(_SPACE, self._buffer, self._at)
            if len(self._buffer) - self._at < 3 and self._fill():
                continue
            start = self._buffer[self._at : self._at + 3]
            if start[:1] == b"#" or (start[:2] == b"--" and not start[2:].strip()):
                self._note_comment()
                self._skip_past(b"\n")
            elif start[:2] == b"/*":
                self._note_charset(_CONDITIONAL_NAMES)
                self._at += 2
                if not self._skip_past(b"*/"):
                    raise TruncatedError
            elif not start.startswith(_SAID_FIRST) or not self._is_said():
                return

    def _is_said(self) -> bool:
        """Go behind what the program that made the dump said of itself, if that stands here."""
        self._require(_LOOKAHEAD)
        said = _SAID.match(self._buffer, self._at) is not None
        if said:
            self._skip_past(b"\n")
        return said

    def _note_comment(self) -> None:
        self._require(32)
        if self._buffer.startswith(_HEADER, self._at):
            self.has_header = True
            self.lacks_trailer = not _OLD_HEADER.match(self._buffer, self._at)
        elif self._buffer.startswith(b"-- Dump completed", self._at):
            self.lacks_trailer = False

    def _note_charset(self, pattern: re.Pattern[bytes]) -> None:
        if not self.charset:
            self._require(_LOOKAHEAD)
            match = pattern.match(self._buffer, self._at)
            self.charset = match[1].decode("ascii").lower() if match else ""

    def at_end(self) -> bool:
        """Whether nothing but space and comments is left."""
        while self.take(_RULE):  # below the header of MySQL 3.23; no statement begins so
            self._skip_past(b"\n")
        self._note_charset(_NAMES)
        return not self._require(1)

    def take(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Match a short ``pattern`` here, behind space, and go behind it."""
        self.skip_space()
        self._require(_LOOKAHEAD)
        match = pattern.match(self._buffer, self._at)
        if match:
            self._at = match.end()
        return match

    def take_char(self, chars: bytes) -> bytes:
        """Take one of ``chars`` behind space; empty if another one stands there.

        Raises:
            TruncatedError: nothing stands there.
        """
        self.skip_space()
        if not self._require(1):
            raise TruncatedError
        char = self._buffer[self._at : self._at + 1]
        if char not in chars:
            return b""
        self._at += 1
        return char

    def next_row(self, *, first: bool) -> bool:
        """Take the ``(`` of a row and, but for the first one, the comma before it."""
        match = (_FIRST_ROW if first else _NEXT_ROW).match(self._buffer, self._at)
        if match:
            self._at = match.end()
            return True
        if not first and not self.take_char(b","):
            return False
        return bool(self.take_char(b"("))

    def row(self, keep: Sequence[Keep]) -> list[bytes | None]:
        """The values of a row whose ``(`` was taken, up to its ``)``.

        Args:
            keep: for each value whether it is wanted (the others come as ``None``), or who
                takes it in chunks; then its value is what that one returned.

        Raises:
            TruncatedError: the data end before the row does.
            SyntaxProblemError: this is no row of ``len(keep)`` literals.
        """
        values: list[bytes | None] = []
        for wanted in keep:
            match = _VALUE.match(self._buffer, self._at)
            if match:
                value = self._handed(self._matched_value(match), wanted) if wanted else None
                self._at = match.end()
                end = match[4]
            else:
                value = self._value(wanted)
                end = self.take_char(b",)")
            values.append(value)
            if end != b",":
                break
        if end != b")" or len(values) != len(keep):
            raise SyntaxProblemError
        return values

    @staticmethod
    def _matched_value(match: re.Match[bytes]) -> bytes | None:
        text, digits, word = match.group(1, 2, 3)
        if text is not None:
            return unescape(text)
        if digits is not None:
            return from_hex(digits)
        return word_value(word)

    def _value(self, wanted: Keep) -> bytes | None:
        """One literal, however far it reaches."""
        self.take(_INTRODUCER)
        self.skip_space()
        self._require(2)
        start = self._buffer[self._at : self._at + 2]
        quote = start[:1]
        if quote in {b"'", b'"'}:
            return self._taken(self._string(quote), wanted, partial(unescaped, quote=quote))
        if start.lower() in {b"x'", b"b'"}:
            self._at += 1
            converted = bytes_of_hex if quote in b"xX" else number_of_bits
            return self._taken(self._string(b"'"), wanted, converted)
        if start == b"0x":
            self._at += 2
            return self._taken(self._run(_HEX), wanted, bytes_of_hex)
        if self.take(_UNHEX):
            value = self._taken(self._string(b"'"), wanted, bytes_of_hex)
            if not self.take_char(b")"):
                raise SyntaxProblemError
            return value
        word = self.take(_WORD)
        if word is None:
            if not start:
                raise TruncatedError
            raise SyntaxProblemError
        if not self._require(1):
            raise TruncatedError
        return self._handed(word_value(word[0]), wanted)

    @staticmethod
    def _handed(value: bytes | None, wanted: Keep) -> bytes | None:
        """A value that is at hand as a whole."""
        if value is None or not wanted:
            return None
        return value if wanted is True else wanted(iter((value,)))

    @staticmethod
    def _taken(raw: Iterator[bytes], wanted: Keep, converted: _Converter) -> bytes | None:
        """Hand over a literal chunk by chunk; afterwards all of it was passed."""
        try:
            if not wanted:
                return None
            if wanted is True:
                return b"".join(_bounded(converted(raw)))
            return wanted(converted(raw))
        finally:
            _exhaust(raw)  # whatever comes next looks for the end of the statement

    def _string(self, quote: bytes) -> Iterator[bytes]:
        """Pass over a quoted string; the chunks of its body, still escaped."""
        self._at += 1
        yield from self._run(_STRING_BODY[quote])
        # Two bytes are at hand unless the data end, so this quote is not doubled.
        if self._buffer[self._at : self._at + 1] != quote:
            raise TruncatedError
        self._at += 1

    def _run(self, pattern: re.Pattern[bytes]) -> Iterator[bytes]:
        """All that ``pattern`` matches here, over as many chunks as it takes.

        No chunk ends within an escape.  Afterwards two more bytes are at hand, if there
        are as many: a last quote or backslash of a chunk says nothing before the next
        byte is known.
        """
        while True:
            start = self._at
            self._at = _matched_to(pattern, self._buffer, start)
            yield self._buffer[start : self._at]
            if len(self._buffer) - self._at >= 2 or not self._fill():
                return

    def skip_statement(self) -> bytes:
        """Go behind the ``;`` that ends the statement, passing over strings.

        Raises:
            TruncatedError: there is none.
        """
        return self.statement(keep=False)

    def statement(self, *, keep: bool = True) -> bytes:
        """The rest of the statement without its comments and ``;``."""
        parts: list[bytes] = []
        while True:
            end = _matched_to(_STATEMENT_PART, self._buffer, self._at)
            if keep:
                parts.append(self._buffer[self._at : end])
            self._at = end
            if self._require(1) == 0:
                raise TruncatedError
            char = self._buffer[self._at : self._at + 1]
            if char == b";":
                self._at += 1
                return b"".join(parts)
            if char in _STRING_BODY:
                if keep:
                    parts += (char, *self._string(char), char)
                else:
                    _exhaust(self._string(char))
                continue
            self.skip_space()
            if self._buffer[self._at : self._at + 1] == char:
                self._at += 1  # no comment: a sign of some expression

    def skip_delimited(self) -> None:
        """Pass over triggers and routines, up to the line ``DELIMITER ;``.

        Statements inside of them are programs and not content.
        """
        while self._skip_past(b"\nDELIMITER ;"):
            self._require(1)
            if not self._buffer[self._at : self._at + 1].strip():
                return


def _matched_to(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    match = pattern.match(data, at)
    return match.end() if match else at


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """``chunks``, of a text that Tiki can have stored: a packed dump may hold one without end."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST:
            raise SyntaxProblemError
        yield chunk


def _exhaust(chunks: Iterator[bytes]) -> None:
    deque(chunks, maxlen=0)
