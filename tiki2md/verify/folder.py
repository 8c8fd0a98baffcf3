"""The folder of a site: which files are there, whether they are whole and as they were written."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.verify.reporting import SiteReporter

MANIFEST = ".tiki2md/manifest.json"


class FolderError(Exception):
    """The folder cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What is in the folder of a site.

    Attributes:
        root: the folder.
        files: the paths of all files below it, with ``/``, but for hidden ones.
    """

    root: Path
    files: frozenset[str]

    def has(self, path: str) -> bool:
        """Whether there is a file, even in a hidden folder."""
        return path in self.files or self._file(path).is_file()

    def read(self, path: str) -> bytes:
        """The bytes of a page."""
        return self._file(path).read_bytes()

    def size(self, path: str) -> int:
        """How many bytes a file has."""
        return self._file(path).stat().st_size

    def digest(self, path: str, name: str) -> str:
        """The hash ``name`` of a file, in hexadecimal."""
        with self._file(path).open("rb") as file:
            return hashlib.file_digest(
                file, lambda: hashlib.new(name, usedforsecurity=False)
            ).hexdigest()

    def manifest(self) -> dict[str, str] | None:
        """By path, the SHA-256 of what the last run wrote; ``None`` if nobody knows.

        Read each time: it is large, and wanted when all pages are checked.
        """
        try:
            data = json.loads((self.root / MANIFEST).read_bytes())
        except (FileNotFoundError, ValueError, RecursionError):
            return None
        files = data.get("files") if isinstance(data, dict) else None
        if not isinstance(files, dict):
            return None
        return {str(path): str(digest) for path, digest in files.items()}

    def _file(self, path: str) -> Path:
        return self.root.joinpath(*PurePosixPath(path).parts)


def open_folder(root: Path) -> Folder:
    """The folder ``root`` and what is in it.

    Raises:
        FolderError: there is no such folder.
        OSError: it cannot be read.
    """
    if not root.is_dir():
        raise FolderError(f"{root} is no folder; name the one that tiki2md convert wrote to")
    files: set[str] = set()
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = Path(folder).relative_to(root)
        files.update((below / name).as_posix() for name in names)
    return Folder(root, frozenset(files))


def check_manifest(
    folder: Folder, manifest: Mapping[str, str] | None, reporter: SiteReporter
) -> None:
    """Report every file that is not as the last run left it.

    Args:
        folder: of the site.
        manifest: of the folder.
        reporter: takes what is wrong.
    """
    if manifest is None:
        problem = "is missing or damaged: nobody knows what the last run wrote"
        reporter.report(Code.VERIFY_MANIFEST, path=MANIFEST, problem=problem)
        return
    for path, digest in manifest.items():
        if not folder.has(path):
            reporter.report(Code.VERIFY_MANIFEST, path=path, problem="was written and is gone")
        elif folder.digest(path, "sha256") != digest:
            reporter.report(
                Code.VERIFY_MANIFEST, path=path, problem="is not as the last run wrote it"
            )


def check_file(folder: Folder, path: str, size: int, md5: str, reporter: SiteReporter) -> None:
    """Report a picture or download that is missing, or is not the one of the export.

    Args:
        folder: of the site.
        path: of the file, below the root.
        size: in bytes.
        md5: in hexadecimal; empty where nobody knows it.
        reporter: takes what is wrong.
    """
    if path not in folder.files:
        reporter.report(Code.VERIFY_FILE, path=path, problem="is missing")
    elif (found := folder.size(path)) != size:
        problem = f"has {found} bytes; the export has {size}"
        reporter.report(Code.VERIFY_FILE, path=path, problem=problem)
    elif md5 and folder.digest(path, "md5") != md5:
        reporter.report(Code.VERIFY_FILE, path=path, problem="has other bytes than in the export")
