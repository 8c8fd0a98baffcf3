"""The title of a page above its text, for targets that leave it out of some pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import DocumentNode, HeadingNode, TextNode
from tiki2md.render.context import Context
from tiki2md.render.dispatch import write_blocks
from tiki2md.render.targets import target_named

if TYPE_CHECKING:
    from tiki2md.diagnostics import Reporter
    from tiki2md.options import Options


def titled(body: str, title: str, options: Options, reporter: Reporter) -> str:
    """``body`` with what makes its target show the title, if that is not in the body anyway.

    Args:
        body: a page as Markdown.
        title: plain text.
        options: the target is one of them.
        reporter: as for ``render``.
    """
    target = target_named(options.target)
    if target.titled is None:
        return body
    document = DocumentNode(
        children=[HeadingNode(level=1, children=[TextNode(inner_content=title)])]
    )
    context = Context(target, options, reporter, document, leading="page")
    heading = write_blocks(document.children, context)
    return target.titled(body, heading)
