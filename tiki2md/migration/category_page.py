"""The page of all categories in Markdown, for targets that make no lists of them."""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Reporter
from tiki2md.migration.text_nodes import text_nodes
from tiki2md.nodes import (
    DocumentNode,
    HeadingNode,
    ItalicNode,
    LinkNode,
    ListItemNode,
    ListNode,
    Node,
    ParagraphNode,
)
from tiki2md.pipeline import render_blocks
from tiki2md.render.contents import headings, slug_maker
from tiki2md.render.targets import target_named
from tiki2md.site.category_list import TITLE, CategoryList, category_list_of
from tiki2md.site.frontmatter import all_metadata, without, write

if TYPE_CHECKING:
    from tiki2md.model import Wiki
    from tiki2md.site.category_list import ListedCategory
    from tiki2md.site.index import Entry, SiteIndex
    from tiki2md.site.layout import Layout

_DEEPEST = 6
"""The last level of headings that Markdown has."""


def list_categories(wiki: Wiki, index: SiteIndex) -> None:
    """Give the index of a site its list of categories, with the places that links lead to.

    Args:
        wiki: has their tree.
        index: of the site, with all its pages.
    """
    listed = index.category_list = category_list_of(wiki, index)
    if listed is None:
        return
    found = headings(
        DocumentNode(children=_blocks(listed, index)),
        slug_maker(target_named(index.options.target)),
        smiley_style=index.options.smiley_style,
        by_title=index.layout.anchors == "titles",
    )
    names = iter(category.name for category in listed.categories)
    # The title of the page may be a heading before those of the categories.
    listed.places.update((next(names), place) for node, place in found if node.level > 1)


def category_page(index: SiteIndex) -> dict[str, str]:
    """The path and text of the page of all categories; nothing where there is none.

    Args:
        index: of the site.
    """
    listed = index.category_list
    if listed is None:
        return {}
    text = render_blocks(_blocks(listed, index), index.options, Reporter())
    metadata = {}
    if index.layout.front_matter:
        # Docusaurus asks Git for the dates of a page that tells none, and fails without it.
        own = all_metadata(index, listed.entry)
        metadata = {key: own[key] for key in ("title", "last_update") if own.get(key)}
    if metadata:
        text = write(metadata, text, quote_strings=index.options.quote_strings)
    return {listed.entry.path: text if metadata else without(text)}


def _blocks(listed: CategoryList, index: SiteIndex) -> list[Node]:
    """A heading for each category, its pages below it."""
    blocks: list[Node] = []
    if not index.layout.front_matter:
        blocks.append(HeadingNode(level=1, children=text_nodes(TITLE)))
    for category in listed.categories:
        blocks += _section(category, listed.entry, index.layout)
    return blocks


def _section(category: ListedCategory, page: Entry, layout: Layout) -> list[Node]:
    level = min(len(category.path) + 1, _DEEPEST)
    blocks: list[Node] = [HeadingNode(level=level, children=text_nodes(category.name))]
    if len(category.path) > 1:
        path = " › ".join(category.path)
        blocks.append(ParagraphNode(children=[ItalicNode(children=text_nodes(path))]))
    if category.description:
        blocks.append(ParagraphNode(children=text_nodes(category.description)))
    if category.entries:
        items = [
            _item(entry, layout.way(entry.path, dirname(page.path))) for entry in category.entries
        ]
        blocks.append(ListNode(children=items))
    return blocks


def _item(entry: Entry, url: str) -> Node:
    link = LinkNode(url=url, children=text_nodes(entry.title))
    return ListItemNode(children=[ParagraphNode(children=[link])])
