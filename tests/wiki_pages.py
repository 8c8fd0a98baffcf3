"""What a page becomes among all that a wiki has."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration import surroundings_of
from tiki2md.migration.indexing import links_of
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.pipeline import convert_page
from tiki2md.plugins import builtin_registry
from tiki2md.site.data import WikiData
from tiki2md.site.index_building import build_index

if TYPE_CHECKING:
    from collections.abc import Collection

GFM = Options(target="gfm")
_DAY = 86_400


def wiki_of(*pages: Page, **values: object) -> Wiki:
    """A wiki of some pages.

    Args:
        pages: numbered as they stand here, each created a day after the one before it and edited
            a day before that one was, so that no two orders are alike.
        values: what else the wiki has.
    """
    numbered = [
        replace(page, page_id=number, created=number * _DAY, modified=(100 - number) * _DAY)
        for number, page in enumerate(pages, 1)
    ]
    return replace(Wiki(pages=numbered), **values)


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


def shown(source: str, *others: Page, **values: object) -> tuple[str, list[Code]]:
    """Likewise, of a page ``Home`` with that source, in a wiki of ``others`` and ``values``."""
    return page_of(wiki_of(Page(name="Home", source=source), *others, **values))


def lines_below(call: str, markdown: str) -> list[str]:
    """The lines of a page, but for the first: the comment that keeps the call."""
    comment, *rest = [line for line in markdown.splitlines() if line]
    assert comment == f"<!-- {call} -->"
    return rest


def links_in_lists(markdown: str) -> list[str]:
    """The texts of the links that begin the items of lists."""
    return re.findall(r"^ *- (?:[\d.]+ )?\[(.*?)\]", markdown, re.MULTILINE)
