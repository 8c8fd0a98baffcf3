"""Files that Tiki keeps on disk, found in copies of its folders."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tiki2md.grouping import grouped
from tiki2md.model import Blob
from tiki2md.readers.files import all_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_UPLOADS = "wiki_up"


class Storage:
    """Copies of Tiki's storage folders.  Nothing outside of them is ever looked at.

    A folder below them that cannot be read is a ``SourceError`` once all are looked through.

    Args:
        folders: each a copy of the folder itself, or of any folder above it.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._roots = [folder.resolve() for folder in folders]
        self._by_name: dict[str, list[Path]] | None = None

    @property
    def is_given(self) -> bool:
        """Whether there is any folder to look in."""
        return bool(self._roots)

    def find(self, name: str, folder: str = "", size: int = 0, others: Iterable[str] = ()) -> Blob:
        """Where a file is.

        It is looked for where Tiki had it, then by its name alone in all sub-folders.

        Args:
            name: as stored in the database, below ``folder``.
            folder: Tiki's own setting, relative to its root or not.
            size: in bytes; among several files of the same name that size is preferred.
            others: other names to look for; a file found by one must have that size.

        Returns:
            The place of the bytes; without a path if there is none.
        """
        for path in self._guesses(name, folder):
            if (found := self._blob(path)) is not None:
                return found
        same = [blob for path in self._named(name) if (blob := self._blob(path)) is not None]
        fitting = [blob for blob in same if blob.size == size]
        for other in others:
            candidates = map(self._blob, self._named(other))
            fitting += [blob for blob in candidates if blob is not None and size == blob.size > 0]
        return next(iter([*fitting, *same]), Blob(path=""))

    def uploads(self) -> Iterator[tuple[str, Blob]]:
        """The pictures that old editors stored (tiki-exports §3), with the addresses of them."""
        for root in self._roots:
            for path in sorted(all_below(root)):
                parts = (root.name, *path.relative_to(root).parts)
                if _UPLOADS in parts[:-1] and (blob := self._blob(path)) is not None:
                    below = parts[parts.index(_UPLOADS) :]
                    yield f"img/{'/'.join(below)}", blob

    def _guesses(self, name: str, folder: str) -> Iterator[Path]:
        """Below each root the whole of ``folder``, then less and less of its beginning."""
        parts = [part for part in PurePosixPath(folder.strip()).parts if part.strip("/.")]
        for root in self._roots:
            for start in range(len(parts) + 1):
                yield root.joinpath(*parts[start:], name.lstrip("/"))

    def _named(self, name: str) -> Sequence[Path]:
        if self._by_name is None:
            paths = (path for root in self._roots for path in sorted(all_below(root)))
            self._by_name = grouped((path.name, path) for path in paths)
        return self._by_name.get(PurePosixPath(name).name, ()) if name else ()

    def _blob(self, path: Path) -> Blob | None:
        """The file at ``path``, unless it is none or leads out of the folders."""
        try:
            real = path.resolve()
            inside = any(real.is_relative_to(root) for root in self._roots)
            if not inside or not real.is_file():
                return None
            return Blob(path=str(real), size=real.stat().st_size)
        except (OSError, ValueError, RuntimeError):  # no name of a file, or a loop of links
            return None
