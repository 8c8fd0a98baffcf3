"""The arguments of plugins, from text to a dictionary (tiki-syntax §3.2)."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lark import UnexpectedInput
from lark.lark import PostLex

from tiki2md.syntax.grammar import read_grammar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.syntax.lexer import DelimiterLexer, Scan
    from tiki2md.syntax.table_parser import TableParser

# As in PHP, an entity ends in a semicolon: `?a=1&copy=2` is left alone.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# What {maketoc} takes for an argument; a word without a value is passed over, so that
# no stretch of the text is read twice.
_CONTENTS_WORD = re.compile(r'([^\s=(]+)(?:=("[^"]*"|[^"\s=)}]+))?')

_PHP_SPACE = " \t\n\r\0\x0b"
_SEPARATORS = ("EQUALS", "ARROW")


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
    lexer, parser = _lexer_and_parser()
    try:
        pairs = parser.parse_tokens(ArgumentPostLex().process(lexer.scan(text)), "start")
    except UnexpectedInput:  # pragma: no cover - the post-lexer's tokens always parse
        return {}
    return dict(pairs)


def parse_contents_arguments(raw: str) -> dict[str, str]:
    """The arguments of ``{maketoc …}``, which Tiki reads by a rule of its own (tiki-syntax §7.10).

    Names count in any case, no space may stand around ``=``, only double quotes quote, and
    the old ``:box`` stands for three arguments.

    Args:
        raw: the text between ``{maketoc`` and its closing brace.
    """
    raw = raw.replace("&quot;", '"')
    arguments: dict[str, str] = {}
    if raw[:4].lower() == ":box":
        # As Tiki has it, quotes included.
        arguments = {"type": "box", "showhide": "y", "title": "'index'"}
        raw = raw[4:]
    for word in _CONTENTS_WORD.finditer(raw):
        if word[2]:
            arguments[word[1].lower()] = word[2].strip('"')
    return arguments


class Piece(NamedTuple):
    """A token of the grammar: its terminal and its text."""

    type: str
    text: str


class ArgumentPostLex(PostLex):
    """Decides which tokens are names, separators and values; keeps no state."""

    always_accept = (
        "ARROW", "EQUALS", "QUOTE", "COMMA", "BACKSLASH", "SPACE", "WORD", "TEXT", "LONE",
    )  # fmt: skip

    def process(self, stream: Scan) -> Iterator[Piece]:  # type: ignore[override]
        """The tokens of the grammar, in linear time: no stretch of the text is read twice."""
        text, tokens = stream.text, list(stream)
        kinds = [token.kind for token in tokens]
        starts = [*(token.start for token in tokens), len(text)]
        end = len(tokens)
        closers = _Closers(stream, kinds, starts)
        at = 0
        while at < end:
            separator = at
            while separator < end and kinds[separator] not in _SEPARATORS:
                separator += 1
            after = separator + 1
            # An equals sign at the very end makes no argument.
            if separator == end or (after == end and kinds[separator] != "ARROW"):
                yield Piece("SKIPPED", text[starts[at] :])
                return
            yield Piece("NAME", text[starts[at] : starts[separator]])
            while after < end and kinds[after] == "SPACE":
                after += 1
            yield Piece("SEPARATOR", text[starts[separator] : starts[after]])
            close = closers.of(after)
            if close < end:
                quote = text[starts[after]]
                value = text[starts[after + 1] : starts[close]]
                yield Piece("VALUE", value.replace("\\" + quote, quote))
                at = close + 1
            else:
                at = after
                while at < end and not _ends_value(kinds, at):
                    at += 1
                yield Piece("VALUE", text[starts[after] : starts[at]].rstrip(", \t\r\n"))


class _Closers:
    """Where quotes close: at the next quote of the kind that has no backslash before it."""

    def __init__(self, stream: Scan, kinds: list[str], starts: list[int]) -> None:
        self._end = len(kinds)
        self._kinds: dict[int, str] = {}
        self._places: dict[str, list[int]] = {'"': [], "'": []}
        for index, kind in enumerate(kinds):
            if kind == "QUOTE":
                quote = self._kinds[index] = stream.text[starts[index]]
                if not index or kinds[index - 1] != "BACKSLASH":
                    self._places[quote].append(index)

    def of(self, index: int) -> int:
        """The number of the token that closes the quote at ``index``; the end if there is none."""
        places = self._places.get(self._kinds.get(index, ""), ())
        found = bisect_left(places, index + 1)
        return places[found] if found < len(places) else self._end


def _ends_value(kinds: list[str], at: int) -> bool:
    """Whether the next argument begins after this space or comma."""
    return (
        kinds[at] in ("SPACE", "COMMA")
        and at + 2 < len(kinds)
        and kinds[at + 1] == "WORD"
        and kinds[at + 2] in _SEPARATORS
    )


class _Builder:
    """Pairs of name and value, built while the parser runs."""

    def start(self, parts: list[object]) -> list[tuple[str, str]]:
        """All of them."""
        return [part for part in parts if type(part) is tuple]

    def argument(self, parts: list[Piece]) -> tuple[str, str]:
        """``name=value``"""
        name, _, value = parts
        return name.text.lstrip(", ").strip(_PHP_SPACE), value.text


@cache
def _lexer_and_parser() -> tuple[DelimiterLexer, TableParser]:
    return read_grammar("arguments.lark", "start", ArgumentPostLex(), _Builder())
