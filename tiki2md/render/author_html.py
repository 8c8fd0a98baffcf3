"""HTML in the author's Markdown, as elements: for readers that do not leave it as it is.

A block of HTML ends at an empty line (CommonMark §4.6).  What is open then goes on around the
Markdown behind it, up to the block that ends it; inside a paragraph a pair is an element.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    BlockElementNode,
    ElementNode,
    HtmlCommentNode,
    LineBreakNode,
    MarkdownFlowNode,
    MarkdownHeadingNode,
    MarkdownTextNode,
    Node,
    ParagraphNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    TextNode,
)
from tiki2md.render.escape import HTML_BLOCK
from tiki2md.render.target_html import VOID, attributes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tiki2md.diagnostics import Reporter

_TAG = re.compile(
    r"(?P<escaped>\\.)|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>])"
    r"(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>",
    re.DOTALL,
)
ONE_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)\b[^<>]*?(?P<empty>/?)>")
_BLANK = re.compile(r"(\n[ \t]*(?:\n[ \t]*)+)")
_BEGINS = re.compile(rf"[ ]{{0,3}}(?:{HTML_BLOCK})|[ ]{{0,3}}</?[A-Za-z][^<>]*>[ \t]*(?:\n|$)")
_INTERRUPTS = re.compile(rf"\n(?=[ ]{{0,3}}(?:{HTML_BLOCK}))")
_SELF_ENDING = frozenset(
    ("p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "caption")
)
"""Elements that need no end tag (HTML §13.1.2.4)."""

_MAX_OPEN = 30
"""Elements that blocks of HTML leave open at once; the tags of more are left out."""


def has_html(nodes: list[Node]) -> bool:
    """Whether tags are alive in the Markdown among ``nodes``."""
    return any(
        isinstance(node, MarkdownTextNode) and node.html and "<" in node.inner_content
        for node in nodes
    )


def with_elements(
    nodes: list[Node], reporter: Reporter, paired: Callable[[list[Node]], list[Node]]
) -> list[Node]:
    """The children of a flow with its tags as elements, or as tags that are in pairs.

    Args:
        nodes: the author's Markdown and what stands in it.
        reporter: told of tags without a partner, which MDX does not take.
        paired: makes elements of tags that are in pairs.
    """
    page = _Page(reporter, paired)
    for part in _parts(_without_comments(nodes)):
        page.add(part)
    return page.finished()


def in_line(
    nodes: list[Node], reporter: Reporter, paired: Callable[[list[Node]], list[Node]]
) -> list[Node]:
    """Markdown in which tags are in pairs; arguments as for ``with_elements``."""
    pieces = _pieces(nodes)
    lone = _lone(pieces)
    for tag in sorted(lone):
        _report(pieces[tag], reporter)
    return paired([piece for index, piece in enumerate(pieces) if index not in lone])


def _without_comments(nodes: list[Node]) -> list[Node]:
    """The nodes with each comment, whatever it hides, as one."""
    result: list[Node] = []
    hidden: list[str] | None = None
    for node in nodes:
        if not isinstance(node, MarkdownTextNode):
            if hidden is None:
                result.append(node)
            else:
                hidden.append(node.full_match)
            continue
        text = node.inner_content
        while text:
            mark = "<!--" if hidden is None else "-->"
            before, found, text = text.partition(mark)
            if hidden is not None:
                hidden.append(before)
            elif before:
                result.append(replace(node, inner_content=before))
            if not found:
                break
            if hidden is not None:
                comment = HtmlCommentNode(inner_content="".join(hidden), span=node.span)
                result.append(comment)
            hidden = [] if hidden is None else None
    if hidden is not None:  # it never ends, and is none
        result.append(TextNode(inner_content="<!--" + "".join(hidden)))
    return result


def _parts(nodes: list[Node]) -> Iterator[list[Node]]:
    """The nodes in parts between which a block of HTML begins or ends."""
    part: list[Node] = []
    is_block = False  # known from the first node of a part, and asked of each behind it
    for node in nodes:
        if node.block or isinstance(node, MarkdownHeadingNode):
            yield from (part, [node])
            part, is_block = [], False
        elif isinstance(node, MarkdownTextNode):
            for index, text in enumerate(_BLANK.split(node.inner_content)):
                pieces = [text] if index % 2 or is_block else _cut(text)
                for number, piece in enumerate(pieces):
                    if index or number:
                        yield part
                        part = []
                    part.append(replace(node, inner_content=piece))
                    is_block = _is_block(part) if len(part) == 1 else is_block
        else:
            part.append(node)
    yield part


def _cut(text: str) -> list[str]:
    """Lines without a blank one between them, cut where a block of HTML begins."""
    found = None if _BEGINS.match(text) else _INTERRUPTS.search(text)
    return [text[: found.end()], text[found.end() :]] if found else [text]


def _is_block(part: list[Node]) -> bool:
    """Whether a part is a block of HTML."""
    first = part[0]
    return (
        isinstance(first, MarkdownTextNode)
        and first.html
        and _BEGINS.match(first.inner_content) is not None
    )


@dataclass(slots=True)
class _Level:
    """What stands in an element that is not closed yet; in none at the outermost level."""

    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """A flow while its tags are paired: the elements that are open, the innermost last."""

    reporter: Reporter
    paired: Callable[[list[Node]], list[Node]]
    levels: list[_Level] = field(default_factory=lambda: [_Level()])

    def add(self, part: list[Node]) -> None:
        """Take what stands between two places where a block may begin."""
        if part and _is_block(part):
            self._block(_pieces(part))
        else:
            self.levels[-1].children += in_line(part, self.reporter, self.paired)

    def finished(self) -> list[Node]:
        """The whole flow; what is open still ends with it."""
        while len(self.levels) > 1:
            self._end()
        return self.levels[0].children

    def _end(self) -> None:
        level = self.levels.pop()
        flow = MarkdownFlowNode(children=level.children)
        element = BlockElementNode(
            tag=level.name, attrs_dict=level.attributes, children=[flow] if level.children else []
        )
        self.levels[-1].children.append(element)

    def _block(self, pieces: list[Node]) -> None:
        """A block of HTML; tags without a partner in it have one in another block."""
        lone = _lone(pieces)
        run: list[Node] = []
        for index, piece in enumerate(pieces):
            name, is_end = _tag(piece)
            if index not in lone or (not is_end and name in _SELF_ENDING):
                run.append(piece)
                continue
            self._raw(run)
            run = []
            if not is_end and len(self.levels) <= _MAX_OPEN:
                assert isinstance(piece, RawHtmlNode)  # nothing else is lone
                self.levels.append(_Level(name, attributes_of(piece.html)))
            elif is_end and any(level.name == name for level in self.levels):
                while self.levels[-1].name != name:
                    self._end()
                self._end()
            else:
                _report(piece, self.reporter)
        self._raw(run)

    def _raw(self, run: list[Node]) -> None:
        """HTML that is whole."""
        texts = [
            piece.html if isinstance(piece, RawHtmlNode) else piece.full_match
            for piece in run
            if isinstance(piece, RawHtmlNode | MarkdownTextNode | LineBreakNode)
        ]
        if len(texts) < len(run):
            children = self.paired([_as_text(piece) for piece in run])
            self.levels[-1].children.append(ParagraphNode(children=children))
        elif html := "".join(texts).strip():
            self.levels[-1].children.append(RawHtmlBlockNode(html=html))


def _pieces(part: list[Node]) -> list[Node]:
    """The nodes of a part with each tag as a node."""
    pieces: list[Node] = []
    for node in part:
        if not isinstance(node, MarkdownTextNode) or not node.html:
            pieces.append(node)
            continue
        at, text = 0, node.inner_content
        for tag in _TAG.finditer(text):
            if tag["escaped"]:
                continue
            pieces += _markdown(node, text[at : tag.start()])
            pieces.append(RawHtmlNode(html=tag[0], full_match=tag[0], span=node.span))
            at = tag.end()
        pieces += _markdown(node, text[at:])
    return pieces


def _markdown(node: MarkdownTextNode, text: str) -> list[Node]:
    return [replace(node, inner_content=text, full_match=text)] if text else []


def _as_text(piece: Node) -> Node:
    if isinstance(piece, MarkdownTextNode):
        return TextNode(inner_content=" ".join(unescape(piece.inner_content).split("\n")))
    return TextNode(inner_content=" ") if isinstance(piece, LineBreakNode) else piece


class _Tag(NamedTuple):
    """A start or end tag; without a name for what is no tag of a pair."""

    name: str = ""
    is_end: bool = False


def _tag(piece: Node) -> _Tag:
    tag = _TAG.fullmatch(piece.html) if isinstance(piece, RawHtmlNode) else None
    if tag is None or tag["escaped"] or tag[0].endswith("/>"):
        return _Tag()
    name = tag["name"].lower()
    return _Tag() if name in VOID else _Tag(name, bool(tag["end"]))


def _lone(pieces: list[Node]) -> set[int]:
    """Which pieces are tags without a partner among the others."""
    opened: list[tuple[str, int]] = []
    names: Counter[str] = Counter()
    lone: set[int] = set()
    for index, piece in enumerate(pieces):
        name, is_end = _tag(piece)
        if not name:
            continue
        if not is_end:
            opened.append((name, index))
            names[name] += 1
        elif names[name]:
            while opened[-1][0] != name:
                other, at = opened.pop()
                names[other] -= 1
                lone.add(at)
            opened.pop()
            names[name] -= 1
        else:
            lone.add(index)
    return lone | {index for _, index in opened}


def _report(tag: Node, reporter: Reporter) -> None:
    assert isinstance(tag, RawHtmlNode)  # nothing else is lone
    reporter.report(Code.STYLE_DROPPED, tag.span, what=f"{tag.html} without a partner")


def is_tag(node: Node) -> bool:
    """Whether a node is a tag and nothing else."""
    return isinstance(node, RawHtmlNode) and bool(ONE_TAG.fullmatch(node.html.strip()))


def elements(nodes: list[Node], reporter: Reporter) -> list[Node]:
    """Siblings, with start and end tags as the elements that they make."""
    levels = [_Level()]
    for node in nodes:
        tag = ONE_TAG.fullmatch(node.html.strip()) if isinstance(node, RawHtmlNode) else None
        name = tag["name"].lower() if tag is not None else ""
        if tag is None or name in VOID or tag["empty"]:
            levels[-1].children.append(node)
        elif not tag["end"]:
            levels.append(_Level(name, attributes_of(tag[0])))
        elif any(level.name == name for level in levels):
            while _close(levels) != name:
                pass
        else:
            reporter.report(Code.STYLE_DROPPED, node.span, what=f"</{tag['name']}> without a start")
    while len(levels) > 1:
        _close(levels)
    return levels[0].children


def _close(levels: list[_Level]) -> str:
    """End the innermost element; tell its name."""
    level = levels.pop()
    element = ElementNode(tag=level.name, attrs_dict=level.attributes, children=level.children)
    levels[-1].children.append(element)
    return level.name
