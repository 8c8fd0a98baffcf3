"""One page that is asked for without a site around it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tiki2md.cli.common import STDIN, shown
from tiki2md.cli.exits import InputError
from tiki2md.migration import pages_of
from tiki2md.readers.files import TEXT_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.model import Page, Wiki
    from tiki2md.options import Options


def is_one_page(sources: Sequence[str]) -> bool:
    """Whether the source is the text of one page, which needs no site around it."""
    if len(sources) > 1 or is_folder(sources[0]):
        return False
    return sources[0] == STDIN or Path(sources[0]).suffix.lower() in TEXT_SUFFIXES


def is_folder(source: str) -> bool:
    """Whether a source is a folder, as ``-`` never is."""
    return source != STDIN and Path(source).is_dir()


def only_page(wiki: Wiki, options: Options, source: str) -> Page:
    """The one page of a wiki.

    Args:
        wiki: what was read.
        options: say whether hidden pages count.
        source: as it was typed.

    Raises:
        InputError: there are several, or visitors could not see it.
    """
    if len(wiki.pages) != 1:
        raise InputError(
            f"{shown(source)} holds {len(wiki.pages)} pages; give a folder with -o for a site"
        )
    page = wiki.pages[0]
    if not pages_of(wiki, options):
        raise InputError(
            f"{page.name}: visitors could not see the page ({page.hidden}); --visibility all "
            "converts it"
        )
    return page
