"""DIV and TAG: an element around a text, named by the author."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    BlockElementNode,
    BlockquoteNode,
    BoldNode,
    CenterNode,
    ElementNode,
    HeadingNode,
    ItalicNode,
    LineBreakNode,
    MarkdownFlowNode,
    MarkdownTextNode,
    MonospaceNode,
    Node,
    ParagraphNode,
    ParentNode,
    PluginNode,
    PreNode,
    RawHtmlNode,
    StrikeNode,
    SubscriptNode,
    SuperscriptNode,
    TextNode,
    UnderlineNode,
    is_typed,
    nodes_of,
    rewrite,
    text_of,
    with_values,
)
from tiki2md.plugins.registry import PluginContext, plugin
from tiki2md.plugins.style import attributes_of
from tiki2md.plugins.values import TAG, has_blocks, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable

_INLINE: dict[str, type[ParentNode]] = {
    "b": BoldNode,
    "strong": BoldNode,
    "i": ItalicNode,
    "em": ItalicNode,
    "tt": MonospaceNode,
    "code": MonospaceNode,
    "del": StrikeNode,
    "s": StrikeNode,
    "strike": StrikeNode,
    "u": UnderlineNode,
    "ins": UnderlineNode,
    "sub": SubscriptNode,
    "sup": SuperscriptNode,
}
_BLOCK: dict[str, type[ParentNode]] = {
    "p": ParagraphNode,
    "blockquote": BlockquoteNode,
    "pre": PreNode,
    "center": CenterNode,
}
_HTML_INLINE = {"span", "small", "big", "kbd", "samp", "var", "cite", "q", "mark", "abbr", "bdo"}
_HTML_BLOCK = {"div", "section", "article", "aside", "header", "footer", "nav", "address"}

_DIV_TYPES = {
    "div",
    "span",
    "pre",
    "b",
    "i",
    "tt",
    "p",
    "blockquote",
    *(f"h{n}" for n in range(1, 7)),
}
"""What DIV makes; of any other type, also of one of these in capitals, it makes a div."""
_KNOWN = _HTML_BLOCK | _HTML_INLINE | set(_INLINE) | set(_BLOCK)
_UNKNOWN_BLOCK = {
    *("dd", "dl", "dt", "fieldset", "figure", "form", "li", "main", "ol", "ul"),
    *("table", "tr", "td", "th"),
}
_NEVER_INLINE = _HTML_BLOCK | set(_BLOCK) | _UNKNOWN_BLOCK
"""Elements that break the line that they stand in, whatever is in them."""

# What an author may type inside the body; all else stays text.
_TYPED = re.compile(
    r"</?(?:b|i|u|s|em|strong|small|big|sub|sup|del|ins|strike|kbd|code|tt|span|font|center|br|hr)"
    r"(?:\s+(?:style|class|color|size|face|title|clear)=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))*"
    r"\s*/?>",
    re.IGNORECASE,
)
# Elements that are no mere format of a text in a line. Not those that Tiki's filter breaks when a
# page is saved, nor such as are named like words that people put between these marks: `<source>`.
_MORE_THAN_INLINE = re.compile(
    r"</?(?:a|abbr|address|article|aside|audio|blockquote|button|caption|cite|dd|details|dfn|div|"
    r"dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|iframe|img|input|label|legend|li|"
    r"main|mark|nav|nobr|ol|p|picture|pre|q|section|select|summary|"
    r"t(?:able|body|d|extarea|foot|h|head|r)|ul|video)(?=[\s/>])",
    re.IGNORECASE,
)


@plugin("DIV")
def div(node: PluginNode, context: PluginContext) -> list[Node]:
    """The element that its type names: a div, quotation, heading, paragraph or emphasis.

    Example:
        {DIV(class="note")}A text of its own.{DIV}
    """
    tag = node.attrs_dict.get("type", "")
    return _element(tag if tag in _DIV_TYPES else "div", node, context)


@plugin("TAG")
def tag(node: PluginNode, context: PluginContext) -> list[Node]:
    """The HTML element that its tag names, as Markdown where there is a mark for it.

    Example:
        {TAG(tag="kbd")}Ctrl{TAG}
    """
    name = node.attrs_dict.get("tag", "").strip().lower() or "span"
    return _element(name, node, context)


def _element(tag: str, node: PluginNode, context: PluginContext) -> list[Node]:
    children = with_html(node.children, context)
    attributes = attributes_of(node)
    blocks = has_blocks(children)
    level = re.fullmatch(r"h([1-6])", tag)
    made: Node
    if level:
        made = HeadingNode(level=int(level[1]), children=trimmed(children))
    elif tag in _INLINE and not blocks:
        made = _INLINE[tag](children=children)
    elif tag in _BLOCK and not (tag == "p" and (blocks or _has_lines(children))):
        made = _BLOCK[tag](children=children)
    elif tag in _HTML_INLINE and not blocks:
        made = ElementNode(tag=tag, attrs_dict=attributes, children=children)
    else:
        inline = not blocks and tag not in _NEVER_INLINE
        block_tag = tag if tag in _HTML_BLOCK else "div"
        instead = "span" if inline else block_tag
        if tag not in _KNOWN:
            # A script, say: Tiki's own filter would not have let it pass either.
            context.report(Code.PLUGIN_APPROXIMATED, node, what=f"as a {instead} instead of {tag}")
        element = ElementNode if inline else BlockElementNode
        made = element(tag=instead, attrs_dict=attributes, children=children)
    if isinstance(made, ElementNode) and made.tag == "span" and not attributes:
        return children
    return [made]


def _has_lines(nodes: list[Node]) -> bool:
    """Whether the page's lines go on in ``nodes``: a paragraph has no breaks but its own."""
    return any("\n" in text_of(node) for node in nodes)


def with_html(nodes: list[Node], context: PluginContext) -> list[Node]:
    """``nodes`` in which typed HTML is live, as in most wiki-format bodies (§3.5).

    Elements inside a line stay what they are; where there are links, pictures, lists, tables or
    other blocks, all of the HTML becomes the nodes that it stands for.
    """
    if context.flow is None:
        return _each_text(nodes, _split)
    texts = nodes_of(nodes, TextNode)
    if any(is_typed(text) and _MORE_THAN_INLINE.search(text.inner_content) for text in texts):
        return context.flow(nodes)
    return _each_text(nodes, lambda text: _split(text) if is_typed(text) else [text])


def as_typed(nodes: list[Node], context: PluginContext) -> list[Node]:
    """``nodes`` in which typed HTML is text, whatever they come to stand in.

    So it is in the bodies that plugins parse themselves, as no part of what is around them (§3.5).
    """
    return nodes if context.flow is None else rewrite(nodes, _without_place, TextNode)


def _without_place(text: Node) -> list[Node] | None:
    assert isinstance(text, TextNode)  # asked about no others
    is_harmless = "<" not in text.inner_content and "&" not in text.inner_content
    return None if is_harmless else [with_values(text, span=(0, 0))]


def without_tags(nodes: list[Node]) -> list[Node]:
    """``nodes`` without the tags that were typed in them: few plugins strip those (§3.5)."""
    return _each_text(nodes, _stripped)


def _each_text(nodes: list[Node], read: Callable[[TextNode], list[Node]]) -> list[Node]:
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, TextNode) and "<" in node.inner_content:
            result.extend(read(node))
        elif isinstance(node, ParentNode) and not isinstance(node, MarkdownFlowNode):
            result.append(replace(node, children=_each_text(node.children, read)))
        else:
            result.append(node)
    return result


def _stripped(node: TextNode) -> list[Node]:
    return [replace(node, inner_content=TAG.sub("", node.inner_content))]


def _split(node: TextNode) -> list[Node]:
    parts: list[Node] = []
    at = 0
    shown = node.inner_content
    for match in _TYPED.finditer(shown):
        if match.start() > at:
            parts.append(replace(node, inner_content=shown[at : match.start()]))
        typed = match[0]
        # What is Markdown already keeps its break as it is.
        is_break = typed.lower().startswith("<br") and not isinstance(node, MarkdownTextNode)
        parts.append(
            LineBreakNode(full_match=typed)
            if is_break
            else RawHtmlNode(full_match=typed, inner_content=typed, html=typed)
        )
        at = match.end()
    if at < len(shown) or not parts:
        parts.append(replace(node, inner_content=shown[at:]))
    return parts
