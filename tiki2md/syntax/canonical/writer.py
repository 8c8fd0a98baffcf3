"""Each node's markup, from its fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tiki2md.nodes import (
    PLUGIN_NODES,
    AliasedLocalLinkNode,
    AutoLinkNode,
    BoldNode,
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
    HeadingNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    ItalicNode,
    LineBreakNode,
    LinkNode,
    ListContinuationNode,
    ListItemNode,
    LocalLinkNode,
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
    TableNode,
    TableRowNode,
    TextNode,
    TikiCommentNode,
    TitleBarNode,
    UnderlineNode,
)
from tiki2md.options import Options
from tiki2md.syntax.canonical.arguments import write_arguments
from tiki2md.syntax.canonical.compare import characters
from tiki2md.syntax.canonical.text import NOTHING, Place, code, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LINE_BLOCKS = (
    HeadingNode,
    ListItemNode,
    ListContinuationNode,
    DefinitionNode,
    HorizontalRuleNode,
    PageBreakNode,
)
"""Nodes that are a line of their own."""

_ADDRESSES = (AutoLinkNode, DoiLinkNode)
_LISTS = (ListItemNode, ListContinuationNode)


@dataclass(frozen=True, slots=True)
class Context:
    """What the nodes around a node mean for it.

    Attributes:
        options: the preferences that decide what is markup.
        bodies: how the bodies of known plugins are read.
        line_start: whether the children begin a line.
        behind_mark: whether they stand behind the marks of a heading or an item.
        term: inside the term of a definition.
        label: inside the text of ``((page|text))``.
        color: inside a colour.
    """

    options: Options
    bodies: Mapping[str, str]
    line_start: bool = False
    behind_mark: bool = False
    term: bool = False
    label: bool = False
    color: bool = False


def canonical(
    document: DocumentNode, options: Options | None = None, bodies: Mapping[str, str] | None = None
) -> str:
    """``document`` as Tiki markup in one fixed form.

    Args:
        document: what a parser made, or source nodes of any origin.
        options: the preferences under which the result will be parsed.
        bodies: upper-case names of the known plugins, and how their bodies are
            read, as for the parser.
    """
    context = Context(options or Options(), bodies or {}, line_start=True)
    return _children(document.children, context)


def _children(nodes: list[Node], context: Context, opener: str = "", closer: str = "") -> str:
    """``nodes`` between two delimiters, without these."""
    pieces = _pieces(nodes, context)
    written = ""
    comments = 0  # where those at the end of what is written begin
    for index, (node, piece) in enumerate(pieces):
        before = opener + written
        line_start = _begins_line(written, comments, context)
        previous = pieces[index - 1][0] if index else None
        if isinstance(node, TextNode):
            following, right = pieces[index + 1] if index + 1 < len(pieces) else (None, closer)
            if following is not None and _is_line(following):
                right = "\n"
            place = Place(
                left=before,
                right=right,
                line_start=line_start,
                list_open=isinstance(previous, _LISTS),
                behind_mark=context.behind_mark and not index,
                term=context.term,
                label=context.label,
            )
            if isinstance(following, _ADDRESSES) and piece.endswith("("):
                # It is this parenthesis that lets the address begin (§7.9).
                out = write_text(piece[:-1], replace(place, right="("), context.options) + "("
            else:
                out = write_text(piece, place, context.options)
        else:
            # A line that comments begin has its newline before them.
            alone = line_start and (not written or comments < len(written.rstrip("\x01")) or written.endswith("\x01"))
            out = _join(node, piece, before, line_start=line_start, alone=alone)
        if isinstance(previous, _ADDRESSES):
            out = _behind_address(node, piece, out, previous)
        elif isinstance(previous, ColorNode) and context.color and out[:1] not in "~\n|":
            # The mark that closes a colour would open one if a colon followed (§6).
            out = NOTHING + out
        elif isinstance(previous, ColorNode) and _CODE_REST.match(out):
            out = NOTHING + out
        written += out
        if not isinstance(node, TikiCommentNode):
            comments = len(written)
    if pieces and isinstance(pieces[-1][0], _ADDRESSES) and closer[:1] not in "]|":
        written += NOTHING
    return written


_CODE_REST = re.compile(r"/?(?:tc|np|pp|pre|hc|bs|hs|amp|lt|gt|ldq|rdq|lsq|rsq|c|--|[0-9]{1,7})~")
"""Behind two tildes this makes the second one the beginning of a code."""


def _begins_line(written: str, comments: int, context: Context) -> bool:
    """Whether what follows begins a line: Tiki deletes comments before it looks (§2.2)."""
    shown = written[:comments].rstrip("\x01")
    return shown.endswith("\n") if shown else context.line_start


def _pieces(nodes: list[Node], context: Context) -> list[tuple[Node, str]]:
    """Nodes with their markup; runs of text as one text, not yet protected."""
    pieces: list[tuple[Node, str]] = []
    inner = replace(context, line_start=False, behind_mark=False)
    for node in nodes:
        if isinstance(node, TextNode):
            if pieces and isinstance(pieces[-1][0], TextNode):
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + node.inner_content)
            elif node.inner_content:
                pieces.append((node, node.inner_content))
        else:
            pieces.append((node, _WRITERS.get(type(node), _unknown)(node, inner)))
    return pieces


def _is_line(node: Node) -> bool:
    """Whether a node is a line of its own; a titlebar may be either (§4.7)."""
    if isinstance(node, TitleBarNode):
        # Its fields do not tell: the newline before it is all that does.
        return bool(node.align) or not node.full_match.startswith("-=")
    return isinstance(node, LINE_BLOCKS)


def _join(node: Node, piece: str, before: str, *, line_start: bool, alone: bool) -> str:
    """The markup of a node that is no text, behind what is written."""
    if _is_line(node):
        return piece if alone else f"\n{piece}"
    if isinstance(node, MonospaceNode) and not (line_start or before[-1:].isspace()):
        return piece[2:-2]
    return piece


def _behind_address(node: Node, piece: str, out: str, address: Node) -> str:
    """An address goes on up to a space or the like: anything else is kept apart (§7.9)."""
    ends = " <|\n\r\t" if isinstance(address, DoiLinkNode) else "<, |\n\r)}"
    if isinstance(node, NoParseNode | TikiCommentNode | PreformattedNode | HtmlCommentNode):
        return out
    if out[:1] in ends or (_is_line(node) and out.startswith("\n")):
        return out
    if isinstance(node, TextNode) and piece[0] in ends and out.startswith("~"):
        return f"~np~{piece[0]}~/np~" + out[len(code(piece[0])) :]
    return NOTHING + out


def _around(opener: str, closer: str) -> Callable[[Any, Context], str]:
    def write(node: ParentNode, context: Context) -> str:
        return opener + _children(node.children, context, opener, closer) + closer

    return write


def _filled(opener: str, closer: str) -> Callable[[Any, Context], str]:
    """Delimiters that must hold something."""

    def write(node: ParentNode, context: Context) -> str:
        return opener + (_children(node.children, context, opener, closer) or NOTHING) + closer

    return write


def _strike(node: StrikeNode, context: Context) -> str:
    """At least two characters, the first neither a space nor ``>`` (§7)."""
    inner = _children(node.children, context, "--", "--") or NOTHING
    if inner[0].isspace() or inner[0] == ">" or len(inner) < 2:
        inner = code(inner[0]) + inner[1:]
    return f"--{inner}--"


def _color(node: ColorNode, context: Context) -> str:
    colors = f"{node.color or ' '}{',' if node.background else ''}{node.background}"
    opener = f"~~{colors}:"
    return opener + _children(node.children, replace(context, color=True), opener, "~~") + "~~"


def _box(node: SimpleBoxNode, context: Context) -> str:
    mark = context.options.box_delimiter
    return mark + (_children(node.children, context, mark, mark) or NOTHING) + mark


def _center(node: CenterNode, context: Context) -> str:
    mark = ":::" if context.options.three_colon_center else "::"
    return mark + (_children(node.children, context, mark, mark) or NOTHING) + mark


def _pre(node: PreNode, context: Context) -> str:
    """``~pre~``; plugins in a text that is otherwise literal stand in ``~pp~`` (§2.5)."""
    texts = [characters(child) for child in node.children if isinstance(child, TextNode)]
    plugins = [child for child in node.children if isinstance(child, PluginNode)]
    plain = not any("~" in (text or "") or "{" in (text or "") for text in texts)
    if plugins and plain and len(texts) + len(plugins) == len(node.children):
        inner = "".join(
            _plugin(child, context) if isinstance(child, PluginNode) else child.inner_content
            for child in node.children
        )
        return f"~pp~{inner}~/pp~"
    return "~pre~" + _children(node.children, context, "~pre~", "~/pre~") + "~/pre~"


def _titlebar(node: TitleBarNode, context: Context) -> str:
    """Spaces before it align it (§4.7)."""
    indent = {"left": 11, "center": 25, "right": 61}.get(node.align, 0)
    inner = _children(node.children, context, "-=", "=-")
    if not inner and not _is_line(node):
        inner = NOTHING
    return f"{' ' * indent}-={inner}=-"


def _heading(node: HeadingNode, context: Context) -> str:
    marks = "!" * node.level + node.toggle + "#" * node.numbered
    return marks + _line(node, context, marks)


def _item(mark: str) -> Callable[[Any, Context], str]:
    def write(node: ListItemNode, context: Context) -> str:
        marks = mark * node.depth + node.toggle
        return marks + _line(node, context, marks)

    return write


def _continuation(node: ListContinuationNode, context: Context) -> str:
    marks = "+" * node.depth
    return marks + _line(node, context, marks)


def _line(node: ParentNode, context: Context, marks: str) -> str:
    return _children(node.children, replace(context, behind_mark=True), marks)


def _definition(node: DefinitionNode, context: Context) -> str:
    parts = [child for child in node.children if isinstance(child, ParentNode)]
    term = next((part for part in parts if isinstance(part, DefinitionTermNode)), None)
    text = next((part for part in parts if isinstance(part, DefinitionDescriptionNode)), None)
    named = _children(term.children, replace(context, term=True), ";", ":") if term else ""
    said = _children(text.children, replace(context, behind_mark=True), ":") if text else ""
    return f";{named}:{said or NOTHING}"


def _table(node: TableNode, context: Context) -> str:
    """A newline or ``||`` parts rows, ``|`` cells (§6)."""
    new = context.options.tables == "new"
    rows = [_row(row, context) for row in node.children if isinstance(row, TableRowNode)]
    inner = ("\n" if new else "||").join(rows)
    if inner.endswith("|"):
        # An empty cell before the closing bars: they would begin one bar too early.
        inner += "\n" if new else NOTHING
    return f"||{inner}||"


def _row(node: TableRowNode, context: Context) -> str:
    cells = [
        _children(cell.children, context, "|", "|")
        for cell in node.children
        if isinstance(cell, ParentNode)
    ]
    if len(cells) == 1 and cells[0] in {"", "0"}:
        return cells[0] + NOTHING  # Tiki skips such a row
    last = len(cells) - 1
    new = context.options.tables == "new"
    return "|".join(
        cell or ("" if at == 0 or (at == last and new) else NOTHING) for at, cell in enumerate(cells)
    )


def _rule(node: HorizontalRuleNode, context: Context) -> str:
    """What stands behind it is never shown; it is kept where it is plain text (§4.1)."""
    del context
    rest = node.inner_content
    return f"----{rest}" if _PLAIN.fullmatch(rest) else "----"


_PLAIN = re.compile(r"[\w .,;!?]*")


def _link(node: LinkNode, context: Context) -> str:
    url = _coded(node.url, "[]|~{\n\r") or " "
    extra = f"|{node.extra}" if node.extra else ""
    if not node.children:
        return f"[{url}|{extra}]" if extra else f"[{url}]"
    text = _children(node.children, context, f"[{url}|", extra or "]")
    return f"[{url}|{text or NOTHING}{extra}]"


def _local_target(node: LocalLinkNode | AliasedLocalLinkNode) -> str:
    page = _coded(node.page, ")|~{\n")
    if page[:1] == "(":
        page = code("(") + page[1:]
    anchor = f"|#{node.anchor}" if node.anchor else ""
    return f"({node.relation}({page}{anchor}"


def _local_link(node: LocalLinkNode, context: Context) -> str:
    del context
    return _local_target(node) + "))"


def _aliased_link(node: AliasedLocalLinkNode, context: Context) -> str:
    opener = _local_target(node) + "|"
    inner = replace(context, label=True, behind_mark=not node.anchor)
    text = _children(node.children, inner, opener, "))")
    return f"{opener}{text or NOTHING}))"


def _coded(text: str, characters_: str) -> str:
    return "".join(code(char) if char in characters_ else char for char in text)


def _plugin(node: PluginNode, context: Context) -> str:
    """The short form where there is no body and the name is known, else the long one (§3.1)."""
    arguments = write_arguments(node)
    name = node.name
    if not node.has_body:
        if name == "MAKETOC":
            short = '\\"' not in arguments and "'" not in arguments
        else:
            short = name in context.bodies and not name.isdigit() and "(" not in arguments[-1:]
        if short:
            return f"{{{name.lower()}{' ' if arguments else ''}{arguments}}}" if arguments else (
                f"{{{name.lower()}}}"
            )
        return f"{{{name}({arguments})/}}"
    opener, closer = f"{{{name}({arguments})}}", f"{{{name}}}"
    body = context.bodies.get(name, "wiki")
    if body in {"wiki", "own"}:
        fresh = Context(context.options, context.bodies, line_start=body == "own")
        inner = _children(node.children, fresh)
    else:
        inner = "".join(characters(child) or "" for child in node.children)
    return opener + inner + closer


def _comment(node: TikiCommentNode, context: Context) -> str:
    del context
    return "~tc~" + "".join(child.inner_content for child in node.children) + "~/tc~"


def _variable(node: DynamicVariableNode, context: Context) -> str:
    mark = "%%" if context.options.dynamic_variables == "double" else "%"
    return f"{mark}{node.name}{mark}"


def _break_of_page(node: PageBreakNode, context: Context) -> str:
    del node
    return context.options.page_separator


def _address(node: AutoLinkNode, context: Context) -> str:
    """As typed: ``www.`` and an e-mail address have no scheme of their own (§7.9)."""
    del context
    return node.inner_content or node.url.removeprefix("mailto:")


def _unknown(node: Node, context: Context) -> str:
    """A node that no parser makes (a paragraph, say): what it holds."""
    if isinstance(node, ParentNode):
        return _children(node.children, context)
    return write_text(node.inner_content, Place(), context.options) if node.inner_content else ""


_WRITERS: dict[type[Node], Callable[[Any, Context], str]] = {
    AliasedLocalLinkNode: _aliased_link,
    AutoLinkNode: _address,
    BoldNode: _around("__", "__"),
    CenterNode: _center,
    ColorNode: _color,
    DefinitionNode: _definition,
    DirectionNode: lambda node, _: "{r2l}" if node.direction == "rtl" else "{l2r}",
    DoiLinkNode: lambda node, _: f"doi:{node.doi}",
    DroppedMarkNode: lambda _node, _: "==",
    DynamicVariableNode: _variable,
    HeadingNode: _heading,
    HorizontalRuleNode: _rule,
    HtmlCommentNode: lambda node, _: f"~hc~{node.inner_content}~/hc~",
    ItalicNode: _around("''", "''"),
    LineBreakNode: lambda _node, _: "%%%",
    LinkNode: _link,
    ListContinuationNode: _continuation,
    ListItemNode: _item("*"),
    LocalLinkNode: _local_link,
    MonospaceNode: _around("-+", "+-"),
    NoParseNode: lambda node, _: f"~np~{node.inner_content}~/np~",
    NumListItemNode: _item("#"),
    PageBreakNode: _break_of_page,
    PreNode: _pre,
    PreformattedNode: lambda node, _: f"~pp~{node.inner_content}~/pp~",
    SimpleBoxNode: _box,
    SmileyNode: lambda node, _: f"(:{node.name}:)",
    SpecialCharacterNode: lambda node, _: code(node.character),
    StrikeNode: _strike,
    TableNode: _table,
    TikiCommentNode: _comment,
    TitleBarNode: _titlebar,
    UnderlineNode: _filled("===", "==="),
    **dict.fromkeys([PluginNode, *PLUGIN_NODES.values()], _plugin),
}
"""From each type of source node to what writes it."""
