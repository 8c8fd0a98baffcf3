"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedWriter
    from pathlib import Path


_BLOCK = 1 << 15
"""Characters that are written at a time, at least: pieces may be as short as a bracket."""


class OutputError(Exception):
    """The output cannot be written; the message says why and what to do."""


def write_bytes(target: Path, raw: bytes, unfinished: Path | None = None) -> None:
    """Write a file so that it is there whole or not at all.

    Args:
        target: the file.
        raw: what to write.
        unfinished: a folder of the same file system, for the file while it grows; by
            default that of ``target``.

    Raises:
        OutputError: it cannot be written.
    """
    with temporary_file(target, unfinished or target.parent) as (file, temporary):
        file.write(raw)
        file.close()
        temporary.replace(target)


def write_if_new(target: Path, text: Iterable[str], unfinished: Path) -> None:
    """Write a file piece by piece, unless it has the text already.

    Args:
        target: the file; it is there whole or not at all.
        text: in pieces; written as UTF-8 with line feeds.
        unfinished: as for ``write_bytes``.

    Raises:
        OutputError: it cannot be written.
    """
    digest = hashlib.sha256()
    with temporary_file(target, unfinished) as (file, temporary):
        for block in _blocks(text):
            raw = block.encode("utf-8", "replace")
            digest.update(raw)
            file.write(raw)
        file.close()
        if digest_of(target) != digest.digest():
            temporary.replace(target)


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


@contextmanager
def temporary_file(target: Path, folder: Path) -> Iterator[tuple[BufferedWriter, Path]]:
    """A file to write to, which takes the place of ``target`` if it is renamed, and else is gone.

    Args:
        target: whose folder is made.
        folder: of the same file system, for the file while it grows.

    Yields:
        the file, and its path.

    Raises:
        OutputError: it cannot be written.
    """
    temporary = folder / f".tiki2md-{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                yield file, temporary
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error


def digest_of(target: Path) -> bytes | None:
    """SHA-256 of a file; ``None`` if there is none.

    Raises:
        OutputError: it cannot be read.
    """
    try:
        with target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"cannot read {target}: {error.strerror or error}") from error
