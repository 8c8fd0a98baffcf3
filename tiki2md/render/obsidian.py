"""What Obsidian's Markdown writes in its own way: its links and call-outs, no HTML around it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    AdmonitionNode,
    AnchorNode,
    BlockElementNode,
    BoldNode,
    CenterNode,
    CodeBlockNode,
    CodeSpanNode,
    ColorNode,
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    DetailsNode,
    ElementNode,
    HeadingNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    ImageNode,
    LineBreakNode,
    LinkNode,
    ListItemNode,
    ListNode,
    MonospaceNode,
    Node,
    PageBreakNode,
    ParagraphNode,
    ParentNode,
    PreformattedNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    SubscriptNode,
    SuperscriptNode,
    TableNode,
    TableOfContentsNode,
    TableRowNode,
    TextNode,
    TitleBarNode,
    UnderlineNode,
    has_links,
    rewrite,
    text_of,
    unmerged,
)
from tiki2md.render import contents, inlines, links, tables, target_html
from tiki2md.render.blocks import ALERTS, is_headed, under_mark
from tiki2md.render.blocks import BLOCKS as BASE_BLOCKS
from tiki2md.render.compose import inline, tokens_of
from tiki2md.render.context import of_group
from tiki2md.render.dispatch import prefixed, write_block, write_blocks
from tiki2md.render.escape import link_title
from tiki2md.render.escape_obsidian import as_elements
from tiki2md.render.tokens import (
    SPACES,
    Kind,
    Span,
    Token,
    is_blank,
    markup,
    text_tokens,
    wrapped,
)
from tiki2md.render.unsafe import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tiki2md.render.context import BlockHandler, Context, InlineHandler

# --- Links

_NOTE = re.compile(r"(?:(?!files/)[^/:?#]+/)*([^/:?#]+)\.md(#.*)?|(#.+)")
"""A note in any folder but that of files: no two notes have one name."""
_IN_TEXT = re.compile(r"(?:(?!%%|==|&#?\w+;)[^\[\]|\n\\`*~<$#^])+")
"""What the text of a wiki link may hold: Obsidian reads no Markdown in it."""


def link(node: LinkNode, ctx: Context) -> list[Token]:
    """``[[Note#Heading|text]]``, or a Markdown link for tooltips, formats, or on request."""
    match = _NOTE.fullmatch(node.url.strip())
    if match is None or node.title.strip() or ctx.in_link:
        return links.link(node, ctx)
    text = tokens_of(node.children, ctx.inside_link())
    if is_blank(text):
        return links.link(node, ctx)
    note, place = unquote(match[1] or ""), unquote((match[2] or match[3] or "")[1:])
    shown = " ".join("".join(token.text or " " for token in text).split())
    plain = all(token.kind in {Kind.TEXT, Kind.SPACE, Kind.SOFT} for token in text)
    if ctx.options.obsidian_links != "wiki" or not plain or not _IN_TEXT.fullmatch(shown):
        url = node.url.replace(" ", "%20")
        return links.link_tokens(text, url, ctx, node.title)
    target = f"{note}#{place}" if place else note
    wiki = markup(f"[[{target}]]" if shown == target else f"[[{target}|{shown}]]")
    before, after = (edge if edge[0].kind in SPACES else [] for edge in (text[:1], text[-1:]))
    return [*before, *wiki, *after]


def image(node: ImageNode, ctx: Context) -> list[Token]:
    """``![alt|300](src)``: the size stands in the description."""
    if node.align:
        ctx.reporter.report(
            Code.STYLE_DROPPED, node.span, what=f"the side of an image ({node.align})"
        )
        node = replace(node, align="")
    size = "x".join(value.removesuffix("px") for value in (node.width, node.height) if value)
    if not re.fullmatch(r"\d+(?:x\d+)?", size) or not node.width:
        return links.image(replace(node, width="", height=""), ctx)
    end = f"|{size}]({links.destination(node.src, ctx)}{link_title(node.title)})"
    alt = text_tokens(" ".join(node.alt.replace("|", "-").split()))
    tokens = wrapped(Span("![", end, scoped=True, keep=True), alt)
    return links.link_tokens(tokens, node.link, ctx) if node.link else tokens


def anchor(node: AnchorNode, ctx: Context) -> list[Token]:
    """Nothing: links lead to headings, by their text."""
    ctx.reporter.report(Code.STYLE_DROPPED, node.span, what=f"the anchor {node.anchor}")
    return []


# --- HTML inside a line: all of it is HTML, whether Markdown would be read in it or not


def element(node: ElementNode, ctx: Context) -> list[Token]:
    """An HTML element, unless it holds links or is a player, which work in Markdown only."""
    if node.tag.lower() in {"audio", "video"} and node.attrs_dict.get("src"):
        return links.image(ImageNode(src=node.attrs_dict["src"], span=node.span), ctx)
    start = inlines.start_tag(node.tag, node.attrs_dict, ctx)
    if not start or node.tag.lower() in target_html.VOID or not node.children:
        return inlines.html_element(node, ctx)
    return _in_html(node, start, f"</{node.tag}>", ctx)


def monospace(node: MonospaceNode, ctx: Context) -> list[Token]:
    """Code, in which nothing else has a form."""
    return inlines.literal_code(node) or _in_html(node, "<code>", "</code>", ctx)


def color(node: ColorNode, ctx: Context) -> list[Token]:
    """Coloured text."""
    style = inlines.style_of(node)
    if not style:
        return tokens_of(node.children, ctx)
    return _in_html(node, inlines.start_tag("span", {"style": style}, ctx), "</span>", ctx)


def _tag(name: str) -> InlineHandler:
    def handler(node: ParentNode, ctx: Context) -> list[Token]:
        return _in_html(node, f"<{name}>", f"</{name}>", ctx)

    return handler


def _in_html(node: ParentNode, start: str, end: str, ctx: Context) -> list[Token]:
    tokens = tokens_of(node.children, ctx)
    if has_links(node) or is_blank(tokens):
        if not is_blank(tokens):
            ctx.reporter.report(Code.STYLE_DROPPED, node.span, what=f"{start} around a link")
        return tokens
    return wrapped(Span(start, end, keep=True), as_elements(tokens))


# --- Blocks


def of_element(node: Node, ctx: Context) -> list[Node] | None:
    """The blocks of an element without it: in HTML, Obsidian reads no Markdown."""
    if isinstance(node, BlockElementNode) and node.tag:
        ctx.reporter.report(Code.STYLE_DROPPED, node.span, what=f"<{node.tag}>")
        return node.children
    if isinstance(node, CenterNode):
        ctx.reporter.report(Code.STYLE_DROPPED, node.span, what="centred or boxed text")
        return node.children
    if isinstance(node, ListNode) and node.numbering:
        what = "letters that number a list"
        ctx.reporter.report(Code.STYLE_DROPPED, node.span, what=what)
        return [replace(node, numbering="")]
    if isinstance(node, DefinitionListNode):
        return _definitions(node)
    if isinstance(node, DetailsNode) and is_headed(node):
        return node.children  # it folds by itself
    return of_group(node, ctx)


def title_bar(node: TitleBarNode, ctx: Context) -> str:
    """The title in bold."""
    return write_block(ParagraphNode(children=[BoldNode(children=node.children)]), ctx)


def admonition(node: AdmonitionNode, ctx: Context) -> str:
    """A call-out with its title; they nest."""
    kind = node.kind if node.kind in ALERTS else "note"
    return _callout(f"[!{kind}]", node.title, node.children, ctx)


def details(node: DetailsNode, ctx: Context) -> str:
    """A call-out that folds."""
    return _callout(f"[!note]{'+' if node.open else '-'}", node.summary, node.children, ctx)


def _callout(mark: str, title: str, children: list[Node], ctx: Context) -> str:
    text = write_blocks(children, ctx.within())
    one_line = ctx.within()._replace(one_line=True)
    shown = inline([TextNode(inner_content=title.strip())], one_line, Where.INLINE)
    first = f"{mark} {shown}".strip()
    return prefixed(under_mark(first, children, text), "> ") if text or shown else ""


def _definitions(node: DefinitionListNode) -> list[Node]:
    """Terms in bold, and their descriptions as items below them; one before any term is an item."""
    items: list[Node] = []
    descriptions = items
    for child in node.children:
        if isinstance(child, DefinitionTermNode):
            term = ParagraphNode(children=[BoldNode(children=child.children)])
            descriptions = []
            items.append(ListItemNode(children=[term, ListNode(children=descriptions)]))
        elif isinstance(child, DefinitionDescriptionNode):
            descriptions.append(ListItemNode(children=child.children))
    return [ListNode(children=items)] if items else []


def table(node: TableNode, ctx: Context) -> str:
    """A pipe table, whatever its cells hold: blocks in them are lines, merged cells are empty."""
    rows = [row for row in node.children if isinstance(row, TableRowNode)]
    if all(tables.fits(tables.cells_of(row), ctx) for row in rows):
        return tables.table(node, ctx)
    ctx.reporter.report(Code.STYLE_DROPPED, node.span, what="what cells of a table hold or merge")

    def known(part: Node) -> list[Node]:
        if isinstance(part, TableOfContentsNode):
            return contents.listed(part, ctx)
        return [HtmlCommentNode(inner_content=f" {ctx.options.page_separator} ")]

    (whole,) = rewrite([node], known, (TableOfContentsNode, PageBreakNode))
    assert isinstance(whole, TableNode)  # of the replaced kinds it is none
    flat: list[Node] = []
    for row in unmerged(whole):
        cells: list[Node] = [
            replace(cell, children=[ParagraphNode(children=_lines(cell.children))])
            for cell in tables.cells_of(row)
        ]
        flat.append(replace(row, children=cells))
    return tables.table(replace(node, children=flat), ctx)


def _lines(nodes: Iterable[Node], mark: str = "") -> list[Node]:
    """Blocks as lines of inline nodes, a break between two."""
    out: list[Node] = []
    for node in nodes:
        line = _line(node)
        if line and out and (node.block or isinstance(node, ListItemNode)):
            while out and isinstance(out[-1], LineBreakNode):  # at its end a block has none
                out.pop()
            out.append(LineBreakNode())
        out += line
    return [TextNode(inner_content=mark), *out] if mark else out


def _line(node: Node) -> list[Node]:
    if isinstance(node, CodeBlockNode | PreformattedNode):
        return _code_lines(node)
    if isinstance(node, ListNode):
        return _item_lines(node)
    if isinstance(node, AdmonitionNode | DetailsNode):
        title = node.title if isinstance(node, AdmonitionNode) else node.summary
        head: list[Node] = [BoldNode(children=[TextNode(inner_content=title)])]
        return _lines([ParagraphNode(children=head if title.strip() else []), *node.children])
    if node.block and isinstance(node, ParentNode):
        lines = _lines(node.children)
        if all(isinstance(part, LineBreakNode) for part in lines):
            return []  # between blocks it is the break that is there anyway
        return [BoldNode(children=lines)] if isinstance(node, HeadingNode) else lines
    return _leaf(node) if node.block else [node]


def _leaf(node: Node) -> list[Node]:
    """A block that holds no others."""
    if isinstance(node, RawHtmlBlockNode):
        return [RawHtmlNode(html=node.html)]
    if isinstance(node, HorizontalRuleNode):
        return [RawHtmlNode(html="<hr>")]
    text = text_of(node)
    return [TextNode(inner_content=text)] if text else []


def _code_lines(node: CodeBlockNode | PreformattedNode) -> list[Node]:
    caption, text = "", node.inner_content
    if isinstance(node, CodeBlockNode):
        caption, text = node.caption.strip(), node.text
    lines: list[Node] = [TextNode(inner_content=caption)] if caption else []
    lines += [CodeSpanNode(text=line) for line in text.splitlines() if line.strip()]
    return [part for line in lines for part in (LineBreakNode(), line)][1:]


def _item_lines(node: ListNode) -> list[Node]:
    items: list[Node] = []
    for number, item in enumerate(node.children, node.start):
        mark = f"{number}. " if node.ordered else "• "
        inner = item.children if isinstance(item, ListItemNode) else [item]
        items += [LineBreakNode(), *_lines(inner, mark)]
    return items[1:]


BLOCKS: Mapping[type[Node], BlockHandler] = MappingProxyType(
    {
        **BASE_BLOCKS,
        AdmonitionNode: admonition,
        DetailsNode: details,
        TableNode: table,
        TitleBarNode: title_bar,
    }
)
"""The handlers of block nodes that differ, and the others."""

INLINES: Mapping[type[Node], InlineHandler] = MappingProxyType(
    {
        **inlines.INLINES,
        AnchorNode: anchor,
        ColorNode: color,
        ElementNode: element,
        ImageNode: image,
        LinkNode: link,
        MonospaceNode: monospace,
        SubscriptNode: _tag("sub"),
        SuperscriptNode: _tag("sup"),
        UnderlineNode: _tag("u"),
    }
)
"""The handlers of inline nodes that differ, and the others."""
