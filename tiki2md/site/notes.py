"""What lies beside the manifest of a site, read and written when no run is at work."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from tiki2md.site.atomic import digest_of, write_if_new
from tiki2md.site.writer import JOURNAL, MANIFEST, OWN, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_TOLD = ("report.html", "report.json", "manifest.json")
"""What a run leaves for people, for programs and for the next run."""


def noted_lines(root: Path, name: str) -> Iterator[str]:
    """The lines of a note of an earlier run; none unless all are there as it left them.

    Args:
        root: the folder of the site.
        name: of the file, of which the last line is the seal that ``sealed`` gave it.
    """
    digest, last = hashlib.sha256(), ""
    for line in _lines(root / OWN / name):
        digest.update(last.encode())
        last = line
    if last != _seal(digest.hexdigest()):
        return
    held = None
    for line in _lines(root / OWN / name):
        if held is not None:
            yield held
        held = line


def _lines(path: Path) -> Iterator[str]:
    """Those of a file; none if there is none, or up to what is unreadable."""
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            yield from file
    except (OSError, UnicodeDecodeError):
        return


def sealed(lines: Iterable[str]) -> Iterator[str]:
    """The lines, and one more by which ``noted_lines`` sees that all are there."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
        yield line
    yield _seal(digest.hexdigest())


def _seal(digest: str) -> str:
    return json.dumps({"sha256": digest}) + "\n"


def write_note(root: Path, name: str, lines: Iterable[str]) -> None:
    """Write a note, line by line, and seal it.

    Raises:
        OutputError: it cannot be written.
    """
    write_if_new(root / OWN / name, sealed(lines), root / OWN)


def drop_note(root: Path, name: str) -> None:
    """Delete a note, if there is one."""
    (root / OWN / name).unlink(missing_ok=True)


def note_digests(root: Path) -> dict[str, str | None]:
    """Digests of what the last run told of a site, ``None`` for what is not there."""
    digests = {name: digest_of(root / OWN / name) for name in _TOLD}
    return {name: None if raw is None else raw.hex() for name, raw in digests.items()}


def untouched(root: Path, notes: Mapping[str, str | None]) -> bool:
    """Whether a site is what the last run left, which came to its end.

    Args:
        root: the folder of the site.
        notes: the digests of what that run told, by ``note_digests``.
    """
    if (root / JOURNAL).exists() or note_digests(root) != notes:
        return False
    files = read_manifest(root / MANIFEST)
    return all(digest_of(root / path) == digest for path, digest in files.items())
