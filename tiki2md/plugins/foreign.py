"""What Tiki or a browser fetched of other sites when somebody looked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import link_to_url, plain
from tiki2md.urls import is_safe

if TYPE_CHECKING:
    from tiki2md.nodes import Node, PluginNode

_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_CENTER = re.compile(rf"({_NUMBER})\s*,\s*({_NUMBER})(?:\s*,\s*([0-9]{{1,2}}))?")
"""Longitude, latitude and zoom."""
_ZOOM = "10"


@plugin("SNARF", "INCLUDEURL", body=Body.NONE)
def fetched(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to the page of another site that Tiki showed there.

    Example:
        {SNARF(url="https://example.org/tides")/}
    """
    url = node.attrs_dict.get("url", "").strip()
    if "://" not in url or not is_safe(url):
        return keep(node, Body.NONE, context)
    what = "a link to the page whose content it showed"
    context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
    label = plain(node.attrs_dict.get("ajax", "")) or url
    return [link_to_url(url, label)]


@plugin("MAP", body=Body.RAW)
def place_on_map(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to the place in its ``center`` on OpenStreetMap; without one, a comment.

    Example:
        {MAP(center="2.35,48.85,12")}{MAP}
    """
    found = _CENTER.fullmatch(node.attrs_dict.get("center", "").strip())
    if found is None:
        return keep(node, Body.RAW, context)
    longitude, latitude, zoom = found.groups(_ZOOM)
    url = f"https://www.openstreetmap.org/#map={zoom}/{latitude}/{longitude}"
    what = "a link to its place on OpenStreetMap, where nothing is marked"
    context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
    return [link_to_url(url, "Map")]
