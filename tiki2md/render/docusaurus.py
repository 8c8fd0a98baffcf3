"""What Docusaurus wants in another way: MDX, and its own directives and components.

Pages end in ``.md``: Docusaurus reads that as MDX too unless it is told otherwise, links to
``.md`` are what it checks, and other tools show such a page as well as they can.
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    AdmonitionNode,
    CodeBlockNode,
    DocumentNode,
    HeadingNode,
    HtmlCommentNode,
    MarkdownFlowNode,
    MarkdownTextNode,
    Node,
    ParagraphNode,
    ParentNode,
    RawHtmlBlockNode,
    TabsNode,
    TextNode,
    TikiCommentNode,
    indented_code,
    is_indented_code,
    levels_of,
    rewrite,
    text_of,
)
from tiki2md.render import blocks
from tiki2md.render.author_html import (
    ONE_TAG,
    elements,
    has_html,
    in_line,
    is_tag,
    with_elements,
)
from tiki2md.render.compose import inline
from tiki2md.render.dispatch import write_blocks
from tiki2md.render.escape import HTML_BLOCK
from tiki2md.render.escape_html import html_attribute
from tiki2md.render.target_html import VOID, as_target_html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiki2md.diagnostics import Reporter
    from tiki2md.render.context import BlockHandler, Context

NO_AUTOLINKS = re.compile(r"(?!)")
"""Angle brackets are JSX."""

_COLONS = re.compile(r"^[ >]*(:{3,})[a-z]", re.MULTILINE)
_BLOCK_TAG = re.compile(HTML_BLOCK)
_ID = re.compile(r"\\\{(?=#[^{}]*\}\s*\Z)")
_FIRST_LEVEL = re.compile(r"# |.*\n=+ *$", re.MULTILINE)
_COMMENTS = re.compile(r"(?<!\\)\{/\*(?:[^*]|\*(?!/\}))*+(?:\*/\}|\Z)")
_MAX_LEVELS = 160
"""How many nodes of a page may lie in one another; writing takes up to five frames for each."""
_IMPORTS = """\
import Tabs from '@theme/Tabs';
import TabItem from '@theme/TabItem';

"""


def admonition(node: AdmonitionNode, ctx: Context) -> str:
    """``:::note[Title]``, with more colons around another one."""
    text = write_blocks(node.children, ctx.within())
    title = inline(
        [TextNode(inner_content=node.title)], ctx.within()._replace(one_line=True, in_link=True)
    )
    if not text and not title:
        return ""
    # Brackets end the title, whatever is between them.
    title = title.replace("\\[", "&#91;").replace("\\]", "&#93;")
    title = title.replace("[", "&#91;").replace("]", "&#93;")
    colons = ":" * max((len(found) + 1 for found in _COLONS.findall(text)), default=3)
    label = f"[{title}]" if title else ""
    head = f"{colons}{blocks.RENAMED_ALERTS.get(node.kind, node.kind)}{label}"
    return f"{head}\n\n{text}\n\n{colons}" if text else f"{head}\n{colons}"


def tabs(node: TabsNode, ctx: Context) -> str:
    """``<Tabs>``; a page that has some imports them."""
    lines: list[str] = []
    for number, (title, child) in enumerate(blocks.tabs_of(node), 1):
        label = " ".join("".join(map(text_of, title)).split()) or str(number)
        text = write_blocks([child], ctx.within())
        lines.append(f'<TabItem value="tab-{number}" label="{html_attribute(label)}">')
        lines += [text] if text else []
        lines.append("</TabItem>")
    return "\n\n".join(["<Tabs>", *lines, "</Tabs>"]) if lines else ""


def heading(node: HeadingNode, ctx: Context) -> str:
    """A heading; what looks like an id at its end must not be one.

    Comments stand below it: Docusaurus's own contents would show them.
    """
    comments: list[str] = []

    def change(child: Node) -> list[Node] | None:
        if not isinstance(child, HtmlCommentNode | TikiCommentNode):
            return None
        comments.append(blocks.comment_block(child, ctx))
        return []

    shown = replace(node, children=rewrite(node.children, change))
    title = _ID.sub(r"\\{<wbr />", blocks.heading(shown, ctx))
    return "\n\n".join(part for part in (title, *comments) if part)


def paragraph(node: ParagraphNode, ctx: Context) -> str:
    """A paragraph, in which no line is all of tags: such a line would be a block."""
    shown, comments = blocks.comments_first(node.children, ctx)
    lines: list[list[str]] = []
    for line in blocks.paragraph(replace(node, children=shown), ctx).split("\n"):
        before = lines[-1] if lines else []
        if before and (_is_tags([line]) or _is_tags(before)):
            breaks = before[-1].endswith("\\") and not before[-1].endswith("\\\\")
            before[-1] = before[-1][:-1] if breaks else before[-1]
            before += ["<br />" if breaks else " ", line]
        else:
            lines.append([line])
    text = "\n".join(map("".join, lines))
    if text and _only_elements(text):
        text = f"<p>{text}</p>"
    return "\n".join([*comments, text] if text else comments)


def _only_elements(text: str) -> bool:
    """Whether nothing stands beside elements, which would then have no paragraph around them."""
    depth = 0
    at = 0
    text = _COMMENTS.sub("", text)
    for tag in ONE_TAG.finditer(text):
        if not depth and text[at : tag.start()].strip():
            return False
        at = tag.end()
        if not (tag["empty"] or tag["name"].lower() in VOID):
            depth += -1 if tag["end"] else 1
    return at > 0 and not text[at:].strip() and not _BLOCK_TAG.match(text)


def _is_tags(line: list[str]) -> bool:
    """Whether a line, in parts, begins and ends with a tag or an expression."""
    return line[0].startswith(("<", "{")) and line[-1].rstrip().endswith((">", "}"))


def prepared(document: DocumentNode, reporter: Reporter) -> DocumentNode:
    """The page with the author's tags in pairs as elements.

    A tag without a partner is dropped; so are all tags, if with them elements lie deeper in one
    another than can be written.
    """
    changed = _with_tags(document, reporter, elements)
    if sum(1 for _ in levels_of([changed])) > _MAX_LEVELS:
        changed = _with_tags(document, reporter, _without_tags)
    return changed


def _with_tags(
    document: DocumentNode,
    reporter: Reporter,
    arranged: Callable[[list[Node], Reporter], list[Node]],
) -> DocumentNode:
    """The page with what ``arranged`` makes of siblings with tags among them."""

    def pairs(siblings: list[Node]) -> list[Node]:
        return arranged(siblings, reporter)

    def change(node: Node) -> list[Node] | None:
        if isinstance(node, MarkdownFlowNode):
            return _flow(node, reporter, pairs)
        if isinstance(node, ParentNode) and has_html(node.children):
            return [replace(node, children=in_line(node.children, reporter, pairs))]
        if not isinstance(node, ParentNode) or not any(map(is_tag, node.children)):
            return None
        return [replace(node, children=pairs(node.children))]

    changed = rewrite([document], change)[0]
    assert isinstance(changed, DocumentNode)  # replaced by one of its kind
    return changed


def _flow(
    node: MarkdownFlowNode, reporter: Reporter, pairs: Callable[[list[Node]], list[Node]]
) -> list[Node] | None:
    """The author's Markdown without what MDX does not know; ``None`` if that is nothing."""
    children = node.children
    if any(map(is_indented_code, children)):
        children = _fenced(children)
    if has_html(children):
        children = with_elements(children, reporter, pairs)
    elif any(map(is_tag, children)):
        children = pairs(children)
    return None if children is node.children else [replace(node, children=children)]


def _fenced(nodes: list[Node]) -> list[Node]:
    """Siblings with the author's indented code as blocks: MDX knows none that is indented."""
    result: list[Node] = []
    at = 0
    while at < len(nodes):
        node = nodes[at]
        at += 1
        if is_indented_code(node):
            before = result[-1] if result else None
            text = before.inner_content if isinstance(before, MarkdownTextNode) else ""
            code = indented_code(text, nodes, at - 1)
            at = code.end
            if isinstance(before, MarkdownTextNode):
                result[-1] = replace(before, inner_content=code.before)
            node = CodeBlockNode(text=code.text, span=node.span)
        result.append(node)
    return result


def _without_tags(nodes: list[Node], reporter: Reporter) -> list[Node]:
    """Siblings, without the tags among them."""
    for node in filter(is_tag, nodes):
        reporter.report(Code.STYLE_DROPPED, node.span, what="a tag too deep in others")
    return [node for node in nodes if not is_tag(node)]


def raw_html(node: RawHtmlBlockNode, ctx: Context) -> str:
    """The author's HTML as one element of JSX."""
    written = as_target_html(node.html, ctx)
    if not written:
        return ""
    return written if _BLOCK_TAG.match(written) else f"<div>{written}</div>"


def with_title(body: str, heading: str) -> str:
    """Docusaurus takes a heading at the very beginning for the title, and shows no other."""
    del heading
    shown = "{/* The title of the page stands above. */}"
    return f"{shown}\n\n{body}" if _FIRST_LEVEL.match(body.lstrip()) else body


def with_imports(body: str) -> str:
    """``body`` behind the imports of the components that it uses."""
    return _IMPORTS + body if re.search(r"^[ >]*<Tabs>$", body, re.MULTILINE) else body


DOCUSAURUS_BLOCKS: Mapping[type[Node], BlockHandler] = MappingProxyType(
    {
        AdmonitionNode: admonition,
        HeadingNode: heading,
        ParagraphNode: paragraph,
        RawHtmlBlockNode: raw_html,
        TabsNode: tabs,
    }
)
"""The handlers that differ from GitHub's."""
