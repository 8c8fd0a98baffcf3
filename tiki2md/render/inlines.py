"""A small function for each inline node."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    AnchorNode,
    ArgumentVariableNode,
    AutoLinkNode,
    BoldNode,
    CappedNode,
    CodeSpanNode,
    ColorNode,
    DirectionNode,
    DoiLinkNode,
    DroppedMarkNode,
    DynamicVariableNode,
    ElementNode,
    EscapedBracketNode,
    FootnoteReferenceNode,
    HtmlCommentNode,
    ImageNode,
    ItalicNode,
    LineBreakNode,
    LinkNode,
    MarkdownCodeNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    MonospaceNode,
    Node,
    NoParseNode,
    ParentNode,
    RawHtmlNode,
    SmileyNode,
    SpecialCharacterNode,
    StrikeNode,
    SubscriptNode,
    SuperscriptNode,
    SyntaxMarkerNode,
    TextNode,
    TikiCommentNode,
    UnderlineNode,
    text_of,
)
from tiki2md.render import author_text, escape_kramdown, footnotes, links, target_html
from tiki2md.render.compose import tokens_of
from tiki2md.render.escape_html import inert_text
from tiki2md.render.escape_hugo import without_shortcodes
from tiki2md.render.smileys import smiley_text
from tiki2md.render.target_html import VOID
from tiki2md.render.tokens import Kind, Span, Token, clean, is_blank, markup, text_tokens, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.render.context import Context, InlineHandler

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_LITERAL = (TextNode, SpecialCharacterNode, NoParseNode, EscapedBracketNode)
"""What is nothing but characters."""


def start_tag(tag: str, attributes: Mapping[str, str], ctx: Context) -> str:
    """``<tag name="value">``, with the attributes that the target can have; empty for no tag."""
    return target_html.start_tag(tag, attributes.items(), ctx)


_INLINE_IN_HTML = frozenset({"address", "dd", "dt", "legend", "li", "p", "summary", "td", "th"})
"""Elements that md_in_html takes to hold no blocks, unless it is told so."""


def with_markdown(start: str, ctx: Context) -> str:
    """A start tag with what tells the target that there are blocks of Markdown in the element."""
    if ctx.target.kramdown:
        return escape_kramdown.with_markdown(start)
    return announced(start, ctx)


def announced(start: str, ctx: Context) -> str:
    """A start tag with what md_in_html wants to look for Markdown, or for more such tags, in it."""
    single = "\n" not in start and not start.endswith("markdown>")
    if ctx.target.markdown_in_html != "attribute" or ctx.indented or not single:
        return start
    name = _NAME.match(start, 1)
    value = '="block"' if name is not None and name[0].lower() in _INLINE_IN_HTML else ""
    return f"{start.removesuffix('>')} markdown{value}>"


def style_of(node: ColorNode) -> str:
    """The style of a coloured text."""
    pairs = (("color", node.color), ("background-color", node.background))
    return "; ".join(f"{name}:{value}" for name, value in pairs if value)


def code_span(text: str) -> list[Token]:
    """Verbatim text in a line; a line end in it is a space (CommonMark §6.1)."""
    text = " ".join(clean(text).split("\n"))
    return [Token(Kind.CODE, text)] if text else []


def _text(node: TextNode | NoParseNode, ctx: Context) -> list[Token]:
    del ctx
    return text_tokens(node.inner_content)


def _break(node: LineBreakNode, ctx: Context) -> list[Token]:
    del node, ctx
    return [Token(Kind.HARD)]


def _character(node: SpecialCharacterNode, ctx: Context) -> list[Token]:
    del ctx
    return text_tokens(node.character)


def _smiley(node: SmileyNode, ctx: Context) -> list[Token]:
    shown = smiley_text(node.full_match, node.name, ctx.options.smiley_style)
    return text_tokens(shown)


def _bracket(node: EscapedBracketNode, ctx: Context) -> list[Token]:
    del node, ctx
    return text_tokens("[")


def _variable(node: DynamicVariableNode, ctx: Context) -> list[Token]:
    del ctx
    return text_tokens(node.full_match or f"%{node.name}%")


def _argument_variable(node: ArgumentVariableNode, ctx: Context) -> list[Token]:
    del ctx
    return text_tokens(node.full_match or f"{{{{{node.name}}}}}")


def _code(node: CodeSpanNode, ctx: Context) -> list[Token]:
    del ctx
    return code_span(node.text)


def monospace(node: MonospaceNode, ctx: Context) -> list[Token]:
    """A code span if nothing inside is alive, else an element."""
    code = literal_code(node)
    if code is not None:
        return code
    tokens = tokens_of(node.children, ctx)
    return tokens if is_blank(tokens) else wrapped(Span("<code>", "</code>"), tokens)


def literal_code(node: MonospaceNode) -> list[Token] | None:
    """A code span with what is around it; ``None`` if it would be empty, or lose a format."""
    text = text_of(node)
    body = text.strip()
    if not body or not all(isinstance(child, _LITERAL) for child in node.children):
        return None
    before, after = text[: text.index(body)], text[text.index(body) + len(body) :]
    return text_tokens(before) + code_span(body) + text_tokens(after)


def emphasis(node: ParentNode, ctx: Context, mark: str, tag: str) -> list[Token]:
    """Marks around the children; nothing inside the same emphasis, which would end it."""
    if tag in ctx.marks:
        return tokens_of(node.children, ctx)
    return wrapped(Span(mark, mark, tag=tag), tokens_of(node.children, ctx.marked(tag)))


def _bold(node: BoldNode, ctx: Context) -> list[Token]:
    return emphasis(node, ctx, "**", "strong")


def _italic(node: ItalicNode, ctx: Context) -> list[Token]:
    return emphasis(node, ctx, "*", "em")


def _strike(node: StrikeNode, ctx: Context) -> list[Token]:
    return emphasis(node, ctx, "~~", "del")


def strike_html(node: StrikeNode, ctx: Context) -> list[Token]:
    """For targets without a mark for it."""
    return _element("del", node, ctx)


def _element(tag: str, node: ParentNode, ctx: Context) -> list[Token]:
    return wrapped(Span(f"<{tag}>", f"</{tag}>"), tokens_of(node.children, ctx))


def _underline(node: UnderlineNode, ctx: Context) -> list[Token]:
    return _element("u", node, ctx)


def _subscript(node: SubscriptNode, ctx: Context) -> list[Token]:
    return _element("sub", node, ctx)


def _superscript(node: SuperscriptNode, ctx: Context) -> list[Token]:
    return _element("sup", node, ctx)


def _color(node: ColorNode, ctx: Context) -> list[Token]:
    tokens = tokens_of(node.children, ctx)
    style = style_of(node)
    if not style:
        return tokens
    return wrapped(Span(start_tag("span", {"style": style}, ctx), "</span>"), tokens)


def html_element(node: ElementNode, ctx: Context) -> list[Token]:
    """An HTML element around its children."""
    tokens = tokens_of(node.children, ctx)
    start = start_tag(node.tag, node.attrs_dict, ctx)
    if not start:
        return tokens
    if node.tag.lower() in VOID:
        return markup(start) + tokens
    return wrapped(Span(start, f"</{node.tag}>", keep=bool(node.attrs_dict)), tokens)


def raw_html(node: RawHtmlNode, ctx: Context) -> list[Token]:
    """The author's tags; a line end inside them is a space, and no text is Markdown."""
    text = " ".join(target_html.as_target_html(node.html, ctx).replace("\r", "").split("\n"))
    if node.html.startswith("<") and not ctx.target.mdx:  # there marks are expressions already
        text = inert_text(text)
    return markup(without_shortcodes(text) if ctx.target.shortcodes else text)


def comment_text(node: Node, ctx: Context) -> str | None:
    """What a comment says, or none if it is not to be written."""
    if isinstance(node, HtmlCommentNode):
        text = node.inner_content
    elif isinstance(node, TikiCommentNode) and ctx.options.comments == "html":
        text = f" {node.full_match} "
    else:
        return None
    return text.replace("{{", "{ {") if ctx.target.shortcodes else text


def comment_tokens(node: HtmlCommentNode | TikiCommentNode, ctx: Context) -> list[Token]:
    """A comment inside a line, if it is to be written."""
    text = comment_text(node, ctx)
    return [] if text is None else [Token(Kind.COMMENT, target_html.hidden(text, ctx, inline=True))]


def _nothing(node: DroppedMarkNode | SyntaxMarkerNode, ctx: Context) -> list[Token]:
    del node, ctx
    return []


def _direction(node: DirectionNode, ctx: Context) -> list[Token]:
    ctx.reporter.report(Code.STYLE_DROPPED, node.span, what="the direction of the text")
    return []


INLINES: Mapping[type[Node], InlineHandler] = MappingProxyType(
    {
        AnchorNode: links.anchor,
        AutoLinkNode: links.autolink,
        BoldNode: _bold,
        CappedNode: _text,
        CodeSpanNode: _code,
        ColorNode: _color,
        DirectionNode: _direction,
        DoiLinkNode: links.doi,
        DroppedMarkNode: _nothing,
        ArgumentVariableNode: _argument_variable,
        DynamicVariableNode: _variable,
        ElementNode: html_element,
        FootnoteReferenceNode: footnotes.reference,
        EscapedBracketNode: _bracket,
        HtmlCommentNode: comment_tokens,
        ImageNode: links.image,
        ItalicNode: _italic,
        LineBreakNode: _break,
        LinkNode: links.link,
        MarkdownCodeNode: author_text.code_inline,
        MarkdownTextNode: author_text.text_inline,
        MarkdownUrlNode: author_text.url_inline,
        MonospaceNode: monospace,
        NoParseNode: _text,
        RawHtmlNode: raw_html,
        SmileyNode: _smiley,
        SpecialCharacterNode: _character,
        StrikeNode: _strike,
        SubscriptNode: _subscript,
        SyntaxMarkerNode: _nothing,
        SuperscriptNode: _superscript,
        TextNode: _text,
        TikiCommentNode: comment_tokens,
        UnderlineNode: _underline,
    }
)
"""The handler of every inline node, in GitHub's flavour."""
