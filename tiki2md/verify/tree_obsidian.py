"""What a tree shows in Obsidian, which reads no Markdown in HTML and has no blocks in cells."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tiki2md.nodes import (
    AdmonitionNode,
    AnchorNode,
    BlockElementNode,
    BoldNode,
    CodeBlockNode,
    DefinitionListNode,
    DefinitionTermNode,
    DetailsNode,
    HeadingNode,
    ImageNode,
    LineBreakNode,
    ListItemNode,
    ListNode,
    MonospaceNode,
    Node,
    ParagraphNode,
    ParentNode,
    PreformattedNode,
    RawHtmlBlockNode,
    SubscriptNode,
    SuperscriptNode,
    TableCellNode,
    TableNode,
    TableOfContentsNode,
    TextNode,
    TitleBarNode,
    UnderlineNode,
    has_links,
    unmerged,
)
from tiki2md.verify import tree_contents
from tiki2md.verify.events import Break
from tiki2md.verify.markup import SOURCES
from tiki2md.verify.tags import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiki2md.verify.view import Formats, View

_STRONG = frozenset({"strong"})


def _nothing(node: AnchorNode, view: View, formats: Formats) -> None:
    """Links lead to headings only."""
    del node, view, formats


def _title_bar(node: TitleBarNode, view: View, formats: Formats) -> None:
    view.block("p", node.children, formats | _STRONG)


def _block_element(node: BlockElementNode, view: View, formats: Formats) -> None:
    """What is in it, or the player that it is."""
    if node.tag.lower() in SOURCES and not node.children:
        view.sight.link(node.attrs_dict.get("src", ""))
    view.each(node.children, formats)


def _image(node: ImageNode, view: View, formats: Formats) -> None:
    """The size stands behind a line in the description, so that holds no other."""
    if node.link and "a" not in formats:
        view.sight.link(node.link)
    view.sight.title(node.title)
    view.sight.image(node.src, node.alt.replace("|", "-") if node.width else node.alt)


def _details(node: DetailsNode, view: View, formats: Formats) -> None:
    """A call-out; a heading folds by itself."""
    first = node.children[0] if node.children else None
    if not node.summary and isinstance(first, HeadingNode):
        view.each(node.children, formats)
        return
    view.sight.begin("blockquote")
    if node.summary.strip():
        view.line(node.summary, formats)
    view.each(node.children, formats)
    view.sight.end("blockquote")


def _definitions(node: DefinitionListNode, view: View, formats: Formats) -> None:
    """Items in bold with lists below them."""
    sight = view.sight
    sight.begin("ul")
    for head, definitions in _defined(node):
        bold = _STRONG if isinstance(head, DefinitionTermNode) else frozenset()
        sight.begin("li")
        view.each(head.children, formats | bold)
        if definitions:
            sight.begin("ul")
            for definition in definitions:
                view.block("li", definition.children, formats)
            sight.end("ul")
        sight.end("li")
    sight.end("ul")


def _defined(node: DefinitionListNode) -> list[tuple[ParentNode, list[ParentNode]]]:
    """The terms with their definitions; a definition before any term stands alone."""
    groups: list[tuple[ParentNode, list[ParentNode]]] = []
    for child in node.children:
        if not isinstance(child, ParentNode):
            continue
        below_a_term = groups and isinstance(groups[-1][0], DefinitionTermNode)
        if below_a_term and not isinstance(child, DefinitionTermNode):
            groups[-1][1].append(child)
        else:
            groups.append((child, []))
    return groups


def _unless_linked(node: ParentNode, view: View, formats: Formats) -> None:
    """A format that is HTML, unless links or images are in it."""
    own = FORMATS[type(node)]
    if has_links(node):
        view.each(node.children, formats)
    else:
        view.format(own, node.children, formats)


def _table(node: TableNode, view: View, formats: Formats) -> None:
    """Cells of lines; merged cells are empty."""
    view.sight.begin("table")
    for row in unmerged(node):
        view.block("tr", row.children, formats)
    view.sight.end("table")


def _cell(node: TableCellNode, view: View, formats: Formats) -> None:
    view.sight.begin("td")
    _lines(node.children, view, formats)
    view.sight.end("td")


def _break(view: View) -> None:
    sight = view.sight
    if (
        not isinstance(sight.events[-1], Break) or len(sight.events) in sight.alts
    ):  # a picture is no event
        view.sight.break_line()


def _lines(nodes: list[Node], view: View, formats: Formats, *, marked: bool = False) -> None:
    """Blocks as lines, with breaks around them; the first may stand behind the mark of an item."""
    if not any(node.block for node in nodes):
        view.each(nodes, formats)
        return
    for number, node in enumerate(nodes):
        if not node.block:
            view.see(node, view, formats)
            continue
        if isinstance(node, ParagraphNode) and all(
            isinstance(child, LineBreakNode) for child in node.children
        ):
            continue  # between blocks it is the break that is there anyway
        behind = marked and not number
        if isinstance(node, TableOfContentsNode):
            _lines(_contents(node, view), view, formats, marked=behind)
            continue
        if not behind:
            _break(view)
        _line(node, view, formats, marked=behind)
        _break(view)


def _line(node: Node, view: View, formats: Formats, *, marked: bool) -> None:
    """What one block shows, where only lines can stand."""
    if isinstance(node, CodeBlockNode | PreformattedNode):
        text = node.inner_content
        if isinstance(node, CodeBlockNode):
            text, caption = node.text, node.caption.strip()
            view.text(caption, formats)
            marked = marked and not caption
        for number, line in enumerate(text.splitlines()):
            if number or not marked:
                _break(view)
            view.text(line, formats | {"code"})
    elif isinstance(node, ListNode):
        _list_lines(node, view, formats, marked=marked)
    elif isinstance(node, TableNode):
        _table_lines(node, view, formats)
    elif isinstance(node, ParentNode):
        title = node.title if isinstance(node, AdmonitionNode) else ""
        title = node.summary if isinstance(node, DetailsNode) else title
        view.text(title.strip(), formats | _STRONG)
        if title.strip():
            _break(view)
        own = _STRONG if isinstance(node, HeadingNode) else frozenset()
        _lines(node.children, view, formats | own, marked=marked and not title.strip())
    elif isinstance(node, RawHtmlBlockNode):
        view.html.feed(node.html)
    else:
        view.see(node, view, formats)


def _contents(node: TableOfContentsNode, view: View) -> list[Node]:
    """The blocks of a table of contents."""
    root = tree_contents.listed(node, view)
    title = BoldNode(children=[TextNode(inner_content=node.title.strip())])
    blocks: list[Node] = [ParagraphNode(children=[title] if node.title.strip() else []), root]
    return blocks if root.children else []


def _list_lines(node: ListNode, view: View, formats: Formats, *, marked: bool) -> None:
    for number, item in enumerate(node.children, node.start):
        if number > node.start or not marked:
            _break(view)
        view.text(f"{number}. " if node.ordered else "• ", formats)
        inside = item.children if isinstance(item, ListItemNode) else [item]
        _lines(inside, view, formats, marked=True)


def _table_lines(node: TableNode, view: View, formats: Formats) -> None:
    """A line for each cell."""
    for row in node.children:
        _break(view)
        for cell in row.children if isinstance(row, ParentNode) else []:
            _break(view)
            _lines(cell.children if isinstance(cell, ParentNode) else [], view, formats)


SHOWN: Mapping[type[Node], Callable[[Any, View, Formats], None]] = MappingProxyType(
    {
        AnchorNode: _nothing,
        BlockElementNode: _block_element,
        DefinitionListNode: _definitions,
        DetailsNode: _details,
        ImageNode: _image,
        MonospaceNode: _unless_linked,
        SubscriptNode: _unless_linked,
        SuperscriptNode: _unless_linked,
        TableCellNode: _cell,
        TableNode: _table,
        TitleBarNode: _title_bar,
        UnderlineNode: _unless_linked,
    }
)
"""The nodes that show something else than for other targets."""
