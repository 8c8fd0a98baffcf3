"""Pages that only links name, as stubs: pages of the site that nobody wrote.

They come after all pages, so that no page has another path because of them, and ``find`` does
not know them: no list, no include and no category has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import STUB, Page
from tiki2md.site.names import collation_key
from tiki2md.site.paths import page_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.site.index import Entry, SiteIndex

START_PAGES = ("readme", "home")
"""Pages that a folder or a wiki of GitHub shows first: one is written where there is none."""


def add_stubs(index: SiteIndex, wanted: Iterable[tuple[str, Entry]]) -> list[Entry]:
    """Make a stub for each name, in the order of the names.

    Args:
        index: of the site; gets the stubs.
        wanted: names that no page has, each with the page that links to it, in the order of
            the pages; of names that Tiki takes for the same, the first one counts.
    """
    names: dict[str, str] = {}
    pages: dict[str, dict[str, Entry]] = {}
    for name, entry in wanted:
        key = collation_key(name)
        names.setdefault(key, name)
        pages.setdefault(key, {}).setdefault(entry.path, entry)
    _take_pages_of_lists(index)
    made: list[Entry] = []
    for number, (key, name) in enumerate(sorted(names.items()), 1):
        title = page_title(name, patterns=index.options.title_patterns)
        _, stem = index.paths.allocate(title, f"stub-{number}")
        page, wanted_by = Page(name=name, source="", kind=STUB), list(pages[key].values())
        index.stubs[key] = index.add_behind(page, stem, title or stem, wanted_by=wanted_by)
        made.append(index.stubs[key])
    return made


def _take_pages_of_lists(index: SiteIndex) -> None:
    """Keep the paths of pages that are made of lists: no stub may stand in their place."""
    if index.category_list is not None:
        index.paths.take(index.category_list.entry.stem, "")
    if index.layout.navigation == "lists":
        for stem in START_PAGES:
            index.paths.take(stem, "")
