"""What Tiki's syntax cannot say: where a canonical form cannot be exact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    AliasedLocalLinkNode,
    AutoLinkNode,
    CenterNode,
    DefinitionTermNode,
    DocumentNode,
    DoiLinkNode,
    HtmlCommentNode,
    LinkNode,
    LocalLinkNode,
    MonospaceNode,
    Node,
    ParentNode,
    PluginNode,
    PreformattedNode,
    SimpleBoxNode,
    SmileyNode,
    TextNode,
    TikiCommentNode,
    TitleBarNode,
    UnderlineNode,
    walk,
)
from tiki2md.syntax.canonical.compare import characters
from tiki2md.syntax.canonical.flow import is_line
from tiki2md.syntax.canonical.text import CODE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = (DocumentNode, PluginNode)
"""What has lines of its own."""
_NOT_IN_LABELS = (
    AliasedLocalLinkNode,
    AutoLinkNode,
    DoiLinkNode,
    LinkNode,
    LocalLinkNode,
    SmileyNode,
)
_ODD_ADDRESS = re.compile(rf"~/?(?:{CODE_NAMES})?(?:~|\Z)|\A10\.[0-9]+/\Z|\([a-z0-9-]{{0,40}}\(")


def inexpressible(document: Node) -> list[str]:
    """The names of what stands in ``document`` and cannot be written exactly.

    The names are explained where the package is.  For a page that an author wrote
    the list is empty but for markup that crosses other markup.
    """
    return sorted({name for node in walk(document) for name in _of(node)})


def _of(node: Node) -> Iterator[str]:
    if not isinstance(node, ParentNode):
        yield from _of_leaf(node)
        return
    yield from _of_parent(node)
    shown = [child for child in node.children if not isinstance(child, TikiCommentNode)]
    previous: Node | None = None
    for child in shown:
        yield from _between(node, previous, child)
        previous = child
    if previous is not None and is_line(previous) and not isinstance(node, _TEXTS):
        yield "cut-after-block"  # the closing mark would stand on the block's line


def _of_parent(node: ParentNode) -> Iterator[str]:
    if isinstance(node, LinkNode):
        hidden = UnderlineNode | CenterNode | SimpleBoxNode
        if any(isinstance(inner, hidden) for inner in _below(node)):
            yield "hidden-in-link"
    if isinstance(node, AliasedLocalLinkNode) and any(
        isinstance(inner, _NOT_IN_LABELS) for inner in _below(node)
    ):
        yield "link-in-label"
    if isinstance(node, PluginNode) and _has_open_noparse(
        "".join(child.inner_content for child in node.children if isinstance(child, TextNode))
    ):
        yield "open-noparse"
    if (
        isinstance(node, DefinitionTermNode)
        and len(node.children) > 1
        and any(isinstance(inner, LinkNode | AutoLinkNode) for inner in _below(node))
    ):
        yield "link-in-term"


def _has_open_noparse(text: str) -> bool:
    """Whether a ``~np~`` never ends."""
    return text.rfind("~np~") > text.rfind("~/np~")


def _of_leaf(node: Node) -> Iterator[str]:
    if isinstance(node, PreformattedNode | HtmlCommentNode) and _has_open_noparse(
        node.inner_content
    ):
        yield "open-noparse"
    if isinstance(node, AutoLinkNode | DoiLinkNode):
        address = node.url if isinstance(node, AutoLinkNode) else node.doi
        if _ODD_ADDRESS.search(address):
            yield "odd-address"


def _below(node: ParentNode) -> Iterator[Node]:
    """What stands in ``node``, bodies of plugins aside: they are texts of their own."""
    for child in node.children:
        yield child
        if isinstance(child, ParentNode) and not isinstance(child, PluginNode):
            yield from _below(child)


def _between(parent: Node, previous: Node | None, node: Node) -> Iterator[str]:
    """What two neighbours cannot be together."""
    text = characters(node) or ""
    before = (characters(previous) or "") if previous is not None else ""
    if previous is not None and is_line(previous):
        # A plugin with a newline in its body ends a line, too (§3.5).
        goes_on = not is_line(node) and not isinstance(node, PluginNode)
        if goes_on and not text.startswith(("\n", "\r\n")):
            yield "cut-after-block"
    begins = previous is None and isinstance(parent, _TEXTS)
    if isinstance(node, MonospaceNode) and not begins and not before[-1:].isspace():
        yield "monospace-mid-word"
    if isinstance(node, TitleBarNode) and not isinstance(parent, _TEXTS):
        yield "cut-titlebar"
    if isinstance(node, AutoLinkNode) and not begins and before[-1:] not in {" ", "\n", "(", "="}:
        yield "address-behind-markup"
