"""The arguments of plugins, from text to a dictionary (tiki-syntax §3.2)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache, partial

from lark import Lark, Token, Transformer, UnexpectedInput

from tiki2md.syntax.grammar import grammar_path

_RAW_TERMINALS = ("ARROW", "EQUALS", "QUOTE", "COMMA", "BACKSLASH", "SPACE", "WORD", "OTHER")

# As in PHP, an entity ends in a semicolon: `?a=1&copy=2` is left alone.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_PHP_SPACE = " \t\n\r\0\x0b"


def parse_arguments(raw: str) -> dict[str, str]:
    """The arguments in ``raw``, in the order of their first mention.

    Names are kept as written, in their case, whether the plugin declares them
    or not; of two equal names the later one wins.  Never raises.

    Args:
        raw: the text between a plugin's name and its closing brace, with or
            without the parentheses of the long form.
    """
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), raw.strip("() "))
    if "=" not in text:
        return {}
    try:
        pairs: list[tuple[str, str]] = _parser().parse(text)  # type: ignore[assignment]
    except UnexpectedInput:  # pragma: no cover - the post-lexer's tokens always parse
        return {}
    return dict(pairs)


class ArgumentPostLex:
    """Decides which tokens are names, separators and values; keeps no state."""

    always_accept = _RAW_TERMINALS

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Join the raw tokens of ``stream`` to those of the grammar."""
        tokens = list(stream)
        equals = _next_index(tokens, _is_separator)
        ends = _next_index(tokens, _ends_value)
        closers = {quote: _next_index(tokens, partial(_closes, quote)) for quote in "\"'"}
        at = 0
        while at < len(tokens):
            separator = equals[at]
            after = separator + 1
            # An equals sign at the very end makes no argument.
            if after >= len(tokens) and not _is_arrow(tokens, separator):
                yield _joined("SKIPPED", tokens, at, len(tokens))
                return
            yield _joined("NAME", tokens, at, separator)
            while after < len(tokens) and tokens[after].type == "SPACE":
                after += 1
            yield _joined("SEPARATOR", tokens, separator, after)
            quote = str(tokens[after]) if after < len(tokens) else ""
            close = closers[quote][after + 1] if quote in closers else len(tokens)
            if close < len(tokens):
                value = _joined("VALUE", tokens, after + 1, close)
                yield value.update(value=value.replace("\\" + quote, quote))
                at = close + 1
            else:
                at = ends[after]
                value = _joined("VALUE", tokens, after, at)
                yield value.update(value=value.rstrip(", \t\r\n"))


Test = Callable[[list[Token], int], bool]


def _next_index(tokens: list[Token], test: Test) -> list[int]:
    """For each index, the next one (itself included) that passes; else the end.

    One sweep from the back: looking ahead from every token would be quadratic.
    """
    found = len(tokens)
    result = [found] * (len(tokens) + 2)
    for index in range(len(tokens) - 1, -1, -1):
        if test(tokens, index):
            found = index
        result[index] = found
    return result


def _is_separator(tokens: list[Token], at: int) -> bool:
    return tokens[at].type in {"EQUALS", "ARROW"}


def _is_arrow(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].type == "ARROW"


def _ends_value(tokens: list[Token], at: int) -> bool:
    """Whether the next argument begins after this space or comma."""
    return (
        tokens[at].type in {"SPACE", "COMMA"}
        and at + 2 < len(tokens)
        and tokens[at + 1].type == "WORD"
        and _is_separator(tokens, at + 2)
    )


def _closes(quote: str, tokens: list[Token], at: int) -> bool:
    return tokens[at] == quote and not (at and tokens[at - 1].type == "BACKSLASH")


def _joined(kind: str, tokens: list[Token], start: int, end: int) -> Token:
    return Token(kind, "".join(tokens[start:end]))


class _Builder(Transformer[Token, list[tuple[str, str]]]):
    """Pairs of name and value, built while the parser runs."""

    def start(self, parts: list[object]) -> list[tuple[str, str]]:
        return [part for part in parts if isinstance(part, tuple)]

    def argument(self, parts: list[Token]) -> tuple[str, str]:
        return parts[0].lstrip(", ").strip(_PHP_SPACE), str(parts[2])


@cache
def _parser() -> Lark:
    return Lark(
        grammar_path("arguments.lark").read_text(encoding="utf-8"),
        parser="lalr",
        lexer="basic",
        postlex=ArgumentPostLex(),
        transformer=_Builder(),
        maybe_placeholders=False,
    )
