"""What is outermost in the author's Markdown: blocks that a target does not know, and HTML."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from tiki2md.markdown.reading import Reader, is_too_deep, parser
from tiki2md.markdown.source import Source, clean, source_of
from tiki2md.nodes import BlockElementNode, MarkdownTextNode, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_LISTS = frozenset(("bullet_list_open", "ordered_list_open"))
_DEFINES = re.compile(r"^[ \t>]*:[ \t]", re.MULTILINE)


def with_definitions(nodes: list[Node]) -> list[Node]:
    """Siblings with each outermost block that has a definition list in it as nodes.

    Args:
        nodes: the author's Markdown, and nodes that stand in it.
    """
    texts = (node.inner_content for node in nodes if isinstance(node, MarkdownTextNode))
    if not any(map(_DEFINES.search, texts)):
        return nodes
    source = source_of(nodes)
    lines = _starts_of_lines(source.text)
    result: list[Node] = []
    done = 0
    for run in _runs(list(_blocks(parser().parse(source.text)))):
        start, end = (lines[line] for line in _lines_of(run))
        result += _between(nodes, source, done, start)
        group = [node for block in run for node in Reader(source, block).blocks()]
        # An element without a tag: its blocks stand side by side like any others.
        result.append(BlockElementNode(tag="", children=group))
        done = end
    result += _between(nodes, source, done, len(source.text) + 1)
    return result + source.notes if done else nodes


def inside_html(nodes: Sequence[Node]) -> set[int]:
    """Which of some siblings, by number, begin inside a block of HTML (CommonMark §4.6).

    Args:
        nodes: the author's Markdown, in which tags may be alive, and nodes that stand in it.
    """
    source = source_of(nodes)
    lines = _starts_of_lines(source.text)
    inside: set[int] = set()
    for token in parser().parse(source.text):
        if token.type == "html_block" and token.map:
            start, end = (bisect_left(source.starts, lines[line]) for line in token.map)
            inside.update(range(start, end))
    return inside


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of each outermost block."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if not token.level and token.nesting <= 0:
            yield block
            block = []


def _runs(blocks: list[list[Token]]) -> Iterator[list[list[Token]]]:
    """Blocks with definition lists in them, and lists beside those, which could become one."""
    has_list = [any(token.type == "dl_open" for token in block) for block in blocks]
    taken = [
        (here or (block[0].type in _LISTS and (before or after))) and not is_too_deep(block)
        for block, before, here, after in zip(
            blocks, [False, *has_list], has_list, [*has_list[1:], False], strict=False
        )
    ]
    for is_taken, group in groupby(zip(blocks, taken, strict=True), key=lambda pair: pair[1]):
        if is_taken:
            yield [block for block, _ in group]


def _lines_of(run: list[list[Token]]) -> tuple[int, int]:
    """The first line of some blocks, and the one behind the last."""
    first, last = run[0][0].map, run[-1][0].map
    assert first is not None  # every outermost block has one
    assert last is not None
    return first[0], last[1]


def _starts_of_lines(text: str) -> list[int]:
    """Where each line begins; the last begins behind the text."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _between(nodes: list[Node], source: Source, first: int, end: int) -> Iterator[Node]:
    """The siblings from one line to another, notes of ours left out.

    Args:
        nodes: all siblings.
        source: their text.
        first: where the first line begins in it.
        end: where the line behind the last begins.
    """
    for node, start, part in zip(nodes, source.starts, source.parts, strict=True):
        stop = start + len(part)
        if start >= end or stop <= first:
            continue
        if isinstance(node, MarkdownTextNode):
            before = part.count("\n", 0, max(first - start, 0))
            until = part.count("\n", 0, end - start) if end < stop else None
            text = "".join(clean(node.inner_content).splitlines(keepends=True)[before:until])
            yield replace(node, inner_content=text, full_match=text)
        elif stop - len(part.lstrip()) >= first:  # before the mark of a block is an empty line
            yield node
