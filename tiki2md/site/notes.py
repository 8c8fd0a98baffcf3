"""What lies beside the manifest of a site, read and written when no run is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.site.writer import JOURNAL, MANIFEST, OWN, digest_of, read_manifest, write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TOLD = ("report.html", "report.json")
"""What a run leaves for people and programs."""


def noted_text(root: Path, name: str) -> str:
    """A note of an earlier run; empty if there is none, or it is unreadable."""
    try:
        return (root / OWN / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def write_note(root: Path, name: str, text: str) -> None:
    """Write a note, or delete it if there is nothing in it.

    Raises:
        OutputError: it cannot be written.
    """
    if text:
        write_bytes(root / OWN / name, text.encode("utf-8", "replace"))
    else:
        (root / OWN / name).unlink(missing_ok=True)


def note_digests(root: Path) -> dict[str, str | None]:
    """Digests of the reports of a site, ``None`` for one that is not there."""
    return {name: digest_of(root / OWN / name) for name in _TOLD}


def untouched(root: Path, notes: Mapping[str, str | None]) -> bool:
    """Whether a site and its reports are what the last run left, which came to its end.

    Args:
        root: the folder of the site.
        notes: the digests of its reports, by ``note_digests``.
    """
    if (root / JOURNAL).exists() or note_digests(root) != notes:
        return False
    files = read_manifest(root / MANIFEST)
    return all(digest_of(root / path) == digest for path, digest in files.items())
