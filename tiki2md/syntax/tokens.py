"""The tokens of a text, for people who look into the parser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lark import Lark, Token

from tiki2md.syntax.grammar import grammar_path
from tiki2md.syntax.lexer import DelimiterLexer, Scan
from tiki2md.syntax.postlex import TikiPostLex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tiki2md.options import Options


@dataclass(frozen=True, slots=True)
class TokenAt:
    """A token: its kind, its text, where it begins, and how deep it is nested."""

    kind: str
    text: str
    start: int
    depth: int = 0


def list_tokens(
    source: str, options: Options, bodies: Mapping[str, str]
) -> tuple[list[TokenAt], list[TokenAt]]:
    """The lexer's delimiters (and the text between them), and the balanced tokens.

    Args:
        source: Tiki markup.
        options: the preferences that change parsing.
        bodies: the known plugins, as for the parser.
    """
    recorder = _Recorder(options, bodies)
    lark = Lark.open(
        str(grammar_path("tiki.lark")),
        parser="lalr",
        lexer=DelimiterLexer,
        start="document",
        postlex=recorder,
    )
    lark.parse(source)
    balanced: list[TokenAt] = []
    depth = 0
    for token in recorder.balanced:
        depth -= token.type.endswith("_CLOSE")
        balanced.append(TokenAt(token.type, str(token), token.start_pos or 0, depth))
        depth += token.type.endswith("_OPEN")
    raw = [TokenAt(token.type, str(token), token.start_pos or 0) for token in recorder.raw]
    return raw, balanced


class _Recorder(TikiPostLex):
    """A post-lexer that remembers what it was given, and what it made of it."""

    raw: list[Token]
    balanced: list[Token]

    def process(self, stream: Scan) -> Iterator[Token]:  # type: ignore[override]
        """The balanced tokens of the whole text."""
        self.raw = list(stream)
        self.balanced = list(super().process(stream))
        return iter(self.balanced)
