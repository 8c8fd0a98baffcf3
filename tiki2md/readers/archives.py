"""Archives that may be cut off, damaged or hostile: what they hold, and how much of it is taken.

Names of members are keys to look up, and never become paths.
"""

from __future__ import annotations

import mmap
import stat
import struct
import unicodedata
import zipfile
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, NamedTuple

from tiki2md.readers.errors import SourceError
from tiki2md.readers.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

TEXT_LIMIT = 64 << 20
"""How many bytes the text of one page may have; Tiki's own column ends at 16 MiB."""
TOTAL_LIMIT = 2 << 30
"""How many bytes of text are taken from one archive into memory."""
HONEST_SIZE = 32 << 20
"""Up to here a member may be packed as tightly as it likes."""
HONEST_RATIO = 200
"""How many times as large as in the archive any other member may be."""

_BLOCK = 1 << 16
_UNKNOWN = -1
_HEADER = struct.Struct("<4s5H3L2H")
_HEADER_MARK = b"PK\x03\x04"
_DIRECTORY_MARK = b"PK\x01\x02"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_BEHIND, _UTF8 = 0x1, 0x8, 0x800
_UNIX = 3
_IN_EXTRA_FIELD = 0xFFFFFFFF

# What zipfile raises where a directory is damaged; a disk that fails fails again in _salvaged.
_DAMAGED_DIRECTORY = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    IndexError,
    OverflowError,
    EOFError,
    OSError,
    struct.error,
)

# What other tools took UTF-8 for before they wrote it as UTF-8 once more.
_MISTAKEN_FOR = ("cp437", "cp866", "cp850", "cp1252")


class MemberError(Exception):
    """A member that cannot be read, or not to its end; the message says why."""


def why_too_large(size: int, packed: int) -> str:
    """Why bytes must not be unpacked; empty if they may.

    Args:
        size: how many there will be.
        packed: how many they are in the archive.
    """
    if size <= HONEST_SIZE or size <= packed * HONEST_RATIO:
        return ""
    return f"it would grow from {packed} to {size} bytes, as no honest file does"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in a zip archive.

    Attributes:
        name: as its maker meant it.
        offset: where its header is, in bytes from the start of the archive.
        size: in bytes, unpacked; -1 where an archive without a directory does not say.
        trouble: why it must not be read, or empty.
    """

    name: str
    offset: int
    size: int
    trouble: str = ""


class ZipArchive:
    """The members of an open zip archive by their names.

    Of several members with one name the last counts, as for all tools.

    Attributes:
        is_cut: whether its directory, which stands at the end, is missing; then the members
            are those that were found one after the other.
        repeated: names that occur more than once.
    """

    def __init__(self, file: IO[bytes], members: Iterable[Member], *, is_cut: bool) -> None:
        self._file = file
        self.is_cut = is_cut
        self.members: dict[str, Member] = {}
        self.repeated: list[str] = []
        for member in members:
            if member.name in self.members:
                self.repeated.append(member.name)
            self.members[member.name] = member
        self._respelled = {
            spelling: member
            for member in self.members.values()
            if not member.name.isascii()
            for spelling in _spellings(member.name)
        }

    def find(self, *names: str) -> Member | None:
        """The first member that has one of the names, or is a misspelling of one."""
        for name in names:
            member = self.members.get(name) or self._respelled.get(
                unicodedata.normalize("NFC", name)
            )
            if member is not None:
                return member
        return None

    def chunks(self, member: Member, limit: int | None = None) -> Iterator[bytes]:
        """The bytes of a member, some at a time.

        Args:
            member: where they are.
            limit: how many there may be.

        Raises:
            MemberError: they cannot be read, or end here.
        """
        if member.trouble:
            raise MemberError(member.trouble)
        done = 0
        for chunk in unpacked(self._file, member.offset, member.size):
            done += len(chunk)
            if limit is not None and max(done, member.size) > limit:
                raise MemberError(f"it has more than {limit} bytes")
            yield chunk


@contextmanager
def open_zip(path: Path) -> Iterator[ZipArchive]:
    """Open a zip archive, whole or cut off.

    Raises:
        SourceError: it cannot be read, or is none.
    """
    try:
        with path.open("rb") as file:
            if not file.read(4).startswith(b"PK"):
                raise SourceError(
                    f"{path}: a zip archive packed once more cannot be read; unpack it first"
                )
            members, is_cut = _listed(file), False
            if members is None:
                members, is_cut = _salvaged(file), True
            archive = ZipArchive(file, _with_slashes(members), is_cut=is_cut)
            # Members may be small one by one, and be the same bytes over and over.
            total = sum(member.size for member in archive.members.values() if not member.trouble)
            if why := why_too_large(total, file.seek(0, 2)):
                raise SourceError(f"{path}: this archive is not unpacked: {why}")
            yield archive
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror or error})") from error


def unpacked(file: IO[bytes], offset: int, size: int) -> Iterator[bytes]:
    """The bytes of the member whose header stands at ``offset``, some at a time.

    No more than ``size`` bytes are handed out, whatever the archive says elsewhere.

    Args:
        file: the archive.
        offset: in bytes.
        size: in bytes, unpacked; -1 for unknown.

    Raises:
        MemberError: they cannot be read, or end here.
    """
    header = _header_at(file, offset)
    if header is None:
        raise MemberError("its header is damaged")
    trouble = _why_unreadable(header.flags, header.method)
    if trouble:
        raise MemberError(trouble)
    file.seek(header.data)
    if header.method == _DEFLATED:
        chunks = _inflated(file)
    elif size == _UNKNOWN:
        raise MemberError("the archive is damaged and does not say where it ends")
    else:
        chunks = _stored(file, size)
    at, checksum = header.data, 0
    done = 0
    for chunk in chunks:
        # Whoever reads several members at a time shares the file with us.
        at = file.tell()
        taken = chunk if size == _UNKNOWN else chunk[: size - done]
        done += len(taken)
        checksum = zlib.crc32(taken, checksum)
        if why_too_large(done, at - header.data):
            raise MemberError("it grows without end")
        yield taken
        if len(taken) < len(chunk):
            raise MemberError("it is longer than the archive says")
        file.seek(at)
    if size not in (_UNKNOWN, done):
        raise MemberError("it is shorter than the archive says")
    if header.checksum is not None and checksum != header.checksum:
        raise MemberError("its checksum is wrong")


def _stored(file: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0:
        chunk = file.read(min(size, _BLOCK))
        if not chunk:
            raise MemberError("it is cut off")
        size -= len(chunk)
        yield chunk


def _inflated(file: IO[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not inflater.eof:
            packed = inflater.unconsumed_tail or file.read(_BLOCK)
            chunk = inflater.decompress(packed, 16 * _BLOCK) if packed else inflater.flush()
            if chunk:
                yield chunk
            if not packed and not inflater.eof:
                raise MemberError("it is cut off")
    except zlib.error as error:
        raise MemberError("its data are damaged") from error


class _Header(NamedTuple):
    """What stands before the data of a member."""

    name: bytes
    flags: int
    method: int
    checksum: int | None
    packed: int
    size: int
    data: int
    """Where the data begin."""


def _header_at(file: IO[bytes], offset: int) -> _Header | None:
    file.seek(offset)
    raw = file.read(_HEADER.size)
    if len(raw) < _HEADER.size or not raw.startswith(_HEADER_MARK):
        return None
    _, _, flags, method, _, _, checksum, packed, size, name_size, extra_size = _HEADER.unpack(raw)
    name = file.read(name_size)
    if flags & _SIZES_BEHIND:
        checksum, packed, size = None, _UNKNOWN, _UNKNOWN
    elif _IN_EXTRA_FIELD in (packed, size):
        packed = size = _UNKNOWN
    data = offset + _HEADER.size + name_size + extra_size
    return _Header(name, flags, method, checksum, packed, size, data)


def _why_unreadable(flags: int, method: int) -> str:
    if flags & _ENCRYPTED:
        return "it is encrypted; pack the export again without a password"
    if method not in {_STORED, _DEFLATED}:
        return f"it is packed by method {method}; pack the export again as an ordinary zip"
    return ""


def _listed(file: IO[bytes]) -> list[Member] | None:
    """The members by the directory; ``None`` if it is missing or damaged."""
    end = file.seek(0, 2)
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    except _DAMAGED_DIRECTORY:
        return None
    file.seek(0)
    starts_with_member = file.read(4) == _HEADER_MARK
    if starts_with_member and all(info.header_offset for info in infos):
        return None  # the directory is that of a zip in this one, which is cut off behind it
    return [_listed_member(info, end) for info in infos if _is_file(info)]


def _is_file(info: zipfile.ZipInfo) -> bool:
    return not info.orig_filename.endswith("/") or info.file_size > 0


def _listed_member(info: zipfile.ZipInfo, end: int) -> Member:
    packed = min(info.compress_size, max(end - info.header_offset, 0))
    trouble = _why_unreadable(info.flag_bits, info.compress_type)
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        trouble = "it is a symbolic link, not a file"
    return Member(
        name=_listed_name(info),
        offset=info.header_offset,
        size=info.file_size,
        trouble=trouble or why_too_large(info.file_size, packed),
    )


def _listed_name(info: zipfile.ZipInfo) -> str:
    """PHP writes names in UTF-8 and often fails to say so; zipfile reads those as cp437."""
    name = info.orig_filename
    return name if info.flag_bits & _UTF8 else decode(name.encode("cp437"))[0]


def _with_slashes(members: list[Member]) -> list[Member]:
    """The members of an archive that Windows packed, where slashes were backslashes."""
    if any("/" in member.name for member in members):
        return members  # so that a backslash is one
    return [replace(member, name=member.name.replace("\\", "/")) for member in members]


def _spellings(name: str) -> Iterator[str]:
    """What a name may have been before other tools spoiled it."""
    yield unicodedata.normalize("NFC", name)
    for encoding in _MISTAKEN_FOR:
        try:
            yield unicodedata.normalize("NFC", name.encode(encoding).decode("utf-8"))
        except UnicodeError:
            continue


def _salvaged(file: IO[bytes]) -> list[Member]:
    """The members of an archive without its directory, by the headers before them."""
    members: list[Member] = []
    with closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as data:
        offset = data.find(_HEADER_MARK)
        while offset >= 0:
            header = _header_at(file, offset)
            if header is None:
                break
            end = header.data + max(header.packed, 0)
            members.append(
                Member(
                    name=decode(header.name)[0],
                    offset=offset,
                    size=header.size,
                    trouble=_why_unreadable(header.flags, header.method)
                    or why_too_large(header.size, header.packed),
                )
            )
            if data[end : end + 4] == _DIRECTORY_MARK:
                break
            # Behind one of known size that is cut off there is nothing, but in it, another zip
            # may be: an attachment, whose members are none of ours.
            offset = data.find(_HEADER_MARK, end) if end <= len(data) else -1
    return [member for member in members if member.name and not member.name.endswith("/")]
