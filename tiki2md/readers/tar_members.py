"""The members of a tar archive, as a stream, and past damage.

The standard library's ``tarfile`` reads the headers, but cannot go on behind one
that is out of place, and Tiki writes such: a name of more than 100 bytes
overflows its field, and shifts the rest of the header and all that follows
(tiki-exports §5.3).
"""

from __future__ import annotations

import re
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.readers.text import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONG_NAME = "a name of more than 100 bytes has spoilt the archive there, as Tiki's do"
BAD_HEADER = "a header of the archive is damaged"

_BLOCK = 512
_CHUNK = 1 << 16
_NAME = 100
_MAGIC = b"ustar"
_MAGIC_AT = 257
_CHECK_SUM_AT = 148
_NO_LINK = bytes(100)
_NO_NAME = re.compile(rb"[\0-\x1f]")
_MAX_LONG_NAME = 1 << 16
_PATH = re.compile(rb"(?<![0-9])[0-9]+ path=([^\n]*)(\n?)")


@dataclass(slots=True)
class Member:
    """A member of an archive, whose bytes can be read once, before the next one is asked for."""

    name: str
    read: Callable[[int], bytes]
    """Gives that many bytes, fewer only at the end."""
    modified: int = 0
    """Unix seconds, UTC; 0 for unknown."""
    is_file: bool = True
    """Otherwise a link, a device or something else without bytes; folders do not come at all."""
    problem: str = ""
    """What is wrong with it; then the name may be wrong or empty."""


def is_tar(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a tar archive."""
    return _header(head) is not None or _overflow(head) > 0


class TarMembers:
    """An archive to go through once; nothing of it is ever unpacked to a file.

    Args:
        read: gives that many bytes of the archive, fewer only at its end.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._window = _Window(read)
        self.is_cut = False
        """Whether the archive ended within a member, or without the zeros that must be its end;
        known when all were read."""

    def __iter__(self) -> Iterator[Member]:
        """The members in their order, without folders."""
        long_name = b""
        self.is_cut = True
        while head := self._window.peek(_BLOCK):
            if not head.strip(b"\0"):
                self._window.take(_BLOCK)  # the end, perhaps of the first of several archives
                self.is_cut = False
                continue
            self.is_cut = True
            info = _header(head)
            if info is None:
                yield from self._damaged()
                continue
            self._window.take(_BLOCK)
            body = _Body(self._window, 0 if info.type in _WITHOUT_BYTES else info.size)
            if info.type in {tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE}:
                long_name = _long_name(info, body) or long_name
            elif info.type not in _ABOUT_OTHERS:
                if not info.isdir():
                    raw = long_name or info.name.encode("utf-8", "surrogateescape")
                    yield _member(info, raw, body)
                long_name = b""
            body.skip()

    def _damaged(self) -> Iterator[Member]:
        gap = _Gap(self._window)
        yield Member(name=decode(gap.name)[0], read=gap.read, problem=gap.problem)
        while gap.read(_CHUNK):
            pass


_ABOUT_OTHERS = frozenset({tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGLINK})
"""Members that tell of links, or what nobody needs to know."""
_WITHOUT_BYTES = frozenset(
    {
        tarfile.DIRTYPE,
        tarfile.LNKTYPE,
        tarfile.SYMTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.FIFOTYPE,
    }
)
"""Members that no bytes follow, whatever size they claim."""


def _member(info: tarfile.TarInfo, name: bytes, body: _Body) -> Member:
    return Member(
        name=decode(name)[0],
        read=body.read,
        modified=max(int(info.mtime), 0),
        is_file=info.isreg(),
    )


def _header(block: bytes) -> tarfile.TarInfo | None:
    """The header that is a whole block, if it is one."""
    try:
        info = tarfile.TarInfo.frombuf(block[:_BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return None
    return info if info.size >= 0 else None


def _overflow(head: bytes) -> int:
    """By how many bytes the name at the beginning of a header is too long; 0 if it is none.

    The check sum stands where it always does, within the name if that is very long;
    the name of a link, before the magic word, is empty.
    """
    at = head.find(_MAGIC, _MAGIC_AT + 1, _MAGIC_AT + _BLOCK + len(_MAGIC) - 1)
    overflow = at - _MAGIC_AT
    if at < 0 or head[at - len(_NO_LINK) : at] != _NO_LINK:
        return 0
    if _NO_NAME.search(head, 0, min(_NAME + overflow, _CHECK_SUM_AT)):
        return 0
    return overflow


def _long_name(info: tarfile.TarInfo, body: _Body) -> bytes:
    """The name of the next member, where another program packed the archive again."""
    raw = body.read(_MAX_LONG_NAME)
    if info.type == tarfile.GNUTYPE_LONGNAME:
        return raw.partition(b"\0")[0]
    path = _PATH.search(raw)
    return path[1] if path and path[2] else b""


class _Window:
    """A stream whose next bytes can be looked at before they are taken."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._ahead = bytearray()

    def peek(self, size: int) -> bytes:
        if len(self._ahead) < size:
            self._ahead += self._read(max(size - len(self._ahead), _CHUNK))
        return bytes(self._ahead[:size])

    def take(self, size: int) -> bytes:
        taken = self.peek(size)
        del self._ahead[:size]
        return taken


class _Body:
    """The bytes of a member whose header tells how many they are."""

    def __init__(self, window: _Window, size: int) -> None:
        self._window = window
        self._left = size
        self._padding = -size % _BLOCK

    def read(self, size: int) -> bytes:
        part = self._window.take(min(size, self._left, _CHUNK))
        self._left -= len(part)
        return part

    def skip(self) -> None:
        """Go to the next header."""
        while self.read(_CHUNK):
            pass
        self._window.take(self._padding)


class _Gap:
    """The bytes from a header that is none up to the next one."""

    def __init__(self, window: _Window) -> None:
        self._window = window
        self._ready = b""
        self._at_end = False
        head = window.peek(2 * _BLOCK)
        overflow = _overflow(head)
        self.problem = LONG_NAME if overflow else BAD_HEADER
        self.name = b""
        if overflow or head.startswith(_MAGIC, _MAGIC_AT):
            self.name = head[: _NAME + overflow].partition(b"\0")[0]
            window.take(_BLOCK + overflow)

    def read(self, size: int) -> bytes:
        while not self._ready and not self._at_end:
            self._advance()
        part, self._ready = self._ready[:size], self._ready[size:]
        return part

    def _advance(self) -> None:
        """Take a block at a time, as what follows an overflow is in step with it."""
        data = self._window.peek(2 * _BLOCK)
        before = _before_header(data)
        if before == 0 or not data[:_BLOCK].strip(b"\0"):
            self._at_end = True
        else:
            self._ready = self._window.take(min(before, _BLOCK)).rstrip(b"\0")


def _before_header(data: bytes) -> int:
    """How many bytes of ``data`` stand before a header."""
    at = data.find(_MAGIC, _MAGIC_AT)
    while at >= 0:
        start = at - _MAGIC_AT
        if _header(data[start : start + _BLOCK]) is not None:
            return start
        at = data.find(_MAGIC, at + 1)
    return 0 if _overflow(data) else len(data)
