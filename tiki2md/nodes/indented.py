"""Indented code of the author's Markdown, whose lines are nodes: as one block."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tiki2md.nodes.markdown import MarkdownCodeNode, MarkdownTextNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.nodes.base import Node


def is_indented_code(node: Node) -> bool:
    """Whether a node is a line of indented code (CommonMark §4.4)."""
    return isinstance(node, MarkdownCodeNode) and node.full_match[:1] not in {"`", "~"}


class IndentedCode(NamedTuple):
    """Lines of indented code as one block.

    Attributes:
        before: what stays of the Markdown in front of it.
        text: the code.
        end: which sibling follows on it.
    """

    before: str
    text: str
    end: int


def indented_code(before: str, nodes: Sequence[Node], at: int) -> IndentedCode:
    """The lines of indented code from one on.

    Args:
        before: the Markdown in front of the first line, which ends in its indentation.
        nodes: siblings.
        at: the first line among them.
    """
    prefix = before.rpartition("\n")[2]
    lines, end = [nodes[at].full_match], at + 1
    while end + 1 < len(nodes):
        gap, line = nodes[end : end + 2]
        if not is_indented_code(line) or not isinstance(gap, MarkdownTextNode):
            break
        if gap.inner_content.strip(" \t\r\n>"):
            break
        _, _, margin = gap.inner_content.rpartition("\n")
        lines += ["\n" * gap.inner_content.count("\n"), margin.removeprefix(prefix).lstrip(">")]
        lines.append(line.full_match)
        end += 2
    spaces = before[len(before.rstrip(" \t")) :]
    cut = 1 if spaces.endswith("\t") else min(4, len(spaces))
    return IndentedCode(before[: len(before) - cut], "".join(lines), end)
