"""Structures, the trees of pages, and paths of categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import LineBreakNode, ListItemNode, Node, PluginNode
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import collated, current_page, number, page_link, snapshot
from tiki2md.plugins.values import group, is_on, text

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
    struct_id = number(arguments.get("structId", ""), 0)
    if struct_id:
        place = site.place(struct_id)
        roots: Sequence[PlaceFacts] = [] if place is None else [place]
    else:
        page = site.page(arguments.get("pagename", "").strip() or context.page)
        roots = site.places(page.name) if page is not None else []
    items = [item for root in roots for item in _items(node, root, site)]
    return snapshot(node, context, [group(items)] if items else [])


def _items(node: PluginNode, root: PlaceFacts, site: SiteData) -> list[Node]:
    """The items below ``root`` in the order of reading; loops in a broken tree are cut."""
    arguments = node.attrs_dict
    deepest = min(number(arguments.get("maxdepth", ""), 0) or _DEEPEST, _DEEPEST)
    highest = number(arguments.get("mindepth", ""), 0)
    items: list[Node] = []
    seen = {root.place_id}
    todo = _next(node, root, (), site)
    while todo:
        place, path = todo.pop()
        if place.place_id in seen:
            continue
        seen.add(place.place_id)
        if len(path) >= highest:
            label = _label(node, place, site)
            shown: list[Node] = [page_link(place.page, label)]
            if is_on(arguments.get("shownum", "")):
                shown.insert(0, text(f"{'.'.join(map(str, path))} "))
            depth = len(path) - max(highest - 1, 0)
            items.append(ListItemNode(depth=depth, children=shown))
        if len(path) < deepest:
            todo += _next(node, place, path, site)
    return items


def _next(
    node: PluginNode, place: PlaceFacts, path: tuple[int, ...], site: SiteData
) -> list[tuple[PlaceFacts, tuple[int, ...]]]:
    """The places below one with the numbers down to them, the last first: they go on a stack."""
    below = [(child, (*path, at)) for at, child in enumerate(_below(node, place, site), 1)]
    return below[::-1]


def _below(node: PluginNode, place: PlaceFacts, site: SiteData) -> list[PlaceFacts]:
    """The places below one, in the order that the call wants."""
    places = list(site.places_below(place.place_id))
    if node.attrs_dict.get("sortalpha", "").strip() == "alpha":
        places.sort(key=lambda place: collated(place.label or place.page))
    if node.attrs_dict.get("order", "").strip().lower() == "desc":
        places.reverse()
    return places


def _label(node: PluginNode, place: PlaceFacts, site: SiteData) -> str:
    if is_on(node.attrs_dict.get("showdesc", "")):
        page = site.page(place.page)
        if page is not None and page.description.strip():
            return " ".join(page.description.split())
    return place.label


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
    top = ["Top"] if is_on(node.attrs_dict.get("top", "")) else []
    shown: list[Node] = []
    for category in page.categories:
        names = [*top, *(facts.name for facts in site.category_path(category))]
        if shown:
            shown.append(LineBreakNode())
        shown.append(text(f" {divider} ".join(names)))
    return snapshot(node, context, shown)
