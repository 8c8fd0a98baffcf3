"""Breaks and code spans, which become markup only when the block that they stand in is known."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tiki2md.render.escape import code_span, hard_break
from tiki2md.render.escape_html import inert_code
from tiki2md.render.python_marks import PYTHON_TAKES
from tiki2md.render.tokens import BREAKS, Kind, Token
from tiki2md.render.unsafe import Where, is_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiki2md.render.context import Target

TO_PLACE = BREAKS | {Kind.CODE}
"""The kinds of tokens that ``placed`` is about."""


def placed(tokens: list[Token], where: Where, target: Target) -> list[Token]:
    """The tokens with the markup that makes a break or a code span in its place.

    Args:
        tokens: of a block.
        where: what the block is.
        target: the flavour that is written.
    """
    one_line = is_one_line(where)
    pieces: list[Token] = []
    for token in tokens:
        if token.kind is Kind.CODE:
            pieces.append(Token(Kind.MARKUP, _code(token.text, where, target)))
        elif token.kind is Kind.SOFT:
            pieces.append(Token(Kind.SPACE, " " if one_line else "\n"))
        elif token.kind is Kind.HARD:
            count = len(token.text)
            if count == 1 and not (one_line or target.python_markdown or _take_a_backslash(pieces)):
                pieces.append(Token(Kind.MARKUP, hard_break()))
            else:
                pieces.append(Token(Kind.MARKUP, target.br * count + ("" if one_line else "\n")))
        else:
            pieces.append(token)
    return pieces


def merged_code(tokens: Iterable[Token]) -> Iterator[Token]:
    """Code spans that touch as one: their backticks would run together."""
    for is_code, group in groupby(tokens, key=lambda token: token.kind is Kind.CODE):
        if is_code:
            yield Token(Kind.CODE, "".join(token.text for token in group))
        else:
            yield from group


def _code(text: str, where: Where, target: Target) -> str:
    cell = Where.CELL in where
    if target.python_markdown and (PYTHON_TAKES.search(text) or (cell and "|" in text)):
        return inert_code(text)
    return code_span(text, cell=cell, shortcodes=Where.SHORTCODES in where)


def _take_a_backslash(pieces: list[Token]) -> bool:
    """Whether to some reader the backslash of a break would be a part of what it follows.

    Those that link bare addresses end them at white space and ``<`` alone; Goldmark takes it
    for the pair of another before it.
    """
    word = ""
    for token in reversed(pieces):
        if token.span is not None and token.span.start[0] in "*~":
            continue
        if token.kind is not Kind.TEXT:
            break
        *before, last = token.text.rsplit(maxsplit=1) or [""]
        word = last + word
        if before:
            break
    return "://" in word or "www." in word or word.endswith("\\")
