"""The index of a site is built: every page gets its path, in the order of the ids."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import TOPIC
from tiki2md.options import FrontMatter
from tiki2md.site.arrangement import Arranger
from tiki2md.site.categories import category_names
from tiki2md.site.entries import Entry
from tiki2md.site.files import index_files
from tiki2md.site.index import SiteIndex
from tiki2md.site.languages import languages_of
from tiki2md.site.layout import FILES_URL, layout_of
from tiki2md.site.names import collation_key
from tiki2md.site.paths import PathAllocator, page_title
from tiki2md.site.people import people_of
from tiki2md.site.redirect_pages import ends_of
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tiki2md.model import Page, Wiki
    from tiki2md.options import Options
    from tiki2md.site.arrangement import Spot
    from tiki2md.site.languages import Languages
    from tiki2md.site.layout import Layout

_SECTIONS = {
    "blog post": "blog",
    "article": "articles",
    "submission": "articles",
    "faq": "faqs",
    TOPIC: "forum",
    "html page": "html",
}
"""The folders of pages that are no wiki pages, by their kind."""

_HELD = 64
"""Pages that are held in memory, since much is asked of one page in a row."""


def build_index(
    wiki: Wiki,
    options: Options,
    reporter: Reporter | None = None,
    redirects: Mapping[str, str] | None = None,
) -> SiteIndex:
    """Index all pages of ``wiki`` and give each its path.

    Paths are given out in the order of the page ids, so that a page that is added
    later never takes the path of an older one.

    Args:
        wiki: what the readers made.
        options: ``target``, ``folders``, ``slugs`` and those of titles decide the paths.
        reporter: told of every collision of paths.
        redirects: names of pages that only lead on to another one, and the names of those.
    """
    reporter = reporter or Reporter()
    layout = layout_of(options.target, github_wiki=options.github_wiki)
    if options.front_matter != FrontMatter():
        layout = replace(layout, front_matter=True)  # whoever says how it shall be wants it
    index = SiteIndex(
        layout=layout,
        options=options,
        external=wiki.external_wikis,
        variables=wiki.dynamic_variables,
        hotwords=wiki.hotwords,
        files=index_files(wiki, layout),
        categories=category_names(wiki, options.category_names),
        people=people_of(wiki, options),
        left_out=frozenset(map(collation_key, wiki.left_out)),
    )
    home_key = collation_key(wiki.home_page)
    index.pages = pages = Spool.of(wiki.pages).held(_HELD)
    pages.sort(key=lambda page: (page.page_id, page.name))
    ends = ends_of(redirects or {}, pages, home_key)
    names = [page.name for page in pages]
    numbers = [number for number, name in enumerate(names) if name not in ends]
    files = pages.at(numbers)
    # Before others join the pages: a post may have the name of a page that leads on.
    leading = pages.kept(lambda page: page.name in ends) if ends else ()
    index.languages = languages_of(
        wiki,
        chain(files, wiki.others),
        translations=options.languages == "split",
        apart=layout.translations == "apart",
    )
    index.paths = _path_allocator(layout, options, index.languages)
    homes = _homes(files, home_key, index.languages)
    arranger = Arranger(layout, options, index.paths, reporter, homes, index.languages.place)
    spots = arranger.arrange(files, [names[number] for number in numbers], wiki.places)
    for number, page, spot in zip(numbers, files, spots, strict=True):
        index.add(_entry(index, number, names[number], page, spot), page)
    _add_others(index, wiki.others, reporter)
    for page in leading:
        end = ends[page.name]
        index.lead(page, index.entry_of(end))
        reporter.about(page.name).report(Code.PAGE_REDIRECTS, page=end.name)
    return index


def _entry(index: SiteIndex, number: int, name: str, page: Page, spot: Spot) -> Entry:
    """The entry of a wiki page.

    Args:
        index: of the site; it has the pages.
        number: of the page among them.
        name: of the page, the very text that others hold.
        page: what is at that number.
        spot: where its file is.
    """
    layout, options = index.layout, index.options
    language = index.languages.place(page)
    title = page_title(name, strip_date=options.strip_title_dates, patterns=options.title_patterns)
    return Entry(
        pages=index.pages,
        number=number,
        name=name,
        kind=sys.intern(page.kind),
        title=name if title == name else title or spot.stem,
        stem=spot.stem,
        path=layout.path(spot.stem, language),
        is_home=spot.stem == layout.home,
        is_index=spot.is_index,
        order=spot.order,
        label=spot.label,
        language=language,
    )


def _path_allocator(layout: Layout, options: Options, languages: Languages) -> PathAllocator:
    """Gives out the paths of pages, but for those that mean something else."""
    # A page whose stem is the folder of a language would have the address of its home page.
    reserved = layout.reserved | {tag.lower() for tag in languages.apart}
    if layout.in_folders(options.folders):
        # No folder of pages may be one of other files.
        reserved |= {FILES_URL, layout.redirects}
    return PathAllocator(
        reserved, file_names=layout.file_names, ascii_only=options.slugs == "ascii"
    )


def _add_others(index: SiteIndex, others: Iterable[Page], reporter: Reporter) -> None:
    """Give posts, articles and the like their places: a folder for each kind."""
    allocator = index.paths
    sections: dict[str, str] = {}
    for page in others:
        if page.kind not in sections:
            sections[page.kind] = ""
            if not index.layout.by_name:
                name = _SECTIONS.get(page.kind, page.kind)
                _, sections[page.kind] = allocator.allocate(name, "pages")
        section = sections[page.kind]
        title = page_title(page.name, patterns=index.options.title_patterns)
        wanted, name = allocator.allocate(title, f"{page.kind}-{page.page_id}", section)
        below = f"{section}/" if section else ""
        stem, language = below + name, index.languages.place(page)
        if wanted != name:
            free = index.layout.path(below + wanted, language)
            used = index.layout.path(stem, language)
            reporter.about(page.name).report(Code.PATH_COLLISION, path=free, used=used)
        index.add_behind(page, stem, title or name, language)


def _homes(pages: Iterable[Page], home_key: str, languages: Languages) -> frozenset[str]:
    """The names of the wiki's home page and of those that are it in another language."""
    home = next((page for page in pages if collation_key(page.name) == home_key), None)
    if home is None:
        return frozenset()
    others = (page for page in languages.counterparts(home) if languages.place(page))
    return frozenset({home.name, *(page.name for page in others)})
