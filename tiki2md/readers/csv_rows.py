"""Rows of CSV files, whatever their dialect.

The standard library's ``csv`` needs to be told the dialect, does not tell NULL
from the word, and takes longer fields only by a setting that is global.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.readers.errors import SourceError
from tiki2md.readers.unpacking import MOST, too_long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BLOCK = 1 << 16
SAMPLE = 1 << 20
"""Bytes of a file from which its dialect is told."""

_DOUBLED = rb'[^"]*+(?:""[^"]*+)*+'
_ESCAPED = rb'[^"\\]*+(?:(?:\\[\s\S]|"")[^"\\]*+)*+'
_HEADER = re.compile(rb'(?:"?[A-Za-z_]\w*"?([,;\t]))(?:"?[A-Za-z_]\w*"?\1)*"?[A-Za-z_]\w*"?\r?\n')
_ESCAPE = re.compile(rb"\\([\s\S])")
_PAIR = re.compile(rb'\\([\s\S])|""')
_CHARACTERS = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}
_NULLS = frozenset({b"NULL", rb"\N"})


class Dialect(NamedTuple):
    """How a file is written."""

    field: re.Pattern[bytes]
    """A field and its end: what is quoted, what is not, the end."""
    spoilt: re.Pattern[bytes] | None
    """A quoted field with something behind the quote."""
    escapes: bool
    """Whether a backslash means something."""


class CsvRow(NamedTuple):
    """A row; ``None`` for NULL."""

    values: list[bytes | None]
    line: int
    """Where it begins, counted from 1."""
    is_good: bool = True
    """Otherwise something stands behind a closing quote."""
    is_whole: bool = True
    """Otherwise the file ends within it."""


def header_of(head: bytes) -> list[str]:
    """The names of the columns in the first line of a file; none if they are not there."""
    match = _HEADER.match(head)
    if match is None:
        return []
    return [name.strip(b'"\r\n').decode("ascii") for name in match[0].split(match[1])]


def dialect_of(sample: bytes) -> Dialect:
    """The dialect of a file that begins with ``sample``, which has a header line."""
    match = _HEADER.match(sample)
    assert match is not None  # header_of found it
    names = match[0].count(match[1]) + 1
    return min(_dialects(match[1]), key=lambda dialect: _faults(sample, dialect, names))


def _dialects(delimiter: bytes) -> list[Dialect]:
    """What there is, the most probable first."""
    found = [_quoting(delimiter, _DOUBLED), _quoting(delimiter, _ESCAPED)]
    if delimiter == b"\t":  # as mysql itself writes without a terminal
        found.insert(0, Dialect(re.compile(rb"(?!)()|([^\t\n]*+)(\t|\n)"), None, escapes=True))
    return found


def _quoting(delimiter: bytes, quoted: bytes) -> Dialect:
    bare = rb"[^%b\n]" % delimiter
    if quoted is _ESCAPED:
        bare = rb"(?:[^%b\n\\]|\\[\s\S])" % delimiter
    end = rb"(%b|\r?\n)" % delimiter
    return Dialect(
        re.compile(rb'(?:"(%b)"|((?!")%b*+))%b' % (quoted, bare, end)),
        re.compile(rb'"(%b)"(?=[^%b\r\n])()%b*?%b' % (quoted, delimiter, bare, end)),
        escapes=quoted is _ESCAPED,
    )


def _faults(sample: bytes, dialect: Dialect, columns: int) -> int:
    """How many rows of a sample speak against a dialect."""
    rest = [sample]
    rows = list(csv_rows(lambda _: rest.pop() if rest else b"", dialect, "the sample"))[:-1]
    faults = 0
    for row in rows:
        faults += not row.is_good or len(row.values) != columns
        if dialect.spoilt is None:
            faults += any(
                value is not None and len(value) > 1 and value[:1] == value[-1:] == b'"'
                for value in row.values
            )
    # Only where a backslash means something is it written for NULL.
    return faults + (
        not dialect.escapes and re.search(rb"[,;\t\n]\\N[,;\t\r\n]", sample) is not None
    )


def csv_rows(read: Callable[[int], bytes], dialect: Dialect, origin: str) -> Iterator[CsvRow]:
    """The rows of a file, the header line too, without empty lines.

    Args:
        read: gives that many bytes of the file, fewer only at its end.
        dialect: how it is written.
        origin: the name of the file, for messages.

    Raises:
        SourceError: a field is longer than can be meant.
    """
    fields = _Fields(read, dialect, origin)
    values: list[bytes | None] = []
    is_good = True
    line = first_line = 1
    while (match := fields.next(line)) is not None:
        is_good &= match.re is dialect.field
        line += match[0].count(b"\n")
        is_last = match[3].endswith(b"\n")
        values.append(_value(match, dialect, is_last=is_last))
        if is_last:
            if len(values) > 1 or values[0]:
                yield CsvRow(values, first_line, is_good)
            values, is_good, first_line = [], True, line
    if values or not fields.at_end:
        yield CsvRow(values, first_line, is_good, is_whole=False)


def _value(match: re.Match[bytes], dialect: Dialect, *, is_last: bool) -> bytes | None:
    quoted, bare, _ = match.groups()
    if quoted is not None:
        return _PAIR.sub(_character, quoted) if dialect.escapes else quoted.replace(b'""', b'"')
    bare = bare.removesuffix(b"\r") if is_last else bare
    if bare in _NULLS:
        return None
    return _ESCAPE.sub(_character, bare) if dialect.escapes else bare


def _character(match: re.Match[bytes]) -> bytes:
    escaped = match[match.lastindex or 0]
    return b'"' if match.lastindex is None else _CHARACTERS.get(escaped, escaped)


class _Fields:
    """The fields of a stream, one match after the other."""

    def __init__(self, read: Callable[[int], bytes], dialect: Dialect, origin: str) -> None:
        self._read = read
        self._origin = origin
        self._dialect = dialect
        self._buffer = b""
        self._at = 0
        self._ended = False

    @property
    def at_end(self) -> bool:
        """Whether nothing is left; what is left at the end is half a field."""
        return self._at >= len(self._buffer)

    def next(self, line: int) -> re.Match[bytes] | None:
        """The next field, which begins on a ``line``; ``None`` if there is no whole one."""
        while True:
            match = self._dialect.field.match(self._buffer, self._at)
            if match is None and self._dialect.spoilt is not None:
                match = self._dialect.spoilt.match(self._buffer, self._at)
            if match is not None:
                self._at = match.end()
                return match
            if len(self._buffer) - self._at > MOST:
                raise SourceError(f"{self._origin}: {too_long(line)}")
            if not self._more():
                return None

    def _more(self) -> bool:
        """Read on, twice as much each time, so that a long field takes linear time."""
        if self._ended:
            return False
        rest = self._buffer[self._at :]
        block = self._read(max(_BLOCK, len(rest)))
        if not block:
            self._ended = True
            if not rest or rest.endswith(b"\n"):
                return False
            block = b"\n"  # the last line need not end in one
        self._buffer, self._at = rest + block, 0
        return True
