"""The source of each page as the wiki had it, beside the report and no part of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import STUB
from tiki2md.site.writer import SOURCES

if TYPE_CHECKING:
    from tiki2md.site.index import SiteIndex


def source_files(index: SiteIndex) -> dict[str, str]:
    """Paths and texts of the sources of all pages, if ``keep_source`` asks for them.

    Args:
        index: of the site.
    """
    if not index.options.keep_source:
        return {}
    return {
        f"{SOURCES}/{entry.path.removesuffix('.md')}.tiki": entry.page.source
        for entry in index.entries
        if entry.kind != STUB
    }
