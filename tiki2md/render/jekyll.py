"""What Jekyll's Markdown writes in its own way: kramdown's attributes, and Liquid."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.newlines import with_newlines
from tiki2md.nodes import (
    AdmonitionNode,
    BlockElementNode,
    CenterNode,
    CodeBlockNode,
    DefinitionListNode,
    DetailsNode,
    DocumentNode,
    ElementNode,
    FootnoteDefinitionNode,
    HeadingNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    LineBreakNode,
    ListNode,
    MonospaceNode,
    Node,
    ParagraphNode,
    ParentNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    TableNode,
    TextNode,
    TikiCommentNode,
    TitleBarNode,
    UnderlineNode,
    rewrite,
)
from tiki2md.render import blocks, code, footnotes, inlines, lists, target_html
from tiki2md.render.compose import compose, tokens_of
from tiki2md.render.contents import NotelessSlugs, headings, id_text
from tiki2md.render.dispatch import prefixed, write_block, write_blocks
from tiki2md.render.escape_kramdown import BLOCK_TAGS, HOME_LINK, SPAN_CONTENT, VERBATIM_TAGS
from tiki2md.render.html import html_inline
from tiki2md.render.tokens import Kind, Span, Token, markup, text_tokens, wrapped
from tiki2md.render.unsafe import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tiki2md.render.context import BlockHandler, Context, InlineHandler
    from tiki2md.render.dispatch import WrittenBlock

# --- Liquid, which Jekyll runs over a page before Markdown is read, code included

_LIQUID = re.compile(r"\{[{%]")
_ENDRAW = re.compile(r"\{%(?=-?\s*endraw\b)")


def without_liquid(blocks: Iterable[WrittenBlock]) -> str:
    """Blocks one after the other, those that Liquid would change marked as raw."""
    texts = [
        # What Jekyll's own tag numbers is marked inside of the tag (``code_block``).
        block.text if _is_numbered(block.node) else _raw_if_need_be(block.text)
        for block in blocks
    ]
    return HOME_LINK.sub(r"\g<1>&#126;", "\n\n".join(texts))


def _is_numbered(node: Node) -> bool:
    return isinstance(node, CodeBlockNode) and node.line_numbers


def _raw_if_need_be(text: str) -> str:
    return raw(text) if _LIQUID.search(text) else text


def raw(text: str) -> str:
    """``text`` as Liquid leaves it alone; what would end that is written by Liquid itself."""
    inner = _ENDRAW.sub('{% endraw %}{{ "{%" }}{% raw %}', text)
    return f"{{% raw %}}\n{inner}\n{{% endraw %}}"


def code_block(node: CodeBlockNode, ctx: Context) -> str:
    """A code block; Jekyll's own tag numbers its lines, where no margin is before them."""
    if not node.line_numbers or ctx.nested:
        return code.code_block(node, ctx)
    language = code.language_of(node.language) or "text"
    text = with_newlines(node.text).removesuffix("\n")
    written = f"{{% highlight {language} linenos %}}\n{_raw_if_need_be(text)}\n{{% endhighlight %}}"
    if not node.caption.strip():
        return written
    caption = write_block(ParagraphNode(children=[TextNode(inner_content=node.caption)]), ctx)
    return f"{_raw_if_need_be(caption)}\n\n{written}"


# --- Headings


def explicit_ids(document: DocumentNode, smiley_style: str) -> dict[int, str]:
    """The headings whose id has to be written, since the GFM parser gives another one.

    It numbers equal titles without a look at the others, and gives ids of its own to
    headings inside HTML (``generate_gfm_header_id``, ``update_elements``).
    """
    in_html = {id(node) for node in _in_html(document.children, inside=False)}
    counts: dict[str, int] = {}
    ids: dict[int, str] = {}
    slugs = NotelessSlugs()
    for node, slug in headings(document, slugs, smiley_style=smiley_style):
        title = id_text(node, slugs, smiley_style).lower()
        base = "".join("-" if char == " " else char for char in title if _in_id(char))
        number = counts.get(base, -1) + 1
        if id(node) in in_html or slug != (f"{base}-{number}" if number else base):
            ids[id(node)] = slug
        else:
            counts[base] = number
    return ids


_AROUND = frozenset(
    {BlockElementNode, CenterNode, DefinitionListNode, DetailsNode, TableNode, TitleBarNode}
)
"""What is written as HTML around Markdown."""


def _in_html(nodes: Iterable[Node], *, inside: bool) -> Iterator[HeadingNode]:
    for node in nodes:
        if isinstance(node, HeadingNode):
            if inside:
                yield node
        elif isinstance(node, ParentNode):
            yield from _in_html(node.children, inside=inside or type(node) in _AROUND)


def _in_id(char: str) -> bool:
    """Whether it stays in an id: what Ruby calls a word, and what parts words."""
    category = unicodedata.category(char)
    return char in " -" or category[0] in "LM" or category in {"Nd", "Pc"}


_ID = re.compile(r"[^\W\d][\w-]*")


def heading(node: HeadingNode, ctx: Context) -> str:
    """A heading, with its id where kramdown would give it another one."""
    written = blocks.heading(node, ctx)
    slug = ctx.heading_ids.get(id(node)) if written else None
    if not slug:
        return written
    return f"{written} {{#{slug}}}" if _ID.fullmatch(slug) else f'{written}\n{{: id="{slug}"}}'


# --- Other blocks


def paragraph(node: ParagraphNode, ctx: Context) -> str:
    """A paragraph; comments in front of it stand on lines of their own."""
    children, comments = blocks.comments_first(node.children, ctx)
    where = Where.LINES | (Where.ITEM if ctx.leading == "item" else Where.LINES)
    text = compose(tokens_of(children, ctx), ctx, where)
    return "\n".join([*comments, text] if text else comments)


def comment(node: HtmlCommentNode | TikiCommentNode, ctx: Context) -> list[Token]:
    """A comment in a line, without the pipes that would make a table of it."""
    return [
        replace(token, text=token.text.replace("|", "&#124;"))
        for token in inlines.comment_tokens(node, ctx)
    ]


def footnote(node: FootnoteDefinitionNode, ctx: Context) -> str:
    """The text of a note, in which the GFM parser sees no breaks (``update_elements``)."""
    return footnotes.definition(node, ctx._replace(in_html=True))


def rule(node: HorizontalRuleNode, ctx: Context) -> str:
    """A rule; to kramdown a line of it ends the list around it."""
    return "<hr>" if ctx.nested else blocks.rule(node, ctx)


def list_block(node: ListNode, ctx: Context) -> str:
    """A list; kramdown counts from one, in numbers, unless an attribute says otherwise."""
    written = lists.list_block(node, ctx)
    said = [f'start="{node.start}"'] if node.ordered and node.start != 1 else []
    said += [f'type="{node.numbering}"'] if node.numbering else []
    return f"{written}\n{{: {' '.join(said)}}}" if said and written else written


def admonition(node: AdmonitionNode, ctx: Context) -> str:
    """A quotation of a class, which the site's style shows as a box."""
    text = write_blocks(blocks.titled(node), ctx.within("quote"))
    if not text:
        return ""
    kind = re.sub(r"[^a-z0-9-]", "", node.kind.lower()) or "note"
    return prefixed(text, "> ") + f"\n{{: .{kind} }}"


_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_OPAQUE = re.compile(
    r"<(?:!--|(script|style)\b).*?(?:(?(1)</\1\s*>|-->)|(?P<lacks_end>\Z))",
    re.DOTALL | re.IGNORECASE,
)


def is_balanced(html: str) -> bool:
    """Whether every element that begins ends in its turn: kramdown seeks the end of each."""
    if any(match["lacks_end"] is not None for match in _OPAQUE.finditer(html)):
        return False
    stack: list[str] = []
    text = _OPAQUE.sub("", html)
    for match in _TAG.finditer(text):
        end, name, _, closed = match.groups()
        name = name.lower()
        if name in target_html.VOID or closed:
            continue
        if not end:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack and "<" not in _TAG.sub("", text)


def raw_html(node: RawHtmlBlockNode, ctx: Context) -> str:
    """The author's HTML; as no Markdown at all if its elements do not end in turn."""
    written = blocks.raw_html(node, ctx)
    if not written or is_balanced(written):
        return written
    return f"{{::nomarkdown}}\n{written.replace('{:/', '&#123;:/')}\n{{:/nomarkdown}}"


# --- Inside a line


def monospace(node: MonospaceNode, ctx: Context) -> list[Token]:
    """Code; with formats in it as HTML, since kramdown reads no Markdown in ``<code>``."""
    code = inlines.literal_code(node)
    if code is not None:
        return code
    html = _html_in_line(node.children, ctx)
    lines = html.replace(ctx.target.br, "\n")
    return markup(f"<code>{html}</code>") if lines.strip() else text_tokens(lines)


def _html_in_line(nodes: list[Node], ctx: Context) -> str:
    """The HTML of inline nodes in a line of Markdown: there a line end is no break."""
    br = RawHtmlNode(html=ctx.target.br)
    html = html_inline(rewrite(nodes, lambda _node: [br], LineBreakNode), ctx)
    return " ".join(html.split("\n"))


def element(node: ElementNode, ctx: Context) -> list[Token]:
    """An HTML element around text."""
    tag = node.tag.lower()
    if tag in VERBATIM_TAGS:
        return markup(_html_in_line([node], ctx))
    if tag in target_html.VOID or not inlines.start_tag(tag, {}, ctx):
        return inlines.html_element(node, ctx)
    tokens = tokens_of(node.children, ctx)
    start, end = inlines.start_tag(node.tag, node.attrs_dict, ctx), f"</{node.tag}>"
    if tag in BLOCK_TAGS:
        start, end = _no_markdown(start), _no_markdown(end)
    elif tag not in SPAN_CONTENT and not _is_plain(tokens):
        start = start[:-1] + _READ_MARKDOWN
    return wrapped(Span(start, end, keep=bool(node.attrs_dict)), tokens)


def underline(node: UnderlineNode, ctx: Context) -> list[Token]:
    """Underlined text."""
    tokens = tokens_of(node.children, ctx)
    start = "<u>" if _is_plain(tokens) else f"<u{_READ_MARKDOWN}"
    return wrapped(Span(start, "</u>"), tokens)


_READ_MARKDOWN = ' markdown="span">'
_PLAIN = re.compile(r"(?:[^\W_]|[ ,.;?()/-])*")


def _is_plain(tokens: list[Token]) -> bool:
    """Whether nothing in ``tokens`` is Markdown, or needs a backslash."""
    return all(
        token.kind is Kind.SPACE or (token.kind is Kind.TEXT and _PLAIN.fullmatch(token.text))
        for token in tokens
    )


def raw_inline(node: RawHtmlNode, ctx: Context) -> list[Token]:
    """The author's tags; kramdown would show those of blocks."""
    tokens = inlines.raw_html(node, ctx)
    names = {match[2].lower() for match in _TAG.finditer(node.html)}
    return [
        Token(Kind.MARKUP, _no_markdown(token.text)) if names & BLOCK_TAGS else token
        for token in tokens
    ]


def _no_markdown(html: str) -> str:
    return f"{{::nomarkdown}}{html.replace('{:/', '&#123;:/')}{{:/}}"


BLOCKS: Mapping[type[Node], BlockHandler] = MappingProxyType(
    {
        **blocks.BLOCKS,
        AdmonitionNode: admonition,
        CodeBlockNode: code_block,
        DefinitionListNode: lists.definition_list,
        FootnoteDefinitionNode: footnote,
        HeadingNode: heading,
        HorizontalRuleNode: rule,
        ListNode: list_block,
        ParagraphNode: paragraph,
        RawHtmlBlockNode: raw_html,
    }
)
"""The handlers of block nodes that differ, and the others."""

INLINES: Mapping[type[Node], InlineHandler] = MappingProxyType(
    {
        **inlines.INLINES,
        ElementNode: element,
        HtmlCommentNode: comment,
        MonospaceNode: monospace,
        RawHtmlNode: raw_inline,
        TikiCommentNode: comment,
        UnderlineNode: underline,
    }
)
"""The handlers of inline nodes that differ, and the others."""
