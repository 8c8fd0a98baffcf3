"""A flow of nodes as one HTML text: nodes that are no text are elements that lead back to them."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.html.tags import tamed, without_loose_ends
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
    from collections.abc import Callable, Mapping, Sequence

_SAME: dict[type[Node], str] = {BoldNode: "b", ItalicNode: "i", StrikeNode: "s", UnderlineNode: "u"}
"""Wiki syntax for which Tiki writes an element that HTML of the author's may close."""

_WHOLE = (MarkdownFlowNode, PluginNode, TikiCommentNode)
"""What no HTML around it or in it changes."""

_SCAR = "<x>"
"""Left in stored texts by an old filter of Tiki's."""


@dataclass(slots=True)
class Markup:
    """HTML in which every node of ``embedded`` has an element.

    Attributes:
        text: the HTML.
        key: the name of the attribute that holds a node's number.
        embedded: the nodes, by number.
    """

    text: str
    key: str = ""
    embedded: list[Node] = field(default_factory=list)

    def node_of(self, attributes: Mapping[str, str]) -> Node | None:
        """The node whose element has these attributes; ``None`` for an element of the author's."""
        number = attributes.get(self.key) if self.key else None
        return self.embedded[int(number)] if number is not None else None

    def clean(self, text: str) -> str:
        """``text`` without the tags of embedded nodes, which stood where HTML has no tags."""
        if not self.key or self.key not in text:
            return text
        return re.sub(rf"</?\w+ {self.key}=\d+>", "", text)


def markup_of(text: str) -> Markup:
    """The markup of a text that is HTML."""
    return Markup(_safe(text.replace(_SCAR, "")))


def markup_of_flow(nodes: Sequence[Node]) -> Markup:
    """The markup of a flow whose source texts are HTML.

    A text without a place in the source was made by a handler: it is shown as it is.
    """
    return _Writer(_html_of_flow, _is_typed_html, _SAME).markup(nodes)


def markup_of_pieces(nodes: Sequence[Node]) -> Markup:
    """The markup of a flow of which pieces are HTML, and nothing else."""
    return _Writer(_html_of_piece, _is_piece, {}).markup(nodes)


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
    pieces: list[str | tuple[str, int]] = field(default_factory=list)
    embedded: list[Node] = field(default_factory=list)

    def markup(self, nodes: Sequence[Node]) -> Markup:
        self.write(nodes)
        plain = "".join(piece for piece in self.pieces if isinstance(piece, str))
        # No author can know the name that results from all that he wrote.
        digest = hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:20]
        key = f"t-{digest}"
        whole = "".join(
            piece if isinstance(piece, str) else f"<{piece[0]} {key}={piece[1]}>"
            for piece in self.pieces
        )
        return Markup(_safe(whole, key), key, self.embedded)

    def write(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            tag = self.same.get(type(node))
            if (html_of_node := self.html_of(node)) is not None:
                self.pieces.append(html_of_node)
            elif tag and isinstance(node, ParentNode):
                self.pieces.append(f"<{tag}>")
                self.write(node.children)
                self.pieces.append(f"</{tag}>")
            else:
                self.embed(node)

    def embed(self, node: Node) -> None:
        """Blocks are elements that end a paragraph, as Tiki's were; others are like letters."""
        number = len(self.embedded)
        self.embedded.append(node)
        whole = not isinstance(node, ParentNode) or isinstance(node, _WHOLE)
        if whole or not any(map(self.is_source, walk(node))):
            self.pieces.append(("hr" if node.block else "img", number))
            return
        assert isinstance(node, ParentNode)  # the others are whole
        tag = "hgroup" if node.block else "font"
        self.pieces.append((tag, number))
        self.write(node.children)
        self.pieces.append((f"/{tag}", number))


def _html_of_flow(node: Node) -> str | None:
    if isinstance(node, TextNode):
        text = node.inner_content
        return text.replace(_SCAR, "") if is_typed(node) else html.escape(text)
    if isinstance(node, RawHtmlNode) and _is_typed_html(node):
        return node.html  # a tag typed in the body of a plugin
    return None


def _is_typed_html(node: Node) -> bool:
    if isinstance(node, TextNode):
        return is_typed(node)
    return isinstance(node, RawHtmlNode) and node.html == node.full_match


def _html_of_piece(node: Node) -> str | None:
    return node.html.replace(_SCAR, "") if isinstance(node, HtmlPieceNode) else None


def _is_piece(node: Node) -> bool:
    return isinstance(node, HtmlPieceNode)


def _safe(text: str, key: str = "") -> str:
    """``text`` as the parser can take it: no surrogates, no loose ends, no endless nesting."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return tamed(without_loose_ends(text), key)
