"""From the parser's tree to nodes: a small function for each kind of element.

What comes out is a flow as the parser of wiki syntax makes one: inline nodes and
blocks in source order, and blocks hold blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.html import elements, lists, tables
from tiki2md.html.dom import attributes_of, children_of, parsed, text_of_dom
from tiki2md.html.embeds import DRAWINGS, EMBEDS
from tiki2md.html.markup import Markup, markup_of, markup_of_flow, markup_of_page, markup_of_pieces
from tiki2md.html.styles import (
    paragraphs,
    styled,
    wrapped,
)
from tiki2md.html.walk import Handler, Where
from tiki2md.nodes import (
    AnchorNode,
    ColorNode,
    DefinitionDescriptionNode,
    DefinitionListNode,
    DefinitionNode,
    DefinitionTermNode,
    FootnoteNode,
    HtmlCommentNode,
    LinkNode,
    Node,
    ParentNode,
    PreNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TextNode,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selectolax.lexbor import LexborNode

MAX_DEPTH = 60
"""Elements nested deeper than this are their text."""

_WHOLES: dict[type[Node], tuple[type[Node], ...]] = {
    TableNode: (TableRowNode,),
    TableRowNode: (TableCellNode,),
    DefinitionNode: (DefinitionTermNode, DefinitionDescriptionNode),
    DefinitionListNode: (DefinitionTermNode, DefinitionDescriptionNode),
}
"""The nodes that hold nothing but their parts."""
_WITH_ANCHORS = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6"})
"""The elements whose functions make a place of the name themselves."""
_PARTS = (TableRowNode, TableCellNode, DefinitionTermNode, DefinitionDescriptionNode)
_SPACES = re.compile(r"[ \t\n\f\r]+")
_BLANKS = " \t\f\r"
_BLANK_LINES = re.compile(r"\n{2,}")
_LOCAL_LINK = re.compile(r"href\s*=\s*[\"']?#([^\"'\s>]+)", re.IGNORECASE)


def html_to_nodes(
    html: str, reporter: Reporter | None = None, span: tuple[int, int] | None = None
) -> list[Node]:
    """The nodes of a text that is HTML; never raises on any string.

    Args:
        html: the text.
        reporter: told of what has no form.
        span: where the text stands in the reporter's source; ``None`` if it is that source.
    """
    markup = markup_of_page(html) if span is None else markup_of(html)
    return _Converter(markup, reporter, span).all(Where())


def flow_to_nodes(
    nodes: Sequence[Node], reporter: Reporter | None = None, span: tuple[int, int] | None = None
) -> list[Node]:
    """A flow with its texts read as HTML, and wiki syntax in it where it was.

    Args:
        nodes: see ``html_source``; plugins are expanded.
        reporter: told of what has no form.
        span: where the flow stands in the reporter's source.
    """
    return _Converter(markup_of_flow(nodes), reporter, span).all(Where(lines=True))


def pieces_to_nodes(nodes: Sequence[Node], reporter: Reporter, span: tuple[int, int]) -> list[Node]:
    """A flow with its pieces of HTML read as one text, and wiki syntax in it where it was.

    Args:
        nodes: siblings, with pieces among them or below them; plugins are expanded.
        reporter: told of what has no form.
        span: where the first piece stands in the reporter's source.
    """
    return _Converter(markup_of_pieces(nodes), reporter, span).all(Where(wiki=True))


@dataclass(slots=True)
class _Converter:
    """One text on its way from the parser's tree to nodes."""

    markup: Markup
    reporter: Reporter | None
    span: tuple[int, int] | None
    targets: frozenset[str] = frozenset()
    reported: set[str] = field(default_factory=set)

    def all(self, where: Where) -> list[Node]:
        """The whole text."""
        self.targets = frozenset(_LOCAL_LINK.findall(self.markup.text)) | {
            node.url[1:]
            for node in self.markup.embedded
            if isinstance(node, LinkNode) and node.url.startswith("#")
        }
        return self.flow(parsed(self.markup.text), where)

    def flow(self, siblings: Iterable[LexborNode], where: Where) -> list[Node]:
        """The nodes of elements that follow each other."""
        if where.depth > MAX_DEPTH:
            self.report(Code.NESTING_CAPPED, self.span)
            text = "".join(text_of_dom(element) for element in siblings)
            return [TextNode(inner_content=_SPACES.sub(" ", text))]
        return [node for element in siblings for node in self._nodes(element, where)]

    def inside(self, element: LexborNode, where: Where) -> list[Node]:
        """The nodes of an element's content."""
        return self.flow(children_of(element), replace(where, depth=where.depth + 1))

    def blocks(self, element: LexborNode, where: Where) -> list[Node]:
        """An element's content as blocks."""
        return paragraphs(self.inside(element, where), wiki=where.wiki)

    def _nodes(self, element: LexborNode, where: Where) -> list[Node]:
        tag = element.tag
        if tag == "-text":
            return _text(self.markup.clean(element.text_content or ""), where)
        if tag == "-comment":
            return self._comment(self.markup.clean(element.comment_content or ""))
        if tag is None or tag.startswith("-"):
            return []
        attributes = attributes_of(element)
        embedded = self.markup.node_of(attributes)
        if embedded is not None:
            return self._embedded(element, embedded, where)
        attributes = {name: self.markup.clean(value) for name, value in attributes.items()}
        where = replace(where, lines=False)
        nodes = HANDLERS.get(tag, elements.content)(self, element, attributes, where)
        nodes = styled(nodes, tag, attributes)
        name = attributes.get("id", "")
        if name and tag not in _WITH_ANCHORS and name in self.targets:
            return [AnchorNode(anchor=name), *nodes]
        return nodes

    def _comment(self, text: str) -> list[Node]:
        if text.lstrip().startswith("[if "):
            self.report(Code.STYLE_DROPPED, self.span, what="a comment for one program")
            return []
        return [HtmlCommentNode(inner_content=f" {text.strip()} ")]

    def _embedded(self, element: LexborNode, node: Node, where: Where) -> list[Node]:
        if isinstance(node, ParentNode) and element.tag not in {"hr", "img"}:
            return self._embedded_around(element, node, where)
        if isinstance(node, _PARTS) and not self._is_in_place(element):
            return paragraphs(_contents(node.children))
        return [node]

    def _embedded_around(self, element: LexborNode, node: ParentNode, where: Where) -> list[Node]:
        lines = where.lines and (node.block or isinstance(node, ColorNode | FootnoteNode))
        inner = replace(where, lines=lines, pre=where.pre or isinstance(node, PreNode))
        children = self.inside(element, inner)
        if isinstance(node, _PARTS) and not self._is_in_place(element):
            return paragraphs(_contents(children))
        parts = _WHOLES.get(type(node))
        if parts is not None:
            strays = [child for child in children if not isinstance(child, parts)]
            children = [child for child in children if isinstance(child, parts)]
            return [*paragraphs(_contents(strays)), replace(node, children=children)]
        if node.block or isinstance(node, FootnoteNode):
            return [replace(node, children=children)]
        if not children:
            # The parser repeats a format in each paragraph that it reaches into.
            return [] if node.children else [node]
        return wrapped(partial(replace, node), children)

    def _is_in_place(self, part: LexborNode) -> bool:
        """Whether a part of a table or list is still in it: a tag of the author's may cut them."""
        return part.parent is not None and (
            type(self.markup.node_of(attributes_of(part.parent))) in _WHOLES
        )

    def place_of(self, element: LexborNode) -> tuple[int, int]:
        """Where an element was typed, as far as that is known."""
        return self.markup.place_of(attributes_of(element)) or self.span or (0, 0)

    def report(self, code: Code, span: tuple[int, int] | None, **values: str) -> None:
        """Record ``code``, once for all that is the same."""
        key = f"{code.identifier} {values}"
        if self.reporter is not None and key not in self.reported:
            self.reported.add(key)
            self.reporter.report(code, span, **values)


def _contents(nodes: Sequence[Node]) -> list[Node]:
    """``nodes`` with the content of parts in the place of those."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, _PARTS):
            result += paragraphs(_contents(node.children))
        else:
            result.append(node)
    return result


def _text(text: str, where: Where) -> list[Node]:
    """Text as a browser shows it: white space is one space, except in lines of the wiki's."""
    if where.lines:
        first, *more = text.split("\n")
        if more:
            *inner, last = more
            stripped = [line.strip(_BLANKS) for line in inner]
            text = "\n".join([first.rstrip(_BLANKS), *stripped, last.lstrip(_BLANKS)])
        text = _BLANK_LINES.sub("\n\n", text)
    elif not where.pre:
        text = _SPACES.sub(" ", text)
    return [TextNode(inner_content=text)] if text else []


HANDLERS: MappingProxyType[str, Handler] = MappingProxyType(
    {
        **dict.fromkeys(elements.FORMATS, elements.formatted),
        **dict.fromkeys(elements.KEPT, elements.kept),
        **dict.fromkeys(elements.GROUPS, elements.group),
        **dict.fromkeys(elements.STYLES, elements.style),
        **dict.fromkeys(elements.LEFT_OUT, elements.left_out),
        **dict.fromkeys(EMBEDS, elements.embed),
        **dict.fromkeys(DRAWINGS, elements.drawing),
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), elements.heading),
        **dict.fromkeys(("ul", "ol", "menu", "dir"), lists.items),
        **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), elements.pre),
        "a": elements.link,
        "blockquote": elements.quote,
        "br": elements.line_break,
        "button": elements.button,
        "details": elements.details,
        "dl": lists.definitions,
        "hr": elements.rule,
        "img": elements.image,
        "span": elements.span,
        "table": tables.table,
    }
)
"""The elements that are more than their content."""
