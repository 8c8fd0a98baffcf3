"""The tokens of a text, for people who look into the parser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lark import Lark

from tiki2md.syntax.grammar import grammar_path
from tiki2md.syntax.lexer import DelimiterLexer, Scan
from tiki2md.syntax.postlex import TikiPostLex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tiki2md.options import Options
    from tiki2md.syntax.balance import Mark
    from tiki2md.syntax.regions import Delimiter


@dataclass(frozen=True, slots=True)
class TokenAt:
    """A token: its kind, its text, where it begins, and how deep it is nested."""

    kind: str
    text: str
    start: int
    depth: int = 0


def list_tokens(
    source: str, options: Options, bodies: Mapping[str, str], *, html: bool
) -> tuple[list[TokenAt], list[TokenAt]]:
    """The lexer's delimiters (and the text between them), and the balanced tokens.

    Args:
        source: Tiki markup.
        options: the preferences that change parsing.
        bodies: the known plugins, as for the parser.
        html: tags are alive in it (tiki-syntax §9).
    """
    recorder = _Recorder(options, bodies, html=html)
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
    for mark in recorder.balanced:
        depth -= mark.type.endswith("_CLOSE")
        balanced.append(TokenAt(mark.type, source[mark.start : mark.end], mark.start, depth))
        depth += mark.type.endswith("_OPEN")
    raw = [TokenAt(kind, source[start:end], start) for kind, start, end in recorder.raw]
    return raw, balanced


class _Recorder(TikiPostLex):
    """A post-lexer that remembers what it was given and made of it; the parser sees nothing."""

    raw: list[Delimiter]
    balanced: list[Mark]

    def process(self, stream: Scan) -> Iterator[Mark]:  # type: ignore[override]
        """No tokens; those of the whole text are in ``balanced``."""
        self.raw = list(stream)
        self.balanced = list(super().process(stream))
        return iter(())
