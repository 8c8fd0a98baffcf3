"""Which character set the texts of a database are in, told by all of them together.

A single odd text proves nothing: somebody may have pasted it.  So the texts vote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.readers.text import UNDECODABLE, WINDOWS_1252

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.diagnostics import Reporter
    from tiki2md.readers.schema import Row, Tables

_MANY = 10
"""So many texts that are no UTF-8 outweigh what the export says of itself."""
_SIGNS = 5
"""So many letters that were encoded twice are no accident."""
_SHARE = 10
"""One text in so many must have been encoded twice."""
_EXAMPLES = 3
_WORD = re.compile(r"(?<![^\x00-\x20])[\x21-\x7f]*+[^\x00-\x7f][^\x00-\x20]*")
_BYTES = {ord(character): byte for byte, character in WINDOWS_1252.items()}
_TWICE = re.compile(f"[\u00c2-\u00f4][\u0080-\u00bf{re.escape(''.join(WINDOWS_1252.values()))}]")
"""What a letter beyond ASCII becomes that was encoded twice: a quick test for most texts."""

_CODECS = {
    "latin2": "iso8859-2",
    "latin5": "iso8859-9",
    "latin7": "iso8859-13",
    "greek": "iso8859-7",
    "hebrew": "iso8859-8",
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "cp1256": "cp1256",
    "cp1257": "cp1257",
    "cp850": "cp850",
    "cp852": "cp852",
    "cp866": "cp866",
    "koi8r": "koi8-r",
    "koi8u": "koi8-u",
    "macroman": "mac-roman",
    "euckr": "euc-kr",
    "ujis": "euc-jp",
    "tis620": "tis-620",
}
"""MySQL's names of character sets to Python's, but for Latin-1, which has a rule of its own.

No character of these holds a backslash or a quote, so that they do not confuse the tokenizer.
"""


def raw_text(raw: bytes) -> str:
    """A text whose bytes may turn out to be no UTF-8; those are kept apart until all are read."""
    return raw.decode("utf-8", "surrogateescape")


def settle_charset(tables: Tables, declared: str, origin: str, reporter: Reporter) -> None:
    """Decide what the bytes are that were no UTF-8, in the texts of one source.

    If most texts with letters beyond ASCII are no UTF-8, and the source says that it
    is in another character set or they are many, all are read in that one
    (``SOURCE_CHARSET``); Latin-1 if it says none.  Otherwise they are strays, read as
    Windows-1252 one by one (``SOURCE_NOT_UTF8``).

    Args:
        tables: their texts come from ``raw_text`` and are changed in place.
        declared: MySQL's name of the character set in which the source says it is.
        origin: its name, for messages.
        reporter: takes the diagnostics.
    """
    cells = list(_foreign_cells(tables))
    broken = [cell for cell in cells if _is_broken(cell.text)]
    if not broken:
        return
    told = declared in _CODECS or declared == "latin1"
    if len(broken) > len(cells) - len(broken) and (told or len(broken) >= _MANY):
        name = declared if told else "latin1"
        codec = _CODECS.get(name)
        for cell in cells:
            cell.replace(_decoded(cell.text, codec))
        reporter.report(
            Code.SOURCE_CHARSET,
            where=origin,
            charset=name,
            count=len(broken),
            total=len(cells),
            examples=", ".join(f"“{_word(cell.text)}”" for cell in broken[:_EXAMPLES]),
        )
        return
    for place in dict.fromkeys(cell.place for cell in broken):
        reporter.report(Code.SOURCE_NOT_UTF8, where=f"{origin}: {place}")
    for cell in broken:
        cell.replace(cell.text.translate(UNDECODABLE))


def mend_double_encoding(tables: Tables, origin: str, reporter: Reporter, *, repair: bool) -> None:
    """Find texts that were encoded twice, and mend them if asked to.

    Tiki's UTF-8 went through a connection in Latin-1 and was taken for Latin-1 by the
    database (tiki-exports, general): ``é`` became ``Ã©``.  A text was encoded twice if it is
    UTF-8 again, as a whole, once its letters are taken for the bytes of MySQL's Latin-1.
    It is reported once (``SOURCE_DOUBLE_ENCODED``).

    Args:
        tables: the tables of one export, changed in place.
        origin: their source, for messages.
        reporter: takes the diagnostic.
        repair: whether to mend.
    """
    cells = list(_foreign_cells(tables))
    doubled = [(cell, once) for cell in cells if (once := encoded_once(cell.text)) is not None]
    signs = sum(1 for _, once in doubled for character in once if character > "\x7f")
    if signs < _SIGNS or len(doubled) * _SHARE < len(cells):
        return
    words = list(dict.fromkeys(_word(cell.text) for cell, _ in doubled))[:_EXAMPLES]
    reporter.report(
        Code.SOURCE_DOUBLE_ENCODED,
        where=origin,
        count=len(doubled),
        total=len(cells),
        examples=", ".join(f"“{word}” for “{encoded_once(word)}”" for word in words),
        done="they were mended" if repair else "--repair-encoding mends them",
    )
    if repair:
        for cell, once in doubled:
            cell.replace(once)


def encoded_once(text: str) -> str | None:
    """What a text was before it was encoded twice; ``None`` if it was not."""
    if not _TWICE.search(text):
        return None
    try:
        once = text.translate(_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    return None if once == text else once


class _Cell:
    """A text with letters beyond ASCII, and where it stands."""

    __slots__ = ("_column", "_row", "_table")

    def __init__(self, table: str, row: Row, column: str) -> None:
        self._table = table
        self._row = row
        self._column = column

    @property
    def text(self) -> str:
        return self._row[self._column] or ""

    @property
    def place(self) -> str:
        return f"{self._table}.{self._column}"

    def replace(self, text: str) -> None:
        self._row[self._column] = text


def _foreign_cells(tables: Tables) -> Iterator[_Cell]:
    for table, rows in tables.rows.items():
        for row in rows:
            for column, text in row.items():
                if text is not None and not text.isascii():
                    yield _Cell(table, row, column)


def _is_broken(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _decoded(text: str, codec: str | None) -> str:
    """A text of ``raw_text`` in another character set; Latin-1, as MySQL has it, for none."""
    raw = text.encode("utf-8", "surrogateescape")
    if codec is None:
        return raw.decode("latin-1").translate(WINDOWS_1252)
    return raw.decode(codec, "replace")


def _word(text: str) -> str:
    """The first word with a letter beyond ASCII, cut if it is long."""
    found = _WORD.search(text)
    return found[0][:40] if found else ""
