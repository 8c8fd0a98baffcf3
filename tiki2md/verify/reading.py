"""What is seen of Markdown, read by another parser, and of a structure tree, letter by letter."""

from __future__ import annotations

from dataclasses import replace

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
    text_of,
)
from tiki2md.options import Options
from tiki2md.render.smileys import smiley_text
from tiki2md.verify.dialects import Dialect
from tiki2md.verify.markup import look_at
from tiki2md.verify.page import markdown_html
from tiki2md.verify.sight import Letters, Sight
from tiki2md.verify.tags import FORMATS, PLAIN_BLOCKS
from tiki2md.verify.tree import sight_of_tree

_READ = Dialect(plugins=("footnote", "deflist"), alerts=False)
"""GitHub's tables and strikes, and raw HTML."""
_LEAVES = (
    AnchorNode,
    ArgumentVariableNode,
    AutoLinkNode,
    CodeBlockNode,
    CodeSpanNode,
    DirectionNode,
    DroppedMarkNode,
    DynamicVariableNode,
    EscapedBracketNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    ImageNode,
    LineBreakNode,
    NoParseNode,
    PageBreakNode,
    PreformattedNode,
    SpecialCharacterNode,
    TextNode,
)
_PARENTS: frozenset[type[Node]] = frozenset(
    (
        *FORMATS,
        *PLAIN_BLOCKS,
        CenterNode,
        ColorNode,
        DocumentNode,
        HeadingNode,
        LinkNode,
        ListItemNode,
        ListNode,
        NumListItemNode,
    )
)


def seen_in_markdown(markdown: str) -> Sight:
    """What another parser makes of ``markdown``: GitHub's tables and strikes, raw HTML."""
    return seen_in_html(markdown_html(markdown, _READ))


def seen_in_html(html: str) -> Sight:
    """What HTML shows, such as a parser of Markdown makes."""
    return look_at(html, Letters())


def seen_in_tree(document: DocumentNode) -> Sight:
    """What a structure tree says that holds nothing but what is :func:`readable`."""
    return sight_of_tree(document, Options(), list, sight=Letters())


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
        known = isinstance(node, _LEAVES) and not isinstance(node, MarkdownTextNode)
        return [node] if known else []
    children = [piece for child in node.children for piece in readable(child, smiley_style)]
    if isinstance(node, TabTitleNode):
        return [ParagraphNode(children=[BoldNode(children=children)])]
    if kind in _PARENTS or isinstance(node, ElementNode | TikiCommentNode):
        return [replace(node, children=children)]
    return children
