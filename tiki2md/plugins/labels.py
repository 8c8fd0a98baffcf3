"""Small figures and labels inside a line."""

from __future__ import annotations

import math

from tiki2md.diagnostics import Code
from tiki2md.nodes import DetailsNode, ElementNode, LinkNode, Node, PluginNode, text_of
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import has_blocks, is_on, parse_inline, text, trimmed


@plugin("GAUGE", body=Body.OWN)
def gauge(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its label and its value as Tiki writes it beside the bar: 10.00 or 10.00%."""
    arguments = node.attrs_dict
    value = _number(arguments.get("value", ""))
    if value is None:
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, name=node.name, argument="value")
        return node.children
    words = [arguments.get("label", "").strip()]
    if arguments.get("showvalue", "").strip().lower() != "false":
        most = _number(arguments.get("max", "")) or 100.0
        # Above the maximum Tiki shows asterisks; the value says more.
        share = is_on(arguments.get("perc", ""))
        words.append(f"{value / most * 100:,.2f}%" if share else f"{value:,.2f}")
    shown = " ".join(word for word in words if word)
    children = trimmed(node.children)
    return [text(f"{shown} "), *children] if children else [text(shown)]


def _number(word: str) -> float | None:
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@plugin("MOUSEOVER")
def mouse_over(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its label, with the hidden text under the pointer, or in a section to fold if it is long."""
    arguments = node.attrs_dict
    label = arguments.get("label", "").strip()
    hidden = arguments.get("text", "").strip()
    if label:
        children = parse_inline(label, context)
        hidden = hidden or " ".join(" ".join(text_of(child) for child in node.children).split())
    else:
        children = trimmed(node.children)
    if label and has_blocks(node.children):
        return [DetailsNode(summary=label, children=node.children)]
    url = arguments.get("url", "").strip()
    if url and not url.lower().startswith("javascript:"):
        return [LinkNode(url=url, title=hidden, inner_content=url, children=children)]
    if not hidden:
        return children
    return [ElementNode(tag="span", attrs_dict={"title": hidden}, children=children)]
