"""The parser: any text in, a lossless document out, never an exception."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lark import Lark, UnexpectedInput

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import DocumentNode, TextNode
from tiki2md.syntax.builder import AstBuilder
from tiki2md.syntax.grammar import grammar_path
from tiki2md.syntax.lexer import DelimiterLexer
from tiki2md.syntax.postlex import TikiPostLex
from tiki2md.syntax.table_parser import TableParser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.options import Options


class Parser:
    """Parses Tiki's wiki syntax under one set of preferences.

    Building one reads the grammar (some milliseconds); parsing keeps no state,
    so one parser serves any number of texts and threads.

    Args:
        options: the Tiki preferences that change parsing (tiki-syntax §1).
        bodies: upper-case names of the known plugins, and how their bodies are
            read: ``wiki``, ``own`` or ``raw``.
        markdown: every text is Markdown, even without a marker (tiki-versions §1.4).
    """

    def __init__(
        self, options: Options, bodies: Mapping[str, str], *, markdown: bool = False
    ) -> None:
        self._lark = Lark.open(
            str(grammar_path("tiki.lark")),
            parser="lalr",
            lexer=DelimiterLexer,
            start="document",
            postlex=TikiPostLex(options, bodies, markdown=markdown),
            maybe_placeholders=False,
            _plugins={"LALR_Parser": partial(TableParser, AstBuilder())},
        )

    def parse(self, source: str, reporter: Reporter | None = None) -> DocumentNode:
        """The document of ``source``.

        Whatever is not markup is text; no input is an error.
        """
        span = (0, len(source))
        try:
            document: DocumentNode = self._lark.parse(source)  # type: ignore[assignment]
        except UnexpectedInput:
            if reporter is not None:
                reporter.report(Code.INTERNAL_PARSE_ERROR, span)
            text = TextNode(full_match=source, inner_content=source, span=span)
            document = DocumentNode(children=[text])
        document.full_match = document.inner_content = source
        document.span = span
        return document


def unparse(document: DocumentNode) -> str:
    """The source of a parsed ``document``, byte for byte."""
    return "".join(child.full_match for child in document.children)
