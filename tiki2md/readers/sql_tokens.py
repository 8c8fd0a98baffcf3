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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CHUNK = 1 << 20
_LOOKAHEAD = 4096  # more than the longest name, number or run of keywords

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
_INTRODUCER = re.compile(rb"_\w+\s*|[nN](?=')")
_WORD = re.compile(rb"[A-Za-z0-9.+-]+")
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
# What a statement consists of, up to something that may be cut by the chunk.  A
# doubled quote needs no case of its own here: it is two strings side by side.
_STATEMENT_PART = re.compile(
    rb"""(?: [^'"`;\#/-]++ | -(?=[0-9])
      | '[^'\\]*+(?:\\[\s\S][^'\\]*+)*' | "[^"\\]*+(?:\\[\s\S][^"\\]*+)*" | `[^`]*+` )*""",
    re.VERBOSE,
)
_ESCAPE = re.compile(rb"\\([\s\S])")
_ESCAPES = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}
_WORDS: dict[bytes, bytes | None] = {b"NULL": None, b"TRUE": b"1", b"FALSE": b"0"}


class TruncatedError(Exception):
    """The data end inside of something."""


class SyntaxProblemError(Exception):
    """What stands here is no literal that a dump holds."""


def unescape(raw: bytes, quote: bytes = b"'") -> bytes:
    r"""The bytes that the body of a string literal stands for.

    ``\%`` and ``\_`` keep their backslash, as in MySQL.
    """
    doubled = quote + quote
    if b"\\" not in raw:
        return raw.replace(doubled, quote) if doubled in raw else raw

    def escape(match: re.Match[bytes]) -> bytes:
        char = match[1]
        if char in b"%_":
            return match[0]
        return _ESCAPES.get(char, char)

    if doubled not in raw:
        return _ESCAPE.sub(escape, raw)
    # Both in one pass, or the quote of an escape would pair with the one behind it.
    either = re.compile(rb"\\([\s\S])|" + doubled)
    return either.sub(lambda match: quote if match[1] is None else escape(match), raw)


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
        self.has_trailer = False
        """Whether mysqldump's last comment, ``Dump completed``, was seen."""

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
        """Pass over white space and comments, conditional ones too.

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
                self._at += 2
                if not self._skip_past(b"*/"):
                    raise TruncatedError
            else:
                return

    def _note_comment(self) -> None:
        self._require(32)
        if self._buffer.startswith((b"-- MySQL dump", b"-- MariaDB dump"), self._at):
            self.has_header = True
        elif self._buffer.startswith(b"-- Dump completed", self._at):
            self.has_trailer = True

    def at_end(self) -> bool:
        """Whether nothing but space and comments is left."""
        self.skip_space()
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

    def row(self, keep: Sequence[bool]) -> list[bytes | None]:
        """The values of a row whose ``(`` was taken, up to its ``)``.

        Args:
            keep: which values are wanted; the others come as ``None``.

        Raises:
            TruncatedError: the data end before the row does.
            SyntaxProblemError: this is no row of ``len(keep)`` literals.
        """
        values: list[bytes | None] = []
        for wanted in keep:
            match = _VALUE.match(self._buffer, self._at)
            if match:
                value = self._matched_value(match) if wanted else None
                self._at = match.end()
                end = match[4]
            else:
                value = self._value(keep=wanted)
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
            return _from_hex(digits)
        return _word_value(word)

    def _value(self, *, keep: bool) -> bytes | None:
        """One literal, however far it reaches."""
        self.take(_INTRODUCER)
        self.skip_space()
        self._require(2)
        start = self._buffer[self._at : self._at + 2]
        if start[:1] in _STRING_BODY and start[:1] != b"`":
            return unescape(self._string(start[:1], keep=keep), start[:1])
        if start.lower() in {b"x'", b"b'"}:
            self._at += 1
            digits = self._string(b"'", keep=keep)
            return _from_hex(digits) if start[:1] in b"xX" else _from_bits(digits)
        if start == b"0x":
            self._at += 2
            return _from_hex(self._run(_HEX, keep=keep))
        word = self.take(_WORD)
        if word is None:
            if not start:
                raise TruncatedError
            raise SyntaxProblemError
        if not self._require(1):
            raise TruncatedError
        return _word_value(word[0])

    def _string(self, quote: bytes, *, keep: bool) -> bytes:
        """Pass over a quoted string; its body, still escaped, if wanted."""
        self._at += 1
        body = self._run(_STRING_BODY[quote], keep=keep)
        # Two bytes are at hand unless the data end, so this quote is not doubled.
        if self._buffer[self._at : self._at + 1] != quote:
            raise TruncatedError
        self._at += 1
        return body

    def _run(self, pattern: re.Pattern[bytes], *, keep: bool) -> bytes:
        """All that ``pattern`` matches here, over as many chunks as it takes.

        Afterwards two more bytes are at hand, if there are as many: a last quote
        or backslash of a chunk says nothing before the next byte is known.
        """
        parts: list[bytes] = []
        while True:
            end = _matched_to(pattern, self._buffer, self._at)
            if keep:
                parts.append(self._buffer[self._at : end])
            self._at = end
            if len(self._buffer) - end >= 2 or not self._fill():
                return b"".join(parts)

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
                body = self._string(char, keep=keep)
                if keep:
                    parts.append(char + body + char)
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


def _word_value(word: bytes) -> bytes | None:
    upper = word.upper()
    if upper in _WORDS:
        return _WORDS[upper]
    if _NUMBER.fullmatch(word):
        return word
    raise SyntaxProblemError


def _from_hex(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError as error:
        raise SyntaxProblemError from error


def _from_bits(digits: bytes) -> bytes:
    try:
        return b"%d" % int(digits or b"0", 2)
    except ValueError as error:
        raise SyntaxProblemError from error
