"""WANTEDPAGES: the names that links have and no page, as Tiki's table of them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import groupby
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import LineBreakNode, Node, TableNode
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import snapshot
from tiki2md.plugins.values import is_on, joined, page_link, table_row, text, text_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.nodes import PluginNode
    from tiki2md.plugins.sitedata import SiteData

_HEADS = ("Wanted Page", "Referenced By Page")
_BETWEEN: dict[str, Node] = {"co": text(", "), "br": LineBreakNode()}
"""What stands between pages that share a cell; by default, each has a row."""


@plugin("WANTEDPAGES", body=Body.RAW)
def wanted_pages(node: PluginNode, context: PluginContext) -> list[Node]:
    """A table of the names that only links have, with their pages; without the wiki, a comment.

    Example:
        {WANTEDPAGES()}{WANTEDPAGES}
    """
    if context.site is None:
        return keep(node, Body.RAW, context)
    arguments = node.attrs_dict
    if arguments.get("level", "").strip():
        context.report(Code.PLUGIN_APPROXIMATED, node, what="with names of every kind")
    by_page = arguments.get("collect", "from").strip() != "from"
    pairs = _pairs(context.site, arguments)
    if by_page:
        pairs = sorted((page, name) for name, page in pairs)
    between = _BETWEEN.get(arguments.get("table", "").strip())
    rows = [text_row(_HEADS[by_page], _HEADS[not by_page], header=True)]
    for first, found in groupby(pairs, key=lambda pair: pair[0]):
        seconds = [_named(second, is_page=not by_page) for _, second in found]
        shown = [[second] for second in seconds] if between is None else [joined(seconds, between)]
        rows += [table_row([_named(first, is_page=by_page)], cell) for cell in shown]
    return snapshot(node, context, [TableNode(children=rows)])


def _pairs(site: SiteData, arguments: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each wanted name with each page that links to it, but for those that the call passes over."""
    ignored = arguments.get("ignore", "").lower().split(arguments.get("splitby", "") or "+")
    no_others = is_on(arguments.get("skipext", ""))
    return [
        (name, page)
        for name, pages in site.wanted()
        if not (no_others and name.count(":") == 1)  # the page of another wiki
        for page in pages
        if not any(fnmatchcase(page.lower(), pattern) for pattern in ignored)
    ]


def _named(name: str, *, is_page: bool) -> Node:
    """A name; there is nothing yet to which a wanted one could lead."""
    return page_link(name) if is_page else text(name)
