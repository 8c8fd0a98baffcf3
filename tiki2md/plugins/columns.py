"""Columns and other parts that one body is split into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    AdmonitionNode,
    BlockElementNode,
    BlockquoteNode,
    BoldNode,
    CenterNode,
    DetailsNode,
    LineBreakNode,
    Node,
    ParentNode,
    PluginNode,
    SimpleBoxNode,
    TabsNode,
    TabTitleNode,
    TextNode,
    rewrite,
    with_values,
)
from tiki2md.plugins.elements import as_typed, with_html
from tiki2md.plugins.expand import report_left_out
from tiki2md.plugins.protect import named_spans, plugin_spans, split_outside
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import (
    bold_line,
    group,
    paragraph,
    parse_lines,
    parse_words,
    plain,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_ROW = re.compile(r"@@@+")
_COLUMN = re.compile(r"(?<!-)---(?!-)")
_SLASHES = re.compile(r"/////+")
_HEADER_ICON = re.compile(r"^\{i name='+[a-z-]+'\}")
_VERSION = re.compile(r"---\(([^\n()]*)\)---*")
_BLOCKS_IN_LINES = (SimpleBoxNode, CenterNode, BlockElementNode, BlockquoteNode, AdmonitionNode)
_SAFE_IN_SPLIT = ("SPLIT", "CODE", "HTML", "FADE", "JQ", "JS", "MOUSEOVER", "VERSIONS")


@plugin("SPLIT", body=Body.RAW)
def split(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its columns, one below the other.

    Example:
        {SPLIT()}port---starboard{SPLIT}
    """
    cells = _cells(node, context, _SAFE_IN_SPLIT)
    if len(cells) == 1:
        return with_html(context.parse(cells[0]), context)
    return [group(_broken(with_html(parse_lines(cell, context), context))) for cell in cells]


def _broken(nodes: list[Node]) -> list[Node]:
    """``nodes`` with the break that Tiki puts between two lines of a column.

    Elsewhere two lines that share theirs with the marks of a block run on (tiki-syntax §5); other
    lines have their breaks anyway.
    """
    return rewrite(nodes, _break_two_lines, _BLOCKS_IN_LINES)


def _break_two_lines(node: Node) -> list[Node] | None:
    children = node.children if isinstance(node, ParentNode) else []
    lines = [child.inner_content if isinstance(child, TextNode) else "" for child in children]
    if sum(line.count("\n") for line in lines) != 1:
        return None
    at = next(number for number, line in enumerate(lines) if "\n" in line)
    first, _, second = lines[at].partition("\n")
    parts: list[Node] = [text(first), LineBreakNode(), text(second)]
    if not (first.strip() or at) or not (second.strip() or children[at + 1 :]):
        return None
    return [with_values(node, children=[*children[:at], *parts, *children[at + 1 :]])]


@plugin("FLUIDGRID", body=Body.RAW)
def fluid_grid(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its columns, one below the other.

    Example:
        {FLUIDGRID()}port---starboard{FLUIDGRID}
    """
    cells = _cells(node, context, ("FLUIDGRID", *_SAFE_IN_SPLIT))
    if len(cells) == 1:
        return as_typed(context.parse(cells[0]), context)
    return [group(as_typed(context.parse(cell.strip()), context)) for cell in cells]


def _cells(node: PluginNode, context: PluginContext, safe: tuple[str, ...]) -> list[str]:
    body = node.inner_content
    spans = named_spans(body, safe)
    rule = re.compile(f"{_ROW.pattern}|{_COLUMN.pattern}")
    pieces = split_outside(body, rule, spans)
    if len(pieces) > 1:
        context.report(Code.PLUGIN_APPROXIMATED, node, what="its columns stand one below the other")
    return [body[start:end] for start, end in pieces]


@plugin("TABS", body=Body.RAW)
def tabs(node: PluginNode, context: PluginContext) -> list[Node]:
    """Tabs, or the texts one below the other, each under its name in bold.

    Example:
        {TABS(tabs="Spring|Autumn")}High water/////Low water{TABS}
    """
    names = node.attrs_dict.get("tabs", "").split("|")
    sections = _sections(node, names, context, TabTitleNode)
    if not any(map(str.strip, names)):
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument="tabs")
        return sections
    return [TabsNode(children=sections, span=node.span)]


@plugin("SLIDER", body=Body.RAW)
def slider(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its panels, one below the other, each under its title in bold.

    Example:
        {SLIDER(titles="Spring|Autumn")}High water/////Low water{SLIDER}
    """
    # Wiki text, of which the buttons below the panels show the words.
    titles = node.attrs_dict.get("titles", "").split("|")
    names = [parse_words(title, context) for title in titles]
    return _sections(node, names, context)


@plugin("ACCORDION", body=Body.RAW)
def accordion(node: PluginNode, context: PluginContext) -> list[Node]:
    """Panels that readers fold, each under its header; the first is open.

    Example:
        {ACCORDION(headers="Spring|Autumn")}High water/////Low water{ACCORDION}
    """
    panels: list[Node] = [group(panel) for panel in _parts(node, context)]
    headers = node.attrs_dict.get("headers", "")
    if not headers.strip():
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument="headers")
        return panels
    names = [plain(_HEADER_ICON.sub("", header)) for header in headers.split("|")]
    if len(panels) > len(names):
        report_left_out(node, context)
    return [
        DetailsNode(summary=name, open=index == 0, children=panels[index : index + 1])
        for index, name in enumerate(names)
    ]


def _bold_paragraph(*, children: list[Node]) -> Node:
    return paragraph(BoldNode(children=children))


def _sections(
    node: PluginNode,
    names: list[str],
    context: PluginContext,
    titled: Callable[..., Node] = _bold_paragraph,
) -> list[Node]:
    result: list[Node] = []
    for index, part in enumerate(_parts(node, context)):
        name = names[index].strip() if index < len(names) else ""
        if name:
            result.append(titled(children=[text(plain(name))]))
        result.append(group(part))
    return result


def _parts(node: PluginNode, context: PluginContext) -> list[list[Node]]:
    body = node.inner_content
    pieces = split_outside(body, _SLASHES, plugin_spans(body))
    return [as_typed(parse_lines(body[start:end], context), context) for start, end in pieces]


@plugin("VERSIONS", body=Body.RAW)
def versions(node: PluginNode, context: PluginContext) -> list[Node]:
    """All its versions, each under its label in bold; Tiki shows one at a time.

    Example:
        {VERSIONS()}As it is now.---(2.0)---As it was then.{VERSIONS}
    """
    body = node.inner_content
    pieces = split_outside(body, _VERSION, plugin_spans(body))
    first = node.attrs_dict.get("default", "").strip() or "Default"
    result: list[Node] = []
    for index, (start, end) in enumerate(pieces):
        label = first
        if index:
            marker = _VERSION.match(body, pieces[index - 1][1])
            label = marker[1].strip() if marker else ""
        if not body[start:end].strip():
            continue
        if label and len(pieces) > 1:
            result.append(bold_line(label))
        result.append(group(with_html(parse_lines(body[start:end], context), context)))
    return result


@plugin("SLIDESHOWSLIDE")
def slide(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text of the slide.

    Example:
        {SLIDESHOWSLIDE()}One slide.{SLIDESHOWSLIDE}
    """
    return [group(with_html(node.children, context))]
