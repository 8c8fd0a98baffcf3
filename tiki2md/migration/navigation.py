"""Lists of a site's pages in Markdown, for targets that read no other navigation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Reporter
from tiki2md.migration.text_nodes import text_nodes
from tiki2md.nodes import (
    HeadingNode,
    LinkNode,
    ListItemNode,
    ListNode,
    Node,
    ParagraphNode,
)
from tiki2md.pipeline import render_blocks
from tiki2md.site.frontmatter import without
from tiki2md.site.navigation import Item, navigation_data, navigation_of
from tiki2md.site.paths import PathAllocator
from tiki2md.site.scaffolds.common import site_title
from tiki2md.site.wanted import START_PAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tiki2md.site.data import WikiData
    from tiki2md.site.layout import Layout
    from tiki2md.site.navigation import Navigation

_STRUCTURE_CALL = re.compile(r"\{toc\b", re.IGNORECASE)


def navigation_files(site: WikiData, scaffolded: Collection[str]) -> dict[str, str]:
    """Paths and texts of what shows the pages of a site in their order.

    Args:
        site: the index and its wiki.
        scaffolded: paths of the files that the scaffold brings, pages among them.
    """
    index = site.index
    makers = {"lists": _lists, "notes": _notes}
    if index.layout.navigation not in makers:
        return navigation_data(site.wiki, index, scaffolded)
    if not index.options.page_lists:
        return {}
    return makers[index.layout.navigation](site, navigation_of(site.wiki, index))


def _lists(site: WikiData, navigation: Navigation) -> dict[str, str]:
    """A sidebar as wikis of GitHub show it, and a start page if no page is one already."""
    if len(site.index.entries) < 2:  # There is nothing to choose from.
        return {}
    index = site.index
    blocks = _blocks(navigation.all("Index"), index.layout)
    texts = {"_Sidebar.md": _text(blocks, site)}
    start = f"{index.layout.home or index.layout.index}.md"
    paths = {entry.path for entry in index.entries}
    if start not in paths and not set(START_PAGES) & {served.lower() for served in index.served}:
        heading = HeadingNode(level=1, children=text_nodes(site_title(site.wiki)))
        texts[start] = _text([heading, *blocks], site)
    return texts


def _notes(site: WikiData, navigation: Navigation) -> dict[str, str]:
    """A map of each structure whose first note is none, and an index of all that is in none."""
    ascii_only = site.index.options.slugs == "ascii"
    names = PathAllocator(file_names="titles", ascii_only=ascii_only)
    for entry in site.index.entries:
        names.take(entry.stem.rpartition("/")[2], "")
    texts: dict[str, str] = {}
    for item in navigation.structures:
        if item.children and not _lists_what_is_below(item, site):
            _, name = names.allocate(f"{item.label} (map)", item.key)
            texts[f"{name}.md"] = _text(_blocks([item], site.index.layout), site)
    rest = [item for item in (navigation.home, *navigation.rest) if item is not None]
    if navigation.structures and (rest or navigation.sections):
        _, name = names.allocate("Index", "index")
        roots = [Item(item.key, item.label, item.entry) for item in navigation.structures]
        items = [*roots, *rest, *navigation.sections]
        texts[f"{name}.md"] = _text(_blocks(items, site.index.layout), site)
    return texts


def _lists_what_is_below(item: Item, site: WikiData) -> bool:
    """Whether the page of an item links to all pages right below it, or to the whole tree."""
    if item.entry is None:
        return False
    page = item.entry.page
    if _STRUCTURE_CALL.search(page.source):
        return True
    linked = {found.name for name in site.links_of(page) for found in site.index.find(name)}
    return all(child.entry is None or child.entry.name in linked for child in item.children)


def _blocks(items: Sequence[Item], layout: Layout) -> list[Node]:
    """A list of links; headings are mere text."""
    entries: list[Node] = []
    for item in items:
        children: list[Node] = [ParagraphNode(children=_line(item, layout))]
        entries.append(ListItemNode(children=children + _blocks(item.children, layout)))
    return [ListNode(children=entries)] if entries else []


def _line(item: Item, layout: Layout) -> list[Node]:
    if item.entry is None:
        return text_nodes(item.label)
    return [LinkNode(url=layout.way(item.entry.path), children=text_nodes(item.label))]


def _text(blocks: list[Node], site: WikiData) -> str:
    return without(render_blocks(blocks, site.index.options, Reporter()))
