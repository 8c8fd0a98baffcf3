"""How often the contents of a page may stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import HtmlCommentNode, ParagraphNode, TableOfContentsNode, rewrite

if TYPE_CHECKING:
    from tiki2md.nodes import Node

MAX_CONTENTS = 8
"""Each lists every heading: without a limit, a page of both could grow with its square."""


def cap_contents(blocks: list[Node], reporter: Reporter) -> list[Node]:
    """The blocks, with a comment in place of every table of contents beyond the limit."""
    count = 0

    def capped(node: Node) -> list[Node] | None:
        nonlocal count
        count += 1
        if count <= MAX_CONTENTS:
            return None
        reporter.report(Code.CONTENTS_CAPPED, node.span, limit=MAX_CONTENTS)
        return [ParagraphNode(children=[HtmlCommentNode(inner_content=" table of contents ")])]

    return rewrite(blocks, capped, TableOfContentsNode)
