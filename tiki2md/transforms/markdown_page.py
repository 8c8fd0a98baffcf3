"""Pages that are written in Markdown (tiki-versions §1): what stays, what goes, what is a block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import (
    AnchorNode,
    FootnoteDefinitionNode,
    FootnoteNode,
    LineBreakNode,
    MarkdownCodeNode,
    MarkdownFlowNode,
    MarkdownHeadingNode,
    MarkdownNoteNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    Node,
    ParentNode,
    PluginNode,
    TextNode,
    TikiCommentNode,
    rewrite,
    with_children,
)
from tiki2md.transforms.inline import lift_blocks, only_inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ONE = r"(?:[.#][\w:-]++|[A-Za-z][\w-]*+=(?:\"[^\"\n]*+\"|[\w./%-]++))"
_ATTRIBUTES = re.compile(
    r"(?:(?<=[*_`)\]~])|(?P<start>^)|(?<![ \t])[ \t]++(?=\{[^\n{}]*+\}[ \t]*+$))"
    rf"(?P<braces>\{{:?[ \t]*+(?P<list>{_ONE}(?:[ \t]++{_ONE})*+)[ \t]*+\}})"
    r"(?P<end>(?(start)[ \t]*+(?:\r?\n|\Z)))",
    re.MULTILINE,
)
"""Attributes (tiki-versions §1.3): beside what they are of, at the end of a line, or on one."""
_MARK = re.compile(r"([ \t]*+)([-+*]|#{1,6}|[0-9]{1,9}[.)]|>)(?=\s)")
_HOLES = (PluginNode, TikiCommentNode)
_PLACE = re.compile(r"(?<![^ \t])#([\w:-]++)")
_MARKDOWN = frozenset((MarkdownTextNode, MarkdownHeadingNode, MarkdownCodeNode, MarkdownUrlNode))


def markdown_source(nodes: list[Node], reporter: Reporter, *, html: bool, soft: bool) -> list[Node]:
    """The nodes of a Markdown page without its comments and attributes (tiki-versions §1.3, §1.5).

    Args:
        nodes: children of a parsed Markdown document.
        reporter: told of comments, which Tiki failed to hide there, and of attributes, which
            are classes of its style sheets; those that name a place to link to make one.
        html: tags in the text are alive.
        soft: a line end that Tiki shows as a break is none.
    """

    def settled(node: Node, *, begins: bool) -> list[Node]:
        if isinstance(node, TikiCommentNode):
            reporter.report(Code.MARKDOWN_COMMENT_DROPPED, node.span)
            return []
        if isinstance(node, MarkdownNoteNode):
            return [FootnoteNode(children=node.children, span=node.span)]
        if soft and isinstance(node, LineBreakNode) and node.full_match.endswith("\n"):
            return [
                MarkdownTextNode(full_match="\n", inner_content="\n", span=node.span, html=html)
            ]
        if not isinstance(node, MarkdownTextNode):
            return [node]
        if "{" in node.inner_content:
            return _without_attributes(replace(node, html=html), reporter, begins=begins)
        return [replace(node, html=True)] if html else [node]

    def change(parent: Node) -> list[Node]:
        assert isinstance(parent, ParentNode)  # asked about no others
        children: list[Node] = []
        begins, last = True, Node()
        for child in parent.children:
            rest = child
            if isinstance(child, MarkdownTextNode) and isinstance(last, _HOLES) and not begins:
                *mark, rest = _without_mark(child)
                children += mark
            children += settled(rest, begins=begins)
            last = child
            begins = child.full_match.endswith("\n") if child.full_match else begins
        return [with_children(parent, children)]

    (whole,) = rewrite([ParentNode(children=nodes)], change, ParentNode)
    assert isinstance(whole, ParentNode)  # replaced by one of its kind
    return whole.children


def _without_mark(node: MarkdownTextNode) -> list[Node]:
    """What stands behind a block or a comment: a mark at its beginning begins no line."""
    found = _MARK.match(node.inner_content)
    if found is None:
        return [node]
    gap, mark = found.groups()
    text = TextNode(inner_content=mark)
    return [*_piece(node, gap), text, *_piece(node, node.inner_content[found.end() :])]


def _without_attributes(node: MarkdownTextNode, reporter: Reporter, *, begins: bool) -> list[Node]:
    """Markdown with a place to link to for each ``{#name}``, and without classes and the like.

    Args:
        node: the Markdown.
        reporter: told of what goes.
        begins: it stands at the beginning of a line.
    """
    text = node.inner_content
    pieces: list[Node] = []
    at = 0
    for found in _ATTRIBUTES.finditer(text):
        places = _PLACE.findall(found["list"])
        pieces += _piece(node, text[at : found.start()])
        pieces += [AnchorNode(anchor=place, span=node.span) for place in places]
        if _PLACE.sub("", found["list"]).strip(": \t"):
            start, end = found.span("braces")
            span = (node.span[0] + start, node.span[0] + end)
            reporter.report(Code.STYLE_DROPPED, span, what=f"attributes {found['braces']}")
        # A line of nothing else goes, but for the end of a line that a place stands on.
        is_alone = found.start("start") >= (0 if begins else 1) and not places
        at = found.end() if is_alone else found.end("braces")
    return [*pieces, *_piece(node, text[at:])]


def _piece(node: MarkdownTextNode, text: str) -> list[Node]:
    return [replace(node, inner_content=text, full_match=text)] if text else []


def is_markdown(nodes: Iterable[Node]) -> bool:
    """Whether some of ``nodes`` are the author's Markdown."""
    return not _MARKDOWN.isdisjoint(map(type, nodes))


def markdown_flow(nodes: list[Node], blocks: Callable[[list[Node]], list[Node]]) -> Node:
    """One block of the author's Markdown and of what stands in it.

    Args:
        nodes: Markdown, inline nodes and blocks, in source order.
        blocks: puts blocks that follow each other in order.
    """
    flow = _Flow(blocks)
    for node in nodes:
        for piece in lift_blocks(node):
            flow.add(piece)
    flow.end_blocks()
    return MarkdownFlowNode(children=flow.children)


def fits_a_cell(nodes: list[Node]) -> bool:
    """Whether ``nodes`` are Markdown that can stand in a cell of a pipe table."""
    if not is_markdown(nodes):
        return False
    text = "".join(node.inner_content for node in nodes if isinstance(node, MarkdownTextNode))
    return "\n" not in text.strip() and not any(
        node.block or (isinstance(node, MarkdownCodeNode) and "\n" in node.full_match)
        for node in nodes
    )


@dataclass(slots=True)
class _Flow:
    blocks: Callable[[list[Node]], list[Node]]
    children: list[Node] = field(default_factory=list)
    run: list[Node] = field(default_factory=list)
    line: str = ""
    """The Markdown of the current line so far."""

    def add(self, node: Node) -> None:
        """Add a node that is a block or has none in it."""
        if isinstance(node, MarkdownHeadingNode):
            self.end_blocks()
            self.children.append(with_children(node, only_inline(node.children)))
        elif not node.block:
            self.end_blocks()
            self.children.append(node)
            self._follow(node)
        elif self.line.lstrip().startswith("|") and not isinstance(node, FootnoteDefinitionNode):
            self.children += only_inline([node])  # a row of a pipe table holds no block
        else:
            self.run.append(node)

    def end_blocks(self) -> None:
        """Put the blocks in order that came one after the other."""
        if self.run:
            self.children += self.blocks(self.run)
            self.run = []

    def _follow(self, node: Node) -> None:
        if isinstance(node, LineBreakNode):
            self.line = ""
        elif isinstance(node, MarkdownTextNode | MarkdownCodeNode):
            before, newline, line = node.full_match.rpartition("\n")
            del before
            # Only the beginning of a line matters, and few characters of it.
            self.line = line[:80] if newline else (self.line + line)[:80]
