"""Plugins that show nothing that a page without a server needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import link_to_url, text

if TYPE_CHECKING:
    from tiki2md.nodes import Node, PluginNode


@plugin("ICON", body=Body.NONE)
def icon(node: PluginNode, _context: PluginContext) -> list[Node]:
    """Nothing: an icon decorates the text beside it.  One that is a link is its title or name.

    Example:
        {ICON(name="anchor" href="https://example.org/" title="Moorings")/}
    """
    arguments = node.attrs_dict
    url = arguments.get("href", "").strip()
    title = arguments.get("title", "").strip() or arguments.get("alt", "").strip()
    if url:
        shown = title or arguments.get("name", "").strip() or url
        return [link_to_url(url, shown)]
    return [text(title)] if title and arguments.get("_menu_text", "").strip() == "y" else []


@plugin("JS", "JQ", "METATAG", "LISTEXECUTE", body=Body.RAW)
def script(node: PluginNode, context: PluginContext) -> list[Node]:
    """Nothing: scripts and settings stay out of the output."""
    context.report_once(Code.PLUGIN_DROPPED, node)
    return []


@plugin(
    "ATTRIBUTES",
    "AUTOQUERYARGS",
    "BACK",
    "BENCHMARK",
    "COIL",
    "FAVORITE",
    "FRIEND",
    "GOOGLEANALYTICS",
    "HTMLFEED",
    "LAYOUT",
    "LIKE",
    "LIVESUPPORT",
    "MAUTIC",
    "PDF",
    "PDFBOOKMARK",
    "PDFPAGEBREAK",
    "PIWIK",
    "SHARETHIS",
    "SLIDESHOW",
    "TRACKERTOGGLE",
    "VOTINGS",
    body=Body.NONE,
)
def furniture(node: PluginNode, context: PluginContext) -> list[Node]:
    """Nothing: it is a button, a setting or a counter of the old site."""
    context.report_once(Code.PLUGIN_DROPPED, node)
    return []
