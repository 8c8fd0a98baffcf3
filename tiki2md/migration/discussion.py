"""Comments on a page, and the answers to a forum topic, as a section at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.moments import moment_of
from tiki2md.nodes import BlockquoteNode, BoldNode, HeadingNode, Node, ParagraphNode, TextNode
from tiki2md.site.people import ANONYMOUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiki2md.model import Comment

_DEEPEST = 8
"""Answers to answers stand side by side from there on: nobody reads a thinner column."""


def discussion(
    comments: Iterable[Comment],
    title: str,
    blocks_of: Callable[[Comment], list[Node]],
    shown: Callable[[str], str],
) -> list[Node]:
    """The blocks of a discussion: each answer is a quotation below what it answers.

    Args:
        comments: all of one page, in the order of their ids.
        title: of the section.
        blocks_of: makes blocks of the text of a comment.
        shown: the name of a user.
    """
    section: list[Node] = []
    threads: dict[int, tuple[int, list[Node]]] = {}
    for comment in comments:
        # What answers a comment that nobody may read, or one of a later date, stands alone.
        depth, around = threads.get(comment.parent_id, (0, section))
        own = around
        if 0 < depth < _DEEPEST:
            own = []
            around.append(BlockquoteNode(children=own))
        threads[comment.comment_id] = depth + 1, own
        own += [_byline(comment, shown), *blocks_of(comment)]
    heading = HeadingNode(level=2, children=[TextNode(inner_content=title)])
    return [heading, *section] if section else []


def _byline(comment: Comment, shown: Callable[[str], str]) -> ParagraphNode:
    """Who, when, and the title that a comment has."""
    moment = moment_of(comment.created)
    text = f", {moment:%Y-%m-%d}" if moment is not None else ""
    if comment.title.strip():
        text += f": {' '.join(comment.title.split())}"
    name = shown(comment.user.strip()) or ANONYMOUS
    author = BoldNode(children=[TextNode(inner_content=name)])
    return ParagraphNode(children=[author, TextNode(inner_content=text)] if text else [author])
