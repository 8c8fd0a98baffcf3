"""The author's own Markdown in a tree, read by a parser of Markdown with all around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    FootnoteDefinitionNode,
    FootnoteReferenceNode,
    LineBreakNode,
    MarkdownCodeNode,
    MarkdownFlowNode,
    MarkdownHeadingNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    Node,
    RawHtmlNode,
)
from tiki2md.verify.dialects import (
    AUTHORS,
    AUTHORS_BROKEN,
    AUTHORS_LINKED,
    AUTHORS_LISTED,
    Dialect,
)
from tiki2md.verify.markup import FRAGMENT, HtmlSight
from tiki2md.verify.page import inline_html, markdown_html
from tiki2md.verify.tree_obsidian import definitions_as_lists

if TYPE_CHECKING:
    from tiki2md.verify.view import Formats, Line, View

_TAG = re.compile(
    r"(?P<kept>\\.|\]\([ \t]*<|\]:[ \t]*<|<br ?/?>|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>"
    r"|<[^\s<>@]{1,64}@[A-Za-z0-9.-]{1,255}>)|<(?=[A-Za-z/!?])",
    re.DOTALL,
)
"""A tag, which Tiki shows as text (tiki-versions §1.3), or what only looks like one."""
_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*+\\\Z")


def heading(node: MarkdownHeadingNode, view: View, formats: Formats) -> None:
    """A heading."""
    tag = f"h{min(max(node.level, 1), 6)}"
    view.sight.event("open", tag)
    if number := node.number.strip():
        view.text(f"{number} ", formats)
    view.each(node.children, formats)
    view.sight.event("close", tag)


def line(node: Line, view: View, formats: Formats) -> None:
    """Inside a line marks count, blocks do not."""
    others: list[Node] = []
    markdown = ""
    for child in node.children:
        markdown += _behind(markdown, _part(child, others))
    _see_html(inline_html(markdown, _dialect(view)), others, view, formats)
    view.sight.space = view.sight.space or markdown[-1:].isspace()


def flow(node: MarkdownFlowNode, view: View, formats: Formats) -> None:
    """Markdown, with an element for each thing in it that is Tiki's."""
    parts: list[str] = []
    others: list[Node] = []
    numbers = _numbers_among_typed(node.children)
    elsewhere: list[Node] = []
    """Notes of ours that are not numbered with those of the author's."""
    for child in node.children:
        if isinstance(child, FootnoteDefinitionNode) and child.number in numbers:
            mark = f"[^{child.number}]: "
            for block in child.children:
                parts.append(f'\n\n{mark}<{FRAGMENT} n="{len(others)}">')
                others.append(block)
                mark = "    "
        elif isinstance(child, FootnoteDefinitionNode):
            elsewhere.append(child)
        else:
            # Behind the mark of an item, or its margin, it stays in the item.
            margin = "".join(parts[-2:]).rpartition("\n")[2]
            alone = child.block and not margin.strip()
            part = _part(child, others)
            if isinstance(child, FootnoteReferenceNode) and child.number in numbers:
                part = f"[^{child.number}]"
            part = _behind("".join(parts[-1:]), part)
            parts.append(f"\n\n{margin}{part.partition('>')[0]}>\n\n" if alone else part)
    markdown = "".join(parts).replace("\r\n", "\n").replace("\r", "\n")
    html = markdown_html(markdown, _dialect(view))
    html = definitions_as_lists(html) if "obsidian" in view.dialect.plugins else html
    _see_html(html, others, view, formats)
    view.sight.line = 0
    view.each(elsewhere, formats)


def _numbers_among_typed(nodes: list[Node]) -> set[int]:
    """The numbers of our notes that readers count together with those that authors typed."""
    texts = (node.inner_content for node in nodes if isinstance(node, MarkdownTextNode))
    if not any("[^" in text for text in texts):
        return set()
    return {node.number for node in nodes if isinstance(node, FootnoteReferenceNode)}


def _dialect(view: View) -> Dialect:
    if "obsidian" in view.dialect.plugins:
        return AUTHORS_BROKEN
    if view.dialect.links_written:
        return AUTHORS_LINKED
    return AUTHORS if "deflist" in view.dialect.plugins else AUTHORS_LISTED


def _part(node: Node, others: list[Node]) -> str:
    """What stands for a node in the text; what has an element of its own goes to ``others``."""
    if isinstance(node, FootnoteReferenceNode):
        return f"\\[^{node.number}]"
    if isinstance(node, MarkdownTextNode):
        return _alive(node)
    if isinstance(node, MarkdownCodeNode | RawHtmlNode):
        return node.full_match
    if isinstance(node, MarkdownUrlNode):
        return node.full_match if node.url == node.inner_content else f"<{node.url}>"
    if isinstance(node, LineBreakNode) and node.full_match.endswith("\n"):
        return "  \n"  # a backslash before nothing would show
    others.append(node)
    # With an end tag a line is a paragraph (CommonMark §4.6).
    return f'<{FRAGMENT} n="{len(others) - 1}"></{FRAGMENT}>'


def _behind(text: str, part: str) -> str:
    """What stands for a node behind a text, the last backslash of which does not escape it."""
    return f"\\{part}" if part.startswith(("<", "[^", "\\[^")) and _BACKSLASH.search(text) else part


def _see_html(html: str, others: list[Node], view: View, formats: Formats) -> None:
    def fragment(number: int, inside: Formats) -> None:
        if number < len(others):
            view.see(others[number], view, formats | inside)

    reader = HtmlSight(view.sight, fragment)
    reader.formats += sorted(formats)
    reader.feed(html)
    reader.close()


def _alive(node: MarkdownTextNode) -> str:
    """Markdown in which tags are text, unless they are alive."""
    if node.html:
        return node.inner_content
    return _TAG.sub(lambda tag: tag[0] if tag["kept"] else "&lt;", node.inner_content)
