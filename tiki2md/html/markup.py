"""A flow of nodes as one HTML text: nodes that are no text are elements that lead back to them."""

from __future__ import annotations

import hashlib
import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from tiki2md.html.tags import FORMATS, tags_in, tamed, without_loose_ends
from tiki2md.nodes import (
    BoldNode,
    HtmlPieceNode,
    ItalicNode,
    MarkdownFlowNode,
    Node,
    ParentNode,
    PluginNode,
    RawHtmlNode,
    StrikeNode,
    TextNode,
    TikiCommentNode,
    UnderlineNode,
    is_typed,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Span = tuple[int, int]

_SAME: dict[type[Node], str] = {BoldNode: "b", ItalicNode: "i", StrikeNode: "s", UnderlineNode: "u"}
"""Wiki syntax for which Tiki writes an element that HTML of the author's may close."""

_WHOLE = (MarkdownFlowNode, PluginNode, TikiCommentNode)
"""What no HTML around it or in it changes."""

_SCAR = "<x>"
"""Left in stored texts by an old filter of Tiki's."""

_PLACELESS = FORMATS - {"a"}
"""Elements that do not say where they were typed: the same ones would differ to a parser."""


@dataclass(slots=True)
class Markup:
    """HTML in which every node of ``embedded`` has an element.

    Attributes:
        text: the HTML.
        key: the name of the attribute that holds a node's number; with ``at-`` before it, of
            the one that holds where an author's tag begins and ends in the source.
        embedded: the nodes, by number.
    """

    text: str
    key: str = ""
    embedded: list[Node] = field(default_factory=list)

    def node_of(self, attributes: Mapping[str, str]) -> Node | None:
        """The node whose element has these attributes; ``None`` for an element of the author's."""
        number = attributes.get(self.key) if self.key else None
        return self.embedded[int(number)] if number is not None else None

    def place_of(self, attributes: Mapping[str, str]) -> Span | None:
        """Where the tag with these attributes stands in the source, if that is known."""
        place = attributes.get(f"at-{self.key}") if self.key else None
        if place is None:
            return None
        start, end = place.split("-")
        return int(start), int(end)

    def clean(self, text: str) -> str:
        """``text`` without what was written into it, where HTML has no tags."""
        if not self.key or self.key not in text:
            return text
        return re.sub(rf'</?\w+ {self.key}=\d+>| at-{self.key}="\d+-\d+"', "", text)


def markup_of(text: str) -> Markup:
    """The markup of a text that is HTML, and stands nobody knows where."""
    return Markup(_safe(text.replace(_SCAR, "")))


def markup_of_page(source: str) -> Markup:
    """The markup of a page that is HTML and nothing else."""
    text = TextNode(full_match=source, inner_content=source, span=(0, len(source)))
    return markup_of_flow([text])


def markup_of_flow(nodes: Sequence[Node]) -> Markup:
    """The markup of a flow whose source texts are HTML.

    A text without a place in the source was made by a handler: it is shown as it is.
    """
    return _Writer(_html_of_flow, _is_typed_html, _SAME).markup(nodes)


def markup_of_pieces(nodes: Sequence[Node]) -> Markup:
    """The markup of a flow of which pieces are HTML, and nothing else."""
    return _Writer(_html_of_piece, _is_piece, {}).markup(nodes)


@dataclass(slots=True)
class _Piece:
    """A part of the HTML that is written.

    Attributes:
        text: HTML; of an embedded node, its tag without marks.
        number: of the embedded node.
        span: where the text stands in the source, letter by letter or as a whole; nowhere if it
            was not typed.
    """

    text: str
    number: int | None = None
    span: Span = (0, 0)

    def html(self, key: str) -> str:
        """The part, with ``key`` as the attribute for numbers."""
        return self.text if self.number is None else f"<{self.text} {key}={self.number}>"

    def place(self, start: int, end: int) -> Span:
        """Where a part of the text stands in the source."""
        first, last = self.span
        if last - first != len(self.text):
            return self.span
        return first + start, min(first + end, last)


@dataclass(slots=True)
class _Writer:
    """Writes a flow: HTML as it is, elements for all else.

    Attributes:
        html_of: the HTML that stands for a node without children, if there is any.
        is_source: whether a node is HTML that an author typed.
        same: nodes that are written as the elements that Tiki makes of them.
    """

    html_of: Callable[[Node], str | None]
    is_source: Callable[[Node], bool]
    same: Mapping[type[Node], str]
    pieces: list[_Piece] = field(default_factory=list)
    embedded: list[Node] = field(default_factory=list)

    def markup(self, nodes: Sequence[Node]) -> Markup:
        self.write(nodes)
        plain = "".join(piece.text for piece in self.pieces if piece.number is None)
        # No author can know the name that results from all that he wrote.
        digest = hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:20]
        key = f"t-{digest}"
        return Markup(_safe(self.with_places(key), key), key, self.embedded)

    def with_places(self, key: str) -> str:
        """The HTML; start tags of the author's say where they were typed."""
        texts = [piece.html(key) for piece in self.pieces]
        starts = [0, *accumulate(map(len, texts))]
        whole = "".join(texts)
        parts: list[str] = []
        at = 0
        for tag in tags_in(whole):
            number = bisect_right(starts, tag.start()) - 1
            piece = self.pieces[number]
            if tag[0][1] == "/" or not piece.span[1] or tag[1].lower() in _PLACELESS:
                continue
            start, end = (offset - starts[number] for offset in tag.span())
            start, end = piece.place(start, end)
            # Quoted, since any character may follow.
            parts += (whole[at : tag.end(1)], f' at-{key}="{start}-{end}"')
            at = tag.end(1)
        return "".join([*parts, whole[at:]])

    def write(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            tag = self.same.get(type(node))
            if (html_of_node := self.html_of(node)) is not None:
                self.pieces += _pieces_of(node, html_of_node)
            elif tag and isinstance(node, ParentNode):
                self.pieces.append(_Piece(f"<{tag}>"))
                self.write(node.children)
                self.pieces.append(_Piece(f"</{tag}>"))
            else:
                self.embed(node)

    def embed(self, node: Node) -> None:
        """Blocks are elements that end a paragraph, as Tiki's were; others are like letters."""
        number = len(self.embedded)
        self.embedded.append(node)
        whole = not isinstance(node, ParentNode) or isinstance(node, _WHOLE)
        if whole or not any(map(self.is_source, walk(node))):
            self.pieces.append(_Piece("hr" if node.block else "img", number))
            return
        assert isinstance(node, ParentNode)  # the others are whole
        tag = "hgroup" if node.block else "font"
        self.pieces.append(_Piece(tag, number))
        self.write(node.children)
        self.pieces.append(_Piece(f"/{tag}", number))


def _pieces_of(node: Node, html: str) -> Iterator[_Piece]:
    """The HTML that stands for a node, without scars, and its places."""
    first, last = node.span
    at = node.full_match.find(html) if last - first == len(node.full_match) else -1
    if at < 0:
        yield _Piece(html.replace(_SCAR, ""), span=node.span)
        return
    for text in html.split(_SCAR):
        yield _Piece(text, span=(first + at, first + at + len(text)))
        at += len(text) + len(_SCAR)


def _html_of_flow(node: Node) -> str | None:
    if isinstance(node, TextNode):
        text = node.inner_content
        return text if is_typed(node) else html.escape(text)
    if isinstance(node, RawHtmlNode) and _is_typed_html(node):
        return node.html  # a tag typed in the body of a plugin
    return None


def _is_typed_html(node: Node) -> bool:
    if isinstance(node, TextNode):
        return is_typed(node)
    return isinstance(node, RawHtmlNode) and node.html == node.full_match


def _html_of_piece(node: Node) -> str | None:
    return node.html if isinstance(node, HtmlPieceNode) else None


def _is_piece(node: Node) -> bool:
    return isinstance(node, HtmlPieceNode)


def _safe(text: str, key: str = "") -> str:
    """``text`` as the parser can take it: no surrogates, no loose ends, no endless nesting."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return tamed(without_loose_ends(text), key)
