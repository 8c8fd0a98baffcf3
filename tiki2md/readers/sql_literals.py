"""What the literals of SQL stand for."""

from __future__ import annotations

import re
from binascii import unhexlify
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NUMBER = re.compile(rb"[+-]?(?:\d++(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
# Those that stand for another byte than the one behind the backslash, and the usual others.
_ESCAPES = (
    (rb"\n", b"\n"),
    (rb"\'", b"'"),
    (rb"\"", b'"'),
    (rb"\r", b"\r"),
    (rb"\0", b"\0"),
    (rb"\t", b"\t"),
    (rb"\Z", b"\x1a"),
    (rb"\b", b"\b"),
)
_OTHER_ESCAPE = re.compile(rb"\\([^%_])", re.DOTALL)
_WORDS: dict[bytes, bytes | None] = {b"NULL": None, b"TRUE": b"1", b"FALSE": b"0"}


class SyntaxProblemError(Exception):
    """What stands here is no literal that a dump holds."""


def unescape(raw: bytes, quote: bytes = b"'") -> bytes:
    r"""The bytes that the body of a string literal stands for.

    ``\%`` and ``\_`` keep their backslash, as in MySQL.
    """
    # An odd number of quotes in a row begins with an escaped one, so pairs may be taken anyhow.
    raw = raw.replace(quote + quote, quote)
    if b"\\" not in raw:
        return raw
    # The first backslash of a row of them begins an escape, so split pairs them rightly.
    return b"\\".join(map(_without_escapes, raw.split(rb"\\")))


def _without_escapes(part: bytes) -> bytes:
    """A part in which no backslash is escaped; byte strings are replaced at the speed of memory."""
    for escaped, plain in _ESCAPES:
        part = part.replace(escaped, plain)
    return _OTHER_ESCAPE.sub(rb"\1", part) if b"\\" in part else part


def unescaped(chunks: Iterable[bytes], quote: bytes) -> Iterator[bytes]:
    """The bytes of a string in chunks, none of which ends within an escape."""
    return (unescape(chunk, quote) for chunk in chunks)


def word_value(word: bytes) -> bytes | None:
    """The text of a number, or what ``NULL`` and the like stand for.

    Raises:
        SyntaxProblemError: it is another word.
    """
    upper = word.upper()
    if upper in _WORDS:
        return _WORDS[upper]
    if _NUMBER.fullmatch(word):
        return word
    raise SyntaxProblemError


def bytes_of_hex(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes that digits stand for, chunk by chunk.

    Raises:
        SyntaxProblemError: they are no pairs of hexadecimal digits.
    """
    odd = b""
    for chunk in chunks:
        digits = odd + chunk
        even = len(digits) // 2 * 2
        odd = digits[even:]
        yield from_hex(digits[:even])
    if odd:
        raise SyntaxProblemError


def from_hex(digits: bytes) -> bytes:
    """The bytes that digits stand for.

    Raises:
        SyntaxProblemError: they are no pairs of hexadecimal digits.
    """
    try:
        return unhexlify(digits)
    except ValueError as error:
        raise SyntaxProblemError from error


def number_of_bits(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The number in ``b'…'``, as MySQL would print it.

    Raises:
        SyntaxProblemError: there are other digits than 0 and 1.
    """
    try:
        yield b"%d" % int(b"".join(chunks) or b"0", 2)
    except ValueError as error:
        raise SyntaxProblemError from error
