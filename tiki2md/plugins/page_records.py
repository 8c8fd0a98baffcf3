"""What Tiki noted of a page: when it was changed, and how often it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import DAY, MOMENT, date_of, snapshot, visible_page
from tiki2md.plugins.values import number, text

if TYPE_CHECKING:
    from tiki2md.nodes import Node, PluginNode

_PATTERNS = {"long_date": DAY, "short_date": DAY, "iso": "%Y-%m-%dT%H:%M:%SZ"}


@plugin("LASTMOD", body=Body.NONE)
def last_modified(node: PluginNode, context: PluginContext) -> list[Node]:
    """The date of a page's last change; without the wiki, a comment.

    Example:
        {LASTMOD(page="Ferns")/}
    """
    page = visible_page(node.attrs_dict.get("page", ""), context)
    pattern = _PATTERNS.get(node.attrs_dict.get("format", "").strip(), MOMENT)
    date = date_of(page.modified, pattern) if page is not None else ""
    return snapshot(node, context, [text(date)]) if date else keep(node, Body.NONE, context)


@plugin("OBJECTHITS", body=Body.NONE)
def visits(node: PluginNode, context: PluginContext) -> list[Node]:
    """How often a page was read, by its own record; of anything else, or of a time, a comment.

    Example:
        {OBJECTHITS(object="Ferns")/}
    """
    arguments = node.attrs_dict
    name = arguments.get("object", "")
    is_page = not name or arguments.get("type", "wiki").strip() == "wiki"
    is_always = not arguments.get("since", "").strip() and not number(arguments.get("days", ""))
    page = visible_page(name, context) if is_page and is_always else None
    if page is None or not page.hits:
        return keep(node, Body.NONE, context)
    what = "as the number of visits in the record of the page"
    context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
    return snapshot(node, context, [text(str(page.hits))])
