"""The post-lexer: Tiki's phases (tiki-syntax §2) over the lexer's delimiters.

Each pass finds its constructs by Tiki's own rule and in Tiki's own order; what
no pass claims is text.  `balance` then writes the tokens that the grammar reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lark.lark import PostLex

from tiki2md.syntax.balance import Balancer, Mark
from tiki2md.syntax.constructs import find_constructs
from tiki2md.syntax.markdown_page import (
    MARKER,
    find_markdown_constructs,
    find_outline,
    mark_syntax,
    markdown_holes,
)
from tiki2md.syntax.plugins import RAW, find_plugins
from tiki2md.syntax.regions import Hole, Region, build_regions
from tiki2md.syntax.verbatim import find_verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lark import Token

    from tiki2md.options import Options
    from tiki2md.syntax.lexer import Scan
    from tiki2md.syntax.markdown_code import Outline


class TikiPostLex(PostLex):
    """Turns the delimiters of a text into balanced tokens; holds no state of a parse.

    Args:
        options: the preferences that change parsing.
        bodies: upper-case plugin names, and how their bodies are read.
        markdown: all texts are Markdown, whatever they say of themselves.
    """

    always_accept = (
        "NL", "VERBATIM_MARK", "SPECIAL", "COLOR_MARK", "TILDE", "LBRACE", "RBRACE",
        "LINK_OPEN", "LINK_CLOSE", "LBRACKET", "RBRACKET", "TABLE_MARK", "PIPE", "RUN",
        "UNDERSCORES", "QUOTES", "COLONS", "PERCENTS", "TEXT",
    )  # fmt: skip

    def __init__(
        self, options: Options, bodies: Mapping[str, str], *, markdown: bool = False
    ) -> None:
        self._options = options
        self._bodies = {**bodies, MARKER: RAW}
        self._markdown = markdown

    def process(self, stream: Scan) -> Iterator[Token]:  # type: ignore[override]
        """The balanced tokens of the whole text."""
        text, tokens = stream.text, stream.delimiters
        holes = find_verbatim(text, tokens)
        holes += find_plugins(text, tokens, holes, self._bodies)
        syntaxes = mark_syntax(text, holes)
        outline = None
        if self._markdown or (self._options.markdown_pages and "markdown" in syntaxes):
            outline = find_outline(text, tokens, holes, self._options.page_separator)
            outside_code = markdown_holes(text, tokens, outline, self._bodies)
            syntaxes = mark_syntax(text, outside_code)
            if self._markdown or syntaxes[-1:] == ["markdown"]:
                holes = outside_code
                yield _mark("MARKDOWN_PAGE", text, 0, 0, 0)
            else:
                outline = None
        yield from self._region(build_regions(text, tokens, holes), 0, outline)

    def _region(self, region: Region, depth: int, outline: Outline | None = None) -> Iterator[Mark]:
        """The tokens of a region, of Markdown if there is an outline of it."""
        balancer = Balancer(region, depth)
        if outline is None:
            found = find_constructs(region, self._options)
        else:
            found = find_markdown_constructs(region, self._options, outline)
        for token in balancer.run(found):
            if isinstance(token, Hole):
                yield from self._hole(region, token, balancer.nesting() + 1, outline)
                continue
            if outline is not None and token.type == "TEXT" and not region.literal:
                token.type = "MARKDOWN"
            yield token

    def _hole(
        self, around: Region, hole: Hole, depth: int, outline: Outline | None
    ) -> Iterator[Mark]:
        """A plugin, or a ``~pp~`` with plugins inside: delimiters around a region."""
        name = "PLUGIN" if hole.kind == "PLUGIN" else "PRE"
        text, base = around.text, around.start
        opener = _mark(f"{name}_OPEN", text, base, hole.start, hole.inner_start)
        opener.data = hole.call
        yield opener
        if hole.region is not None:
            yield from self._region(hole.region, depth, outline)
        elif hole.inner_end > hole.inner_start:
            yield _mark("TEXT", text, base, hole.inner_start, hole.inner_end)
        closer = _mark(f"{name}_CLOSE", text, base, hole.inner_end, hole.end)
        closer.full = text[hole.start : hole.end]
        closer.inner = text[hole.inner_start : hole.inner_end]
        yield closer


def _mark(kind: str, text: str, base: int, start: int, end: int) -> Mark:
    value = text[start:end]
    mark = Mark(kind, value, start_pos=base + start, end_pos=base + end)
    mark.data, mark.full, mark.inner = None, value, value
    return mark
