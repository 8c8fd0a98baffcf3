"""The parser: any text in, a lossless document out, never an exception."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lark import UnexpectedInput

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import DocumentNode, TextNode
from tiki2md.options import Options
from tiki2md.syntax.builder import AstBuilder
from tiki2md.syntax.grammar import read_grammar
from tiki2md.syntax.postlex import TikiPostLex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.syntax.lexer import DelimiterLexer
    from tiki2md.syntax.table_parser import TableParser


_WORD = r"[^\W_]++"
_WORDS = re.compile(rf"(?:\ue000 *+)?(?!(?i:www)\.){_WORD}(?:[ _.,-](?!(?i:www)\.){_WORD})*+ *+")
"""Words, which no construct is made of but a WikiWord; in front may be what handlers put where
nothing begins a line.  Cells and arguments are mostly such texts, and pages are not."""


@cache
def _lexer_and_parser() -> tuple[DelimiterLexer, TableParser]:
    """One for all preferences, which change nothing but what the post-lexer does."""
    return read_grammar("tiki.lark", "document", TikiPostLex(Options(), {}), AstBuilder())


class Parser:
    """Parses Tiki's wiki syntax under one set of preferences.

    Parsing keeps no state, so one parser serves any number of texts and threads; the
    grammar is read once, by the first of all parsers.

    Args:
        options: the Tiki preferences that change parsing (tiki-syntax §1).
        bodies: upper-case names of the known plugins, and how their bodies are read
            (the constants of ``syntax.plugins``; any other name is as ``raw``).
        markdown: every text is Markdown, even without a marker (tiki-versions §1.4).
        html: tags are alive in every text (tiki-syntax §9).
    """

    def __init__(
        self,
        options: Options,
        bodies: Mapping[str, str],
        *,
        markdown: bool = False,
        html: bool = False,
    ) -> None:
        self._postlex = TikiPostLex(options, bodies, markdown=markdown, html=html)
        # What separates pages may be any line.
        self._knows_words = not (markdown or options.wikiwords or _is_words(options.page_separator))

    def parse(self, source: str, reporter: Reporter | None = None) -> DocumentNode:
        """The document of ``source``.

        Whatever is not markup is text; no input is an error.
        """
        if self._knows_words and _is_words(source):
            return text_document(source)
        try:
            lexer, parser = _lexer_and_parser()
            tokens = self._postlex.process(lexer.scan(source))
            document: DocumentNode = parser.parse_tokens(tokens, "document")
        except UnexpectedInput:
            if reporter is not None:
                reporter.report(Code.INTERNAL_PARSE_ERROR, (0, len(source)))
            return text_document(source)
        document.full_match = document.inner_content = source
        document.span = (0, len(source))
        return document


def text_document(source: str) -> DocumentNode:
    """The document of a source that is text and nothing else."""
    span = (0, len(source))
    text = TextNode(full_match=source, inner_content=source, span=span)
    return DocumentNode(full_match=source, inner_content=source, span=span, children=[text])


def _is_words(text: str) -> bool:
    return _WORDS.fullmatch(text) is not None


def unparse(document: DocumentNode) -> str:
    """The source of a parsed ``document``, byte for byte."""
    return "".join(child.full_match for child in document.children)
