"""What readers make of sources, and what they report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Diagnostic, Reporter
from tiki2md.readers import Reading, SourceError, read_sources
from tiki2md.readers.blobs import chunks_of

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.model import Blob, Wiki


def load_with_findings(*paths: Path, **asked: object) -> tuple[Wiki, list[Diagnostic]]:
    """The wiki in some files or folders, and what was reported.

    Args:
        paths: of the sources.
        asked: what is asked of the readers, as ``Reading`` has it.
    """
    reporter = Reporter()
    wiki = read_sources(paths, reporter, Reading(**asked))  # type: ignore[arg-type]
    return wiki, reporter.diagnostics


def load(*paths: Path, **asked: object) -> tuple[Wiki, list[Code]]:
    """Likewise, with the codes of what was reported."""
    wiki, found = load_with_findings(*paths, **asked)
    return wiki, [finding.code for finding in found]


def load_damaged(path: Path, **asked: object) -> tuple[Wiki, list[Code]] | None:
    """Likewise, of a file that may be damaged.

    None is for a file of which nothing can be read, which the error must say by its name; any other
    error fails the test.
    """
    try:
        return load(path, **asked)
    except SourceError as error:
        assert path.name in str(error)  # noqa: PT017 - an error or a wiki, both are right
        return None


def messages(*paths: Path) -> list[str]:
    """What people are told of some files or folders."""
    return [finding.message for finding in load_with_findings(*paths)[1]]


def bytes_of(blob: Blob | None) -> bytes:
    """The bytes that readers kept of a file, which must be there."""
    assert blob is not None
    return b"".join(chunks_of(blob))
