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
from tiki2md.plugins.elements import with_html
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import group, is_on, parse_inline

_LABEL = re.compile(r"\w+\)", re.ASCII)  # as PHP counts letters
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_DIGITS = re.compile(r"(\d+)")


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
        children.append(DefinitionTermNode(children=with_html(parse_inline(term, context))))
        if colon:
            description = with_html(parse_inline(meaning, context))
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
        children = with_html(parse_inline(shown, context))
        items.append(NumListItemNode(full_match=line, children=children))
    return [group(items)] if items else []


@plugin("SORT", body=Body.RAW)
def sort(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its lines, sorted.

    Example:
        {SORT()}pear
        apple{SORT}
    """
    lines = [line for line in _lines(node) if line.strip()]
    order = node.attrs_dict.get("sort", "asc").strip().lower()
    if order == "reverse":
        lines.reverse()
    elif order != "shuffle":
        lines = _sorted(lines, node.attrs_dict)
        if order == "desc":
            lines.reverse()
    return [group(context.parse("\n".join(lines)))] if lines else []


def _sorted(lines: list[str], arguments: dict[str, str]) -> list[str]:
    caseless = is_on(arguments.get("caseless", ""))
    folded = [line.casefold() for line in lines] if caseless else lines
    keys: list[tuple[object, ...]]
    if is_on(arguments.get("natural", "")):
        keys = [_natural(line) for line in folded]
    elif all(_NUMBER.fullmatch(line.strip()) for line in folded):
        # PHP compares strings that are all numbers as numbers.
        keys = [(float(line),) for line in folded]
    else:
        keys = [(line,) for line in folded]
    return [line for _, line in sorted(zip(keys, lines, strict=True), key=_first)]


def _first(pair: tuple[tuple[object, ...], str]) -> tuple[object, ...]:
    return pair[0]


def _natural(line: str) -> tuple[object, ...]:
    """A key in which runs of digits count by their value; parts alternate, text first."""
    return tuple(int(part) if index % 2 else part for index, part in enumerate(_DIGITS.split(line)))


def _lines(node: PluginNode) -> list[str]:
    body = node.inner_content.replace("\r\n", "\n").strip()
    return [line for line in body.split("\n") if line.strip()]
