"""What GitHub reads beyond its flavour's specification: formulas, and names of emoji.

It also leads ``@name`` to a profile and, in issues and comments, ``#123`` to an issue.  Files of a
repository and of its wiki notify nobody and show these as they stand, so they are left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.render.tokens import Kind, Token
from tiki2md.render.unsafe import Block, Unsafe

if TYPE_CHECKING:
    from collections.abc import Iterable


def _dollars(block: Block) -> Iterable[int]:
    """Those that could open a formula, if one that could close it follows."""
    closing = -1
    for match in _CLOSING.finditer(block.text):
        closing = match.start()
    return (match.start() for match in _OPENING.finditer(block.text, 0, max(closing, 0)))


_OPENING = re.compile(r"\$(?=\S)|(?<=\$)\$")
_CLOSING = re.compile(r"(?<=\S)\$(?![0-9])")

GITHUB_UNSAFE: tuple[Unsafe, ...] = (Unsafe("$", _dollars, "mathematics (GitHub)"),)
"""Rows for ``escape.escaped``; an emoji is no row, for it takes no backslash."""

_EMOJI = re.compile(
    r":(?=[+-]1:|1(?:00|234):|[abmovx]:|(?!mm:|https?:)(?=[0-9_-]*[a-z])[a-z0-9_-]{2,}:)"
)
"""What may be the name of one; not the minutes of ``hh:mm:ss``, nor an address behind a colon."""


def placed(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with an element around the colon that would begin the name of an emoji.

    GitHub looks for names in the finished HTML, where a backslash or a reference is gone.
    """
    out: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.TEXT or ":" not in token.text:
            out.append(token)
            continue
        first, *rest = _EMOJI.split(token.text)
        out.append(Token(Kind.TEXT, first))
        for piece in rest:
            out += (Token(Kind.MARKUP, "<span>:</span>"), Token(Kind.TEXT, piece))
    return [token for token in out if token.text or token.span is not None]
