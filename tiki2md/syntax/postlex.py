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

    from tiki2md.options import Options
    from tiki2md.syntax.lexer import Scan
    from tiki2md.syntax.markdown_code import Outline


class TikiPostLex(PostLex):
    """Turns the delimiters of a text into balanced tokens; holds no state of a parse.

    Args:
        options: the preferences that change parsing.
        bodies: upper-case plugin names, and how their bodies are read.
        markdown: all texts are Markdown, whatever they say of themselves.
        html: tags are alive in them (tiki-syntax §9).
    """

    always_accept = (
        "NL", "VERBATIM_MARK", "SPECIAL", "COLOR_MARK", "TILDE", "LBRACE", "RBRACE",
        "LINK_OPEN", "LINK_CLOSE", "LBRACKET", "RBRACKET", "TABLE_MARK", "PIPE", "RUN",
        "UNDERSCORES", "QUOTES", "COLONS", "PERCENTS", "TEXT", "LONE",
    )  # fmt: skip

    def __init__(
        self,
        options: Options,
        bodies: Mapping[str, str],
        *,
        markdown: bool = False,
        html: bool = False,
    ) -> None:
        self._options = options
        self._bodies = {**bodies, MARKER: RAW}
        self._markdown = markdown
        self._html = html

    def process(self, stream: Scan) -> Iterator[Mark]:  # type: ignore[override]
        """The balanced tokens of the whole text."""
        text, tokens = stream.text, stream.delimiters
        holes = find_verbatim(text, tokens)
        holes += find_plugins(text, tokens, holes, self._bodies)
        syntaxes = mark_syntax(text, holes)
        outline = None
        marks: list[Mark] = []
        if self._markdown or (self._options.markdown_pages and "markdown" in syntaxes):
            separator = self._options.page_separator
            outline = find_outline(text, tokens, holes, separator, html=self._html)
            outside_code = markdown_holes(text, tokens, outline, self._bodies)
            syntaxes = mark_syntax(text, outside_code)
            if self._markdown or syntaxes[-1:] == ["markdown"]:
                holes = outside_code
                marks.append(Mark("MARKDOWN_PAGE", 0, 0, "", ""))
            else:
                outline = None
        self._region(build_regions(text, tokens, holes, html=self._html), 0, outline, marks)
        return iter(marks)

    def _region(
        self, region: Region, depth: int, outline: Outline | None, marks: list[Mark]
    ) -> None:
        """Append the tokens of a region, of Markdown if there is an outline of it."""

        def fill(hole: Hole, depth: int) -> None:
            self._hole(region, hole, depth, outline, marks)

        if outline is None:
            found = find_constructs(region, self._options)
        else:
            found = find_markdown_constructs(region, self._options, outline)
        text = "TEXT" if outline is None or region.literal else "MARKDOWN"
        Balancer(region, depth, marks, fill, text).run(found)

    def _hole(
        self, around: Region, hole: Hole, depth: int, outline: Outline | None, marks: list[Mark]
    ) -> None:
        """Append a plugin, or a ``~pp~`` with plugins inside: delimiters around a region."""
        name = "PLUGIN" if hole.kind == "PLUGIN" else "PRE"
        text, base = around.text, around.start
        whole = text[hole.start : hole.end]
        inner = text[hole.inner_start : hole.inner_end]
        start, end = base + hole.start, base + hole.end
        inner_start, inner_end = base + hole.inner_start, base + hole.inner_end
        marks.append(Mark(f"{name}_OPEN", start, inner_start, whole, inner, hole.call))
        if hole.region is not None:
            self._region(hole.region, depth, outline, marks)
        elif inner:
            marks.append(Mark("TEXT", inner_start, inner_end, inner, inner))
        marks.append(Mark(f"{name}_CLOSE", inner_end, end, whole, inner))
