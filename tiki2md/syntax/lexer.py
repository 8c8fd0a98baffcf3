"""The lexer: the terminals of the grammar as one regular expression over the text.

It finds what Lark's basic lexer finds, in the same order of precedence, and makes no object
of Lark's for it: nobody but the post-lexer sees delimiters, and text is what lies between.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from lark.lexer import Lexer

from tiki2md.syntax.regions import Delimiter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark.common import LexerConf
    from lark.lexer import LexerState

TEXT, LONE = "TEXT", "LONE"
"""The terminals of what is no delimiter."""

_delimiter = partial(tuple.__new__, Delimiter)
"""As ``Delimiter``, of a tuple; ten thousand of them are made for a long page."""


class Scan:
    """A text with its delimiters.

    Attributes:
        text: all of it.
        delimiters: in order; what lies between them is text.
    """

    def __init__(self, text: str, delimiters: list[Delimiter]) -> None:
        self.text = text
        self.delimiters = delimiters

    def __iter__(self) -> Iterator[Delimiter]:
        """The delimiters and the text between them."""
        at = 0
        for delimiter in self.delimiters:
            if delimiter.start > at:
                yield Delimiter(TEXT, at, delimiter.start)
            yield delimiter
            at = delimiter.end
        if at < len(self.text):
            yield Delimiter(TEXT, at, len(self.text))


class DelimiterLexer(Lexer):
    """Reads a whole text at once.

    Args:
        conf: the terminals of the grammar, from Lark.

    Attributes:
        pattern: a text and the delimiter behind it, in a group of its name.
    """

    __future_interface__: ClassVar[int] = 2

    def __init__(self, conf: LexerConf) -> None:
        terminals = sorted(
            conf.terminals,
            key=lambda terminal: (
                -terminal.priority,
                -terminal.pattern.max_width,
                -len(terminal.pattern.value),
                terminal.name,
            ),
        )
        patterns = {term.name: term.pattern.to_regexp() for term in terminals}
        text, lone = patterns.pop(TEXT), patterns.pop(LONE)
        delimiters = "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())
        self.pattern = re.compile(rf"(?:{text})?+(?:{delimiters}|{lone}|\Z)")

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Scan:  # type: ignore[override]
        """The text of ``lexer_state`` with its delimiters."""
        del parser_state
        return self.scan(str(lexer_state.text.text))

    def scan(self, text: str) -> Scan:
        """``text`` with its delimiters."""
        delimiters = [
            _delimiter((kind, match.start(kind), match.end()))
            for match in self.pattern.finditer(text)
            if (kind := match.lastgroup) is not None
        ]
        return Scan(text, delimiters)
