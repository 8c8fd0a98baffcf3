"""From bytes to text, without ever failing."""

from __future__ import annotations

import codecs
import html
import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code

if TYPE_CHECKING:
    from tiki2md.diagnostics import Reporter
    from tiki2md.model import Page


def _undecodable(byte: int) -> str:
    # Windows-1252 is what "Latin-1" meant to browsers and means to MySQL; five bytes have
    # no character there and keep their Latin-1 control character.
    raw = bytes([byte])
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


WINDOWS_1252 = {byte: _undecodable(byte) for byte in range(0x80, 0xA0)}
"""From characters of ISO 8859-1 to those of Windows-1252, which MySQL's ``latin1`` is."""
UNDECODABLE = {0xDC00 + byte: _undecodable(byte) for byte in range(0x80, 0x100)}
"""From what ``surrogateescape`` makes of bytes that are no UTF-8 to Windows-1252."""
SCAR = "<x>"
"""What a filter against scripts left in texts, as in ``sty<x>le``."""

_SURROGATE = re.compile("[\udc80-\udcff]")
_ENTITY = re.compile(r"&(?:\w+|#\d+|#[xX][0-9a-fA-F]+);")


def decode(raw: bytes) -> tuple[str, bool]:
    """Text of ``raw`` and whether all of it was valid UTF-8.

    Bytes that are no UTF-8 are read as Windows-1252 one by one, so that a single
    broken character does not spoil the page around it.
    """
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        return raw.decode("utf-8", "surrogateescape").translate(UNDECODABLE), False


def decode_file(raw: bytes) -> tuple[str, bool]:
    """As ``decode``, for a whole file: honours and drops a byte order mark."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16"), True
        except UnicodeDecodeError:
            return decode(raw)
    return decode(raw.removeprefix(codecs.BOM_UTF8))


class StreamDecoder:
    """As ``decode_file``, for the bytes of a stream of UTF-8 as they come.

    Attributes:
        is_valid: whether all of it was valid UTF-8 so far.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self.is_valid = True

    def decode(self, raw: bytes, *, is_last: bool = False) -> str:
        """The text of the next bytes."""
        text = self._decoder.decode(raw, is_last)
        self.is_valid = self.is_valid and not _SURROGATE.search(text)
        return text if self.is_valid else text.translate(UNDECODABLE)


def unescape_once(text: str) -> str:
    """Undo the HTML escaping of one save (tiki-exports §1, tiki_db_status).

    Only references that end in ``;`` count: ``html.unescape`` on its own would
    also turn the ``&copy`` of ``?a=1&copy=2`` into a character.
    """
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def mend_page(page: Page, reporter: Reporter, *, is_escaped: bool) -> None:
    """Give a page the text that its author typed, and tell of what was in its way.

    Args:
        page: with its text as it was stored.
        reporter: told of escaping (``SOURCE_ESCAPED_TEXT``) and of scars (``SOURCE_SCARS``).
        is_escaped: whether the text was stored HTML-escaped.
    """
    where = f"page {page.name}"
    if is_escaped:
        page.source = unescape_once(page.source)
        reporter.report(Code.SOURCE_ESCAPED_TEXT, where=where)
    if scars := page.source.count(SCAR):
        reporter.report(Code.SOURCE_SCARS, where=where, count=scars)
    page.source = without_old_marks(page.source)


def without_old_marks(text: str) -> str:
    """A stored text with LF for CRLF and without ``<x>``, a scar of an old filter (tiki-syntax)."""
    return text.replace("\r\n", "\n").replace(SCAR, "")
