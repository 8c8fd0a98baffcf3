"""What is seen of Markdown, read by another parser, and of a structure tree."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from tiki2md.nodes import (
    AnchorNode,
    ArgumentVariableNode,
    AutoLinkNode,
    BoldNode,
    CenterNode,
    CodeBlockNode,
    CodeSpanNode,
    ColorNode,
    DirectionNode,
    DocumentNode,
    DoiLinkNode,
    DroppedMarkNode,
    DynamicVariableNode,
    ElementNode,
    EscapedBracketNode,
    HeadingNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    ImageNode,
    LineBreakNode,
    LinkNode,
    ListItemNode,
    ListNode,
    MarkdownTextNode,
    Node,
    NoParseNode,
    NumListItemNode,
    PageBreakNode,
    ParagraphNode,
    ParentNode,
    PreformattedNode,
    PreNode,
    SmileyNode,
    SpecialCharacterNode,
    TabTitleNode,
    TextNode,
    TikiCommentNode,
    nodes_of,
    text_of,
)
from tiki2md.render.smileys import smiley_text
from tiki2md.verify.markup import SAME, VOID
from tiki2md.verify.seen import BLOCKS, Seen
from tiki2md.verify.tags import FORMATS, PLAIN_BLOCKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt


class MissingLibraryError(Exception):
    """Markdown cannot be read back; the message says what to install.

    Args:
        missing: tells which library is not there.
        extra: of this package, which brings it.
        what: is read back by it.
    """

    def __init__(self, missing: ImportError, extra: str = "verify", what: str = "Markdown") -> None:
        super().__init__(
            f"{what} is read back by {missing.name}, which is not installed; "
            f"install it with: pip install 'tiki2md[{extra}]'"
        )


class UnreadError(Exception):
    """A node whose look depends on the target: nobody can say what must be seen."""


def seen_in_markdown(markdown: str) -> Seen:
    """What another parser makes of ``markdown``: GitHub's tables and strikes, raw HTML.

    Raises:
        MissingLibraryError: markdown-it-py or its plugins are not installed.
    """
    return seen_in_html(_parser().render(markdown))


def seen_in_html(html: str) -> Seen:
    """What HTML shows, such as a parser of Markdown makes."""
    reader = _HtmlReader()
    reader.feed(html)
    reader.close()
    return reader.seen


def seen_in_tree(document: Node) -> Seen:
    """What a structure tree says.

    Raises:
        UnreadError: it holds a node whose look depends on the target.
    """
    seen = Seen()
    _see(document, seen, frozenset())
    return seen


def readable(node: Node, smiley_style: str = "emoji") -> list[Node]:
    """``node`` without what looks different in every target: what it holds takes its place.

    So are call-outs, folds and elements replaced by their blocks; contents, the
    numbers of footnotes, the author's own HTML and Markdown are left out.  A smiley is
    the text that it becomes under the option ``smiley_style``.
    """
    kind = type(node)
    if isinstance(node, SmileyNode | DoiLinkNode):
        text = (
            smiley_text(node.full_match, node.name, smiley_style)
            if isinstance(node, SmileyNode)
            else node.full_match or node.doi
        )
        return [TextNode(inner_content=text)] if text else []
    if isinstance(node, PreNode):
        return [PreformattedNode(inner_content=text_of(node))]
    if not isinstance(node, ParentNode):
        known = isinstance(node, TextNode) and not isinstance(node, MarkdownTextNode)
        return [node] if known or kind in _TEXTS or isinstance(node, _KNOWN) else []
    children = [piece for child in node.children for piece in readable(child, smiley_style)]
    if isinstance(node, TabTitleNode):
        return [ParagraphNode(children=[BoldNode(children=children)])]
    known = kind in _FORMATS or kind in _BLOCKS or kind in {LinkNode, ListNode, HeadingNode}
    if known or isinstance(node, ElementNode | TikiCommentNode):
        return [replace(node, children=children)]
    return children


@cache
def _parser() -> MarkdownIt:
    try:
        from markdown_it import MarkdownIt
        from mdit_py_plugins.deflist import deflist_plugin
        from mdit_py_plugins.footnote import footnote_plugin
    except ImportError as error:
        raise MissingLibraryError(error) from error
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    with_addresses_as_written(parser)
    return parser.use(deflist_plugin).use(footnote_plugin)


def with_addresses_as_written(parser: MarkdownIt) -> None:
    """Let ``parser`` decode nothing in addresses: of ``%A1`` it would make ``\ufffd``."""
    for name in ("normalizeLink", "normalizeLinkText"):
        setattr(parser, name, _same)


def _same(url: str) -> str:
    return url


class _HtmlReader(HTMLParser):
    """What HTML shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self._formats: list[str] = []
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        tag = SAME.get(tag, tag)
        if tag == "br":
            self.seen.event("br")
        elif tag == "hr":
            self.seen.event("open", "hr")
        elif tag in BLOCKS:
            self.seen.event("open", tag)
            self._pre += tag == "pre"
        elif tag not in VOID and not (tag == "code" and self._pre):
            self._formats.append(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = SAME.get(tag, tag)
        if tag in BLOCKS:
            self.seen.event("close", tag)
            self._pre -= tag == "pre"
        elif tag in self._formats:
            # The last one of that name: what an author typed need not be nested.
            self._formats.reverse()
            self._formats.remove(tag)
            self._formats.reverse()

    def handle_data(self, data: str) -> None:
        self.seen.text(data, frozenset(self._formats), pre=self._pre > 0)


Formats = frozenset[str]

_FORMATS: dict[type[Node], str] = {**FORMATS, ColorNode: ""}
_BLOCKS: dict[type[Node], str] = {
    **PLAIN_BLOCKS,
    DocumentNode: "",
    ListItemNode: "li",
    NumListItemNode: "li",
    CenterNode: "",
}
_UNSEEN = (
    AnchorNode,
    DirectionNode,
    DroppedMarkNode,
    HtmlCommentNode,
    ImageNode,
    PageBreakNode,
    TikiCommentNode,
)
_EVENTS: dict[type[Node], tuple[str, ...]] = {
    LineBreakNode: ("br",),
    HorizontalRuleNode: ("open", "hr"),
}
_TEXTS: dict[type[Node], Callable[[Any], str]] = {
    NoParseNode: lambda node: node.inner_content,
    SpecialCharacterNode: lambda node: node.character,
    SmileyNode: lambda node: smiley_text(node.full_match, node.name, "emoji"),
    EscapedBracketNode: lambda _node: "[",
    ArgumentVariableNode: lambda node: node.full_match or f"{{{{{node.name}}}}}",
    DynamicVariableNode: lambda node: node.full_match or f"%{node.name}%",
}


_KNOWN = (
    *_UNSEEN,
    AutoLinkNode,
    CodeBlockNode,
    CodeSpanNode,
    HorizontalRuleNode,
    LineBreakNode,
    PreformattedNode,
)


def _see(node: Node, seen: Seen, formats: Formats) -> None:
    """Add to ``seen`` what the tree says."""
    kind = type(node)
    if isinstance(node, TextNode) and not isinstance(node, MarkdownTextNode):
        seen.text(node.inner_content, formats)
    elif kind in _TEXTS:
        seen.text(_TEXTS[kind](node), formats)
    elif isinstance(node, ParentNode):
        _see_parent(node, seen, formats)
    elif kind in _EVENTS:
        seen.event(*_EVENTS[kind])
    elif isinstance(node, CodeSpanNode):
        seen.text(node.text, formats | {"code"})
    elif isinstance(node, CodeBlockNode | PreformattedNode):
        _see_code(node, seen)
    elif isinstance(node, AutoLinkNode):
        seen.text(node.inner_content or node.url, formats | {"a"})
    elif not isinstance(node, _UNSEEN):
        raise UnreadError(kind.__name__)


def _see_parent(node: ParentNode, seen: Seen, formats: Formats) -> None:
    kind = type(node)
    if isinstance(node, TikiCommentNode):
        return
    if isinstance(node, LinkNode):
        _see_link(node, seen, formats | {"a"})
    elif isinstance(node, ElementNode):
        _see_element(node, seen, formats)
    elif kind in _FORMATS:
        _see_all(node, seen, formats | {_FORMATS[kind]})
    elif (tag := _tag_of(node)) is None:
        raise UnreadError(kind.__name__)
    elif not tag:
        _see_all(node, seen, formats)
    else:
        seen.event("open", tag)
        if isinstance(node, HeadingNode) and (number := node.number.strip()):
            seen.text(f"{number} ", formats)
        _see_all(node, seen, formats)
        seen.event("close", tag)


def _tag_of(node: ParentNode) -> str | None:
    """The element that a block is in HTML; empty for one that is none, ``None`` for no block."""
    if isinstance(node, HeadingNode):
        return f"h{min(max(node.level, 1), 6)}"
    if isinstance(node, ListNode):
        return "ol" if node.ordered else "ul"
    return _BLOCKS.get(type(node))


def _see_element(node: ElementNode, seen: Seen, formats: Formats) -> None:
    tag = SAME.get(node.tag.lower(), node.tag.lower())
    if tag in {"br", "hr"}:
        seen.event(*(("br",) if tag == "br" else ("open", "hr")))
    elif tag in BLOCKS:
        seen.event("open", tag)
        _see_all(node, seen, formats)
        seen.event("close", tag)
    else:
        _see_all(node, seen, formats | {tag})


def _see_all(node: ParentNode, seen: Seen, formats: Formats) -> None:
    for child in node.children:
        # Where Tiki skipped a level, HTML and Markdown need an item around the list.
        skipped = isinstance(node, ListNode) and isinstance(child, ListNode)
        if skipped:
            seen.event("open", "li")
        _see(child, seen, formats)
        if skipped:
            seen.event("close", "li")


def _see_code(node: CodeBlockNode | PreformattedNode, seen: Seen) -> None:
    if isinstance(node, CodeBlockNode):
        if node.caption.strip():
            seen.event("open", "p")
            seen.text(node.caption, frozenset())
            seen.event("close", "p")
        text = node.text
    else:
        text = node.inner_content.replace("\r\n", "\n").removeprefix("\n")
    seen.event("open", "pre")
    seen.text(text.removesuffix("\n"), frozenset(), pre=True)
    seen.event("close", "pre")


def _see_link(node: LinkNode, seen: Seen, formats: Formats) -> None:
    """A link without a text shows its address."""
    before, space = len(seen.events), seen.space
    _see_all(node, seen, formats)
    shown = any(len(event) == 3 for event in seen.events[before:])
    if not shown and not nodes_of(node.children, ImageNode):
        del seen.events[before:]
        seen.space = space
        seen.text(node.url, formats)
