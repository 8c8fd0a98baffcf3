"""Pages with names that are hard to write, and their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.site.index_building import build_index

if TYPE_CHECKING:
    from tiki2md.site.index import SiteIndex

HUGO = Options(target="hugo")
PAGES = [
    Page(name="HomePage", page_id=1, slug="HomePage", source="!Welcome\n"),
    Page(name="Été à la mer", page_id=2, slug="Été-à-la-mer", source="!Foo (bar)\n!Foo (bar)\n"),
    Page(name="C++ firmware", page_id=3, slug="C++-firmware", source="", aliases=["Firmware"]),
    Page(name="Tools/Iron", page_id=4, slug="Tools/Iron", source=""),
    Page(name="News - July 2023", page_id=5, source="", aliases=["Old News", "Shared"]),
    Page(name="Other", page_id=6, source="", aliases=["Shared"]),
    Page(name="100% Compost", page_id=7, slug="100%-Compost", source=""),
    Page(name="What is a fern?", page_id=8, slug="What-is-a-fern?", source=""),
]
ANCHORS = {
    "Été à la mer": {"Foo_bar_": "foo-bar", "Foo_bar__2": "foo-bar-1"},
    "HomePage": {"Welcome": "welcome"},
}


def make_index(options: Options = HUGO, pages: list[Page] = PAGES) -> SiteIndex:
    """The index of a wiki of some pages, which knows the places of ``ANCHORS``."""
    wiki = Wiki(pages=list(pages), external_wikis={"wikipedia": "https://wp.example/wiki/$page"})
    index = build_index(wiki, options)
    index.anchors_of = lambda page: ANCHORS.get(page.name)
    return index
