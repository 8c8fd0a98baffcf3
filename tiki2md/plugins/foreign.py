"""Pages of other sites whose content Tiki fetched when somebody looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import LinkNode
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import plain, text
from tiki2md.urls import is_safe

if TYPE_CHECKING:
    from tiki2md.nodes import Node, PluginNode


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
    context.report(Code.PLUGIN_APPROXIMATED, node, name=node.name, what=what)
    label = plain(node.attrs_dict.get("ajax", "")) or url
    return [LinkNode(url=url, inner_content=url, children=[text(label)])]
