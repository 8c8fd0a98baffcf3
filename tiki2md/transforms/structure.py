"""From the flat flow of a parsed page to blocks: paragraphs, lists, definition lists.

The source is a flow of lines: text nodes hold newlines, list items know their
depth.  What makes a paragraph is decided here, after plugins have become what
they are, because a plugin may be a block (tiki-syntax §5).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    AdmonitionNode,
    BlockElementNode,
    BlockquoteNode,
    CenterNode,
    DefinitionListNode,
    DefinitionNode,
    DefinitionTermNode,
    DirectionNode,
    HeadingNode,
    HtmlCommentNode,
    LineBreakNode,
    ListContinuationNode,
    ListItemNode,
    ListNode,
    Node,
    NumListItemNode,
    ParagraphNode,
    ParentNode,
    PreNode,
    SimpleBoxNode,
    SpecialCharacterNode,
    TableCellNode,
    TableNode,
    TableOfContentsNode,
    TableRowNode,
    TabsNode,
    TabTitleNode,
    TextNode,
    TikiCommentNode,
    TitleBarNode,
    nodes_of,
    with_children,
)
from tiki2md.transforms import markdown_page
from tiki2md.transforms.inline import lift_blocks, only_inline, split_lines
from tiki2md.transforms.spliced import begins_own_line, is_spliced
from tiki2md.transforms.typed_html import TypedHtml

if TYPE_CHECKING:
    from tiki2md.options import Options

_SPLICED = (SimpleBoxNode, CenterNode, BlockElementNode, BlockquoteNode, AdmonitionNode)
"""What a plugin or a mark puts around a text that stays part of its lines."""
_OF_BLOCKS = (TableNode, TableRowNode, DefinitionListNode, ListNode, TabsNode)
_COMMENTS = (HtmlCommentNode, TikiCommentNode)
_HARD_SPACES = ("~hs~", "&nbsp;")
_INLINE_ONLY = (
    HeadingNode,
    TitleBarNode,
    DefinitionTermNode,
    ParagraphNode,
    TabTitleNode,
)


def structure(nodes: list[Node], options: Options) -> list[Node]:
    """The blocks of a flow.

    Args:
        nodes: a mix of inline nodes, lines and blocks, in source order.
        options: how newlines and blank lines are read.

    Returns:
        Blocks only; blocks inside them hold blocks or, where they are made of
        text alone (headings, terms), inline nodes.
    """
    return _structure(nodes, options, spliced=False)


def _structure(nodes: list[Node], options: Options, *, spliced: bool) -> list[Node]:
    if markdown_page.is_markdown(nodes):
        return [markdown_page.markdown_flow(nodes, lambda run: structure(run, options))]
    flow = _Flow(options, on_block_line=spliced)
    for node in _directed(nodes):
        for piece in lift_blocks(node):
            flow.add(piece)
    return flow.finish(spliced=spliced)


def _directed(nodes: list[Node]) -> list[Node]:
    """``{r2l}`` and ``{l2r}`` hold up to the next or the end of the text (tiki-syntax §2.13)."""
    flow: list[Node] = []
    inside = flow
    for node in nodes:
        if isinstance(node, DirectionNode):
            inside = []
            attributes = {"dir": node.direction}
            flow.append(BlockElementNode(attrs_dict=attributes, children=inside, span=node.span))
        else:
            inside.append(node)
    if inside is not flow:
        inside.append(TextNode(inner_content="\n"))  # Tiki closes it behind the last line
    return flow


class _Kind(Enum):
    """What a reader sees of a line."""

    SHOWN = auto()
    BLANK = auto()
    """Nothing; a no-break space is nothing, too (§5)."""
    SPACER = auto()
    """A line without text: ``~hs~`` and ``&nbsp;``.  Tiki takes them out before it looks
    whether a line is blank, so they part paragraphs as a blank line does."""


@dataclass(slots=True)
class _Line:
    """A line of a paragraph; Tiki puts neither breaks nor the paragraph around a bare one.

    Such are lines that share theirs with a block, that begin with ``+`` outside
    a list, or that hold typed HTML.
    """

    nodes: list[Node]
    bare: bool


@dataclass(slots=True)
class _Flow:
    """The flow read so far."""

    options: Options
    blocks: list[Node] = field(default_factory=list)
    paragraph: list[_Line] = field(default_factory=list)
    line: list[Node] = field(default_factory=list)
    lists: list[ListNode] = field(default_factory=list)
    typed_html: TypedHtml = field(default_factory=TypedHtml)
    on_block_line: bool = False
    """A block stands on the current line: its newline ends that line, not a paragraph."""

    def add(self, node: Node) -> None:
        if isinstance(node, SimpleBoxNode) and not node.children:
            return  # the closing mark of one that ended with an item
        if node.block:
            if begins_own_line(node):
                self._end_line()
            self._add_block(node)
            self.on_block_line = True
            return
        first, *more = split_lines(node)
        self.line += first
        for pieces in more:
            self._end_line()
            self.line += pieces

    def finish(self, *, spliced: bool) -> list[Node]:
        self.on_block_line |= spliced
        self._end_line()
        self._end_paragraph()
        return self.blocks

    def _end_line(self) -> None:
        line, self.line = self.line, []
        kind = _kind_of(line)
        if kind is _Kind.BLANK:
            self._add_comments(line)
            if not self.on_block_line:
                self._end_paragraph()
                self.lists.clear()
        elif kind is _Kind.SPACER and not self.on_block_line:
            self._end_paragraph()
            self.lists.clear()
            self.blocks.append(ParagraphNode(children=line))
        else:
            typed = self.typed_html.holds(line)
            bare = self.on_block_line or typed or (not self.lists and _begins_with_plus(line))
            self.lists.clear()
            self.paragraph.append(_Line(line, bare))
        self.on_block_line = False

    def _add_comments(self, line: list[Node]) -> None:
        """Comments alone on a line stand between the blocks."""
        comments: list[Node] = [node for node in line if isinstance(node, _COMMENTS)]
        if comments:
            self._end_paragraph()
            self.blocks.append(ParagraphNode(children=comments))

    def _end_paragraph(self) -> None:
        lines, self.paragraph = self.paragraph, []
        if not lines:
            return
        if self.options.line_breaks == "paragraph":
            self.blocks += [ParagraphNode(children=line.nodes) for line in lines]
            return
        children = list(lines[0].nodes)
        for before, line in pairwise(lines):
            joined = self._shown_as_one(before, line)
            children.append(TextNode(inner_content="\n") if joined else LineBreakNode())
            children += line.nodes
        self.blocks.append(ParagraphNode(children=children))

    def _shown_as_one(self, before: _Line, line: _Line) -> bool:
        """Whether no break parts two lines in a row (§5)."""
        options = self.options
        if options.line_breaks == "hard" and not options.paragraph_formatting:
            return before.bare
        if options.line_breaks == "hard" and options.add_br:
            return before.bare and line.bare
        return before.bare == line.bare  # a paragraph ends where bare lines begin

    def _add_block(self, node: Node) -> None:
        if self.line:
            if _kind_of(self.line) is _Kind.BLANK:
                self._add_comments(self.line)
            else:
                self.paragraph.append(_Line(self.line, bare=True))
            self.line = []
        self._end_paragraph()
        if isinstance(node, PreNode):
            self._add_preformatted(node)
            return
        if isinstance(node, ListItemNode):
            self._add_item(node)
            return
        if isinstance(node, ListContinuationNode) and self.lists:
            self._continue_item(node)
            return
        self.lists.clear()
        if isinstance(node, DefinitionNode):
            self._add_definition(node)
        elif isinstance(node, ListContinuationNode):
            self.blocks += structure(node.children, self.options)
        else:
            self.blocks.append(self._structured(node))
            if isinstance(node, HeadingNode | TitleBarNode):  # of which contents can be no part
                self.blocks += nodes_of(node.children, TableOfContentsNode)

    def _add_preformatted(self, node: PreNode) -> None:
        """Blocks that are typed in lines that are kept: between those lines, or around some."""
        pieces = [piece for child in node.children for piece in lift_blocks(child)]
        for block, group in groupby(pieces, key=lambda piece: piece.block):
            if block:
                for piece in group:
                    if isinstance(piece, _SPLICED):
                        kept = with_children(node, piece.children)
                        self._add_block(with_children(piece, [kept]))
                    else:
                        self._add_block(piece)
                continue
            self.lists.clear()
            lines = list(group)
            if _kind_of(lines) is not _Kind.BLANK or len(lines) == len(pieces):
                self.blocks.append(with_children(node, lines))

    def _structured(self, node: Node) -> Node:
        """A block with its own content in order."""
        if not isinstance(node, ParentNode):
            return node
        if isinstance(node, _INLINE_ONLY):
            return with_children(node, only_inline(node.children))
        if isinstance(node, _OF_BLOCKS):
            return with_children(node, [self._structured(child) for child in node.children])
        if isinstance(node, TableCellNode) and markdown_page.fits_a_cell(node.children):
            return with_children(node, [ParagraphNode(children=node.children)])
        spliced = is_spliced(node, _SPLICED)
        content = _structure(node.children, self.options, spliced=spliced)
        if isinstance(node, BlockElementNode) and node.tag == "div" and not node.attrs_dict:
            # A bare div says nothing, but its text stands apart from what is around it.
            return replace(node, tag="", children=content)
        return with_children(node, content)

    def _add_item(self, item: ListItemNode) -> None:
        """Nest an item by its depth; Tiki opens missing levels without an item (§4.2)."""
        ordered = isinstance(item, NumListItemNode)
        del self.lists[item.depth :]
        if len(self.lists) == item.depth and self.lists[-1].ordered != ordered:
            self.lists.pop()
        while len(self.lists) < item.depth:
            opened = ListNode(ordered=ordered)
            self._place_list(opened)
            self.lists.append(opened)
        content = structure(item.children, self.options)
        self.lists[-1].children.append(with_children(item, content))

    def _place_list(self, opened: ListNode) -> None:
        if not self.lists:
            self.blocks.append(opened)
            return
        around = self.lists[-1]
        last = around.children[-1] if around.children else None
        if isinstance(last, ListItemNode):
            last.children.append(opened)
        else:
            around.children.append(opened)

    def _continue_item(self, node: ListContinuationNode) -> None:
        """Append to the current item, after a break (§4.3)."""
        del self.lists[node.depth :]
        content = structure(node.children, self.options)
        children = self.lists[-1].children
        if not children or not isinstance(children[-1], ListItemNode):
            children.append(ListItemNode(depth=len(self.lists)))
        item = children[-1]
        assert isinstance(item, ListItemNode)  # made so above
        last = item.children[-1] if item.children else None
        first = content[0] if content else None
        if isinstance(last, ParagraphNode) and isinstance(first, ParagraphNode):
            item.children[-1] = replace(
                last, children=[*last.children, LineBreakNode(), *first.children]
            )
            content = content[1:]
        item.children += content

    def _add_definition(self, node: DefinitionNode) -> None:
        parts = [self._structured(part) for part in node.children]
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, DefinitionListNode) and last.span[1] == node.span[0]:
            last.children += parts
            last.span = (last.span[0], node.span[1])
        else:
            self.blocks.append(DefinitionListNode(children=parts, span=node.span))


def _begins_with_plus(line: list[Node]) -> bool:
    """Tiki prints such a line outside lists as it is, with no break (§4.3)."""
    first = line[0]
    return isinstance(first, TextNode) and first.inner_content.startswith("+")


def _kind_of(line: list[Node]) -> _Kind:
    kind = _Kind.BLANK
    for node in line:
        if isinstance(node, TextNode):
            if node.inner_content.strip():
                return _Kind.SHOWN
        elif isinstance(node, SpecialCharacterNode) and node.full_match.lower() in _HARD_SPACES:
            kind = _Kind.SPACER
        elif not isinstance(node, _COMMENTS):
            return _Kind.SHOWN
    return kind
