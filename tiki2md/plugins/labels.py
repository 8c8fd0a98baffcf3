"""Small figures and labels inside a line."""

from __future__ import annotations

import math

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    DetailsNode,
    ElementNode,
    LinkNode,
    Node,
    PluginNode,
    TextNode,
    text_of,
)
from tiki2md.plugins.elements import as_typed, with_html
from tiki2md.plugins.expand import keep, keep_lacking, kept, report_left_out
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import (
    bold_line,
    group,
    has_blocks,
    is_on,
    paragraph,
    parse_inline,
    plain,
    text,
    trimmed,
)

_BAR = 10
"""How many characters a bar of text has."""
_GAP = "………"
"""Where a script of Tiki's puts a field to fill in; underscores could be marks."""


@plugin("GAUGE", body=Body.OWN)
def gauge(node: PluginNode, context: PluginContext) -> list[Node]:
    """A bar in HTML, with its label before and its value behind as Tiki writes it: 10.00.

    Example:
        {GAUGE(value="10" max="50" label="Berths")}taken{GAUGE}
    """
    arguments = node.attrs_dict
    value = _number(arguments.get("value", ""))
    if value is None:
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument="value")
        return as_typed(node.children, context)
    most = _number(arguments.get("max", "")) or 100.0
    cells: list[list[Node]] = []
    label = arguments.get("label", "").strip()
    if label:
        cells.append([text(label)])
    meter = ElementNode(tag="meter", attrs_dict={"value": f"{value:g}", "max": f"{most:g}"})
    cells.append([meter])
    if arguments.get("showvalue", "").strip().lower() != "false":
        # Above the maximum Tiki shows asterisks; the value says more.
        share = is_on(arguments.get("perc", ""))
        cells.append([text(f"{value / most * 100:,.2f}%" if share else f"{value:,.2f}")])
    else:  # readers without the element, such as GitHub's, would see nothing
        full = round(_BAR * min(max(value / most, 0), 1))
        meter.children.append(text(f" {'█' * full}{'░' * (_BAR - full)}"))
    # Tiki lays the three out as a row, also inside a table's cell.
    row = ElementNode(tag="tr", children=[ElementNode(tag="td", children=cell) for cell in cells])
    table = ElementNode(tag="table", children=[row], span=node.span)
    children = trimmed(as_typed(node.children, context))
    return [table, text(" "), *children] if children else [table]


@plugin("COUNTUP", body=Body.NONE)
def count_up(node: PluginNode, context: PluginContext) -> list[Node]:
    """The number that it counts up to, in bold, with its title and description below.

    Example:
        {COUNTUP(endingNumber="120" title="Berths")/}
    """
    arguments = node.attrs_dict
    number = arguments.get("endingNumber", "").strip()
    if not number:
        return keep_lacking(node, "endingNumber", context)
    counted = f"{arguments.get('prefix', '')}{number}{arguments.get('suffix', '')}".strip()
    below = [plain(arguments.get(name, "")) for name in ("title", "description")]
    shown: list[Node] = [bold_line(counted)]
    return [group([*shown, *(paragraph(text(line)) for line in below if line)])]


def _number(word: str) -> float | None:
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@plugin("MOUSEOVER")
def mouse_over(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its label, with the hidden text under the pointer, or in a section to fold if it is long.

    Example:
        {MOUSEOVER(label="UTC")}Universal time{MOUSEOVER}
    """
    arguments = node.attrs_dict
    label = plain(arguments.get("label", ""))
    hidden = plain(arguments.get("text", ""))
    body = trimmed(node.children)
    if not label:
        return _with_popup(node, body, hidden)
    children: list[Node] = [text(label)]
    if is_on(arguments.get("parselabel", "y")):
        children = parse_inline(label, context)
    if hidden:
        if body:
            report_left_out(node, context)
    elif not is_on(arguments.get("parse", "y")):
        hidden = " ".join(plain(node.inner_content).split())
    else:
        hidden = " ".join(" ".join(map(text_of, with_html(body, context))).split())
        if has_blocks(body) or (body and not hidden):
            return [DetailsNode(summary=label, children=node.children)]
        if not all(isinstance(child, TextNode) for child in body):
            context.report(Code.PLUGIN_APPROXIMATED, node, what="its popup shows text only")
    return _with_popup(node, children, hidden)


def _with_popup(node: PluginNode, children: list[Node], hidden: str) -> list[Node]:
    """What is shown, as a link if the call has an address, with a text under the pointer."""
    url = node.attrs_dict.get("url", "").strip()
    if url:
        return [
            LinkNode(url=url, title=hidden, inner_content=url, span=node.span, children=children)
        ]
    if not hidden:
        return children
    return [ElementNode(tag="span", attrs_dict={"title": hidden}, children=children)]


@plugin("EXERCISE", body=Body.RAW)
def gap_to_fill(node: PluginNode, context: PluginContext) -> list[Node]:
    """A gap, and the words to choose from; the call, which knows the answer, is in a comment.

    Example:
        The sea is {EXERCISE(answer="salty" incorrect="sweet+bitter")/}.
    """
    answer = node.attrs_dict.get("answer", "").strip()
    if not answer:  # the button that counts points
        return keep(node, Body.RAW, context)
    if node.inner_content.strip():
        report_left_out(node, context)
    # Behind a word may stand why it is wrong: "sweet: (That is a lake.)".
    named = (word.partition("(")[0] for word in node.attrs_dict.get("incorrect", "").split("+"))
    wrong = {shown for word in named if (shown := word.strip().removesuffix(":").strip())}
    choice = f" ({' / '.join(sorted({answer, *wrong}, key=str.casefold))})" if wrong else ""
    context.report(Code.PLUGIN_APPROXIMATED, node, what="a gap, which nobody checks")
    return [*kept(node, Body.NONE), text(f"{_GAP}{choice}")]
