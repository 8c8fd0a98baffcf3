"""The only place that writes the files of a site: never over somebody else's work.

A manifest in the folder says what was written and with which content.  A file
whose content is not what the manifest says was edited by somebody, and is left
alone; so is a folder without a manifest (users-and-targets §1 items 21-23).

While a run goes on, a journal beside the manifest says the same of each file before
it is put in its place, so that the run may be killed at any moment.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from tiki2md.site.atomic import (
    OutputError,
    digest_of,
    temporary_file,
    write_bytes,
    write_if_new,
)
from tiki2md.streamed import Pairs, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

OWN = ".tiki2md"
"""The folder beside the site that tells of runs."""
MANIFEST = f"{OWN}/manifest.json"
"""Where the manifest is, below the root."""
REPORT = f"{OWN}/report.html"
"""Where the report for people is, below the root."""
SOURCES = f"{OWN}/src"
"""Where the sources of pages are, if they are kept, below the root."""
JOURNAL = f"{OWN}/journal"
"""Where a run tells what it is about to do; it is there only while a run is at work."""
_UNFINISHED = f"{OWN}/unfinished"
"""Where files grow before they are put in their places."""

_VERSION = 1
_CHUNK = 1 << 20
_IGNORED = frozenset({".git", ".gitignore", ".gitattributes", ".DS_Store"})
"""What a folder may hold and still count as empty."""


@dataclass(slots=True)
class Writer:
    """Writes the files of one site.  Made by ``open_site``.

    Attributes:
        root: the folder.
        force: replace files that were edited, too.
        dry: only find out what would be written and deleted.
        written: paths that were new or changed, in order.
        unchanged: paths whose file already had the content.
        edited: paths that were left alone because somebody else changed them.
    """

    root: Path
    force: bool = False
    dry: bool = False
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    _known: dict[str, bytes] = field(default_factory=dict)
    _current: dict[str, bytes] = field(default_factory=dict)

    def write(self, path: str, text: str) -> bool:
        """Write ``text`` to ``path``, unless somebody edited the file since the last run.

        Args:
            path: below the root, with ``/``.
            text: written as UTF-8 with line feeds.

        Returns:
            whether the file now has the content.

        Raises:
            ValueError: the path leads out of the root.
            OutputError: the file cannot be written.
        """
        return self._put(path, text, replace=self.force)

    def copy(self, path: str, chunks: Iterable[bytes]) -> bool:
        """Write bytes to ``path`` as they come, under the same conditions as ``write``.

        Nothing is written, and the exception passed on, if ``chunks`` raises one.

        Raises:
            ValueError: the path leads out of the root.
            OutputError: the file cannot be written.
        """
        digest = hashlib.sha256()
        if self.dry:
            for chunk in chunks:
                digest.update(chunk)
            return self._decide(path, digest.digest(), _nothing, replace=self.force)
        target = self._target(path)
        with temporary_file(target, self.root / _UNFINISHED) as (file, temporary):
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            file.close()
            return self._decide(
                path, digest.digest(), lambda: temporary.replace(target), replace=self.force
            )

    def date(self, path: str, seconds: int) -> None:
        """Give a file that this run wrote, or would have written again, a time of change.

        Args:
            path: below the root, with ``/``.
            seconds: since 1970, UTC.

        Raises:
            OutputError: the file takes no time.
        """
        if self.dry:
            return
        target = self._target(path)
        try:
            os.utime(target, (seconds, seconds))
        except OSError as error:
            raise OutputError(f"cannot date {target}: {error.strerror or error}") from error

    def is_whole(self, path: str) -> bool:
        """Whether a file that this run wrote, read again, is what was to be written."""
        return self.dry or digest_of(self._target(path)) == self._current.get(path)

    def scaffold(self, path: str, text: str) -> None:
        """Write a file that is only a start for its owner: never over another one's.

        Raises:
            ValueError: the path leads out of the root.
            OutputError: the file cannot be written.
        """
        if not self._put(path, text, replace=False):
            self.edited.remove(path)

    def note(self, name: str, text: Iterable[str]) -> None:
        """Write a file about the run, beside the manifest; it is no part of the site.

        Args:
            name: of the file, without a folder.
            text: in pieces; written as UTF-8 with line feeds, unless the file has it already.

        Raises:
            OutputError: the file cannot be written.
        """
        if not self.dry:
            write_if_new(self.root / OWN / name, text, self.root / _UNFINISHED)

    def unchanged_text(self, path: str, digest: str) -> str | None:
        """The text of a file that needs not be written again.

        Args:
            path: below the root, with ``/``.
            digest: what the file must be (SHA-256, in hexadecimal).

        Returns:
            nothing if the file is gone, or is something else by now.
        """
        try:
            raw = self._target(path).read_bytes()
        except OSError:
            return None
        found = _digest(raw)
        if found.hex() != digest:
            return None
        self.unchanged.append(path)
        self._settle(path, found)
        return raw.decode("utf-8")

    def keep(self, path: str) -> None:
        """Let a file of an earlier run be, without writing it again."""
        if path in self._known:
            self._current[path] = self._known.pop(path)

    def stale(self) -> list[str]:
        """Paths that an earlier run wrote and this one did not, sorted."""
        return sorted(self._known)

    def is_edited(self, path: str) -> bool:
        """Whether somebody changed a file of an earlier run since then."""
        return digest_of(self._target(path)) not in {None, self._known.get(path)}

    def prune(self, path: str) -> bool:
        """Delete a stale file, unless somebody edited it; tell whether it is gone.

        Folders that have nothing in them then go with it.
        """
        if self.is_edited(path):
            return False
        if not self.dry:
            target = self._target(path)
            target.unlink(missing_ok=True)
            self._known.pop(path, None)
            with suppress(OSError):  # there is something in it
                for folder in takewhile(lambda parent: parent != self.root, target.parents):
                    folder.rmdir()
        return True

    def close(self) -> None:
        """Write the manifest.

        Raises:
            OutputError: it cannot be written.
        """
        if self.dry:
            return
        files = self._known | self._current
        digests = Pairs((path, files[path].hex()) for path in sorted(files))
        text = pieces([("version", _VERSION), ("files", digests)])
        write_if_new(self.root / MANIFEST, chain(text, "\n"), self.root / _UNFINISHED)
        (self.root / JOURNAL).unlink(missing_ok=True)
        with suppress(OSError):  # there is none, or another run is at work
            (self.root / _UNFINISHED).rmdir()

    def _put(self, path: str, text: str, *, replace: bool) -> bool:
        raw = text.encode("utf-8", "replace")
        target = self._target(path)

        def write() -> None:
            if not self.dry:
                write_bytes(target, raw, self.root / _UNFINISHED)

        return self._decide(path, _digest(raw), write, replace=replace)

    def _decide(
        self, path: str, wanted: bytes, write: Callable[[], object], *, replace: bool
    ) -> bool:
        """Call ``write`` if the file should be written; tell whether it has the content."""
        found = digest_of(self._target(path))
        if found == wanted:
            self.unchanged.append(path)
        elif found is None or replace or found == self._known.get(path):
            self._note(path, wanted)
            write()
            self.written.append(path)
        else:
            self.edited.append(path)
            # Remembered as it was, so that it still counts as edited next time.
            self.keep(path)
            return False
        self._settle(path, wanted)
        return True

    def _settle(self, path: str, digest: bytes) -> None:
        """Note what this run leaves in a file; what the one before left there is forgotten."""
        self._known.pop(path, None)
        self._current[path] = digest

    def _note(self, path: str, digest: bytes) -> None:
        """Write in the journal what is about to be in a file."""
        if self.dry:
            return
        line = json.dumps([path, digest.hex()], ensure_ascii=False) + "\n"
        journal = self.root / JOURNAL
        try:
            with journal.open("ab") as file:
                file.write(line.encode("utf-8", "replace"))
        except OSError as error:
            raise OutputError(f"cannot write {journal}: {error.strerror or error}") from error

    def _target(self, path: str) -> Path:
        if not _is_below(path):
            raise ValueError(f"{path!r} is not a path below the output folder")
        return self.root / path


def _is_below(path: str) -> bool:
    """Whether a path leads to a file below the folder that it counts from, on every system."""
    parts = path.split("/")
    outside = path.startswith("/") or ".." in parts or "\\" in path or ":" in path
    return not outside and any(part not in {"", "."} for part in parts)


def open_site(root: Path, *, force: bool = False, dry: bool = False) -> Writer:
    """A writer for the folder ``root``, which is made if need be.

    Args:
        root: empty, missing, or written by an earlier run, perhaps one that was killed.
        force: take any folder, and replace files that were edited.
        dry: write nothing.

    Raises:
        OutputError: the folder is somebody else's, or cannot be made or read.
    """
    manifest = root / MANIFEST
    try:
        if root.exists() and not root.is_dir():
            raise OutputError(f"{root} is a file; -o wants a folder")
        if not force and not manifest.exists() and _holds(root):
            raise OutputError(
                f"{root} is not empty and was not written by tiki2md; "
                "choose another folder, or use --force to write into this one"
            )
        writer = Writer(root, force, dry, _known=read_manifest(manifest) | _left_behind(root))
        if not manifest.exists():
            # The report quotes hidden pages. Whoever wants it in git deletes this file once.
            writer.note(".gitignore", ["*\n"])
        writer.close()  # Now an interrupted run leaves a folder that the next one takes for ours.
        if not dry:
            shutil.rmtree(root / _UNFINISHED, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"cannot write to {root}: {error.strerror or error}") from error
    return writer


def _holds(root: Path) -> bool:
    names: Iterable[str] = (entry.name for entry in root.iterdir()) if root.is_dir() else ()
    return any(name not in _IGNORED for name in names)


def read_manifest(manifest: Path) -> dict[str, bytes]:
    """The paths of a site's files and the digests of what was written.

    Raises:
        OutputError: it is damaged.
    """
    try:
        data = json.loads(manifest.read_bytes())
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError):
        data = None
    files = data.get("files") if isinstance(data, dict) else None
    if not isinstance(files, dict) or not all(map(_is_below, files)):
        raise _damaged(manifest)
    try:
        return {path: bytes.fromhex(digest) for path, digest in files.items()}
    except (TypeError, ValueError) as error:
        raise _damaged(manifest) from error


def written_files(root: Path) -> Iterator[tuple[str, int, Iterable[bytes]]]:
    """The files of a site: the path of each, its size in bytes, and what is in it, in chunks.

    Raises:
        OutputError: the manifest is damaged, or a file is gone or cannot be read.
    """
    for path in sorted(read_manifest(root / MANIFEST)):
        target = root / path
        try:
            with target.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                yield path, size, iter(partial(file.read, _CHUNK), b"")
        except OSError as error:
            raise OutputError(f"cannot read {target}: {error.strerror or error}") from error


def _left_behind(root: Path) -> dict[str, bytes]:
    """What a run that was killed had put in its place, by its journal."""
    try:
        lines = (root / JOURNAL).read_bytes().split(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    try:
        # The last line is empty, or was cut.
        noted = {str(path): bytes.fromhex(digest) for path, digest in map(json.loads, lines[:-1])}
    except (TypeError, ValueError, RecursionError) as error:
        raise _damaged(root / JOURNAL) from error
    if not all(map(_is_below, noted)):
        raise _damaged(root / JOURNAL)
    return {path: digest for path, digest in noted.items() if digest_of(root / path) == digest}


def _damaged(path: Path) -> OutputError:
    return OutputError(f"{path} is damaged; delete it and use --force, which replaces edited files")


def _nothing() -> None:
    """Writes nothing."""


def _digest(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()
