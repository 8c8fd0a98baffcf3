"""What an element looks like: its attributes and its style, as nodes around its content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from tiki2md.nodes import (
    BlockElementNode,
    BoldNode,
    CenterNode,
    ColorNode,
    HeadingNode,
    ItalicNode,
    LineBreakNode,
    Node,
    ParagraphNode,
    ParentNode,
    StrikeNode,
    SubscriptNode,
    SuperscriptNode,
    TextNode,
    UnderlineNode,
    is_white_space,
)

Attributes = Mapping[str, str]


class Maker(Protocol):
    """Makes a node around others: a class of nodes, perhaps with some values of its own."""

    def __call__(self, *, children: list[Node]) -> Node:
        """The node."""


_COLOR = re.compile(r"#[0-9A-Fa-f]{3,8}|[A-Za-z]{3,30}|(?:rgb|hsl)a?\([\d\s,.%/]{1,60}\)")
_NO_COLOR = frozenset(
    ("auto", "currentcolor", "inherit", "initial", "none", "transparent", "unset", "windowtext")
)
_BOLD = frozenset(("bold", "bolder", "600", "700", "800", "900"))
_SIZE = re.compile(r"\d+(?:\.\d+)?(?:px|%|em|rem|pt|)")


def style_of(attributes: Attributes) -> dict[str, str]:
    """The declarations of an element's ``style``, lower case."""
    found: dict[str, str] = {}
    for part in attributes.get("style", "").lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def styled(nodes: list[Node], tag: str, attributes: Attributes) -> list[Node]:
    """The content of an element inside what its style puts around it."""
    for make in _makers_of(tag, attributes):
        nodes = wrapped(make, nodes)
    return nodes


def _makers_of(tag: str, attributes: Attributes) -> list[Maker]:
    """What the style of an element puts around its content, innermost first."""
    style = style_of(attributes)
    if not style and tag != "font":
        return []
    makers: list[Maker] = []
    color = _color(style.get("color", "") or (attributes.get("color", "") if tag == "font" else ""))
    background = _color(style.get("background-color", "") or style.get("background", ""))
    if color or background:
        makers.append(partial(ColorNode, color=color, background=background))
    decoration = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if "line-through" in decoration:
        makers.append(StrikeNode)
    if "underline" in decoration and tag != "a":
        makers.append(UnderlineNode)
    if style.get("vertical-align") == "sub":
        makers.append(SubscriptNode)
    if style.get("vertical-align") == "super":
        makers.append(SuperscriptNode)
    if style.get("font-style") in {"italic", "oblique"}:
        makers.append(ItalicNode)
    if style.get("font-weight") in _BOLD and not re.fullmatch("h[1-6]|th", tag):
        makers.append(BoldNode)
    return makers


def _color(value: str) -> str:
    value = value.strip()
    return value if _COLOR.fullmatch(value) and value.lower() not in _NO_COLOR else ""


def alignment_of(attributes: Attributes) -> str:
    """``left``, ``center``, ``right`` or empty."""
    align = style_of(attributes).get("text-align", "") or attributes.get("align", "").lower()
    align = align.strip().removeprefix("-webkit-")
    return align if align in {"left", "center", "right"} else ""


def size_of(name: str, attributes: Attributes) -> str:
    """The ``width`` or ``height`` of an image as it may be written, or empty."""
    value = attributes.get(name, "").strip() or style_of(attributes).get(name, "")
    return value.removesuffix("px") if _SIZE.fullmatch(value) else ""


def aligned(blocks: list[Node], attributes: Attributes) -> list[Node]:
    """Blocks in the place that their element gives them."""
    align = alignment_of(attributes)
    direction = attributes.get("dir", "").lower()
    if not blocks:
        return blocks
    if align == "center":
        blocks = [CenterNode(children=blocks)]
    elif align == "right":
        blocks = [BlockElementNode(attrs_dict={"align": "right"}, children=blocks)]
    if direction in {"ltr", "rtl"}:
        blocks = [BlockElementNode(attrs_dict={"dir": direction}, children=blocks)]
    return blocks


def wrapped(make: Maker, nodes: Sequence[Node]) -> list[Node]:
    """``nodes`` inside a format; it goes into blocks, as a browser shows it."""
    result: list[Node] = []
    run: list[Node] = []

    def end_run() -> None:
        if run:
            result.extend(run if is_blank(run) else [make(children=list(run))])
            run.clear()

    for node in nodes:
        if not node.block:
            run.append(node)
            continue
        end_run()
        if isinstance(node, ParentNode):
            result.append(replace(node, children=wrapped(make, node.children)))
        else:
            result.append(node)
    end_run()
    return result


def is_blank(nodes: Sequence[Node]) -> bool:
    """Whether there is white space only."""
    return all(map(is_white_space, nodes))


def paragraphs(nodes: Sequence[Node], *, wiki: bool = False) -> list[Node]:
    """A flow as blocks: what stands in lines between two blocks is a paragraph.

    Args:
        nodes: the flow.
        wiki: newlines are the wiki's; a flow that has any is left as it is.
    """
    if wiki and any(isinstance(node, TextNode) and "\n" in node.inner_content for node in nodes):
        return list(nodes)
    blocks: list[Node] = []
    run: list[Node] = []
    for node in [*nodes, HeadingNode()]:
        if not node.block:
            run.append(node)
            continue
        blocks += _paragraph(run)
        run = []
        if not _parts_only(node):
            blocks.append(node)
    return blocks[:-1]


def _parts_only(node: Node) -> bool:
    """Whether a block shows nothing, so that it only parts what is around it."""
    return isinstance(node, BlockElementNode) and not node.tag and not node.children


def _paragraph(run: list[Node]) -> list[Node]:
    shown = _trimmed(run)
    if not shown or is_blank(shown):
        return []
    return [ParagraphNode(children=shown)]


def _trimmed(run: list[Node]) -> list[Node]:
    """``run`` without white space and breaks at its ends, which a browser does not show."""
    start, end = 0, len(run)
    while start < end and (
        isinstance(run[start], LineBreakNode) or is_blank(run[start : start + 1])
    ):
        start += 1
    while end > start and (isinstance(run[end - 1], LineBreakNode) or is_blank(run[end - 1 : end])):
        end -= 1
    return run[start:end]
