"""Elements that are more than a format: headings, quotations, code, links, images."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.html.dom import attributes_of, children_of, text_of_dom
from tiki2md.html.embeds import sanitised
from tiki2md.html.styles import (
    Attributes,
    Maker,
    aligned,
    is_blank,
    paragraphs,
    size_of,
    wrapped,
)
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    AnchorNode,
    AutoLinkNode,
    BlockElementNode,
    BlockquoteNode,
    BoldNode,
    CodeBlockNode,
    DetailsNode,
    ElementNode,
    HeadingNode,
    HorizontalRuleNode,
    ImageNode,
    ItalicNode,
    LineBreakNode,
    LinkNode,
    LocalLinkNode,
    MonospaceNode,
    Node,
    ParagraphNode,
    PreNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    StrikeNode,
    SubscriptNode,
    SuperscriptNode,
    TextNode,
    UnderlineNode,
    nodes_of,
    text_of,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from tiki2md.html.walk import Walker, Where

FORMATS: dict[str, Maker] = {
    **dict.fromkeys(("b", "strong"), BoldNode),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), ItalicNode),
    **dict.fromkeys(("u", "ins"), UnderlineNode),
    **dict.fromkeys(("s", "strike", "del"), StrikeNode),
    **dict.fromkeys(("code", "tt", "samp"), MonospaceNode),
    "sub": SubscriptNode,
    "sup": SuperscriptNode,
}
KEPT = frozenset(["abbr", "acronym", "bdo", "big", "kbd", "mark", "q", "rp", "rt", "ruby", "small"])
"""Inline elements that Markdown has no mark for and that readers see."""
STYLES = frozenset(["style", "link", "meta", "base", "title", "head"])
"""Elements that showed nothing themselves."""
# fmt: off
LEFT_OUT = frozenset((
    "script", "noscript", "template", "input", "select", "textarea", "canvas",
    "datalist", "applet", "frame", "frameset", "noframes", "noembed", "map", "area",
))
# fmt: on
"""Elements that did something, which a text cannot."""
# fmt: off
GROUPS = frozenset((
    "address", "article", "aside", "center", "div", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hgroup", "legend", "main", "nav", "p", "section", "summary",
    "dialog", "search",
))
# fmt: on
"""Elements of their own lines that say nothing else."""

_LINKS = (AliasedLocalLinkNode, AutoLinkNode, LinkNode, LocalLinkNode)
_FLOAT = re.compile(r"(?:^|;)\s*float\s*:\s*(left|right)\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|brush:\s*)([\w+#.-]+)")


def content(
    walker: Walker, element: LexborNode, attributes: Attributes, where: Where
) -> list[Node]:
    """An element that means nothing to a reader."""
    del attributes
    return walker.inside(element, where)


def formatted(
    walker: Walker, element: LexborNode, attributes: Attributes, where: Where
) -> list[Node]:
    """``<b>`` and the like."""
    del attributes
    return wrapped(FORMATS[element.tag or ""], walker.inside(element, where))


def kept(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<kbd>`` and the like."""
    said = {name: attributes[name] for name in ("title", "dir", "lang") if name in attributes}
    tag = "abbr" if element.tag == "acronym" else element.tag or ""
    make = partial(ElementNode, tag=tag, attrs_dict=said, span=walker.place_of(element))
    return wrapped(make, walker.inside(element, where))


def span(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<span>``, which is kept for what it says under the pointer."""
    if not attributes.get("title", "").strip():
        return content(walker, element, attributes, where)
    return kept(walker, element, {"title": attributes["title"]}, where)


def group(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<div>``, ``<p>`` and the like: what is in them joins nothing that is beside them."""
    blocks = walker.blocks(element, where)
    if not blocks:  # it still parts what is before it from what is behind it
        return [TextNode(inner_content="\n\n") if where.wiki else BlockElementNode(tag="")]
    if not all(node.block for node in blocks):
        blocks = [TextNode(inner_content="\n\n"), *blocks, TextNode(inner_content="\n\n")]
    if element.tag == "center":
        attributes = {**attributes, "align": "center"}
    if element.tag == "legend":
        blocks = wrapped(FORMATS["b"], blocks)
    return aligned(blocks, attributes)


def style(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<style>`` and the like."""
    del attributes, where
    walker.report(Code.STYLE_DROPPED, walker.place_of(element), what=f"<{element.tag}> in HTML")
    return []


def left_out(
    walker: Walker, element: LexborNode, attributes: Attributes, where: Where
) -> list[Node]:
    """``<script>`` and form controls."""
    del where
    if attributes.get("type", "").lower() != "hidden":
        walker.report(Code.HTML_DROPPED, walker.place_of(element), tag=element.tag or "")
    return []


def button(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<button>``: what it shows, if that is a link; else it did something."""
    children = walker.inside(element, where)
    if _is_in_link(element) or nodes_of(children, _LINKS):
        return children
    return left_out(walker, element, attributes, where)


def _is_in_link(element: LexborNode) -> bool:
    around = element.parent
    while around is not None and around.tag != "a":
        around = around.parent
    return around is not None


def embed(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<iframe>`` and the like, as HTML."""
    del attributes, where
    html = walker.markup.clean(sanitised(element, walker.markup))
    return [RawHtmlBlockNode(html=html, span=walker.place_of(element))]


def drawing(
    walker: Walker, element: LexborNode, attributes: Attributes, where: Where
) -> list[Node]:
    """``<svg>`` and ``<math>``, as HTML."""
    del attributes, where
    html = walker.markup.clean(sanitised(element, walker.markup))
    return [RawHtmlNode(html=html, span=walker.place_of(element))]


def heading(
    walker: Walker, element: LexborNode, attributes: Attributes, where: Where
) -> list[Node]:
    """``<h2>``"""
    tag = element.tag or ""
    children = walker.inside(element, where)
    if attributes.get("id"):
        children.insert(0, AnchorNode(anchor=attributes["id"]))
    return [HeadingNode(level=int(tag[1]), children=children)]


def quote(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<blockquote>``"""
    del attributes
    blocks = walker.blocks(element, where)
    return [BlockquoteNode(children=blocks)] if blocks else []


def pre(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<pre>``: a code block, or lines that are kept if there are formats in them."""
    children = walker.inside(element, replace(where, pre=True))
    only = children[0] if len(children) == 1 else None
    named = attributes.get("class", "")
    code = next((child for child in children_of(element) if child.tag == "code"), None)
    if isinstance(only, MonospaceNode) and code is not None:
        named += " " + attributes_of(code).get("class", "")
        children = only.children
    children = _lines(children)
    if all(isinstance(child, TextNode) for child in children):
        text = "".join(child.inner_content for child in children)
        language = _LANGUAGE.search(named.lower())
        return [CodeBlockNode(text=text, language=language[1] if language else "")]
    return [PreNode(children=children)]


def _lines(nodes: list[Node]) -> list[Node]:
    """What stands in ``<pre>``, with line ends for breaks and around paragraphs."""
    found: list[Node] = []
    after_paragraph = False
    for node in nodes:
        is_paragraph = isinstance(node, ParagraphNode)
        if found and (is_paragraph or after_paragraph) and not text_of(found[-1]).endswith("\n"):
            found.append(TextNode(inner_content="\n"))
        if isinstance(node, ParagraphNode):
            found += _lines(node.children)
        else:
            found.append(TextNode(inner_content="\n") if isinstance(node, LineBreakNode) else node)
        after_paragraph = is_paragraph
    return found


def details(
    walker: Walker, element: LexborNode, attributes: Attributes, where: Where
) -> list[Node]:
    """``<details>``"""
    summary = next((child for child in children_of(element) if child.tag == "summary"), None)
    rest = [child for child in children_of(element) if child != summary]
    title = walker.markup.clean(text_of_dom(summary)) if summary is not None else ""
    inside = walker.flow(rest, replace(where, depth=where.depth + 1))
    blocks = paragraphs(inside, wiki=where.wiki)
    return [DetailsNode(summary=title, open="open" in attributes, children=blocks)]


def link(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<a>``, a link or a place to link to."""
    url = attributes.get("href", "").strip()
    children = walker.inside(element, where)
    name = attributes.get("name") or attributes.get("id", "")
    anchors: list[Node] = []
    if name and (not url or name in walker.targets):
        anchors.append(AnchorNode(anchor=name))
    shown = [child for child in children if not isinstance(child, LineBreakNode)]
    if not url or is_blank(shown):  # nothing in it can be clicked
        return anchors + children
    title = attributes.get("title", "")
    at = walker.place_of(element)
    return anchors + wrapped(partial(LinkNode, url=url, title=title, span=at), children)


def image(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<img>``"""
    del where
    source, alt = attributes.get("src", "").strip(), attributes.get("alt", "")
    if not source:
        return [TextNode(inner_content=alt)] if alt else []
    image = ImageNode(
        src=source,
        span=walker.place_of(element),
        alt=alt,
        title=attributes.get("title", ""),
        width=size_of("width", attributes),
        height=size_of("height", attributes),
        align=_side(attributes),
    )
    return [image]


def _side(attributes: Attributes) -> str:
    """The side to which an image floats."""
    floats = _FLOAT.search(attributes.get("style", ""))
    side = floats[1] if floats is not None else attributes.get("align", "")
    return side.lower() if side.lower() in {"left", "right"} else ""


def line_break(
    walker: Walker, element: LexborNode, attributes: Attributes, where: Where
) -> list[Node]:
    """``<br>``"""
    del walker, element, attributes, where
    return [LineBreakNode()]


def rule(walker: Walker, element: LexborNode, attributes: Attributes, where: Where) -> list[Node]:
    """``<hr>``"""
    del walker, element, attributes, where
    return [HorizontalRuleNode()]
