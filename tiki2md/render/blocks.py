"""A small function for each block node."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.newlines import with_newlines
from tiki2md.nodes import (
    AdmonitionNode,
    BlockElementNode,
    BlockquoteNode,
    BoldNode,
    CenterNode,
    CodeBlockNode,
    DefinitionListNode,
    DetailsNode,
    FootnoteDefinitionNode,
    HeadingNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    LineBreakNode,
    ListItemNode,
    ListNode,
    MarkdownFlowNode,
    MarkdownHeadingNode,
    Node,
    NumListItemNode,
    PageBreakNode,
    ParagraphNode,
    ParentNode,
    PreformattedNode,
    PreNode,
    RawHtmlBlockNode,
    SimpleBoxNode,
    TableNode,
    TableOfContentsNode,
    TabTitleNode,
    TextNode,
    TikiCommentNode,
    TitleBarNode,
    is_white_space,
)
from tiki2md.render import author_flow, code, contents, footnotes, lists, tables
from tiki2md.render.compose import compose, tokens_of
from tiki2md.render.dispatch import prefixed, write_blocks
from tiki2md.render.escape import HTML_BLOCK
from tiki2md.render.escape_hugo import without_shortcodes
from tiki2md.render.html import html_inline
from tiki2md.render.inlines import comment_text, start_tag, with_markdown
from tiki2md.render.target_html import element_text, hidden
from tiki2md.render.tokens import text_tokens
from tiki2md.render.unsafe import Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tiki2md.nodes import TabsNode
    from tiki2md.render.context import BlockHandler, Context

_COMMENTS = (HtmlCommentNode, TikiCommentNode)
ALERTS = frozenset({"note", "tip", "important", "warning", "caution"})
"""The kinds of alerts, by the names that GitHub has for them."""
RENAMED_ALERTS = MappingProxyType({"important": "info", "caution": "danger"})
"""The kinds that Material and Docusaurus have under another name."""
_HTML_LINE = re.compile(rf"(\\|[ ]{{2}})?\n({HTML_BLOCK})")
_HTML_START = re.compile(HTML_BLOCK)
_TAG_ALONE = re.compile(r"(</?[A-Za-z][\w-]*(?![\w:.@+-])[^<>\n]*>[ \t]*)\n")
_QUOTE_MARK_BEFORE = re.compile(r"[-=|:+*_#>~`\d.)\\ \t]*(?:\n|\Z)")
_PARAGRAPH = MappingProxyType(
    {"item": Where.LINES | Where.ITEM, "quote": Where.LINES | Where.QUOTE}
)


def paragraph(node: ParagraphNode, ctx: Context) -> str:
    """A paragraph; comments in front of it stand on lines of their own.

    What begins a line with HTML would have the line, or the rest of the
    paragraph, taken for HTML (CommonMark §4.6).
    """
    rest, comments = comments_first(node.children, ctx)
    text = compose(tokens_of(rest, ctx), ctx, _PARAGRAPH.get(ctx.leading, Where.LINES))
    if "<" in text:
        text = _html_apart(text, rest, ctx)
    return "\n".join([*comments, text] if text else comments)


def comments_first(nodes: list[Node], ctx: Context) -> tuple[list[Node], list[str]]:
    """What a paragraph shows, and the comments in front of it; breaks there show nothing."""
    comments: list[str] = []
    for at, node in enumerate(nodes):
        if isinstance(node, _COMMENTS):
            comments += [text] if (text := comment_block(node, ctx)) else []
        elif not isinstance(node, LineBreakNode) and not is_white_space(node):
            return (nodes[at:] if comments else nodes), comments
    return ([] if comments else nodes), comments


def _html_apart(text: str, nodes: Sequence[Node], ctx: Context) -> str:
    """The text of a paragraph with no line that begins with HTML, unless all of it is HTML."""
    if _HTML_START.match(text):
        text = _blank_lines_out(html_inline(nodes, ctx).strip())
    if not ctx.target.mdx:
        text = _HTML_LINE.sub(_joined_line, text)
    return _TAG_ALONE.sub(r"\1 ", text, count=1) if _TAG_ALONE.match(text) else text


def _joined_line(match: re.Match[str]) -> str:
    return ("<br>" if match[1] else " ") + match[2]


def heading(node: HeadingNode, ctx: Context) -> str:
    """``## Title``; nothing for an empty one."""
    number = node.number.strip()
    before = text_tokens(f"{number} ") if number else []
    title = compose([*before, *tokens_of(node.children, ctx)], ctx, Where.HEADING)
    if not title:
        return ""
    if "`" not in title:  # in code they count
        title = _SPACES.sub(" ", title)  # readers collapse them, but some make an id of each
    return "#" * min(max(node.level, 1), 6) + " " + title


def rule(node: HorizontalRuleNode, ctx: Context) -> str:
    """A thematic break (CommonMark §4.1).

    First in an item, hyphens would make one rule of the item; first in a page, front matter.
    """
    del node
    return "___" if ctx.leading else "---"


def page_break(node: PageBreakNode, ctx: Context) -> str:
    """The line that split the page, as a comment."""
    del node
    return hidden(f" {ctx.options.page_separator} ", ctx)


def comment_block(node: HtmlCommentNode | TikiCommentNode, ctx: Context) -> str:
    """A comment on lines of its own."""
    text = comment_text(node, ctx)
    return "" if text is None else hidden(text, ctx)


def quote(node: ParentNode, ctx: Context) -> str:
    """Blocks with ``>`` before each line (CommonMark §5.1)."""
    text = write_blocks(node.children, ctx.within("quote"))
    return prefixed(text, "> ") if text else ""


def admonition(node: AdmonitionNode, ctx: Context) -> str:
    """An alert, its title as a paragraph; a quotation where the target has no alerts."""
    allowed = ctx.target.alerts == "nested" or (ctx.target.alerts == "top" and not ctx.nested)
    alert = allowed and node.kind in ALERTS
    children = titled(node)
    text = write_blocks(children, ctx.within("" if alert else "quote"))
    if not text:
        return ""
    return prefixed(under_mark(f"[!{node.kind.upper()}]", children, text) if alert else text, "> ")


def titled(node: AdmonitionNode) -> list[Node]:
    """The blocks of an alert, its title a paragraph before them."""
    if not node.title.strip():
        return node.children
    return [ParagraphNode(children=[TextNode(inner_content=node.title)]), *node.children]


def tabs_of(node: TabsNode) -> Iterator[tuple[list[Node], Node]]:
    """The title of each tab, nothing where there is none, and its blocks."""
    title: list[Node] = []
    for child in node.children:
        if isinstance(child, TabTitleNode):
            title = child.children
        else:
            yield title, child
            title = []


def under_mark(mark: str, nodes: Sequence[Node], text: str) -> str:
    """The first line of an alert and its blocks; directly under it what a paragraph can go on with.

    Args:
        mark: the line.
        nodes: the blocks.
        text: as they are written.
    """
    if not text:
        return mark
    plain = isinstance(nodes[0], ParagraphNode) and not _QUOTE_MARK_BEFORE.match(text)
    return f"{mark}\n{text}" if plain else f"{mark}\n\n{text}"


def _around(start: str, node: ParentNode, end: str, ctx: Context) -> str:
    """Blocks inside HTML: the empty lines let Markdown be read (CommonMark §4.6)."""
    text = write_blocks(node.children, ctx.inside_html())
    if text and ctx.hides_tags(node):
        return text
    return f"{with_markdown(start, ctx)}\n\n{text}\n\n{end}" if text else ""


def details(node: DetailsNode, ctx: Context) -> str:
    """A section that a reader folds, by its summary or by its heading.

    Without either the browser says "Details", in the reader's own language.
    """
    start = "<details open>" if node.open else "<details>"
    if is_headed(node):
        title = write_blocks(node.children[:1], ctx.inside_html())
        summary = with_markdown("<summary>", ctx)
        start = f"{with_markdown(start, ctx)}\n{summary}\n\n{title}\n\n</summary>"
        node = replace(node, children=node.children[1:])
    elif summary := " ".join(node.summary.split()):
        summary = element_text(summary, ctx)
        if ctx.target.shortcodes:
            summary = without_shortcodes(summary)
        start += f"\n<summary>{summary}</summary>"
    return _around(start, node, "</details>", ctx) or f"{start}\n</details>"


def is_headed(node: DetailsNode) -> bool:
    """Whether a section has a heading for its summary."""
    return not node.summary and bool(node.children) and isinstance(node.children[0], HeadingNode)


def tab_title(node: TabTitleNode, ctx: Context) -> str:
    """The title of a tab, in bold."""
    return paragraph(ParagraphNode(children=[BoldNode(children=node.children)]), ctx)


def center(node: CenterNode, ctx: Context) -> str:
    """Centred blocks."""
    return _around('<div align="center">', node, "</div>", ctx)


def title_bar(node: TitleBarNode, ctx: Context) -> str:
    """A bar with a title."""
    inner = ParentNode(children=[ParagraphNode(children=node.children)])
    return _around('<div class="titlebar">', inner, "</div>", ctx)


def element(node: BlockElementNode, ctx: Context) -> str:
    """An HTML element around Markdown."""
    start = start_tag(node.tag, node.attrs_dict, ctx)
    end = f"</{node.tag}>"
    empty = f"{start}{end}" if node.attrs_dict else ""
    written = _around(start, node, end, ctx)
    return written or empty


_PRE = re.compile(r"<(pre|textarea)\b(?:(?!</\1).)*", re.DOTALL | re.IGNORECASE)
_SPACES = re.compile(" {2,}")
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")


def _blank_lines_out(html: str) -> str:
    """HTML without empty lines, which would end its block; in ``<pre>`` they show as before."""
    parts: list[str] = []
    at = 0
    for pre in _PRE.finditer(html):
        parts += (_BLANK.sub("\n", html[at : pre.start()]), _BLANK.sub(_shown_gap, pre[0]))
        at = pre.end()
    return "".join([*parts, _BLANK.sub("\n", html[at:])])


def _shown_gap(gap: re.Match[str]) -> str:
    return "\n" + "&#10;" * (gap[0].count("\n") - 1)


def raw_html(node: RawHtmlBlockNode, ctx: Context) -> str:
    """The author's HTML, as one HTML block (CommonMark §4.6) whatever it begins with."""
    html = with_newlines(node.html).strip()
    if not html:
        return ""
    if ctx.target.shortcodes:
        html = without_shortcodes(html)
    whole = html.startswith("<!--") and html.find("-->") == len(html) - 3
    if whole:
        return html
    html = _blank_lines_out(html)
    begins = re.match(r"</?([A-Za-z][A-Za-z0-9-]*)", html)
    ends_early = begins is None or begins.group(1).lower() in {"pre", "script", "style", "textarea"}
    if ends_early or not _HTML_START.match(html):
        return f"<div>\n{html}\n</div>"
    return html


BLOCKS: Mapping[type[Node], BlockHandler] = MappingProxyType(
    {
        AdmonitionNode: admonition,
        BlockElementNode: element,
        BlockquoteNode: quote,
        CenterNode: center,
        CodeBlockNode: code.code_block,
        DefinitionListNode: lists.definition_list_html,
        DetailsNode: details,
        FootnoteDefinitionNode: footnotes.definition,
        HeadingNode: heading,
        HorizontalRuleNode: rule,
        HtmlCommentNode: comment_block,
        ListItemNode: lists.stray_item,
        ListNode: lists.list_block,
        MarkdownFlowNode: author_flow.flow,
        MarkdownHeadingNode: heading,
        NumListItemNode: lists.stray_item,
        PageBreakNode: page_break,
        ParagraphNode: paragraph,
        PreNode: code.pre,
        PreformattedNode: code.preformatted,
        RawHtmlBlockNode: raw_html,
        SimpleBoxNode: quote,
        TableNode: tables.table,
        TableOfContentsNode: contents.table_of_contents,
        TabTitleNode: tab_title,
        TikiCommentNode: comment_block,
        TitleBarNode: title_bar,
    }
)
"""The handler of every block node, in GitHub's flavour."""
