"""Comments that hold what no reader of the wiki saw, without passwords and addresses."""

from __future__ import annotations

import re

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import HtmlCommentNode, Node, TikiCommentNode, rewrite, with_values
from tiki2md.secrets import without_secrets

_PASSWORD = re.compile(
    r"(?i)(\b\w{0,20}passw(?:or)?d\s{0,4}=>?\s{0,4})"
    r"(?:\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|[^\s\"',)}]{1,200})"
)
"""An argument of a call that is a password by its name, whatever its value looks like."""


def hide_secrets(nodes: list[Node], reporter: Reporter) -> list[Node]:
    """The nodes with every secret taken out of hidden texts and of calls that are kept.

    A visitor saw neither ``~tc~…~/tc~`` nor the ``dsn`` of ``{DBREPORT()}``; whoever looks at the
    source of a page of the new site sees its comments.

    Args:
        nodes: of a page, plugins expanded.
        reporter: told of each comment that was changed.
    """

    def hidden(node: Node) -> list[Node] | None:
        if isinstance(node, TikiCommentNode):
            name, text = "full_match", node.full_match
        elif isinstance(node, HtmlCommentNode):
            name, text = "inner_content", node.inner_content
        else:
            return None
        told = without_secrets(text)
        if isinstance(node, HtmlCommentNode):
            told = _PASSWORD.sub(r"\1…", told)
        if told == text:
            return None
        reporter.report(Code.SECRET_HIDDEN, node.span)
        return [with_values(node, **{name: told})]

    return rewrite(nodes, hidden, (TikiCommentNode, HtmlCommentNode))
