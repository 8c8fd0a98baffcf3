"""Nodes one after the other: what keeps each apart from its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    AutoLinkNode,
    ColorNode,
    DefinitionNode,
    DoiLinkNode,
    DroppedMarkNode,
    EscapedBracketNode,
    HeadingNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    ListContinuationNode,
    ListItemNode,
    MonospaceNode,
    Node,
    NoParseNode,
    PageBreakNode,
    PreformattedNode,
    TextNode,
    TikiCommentNode,
    TitleBarNode,
)
from tiki2md.syntax.canonical.compare import characters
from tiki2md.syntax.canonical.text import CODE_NAMES, NOTHING, Place, code, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiki2md.options import Options

LINE_BLOCKS = (
    HeadingNode,
    ListItemNode,
    ListContinuationNode,
    DefinitionNode,
    HorizontalRuleNode,
    PageBreakNode,
)
"""Nodes that are a line of their own."""

_ADDRESSES = (AutoLinkNode, DoiLinkNode)
_LISTS = (ListItemNode, ListContinuationNode)


@dataclass(frozen=True, slots=True)
class Context:
    """What the nodes around a node mean for it.

    Attributes:
        options: the preferences that decide what is markup.
        bodies: how the bodies of known plugins are read.
        write: gives the markup of a node that is no text.
        line_start: whether the children begin a line.
        behind_mark: whether they stand behind the marks of a heading or an item.
        term: inside the term of a definition.
        label: inside the text of ``((page|text))``.
        color: inside a colour.
    """

    options: Options
    bodies: Mapping[str, str]
    write: Callable[[Node, Context], str]
    line_start: bool = False
    behind_mark: bool = False
    term: bool = False
    label: bool = False
    color: bool = False


def children(nodes: list[Node], context: Context, opener: str = "", closer: str = "") -> str:
    """``nodes`` between two delimiters, without these."""
    pieces = _pieces(nodes, context)
    written = ""
    comments = 0  # where those at the end of what is written begin
    previous: Node | None = None
    for index, (node, piece) in enumerate(pieces):
        line_start = _begins_line(written, comments, context)
        here = Place(
            left=opener + written,
            right=closer,
            line_start=line_start,
            list_open=isinstance(previous, _LISTS),
            behind_mark=context.behind_mark and not index,
            term=context.term,
            label=context.label,
        )
        if isinstance(node, TextNode):
            following = pieces[index + 1] if index + 1 < len(pieces) else None
            out = _text(piece, here, following, context)
        else:
            # A line that comments begin has its newline before them.
            behind_comment = comments < len(written) or written.endswith("\x01")
            alone = line_start and (not written or behind_comment)
            out = _join(node, piece, here, alone=alone)
        written += _apart(previous, node, piece, out, here, context)
        if not isinstance(node, TikiCommentNode):
            comments = len(written)
        previous = node
    if isinstance(previous, _ADDRESSES) and closer[:1] not in {"]", "|", ""}:
        written += NOTHING  # or the closing mark would be a part of the address
    return written


def _text(text: str, here: Place, following: tuple[Node, str] | None, context: Context) -> str:
    """A text; what follows decides what its last characters would make."""
    if following is None:
        return write_text(text, here, context.options)
    node, piece = following
    kept = _address_opener(text) if isinstance(node, _ADDRESSES) else ""
    right = kept or ("\n" if is_line(node) else piece)
    return write_text(text.removesuffix(kept), replace(here, right=right), context.options) + kept


def _apart(
    previous: Node | None, node: Node, piece: str, out: str, here: Place, context: Context
) -> str:
    """``out``, behind something empty where it would be read as one with what is before."""
    if isinstance(previous, _ADDRESSES):
        return _behind_address(node, piece, out, previous)
    if isinstance(previous, ColorNode):
        # The mark that closes a colour would open one if a colon followed (§6), and
        # be the beginning of a code if the rest of one did.
        opens = context.color and out[:1] not in {"~", "\n", "|"}
        return NOTHING + out if opens or _CODE_REST.match(out) else out
    if _marks_join(previous, node, here.left[-1:], out[:1]):
        return NOTHING + out
    return out


_CODE_REST = re.compile(rf"/?(?:{CODE_NAMES})(?:~|\Z)")
"""Behind two tildes this makes the second one the beginning of a code."""


def _address_opener(text: str) -> str:
    """The end of ``text`` that lets an address begin: it must stay as it is (§7.9)."""
    return next((end for end in ("(", "==") if text.endswith(end)), "")


def _marks_join(previous: Node | None, node: Node, before: str, after: str) -> bool:
    """Whether the marks of two formats would make one run, read from its left."""
    if previous is None or isinstance(previous, TextNode | DroppedMarkNode):
        return False
    if isinstance(node, TextNode | DroppedMarkNode) or type(previous) is type(node):
        return False
    return bool(before and after) and before in "-+=" and after in "-+="


def _begins_line(written: str, comments: int, context: Context) -> bool:
    """Whether what follows begins a line: Tiki deletes comments before it looks (§2.2)."""
    shown = written[:comments].rstrip("\x01")
    return shown.endswith("\n") if shown else context.line_start


def _pieces(nodes: list[Node], context: Context) -> list[tuple[Node, str]]:
    """Nodes with their markup; runs of text as one text, not yet protected."""
    pieces: list[tuple[Node, str]] = []
    inner = replace(context, line_start=False, behind_mark=False)
    for node in nodes:
        if isinstance(node, TextNode | EscapedBracketNode):
            # [[ depends on what brackets follow (§8.2); a code does not.
            text = characters(node) or ""
            if pieces and isinstance(pieces[-1][0], TextNode):
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + text)
            elif text:
                pieces.append((TextNode(), text))
        else:
            pieces.append((node, context.write(node, inner)))
    return pieces


def is_line(node: Node) -> bool:
    """Whether a node is a line of its own; a titlebar may be either (§4.7)."""
    if isinstance(node, TitleBarNode):
        # Its fields do not tell: the newline before it is all that does.
        made = not node.full_match and node.span == (0, 0)
        return bool(node.align) or made or node.full_match[:1].isspace()
    return isinstance(node, LINE_BLOCKS)


def _join(node: Node, piece: str, here: Place, *, alone: bool) -> str:
    """The markup of a node that is no text, behind what is written."""
    if is_line(node):
        return piece if alone else f"\n{piece}"
    if isinstance(node, MonospaceNode) and not (here.line_start or here.left[-1:].isspace()):
        return piece[2:-2]
    return piece


def _behind_address(node: Node, piece: str, out: str, address: Node) -> str:
    """An address goes on up to a space or the like: anything else is kept apart (§7.9)."""
    ends = " <|\n\r\t" if isinstance(address, DoiLinkNode) else "<, |\n\r)}"
    if isinstance(node, NoParseNode | TikiCommentNode | PreformattedNode | HtmlCommentNode):
        return out
    if out[:1] in ends or (is_line(node) and out.startswith("\n")):
        return out
    if isinstance(node, TextNode) and piece[0] in ends and out.startswith("~"):
        return f"~np~{piece[0]}~/np~" + out[len(code(piece[0])) :]
    return NOTHING + out
