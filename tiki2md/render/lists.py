"""Lists and definition lists."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    CodeBlockNode,
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    ListItemNode,
    ListNode,
    Node,
    ParagraphNode,
    ParentNode,
    PreformattedNode,
    PreNode,
    RawHtmlBlockNode,
    TextNode,
    text_of,
)
from tiki2md.render.compose import inline
from tiki2md.render.dispatch import EMPTY_COMMENT, indented, rendered, write_block, write_blocks
from tiki2md.render.inlines import announced, start_tag, with_markdown
from tiki2md.render.target_html import element_text

if TYPE_CHECKING:
    from tiki2md.render.context import Context
    from tiki2md.render.dispatch import WrittenBlock

_RULES = re.compile(r"^(?:-(?:[ \t]*-){2,}|\*(?:[ \t]*\*){2,})[ \t]*$", re.MULTILINE)
_INTERRUPTS = re.compile(r"(?:[-*+]|1[.)]) +\S")
"""A list that can follow a paragraph without an empty line (CommonMark §5.3)."""
_VERBATIM = (CodeBlockNode, PreformattedNode, PreNode, RawHtmlBlockNode)
_PARTED = re.compile(r"(?:[ \t]*+\S[^\n]*+\n)+? {0,3}(?:[+*-]|[0-9]++\.)[\t| ]")
"""Lines, none of them empty, and one that begins a list in kramdown."""

_LAST_NUMBER = 999_999_999
"""CommonMark §5.2 allows nine digits."""

_SPACES = re.compile(r"[ \t\r\n]+")


def list_block(node: ListNode, ctx: Context) -> str:
    """A list.  Items count up from ``start``; the text of an item aligns behind its marker.

    An item that is a list directly becomes one that holds only that list.
    """
    if node.numbering and not ctx.target.kramdown and not ctx.hides_tags(node):
        return list_html(node, ctx)
    if ctx.alternating:
        return _list(node, ctx, inner=1 - ctx.variant)
    written = _list(node, ctx)
    if _RULES.search(written):  # items without text in a row: `- - -` is a rule
        written = _list(node, ctx._replace(alternating=True), inner=1 - ctx.variant)
    return written


def _list(node: ListNode, ctx: Context, inner: int = 0) -> str:
    items: list[list[WrittenBlock]] = []
    content = ctx.within("item", inner)
    for child in node.children:
        parts = child.children if isinstance(child, ListItemNode) else [child]
        items.append(rendered(parts, content))
    tight = all(_is_tight(item) for item in items)
    number = min(max(node.start, 0), _LAST_NUMBER - len(items))
    lines = []
    delimiter = "." if ctx.target.kramdown else ".)"[ctx.variant]
    for item in items:
        marker = f"{number}{delimiter}" if node.ordered else "-*"[ctx.variant]
        number += 1
        width = len(marker) + 1
        text = _joined(item, ctx) if tight else "\n\n".join(block.text for block in item)
        if ctx.target.kramdown and (not text or _is_parted(item)):
            # A mark with nothing behind it is none; behind an empty line code is left alone.
            text = f"{EMPTY_COMMENT}\n\n{text}".rstrip("\n")
        lines.append(indented(f"{marker} {text}", width) if text else marker)
    return ("\n" if tight else "\n\n").join(lines)


def _is_parted(item: list[WrittenBlock]) -> bool:
    """Whether an item begins with code into which kramdown would put an empty line.

    It puts one before the first line of an item that looks like the beginning of a list, wherever
    that stands, unless there was an empty line before.
    """
    node, text = item[0]
    return isinstance(node, _VERBATIM) and _PARTED.match(text) is not None


def list_html(node: ListNode, ctx: Context) -> str:
    """A numbered list whose numbers are letters, which Markdown has none of."""
    start = {"start": str(node.start)} if node.start != 1 else {}
    tag = start_tag("ol", {"type": node.numbering, **start}, ctx)
    items = [
        html_wrapped("<li>", item.children, "</li>", ctx)
        for item in node.children
        if isinstance(item, ListItemNode)
    ]
    return tags_apart([announced(tag, ctx), *items, "</ol>"], ctx)


def _is_tight(item: list[WrittenBlock]) -> bool:
    """Whether an item is at most one paragraph, then lists of Markdown."""
    first = 1 if item and isinstance(item[0].node, ParagraphNode) else 0
    return all(isinstance(node, ListNode) and text[0] != "<" for node, text in item[first:])


def _joined(item: list[WrittenBlock], ctx: Context) -> str:
    """The blocks of a tight item; an empty line only where one would swallow the next.

    A paragraph may swallow a list; with kramdown a list another one.
    """
    parts = [block.text for block in item[:1]]
    for before, block in pairwise(item):
        if isinstance(before.node, ParagraphNode):
            swallowed = not _INTERRUPTS.match(block.text)
        else:
            swallowed = ctx.target.kramdown
        parts.append(("\n\n" if swallowed else "\n") + block.text)
    return "".join(parts)


def definition_list_html(node: DefinitionListNode, ctx: Context) -> str:
    """``<dl>``, with empty lines around what is more than text so that Markdown is read in it."""
    if ctx.hides_tags(node):
        return write_blocks(_all_parts(node), ctx.within())
    lines = [announced("<dl>", ctx)]
    for child in node.children:
        if isinstance(child, DefinitionTermNode):
            parts: list[Node] = [ParagraphNode(children=child.children)]
            lines.append(html_wrapped("<dt>", parts, "</dt>", ctx))
        elif isinstance(child, ParentNode):
            lines.append(html_wrapped("<dd>", child.children, "</dd>", ctx))
    return tags_apart([*lines, "</dl>"], ctx) if len(lines) > 1 else ""


def _all_parts(node: DefinitionListNode) -> list[Node]:
    """Terms and descriptions, one below the other."""
    parts: list[Node] = []
    for child in node.children:
        if isinstance(child, DefinitionTermNode):
            parts.append(ParagraphNode(children=child.children))
        elif isinstance(child, ParentNode):
            parts += child.children
    return parts


def tags_apart(lines: list[str], ctx: Context) -> str:
    """Tags on lines of their own; apart, where each would else share a paragraph with the next."""
    if ctx.target.mdx:
        return "\n\n".join(lines)
    return ("\n\n" if ctx.indented and ctx.target.markdown_in_html == "attribute" else "\n").join(
        lines
    )


def html_wrapped(start: str, children: list[Node], end: str, ctx: Context) -> str:
    """Blocks between two HTML tags: on one line if they are plain text.

    Elsewhere an empty line ends the HTML block (CommonMark §4.6), and Markdown begins.
    """
    text = _plain(children) if ctx.target.markdown_in_html == "blocks" else None
    if text is not None and not ("{{" in text and ctx.target.shortcodes):
        return f"{start}{element_text(text, ctx)}{end}"
    written = write_blocks(children, ctx.inside_html())
    return f"{with_markdown(start, ctx)}\n\n{written}\n\n{end}" if written else start + end


def _plain(children: list[Node]) -> str | None:
    """The text of at most one paragraph of nothing else."""
    if not children:
        return ""
    paragraph = children[0]
    if len(children) > 1 or not isinstance(paragraph, ParagraphNode):
        return None
    texts = [part.inner_content for part in paragraph.children if isinstance(part, TextNode)]
    if len(texts) < len(paragraph.children):
        return None
    return _SPACES.sub(" ", "".join(texts)).strip(" ")


def definition_list(node: DefinitionListNode, ctx: Context) -> str:
    """``term``, then ``: description``; as HTML if the parts do not come in pairs.

    That is known before any description is written: lists lie in lists, and what is written
    twice at each level takes for ever.
    """
    pairs = _pairs(node)
    term_context = ctx.within()._replace(one_line=True)
    terms = [inline(term.children, term_context) for term, _ in pairs]
    # A comment alone would begin a block of HTML.
    if not pairs or not all(term and not term.startswith("<!--") for term in terms):
        return definition_list_html(node, ctx)
    lines: list[str] = []
    for term, (_, descriptions) in zip(terms, pairs, strict=True):
        texts = [write_blocks(each.children, ctx.within("item")) for each in descriptions]
        described = [f": {indented(text or EMPTY_COMMENT, 2)}" for text in texts]
        lines.append("\n".join([term, *described]))
    return "\n\n".join(lines)


def _pairs(
    node: DefinitionListNode,
) -> list[tuple[DefinitionTermNode, list[DefinitionDescriptionNode]]]:
    """The terms, each with its descriptions; none if one has no other, or shows nothing."""
    pairs: list[tuple[DefinitionTermNode, list[DefinitionDescriptionNode]]] = []
    for child in node.children:
        if isinstance(child, DefinitionTermNode):
            pairs.append((child, []))
        elif isinstance(child, DefinitionDescriptionNode):
            if not pairs or not text_of(child, _mark_of).strip():
                return []
            pairs[-1][1].append(child)
    return pairs if all(descriptions for _, descriptions in pairs) else []


def _mark_of(node: Node) -> str:
    """Stands for a picture, or whatever else shows without a text."""
    return "" if isinstance(node, ParentNode) else "x"


def stray_item(node: ListItemNode, ctx: Context) -> str:
    """An item outside any list makes one."""
    ordered = type(node) is not ListItemNode
    return write_block(ListNode(ordered=ordered, children=[node]), ctx)
