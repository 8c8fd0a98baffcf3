"""Structures, the trees of pages, and paths of categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import LineBreakNode, ListItemNode, Node, PluginNode
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import current_page, page_of, snapshot
from tiki2md.plugins.values import group, is_on, joined, number, page_link, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.plugins.facts import PlaceFacts
    from tiki2md.plugins.sitedata import SiteData

_DEEPEST = 12
"""Of the lists that are written; a tree may be deeper."""


@plugin("TOC", body=Body.NONE)
def structure_contents(node: PluginNode, context: PluginContext) -> list[Node]:
    """The pages below this one in a structure, as nested links; without the wiki, a comment.

    Example:
        {TOC(maxdepth="2" shownum="1")/}
    """
    site, arguments = context.site, node.attrs_dict
    if site is None:
        return keep(node, Body.NONE, context)
    struct_id = number(arguments.get("structId", ""))
    if struct_id:
        place = site.place(struct_id)
        roots: Sequence[PlaceFacts] = [] if place is None else [place]
    else:
        page = page_of(arguments.get("pagename", ""), context)
        roots = site.places(page.name) if page is not None else []
    items = [item for root in roots for item in _items(node, root, site)]
    return snapshot(node, context, [group(items)] if items else [])


def _items(node: PluginNode, root: PlaceFacts, site: SiteData) -> list[Node]:
    """The items below ``root`` in the order of reading; loops in a broken tree are cut."""
    arguments = node.attrs_dict
    backwards = arguments.get("order", "").strip().lower() == "desc"
    passed_over = min(number(arguments.get("mindepth", "")), _DEEPEST)
    # Of what is left after levels were passed over, Tiki shows one level at least.
    deepest = max(number(arguments.get("maxdepth", "")) or _DEEPEST, passed_over + 1)
    deepest = min(deepest, _DEEPEST)
    seen = {root.place_id}
    first = _below(root, (), site, backwards=backwards)
    for _ in range(passed_over):
        seen.update(place.place_id for place, _ in first)
        first = [
            below
            for place, path in first
            for below in _below(place, path, site, backwards=backwards)
            if below[0].place_id not in seen
        ]
    if arguments.get("sortalpha", "").strip() == "alpha":
        # Only these, by name whatever they are called; numbers stay those of the tree.
        first.sort(key=lambda found: found[0].page.lower(), reverse=backwards)
    items: list[Node] = []
    todo = first[::-1]
    while todo:
        place, path = todo.pop()
        if place.place_id in seen:
            continue
        seen.add(place.place_id)
        shown = _entry(node, place, site)
        if is_on(arguments.get("shownum", "")):
            shown.insert(0, text(f"{'.'.join(map(str, path))} "))
        items.append(ListItemNode(depth=len(path) - passed_over, children=shown))
        if len(path) < deepest:
            todo += _below(place, path, site, backwards=backwards)[::-1]
    return items


def _below(
    place: PlaceFacts, path: tuple[int, ...], site: SiteData, *, backwards: bool
) -> list[tuple[PlaceFacts, tuple[int, ...]]]:
    """The places below one, with the numbers that lead to them."""
    places = list(site.places_below(place.place_id))
    if backwards:
        places.reverse()
    return [(child, (*path, at)) for at, child in enumerate(places, 1)]


def _entry(node: PluginNode, place: PlaceFacts, site: SiteData) -> list[Node]:
    """The link to a place, before or behind the description of its page where that is wanted."""
    link = page_link(place.page, place.label)
    page = site.page(place.page)
    described = " ".join(page.description.split()) if page is not None else ""
    if described and is_on(node.attrs_dict.get("showdesc", "")):
        return [text(f"{described}: "), link]
    if described and node.attrs_dict.get("type", "").strip() == "fancy":
        return [link, text(f": {described}")]
    return [link]


@plugin("CATPATH", body=Body.NONE)
def category_path(node: PluginNode, context: PluginContext) -> list[Node]:
    """The categories of the page, each with those above it; without the wiki, a comment.

    Example:
        {CATPATH(divider="/")/}
    """
    site, page = context.site, current_page(context)
    if site is None or page is None:
        return keep(node, Body.NONE, context)
    divider = node.attrs_dict.get("divider", "").strip() or ">"
    top = ["TOP"] if is_on(node.attrs_dict.get("top", "")) else []
    paths = (
        [*top, *(facts.name for facts in site.category_path(category))]
        for category in page.categories
    )
    lines = (text(f" {divider} ".join(path)) for path in paths)
    return snapshot(node, context, joined(lines, LineBreakNode()))
