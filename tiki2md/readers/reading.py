"""What is asked of the readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.readers.blobs import BlobStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader should bring along, besides what converting pages needs.

    Attributes:
        blobs: takes the bytes of files and the texts of old versions.
        files: copies of Tiki's storage folders, for files that are not in the database.
        history: whether old versions are wanted.
        repair_encoding: whether texts that were encoded twice are mended.
        on_bytes: called with how many bytes of a dump were read, for progress.
        database_password: of a live database, where its address has none.
    """

    blobs: BlobStore = field(default_factory=BlobStore)
    files: tuple[Path, ...] = ()
    history: bool = False
    repair_encoding: bool = False
    on_bytes: Callable[[int], None] | None = None
    database_password: str = field(default="", repr=False)
