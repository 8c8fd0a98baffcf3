"""What a page becomes among all that a wiki has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration import surroundings_of
from tiki2md.migration.indexing import links_of
from tiki2md.options import Options
from tiki2md.pipeline import convert_page
from tiki2md.plugins import builtin_registry
from tiki2md.site.data import WikiData
from tiki2md.site.index_building import build_index

if TYPE_CHECKING:
    from collections.abc import Collection

    from tiki2md.model import Wiki

GFM = Options(target="gfm")


def page_of(
    wiki: Wiki, name: str = "", options: Options = GFM, hidden: Collection[str] = ()
) -> tuple[str, list[Code]]:
    """The Markdown of a page, and what was reported.

    Args:
        wiki: with the page, and all that its plugins ask of it.
        name: of the page; by default, the first.
        options: of the conversion.
        hidden: names of pages that visitors could not view.
    """
    index, registry = build_index(wiki, options), builtin_registry()
    site = WikiData(wiki, index, lambda page: links_of(page, options, registry), hidden)
    page = next(page for page in wiki.pages if page.name == name or not name)
    reporter = Reporter(page=page.name, source=page.source)
    around = surroundings_of(page, index, registry=registry, site=site)
    text = convert_page(page.source, options, around, reporter)
    return text, [found.code for found in reporter.diagnostics]
