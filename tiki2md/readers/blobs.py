"""Bytes on their way from an export to a site: put on disk as they come, read again as needed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tiki2md.model import Blob
from tiki2md.readers.archives import MemberError, unpacked
from tiki2md.readers.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLOCK = 1 << 20
"""How many bytes are held at a time."""


class BlobStore:
    """Where a reader puts bytes that it meets only once, such as those in a dump.

    Equal bytes are kept once.  Without a folder they are only counted and hashed.

    Args:
        folder: an existing folder that belongs to this store alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._spooled = 0

    def put(self, chunks: Iterable[bytes]) -> Blob:
        """Take in bytes; the result says where they are.

        Raises:
            SourceError: the folder cannot take them.
        """
        # Tiki's own hash is compared with; another, which nobody can forge, tells what is equal.
        if self._folder is None:
            size, md5 = counted(chunks)
            return Blob(path="", size=size, md5=md5)
        digest, name = hashlib.md5(usedforsecurity=False), hashlib.sha256()
        size = 0
        self._spooled += 1
        spool = self._folder / f"incoming-{self._spooled}"
        try:
            try:
                with spool.open("wb") as file:
                    for chunk in chunks:
                        digest.update(chunk)
                        name.update(chunk)
                        size += len(chunk)
                        file.write(chunk)
                kept = self._folder / name.hexdigest()
                if not kept.exists():  # a file that takes the place of another goes to disk at once
                    spool.replace(kept)
            finally:
                spool.unlink(missing_ok=True)  # the source broke off, or the disk is full
        except OSError as error:
            raise SourceError(
                f"{self._folder}: cannot take the files of the export ({error.strerror or error})"
            ) from error
        return Blob(path=str(kept), size=size, md5=digest.hexdigest())


def counted(chunks: Iterable[bytes]) -> tuple[int, str]:
    """How many bytes there are, and their MD5 in hexadecimal."""
    digest = hashlib.md5(usedforsecurity=False)
    size = 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def hashed(blob: Blob) -> Blob:
    """``blob`` with its hash, if it has none and can be read: that tells which are equal."""
    if blob.md5:
        return blob
    try:
        size, md5 = counted(chunks_of(blob))
    except SourceError:
        return blob  # Whoever needs the bytes will be told.
    return replace(blob, md5=md5) if size == blob.size else blob


def chunks_of(blob: Blob) -> Iterator[bytes]:
    """The bytes, some at a time.

    Raises:
        SourceError: they cannot be read any more, or were only counted.
    """
    if not blob.path:
        raise SourceError("the bytes of a file were counted and not kept")
    where = f"{blob.path}: {blob.member}" if blob.member else blob.path
    try:
        with Path(blob.path).open("rb") as file:
            if blob.member:
                yield from unpacked(file, blob.offset, blob.size)
                return
            while chunk := file.read(BLOCK):
                yield chunk
    except (OSError, MemberError) as error:
        raise SourceError(f"{where}: cannot be read ({error})") from error


def checked_chunks(blob: Blob) -> Iterator[bytes]:
    """As ``chunks_of``; raises at the end if the bytes are not those that were promised.

    Raises:
        SourceError: they cannot be read, or have another size or hash.
    """
    digest = hashlib.md5(usedforsecurity=False)
    size = 0
    for chunk in chunks_of(blob):
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    if size != blob.size or digest.hexdigest() != (blob.md5 or digest.hexdigest()):
        raise SourceError(
            f"{blob.path}: {size} bytes were read that are not the {blob.size} bytes of the file"
        )
