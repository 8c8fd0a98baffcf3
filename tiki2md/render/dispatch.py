"""Blocks one after the other: what stands between them, and who writes each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tiki2md.nodes import (
    DefinitionListNode,
    HtmlCommentNode,
    ListNode,
    MarkdownFlowNode,
    Node,
    ParagraphNode,
    text_of,
)
from tiki2md.render.compose import compose
from tiki2md.render.target_html import hidden
from tiki2md.render.tokens import text_tokens
from tiki2md.render.unsafe import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tiki2md.render.context import Context

EMPTY_COMMENT = "<!-- -->"
"""Stands where a mark needs a text behind it, or between two blocks that would be one."""


class WrittenBlock(NamedTuple):
    """A block that shows something, and its Markdown: whoever joins blocks needs both."""

    node: Node
    text: str


def write_block(node: Node, ctx: Context) -> str:
    """The Markdown of one block; a node without a handler is its source, as text."""
    handler = ctx.target.blocks.get(type(node))
    if handler is not None:
        return handler(node, ctx)
    ctx.lost(node)
    return compose(text_tokens(node.full_match or text_of(node)), ctx, Where.LINES)


def as_blocks(nodes: Sequence[Node], ctx: Context) -> list[Node]:
    """``nodes`` with stretches of inline nodes as paragraphs, in case there are some."""
    if all(node.block for node in nodes):
        return list(nodes)
    out: list[Node] = []
    stretch: list[Node] = []
    for node in nodes:
        if node.block or type(node) in ctx.target.blocks:
            if stretch:
                out.append(ParagraphNode(children=stretch))
                stretch = []
            out.append(node)
        else:
            stretch.append(node)
    if stretch:
        out.append(ParagraphNode(children=stretch))
    return out


def written_nodes(nodes: Sequence[Node], ctx: Context) -> Iterator[Node]:
    """The blocks that are written: those of groups stand beside the blocks around."""
    for node in as_blocks(nodes, ctx):
        inner = ctx.target.unwrapped(node, ctx)
        if inner is None:
            yield node
        else:
            yield from written_nodes(inner, ctx)


def rendered(nodes: Sequence[Node], ctx: Context) -> list[WrittenBlock]:
    """The blocks that show something, each with its Markdown.

    Two lists of a kind in a row get different markers: with the same one they
    would be a single list (CommonMark §5.3).
    """
    out: list[WrittenBlock] = []
    here, variant = ctx, ctx.variant
    for node in written_nodes(nodes, ctx):
        last = out[-1].node if out else None
        if isinstance(node, ListNode):
            same = isinstance(last, ListNode) and _look_alike(last, node, ctx)
            variant = 1 - variant if same else ctx.variant
            if same and ctx.target.kramdown:
                # To kramdown all markers are one; only what is no list parts two lists.
                out.append(WrittenBlock(HtmlCommentNode(), EMPTY_COMMENT))
        leading = "" if out else ctx.leading
        if here.variant != variant or here.leading != leading:
            here = here._replace(variant=variant, leading=leading)
        text = write_block(node, here)
        if text:
            if last is not None and _merge(last, node, ctx):
                out.append(WrittenBlock(HtmlCommentNode(), EMPTY_COMMENT))
            out.append(WrittenBlock(node, text))
    return out


def _look_alike(one: ListNode, other: ListNode, ctx: Context) -> bool:
    """Whether markers alone would not part two lists; one that counts in letters is HTML."""
    alike = one.numbering == other.numbering or ctx.target.kramdown
    return alike and one.ordered == other.ordered


def _merge(one: Node, other: Node, ctx: Context) -> bool:
    """Whether a reader would take two blocks in a row for one."""
    merging = ctx.target.merging
    if not isinstance(one, merging) or not isinstance(other, merging):
        return False
    return type(one) is type(other) or not isinstance(one, ListNode | DefinitionListNode)


def write_blocks(nodes: Sequence[Node], ctx: Context) -> str:
    """The Markdown of blocks, an empty line between two."""
    return "\n\n".join([block.text for block in rendered(nodes, ctx)])


def behind_mark(nodes: Sequence[Node], ctx: Context) -> str:
    """Blocks behind a mark, where readers want a paragraph: a comment, if they begin with none."""
    blocks = rendered(nodes, ctx)
    texts = [block.text for block in blocks]
    if blocks and not isinstance(blocks[0].node, ParagraphNode | MarkdownFlowNode):
        texts.insert(0, hidden(" ", ctx))
    return "\n\n".join(texts)


def indented(text: str, width: int) -> str:
    """``text`` with all lines but the first moved to the right; empty lines stay empty."""
    margin = " " * width
    return prefixed(text, margin, first="")


def prefixed(text: str, prefix: str, first: str | None = None) -> str:
    """``text`` with ``prefix`` before each line, without it but its spaces on an empty one."""
    lines: Iterable[str] = text.split("\n")
    bare = prefix.rstrip()
    out = [prefix + line if line else bare for line in lines]
    if first is not None and out:
        out[0] = first + text.split("\n", 1)[0]
    return "\n".join(out)
