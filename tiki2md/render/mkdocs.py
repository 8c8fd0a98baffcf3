"""What Python-Markdown, as MkDocs and Zensical run it, wants in another way.

Everything inside an item, a note or a tab has a margin of four columns.  HTML that
has a margin is read as Markdown reads any tag; HTML without one is raw, unless
its tag says that there is Markdown in it (md_in_html).
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.nodes import (
    AdmonitionNode,
    BlockElementNode,
    BlockquoteNode,
    BoldNode,
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionTermNode,
    DetailsNode,
    FootnoteDefinitionNode,
    HtmlCommentNode,
    ImageNode,
    ListItemNode,
    ListNode,
    ParagraphNode,
    PreNode,
    RawHtmlBlockNode,
    SimpleBoxNode,
    StrikeNode,
    TableOfContentsNode,
    TabsNode,
    TextNode,
    TikiCommentNode,
)
from tiki2md.render import blocks, code, contents, footnotes, links, lists
from tiki2md.render.compose import inline
from tiki2md.render.dispatch import (
    EMPTY_COMMENT,
    behind_mark,
    indented,
    prefixed,
    rendered,
    write_blocks,
)
from tiki2md.render.escape import HTML_BLOCK
from tiki2md.render.escape_html import html_attribute
from tiki2md.render.inlines import strike_html
from tiki2md.render.tokens import markup
from tiki2md.render.unsafe import Where
from tiki2md.titles import is_same_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.nodes import Node, ParentNode
    from tiki2md.render.context import BlockHandler, Context, InlineHandler
    from tiki2md.render.dispatch import WrittenBlock
    from tiki2md.render.tokens import Token

_WIDTH = 4
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
_URL = r"(?:<[^<>\n]*+>|(?:[^()<\\\s]|\\.|\([^()\s]*+\))*+)"
_TO = rf'\({_URL}(?:[ ]"[^"\n]*+")?\)(?:\{{[^{{}}\n]*+\}})?'
_PICTURE = re.compile(rf"!\[(?:[^\[\]\\]|\\.|\[[^\[\]]*+\])*+\]{_TO}")
_WORDLESS = re.compile(
    rf"\[\s*+\]{_TO}|<[^<>]*+>|&\w++;|\[\^\w++\]|^(?:>|!!! |    ).*", re.MULTILINE
)
"""What shows no words when pictures are taken out, or is a box."""
_FIRST_LEVEL = re.compile(r"#[^#]|.*<h1\b")

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_HTML = re.compile(HTML_BLOCK.replace("!--|", ""))
_TAG = re.compile("(</?[A-Za-z][^<>]*>)")
_TAG_OR_COMMENT = re.compile(r"(<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>)", re.DOTALL)
_MARKS = re.compile(r"[\\`*_{}\[\]()#+.!|~:=-]")

AUTOLINKS = re.compile(r"(?i:https?|ftp)://[^\s<>\\`]*")
"""Addresses that all versions of Python-Markdown read in angle brackets."""


def list_block(node: ListNode, ctx: Context) -> str:
    """A list; with a margin of four below its items."""
    if node.numbering and not ctx.hides_tags(node):
        apart = [_apart(item) for item in node.children]
        return lists.list_html(replace(node, children=apart), ctx)
    items: list[list[WrittenBlock]] = []
    for child in node.children:
        parts = child.children if isinstance(child, ListItemNode) else [child]
        items.append(rendered(parts, ctx.in_margin("item")))
    tight = all(_is_tight(item) for item in items)
    number = max(node.start, 0)
    lines = []
    for item in items:
        marker = f"{number}." if node.ordered else "-"
        number += 1
        texts = [block.text for block in item]
        if not item or not isinstance(item[0].node, ParagraphNode):
            texts.insert(0, EMPTY_COMMENT)
        lines.append(f"{marker} " + indented(("\n" if tight else "\n\n").join(texts), _WIDTH))
    return ("\n" if tight else "\n\n").join(lines)


def _apart(item: Node) -> Node:
    """An item of HTML in which what has a margin stands in an element of its own.

    Directly in the item its margin would be taken for that of the item.
    """
    if not isinstance(item, ListItemNode) or all(map(_has_no_margin, item.children)):
        return item
    return replace(item, children=[BlockElementNode(tag="div", children=item.children)])


def _has_no_margin(node: Node) -> bool:
    return isinstance(node, ParagraphNode) or (isinstance(node, ListNode) and node.numbering != "")


def _is_tight(item: list[WrittenBlock]) -> bool:
    """Whether an item is at most a paragraph and a list, with no empty line in either."""
    kinds = [type(block.node) for block in item]
    return not any("\n\n" in block.text for block in item) and kinds in (
        [],
        [ParagraphNode],
        [ListNode],
        [ParagraphNode, ListNode],
    )


def quote(node: ParentNode, ctx: Context) -> str:
    """Blocks with ``>`` before each line."""
    text = write_blocks(node.children, ctx.in_margin("quote"))
    return prefixed(text, "> ") if text else ""


def _margined(children: Sequence[Node], ctx: Context) -> str:
    """Blocks with a margin on every line; empty for none."""
    text = write_blocks(children, ctx.in_margin())
    return prefixed(text, " " * _WIDTH) if text else ""


def _title(nodes: list[Node], ctx: Context, where: Where = Where.HEADING) -> str:
    """A title between double quotes, which it cannot hold itself."""
    return inline(nodes, ctx.within()._replace(one_line=True), where).replace('"', "&quot;")


def _marked(mark: str, title: str, body: str) -> str:
    head = f'{mark} "{title}"'
    return f"{head}\n\n{body}" if body else head


def admonition(node: AdmonitionNode, ctx: Context) -> str:
    """``!!! note "Title"`` (admonition); with no title it has none, as in Tiki."""
    title = _title([TextNode(inner_content=node.title)], ctx)
    body = _margined(node.children, ctx)
    if not title and not body:
        return ""
    return _marked(f"!!! {blocks.RENAMED_ALERTS.get(node.kind, node.kind)}", title, body)


def details(node: DetailsNode, ctx: Context) -> str:
    """``??? note "Summary"`` (pymdownx.details), as HTML around a heading, which keeps its id."""
    if blocks.is_headed(node):
        return blocks.details(node, ctx)
    shown: list[Node] = [TextNode(inner_content=node.summary)]
    title = _title(shown, ctx, Where.HEADING | Where.SUMMARY)
    mark = "???+ note" if node.open else "??? note"
    return _marked(mark, title, _margined(node.children, ctx))


def tabs(node: TabsNode, ctx: Context) -> str:
    """``=== "Title"`` for each (pymdownx.tabbed)."""
    written: list[str] = []
    for number, (title, child) in enumerate(blocks.tabs_of(node), 1):
        body = _margined([child], ctx) or " " * _WIDTH + EMPTY_COMMENT
        written.append(_marked("===", _title(title, ctx) or str(number), body))
    return "\n\n".join(written)


def definition_list(node: DefinitionListNode, ctx: Context) -> str:
    """``term``, then ``:   description`` (def_list); a comment stands for one that is missing.

    With a margin a description may hold but one paragraph; else the list is HTML.
    """
    parts = [child for child in node.children if isinstance(child, DefinitionDescriptionNode)]
    if ctx.indented and not all(_is_short(part.children) for part in parts):
        return lists.definition_list_html(node, ctx)
    groups: list[_Definition] = []
    for child in node.children:
        if isinstance(child, DefinitionTermNode):
            term = inline(child.children, ctx.within()._replace(one_line=True))
            groups.append(_Definition(term or EMPTY_COMMENT, []))
        elif isinstance(child, DefinitionDescriptionNode):
            if not groups:
                groups.append(_Definition(EMPTY_COMMENT, []))
            text = behind_mark(child.children, ctx.in_margin("item"))
            groups[-1].descriptions.append(text or EMPTY_COMMENT)
    return "\n\n".join(map(_written_definition, groups))


class _Definition(NamedTuple):
    """A term and its descriptions, as they are written."""

    term: str
    descriptions: list[str]


def _written_definition(group: _Definition) -> str:
    marked = [f":   {indented(text, _WIDTH)}" for text in group.descriptions or [EMPTY_COMMENT]]
    return f"{group.term}\n" + "\n\n".join(marked)


def _is_short(children: Sequence[Node]) -> bool:
    return not children or (len(children) == 1 and isinstance(children[0], ParagraphNode))


def footnote(node: FootnoteDefinitionNode, ctx: Context) -> str:
    """The text of a note (footnotes)."""
    return footnotes.definition(node, ctx.in_margin())


def table_of_contents(node: TableOfContentsNode, ctx: Context) -> str:
    """``[TOC]`` (toc) for all headings as they are, else a list.

    Where there are headings of the first level, the title of the page is made another
    one, which is no part of the contents.
    """
    slugs, style = contents.PythonSlugs(), ctx.options.smiley_style
    found = list(contents.headings(ctx.document, slugs, smiley_style=style))
    levels = [heading.level for heading, _ in found]
    if not levels:
        return ""
    is_of_tiki = all(heading.anchor for heading, _ in found)  # and none of Markdown alone
    is_plain = is_of_tiki and node.linked and not node.levels and not node.numbers
    if not is_plain or ctx.nested or min(levels) <= 1:
        return contents.table_of_contents(node, ctx)
    if not node.title.strip():
        return "[TOC]"
    bold = BoldNode(children=[TextNode(inner_content=node.title)])
    return f"{blocks.paragraph(ParagraphNode(children=[bold]), ctx)}\n\n[TOC]"


def paragraph(node: ParagraphNode, ctx: Context) -> str:
    """A paragraph; one that has to be HTML holds nothing that Markdown reads."""
    text = blocks.paragraph(node, ctx)
    return _inert(text) if _HTML.match(text) else text


def raw_html(node: RawHtmlBlockNode, ctx: Context) -> str:
    """The author's HTML."""
    html = blocks.raw_html(node, ctx)
    if html and ctx.hides_tags(node):
        return _inert("".join(_texts_and_tags(html)[::2])).strip()
    return _inert(html) if ctx.indented else html


def pre(node: PreNode, ctx: Context) -> str:
    """Lines that are kept."""
    text = code.pre(node, ctx)
    return _inert(text) if ctx.indented and text.startswith("<pre") else text


def comment(node: HtmlCommentNode | TikiCommentNode, ctx: Context) -> str:
    """A comment; with a margin, an empty line would end it."""
    text = blocks.comment_block(node, ctx)
    return _BLANK_LINES.sub("\n", text) if ctx.indented else text


def _texts_and_tags(html: str) -> list[str]:
    """Texts, and between each two a tag or a comment."""
    # Behind the last end of a comment no comment is looked for: it would not end.
    commented = html.rfind("-->") + len("-->") if "-->" in html else 0
    *before, text = _TAG_OR_COMMENT.split(html[:commented])
    rest, *behind = _TAG.split(html[commented:])
    return [*before, text + rest, *behind]


def _inert(html: str) -> str:
    """HTML on one line, the text of which holds no marks of Markdown."""
    parts = _texts_and_tags(html)
    for index in range(0, len(parts), 2):
        parts[index] = _MARKS.sub(lambda mark: f"&#{ord(mark.group())};", parts[index])
    keeps = "<pre" in html
    return "".join(parts).replace("\n", "&#10;" if keeps else " ")


def image(node: ImageNode, ctx: Context) -> list[Token]:
    """``![alt](src){ width="…" }`` (attr_list): what is HTML would not be found from its page."""
    pairs = (("width", node.width), ("height", node.height), ("align", node.align))
    sizes = " ".join(f'{name}="{html_attribute(value)}"' for name, value in pairs if value)
    plain = links.image(replace(node, width="", height="", align="", link=""), ctx)
    tokens = plain + markup(f"{{ {sizes} }}" if sizes else "")
    return links.link_tokens(tokens, node.link, ctx) if node.link and not ctx.in_link else tokens


def with_title(body: str, heading: str) -> str:
    """Material shows the title of a page only if no heading of the first level is in it."""
    first, above = _first_level(body)
    is_title = is_same_title(first, heading) and not re.search(r"\w", _words(above))
    return body if is_title or not first else f"{heading} {{ #page-title }}\n\n{body}"


def _words(text: str) -> str:
    """A text without pictures and boxes, which may stand above the title of a page."""
    return _WORDLESS.sub("", _PICTURE.sub("", text))


def _first_level(body: str) -> tuple[str, str]:
    """The first heading of the first level, and what is above it but for comments.

    A line ``# x`` of code or of a comment is none; empty if there is no heading.
    """
    above: list[str] = []
    fence = ""
    in_comment = False
    for typed in body.split("\n"):
        line = typed.strip()
        if in_comment or (line.startswith("<!--") and not fence):
            _, end, behind = typed.partition("-->")
            in_comment = not end
            above.append(behind)
            continue
        if fence:
            is_end = line.startswith(fence) and not line.strip(fence[0])
            fence = "" if is_end else fence
        elif opening := _FENCE.match(line):
            fence = opening[1]
        elif _FIRST_LEVEL.match(line):
            return line, "\n".join(above)
        above.append(typed)
    return "", ""


MKDOCS_INLINES: Mapping[type[Node], InlineHandler] = MappingProxyType(
    {ImageNode: image, StrikeNode: strike_html}
)
MKDOCS_BLOCKS: Mapping[type[Node], BlockHandler] = MappingProxyType(
    {
        AdmonitionNode: admonition,
        BlockquoteNode: quote,
        DefinitionListNode: definition_list,
        DetailsNode: details,
        FootnoteDefinitionNode: footnote,
        HtmlCommentNode: comment,
        ListNode: list_block,
        ParagraphNode: paragraph,
        PreNode: pre,
        RawHtmlBlockNode: raw_html,
        SimpleBoxNode: quote,
        TableOfContentsNode: table_of_contents,
        TabsNode: tabs,
        TikiCommentNode: comment,
    }
)
"""The handlers that differ from GitHub's."""
