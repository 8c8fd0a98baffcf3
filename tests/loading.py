"""What readers make of sources, and what they report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers import Reading, read_sources

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.model import Wiki


def load(*paths: Path, **asked: object) -> tuple[Wiki, list[Code]]:
    """The wiki in some files or folders, and the codes of what was reported.

    Args:
        paths: of the sources.
        asked: what is asked of the readers, as ``Reading`` has it.
    """
    reporter = Reporter()
    wiki = read_sources(paths, reporter, Reading(**asked))  # type: ignore[arg-type]
    return wiki, [finding.code for finding in reporter.diagnostics]
