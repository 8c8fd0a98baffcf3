"""Plugins that show nothing that a page without a server needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.plugins.registry import Body, PluginContext, plugin

if TYPE_CHECKING:
    from tiki2md.nodes import Node, PluginNode


@plugin("ICON", body=Body.NONE)
def icon(_node: PluginNode, _context: PluginContext) -> list[Node]:
    """Nothing: an icon decorates the text beside it."""
    return []


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
