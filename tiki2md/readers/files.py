"""Files as they come: found, opened, unpacked, and recognised by what they hold."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import os
import re
import sys
import zipfile
import zlib
from contextlib import closing, contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

from tiki2md.diagnostics import Code
from tiki2md.readers import csv_tables
from tiki2md.readers.errors import SourceError
from tiki2md.readers.mime import is_mime
from tiki2md.readers.sql_tokens import SAID
from tiki2md.readers.tar_members import is_tar
from tiki2md.readers.text import decode_file
from tiki2md.readers.unsupported import foreign_export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tiki2md.diagnostics import Reporter

TEXT_SUFFIXES = frozenset({".tiki", ".txt", ".wiki"})
"""Files of a folder that are pages."""

SNIFFED = 1 << 16
"""How many bytes of a file tell what it is."""
_BLOCK = 1 << 20
_DAMAGED = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
_NOT_TEXT_SUFFIXES = frozenset(
    {".sql", ".json", ".csv", ".tsv", ".xml", ".zip", ".tar", ".gz", ".bz2", ".xz", ".zst"}
)

_JSON = re.compile(rb'\s*(?:\[\s*)?\{\s*"(?:type|version|name|database)"\s*:')
_SQL_SKIP = re.compile(
    rb"(?:\s++|(?:--[ \t\r]|--(?=\n)|#)[^\n]*+|/\*(?!M?!)(?:[^*]++|\*(?!/))*\*/|%b)*" % SAID
)
_SQL = re.compile(
    rb"""/\*M?!
      | (?: CREATE \s+ (?:OR \s+ REPLACE \s+)? (?:TEMPORARY \s+)? (?:TABLE|DATABASE|SCHEMA)
      | DROP \s+ (?:TABLE|DATABASE) | (?:INSERT|REPLACE) \s+ (?:[A-Z_]+ \s+)? INTO
      | LOCK \s+ TABLES | START \s+ TRANSACTION | ALTER \s+ (?:TABLE|DATABASE)
      | DELETE \s+ FROM | TRUNCATE \s+ TABLE ) [\s`"]
      | SET \s+ (?: NAMES \s | (?:SESSION\s+|GLOBAL\s+)? @*\w+(?:\.\w+)* \s* = )
      | USE \s+ [`"\w]+ \s* ; | BEGIN \s* ; | DELIMITER \s """,
    re.VERBOSE | re.IGNORECASE,
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second begins an archive of nothing
_NO_MEMBER = re.compile(r"/\Z|^__MACOSX/")  # folders, and what macOS notes of files
_SETTINGS = re.compile(rb"\s*<\?php\b[\s\S]*?^[^\S\n]*\$dbs_tiki\s*=", re.MULTILINE)
_DUMP_COMMENT = re.compile(rb"-- (?:MySQL dump|MariaDB dump|phpMyAdmin SQL Dump)")
_SAID = re.compile(SAID)
_JSON_READ = "what is read is JSON as phpMyAdmin 4.7 and later write it; export the tables as SQL"
_HINTS = {**dict.fromkeys(csv_tables.SUFFIXES, csv_tables.NO_HEADER), ".json": _JSON_READ}
"""What to say of a file that is not what the ending of its name says."""
_UTF16 = (
    "it is a dump in UTF-16, as PowerShell's > writes it, which spoils letters and files; make it "
    "again with mysqldump --result-file=wiki.sql"
)


class Kind(Enum):
    """What a file holds."""

    TEXT = "text"
    SQL = "sql"
    JSON = "json"
    ZIP = "zip"
    SETTINGS = "settings"
    """Tiki's ``db/local.php``, which tells where its database is."""
    CSV = "csv"
    MIME = "mime"
    TAR = "tar"
    OTHER = "other"


_OF_DATABASES = frozenset({Kind.SQL, Kind.JSON, Kind.CSV})


class _Unpacking(Protocol):
    """What opening a file gives, packed or not."""

    def read1(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""

    def close(self) -> None:
        """Let go of the file."""


class ByteStream:
    """The unpacked bytes of a file without its byte order mark, up to where they are damaged.

    Reading never fails on a damaged or cut archive: it ends there, and
    ``is_cut`` tells so.
    """

    def __init__(self, file: _Unpacking) -> None:
        # read1 hands out what was unpacked before the archive broke off; read
        # would lose it.
        self._read1 = file.read1
        self.is_cut = False
        self._head = self._unpacked(len(codecs.BOM_UTF8)).removeprefix(codecs.BOM_UTF8)

    def read(self, size: int) -> bytes:
        """``size`` bytes, fewer only at the end."""
        head, self._head = self._head[:size], self._head[size:]
        return head + self._unpacked(size - len(head))

    def _unpacked(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0 and not self.is_cut:
            try:
                part = self._read1(size)
            except _DAMAGED:
                self.is_cut = True
                break
            except OSError as error:
                # gzip and bz2 say with it that data are bad; then no call of the system failed.
                if error.errno is not None:
                    raise
                self.is_cut = True
                break
            if not part:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def report_cut(self, where: Path, reporter: Reporter) -> None:
        """Tell that it ended where it is damaged, if it did."""
        if self.is_cut:
            reporter.report(Code.SOURCE_TRUNCATED, where=f"{where}: the packed data")

    def read_all(self) -> bytes:
        """All the bytes that are left."""
        return b"".join(iter(lambda: self.read(_BLOCK), b""))


@contextmanager
def open_stream(path: Path) -> Iterator[ByteStream]:
    """Open a file, unpacking gzip, bzip2, xz, zstd and a zipped dump, without its byte order mark.

    Raises:
        SourceError: the file cannot be read.
    """
    try:
        with closing(_open(path)) as file:
            yield ByteStream(file)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror or error})") from error


def _open(path: Path) -> _Unpacking:
    with path.open("rb") as file:
        magic = file.read(6)
    if magic.startswith(b"\x1f\x8b"):
        return gzip.open(path)
    if magic.startswith(b"BZh"):
        return bz2.open(path)
    if magic == b"\xfd7zXZ\x00":
        return lzma.open(path)
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        return _ZstdFile(path)
    zipped = _zipped_dump(path) if magic.startswith(_ZIP[0]) else None
    return zipped or path.open("rb")


def _zipped_dump(path: Path) -> _Unpacking | None:
    """The only file of a zip archive, if it is of a database, as phpMyAdmin packs it."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = [info for info in archive.infolist() if not _NO_MEMBER.search(info.filename)]
            if len(files) != 1:
                return None
            with archive.open(files[0]) as file:
                kind = sniff_bytes(file.read(SNIFFED).removeprefix(codecs.BOM_UTF8))
            if kind not in _OF_DATABASES:
                return None
            opened = archive.open(files[0])  # and stays so when the archive is closed
            assert isinstance(opened, zipfile.ZipExtFile)  # as of any that is read
            return opened
    except (*_DAMAGED, NotImplementedError, RuntimeError, ValueError):
        return None  # cut, packed in another way, or encrypted: others say so


class _ZstdFile:
    """As the standard library's own files, but only those who need it must have it."""

    def __init__(self, path: Path) -> None:
        # Python has it since 3.14; the package is the same for those before it.
        try:
            if sys.version_info >= (3, 14):
                from compression import zstd
            else:
                from backports import zstd
        except ImportError as error:
            raise SourceError(
                f"{path}: unpacking zstd needs a library; pip install 'tiki2md[zstd]', or unpack "
                "the file with zstd -d"
            ) from error
        self._damaged = zstd.ZstdError
        self._file = zstd.open(path)
        self.close = self._file.close

    def read1(self, size: int, /) -> bytes:
        try:
            return self._file.read1(size)
        except self._damaged as error:
            raise EOFError(str(error)) from error


def sniff(path: Path) -> Kind:
    """What the file holds, told from its first bytes and never from its name.

    Raises:
        SourceError: the file cannot be read.
    """
    with open_stream(path) as stream:
        return sniff_bytes(stream.read(SNIFFED))


def sniff_bytes(head: bytes) -> Kind:
    """As ``sniff``, of the first bytes, without the byte order mark of UTF-8."""
    return next((kind for kind, is_kind in _KINDS if is_kind(head)), Kind.TEXT)


def _is_utf16(head: bytes) -> bool:
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _is_dump_in_utf16(head: bytes) -> bool:
    return _is_utf16(head) and _is_sql(head.decode("utf-16", "replace").encode())


def _is_sql(head: bytes) -> bool:
    skipped = _SQL_SKIP.match(head)
    comment = _DUMP_COMMENT.match(head)
    return bool(comment or _SQL.match(head, skipped.end() if skipped else 0))


_KINDS: tuple[tuple[Kind, Callable[[bytes], object]], ...] = (
    (Kind.OTHER, _is_dump_in_utf16),
    (Kind.TEXT, _is_utf16),
    (Kind.ZIP, lambda head: head.startswith(_ZIP)),
    (Kind.TAR, is_tar),
    (Kind.MIME, is_mime),
    (Kind.OTHER, foreign_export),
    (Kind.SQL, _is_sql),
    (Kind.JSON, _JSON.match),
    (Kind.SETTINGS, _SETTINGS.match),
    (Kind.CSV, csv_tables.is_csv),  # perhaps with the bytes of files
    (Kind.OTHER, lambda head: b"\0" in head),
)
"""The first one that fits is it; what none fits is text."""


def why_refused(path: Path, kind: Kind) -> str:
    """Why a file cannot be read for what it seems to be; empty if it may.

    Args:
        path: the file.
        kind: what ``sniff`` says of it.

    Raises:
        SourceError: the file cannot be read.
    """
    if kind not in {Kind.OTHER, Kind.TEXT}:
        return ""
    with open_stream(path) as stream:
        head = stream.read(SNIFFED)
        is_cut = stream.is_cut
    if kind is Kind.OTHER:
        return _why_unusable(head)
    return _why_no_page(head, path.suffix.lower(), is_cut=is_cut)


def _why_unusable(head: bytes) -> str:
    """What a file of no kind that is read here seems to be."""
    if foreign := foreign_export(head):
        return foreign
    if _is_dump_in_utf16(head):
        return _UTF16
    return f"it holds a NUL at byte {head.index(0) + 1}, so it is no text"


def _why_no_page(head: bytes, suffix: str, *, is_cut: bool) -> str:
    """Why what may be a text is no page: its name says that it is something else."""
    if suffix not in _NOT_TEXT_SUFFIXES:
        return ""
    if not head:
        packed = "its packed data are damaged; copy or export it again"
        return packed if is_cut else "it is empty; export it again"
    if said := _SAID.match(head):
        line = said[0].decode("utf-8", "replace").strip()
        return f"it holds no dump, but “{line}”; make it again"
    otherwise = (
        f"holds no {suffix} data that can be read here, as it begins with “{_first_line(head)}”; "
        "if it is the text of a page, name it .tiki"
    )
    return _HINTS.get(suffix, otherwise)


def _first_line(head: bytes) -> str:
    """The first words of a text, as much of them as a message can have."""
    line = decode_file(head)[0].strip().partition("\n")[0]
    return " ".join(filter(None, re.split(r"[\s\x00-\x1f\x7f-\x9f]+", line)))[:80]


def files_below(folder: Path) -> list[Path]:
    """The files of a folder and its sub-folders, sorted, without hidden ones.

    Raises:
        SourceError: one of the folders cannot be read.
    """
    found = (path for path in all_below(folder, hidden=False) if path.is_file())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def all_below(folder: Path, *, hidden: bool = True) -> Iterator[Path]:
    """The files of a folder and its sub-folders, and links, in any order.

    Args:
        folder: of the sources.
        hidden: also those whose names, or those of their folders, begin with a dot.

    Raises:
        SourceError: one of the folders cannot be read.
    """
    for parent, folders, names in os.walk(folder, onerror=_refuse):
        if not hidden:
            folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if hidden or not name.startswith("."))


def _refuse(error: OSError) -> NoReturn:
    raise SourceError(f"{error.filename}: cannot be read ({error.strerror})") from error
