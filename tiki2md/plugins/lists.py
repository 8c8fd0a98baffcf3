"""Lists that a plugin makes of lines."""

from __future__ import annotations

import re

from tiki2md.nodes import (
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    Node,
    NumListItemNode,
    PluginNode,
)
from tiki2md.plugins.elements import with_html, without_tags
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import group, parse_inline, plain

_LABEL = re.compile(r"\w+\)", re.ASCII)  # as PHP counts letters
_NATURAL = re.compile(rb"\d+|\S")


@plugin("DL", body=Body.RAW)
def definition_list(node: PluginNode, context: PluginContext) -> list[Node]:
    """A definition list: each line is a term, a colon and its meaning.

    Example:
        {DL()}port: left
        starboard: right{DL}
    """
    children: list[Node] = []
    for line in _lines(node):
        term, colon, meaning = line.partition(":")
        children.append(
            DefinitionTermNode(children=with_html(parse_inline(term, context), context))
        )
        if colon:
            description = with_html(parse_inline(meaning, context), context)
            children.append(DefinitionDescriptionNode(children=description))
    return [DefinitionListNode(children=children)] if children else []


@plugin("FANCYLIST", body=Body.RAW)
def fancy_list(node: PluginNode, context: PluginContext) -> list[Node]:
    """A numbered list: each line is an item, whose own "1)" goes.

    Example:
        {FANCYLIST()}1) cast off
        2) set sail{FANCYLIST}
    """
    items: list[Node] = []
    for line in _lines(node):
        label = _LABEL.match(line)
        shown = line[label.end() :] if label else line
        children = with_html(parse_inline(shown, context), context)
        items.append(NumListItemNode(full_match=line, children=children))
    return [group(items)] if items else []


@plugin("SORT", body=Body.RAW)
def sort(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its lines, sorted as people count: item 9 before item 10, whatever the case of letters.

    Example:
        {SORT()}item 10
        Item 9{SORT}
    """
    lines = [line for line in _lines(node) if line.strip()]
    order = node.attrs_dict.get("sort", "asc").strip()
    if order in {"asc", "desc"}:
        lines.sort(key=_natural)
    if order in {"desc", "reverse"}:
        lines.reverse()
    return [group(without_tags(context.parse("\n".join(lines))))] if lines else []


def _natural(line: str) -> list[tuple[int, int, bytes]]:
    """A key in the order of PHP's ``natcasesort``, which sees no tags here.

    White space counts for nothing, and only ASCII letters lose their case.  Numbers count by
    their value; one with zeros before it is the digits of a fraction, but for a line's first.
    """
    folded = re.sub(r"^0+(?=\d)", "", plain(line)).encode("utf-8", "surrogatepass").upper()
    return [
        (ord("0"), 0 if piece.startswith(b"0") else len(piece), piece)
        if piece.isdigit()
        else (piece[0], 0, piece)
        for piece in _NATURAL.findall(folded)
    ]


def _lines(node: PluginNode) -> list[str]:
    body = node.inner_content.replace("\r\n", "\n").strip()
    return [line for line in body.split("\n") if line.strip()]
