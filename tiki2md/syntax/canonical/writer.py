"""Each node's markup, from its fields."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tiki2md.nodes import (
    PLUGIN_NODES,
    AliasedLocalLinkNode,
    ArgumentVariableNode,
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
from tiki2md.syntax.canonical.flow import Context, children, is_line
from tiki2md.syntax.canonical.text import NOTHING, Place, code, write_text
from tiki2md.syntax.plugins import BARE, OWN, PARSED, WIKI

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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
    if document.markdown:
        # Its text is Markdown as the author wrote it: that is its form already.
        return "".join(child.full_match for child in document.children)
    context = Context(options or Options(), bodies or {}, _write, line_start=True)
    return children(document.children, context)


def _write(node: Node, context: Context) -> str:
    return _WRITERS.get(type(node), _unknown)(node, context)


def _around(opener: str, closer: str) -> Callable[[Any, Context], str]:
    def write(node: ParentNode, context: Context) -> str:
        return opener + children(node.children, context, opener, closer) + closer

    return write


def _filled(opener: str, closer: str) -> Callable[[Any, Context], str]:
    """Delimiters that must hold something."""

    def write(node: ParentNode, context: Context) -> str:
        return opener + (children(node.children, context, opener, closer) or NOTHING) + closer

    return write


def _strike(node: StrikeNode, context: Context) -> str:
    """At least two characters, the first neither a space nor ``>`` (§7)."""
    inner = children(node.children, context, "--", "--") or NOTHING
    if inner[0].isspace() or inner[0] == ">" or len(inner) < 2:
        inner = code(inner[0]) + inner[1:]
    if inner.endswith("~~"):
        inner += NOTHING  # before a tilde, ~~-- would be the beginning of ~--~
    return f"--{inner}--"


def _color(node: ColorNode, context: Context) -> str:
    colors = f"{node.color or ' '}{',' if node.background else ''}{node.background}"
    opener = f"~~{colors}:"
    return opener + children(node.children, replace(context, color=True), opener, "~~") + "~~"


def _box(node: SimpleBoxNode, context: Context) -> str:
    mark = context.options.box_delimiter
    return mark + (children(node.children, context, mark, mark) or NOTHING) + mark


def _center(node: CenterNode, context: Context) -> str:
    mark = ":::" if context.options.three_colon_center else "::"
    return mark + (children(node.children, context, mark, mark) or NOTHING) + mark


def _pre(node: PreNode, context: Context) -> str:
    """``~pre~``; plugins in a text that is otherwise literal stand in ``~pp~`` (§2.5)."""
    texts = [characters(child) for child in node.children if isinstance(child, TextNode)]
    plugins = [child for child in node.children if isinstance(child, PluginNode)]
    plain = not any(text and _ALIVE.search(text) for text in texts)
    if plugins and plain and len(texts) + len(plugins) == len(node.children):
        inner = "".join(
            _plugin(child, context) if isinstance(child, PluginNode) else child.inner_content
            for child in node.children
        )
        return f"~pp~{inner}~/pp~"
    return "~pre~" + children(node.children, context, "~pre~", "~/pre~") + "~/pre~"


_ALIVE = re.compile(r"~/?(?:pp|np|tc)~|\{")
"""What is found before ``~pp~`` is."""


def _titlebar(node: TitleBarNode, context: Context) -> str:
    """Spaces before it align it (§4.7)."""
    indent = {"left": 11, "center": 25, "right": 61}.get(node.align, 0)
    inner = children(node.children, context, "-=", "=-")
    if not inner and not is_line(node):
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
    inner = children(node.children, replace(context, behind_mark=True), marks)
    # A carriage return would be a part of the newline that follows.
    return inner.removesuffix("\r") + code("\r") if inner.endswith("\r") else inner


def _definition(node: DefinitionNode, context: Context) -> str:
    parts = [child for child in node.children if isinstance(child, ParentNode)]
    term = next((part for part in parts if isinstance(part, DefinitionTermNode)), None)
    text = next((part for part in parts if isinstance(part, DefinitionDescriptionNode)), None)
    named = children(term.children, replace(context, term=True), ";", ":") if term else ""
    said = children(text.children, replace(context, behind_mark=True), ":") if text else ""
    # Two colons would centre.
    named += NOTHING if named.endswith(":") else ""
    return f";{named}:{NOTHING if said[:1] in {'', ':'} else ''}{said}"


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
        children(cell.children, context, "|", "|")
        for cell in node.children
        if isinstance(cell, ParentNode)
    ]
    if len(cells) == 1 and cells[0] in {"", "0"}:
        return cells[0] + NOTHING  # Tiki skips such a row
    last = len(cells) - 1
    new = context.options.tables == "new"
    return "|".join(
        cell or ("" if at == 0 or (at == last and new) else NOTHING)
        for at, cell in enumerate(cells)
    )


def _rule(node: HorizontalRuleNode, context: Context) -> str:
    """What stands behind it is never shown; it is kept where it is plain text (§4.1)."""
    del context
    rest = node.inner_content
    return f"----{rest}" if _PLAIN.fullmatch(rest) else "----"


_PLAIN = re.compile(r"[\w .,;!?]*")


def _link(node: LinkNode, context: Context) -> str:
    url = _OPENER.sub("~40~", _coded(node.url, "[]|~{\n\r" + ")" * context.label)) or " "
    extra = f"|{node.extra}" if node.extra else ""
    if not node.children:
        return f"[{url}|{extra}]" if extra else f"[{url}]"
    text = children(node.children, context, f"[{url}|", extra or "]")
    return f"[{url}|{text or NOTHING}{extra}]"


_OPENER = re.compile(r"\((?=[a-z0-9-]{0,40}(?:\(|\Z))")


def _local_target(node: LocalLinkNode | AliasedLocalLinkNode) -> str:
    page = _coded(node.page, ")|~{\n") or NOTHING
    if page[:1] == "(":
        page = code("(") + page[1:]
    anchor = f"|#{node.anchor}" if node.anchor else ""
    return f"({node.relation}({page}{anchor}"


def _local_link(node: LocalLinkNode, context: Context) -> str:
    del context
    return _local_target(node) + "))"


_LABELS = {"": NOTHING, "0": code("0")}
"""How labels are written that Tiki takes for none."""


def _aliased_link(node: AliasedLocalLinkNode, context: Context) -> str:
    opener = _local_target(node) + "|"
    inner = replace(context, label=True, behind_mark=not node.anchor)
    text = children(node.children, inner, opener, "))")
    return f"{opener}{_LABELS.get(text, text)}))"


_NOPARSE_NAME = re.compile(r"~/?(n)(?=p~)")


def _coded(text: str, coded: str) -> str:
    """A name or a URL; ``~np~`` in it must not stand between the codes of its tildes either."""
    marks = {match.start(1) for match in _NOPARSE_NAME.finditer(text)}
    return "".join(
        code(char) if char in coded or at in marks else char for at, char in enumerate(text)
    )


def _plugin(node: PluginNode, context: Context) -> str:
    """The short form where there is no body and the name is known, else the long one (§3.1)."""
    arguments = write_arguments(node)
    name = node.name
    if not node.has_body:
        if _is_short(name, arguments, context):
            return f"{{{' '.join(filter(None, (name.lower(), arguments)))}}}"
        return f"{{{name}({arguments})/}}"
    opener, closer = f"{{{name}({arguments})}}", f"{{{name}}}"
    body = context.bodies.get(name, WIKI)
    if body in PARSED:
        fresh = Context(context.options, context.bodies, _write, line_start=body in {BARE, OWN})
        inner = children(node.children, fresh)
    else:
        inner = "".join(characters(child) or "" for child in node.children)
    return opener + inner + closer


def _is_short(name: str, arguments: str, context: Context) -> bool:
    if name == "MAKETOC":  # no plugin to Tiki: it ends at the first brace (§7.10)
        return "}" not in arguments
    return name in context.bodies and not name.isdigit()


def _comment(node: TikiCommentNode, context: Context) -> str:
    del context
    return "~tc~" + "".join(child.inner_content for child in node.children) + "~/tc~"


def _variable(node: DynamicVariableNode, context: Context) -> str:
    mark = "%%" if context.options.dynamic_variables == "double" else "%"
    return f"{mark}{node.name}{mark}"


def _argument_variable(node: ArgumentVariableNode, context: Context) -> str:
    del context
    return f"{{{{{node.name}}}}}"


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
        return children(node.children, context)
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
    ArgumentVariableNode: _argument_variable,
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
