"""Nodes from grammar rules, built as the parser reduces them: no tree in between."""

from __future__ import annotations

from typing import Any

from tiki2md.nodes import (
    PLUGIN_NODES,
    AliasedLocalLinkNode,
    ArgumentVariableNode,
    AutoLinkNode,
    BoldNode,
    CappedNode,
    CenterNode,
    ColorNode,
    DefinitionDescriptionNode,
    DefinitionNode,
    DefinitionTermNode,
    DirectionNode,
    DocumentNode,
    DoiLinkNode,
    DroppedMarkNode,
    DynamicVariableNode,
    EscapedBracketNode,
    HeadingNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    ItalicNode,
    LineBreakNode,
    LinkNode,
    ListContinuationNode,
    ListItemNode,
    LocalLinkNode,
    MakeTocNode,
    MarkdownCodeNode,
    MarkdownHeadingNode,
    MarkdownNoteNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    MonospaceNode,
    Node,
    NoParseNode,
    NumListItemNode,
    PageBreakNode,
    ParentNode,
    PluginNode,
    PreformattedNode,
    PreNode,
    SimpleBoxNode,
    SmileyNode,
    SpecialCharacterNode,
    StrikeNode,
    SyntaxMarkerNode,
    TableCellNode,
    TableNode,
    TableRowNode,
    TextNode,
    TikiCommentNode,
    TitleBarNode,
    UnderlineNode,
)
from tiki2md.syntax.arguments import parse_arguments, parse_contents_arguments
from tiki2md.syntax.balance import Mark

Children = list[Any]


def _leaf(node_type: type[Node], mark: Mark, **fields: Any) -> Node:
    return node_type(
        full_match=mark.full,
        inner_content=mark.inner,
        span=(mark.start, mark.end),
        **fields,
    )


def _parent(node_type: type[ParentNode], children: Children, **fields: Any) -> ParentNode:
    opener, closer = children[0], children[-1]
    return node_type(
        full_match=closer.full,
        inner_content=closer.inner,
        span=(opener.start, closer.end),
        children=[child for child in children if type(child) is not Mark],
        **fields,
    )


def _link(node_type: type[ParentNode], children: Children, **fields: Any) -> Node:
    """A link with a text.

    What a format that crosses it cuts off is a link again, unless that is a mark alone.
    """
    opener, closer = children[0], children[-1]
    is_cut = opener.start == opener.end or closer.start == closer.end
    if is_cut and children == [opener, closer]:
        return TextNode(full_match=closer.full, span=(opener.start, closer.end))
    return _parent(node_type, children, **fields)


class AstBuilder:
    """One method a rule; rules that only wrap a node type are made below."""

    def document(self, children: Children) -> DocumentNode:
        """The whole text; its ``full_match`` is filled in by the parser."""
        if children and isinstance(children[0], Mark):
            return DocumentNode(children=children[1:], markdown=True)
        return DocumentNode(children=children)

    def comment(self, children: Children) -> Node:
        """``~tc~``, with its text as a child."""
        mark: Mark = children[0]
        node = _leaf(TikiCommentNode, mark)
        assert isinstance(node, TikiCommentNode)  # for the type checker
        if mark.inner:
            start = mark.start + len("~tc~")
            node.children = [
                TextNode(
                    full_match=mark.inner,
                    inner_content=mark.inner,
                    span=(start, start + len(mark.inner)),
                )
            ]
        return node

    def character(self, children: Children) -> Node:
        """A special character."""
        return _leaf(SpecialCharacterNode, children[0], character=children[0].data)

    def smiley(self, children: Children) -> Node:
        """A smiley, by name."""
        return _leaf(SmileyNode, children[0], name=children[0].data)

    def variable(self, children: Children) -> Node:
        """A dynamic variable."""
        return _leaf(DynamicVariableNode, children[0], name=children[0].data)

    def argument_variable(self, children: Children) -> Node:
        """``{{name}}``"""
        return _leaf(ArgumentVariableNode, children[0], name=children[0].data)

    def direction(self, children: Children) -> Node:
        """A change of writing direction."""
        return _leaf(DirectionNode, children[0], direction=children[0].data)

    def autolink(self, children: Children) -> Node:
        """A bare URL."""
        return _leaf(AutoLinkNode, children[0], url=children[0].data)

    def doi(self, children: Children) -> Node:
        """A DOI."""
        return _leaf(DoiLinkNode, children[0], doi=children[0].data)

    def local_link(self, children: Children) -> Node:
        """``((Page))``"""
        link = children[0].data
        return _leaf(
            LocalLinkNode, children[0], page=link.page, anchor=link.anchor, relation=link.relation
        )

    def local_link_text(self, children: Children) -> Node:
        """``((Page|text))``"""
        link = children[0].data
        return _link(
            AliasedLocalLinkNode,
            children,
            page=link.page,
            anchor=link.anchor,
            relation=link.relation,
            display_text=children[-1].inner,
        )

    def bare_link(self, children: Children) -> Node:
        """``[url]``"""
        link = children[0].data
        return _leaf(LinkNode, children[0], url=link.url, extra=link.extra)

    def link_text(self, children: Children) -> Node:
        """``[url|text]``"""
        link = children[0].data
        return _link(LinkNode, children, url=link.url, extra=link.extra)

    def color(self, children: Children) -> Node:
        """``~~color:text~~``"""
        color, background = children[0].data
        return _parent(ColorNode, children, color=color, background=background)

    def heading(self, children: Children) -> Node:
        """``!Title``"""
        mark = children[0].data
        return _parent(
            HeadingNode, children, level=mark.level, toggle=mark.toggle, numbered=mark.numbered
        )

    def syntax_mark(self, children: Children) -> Node:
        """``{syntax type="markdown"}``"""
        return _leaf(SyntaxMarkerNode, children[0])

    def markdown_url(self, children: Children) -> Node:
        """Where a Markdown link leads."""
        return _leaf(MarkdownUrlNode, children[0], url=children[0].inner)

    def markdown_heading(self, children: Children) -> Node:
        """``##$+ Title``"""
        line = children[0].data
        return _parent(
            MarkdownHeadingNode,
            children,
            level=line.level,
            numbered=line.numbered,
            sign=line.sign,
        )

    def item(self, children: Children) -> Node:
        """``* item``"""
        mark = children[0].data
        return _parent(ListItemNode, children, depth=mark.depth, toggle=mark.toggle)

    def num_item(self, children: Children) -> Node:
        """``# item``"""
        mark = children[0].data
        return _parent(NumListItemNode, children, depth=mark.depth, toggle=mark.toggle)

    def continuation(self, children: Children) -> Node:
        """``+ more``"""
        return _parent(ListContinuationNode, children, depth=children[0].data)

    def titlebar(self, children: Children) -> Node:
        """``-=Title=-``"""
        return _parent(TitleBarNode, children, align=children[0].data or "")

    def cell(self, children: Children) -> Node:
        """A table cell."""
        span = children[0].data
        return _parent(TableCellNode, children, colspan=span.colspan if span else 1)

    def plugin(self, children: Children) -> Node:
        """A plugin call."""
        call = children[0].data
        node_type = PLUGIN_NODES.get(call.name, PluginNode)
        is_contents = node_type is MakeTocNode
        parse = parse_contents_arguments if is_contents else parse_arguments
        return _parent(
            node_type,
            children,
            name=call.name,
            raw_arguments=call.raw_arguments,
            attrs_dict=parse(call.raw_arguments),
            has_body=call.has_body,
        )


_LEAVES: dict[str, type[Node]] = {
    "text": TextNode,
    "capped": CappedNode,
    "noparse": NoParseNode,
    "preformatted": PreformattedNode,
    "html_comment": HtmlCommentNode,
    "break": LineBreakNode,
    "markdown": MarkdownTextNode,
    "markdown_code": MarkdownCodeNode,
    "markdown_break": LineBreakNode,
    "dropped": DroppedMarkNode,
    "escaped_bracket": EscapedBracketNode,
    "rule": HorizontalRuleNode,
    "page_break": PageBreakNode,
}
_PARENTS: dict[str, type[ParentNode]] = {
    "bold": BoldNode,
    "italic": ItalicNode,
    "underline": UnderlineNode,
    "strike": StrikeNode,
    "monospace": MonospaceNode,
    "box": SimpleBoxNode,
    "center": CenterNode,
    "pre": PreNode,
    "markdown_note": MarkdownNoteNode,
    "definition": DefinitionNode,
    "term": DefinitionTermNode,
    "description": DefinitionDescriptionNode,
    "table": TableNode,
    "row": TableRowNode,
}


def _add_plain_rules() -> None:
    def leaf_rule(node_type: type[Node]) -> Any:
        return lambda _self, children: _leaf(node_type, children[0])

    def parent_rule(node_type: type[ParentNode]) -> Any:
        return lambda _self, children: _parent(node_type, children)

    for name, leaf_type in _LEAVES.items():
        setattr(AstBuilder, name, leaf_rule(leaf_type))
    for name, parent_type in _PARENTS.items():
        setattr(AstBuilder, name, parent_rule(parent_type))


_add_plain_rules()
