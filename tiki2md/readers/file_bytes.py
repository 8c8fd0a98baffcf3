"""The bytes of files: in the database, or on disk, and whether they are what was noted of them."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.blobs import hashed
from tiki2md.readers.schema import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.model import Blob, File
    from tiki2md.readers.schema import Row, Tables
    from tiki2md.readers.storage import Storage

_MD5 = re.compile("[0-9A-Fa-f]{32}")
_PODCASTS = {"podcast", "vidcast"}
_FOLDERS = {"gallery": "storage/fgal/", "podcast": "files/"}
"""Where Tiki keeps files unless a preference says otherwise (tiki-exports §3)."""


class Search:
    """Finds the bytes of files that are kept on disk, and tells what is not there."""

    def __init__(
        self, storage: Storage, preferences: Mapping[str, str], reporter: Reporter
    ) -> None:
        self._storage = storage
        self._preferences = preferences
        self._reporter = reporter

    def gallery_folder(self, kind: str) -> str:
        """The folder of the files of a gallery of this kind."""
        if kind in _PODCASTS:
            return self._preferences.get("fgal_podcast_dir") or _FOLDERS["podcast"]
        return self._preferences.get("fgal_use_dir") or _FOLDERS["gallery"]

    def complete(self, file: File, folder: str) -> None:
        """Find the bytes of a file that the database has not, if it has a path."""
        if not file.path or file.blob is not None or not self._storage.is_given:
            return
        found = self._storage.find(file.path, folder, file.size, (file.md5, file.filename))
        name = file.filename or file.name or file.path
        if not found.path:
            self._reporter.report(Code.SOURCE_FILE_MISSING, name=name, path=file.path)
            return
        file.blob = hashed(found)
        if file.size and found.size != file.size:
            path = PurePath(found.path).name  # without folders, which differ between machines
            self._reporter.report(
                Code.SOURCE_FILE_SIZE, name=name, path=path, size=found.size, said=file.size
            )


def bytes_of(row: Row, tables: Tables, size: int, column: str = "data") -> Blob | None:
    """The bytes of a file in the database; a row with a path has them on disk instead.

    A file that is not empty, with nothing in its column: the dump was made without bytes.

    Args:
        row: of the file.
        tables: the export.
        size: as it was noted, in bytes.
        column: of ``row`` that holds bytes.
    """
    blob = None if text_of(row, "path") else tables.blob(row, column)
    return None if blob is not None and not blob.size and size else blob


def compare(file: File, named: str, reporter: Reporter) -> None:
    """Compare the bytes that there are with what the wiki had noted of them.

    Args:
        file: with its bytes, if they were found.
        named: the file for people, such as ``file 7``.
        reporter: told of a difference.
    """
    blob = file.blob
    if blob is None or not blob.md5:
        return
    if file.path and file.size not in {0, blob.size}:
        return  # It was told where the file was found.
    md5 = file.md5.lower() if _MD5.fullmatch(file.md5) else ""
    if (file.size and file.size != blob.size) or (md5 and md5 != blob.md5):
        reporter.report(
            Code.FILE_BYTES_DIFFER,
            file=f"{named} ({file.filename})",
            found=f"{blob.size} bytes with the hash {blob.md5}",
            noted=f"{file.size} bytes" + (f" with the hash {md5}" if md5 else ""),
        )
